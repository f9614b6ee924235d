#!/usr/bin/python3
"""kill -9 of the broker takes its workers along, and a successor in the same folder serves at once. While one
daemon has the folder, another is refused."""
import signal
import subprocess
import time

from daemon import BINARY, Daemon, check_body, is_alive, wait_until

daemon = Daemon()
pids = daemon.worker_pids()
second = subprocess.run([BINARY, "serve", "--state", daemon.folder], capture_output=True, text=True, timeout=30)
assert second.returncode == 3 and "another masteryd" in second.stderr, second
daemon.process.send_signal(signal.SIGKILL)
daemon.process.wait()
gone = wait_until(lambda: not any(is_alive(pid) for pid in pids), 2)
begin = time.monotonic()
with Daemon(state=daemon.folder) as successor:
    client = successor.client()
    status, _ = client.ask("check", check_body(1))
    assert status == "ok", status
    print(f"workers gone {gone * 1000:.0f} ms after the broker; its successor answers after "
          f"{(time.monotonic() - begin) * 1000:.0f} ms")
    client.close()
daemon.stop(expect=-signal.SIGKILL)

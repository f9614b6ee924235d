#!/usr/bin/python3
"""A worker connected by tcp serves, outlives its broker, offers itself to the successor, and leaves on SIGTERM
without losing a request."""
import signal
import subprocess
import time

from daemon import BINARY, Daemon, Load, check_body, free_port, is_own_reply, wait_until

back = f"tcp://127.0.0.1:{free_port()}"
first = Daemon("--back", back, workers=1)
worker = subprocess.Popen([BINARY, "worker", "--connect", back, "--state", first.folder],
                          stderr=subprocess.DEVNULL)
try:
    wait_until(lambda: worker.pid in first.worker_pids(), 10)
    first.process.kill()
    first.process.wait()
    begin = time.monotonic()
    with Daemon("--back", back, workers=1, state=first.folder) as second:
        wait_until(lambda: worker.pid in second.worker_pids(), 10)
        print(f"back in the pool {(time.monotonic() - begin) * 1000:.0f} ms after the new broker's start")
        load = Load(second, 400)
        load.start()
        time.sleep(0.7)
        far = [w for w in second.status()["workers"] if w["pid"] == worker.pid][0]
        assert not far["local"]
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(10) == 0
        time.sleep(0.3)
        counts = load.finish()
        print(f"left while serving: {counts}; it had answered {far['answered']} before")
        assert set(counts) == {"ok"} and far["answered"] > 0, (counts, far)
finally:
    worker.kill()
    first.stop(expect=-signal.SIGKILL)

#!/usr/bin/python3
"""SIGHUP under load: every worker is replaced, one after another, and every request is answered `ok`."""
import signal
import time

from daemon import Daemon, Load, wait_until

with Daemon() as daemon:
    loads = [Load(daemon, 250, first) for first in (0, 1000000)]
    for load in loads:
        load.start()
    time.sleep(0.5)
    times = []
    for _ in range(3):
        old = set(daemon.worker_pids())
        daemon.process.send_signal(signal.SIGHUP)
        times.append(wait_until(lambda: len(new := daemon.worker_pids()) == 2 and not old & set(new), 10))
        time.sleep(0.3)
    counts = [load.finish() for load in loads]
    print(f"three reloads in {[f'{t * 1000:.0f} ms' for t in times]}; answers: {counts}, slowest "
          f"{max(load.worst for load in loads) * 1000:.0f} ms")
    assert all(set(count) == {"ok"} for count in counts), counts
    assert daemon.count("worker_died") == 0

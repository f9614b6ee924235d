#!/usr/bin/python3
"""200 requests a second from two clients; kill -9 of one worker, then of all: each request is answered once."""
import os
import signal
import time

from daemon import Daemon, Load, PATIENCE, wait_until

WORKERS = 2


def whole(daemon, victims):
    ready = [w for w in daemon.status()["workers"] if w["state"] == "ready" and w["pid"] not in victims]
    return len(ready) == WORKERS


with Daemon(workers=WORKERS) as daemon:
    loads = [Load(daemon, 100, first) for first in (0, 1000000)]
    for load in loads:
        load.start()
    time.sleep(1)
    times = []
    for kill in (lambda pids: pids[:1], lambda pids: pids, lambda pids: pids):
        victims = kill(daemon.worker_pids())
        # Stopped for a moment, so that they die with requests in hand and not between two.
        for pid in victims:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(0.2)
        for pid in victims:
            os.kill(pid, signal.SIGKILL)
        times.append(wait_until(lambda: whole(daemon, victims), 5))
        time.sleep(1.2)
    counts = [load.finish() for load in loads]
    resent = daemon.status()["requests"]["resent"]
    assert resent > 0
    print(f"requests: {sum(len(load.sent) for load in loads)}, answers: {counts}, resent: {resent}")
    print(f"pool whole after {[f'{t * 1000:.0f} ms' for t in times]}, "
          f"slowest answer {max(load.worst for load in loads) * 1000:.0f} ms")
    assert all(t < 1.0 * PATIENCE for t in times), times
    assert sum(c.get("ok", 0) for c in counts) >= 0.99 * sum(len(load.sent) for load in loads)

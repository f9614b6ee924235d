#!/usr/bin/python3
"""While batches fill all workers that they may have, single requests are answered by the one that is left."""
import time

from daemon import Daemon, PATIENCE, check_body

BATCHES = 60

with Daemon() as daemon:
    batches, singles = daemon.client(), daemon.client()
    rows = [check_body(number) for number in range(500)]
    singles.ask("check", check_body(0))
    for number in range(BATCHES):
        batches.send(number, "check_many", {"checks": rows})
    times = []
    done = 0
    while done < BATCHES:
        begin = time.monotonic()
        status, _ = singles.ask("check", check_body(1))
        times.append(time.monotonic() - begin)
        assert status == "ok", status
        while reply := batches.receive(0):
            assert reply[1] == "ok", reply[1:]
            done += 1
    times.sort()
    print(f"{len(times)} singles during {BATCHES} batches of 500: median {times[len(times) // 2] * 1000:.2f} ms, "
          f"slowest {times[-1] * 1000:.1f} ms")
    assert times[len(times) // 2] < 0.05 * PATIENCE
    batches.close()
    singles.close()

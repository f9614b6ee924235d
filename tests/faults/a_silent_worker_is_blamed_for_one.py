#!/usr/bin/python3
"""A worker goes silent with many requests: they are answered elsewhere. A request with which two workers go
silent is refused as `internal` and kept for the operators; those around it are answered."""
import os
import signal
import stat
import time

from daemon import Daemon, PATIENCE, check_body, is_own_reply

with Daemon() as daemon:
    client = daemon.client()
    client.ask("check", check_body(0))
    first, second = daemon.worker_pids()
    os.kill(first, signal.SIGSTOP)
    begin = time.monotonic()
    for number in range(1, 41):
        client.send(number, "check", check_body(number))
    replies = {}
    while len(replies) < 40:
        number, status, body = client.receive(5 * PATIENCE)
        assert status == "ok" and is_own_reply(number, body), (number, status)
        assert number not in replies
        replies[number] = time.monotonic() - begin
    slow = [t for t in replies.values() if t > 0.3]
    print(f"one silent worker: all 40 answered, {len(slow)} of them elsewhere after {max(slow) * 1000:.0f} ms")
    daemon.wait_for_event("worker_ready", 3)
    assert client.receive(1) is None, "something was answered twice"

    # The pool is whole. Now every worker stops as soon as it has the one request, as if its text did it.
    client.ask("check", check_body(41))
    pids = daemon.worker_pids()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    begin = time.monotonic()
    client.send(42, "check", check_body(42))
    number, status, body = client.receive(5 * PATIENCE)
    took = time.monotonic() - begin
    assert (number, status) == (42, "internal"), (number, status)
    print(f"poison: refused as internal after {took * 1000:.0f} ms")
    folder = f"{daemon.folder}/quarantine"
    files = os.listdir(folder)
    assert len(files) == 1, files
    path = os.path.join(folder, files[0])
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    with open(path) as kept:
        assert str(1000042) in kept.read()
    daemon.wait_for_event("worker_ready", 5)
    status, body = client.ask("check", check_body(43))
    assert status == "ok" and is_own_reply(43, body), status
    numbers = daemon.status()["requests"]
    assert numbers["quarantined"] == 1, numbers
    client.close()

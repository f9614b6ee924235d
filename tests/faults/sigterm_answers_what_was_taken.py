#!/usr/bin/python3
"""SIGTERM with requests in flight: all of them are answered, the exit status is 0, nothing is left running."""
import os
import signal
import subprocess
import time

from daemon import BINARY, Daemon, check_body, is_alive, is_own_reply, wait_until

IN_FLIGHT = 500

with Daemon() as daemon:
    pids = daemon.worker_pids()
    client = daemon.client()
    client.ask("check", check_body(0))
    # A stopped worker makes sure that requests are in flight when the signal comes.
    os.kill(pids[0], signal.SIGSTOP)
    for number in range(1, IN_FLIGHT + 1):
        client.send(number, "check", check_body(number))
    wait_until(lambda: daemon.status()["requests"]["taken"] > IN_FLIGHT, 5)
    begin = time.monotonic()
    daemon.process.send_signal(signal.SIGTERM)
    daemon.wait_for_event("stopping")
    client.send(IN_FLIGHT + 1, "check", check_body(IN_FLIGHT + 1))
    os.kill(pids[0], signal.SIGCONT)
    replies = {}
    while len(replies) < IN_FLIGHT:
        reply = client.receive(5)
        assert reply, f"{len(replies)} of {IN_FLIGHT} answered"
        number, status, body = reply
        if number > IN_FLIGHT:
            assert status == "unavailable", status
            continue
        assert status == "ok" and is_own_reply(number, body), (number, status, body)
        assert number not in replies
        replies[number] = status
    code = daemon.process.wait(10)
    print(f"{len(replies)} requests in flight answered, stopped after {(time.monotonic() - begin) * 1000:.0f} ms")
    assert code == 0, code
    wait_until(lambda: not any(is_alive(pid) for pid in pids), 2)
    client.close()
    call = subprocess.run([BINARY, "call", "ping", "{}", "--front", daemon.front, "--timeout", "300"],
                          capture_output=True, text=True)
    assert call.returncode == 3, call

#!/usr/bin/python3
"""Past a client's quota, and past the queue, `overloaded` comes at once and says when to try again."""
import os
import signal
import time

from daemon import Daemon, PATIENCE, check_body, is_own_reply

QUOTA = 1024
QUEUE = 8192 + 2 * 64


def collect(clients, expected):
    replies = {}
    end = time.monotonic() + 10 * PATIENCE
    while len(replies) < expected and time.monotonic() < end:
        for client in clients:
            while reply := client.receive(0.001):
                assert reply[0] not in replies, "answered twice"
                replies[reply[0]] = reply[1:]
    assert len(replies) == expected, f"{len(replies)} of {expected} answered"
    return replies


def flood(daemon, clients, each):
    """Stops the workers, sends, and gives the replies that come before they go on, and those after."""
    pids = daemon.worker_pids()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    begin = time.monotonic()
    for index, client in enumerate(clients):
        for number in range(index * each, (index + 1) * each):
            client.send(number, "check", check_body(number))
    refused = collect(clients, each * len(clients) - min(QUOTA * len(clients), QUEUE, each * len(clients)))
    taken = time.monotonic() - begin
    for pid in pids:
        try:
            os.kill(pid, signal.SIGCONT)
        except ProcessLookupError:
            pass  # found silent and replaced by now
    rest = collect(clients, each * len(clients) - len(refused))
    assert not set(refused) & set(rest)
    return refused, rest, taken


with Daemon() as daemon:
    for title, count, each in (("one client over its quota", 1, 1500), ("the queue is full", 10, 900)):
        clients = [daemon.client() for _ in range(count)]
        refused, rest, taken = flood(daemon, clients, each)
        waits = [body["retry_after_ms"] for status, body in refused.values()]
        assert refused and all(status == "overloaded" and body["retry"] for status, body in refused.values())
        answered = sum(status == "ok" for status, _ in rest.values())
        assert all(status in ("ok", "deadline") for status, _ in rest.values())
        assert all(is_own_reply(n, body) for n, (status, body) in rest.items() if status == "ok")
        print(f"{title}: {len(refused)} refused within {taken * 1000:.0f} ms, retry after "
              f"{min(waits)}..{max(waits)} ms; {answered} of the other {len(rest)} answered")
        for client in clients:
            client.close()
    client = daemon.client()
    status, body = client.ask("check", check_body(7))
    assert status == "ok" and is_own_reply(7, body)
    client.close()

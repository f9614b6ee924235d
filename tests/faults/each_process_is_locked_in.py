#!/usr/bin/python3
"""Broker, ledger and workers run under filters of system calls, in all their threads, and serve all the same."""
import os
import re

from daemon import PATIENCE, Daemon, check_body


def fields(path):
    with open(path) as lines:
        return dict(re.findall(r"(?m)^(\w+):\s*(.*)$", lines.read()))


def require(pid, filters, what):
    threads = os.listdir(f"/proc/{pid}/task")
    for thread in threads:
        status = fields(f"/proc/{pid}/task/{thread}/status")
        assert status["NoNewPrivs"] == "1", (what, status)
        assert status["Seccomp"] == "2", (what, status)
        assert int(status.get("Seccomp_filters", filters)) == filters, (what, status)
    return len(threads)


if PATIENCE > 1:
    print("under a sanitizer nothing is locked in")
    raise SystemExit(0)
with Daemon(workers=2, learners=True) as daemon:
    status = daemon.status()
    threads = require(daemon.process.pid, 1, "broker")
    ledger = require(status["ledger"]["pid"], 2, "ledger")
    for worker in status["workers"]:
        require(worker["pid"], 2, "worker")
    client = daemon.client()
    item = client.ask("next", {"learner": "ada"})[1]["item"]["item"]
    for operation, body in (("submit", {"learner": "ada", "item": item, "answer": "1", "attempt": "a"}),
                            ("report", {"learners": ["ada"]}), ("forget", {"learner": "ada"}),
                            ("check", check_body(1))):
        answer = client.ask(operation, body)
        assert answer[0] == "ok", (operation, answer)
    client.close()
    print(f"the broker's {threads} threads, the ledger's {ledger} and the workers are locked in, and all is served")

#!/usr/bin/python3
"""`next` while a reload renames every family: whatever the ledger chose is made, by a worker of the
content it was chosen from or chosen again, and nobody gets an error instead of an item."""
import glob
import os
import shutil
import signal
import tempfile
import threading
import time

from daemon import ROOT, Daemon, wait_until

WORKERS = 2
KEPT = "negative-numbers"  # little content is loaded soon

folder = tempfile.mkdtemp(prefix="mastery-content-")
content = os.path.join(folder, "content")
shutil.copytree(os.path.join(ROOT, "generators"), content, ignore=shutil.ignore_patterns("engine", "*.txt", "*.c"))
for path in glob.glob(os.path.join(content, "*", "")):
    if os.path.basename(path.rstrip("/")) != KEPT:
        shutil.rmtree(path)
over = False
answers = []


def rename_families(old, new):
    for path in glob.glob(os.path.join(content, "*", "*.yaml")):
        with open(path) as file:
            text = file.read()
        unit, name = os.path.split(path)
        os.remove(path)
        with open(os.path.join(unit, new + name.removeprefix(old)), "w") as file:
            file.write(text.replace(f"family: {old}", f"family: {new}", 1))


def ask(daemon, number):
    client = daemon.client()
    turn = 0
    while not over:
        turn += 1
        status, reply = client.ask("next", {"learner": f"learner {number} {turn}"})
        answers.append((status, status == "ok" and reply["item"]["family"]))
    client.close()


with Daemon("--content", content, workers=WORKERS, learners=True) as daemon:
    threads = [threading.Thread(target=ask, args=(daemon, number)) for number in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(0.3)
    for old, new in (("", "new-"), ("new-", "")):
        before = daemon.status()
        rename_families(old, new)
        os.kill(daemon.process.pid, signal.SIGHUP)

        def followed():
            status = daemon.status()
            return (status["content"] != before["content"] and len(status["content"]) == 1
                    and status["ledger"]["ready"] and status["ledger"]["pid"] != before["ledger"]["pid"]
                    and len(status["workers"]) == WORKERS)
        took = wait_until(followed, 40)
        time.sleep(0.3)
    over = True
    for thread in threads:
        thread.join()
    assert daemon.count("ledger_died") == 0 and daemon.count("ledger_left") == 2, daemon.log
    assert {status for status, _ in answers} == {"ok"}, {status for status, _ in answers}
    renamed = sum(family.startswith("new-") for _, family in answers)
    assert 0 < renamed < len(answers)
    print(f"{len(answers)} items, {renamed} of them of renamed families, none refused; the last reload took {took:.1f} s")
shutil.rmtree(folder)

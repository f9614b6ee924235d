#!/usr/bin/python3
"""SIGHUP with changed content: the ledger follows the workers to it, and no learner's request is lost meanwhile."""
import os
import shutil
import signal
import tempfile
import threading
import time

from daemon import ROOT, Daemon, wait_until

FAMILY = "negative-numbers/neg-add-evaluate.yaml"

folder = tempfile.mkdtemp(prefix="mastery-content-")
content = os.path.join(folder, "content")
shutil.copytree(os.path.join(ROOT, "generators"), content, ignore=shutil.ignore_patterns("engine", "*.txt", "*.c"))
over = False
answers = []


def learn(daemon, number):
    client = daemon.client()
    while not over:
        status, reply = client.ask("next", {"learner": f"learner {number}"})
        if status == "ok":
            item = reply["item"]["item"]
            status, reply = client.ask("submit", {"learner": f"learner {number}", "item": item, "answer": "1",
                                                  "attempt": str(time.monotonic())})
        answers.append(status)
    client.close()


with Daemon("--content", content, learners=True) as daemon:
    old = daemon.status()
    threads = [threading.Thread(target=learn, args=(daemon, number)) for number in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    with open(os.path.join(content, FAMILY)) as file:
        text = file.read()
    with open(os.path.join(content, FAMILY), "w") as file:
        file.write(text.replace("title: ", "title: Once more, ", 1))
    os.kill(daemon.process.pid, signal.SIGHUP)

    def followed():
        status = daemon.status()
        return (status["content"] != old["content"] and len(status["content"]) == 1 and status["ledger"]["ready"]
                and status["ledger"]["pid"] != old["ledger"]["pid"])
    took = wait_until(followed, 30)
    time.sleep(0.5)
    over = True
    for thread in threads:
        thread.join()
    assert daemon.count("ledger_died") == 0 and daemon.count("ledger_left") == 1
    assert set(answers) == {"ok"} and len(answers) > 20, set(answers)
    print(f"{len(answers)} answers, all ok; the ledger was replaced after {took:.1f} s")
shutil.rmtree(folder)

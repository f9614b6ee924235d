#!/usr/bin/python3
"""kill -9 of ledger, workers, broker and PostgreSQL at random moments under load: every acknowledged submit is in
the store once, no other one twice, and every state is what its log says.

    learners_survive_kills.py [KILLS]     40 unless told; 200 take three minutes
"""
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter

import zmq
from daemon import BINARY, PATIENCE, ROOT, Client, Daemon, wait_until

KILLS = int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("MASTERYD_KILLS", 40))
CLIENTS, LEARNERS = 6, 10
AGAIN = {"deadline", "unavailable", "internal", "overloaded"}
SCRIPT = os.path.join(ROOT, "tests", "postgres.sh")


class Learning(threading.Thread):
    """Asks for items and answers them until told to stop; sends an attempt again until it is acknowledged."""

    def __init__(self, number, fronts):
        super().__init__(daemon=True)
        self.random = random.Random(number)
        self.number, self.fronts = number, fronts
        self.context, self.socket = zmq.Context(), None
        self.acknowledged, self.sent, self.errors = {}, set(), Counter()
        self.over = False

    def ask(self, operation, body):
        """The reply once there is one that says something; None when it is time to stop."""
        while not self.over:
            if self.socket is None:
                self.socket = Client(self.context, self.random.choice(self.fronts))
            self.socket.send(0, operation, body)
            reply = self.socket.receive(2.5)
            if reply and reply[1] == "ok":
                return reply[2]
            self.errors[reply[1] if reply else "silence"] += 1
            assert not reply or reply[1] in AGAIN, reply
            self.socket.close()
            self.socket = None
            time.sleep(0.02)
        return None

    def run(self):
        for turn in range(10**9):
            learner = f"learner {self.random.randrange(LEARNERS)}"
            issued = self.ask("next", {"learner": learner})
            if self.over:
                return
            if not issued["item"]:
                continue
            attempt = f"{self.number}-{turn}"
            self.sent.add((learner, attempt))
            reply = self.ask("submit", {"learner": learner, "item": issued["item"]["item"], "attempt": attempt,
                                        "answer": str(self.random.randrange(-9, 99))})
            if reply:
                self.acknowledged[learner, attempt] = reply["verdict"]


def descendants(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as children:
        return [int(child) for child in children.read().split()]


def kind_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline") as line:
            return line.read().split("\0")[1]
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return ""


class Trial:
    """One or more daemons on one store, and what is done to them."""

    def __init__(self, daemons, postgres):
        self.folder = tempfile.mkdtemp(prefix="mastery-")
        os.chmod(self.folder, 0o711)
        self.postgres = os.path.join(self.folder, "server") if postgres else None
        self.store = self.script("start") if postgres else os.path.join(self.folder, "learners.db")
        self.states = [os.path.join(self.folder, f"state{i}") for i in range(daemons)]
        for state in self.states:
            os.mkdir(state, 0o700)
        subprocess.run([BINARY, "keygen", "--state", self.states[0]], check=True, capture_output=True)
        for state in self.states[1:]:
            shutil.copy(os.path.join(self.states[0], "keys"), state)
        self.daemons = [self.start(state) for state in self.states]
        self.killed, self.random = Counter(), random.Random(7)

    def script(self, what):
        # Its output may stay open in the server: a file, not a pipe.
        with tempfile.TemporaryFile("w+") as output:
            subprocess.run(["sh", SCRIPT, what, self.postgres], check=True, stdout=output)
            output.seek(0)
            return output.read().strip()

    def start(self, state):
        return Daemon("--store", self.store, workers=2, state=state, learners=True)

    def kill_child(self, kind):
        pids = [pid for pid in descendants(self.random.choice(self.daemons).process.pid) if kind_of(pid) == kind]
        if pids:
            os.kill(self.random.choice(pids), signal.SIGKILL)
            self.killed[kind] += 1

    def kill_broker(self):
        at = self.random.randrange(len(self.daemons))
        daemon = self.daemons[at]
        daemon.process.kill()
        daemon.process.wait()
        daemon.context.destroy(linger=0)
        self.daemons[at] = self.start(self.states[at])
        self.killed["broker"] += 1

    def kill_postgres(self):
        pid = int(self.script("pid"))
        for child in descendants(pid) + [pid]:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                pass
        wait_until(lambda: not os.path.exists(f"/proc/{pid}"), 5)
        self.script("again")
        self.killed["postgres"] += 1

    def run(self, kills):
        fronts = [daemon.front for daemon in self.daemons]
        clients = [Learning(number, fronts) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        acts = [lambda: self.kill_child("ledger")] * 4 + [lambda: self.kill_child("worker")] * 3 + [self.kill_broker]
        if self.postgres:
            acts += [self.kill_postgres]
        while self.killed.total() < kills:
            time.sleep(self.random.uniform(0.05, 0.7))
            self.random.choice(acts)()
            assert all(client.is_alive() for client in clients)
        begun = time.monotonic()
        before = sum(len(client.acknowledged) for client in clients)
        wait_until(lambda: sum(len(client.acknowledged) for client in clients) > before + 50, 20)
        print(f"after the last kill 50 more in {time.monotonic() - begun:.1f} s", end="; ")
        for client in clients:
            client.over = True
        for client in clients:
            client.join(20)
        for daemon in self.daemons:
            daemon.stop()
        return clients

    def rows(self):
        lines = subprocess.run([BINARY, "export", "--store", self.store], check=True, capture_output=True, text=True)
        return [json.loads(line) for line in lines.stdout.splitlines()]

    def verify(self):
        verified = subprocess.run([BINARY, "store", "verify", "--store", self.store, "--state", self.states[0]],
                                  capture_output=True, text=True)
        assert verified.returncode == 0, verified.stdout[-2000:] + verified.stderr
        return verified.stdout.strip()

    def end(self):
        if self.postgres:
            self.script("stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def trial(daemons, postgres, kills):
    begun = time.monotonic()
    here = Trial(daemons, postgres)
    clients = here.run(kills)
    stored = Counter((row["learner"], row["attempt"]) for row in here.rows())
    acknowledged = [key for client in clients for key in client.acknowledged]
    sent = {key for client in clients for key in client.sent}
    assert max(stored.values()) == 1, [key for key, count in stored.items() if count > 1]
    lost = [key for key in acknowledged if not stored[key]]
    assert not lost, f"acknowledged and not stored: {lost}"
    assert set(stored) <= sent
    scored = Counter((row["learner"], row["issue"]) for row in here.rows()
                     if not row["retry"] and row["verdict"] not in ("unreadable", "undecided"))
    assert max(scored.values()) == 1, "an issue scored twice"
    errors = sum((client.errors for client in clients), Counter())
    print(f"{'PostgreSQL' if postgres else 'SQLite'}, {daemons} daemon(s): killed {dict(here.killed)}; "
          f"acknowledged {len(acknowledged)} of {len(sent)}, stored {len(stored)}; on the way {dict(errors)}; "
          f"{here.verify()}; {time.monotonic() - begun:.0f} s")
    here.end()


trial(1, False, KILLS // 2)
trial(2, True, KILLS - KILLS // 2)

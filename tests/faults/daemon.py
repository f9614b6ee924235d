"""A daemon in a folder of its own, and clients for it, for tests that hurt it.

Each test is a program: it starts a Daemon, does its harm, prints what it measured, and exits 0 or dies of an
AssertionError. The binary is $MASTERYD, or build/release/masteryd.
"""
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

import zmq

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BINARY = os.environ.get("MASTERYD", os.path.join(ROOT, "build/release/masteryd"))
STATUSES = {"ok", "bad_request", "too_large", "overloaded", "deadline", "unavailable", "internal"}
# A sanitizer makes everything several times slower: what is measured in milliseconds gets more of them.
PATIENCE = float(os.environ.get("MASTERYD_TEST_PATIENCE", "1"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    def __init__(self, *options, workers=2, state=None, learners=False):
        self.folder = state or tempfile.mkdtemp(prefix="mastery-")
        self.own_folder = state is None
        self.front = f"ipc://{self.folder}/front.sock"
        self.log = []
        self.events = threading.Condition()
        command = [BINARY, "serve", "--state", self.folder, "--workers", str(workers), *options]
        if not learners:
            command.append("--no-learners")
        if "--front" in options:
            self.front = options[options.index("--front") + 1]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.reader = threading.Thread(target=self._read_log, daemon=True)
        self.reader.start()
        self.context = zmq.Context()
        self.wait_for_event("serving")

    def _read_log(self):
        for line in self.process.stderr:
            with self.events:
                self.log.append(line.rstrip())
                self.events.notify_all()

    def count(self, event):
        return sum(f"event={event}" in line for line in self.log)

    def wait_for_event(self, event, count=1, seconds=45):
        with self.events:
            came = self.events.wait_for(
                lambda: self.count(event) >= count or self.process.poll() is not None, seconds * PATIENCE)
        assert came and self.count(event) >= count, f"no event={event}\n" + "\n".join(self.log[-20:])

    def client(self):
        return Client(self.context, self.front)

    def status(self):
        client = self.client()
        status, body = client.ask("status", {})
        client.close()
        assert status == "ok", body
        return body

    def worker_pids(self):
        return [worker["pid"] for worker in self.status()["workers"]]

    def memory_kib(self):
        with open(f"/proc/{self.process.pid}/status") as lines:
            return int(re.search(r"VmRSS:\s+(\d+)", lines.read()).group(1))

    def stop(self, expect=0):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20 * PATIENCE)
        self.context.destroy(linger=0)
        self.reader.join(5)
        if self.own_folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        assert code == expect, f"exit {code}\n" + "\n".join(self.log[-20:])
        sanitizer = [line for line in self.log if "Sanitizer" in line or "runtime error" in line]
        assert not sanitizer, sanitizer

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            self.stop()
        else:
            print("\n".join(self.log[-40:]))
            self.process.kill()
            self.process.wait()


class Client:
    """A DEALER that puts a number in front of each request and gets it back."""

    def __init__(self, context, endpoint):
        self.socket = context.socket(zmq.DEALER)
        self.socket.set_hwm(100000)
        self.socket.connect(endpoint)

    def send(self, number, operation, body):
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.socket.send_multipart([str(number).encode(), b"", operation.encode(), text])

    def receive(self, seconds):
        """(number, status, body) or None."""
        if not self.socket.poll(int(seconds * 1000)):
            return None
        number, empty, status, body = self.socket.recv_multipart()
        assert empty == b""
        return int(number), status.decode(), json.loads(body)

    def ask(self, operation, body, seconds=10):
        self.send(0, operation, body)
        reply = self.receive(seconds * PATIENCE)
        assert reply, f"no answer to {operation}"
        return reply[1], reply[2]

    def close(self):
        self.socket.close(linger=0)


def check_body(number):
    """A `check` whose reply names the number: no other request's reply can pass for it."""
    return {"question": {"expected": "1/8", "kind": "number"}, "answer": str(1000000 + number),
            "diagnose": False}


def is_own_reply(number, body):
    return str(1000000 + number) in json.dumps(body)


class Load(threading.Thread):
    """Sends `check` at a steady rate and keeps every reply, until finish()."""

    def __init__(self, daemon, rate, first=0):
        super().__init__(daemon=True)
        self.client = daemon.client()
        self.rate, self.first = rate, first
        self.sent = {}
        self.replies = {}
        self.worst = 0.0
        self.ending = threading.Event()
        self.fault = None

    def take(self, seconds):
        reply = self.client.receive(seconds)
        if reply:
            number, status, body = reply
            self.replies.setdefault(number, []).append((status, body))
            self.worst = max(self.worst, time.monotonic() - self.sent[number])
        return reply

    def run(self):
        try:
            begin = time.monotonic()
            number = self.first
            while not self.ending.is_set():
                self.sent[number] = time.monotonic()
                self.client.send(number, "check", check_body(number))
                number += 1
                due = begin + (number - self.first) / self.rate
                while (left := due - time.monotonic()) > 0:
                    self.take(left)
            end = time.monotonic() + 8 * PATIENCE
            while len(self.replies) < len(self.sent) and time.monotonic() < end:
                self.take(0.1)
            self.take(0.3)  # a second answer to something would come now
        except BaseException as fault:  # told to the test by finish()
            self.fault = fault
        finally:
            self.client.close()

    def finish(self):
        """Every request has exactly one answer, its own or a stated error. Gives how many of each status."""
        self.ending.set()
        self.join()
        if self.fault:
            raise self.fault
        counts = {}
        for number in self.sent:
            answers = self.replies.get(number, [])
            assert len(answers) == 1, f"request {number} was answered {len(answers)} times"
            status, body = answers[0]
            assert status in STATUSES, status
            assert status != "ok" or is_own_reply(number, body), f"{number} got {body}"
            assert status == "ok" or body["error"] == status
            counts[status] = counts.get(status, 0) + 1
        assert set(self.replies) <= set(self.sent)
        return counts


def wait_until(condition, seconds):
    """How long it took, in seconds."""
    begin = time.monotonic()
    while not condition():
        assert time.monotonic() - begin < seconds * PATIENCE, "it did not happen in time"
        time.sleep(0.01)
    return time.monotonic() - begin


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except FileNotFoundError:
        return False

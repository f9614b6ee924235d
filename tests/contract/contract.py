"""The schemas, a daemon, and clients that hold every reply to its schema.

The binary is $MASTERYD, or build/release/masteryd. One daemon serves a whole test module.
"""
import functools
import json
import os
import subprocess
import sys
import tempfile
import unittest

import jsonschema

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SCHEMAS = os.path.join(ROOT, "schemas")
sys.path.insert(0, os.path.join(ROOT, "tests", "faults"))
from daemon import BINARY, PATIENCE, Daemon  # noqa: E402

OPERATIONS = ("ping", "status", "catalog", "generate", "read", "check", "check_many", "hint", "solution",
              "next", "submit", "assess", "learner", "report", "forget")


@functools.cache
def schema(name):
    with open(os.path.join(SCHEMAS, name)) as file:
        return json.load(file)


def resolve(node):
    """A schema node with its $ref followed."""
    while "$ref" in node:
        node = {**schema(node["$ref"]), **{k: v for k, v in node.items() if k != "$ref"}}
    return node


@functools.cache
def validator(name):
    store = {file: schema(file) for file in os.listdir(SCHEMAS) if file.endswith(".json")}
    resolver = jsonschema.RefResolver(base_uri="", referrer=schema(name), store=store)
    return jsonschema.Draft202012Validator(schema(name), resolver=resolver)


def fits(name, value):
    return validator(name).is_valid(value)


def require(name, value):
    fault = jsonschema.exceptions.best_match(validator(name).iter_errors(value))
    assert fault is None, f"{name}: {fault.message} at {list(fault.absolute_path)}\n{json.dumps(value)[:2000]}"


class Contract(unittest.TestCase):
    """Has a daemon; every answer that is asked for through it is held to its schema."""

    workers = 1
    learners = False

    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon(workers=cls.workers, learners=cls.learners)
        cls.client = cls.daemon.client()

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.daemon.stop()

    def answer(self, operation, body):
        """(status, reply), the reply as its schema has it."""
        status, reply = self.client.ask(operation, body)
        if status == "ok":
            require(f"{operation}.reply.json", reply)
        else:
            require("error.json", reply)
            self.assertEqual(reply["error"], status)
        return status, reply

    def ok(self, operation, **body):
        status, reply = self.answer(operation, body)
        self.assertEqual(status, "ok", f"{operation} {json.dumps(body)[:300]}: {reply}")
        return reply

    def refused(self, operation, body, code, field=None):
        status, reply = self.answer(operation, body)
        self.assertEqual(status, code, f"{operation} {json.dumps(body)[:300] if not isinstance(body, bytes) else body[:300]}: {str(reply)[:300]}")
        if field is not None:
            self.assertEqual(reply.get("field", ""), field, reply)
        return reply

    def verdict(self, expected, answer, **question):
        return self.ok("check", question={"expected": expected, **question}, answer=answer)["verdict"]


class Stored(unittest.TestCase):
    """Has a daemon with learners, and their store at hand for commands; `fill` works on it before the tests."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.state = os.path.join(cls.folder.name, "state")
        cls.daemon = Daemon(state=cls.state, workers=1, learners=True)
        cls.client = cls.daemon.client()
        cls.fill()

    @classmethod
    def tearDownClass(cls):
        cls.client.close()
        cls.daemon.stop()
        cls.folder.cleanup()

    @classmethod
    def ask(cls, operation, **body):
        status, reply = cls.client.ask(operation, body)
        assert status == "ok", reply
        require(f"{operation}.reply.json", reply)
        return reply


def command(*arguments, text=None, expect=0):
    """Runs a command of the binary; gives what it printed."""
    done = subprocess.run([BINARY, *arguments], input=text, capture_output=True, text=True, timeout=60 * PATIENCE)
    assert done.returncode == expect, f"exit {done.returncode}: {done.stderr}"
    return done.stdout

#!/usr/bin/python3
"""Garbage, half a message, 10,000 frames, bodies too large: others are served, and memory stays bounded."""
import json
import os
import socket
import struct
import time

import zmq

from daemon import Daemon, PATIENCE, check_body, free_port, is_own_reply

GREETING = b"\xff" + b"\0" * 8 + b"\x7f" + b"\x03\x00" + b"NULL" + b"\0" * 16 + b"\0" + b"\0" * 31
READY = b"\x04\x26\x05READY\x0bSocket-Type\0\0\0\x06DEALER\x08Identity\0\0\0\0"
GROWTH_KIB = 48 * 1024  # a burst of the largest frames, not the sum of all that was sent

port = free_port()


def raw():
    return socket.create_connection(("127.0.0.1", port), timeout=5)


def handshake(connection):
    connection.sendall(GREETING)
    connection.sendall(READY)
    connection.recv(64)


with Daemon("--front", f"tcp://127.0.0.1:{port}") as daemon:
    good = daemon.client()
    served = 0

    def others_are_served():
        global served
        for _ in range(20):
            served += 1
            status, body = good.ask("check", check_body(served))
            assert status == "ok" and is_own_reply(served, body), (status, body)

    others_are_served()
    before = daemon.memory_kib()

    held = []
    for _ in range(50):
        connection = raw()
        connection.sendall(os.urandom(4096))
        held.append(connection)
    others_are_served()

    for part in (GREETING[:5], GREETING, GREETING + READY[:9]):
        connection = raw()
        connection.sendall(part)
        held.append(connection)
    for announced in (100, 500000, 2**40):
        connection = raw()
        handshake(connection)
        connection.sendall(b"\x01\0" + b"\x02" + struct.pack(">Q", announced) + b"half")
        held.append(connection)
    others_are_served()

    def bad(frames, expect):
        client = daemon.context.socket(zmq.DEALER)
        client.connect(daemon.front)
        client.send_multipart(frames)
        reply = client.recv_multipart() if client.poll(3000 * PATIENCE) else None
        client.close(linger=0)
        status = reply[-2].decode() if reply else None
        assert status == expect, (len(frames), [frame[:20] for frame in frames[:3]], expect, status)
        if reply:
            assert json.loads(reply[-1])["error"] == expect
        return reply

    body = json.dumps(check_body(1)).encode()
    many = [b"", b"check", body]
    rows = [
        ([b""] * 10000, "bad_request"),
        ([b"x" * 100] * 10000, "bad_request"),
        ([b"e"] * 9 + many, "bad_request"),
        ([b"alone"], "bad_request"),
        ([b""], "bad_request"),
        ([b"check", body], "bad_request"),
        ([b"", b"check"], "bad_request"),
        ([b"", b"check", b"x" * 1000000], "too_large"),
        ([b"", b"check", b" " * (512 * 1024 + 1)], "too_large"),
        ([b"", b"check", b"\0" * 1000], "bad_request"),
        ([b"", b"", body], "unknown_operation"),
        ([b"", b"check\0", body], "unknown_operation"),
        ([b"", b"c" * 100000, body], "unknown_operation"),
        ([b"e" * 100000] + many, "too_large"),
        ([b"", b"check", b"x" * 3000000], None),
    ]
    for frames, expect in rows:
        bad(frames, expect)
        others_are_served()
    for _ in range(30):
        bad([b"f" * 200] * 10000, "bad_request")
    others_are_served()
    reply = bad([b"one", b"", b"three", b"", b"check", b" " * 600000], "too_large")
    assert reply[:4] == [b"one", b"", b"three", b""], reply[:4]

    after = daemon.memory_kib()
    print(f"{served} good requests answered between {len(rows)} kinds of bad ones and {len(held)} raw connections")
    print(f"broker memory: {before} KiB before, {after} KiB after")
    assert daemon.count("worker_died") == 0
    assert "MASTERYD_TEST_PATIENCE" in os.environ or after - before < GROWTH_KIB
    good.close()

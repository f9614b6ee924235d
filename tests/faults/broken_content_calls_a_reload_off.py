#!/usr/bin/python3
"""SIGHUP loads changed content; content that cannot be loaded leaves the old workers serving the old one."""
import glob
import os
import shutil
import signal
import tempfile
import time

from daemon import Daemon, Load, ROOT, wait_until

source = os.path.join(ROOT, "generators")
with tempfile.TemporaryDirectory(prefix="mastery-") as content:
    for path in glob.glob(source + "/*.yaml") + glob.glob(source + "/*/*.yaml"):
        copy = os.path.join(content, os.path.relpath(path, source))
        os.makedirs(os.path.dirname(copy), exist_ok=True)
        shutil.copy(path, copy)
    with Daemon("--content", content) as daemon:
        versions = daemon.status()["content"]
        assert len(versions) == 1, versions
        load = Load(daemon, 200)
        load.start()

        removed = sorted(glob.glob(content + "/*/*.yaml"))[0]
        shutil.move(removed, content + "/kept")
        daemon.process.send_signal(signal.SIGHUP)
        wait_until(lambda: len(now := daemon.status()["content"]) == 1 and now != versions, 10)
        reduced = daemon.status()["content"]

        pids = daemon.worker_pids()
        with open(removed, "w") as file:
            file.write("family: [\n")
        daemon.process.send_signal(signal.SIGHUP)
        daemon.wait_for_event("worker_died")
        time.sleep(1)
        assert daemon.worker_pids() == pids and daemon.status()["content"] == reduced
        assert daemon.count("worker_died") == 1, "the broken content is tried once"

        shutil.move(content + "/kept", removed)
        daemon.process.send_signal(signal.SIGHUP)
        wait_until(lambda: daemon.status()["content"] == versions, 10)
        counts = load.finish()
        print(f"content {versions[0]} -> {reduced[0]} -> refused -> {versions[0]}; answers: {counts}")
        assert set(counts) == {"ok"}, counts

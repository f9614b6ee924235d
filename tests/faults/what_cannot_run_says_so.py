#!/usr/bin/python3
"""A daemon that cannot do its work ends at once with status 3 and a reason; a wrong command line is status 2."""
import os
import subprocess
import tempfile

from daemon import BINARY, PATIENCE

with tempfile.TemporaryDirectory(prefix="mastery-") as folder:
    state = os.path.join(folder, "state")
    open_state = os.path.join(folder, "open")
    os.mkdir(open_state)
    os.chmod(open_state, 0o755)
    broken = os.path.join(folder, "broken")
    os.mkdir(broken)
    with open(os.path.join(broken, "skills.yaml"), "w") as file:
        file.write("skills: [\n")
    rows = [
        (["serve", "--state", state, "--content", broken], 3, broken + ": has faults"),
        (["serve", "--state", state, "--content", folder + "/none"], 3, "none"),
        (["serve", "--state", open_state], 3, "chmod 700"),
        (["serve", "--state", folder + "/no/such"], 3, "No such file"),
        (["serve", "--state", folder + "/" + "s" * 120], 2, "too long"),
        (["serve", "--state", state, "--front", "tcp://0.0.0.0:1"], 2, "loopback"),
        (["serve", "--state", state, "--workers", "many"], 2, "--workers"),
        (["serve", "--state", state, "--front", "ipc://" + folder + "/no/such.sock"], 3, "no/such.sock"),
        (["worker"], 2, "--connect"),
        (["worker", "--connect", "tcp://127.0.0.1:9", "--state", folder + "/none"], 3, "key"),
        (["call"], 2, "OPERATION"),
        (["call", "ping", "{}", "--front", "ipc://" + folder + "/nobody", "--timeout", "200"], 3, "nobody listens"),
        (["call", "ping", "{}", "--front", "nonsense"], 3, "nonsense"),
        (["nonsense"], 2, "no command"),
        ([], 2, "masteryd COMMAND"),
    ]
    for arguments, code, words in rows:
        done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20 * PATIENCE)
        assert done.returncode == code and words in done.stderr, (arguments, done)
    for arguments in (["--help"], ["--version"], ["serve", "--help"], ["call", "--help"], ["bench", "--help"]):
        done = subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20 * PATIENCE)
        assert done.returncode == 0 and done.stdout and not done.stderr, (arguments, done)
    print(f"{len(rows)} command lines refused with their reason")

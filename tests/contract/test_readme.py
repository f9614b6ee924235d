"""What README.md prints runs as printed: the Python client, the family, the pipeline."""
import json
import pathlib
import re
import subprocess
import tempfile
import unittest

import contract

ROOT = pathlib.Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def block(language, containing):
    for text in re.findall(rf"```{language}\n(.*?)```", README, re.S):
        if containing in text:
            return text
    raise AssertionError(f"README.md has no {language} block with {containing!r}")


class Readme(unittest.TestCase):
    def test_client_runs_as_printed(self):
        with tempfile.TemporaryDirectory() as folder:
            daemon = contract.Daemon(state=folder + "/state", workers=1)
            run = subprocess.run(["/usr/bin/python3", "-c", block("python", "import json, zmq")], cwd=folder,
                                 capture_output=True, text=True, timeout=30)
            daemon.stop()
        self.assertEqual(run.returncode, 0, run.stderr)
        *lines, verdict = run.stdout.splitlines()  # a worked solution takes several
        prompt = " ".join(lines)
        self.assertRegex(prompt, r".+ \(.*\)$")
        self.assertRegex(verdict, "'verdict': '(incorrect|wrong_form|correct)'")

    def test_family_loads_as_printed(self):
        with tempfile.TemporaryDirectory() as folder:
            (pathlib.Path(folder) / "my-first.yaml").write_text(block("yaml", "family: my-first"))
            run = subprocess.run([contract.BINARY, "preview", "my-first.yaml"], cwd=folder,
                                 capture_output=True, text=True, timeout=30)
        self.assertEqual(run.returncode, 0, run.stderr + run.stdout)
        self.assertIn("negexp-negates-value", run.stdout)

    def test_pipeline_runs_as_printed(self):
        command = block("sh", "grade --jobs").replace("build/release/masteryd", contract.BINARY)
        run = subprocess.run(["sh", "-c", command], capture_output=True, text=True, timeout=30)
        self.assertEqual(run.returncode, 0, run.stderr)
        verdict = json.loads(run.stdout)
        self.assertEqual((verdict["id"], verdict["verdict"]), (1, "correct"))


if __name__ == "__main__":
    unittest.main()

"""Every bad family of this folder is refused by the linter, at the line and for the reason its first line says.

The first line of a family is `# line:column: part of the message`; one that begins `# beside: other.yaml` has no fault
of its own and is linted together with that other file.
"""
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
SCHEMAS = HERE.parent.parent / "schemas"


def lint(*files):
    """The folder has no families of its own, so that only the named ones are linted, beside the shipped skills."""
    run = subprocess.run([os.environ["MASTERYD"], "lint", "--json", "--content", str(HERE), *map(str, files)],
                         capture_output=True, text=True, check=False, timeout=100)
    return run.returncode, json.loads(run.stdout)


def main():
    import jsonschema

    schema = json.loads((SCHEMAS / "lint.report.json").read_text())
    heads = {path: path.read_text().splitlines()[0] for path in sorted(HERE.glob("*.yaml"))}
    beside = {}
    for path, head in heads.items():
        if head.startswith("# beside: "):
            beside[HERE / head.removeprefix("# beside: ")] = path
    wrong = checked = 0
    for path, head in heads.items():
        if path in beside.values():
            continue
        line, column, words = head.removeprefix("# ").split(":", 2)
        status, report = lint(*filter(None, (path, beside.get(path))))
        jsonschema.validate(report, schema)
        checked += 1
        found = [f for f in report["faults"] if f["file"] == str(path)]
        hit = any(f["line"] == int(line) and f["column"] == int(column) and words.strip() in f["message"] for f in found)
        if status != 1 or not hit:
            wrong += 1
            print(f"{path.name}: expected {head[2:]}; exit {status}")
            for fault in report["faults"]:
                print("   ", "{file}:{line}:{column}: {message} [{check}]".format(**fault))
    print(f"{checked} bad families, {wrong} not refused as they should be")
    return 1 if wrong or checked < 30 else 0


if __name__ == "__main__":
    sys.exit(main())

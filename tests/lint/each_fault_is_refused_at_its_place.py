"""Every bad family of this folder is refused by the linter, at the line and for the reason its first line says.

The first line of a family is `# line:column: part of the message`. One that begins `# beside: other.yaml` has no fault
of its own and is linted together with that other file; one that begins `# no fault` has none at all.
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


def as_expected(head, status, faults):
    if head == "no fault":
        return status == 0
    line, column, words = head.split(":", 2)
    return status == 1 and any(
        f["line"] == int(line) and f["column"] == int(column) and words.strip() in f["message"] for f in faults)


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
        status, report = lint(*filter(None, (path, beside.get(path))))
        jsonschema.validate(report, schema)
        checked += 1
        if not as_expected(head.removeprefix("# "), status, [f for f in report["faults"] if f["file"] == str(path)]):
            wrong += 1
            print(f"{path.name}: expected {head[2:]}; exit {status}")
            for fault in report["faults"]:
                print("   ", "{file}:{line}:{column}: {message} [{check}]".format(**fault))
    print(f"{checked} families, {wrong} not judged as they should be")
    return 1 if wrong or checked < 30 else 0


if __name__ == "__main__":
    sys.exit(main())

"""All shipped content passes the linter, and every file of it is what its schema says, so that editors may rely on it."""
import json
import os
import pathlib
import re
import subprocess
import sys

import jsonschema
import yaml

ROOT = pathlib.Path(__file__).parent.parent.parent


class Loader(yaml.SafeLoader):
    """YAML 1.2, as the daemon reads it: `no` is a word, and only numbers are numbers."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in (("bool", r"true|false", "tf"), ("int", r"-?[0-9]+", "-0123456789"),
                            ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"), ("null", r"null|~|", ["n", "~", ""])):
    Loader.add_implicit_resolver("tag:yaml.org,2002:" + tag, re.compile(f"^(?:{pattern})$"), list(first))


def plain(value):
    """JSON has text for names: the levels 1, 2 and 3 are numbers in YAML."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def check_schemas():
    wrong = 0
    files = {path: "family.json" for path in (ROOT / "generators").glob("*/*.yaml")}
    for path in (ROOT / "generators").glob("*.yaml"):
        files[path] = path.stem + ".json"
    for path, name in sorted(files.items()):
        if not (ROOT / "schemas" / name).exists():
            wrong += 1
            print(f"{path.relative_to(ROOT)}: there is no schemas/{name}")
            continue
        validator = jsonschema.Draft202012Validator(json.loads((ROOT / "schemas" / name).read_text()))
        for error in validator.iter_errors(plain(yaml.load(path.read_text(), Loader))):
            wrong += 1
            print(f"{path.relative_to(ROOT)}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    print(f"{len(files)} files, {wrong} faults by their schemas")
    return wrong


def check_content():
    run = subprocess.run([os.environ["MASTERYD"], "lint", "--json"], capture_output=True, text=True, check=False)
    report = json.loads(run.stdout)
    jsonschema.validate(report, json.loads((ROOT / "schemas" / "lint.report.json").read_text()))
    for fault in report["faults"]:
        print("{file}:{line}:{column}: {message}".format(**fault))
    print(f"{report['walked']} items walked, {report['judged']} answers judged, {len(report['faults'])} faults")
    return run.returncode


if __name__ == "__main__":
    sys.exit(1 if check_schemas() + check_content() else 0)

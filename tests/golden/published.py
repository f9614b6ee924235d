"""Wrong answers that learners gave in studies, and distractors that experts wrote: does the diagnosis name the skill?

published.jsonl has a case a line, as `masteryd grade` reads it: `question`, `answer`, and `label`, the skill to go back
to, judged by what the source says the learner did (`said`), not by what the program answers. `also` holds skills that
another expert source names for the same words. `kind` tells answers that were seen from distractors; a case `about` form
has a right value, so that no belief can be read from it, and is left out.

    MASTERYD=build/release/masteryd python3 tests/golden/published.py --misses     shows each case that is not led back
"""
import collections
import json
import os
import pathlib
import subprocess
import sys

import yaml

ROOT = pathlib.Path(__file__).parent.parent.parent
CASES = pathlib.Path(__file__).parent / "published.jsonl"
TOP = 3
LED_BACK, TRUE_CLAIMS = 0.80, 0.90  # at least these shares, of computable cases and of claims
CLAIM = 0.5


def graded(cases):
    lines = "".join(json.dumps(case) + "\n" for case in cases)
    done = subprocess.run([os.environ["MASTERYD"], "grade"], input=lines, capture_output=True, text=True, check=False)
    verdicts = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(verdicts) == len(cases), done.stderr
    return verdicts


def judged(case, verdict, units):
    """What one case adds to the sums."""
    skills = {case["label"], *case.get("also", [])}
    ranked = verdict.get("prerequisites", [])
    names = [row["skill"] for row in ranked[:TOP]]
    claim = ranked[0]["skill"] if ranked and ranked[0]["probability"] >= CLAIM else None
    return {"cases": 1, "led back": bool(skills & set(names)), "label alone": case["label"] in names,
            "same unit": units[case["label"]] in {units[name] for name in names},
            "claims": claim is not None, "true": claim in skills, "true, label alone": claim == case["label"],
            "nothing named": not names}


def show(title, sums):
    share = lambda part, whole: f"{sums[part]:4} {sums[part] / max(1, sums[whole]):4.0%}"
    print(f"{title:22} {sums['cases']:5}  {share('led back', 'cases')}  {share('label alone', 'cases')}"
          f"  {share('same unit', 'cases')}  {share('nothing named', 'cases')}  {sums['claims']:5}"
          f"  {share('true', 'claims')}  {share('true, label alone', 'claims')}")


def main():
    units = {row["skill"]: row["unit"] for row in yaml.safe_load((ROOT / "generators" / "skills.yaml").read_text())}
    cases = [json.loads(line) for line in CASES.read_text().splitlines()]
    cases = [case for case in cases if case.get("about") != "form"]
    sums = collections.defaultdict(collections.Counter)
    faults = 0
    for case, verdict in zip(cases, graded(cases)):
        if verdict.get("verdict") != "incorrect":
            print(f"case {case['id']}: {case['question']['ask']} -> {case['answer']} is {verdict.get('verdict')}")
            faults += 1
        row = judged(case, verdict, units)
        for title in (units[case["label"]], case["kind"], "all"):
            sums[title].update(row)
        if "--misses" in sys.argv and not (row["led back"] and row["true"] == row["claims"]):
            found = ", ".join(f"{row['skill']} {row['probability']:.2f}" for row in verdict.get("prerequisites", []))
            print(f"{case['id']}: {case['question']['ask']} -> {case['answer']}: {case['said']}\n"
                  f"    wanted {case['label']}; found {found or 'nothing'}")
    print(f"{'':22} cases  in top {TOP}  label alone  unit  nothing named  claims  true  label alone")
    for title in sorted(sums, key=lambda title: (title == "all", title)):
        show(title, sums[title])
    total = sums["all"]
    faults += total["led back"] < LED_BACK * total["cases"]
    faults += total["true"] < TRUE_CLAIMS * total["claims"]
    return faults > 0


if __name__ == "__main__":
    sys.exit(main())

"""No belief of the catalogue is lost: each has rules, or is about form, or is a formula in two families, or went into
another entry, or is left out with its reason. And a belief with rules is told apart by the items of two families."""
import collections
import pathlib
import sys

import yaml

ROOT = pathlib.Path(__file__).parent.parent.parent
FAMILIES = 2  # at least


def families_by_belief():
    """Which families list a belief under `separates`, and which predict an answer of it."""
    separated, predicted = collections.defaultdict(set), collections.defaultdict(set)
    for path in (ROOT / "generators").glob("*/*.yaml"):
        family = yaml.safe_load(path.read_text())
        for belief in family.get("separates") or []:
            separated[belief].add(family["family"])
        for part in [family, *(family.get("variants") or [])]:
            for belief in part.get("misconceptions") or {}:
                predicted[belief].add(family["family"])
    return separated, predicted


def fault_of(entry, separated, predicted):
    belief = entry["misconception"]
    if entry.get("rule") or entry.get("rules"):
        if not entry.get("confusable_with") and len(separated[belief]) < FAMILIES:
            return f"separated by {sorted(separated[belief])} alone"
    elif entry.get("formula_only"):
        if len(predicted[belief]) < FAMILIES:
            return f"a formula in {sorted(predicted[belief])} alone"
    elif not entry.get("shows"):
        return "has neither rules nor `shows` nor `formula_only`"
    return None


def main():
    entries = yaml.safe_load((ROOT / "generators" / "misconceptions.yaml").read_text())
    beliefs = [entry for entry in entries if "misconception" in entry]
    places = collections.Counter(entry["misconception"] for entry in beliefs)
    for entry in entries:
        merged = entry.get("merges", [])
        places.update([merged] if isinstance(merged, str) else merged)
        if entry.get("left_out") and entry.get("reason"):
            places[entry["left_out"]] += 1
    faults = []
    for belief in (pathlib.Path(__file__).parent / "catalogue.txt").read_text().split():
        if places[belief] != 1:
            faults.append(f"{belief}: has {places[belief]} places in misconceptions.yaml")
    separated, predicted = families_by_belief()
    for entry in beliefs:
        fault = fault_of(entry, separated, predicted)
        if fault:
            faults.append(f"{entry['misconception']}: {fault}")
    print("\n".join(faults))
    print(f"{len(beliefs)} beliefs, {len(places) - len(beliefs)} in others or left out, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

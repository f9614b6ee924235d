"""Confirms the keys of shipped items by SymPy: another reader, another algebra, nothing of ours.

For every family and level, 50 items (or all). What the prompt asks is worked out here: from the asked expression
where the prompt shows it, else from the words of the prompt (contexts.py), and then from `key.ask` as well. The key
must agree, must have the form that is asked, and no predicted wrong answer may be equal to it. A prompt that neither
way can read is a failure, and so is a level without items. Exit 1 when any item disagrees.

    MASTERYD=build/release/masteryd python3 tests/oracle/oracle.py [family ...]
"""

import collections
import multiprocessing
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "faults"))
os.environ.setdefault("MASTERYD_TEST_PATIENCE", "10")  # the first start works out the index of all content

from contexts import prompt_worth
from daemon import Daemon
from kinds import agree, ask_worth, in_form, key_worth
from reader import Undefined, Unreadable

COUNT = 50
PROCESSES = 2
SHOWN = 3  # disagreements shown of one family and level


def shown_in(ask, prompt):
    """Whether the prompt shows the asked expression, whichever signs it has for times and divided by."""
    plain = prompt.replace("×", "*").replace("÷", "/")
    return "".join(ask.split()) in "".join(plain.split())


def worths(item):
    """(how it was found, what is asked), once or twice."""
    key, prompt, kind = item["key"], item["prompt"]["text"], item["answer_format"]["kind"]
    ask = key["ask"]
    worked_out = prompt_worth(item["family"], prompt)
    if worked_out is not None:
        yield "prompt", worked_out
    elif ask is not None and not shown_in(ask, prompt) and (shown := prompt_worth(None, prompt)) is not None:
        yield "prompt", shown
    elif ask is None or not shown_in(ask, prompt):
        raise Unreadable("the prompt does not show `ask`, and contexts.py has no such prompt")
    elif kind == "choice" and ask in item["answer_format"]["options"] and ask == key["expected"]:
        raise Unreadable("`ask` is the key itself, and contexts.py has no such prompt")
    if ask is not None and not (kind == "choice" and ", " in ask):
        yield "ask", ask_worth(kind, ask, prompt)


def faults(item):
    """What is wrong with the key of an item, in words; and by which means it was worked out."""
    key, answer = item["key"], item["answer_format"]
    found, means = [], set()
    expected = key_worth(answer["kind"], key["expected"])
    for way, worth in worths(item):
        means.add(way)
        if not agree(worth, expected):
            found.append(f"SymPy gets {worth} from the {way}")
    if answer["kind"] == "choice":
        right = [option for option in answer["options"] if agree(key_worth("choice", option), expected)]
        if right != [key["expected"]]:
            found.append(f"the options that are right are {right}")
    if answer["form"] and not any(in_form(form, key["expected"]) for form in answer["form"]):
        found.append(f"the key has none of the forms {answer['form']}")
    for wrong in key.get("misconceptions", ()):
        if agree(misconceived(answer["kind"], wrong["gives"]), expected):
            found.append(f"the wrong answer {wrong['gives']} ({wrong['id']}) is right")
    return found, means


def misconceived(kind, gives):
    """A wrong answer may be of another kind than the key: an expression where a list is asked."""
    try:
        return key_worth(kind, gives)
    except (Undefined, Unreadable):
        return None


def judge(work):
    """All items of one family and level: how many are confirmed by which means, and every disagreement."""
    family, level, items = work
    means, disagreements = collections.Counter(), []
    for item in items:
        try:
            found, used = faults(item)
        except Exception as fault:
            found, used = [f"{type(fault).__name__}: {fault}"], set()
        if found:
            key = item["key"]
            disagreements.append(f"{family} level {level}: {item['prompt']['text']}\n    ask {key['ask']}, key "
                                 f"{key['expected']}, {key['parameters']}: {'; '.join(found)}")
        else:
            means[" and ".join(sorted(used))] += 1
    return work[0], level, means, disagreements


def ask_for(client, operation, body):
    status, reply = client.ask(operation, body, seconds=30)
    assert status == "ok", f"{operation} {body}: {reply}"
    return reply


def fetch(wanted):
    """(unit of each family, [(family, level, items)])."""
    units, made = {}, []
    with Daemon(workers=PROCESSES) as daemon:
        client = daemon.client()
        for row in ask_for(client, "catalog", {"what": "families"})["rows"]:
            if wanted and row["family"] not in wanted:
                continue
            units[row["family"]] = row["unit"]
            for size in row["levels"]:
                level = size["level"]
                reply = ask_for(client, "generate", {"family": row["family"], "level": level, "count": COUNT,
                                                     "seed": 1, "key": True, "predict": True})
                items = list({item["id"]: item for item in reply["items"]}.values())
                assert len(items) == min(COUNT, size["items"]) or not size["exact"], f"{row['family']} {level}: few"
                made.append((row["family"], level, items))
        client.close()
    return units, made


def main():
    begin = time.monotonic()
    units, made = fetch(set(sys.argv[1:]))
    confirmed, by_means, disagreements = collections.Counter(), collections.Counter(), []
    with multiprocessing.Pool(PROCESSES) as pool:
        for family, level, means, found in pool.imap_unordered(judge, made, chunksize=3):
            if not means and not found:
                found = [f"{family} level {level}: no items"]
            confirmed[units[family]] += means.total()
            by_means += means
            disagreements += found
            for text in found[:SHOWN]:
                print(text, flush=True)
            if len(found) > SHOWN:
                print(f"    and {len(found) - SHOWN} more of {family} level {level}")
    for unit, number in confirmed.items():
        print(f"{unit}: {number} keys confirmed")
    print(", ".join(f"{number} by {means}" for means, number in by_means.items()))
    print(f"{len(units)} families, {confirmed.total()} keys confirmed, {len(disagreements)} disagreements, "
          f"{time.monotonic() - begin:.0f} s")
    return 1 if disagreements or not confirmed.total() else 0


if __name__ == "__main__":
    sys.exit(main())

"""Worked solutions: steps that hang together and end at the answer; hints that never give it away."""
import os
import subprocess
import unittest

from contract import BINARY, PATIENCE, ROOT, Contract

UNITS = ("foundations", "negative-numbers", "basic-exponents", "negative-exponents", "logarithms")


class Solutions(Contract):
    def items(self, unit, **body):
        return self.ok("generate", unit=unit, count=20, seed=11, key=True, **body)["items"]

    def test_steps_follow_each_other(self):
        solved = 0
        for unit in UNITS:
            for item in self.items(unit):
                steps = self.ok("solution", item=item["item"])["steps"]
                solved += bool(steps)
                for step, after in zip(steps, steps[1:]):
                    self.assertEqual(step["after"], after["before"], item["family"])
                for step in steps:
                    if step["law"]:
                        self.assertNotEqual(step["before"]["text"], step["after"]["text"], item["family"])
        self.assertEqual(solved, 20 * len(UNITS))

    def test_a_solution_ends_in_what_is_marked_correct(self):
        for unit in UNITS:
            for item in self.items(unit):
                reply = self.ok("solution", item=item["item"])
                self.assertEqual(reply["answer"], item["key"]["expected"])
                if reply["steps"]:
                    end = reply["steps"][-1]["after"]["text"]
                    verdict = self.ok("check", item=item["item"], answer=end)
                    self.assertEqual(verdict["verdict"], "correct", (item["family"], end))

    def test_each_locale_has_its_words(self):
        item = self.items("negative-exponents")[0]
        english = self.ok("solution", item=item["item"], locale="en")["steps"]
        spanish = self.ok("solution", item=item["item"], locale="es")["steps"]
        self.assertEqual([s["law"] for s in english], [s["law"] for s in spanish])
        self.assertNotEqual([s["says"] for s in english], [s["says"] for s in spanish])

    def test_spanish_writes_a_decimal_comma_and_takes_a_point_too(self):
        for skill in ("sci-compare", "sci-write", "exp-fraction-base"):
            for item in self.ok("generate", skill=skill, count=30, seed=5, key=True, locale="es")["items"]:
                self.assertNotRegex(item["prompt"]["text"], r"\d\.\d")
                self.assertNotRegex(item["prompt"]["tex"], r"\d\.\d")
                steps = self.ok("solution", item=item["item"], locale="es")["steps"]
                self.assertFalse([s for s in steps if "." in (s["after"]["text"] or "")], item["family"])
                point = item["key"]["expected"]
                if item["answer_format"]["kind"] == "list":
                    point = point.replace(",", ";")
                for answer in (point, point.replace(".", ",")):
                    reply = self.ok("check", item=item["item"], answer=answer, locale="es")
                    self.assertEqual(reply["verdict"], "correct", (item["family"], answer))

    def test_hints_from_the_solution_never_show_the_answer(self):
        for unit in UNITS:
            for item in self.items(unit)[:8]:
                steps = self.ok("solution", item=item["item"])["steps"]
                if not steps or not steps[-1]["law"]:
                    continue
                answer = steps[-1]["after"]["text"]
                number = item["hints"] + 1
                while (reply := self.ok("hint", item=item["item"], number=number))["hint"]:
                    self.assertFalse(reply["hint"].endswith("→  " + answer), (item["family"], reply))
                    number += 1
                self.assertGreater(number, item["hints"] + 1)

    def test_a_touched_token_is_item_invalid(self):
        token = self.items("logarithms")[0]["item"]
        self.refused("solution", {"item": token[:-3] + "AAA"}, "item_invalid", "item")


class Golden(unittest.TestCase):
    """Three items of each family, as a teacher has read them. After a change of content or laws that is meant:
    MASTERYD_GOLDEN=write, and read what has changed."""

    path = os.path.join(ROOT, "tests", "golden", "solutions.txt")

    def test_solutions_read_as_they_were_read(self):
        done = subprocess.run([BINARY, "solve", "all", "--seed", "4", "--solved"], capture_output=True, text=True,
                              timeout=90 * PATIENCE)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        text = done.stdout
        if os.environ.get("MASTERYD_GOLDEN") == "write":
            with open(self.path, "w") as file:
                file.write(text)
        with open(self.path) as file:
            kept = file.read()
        families = {entry.split(",")[0] for entry in kept.split("\n\n") if entry}
        fresh = [entry for entry in text.split("\n\n") if entry.split(",")[0] in families]
        self.assertEqual("\n\n".join(fresh), kept.strip("\n"))


if __name__ == "__main__":
    unittest.main()

"""Worked solutions: steps that hang together and end at the answer; hints that never give it away."""
import unittest

from contract import Contract

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
        self.assertGreater(solved, 50)

    def test_a_derived_solution_ends_in_what_is_marked_correct(self):
        for unit in UNITS:
            for item in self.items(unit):
                reply = self.ok("solution", item=item["item"])
                self.assertEqual(reply["answer"], item["key"]["expected"])
                if reply["steps"] and reply["steps"][-1]["law"]:
                    end = reply["steps"][-1]["after"]["text"]
                    verdict = self.ok("check", item=item["item"], answer=end)
                    self.assertEqual(verdict["verdict"], "correct", (item["family"], end))

    def test_each_locale_has_its_words(self):
        item = self.items("negative-exponents")[0]
        english = self.ok("solution", item=item["item"], locale="en")["steps"]
        spanish = self.ok("solution", item=item["item"], locale="es")["steps"]
        self.assertEqual([s["law"] for s in english], [s["law"] for s in spanish])
        self.assertNotEqual([s["says"] for s in english], [s["says"] for s in spanish])

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


if __name__ == "__main__":
    unittest.main()

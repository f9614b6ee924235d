"""Reports: what the log holds is counted once, the same in JSON, CSV and on the page, and a page is only text."""
import csv
import html.parser
import io
import json
import os
import unittest

import contract
from contract import Stored, command

GROUP = "4b <i>"
PARTS = ("grid", "gaps", "ready", "stuck", "mastery", "retention", "confidence", "families", "unexplained")
LEARNERS = ("ada", '<script>alert("x")</script>', "Zoë & co, \"quoted\"")
ITEMS = 28
NOWHERE = "<b>7</b>71"  # no belief leads to it; it is read as nothing, or as nonsense
UNEXPLAINED = "98765 / 4321"


class Page(html.parser.HTMLParser):
    """The text of a page by section, its elements, and whether all that was opened was closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.words = [], set(), ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag not in ("meta", "th", "td"):  # whose ends may be left out
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("td", "th"):
            assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.words += data


class Reports(Stored):
    @classmethod
    def fill(cls):
        cls.keys, cls.log = {}, []
        for learner in LEARNERS:
            cls.ask("learner", learner=learner, set={"group": GROUP, "goal": "negative-exponents", "assumed": ["negative-numbers"]})
            for turn in range(ITEMS):
                cls.answer(learner, turn)
        status, cls.reply = cls.client.ask("report", {"group": GROUP})
        assert status == "ok", cls.reply
        cls.printed = json.loads(command("report", "--state", cls.state, "--group", GROUP))

    @classmethod
    def key(cls, item):
        """What a trusted client may know of an item: None where it is not among the first of its family."""
        place = item["family"], item["level"]
        if place not in cls.keys:
            rows = cls.ask("generate", family=place[0], level=place[1], count=500, seed=1, key=True, predict=True)["items"]
            cls.keys[place] = {row["id"]: row["key"] for row in rows}
        return cls.keys[place].get(item["id"])

    @classmethod
    def answer(cls, learner, turn):
        item = cls.ask("next", learner=learner)["item"]
        key = cls.key(item)
        wrong = [row["gives"] for row in key["misconceptions"]] if key else []
        answer = (key["expected"] if key and turn % 3 == 0 else UNEXPLAINED if turn % 7 == 1 else NOWHERE if turn % 7 == 2
                  else wrong[0] if wrong else UNEXPLAINED)
        reply = cls.ask("submit", learner=learner, item=item["item"], answer=answer, attempt=str(turn),
                        elapsed_ms=60000 * (1 + turn % 3), confidence=1 + turn % 5)
        cls.log.append({"learner": learner, "item": item, "answer": answer, "confidence": 1 + turn % 5, "reply": reply})

    def scored(self):
        return [row for row in self.log if row["reply"]["counted"]]

    def part(self, name):
        return list(csv.DictReader(io.StringIO(command("report", "--state", self.state, "--group", GROUP, "--part", name))))

    def test_the_socket_and_the_command_say_the_same(self):
        contract.require("report.reply.json", self.reply)
        contract.require("report.reply.json", self.printed)
        for name in ("skills", "mastery", "retention", "confidence", "families"):
            self.assertEqual(self.reply[name], self.printed[name])
        self.assertEqual([row["learner"] for row in self.reply["grid"]], sorted(LEARNERS, key=str.encode))

    def test_what_was_submitted_is_counted(self):
        rows = self.scored()
        self.assertGreater(len(rows), len(LEARNERS) * ITEMS // 2)
        for family in self.reply["families"]:
            of = [row for row in rows if row["item"]["family"] == family["family"]]
            self.assertEqual(family["count"], len(of))
            self.assertEqual(family["right"], sum(row["reply"]["verdict"] == "correct" for row in of))
            self.assertLessEqual(sum(row["count"] for row in family["unexplained"]), family["wrong_unexplained"])
        self.assertEqual(sum(row["count"] for row in self.reply["families"]), len(rows))
        for row in self.reply["confidence"]:
            of = [entry for entry in rows if entry["confidence"] == row["confidence"]]
            self.assertEqual((row["count"], row["right"]),
                             (len(of), sum(entry["reply"]["verdict"] == "correct" for entry in of)))
        plain = UNEXPLAINED.replace(" ", "")
        told = sum(row["count"] for family in self.reply["families"] for row in family["unexplained"]
                   if row["answer"] == plain)
        self.assertEqual(told, sum(row["answer"] == UNEXPLAINED and row["reply"]["unexplained"] >= .5 for row in rows))
        self.assertGreater(told, 0)

    def test_a_row_of_the_grid_says_what_the_learner_operation_says(self):
        for row in self.reply["grid"]:
            learner = self.ask("learner", learner=row["learner"])
            self.assertEqual(dict(zip(self.reply["skills"], row["levels"])),
                             {skill["skill"]: skill["level"] for skill in learner["skills"]})
            self.assertEqual((row["share"], row["ready"], row["stuck"]),
                             (learner["share"], learner["ready"], learner["stuck"]))
            self.assertEqual([gap["skill"] for gap in row["gaps"]], [gap["skill"] for gap in learner["gaps"]])
            begun = {skill["skill"]: skill["attempts"] for skill in learner["skills"] if skill["attempts"]}
            self.assertLessEqual(set(row["stuck"]) | set(row["indeterminate"]), set(begun))
            self.assertFalse(set(row["stuck"]) & set(row["indeterminate"]))
            for skill in row["stuck"]:
                self.assertGreaterEqual(begun[skill], 10)

    def test_a_gap_comes_with_items_that_show_it(self):
        beliefs = {row["misconception"]: row["prerequisite"]
                   for row in self.ask("catalog", what="misconceptions")["rows"]}
        shown = 0
        for row in self.reply["grid"]:
            submitted = {(entry["item"]["prompt"]["text"], entry["answer"].replace(" ", "")): entry
                         for entry in self.log if entry["learner"] == row["learner"]}
            for gap in row["gaps"]:
                self.assertLess(gap["belief"], .5)
                for item in gap["items"]:
                    entry = submitted[item["prompt"], item["answer"]]
                    self.assertEqual(item["family"], entry["item"]["family"])
                    self.assertEqual(item["misconception"], entry["reply"]["diagnosis"][0]["misconception"])
                    self.assertEqual(beliefs[item["misconception"]], gap["skill"])
                    shown += 1
        self.assertGreater(shown, 0)

    def test_each_part_as_csv_has_the_rows_of_the_json(self):
        report = self.printed
        grid = self.part("grid")
        self.assertEqual([row["learner"] for row in grid], [row["learner"] for row in report["grid"]])
        for line, row in zip(grid, report["grid"]):
            self.assertEqual([line[skill] for skill in report["skills"]], row["levels"])
            self.assertEqual(float(line["share"]), row["share"])
        for name, value in (("ready", "ready"), ("stuck", "stuck")):
            lines = [(line["learner"], line["skill"]) for line in self.part(name) if line.get("state", value) == value]
            self.assertEqual(lines, [(row["learner"], skill) for row in report["grid"] for skill in row[value]])
        self.assertEqual([(line["learner"], line["skill"], line["answer"]) for line in self.part("gaps")],
                         [(row["learner"], gap["skill"], answer) for row in report["grid"] for gap in row["gaps"]
                          for answer in ([item["answer"] for item in gap["items"]] or [""])])
        self.assertEqual([(line["skill"], int(line["begun"])) for line in self.part("mastery")],
                         [(row["skill"] or "", row["begun"]) for row in report["mastery"]])
        for name in ("retention", "confidence", "families"):
            self.assertEqual([(int(line["count"]), int(line["right"])) for line in self.part(name)],
                             [(row["count"], row["right"]) for row in report[name]])
        self.assertEqual([(line["family"], line["answer"], int(line["count"])) for line in self.part("unexplained")],
                         [(family["family"], row["answer"], row["count"]) for family in report["families"]
                          for row in family["unexplained"]])
        self.assertEqual(grid, list(csv.DictReader(io.StringIO(
            command("report", "--state", self.state, "--group", GROUP, "--csv")))))
        command("report", "--state", self.state, "--group", GROUP, "--part", "no-such", expect=2)

    def test_a_page_holds_every_part_and_nothing_that_runs(self):
        path = os.path.join(self.folder.name, "report.html")
        self.assertEqual(command("report", "--state", self.state, "--group", GROUP, "--html", path), "")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        page = Page(text)
        self.assertEqual(page.open, [])
        self.assertFalse(page.tags & {"script", "i", "b", "img", "link", "iframe"}, page.tags)
        self.assertIn("default-src 'none'", text)
        for word in ("http://", "https://", "url(", "@import"):
            self.assertNotIn(word, text)
        for learner in LEARNERS:
            self.assertIn(learner, page.words)
        self.assertIn(GROUP, page.words)
        self.assertEqual(text.count("<h2>"), len(PARTS))
        skills = {row["skill"]: row["title"] for row in self.ask("catalog", what="skills")["rows"]}
        for skill in self.reply["skills"]:
            self.assertIn(skills[skill], page.words)
        for gap in (gap for row in self.reply["grid"] for gap in row["gaps"]):
            for item in gap["items"]:
                self.assertIn(item["prompt"], page.words)
        for judgement in ("fail", "bad", "poor", "weak", "unable"):
            self.assertNotIn(judgement, page.words.lower())

    def test_a_page_that_cannot_be_written_is_said(self):
        command("report", "--state", self.state, "--group", GROUP, "--html", "/there/is/no/such/folder/x", expect=3)


if __name__ == "__main__":
    unittest.main()

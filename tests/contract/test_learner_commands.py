"""The commands that work on what is kept of learners, on a store that a daemon has filled."""
import csv
import io
import json
import os
import sqlite3
import unittest

import contract
import xapi
from contract import Stored, command


class LearnerCommands(Stored):
    @classmethod
    def fill(cls):
        cls.submitted = []
        for learner, answer in (("ada", "1/2"), ("ada", 'a "quoted", answer'), ("bob", "3"), ("bob", None)):
            item = cls.ask("next", learner=learner)["item"]
            how = {"skipped": True} if answer is None else {"answer": answer}
            attempt = f"a{len(cls.submitted)}"
            reply = cls.ask("submit", learner=learner, item=item["item"], attempt=attempt, confidence=4, **how)
            cls.submitted.append({"learner": learner, "attempt": attempt, "answer": answer, "verdict": reply["verdict"],
                                  "family": item["family"], "skill": item["skill"], "confidence": 4})
        cls.ask("learner", learner="ada", set={"group": "4b"})

    def test_export_tells_every_attempt_once(self):
        rows = [json.loads(line) for line in command("export", "--state", self.state).splitlines()]
        self.assertEqual([{name: row[name] for name in self.submitted[0]} for row in rows[:4]], self.submitted)
        of_bob = command("export", "--state", self.state, "--learner", "bob").splitlines()
        self.assertEqual({json.loads(line)["learner"] for line in of_bob}, {"bob"})

    def test_export_as_csv_says_the_same(self):
        lines = [json.loads(line) for line in command("export", "--state", self.state).splitlines()]
        rows = list(csv.DictReader(io.StringIO(command("export", "--state", self.state, "--csv"))))
        self.assertEqual(len(rows), len(lines))
        for row, line in zip(rows, lines):
            self.assertEqual(list(row), list(line))
            self.assertEqual(row["answer"], line["answer"] or "")
            self.assertEqual(row["family"], line["family"])

    def test_statements_of_the_experience_api_say_the_same(self):
        rows = [json.loads(line) for line in command("export", "--state", self.state).splitlines()]
        text = command("export", "--state", self.state, "--xapi", "--home", "https://school.example/m/")
        statements = [json.loads(line) for line in text.splitlines()]
        self.assertEqual(len(statements), len(rows))
        self.assertEqual(len({statement["id"] for statement in statements}), len(rows))
        for row, statement in zip(rows, statements):
            xapi.require(statement)
            self.assertEqual(statement["actor"]["account"], {"homePage": "https://school.example/m/", "name": row["learner"]})
            self.assertEqual(statement["timestamp"][:19], row["at"][:19])
            self.assertIn(f"/items/{row['family']}/", statement["object"]["id"])
            said = statement["result"]
            self.assertEqual(said.get("response"), row["answer"])
            self.assertEqual(said.get("success"), {"correct": True, "incorrect": False, "wrong_form": False}.get(row["verdict"]))
            self.assertEqual(said.get("score"), {"correct": {"scaled": 1}, "incorrect": {"scaled": 0}}.get(row["verdict"]))
            more = {name.rsplit("/", 1)[1]: value for name, value in said["extensions"].items()}
            for name in ("verdict", "skipped", "retry", "hint", "before", "after", "level", "confidence"):
                self.assertEqual(more.get(name), row[name])
        again = command("export", "--state", self.state, "--xapi", "--home", "https://school.example/m/")
        self.assertEqual(again, text)
        self.assertNotEqual(json.loads(command("export", "--state", self.state, "--xapi").splitlines()[0])["id"],
                            statements[0]["id"])
        for home in ("school", "https://school.example", 'https://"/', "https://a b/"):
            command("export", "--state", self.state, "--xapi", "--home", home, expect=2)

    def test_a_statement_of_an_assessment_has_it_as_its_parent(self):
        quiz = self.ask("assess", learner="fay", kind="quiz", scope="negative-numbers", attempt="q")["assessment"]
        for mode in (quiz, "practice"):
            item = self.ask("next", learner="fay", mode=mode)["item"]["item"]
            self.ask("submit", learner="fay", item=item, answer="-99", attempt=mode, elapsed_ms=61234)
        first, second = [json.loads(line) for line in
                         command("export", "--state", self.state, "--learner", "fay", "--xapi").splitlines()]
        for statement in (first, second):
            xapi.require(statement)
            self.assertEqual(statement["result"]["duration"], "PT61.23S")
        self.assertIn(first["context"]["registration"], first["context"]["contextActivities"]["parent"][0]["id"])
        self.assertNotIn("parent", second["context"]["contextActivities"])
        self.assertNotEqual(first["context"]["registration"], second["context"]["registration"])

    def test_report_of_a_group_and_of_learners_named(self):
        report = json.loads(command("report", "--state", self.state, "--group", "4b"))
        contract.require("report.reply.json", report)
        self.assertEqual([row["learner"] for row in report["grid"]], ["ada"])
        scored = [row for row in self.submitted if row["learner"] == "ada" and row["verdict"] != "unreadable"]
        self.assertEqual([row["count"] for row in report["confidence"]], [0, 0, 0, len(scored), 0])
        self.assertEqual([(row["family"], row["count"]) for row in report["families"]], [(scored[0]["family"], 1)])
        self.assertEqual([row["skill"] for row in report["mastery"]], [scored[0]["skill"], None])
        rows = list(csv.DictReader(io.StringIO(command("report", "--state", self.state, "--csv", "ada", "bob"))))
        self.assertEqual([row["learner"] for row in rows], ["ada", "bob"])
        self.assertEqual(rows[0][self.submitted[0]["skill"]], "attempted")
        self.assertIn("--group", contract.subprocess.run([contract.BINARY, "report"], capture_output=True,
                                                         text=True).stderr)

    def test_the_log_gives_the_states(self):
        self.assertIn(" 0 differ", command("store", "verify", "--state", self.state))

    def test_a_changed_state_or_a_lost_entry_is_found(self):
        for harm in ("UPDATE learner SET state = (SELECT state FROM learner ORDER BY number DESC LIMIT 1)"
                     " WHERE number = 1", "DELETE FROM key WHERE kind = 110 AND place = 2"):
            copy = os.path.join(self.folder.name, f"copy{len(harm)}.db")
            command("store", "backup", copy, "--state", self.state)
            database = sqlite3.connect(copy)
            database.execute(harm)
            database.commit()
            database.close()
            self.assertIn(" 1 differ", command("store", "verify", "--store", copy, "--state", self.state, expect=1))

    def test_migrate_says_the_version(self):
        other = os.path.join(self.folder.name, "other")
        os.mkdir(other)
        with_none = command("store", "migrate", "--state", other, expect=3)
        self.assertEqual(with_none, "")

    def test_practice_is_a_session_with_a_person(self):
        text = command("practice", "--learner", "carl", "--state", self.state, text="?\nnonsense ((\n-99\n!\n\nq\n")
        self.assertIn("I don't know", text)
        self.assertIn("The answer: ", text)
        self.assertIn(" of 2 right", text)
        attempts = command("export", "--state", self.state, "--learner", "carl").splitlines()
        self.assertEqual([json.loads(line)["answer"] for line in attempts], ["nonsense ((", "-99", None])

    def test_practice_starts_a_daemon_where_there_is_none(self):
        text = command("practice", "--learner", "eve", "--state", os.path.join(self.folder.name, "own"), text="q\n")
        self.assertIn("Starting a daemon", text)
        self.assertIn("> ", text)

    def test_forget_leaves_nothing(self):
        self.ask("next", learner="dora")
        self.assertTrue(json.loads(command("forget", "dora", "--state", self.state))["known"])
        self.assertFalse(json.loads(command("forget", "dora", "--state", self.state))["known"])


if __name__ == "__main__":
    unittest.main()

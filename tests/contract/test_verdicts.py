"""Verdicts over the socket: one, many, and rows that are bad."""
import json
import unittest

from contract import Contract, require

ROWS = [
    # expected, answer, form, verdict
    ("1/8", "2⁻³", "any", "correct"),
    ("1/8", "1/8", None, "correct"),
    ("1/8", "0.125", "lowest-terms", "wrong_form"),
    ("1/8", "-8", None, "incorrect"),
    ("1/8", "2 3", None, "unreadable"),
    ("2^100", "2^100+1", "any", "incorrect"),
    ("10^-11", "10^-10", "any", "incorrect"),
    ("3", "log_2(8)", "any", "correct"),
    ("3", "log_2(8)", "evaluated", "wrong_form"),
    ("1", "9^9^9^9", None, "unreadable"),
    ("-3", "−3", None, "correct"),
    ("1/2", "½", None, "correct"),
    ("1/2", "\\frac{1}{2}", None, "correct"),
    ("320000", "3.2×10^5", "scientific", "correct"),
]


class Verdicts(Contract):
    def test_rows(self):
        for expected, answer, form, want in ROWS:
            with self.subTest(expected=expected, answer=answer, form=form):
                question = {"expected": expected, **({"form": [form]} if form else {})}
                reply = self.ok("check", question=question, answer=answer)
                self.assertEqual(reply["verdict"], want, reply)
                self.assertEqual(reply["score"], {"correct": 1, "wrong_form": 0.5, "incorrect": 0}.get(want))

    def test_a_place_is_counted_in_characters(self):
        reply = self.ok("check", question={"expected": "1"}, answer="½½½ ¿")
        self.assertEqual(reply["verdict"], "unreadable")
        placed = [note for note in reply["notes"] if note["at"] is not None]
        self.assertTrue(placed, reply)
        for note in placed:
            self.assertLessEqual(note["at"] + note["length"], 5)

    def test_too_large_is_unreadable_and_says_so(self):
        for answer in ("9^9^9^9", "10^-960000000", "(" * 5000 + "1" + ")" * 5000, "1" * 300000):
            reply = self.ok("check", question={"expected": "1"}, answer=answer)
            self.assertEqual(reply["verdict"], "unreadable", answer[:40])
            self.assertIn("too_large", [note["code"] for note in reply["notes"]], answer[:40])
            self.assertIsNone(reply["score"])

    def test_form_score_is_the_questions(self):
        reply = self.ok("check", question={"expected": "1/2", "form": "lowest-terms", "form_score": 0.75}, answer="2/4")
        self.assertEqual((reply["verdict"], reply["score"]), ("wrong_form", 0.75))

    def test_words_follow_the_locale(self):
        english = self.ok("check", question={"expected": "1"}, answer="2 3")
        spanish = self.ok("check", question={"expected": "1"}, answer="2 3", locale="es")
        self.assertNotEqual(english["notes"][0]["message"], spanish["notes"][0]["message"])

    def test_decimal_of_the_answer_goes_before_that_of_the_question(self):
        question = {"expected": "1/2", "form": "any"}
        self.assertEqual(self.ok("check", question=question, answer="0,5")["verdict"], "unreadable")
        self.assertEqual(self.ok("check", question=question, answer="0,5", decimal="comma")["verdict"], "correct")

    def test_inline_predictions_are_named(self):
        question = {"expected": "1/8", "predicted": {"negates": "-8", "multiplies": "-6", "sign": "-(2^3)"}}
        named = {row["misconception"] for row in self.ok("check", question=question, answer="-8.0")["diagnosis"]}
        self.assertEqual(named, {"negates", "sign"})
        for answer, diagnose in (("1/8", True), ("5", True), ("2 3", True), ("-8", False)):
            self.assertEqual(self.ok("check", question=question, answer=answer, diagnose=diagnose)["diagnosis"], [])

    def test_read_tells_how_without_judging(self):
        reply = self.ok("read", answer="2⁻³")
        self.assertEqual(reply["text"].replace(" ", ""), "2^(-3)")
        self.assertTrue(reply["tex"] and reply["speech"])
        unread = self.ok("read", answer="2 3")
        self.assertEqual((unread["text"], unread["tex"], unread["speech"]), (None, None, None))
        self.assertTrue(unread["notes"])

    def test_many_give_what_each_alone_gives(self):
        checks = [{"question": {"expected": e, **({"form": [f]} if f else {})}, "answer": a} for e, a, f, _ in ROWS]
        self.assertEqual(self.ok("check_many", checks=checks)["verdicts"], [self.ok("check", **c) for c in checks])

    def test_a_bad_row_is_an_error_in_its_place(self):
        good = {"question": {"expected": "1/8"}, "answer": "1/8"}
        bad = [(5, "checks[1]"), (None, "checks[1]"), ([], "checks[1]"), ({}, "checks[1].answer"),
               ({"answer": "1"}, "checks[1].item"), ({**good, "x": 1}, "checks[1].x"),
               ({"question": {"expected": "1", "form": ["any", 2]}, "answer": "1"}, "checks[1].question.form[1]"),
               ({"question": {"expected": "2 3"}, "answer": "1"}, "checks[1].question.expected"),
               ({"question": 5, "answer": "1"}, "checks[1].question"),
               ({**good, "\x01" * 100: 1}, None)]
        for row, field in bad:
            with self.subTest(row=row):
                verdicts = self.ok("check_many", checks=[good, row, good])["verdicts"]
                self.assertEqual(verdicts[0]["verdict"], "correct")
                self.assertEqual(verdicts[2], verdicts[0])
                require("error.json", verdicts[1])
                self.assertEqual(verdicts[1]["error"], "bad_request")
                if field:
                    self.assertEqual(verdicts[1]["field"], field)
        invalid = self.ok("check_many", checks=[good, {"item": "x", "answer": "1"}, good])["verdicts"][1]
        self.assertEqual((invalid["error"], invalid["field"]), ("item_invalid", "checks[1].item"))

    def test_a_thousand_rows_and_not_one_more(self):
        row = {"question": {"expected": "1/8"}, "answer": "1/8"}
        self.assertEqual(len(self.ok("check_many", checks=[row] * 1000)["verdicts"]), 1000)
        self.refused("check_many", {"checks": [row] * 1001}, "bad_request", "checks")

    def test_many_long_answers_are_all_judged(self):
        row = {"question": {"expected": "1", "kind": "expression"}, "answer": "+".join(["lnx"] * 900)}
        reply = self.ok("check_many", checks=[row] * 100)
        self.assertEqual(len(reply["verdicts"]), 100)
        self.assertGreater(len(json.dumps(reply)), 1000000)
        for verdict in reply["verdicts"]:
            self.assertIn("verdict", verdict)


if __name__ == "__main__":
    unittest.main()

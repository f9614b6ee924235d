"""What a request schema refuses, the daemon refuses, naming the field; what it allows, the daemon answers."""
import json
import unittest

from contract import OPERATIONS, Contract, fits, schema
from violations import count_properties, violations

QUESTION = {"expected": "1/8", "kind": "number", "form": ["any", "lowest-terms"], "variables": ["x", "rate"],
            "assume": "real", "log_base": "10", "decimal": "point", "tolerance": {"places": 3}, "equivalent": "same",
            "ordered": False, "options": ["a", "b"], "unit": "m", "ratio": True, "form_score": 0.25, "ask": "2^(-3)", "ask_hidden": True,
            "unknown": "x", "predicted": {"negexp-negates-power": "-8", "negexp-subtracts": "-1"}}
SKILL = "negexp-evaluate"


class Requests(Contract):
    learners = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        status, reply = cls.client.ask("generate", {"skill": SKILL})
        assert status == "ok", reply
        token = reply["items"][0]["item"]
        cls.token = token
        status, issued = cls.client.ask("next", {"learner": "ada"})
        assert status == "ok", issued
        bound = issued["item"]["item"]
        cls.samples = {
            "ping": [{}],
            "status": [{}],
            "catalog": [{"what": "families", "unit": "negative-exponents", "skill": SKILL,
                         "locale": "es"}],
            "generate": [{"skill": SKILL, "level": 2, "count": 2, "seed": 7, "from": 3, "locale": "es", "key": True,
                          "predict": True, "separate": ["exp-swap-base-and-exponent"], "expires_in": 60},
                         {"unit": "negative-exponents"}, {"family": reply["items"][0]["family"]}],
            "read": [{"answer": "1/8", "question": QUESTION, "locale": "en", "decimal": "comma"},
                     {"answer": "1/8", "item": token}, {"answer": ""}],
            "check": [{"answer": "1/8", "question": QUESTION, "diagnose": False, "locale": "en", "decimal": "point"},
                      {"answer": "1/8", "item": token},
                      {"answer": "1/8", "question": {"expected": "1/8", "form": "any", "tolerance": {"significant": 2}}},
                      {"answer": "1/8", "question": {"expected": "1/8", "tolerance": {"relative": "1/100"}}}],
            "check_many": [{"checks": [{"answer": "1/8", "question": {"expected": "1/8"}}]}],
            "hint": [{"item": token, "number": 1, "locale": "es", "learner": "ada"}],
            "solution": [{"item": token, "locale": "es", "learner": "ada"}],
            "next": [{"learner": "ada", "goal": SKILL, "mode": "practice", "locale": "es"}, {"learner": "ada"}],
            "submit": [{"learner": "ada", "item": bound, "answer": "?", "attempt": "1", "elapsed_ms": 5,
                        "confidence": 5, "locale": "es", "decimal": "comma"},
                       {"learner": "ada", "item": bound, "skipped": True, "attempt": "2"}],
            "assess": [{"learner": "ada", "kind": "quiz", "scope": "negative-numbers", "attempt": "q"},
                       {"learner": "ada", "assessment": "1"}],
            "learner": [{"learner": "ada", "set": {"goal": SKILL, "group": "4b", "locale": "en", "assumed": []}},
                        {"learner": "ada"}],
            "report": [{"group": "4b"}, {"learners": ["ada", "bob"]}],
            "forget": [{"learner": "ada"}],
        }

    def test_every_sample_is_answered(self):
        for operation in OPERATIONS:
            for sample in self.samples[operation]:
                with self.subTest(operation=operation, sample=sample):
                    self.assertTrue(fits(f"{operation}.request.json", sample))
                    if operation == "status":
                        continue
                    self.ok(operation, **sample)

    def test_samples_show_every_field(self):
        for operation in OPERATIONS:
            missing = count_properties(schema(f"{operation}.request.json"), self.samples[operation][0])
            self.assertEqual([name for name in missing if name not in
                              ("item", "question.tolerance.significant", "question.tolerance.relative", "skipped",
                               "assessment", "learners")], [],
                             operation)

    def test_every_violation_is_refused_by_name(self):
        total = 0
        for operation in OPERATIONS:
            for sample in self.samples[operation]:
                for what, request, field in violations(f"{operation}.request.json", sample):
                    with self.subTest(operation=operation, what=what, field=field):
                        self.refused(operation, request, "bad_request", field)
                    total += 1
        print(f"{total} violations", end=" ")
        self.assertGreater(total, 600)

    def test_two_of_a_group_are_refused(self):
        token, question = self.token, {"expected": "1"}
        self.refused("check", {"item": token, "question": question, "answer": "1"}, "bad_request", "question")
        self.refused("read", {"item": token, "question": question, "answer": "1"}, "bad_request", "question")
        self.refused("generate", {"skill": SKILL, "unit": "logarithms"}, "bad_request", "unit")
        self.refused("generate", {}, "bad_request", "family")
        self.refused("check", {"question": {"expected": "1", "tolerance": {"places": 1, "significant": 1}},
                               "answer": "1"}, "bad_request", "question.tolerance.significant")

    def test_what_is_not_json_is_refused(self):
        good = b'{"question": {"expected": "1"}, "answer": "1"}'
        self.assertEqual(self.answer("check", good)[0], "ok")
        bodies = [b"", b" ", b"\0", b"null", b"[]", b'"x"', b"5", good[:-1], good + b" {}", good + b"\0", good + b",",
                  good.replace(b'"1"}', b"NaN}"), good.replace(b'"1"}', b"1e400}"), good.replace(b'"1"}', b"\xff}"),
                  good.replace(b'"1"}', b'"\xc0\x80"}'), good.replace(b'"1"}', b'"\xed\xa0\x80"}'),
                  good.replace(b'"1"}', b'"\\ud800"}'), good.replace(b'"1"}', b'"\\x41"}'), good.replace(b'"', b"'"),
                  b"\xef\xbb\xbf" + good, b"[" * 100000, b'{"a":' * 100000, b"{" * 500000,
                  b'{"answer": "1", "answer": "2", "question": {"expected": "1"}}',
                  b'{"answer": "1", "question": {"expected": "1", "expected": "2"}}']
        for body in bodies:
            with self.subTest(body=body[:60]):
                self.refused("check", body, "bad_request")
        reply = self.refused("check", b'{"answer": "1", "answer": "2", "question": {"expected": "1"}}', "bad_request")
        self.assertEqual(reply["field"], "answer")

    def test_every_beginning_of_a_request_is_refused(self):
        body = json.dumps(self.samples["check"][0]).encode()
        for length in range(len(body)):
            self.refused("check", body[:length], "bad_request")

    def test_ping_and_status_take_an_empty_object_only(self):
        for operation in ("ping", "status"):
            self.refused(operation, b'{"verbose": true}', "bad_request", "verbose")
            self.refused(operation, b"[]", "bad_request")
            self.refused(operation, b"", "bad_request")

    def test_an_unknown_operation_is_named_so(self):
        for operation in ("", "Check", "check ", "submit\0", "x" * 200):
            self.refused(operation, {}, "unknown_operation")

    def test_a_question_that_cannot_be_read_names_its_field(self):
        for question, field in (({"expected": "2 3"}, "question.expected"),
                                ({"expected": "1", "form": ["any", "no-such-form"]}, "question.form"),
                                ({"expected": "1", "form": "pattern:("}, "question.form")):
            reply = self.refused("check", {"question": question, "answer": "1"}, "bad_request")
            self.assertTrue(reply["field"].startswith(field), reply)

    def test_a_nul_is_part_of_an_answer_and_of_nothing_else(self):
        self.assertEqual(self.verdict("1", "1\0"), "unreadable")
        self.assertEqual(self.verdict("1", "\0"), "unreadable")
        self.refused("check", {"question": {"expected": "1\0"}, "answer": "1"}, "bad_request", "question.expected")
        self.refused("catalog", {"what": "skills", "unit": "x\0"}, "bad_request", "unit")

    def test_a_whole_number_may_be_spelt_with_a_point(self):
        self.assertEqual(len(self.ok("generate", skill=SKILL, count=2.0)["items"]), 2)
        self.assertEqual(self.answer("generate", b'{"skill": "%s", "count": 2e0}' % SKILL.encode())[0], "ok")

    def test_a_body_past_512_kib_is_too_large(self):
        status, reply = self.client.ask("check", b'{"answer": "' + b"1" * 600000 + b'"}')
        self.assertEqual(status, "too_large", reply)
        self.assertEqual(self.verdict("1", "1" * 400000), "unreadable")


if __name__ == "__main__":
    unittest.main()

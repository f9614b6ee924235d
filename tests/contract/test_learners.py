"""What belongs to a learner: nothing is lost, nothing counts twice, and nobody gets at a key by asking around."""
import itertools
import unittest

from contract import PATIENCE, Contract

attempts = (f"attempt-{n}" for n in itertools.count())


class Learners(Contract):
    learners = True

    def next(self, learner, **more):
        return self.ok("next", learner=learner, **more)

    def token(self, learner, **more):
        return self.next(learner, **more)["item"]["item"]

    def submit(self, learner, token, answer="-99", **more):
        return self.ok("submit", learner=learner, item=token, answer=answer, attempt=next(attempts), **more)

    def state(self, learner):
        """What is believed, without what only the passing of time changes."""
        reply = self.ok("learner", learner=learner)
        return {row["skill"]: (row["level"], row["belief"], row["attempts"]) for row in reply["skills"]}

    def start(self, learner, kind="quiz", scope="negative-numbers"):
        return self.ok("assess", learner=learner, kind=kind, scope=scope, attempt=next(attempts))["assessment"]

    def key(self, learner, token):
        """The right answer: the solution tells it, once it is allowed to."""
        return self.ok("solution", learner=learner, item=token)["answer"]

    # --- what counts ---

    def test_a_submit_changes_the_learner_and_says_so(self):
        token = self.token("counts")
        before = self.state("counts")
        reply = self.submit("counts", token)
        self.assertTrue(reply["counted"])
        self.assertEqual([row["after"] for row in reply["changes"]], ["attempted"])
        after = self.state("counts")
        skill = reply["changes"][0]["skill"]
        self.assertLess(after[skill][1], before[skill][1])
        self.assertEqual(after[skill][2], 1)

    def test_asking_again_gives_the_same_item_until_it_is_submitted(self):
        first, second = self.next("same"), self.next("same")
        self.assertEqual(first["item"]["id"], second["item"]["id"])
        self.submit("same", first["item"]["item"])
        self.assertNotEqual(self.next("same")["item"]["id"], first["item"]["id"])

    def test_one_item_given_out_twice_counts_once(self):
        first, second = self.token("twice"), self.token("twice")
        self.assertNotEqual(first, second)
        self.assertTrue(self.submit("twice", first)["counted"])
        state = self.state("twice")
        reply = self.submit("twice", second)
        self.assertTrue(reply["retry"])
        self.assertFalse(reply["counted"])
        self.assertEqual({k: v[0] for k, v in self.state("twice").items()}, {k: v[0] for k, v in state.items()})

    def test_the_same_attempt_gets_the_stored_reply_and_another_body_a_conflict(self):
        token = self.token("attempts")
        body = {"learner": "attempts", "item": token, "answer": "-99", "attempt": "one", "elapsed_ms": 7}
        first = self.ok("submit", **body)
        state = self.state("attempts")
        self.assertEqual(self.ok("submit", **body), first)
        self.assertEqual(self.ok("submit", **dict(reversed(body.items()))), first)
        self.refused("submit", {**body, "answer": "-98"}, "conflict", "attempt")
        self.refused("submit", {**body, "elapsed_ms": 8}, "conflict", "attempt")
        self.assertEqual(self.state("attempts"), state)

    def test_the_same_attempt_sent_many_times_at_once_counts_once(self):
        token = self.token("storm")
        body = {"learner": "storm", "item": token, "answer": "-99", "attempt": "storm"}
        for number in range(300):
            self.client.send(number, "submit", body)
        replies = {str(self.client.receive(10 * PATIENCE)[1:]) for _ in range(300)}
        self.assertEqual(len(replies), 1)
        self.assertEqual(max(row[2] for row in self.state("storm").values()), 1)

    def test_what_cannot_be_read_costs_nothing_and_leaves_the_item_open(self):
        token = self.token("unreadable")
        state = self.state("unreadable")
        reply = self.submit("unreadable", token, "2^^3")
        self.assertEqual((reply["verdict"], reply["counted"], reply["retry"]), ("unreadable", False, False))
        self.assertEqual(self.state("unreadable"), state)
        self.assertTrue(self.submit("unreadable", token)["counted"])

    def test_a_skip_is_a_wrong_answer_without_a_guess(self):
        reply = self.ok("submit", learner="skips", item=self.token("skips"), skipped=True, attempt="s")
        self.assertEqual((reply["verdict"], reply["score"], reply["read"]), ("incorrect", 0, None))
        self.assertTrue(reply["counted"])

    def test_skipped_is_true_or_not_there(self):
        self.refused("submit", {"learner": "x", "item": self.token("x"), "skipped": False, "attempt": "s"},
                     "bad_request", "skipped")

    def test_learners_do_not_touch_each_other(self):
        state = self.state("untouched")
        self.submit("toucher", self.token("toucher"))
        self.assertEqual(self.state("untouched"), state)

    def test_settings_stay_and_assumed_units_are_inferred(self):
        self.ok("learner", learner="settings", set={"goal": "logarithms", "group": "7c", "locale": "es",
                                                    "assumed": ["negative-numbers"]})
        reply = self.ok("learner", learner="settings")
        self.assertEqual((reply["goal"], reply["group"], reply["locale"]), ("logarithms", "7c", "es"))
        inferred = [row for row in reply["skills"] if row["inferred"]]
        self.assertGreater(len(inferred), 3)
        self.assertTrue(all(row["level"] == "proficient" for row in inferred))
        grid = self.ok("report", group="7c")["grid"]
        self.assertEqual([row["learner"] for row in grid], ["settings"])
        self.refused("learner", {"learner": "settings", "set": {"goal": "no-such"}}, "unknown_skill", "set.goal")
        self.refused("next", {"learner": "settings", "goal": "no-such"}, "unknown_skill", "goal")

    def test_what_is_forgotten_is_gone(self):
        token = self.token("gone")
        self.submit("gone", token)
        self.assertGreaterEqual(self.ok("forget", learner="gone")["erased"], 2)
        self.assertFalse(self.ok("learner", learner="gone")["known"])
        self.assertFalse(self.ok("forget", learner="gone")["known"])

    def test_a_late_request_brings_back_nobody_who_was_forgotten(self):
        token = self.token("erased")
        self.ok("forget", learner="erased")
        for operation, more in (("submit", {"answer": "1", "attempt": "late"}), ("hint", {}), ("solution", {})):
            self.refused(operation, {"learner": "erased", "item": token, **more}, "not_allowed", "item")
        self.assertFalse(self.ok("learner", learner="erased")["known"])
        self.assertEqual(self.ok("forget", learner="erased")["erased"], 0)

    # --- ids ---

    def requests_of(self, learner, token):
        """A request of every operation that names a learner, and the path of the name."""
        yield "next", {"learner": learner}, "learner"
        yield "hint", {"learner": learner, "item": token}, "learner"
        yield "solution", {"learner": learner, "item": token}, "learner"
        yield "submit", {"learner": learner, "item": token, "answer": "-99", "attempt": "a"}, "learner"
        yield "assess", {"learner": learner, "kind": "quiz", "attempt": "q"}, "learner"
        yield "learner", {"learner": learner, "set": {"group": "ids"}}, "learner"
        yield "report", {"learners": [learner]}, "learners[0]"
        yield "forget", {"learner": learner}, "learner"

    def test_an_id_has_at_most_128_bytes_whatever_its_characters(self):
        for learner in ("a" * 129, "ä" * 65, "€" * 43, "𝟚" * 33, "€" * 128, "a" * 127 + "ä"):
            for operation, body, field in self.requests_of(learner, "x"):
                self.refused(operation, body, "bad_request", field)
        for name in ("ä" * 65, "€" * 128):
            self.refused("learner", {"learner": "x", "set": {"group": name}}, "bad_request", "set.group")
            self.refused("report", {"group": name}, "bad_request", "group")
            self.refused("submit", {"learner": "x", "item": "x", "skipped": True, "attempt": name}, "bad_request",
                         "attempt")
            self.refused("assess", {"learner": "x", "kind": "quiz", "attempt": name}, "bad_request", "attempt")

    def test_an_id_of_128_bytes_goes_all_the_way_and_is_no_other(self):
        near = "a" * 127 + "c"
        state = self.state(near)
        for learner in ("a" * 127 + "b", "ä" * 64, "€" * 42 + "ab", "𝟚" * 32):
            token = self.token(learner)
            for operation, body, _ in self.requests_of(learner, token):
                reply = self.ok(operation, **body)
                if operation == "learner":
                    self.assertEqual(reply["learner"], learner)
                    self.assertTrue(reply["known"])
                if operation == "report":
                    self.assertEqual([row["learner"] for row in reply["grid"]], [learner])
        self.assertEqual(self.state(near), state)

    def test_ids_are_bytes_and_not_words(self):
        for one, other in (("e\u0301", "\u00e9"), ("A", "a"), ("x", "x "), ("1", "01")):
            self.submit(one, self.token(one))
            self.assertEqual(max(row[2] for row in self.state(other).values()), 0, (one, other))
        self.refused("next", {"learner": "a\0b"}, "bad_request", "learner")
        self.refused("next", b'{"learner": "\\ud800"}', "bad_request")
        self.refused("next", b'{"learner": "\xff"}', "bad_request")

    # --- what would be cheating ---

    def test_check_of_a_bound_item_is_refused(self):
        token = self.token("oracle")
        self.refused("check", {"item": token, "answer": "1"}, "not_allowed", "item")
        self.refused("read", {"item": token, "answer": "1"}, "not_allowed", "item")
        row = self.ok("check_many", checks=[{"item": token, "answer": "1"}])["verdicts"][0]
        self.assertEqual(row["error"], "not_allowed")

    def test_a_bound_item_has_no_key_in_its_reply(self):
        self.assertNotIn("key", self.next("keyless")["item"])

    def test_another_learners_item_is_refused(self):
        token = self.token("owner")
        for operation, more in (("submit", {"answer": "1", "attempt": "a"}), ("hint", {}), ("solution", {})):
            self.refused(operation, {"learner": "thief", "item": token, **more}, "item_not_yours", "item")
        for operation in ("hint", "solution"):
            self.refused(operation, {"item": token}, "item_not_yours", "item")

    def test_an_item_that_next_did_not_give_cannot_be_submitted(self):
        token = self.ok("generate", skill="negexp-evaluate")["items"][0]["item"]
        self.refused("submit", {"learner": "maker", "item": token, "answer": "1", "attempt": "a"}, "not_allowed",
                     "item")

    def test_a_forged_item_is_refused(self):
        token = self.token("forger")
        for at in (0, 10, len(token) // 2, len(token) - 1):
            other = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1:]
            status, _ = self.answer("submit", {"learner": "forger", "item": other, "answer": "1", "attempt": "f"})
            self.assertIn(status, ("item_invalid",))

    def test_after_the_solution_nothing_rises(self):
        token = self.token("peeker")
        key = self.key("peeker", token)
        state = self.state("peeker")
        reply = self.submit("peeker", token, key)
        self.assertEqual((reply["verdict"], reply["retry"], reply["counted"]), ("correct", True, False))
        for skill, (level, belief, _) in self.state("peeker").items():
            self.assertEqual(level, state[skill][0])
            self.assertLessEqual(belief, state[skill][1] + 1e-9)

    def test_the_answer_of_a_wrong_submit_helps_no_second_one(self):
        token = self.token("second")
        self.submit("second", token)
        state = self.state("second")
        reply = self.submit("second", token, self.key("second", token))
        self.assertEqual((reply["verdict"], reply["retry"]), ("correct", True))
        for skill, (level, belief, _) in self.state("second").items():
            self.assertEqual(level, state[skill][0])
            self.assertLessEqual(belief, state[skill][1] + 1e-9)

    def test_a_hint_makes_a_right_answer_worth_less(self):
        gains = {}
        for hinted in (False, True):
            learner = f"gains-{hinted}"
            item = self.next(learner)["item"]
            if hinted:
                self.ok("hint", learner=learner, item=item["item"])
            before = self.state(learner)
            reply = self.submit(learner, item["item"], self.find_key(item))
            self.assertEqual(reply["verdict"], "correct", item)
            gains[hinted] = self.state(learner)[item["skill"]][1] - before[item["skill"]][1]
        self.assertGreater(gains[True], 0)
        self.assertLess(gains[True], gains[False])

    def test_a_hint_that_there_is_not_costs_nothing(self):
        gains = []
        for number in (None, 99):
            learner = f"past the last hint {number}"
            item = self.next(learner)["item"]
            if number:
                reply = self.ok("hint", learner=learner, item=item["item"], number=number)
                self.assertEqual((reply["hint"], reply["left"]), (None, 0))
            self.submit(learner, item["item"], self.find_key(item))
            gains.append(self.state(learner)[item["skill"]][1])
        self.assertAlmostEqual(gains[0], gains[1], places=3)

    def test_who_does_not_know_hears_a_kind_word(self):
        for locale in ("en", "es"):
            self.ok("learner", learner=f"unknowing {locale}", set={"locale": locale})
        words = [self.ok("submit", learner=f"unknowing {locale}", item=self.token(f"unknowing {locale}"), skipped=True,
                         attempt="s")["feedback"] for locale in ("en", "es")]
        self.assertTrue(all(words))
        self.assertNotEqual(*words)

    def find_key(self, item):
        """A trusted client may generate a family with keys: the item of this id among the first of many."""
        for seed in range(40):
            reply = self.ok("generate", family=item["family"], level=item["level"], count=1000, seed=seed,
                            key=True)
            for row in reply["items"]:
                if row["id"] == item["id"]:
                    return row["key"]["expected"]
        raise AssertionError(f"{item['family']} never gave {item['id']}")

    def test_inside_an_assessment_there_is_no_help_before_the_answer(self):
        assessment = self.start("quizzed")
        token = self.token("quizzed", mode=assessment)
        for operation in ("hint", "solution"):
            self.refused(operation, {"learner": "quizzed", "item": token}, "not_allowed", "item")
        self.refused("check", {"item": token, "answer": "1"}, "not_allowed", "item")
        self.submit("quizzed", token)
        for operation in ("hint", "solution"):
            self.ok(operation, learner="quizzed", item=token)

    def test_many_guesses_sent_at_once_are_one_answer(self):
        token = self.token("guesser")
        for number in range(100):
            self.client.send(number, "submit", {"learner": "guesser", "item": token, "answer": str(number - 50),
                                                "attempt": f"guess {number}"})
        replies = [self.client.receive(10 * PATIENCE)[2] for _ in range(100)]
        self.assertEqual(sum(reply["counted"] for reply in replies), 1)
        self.assertEqual(sum(not reply["retry"] for reply in replies), 1)
        self.assertEqual(max(row[2] for row in self.state("guesser").values()), 1)

    def test_help_on_one_copy_of_an_item_is_help_on_all(self):
        item = self.next("copies")["item"]
        other = self.token("copies")
        self.assertNotEqual(item["item"], other)
        self.key("copies", other)
        self.assertTrue(self.submit("copies", item["item"], self.find_key(item))["retry"])
        gains = []
        for learner, copies in (("hinted copies", 2), ("unhinted copies", 0)):
            item = self.next(learner)["item"]
            for _ in range(copies):
                self.ok("hint", learner=learner, item=self.token(learner))
            before = self.state(learner)[item["skill"]][1]
            self.submit(learner, item["item"], self.find_key(item))
            gains.append(self.state(learner)[item["skill"]][1] - before)
        self.assertLess(gains[0], gains[1])

    def test_help_on_an_item_that_was_put_aside_is_remembered(self):
        for help in ("solution", "hint"):
            first = self.next("aside")["item"]
            second = self.next("aside", mode=self.start("aside"))["item"]
            self.assertNotEqual(first["id"], second["id"])
            self.ok(help, learner="aside", item=first["item"])
            state = self.state("aside")
            reply = self.submit("aside", first["item"], self.find_key(first))
            self.assertEqual(reply["retry"], help == "solution")
            if help == "solution":
                self.assertEqual({k: v[0] for k, v in self.state("aside").items()}, {k: v[0] for k, v in state.items()})
            self.submit("aside", second["item"])

    def test_after_the_solution_comes_another_item(self):
        first = self.next("shown")["item"]
        self.key("shown", first["item"])
        self.submit("shown", first["item"])
        self.assertNotEqual(self.next("shown")["item"]["id"], first["id"])

    def test_a_second_answer_in_an_assessment_changes_nothing(self):
        assessment = self.start("seconder")
        item = self.next("seconder", mode=assessment)["item"]
        self.submit("seconder", item["item"])
        key = self.key("seconder", item["item"])
        state = {k: v[0] for k, v in self.state("seconder").items()}
        before = self.ok("assess", learner="seconder", assessment=assessment)
        reply = self.submit("seconder", item["item"], key)
        self.assertEqual((reply["verdict"], reply["retry"], reply["counted"]), ("correct", True, False))
        self.assertEqual({k: v[0] for k, v in self.state("seconder").items()}, state)
        self.assertEqual(self.ok("assess", learner="seconder", assessment=assessment), before)
        while (reply := self.next("seconder", mode=assessment))["item"]:
            self.submit("seconder", reply["item"]["item"])
        self.assertEqual(reply["assessment"]["result"]["right"], 0)

    def test_what_cannot_be_read_tells_no_key(self):
        item = self.next("prober")["item"]
        key = self.find_key(item)
        for answer in ("2^^3", "1//2", "?", ""):
            status, reply = self.answer("submit", {"learner": "prober", "item": item["item"], "answer": answer,
                                                   "attempt": next(attempts)})
            if status == "ok":
                self.assertEqual(reply["verdict"], "unreadable")
                self.assertEqual(reply["diagnosis"], [])
                self.assertNotIn("answer", reply)
                self.assertNotIn(f" {key}", reply["feedback"])

    def test_a_conflict_tells_no_verdict(self):
        item = self.next("conflicted")["item"]
        body = {"learner": "conflicted", "item": item["item"], "answer": "2^^3", "attempt": "c"}
        self.ok("submit", **body)
        for answer in (self.find_key(item), "-99"):
            reply = self.refused("submit", {**body, "answer": answer}, "conflict", "attempt")
            self.assertEqual(set(reply), {"error", "message", "field", "retry"})

    # --- languages ---

    def test_a_learners_language_is_that_of_all_words(self):
        self.ok("learner", learner="marta", set={"locale": "es"})
        english = self.next("mark")
        issued = self.next("marta")
        self.assertNotEqual(issued["reason"]["words"], english["reason"]["words"])
        titles = {row["skill"]: row["title"] for row in self.ok("catalog", what="skills", locale="es")["rows"]}
        self.assertIn(titles[issued["reason"]["skill"]], issued["reason"]["words"])
        item = issued["item"]["item"]
        for operation, body in (("hint", {}), ("solution", {}), ("submit", {"answer": "2^^3", "attempt": "u"}),
                                ("submit", {"answer": "-99", "attempt": "w"})):
            own, spanish, english = (
                self.ok(operation, learner="marta", item=item,
                        **{**body, **({"locale": locale} if locale else {}),
                           **({"attempt": body["attempt"] + str(locale)} if "attempt" in body else {})})
                for locale in (None, "es", "en"))
            for reply in (own, spanish, english):
                for member in ("counted", "retry", "changes", "next"):
                    reply.pop(member, None)
            self.assertEqual(own, spanish)
            self.assertNotEqual(own, english)

    def test_words_about_an_item_are_in_its_own_language(self):
        for locale in ("en", "es"):
            item = self.ok("generate", skill="negexp-evaluate", seed=1, locale=locale)["items"][0]["item"]
            other = {"en": "es", "es": "en"}[locale]
            for operation, body in (("check", {"item": item, "answer": "2^^3"}), ("read", {"item": item, "answer": "2^^3"}),
                                    ("hint", {"item": item}), ("solution", {"item": item})):
                own = self.ok(operation, **body)
                self.assertEqual(own, self.ok(operation, **body, locale=locale))
                self.assertNotEqual(own, self.ok(operation, **body, locale=other))

    # --- assessments ---

    def test_a_quiz_goes_to_its_end_and_tells_levels_before_and_after(self):
        assessment = self.start("examined")
        status = self.ok("assess", learner="examined", assessment=assessment)
        done = 0
        while (reply := self.next("examined", mode=assessment))["item"]:
            answer = self.find_key(reply["item"]) if done % 2 else "-99"
            self.submit("examined", reply["item"]["item"], answer)
            done += 1
            self.assertLessEqual(done, status["length"])
        self.assertEqual(done, status["length"])
        result = reply["assessment"]["result"]
        self.assertEqual(result["right"], done // 2)
        self.assertEqual([row["result"] for row in result["items"]], (["wrong", "right"] * done)[:done])
        self.assertEqual(self.ok("assess", learner="examined", assessment=assessment), reply["assessment"])

    def test_an_assessment_starts_once_for_one_attempt(self):
        body = {"learner": "starter", "kind": "quiz", "scope": "negative-numbers", "attempt": "go"}
        first = self.ok("assess", **body)
        self.assertEqual(self.ok("assess", **body), first)
        self.refused("assess", {**body, "scope": "logarithms"}, "conflict", "attempt")
        self.refused("assess", {**body, "attempt": "other", "scope": "no-such"}, "unknown_skill", "scope")
        self.refused("assess", {"learner": "starter", "assessment": "77"}, "bad_request", "assessment")
        self.refused("next", {"learner": "starter", "mode": "77"}, "bad_request", "mode")

    def test_a_mastery_challenge_needs_something_mastered_first(self):
        self.refused("assess", {"learner": "early", "kind": "mastery_challenge", "attempt": "m"}, "not_allowed", "kind")

    # --- the course ---

    def test_right_answers_lead_from_skill_to_skill(self):
        seen = []
        for _ in range(8):
            reply = self.next("climber")
            seen.append(reply["item"]["skill"])
            self.submit("climber", reply["item"]["item"], self.find_key(reply["item"]))
        self.assertGreater(len(set(seen)), 1)
        levels = [row[0] for row in self.state("climber").values()]
        self.assertIn("proficient", levels)


if __name__ == "__main__":
    unittest.main()

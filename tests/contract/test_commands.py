"""The commands: JSON lines in and out, by the same code as the socket."""
import json
import os
import subprocess
import tempfile
import time
import unittest

from contract import BINARY, PATIENCE, command, require

SKILL = "negexp-evaluate"


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


class Generate(unittest.TestCase):
    def test_a_seed_gives_the_same_bytes(self):
        arguments = ("generate", "--skill", SKILL, "--count", "1000", "--seed", "7", "--key")
        first = command(*arguments)
        self.assertEqual(first, command(*arguments))
        items = lines(first)
        self.assertEqual(len(items), 1000)
        for item in items:
            require("item.json", item)
            self.assertNotIn("item", item)

    def test_no_id_comes_twice_before_all_have_come(self):
        rows = lines(command("catalog", "families", "--skill", SKILL))
        size = sum(level["items"] for row in rows for level in row["levels"])
        count = min(size, 1000)
        items = lines(command("generate", "--skill", SKILL, "--count", str(count), "--seed", "7"))
        self.assertEqual(len({item["id"] for item in items}), count)

    def test_seal_adds_a_token_that_grade_opens(self):
        with tempfile.TemporaryDirectory() as state:
            items = lines(command("generate", "--skill", SKILL, "--count", "5", "--seal", "--key", "--state", state))
            checks = [{"item": item["item"], "answer": item["key"]["expected"]} for item in items]
            verdicts = lines(command("grade", "--state", state, text="\n".join(map(json.dumps, checks))))
            self.assertEqual(len(verdicts), 5)
            for verdict in verdicts:
                self.assertIn(verdict["verdict"], ("correct", "wrong_form"))
            os.mkdir(os.path.join(state, "other"))
            command("keygen", "--state", os.path.join(state, "other"))
            command("grade", "--state", os.path.join(state, "other"), text=json.dumps(checks[0]), expect=1)

    def test_wrong_usage_is_2(self):
        for arguments in ((), ("--skill", "x", "--unit", "y"), ("--skill", "no-such"), ("--family", "no-such"),
                          ("--skill", SKILL, "--level", "4"), ("--skill", SKILL, "--count", "0"),
                          ("--skill", SKILL, "--locale", "xx")):
            command("generate", *arguments, expect=2)

    def test_catalog_and_preview_show_what_there_is(self):
        self.assertEqual(len({row["skill"] for row in lines(command("catalog", "skills"))}),
                         len(lines(command("catalog", "skills"))))
        families = lines(command("catalog"))
        self.assertGreaterEqual(len(families), 12)
        for family in families[::20]:  # a process each; the linter looks at all
            shown = command("preview", family["family"])
            self.assertIn("level 1", shown)
            self.assertIn("predicted wrong answers", shown)
        command("preview", "no-such", expect=2)
        for what in ("misconceptions", "laws"):
            self.assertGreater(len(lines(command("catalog", what))), 50)
        command("catalog", "no-such", expect=2)
        command("catalog", "laws", "--locale", "xx", expect=2)


class Grade(unittest.TestCase):
    def test_lines_come_back_in_order_with_their_ids(self):
        for jobs in ("1", "3"):
            text = "".join(json.dumps({"id": n if n % 2 else f"n{n}", "question": {"expected": str(n)},
                                       "answer": str(n if n % 3 else n + 1), "group": {"x": 1}}) + "\n"
                           for n in range(5000))
            verdicts = lines(command("grade", "--jobs", jobs, text=text))
            self.assertEqual([v["id"] for v in verdicts], [n if n % 2 else f"n{n}" for n in range(5000)])
            for n, verdict in enumerate(verdicts):
                require("grade.line.json", verdict)
                self.assertEqual(verdict["verdict"], "correct" if n % 3 else "incorrect")

    def test_a_bad_line_is_an_error_in_its_place_and_exit_1(self):
        good = '{"id": 1, "question": {"expected": "1"}, "answer": "1"}'
        bad = ["{", "[]", '{"id": 2}', '{"id": {}, "answer": "1"}', '{"id": 2, "answer": 1, "question": {"expected": "1"}}',
               '{"id": 2, "answer": "1", "question": {"expected": "1", "x": 1}}', "\x00", "5"]
        verdicts = lines(command("grade", text="\n".join([good, *bad, good]), expect=1))
        self.assertEqual(len(verdicts), len(bad) + 2)
        for verdict in verdicts:
            require("grade.line.json", verdict)
        for verdict in verdicts[1:-1]:
            self.assertEqual(verdict["error"], "bad_request")
        self.assertEqual(verdicts[0], verdicts[-1])
        self.assertEqual(verdicts[5]["id"], 2)

    def test_blank_lines_and_returns_ask_nothing(self):
        self.assertEqual(command("grade", text=""), "")
        self.assertEqual(command("grade", text="\n\n\r\n"), "")
        one = '{"question": {"expected": "1"}, "answer": "1"}'
        self.assertEqual(len(lines(command("grade", text=f"{one}\r\n\n{one}"))), 2)

    def test_long_lines_are_graded_and_longer_ones_refused(self):
        long = json.dumps({"id": 1, "question": {"expected": "1"}, "answer": "1", "note": "x" * 900000})
        longer = json.dumps({"id": 2, "note": "x" * 3000000})
        last = json.dumps({"id": 3, "question": {"expected": "1"}, "answer": "1"})
        verdicts = lines(command("grade", text="\n".join([long, longer, last, longer]), expect=1))
        self.assertEqual([v.get("verdict", v.get("error")) for v in verdicts],
                         ["correct", "too_large", "correct", "too_large"])

    def test_verdicts_appear_while_the_input_goes_on(self):
        with subprocess.Popen([BINARY, "grade"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            for n in range(3):
                process.stdin.write(b'{"id": %d, "question": {"expected": "1"}, "answer": "1"}\n' % n)
                process.stdin.flush()
                begin = time.monotonic()
                self.assertEqual(json.loads(process.stdout.readline())["id"], n)
                self.assertLess(time.monotonic() - begin, 2 * PATIENCE)
            process.stdin.close()
            self.assertEqual(process.wait(), 0)

    def test_a_corpus_is_counted_and_what_disagrees_is_shown(self):
        def row(answer, want):
            return json.dumps({"id": answer, "question": {"expected": "1/3"}, "answer": answer, "want": want})

        good = [row("1/3", "correct"), row("2/6", ["correct", "wrong_form"]), row("0.33", "incorrect"),
                row("2 3", "unreadable")]
        shown = command("grade", "--expect", "want", "--jobs", "2", text="\n".join(good * 50))
        self.assertRegex(shown, r"^agrees +200 +100.00 %")
        for bad, name in ((row("1/3", "incorrect"), "false accept"), (row("0.33", "correct"), "false reject"),
                          (row("2 3", "correct"), "not read"), (row("1", "unreadable"), "otherwise"),
                          (row("1/3", "right"), "bad line"), (row("1/3", []), "bad line")):
            shown = command("grade", "--expect", "want", text="\n".join([*good, bad]), expect=1)
            self.assertTrue(shown.startswith(name + ": {"), shown)
            self.assertRegex(shown, rf"(?m)^{name}s? +1\b")


if __name__ == "__main__":
    unittest.main()

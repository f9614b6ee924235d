"""The simulations of courses and of the diagnosis, and the search for beliefs that no rule has yet."""
import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.dom.minidom
from fractions import Fraction

from contract import BINARY, command


def simulate(*arguments):
    run = subprocess.run([BINARY, "simulate", "diagnosis", *arguments], capture_output=True, text=True, timeout=300)
    assert run.returncode in (0, 1), run.stderr
    return run


class SimulateDiagnosis(unittest.TestCase):
    def test_a_seed_gives_the_same_tables_whatever_the_processes(self):
        one = simulate("--learners", "12", "--seed", "5", "--jobs", "1", "--misses")
        three = simulate("--learners", "12", "--seed", "5", "--jobs", "3", "--misses")
        other = simulate("--learners", "12", "--seed", "6", "--jobs", "3", "--misses")
        self.assertEqual((one.returncode, one.stdout), (three.returncode, three.stdout))
        self.assertNotEqual(one.stdout, other.stdout)

    def test_a_figure_that_does_not_hold_is_exit_1(self):
        for run in (simulate("--learners", "2", "--seed", str(seed), "--jobs", "2") for seed in range(1, 4)):
            self.assertEqual(run.returncode == 1, "DOES NOT HOLD" in run.stdout)

    def test_the_plot_is_an_image(self):
        with tempfile.TemporaryDirectory() as folder:
            simulate("--learners", "8", "--svg", folder + "/plot.svg")
            plot = xml.dom.minidom.parse(folder + "/plot.svg").documentElement
            self.assertEqual(plot.tagName, "svg")
            self.assertGreaterEqual(len(plot.getElementsByTagName("circle")), 2)


def line(family, ask, expected, answer):
    return {"family": family, "question": {"ask": ask, "expected": str(expected), "kind": "number"},
            "answer": str(answer)}


def rows_of(out):
    """The figures of each table's first row, by the table's title and the column's name."""
    tables, title, names = {}, None, []
    for line in out.splitlines():
        cells = re.split(r"\s{2,}", line.strip())
        if line and not line.startswith(" ") and "+-" not in line and len(cells) > 2:
            title, names = cells[0], cells[1:]
        elif "+-" in line and title not in tables:
            tables[title] = {name: float(cell.split(" +- ")[0]) for name, cell in zip(names, cells[1:])}
    return tables


class SimulateCourses(unittest.TestCase):
    """A few learners through the whole engine. What 240 must show, `masteryd simulate --check` holds them to."""

    def run_courses(self, *arguments):
        run = subprocess.run([BINARY, "simulate", *arguments], capture_output=True, text=True, timeout=300)
        self.assertIn(run.returncode, (0, 1), run.stderr)
        return run

    def test_the_engine_teaches_a_course_and_repairs_holes(self):
        run = self.run_courses("--learners", "16", "--seed", "1", "--engine", "--check")
        self.assertEqual(run.returncode == 1, "MISSED" in run.stdout, run.stdout)
        tables = rows_of(run.stdout)
        course, holes, placement = (tables[name] for name in
                                    ("The whole course", "Holes below the last unit", "Placement"))
        self.assertGreater(course["last unit %"], 97)
        self.assertLess(course["false %"], 1)
        self.assertGreater(course["in 30 days %"], 72)
        self.assertLess(course["items"], 700)
        self.assertGreater(holes["holes repaired %"], 90)
        self.assertGreater(placement["skills right %"], 92)
        self.assertIn("; 0 were judged otherwise than was meant", run.stdout)

    def test_all_ways_to_teach_are_in_the_tables_and_the_plots_whatever_the_processes(self):
        with tempfile.TemporaryDirectory() as folder:
            one = self.run_courses("--learners", "2", "--seed", "3", "--jobs", "1", "--plots", folder)
            two = self.run_courses("--learners", "2", "--seed", "3", "--jobs", "2")
            for name in ("DIAGNOSYS rule", "without labels", "without reviews", "without placement",
                         "fixed pace, 8 a skill", "fixed pace, 12 a skill", "three in a row",
                         "plain tracing, .95", "Khan's rule", "lower units assumed"):
                self.assertIn(name, one.stdout)
            self.assertEqual(one.stdout.splitlines()[1:], two.stdout.splitlines()[1:])
            for name in ("knowledge.svg", "retention.svg"):
                plot = xml.dom.minidom.parse(os.path.join(folder, name)).documentElement
                self.assertGreaterEqual(len(plot.getElementsByTagName("path")), 27)


class Unexplained(unittest.TestCase):
    def found(self, rows, *arguments, expect=0):
        return command("unexplained", *arguments, text="\n".join(map(json.dumps, rows)), expect=expect)

    def test_a_belief_that_no_rule_has_is_proposed(self):
        rows = []
        for b in range(2, 8):
            for n in range(2, 5):
                rows.append(line("planted-power", f"{b}^(-{n})", Fraction(1, b**n), Fraction(b**n, b + n)))
                rows.append(line("planted-sum", f"{7 * b} + {9 + n}", 7 * b + 9 + n, 7 * b * (9 + n) - 1))
        out = self.found(rows)
        self.assertIn("a^n/(a + n)", out)
        self.assertIn('"a + b -> a*b - 1"', out)
        power = [rule for rule in out.splitlines() if "a^n/(a + n)" in rule]
        self.assertTrue(any(rule.strip().startswith('- rules: ["a^(-n) -> ') for rule in power), power)

    def test_groups_are_by_family_and_relation_most_frequent_first(self):
        rows = [line("often", f"{b}*17 + {b}", 18 * b, -18 * b * 10**7) for b in range(3, 12)]
        rows += [line("seldom", f"{b}*17 + {b}", 18 * b, 18 * b * 10**6) for b in range(3, 6)]
        out = self.found(rows)
        self.assertLess(out.index("of often"), out.index("of seldom"))
        self.assertIn("3 items of seldom: off by a power of ten", out)

    def test_what_is_right_or_explained_is_left_out(self):
        rows = [line("known", "3^(-2)", "1/9", "1/9"), line("known", "3^(-2)", "1/9", "-9"),
                line("known", "2^(-5)", "1/32", "-32")]
        self.assertEqual(self.found(rows).strip(), "3 answers, 2 wrong, 0 of them unexplained")

    def test_a_bad_line_is_counted_and_exit_1(self):
        self.found([{"answer": "3"}, line("f", "1+1", 2, 2)], expect=1)


if __name__ == "__main__":
    unittest.main()

"""Confirms the keys of shipped items by SymPy: another reader, another algebra, nothing of ours.

For every family and level, 50 items (or all): `key.ask` is read here, worked out by SymPy and compared with
`key.expected`. An equation is confirmed by putting the key in place of its unknown; each shipped one has a side that
is strictly monotone in the unknown, so that there is no other solution. Exit 1 when any item disagrees.

    MASTERYD=build/release/masteryd python3 tests/oracle/oracle.py [family ...]
"""

import json
import os
import pathlib
import re
import subprocess
import sys

import sympy
from sympy.parsing.sympy_parser import parse_expr, rationalize, standard_transformations

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNT = 50
LEVELS = (1, 2, 3)
DIGITS = 60  # of the numeric comparison where SymPy's own simplification does not settle an equality
RELATIONS = {"<=": sympy.Le, ">=": sympy.Ge, "!=": sympy.Ne, "<": sympy.Lt, ">": sympy.Gt, "=": None}
X = sympy.Symbol("x", positive=True)


def bracketed(text, at):
    """The inside of the bracket that opens at `at`, and the place after it."""
    depth = 0
    for end in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        if depth == 0:
            return text[at + 1:end], end + 1
    raise ValueError(f"bracket never closed: {text}")


def logs_as_calls(text):
    """log_b(a) as log(a, b); the base is a number, a letter or a bracket."""
    while (found := text.find("log_")) >= 0:
        at = found + 4
        if text[at] == "(":
            base, at = bracketed(text, at)
        else:
            base = re.match(r"[0-9.]+|[a-z]", text[at:]).group()
            at += len(base)
        argument, end = bracketed(text, at)
        text = f"{text[:found]}log(({argument}), ({base})){text[end:]}"
    return text


def read(text):
    """An expression in plain notation, exactly: decimals become fractions."""
    names = {"x": X, "abs": sympy.Abs, "root": lambda a, n: sympy.real_root(a, n), "sqrt": sympy.sqrt,
             "log": sympy.log, "ln": sympy.log, "Integer": sympy.Integer, "Float": sympy.Float,
             "Rational": sympy.Rational, "Symbol": sympy.Symbol}
    return parse_expr(logs_as_calls(text).replace("^", "**"), local_dict=names, global_dict={},
                      transformations=standard_transformations + (rationalize,))


def same(left, right):
    difference = sympy.simplify(left - right)
    if difference == 0 or sympy.simplify(sympy.expand_log(difference, force=True)) == 0:
        return True
    return bool(abs(sympy.N(left - right, DIGITS)) < sympy.Rational(1, 10) ** (DIGITS - 10))


def sides(ask):
    for sign in RELATIONS:
        parts = re.split(r"(?<![<>!])" + re.escape(sign) + r"(?!=)", ask)
        if len(parts) == 2:
            return sign, parts[0], parts[1]
    return None


def holds(sign, left, right):
    return same(left, right) if sign == "=" else bool(RELATIONS[sign](left, right))


def confirms(ask, expected):
    relation = sides(ask)
    if not relation:
        return same(read(ask), read(expected))
    sign, left, right = relation[0], read(relation[1]), read(relation[2])
    if expected in ("true", "false"):
        return holds(sign, left, right) == (expected == "true")
    key = read(expected)
    return sign == "=" and same(left.subs(X, key), right.subs(X, key))


def families():
    for path in sorted((ROOT / "generators").glob("*/*.yaml")):
        found = re.search(r"^family: *(\S+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            yield found.group(1)


def items(family, level):
    command = [os.environ["MASTERYD"], "generate", "--family", family, "--level", str(level), "--count",
               str(COUNT), "--seed", "1", "--key"]
    made = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return list({item["id"]: item for item in map(json.loads, made)}.values())


def main():
    confirmed = disagreements = 0
    for family in sys.argv[1:] or families():
        for level in LEVELS:
            for item in items(family, level):
                key = item["key"]
                if confirms(key["ask"], key["expected"]):
                    confirmed += 1
                    continue
                disagreements += 1
                print(f"{family} level {level}: {key['ask']} is not {key['expected']} ({key['parameters']})")
    print(f"{confirmed} keys confirmed, {disagreements} disagreements")
    return 1 if disagreements or not confirmed else 0


if __name__ == "__main__":
    sys.exit(main())

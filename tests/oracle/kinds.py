"""Kind by kind and form by form: what a key is, and whether it is what was worked out here."""

import re
from math import gcd

import sympy

from reader import RELATIONS, Undefined, Unreadable, holds, parse, read, same, value
from solving import equal_sets, interval, solutions

WORDS = {"true": True, "false": False, "undefined": Undefined, "no solution": frozenset()}


def equation(text):
    """(base, exponent, result) of b^n = c or of log_b(c) = n, whichever side is which."""
    tree = parse(text)
    for left, right in (tree[1:], tree[:0:-1]) if tree[0] == "=" else ():
        if left[0] == "^":
            return "power", value(left[1]), value(left[2]), value(right)
        if left[0] == "log":
            return "log", value(left[2]), value(right), value(left[1])
    raise Unreadable(f"neither a power nor a logarithm: {text}")


def part_values(text):
    tree = parse(text)
    return tuple(value(part) for part in (tree[1:] if tree[0] == "," else (tree,)))


def key_worth(kind, text):
    """What an answer in plain notation stands for."""
    if text in WORDS:
        return WORDS[text]
    if kind == "solutions":
        return frozenset(part_values(text))
    if kind == "list":
        return part_values(text)
    if kind == "interval":
        return interval(text)
    if kind == "equation":
        return equation(text)
    try:
        return read(text)
    except Undefined:
        return Undefined


def agree(worked_out, key):
    """Whether two of them are equal; of different sorts they are not."""
    if isinstance(worked_out, bool) or isinstance(key, bool) or Undefined in (worked_out, key):
        return worked_out is key
    if isinstance(worked_out, frozenset) and isinstance(key, frozenset):
        return equal_sets(worked_out, key)
    if isinstance(worked_out, tuple) and isinstance(key, tuple):
        return len(worked_out) == len(key) and all(
            a == b if isinstance(a, str) else same(a, b) for a, b in zip(worked_out, key))
    if isinstance(worked_out, sympy.Set) and isinstance(key, sympy.Set):
        return worked_out == key
    return isinstance(worked_out, sympy.Expr) and isinstance(key, sympy.Expr) and same(worked_out, key)


def only(found, prompt):
    """The one solution of those found that the prompt asks for."""
    if "positive" in prompt or "long is each" in prompt:  # a length
        found = [root for root in found if root > 0]
    if "negative" in prompt:
        found = [root for root in found if root < 0]
    if len(found) != 1:
        raise Unreadable(f"one solution is asked for, and there are {sorted(found, key=float)}")
    return next(iter(found))


def ask_worth(kind, ask, prompt):
    """What is asked, worked out."""
    tree = parse(ask)
    if kind == "equation":
        shape, *numbers = equation(ask)
        return ("log" if shape == "power" else "power", *numbers)
    if kind == "list":
        in_order = sorted((value(part) for part in tree[1:]), key=lambda number: sympy.N(number, 60))
        if not ("smallest first" in prompt or "greatest first" in prompt):
            raise Unreadable("the prompt does not say which is first")
        return tuple(in_order if "smallest first" in prompt else in_order[::-1])
    try:
        if kind == "choice" and tree[0] in RELATIONS:
            return holds(tree)
        if tree[0] == "=":
            found = solutions(tree)
            return found if kind == "solutions" else only(found, prompt)
        return value(tree)
    except Undefined:
        return Undefined


def is_lowest_terms(text):
    match = re.fullmatch(r"-?(\d+)(?:/(\d+))?", text)
    return bool(match) and (match[2] is None or int(match[2]) > 1 and gcd(int(match[1]), int(match[2])) == 1)


def is_mixed(text):
    match = re.fullmatch(r"-?\d+ (\d+)/(\d+)", text)
    return bool(match) and int(match[1]) < int(match[2]) and gcd(int(match[1]), int(match[2])) == 1


def is_power(text, base=None):
    try:
        tree = parse(text)
    except Unreadable:
        return False
    if tree[0] != "^" or any(part[0] in ("^", "*") for part in tree[1:]):
        return False
    return base is None or same(value(tree[1]), read(base))


def is_expanded(text):
    def has_sum_in_product(tree, inside=False):
        if tree[0] in ("number", "letter"):
            return False
        if tree[0] in ("+", "-") and inside:
            return True
        inner = inside or tree[0] in ("*", "/", "^")
        return any(has_sum_in_product(part, inner) for part in tree[1:])

    terms = sympy.Add.make_args(read(text))
    return not has_sum_in_product(parse(text)) and len(terms) == len(re.findall(r"(?<=\S) [-+] ", text)) + 1


FORMS = {
    "any": lambda text: True,
    "integer": lambda text: re.fullmatch(r"-?\d+", text),
    "decimal": lambda text: re.fullmatch(r"-?\d+(\.\d*[1-9])?", text),
    "scientific": lambda text: re.fullmatch(r"-?[1-9](\.\d*[1-9])?\*10\^(\d+|\(-\d+\))", text),
    "lowest-terms": is_lowest_terms,
    "mixed": is_mixed,
    "power": is_power,
    "expanded": is_expanded,
    "evaluated": lambda text: text == "undefined" or is_lowest_terms(text),
}


def in_form(form, text):
    name, _, detail = form.partition(":")
    if name == "pattern":
        return bool(re.search(detail, text))
    if name == "power" and detail:
        return is_power(text, detail)
    if name not in FORMS:
        raise Unreadable(f"the form {form} is not known here")
    return bool(FORMS[name](text))

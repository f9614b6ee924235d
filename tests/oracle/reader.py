"""Reads plain notation for SymPy: a reader and an evaluator over the real numbers, neither of them ours.

`parse` gives a tree of tuples; `value` works it out, exactly, and raises Undefined where the real numbers have no
value: a division by zero, a logarithm of what is not positive, an even root of a negative number. Odd roots of
negative numbers are real here, unlike SymPy's own.
"""

import functools
import re

import sympy

TOKEN = re.compile(r"\s*(?:(?P<mixed>\d+ \d+/\d+)|(?P<number>\d+(?:\.\d+)?)|(?P<name>log_|log|ln|sqrt|root|abs|"
                   r"[a-z](?![a-z]))|(?P<sign><=|>=|!=|[-+*/^(),=<>×÷−]))")
SIGNS = {"×": "*", "÷": "/", "−": "-"}
RELATIONS = ("<=", ">=", "!=", "=", "<", ">")
LONGEST_EXPONENT = 20000  # what is larger is not worked out
DIGITS = 60  # of a numeric comparison


class Undefined(Exception):
    """No real value."""


class Unreadable(ValueError):
    """Not plain notation."""


def tokens(text):
    at, found = 0, []
    text = text.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise Unreadable(f"`{text[at:]}` in `{text}`")
        kind = match.lastgroup
        found.append((kind, SIGNS.get(match.group(kind), match.group(kind))))
        at = match.end()
    return found


class Parser:
    def __init__(self, text):
        self.text, self.tokens, self.at = text, tokens(text), 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else (None, None)

    def take(self, *wanted):
        if self.peek()[1] in wanted:
            self.at += 1
            return self.tokens[self.at - 1][1]
        return None

    def need(self, sign):
        if not self.take(sign):
            raise Unreadable(f"{sign} expected in `{self.text}`")

    def whole(self):
        tree = self.sum()
        if sign := self.take(*RELATIONS):
            tree = (sign, tree, self.sum())
        elif self.peek()[1] == ",":
            parts = [tree]
            while self.take(","):
                parts.append(self.sum())
            tree = (",", *parts)
        if self.at < len(self.tokens):
            raise Unreadable(f"more than one expression: `{self.text}`")
        return tree

    def sum(self):
        tree = self.product()
        while sign := self.take("+", "-"):
            tree = (sign, tree, self.product())
        return tree

    def product(self):
        tree = self.signed()
        while True:
            if sign := self.take("*", "/"):
                tree = (sign, tree, self.signed())
            elif self.peek()[1] == "(" or self.peek()[0] == "name":  # 5x, 10 log(r)
                tree = ("*", tree, self.power())
            else:
                return tree

    def signed(self):
        if self.take("-"):
            return ("neg", self.signed())
        return self.power()

    def power(self):
        base = self.atom()
        return ("^", base, self.signed()) if self.take("^") else base

    def bracket(self):
        self.need("(")
        parts = [self.sum()]
        while self.take(","):
            parts.append(self.sum())
        self.need(")")
        return parts

    def atom(self):
        kind, word = self.peek()
        if word == "(":
            inside = self.bracket()
            if len(inside) != 1:
                raise Unreadable(self.text)
            return inside[0]
        if kind is None or kind == "sign":
            raise Unreadable(f"an expression expected in `{self.text}`")
        self.at += 1
        if kind == "mixed":
            whole, fraction = word.split(" ")
            return ("+", ("number", sympy.Integer(whole)), ("number", sympy.Rational(fraction)))
        if kind == "number":
            return ("number", sympy.Rational(word))
        if word == "log_":
            base = self.atom()
            return ("log", *self.bracket(), base)
        if word == "log":
            return ("log", *self.bracket(), ("number", sympy.Integer(10)))
        if word == "ln":
            return ("log", *self.bracket(), ("number", sympy.E))
        if word == "sqrt":
            return ("root", *self.bracket(), ("number", sympy.Integer(2)))
        if word in ("root", "abs"):
            return (word, *self.bracket())
        return ("number", sympy.E) if word == "e" else ("letter", word)


@functools.lru_cache(maxsize=100000)
def parse(text):
    return Parser(text).whole()


def letters(tree):
    if tree[0] in ("number", "letter"):
        return {tree[1]} if tree[0] == "letter" else set()
    return set().union(*map(letters, tree[1:]))


def real(name):
    return sympy.Symbol(name, real=True)


def positive(name):
    return sympy.Symbol(name, positive=True)


def sign_of(number):
    """-1, 0 or 1."""
    if not number.is_Rational:
        number = sympy.N(number, DIGITS)
        if abs(number) < sympy.Rational(1, 10) ** (DIGITS - 10):
            return 0
    return 1 if number > 0 else -1 if number < 0 else 0


def logarithm(of):
    """The natural logarithm, of a rational number by its primes, so that equal logarithms look equal."""
    if of.is_Rational:
        factors = sympy.factorrat(of)
        return sum((times * sympy.log(prime) for prime, times in factors.items()), sympy.S.Zero)
    if of.is_Pow and (of.base.is_positive or of.base == sympy.E) and of.exp.is_real:
        return of.exp * logarithm(of.base)
    if of.is_Mul and all(part.is_positive for part in of.args):
        return sum(map(logarithm, of.args))
    return sympy.log(of)


def power(base, exponent):
    if exponent.is_Rational and base.is_number:
        if abs(exponent.p) > LONGEST_EXPONENT:
            raise Unreadable("too long a power")
        base_sign = sign_of(base)
        if base_sign == 0 and exponent <= 0:
            raise Undefined("a power of zero")
        if base_sign < 0 and exponent.q > 1:
            if exponent.q % 2 == 0:
                raise Undefined("an even root of a negative number")
            return sympy.S(-1) ** exponent.p * (-base) ** exponent
    elif base.is_number and base.is_Rational and base <= 0 and exponent.is_number:
        raise Undefined("an irrational power")
    return base**exponent


def work_out(head, parts):
    if head == "+":
        return parts[0] + parts[1]
    if head == "-":
        return parts[0] - parts[1]
    if head == "*":
        return parts[0] * parts[1]
    if head == "neg":
        return -parts[0]
    if head == "abs":
        return abs(parts[0])
    if head == "/":
        if parts[1].is_number and sign_of(parts[1]) == 0:
            raise Undefined("a division by zero")
        return parts[0] / parts[1]
    if head == "^":
        return power(*parts)
    if head == "root":
        return power(parts[0], 1 / parts[1])
    if head == "log":
        of, base = parts
        if of.is_number and sign_of(of) <= 0:
            raise Undefined("a logarithm of what is not positive")
        if base.is_number and (sign_of(base) <= 0 or sign_of(base - 1) == 0):
            raise Undefined("a base that no logarithm has")
        return logarithm(of) / logarithm(base)
    raise Unreadable(f"no value: {head}")


def value(tree, letter=positive, **known):
    """What an expression is worth; a letter is a symbol unless its value is known."""
    if tree[0] == "number":
        return tree[1]
    if tree[0] == "letter":
        return known[tree[1]] if tree[1] in known else letter(tree[1])
    return work_out(tree[0], [value(part, letter, **known) for part in tree[1:]])


@functools.lru_cache(maxsize=100000)
def read(text):
    return value(parse(text))


@functools.lru_cache(maxsize=100000)
def same(left, right):
    """Equal for all values of the letters. What is irrational is refuted by 60 digits, and proved if SymPy can."""
    difference = left - right
    if difference.is_Rational:
        return difference == 0
    if difference.is_number:
        return sign_of(difference) == 0
    symbols = sorted(difference.free_symbols, key=str)
    point = {letter: sympy.Rational(3 + 2 * at, 7) for at, letter in enumerate(symbols)}
    if sign_of(difference.subs(point)) != 0:
        return False
    return sympy.expand(difference) == 0 or sympy.simplify(difference) == 0


def holds(tree, **known):
    """Whether a relation is true."""
    sign, left, right = tree[0], value(tree[1], **known), value(tree[2], **known)
    if sign in ("=", "!="):
        return same(left, right) == (sign == "=")
    return {"<": (-1,), ">": (1,), "<=": (-1, 0), ">=": (0, 1)}[sign].__contains__(sign_of(left - right))

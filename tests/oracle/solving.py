"""Solves what the families ask to be solved, by SymPy over the real numbers: every solution and no other."""

import sympy

from reader import RELATIONS, Undefined, Unreadable, holds, letters, logarithm, parse, real, same, sign_of, value


def ratio(above, below):
    """above/below, a rational number where they are the same sum of logarithms but for a factor."""
    parts = [sympy.expand(side).as_coefficients_dict() for side in (above, below)]
    if parts[0].keys() == parts[1].keys():
        factors = {parts[0][part] / parts[1][part] for part in parts[0]}
        if len(factors) == 1:
            return factors.pop()
    return above / below


def log_of_powers(tree, x):
    """ln |side| where a side is a product of powers with exponents linear in x; None when it is not."""
    head = tree[0]
    if x.name not in letters(tree):
        return logarithm(abs(value(tree)))
    if head == "*":
        parts = [log_of_powers(part, x) for part in tree[1:]]
        return None if None in parts else parts[0] + parts[1]
    if head == "/":
        parts = [log_of_powers(part, x) for part in tree[1:]]
        return None if None in parts else parts[0] - parts[1]
    if head == "^":
        base = log_of_powers(tree[1], x)
        return None if base is None else base * value(tree[2], letter=real)
    return None


def solve_powers(left, right, x):
    """The unknown stands in exponents: the logarithms of both sides are linear in it."""
    sides = [log_of_powers(side, x) for side in (left, right)]
    if None in sides:
        return None
    line = sympy.expand(sides[0] - sides[1])
    slope, rest = line.coeff(x, 1), line.coeff(x, 0)
    if sympy.expand(line - slope * x - rest) != 0 or sign_of(slope) == 0:
        return None
    return [ratio(-rest, slope)]


def solve_logs(difference, x):
    """A sum of multiples of logarithms of polynomials in x, or one logarithm with x as its base."""
    logs = [log for log in difference.atoms(sympy.log) if log.has(x)]
    if logs == [sympy.log(x)] and sympy.denom(sympy.together(difference)).has(logs[0]):
        unknown = sympy.Dummy()
        top = sympy.numer(sympy.together(difference.subs(logs[0], unknown)))
        return [sympy.exp(sympy.expand(root)) for root in sympy.solve(top, unknown)]
    expanded = sympy.expand(difference)
    multiples = [expanded.coeff(log) for log in logs]
    rest = sympy.expand(expanded - sum(a * log for a, log in zip(multiples, logs)))
    if rest.has(x) or any(a.has(x) for a in multiples):
        return None
    ratios = [ratio(a, multiples[0]) for a in multiples]
    if not all(times.is_Rational for times in ratios):
        return None
    whole = sympy.ilcm(1, 1, *(times.q for times in ratios))
    constant = sympy.exp(sympy.expand(-rest * whole / multiples[0]))
    above = sympy.prod(log.args[0] ** (times * whole) for log, times in zip(logs, ratios) if times > 0)
    below = sympy.prod(log.args[0] ** (-times * whole) for log, times in zip(logs, ratios) if times < 0)
    roots = real_roots(above - constant * below, x)
    return roots and [root for root in roots if all(sign_of(log.args[0].subs(x, root)) > 0 for log in logs)]


def real_roots(expression, x):
    """Of a polynomial; None when it is not one."""
    polynomial = sympy.Poly(sympy.expand(expression), x)
    if polynomial.degree() == 1:
        return [sympy.radsimp(-polynomial.nth(0) / polynomial.nth(1))]
    if polynomial.degree() < 1 or not all(c.is_Rational for c in polynomial.all_coeffs()):
        return [] if polynomial.degree() == 0 else None
    return list(set(sympy.real_roots(polynomial)))


def solve_roots(difference, x):
    """Polynomials and fractional powers of x: x = t^q makes a polynomial in t of them."""
    exponents = [part.exp for part in difference.atoms(sympy.Pow) if part.has(x)]
    if not all(exponent.is_Rational for exponent in exponents):
        return None
    q = sympy.ilcm(1, 1, *(exponent.q for exponent in exponents))
    if any(part.exp.q > 1 and part.base != x for part in difference.atoms(sympy.Pow) if part.has(x)):
        return None
    t = sympy.Symbol("t", positive=True)
    inside = difference.subs(x, t**q)
    real_t = sympy.Symbol("t", real=True)
    top = sympy.numer(sympy.together(inside.subs(t, real_t)))
    if not top.is_polynomial(real_t):
        return None
    roots = real_roots(top, real_t)
    return roots and [root**q for root in roots if q % 2 or sign_of(root) >= 0]


def is_solution(tree, x, candidate):
    try:
        return holds(tree, **{x.name: candidate})
    except Undefined:
        return False


def solutions(tree):
    """Every real solution of an equation in one unknown."""
    unknown = letters(tree)
    if tree[0] != "=" or len(unknown) != 1:
        raise Unreadable("no equation in one unknown")
    x = real(unknown.pop())
    found = solve_powers(tree[1], tree[2], x) if has_exponent(tree, x.name) else None
    if found is None:
        difference = value(tree[1], letter=real) - value(tree[2], letter=real)
        found = solve_logs(difference, x) if difference.has(sympy.log(x)) or any(
            log.has(x) for log in difference.atoms(sympy.log)) else solve_roots(difference, x)
        if found is None:
            exact = sympy.solveset(difference, x, sympy.Reals)
            if not isinstance(exact, sympy.FiniteSet) and exact is not sympy.S.EmptySet:
                raise Unreadable(f"SymPy does not solve it: {exact}")
            found = list(exact)
    return frozenset(root for root in found if is_solution(tree, x, root))


def has_exponent(tree, name):
    if tree[0] in ("number", "letter"):
        return False
    return tree[0] == "^" and name in letters(tree[2]) or any(has_exponent(part, name) for part in tree[1:])


def domain(tree):
    """Where an expression in one letter has a real value, as a set."""
    x = real(letters(tree).pop())
    if tree[0] in ("number", "letter"):
        return sympy.Reals
    where = sympy.Reals
    for part in tree[1:]:
        if letters(part):
            where = where.intersect(domain(part))
    if tree[0] == "log" and letters(tree[1]):
        where = where.intersect(inequality(value(tree[1], letter=real) > 0, x))
    if tree[0] == "/" and letters(tree[2]):
        where = where - sympy.solveset(value(tree[2], letter=real), x, sympy.Reals)
    if tree[0] == "root" and letters(tree[1]) and int(tree[2][1]) % 2 == 0:
        where = where.intersect(inequality(value(tree[1], letter=real) >= 0, x))
    return where


def inequality(relation, x):
    return sympy.solve_univariate_inequality(relation, x, relational=False)


SETS = {"<": sympy.Lt, ">": sympy.Gt, "<=": sympy.Le, ">=": sympy.Ge, "!=": sympy.Ne}


def interval(text):
    """An answer such as `x > 3 or x < -3`, as a set."""
    whole = sympy.S.EmptySet
    for either in text.split(" or "):
        both = sympy.Reals
        for part in either.split(" and "):
            tree = parse(part)
            if tree[0] not in RELATIONS or tree[0] == "=":
                raise Unreadable(text)
            x = real(letters(tree).pop())
            relation = SETS[tree[0]](value(tree[1], letter=real), value(tree[2], letter=real))
            both = both.intersect(inequality(relation, x))
        whole = whole.union(both)
    return whole


def equal_sets(left, right):
    """Of numbers, as solutions are."""
    return len(left) == len(right) and all(any(same(a, b) for b in right) for a in left)

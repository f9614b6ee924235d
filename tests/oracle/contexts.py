"""What the prompts ask that do not show the asked expression: (the English prompt, how to work it out), a family.

Written from the prompts alone. `{}` is a number or an expression, read from the prompt; `{text}` is taken as it
stands, and so is `{lines}`, which may be several; `…` is any text. What follows the end of a pattern (how to write the
answer) is left to the check of the form.
The numbers come from the prompt itself, so that a prompt that misses one, or shows another, is found.
"""

import re
from itertools import count

import sympy
from sympy import Abs, Rational, ceiling, log

from kinds import part_values
from reader import Undefined, holds, parse, power, read, same, sign_of, value
from solving import domain, equal_sets, solutions

THOUSANDS = {"thousand": 10**3, "million": 10**6, "thousand million": 10**9, "thousandths": Rational(1, 10**3),
             "millionths": Rational(1, 10**6)}
PREFIXES = {"milli": Rational(1, 10**3), "micro": Rational(1, 10**6), "nano": Rational(1, 10**9)}
PLACES = {"ones": 1, "tenths": Rational(1, 10), "hundredths": Rational(1, 100), "thousandths": Rational(1, 1000)}


def put(expression, letter, number):
    return value(parse(expression), **{letter: read(number)})


def first_year(reached):
    return sympy.Integer(next(year for year in count() if reached(year)))


def steps_to(start, factor, end):
    """How many times `factor` takes `start` to `end`."""
    return sympy.Integer(next(n for n in range(1000) if start * factor**n == end))


def greatest(*numbers):
    best = numbers[0]
    for number in numbers[1:]:
        best = number if sign_of(number - best) > 0 else best
    return best


def smallest(*numbers):
    return -greatest(*(-number for number in numbers))


def ordered(text, greatest_first=False):
    return tuple(sorted(part_values(text), key=lambda number: sympy.N(number, 60), reverse=greatest_first))


def below(number):
    """The largest whole number that is less."""
    return ceiling(number) - 1


def from_known(*texts):
    """log_b(x) = m, …, and the expression that is asked: x is the power b^m."""
    *known, asked = texts
    letters = {}
    for name, base, exponent in zip(known[1::3], known[::3], known[2::3]):
        letters[name] = power(read(base), read(exponent))
    return sympy.simplify(value(parse(asked), **letters))


def whole_numbers(expression, end):
    """The first or the last whole number where the expression has a value."""
    where = domain(parse(expression)).intersect(sympy.S.Integers)
    return getattr(where, end)


def digit_worth(digit, number):
    whole, _, places = number.partition(".")
    at = number.replace(".", "").index(digit)
    return int(digit) * Rational(10) ** (len(whole) - 1 - at)


def written_out(number):
    """A positive decimal in full, as (the digits before the point, those behind it)."""
    places = next(n for n in count() if (number * 10**n).is_Integer)
    digits = str(number * 10**places).rjust(places + 1, "0")
    return digits[:len(digits) - places], digits[len(digits) - places:]


def coefficient(text):
    """The number in front when a power of a product is written as a number times a power."""
    return value(parse(text)).as_coeff_Mul()[0]


def exponent(text, letter):
    return sympy.degree(value(parse(text)), value(parse(letter)))


def as_whole_power(*options):
    """The one of some expressions that is a power of a product."""
    return next(read(option) for option in options if parse(option)[0] == "^")


def compose(*parts):
    return sum(number * PLACES[place] for number, place in zip(parts[::2], parts[1::2]))


def worth_of_line(line):
    tree = parse(line)
    return solutions(tree) if tree[0] == "=" else value(tree)


def wrong_step(lines):
    """The number of the only step of a worked solution that does not follow from the line before; 0: all do."""
    asked, *steps = lines.split("\n")
    before, wrong = worth_of_line(asked), []
    for number, step in enumerate(steps, 1):
        head, _, line = step.partition(" ")
        after = worth_of_line(line.removeprefix("= "))
        right = equal_sets(before, after) if isinstance(before, frozenset) else same(before, after)
        if head != f"({number})":
            raise Unreadable(f"`{step}` is not step {number}")
        wrong += [] if right else [number]
        before = after
    if len(wrong) > 1:
        raise Unreadable(f"steps {wrong} are wrong")
    return sympy.Integer(wrong[0] if wrong else 0)


def count_of(match):
    return sympy.Integer(len(match.group()))


SPOT = [("Somebody …step by step:\n{lines}\nWhich step is wrong?", wrong_step)]

READINGS = {
    "exp-coefficient-choose": [
        ("In which expression does the exponent belong to {} as well as to {text}: {text}, {text} or {text}?",
         lambda k, v, *options: as_whole_power(*options))],
    "exp-coefficient-evaluate": [("Square {}, and then multiply the result by {}.", lambda b, k: k * b**2)],
    "exp-coefficient-growth": [
        ("A game starts with a prize of {} points. …doubles … after {} right answers?",
         lambda k, n: k * 2**n),
        ("There are {} bacteria …doubles every hour. How many are there after {} hours?", lambda k, n: k * 2**n),
        ("On the first day {} people see a video. On each of the next {} days, three times as many …on the last of",
         lambda k, n: k * 3**n)],
    "exp-coefficient-substitute": [("What is the value of {text} when {text} = {text}?", put)],
    "exp-compare": [("Which is greater, {} or {}?", greatest)],
    "exp-evaluate-power": [("A product has {} factors, and each of them is {}. What is its value?", lambda n, b: b**n)],
    "exp-fraction-decimal-base": [
        ("The sides of a square are {} m long. What is its area", lambda a: a**2),
        ("The edges of a cube are {} m long. What is its volume", lambda a: a**3)],
    "exp-fraction-left-over": [
        ("…each hour, {} of what was there at its start is left. …after {} hours?", lambda p, n: p**n),
        ("A copier makes every length {} as long. …done {} times. What fraction of its first length",
         lambda p, n: p**n),
        ("…it rises to {} of the height it had before. …after bounce number {}?", lambda p, n: p**n),
        ("…it loses {} of the water … What fraction of the water is left after {} days?", lambda p, n: (1 - p)**n)],
    "exp-minus-evaluate": [("Which number is the opposite of {}?", lambda a: -a)],
    "exp-minus-substitute": [
        ("What is the opposite of {text} when {text} = {text}?", lambda e, v, a: -put(e, v, a)),
        ("What is the value of {text} when {text} = {text}?", put)],
    "exp-missing-base": [
        ("A square has an area of {} square centimetres. How many centimetres long is each side?", sympy.sqrt),
        ("A cube has a volume of {} cubic centimetres. How many centimetres long is each edge?", sympy.cbrt),
        ("A product has {} equal positive factors, and its value is {}. Which number is each factor?",
         lambda n, c: sympy.root(c, n))],
    "exp-missing-exponent": [("How many factors {} must be multiplied together to make {}?",
                              lambda b, c: steps_to(1, b, c))],
    "exp-negbase-evaluate": [
        ("A product has {} factors, and each of them is {}. What is its value?", lambda n, b: b**n),
        ("What is the value of {text} when {text} = {text}?", put)],
    "exp-negbase-missing-base": [
        ("A negative number …so that there are {} equal factors. The product is {}. Which number is it?",
         lambda n, c: -sympy.root(c, n) if n % 2 == 0 else sympy.real_root(c, n))],
    "exp-ten-units": [
        ("A {text} is {} {text}. A{text} {} {text}. How many {text} is that?",
         lambda unit, size, parts, story, number, units, asked: number * size)],
    "law-common-base-compare": [("Which is greater, {} or {}?", greatest)],
    "law-no-sum-bracket": [
        ("Add {} and {}, and square the sum.", lambda a, b: (a + b)**2),
        ("The sides of a square garden are {} m long. Each side is made {} m longer, … What is the new area",
         lambda a, b: (a + b)**2),
        ("By how much is {} greater than {}?", lambda a, b: a - b)],
    "law-no-sum-equal-powers": [("A sum has {} addends, and each of them is {}. Write the sum",
                                 lambda n, a: n * a)],
    "law-power-power-context": [
        ("The sides of a square are {} mm long. What is its area", lambda a: a**2),
        ("The edges of a cube are {} mm long. What is its volume", lambda a: a**3),
        ("A code is a row of {} symbols, and for each of them there are {} choices. How many codes",
         lambda n, a: a**n)],
    "law-power-power-one-power": [("A product has {} factors, and each of them is {}. Write the product",
                                   lambda n, a: a**n)],
    "law-power-power-spot": SPOT,
    "law-power-product-part": [
        ("{text} is to be written as a number times a power of {text}. Which number", lambda e, v: coefficient(e)),
        ("{text} is to be written as a number times one power of {text}. Which exponent", exponent),
        ("{text} is to be written as a power of {text} over a number. Which number stands below the bar?",
         lambda e, v: 1 / coefficient(e))],
    "law-quotient-context": [
        ("A factory packs {} beads into bags of {} beads each. How many bags", lambda a, b: a / b),
        ("A disk holds {} bytes, and each picture takes up {} bytes. How many pictures", lambda a, b: a / b),
        ("A computer has two disks of {} bytes each, and each picture takes up {} bytes. How many pictures",
         lambda a, b: 2 * a / b)],
    "law-quotient-evaluate": [("By which number must {} be multiplied to give {}?", lambda a, b: b / a)],
    "decimal-compose": [
        ("Write {} {text}, {} {text} and {} {text} together as a decimal.", compose),
        ("Write {} {text} and {} {text} together as a decimal.", compose)],
    "decimal-digit-worth": [
        ("What is the digit {text} worth in {text}?", digit_worth),
        ("In {text} the digits {text} and {text} are replaced by 0. By how much does the number become smaller?",
         lambda number, a, b: digit_worth(a, number) + digit_worth(b, number))],
    "fraction-of-amount": [
        ("A water tank holds {} litres. It is {} full. How many litres are in it?", lambda a, p: a * p),
        ("A book has {} pages. Ana has read {} of it. How many pages has she read?", lambda a, p: a * p),
        ("Of {} tickets, {} are sold. How many are left?", lambda a, p: a - a * p),
        ("{} of a class trip's cost has been paid, and that is {} €. How many euros does the whole trip cost?",
         lambda p, a: a / p)],
    "fraction-reciprocal": [
        ("Which number must {} be multiplied by to give 1?", lambda a: 1 / a),
        ("What is the reciprocal of {}?", lambda a: 1 / a)],
    "fraction-reduce": [("Of the {} pupils on a trip, {} come by bicycle. What fraction", lambda a, b: b / a)],
    "linear-story": [
        ("I think of a number, multiply it by {} and then add {}. The result is {}.", lambda a, b, c: (c - b) / a),
        ("I think of a number, multiply it by {} and then subtract {}. The result is {}.",
         lambda a, b, c: (c + b) / a),
        ("I think of a number, add {} and then multiply what I have by {}. The result is {}.",
         lambda b, a, c: c / a - b),
        ("A taxi costs {} € to start and {} € for each kilometre. A ride costs {} €. How many kilometres",
         lambda b, a, c: (c - b) / a),
        ("A candle is {} cm long and becomes {} cm shorter every hour. After how many hours is it {} cm long?",
         lambda c, a, b: (c - b) / a)],
    "exp-common-growth": [
        ("A dish holds {} thousand bacteria. Every hour their number becomes {} times as large. … {} thousand?",
         steps_to),
        ("A substance has a half-life of {} days. …are only {} mg left of {} mg?",
         lambda h, left, start: h * steps_to(left, 2, start)),
        ("The number of users of a game becomes {} times as large every {} months. …with {} users. …there {}?",
         lambda b, h, start, end: h * steps_to(start, b, end))],
    "expeq-logs-years": [
        ("You invest {} euros at {} % interest a year, … do you first have at least {} euros?",
         lambda a, p, c: first_year(lambda year: a * (1 + p / 100)**year >= c)),
        ("A machine costs {} euros and loses {} % of its value every year. …is it first worth {} euros or less?",
         lambda a, p, c: first_year(lambda year: a * (1 - p / 100)**year <= c)),
        ("A debt of {} euros grows by {} % every year … is it first {} euros or more?",
         lambda a, p, c: first_year(lambda year: a * (1 + p / 100)**year >= c))],
    "log-change-given": [("It is known that log_{text}({text}) = {text}. What is {text}?", from_known)],
    "log-power-scope": [
        ("It is known that log_{text}({text}) = {text} and log_{text}({text}) = {text}. What is {text}?", from_known),
        ("It is known that log_{text}({text}) = {text}. What is {text}?", from_known)],
    "log-power-spot": SPOT,
    "log-product-given": [
        ("It is known that log_{text}({text}) = {text} and log_{text}({text}) = {text}. What is {text}?", from_known)],
    "log-common-between": [
        ("…find the largest whole number (it may be negative) that is less than {}. The base is 10.", below)],
    "log-whole-between": [
        ("The value of {} lies between two neighbouring whole numbers. Which is the smaller of the two?",
         sympy.floor)],
    "log-common-scales": [
        ("A sound that …has a level of 10 log(r) decibels. How many decibels does a sound have that is {} times",
         lambda r: 10 * log(r) / log(10)),
        ("The pH of a solution is -log(c), … What is the pH when c is {}?", lambda c: -log(c) / log(10)),
        ("The pH is -log(c), …in a solution of pH {} as in one of pH {}?",
         lambda a, b: Rational(10)**-a / Rational(10)**-b),
        ("The magnitude of an earthquake is log(s), …of magnitude {} as those of one of magnitude {}?",
         lambda a, b: 10**a / 10**b),
        ("The level of a sound is 10 log(r) decibels, … is a sound of {} decibels as one of {} decibels?",
         lambda a, b: 10**(a / 10) / 10**(b / 10))],
    "log-domain-linear": [("For which real numbers x does {text} have a value?", lambda e: domain(parse(e)))],
    "log-domain-smallest": [
        ("What is the smallest whole number x…for which {text} has a value?", lambda e: whole_numbers(e, "inf")),
        ("What is the largest whole number x…for which {text} has a value?", lambda e: whole_numbers(e, "sup"))],
    "log-evaluate-whole-number": [("Which number is the logarithm of {} to base {}?",
                                   lambda a, b: steps_to(1, b, a))],
    "log-negative-evaluate": [("To which power must {} be raised to give {}?",
                               lambda b, a: -steps_to(1, b, 1 / a))],
    "neg-subtract-spot": SPOT,
    "negexp-scope-substitute": [("What is {text} worth when {text} is {text}?", put)],
    "negexp-spot": SPOT,
    "negexp-ten-prefixes": [
        ("One {text} is {} of a{text}. How many {text} are {} {text}?",
         lambda unit, size, base, bases, number, units: number * next(
             factor for prefix, factor in PREFIXES.items()
             if unit.startswith(prefix) and units.startswith(prefix) and same(factor, size)))],
    "negexp-laws-filters": [
        ("One filter lets through {} of the light that falls on it, and a second one {}. Light goes through both",
         lambda a, b: a * b),
        ("A filter lets through {} of the light that falls on it. Light goes through {} such filters",
         lambda a, n: a**n),
        ("A grey filter lets through {} of the light, and a black one {}. How many times as much light … the grey",
         lambda a, b: a / b)],
    "neg-add-balance": [
        ("A lift stands at floor {}, below the ground. It goes up {} floors. At which floor", lambda a, b: a + b),
        ("A diver is at a height of {} m, …and rises by {} m. At which height", lambda a, b: a + b),
        ("The balance of an account is {} €. Then {} € are paid in. What is the balance", lambda a, b: a + b),
        ("The balance of an account is {} €. A bill is booked, which changes the balance by {} €. What is the balance",
         lambda a, b: a + b)],
    "neg-divide-evaluate": [("What is {} divided by {}?", lambda a, b: a / b)],
    "neg-divide-share": [
        ("In {} hours the temperature changed by {} °C in all, …What was the change in one hour", lambda t, a: a / t),
        ("A club of {} friends has a balance of {} €. They share the debt equally.", lambda t, a: a / t),
        ("Two thermometers show {} °C and {} °C. What is the mean", lambda a, b: (a + b) / 2),
        ("On three mornings it was {} °C, {} °C and {} °C. What is the mean", lambda a, b, c: (a + b + c) / 3)],
    "neg-multi-count": [
        ("A product has {} negative factors and {} positive factors … the product is {text}?",
         lambda m, n, sign: (m % 2 == 0) == {"positive": True, "negative": False}[sign]),
        ("All whole numbers from {} to {} are multiplied together. True or false: the product is {text}?",
         lambda a, b, sign: (sympy.prod(range(a, b + 1)) > 0) == {"positive": True, "negative": False}[sign])],
    "neg-multiply-missing": [
        ("Which number must {} be multiplied by to give {}?", lambda a, b: b / a),
        ("A number times {} makes {}. Which number is it?", lambda a, b: b / a)],
    "neg-multiply-rate": [
        ("A diving robot …at height 0 m. … changes by {} m every minute. What is its height after {} minutes",
         lambda r, t: r * t),
        ("An account …changes its balance by {} €. By how many euros do {} such months change", lambda r, t: r * t),
        ("The water level in a tank changes by {} cm every day. Today it stands at the mark 0 cm. …stand {} days ago",
         lambda r, t: r * -t),
        ("The temperature in a cold store changes by {} °C every hour, and now it is 0 °C. …was it {} hours ago?",
         lambda r, t: r * -t)],
    "neg-opposite-absolute": [
        ("What is the opposite of the opposite of {}?", lambda a: a),
        ("What is the opposite of the absolute value of {}?", lambda a: -Abs(a)),
        ("What is the opposite of {}?", lambda a: -a),
        ("How many units is {} away from zero on the number line?", Abs),
        ("Which other number is as far from zero as {}?", lambda a: -a)],
    "neg-order-context": [
        ("At dawn it is {} °C in one town, {} °C in a second and {} °C in a third. …is the lowest?", smallest),
        ("Three freezers are at {} °C, {} °C and {} °C. …is the highest?", greatest),
        ("Three accounts stand at {} €, {} € and {} €. …is the greatest debt?", smallest),
        ("Three divers are at heights of {} m, {} m and {} m, …is nearest to the surface?",
         lambda *heights: -smallest(*map(Abs, heights)))],
    "neg-order-list": [
        ("Put these numbers in order, the smallest first, with commas between them: {text}", ordered),
        ("Put these numbers in order, the greatest first, with commas between them: {text}",
         lambda numbers: ordered(numbers, greatest_first=True))],
    "neg-subtract-change": [
        ("How far apart are {} and {} on the number line?", lambda a, b: Abs(a - b)),
        ("By how much is {} greater than {}?", lambda a, b: a - b),
        ("The water of a lake stands at {} cm on Monday and at {} cm on Friday, … Friday minus Monday?",
         lambda a, b: b - a)],
    "neg-subtract-temperature": [
        ("At noon it is {} °C. By midnight the temperature has fallen by {} degrees. How many °C", lambda t, d: t - d),
        ("At night it was {} °C. By noon it is {} °C. By how many degrees has the temperature risen?",
         lambda a, b: b - a)],
    "oop-parentheses-fraction-bar": [("In a fraction, {} is above the bar and {} is below it.", lambda a, b: a / b)],
    "oop-signed-story": [
        ("In a quiz a right answer counts {} points and a wrong one {} points. Lea has {} right and {} wrong answers.",
         lambda a, b, right, wrong: a * right + b * wrong),
        ("An account holds {} €. Then {} payments of {} € each are taken from it. What is the balance",
         lambda s, n, a: s - n * a),
        ("In the evening it is {} °C. For {} hours the temperature falls by {} °C an hour, and then for {} hours "
         "it rises by {} °C an hour. How many °C is it in the end?", lambda s, t, a, u, b: s - t * a + u * b)],
    "oop-signed-substitute": [("What is {text} worth when {text} is {text}?", put)],
    "power-eq-shapes": [
        ("The floor of a room is covered by {} equal square carpets with a total area of {} square … the side",
         lambda k, a: sympy.sqrt(a / k)),
        ("A box is filled exactly by {} equal cubes. Its volume is {} cubic centimetres. …an edge of one cube?",
         lambda k, a: sympy.cbrt(a / k)),
        ("A box has a square base, and it is {} times as high as its base is wide. Its volume is {} cubic "
         "centimetres. How many centimetres high is the box?", lambda k, a: k * sympy.cbrt(a / k))],
    "root-evaluate-perfect": [
        ("A square has an area of {} square metres. How many metres long is its side?", sympy.sqrt),
        ("A cube has a volume of {} cubic centimetres. How many centimetres long is an edge?", sympy.cbrt)],
    "sci-add-context": [
        ("There are {} cells in one dish and {} in another. How many cells are there in all?", lambda a, b: a + b),
        ("A country has {} inhabitants. In ten years {} more people come to live there.", lambda a, b: a + b),
        ("A memory card has {} bytes of free space. A file of {} bytes is saved on it. How many bytes stay free?",
         lambda a, b: a - b),
        ("A probe is {} km from a planet. It flies {} km straight towards it. How many kilometres are left?",
         lambda a, b: a - b),
        ("A drop of liquid has a mass of {} kg. Of this, {} kg evaporate. How many kilograms are left?",
         lambda a, b: a - b),
        ("A metal foil is {} m thick. It gets a coat of {} m. How many metres thick is it then?", lambda a, b: a + b)],
    "sci-compare-greater": [
        ("Which number is smaller, {} or {}?", smallest),
        ("Which number is greater, {} or {}?", greatest),
        ("Which of these numbers is the greatest: {}, {} or {}?", greatest),
        ("Which of these numbers is the smallest: {}, {} or {}?", smallest)],
    "sci-compare-times": [("How many times as great as {} is {}?", lambda a, b: b / a)],
    "sci-divide-evaluate": [("Divide {} by {}.", lambda a, b: a / b)],
    "sci-expand-count-zeros": [
        ("The number {} is written out in full. How many zeros stand at its end?",
         lambda a: count_of(re.search("0*$", written_out(a)[0]))),
        ("The number {} is written out as a decimal. How many zeros stand between the decimal point and the first",
         lambda a: count_of(re.match("0*", written_out(a)[1]))),
        ("The number {} is written out in full. How many digits does it have?",
         lambda a: count_of(re.match(".*", written_out(a)[0]))),
        ("The number {} is written out as a decimal, …How many digits stand behind the decimal point?",
         lambda a: count_of(re.match(".*", written_out(a)[1])))],
    "sci-multiply-context": [
        ("A photo takes up {} bytes. How many bytes do {} such photos take up?", lambda a, b: a * b),
        ("Light travels about {} km in one second. How many kilometres does it travel in {} seconds?",
         lambda a, b: a * b),
        ("One water molecule has a mass of about {} g. What is the mass, in grams, of {} water molecules?",
         lambda a, b: a * b),
        ("A sheet of paper is {} m thick. How many metres high is a stack of {} sheets?", lambda a, b: a * b),
        ("A bacterium is {} m long. How many of them, end to end, make a line {} m long?", lambda a, b: b / a),
        ("Radio waves travel about {} km in one second. …a space probe {} km away?", lambda a, b: b / a)],
    "sci-multiply-evaluate": [("Multiply {} by {}.", lambda a, b: a * b)],
    "sci-write-words": [
        ("A city has {} {text} inhabitants.", lambda a, word: a * THOUSANDS[word]),
        ("A country has {} {text} inhabitants.", lambda a, word: a * THOUSANDS[word]),
        ("A bridge costs {} {text} euros.", lambda a, word: a * THOUSANDS[word]),
        ("A galaxy has {} {text} stars.", lambda a, word: a * THOUSANDS[word]),
        ("A grain of sand has a mass of {} {text} of a gram.", lambda a, word: a * THOUSANDS[word]),
        ("A hair is {} {text} of a millimetre thick.", lambda a, word: a * THOUSANDS[word])],
}

ANY_FAMILY = [  # where the prompt shows the asked expression in other signs than `ask`, such as 5x or 2 1/3
    ("Evaluate {text}.", read),
    ("Work out {text}.", read),
    ("Write {text} as", read),
    ("Which …expression… equal to {text}?", read),
    ("True or false: {text}?", lambda text: holds(parse(text)))]


def compiled(pattern):
    """The expression for a prompt, and for each thing taken whether it is read."""
    parts = re.split(r"(\{\}|\{text\}|\{lines\}|…|[.?](?= |$))", pattern)
    table = {"{lines}": r"((?:.|\n)+?)", "{}": r"((?:[-(\d]|log|sqrt|root).*?)", "{text}": "(.+?)", "…": ".*?",
             ".": r"\.(?= |$)", "?": r"\?(?= |$)"}
    expression = "".join(table.get(part, re.escape(part)) for part in parts)
    expression += "$" if pattern.endswith("}") else ""
    return re.compile(expression), [part == "{}" for part in parts if part in ("{}", "{text}", "{lines}")]


PATTERNS = {family: [(*compiled(pattern), work) for pattern, work in rows]
            for family, rows in {**READINGS, None: ANY_FAMILY}.items()}


def prompt_worth(family, prompt):
    """What the prompt asks, worked out from it; None when the table of the family has no such prompt."""
    for expression, are_read, work in PATTERNS.get(family, ()):
        if match := expression.match(prompt):
            try:
                return work(*(read(text) if yes else text for text, yes in zip(match.groups(), are_read)))
            except Undefined:
                return Undefined
    return None

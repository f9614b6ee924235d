"""The oracle itself, row by row: it confirms the right key and refutes the wrong one next to it."""

import sys

from kinds import in_form
from oracle import faults

ROWS = [  # family, prompt, kind, form, ask, the key, a key that is wrong
    ("any", "Evaluate -26^2.", "number", "integer", "-26^2", "-676", "676"),
    ("any", "Evaluate 0.1 + 0.2.", "number", "decimal", "0.1 + 0.2", "0.3", "0.30000000000000004"),
    ("any", "Evaluate 2^100.", "number", "integer", "2^100", "1267650600228229401496703205376",
     "1267650600228229401496703205377"),
    ("any", "Evaluate (-8)^(1/3).", "number", "integer", "(-8)^(1/3)", "-2", "2"),
    ("any", "Evaluate log_5(0).", "number", "evaluated", "log_5(0)", "undefined", "0"),
    ("any", "Evaluate log_2(1/8).", "number", "integer", "log_2(1/8)", "-3", "undefined"),
    ("any", "Write 6/8 as a fraction.", "number", "lowest-terms", "6/8", "3/4", "6/8"),
    ("any", "Write 1/32 as a power of 2.", "number", "power:2", "1/32", "2^(-5)", "32^(-1)"),
    ("any", "Write 230*10^4 as", "number", "scientific", "230*10^4", "2.3*10^6", "23*10^5"),
    ("any", "Write 2(x - 3) as", "expression", "expanded", "2*(x - 3)", "2*x - 6", "2*(x - 3)"),
    ("any", "Solve 8^x = 24.", "number", "any", "8^x = 24", "log_8(24)", "log_24(8)"),
    ("any", "Solve x^2 = 9.", "solutions", "any", "x^2 = 9", "-3, 3", "3"),
    ("any", "Solve x^2 = -9.", "solutions", "any", "x^2 = -9", "no solution", "3"),
    ("any", "Solve x^(2/3) = 4.", "solutions", "any", "x^(2/3) = 4", "-8, 8", "8"),
    ("any", "Solve log_3(x) + log_3(x - 8) = 2.", "solutions", "any", "log_3(x) + log_3(x - 8) = 2", "9", "-1, 9"),
    ("any", "Find the negative number: x^2 = 9", "number", "integer", "x^2 = 9", "-3", "3"),
    ("any", "What is x? x^2 = 9", "number", "integer", "x^3 = 27", None, "3"),
    ("any", "What is x? x^2 = 9", "number", "integer", "x^2 = 9", None, "3"),
    ("any", "Put in order, smallest first: 1/2, -3, 0.4", "list", "any", "1/2, -3, 0.4", "-3, 0.4, 1/2",
     "-3, 1/2, 0.4"),
    ("any", "True or false: 2^10 > 10^3?", "choice", "any", "2^10 > 10^3", "true", "false"),
    ("any", "Write 2^3 = 8 as", "equation", "any", "2^3 = 8", "log_2(8) = 3", "log_8(2) = 3"),
    ("any", "Write 2^3 = 8 as", "equation", "any", "2^3 = 8", "log_2(8) = 3", "2^3 = 8"),
    ("any", "Which number is twice 7?", "number", "integer", None, None, "14"),
    ("exp-compare", "Which is greater, 2^5 or 5^2?", "choice", "any", "2^5", "2^5", "5^2"),
    ("log-domain-linear", "For which real numbers x does log_2(6 - 2*x) have a value?", "interval", "any", None,
     "x < 3", "x <= 3"),
    ("neg-add-balance", "The balance of an account is -70 €. Then 15 € are paid in. What is the balance", "number",
     "integer", "-70 + 15", "-55", "-85"),
    ("neg-add-balance", "The balance of an account is -70 €. Then 15 € are paid in. What is the balance", "number",
     "integer", "-70 + 5", None, "-55"),
    ("negexp-spot", "Somebody works this out step by step:\n3^4/3^6\n(1) = 3^(4 - 6)\n(2) = 3^(6 - 4)\n(3) = 3^2\n"
     "(4) = 9\nWhich step is wrong?", "number", "integer", None, "2", "0"),
    ("negexp-spot", "Somebody works this out step by step:\n3^4/3^6\n(1) = 3^(4 - 6)\n(2) = 1/9\nWhich step is wrong?",
     "number", "integer", None, "0", "1"),
    ("negexp-spot", "Somebody works this out step by step:\n3^4/3^6\n(1) = 3^2\n(2) = 1/9\nWhich step is wrong?",
     "number", "integer", None, None, "1"),
]
FORMS = [  # form, in it, not in it
    ("integer", "-12", "12.0"), ("decimal", "0.05", "1/20"), ("scientific", "1.04*10^(-1)", "10.4*10^(-2)"),
    ("lowest-terms", "-7", "14/4"), ("mixed", "2 1/3", "2 4/3"), ("power", "x^15", "3*x^15"),
    ("power:10", "10^(2/3)", "100^(1/3)"), ("expanded", "-4*x + 1", "4*x - 8*x + 1"),
]


def made(row, key):
    family, prompt, kind, form, ask, _, wrong = row
    options = {"true": ["true", "false"], "2^5": ["2^5", "5^2"]}.get(row[5])
    return {"family": family, "prompt": {"text": prompt},
            "answer_format": {"kind": kind, "form": [form], "options": options},
            "key": {"ask": ask, "expected": key,
                    "misconceptions": [] if key == wrong else [{"id": "some", "gives": wrong}]}}


def is_confirmed(item):
    try:
        return not faults(item)[0]
    except Exception:
        return False


def main():
    wrong = []
    for row in ROWS:
        # A key that is wrong only in its form is right as a value, and so is no wrong answer to predict.
        right = made(row, row[5])
        if row[3] not in ("any", "integer", "evaluated"):
            right["key"]["misconceptions"] = []
        if row[5] is not None and not is_confirmed(right):
            wrong.append(f"refutes {row}")
        if is_confirmed(made(row, row[6])):
            wrong.append(f"confirms {row}")
    for form, inside, outside in FORMS:
        if not in_form(form, inside) or in_form(form, outside):
            wrong.append(f"form {form}")
    print("\n".join(wrong) or f"{len(ROWS)} rows and {len(FORMS)} forms judged rightly")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

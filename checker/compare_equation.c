/* Equations: the same up to a factor, as asked, or with the same solutions. */
#include "checker/judge.h"

static void note(struct judgement *judgement, enum note_code code)
{
	notes_add(judgement->notes, (struct note){.code = code});
}

static bool is_equation(const struct expr *expr)
{
	return expr->kind == EXPR_RELATION && expr->count == 2;
}

static const struct expr *left(const struct expr *equation)
{
	return equation->parts[0].expr;
}

static const struct expr *right(const struct expr *equation)
{
	return equation->parts[1].expr;
}

/* b^e = v and log_b(v) = e say the same of a triple. */
struct triple {
	const struct expr *base, *exponent, *value;
	bool logarithmic;
};

static bool triple_of(const struct expr *power, const struct expr *other, struct triple *ret_triple)
{
	if (power->kind == EXPR_POWER)
		*ret_triple = (struct triple){power->parts[0].expr, power->parts[1].expr, other, false};
	else if (power->kind == EXPR_LOG)
		*ret_triple = (struct triple){power->parts[1].expr, other, power->parts[0].expr, true};
	else
		return false;
	return true;
}

/* Read from either side: 5^3 = 2^x is one of (5, 3, 2^x) and of (2, x, 5^3). */
static size_t find_triples(const struct expr *equation, struct triple triples[2])
{
	size_t count = 0;

	count += triple_of(left(equation), right(equation), &triples[count]);
	count += triple_of(right(equation), left(equation), &triples[count]);
	return count;
}

static enum equality same_triple(struct judgement *judgement, const struct triple *a, const struct triple *b)
{
	const struct assumptions *assumptions = &judgement->question->assumptions;
	enum equality base = expr_equal(judgement->arena, a->base, b->base, assumptions), exponent, value;

	if (base != EQUALITY_EQUAL)
		return base;
	exponent = expr_equal(judgement->arena, a->exponent, b->exponent, assumptions);
	if (exponent != EQUALITY_EQUAL)
		return exponent;
	value = expr_equal(judgement->arena, a->value, b->value, assumptions);
	if (value == EQUALITY_EQUAL)
		judgement->other_form = a->logarithmic != b->logarithmic;
	return value;
}

static enum equality compare_triples(struct judgement *judgement, const struct expr *a, const struct expr *b)
{
	struct triple x[2], y[2];
	size_t x_count = find_triples(a, x), y_count = find_triples(b, y);
	enum equality best = EQUALITY_DIFFERENT;

	for (size_t i = 0; i < x_count; i++) {
		for (size_t k = 0; k < y_count; k++) {
			enum equality one = same_triple(judgement, &x[i], &y[k]);

			if (one == EQUALITY_EQUAL)
				return one;
			if (one == EQUALITY_UNKNOWN)
				best = one;
		}
	}
	return best;
}

/* An equation of numbers would be proportional to any other; an asked form names its three numbers. */
static bool triples_decide(
    struct judgement *judgement, const struct expr *expected, const struct expr *answer)
{
	struct triple triples[2];

	if (!expr_mentions(expected, NULL) || !expr_mentions(answer, NULL))
		return true;
	return judgement->question->asks_relation && find_triples(expected, triples) > 0 &&
	       find_triples(answer, triples) > 0;
}

static const struct expr *difference(struct arena *arena, const struct expr *a, const struct expr *b)
{
	return expr_row(arena, EXPR_SUM, a, PART_MINUS, b);
}

static enum equality same_sides(struct judgement *judgement, const struct expr *a, const struct expr *b)
{
	const struct assumptions *assumptions = &judgement->question->assumptions;
	enum equality straight = expr_equal(judgement->arena, left(a), left(b), assumptions), swapped;

	if (straight == EQUALITY_EQUAL)
		straight = expr_equal(judgement->arena, right(a), right(b), assumptions);
	if (straight == EQUALITY_EQUAL)
		return EQUALITY_EQUAL;
	swapped = expr_equal(judgement->arena, left(a), right(b), assumptions);
	if (swapped == EQUALITY_EQUAL)
		swapped = expr_equal(judgement->arena, right(a), left(b), assumptions);
	if (swapped == EQUALITY_EQUAL)
		return EQUALITY_EQUAL;
	return straight == EQUALITY_UNKNOWN || swapped == EQUALITY_UNKNOWN ? EQUALITY_UNKNOWN
	                                                                   : EQUALITY_DIFFERENT;
}

/* Up to a factor that has no zero; or, where that is asked, with the same solutions. */
static enum equality equivalent(struct judgement *judgement, const struct expr *a, const struct expr *b)
{
	const struct assumptions *assumptions = &judgement->question->assumptions;
	struct arena *arena = judgement->arena;
	const struct expr *x = difference(arena, left(a), right(a)),
	                  *y = difference(arena, left(b), right(b));

	if (judgement->question->spec->equivalent == EQUIVALENT_SOLUTIONS) {
		enum equality same = expr_same_zeros(arena, x, y, assumptions);

		if (same != EQUALITY_UNKNOWN)
			return same;
	}
	return expr_proportional(arena, x, y, false, assumptions);
}

enum equality compare_equation(struct judgement *judgement)
{
	const struct expr *expected = judgement->question->expected, *answer = judgement->answer;

	if (answer->kind == EXPR_WORD || expected->kind == EXPR_WORD) {
		bool same = answer->kind == expected->kind && answer->style == expected->style;

		return same ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
	}
	if (!is_equation(answer) || !is_equation(expected)) {
		note(judgement, NOTE_NOT_THIS_KIND);
		return EQUALITY_DIFFERENT;
	}
	if (answer->parts[1].op != expected->parts[1].op)
		return EQUALITY_DIFFERENT;
	if (triples_decide(judgement, expected, answer))
		return compare_triples(judgement, expected, answer);
	if (judgement->question->spec->equivalent == EQUIVALENT_SAME)
		return same_sides(judgement, expected, answer);
	return equivalent(judgement, expected, answer);
}

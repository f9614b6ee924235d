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

static bool find_triple(const struct expr *equation, struct triple *ret_triple)
{
	return triple_of(left(equation), right(equation), ret_triple) ||
	       triple_of(right(equation), left(equation), ret_triple);
}

static enum equality same_triple(struct judgement *judgement, const struct expr *a, const struct expr *b)
{
	struct triple x, y;
	const struct assumptions *assumptions = &judgement->question->assumptions;
	enum equality parts[3];

	if (!find_triple(a, &x) || !find_triple(b, &y))
		return EQUALITY_DIFFERENT;
	parts[0] = expr_equal(judgement->arena, x.base, y.base, assumptions);
	parts[1] = expr_equal(judgement->arena, x.exponent, y.exponent, assumptions);
	parts[2] = expr_equal(judgement->arena, x.value, y.value, assumptions);
	judgement->other_form = x.logarithmic != y.logarithmic;
	for (int i = 0; i < 3; i++) {
		if (parts[i] != EQUALITY_EQUAL)
			return parts[i];
	}
	return EQUALITY_EQUAL;
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
	return straight == EQUALITY_UNKNOWN || swapped == EQUALITY_UNKNOWN ? EQUALITY_UNKNOWN : EQUALITY_DIFFERENT;
}

enum equality compare_equation(struct judgement *judgement)
{
	const struct expr *expected = judgement->question->expected, *answer = judgement->answer;

	if (answer->kind == EXPR_WORD || expected->kind == EXPR_WORD)
		return answer->kind == expected->kind && answer->style == expected->style ? EQUALITY_EQUAL
		                                                                          : EQUALITY_DIFFERENT;
	if (!is_equation(answer) || !is_equation(expected)) {
		note(judgement, NOTE_NOT_THIS_KIND);
		return EQUALITY_DIFFERENT;
	}
	if (answer->parts[1].op != expected->parts[1].op)
		return EQUALITY_DIFFERENT;
	if (!expr_mentions(expected, NULL) || !expr_mentions(answer, NULL))
		return same_triple(judgement, expected, answer);
	if (judgement->question->spec->equivalent == EQUIVALENT_SAME)
		return same_sides(judgement, expected, answer);
	return expr_proportional(judgement->arena, difference(judgement->arena, left(expected), right(expected)),
	    difference(judgement->arena, left(answer), right(answer)), false, &judgement->question->assumptions);
}

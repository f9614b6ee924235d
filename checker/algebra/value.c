#include "checker/algebra/value.h"

#include "checker/algebra/ball.h"
#include "checker/algebra/calcium.h"
#include "checker/algebra/canonical.h"
#include "checker/algebra/settle.h"
#include "checker/limits.h"

#include <string.h>

struct comparison {
	struct canon canon;
	const struct expr *a, *b; /* b NULL: only the form of a */
	const struct poly *form;
	bool same, different; /* proved; neither: nothing is */
};

static void find_form(void *context)
{
	struct comparison *comparison = context;

	comparison->form = canonical(&comparison->canon, comparison->a);
}

enum worth expr_worth(struct arena *arena, const struct expr *expr, struct number *ret_value)
{
	struct comparison comparison = {.a = expr};
	enum worth worth = expr_rational(arena, expr, ret_value);
	enum refusal refusal;

	if (worth != WORTH_OTHER)
		return worth;
	refusal = canon_run(arena, false, &comparison.canon, find_form, &comparison);
	if (refusal == REFUSAL_TOO_LARGE)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	if (refusal == REFUSAL_UNDEFINED)
		return WORTH_UNDEFINED;
	if (refusal == REFUSAL_NONE && poly_is_number(comparison.form, ret_value))
		return WORTH_RATIONAL;
	return WORTH_OTHER;
}

/* A quotient of single terms is 1: whatever stayed an exponent vector meets what was written out. */
static bool same_terms(struct canon *canon, const struct poly *a, const struct poly *b)
{
	struct number value;

	if (a->count != 1 || b->count != 1)
		return false;
	return poly_is_number(poly_multiply(canon, a, poly_invert(canon, b, false)), &value) &&
	       number_is_one(value);
}

/*
 * One term, of what is positive and of symbols: zero nowhere but where a symbol is. However small it is
 * against the sides it is the difference of: no enclosure could tell 2^9999 x from (2^9999 + 1) x.
 */
static bool is_one_nonzero_term(const struct poly *form)
{
	if (form->count != 1)
		return false;
	for (size_t i = 0; i < form->terms[0].monomial->count; i++) {
		const struct atom *atom = form->terms[0].monomial->powers[i].atom;

		if (!atom->positive && atom->kind != ATOM_SYMBOL)
			return false;
	}
	return true;
}

static void compare_forms(void *context)
{
	struct comparison *comparison = context;
	struct canon *canon = &comparison->canon;
	const struct poly *a = canonical(canon, comparison->a), *b = canonical(canon, comparison->b),
	                  *difference;

	comparison->same = poly_compare(canon, a, b) == 0 || same_terms(canon, a, b);
	if (comparison->same)
		return;
	difference = poly_add(canon, a, poly_scale(canon, b, number_from_int(canon->arena, -1)));
	comparison->different = is_one_nonzero_term(difference);
	comparison->same = !comparison->different &&
	                   (poly_is_zero(canon, difference) || canonical_vanishes(canon, difference));
}

bool symbols_collect(const struct expr *expr, struct symbols *symbols)
{
	bool fits = true;

	if (expr->kind == EXPR_SYMBOL) {
		for (size_t i = 0; i < symbols->count; i++) {
			if (strcmp(symbols->names[i], expr->name) == 0)
				return true;
		}
		if (symbols->count == LIMIT_VARIABLES)
			return false;
		symbols->names[symbols->count++] = expr->name;
	}
	for (uint32_t i = 0; i < expr->count && fits; i++)
		fits = symbols_collect(expr->parts[i].expr, symbols);
	return fits;
}

/*
 * Points to look for a proved difference at: rational, positive where the question says so. A family of
 * points is a run through this list with another start for every symbol; the later families meet other
 * mixtures of small and large, where log(x - y) may need them.
 */
static const struct number candidates[] = {{2, 1, NULL}, {3, 1, NULL}, {1, 2, NULL}, {7, 1, NULL},
    {5, 3, NULL}, {1, 1, NULL}, {11, 1, NULL}, {2, 7, NULL}, {13, 2, NULL}, {29, 1, NULL}, {101, 1, NULL},
    {1, 13, NULL}};
enum { CANDIDATES = sizeof candidates / sizeof candidates[0], FAMILIES = 4 };

/* In the order of their names, so that two trees meet the same points whichever comes first. */
static void sort_symbols(struct symbols *symbols)
{
	for (size_t i = 1; i < symbols->count; i++) {
		const char *name = symbols->names[i];
		size_t k = i;

		for (; k > 0 && strcmp(name, symbols->names[k - 1]) < 0; k--)
			symbols->names[k] = symbols->names[k - 1];
		symbols->names[k] = name;
	}
}

/* One difference proved at one point of a family refutes. */
static enum equality refute(struct arena *arena, const struct expr *a, const struct expr *b, bool real,
    size_t family, enum ball_aim aim)
{
	struct number values[LIMIT_VARIABLES];
	struct symbols names = {.count = 0};
	struct point point = {names.names, values, 0};

	if (!symbols_collect(a, &names) || !symbols_collect(b, &names))
		return EQUALITY_UNKNOWN;
	sort_symbols(&names);
	point.count = names.count;
	for (size_t round = 0; round < (names.count ? 2 * (size_t)CANDIDATES : 1); round++) {
		size_t step = round / 2;
		enum separation separation;

		if (round % 2 == 1 && !real)
			continue;
		for (size_t i = 0; i < names.count; i++) {
			values[i] =
			    candidates[(step + i * (5 + 2 * family) + i * (1 + family) * step) % CANDIDATES];
			if (round % 2 == 1 && (i == 0 || round % 4 == 3))
				values[i].num = -values[i].num;
		}
		separation = ball_separate(arena, a, b, names.count ? &point : NULL, aim);
		if (separation == SEPARATION_DIFFERENT ||
		    (separation == SEPARATION_DOMAIN && (real || !names.count)))
			return EQUALITY_DIFFERENT;
	}
	return EQUALITY_UNKNOWN;
}

/* Tier 1 on both sides. True when that settles it. */
static bool compare_rationals(
    struct arena *arena, const struct expr *a, const struct expr *b, enum equality *ret_equality)
{
	struct number value_a, value_b;
	enum worth worth_a = expr_rational(arena, a, &value_a), worth_b = expr_rational(arena, b, &value_b);

	if (worth_a == WORTH_UNDEFINED || worth_b == WORTH_UNDEFINED)
		*ret_equality = EQUALITY_DIFFERENT;
	else if (worth_a == WORTH_RATIONAL && worth_b == WORTH_RATIONAL)
		*ret_equality = number_equal(value_a, value_b) ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
	else
		return false;
	return true;
}

static enum equality compare(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct assumptions *assumptions, bool settled);

/* What canonical forms and the first points have left open. */
static enum equality insist(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct assumptions *assumptions, bool settled)
{
	bool symbols = expr_mentions(a, NULL) || expr_mentions(b, NULL);
	const struct expr *settled_a = settled ? a : expr_settle(arena, a, assumptions);
	const struct expr *settled_b = settled ? b : expr_settle(arena, b, assumptions);

	if (settled_a != a || settled_b != b)
		return compare(arena, settled_a, settled_b, assumptions, true);
	for (size_t family = 1; symbols && family < FAMILIES; family++) {
		if (refute(arena, a, b, assumptions && assumptions->real, family, BALL_VALUES) ==
		    EQUALITY_DIFFERENT)
			return EQUALITY_DIFFERENT;
	}
	return calcium_equal(arena, a, b);
}

static enum equality compare(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct assumptions *assumptions, bool settled)
{
	struct comparison comparison = {.a = a, .b = b};
	bool real = assumptions && assumptions->real;
	enum equality equality;
	enum refusal refusal;

	if (compare_rationals(arena, a, b, &equality))
		return equality;
	refusal = canon_run(arena, real, &comparison.canon, compare_forms, &comparison);
	if (refusal == REFUSAL_TOO_LARGE)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	if (refusal == REFUSAL_UNDEFINED)
		return EQUALITY_DIFFERENT;
	if (refusal == REFUSAL_NONE && comparison.same) {
		/* The same form where both are defined; where signs are free the domains must agree as well.
		 */
		if (real && !assumptions->any_domain &&
		    refute(arena, a, b, true, 0, BALL_DOMAINS) == EQUALITY_DIFFERENT)
			return EQUALITY_DIFFERENT;
		return EQUALITY_EQUAL;
	}
	if (refusal == REFUSAL_NONE && comparison.different)
		return EQUALITY_DIFFERENT;
	equality = refute(arena, a, b, real, 0, BALL_VALUES);
	return equality == EQUALITY_UNKNOWN ? insist(arena, a, b, assumptions, settled) : equality;
}

enum equality expr_equal(
    struct arena *arena, const struct expr *a, const struct expr *b, const struct assumptions *assumptions)
{
	return compare(arena, a, b, assumptions, false);
}

static bool divides_by_symbol(const struct expr *expr)
{
	for (uint32_t i = 0; i < expr->count; i++) {
		const struct expr *part = expr->parts[i].expr;

		if (expr->parts[i].op == PART_DIVIDE && expr_mentions(part, NULL))
			return true;
		if (divides_by_symbol(part))
			return true;
	}
	/* A negative exponent divides as well; one that is not a literal may. */
	return expr->kind == EXPR_POWER && expr->parts[1].expr->kind == EXPR_NEGATE &&
	       expr_mentions(expr->parts[0].expr, NULL);
}

bool expr_domains_differ(const struct expr *a, const struct expr *b)
{
	return divides_by_symbol(a) != divides_by_symbol(b);
}

bool expr_compare(struct arena *arena, const struct expr *a, const struct expr *b, int *ret_order)
{
	struct number value_a, value_b;

	if (expr_worth(arena, a, &value_a) == WORTH_RATIONAL &&
	    expr_worth(arena, b, &value_b) == WORTH_RATIONAL) {
		*ret_order = number_compare(arena, value_a, value_b);
		return true;
	}
	*ret_order = ball_sign(arena, expr_row(arena, EXPR_SUM, a, PART_MINUS, b), NULL);
	if (*ret_order != 0)
		return true;
	return expr_equal(arena, a, b, NULL) == EQUALITY_EQUAL;
}

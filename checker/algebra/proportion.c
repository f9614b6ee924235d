/*
 * Are two equations (or inequalities) the same up to a factor? Forms that agree after common factors and
 * denominators are taken out prove it. A point that solves one and not the other refutes it: such points are
 * looked for on lines along which one side is linear.
 */
#include "checker/algebra/ball.h"
#include "checker/algebra/canonical.h"
#include "checker/limits.h"

#include <string.h>

struct proportion {
	struct canon canon;
	const struct expr *a, *b;
	bool positive, same;
	bool a_is_zero, b_is_zero; /* by their forms */
};

/* The exponent of an atom in a term, 0 where it does not occur. */
static struct number exponent_of(struct canon *canon, const struct term *term, const struct atom *atom)
{
	for (size_t i = 0; i < term->monomial->count; i++) {
		if (atom_compare(canon, term->monomial->powers[i].atom, atom) == 0)
			return term->monomial->powers[i].exponent;
	}
	return NUMBER_ZERO;
}

/* Divides by the common power of every positive atom: z in yz = 2xz - 5z. */
static const struct poly *strip(struct canon *canon, const struct poly *form)
{
	const struct poly *stripped = form;

	for (size_t t = 0; t < form->count; t++) {
		const struct monomial *monomial = form->terms[t].monomial;

		for (size_t i = 0; i < monomial->count; i++) {
			const struct atom *atom = monomial->powers[i].atom;
			struct number least = monomial->powers[i].exponent;

			if (!atom->positive || atom->kind == ATOM_INTEGER)
				continue;
			for (size_t k = 0; k < stripped->count; k++) {
				struct number exponent = exponent_of(canon, &stripped->terms[k], atom);

				if (k == 0 || number_compare(canon->arena, exponent, least) < 0)
					least = exponent;
			}
			if (!number_is_zero(least))
				stripped = poly_multiply(canon, stripped,
				    poly_raise(canon, atom, number_negate(canon->arena, least)));
		}
	}
	return stripped;
}

/*
 * a = c b for a factor c of one positive term, sqrt(2) say: then the first term of a is c times some term of
 * b. Sums longer than this are not tried.
 */
static bool has_one_term_factor(
    struct canon *canon, const struct poly *a, const struct poly *b, bool positive)
{
	enum { TERMS_MOST = 16 };
	const struct poly *first = poly_term(canon, a->terms[0].coefficient, a->terms[0].monomial);

	if (a->count != b->count || b->count > TERMS_MOST)
		return false;
	for (size_t i = 0; i < b->count; i++) {
		const struct poly *one = poly_term(canon, b->terms[i].coefficient, b->terms[i].monomial);
		const struct poly *factor = poly_multiply(canon, first, poly_invert(canon, one, false));

		if (factor->count == 1 && monomial_positive(factor->terms[0].monomial) &&
		    (!positive || number_sign(factor->terms[0].coefficient) > 0) &&
		    poly_compare(canon, a, poly_multiply(canon, factor, b)) == 0)
			return true;
	}
	return false;
}

static void compare(void *context)
{
	struct proportion *proportion = context;
	struct canon *canon = &proportion->canon;
	const struct poly *a = canonical(canon, proportion->a), *b = canonical(canon, proportion->b);
	struct number content;

	if (!proportion->positive) {
		a = poly_clear_all(canon, a);
		b = poly_clear_all(canon, b);
	}
	a = strip(canon, a);
	b = strip(canon, b);
	if (a->count == 0 || b->count == 0) {
		proportion->a_is_zero = a->count == 0;
		proportion->b_is_zero = b->count == 0;
		proportion->same = a->count == b->count;
		return;
	}
	a = poly_primitive(canon, a, !proportion->positive, &content);
	b = poly_primitive(canon, b, !proportion->positive, &content);
	proportion->same =
	    poly_compare(canon, a, b) == 0 || has_one_term_factor(canon, a, b, proportion->positive);
}

/* The rational root of `expr` in `name`, all else fixed, if it is linear there: from its values at 0 and 1.
 */
static bool linear_root(
    struct arena *arena, const struct expr *expr, const char *name, struct number *ret_root)
{
	struct number at[3], slope;

	for (int64_t i = 0; i < 3; i++) {
		struct expr_binding binding = {name, expr_integer(arena, i + 1)};

		if (expr_worth(arena, expr_substitute(arena, expr, &binding, 1), &at[i]) != WORTH_RATIONAL)
			return false;
	}
	slope = number_subtract(arena, at[1], at[0]);
	if (number_is_zero(slope) || !number_equal(slope, number_subtract(arena, at[2], at[1])))
		return false;
	*ret_root = number_subtract(arena, NUMBER_ONE, number_divide(arena, at[0], slope));
	return true;
}

/* Does a zero of `a` on a line along `name` prove that `b` is not zero there? */
static bool refutes(
    struct arena *arena, const struct expr *a, const struct expr *b, const char *name, bool positive_only)
{
	struct number root, value;
	struct expr_binding binding = {name, NULL};

	if (!linear_root(arena, a, name, &root) || (positive_only && number_sign(root) <= 0))
		return false;
	binding.expr = expr_from_number(arena, root);
	if (expr_worth(arena, expr_substitute(arena, a, &binding, 1), &value) != WORTH_RATIONAL ||
	    !number_is_zero(value))
		return false;
	b = expr_substitute(arena, b, &binding, 1);
	switch (expr_worth(arena, b, &value)) {
	case WORTH_RATIONAL:
		return !number_is_zero(value);
	case WORTH_UNDEFINED:
		return false; /* outside the domain of the other */
	default:
		return ball_sign(arena, b, NULL) != 0;
	}
}

static bool find_refutation(
    struct arena *arena, const struct expr *a, const struct expr *b, const struct symbols *symbols, bool real)
{
	static const int64_t values[] = {2, 3, 7, 1, 5, 11, 13, 4};
	enum { VALUES = sizeof values / sizeof values[0], ROUNDS = 4 };

	for (size_t line = 0; line < symbols->count; line++) {
		for (size_t round = 0; round < ROUNDS; round++) {
			struct expr_binding bindings[LIMIT_VARIABLES];
			const struct expr *fixed_a, *fixed_b;
			size_t count = 0;

			for (size_t i = 0; i < symbols->count; i++) {
				int64_t value = values[(round + 3 * i) % VALUES];

				if (i != line)
					bindings[count++] = (struct expr_binding){
					    symbols->names[i], expr_integer(arena, value)};
			}
			fixed_a = expr_substitute(arena, a, bindings, count);
			fixed_b = expr_substitute(arena, b, bindings, count);
			if (refutes(arena, fixed_a, fixed_b, symbols->names[line], !real) ||
			    refutes(arena, fixed_b, fixed_a, symbols->names[line], !real))
				return true;
		}
	}
	return false;
}

/* The same where no side is linear: a zero between two points of a line, told by its change of sign. */
static bool find_zero_apart(
    struct arena *arena, const struct expr *a, const struct expr *b, const struct symbols *symbols, bool real)
{
	static const struct number values[] = {{-30, 1, NULL}, {-4, 1, NULL}, {-1, 1, NULL}, {-1, 4, NULL},
	    {1, 8, NULL}, {3, 4, NULL}, {5, 3, NULL}, {7, 2, NULL}, {10, 1, NULL}, {50, 1, NULL},
	    {900, 1, NULL}};
	enum { VALUES = sizeof values / sizeof values[0], NEGATIVE = 4 };
	struct number chosen[LIMIT_VARIABLES];
	const struct point point = {symbols->names, chosen, symbols->count};

	for (size_t i = 0; i < symbols->count; i++)
		chosen[i] = values[NEGATIVE + 1 + i % 3];
	for (size_t line = 0; line < symbols->count; line++) {
		for (size_t i = real ? 0 : NEGATIVE; i + 1 < VALUES; i++) {
			if (ball_zero_apart(arena, a, b, &point, line, values[i], values[i + 1]) ||
			    ball_zero_apart(arena, b, a, &point, line, values[i], values[i + 1]))
				return true;
		}
	}
	return false;
}

/* Is one side zero everywhere, by its form, and the other one somewhere not? */
static bool is_zero_against_nonzero(struct arena *arena, const struct proportion *proportion,
    const struct expr *a, const struct expr *b, const struct symbols *symbols)
{
	static const struct number values[] = {{2, 1, NULL}, {3, 1, NULL}, {1, 2, NULL}, {7, 1, NULL}};
	struct number chosen[LIMIT_VARIABLES];
	const struct point point = {symbols->names, chosen, symbols->count};

	for (size_t i = 0; i < symbols->count; i++)
		chosen[i] = values[i % 4];
	return (proportion->a_is_zero && ball_sign(arena, b, &point) != 0) ||
	       (proportion->b_is_zero && ball_sign(arena, a, &point) != 0);
}

/* An inequality is refuted by a point where one side is positive and the other is not. */
static bool find_sign_refutation(
    struct arena *arena, const struct expr *a, const struct expr *b, const struct symbols *symbols, bool real)
{
	enum { ROUNDS = 40 };
	static const struct number values[] = {{1, 1, NULL}, {2, 1, NULL}, {1, 2, NULL}, {5, 1, NULL},
	    {10, 1, NULL}, {1, 7, NULL}, {3, 1, NULL}, {40, 1, NULL}, {7, 2, NULL}, {1, 30, NULL},
	    {17, 1, NULL}};
	enum { VALUES = sizeof values / sizeof values[0] };

	for (size_t round = 0; round < ROUNDS; round++) {
		struct number chosen[LIMIT_VARIABLES];
		const struct point point = {symbols->names, chosen, symbols->count};
		int sign_a, sign_b;

		for (size_t i = 0; i < symbols->count; i++) {
			chosen[i] = values[(round * (2 * i + 1) + 5 * i + round / VALUES) % VALUES];
			if (real && ((round >> i) & 1))
				chosen[i].num = -chosen[i].num;
		}
		sign_a = ball_sign(arena, a, &point);
		sign_b = sign_a ? ball_sign(arena, b, &point) : 0;
		if (sign_a * sign_b < 0)
			return true;
	}
	return false;
}

enum equality expr_proportional(struct arena *arena, const struct expr *a, const struct expr *b,
    bool positive, const struct assumptions *assumptions)
{
	struct proportion proportion = {.a = a, .b = b, .positive = positive};
	bool real = assumptions && assumptions->real;
	enum refusal refusal = canon_run(arena, real, &proportion.canon, compare, &proportion);
	struct symbols symbols = {.count = 0};

	if (refusal == REFUSAL_TOO_LARGE)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	if (refusal == REFUSAL_UNDEFINED)
		return EQUALITY_DIFFERENT;
	if (refusal == REFUSAL_NONE && proportion.same)
		return EQUALITY_EQUAL;
	if (!symbols_collect(a, &symbols) || !symbols_collect(b, &symbols))
		return EQUALITY_UNKNOWN;
	if (is_zero_against_nonzero(arena, &proportion, a, b, &symbols))
		return EQUALITY_DIFFERENT;
	if (positive)
		return find_sign_refutation(arena, a, b, &symbols, real) ? EQUALITY_DIFFERENT
		                                                         : EQUALITY_UNKNOWN;
	if (find_refutation(arena, a, b, &symbols, real) || find_zero_apart(arena, a, b, &symbols, real))
		return EQUALITY_DIFFERENT;
	return EQUALITY_UNKNOWN;
}

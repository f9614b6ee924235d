/* The unknown stands on both sides, or several times: the sides are brought together. */
#include "generators/engine/solutions_parts.h"

#include "checker/diagnosis/approximate.h"

#include <math.h>

enum { SOLVE_TERMS = 32 };

/* ---- polynomials of at most the second degree ---- */

/* The value of left - right at a whole number. */
static const struct expr *difference_at(
    struct solver *solver, const struct expr *left, const struct expr *right, int64_t at)
{
	const struct expr *difference = solver_sum(solver->arena, left, PART_MINUS, right);
	return solver_settled(solver->arena,
	    solutions_put(solver->arena, difference, solver->unknown, solver_integer(solver->arena, at)));
}

static bool solve_quadratic(
    struct solver *solver, const struct expr *a, const struct expr *b, const struct expr *c)
{
	struct arena *arena = solver->arena;
	const struct expr *four =
	    solver_product(arena, solver_integer(arena, 4), solver_product(arena, a, c));
	const struct expr *inside = solver_settled(
	    arena, solver_sum(arena, solver_power(arena, b, solver_integer(arena, 2)), PART_MINUS, four));
	int sign;
	if (!inside || !solver_sign(arena, inside, &sign))
		return false;
	if (sign < 0)
		return true;
	const struct expr *root = expr_binary(arena, EXPR_ROOT, inside, solver_integer(arena, 2));
	const struct expr *twice = solver_product(arena, solver_integer(arena, 2), a);
	for (int side = 0; side < (sign ? 2 : 1); side++) {
		const struct expr *top =
		    solver_sum(arena, solver_negative(arena, b), side ? PART_MINUS : PART_PLUS, root);
		const struct expr *value = solver_quotient(arena, top, twice);
		struct number number;
		if (expr_worth(arena, value, &number) == WORTH_OTHER)
			value = expr_simplify(arena, value, &solver_anywhere);
		if (!solver_add(solver, value))
			return false;
	}
	return true;
}

/*
 * Is it plain that left - right is no polynomial of at most the second degree? The third differences of such
 * a one vanish; values at -1, 0, 1 and 2 tell, up to rounding.
 */
static bool is_no_polynomial(const struct solver *solver, const struct expr *left, const struct expr *right)
{
	static const double weights[] = {-1, 3, -3, 1}, rounding = 1e-9;
	double difference = 0, size = 0;
	for (int i = 0; i < 4; i++) {
		const struct approximate_at at = {solver->unknown, i - 1};
		double one = approximate(left, at), other = approximate(right, at);
		difference += weights[i] * (one - other);
		size += fabs(one) + fabs(other);
	}
	return fabs(difference) > rounding * size;
}

/*
 * Is left - right a x^2 + b x + c? The three numbers come from its values at 0, 1 and -1, and the checker
 * proves that they are right.
 */
static bool solve_polynomial(struct solver *solver, const struct expr *left, const struct expr *right)
{
	if (is_no_polynomial(solver, left, right))
		return false;
	struct arena *arena = solver->arena;
	const struct expr *x = expr_symbol(arena, solver->unknown), *two = solver_integer(arena, 2);
	const struct expr *c = difference_at(solver, left, right, 0),
	                  *up = difference_at(solver, left, right, 1),
	                  *down = difference_at(solver, left, right, -1);
	if (!c || !up || !down)
		return false;
	const struct expr *a = solver_settled(
	    arena, solver_sum(arena, solver_quotient(arena, solver_sum(arena, up, PART_PLUS, down), two),
	               PART_MINUS, c));
	const struct expr *b =
	    solver_settled(arena, solver_quotient(arena, solver_sum(arena, up, PART_MINUS, down), two));
	int a_sign, b_sign, c_sign;
	if (!a || !b || !solver_sign(arena, a, &a_sign) || !solver_sign(arena, b, &b_sign) ||
	    !solver_sign(arena, c, &c_sign))
		return false;
	const struct expr *square = solver_product(arena, a, solver_power(arena, x, two));
	const struct expr *polynomial = solver_sum(
	    arena, solver_sum(arena, square, PART_PLUS, solver_product(arena, b, x)), PART_PLUS, c);
	/* Where left - right has no value, a zero of the polynomial falls at the substitution; all numbers
	 * would not. */
	const struct assumptions assumptions = {.real = true, .any_domain = a_sign || b_sign};
	if (expr_equal(arena, solver_sum(arena, left, PART_MINUS, right), polynomial, &assumptions) !=
	    EQUALITY_EQUAL)
		return false;
	if (a_sign)
		return solve_quadratic(solver, a, b, c);
	if (b_sign)
		return solver_add(solver, solver_negative(arena, solver_quotient(arena, c, b)));
	solver->found.all = solver->found.all || c_sign == 0;
	return true;
}

/* ---- the unknown in denominators ---- */

struct fractions {
	const struct expr *above[SOLVE_TERMS], *below[SOLVE_TERMS]; /* of each term */
	size_t count;
};

static bool add_fraction(
    struct solver *solver, struct fractions *fractions, const struct expr *term, bool minus)
{
	struct arena *arena = solver->arena;
	const struct expr *above = solver_integer(arena, minus ? -1 : 1), *below = NULL;
	uint32_t count = term->kind == EXPR_PRODUCT ? term->count : 1;
	for (uint32_t i = 0; i < count; i++) {
		const struct expr *part = term->kind == EXPR_PRODUCT ? term->parts[i].expr : term;
		bool divides = term->kind == EXPR_PRODUCT && term->parts[i].op == PART_DIVIDE;
		if (!divides)
			above = solver_product(arena, above, part);
		else if (solver_mentions(solver, part))
			below = below ? solver_product(arena, below, part) : part;
		else
			above = solver_quotient(arena, above, part);
	}
	if (fractions->count == SOLVE_TERMS)
		return false;
	fractions->above[fractions->count] = above;
	fractions->below[fractions->count++] = below ? below : solver_integer(arena, 1);
	return true;
}

static bool add_fractions(
    struct solver *solver, struct fractions *fractions, const struct expr *side, bool minus)
{
	if (side->kind == EXPR_NEGATE)
		return add_fractions(solver, fractions, side->parts[0].expr, !minus);
	if (side->kind != EXPR_SUM)
		return add_fraction(solver, fractions, side, minus);
	for (uint32_t i = 0; i < side->count; i++) {
		if (!add_fractions(
		        solver, fractions, side->parts[i].expr, minus != (side->parts[i].op == PART_MINUS)))
			return false;
	}
	return true;
}

/* Both sides times all denominators; a solution at which one of these is zero falls at the substitution. */
static bool solve_fractions(struct solver *solver, const struct expr *left, const struct expr *right)
{
	struct arena *arena = solver->arena;
	struct fractions *fractions = arena_zero(arena, sizeof *fractions);
	const struct expr *total = solver_integer(arena, 0);
	bool any = false;
	if (!add_fractions(solver, fractions, left, false) || !add_fractions(solver, fractions, right, true))
		return false;
	for (size_t i = 0; i < fractions->count; i++) {
		const struct expr *term = fractions->above[i];
		any = any || solver_mentions(solver, fractions->below[i]);
		for (size_t j = 0; j < fractions->count; j++)
			if (j != i)
				term = solver_product(arena, term, fractions->below[j]);
		total = solver_sum(arena, total, PART_PLUS, term);
	}
	return any && solve_polynomial(solver, total, solver_integer(arena, 0));
}

/* ---- exponential and logarithmic sides ---- */

/* The first constant base of a power with the unknown in its exponent; of whole numbers the least one. */
static const struct expr *find_base(struct solver *solver, const struct expr *tree)
{
	if (tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL)
		return NULL;
	if (tree->kind == EXPR_POWER && !solver_mentions(solver, tree->parts[0].expr) &&
	    solver_mentions(solver, tree->parts[1].expr)) {
		struct value base = value_of(solver->arena, tree->parts[0].expr);
		if (base.kind == VALUE_NUMBER && number_is_small_integer(base.number) && base.number.num > 1)
			base = formula_function("base_of")->exact(solver->arena, &base, 1);
		return value_tree(solver->arena, base);
	}
	const struct expr *base = NULL;
	for (uint32_t i = 0; i < tree->count && !base; i++)
		base = find_base(solver, tree->parts[i].expr);
	return base;
}

/* The log of a side to a base: a sum, where the side is a product of powers. NULL: it is not. */
static const struct expr *log_of(struct solver *solver, const struct expr *side, const struct expr *base)
{
	struct arena *arena = solver->arena;
	int sign;
	if (!solver_mentions(solver, side)) {
		return solver_sign(arena, side, &sign) && sign > 0
		           ? solver_settled(arena, solver_log(arena, side, base))
		           : NULL;
	}
	if (side->kind == EXPR_PRODUCT) {
		const struct expr *total = solver_integer(arena, 0);
		for (uint32_t i = 0; i < side->count && total; i++) {
			const struct expr *part = log_of(solver, side->parts[i].expr, base);
			enum part_op op = side->parts[i].op == PART_DIVIDE ? PART_MINUS : PART_PLUS;
			total = part ? solver_sum(arena, total, op, part) : NULL;
		}
		return total;
	}
	if (side->kind == EXPR_ROOT && !solver_mentions(solver, side->parts[1].expr)) {
		const struct expr *inside = log_of(solver, side->parts[0].expr, base);
		return inside ? solver_quotient(arena, inside, side->parts[1].expr) : NULL;
	}
	if (side->kind != EXPR_POWER)
		return NULL;
	const struct expr *inside = log_of(solver, side->parts[0].expr, base);
	return inside ? solver_product(arena, side->parts[1].expr, inside) : NULL;
}

static bool solve_powers(struct solver *solver, const struct expr *left, const struct expr *right)
{
	const struct expr *base = find_base(solver, left);
	if (!base)
		base = find_base(solver, right);
	const struct expr *from = base ? log_of(solver, left, base) : NULL;
	const struct expr *to = from ? log_of(solver, right, base) : NULL;
	return to && solver_solve(solver, from, to);
}

static const struct expr *find_log_base(struct solver *solver, const struct expr *tree)
{
	if (tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL)
		return NULL;
	if (tree->kind == EXPR_LOG && solver_mentions(solver, tree->parts[0].expr))
		return tree->parts[1].expr;
	const struct expr *base = NULL;
	for (uint32_t i = 0; i < tree->count && !base; i++)
		base = find_log_base(solver, tree->parts[i].expr);
	return base;
}

/* base^side: a product, where the side is a sum of logs to that base. NULL: it is not. */
static const struct expr *power_of(struct solver *solver, const struct expr *side, const struct expr *base)
{
	struct arena *arena = solver->arena;
	if (!solver_mentions(solver, side))
		return solver_power(arena, base, side);
	switch (side->kind) {
	case EXPR_LOG:
		return expr_equal(arena, side->parts[1].expr, base, &solver_anywhere) == EQUALITY_EQUAL
		           ? side->parts[0].expr
		           : NULL;
	case EXPR_NEGATE: {
		const struct expr *inside = power_of(solver, side->parts[0].expr, base);
		return inside ? solver_quotient(arena, solver_integer(arena, 1), inside) : NULL;
	}
	case EXPR_SUM: {
		const struct expr *total = NULL;
		for (uint32_t i = 0; i < side->count; i++) {
			const struct expr *part = power_of(solver, side->parts[i].expr, base);
			if (!part)
				return NULL;
			bool minus = side->parts[i].op == PART_MINUS;
			total = total ? (minus ? solver_quotient(arena, total, part)
			                       : solver_product(arena, total, part))
			              : part;
		}
		return total;
	}
	case EXPR_PRODUCT: { /* k log(u), log(u)/k */
		uint32_t kept = solver_only_part(solver, side);
		if (kept == side->count || side->parts[kept].op == PART_DIVIDE)
			return NULL;
		const struct expr *factor = solver_integer(arena, 1);
		for (uint32_t i = 0; i < side->count; i++) {
			if (i != kept) {
				factor = expr_row(arena, EXPR_PRODUCT, factor,
				    side->parts[i].op == PART_DIVIDE ? PART_DIVIDE : PART_TIMES,
				    side->parts[i].expr);
			}
		}
		const struct expr *inside = power_of(solver, side->parts[kept].expr, base);
		factor = solver_settled(arena, factor);
		return inside && factor ? solver_power(arena, inside, factor) : NULL;
	}
	default:
		return NULL;
	}
}

static bool solve_logs(struct solver *solver, const struct expr *left, const struct expr *right)
{
	const struct expr *base = find_log_base(solver, left);
	if (!base)
		base = find_log_base(solver, right);
	if (!base || solver_mentions(solver, base))
		return false;
	const struct expr *from = power_of(solver, left, base);
	const struct expr *to = from ? power_of(solver, right, base) : NULL;
	return to && solver_solve(solver, from, to);
}

/* A root against the unknown: both sides to its degree. What that adds falls at the substitution. */
static bool solve_roots(struct solver *solver, const struct expr *left, const struct expr *right)
{
	const struct expr *root = left->kind == EXPR_ROOT ? left : right,
	                  *other = root == left ? right : left;
	if (root->kind != EXPR_ROOT || solver_mentions(solver, root->parts[1].expr))
		return false;
	return solver_solve(
	    solver, root->parts[0].expr, solver_power(solver->arena, other, root->parts[1].expr));
}

bool solver_join(struct solver *solver, const struct expr *left, const struct expr *right)
{
	static bool (*const ways[])(struct solver *, const struct expr *, const struct expr *) = {
	    solve_polynomial, solve_logs, solve_powers, solve_fractions, solve_roots};
	size_t before = solver->found.count;
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		if (ways[i](solver, left, right))
			return true;
		solver->found.count = before;
	}
	return false;
}

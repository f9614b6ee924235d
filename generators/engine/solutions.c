/* Equations: undoing one operation after another, and what to do where the unknown stands on both sides. */
#include "generators/engine/solutions.h"

#include <string.h>

enum { SOLVE_DEPTH = 24, SOLVE_TERMS = 32 };

struct solver {
	struct arena *arena;
	const char *unknown;
	struct solutions found; /* candidates */
	int depth;
};

/* Finds candidates for left = right; false: not known. A side without the unknown is constant. */
static bool solve(struct solver *solver, const struct expr *left, const struct expr *right);

/* ---- small trees ---- */

static const struct assumptions anywhere = {.real = true};

static bool mentions(const struct solver *solver, const struct expr *tree)
{
	return expr_mentions(tree, solver->unknown);
}

static const struct expr *integer(struct arena *arena, int64_t value)
{
	return expr_from_number(arena, number_from_int(arena, value));
}

static const struct expr *negative(struct arena *arena, const struct expr *tree)
{
	return expr_unary(arena, EXPR_NEGATE, tree);
}

static const struct expr *product(struct arena *arena, const struct expr *a, const struct expr *b)
{
	return expr_row(arena, EXPR_PRODUCT, a, PART_TIMES, b);
}

static const struct expr *quotient(struct arena *arena, const struct expr *a, const struct expr *b)
{
	return expr_row(arena, EXPR_PRODUCT, a, PART_DIVIDE, b);
}

static const struct expr *sum(
    struct arena *arena, const struct expr *a, enum part_op op, const struct expr *b)
{
	return expr_row(arena, EXPR_SUM, a, op, b);
}

static const struct expr *power(struct arena *arena, const struct expr *base, const struct expr *exponent)
{
	return expr_binary(arena, EXPR_POWER, base, exponent);
}

static const struct expr *logarithm(struct arena *arena, const struct expr *argument, const struct expr *base)
{
	struct expr *log = expr_binary(arena, EXPR_LOG, argument, base);
	log->style = LOG_BASE;
	return log;
}

const struct expr *solutions_put(
    struct arena *arena, const struct expr *tree, const char *unknown, const struct expr *value)
{
	struct expr_binding binding = {unknown, value};
	return expr_substitute(arena, tree, &binding, 1);
}

/* Worked out where that leads to a rational number; NULL where there is no value. */
static const struct expr *settled(struct arena *arena, const struct expr *tree)
{
	struct number number;
	switch (expr_worth(arena, tree, &number)) {
	case WORTH_RATIONAL:
		return expr_from_number(arena, number);
	case WORTH_UNDEFINED:
		return NULL;
	default:
		return tree;
	}
}

/* -1, 0, 1; false where it cannot be proved. */
static bool sign_of(struct arena *arena, const struct expr *tree, int *ret_sign)
{
	return expr_compare(arena, tree, integer(arena, 0), ret_sign);
}

static bool add_candidate(struct solver *solver, const struct expr *value)
{
	const struct expr *tree = settled(solver->arena, value);
	if (!tree)
		return true; /* no value, no solution */
	if (solver->found.count == SOLUTIONS_MOST)
		return false;
	solver->found.list[solver->found.count++] = tree;
	return true;
}

/* ---- one side has the unknown once: undo what was done to it ---- */

/* The one part that mentions the unknown; `count` when several do. */
static uint32_t only_part(const struct solver *solver, const struct expr *tree)
{
	uint32_t found = tree->count;
	for (uint32_t i = 0; i < tree->count; i++) {
		if (!mentions(solver, tree->parts[i].expr))
			continue;
		if (found != tree->count)
			return tree->count;
		found = i;
	}
	return found;
}

static bool undo_sum(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	uint32_t kept = only_part(solver, tree);
	if (kept == tree->count)
		return false;
	for (uint32_t i = 0; i < tree->count; i++)
		if (i != kept)
			value = sum(solver->arena, value,
			    tree->parts[i].op == PART_MINUS ? PART_PLUS : PART_MINUS, tree->parts[i].expr);
	if (tree->parts[kept].op == PART_MINUS)
		value = negative(solver->arena, value);
	return solve(solver, tree->parts[kept].expr, value);
}

/* A product is zero where one of its factors is. */
static bool undo_zero_product(struct solver *solver, const struct expr *tree, const struct expr *zero)
{
	for (uint32_t i = 0; i < tree->count; i++)
		if (tree->parts[i].op != PART_DIVIDE && mentions(solver, tree->parts[i].expr) &&
		    !solve(solver, tree->parts[i].expr, zero))
			return false;
	return true;
}

static bool undo_product(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	struct arena *arena = solver->arena;
	uint32_t kept = only_part(solver, tree);
	int sign;
	if (sign_of(arena, value, &sign) && sign == 0)
		return undo_zero_product(solver, tree, value);
	if (kept == tree->count)
		return false;
	const struct expr *rest = integer(arena, 1);
	for (uint32_t i = 0; i < tree->count; i++)
		if (i != kept)
			rest = tree->parts[i].op == PART_DIVIDE ? quotient(arena, rest, tree->parts[i].expr)
			                                        : product(arena, rest, tree->parts[i].expr);
	if (!sign_of(arena, rest, &sign) || sign == 0)
		return false;
	bool below = tree->parts[kept].op == PART_DIVIDE;
	return solve(solver, tree->parts[kept].expr,
	    below ? quotient(arena, rest, value) : quotient(arena, value, rest));
}

/* u^(p/q) = value */
static bool undo_power(
    struct solver *solver, const struct expr *base, struct number exponent, const struct expr *value)
{
	struct arena *arena = solver->arena;
	int sign;
	if (exponent.big || number_is_zero(exponent) || !sign_of(arena, value, &sign))
		return false;
	if (sign == 0)
		return number_sign(exponent) < 0 || solve(solver, base, value);
	bool even = exponent.num % 2 == 0, even_root = exponent.den % 2 == 0;
	if ((even || even_root) && sign < 0)
		return true;
	const struct expr *inverse = expr_from_number(arena, number_invert(arena, exponent));
	const struct expr *size = sign < 0 ? negative(arena, value) : value;
	const struct expr *root = settled(arena, power(arena, size, inverse));
	if (!root || !solve(solver, base, sign < 0 ? negative(arena, root) : root))
		return false;
	return !even || solve(solver, base, negative(arena, root));
}

static bool undo_exponent(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	struct arena *arena = solver->arena;
	const struct expr *base = tree->parts[0].expr;
	struct number exponent;
	int sign;
	if (!mentions(solver, tree->parts[1].expr))
		return expr_worth(arena, tree->parts[1].expr, &exponent) == WORTH_RATIONAL &&
		       undo_power(solver, base, exponent, value);
	if (mentions(solver, base) || !sign_of(arena, value, &sign))
		return false;
	if (sign <= 0)
		return true;
	const struct expr *log = settled(arena, logarithm(arena, value, base));
	return log && solve(solver, tree->parts[1].expr, log);
}

static bool undo_root(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	struct number degree;
	int sign;
	if (mentions(solver, tree->parts[1].expr) ||
	    expr_worth(solver->arena, tree->parts[1].expr, &degree) != WORTH_RATIONAL || degree.den != 1 ||
	    !sign_of(solver->arena, value, &sign))
		return false;
	if (degree.num % 2 == 0 && sign < 0)
		return true;
	return solve(solver, tree->parts[0].expr, power(solver->arena, value, tree->parts[1].expr));
}

static bool undo_log(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	const struct expr *argument = tree->parts[0].expr, *base = tree->parts[1].expr;
	if (!mentions(solver, base))
		return solve(solver, argument, power(solver->arena, base, value));
	return !mentions(solver, argument) && solve(solver, power(solver->arena, base, value), argument);
}

static bool undo_absolute(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	int sign;
	if (!sign_of(solver->arena, value, &sign))
		return false;
	return sign < 0 ||
	       (solve(solver, tree->parts[0].expr, value) &&
	           (sign == 0 || solve(solver, tree->parts[0].expr, negative(solver->arena, value))));
}

static bool undo_negative(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	return solve(solver, tree->parts[0].expr, negative(solver->arena, value));
}

static bool undo_nothing(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	return strcmp(tree->name, solver->unknown) == 0 && add_candidate(solver, value);
}

typedef bool (*undo_fn)(struct solver *solver, const struct expr *tree, const struct expr *value);
static const undo_fn undoings[EXPR_KINDS] = {
    [EXPR_SYMBOL] = undo_nothing,
    [EXPR_SUM] = undo_sum,
    [EXPR_PRODUCT] = undo_product,
    [EXPR_NEGATE] = undo_negative,
    [EXPR_POWER] = undo_exponent,
    [EXPR_ROOT] = undo_root,
    [EXPR_LOG] = undo_log,
    [EXPR_ABSOLUTE] = undo_absolute,
};

/* ---- polynomials of at most the second degree ---- */

/* The value of left - right at a whole number. */
static const struct expr *difference_at(
    struct solver *solver, const struct expr *left, const struct expr *right, int64_t at)
{
	const struct expr *difference = sum(solver->arena, left, PART_MINUS, right);
	return settled(solver->arena,
	    solutions_put(solver->arena, difference, solver->unknown, integer(solver->arena, at)));
}

static bool solve_quadratic(
    struct solver *solver, const struct expr *a, const struct expr *b, const struct expr *c)
{
	struct arena *arena = solver->arena;
	const struct expr *four = product(arena, integer(arena, 4), product(arena, a, c));
	const struct expr *inside =
	    settled(arena, sum(arena, power(arena, b, integer(arena, 2)), PART_MINUS, four));
	int sign;
	if (!inside || !sign_of(arena, inside, &sign))
		return false;
	if (sign < 0)
		return true;
	const struct expr *root = expr_binary(arena, EXPR_ROOT, inside, integer(arena, 2));
	const struct expr *twice = product(arena, integer(arena, 2), a);
	for (int side = 0; side < (sign ? 2 : 1); side++) {
		const struct expr *top = sum(arena, negative(arena, b), side ? PART_MINUS : PART_PLUS, root);
		const struct expr *value = quotient(arena, top, twice);
		struct number number;
		if (expr_worth(arena, value, &number) == WORTH_OTHER)
			value = expr_simplify(arena, value, &anywhere);
		if (!add_candidate(solver, value))
			return false;
	}
	return true;
}

/*
 * Is left - right a x^2 + b x + c? The three numbers come from its values at 0, 1 and -1, and the checker
 * proves that they are right.
 */
static bool solve_polynomial(struct solver *solver, const struct expr *left, const struct expr *right)
{
	struct arena *arena = solver->arena;
	const struct expr *x = expr_symbol(arena, solver->unknown), *two = integer(arena, 2);
	const struct expr *c = difference_at(solver, left, right, 0),
	                  *up = difference_at(solver, left, right, 1),
	                  *down = difference_at(solver, left, right, -1);
	if (!c || !up || !down)
		return false;
	const struct expr *a =
	    settled(arena, sum(arena, quotient(arena, sum(arena, up, PART_PLUS, down), two), PART_MINUS, c));
	const struct expr *b = settled(arena, quotient(arena, sum(arena, up, PART_MINUS, down), two));
	int a_sign, b_sign, c_sign;
	if (!a || !b || !sign_of(arena, a, &a_sign) || !sign_of(arena, b, &b_sign) ||
	    !sign_of(arena, c, &c_sign))
		return false;
	const struct expr *square = product(arena, a, power(arena, x, two));
	const struct expr *polynomial =
	    sum(arena, sum(arena, square, PART_PLUS, product(arena, b, x)), PART_PLUS, c);
	if (expr_equal(arena, sum(arena, left, PART_MINUS, right), polynomial, &anywhere) != EQUALITY_EQUAL)
		return false;
	if (a_sign)
		return solve_quadratic(solver, a, b, c);
	if (b_sign)
		return add_candidate(solver, negative(arena, quotient(arena, c, b)));
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
	const struct expr *above = integer(arena, minus ? -1 : 1), *below = NULL;
	uint32_t count = term->kind == EXPR_PRODUCT ? term->count : 1;
	for (uint32_t i = 0; i < count; i++) {
		const struct expr *part = term->kind == EXPR_PRODUCT ? term->parts[i].expr : term;
		bool divides = term->kind == EXPR_PRODUCT && term->parts[i].op == PART_DIVIDE;
		if (!divides)
			above = product(arena, above, part);
		else if (mentions(solver, part))
			below = below ? product(arena, below, part) : part;
		else
			above = quotient(arena, above, part);
	}
	if (fractions->count == SOLVE_TERMS)
		return false;
	fractions->above[fractions->count] = above;
	fractions->below[fractions->count++] = below ? below : integer(arena, 1);
	return true;
}

static bool add_fractions(
    struct solver *solver, struct fractions *fractions, const struct expr *side, bool minus)
{
	if (side->kind == EXPR_NEGATE)
		return add_fractions(solver, fractions, side->parts[0].expr, !minus);
	if (side->kind != EXPR_SUM)
		return add_fraction(solver, fractions, side, minus);
	for (uint32_t i = 0; i < side->count; i++)
		if (!add_fractions(
		        solver, fractions, side->parts[i].expr, minus != (side->parts[i].op == PART_MINUS)))
			return false;
	return true;
}

/* Both sides times all denominators; a solution at which one of these is zero falls at the substitution. */
static bool solve_fractions(struct solver *solver, const struct expr *left, const struct expr *right)
{
	struct arena *arena = solver->arena;
	struct fractions *fractions = arena_zero(arena, sizeof *fractions);
	const struct expr *total = integer(arena, 0);
	bool any = false;
	if (!add_fractions(solver, fractions, left, false) || !add_fractions(solver, fractions, right, true))
		return false;
	for (size_t i = 0; i < fractions->count; i++) {
		const struct expr *term = fractions->above[i];
		any = any || mentions(solver, fractions->below[i]);
		for (size_t j = 0; j < fractions->count; j++)
			if (j != i)
				term = product(arena, term, fractions->below[j]);
		total = sum(arena, total, PART_PLUS, term);
	}
	return any && solve_polynomial(solver, total, integer(arena, 0));
}

/* ---- exponential and logarithmic sides ---- */

/* The first constant base of a power with the unknown in its exponent; of whole numbers the least one. */
static const struct expr *find_base(struct solver *solver, const struct expr *tree)
{
	if (tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL)
		return NULL;
	if (tree->kind == EXPR_POWER && !mentions(solver, tree->parts[0].expr) &&
	    mentions(solver, tree->parts[1].expr)) {
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
	if (!mentions(solver, side))
		return sign_of(arena, side, &sign) && sign > 0 ? settled(arena, logarithm(arena, side, base))
		                                               : NULL;
	if (side->kind == EXPR_PRODUCT) {
		const struct expr *total = integer(arena, 0);
		for (uint32_t i = 0; i < side->count && total; i++) {
			const struct expr *part = log_of(solver, side->parts[i].expr, base);
			enum part_op op = side->parts[i].op == PART_DIVIDE ? PART_MINUS : PART_PLUS;
			total = part ? sum(arena, total, op, part) : NULL;
		}
		return total;
	}
	if (side->kind == EXPR_ROOT && !mentions(solver, side->parts[1].expr)) {
		const struct expr *inside = log_of(solver, side->parts[0].expr, base);
		return inside ? quotient(arena, inside, side->parts[1].expr) : NULL;
	}
	if (side->kind != EXPR_POWER)
		return NULL;
	const struct expr *inside = log_of(solver, side->parts[0].expr, base);
	return inside ? product(arena, side->parts[1].expr, inside) : NULL;
}

static bool solve_powers(struct solver *solver, const struct expr *left, const struct expr *right)
{
	const struct expr *base = find_base(solver, left);
	if (!base)
		base = find_base(solver, right);
	const struct expr *from = base ? log_of(solver, left, base) : NULL;
	const struct expr *to = from ? log_of(solver, right, base) : NULL;
	return to && solve(solver, from, to);
}

static const struct expr *find_log_base(struct solver *solver, const struct expr *tree)
{
	if (tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL)
		return NULL;
	if (tree->kind == EXPR_LOG && mentions(solver, tree->parts[0].expr))
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
	if (!mentions(solver, side))
		return power(arena, base, side);
	switch (side->kind) {
	case EXPR_LOG:
		return expr_equal(arena, side->parts[1].expr, base, &anywhere) == EQUALITY_EQUAL
		           ? side->parts[0].expr
		           : NULL;
	case EXPR_NEGATE: {
		const struct expr *inside = power_of(solver, side->parts[0].expr, base);
		return inside ? quotient(arena, integer(arena, 1), inside) : NULL;
	}
	case EXPR_SUM: {
		const struct expr *total = NULL;
		for (uint32_t i = 0; i < side->count; i++) {
			const struct expr *part = power_of(solver, side->parts[i].expr, base);
			if (!part)
				return NULL;
			bool minus = side->parts[i].op == PART_MINUS;
			total = total ? (minus ? quotient(arena, total, part) : product(arena, total, part))
			              : part;
		}
		return total;
	}
	case EXPR_PRODUCT: { /* k log(u), log(u)/k */
		uint32_t kept = only_part(solver, side);
		if (kept == side->count || side->parts[kept].op == PART_DIVIDE)
			return NULL;
		const struct expr *factor = integer(arena, 1);
		for (uint32_t i = 0; i < side->count; i++)
			if (i != kept)
				factor = expr_row(arena, EXPR_PRODUCT, factor,
				    side->parts[i].op == PART_DIVIDE ? PART_DIVIDE : PART_TIMES,
				    side->parts[i].expr);
		const struct expr *inside = power_of(solver, side->parts[kept].expr, base);
		factor = settled(arena, factor);
		return inside && factor ? power(arena, inside, factor) : NULL;
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
	if (!base || mentions(solver, base))
		return false;
	const struct expr *from = power_of(solver, left, base);
	const struct expr *to = from ? power_of(solver, right, base) : NULL;
	return to && solve(solver, from, to);
}

/* A root against the unknown: both sides to its degree. What that adds falls at the substitution. */
static bool solve_roots(struct solver *solver, const struct expr *left, const struct expr *right)
{
	const struct expr *root = left->kind == EXPR_ROOT ? left : right,
	                  *other = root == left ? right : left;
	if (root->kind != EXPR_ROOT || mentions(solver, root->parts[1].expr))
		return false;
	return solve(solver, root->parts[0].expr, power(solver->arena, other, root->parts[1].expr));
}

/* ---- any equation ---- */

static bool try_each(struct solver *solver, const struct expr *left, const struct expr *right)
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

static bool solve(struct solver *solver, const struct expr *left, const struct expr *right)
{
	if (!mentions(solver, left)) {
		const struct expr *other = left;
		left = right;
		right = other;
	}
	if (!mentions(solver, left)) {
		enum equality equality = expr_equal(solver->arena, left, right, &anywhere);
		solver->found.all = solver->found.all || equality == EQUALITY_EQUAL;
		return equality != EQUALITY_UNKNOWN;
	}
	if (++solver->depth > SOLVE_DEPTH)
		return false;
	size_t before = solver->found.count;
	bool known = false;
	if (!mentions(solver, right)) {
		const struct expr *value = settled(solver->arena, right);
		known = !value || (undoings[left->kind] && undoings[left->kind](solver, left, value));
	}
	if (!known) {
		solver->found.count = before;
		known = try_each(solver, left, right);
	}
	solver->depth--;
	return known;
}

/* ---- proof ---- */

/* Does the candidate solve the equation? False in *ret_known: neither proved nor refuted. */
static bool holds(struct arena *arena, const struct expr *left, const struct expr *right, const char *unknown,
    const struct expr *candidate, bool *ret_known)
{
	left = solutions_put(arena, left, unknown, candidate);
	right = solutions_put(arena, right, unknown, candidate);
	*ret_known = true;
	if (!settled(arena, left) || !settled(arena, right))
		return false;
	enum equality equality = expr_equal(arena, left, right, &anywhere);
	*ret_known = equality != EQUALITY_UNKNOWN;
	return equality == EQUALITY_EQUAL;
}

/* Into its place in ascending order, once. */
static bool insert(struct arena *arena, struct solutions *solutions, const struct expr *value)
{
	size_t at = solutions->count;
	for (size_t i = 0; i < solutions->count; i++) {
		int order;
		if (!expr_compare(arena, value, solutions->list[i], &order))
			return false;
		if (order == 0)
			return true;
		if (order < 0 && at > i)
			at = i;
	}
	for (size_t i = solutions->count++; i > at; i--)
		solutions->list[i] = solutions->list[i - 1];
	solutions->list[at] = value;
	return true;
}

bool solutions_find(struct arena *arena, const struct expr *left, const struct expr *right,
    const char *unknown, struct solutions *ret_solutions)
{
	struct solver solver = {.arena = arena, .unknown = unknown};
	*ret_solutions = (struct solutions){.count = 0};
	if (!solve(&solver, left, right))
		return false;
	ret_solutions->all = solver.found.all;
	for (size_t i = 0; i < solver.found.count && !solver.found.all; i++) {
		bool known;
		if (holds(arena, left, right, unknown, solver.found.list[i], &known) &&
		    !insert(arena, ret_solutions, solver.found.list[i]))
			return false;
		if (!known)
			return false;
	}
	return true;
}

static struct value word_value(struct arena *arena, enum word word)
{
	struct expr *tree = expr_new(arena, EXPR_WORD, 0);
	tree->style = (uint8_t)word;
	return (struct value){.kind = VALUE_TREE, .tree = tree};
}

struct value solutions_of(struct arena *arena, const struct expr *equation, const char *unknown)
{
	struct solutions solutions;
	if (equation->kind != EXPR_RELATION || equation->count != 2 || equation->parts[1].op != PART_EQUAL ||
	    !solutions_find(arena, equation->parts[0].expr, equation->parts[1].expr, unknown, &solutions))
		return (struct value){.kind = VALUE_UNDEFINED};
	if (solutions.all)
		return word_value(arena, WORD_ALL_REAL);
	if (solutions.count == 0)
		return word_value(arena, WORD_NO_SOLUTION);
	if (solutions.count == 1)
		return value_of(arena, solutions.list[0]);
	struct expr *list = expr_new(arena, EXPR_LIST, solutions.count);
	for (size_t i = 0; i < solutions.count; i++)
		list->parts[i].expr = solutions.list[i];
	return (struct value){.kind = VALUE_TREE, .tree = list};
}

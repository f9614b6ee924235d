/* The unknown stands once, on one side: what was done to it is undone, the outermost first. */
#include "generators/engine/solutions_parts.h"

#include <string.h>

uint32_t solver_only_part(const struct solver *solver, const struct expr *tree)
{
	uint32_t found = tree->count;
	for (uint32_t i = 0; i < tree->count; i++) {
		if (!solver_mentions(solver, tree->parts[i].expr))
			continue;
		if (found != tree->count)
			return tree->count;
		found = i;
	}
	return found;
}

static bool undo_sum(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	uint32_t kept = solver_only_part(solver, tree);
	if (kept == tree->count)
		return false;
	for (uint32_t i = 0; i < tree->count; i++) {
		if (i != kept)
			value = solver_sum(solver->arena, value,
			    tree->parts[i].op == PART_MINUS ? PART_PLUS : PART_MINUS, tree->parts[i].expr);
	}
	if (tree->parts[kept].op == PART_MINUS)
		value = solver_negative(solver->arena, value);
	return solver_solve(solver, tree->parts[kept].expr, value);
}

/* A product is zero where one of its factors is. */
static bool undo_zero_product(struct solver *solver, const struct expr *tree, const struct expr *zero)
{
	for (uint32_t i = 0; i < tree->count; i++) {
		if (tree->parts[i].op != PART_DIVIDE && solver_mentions(solver, tree->parts[i].expr) &&
		    !solver_solve(solver, tree->parts[i].expr, zero))
			return false;
	}
	return true;
}

static bool undo_product(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	struct arena *arena = solver->arena;
	uint32_t kept = solver_only_part(solver, tree);
	int sign;
	if (solver_sign(arena, value, &sign) && sign == 0)
		return undo_zero_product(solver, tree, value);
	if (kept == tree->count)
		return false;
	const struct expr *rest = solver_integer(arena, 1);
	for (uint32_t i = 0; i < tree->count; i++) {
		if (i != kept) {
			rest = tree->parts[i].op == PART_DIVIDE
			           ? solver_quotient(arena, rest, tree->parts[i].expr)
			           : solver_product(arena, rest, tree->parts[i].expr);
		}
	}
	if (!solver_sign(arena, rest, &sign) || sign == 0)
		return false;
	bool below = tree->parts[kept].op == PART_DIVIDE;
	return solver_solve(solver, tree->parts[kept].expr,
	    below ? solver_quotient(arena, rest, value) : solver_quotient(arena, value, rest));
}

/* u^(p/q) = value */
static bool undo_power(
    struct solver *solver, const struct expr *base, struct number exponent, const struct expr *value)
{
	struct arena *arena = solver->arena;
	int sign;
	if (exponent.big || number_is_zero(exponent) || !solver_sign(arena, value, &sign))
		return false;
	if (sign == 0)
		return number_sign(exponent) < 0 || solver_solve(solver, base, value);
	bool even = exponent.num % 2 == 0, even_root = exponent.den % 2 == 0;
	if ((even || even_root) && sign < 0)
		return true;
	const struct expr *inverse = expr_from_number(arena, number_invert(arena, exponent));
	const struct expr *size = sign < 0 ? solver_negative(arena, value) : value;
	const struct expr *root = solver_settled(arena, solver_power(arena, size, inverse));
	if (!root || !solver_solve(solver, base, sign < 0 ? solver_negative(arena, root) : root))
		return false;
	return !even || solver_solve(solver, base, solver_negative(arena, root));
}

static bool undo_exponent(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	struct arena *arena = solver->arena;
	const struct expr *base = tree->parts[0].expr;
	struct number exponent;
	int sign;
	if (!solver_mentions(solver, tree->parts[1].expr))
		return expr_worth(arena, tree->parts[1].expr, &exponent) == WORTH_RATIONAL &&
		       undo_power(solver, base, exponent, value);
	if (solver_mentions(solver, base) || !solver_sign(arena, value, &sign))
		return false;
	if (sign <= 0)
		return true;
	const struct expr *log = solver_settled(arena, solver_log(arena, value, base));
	return log && solver_solve(solver, tree->parts[1].expr, log);
}

static bool undo_root(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	struct number degree;
	int sign;
	if (solver_mentions(solver, tree->parts[1].expr) ||
	    expr_worth(solver->arena, tree->parts[1].expr, &degree) != WORTH_RATIONAL || degree.den != 1 ||
	    !solver_sign(solver->arena, value, &sign))
		return false;
	if (degree.num % 2 == 0 && sign < 0)
		return true;
	return solver_solve(
	    solver, tree->parts[0].expr, solver_power(solver->arena, value, tree->parts[1].expr));
}

static bool undo_log(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	const struct expr *argument = tree->parts[0].expr, *base = tree->parts[1].expr;
	if (!solver_mentions(solver, base))
		return solver_solve(solver, argument, solver_power(solver->arena, base, value));
	return !solver_mentions(solver, argument) &&
	       solver_solve(solver, solver_power(solver->arena, base, value), argument);
}

static bool undo_absolute(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	int sign;
	if (!solver_sign(solver->arena, value, &sign))
		return false;
	return sign < 0 || (solver_solve(solver, tree->parts[0].expr, value) &&
	                       (sign == 0 || solver_solve(solver, tree->parts[0].expr,
	                                         solver_negative(solver->arena, value))));
}

static bool undo_negative(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	return solver_solve(solver, tree->parts[0].expr, solver_negative(solver->arena, value));
}

static bool undo_nothing(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	return strcmp(tree->name, solver->unknown) == 0 && solver_add(solver, value);
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

bool solver_undo(struct solver *solver, const struct expr *tree, const struct expr *value)
{
	return undoings[tree->kind] && undoings[tree->kind](solver, tree, value);
}

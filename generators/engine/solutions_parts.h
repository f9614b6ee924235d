/*
 * What the parts of the solver share: solutions.c (any equation, and the proof), solutions_undo.c (the
 * unknown stands once, on one side), solutions_sides.c (it stands on both, or several times).
 */
#ifndef GENERATORS_SOLUTIONS_PARTS_H
#define GENERATORS_SOLUTIONS_PARTS_H

#include "generators/engine/solutions.h"

struct solver {
	struct arena *arena;
	const char *unknown;
	struct solutions found; /* candidates */
	int depth;
};

/* Finds candidates for left = right; false: not known. A side without the unknown is constant. */
bool solver_solve(struct solver *solver, const struct expr *left, const struct expr *right);
/* Undoes the outermost operation of tree = value. */
bool solver_undo(struct solver *solver, const struct expr *tree, const struct expr *value);
/* Both sides taken together: polynomials, logs, powers, fractions, roots, whichever leads to an end. */
bool solver_join(struct solver *solver, const struct expr *left, const struct expr *right);
/* False where there are too many. One without a value is none. */
bool solver_add(struct solver *solver, const struct expr *value);

/* --- small trees --- */
extern const struct assumptions solver_anywhere;

bool solver_mentions(const struct solver *solver, const struct expr *tree);
/* The one part that mentions the unknown; `count` when several do. */
uint32_t solver_only_part(const struct solver *solver, const struct expr *tree);
/* Worked out where that leads to a rational number; NULL where there is no value. */
const struct expr *solver_settled(struct arena *arena, const struct expr *tree);
/* -1, 0, 1; false where it cannot be proved. */
bool solver_sign(struct arena *arena, const struct expr *tree, int *ret_sign);

static inline const struct expr *solver_integer(struct arena *arena, int64_t value)
{
	return expr_from_number(arena, number_from_int(arena, value));
}

static inline const struct expr *solver_negative(struct arena *arena, const struct expr *tree)
{
	return expr_unary(arena, EXPR_NEGATE, tree);
}

static inline const struct expr *solver_product(
    struct arena *arena, const struct expr *a, const struct expr *b)
{
	return expr_row(arena, EXPR_PRODUCT, a, PART_TIMES, b);
}

static inline const struct expr *solver_quotient(
    struct arena *arena, const struct expr *a, const struct expr *b)
{
	return expr_row(arena, EXPR_PRODUCT, a, PART_DIVIDE, b);
}

static inline const struct expr *solver_sum(
    struct arena *arena, const struct expr *a, enum part_op op, const struct expr *b)
{
	return expr_row(arena, EXPR_SUM, a, op, b);
}

static inline const struct expr *solver_power(
    struct arena *arena, const struct expr *base, const struct expr *exponent)
{
	return expr_binary(arena, EXPR_POWER, base, exponent);
}

static inline const struct expr *solver_log(
    struct arena *arena, const struct expr *argument, const struct expr *base)
{
	struct expr *log = expr_binary(arena, EXPR_LOG, argument, base);
	log->style = LOG_BASE;
	return log;
}

#endif

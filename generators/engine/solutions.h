/*
 * The real solutions of an equation, and the domain of an expression, for keys: `solutions(ask)`,
 * `domain(ask)`. By exact algebra, in the kinds that content asks about: linear, quadratic, with powers and
 * roots, exponential with a common base, logarithmic, with the unknown in denominators. What the algebra
 * finds is only a candidate: it counts once the checker has proved it by substitution, so that extraneous
 * ones fall away, and where it cannot prove or refute one there is no answer at all.
 *
 * Everything lives in the arena. May refuse TOO_LARGE.
 */
#ifndef GENERATORS_SOLUTIONS_H
#define GENERATORS_SOLUTIONS_H

#include "generators/engine/formula.h"

/*
 * One number, a list of them in ascending order, or the words `no solution` or `all real numbers`. Undefined
 * where `equation` is none, or is not of a kind that is known here.
 */
struct value solutions_of(struct arena *arena, const struct expr *equation, const char *unknown);

/*
 * Where `tree` has a value, as a condition on `unknown` or a union of intervals; `all real numbers`, or `no
 * solution` where it has none anywhere. Undefined where a condition cannot be solved.
 */
struct value domain_of(struct arena *arena, const struct expr *tree, const char *unknown);

/* --- what the two share (solutions.c) --- */
enum { SOLUTIONS_MOST = 16 };

/* Values of an unknown, or all of them. */
struct solutions {
	const struct expr *list[SOLUTIONS_MOST];
	size_t count;
	bool all;
};
/* Candidates that hold in left = right, ascending. False where it is not known. */
bool solutions_find(struct arena *arena, const struct expr *left, const struct expr *right,
    const char *unknown, struct solutions *ret_solutions);
/* The tree with the unknown replaced. */
const struct expr *solutions_put(
    struct arena *arena, const struct expr *tree, const char *unknown, const struct expr *value);

#endif

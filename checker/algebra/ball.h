/*
 * Certified enclosures of real values: Arb's ball arithmetic over a tree (Johansson 2017, "Arb: efficient
 * arbitrary-precision midpoint-radius interval arithmetic"). Two disjoint balls prove that two values differ;
 * overlapping ones prove nothing. Follows the checker's rules for real numbers: odd roots of negative numbers
 * are negative, a log of a non-positive number and an even root of a negative one are undefined. Private to
 * algebra/.
 *
 * FLINT keeps caches, so nothing here lives in an arena.
 */
#ifndef CHECKER_BALL_H
#define CHECKER_BALL_H

#include "checker/algebra/expr.h"

/* A point: the rational values of symbols. */
struct point {
	const char *const *names;
	const struct number *values;
	size_t count;
};

enum ball_result {
	BALL_OK,
	BALL_UNDEFINED, /* proved to have no value */
	BALL_POLE,      /* proved to divide by zero */
	BALL_UNKNOWN,   /* the precision does not tell, or no rule applies */
};

/* -1, 1: proved sign of a tree at a point (NULL: no symbols). 0: unknown, or zero. */
int ball_sign(struct arena *arena, const struct expr *expr, const struct point *point);

enum separation {
	SEPARATION_NONE,      /* overlap at every precision tried, or something unknown */
	SEPARATION_DIFFERENT, /* disjoint: proved different */
	SEPARATION_DOMAIN,    /* one is defined, the other is not, and not for a zero denominator */
	SEPARATION_POLE,      /* at least one divides by zero there: nothing to compare */
	SEPARATION_UNDEFINED, /* neither is defined there */
};
/* What two trees are compared for. */
enum ball_aim {
	BALL_VALUES,  /* whether they differ: with all the precision it takes */
	BALL_DOMAINS, /* where they are defined; of those that both are the first enclosures are enough */
};
/* Compares two trees at a point. */
enum separation ball_separate(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct point *point, enum ball_aim aim);

/*
 * Is there a zero of `a` that is none of `b`, between `low` and `high` of the point's symbol number `line`,
 * all others at their values? Proved by a change of sign of `a` in a piece over which it is defined and `b`
 * is not zero. False proves nothing.
 */
bool ball_zero_apart(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct point *point, size_t line, struct number low, struct number high);

#endif

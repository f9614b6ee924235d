/*
 * What a tree is worth. The front door of tiers 1 to 3 (checker.md) for those who need a value rather than
 * a verdict: the formulas of families, the forms, the diagnosis.
 */
#ifndef CHECKER_VALUE_H
#define CHECKER_VALUE_H

#include "checker/algebra/expr.h"

/* What may be taken for granted about the symbols of a tree. */
struct assumptions {
	bool real; /* false: every variable is positive (the default); true: it is any real number */
};

enum worth {
	WORTH_RATIONAL,  /* *ret_value is the exact value */
	WORTH_OTHER,     /* has a value, or depends on symbols; not a rational number we can name */
	WORTH_UNDEFINED, /* proved to have no value: x/0, 0^0, log(-1), an even root of a negative number */
};

/*
 * The exact value of a tree when it is a rational number: arithmetic, powers, perfect roots, logs such as
 * log_2(8), and whatever the canonical form reduces to a rational. Relations, lists and words are
 * WORTH_OTHER. Refuses TOO_LARGE.
 */
enum worth expr_worth(struct arena *arena, const struct expr *expr, struct number *ret_value);

/*
 * Tier 1 alone: arithmetic, whole powers and perfect roots. WORTH_OTHER where that does not lead to a rational
 * number. Refuses TOO_LARGE.
 */
enum worth expr_rational(struct arena *arena, const struct expr *expr, struct number *ret_value);

enum equality {
	EQUALITY_EQUAL,     /* proved */
	EQUALITY_DIFFERENT, /* refuted */
	EQUALITY_UNKNOWN,   /* neither: an honest answer */
};
/* Are two trees worth the same wherever both are defined? An undefined one equals nothing. */
enum equality expr_equal(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct assumptions *assumptions);

/*
 * The tree written anew in canonical form: one reduced fraction, powers gathered, logs expanded over primes.
 * For keys that are not rational. Refuses TOO_LARGE and UNDEFINED.
 */
const struct expr *expr_simplify(
    struct arena *arena, const struct expr *expr, const struct assumptions *assumptions);

#endif

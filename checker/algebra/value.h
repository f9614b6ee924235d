/*
 * What a tree is worth. The front door of tiers 1 to 3 (checker.md) for those who need a value rather than
 * a verdict: the formulas of families, the forms, the diagnosis.
 */
#ifndef CHECKER_VALUE_H
#define CHECKER_VALUE_H

#include "checker/algebra/expr.h"
#include "checker/limits.h"

/* What may be taken for granted about the symbols of a tree. */
struct assumptions {
	bool real; /* false: every variable is positive (the default); true: it is any real number */
	/* With `real`: trees that are the same where both are defined are equal, also if one is so at more
	 * points. */
	bool any_domain;
};

/* The symbols of one or more trees, each once. */
struct symbols {
	const char *names[LIMIT_VARIABLES];
	size_t count;
};
/* Adds those of `expr`. False when there are more than LIMIT_VARIABLES. */
bool symbols_collect(const struct expr *expr, struct symbols *symbols);

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
 * Tier 1 alone: arithmetic, whole powers and perfect roots. WORTH_OTHER where that does not lead to a
 * rational number. Refuses TOO_LARGE.
 */
enum worth expr_rational(struct arena *arena, const struct expr *expr, struct number *ret_value);

enum equality {
	EQUALITY_EQUAL,     /* proved */
	EQUALITY_DIFFERENT, /* refuted */
	EQUALITY_UNKNOWN,   /* neither: an honest answer */
};
/* Are two trees worth the same wherever both are defined? An undefined one equals nothing. */
enum equality expr_equal(
    struct arena *arena, const struct expr *a, const struct expr *b, const struct assumptions *assumptions);
/* Does one of two equal trees divide by something with a symbol in it, and the other not? (x^2/x against x)
 */
bool expr_domains_differ(const struct expr *a, const struct expr *b);

/*
 * The order of two constants: *ret_order is negative, 0, positive as a < b, a = b, a > b. False when it
 * cannot be proved, or one of them has no value. Refuses TOO_LARGE.
 */
bool expr_compare(struct arena *arena, const struct expr *a, const struct expr *b, int *ret_order);

/*
 * Is a = c b for a factor c that is not zero wherever both are defined (for `positive`: that is positive)? So
 * that a = 0 and b = 0 are the same equation, a > 0 and b > 0 the same inequality.
 */
enum equality expr_proportional(struct arena *arena, const struct expr *a, const struct expr *b,
    bool positive, const struct assumptions *assumptions);

/*
 * Have a = 0 and b = 0 the same real solutions, each however often? Decided where both are rational in one
 * symbol and of small degree; UNKNOWN elsewhere. Refuses TOO_LARGE.
 */
enum equality expr_same_zeros(
    struct arena *arena, const struct expr *a, const struct expr *b, const struct assumptions *assumptions);

/*
 * The tree written anew in canonical form: one reduced fraction, powers gathered, logs expanded over primes.
 * For keys that are not rational. Refuses TOO_LARGE and UNDEFINED.
 */
const struct expr *expr_simplify(
    struct arena *arena, const struct expr *expr, const struct assumptions *assumptions);

#endif

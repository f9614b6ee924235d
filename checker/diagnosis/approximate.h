/*
 * What a tree is worth, roughly and at once: doubles, to pick out of hundreds of values the few that are
 * worth a proof. Nothing is decided by it; where it finds two values apart by more than rounding they are
 * apart, unless large terms cancelled on the way.
 */
#ifndef CHECKER_APPROXIMATE_H
#define CHECKER_APPROXIMATE_H

#include "checker/algebra/rewrite.h"

/* One symbol that stands for a value; every other one has a value of its own that its name decides. */
struct approximate_at {
	const char *name; /* NULL: none */
	double value;
};

enum { APPROXIMATE_PARTS = 32 }; /* of a row; a longer one has no value here */
/* What a node with parts is worth when its parts are worth these. */
double approximate_node(const struct expr *tree, const double *values);
/* NaN where it has no value, and for what is none: words, relations, lists. May be infinite. */
double approximate(const struct expr *tree, struct approximate_at at);
/*
 * What the root of a tree is worth when a match there is replaced by what the rule makes of it; the right
 * side must mention no let and no known name.
 */
double approximate_match(
    const struct rewrite_rule *rule, const struct match *match, struct approximate_at at);
/* A right side, likewise: of a relation each side on its own. */
double approximate_filled(const struct expr *to, const struct match *match, struct approximate_at at);
/*
 * The only number that can solve an equation in which the unknown stands once: the other side with everything
 * undone that was done to it. NaN where that is more than one number, or cannot be told.
 */
double approximate_solution(const struct expr *equation, const char *unknown);
/* The fraction with few digits that a value is up to rounding. False: there is none. */
bool approximate_fraction(double value, struct number *ret_fraction);
/* Equal up to rounding. False with NaN. */
bool approximately_equal(double a, double b);

#endif

/*
 * What a tree is worth, roughly and at once: doubles, to pick out of hundreds of values the few that are
 * worth a proof. Nothing is decided by it; where it finds two values apart by more than rounding they are
 * apart, unless large terms cancelled on the way.
 */
#ifndef CHECKER_APPROXIMATE_H
#define CHECKER_APPROXIMATE_H

#include "checker/algebra/expr.h"

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
/* Equal up to rounding. False with NaN. */
bool approximately_equal(double a, double b);

#endif

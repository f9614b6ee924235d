/*
 * The independent judge of the property tests: Arb's balls over a tree at a point, at 200 decimal digits.
 * Written without the checker's own evaluators; shares nothing with them but the tree.
 */
#ifndef PROPERTY_EVALUATE_H
#define PROPERTY_EVALUATE_H

#include "checker/algebra/expr.h"

enum evaluation {
	EVALUATION_APART,   /* defined at some point where their values are proved to differ */
	EVALUATION_ALIKE,   /* 150 digits agree at every point */
	EVALUATION_UNKNOWN, /* undefined somewhere, or not told */
};

/* Compares two trees at a few points with positive rational coordinates. */
enum evaluation evaluate_pair(const struct expr *a, const struct expr *b);
/* Gives FLINT's caches back. */
void evaluate_done(void);

#endif

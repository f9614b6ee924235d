/*
 * Random trees. What is made here is what a reader can make: the invariants of expr.h hold, so that a printed
 * tree must be read as itself.
 */
#ifndef PROPERTY_TREES_H
#define PROPERTY_TREES_H

#include "checker/algebra/expr.h"
#include "tests/property/random.h"

enum { TREE_VARIABLES = 4 };
extern const char *const tree_variables[TREE_VARIABLES];

/* A number or expression, at most `depth` levels deep. */
const struct expr *tree_expression(struct arena *arena, struct random *random, int depth);
/* Any answer: expressions, relations, lists, sets, intervals, words, ± and the rest. */
const struct expr *tree_answer(struct arena *arena, struct random *random, int depth);

#endif

/* Trees made from trees: equal by a law, or with one leaf changed. */
#ifndef PROPERTY_REWRITE_H
#define PROPERTY_REWRITE_H

#include "checker/algebra/expr.h"
#include "tests/property/random.h"

/* Applies one law somewhere; every variable is taken to be positive. */
const struct expr *rewrite_equal(struct arena *arena, struct random *random, const struct expr *expr);
/* Changes one number, variable or sign; whether the value changes is for others to say. */
const struct expr *rewrite_leaf(struct arena *arena, struct random *random, const struct expr *expr);

#endif

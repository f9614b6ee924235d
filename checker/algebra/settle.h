/* Sums and products in which every symbol cancels, written as the constants they are. Private to algebra/. */
#ifndef CHECKER_SETTLE_H
#define CHECKER_SETTLE_H

#include "checker/algebra/value.h"

/*
 * ((e + y) - y) - 7 becomes e - 7, so that proofs about constants apply: its sign, whether it is zero. The
 * tree is worth the same wherever both are defined. Unchanged trees are returned as they are. Does not
 * refuse.
 */
const struct expr *expr_settle(
    struct arena *arena, const struct expr *expr, const struct assumptions *assumptions);

#endif

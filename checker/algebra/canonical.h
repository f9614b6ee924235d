/*
 * Trees to canonical form (poly.h). Private to algebra/; value.h is the door.
 */
#ifndef CHECKER_CANONICAL_H
#define CHECKER_CANONICAL_H

#include "checker/algebra/poly.h"
#include "checker/algebra/value.h"

/*
 * The canonical form. Refuses UNDEFINED where the tree is proved to have no value, UNDECIDED where a sign or
 * a zero cannot be proved or the tree is no value at all, TOO_LARGE past the bounds.
 */
const struct poly *canonical(struct canon *canon, const struct expr *expr);

/*
 * Runs work(context) with a fresh `canon`, again with finer integer bases where two numbers turn out to share
 * a large factor. Gives what the last run was refused with.
 */
enum refusal canon_run(
    struct arena *arena, bool real, struct canon *canon, void (*work)(void *context), void *context);

/*
 * Do roots raised to powers, or logs taken as exponents, prove a form to be zero? False proves nothing.
 * Refuses only to begin anew (canon_run).
 */
bool canonical_vanishes(struct canon *canon, const struct poly *difference);

/* Back to a tree: a reduced fraction with gathered powers. */
const struct expr *canonical_expr(struct canon *canon, const struct poly *poly);

#endif

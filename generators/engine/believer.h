/*
 * What somebody writes who holds some beliefs and works out the rest correctly: a learner at work, for
 * simulations. Written apart from the walk of checker/diagnosis on purpose, so that the one can be held to
 * the other: a believer goes over the page once, in one of three ways, and knows no laws and no bounds but
 * the rewriter's own.
 *
 * Everything lies in the arena. May refuse.
 */
#ifndef GENERATORS_BELIEVER_H
#define GENERATORS_BELIEVER_H

#include "generators/engine/diagnose.h"

enum believer_way {
	BELIEVER_OUTSIDE,   /* looks at the whole first, then at what is left as it was */
	BELIEVER_INSIDE,    /* works out the parts first, then looks at what has become of the whole */
	BELIEVER_ONE_PLACE, /* as from outside, but errs once and then no more */
	BELIEVER_WAYS
};

struct believer {
	const struct content *content;
	const uint32_t *beliefs; /* indices of the content's misconceptions */
	size_t count;            /* at most 32 */
	enum believer_way way;
};

/*
 * What stands there after the errors; `ask` itself where none is made. Bit i of *ret_used: beliefs[i] had a
 * part. Beliefs about form, and rules that speak of the base of the asked form, err nowhere.
 */
const struct expr *believer_errs(struct arena *arena, const struct believer *believer,
    const struct question_spec *spec, const struct expr *ask, unsigned *ret_used);
/*
 * The answer of somebody who goes on correctly from there, worked out as far as it goes. NULL: there is none.
 */
const struct expr *believer_finishes(
    struct arena *arena, const struct diagnosed *diagnosed, const struct expr *tree);
/* The tree with slip number `which` from 0: a literal one up or down, a minus left out. NULL past the last.
 */
const struct expr *believer_slips(struct arena *arena, const struct expr *tree, size_t which);

#endif

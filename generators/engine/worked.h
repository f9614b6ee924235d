/*
 * A worked solution with an error in it, for "which step is wrong?": the solution that laws derive, up to the
 * first line on which a mal-rule of the misconception can be used and leads to another end; that rule, once;
 * then correct work again. Nothing of it is written by an author.
 *
 * A wrong step is one that is proved to change what comes out. Where a misconception has no place in a
 * solution, or its error mends itself, nothing is made: the family's `where` is to leave such items out.
 *
 * Ownership: all of it lies in the arena it was made in, and borrows from the content. May refuse.
 */
#ifndef GENERATORS_WORKED_H
#define GENERATORS_WORKED_H

#include "generators/engine/answer.h"

enum {
	WORKED_STEPS = 12,   /* shown */
	WORKED_BYTES = 2048, /* of all lines in plain notation */
};

struct worked {
	const struct expr *const *lines; /* what is asked, then what stands there after each step */
	size_t count;
	size_t error_step;                  /* which step is wrong, from 1; 0: none is */
	const struct misconception *belief; /* that the wrong step follows; NULL: none */
};

/* Why there is none. */
enum worked_fault {
	WORKED_FINE,
	WORKED_NO_SOLUTION, /* no law leads to the end, with the error or without it */
	WORKED_NO_PLACE,    /* no rule of the misconception can be used where it would lead to another end */
	WORKED_TOO_LONG,
};

/* The solution that the tuple's variant shows; NULL, with *ret_fault unless that is NULL, where there is
 * none. */
const struct worked *worked_make(struct arena *arena, const struct family *family, const struct tuple *tuple,
    enum worked_fault *ret_fault);

/* Is it proved that each line but the wrong one follows from the line before, and that the wrong one does
 * not? */
bool worked_proved(
    struct arena *arena, const struct family *family, const struct tuple *tuple, const struct worked *worked);

/* Does the item, of the family as it is now, ask for the wrong step? */
bool worked_is_asked(const struct family *family, const struct item *item);
/* How it is found: the right solution step by step, then what the wrong step does. False: there is none. */
bool worked_solution(struct arena *arena, const struct family *family, const struct item *item,
    enum locale locale, struct solution *ret_solution);

#endif

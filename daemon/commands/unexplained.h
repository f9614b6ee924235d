/*
 * What the files of `masteryd unexplained` share: wrong answers that no belief explains, how they stand to
 * the key, and the edits of an expression that would lead to them.
 */
#ifndef DAEMON_UNEXPLAINED_H
#define DAEMON_UNEXPLAINED_H

#include "checker/algebra/expr.h"

#include <stdbool.h>
#include <stddef.h>

/* One wrong answer to one item, however often it was given. Texts and trees lie in the caller's memory. */
struct unexplained_answer {
	const char *family;                /* "": not told */
	const char *ask, *expected, *text; /* plain notation; ask "": there is none */
	const struct expr *tree, *read; /* of the asked expression, when it is asked what it is worth, and of
	                                   the answer; NULL */
	double key, value;              /* NaN: not one number */
	size_t count;
	size_t relation; /* below relation_count */
};

extern const size_t relation_count;
/* "the negative of the key" */
const char *relation_name(size_t relation);
/* How an answer stands to the key: the first relation that holds. */
size_t relation_of(double key, double answer);

enum { EDITS_SHOWN = 3, EDIT_BYTES = 160 };
/* An edit that somebody may have made: a rule in the notation of misconceptions.yaml. */
struct edit {
	char rule[EDIT_BYTES];
	size_t items, answers; /* that it explains exactly: different ones, and as often as they were given */
};
/*
 * Finds the edits that explain most of the answers, best first, by trying all edits of a small grammar. Those
 * count that explain at least two items and half of all. Gives how many there are, at most EDITS_SHOWN.
 */
size_t edits_find(const struct unexplained_answer *const *answers, size_t count, struct edit *ret_edits);

#endif

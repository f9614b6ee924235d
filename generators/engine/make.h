/*
 * One item from one tuple: sequence.c decides which, this makes it.
 */
#ifndef GENERATORS_MAKE_H
#define GENERATORS_MAKE_H

#include "generators/engine/space.h"

struct make_request {
	const struct content *content;
	const struct family *family;
	uint64_t tuple;
	int level; /* of the tuple where it is known; 0: find out and refuse what is not valid */
	enum locale locale;
	bool predict;
};

enum made { MADE, MADE_HOLE, MADE_NOTHING };

/*
 * Makes the item. MADE_HOLE: the tuple is not valid, or not of `level`. MADE_NOTHING: its value is undefined
 * or of no use as a key: a fault of the content. Refuses TOO_LARGE.
 */
enum made make_item(struct arena *arena, const struct make_request *request, struct item *ret_item);

/* How hard a level is taken to be until real answers say better: 0..1. */
double make_difficulty(int level);

#endif

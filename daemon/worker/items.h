/*
 * Making items for a request: the one way from a request to JSON items that the socket and the command share.
 */
#ifndef DAEMON_ITEMS_H
#define DAEMON_ITEMS_H

#include "daemon/wire/handover.h"
#include "daemon/worker/handlers.h"

enum {
	ITEMS_COUNT = 1000,    /* items of one request */
	ITEMS_NAME = 128,      /* characters of a family, skill or unit */
	ITEMS_SEPARATE = 16,   /* misconceptions to tell apart */
	ITEMS_CANDIDATES = 32, /* items of which the one is taken that tells them apart best */
};
/* 2^63 - 1: what every JSON reader that knows 64-bit integers keeps exactly. */
#define ITEMS_NUMBER_LAST INT64_MAX
/* Ten years: no longer deadline is one. */
#define ITEMS_EXPIRES_LAST 315360000

struct items_request {
	const char *family, *skill, *unit; /* exactly one is set */
	int64_t level;                     /* 0: all levels mixed */
	int64_t count, seed, from;
	int64_t expires_in; /* seconds; 0: never */
	int locale;
	bool key, predict;
	const char *separate[ITEMS_SEPARATE]; /* misconceptions to tell apart */
	size_t separate_count;
	bool seal;                         /* needs keys in the worker */
	const char *name;                  /* of one item that is a member; NULL: they are in an array */
	const struct handover_next *bound; /* to whom the token is issued; NULL: to nobody */
};

/* Bits that an answer to the item is expected to tell about which of the misconceptions is held. */
double items_gain(
    struct worker *worker, const struct item *item, const char *const *misconceptions, size_t count);

/*
 * Appends items as JSON values to `out`, each followed by after(context) when that is not NULL. *ret_next is
 * the number to go on from. Works inside arena_try() on the worker's arena, as handlers do. False with the
 * report.
 */
bool items_write(struct worker *worker, const struct items_request *request, struct buffer *out,
    void (*after)(void *context), void *context, uint64_t *ret_next, struct refusal_report *ret_report);

#endif

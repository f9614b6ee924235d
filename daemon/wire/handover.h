/*
 * What one stage of an itinerary hands to the next (house.md, "The way a request travels"): a worker its
 * judgement to the ledger, the ledger its choice to a worker. Compact binary between our own processes of one
 * version; never stored, never seen by a client.
 *
 * Texts of an unpacked handover point into the bytes it was read from; none is NULL.
 */
#ifndef DAEMON_HANDOVER_H
#define DAEMON_HANDOVER_H

#include "checker/diagnosis/infer.h"
#include "daemon/wire/pack.h"

enum {
	HANDOVER_LEARNER = 128, /* bytes of a learner's id */
	HANDOVER_ATTEMPT = 128, /* bytes of an idempotency key */
	HANDOVER_DIGEST = 16,
	HANDOVER_BELIEFS = 32,
	HANDOVER_PREDICTED = 64,
	HANDOVER_SEPARATE = 2,
};

/* Which item it is about, as the token says. */
struct handover_item {
	uint8_t issue[ISSUE_BYTES];
	const char *family, *skill, *content_version; /* skill "": the content has the family no longer */
	uint64_t tuple, number;
	int level;
	uint64_t assessment; /* 0: none */
};

/* A misconception that may have led to the answer, named by the candidates by its place. */
struct handover_belief {
	const char *misconception, *prerequisite; /* "": the content does not know it */
	const char *json;                         /* members: statement, path and the like */
	size_t json_length;                       /* 0: it is not to be shown */
};

/* `submit`: worker -> ledger. */
struct handover_submit {
	const char *learner, *attempt;
	uint8_t digest[HANDOVER_DIGEST]; /* of the request, whatever the order of its fields */
	struct handover_item item;
	bool expired, skipped;
	int verdict; /* enum verdict_kind */
	int locale;
	uint64_t choices;    /* to choose from; 0: open */
	const char *form;    /* the form that was asked for and not met; "" */
	uint64_t elapsed_ms; /* 0: not told */
	uint64_t confidence; /* 1..5; 0: not told */
	const char *answer;  /* may hold NULs */
	size_t answer_length;
	const char *const *predicted; /* misconceptions that this item could have shown */
	size_t predicted_count;
	struct handover_belief beliefs[HANDOVER_BELIEFS];
	size_t belief_count;
	/* explanations without the learner's odds; errors below REACH_SLIP are places in `beliefs` */
	struct candidates candidates;
	const char *verdict_json; /* the members of the verdict but diagnosis and feedback */
	size_t verdict_length;
	const char *feedback;
};

/* `hint`, `solution`: worker -> ledger, of a bound item only. */
struct handover_help {
	const char *learner;
	struct handover_item item;
	bool shows;        /* false: there is none, so it helps nobody and is not written down */
	const char *reply; /* what the client gets if it may */
	size_t reply_length;
};

/* `next`: ledger -> worker. */
struct handover_next {
	uint8_t learner[LEARNER_BYTES]; /* handover_bind() */
	uint8_t issue[ISSUE_BYTES];
	const char *family;
	int level, locale;
	uint64_t number, seed;
	uint64_t assessment; /* 0: none */
	const char *members; /* of the reply, beside the item */
	size_t members_length;
	const char *separate[HANDOVER_SEPARATE]; /* misconceptions to tell apart */
	size_t separate_count;
};

/* The hash of a learner's id that stands in the tokens issued to it. */
void handover_bind(const char *learner, uint8_t ret_hash[LEARNER_BYTES]);

/* Append; the buffer is `full` afterwards when its limit was passed. */
void handover_put_submit(struct buffer *out, const struct handover_submit *submit);
void handover_put_help(struct buffer *out, const struct handover_help *help);
void handover_put_next(struct buffer *out, const struct handover_next *next);

/* 0 or -EINVAL. `ret_predicted` has room for HANDOVER_PREDICTED and becomes submit.predicted. */
int handover_take_submit(
    const void *bytes, size_t length, const char **ret_predicted, struct handover_submit *ret_submit);
int handover_take_help(const void *bytes, size_t length, struct handover_help *ret_help);
int handover_take_next(const void *bytes, size_t length, struct handover_next *ret_next);

#endif

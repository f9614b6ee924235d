/*
 * Every request that was taken and not yet answered: a slab, found by its number in one step, without a
 * malloc a request. The broker keeps the body here (by reference) so that it can send it again when a worker
 * dies.
 *
 * Invariants: a request in use is in exactly one deadline list (that of its operation: one operation has one
 * deadline, so arrival order is deadline order) and, while it waits for a worker, in one waiting list. Slots
 * are used in turn, so a number comes back only after 2^32 requests; a late reply never finds another's slot.
 *
 * Ownership: a request owns its messages until outstanding_release(). The broker's thread only.
 */
#ifndef DAEMON_OUTSTANDING_H
#define DAEMON_OUTSTANDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

enum {
	OUTSTANDING_CAPACITY = 16384, /* a power of two */
	OUTSTANDING_WAITING_MAX = 8192,
	OUTSTANDING_BYTES_MAX = 64 * 1024 * 1024,
	ENVELOPE_MAX = 8,
	ENVELOPE_INLINE = 2, /* more frames than this are rare and cost a malloc */
	CONTENT_VERSION_LENGTH = 16,
};

/* The first three wait for workers; what the ledger has chosen, for one that has the content it chose from.
 */
enum waiting_class {
	WAITING_CHOSEN,
	WAITING_SINGLE,
	WAITING_BATCH,
	WAITING_LEDGER,
	WAITING_READER,
	WAITING_CLASSES
};
enum request_state { REQUEST_FREE, REQUEST_WAITING, REQUEST_SENT };

struct request_links {
	uint32_t next, previous;
};
struct request_list {
	uint32_t first, last, length;
};

struct request {
	zmq_msg_t body;
	zmq_msg_t asked; /* where something was chosen: what the client sent, to have it chosen again */
	zmq_msg_t envelope[ENVELOPE_INLINE];
	zmq_msg_t *envelope_more; /* frames past the inline ones, NULL when none */
	int64_t deadline;
	uint32_t number;
	uint32_t client; /* clients.h */
	struct request_links by_deadline, by_turn;
	uint16_t operation; /* row of the table */
	uint16_t seat;      /* while sent */
	uint8_t stage, state, blamed, envelope_count;
	bool batch; /* operation_is_batch() of what the client sent */
	bool chosen, chosen_again;
	char content[CONTENT_VERSION_LENGTH + 1]; /* that it was chosen from */
};

struct outstanding {
	struct request *slots;
	struct request_list free;
	struct request_list waiting[WAITING_CLASSES];
	struct request_list *deadlines; /* one an operation */
	size_t in_use, bytes;
};

/* 0 or -ENOMEM. */
int outstanding_init(struct outstanding *table);
void outstanding_done(struct outstanding *table);

/* NULL when the table is full. The request has no body yet and is in no waiting list. */
struct request *outstanding_take(struct outstanding *table, uint16_t operation, int64_t deadline);
/* Moves `body` into the request, closing what was there. */
void outstanding_set_body(struct outstanding *table, struct request *request, zmq_msg_t *body);
/* Moves `count` (at most ENVELOPE_MAX) frames into the request. 0 or -ENOMEM. */
int outstanding_set_envelope(struct request *request, zmq_msg_t *frames, size_t count);
zmq_msg_t *outstanding_envelope(struct request *request, size_t index);
void outstanding_release(struct outstanding *table, struct request *request);

/* NULL when the number was answered already, or never given. */
struct request *outstanding_find(struct outstanding *table, uint32_t number);

/* Puts it into its waiting list; `first`: before the others, for one that was sent before. */
void outstanding_wait(struct outstanding *table, struct request *request, bool first);
struct request *outstanding_next(struct outstanding *table, enum waiting_class class);
void outstanding_sent(struct outstanding *table, struct request *request, uint16_t seat);
size_t outstanding_waiting(const struct outstanding *table);
/* Goes on to the next stage of its itinerary, which gets `body`; blame does not follow it there. */
void outstanding_advance(struct outstanding *table, struct request *request, zmq_msg_t *body);
/* The same, where this stage has chosen from a content what the next is to make. */
void outstanding_choose(
    struct outstanding *table, struct request *request, zmq_msg_t *body, const char *content);
/* Back to the first stage, with what the client sent; once only. It is in no waiting list then. */
void outstanding_choose_again(struct outstanding *table, struct request *request);

/* The first request whose deadline is before `now`; NULL when there is none. */
struct request *outstanding_expired(struct outstanding *table, int64_t now);
/* INT64_MAX when nothing is outstanding. */
int64_t outstanding_next_deadline(const struct outstanding *table);

#endif

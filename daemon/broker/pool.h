/*
 * The workers as the broker sees them: a seat each, with its credit and, in order, what it has not answered
 * yet. Workers answer in order, so a reply always belongs to the first of the ring; when a worker dies, the
 * first of the ring is what it was working on.
 *
 * A ring holds numbers, not requests: what has expired or was answered by another worker meanwhile stays in
 * the ring (the worker will still answer it, and owes that credit) and is found to be over by its number.
 *
 * The broker's thread only.
 */
#ifndef DAEMON_POOL_H
#define DAEMON_POOL_H

#include "daemon/broker/outstanding.h"

enum { POOL_SEATS = 512, POOL_BATCHES_EACH = 2 };

enum seat_state {
	SEAT_FREE,
	SEAT_READY,
	SEAT_LEAVING, /* said or was told goodbye: answers what it has and ends */
};

struct ring_entry {
	uint32_t number;
	uint32_t patience_ms; /* how long the worker may be over it before it counts as silent */
	int64_t deadline;
	bool batch;
};

struct seat {
	enum seat_state state;
	zmq_msg_t route;
	uint32_t pid;
	uint32_t service; /* enum service */
	int child;        /* place in its supervisor; -1: started by somebody else */
	struct ring_entry *ring;
	uint32_t credit, first, count;
	uint32_t batches;   /* in the ring */
	int64_t head_since; /* when the worker could begin with the first of the ring */
	int64_t heard;
	uint64_t answered;
	bool silent; /* too long over one request: gets no more until it has answered all */
	bool killed;
	char content[CONTENT_VERSION_LENGTH + 1];
};

struct pool {
	struct seat seats[POOL_SEATS];
	size_t used; /* seats past this one are free */
	size_t turn; /* where the last request went: equals take turns */
};

void pool_done(struct pool *pool);

/* NULL when the number is no seat in use or its route is another. */
struct seat *pool_find(struct pool *pool, uint16_t number, zmq_msg_t *route);
struct seat *pool_find_route(struct pool *pool, zmq_msg_t *route);
uint16_t pool_number(const struct pool *pool, const struct seat *seat);
/* A free seat with an empty ring, ready; the route is copied. NULL when all are taken or memory is out. */
struct seat *pool_seat(struct pool *pool, zmq_msg_t *route, uint32_t credit, int64_t now);
void pool_leave(struct pool *pool, struct seat *seat);

/* The seat of a service that is no worker's, if it may take one more request now; else NULL. */
struct seat *pool_choose_service(struct pool *pool, uint32_t service);
/*
 * The worker for one more request: fewest outstanding first, never past its credit. Singles keep clear of
 * workers that are at a batch while another is there; batches take at most all ready workers but one (at
 * least one). NULL when none may take it now.
 */
struct seat *pool_choose(struct pool *pool, bool batch);
/*
 * The same for one that only a worker with this content is to get. NULL: none may take it now; *ret_any is
 * whether there is one at all.
 */
struct seat *pool_choose_content(struct pool *pool, const char *content, bool *ret_any);

void seat_push(struct seat *seat, const struct ring_entry *entry, int64_t now);
/* The request the worker is at; NULL when it has none. */
const struct ring_entry *seat_head(const struct seat *seat);
const struct ring_entry *seat_at(const struct seat *seat, uint32_t index);
void seat_pop(struct seat *seat, int64_t now);

#endif

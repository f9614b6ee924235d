#include "daemon/broker/pool.h"
#include "daemon/operations.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void pool_done(struct pool *pool)
{
	for (size_t i = 0; i < POOL_SEATS; i++) {
		if (pool->seats[i].state != SEAT_FREE) {
			pool_leave(pool, &pool->seats[i]);
		}
	}
}

static bool has_route(struct seat *seat, zmq_msg_t *route)
{
	return seat->state != SEAT_FREE && zmq_msg_size(&seat->route) == zmq_msg_size(route) &&
	       memcmp(zmq_msg_data(&seat->route), zmq_msg_data(route), zmq_msg_size(route)) == 0;
}

struct seat *pool_find(struct pool *pool, uint16_t number, zmq_msg_t *route)
{
	return number < pool->used && has_route(&pool->seats[number], route) ? &pool->seats[number] : NULL;
}

struct seat *pool_find_route(struct pool *pool, zmq_msg_t *route)
{
	for (size_t i = 0; i < pool->used; i++) {
		if (has_route(&pool->seats[i], route)) {
			return &pool->seats[i];
		}
	}
	return NULL;
}

uint16_t pool_number(const struct pool *pool, const struct seat *seat)
{
	return (uint16_t)(seat - pool->seats);
}

struct seat *pool_seat(struct pool *pool, zmq_msg_t *route, uint32_t credit, int64_t now)
{
	size_t index = 0;
	while (index < POOL_SEATS && pool->seats[index].state != SEAT_FREE) {
		index++;
	}
	if (index == POOL_SEATS) {
		return NULL;
	}
	struct ring_entry *ring = calloc(credit, sizeof(*ring));
	if (!ring) {
		return NULL;
	}
	struct seat *seat = &pool->seats[index];
	*seat = (struct seat){.state = SEAT_READY,
	    .service = SERVICE_WORKER,
	    .child = -1,
	    .ring = ring,
	    .credit = credit,
	    .heard = now};
	zmq_msg_init(&seat->route);
	zmq_msg_copy(&seat->route, route);
	if (index >= pool->used) {
		pool->used = index + 1;
	}
	return seat;
}

void pool_leave(struct pool *pool, struct seat *seat)
{
	zmq_msg_close(&seat->route);
	free(seat->ring);
	*seat = (struct seat){.state = SEAT_FREE, .child = -1};
	while (pool->used > 0 && pool->seats[pool->used - 1].state == SEAT_FREE) {
		pool->used--;
	}
}

static bool may_work(const struct seat *seat)
{
	return seat->state == SEAT_READY && !seat->silent && seat->service == SERVICE_WORKER;
}

/* The seats, beginning behind the one that was chosen last. */
static struct seat *seat_in_turn(struct pool *pool, size_t index)
{
	size_t at = pool->turn + 1 + index;
	while (at >= pool->used) {
		at -= pool->used;
	}
	return &pool->seats[at];
}

static struct seat *choose_batch(struct pool *pool)
{
	struct seat *best = NULL;
	size_t ready = 0;
	size_t with_batches = 0;
	for (size_t i = 0; i < pool->used; i++) {
		ready += may_work(&pool->seats[i]);
		with_batches += may_work(&pool->seats[i]) && pool->seats[i].batches > 0;
	}
	bool may_take_another = with_batches < (ready > 1 ? ready - 1 : 1);
	for (size_t i = 0; i < pool->used; i++) {
		struct seat *seat = seat_in_turn(pool, i);
		if (!may_work(seat) || seat->count >= seat->credit || seat->batches >= POOL_BATCHES_EACH ||
		    (seat->batches == 0 && !may_take_another)) {
			continue;
		}
		if (!best || seat->batches < best->batches ||
		    (seat->batches == best->batches && seat->count < best->count)) {
			best = seat;
		}
	}
	return best;
}

/* `content` NULL: any will do. */
static struct seat *choose_single(struct pool *pool, const char *content)
{
	struct seat *best = NULL;
	struct seat *best_behind_batch = NULL;
	bool somebody_is_clear = false;
	for (size_t i = 0; i < pool->used; i++) {
		struct seat *seat = seat_in_turn(pool, i);
		if (!may_work(seat) || (content && strcmp(seat->content, content) != 0)) {
			continue;
		}
		somebody_is_clear |= seat->batches == 0;
		if (seat->count >= seat->credit) {
			continue;
		}
		struct seat **kind = seat->batches == 0 ? &best : &best_behind_batch;
		if (!*kind || seat->count < (*kind)->count) {
			*kind = seat;
		}
	}
	return best || somebody_is_clear ? best : best_behind_batch;
}

struct seat *pool_choose_service(struct pool *pool, uint32_t service)
{
	for (size_t i = 0; i < pool->used; i++) {
		struct seat *seat = &pool->seats[i];
		if (seat->state == SEAT_READY && seat->service == service && seat->count < seat->credit) {
			return seat;
		}
	}
	return NULL;
}

/* Equals take turns: the next choice begins behind this one. */
static struct seat *chosen(struct pool *pool, struct seat *seat)
{
	if (seat) {
		pool->turn = (size_t)(seat - pool->seats);
	}
	return seat;
}

static void check_turn(struct pool *pool)
{
	if (pool->turn >= pool->used) {
		pool->turn = 0;
	}
}

struct seat *pool_choose(struct pool *pool, bool batch)
{
	check_turn(pool);
	return chosen(pool, batch ? choose_batch(pool) : choose_single(pool, NULL));
}

struct seat *pool_choose_content(struct pool *pool, const char *content, bool *ret_any)
{
	check_turn(pool);
	*ret_any = false;
	for (size_t i = 0; i < pool->used && !*ret_any; i++) {
		*ret_any = may_work(&pool->seats[i]) && strcmp(pool->seats[i].content, content) == 0;
	}
	return chosen(pool, *ret_any ? choose_single(pool, content) : NULL);
}

void seat_push(struct seat *seat, const struct ring_entry *entry, int64_t now)
{
	assert(seat->count < seat->credit);
	if (seat->count == 0) {
		seat->head_since = now;
	}
	seat->ring[(seat->first + seat->count) % seat->credit] = *entry;
	seat->count++;
	seat->batches += entry->batch;
}

const struct ring_entry *seat_head(const struct seat *seat)
{
	return seat->count ? &seat->ring[seat->first] : NULL;
}

const struct ring_entry *seat_at(const struct seat *seat, uint32_t index)
{
	return &seat->ring[(seat->first + index) % seat->credit];
}

void seat_pop(struct seat *seat, int64_t now)
{
	assert(seat->count > 0);
	seat->batches -= seat->ring[seat->first].batch;
	seat->first = (seat->first + 1) % seat->credit;
	seat->count--;
	seat->head_since = now;
}

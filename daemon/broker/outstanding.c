#include "daemon/broker/outstanding.h"

#include "daemon/operations.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static const uint32_t nobody = UINT32_MAX;

_Static_assert((OUTSTANDING_CAPACITY & (OUTSTANDING_CAPACITY - 1)) == 0, "the slot is the number's low bits");

/* Both kinds of list are the same code: which links of a request are meant is an offset. */
enum { BY_DEADLINE = offsetof(struct request, by_deadline), BY_TURN = offsetof(struct request, by_turn) };

static struct request_links *links_of(struct outstanding *table, uint32_t slot, size_t which)
{
	return (struct request_links *)((char *)&table->slots[slot] + which);
}

static uint32_t slot_of(const struct outstanding *table, const struct request *request)
{
	return (uint32_t)(request - table->slots);
}

static void list_clear(struct request_list *list)
{
	*list = (struct request_list){nobody, nobody, 0};
}

static void list_append(struct outstanding *table, struct request_list *list, uint32_t slot, size_t which)
{
	*links_of(table, slot, which) = (struct request_links){nobody, list->last};
	if (list->last == nobody) {
		list->first = slot;
	} else {
		links_of(table, list->last, which)->next = slot;
	}
	list->last = slot;
	list->length++;
}

static void list_prepend(struct outstanding *table, struct request_list *list, uint32_t slot, size_t which)
{
	*links_of(table, slot, which) = (struct request_links){list->first, nobody};
	if (list->first == nobody) {
		list->last = slot;
	} else {
		links_of(table, list->first, which)->previous = slot;
	}
	list->first = slot;
	list->length++;
}

static void list_remove(struct outstanding *table, struct request_list *list, uint32_t slot, size_t which)
{
	struct request_links links = *links_of(table, slot, which);
	if (links.previous == nobody) {
		list->first = links.next;
	} else {
		links_of(table, links.previous, which)->next = links.next;
	}
	if (links.next == nobody) {
		list->last = links.previous;
	} else {
		links_of(table, links.next, which)->previous = links.previous;
	}
	list->length--;
}

static struct request_list *waiting_list(struct outstanding *table, const struct request *request)
{
	const struct operation *operation = &operations[request->operation];
	switch (operation->itinerary[request->stage]) {
	case SERVICE_LEDGER:
		return &table->waiting[WAITING_LEDGER];
	case SERVICE_READER:
		return &table->waiting[WAITING_READER];
	default:
		if (request->chosen) {
			return &table->waiting[WAITING_CHOSEN];
		}
		return &table->waiting[request->batch ? WAITING_BATCH : WAITING_SINGLE];
	}
}

int outstanding_init(struct outstanding *table)
{
	*table = (struct outstanding){0};
	table->slots = calloc(OUTSTANDING_CAPACITY, sizeof(*table->slots));
	table->deadlines = calloc(operation_count, sizeof(*table->deadlines));
	if (!table->slots || !table->deadlines) {
		outstanding_done(table);
		return -ENOMEM;
	}
	list_clear(&table->free);
	for (size_t i = 0; i < WAITING_CLASSES; i++) {
		list_clear(&table->waiting[i]);
	}
	for (size_t i = 0; i < operation_count; i++) {
		list_clear(&table->deadlines[i]);
	}
	for (uint32_t slot = 0; slot < OUTSTANDING_CAPACITY; slot++) {
		table->slots[slot].number = slot;
		list_append(table, &table->free, slot, BY_TURN);
	}
	return 0;
}

void outstanding_done(struct outstanding *table)
{
	if (table->slots) {
		for (size_t slot = 0; slot < OUTSTANDING_CAPACITY; slot++) {
			if (table->slots[slot].state != REQUEST_FREE) {
				outstanding_release(table, &table->slots[slot]);
			}
		}
	}
	free(table->slots);
	free(table->deadlines);
	*table = (struct outstanding){0};
}

struct request *outstanding_take(struct outstanding *table, uint16_t operation, int64_t deadline)
{
	uint32_t slot = table->free.first;
	if (slot == nobody) {
		return NULL;
	}
	list_remove(table, &table->free, slot, BY_TURN);
	struct request *request = &table->slots[slot];
	request->number += OUTSTANDING_CAPACITY;
	request->operation = operation;
	request->deadline = deadline;
	request->stage = 0;
	request->blamed = 0;
	request->batch = false;
	request->chosen = false;
	request->chosen_again = false;
	request->envelope_count = 0;
	request->envelope_more = NULL;
	request->state = REQUEST_SENT; /* in no waiting list */
	request->seat = UINT16_MAX;
	zmq_msg_init(&request->body);
	zmq_msg_init(&request->asked);
	list_append(table, &table->deadlines[operation], slot, BY_DEADLINE);
	table->in_use++;
	return request;
}

void outstanding_set_body(struct outstanding *table, struct request *request, zmq_msg_t *body)
{
	table->bytes -= zmq_msg_size(&request->body);
	table->bytes += zmq_msg_size(body);
	zmq_msg_move(&request->body, body);
}

int outstanding_set_envelope(struct request *request, zmq_msg_t *frames, size_t count)
{
	assert(count <= ENVELOPE_MAX);
	if (count > ENVELOPE_INLINE) {
		request->envelope_more = calloc(count - ENVELOPE_INLINE, sizeof(zmq_msg_t));
		if (!request->envelope_more) {
			return -ENOMEM;
		}
	}
	request->envelope_count = (uint8_t)count;
	for (size_t i = 0; i < count; i++) {
		zmq_msg_t *frame = outstanding_envelope(request, i);
		zmq_msg_init(frame);
		zmq_msg_move(frame, &frames[i]);
	}
	return 0;
}

zmq_msg_t *outstanding_envelope(struct request *request, size_t index)
{
	return index < ENVELOPE_INLINE ? &request->envelope[index]
	                               : &request->envelope_more[index - ENVELOPE_INLINE];
}

void outstanding_release(struct outstanding *table, struct request *request)
{
	assert(request->state != REQUEST_FREE);
	uint32_t slot = slot_of(table, request);
	if (request->state == REQUEST_WAITING) {
		list_remove(table, waiting_list(table, request), slot, BY_TURN);
	}
	list_remove(table, &table->deadlines[request->operation], slot, BY_DEADLINE);
	table->bytes -= zmq_msg_size(&request->body) + zmq_msg_size(&request->asked);
	zmq_msg_close(&request->body);
	zmq_msg_close(&request->asked);
	for (size_t i = 0; i < request->envelope_count; i++) {
		zmq_msg_close(outstanding_envelope(request, i));
	}
	free(request->envelope_more);
	request->envelope_more = NULL;
	request->state = REQUEST_FREE;
	list_append(table, &table->free, slot, BY_TURN);
	table->in_use--;
}

struct request *outstanding_find(struct outstanding *table, uint32_t number)
{
	struct request *request = &table->slots[number & (OUTSTANDING_CAPACITY - 1)];
	return request->state != REQUEST_FREE && request->number == number ? request : NULL;
}

void outstanding_wait(struct outstanding *table, struct request *request, bool first)
{
	assert(request->state == REQUEST_SENT);
	request->state = REQUEST_WAITING;
	(first ? list_prepend : list_append)(
	    table, waiting_list(table, request), slot_of(table, request), BY_TURN);
}

struct request *outstanding_next(struct outstanding *table, enum waiting_class class)
{
	uint32_t slot = table->waiting[class].first;
	return slot == nobody ? NULL : &table->slots[slot];
}

void outstanding_sent(struct outstanding *table, struct request *request, uint16_t seat)
{
	if (request->state == REQUEST_WAITING) {
		list_remove(table, waiting_list(table, request), slot_of(table, request), BY_TURN);
	}
	request->state = REQUEST_SENT;
	request->seat = seat;
}

void outstanding_advance(struct outstanding *table, struct request *request, zmq_msg_t *body)
{
	assert(request->state == REQUEST_SENT);
	outstanding_set_body(table, request, body);
	request->seat = UINT16_MAX;
	request->stage++;
	request->blamed = 0;
}

void outstanding_choose(
    struct outstanding *table, struct request *request, zmq_msg_t *body, const char *content)
{
	table->bytes += zmq_msg_size(&request->body);
	zmq_msg_copy(&request->asked, &request->body);
	outstanding_advance(table, request, body);
	request->chosen = true;
	snprintf(request->content, sizeof(request->content), "%s", content);
}

void outstanding_choose_again(struct outstanding *table, struct request *request)
{
	assert(request->chosen && !request->chosen_again);
	outstanding_sent(table, request, UINT16_MAX); /* out of its waiting list */
	table->bytes -= zmq_msg_size(&request->asked);
	outstanding_set_body(table, request, &request->asked);
	request->stage = 0;
	request->blamed = 0;
	request->chosen = false;
	request->chosen_again = true;
}

size_t outstanding_waiting(const struct outstanding *table)
{
	size_t count = 0;
	for (size_t i = 0; i < WAITING_CLASSES; i++) {
		count += table->waiting[i].length;
	}
	return count;
}

struct request *outstanding_expired(struct outstanding *table, int64_t now)
{
	for (size_t i = 0; i < operation_count; i++) {
		uint32_t slot = table->deadlines[i].first;
		if (slot != nobody && table->slots[slot].deadline < now) {
			return &table->slots[slot];
		}
	}
	return NULL;
}

int64_t outstanding_next_deadline(const struct outstanding *table)
{
	int64_t next = INT64_MAX;
	for (size_t i = 0; i < operation_count; i++) {
		uint32_t slot = table->deadlines[i].first;
		if (slot != nobody && table->slots[slot].deadline < next) {
			next = table->slots[slot].deadline;
		}
	}
	return next;
}

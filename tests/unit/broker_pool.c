/* Which worker gets the next request, and what a worker still owes. */
#include "daemon/broker/backstage.h"
#include "daemon/broker/pool.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CREDIT = 4 };

static struct seat *sit(struct pool *pool, unsigned char name)
{
	zmq_msg_t route;
	zmq_msg_init_size(&route, 5);
	memset(zmq_msg_data(&route), name, 5);
	struct seat *seat = pool_seat(pool, &route, CREDIT, 0);
	zmq_msg_close(&route);
	assert_non_null(seat);
	return seat;
}

static struct seat *give(struct pool *pool, uint32_t number, bool batch)
{
	struct seat *seat = pool_choose(pool, batch);
	if (seat) {
		struct ring_entry entry = {.number = number, .batch = batch};
		seat_push(seat, &entry, 0);
	}
	return seat;
}

static int make(void **state)
{
	*state = calloc(1, sizeof(struct pool));
	return *state ? 0 : -1;
}

static int unmake(void **state)
{
	pool_done(*state);
	free(*state);
	return 0;
}

static void the_fewest_outstanding_comes_first_and_credit_is_the_end(void **state)
{
	struct pool *pool = *state;
	struct seat *a = sit(pool, 'a');
	struct seat *b = sit(pool, 'b');
	for (uint32_t i = 0; i < 2 * CREDIT; i++) {
		assert_non_null(give(pool, i, false));
		assert_true(a->count - b->count + 1 <= 2);
	}
	assert_null(pool_choose(pool, false));
	seat_pop(b, 1);
	assert_ptr_equal(pool_choose(pool, false), b);
}

static void a_ring_keeps_the_order_past_its_end(void **state)
{
	struct pool *pool = *state;
	struct seat *seat = sit(pool, 'a');
	uint32_t next = 0;
	for (uint32_t number = 0; number < 10 * CREDIT; number++) {
		assert_non_null(give(pool, number, false));
		if (seat->count == CREDIT) {
			for (uint32_t i = 0; i < CREDIT; i++) {
				assert_int_equal(seat_at(seat, i)->number, next + i);
			}
			assert_int_equal(seat_head(seat)->number, next++);
			seat_pop(seat, 0);
		}
	}
}

static void batches_leave_one_worker_to_singles(void **state)
{
	struct pool *pool = *state;
	sit(pool, 'a');
	sit(pool, 'b');
	struct seat *taken = give(pool, 0, true);
	assert_ptr_equal(give(pool, 1, true), taken);
	assert_null(
	    pool_choose(pool, true)); /* two deep is enough, and the other worker is not for batches */
	for (uint32_t i = 0; i < CREDIT; i++) {
		assert_ptr_not_equal(give(pool, 2 + i, false), taken);
	}
	assert_null(pool_choose(pool, false)); /* rather wait a moment than stand behind a batch */
}

static void a_single_worker_takes_both(void **state)
{
	struct pool *pool = *state;
	struct seat *only = sit(pool, 'a');
	assert_ptr_equal(give(pool, 0, true), only);
	assert_ptr_equal(give(pool, 1, false), only);
}

static void silent_and_leaving_workers_get_nothing(void **state)
{
	struct pool *pool = *state;
	struct seat *a = sit(pool, 'a');
	struct seat *b = sit(pool, 'b');
	a->silent = true;
	b->state = SEAT_LEAVING;
	assert_null(pool_choose(pool, false));
	assert_null(pool_choose(pool, true));
}

static void what_was_chosen_from_a_content_waits_for_a_worker_that_has_it(void **state)
{
	struct pool *pool = *state;
	struct seat *a = sit(pool, 'a');
	struct seat *b = sit(pool, 'b');
	bool any;
	strcpy(a->content, "old");
	strcpy(b->content, "new");
	for (uint32_t i = 0; i < CREDIT; i++) {
		assert_ptr_equal(pool_choose_content(pool, "old", &any), a);
		struct ring_entry entry = {.number = i};
		seat_push(a, &entry, 0);
	}
	assert_null(pool_choose_content(pool, "old", &any));
	assert_true(any);
	assert_ptr_equal(pool_choose_content(pool, "new", &any), b);
	assert_null(pool_choose_content(pool, "other", &any));
	assert_false(any);
	a->state = SEAT_LEAVING;
	assert_null(pool_choose_content(pool, "old", &any));
	assert_false(any);
}

static void a_seat_is_found_only_by_its_own_route(void **state)
{
	struct pool *pool = *state;
	struct seat *a = sit(pool, 'a');
	struct seat *b = sit(pool, 'b');
	assert_ptr_equal(pool_find(pool, pool_number(pool, a), &a->route), a);
	assert_null(pool_find(pool, pool_number(pool, a), &b->route));
	assert_null(pool_find(pool, BACKSTAGE_NO_SEAT, &a->route));
	assert_ptr_equal(pool_find_route(pool, &b->route), b);
	pool_leave(pool, a);
	assert_ptr_equal(sit(pool, 'c'), a); /* the seat is used again */
}

static void headers_survive_the_wire_and_nothing_else_does(void **state)
{
	struct backstage_header header = {
	    BACKSTAGE_VERSION, BACKSTAGE_REPLY, 2, 0, 0x01020304, 0xA0B0C0D0, 7, 9};
	struct backstage_header back;
	unsigned char bytes[BACKSTAGE_HEADER_SIZE];
	(void)state;
	backstage_write(&header, bytes);
	assert_true(backstage_read(bytes, sizeof(bytes), &back));
	assert_memory_equal(&header, &back, sizeof(header));
	assert_false(backstage_read(bytes, sizeof(bytes) - 1, &back));
	bytes[0]++;
	assert_false(backstage_read(bytes, sizeof(bytes), &back));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(
	        the_fewest_outstanding_comes_first_and_credit_is_the_end, make, unmake),
	    cmocka_unit_test_setup_teardown(a_ring_keeps_the_order_past_its_end, make, unmake),
	    cmocka_unit_test_setup_teardown(batches_leave_one_worker_to_singles, make, unmake),
	    cmocka_unit_test_setup_teardown(a_single_worker_takes_both, make, unmake),
	    cmocka_unit_test_setup_teardown(silent_and_leaving_workers_get_nothing, make, unmake),
	    cmocka_unit_test_setup_teardown(
	        what_was_chosen_from_a_content_waits_for_a_worker_that_has_it, make, unmake),
	    cmocka_unit_test_setup_teardown(a_seat_is_found_only_by_its_own_route, make, unmake),
	    cmocka_unit_test(headers_survive_the_wire_and_nothing_else_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

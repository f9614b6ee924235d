/* The table of unanswered requests: numbers never find another's request, lists keep their order. */
#include "daemon/broker/clients.h"
#include "daemon/broker/outstanding.h"
#include "daemon/operations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 40000 };
static const int64_t DEADLINE = 1000;

static uint16_t row_of(const char *name)
{
	return (uint16_t)(operation_find(name, strlen(name)) - operations);
}

static int make(void **state)
{
	struct outstanding *table = calloc(1, sizeof(*table));
	assert_non_null(table);
	assert_int_equal(outstanding_init(table), 0);
	*state = table;
	return 0;
}

static int unmake(void **state)
{
	outstanding_done(*state);
	free(*state);
	return 0;
}

static void a_late_number_finds_nothing(void **state)
{
	struct outstanding *table = *state;
	struct request *first = outstanding_take(table, row_of("check"), DEADLINE);
	uint32_t number = first->number;
	assert_ptr_equal(outstanding_find(table, number), first);
	outstanding_release(table, first);
	assert_null(outstanding_find(table, number));
	/* Through all slots once and more: the slot is used again, the number is not. */
	for (int i = 0; i < ROUNDS; i++) {
		struct request *next = outstanding_take(table, row_of("check"), DEADLINE);
		assert_int_not_equal(next->number, number);
		assert_null(outstanding_find(table, number));
		outstanding_release(table, next);
	}
	assert_int_equal(table->in_use, 0);
}

static void it_is_full_at_its_capacity_and_not_before(void **state)
{
	struct outstanding *table = *state;
	for (int i = 0; i < OUTSTANDING_CAPACITY; i++) {
		assert_non_null(outstanding_take(table, row_of("check"), DEADLINE));
	}
	assert_null(outstanding_take(table, row_of("check"), DEADLINE));
}

static void those_sent_again_come_before_those_that_wait(void **state)
{
	struct outstanding *table = *state;
	struct request *requests[4];
	for (int i = 0; i < 4; i++) {
		requests[i] = outstanding_take(table, row_of("check"), DEADLINE);
		outstanding_wait(table, requests[i], false);
	}
	outstanding_sent(table, requests[0], 1);
	outstanding_sent(table, requests[1], 1);
	assert_int_equal(outstanding_waiting(table), 2);
	outstanding_wait(table, requests[1], true);
	outstanding_wait(table, requests[0], true);
	for (int i = 0; i < 4; i++) {
		assert_ptr_equal(outstanding_next(table, WAITING_SINGLE), requests[i]);
		outstanding_sent(table, requests[i], 2);
	}
	assert_null(outstanding_next(table, WAITING_SINGLE));
	assert_null(outstanding_next(table, WAITING_BATCH));
}

static void each_operation_expires_at_its_own_time(void **state)
{
	struct outstanding *table = *state;
	struct request *late = outstanding_take(table, row_of("check_many"), 5 * DEADLINE);
	struct request *early = outstanding_take(table, row_of("check"), DEADLINE);
	outstanding_wait(table, early, false);
	assert_int_equal(outstanding_next_deadline(table), DEADLINE);
	assert_null(outstanding_expired(table, DEADLINE));
	assert_ptr_equal(outstanding_expired(table, DEADLINE + 1), early);
	outstanding_release(table, early);
	assert_int_equal(outstanding_waiting(table), 0);
	assert_null(outstanding_expired(table, DEADLINE + 1));
	assert_ptr_equal(outstanding_expired(table, 6 * DEADLINE), late);
	outstanding_release(table, late);
	assert_true(outstanding_next_deadline(table) == INT64_MAX);
}

static void bodies_and_envelopes_are_kept_and_counted(void **state)
{
	struct outstanding *table = *state;
	struct request *request = outstanding_take(table, row_of("check"), DEADLINE);
	zmq_msg_t body;
	zmq_msg_t frames[ENVELOPE_MAX];
	zmq_msg_init_size(&body, 1000);
	for (int i = 0; i < ENVELOPE_MAX; i++) {
		zmq_msg_init_size(&frames[i], (size_t)i + 1);
	}
	outstanding_set_body(table, request, &body);
	assert_int_equal(table->bytes, 1000);
	assert_int_equal(outstanding_set_envelope(request, frames, ENVELOPE_MAX), 0);
	for (size_t i = 0; i < ENVELOPE_MAX; i++) {
		assert_int_equal(zmq_msg_size(outstanding_envelope(request, i)), i + 1);
		assert_int_equal(zmq_msg_size(&frames[i]), 0);
	}
	outstanding_release(table, request);
	assert_int_equal(table->bytes, 0);
}

static void what_was_chosen_can_be_chosen_again_from_what_was_asked(void **state)
{
	struct outstanding *table = *state;
	const struct operation *next = operation_find("next", 4);
	assert_non_null(next);
	struct request *request = outstanding_take(table, (uint16_t)(next - operations), 1000);
	zmq_msg_t asked, choice;
	zmq_msg_init_size(&asked, 3);
	memcpy(zmq_msg_data(&asked), "ask", 3);
	zmq_msg_init_size(&choice, 7);
	outstanding_set_body(table, request, &asked);
	outstanding_wait(table, request, false);
	assert_ptr_equal(outstanding_next(table, WAITING_LEDGER), request);
	outstanding_sent(table, request, 1);
	outstanding_choose(table, request, &choice, "0123456789abcdef");
	assert_int_equal(table->bytes, 3 + 7);
	assert_string_equal(request->content, "0123456789abcdef");
	outstanding_wait(table, request, false);
	assert_ptr_equal(outstanding_next(table, WAITING_CHOSEN), request);
	assert_null(outstanding_next(table, WAITING_SINGLE));
	outstanding_choose_again(table, request);
	assert_null(outstanding_next(table, WAITING_CHOSEN));
	assert_int_equal(table->bytes, 3);
	assert_memory_equal(zmq_msg_data(&request->body), "ask", 3);
	assert_true(request->chosen_again);
	outstanding_wait(table, request, false);
	assert_ptr_equal(outstanding_next(table, WAITING_LEDGER), request);
	outstanding_release(table, request);
	assert_int_equal(table->bytes, 0);
	zmq_msg_close(&asked);
	zmq_msg_close(&choice);
}

static void a_client_has_its_quota_and_others_have_theirs(void **state)
{
	struct clients clients;
	zmq_msg_t one, other;
	(void)state;
	assert_int_equal(clients_init(&clients), 0);
	zmq_msg_init_size(&one, 5);
	zmq_msg_init_size(&other, 200); /* a routing id that the client chose */
	memset(zmq_msg_data(&one), 1, 5);
	memset(zmq_msg_data(&other), 1, 200);
	int64_t row = -1;
	for (int i = 0; i < CLIENT_QUOTA; i++) {
		row = clients_enter(&clients, &one);
		assert_true(row >= 0);
	}
	assert_int_equal(clients_enter(&clients, &one), CLIENT_OVER_QUOTA);
	int64_t other_row = clients_enter(&clients, &other);
	assert_true(other_row >= 0 && other_row != row);
	assert_int_equal(zmq_msg_size(clients_route(&clients, (uint32_t)other_row)), 200);
	clients_leave(&clients, (uint32_t)row);
	assert_int_equal(clients_enter(&clients, &one), row);
	for (int i = 0; i < CLIENT_QUOTA; i++) {
		clients_leave(&clients, (uint32_t)row);
	}
	/* Forgotten: the row is free for the next client. */
	assert_true(clients_enter(&clients, &one) >= 0);
	clients_done(&clients);
	zmq_msg_close(&one);
	zmq_msg_close(&other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(a_late_number_finds_nothing, make, unmake),
	    cmocka_unit_test_setup_teardown(it_is_full_at_its_capacity_and_not_before, make, unmake),
	    cmocka_unit_test_setup_teardown(those_sent_again_come_before_those_that_wait, make, unmake),
	    cmocka_unit_test_setup_teardown(each_operation_expires_at_its_own_time, make, unmake),
	    cmocka_unit_test_setup_teardown(bodies_and_envelopes_are_kept_and_counted, make, unmake),
	    cmocka_unit_test_setup_teardown(
	        what_was_chosen_can_be_chosen_again_from_what_was_asked, make, unmake),
	    cmocka_unit_test(a_client_has_its_quota_and_others_have_theirs),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* check_many when its reply runs out of room: the rows that do not fit say so, the others lose nothing. */
#include "daemon/wire/scan.h"
#include "daemon/worker/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 40, ROOM = 1024 };

static void add(struct buffer *body, const char *text)
{
	buffer_add(body, text, strlen(text));
}

static size_t count_of(const struct buffer *reply, const char *what)
{
	size_t count = 0;
	const char *at = reply->data;
	size_t left = reply->length;
	const char *found;
	while ((found = memmem(at, left, what, strlen(what)))) {
		count++;
		left -= (size_t)(found + 1 - at);
		at = found + 1;
	}
	return count;
}

static void answer(struct buffer *reply, struct buffer *body)
{
	struct worker worker;
	assert_int_equal(worker_init(&worker, NULL, NULL), 0);
	assert_int_equal(
	    worker_answer(&worker, "check_many", strlen("check_many"), body->data, body->length, reply),
	    ERROR_NONE);
	worker_done(&worker);
}

static void make_body(struct buffer *body)
{
	buffer_init(body, WORKER_BODY_LIMIT);
	add(body, "{\"checks\":[");
	for (int row = 0; row < ROWS; row++) {
		add(body, row ? "," : "");
		add(body, "{\"question\":{\"expected\":\"1\"},\"answer\":\"1");
		for (int i = 0; i < (row % 4 == 3 ? 0 : 100); i++) {
			add(body, "+1/2");
		}
		add(body, "\"}");
	}
	add(body, "]}");
}

static void rows_that_do_not_fit_are_too_large_in_place(void **state)
{
	struct buffer body, whole, tight;
	struct scan_result scan;
	(void)state;
	make_body(&body);
	buffer_init(&whole, WORKER_REPLY_LIMIT);
	answer(&whole, &body);
	assert_int_equal(count_of(&whole, "\"verdict\":"), ROWS);
	buffer_init(&tight, (size_t)(ROWS + 2) * ROOM + whole.length / 3);
	answer(&tight, &body);
	assert_false(tight.full);
	assert_true(tight.length <= tight.limit);
	assert_int_equal(scan_json(tight.data, tight.length, &scan), 0);
	size_t judged = count_of(&tight, "\"verdict\":"),
	       refused = count_of(&tight, "\"error\":\"too_large\"");
	assert_int_equal(judged + refused, ROWS);
	assert_true(judged > 0 && refused > 0);
	buffer_done(&body);
	buffer_done(&whole);
	buffer_done(&tight);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(rows_that_do_not_fit_are_too_large_in_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * The ledger without a broker: requests go through a worker's handlers and a group into a SQLite store. What
 * a real run cannot show at will: an item that has expired, a commit whose acknowledgement was lost, one
 * learner many times in one group.
 */
#include "daemon/ledger/group.h"
#include "daemon/operations.h"
#include "daemon/wire/seal.h"
#include "daemon/worker/worker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { TEXT = 512, BODY = 32 * 1024, EXPIRY = 1000 };

static char folder[] = "/tmp/masteryd-ledger-XXXXXX";
static struct content *content;
static struct course *course;
static struct keyring *keys;
static struct worker worker;
static struct group group;
static struct store *store;
static int64_t worker_now;

static int64_t now(void)
{
	return worker_now;
}

static uint16_t row_of(const char *operation)
{
	return (uint16_t)(operation_find(operation, strlen(operation)) - operations);
}

/* A request as the broker would send it. */
static void add(const char *operation, const void *body, size_t length)
{
	struct session_request request = {.header = {.detail = row_of(operation)}};
	assert_int_equal(zmq_msg_init_size(&request.body, length), 0);
	memcpy(zmq_msg_data(&request.body), body, length);
	assert_true(group_add(&group, &request));
}

static void clear(void)
{
	for (size_t i = 0; i < group.job_count; i++) {
		zmq_msg_close(&group.jobs[i].request.body);
	}
	group_clear(&group);
}

/* A token for this learner, as `next` would seal one; `expires` 0: never. */
static void make_token(const char *learner, uint8_t issue, int64_t expires, char token[SEAL_TOKEN_LIMIT + 1])
{
	struct sealed_item item = {.issue = {issue},
	    .issued = 1,
	    .expires = expires,
	    .family = "negexp-integer-base",
	    .content_version = "0",
	    .level = 1,
	    .assessment = "",
	    .bound = true};
	struct question_spec spec = {.expected = "1/8", .ask = "2^(-3)"};
	uint8_t nonce[SEAL_NONCE_BYTES] = {issue};
	struct buffer plain;
	handover_bind(learner, item.learner);
	buffer_init(&plain, PACK_LIMIT);
	pack_item(&plain, &item, &spec);
	assert_true(seal_token(keys, nonce, plain.data, plain.length, token) > 0);
	buffer_done(&plain);
}

/* Through the worker into the group. */
static void add_submit(const char *learner, const char *token, const char *answer, const char *attempt)
{
	char body[BODY];
	struct buffer reply;
	int length = snprintf(body, sizeof(body),
	    "{\"learner\":\"%s\",\"item\":\"%s\",\"answer\":\"%s\",\"attempt\":\"%s\"}", learner, token,
	    answer, attempt);
	buffer_init(&reply, WORKER_REPLY_LIMIT);
	assert_int_equal(
	    worker_answer(&worker, "submit", strlen("submit"), body, (size_t)length, &reply), ERROR_NONE);
	add("submit", reply.data, reply.length);
	buffer_done(&reply);
}

static const char *reply_of(size_t job)
{
	static char text[BODY];
	snprintf(text, sizeof(text), "%.*s", (int)group.jobs[job].reply.length, group.jobs[job].reply.data);
	return text;
}

static int count_entry(void *context, struct store_bytes learner, const struct store_entry *entry)
{
	(void)learner;
	(void)entry;
	(*(size_t *)context)++;
	return 0;
}

static size_t entries_of(const char *learner)
{
	size_t count = 0;
	struct store_bytes id = {learner, strlen(learner)};
	assert_int_equal(store_each_entry(store, id, count_entry, &count), 0);
	return count;
}

/* One to whom items may have been given out: its log has an entry. */
static void make_known(const char *learner)
{
	char body[BODY];
	int length = snprintf(body, sizeof(body), "{\"learner\":\"%s\",\"set\":{\"goal\":\"\"}}", learner);
	add("learner", body, (size_t)length);
	assert_int_equal(group_commit(&group, store), 0);
	assert_int_equal(group.jobs[0].status, ERROR_NONE);
	clear();
}

static void an_expired_item_is_refused_unless_the_attempt_is_known(void **state)
{
	char token[SEAL_TOKEN_LIMIT + 1];
	(void)state;
	make_known("late");
	make_token("late", 1, EXPIRY, token);
	worker_now = EXPIRY - 1;
	add_submit("late", token, "8", "in time");
	assert_int_equal(group_commit(&group, store), 0);
	assert_int_equal(group.jobs[0].status, ERROR_NONE);
	char first[BODY];
	snprintf(first, sizeof(first), "%s", reply_of(0));
	clear();
	worker_now = EXPIRY;
	add_submit("late", token, "8", "in time");
	add_submit("late", token, "8", "too late");
	add_submit("late", token, "9", "in time");
	assert_int_equal(group_commit(&group, store), 0);
	assert_int_equal(group.jobs[0].status, ERROR_NONE);
	assert_string_equal(reply_of(0), first);
	assert_int_equal(group.jobs[1].status, ERROR_ITEM_EXPIRED);
	assert_int_equal(group.jobs[2].status, ERROR_CONFLICT);
	clear();
	worker_now = 1;
	assert_int_equal(entries_of("late"), 2);
}

static void a_lost_acknowledgement_does_not_double(void **state)
{
	char token[SEAL_TOKEN_LIMIT + 1];
	(void)state;
	make_known("again");
	make_token("again", 2, 0, token);
	add_submit("again", token, "-8", "once");
	assert_int_equal(group_commit(&group, store), 0);
	char first[BODY];
	snprintf(first, sizeof(first), "%s", reply_of(0));
	/* As after a connection that broke behind COMMIT: the same group once more. */
	assert_int_equal(group_commit(&group, store), 0);
	assert_int_equal(group.jobs[0].status, ERROR_NONE);
	assert_string_equal(reply_of(0), first);
	clear();
	assert_int_equal(entries_of("again"), 2);
}

static void one_group_sees_its_own_submits(void **state)
{
	char token[SEAL_TOKEN_LIMIT + 1], other[SEAL_TOKEN_LIMIT + 1];
	(void)state;
	make_known("busy");
	make_token("busy", 3, 0, token);
	make_token("busy", 4, 0, other);
	add_submit("busy", token, "-8", "a");
	add_submit("busy", token, "-8", "a");
	add_submit("busy", token, "8", "a");
	add_submit("busy", token, "1/8", "b");
	add_submit("busy", other, "1/8", "c");
	assert_int_equal(group_commit(&group, store), 0);
	assert_non_null(strstr(reply_of(0), "\"retry\":false"));
	char first[BODY];
	snprintf(first, sizeof(first), "%s", reply_of(0));
	assert_string_equal(reply_of(1), first);
	assert_int_equal(group.jobs[2].status, ERROR_CONFLICT);
	assert_non_null(strstr(reply_of(3), "\"retry\":true"));
	assert_non_null(strstr(reply_of(4), "\"retry\":false"));
	clear();
	assert_int_equal(entries_of("busy"), 4);
}

static void erasing_stands_alone(void **state)
{
	static const char ask[] = "{\"learner\":\"busy\"}";
	struct session_request request = {.header = {.detail = row_of("forget")}};
	(void)state;
	add("learner", ask, strlen(ask));
	assert_false(group_add(&group, &request)); /* first commit what came before it */
	clear();
	add("forget", ask, strlen(ask));
	assert_true(job_is_forget(&group.jobs[0]));
	request.header.detail = row_of("learner");
	assert_false(group_add(&group, &request));
	clear();
}

static void bytes_that_no_worker_sent_are_refused(void **state)
{
	(void)state;
	add("submit", "rubbish", 7);
	add("hint", "", 0);
	add("next", "{\"learner\": 7}", 14);
	assert_int_equal(group_commit(&group, store), 0);
	assert_int_equal(group.jobs[0].status, ERROR_INTERNAL);
	assert_int_equal(group.jobs[1].status, ERROR_INTERNAL);
	assert_int_equal(group.jobs[2].status, ERROR_BAD_REQUEST);
	clear();
}

static int set_up(void **state)
{
	char path[TEXT], why[STORE_WHY_BYTES];
	const char *fault;
	(void)state;
	worker_now = 1;
	if (!mkdtemp(folder) || content_load(NULL, NULL, NULL, &content) < 0 ||
	    course_new(content, &course, &fault) < 0 || keyring_random(&keys) < 0 ||
	    worker_init(&worker, content, keys) < 0 || group_init(&group, course) < 0) {
		return -1;
	}
	worker.now = now;
	snprintf(path, sizeof(path), "%s/learners.db", folder);
	return store_open(path, STORE_WRITE, &store, why);
}

static int tear_down(void **state)
{
	char text[TEXT];
	(void)state;
	store_close(store);
	group_done(&group);
	worker_done(&worker);
	keyring_free(keys);
	course_free(course);
	content_free(content);
	snprintf(text, sizeof(text), "rm -rf %s", folder);
	return system(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(an_expired_item_is_refused_unless_the_attempt_is_known),
	    cmocka_unit_test(a_lost_acknowledgement_does_not_double),
	    cmocka_unit_test(one_group_sees_its_own_submits),
	    cmocka_unit_test(erasing_stands_alone),
	    cmocka_unit_test(bytes_that_no_worker_sent_are_refused),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

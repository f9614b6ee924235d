/* What one stage hands to the next comes back as it was put, and no other bytes are taken for it. */
#include "daemon/wire/handover.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT = 1 << 20, SEED = 5, ROUNDS = 20000 };

static const char *const predicted[] = {"negexp-negates-power", "negexp-subtracts"};

static struct handover_submit sample(void)
{
	struct handover_submit submit = {
	    .learner = "ada",
	    .attempt = "one",
	    .digest = {1, 2, 3},
	    .item = {.issue = {9, 8, 7},
	        .family = "negexp",
	        .skill = "negexp-evaluate",
	        .content_version = "0123456789abcdef",
	        .tuple = 1234567,
	        .number = 12,
	        .level = 3,
	        .assessment = 4},
	    .skipped = true,
	    .verdict = 2,
	    .locale = 1,
	    .choices = 4,
	    .form = "lowest-terms",
	    .elapsed_ms = 5000,
	    .confidence = 5,
	    .answer = "1\0002",
	    .answer_length = 3,
	    .predicted = predicted,
	    .predicted_count = 2,
	    .beliefs = {{"negexp-negates-power", "negexp-evaluate", "\"a\":1", 5}, {"b", "", "", 0}},
	    .belief_count = 2,
	    .verdict_json = "\"verdict\":\"incorrect\"",
	    .verdict_length = 21,
	    .feedback = "Not yet.",
	};
	submit.candidates.count = 2;
	submit.candidates.unexplained = .1;
	submit.candidates.list[0] = (struct candidate){.errors = {1, 0}, .count = 2, .weight = .6};
	submit.candidates.list[1] =
	    (struct candidate){.errors = {REACH_SLIP + SLIP_DIGIT}, .count = 1, .weight = .1};
	return submit;
}

static void a_submit_comes_back(void **state)
{
	struct handover_submit out = sample(), in;
	const char *room[HANDOVER_PREDICTED];
	struct buffer bytes;
	(void)state;
	buffer_init(&bytes, LIMIT);
	handover_put_submit(&bytes, &out);
	assert_int_equal(handover_take_submit(bytes.data, bytes.length, room, &in), 0);
	assert_string_equal(in.learner, "ada");
	assert_memory_equal(in.digest, out.digest, HANDOVER_DIGEST);
	assert_memory_equal(in.item.issue, out.item.issue, ISSUE_BYTES);
	assert_int_equal(in.item.tuple, 1234567);
	assert_int_equal(in.item.assessment, 4);
	assert_true(in.skipped && !in.expired);
	assert_int_equal(in.answer_length, 3);
	assert_memory_equal(in.answer, "1\0002", 3);
	assert_string_equal(in.predicted[1], "negexp-subtracts");
	assert_string_equal(in.beliefs[0].prerequisite, "negexp-evaluate");
	assert_int_equal(in.candidates.count, 2);
	assert_int_equal(in.candidates.list[0].errors[0], 1);
	assert_int_equal(in.candidates.list[1].errors[0], REACH_SLIP + SLIP_DIGIT);
	assert_true(in.candidates.list[0].weight == .6 && in.candidates.unexplained == .1);
	assert_string_equal(in.feedback, "Not yet.");
	/* The same bytes once more. */
	struct buffer again;
	buffer_init(&again, LIMIT);
	handover_put_submit(&again, &in);
	assert_int_equal(again.length, bytes.length);
	assert_memory_equal(again.data, bytes.data, bytes.length);
	buffer_done(&again);
	buffer_done(&bytes);
}

static void cut_or_longer_bytes_are_refused(void **state)
{
	struct handover_submit out = sample(), in;
	struct handover_help help = {.learner = "ada", .item = out.item, .reply = "{}", .reply_length = 2};
	struct handover_next next = {.family = "f", .level = 1, .members = "x", .members_length = 1};
	const char *room[HANDOVER_PREDICTED];
	struct buffer bytes;
	(void)state;
	buffer_init(&bytes, LIMIT);
	handover_put_submit(&bytes, &out);
	for (size_t length = 0; length < bytes.length; length++) {
		assert_true(handover_take_submit(bytes.data, length, room, &in) < 0);
	}
	buffer_add(&bytes, "", 1);
	assert_true(handover_take_submit(bytes.data, bytes.length, room, &in) < 0);
	buffer_clear(&bytes);
	handover_put_help(&bytes, &help);
	assert_int_equal(handover_take_help(bytes.data, bytes.length, &help), 0);
	for (size_t length = 0; length < bytes.length; length++) {
		assert_true(handover_take_help(bytes.data, length, &help) < 0);
	}
	buffer_clear(&bytes);
	handover_put_next(&bytes, &next);
	assert_int_equal(handover_take_next(bytes.data, bytes.length, &next), 0);
	for (size_t length = 0; length < bytes.length; length++) {
		assert_true(handover_take_next(bytes.data, length, &next) < 0);
	}
	buffer_done(&bytes);
}

/* Whatever the bytes are, what is taken lies within its bounds (and sanitizers see the reads). */
static void spoilt_bytes_do_no_harm(void **state)
{
	struct handover_submit out = sample(), in;
	const char *room[HANDOVER_PREDICTED];
	unsigned seed = SEED;
	struct buffer bytes;
	(void)state;
	buffer_init(&bytes, LIMIT);
	for (int i = 0; i < ROUNDS; i++) {
		buffer_clear(&bytes);
		handover_put_submit(&bytes, &out);
		for (int spoil = rand_r(&seed) % 3; spoil >= 0; spoil--) {
			bytes.data[(size_t)rand_r(&seed) % bytes.length] = (char)rand_r(&seed);
		}
		if (handover_take_submit(bytes.data, bytes.length, room, &in) == 0) {
			assert_true(in.belief_count <= HANDOVER_BELIEFS && in.candidates.count <= CANDIDATES);
			for (size_t c = 0; c < in.candidates.count; c++) {
				for (size_t e = 0; e < in.candidates.list[c].count; e++) {
					uint32_t error = in.candidates.list[c].errors[e];
					assert_true(error < in.belief_count ||
					            (error >= REACH_SLIP && error < REACH_SLIP + SLIPS));
				}
			}
		}
	}
	buffer_done(&bytes);
}

static void different_learners_have_different_hashes(void **state)
{
	uint8_t one[LEARNER_BYTES], other[LEARNER_BYTES], again[LEARNER_BYTES];
	(void)state;
	handover_bind("ada", one);
	handover_bind("adb", other);
	handover_bind("ada", again);
	assert_memory_equal(one, again, LEARNER_BYTES);
	assert_memory_not_equal(one, other, LEARNER_BYTES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_submit_comes_back),
	    cmocka_unit_test(cut_or_longer_bytes_are_refused),
	    cmocka_unit_test(spoilt_bytes_do_no_harm),
	    cmocka_unit_test(different_learners_have_different_hashes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

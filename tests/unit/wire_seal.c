/* The sealed token: what goes in comes out, and nothing that was touched opens. */
#include "daemon/wire/question.h"
#include "daemon/wire/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TEN       "0123456789"
#define LONG_TEXT TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN /* its length takes two bytes */

enum { ROUNDS = 400, MUTATIONS = 3000, TEXTS = 12, NOW = 1000000 };

static const char *const texts[TEXTS] = {
    "", "1", "x", "-3/4", "2^(-3)", "log_2(8)", "añb", "½", "a b", "+=-_", LONG_TEXT, "end"};

struct fixture {
	struct keyring *keys;
	struct arena *arena;
	struct buffer packed;
	struct predicted_answer predicted[QUESTION_PREDICTED];
	char token[SEAL_TOKEN_LIMIT + 1];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	fixture->arena = arena_new(LIMIT_ARENA_BYTES);
	buffer_init(&fixture->packed, PACK_LIMIT);
	srandom(1);
	*state = fixture;
	return keyring_random(&fixture->keys);
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	keyring_free(fixture->keys);
	arena_free(fixture->arena);
	buffer_done(&fixture->packed);
	free(fixture);
	return 0;
}

static size_t below(size_t limit)
{
	return (size_t)random() % limit;
}

static const char *any_text(void)
{
	return texts[below(TEXTS)];
}

static const char *maybe_text(void)
{
	return below(2) ? any_text() : NULL;
}

static size_t any_texts(const char **list, size_t maximum)
{
	size_t count = below(2) ? below(maximum + 1) : 0;
	for (size_t i = 0; i < count; i++) {
		list[i] = any_text();
	}
	return count;
}

static struct question_spec any_spec(struct fixture *fixture)
{
	struct question_spec spec = {
	    .expected = any_text(),
	    .kind = (int)below(KINDS),
	    .assume_real = below(2),
	    .log_base = maybe_text(),
	    .decimal_comma = below(2),
	    .tolerance_kind = (int)below(4),
	    .tolerance_digits = (int)below(QUESTION_TOLERANCE_DIGITS + 1),
	    .tolerance_relative = maybe_text(),
	    .equivalent = (int)below(EQUIVALENTS),
	    .unordered = below(2),
	    .unit = maybe_text(),
	    .ratio = below(2),
	    .has_form_score = below(2),
	    .ask = maybe_text(),
	    .unknown = maybe_text(),
	    .predicted = fixture->predicted,
	    .predicted_count = below(2) ? below(QUESTION_PREDICTED + 1) : 0,
	};
	spec.form_score = spec.has_form_score ? (double)below(101) / 100 : 0;
	spec.form_count = any_texts(spec.forms, LIMIT_FORMS);
	spec.variable_count = any_texts(spec.variables, LIMIT_VARIABLES);
	spec.option_count = any_texts(spec.options, LIMIT_OPTIONS);
	for (size_t i = 0; i < spec.predicted_count; i++) {
		fixture->predicted[i] = (struct predicted_answer){any_text(), any_text()};
	}
	return spec;
}

static void assert_same_text(const char *a, const char *b)
{
	assert_int_equal(!a, !b);
	if (a) {
		assert_string_equal(a, b);
	}
}

static void assert_same_texts(const char *const *a, size_t count, const char *const *b, size_t other)
{
	assert_int_equal(count, other);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(a[i], b[i]);
	}
}

static void assert_same_spec(const struct question_spec *a, const struct question_spec *b)
{
	assert_same_text(a->expected, b->expected);
	assert_int_equal(a->kind, b->kind);
	assert_same_texts(a->forms, a->form_count, b->forms, b->form_count);
	assert_same_texts(a->variables, a->variable_count, b->variables, b->variable_count);
	assert_int_equal(a->assume_real, b->assume_real);
	assert_same_text(a->log_base, b->log_base);
	assert_int_equal(a->decimal_comma, b->decimal_comma);
	assert_int_equal(a->tolerance_kind, b->tolerance_kind);
	assert_int_equal(a->tolerance_digits, b->tolerance_digits);
	assert_same_text(a->tolerance_relative, b->tolerance_relative);
	assert_int_equal(a->equivalent, b->equivalent);
	assert_int_equal(a->unordered, b->unordered);
	assert_same_texts(a->options, a->option_count, b->options, b->option_count);
	assert_same_text(a->unit, b->unit);
	assert_int_equal(a->ratio, b->ratio);
	assert_int_equal(a->has_form_score, b->has_form_score);
	assert_true(a->form_score == b->form_score);
	assert_same_text(a->ask, b->ask);
	assert_same_text(a->unknown, b->unknown);
	assert_int_equal(a->predicted_count, b->predicted_count);
	for (size_t i = 0; i < a->predicted_count; i++) {
		assert_string_equal(a->predicted[i].misconception, b->predicted[i].misconception);
		assert_string_equal(a->predicted[i].gives, b->predicted[i].gives);
	}
}

static struct sealed_item any_item(void)
{
	struct sealed_item item = {
	    .issued = NOW,
	    .expires = below(2) ? NOW + 1 + (int64_t)below(1000) : 0,
	    .family = "negexp-integer-base",
	    .content_version = "0123456789abcdef",
	    .tuple = below(2) ? UINT64_MAX : below(100000),
	    .number = below(2) ? UINT64_MAX : below(100000),
	    .level = (int)below(4),
	    .assessment = any_text(),
	    .bound = below(2),
	    .locale = (int)below(LOCALES),
	};
	for (size_t i = 0; i < ISSUE_BYTES; i++) {
		item.issue[i] = (uint8_t)random();
		item.learner[i] = item.bound ? (uint8_t)random() : 0;
	}
	return item;
}

static size_t seal(struct fixture *fixture, const struct sealed_item *item, const struct question_spec *spec)
{
	uint8_t nonce[SEAL_NONCE_BYTES];
	for (size_t i = 0; i < sizeof(nonce); i++) {
		nonce[i] = (uint8_t)random();
	}
	buffer_clear(&fixture->packed);
	pack_item(&fixture->packed, item, spec);
	assert_false(fixture->packed.full);
	int length =
	    seal_token(fixture->keys, nonce, fixture->packed.data, fixture->packed.length, fixture->token);
	assert_true(length > 0);
	return (size_t)length;
}

static size_t seal_simple(struct fixture *fixture)
{
	struct sealed_item item = {
	    .issued = NOW, .family = "f", .content_version = "1", .level = 1, .assessment = ""};
	struct question_spec spec = {.expected = "1/8", .ask = "2^(-3)"};
	return seal(fixture, &item, &spec);
}

static void what_was_sealed_opens_the_same(void **state)
{
	struct fixture *fixture = *state;
	for (int round = 0; round < ROUNDS; round++) {
		struct question_spec spec = any_spec(fixture), back;
		struct sealed_item item = any_item(), opened;
		size_t length = seal(fixture, &item, &spec);
		arena_reset(fixture->arena);
		assert_int_equal(
		    seal_open(fixture->keys, fixture->arena, fixture->token, length, NOW, &opened),
		    ERROR_NONE);
		assert_memory_equal(opened.issue, item.issue, ISSUE_BYTES);
		assert_memory_equal(opened.learner, item.learner, LEARNER_BYTES);
		assert_int_equal(opened.issued, item.issued);
		assert_int_equal(opened.expires, item.expires);
		assert_string_equal(opened.family, item.family);
		assert_string_equal(opened.content_version, item.content_version);
		assert_string_equal(opened.assessment, item.assessment);
		assert_true(opened.tuple == item.tuple && opened.number == item.number);
		assert_int_equal(opened.level, item.level);
		assert_int_equal(opened.bound, item.bound);
		assert_int_equal(opened.locale, item.locale);
		assert_int_equal(
		    unpack_question(fixture->arena, opened.packed, opened.packed_length, &back), 0);
		assert_same_spec(&spec, &back);
	}
}

static void every_changed_character_is_refused(void **state)
{
	struct fixture *fixture = *state;
	size_t length = seal_simple(fixture);
	struct sealed_item opened;
	for (size_t i = 0; i < length; i++) {
		char kept = fixture->token[i];
		for (int c = 1; c < 256; c++) {
			fixture->token[i] = (char)c;
			if (fixture->token[i] != kept) {
				assert_int_equal(seal_open(fixture->keys, fixture->arena, fixture->token,
				                     length, NOW, &opened),
				    ERROR_ITEM_INVALID);
			}
		}
		fixture->token[i] = kept;
		arena_reset(fixture->arena);
	}
}

static void every_shortened_or_lengthened_token_is_refused(void **state)
{
	struct fixture *fixture = *state;
	size_t length = seal_simple(fixture);
	struct sealed_item opened;
	for (size_t i = 0; i < length; i++) {
		assert_int_equal(seal_open(fixture->keys, fixture->arena, fixture->token, i, NOW, &opened),
		    ERROR_ITEM_INVALID);
	}
	memcpy(fixture->token + length, "AAAA", sizeof("AAAA"));
	assert_int_equal(seal_open(fixture->keys, fixture->arena, fixture->token, length + 4, NOW, &opened),
	    ERROR_ITEM_INVALID);
}

static void another_key_does_not_open(void **state)
{
	struct fixture *fixture = *state;
	struct keyring *other;
	struct sealed_item opened;
	size_t length = seal_simple(fixture);
	assert_int_equal(keyring_random(&other), 0);
	assert_int_equal(
	    seal_open(other, fixture->arena, fixture->token, length, NOW, &opened), ERROR_ITEM_INVALID);
	assert_int_equal(
	    seal_open(NULL, fixture->arena, fixture->token, length, NOW, &opened), ERROR_ITEM_INVALID);
	keyring_free(other);
}

static void an_expired_token_says_so(void **state)
{
	struct fixture *fixture = *state;
	struct sealed_item item = {
	    .issued = NOW, .expires = NOW + 10, .family = "f", .content_version = "1", .assessment = ""};
	struct question_spec spec = {.expected = "1"};
	struct sealed_item opened;
	size_t length = seal(fixture, &item, &spec);
	assert_int_equal(
	    seal_open(fixture->keys, fixture->arena, fixture->token, length, NOW + 9, &opened), ERROR_NONE);
	assert_int_equal(seal_open(fixture->keys, fixture->arena, fixture->token, length, NOW + 10, &opened),
	    ERROR_ITEM_EXPIRED);
}

static void a_question_too_long_for_a_token_is_not_sealed(void **state)
{
	struct fixture *fixture = *state;
	static char plain[SEAL_PLAIN_LIMIT + 1];
	uint8_t nonce[SEAL_NONCE_BYTES] = {0};
	assert_true(seal_token(fixture->keys, nonce, plain, SEAL_PLAIN_LIMIT, fixture->token) > 0);
	assert_true(seal_token(fixture->keys, nonce, plain, SEAL_PLAIN_LIMIT + 1, fixture->token) < 0);
}

/* The unpacker is asked about bytes that no key protects: it may refuse or not, but never read outside. */
static void unpacking_takes_any_bytes(void **state)
{
	struct fixture *fixture = *state;
	for (int round = 0; round < MUTATIONS; round++) {
		struct question_spec spec = any_spec(fixture), back;
		struct sealed_item item = any_item(), opened;
		buffer_clear(&fixture->packed);
		pack_item(&fixture->packed, &item, &spec);
		size_t length = below(4) ? fixture->packed.length : below(fixture->packed.length + 1);
		uint8_t *bytes = malloc(length + 1); /* its own block, so that a sanitizer sees its end */
		memcpy(bytes, fixture->packed.data, length);
		for (size_t i = below(6); i > 0 && length; i--) {
			bytes[below(length)] = (uint8_t)random();
		}
		arena_reset(fixture->arena);
		if (unpack_item(bytes, length, &opened) == 0) {
			unpack_question(fixture->arena, opened.packed, opened.packed_length, &back);
		}
		unpack_question(fixture->arena, bytes, length, &back);
		free(bytes);
	}
}

static void equal_questions_pack_to_equal_bytes(void **state)
{
	struct fixture *fixture = *state;
	for (int round = 0; round < ROUNDS; round++) {
		struct question_spec spec = any_spec(fixture), back;
		buffer_clear(&fixture->packed);
		pack_question(&fixture->packed, &spec);
		size_t length = fixture->packed.length;
		arena_reset(fixture->arena);
		const uint8_t *bytes =
		    (const uint8_t *)arena_copy(fixture->arena, fixture->packed.data, length);
		assert_int_equal(unpack_question(fixture->arena, bytes, length, &back), 0);
		buffer_clear(&fixture->packed);
		pack_question(&fixture->packed, &back);
		assert_int_equal(fixture->packed.length, length);
		assert_memory_equal(fixture->packed.data, bytes, length);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(what_was_sealed_opens_the_same, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(every_changed_character_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
	        every_shortened_or_lengthened_token_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(another_key_does_not_open, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(an_expired_token_says_so, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_question_too_long_for_a_token_is_not_sealed, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(unpacking_takes_any_bytes, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(equal_questions_pack_to_equal_bytes, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Replies: always well-formed JSON, never past the limit. */
#include "daemon/wire/buffer.h"
#include "daemon/wire/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT = 4096, ROUNDS = 2000 };

static void assert_text(const struct buffer *buffer, const char *expected)
{
	assert_int_equal(buffer->length, strlen(expected));
	assert_memory_equal(buffer->data, expected, strlen(expected));
}

static void commas_and_escapes_are_its_business(void **state)
{
	struct buffer buffer;
	(void)state;
	buffer_init(&buffer, LIMIT);
	json_open_object(&buffer, NULL);
	json_string_bytes(&buffer, "a\"b", "x\0\n\\\x7F\xC3\xA9\xFF", 8);
	json_open_array(&buffer, "list");
	json_integer(&buffer, NULL, INT64_MIN);
	json_unsigned(&buffer, NULL, UINT64_MAX);
	json_double(&buffer, NULL, 0.1);
	json_double(&buffer, NULL, 0.5);
	json_double(&buffer, NULL, 1);
	json_double(&buffer, NULL, 1.0 / 0.0);
	json_close_array(&buffer);
	json_open_object(&buffer, "o");
	json_close_object(&buffer);
	json_string(&buffer, "n", NULL);
	json_bool(&buffer, "t", true);
	json_close_object(&buffer);
	assert_text(&buffer, "{\"a\\\"b\":\"x\\u0000\\n\\\\\\u007f\xC3\xA9\xEF\xBF\xBD\","
	                     "\"list\":[-9223372036854775808,18446744073709551615,0.1,0.5,1,null],"
	                     "\"o\":{},\"n\":null,\"t\":true}");
	buffer_done(&buffer);
}

static void any_bytes_become_a_well_formed_string(void **state)
{
	struct buffer buffer;
	(void)state;
	buffer_init(&buffer, LIMIT);
	srandom(1);
	for (int round = 0; round < ROUNDS; round++) {
		char bytes[64];
		struct scan_result scan;
		size_t length = (size_t)random() % sizeof(bytes);
		for (size_t i = 0; i < length; i++) {
			bytes[i] = (char)random();
		}
		buffer_clear(&buffer);
		json_string_bytes(&buffer, NULL, bytes, length);
		assert_int_equal(scan_json(buffer.data, buffer.length, &scan), 0);
	}
	buffer_done(&buffer);
}

static void doubles_read_back_the_same(void **state)
{
	struct buffer buffer;
	(void)state;
	buffer_init(&buffer, LIMIT);
	srandom(1);
	for (int round = 0; round < ROUNDS; round++) {
		double value = (double)random() / (double)(random() + 1L);
		buffer_clear(&buffer);
		json_double(&buffer, NULL, value);
		buffer_add(&buffer, "", 1);
		assert_true(strtod(buffer.data, NULL) == value);
	}
	buffer_done(&buffer);
}

static void stops_at_its_limit_and_says_so(void **state)
{
	struct buffer buffer;
	(void)state;
	buffer_init(&buffer, 10);
	json_string(&buffer, NULL, "1234567");
	assert_false(buffer.full);
	json_string(&buffer, NULL, "1");
	assert_true(buffer.full);
	assert_true(buffer.length <= 10);
	buffer_clear(&buffer);
	assert_false(buffer.full);
	buffer_done(&buffer);
}

static void an_error_replaces_what_was_begun(void **state)
{
	struct buffer buffer;
	(void)state;
	buffer_init(&buffer, LIMIT);
	json_open_object(&buffer, NULL);
	buffer_error(&buffer, ERROR_OVERLOADED, "field", "detail");
	assert_text(
	    &buffer, "{\"error\":\"overloaded\",\"message\":\"detail\",\"field\":\"field\",\"retry\":true}");
	buffer_done(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(commas_and_escapes_are_its_business),
	    cmocka_unit_test(any_bytes_become_a_well_formed_string),
	    cmocka_unit_test(doubles_read_back_the_same),
	    cmocka_unit_test(stops_at_its_limit_and_says_so),
	    cmocka_unit_test(an_error_replaces_what_was_begun),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

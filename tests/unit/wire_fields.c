/* Requests: what is no request is refused, and the field at fault is named. */
#include "daemon/wire/question.h"
#include "daemon/wire/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PATH_TEXT = 400 };

static struct json_reader *reader;
static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(LIMIT_ARENA_BYTES);
	return json_reader_new(&reader);
}

static int tear_down(void **state)
{
	(void)state;
	json_reader_free(reader);
	arena_free(arena);
	return 0;
}

/* Reads the text as an inline question called `question`. */
static int read_question(
    const char *text, size_t length, struct question_spec *spec, struct field_fault *fault)
{
	const struct json_value *object;
	struct field_path path = {NULL, "question", 8, 0};
	*fault = (struct field_fault){0};
	int result = fields_open_text(reader, text, length, &object, fault);
	return result < 0 ? result : question_from_json(arena, object, &path, spec, fault);
}

static void refuses_and_names_the_field(void **state)
{
	static const struct {
		const char *text, *field;
	} rows[] = {
	    {"{}", "question.expected"},
	    {"{\"expected\": 5}", "question.expected"},
	    {"{\"expected\": null}", "question.expected"},
	    {"{\"expected\": \"\"}", "question.expected"},
	    {"{\"expected\": \"1\\u0000\"}", "question.expected"},
	    {"{\"expected\": \"1\", \"expect\": \"2\"}", "question.expect"},
	    {"{\"expected\": \"1\", \"kind\": \"numbers\"}", "question.kind"},
	    {"{\"expected\": \"1\", \"kind\": 1}", "question.kind"},
	    {"{\"expected\": \"1\", \"form\": 1}", "question.form"},
	    {"{\"expected\": \"1\", \"form\": [\"any\", 1]}", "question.form[1]"},
	    {"{\"expected\": \"1\", \"form\": [\"any\", \"\"]}", "question.form[1]"},
	    {"{\"expected\": \"1\", \"form\": [\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]}",
	        "question.form"},
	    {"{\"expected\": \"1\", \"ordered\": 1}", "question.ordered"},
	    {"{\"expected\": \"1\", \"form_score\": 1.5}", "question.form_score"},
	    {"{\"expected\": \"1\", \"form_score\": -0.1}", "question.form_score"},
	    {"{\"expected\": \"1\", \"form_score\": 1e400}", "question.form_score"},
	    {"{\"expected\": \"1\", \"tolerance\": {}}", "question.tolerance.places"},
	    {"{\"expected\": \"1\", \"tolerance\": {\"places\": 1, \"significant\": 2}}",
	        "question.tolerance.significant"},
	    {"{\"expected\": \"1\", \"tolerance\": {\"places\": 1.5}}", "question.tolerance.places"},
	    {"{\"expected\": \"1\", \"tolerance\": {\"places\": 1e400}}", "question.tolerance.places"},
	    {"{\"expected\": \"1\", \"tolerance\": {\"places\": 101}}", "question.tolerance.places"},
	    {"{\"expected\": \"1\", \"tolerance\": {\"places\": 99999999999999999999999}}",
	        "question.tolerance.places"},
	    {"{\"expected\": \"1\", \"tolerance\": {\"places\": -99999999999999999999999}}",
	        "question.tolerance.places"},
	    {"{\"expected\": \"1\", \"tolerance\": [1]}", "question.tolerance"},
	    {"{\"expected\": \"1\", \"predicted\": {\"m\": 1}}", "question.predicted.m"},
	    {"{\"expected\": \"1\", \"predicted\": {\"\": \"1\"}}", "question.predicted."},
	    {"{\"expected\": \"1\", \"expected\": \"2\"}", "expected"},
	    {"{\"expected\": \"1\", \"exp\\u0065cted\": \"2\"}", ""},
	    {"{\"expected\": \"1\"} {}", ""},
	    {"{\"expected\": NaN}", ""},
	    {"{\"expected\": 01}", ""},
	    {"{'expected': \"1\"}", ""},
	    {"{\"expected\": \"\xC0\x80\"}", ""},
	    {"{\"expected\": \"\xED\xA0\x80\"}", ""},
	    {"{\"expected\": \"\\ud800\"}", ""},
	    {"{\"expected\": \"1\n\"}", ""},
	    {"{\"a\\u0000b\": 1}", ""},
	    {"[]", ""},
	    {"5", ""},
	    {"null", ""},
	    {"", ""},
	    {"   ", ""},
	    {"{\"expected\": \"1\",}", ""},
	    {"{\"expected\": \"1\" /* c */}", ""},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct question_spec spec;
		struct field_fault fault;
		int result = read_question(rows[i].text, strlen(rows[i].text), &spec, &fault);
		if (result == 0 || strcmp(fault.field, rows[i].field) != 0) {
			fail_msg(
			    "%s gave %d, field `%s`: %s", rows[i].text, result, fault.field, fault.message);
		}
		assert_true(*fault.message);
	}
}

static void reads_every_field(void **state)
{
	static const char text[] =
	    "{\"expected\": \"1/8\", \"kind\": \"list\", \"form\": \"any\", \"variables\": [\"x\", "
	    "\"rate\"], "
	    "\"assume\": \"real\", \"log_base\": \"2\", \"decimal\": \"comma\", \"tolerance\": {\"places\": "
	    "3.0}, "
	    "\"equivalent\": \"same\", \"ordered\": false, \"options\": [\"a\", \"b\"], \"unit\": \"m\", "
	    "\"ratio\": true, \"form_score\": 0.25, \"ask\": \"2^(-3)\", \"unknown\": \"x\", "
	    "\"predicted\": {\"m-1\": \"-8\", \"m-2\": \"\\u00bd\"}}";
	struct question_spec spec = {0};
	struct field_fault fault;
	(void)state;
	assert_int_equal(read_question(text, strlen(text), &spec, &fault), 0);
	assert_string_equal(spec.expected, "1/8");
	assert_int_equal(spec.kind, KIND_LIST);
	assert_int_equal(spec.form_count, 1);
	assert_string_equal(spec.forms[0], "any");
	assert_int_equal(spec.variable_count, 2);
	assert_string_equal(spec.variables[1], "rate");
	assert_true(spec.assume_real && spec.decimal_comma && spec.unordered && spec.ratio);
	assert_int_equal(spec.tolerance_kind, TOLERANCE_PLACES);
	assert_int_equal(spec.tolerance_digits, 3);
	assert_int_equal(spec.equivalent, EQUIVALENT_SAME);
	assert_int_equal(spec.option_count, 2);
	assert_true(spec.has_form_score && spec.form_score == 0.25);
	assert_int_equal(spec.predicted_count, 2);
	if (!spec.predicted) {
		fail();
		return;
	}
	assert_string_equal(spec.predicted[1].gives, "½");
}

static void refuses_what_is_too_deep_before_reading_it(void **state)
{
	char text[PATH_TEXT];
	struct scan_result result;
	(void)state;
	memset(text, '[', sizeof(text));
	assert_int_equal(scan_json(text, sizeof(text), &result), -1);
	assert_int_equal(result.at, SCAN_DEPTH);
}

static void every_beginning_of_a_request_is_refused(void **state)
{
	static const char text[] =
	    "{\"expected\": \"\\u00bd\\ud83d\\ude00\", \"a\": [true, false, null, -1.5e+3]}";
	struct scan_result result;
	(void)state;
	assert_int_equal(scan_json(text, strlen(text), &result), 0);
	assert_int_equal(result.names, 2);
	for (size_t i = 0; i < strlen(text); i++) {
		assert_int_equal(scan_json(text, i, &result), -1);
		assert_true(result.at <= i && result.message);
	}
}

static void a_fault_never_repeats_a_whole_long_name(void **state)
{
	char text[PATH_TEXT + 32];
	size_t length = (size_t)snprintf(text, sizeof(text), "{\"");
	struct question_spec spec = {0};
	struct field_fault fault;
	(void)state;
	for (int i = 0; i < PATH_TEXT / 3; i++, length += 3) {
		memcpy(text + length, "\xE2\x82\xAC", 3);
	}
	length += (size_t)snprintf(text + length, sizeof(text) - length, "\": 1}");
	assert_int_equal(read_question(text, length, &spec, &fault) < 0, 1);
	assert_int_equal(strncmp(fault.field, "question.\xE2\x82\xAC", 12), 0);
	assert_int_equal((strlen(fault.field) - 9) % 3, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refuses_and_names_the_field),
	    cmocka_unit_test(reads_every_field),
	    cmocka_unit_test(refuses_what_is_too_deep_before_reading_it),
	    cmocka_unit_test(every_beginning_of_a_request_is_refused),
	    cmocka_unit_test(a_fault_never_repeats_a_whole_long_name),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

/* A number of a request that nobody has read yet. */
#include "daemon/operations.h"
#include "daemon/wire/peek.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static uint32_t peek(const char *text)
{
	return peek_number(text, strlen(text), "count");
}

static void finds_the_number_behind_its_name(void **state)
{
	(void)state;
	assert_int_equal(peek("{\"count\": 250}"), 250);
	assert_int_equal(peek("{\"skill\":\"x\",\"count\":7,\"seed\":12}"), 7);
	assert_int_equal(peek("{\"count\"\n:\t1000"), 1000);
	assert_int_equal(peek("{\"a\":\"count\",\"count\":3}"), 3);
	assert_int_equal(peek("{\"counts\":9,\"discount\":8,\"count\":5}"), 5);
	assert_int_equal(peek("{\"count\":99999999999999999999999}"), UINT32_MAX);
}

static void finds_none_where_there_is_none(void **state)
{
	(void)state;
	assert_int_equal(peek(""), 0);
	assert_int_equal(peek("{}"), 0);
	assert_int_equal(peek("count"), 0);
	assert_int_equal(peek("\"count"), 0);
	assert_int_equal(peek("\"count\""), 0);
	assert_int_equal(peek("{\"count\":-5}"), 0);
	assert_int_equal(peek_number("{\"count\":12", 10, "count"), 1); /* no further than the length */
}

static bool is_batch(const char *name, const char *body)
{
	const struct operation *operation = operation_find(name, strlen(name));
	assert_non_null(operation);
	return operation_is_batch(operation, body, strlen(body));
}

static void many_items_are_a_batch_and_few_are_none(void **state)
{
	(void)state;
	assert_false(is_batch("generate", "{\"skill\":\"negexp-evaluate\"}"));
	assert_false(is_batch("generate", "{\"skill\":\"negexp-evaluate\",\"count\":10}"));
	assert_true(is_batch("generate", "{\"count\":1000,\"skill\":\"negexp-evaluate\"}"));
	assert_true(is_batch("check_many", "{}"));
	assert_false(is_batch("check", "{\"count\":1000}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(finds_the_number_behind_its_name),
	    cmocka_unit_test(finds_none_where_there_is_none),
	    cmocka_unit_test(many_items_are_a_batch_and_few_are_none),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What the build measured of the built-in content is what measuring it anew gives. */
#include "daemon/learners/course.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static uint8_t *bytes_of(const struct course *course)
{
	uint8_t *bytes = malloc(course_measures_size(course) + 1);
	assert_non_null(bytes);
	course_put_measures(course, bytes);
	return bytes;
}

static void built_in_measures_are_those_of_measuring_anew(void **state)
{
	(void)state;
	struct content *content = NULL;
	struct course *quick = NULL, *slow = NULL;
	const char *fault = NULL;
	size_t length = 0;
	assert_int_equal(content_load(NULL, NULL, NULL, &content), 0);
	assert_int_equal(course_new(content, &quick, &fault), 0);
	assert_int_equal(course_new_measured(content, NULL, 0, &slow, &fault), 0);
	const uint8_t *built_in = course_built_in_measures(content, &length);
	assert_non_null(built_in);
	assert_int_equal(length, course_measures_size(slow));
	uint8_t *anew = bytes_of(slow), *taken = bytes_of(quick);
	assert_memory_equal(built_in, anew, length);
	assert_memory_equal(taken, anew, length);
	size_t components = 0;
	for (size_t i = 0; i < slow->family_count; i++)
		for (int level = 0; level < COURSE_LEVELS; level++)
			components += skill_set_count(&slow->families[i].levels[level].components);
	assert_true(components > 0);
	free(anew);
	free(taken);
	course_free(quick);
	course_free(slow);
	content_free(content);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(built_in_measures_are_those_of_measuring_anew)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

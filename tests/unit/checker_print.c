/* How a division that is to be worked out is shown: with its sign, in all three notations. */
#include "checker/algebra/print.h"
#include "checker/limits.h"
#include "checker/reading/read.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct row {
	const char *read, *text, *tex, *speech;
};

static const struct row rows[] = {
    {"12/(-3)", "12 ÷ (-3)", "12 \\div \\left(-3\\right)", "12 divided by negative 3"},
    {"(-12)/3", "(-12) ÷ 3", "\\left(-12\\right) \\div 3", "negative 12 divided by 3"},
    {"(4 + 8)/2", "(4 + 8) ÷ 2", "\\left(4 + 8\\right) \\div 2",
        "open bracket 4 plus 8 close bracket divided by 2"},
    {"12/(6/2)", "12 ÷ (6 ÷ 2)", "12 \\div \\left(6 \\div 2\\right)",
        "12 divided by open bracket 6 divided by 2 close bracket"},
    {"12/6/2", "12 ÷ 6 ÷ 2", "12 \\div 6 \\div 2", "12 divided by 6 divided by 2"},
    {"54/3^2 + 1", "54 ÷ 3^2 + 1", "54 \\div 3^{2} + 1", "54 divided by 3 squared plus 1"},
};

static void divisions_have_a_sign_where_it_is_asked_for(void **state)
{
	struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
	struct print_options options = {.division_sign = true};
	(void)state;
	assert_non_null(arena);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct note note = {0};
		struct text text, tex, speech, again;
		const struct expr *tree = read_formula(arena, rows[i].read, NULL, 0, &note);
		assert_non_null(tree);
		text_init(&text, arena);
		text_init(&tex, arena);
		text_init(&speech, arena);
		text_init(&again, arena);
		print_text(&text, tree, &options);
		print_tex(&tex, tree, &options);
		print_speech(&speech, tree, &options);
		assert_string_equal(text.data, rows[i].text);
		assert_string_equal(tex.data, rows[i].tex);
		assert_string_equal(speech.data, rows[i].speech);
		print_text(&again, tree, NULL);
		assert_string_equal(again.data, rows[i].read);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(divisions_have_a_sign_where_it_is_asked_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

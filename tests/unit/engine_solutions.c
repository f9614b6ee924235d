/* Equations are solved and domains found exactly, or there is no answer at all. */
#include "generators/engine/solutions.h"

#include "checker/algebra/text.h"
#include "checker/reading/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct row {
	const char *asked, *gives; /* NULL: it is not known */
};

static const struct row equations[] = {
    {"3*x - 5 = 16", "7"},
    {"2*(x + 3) = 7 - x", "1/3"},
    {"x/4 + 1 = x", "4/3"},
    {"x + 1 = x + 2", "no solution"},
    {"2*(x + 1) = 2*x + 2", "all real numbers"},
    {"x^2 = 9", "-3, 3"},
    {"x^2 = -9", "no solution"},
    {"x^2 - 5*x + 6 = 0", "2, 3"},
    {"(x - 1)*(x + 4) = 0", "-4, 1"},
    {"x^2 + 2*x + 1 = 0", "-1"},
    {"x^2 + x + 1 = 0", "no solution"},
    {"x^3 = -8", "-2"},
    {"x^4 = 16", "-2, 2"},
    {"x^(2/3) = 4", "-8, 8"},
    {"x^(3/2) = 27", "9"},
    {"x^(1/2) = -3", "no solution"},
    {"x^(-2) = 1/25", "-5, 5"},
    {"2*x^3 = 54", "3"},
    {"sqrt(x + 6) = x", "3"},
    {"sqrt(x) = -2", "no solution"},
    {"x + 1 = sqrt(3*x + 7)", "3"},
    {"root(x, 3) = -2", "-8"},
    {"|x - 2| = 5", "-3, 7"},
    {"2^x = 8", "3"},
    {"2^x = 1/32", "-5"},
    {"2^x = 0", "no solution"},
    {"9^x = 27", "3/2"},
    {"3*2^x = 48", "4"},
    {"2^(3*x - 1) = 32", "2"},
    {"8^x = 4^(x + 1)", "2"},
    {"2^x * 2^(x + 1) = 2^7", "3"},
    {"(1/2)^x = 8^(x - 4)", "3"},
    {"5^x = 7", "log_5(7)"},
    {"log_2(x) = 5", "32"},
    {"log_x(8) = 3", "2"},
    {"log_x(1/9) = -2", "3"},
    {"log_2(x - 1) = 3", "9"},
    {"log_2(x) + log_2(x - 2) = 3", "4"},
    {"log_3(x) = log_3(2*x - 7)", "7"},
    {"log_3(x) = log_3(2*x)", "no solution"},
    {"log_2(x + 6) - log_2(x) = 2", "2"},
    {"2*log_5(x) = 4", "25"},
    {"2*log_5(x) = log_5(9)", "3"},
    {"ln(x) = 0", "1"},
    {"6/x = 2", "3"},
    {"1/x + 1/2 = 1", "2"},
    {"x/(x - 1) = 1/(x - 1)", "no solution"},
    {"x + 6/x = 5", "2, 3"},
    {"x^5 + x = 3", NULL},
    {"x < 3", NULL},
};

static const struct row domains[] = {
    {"log_2(x - 5)", "x > 5"},
    {"log_3(7 - 2*x)", "x < 7/2"},
    {"log_2(x) + log_2(6 - x)", "0 < x < 6"},
    {"sqrt(x + 3)", "x ≥ -3"},
    {"1/sqrt(x + 3)", "x > -3"},
    {"1/(x - 2)", "(-∞, 2) ∪ (2, ∞)"},
    {"x^2 + 1", "all real numbers"},
    {"log_2(x^2 - 4)", "(-∞, -2) ∪ (2, ∞)"},
    {"log_x(5)", "(0, 1) ∪ (1, ∞)"},
    {"sqrt(-x^2 - 1)", "no solution"},
    {"(x - 1)^(-2)", "(-∞, 1) ∪ (1, ∞)"},
    {"(x - 1)^(1/2)", "x ≥ 1"},
    {"(x - 1)^(1/3)", "all real numbers"},
};

struct work {
	struct arena *arena;
	const struct row *row;
	struct value (*find)(struct arena *arena, const struct expr *tree, const char *unknown);
	const char *found;
};

static void find(void *context)
{
	static const char *const names[] = {"x"};
	struct work *work = context;
	struct note note = {0};
	const struct expr *tree = read_formula(work->arena, work->row->asked, names, 1, &note);
	assert_non_null(tree);
	const struct expr *found = value_tree(work->arena, work->find(work->arena, tree, "x"));
	struct text text;
	text_init(&text, work->arena);
	if (found)
		print_text(&text, found, NULL);
	work->found = found ? text.data : NULL;
}

static size_t check_rows(const struct row *rows, size_t count,
    struct value (*finder)(struct arena *arena, const struct expr *tree, const char *unknown))
{
	size_t wrong = 0;
	struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
	arena_serve_gmp(arena);
	for (size_t i = 0; i < count; i++) {
		struct work work = {arena, &rows[i], finder, NULL};
		arena_reset(arena);
		assert_int_equal(arena_try(arena, find, &work), REFUSAL_NONE);
		bool right = rows[i].gives && work.found ? strcmp(rows[i].gives, work.found) == 0
		                                         : rows[i].gives == work.found;
		if (!right)
			print_error("%s: %s, not %s\n", rows[i].asked, work.found ? work.found : "unknown",
			    rows[i].gives ? rows[i].gives : "unknown");
		wrong += !right;
	}
	arena_serve_gmp(NULL);
	arena_free(arena);
	return wrong;
}

static void equations_are_solved_and_extraneous_roots_dropped(void **state)
{
	(void)state;
	assert_int_equal(check_rows(equations, sizeof equations / sizeof equations[0], solutions_of), 0);
}

static void domains_are_found(void **state)
{
	(void)state;
	assert_int_equal(check_rows(domains, sizeof domains / sizeof domains[0], domain_of), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(equations_are_solved_and_extraneous_roots_dropped),
	    cmocka_unit_test(domains_are_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* What trees are worth, their order, equations up to a factor, and simplifying: by another reckoning as well.
 */
#include "tests/unit/checker_trees.h"

static struct arena *arena;

static void knows_what_is_rational(void **state)
{
	static const struct {
		const char *text;
		enum worth worth;
		int64_t num, den;
	} rows[] = {
	    {"2+3*4", WORTH_RATIONAL, 14, 1},
	    {"1 1/2", WORTH_RATIONAL, 3, 2},
	    {"50%", WORTH_RATIONAL, 1, 2},
	    {"8^(2/3)", WORTH_RATIONAL, 4, 1},
	    {"(-8)^(1/3)", WORTH_RATIONAL, -2, 1},
	    {"log_2(8)", WORTH_RATIONAL, 3, 1},
	    {"log_2(2^2000)", WORTH_RATIONAL, 2000, 1},
	    {"sqrt(2)^2", WORTH_RATIONAL, 2, 1},
	    {"sqrt(2)*sqrt(8)", WORTH_RATIONAL, 4, 1},
	    {"x-x", WORTH_RATIONAL, 0, 1},
	    {"2x/x", WORTH_RATIONAL, 2, 1},
	    {"ln(e^(2/3))", WORTH_RATIONAL, 2, 3},
	    {"sqrt(2)", WORTH_OTHER, 0, 1},
	    {"x", WORTH_OTHER, 0, 1},
	    {"pi", WORTH_OTHER, 0, 1},
	    {"2^2000000", WORTH_OTHER, 0, 1},
	    {"5, 3", WORTH_OTHER, 0, 1},
	    {"x = 3", WORTH_OTHER, 0, 1},
	    {"1/0", WORTH_UNDEFINED, 0, 1},
	    {"1/(2-2)", WORTH_UNDEFINED, 0, 1},
	    {"0^0", WORTH_UNDEFINED, 0, 1},
	    {"0^-1", WORTH_UNDEFINED, 0, 1},
	    {"sqrt(-4)", WORTH_UNDEFINED, 0, 1},
	    {"(-4)^(1/2)", WORTH_UNDEFINED, 0, 1},
	    {"log(-5)", WORTH_UNDEFINED, 0, 1},
	    {"ln(0)", WORTH_UNDEFINED, 0, 1},
	    {"log_1(5)", WORTH_UNDEFINED, 0, 1},
	    {"log_(-2)(4)", WORTH_UNDEFINED, 0, 1},
	    {"1/(x-x)", WORTH_UNDEFINED, 0, 1},
	    {"root(8,0)", WORTH_UNDEFINED, 0, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct number value = NUMBER_ZERO;
		enum worth worth = expr_worth(arena, tree(arena, rows[i].text), &value);

		if (worth != rows[i].worth)
			fail_msg("%s: %d", rows[i].text, (int)worth);
		if (worth == WORTH_RATIONAL)
			assert_true(number_equal(value, number_from_ratio(arena, rows[i].num, rows[i].den)));
	}
}

/* In rising order; every pair is compared. */
static void orders_constants(void **state)
{
	static const char *const rising[] = {"-10^30", "-sqrt(2)-10", "-3", "-e", "-5/2", "-sqrt(2)",
	    "-1/10^40", "0", "10^-40", "ln(1+10^-9)", "1/3", "log_10(3)", "ln(2)", "sqrt(2)/2", "1",
	    "root(2,3)", "sqrt(2)", "log_2(3)", "sqrt(3)", "2", "sqrt(2)+10^-9+6/10", "5/2", "e", "3",
	    "pi+10^-30+1/10^3", "22/7+1/10^3", "sqrt(2)+sqrt(3)", "5", "2^100", "2^100+1", "2^2000",
	    "3^2000"};
	enum { COUNT = sizeof rising / sizeof rising[0] };

	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		for (size_t k = 0; k < COUNT; k++) {
			int order;

			arena_reset(arena);
			assert_true(
			    expr_compare(arena, tree(arena, rising[i]), tree(arena, rising[k]), &order));
			if ((order > 0) - (order < 0) != (i > k) - (i < k))
				fail_msg("%s against %s: %d", rising[i], rising[k], order);
		}
	}
}

static void orders_what_is_equal_and_refuses_what_has_no_value(void **state)
{
	static const char *const equal[][2] = {{"sqrt(8)", "2sqrt(2)"}, {"log_4(8)", "1.5"},
	    {"sqrt(3+2sqrt(2))", "1+sqrt(2)"}, {"e^(ln(2))", "2"}};
	static const char *const nothing[] = {"x", "1/0", "log(-1)", "sqrt(-1)"};
	int order;

	(void)state;
	for (size_t i = 0; i < sizeof equal / sizeof equal[0]; i++) {
		assert_true(expr_compare(arena, tree(arena, equal[i][0]), tree(arena, equal[i][1]), &order));
		assert_int_equal(order, 0);
	}
	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
		assert_false(expr_compare(arena, tree(arena, nothing[i]), tree(arena, "1"), &order));
}

static void knows_equations_up_to_a_factor(void **state)
{
	static const struct {
		const char *a, *b;
		bool positive;
		enum equality equality;
	} rows[] = {
	    {"2x-4", "x-2", false, EQUALITY_EQUAL},
	    {"2x-4", "2-x", false, EQUALITY_EQUAL},
	    {"2x-4", "2-x", true, EQUALITY_DIFFERENT},
	    {"2x-4", "x-2", true, EQUALITY_EQUAL},
	    {"x-2", "x-3", false, EQUALITY_DIFFERENT},
	    {"y-2x-1", "2x+1-y", false, EQUALITY_EQUAL},
	    {"y-2x-1", "y-2x+1", false, EQUALITY_DIFFERENT},
	    {"y/2-x", "y-2x", false, EQUALITY_EQUAL},
	    {"x*y-x", "y-1", false, EQUALITY_EQUAL}, /* variables are positive */
	    {"(x^2-1)/(x+2)", "x^2-1", false, EQUALITY_EQUAL},
	    {"sqrt(2)x-2", "x-sqrt(2)", false, EQUALITY_EQUAL},
	    {"3x+2y-6", "x+2y/3-2", true, EQUALITY_EQUAL},
	    {"3x+2y-6", "x+2y/3-3", true, EQUALITY_DIFFERENT},
	    {"pi*x+pi*sqrt(3)", "x+sqrt(3)", true, EQUALITY_EQUAL},
	    {"sqrt(2)-x", "sqrt(2)x-2", true, EQUALITY_DIFFERENT},
	    {"sqrt(2)-x", "sqrt(2)x-2", false, EQUALITY_EQUAL},
	    {"x^2-2", "x^2-3", false, EQUALITY_DIFFERENT},
	    {"x^2-9", "x^2-8", false, EQUALITY_DIFFERENT},
	    {"x^2-9", "9-x^2", false, EQUALITY_EQUAL},
	    {"2^x-8", "2^x-7", false, EQUALITY_DIFFERENT},
	    {"ln(x)-2", "ln(x)-1", false, EQUALITY_DIFFERENT},
	    {"x^2+y^2-1", "x^2+y^2-2", false, EQUALITY_DIFFERENT},
	    {"0", "0", false, EQUALITY_EQUAL},
	    {"0", "x", false, EQUALITY_DIFFERENT},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (int turn = 0; turn < 2; turn++) {
			enum equality equality;

			arena_reset(arena);
			equality = expr_proportional(arena, tree(arena, turn ? rows[i].b : rows[i].a),
			    tree(arena, turn ? rows[i].a : rows[i].b), rows[i].positive, NULL);
			if (equality != rows[i].equality)
				fail_msg("%s against %s: %d", rows[i].a, rows[i].b, (int)equality);
		}
	}
}

static void notes_domains_that_differ(void **state)
{
	(void)state;
	assert_true(expr_domains_differ(tree(arena, "x^2/x"), tree(arena, "x")));
	assert_true(expr_domains_differ(tree(arena, "x"), tree(arena, "x^2*x^-1")));
	assert_false(expr_domains_differ(tree(arena, "x/2"), tree(arena, "0.5x")));
	assert_false(expr_domains_differ(tree(arena, "1/x"), tree(arena, "x^-1")));
}

static const char *const simplifiable[] = {"x+x", "2x*3x", "x^5/x^2", "(x+1)^3", "8^(2/3)*x",
    "sqrt(8)+sqrt(2)", "sqrt(12x)", "1/(1+sqrt(2))", "x/(x+1)+1/(x+1)", "(x^2-1)/(x-1)", "2^x*2^3", "e^x*e^y",
    "ln(8)+ln(2)", "ln(x^2y)", "log(1000x)", "log_2(8x)", "a^x*a^y", "(x*y)^(1/2)", "root(54x^3,3)",
    "1 1/2+x", "50%*x", "-x^2-(-x)^2", "abs(-3)*x", "pi*x+pi", "x^(1/2)*x^(1/3)", "1/x+1/y", "(a+b)(a-b)",
    "(a/b)/(x/y)", "2/3x-1/6x", "sqrt((x+1)^2)", "3^(2x)/9", "(1/2)^x*2^(3x)", "x-x", "5", "x^0",
    "sqrt(x^2+1)^3", "(x+y)^-2", "e^(2ln(x)+3)", "(-8)^(1/3)x", "1/(1/x+1/y)"};

/* The simplified tree is worth the same by the evaluator, and equal by the checker. */
static void simplifying_keeps_the_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof simplifiable / sizeof simplifiable[0]; i++) {
		const struct expr *before, *after;

		arena_reset(arena);
		before = tree(arena, simplifiable[i]);
		after = expr_simplify(arena, before, NULL);
		for (unsigned point = 0; point < 7; point++) {
			if (!nearly(evaluate(before, point), evaluate(after, point)))
				fail_msg("%s: %g became %g", simplifiable[i], evaluate(before, point),
				    evaluate(after, point));
		}
		assert_int_equal(expr_equal(arena, before, after, NULL), EQUALITY_EQUAL);
	}
}

static void simplify(void *context)
{
	expr_simplify(arena, context, NULL);
}

static void simplifying_refuses_what_has_no_value(void **state)
{
	(void)state;
	assert_int_equal(arena_try(arena, simplify, (void *)tree(arena, "x/0")), REFUSAL_UNDEFINED);
	assert_int_equal(arena_try(arena, simplify, (void *)tree(arena, "(x+y+z+a)^50")), REFUSAL_TOO_LARGE);
}

static int start(void **state)
{
	(void)state;
	arena = arena_new(LIMIT_ARENA_BYTES);
	return arena ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(knows_what_is_rational, start, end),
	    cmocka_unit_test_setup_teardown(orders_constants, start, end),
	    cmocka_unit_test_setup_teardown(orders_what_is_equal_and_refuses_what_has_no_value, start, end),
	    cmocka_unit_test_setup_teardown(knows_equations_up_to_a_factor, start, end),
	    cmocka_unit_test_setup_teardown(notes_domains_that_differ, start, end),
	    cmocka_unit_test_setup_teardown(simplifying_keeps_the_value, start, end),
	    cmocka_unit_test_setup_teardown(simplifying_refuses_what_has_no_value, start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Formulas: the quick way and the exact way agree, functions do what families.md says, values are shown as
 * asked. */
#include "generators/engine/formula.h"
#include "generators/engine/formula_integers.h"

#include "checker/algebra/print.h"
#include "checker/reading/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA_BYTES = 1 << 24 };

struct fixture {
	struct arena *arena;
	struct scope scope;
	struct environment environment;
};

static void begin(struct fixture *fixture, int64_t a, int64_t b, int64_t c)
{
	static const char *const names[] = {"a", "b", "c"};
	int64_t values[] = {a, b, c};
	memset(fixture, 0, sizeof *fixture);
	fixture->arena = arena_new(ARENA_BYTES);
	for (size_t i = 0; i < 3; i++) {
		fixture->scope.names[i] = names[i];
		fixture->environment.small[i] = (struct small){values[i], 1};
		fixture->environment.bindings[i] = (struct expr_binding){
		    names[i], expr_from_number(fixture->arena, number_from_int(fixture->arena, values[i]))};
	}
	fixture->scope.slot_count = fixture->scope.name_count = fixture->environment.count = 3;
}

static void end(struct fixture *fixture)
{
	arena_serve_gmp(NULL);
	arena_free(fixture->arena);
}

static struct formula compiled(struct fixture *fixture, const char *text)
{
	struct formula formula = {0};
	const struct expr *where;
	struct note note = {0};
	const struct expr *tree = read_formula(fixture->arena, text, fixture->scope.names, 3, &note);
	if (!tree)
		print_error("%s: %s\n", text, note_words(note.code, 0));
	assert_non_null(tree);
	assert_null(formula_compile(fixture->arena, tree, &fixture->scope, &formula, &where));
	return formula;
}

static const char *shown(struct fixture *fixture, const struct expr *tree)
{
	struct text text;
	text_init(&text, fixture->arena);
	if (tree)
		print_text(&text, tree, NULL);
	else
		text_add(&text, "undefined");
	return text.data;
}

struct evaluation {
	struct fixture *fixture;
	const struct formula *formula;
	struct value value;
};

static void evaluate(void *context)
{
	struct evaluation *evaluation = context;
	struct fixture *fixture = evaluation->fixture;
	evaluation->value = formula_value(fixture->arena, evaluation->formula, &fixture->environment);
}

static void functions_give_what_they_say(void **state)
{
	static const struct {
		const char *formula, *value;
	} rows[] = {
	    {"gcd(12, 18)", "6"},
	    {"gcd(2^100, 6^50)", "1125899906842624"},
	    {"lcm(4, 6)", "12"},
	    {"divides(3, 12)", "true"},
	    {"divides(0, 12)", "false"},
	    {"divides(5, 12)", "false"},
	    {"digits(1000)", "4"},
	    {"digits(-3/1250)", "4"},
	    {"digits(10^30)", "31"},
	    {"digits(10^30 - 1)", "30"},
	    {"is_square(16)", "true"},
	    {"is_square(2)", "false"},
	    {"is_square(4/9)", "true"},
	    {"is_power(64)", "true"},
	    {"is_power(12)", "false"},
	    {"is_power(8, 2)", "true"},
	    {"is_power(1, 2)", "true"},
	    {"is_power(12, 2)", "false"},
	    {"base_of(64)", "2"},
	    {"base_of(36)", "6"},
	    {"base_of(7)", "7"},
	    {"base_of(3^50)", "3"},
	    {"abs(-3/4)", "3/4"},
	    {"min(3, -7, 1/2)", "-7"},
	    {"max(3, -7, 1/2)", "3"},
	    {"sort(3, -7, 1/2)", "-7, 1/2, 3"},
	    {"sort_by_abs(3, -7, 1/2)", "1/2, 3, -7"},
	    {"reverse(sort(3, -7, 1/2))", "3, 1/2, -7"},
	    {"distinct(1, 2, 3)", "true"},
	    {"distinct(1, 2, 1)", "false"},
	    {"floor(-7/2)", "-4"},
	    {"round(5/2)", "3"},
	    {"round(-5/2)", "-3"},
	    {"round(2/3, 2)", "67/100"},
	    {"integer(6/3)", "true"},
	    {"integer(1/3)", "false"},
	    {"even(-4)", "true"},
	    {"odd(7)", "true"},
	    {"odd(1/2)", "false"},
	    {"squarefree(30)", "true"},
	    {"squarefree(12)", "false"},
	    {"squarefree(1000003^2)", "false"},
	    {"squarefree(1000003*999983)", "true"},
	    {"squarefree(9973^2*101)", "false"},
	    {"squarefree(9973*9967*101)", "true"},
	    {"squarefree(2^39)", "false"},
	    {"mantissa(0.0047)", "47/10"},
	    {"exponent10(0.0047)", "-3"},
	    {"exponent10(1000)", "3"},
	    {"decimals(1/8)", "3"},
	    {"decimals(1/3)", "undefined"},
	    {"decimal(1/8)", "0.125"},
	    {"decimal(-5/2)", "-2.5"},
	    {"decimal(3/2, 3)", "1.500"},
	    {"decimal(1/3)", "undefined"},
	    {"scientific(0.0047)", "4.7*10^(-3)"},
	    {"scientific(-12000)", "-1.2*10^4"},
	    {"mixed(7/2)", "3 1/2"},
	    {"mixed(-7/2)", "-3 1/2"},
	    {"mixed(1/2)", "1/2"},
	    {"percent(1/8)", "12.5%"},
	    {"worth(2^3 + 1)", "9"},
	    {"2 < 3 and not (3 < 2)", "true"},
	    {"1 < 2 < 2", "false"},
	    {"1/0 = 1 or 2 = 2", "true"},
	    {"1/0", "undefined"},
	    {"log_2(1/8)", "-3"},
	    {"log_4(8)", "3/2"},
	};
	struct fixture fixture;
	(void)state;
	begin(&fixture, 2, 3, 5);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct formula formula = compiled(&fixture, rows[i].formula);
		struct evaluation evaluation = {&fixture, &formula, {.kind = VALUE_UNDEFINED}};
		assert_int_equal(arena_try(fixture.arena, evaluate, &evaluation), REFUSAL_NONE);
		const char *value = shown(&fixture, value_tree(fixture.arena, evaluation.value));
		if (strcmp(value, rows[i].value) != 0)
			print_error("%s gives %s\n", rows[i].formula, value);
		assert_string_equal(value, rows[i].value);
	}
	end(&fixture);
}

static bool plainly_squarefree(int64_t value)
{
	for (int64_t factor = 2; factor * factor <= value; factor++)
		if (value % (factor * factor) == 0)
			return false;
	return true;
}

static void squares_are_found_in_every_number(void **state)
{
	(void)state;
	for (int64_t value = 1; value <= 20000; value++) {
		const struct small small = {value, 1};
		struct small squarefree;
		assert_true(quick_squarefree(&small, 1, &squarefree));
		assert_int_equal(squarefree.num, plainly_squarefree(value));
	}
}

/* What the quick way knows is exactly what the exact way says. */
static void the_quick_way_agrees_with_the_exact_way(void **state)
{
	static const char *const formulas[] = {
	    "a + b*c - a/b",
	    "a^b",
	    "a^(-b) + c",
	    "-a^2 - (-b)^3",
	    "(a + b)/(c - 1)",
	    "abs(a - b)*c",
	    "a < b and b <= c or not (a = c)",
	    "a <= b < c",
	    "gcd(a, b) = 1",
	    "lcm(a, b, 6)",
	    "divides(a, b*c)",
	    "digits(a^3*b)",
	    "is_power(a*b)",
	    "is_power(a*b, 2)",
	    "base_of(a*a)",
	    "base_of((1048583 + a)^2)",
	    "base_of((3 + abs(a))^b)",
	    "base_of(1000003^3*(1 + abs(a)))",
	    "min(a, b, c) + max(a, b, c)",
	    "floor(a/b)",
	    "even(a + b) and odd(c)",
	    "squarefree(a*b)",
	    "distinct(a, b, c)",
	    "integer(a/b)",
	    "log_b(c)",
	    "mantissa(a*17/b)",
	    "exponent10(c/(40*b))",
	    "decimals(a/(b*8))",
	    "decimals(a/(b*b*5))",
	    "log_2(a*b)",
	    "2a - 3b",
	    "a^17*b^13*c^11",
	};
	size_t quick = 0;
	(void)state;
	for (size_t f = 0; f < sizeof formulas / sizeof formulas[0]; f++) {
		for (int64_t a = -4; a <= 9; a++) {
			for (int64_t b = -2; b <= 4; b++) {
				struct fixture fixture;
				struct small small;
				begin(&fixture, a, b, a * b + 3);
				struct formula formula = compiled(&fixture, formulas[f]);
				struct evaluation evaluation = {
				    &fixture, &formula, {.kind = VALUE_UNDEFINED}};
				bool known = formula_small(&formula, &fixture.environment, &small);
				enum refusal refusal = arena_try(fixture.arena, evaluate, &evaluation);
				if (known) {
					struct value value = evaluation.value;
					quick++;
					assert_int_equal(refusal, REFUSAL_NONE);
					if (value.kind == VALUE_TRUTH) {
						assert_int_equal(small.num, value.truth);
					} else {
						assert_int_equal(value.kind, VALUE_NUMBER);
						assert_int_equal(small.num, value.number.num);
						assert_int_equal(small.den, value.number.den);
					}
				}
				end(&fixture);
			}
		}
	}
	assert_true(quick > 1500); /* else this tests nothing */
}

static void a_tree_is_shown_as_written_with_literals_in_place(void **state)
{
	static const struct {
		const char *formula, *text;
	} rows[] = {
	    {"a^(-b)", "(-2)^(-3)"},
	    {"b - a", "3 - (-2)"},
	    {"a*c + b", "(-2)*5 + 3"},
	    {"b*a", "3*(-2)"},
	    {"decimal(1/c)", "0.2"},
	    {"log_b(c)", "log_3(5)"},
	    {"abs(a) < b", "abs(-2) < 3"},
	    {"c/a", "5/(-2)"},
	};
	struct fixture fixture;
	(void)state;
	begin(&fixture, -2, 3, 5);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct formula formula = compiled(&fixture, rows[i].formula);
		assert_string_equal(
		    shown(&fixture, formula_shown(fixture.arena, &formula, &fixture.environment)),
		    rows[i].text);
	}
	end(&fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(functions_give_what_they_say),
	    cmocka_unit_test(squares_are_found_in_every_number),
	    cmocka_unit_test(the_quick_way_agrees_with_the_exact_way),
	    cmocka_unit_test(a_tree_is_shown_as_written_with_literals_in_place),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

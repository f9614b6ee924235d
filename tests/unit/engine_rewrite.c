/* Rules on trees: which trees a pattern matches, and what becomes of them. */
#include "checker/algebra/print.h"
#include "checker/algebra/rewrite.h"
#include "checker/reading/read.h"
#include "generators/engine/guards.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA = 1 << 24, STEPS = 100000, RESULT = 400 };

static const char *const names[] = {"a", "b", "c", "d", "i", "j", "k", "m", "n", "p", "q", "r", "s", "t", "u",
    "v", "w", "x", "y", "z", "base"};

static const struct expr *tree_of(struct arena *arena, const char *text)
{
	struct note note;
	const struct expr *tree = read_formula(arena, text, names, sizeof names / sizeof names[0], &note);
	if (!tree)
		print_error("cannot read %s\n", text);
	assert_non_null(tree);
	return tree;
}

struct gathering {
	struct arena *arena;
	char *out; /* the results, each once, joined by " | " */
};

static bool gather(void *context, const struct expr *result)
{
	struct gathering *gathering = context;
	struct text text;
	text_init(&text, gathering->arena);
	print_text(&text, result, NULL);
	if (strstr(gathering->out, text.data) && strlen(gathering->out) == text.length)
		return false;
	size_t used = strlen(gathering->out);
	snprintf(gathering->out + used, RESULT - used, "%s%s", used ? " | " : "", text.data);
	return false;
}

struct row {
	const char *from, *to;
	const char *where;
	const char *let_name, *let;
	bool implicit, commutative, whole;
	const char *tree, *results;
};

static bool at_root(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	return rewrite_root(rewriter, rule, tree, found, context);
}

static void run_row(struct arena *arena, const struct row *row, bool prepared)
{
	char out[RESULT] = "";
	struct gathering gathering = {arena, out};
	struct rewriter rewriter = {.arena = arena, .guards = &rule_guards, .steps = STEPS};
	struct rewrite_rule rule = {.from = tree_of(arena, row->from),
	    .to = tree_of(arena, row->to),
	    .implicit = row->implicit,
	    .commutative = row->commutative,
	    .whole = row->whole};
	if (row->let)
		rule.lets[rule.let_count++] =
		    (struct rewrite_let){row->let_name, {tree_of(arena, row->let), NULL}};
	if (row->where)
		assert_true(rewrite_set_where(&rule, tree_of(arena, row->where)));
	if (prepared)
		guards_prepare(arena, &rule);
	rewrite_each(&rewriter, at_root, &rule, tree_of(arena, row->tree), gather, &gathering);
	if (strcmp(out, row->results) != 0)
		print_error("%s -> %s on %s\n", row->from, row->to, row->tree);
	assert_string_equal(out, row->results);
}

static void run_rows(const struct row *rows, size_t count)
{
	struct arena *arena = arena_new(ARENA);
	arena_serve_gmp(arena);
	for (size_t i = 0; i < count; i++) {
		run_row(arena, &rows[i], false);
		run_row(arena, &rows[i], true);
		arena_reset(arena);
	}
	arena_serve_gmp(NULL);
	arena_free(arena);
}
#define RUN(rows) run_rows((rows), sizeof(rows) / sizeof((rows)[0]))

static void letters_match_what_they_stand_for(void **state)
{
	static const struct row rows[] = {
	    {"a^(-n)", "1/a^n", .tree = "3^(-2)", .results = "1/3^2"},
	    {"a^(-n)", "1/a^n", .tree = "3^(-x)", .results = ""},
	    {"a^(-b)", "1/a^b", .tree = "3^(-x)", .results = "1/3^x"},
	    {"a^n", "n", .tree = "x^(-2)", .results = ""},
	    {"a^i", "i", .tree = "x^(-2)", .results = "-2"},
	    {"a^i", "i", .tree = "x^(1/2)", .results = ""},
	    {"a^p", "p", .tree = "x^(-1/2)", .results = "-1/2"},
	    {"a^p", "p", .tree = "x^0.5", .results = "0.5"},
	    {"a^p", "p", .tree = "x^(1 + 1)", .results = ""},
	    {"u^n", "u", .tree = "3^2", .results = ""},
	    {"u^n", "u", .tree = "(x + 1)^2", .results = "x + 1"},
	    {"x^n", "n", .tree = "(x + 1)^2", .results = ""},
	    {"x^n", "n", .tree = "y^2", .results = "2"},
	    {"e^a", "a", .tree = "2^3", .results = ""},
	    {"ln(a)", "a", .tree = "ln(7)", .results = "7"},
	    {"log_b(a)", "b", .tree = "ln(7)", .results = "e"},
	};
	(void)state;
	RUN(rows);
}

static void repeated_letters_match_equal_trees(void **state)
{
	static const struct row rows[] = {
	    {"a^m*a^n", "a^(m + n)", .tree = "x^2*x^3", .results = "x^(2 + 3)"},
	    {"a^m*a^n", "a^(m + n)", .tree = "x^2*y^3", .results = ""},
	    {"a^m*a^n", "a^(m + n)", .tree = "(x + 1)^2*(1 + x)^3", .results = "(x + 1)^(2 + 3)"},
	    {"a/a", "1", .tree = "0.5/(1/2)", .results = "1"},
	    {"a^m*a^n", "a^(m + n)", .implicit = true, .tree = "x*x^3", .results = "x^(1 + 3)"},
	    {"a^m*a^n", "a^(m + n)", .tree = "x*x^3", .results = ""},
	};
	(void)state;
	RUN(rows);
}

static void a_rule_in_written_order_takes_runs_of_neighbours(void **state)
{
	static const struct row rows[] = {
	    {"m + n", "k", .let_name = "k", .let = "m + n", .tree = "1 + 2 + x", .results = "3 + x"},
	    {"m + n", "k", .let_name = "k", .let = "m + n", .tree = "x + 1 + 2", .results = "x + 3"},
	    {"m + n", "k", .let_name = "k", .let = "m + n", .tree = "x - 1 + 2", .results = ""},
	    {"m + n", "k", .let_name = "k", .let = "m + n", .tree = "1 + x + 2", .results = ""},
	    {"m - n", "k", .let_name = "k", .let = "m - n", .tree = "x + 5 - 2", .results = "x + 3"},
	    {"x*n", "n", .tree = "2*x", .results = ""},
	    {"m*n", "m + n", .tree = "2*3*4", .results = "(2 + 3)*4 | 2*(3 + 4)"},
	    {"m*n", "m + n", .whole = true, .tree = "2*3*4", .results = ""},
	    {"m*n", "m + n", .whole = true, .tree = "2*3", .results = "2 + 3"},
	    {"a*b", "b*a", .tree = "x*y*z", .results = "y*x*z | y*z*x | z*x*y | x*z*y"},
	    {"(a + b)^n", "a^n + b^n", .tree = "(x + y)^2", .results = "x^2 + y^2"},
	    {"(a + b)^n", "a^n + b^n", .tree = "(x + y + z)^2",
	        .results = "x^2 + (y + z)^2 | (x + y)^2 + z^2"},
	    {"(m + n)^2", "m^2", .tree = "(1 + 2 + x)^2", .results = ""},
	};
	(void)state;
	RUN(rows);
}

static void a_law_takes_parts_in_any_order(void **state)
{
	static const struct row rows[] = {
	    {"a^m*a^n", "a^(m + n)", .commutative = true, .tree = "x^2*y*x^3",
	        .results = "x^(2 + 3)*y | x^(3 + 2)*y"},
	    {"a^m/a^n", "a^(m - n)", .commutative = true, .tree = "y*x^5/(x^2*z)",
	        .results = "y*x^(5 - 2)/z"},
	    {"n*x", "x", .commutative = true, .tree = "x*2", .results = "x"},
	    {"u + p = b", "u = b - p", .commutative = true, .tree = "7 = 3 + x", .results = "x = 7 - 3"},
	    {"(a*b)^n", "a^n*b^n", .commutative = true, .tree = "(2*x*y)^3",
	        .results = "2^3*(x*y)^3 | x^3*(2*y)^3 | y^3*(2*x)^3"},
	};
	(void)state;
	RUN(rows);
}

static void guards_are_worked_out_exactly(void **state)
{
	static const struct row rows[] = {
	    {"log_b(n)", "log_b(b^m)", "integer(m)", "m", "log_b(n)", .tree = "log_2(8)",
	        .results = "log_2(2^3)"},
	    {"log_b(n)", "log_b(b^m)", "integer(m)", "m", "log_b(n)", .tree = "log_2(9)", .results = ""},
	    {"m/n", "p", "gcd(m, n) > 1", "p", "m/n", .tree = "6/8", .results = "3/4"},
	    {"m/n", "p", "gcd(m, n) > 1", "p", "m/n", .tree = "5/8", .results = ""},
	    {"a^n", "a", "a > 0", .tree = "x^2", .results = ""},
	    {"a^n", "a", "a > 0", .tree = "10^2", .results = "10"},
	    {"m/n", "p", NULL, "p", "m/n", .tree = "6/0", .results = ""},
	};
	(void)state;
	RUN(rows);
}

static void every_node_is_tried_parts_first(void **state)
{
	static const struct row rows[] = {
	    {"-(-a)", "a", .tree = "-(-(-x))", .results = "-x"},
	    {"a^1", "a", .tree = "(x^1)^1 + y^1", .results = "x^1 + y^1 | (x^1)^1 + y"},
	    {"a + b", "b + a", .tree = "(x + 1)^2", .results = "(1 + x)^2"},
	};
	(void)state;
	RUN(rows);
}

static void work_is_bounded(void **state)
{
	struct arena *arena = arena_new(ARENA);
	char out[RESULT] = "";
	struct gathering gathering = {arena, out};
	struct rewriter rewriter = {.arena = arena, .guards = &rule_guards, .steps = 50};
	(void)state;
	struct rewrite_rule rule = {
	    .from = tree_of(arena, "a*b*c*d"), .to = tree_of(arena, "a"), .commutative = true};
	assert_true(rewrite_set_where(&rule, tree_of(arena, "a < 0")));
	rewrite_each(&rewriter, at_root, &rule, tree_of(arena, "u*v*w*x*y*z*p*q*r*s*t"), gather, &gathering);
	assert_int_equal(rewriter.steps, 0);
	assert_string_equal(out, "");
	arena_free(arena);
}

static void a_condition_is_asked_as_soon_as_its_lets_are_there(void **state)
{
	struct arena *arena = arena_new(ARENA);
	struct rewrite_rule rule = {.from = tree_of(arena, "n^m"), .to = tree_of(arena, "k")};
	static const char *const shown[] = {"n > 1", "integer(j)", "k > j"};
	static const size_t lets[] = {0, 1, 2};
	(void)state;
	rule.lets[rule.let_count++] = (struct rewrite_let){"j", {tree_of(arena, "n/m"), NULL}};
	rule.lets[rule.let_count++] = (struct rewrite_let){"k", {tree_of(arena, "n*m"), NULL}};
	assert_true(rewrite_set_where(&rule, tree_of(arena, "k > j and n > 1 and integer(j)")));
	assert_int_equal(rule.condition_count, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_true(expr_same(rule.conditions[i].formula.tree, tree_of(arena, shown[i])));
		assert_int_equal(rule.conditions[i].lets, lets[i]);
	}
	assert_false(rewrite_set_where(&rule,
	    tree_of(arena,
	        "n > 1 and n > 2 and n > 3 and n > 4 and n > 5 and n > 6 and n > 7 and n > 8 and n > 9")));
	arena_free(arena);
}

static void a_rule_with_a_free_letter_is_refused(void **state)
{
	static const struct {
		const char *from, *to, *where, *name;
	} rows[] = {
	    {"a^n", "a^m", NULL, "m"},
	    {"a^n", "a", "k > 1", "k"},
	    {"a^n", "a^n", NULL, NULL},
	};
	struct arena *arena = arena_new(ARENA);
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct rewrite_rule rule = {
		    .from = tree_of(arena, rows[i].from), .to = tree_of(arena, rows[i].to)};
		if (rows[i].where)
			assert_true(rewrite_set_where(&rule, tree_of(arena, rows[i].where)));
		const char *name = NULL;
		const char *fault = rewrite_fault(&rule, NULL, 0, &name);
		assert_int_equal(fault == NULL, rows[i].name == NULL);
		if (rows[i].name)
			assert_string_equal(name, rows[i].name);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(letters_match_what_they_stand_for),
	    cmocka_unit_test(repeated_letters_match_equal_trees),
	    cmocka_unit_test(a_rule_in_written_order_takes_runs_of_neighbours),
	    cmocka_unit_test(a_law_takes_parts_in_any_order),
	    cmocka_unit_test(guards_are_worked_out_exactly),
	    cmocka_unit_test(every_node_is_tried_parts_first),
	    cmocka_unit_test(work_is_bounded),
	    cmocka_unit_test(a_condition_is_asked_as_soon_as_its_lets_are_there),
	    cmocka_unit_test(a_rule_with_a_free_letter_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

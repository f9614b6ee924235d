/* The parts of the diagnosis that need no content: reaching, slips, weights. */
#include "checker/algebra/print.h"
#include "checker/diagnosis/infer.h"
#include "checker/diagnosis/match.h"
#include "checker/reading/read.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA = 1 << 24, RESULT = 2000 };

static const char *const names[] = {
    "a", "b", "c", "d", "i", "j", "k", "m", "n", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};

static struct arena *arena;

static int open_arena(void **state)
{
	(void)state;
	arena = arena_new(ARENA);
	arena_serve_gmp(arena);
	return arena ? 0 : -1;
}

static int close_arena(void **state)
{
	(void)state;
	arena_serve_gmp(NULL);
	arena_free(arena);
	return 0;
}

static const struct expr *tree_of(const char *text)
{
	struct note note;
	const struct expr *tree = read_formula(arena, text, names, sizeof names / sizeof names[0], &note);
	assert_non_null(tree);
	return tree;
}

static const struct rewrite_guards no_guards = {NULL, NULL};

static void set_of(const struct rewrite_rule *rules, size_t count, struct rule_set *ret_set)
{
	struct owned_rule *owned = arena_zero(arena, count * sizeof *owned);
	for (size_t i = 0; i < count; i++)
		owned[i] = (struct owned_rule){.rule = &rules[i], .owner = (uint32_t)i};
	rule_set_make(arena, owned, count, ret_set);
}

static void gather(void *context, const struct reached *reached)
{
	char *out = context;
	struct text text;
	size_t used = strlen(out);
	text_init(&text, arena);
	print_text(&text, reached->tree, NULL);
	snprintf(out + used, RESULT - used, "%s%s", used ? " | " : "", text.data);
}

/* ---- reaching ---- */

static void one_error_is_made_at_any_node_written_or_worked_out(void **state)
{
	static const struct {
		const char *from, *to, *ask, *results;
	} rows[] = {
	    {"a^n", "a*n", "2^3 + 5", "2*3 + 5"},
	    {"k*m", "k + m", "(1 + 2)*4", "3 + 4"},
	    {"k - m", "m - k", "2*3 - 10", "10 - 6"},
	    {"k + m", "k*m", "1 + 2 + 3", "1*2 + 3 | 1 + 2*3 | 3*3"},
	    {"a^(-n)", "-a^n", "3 - 2^(-3)", "3 - (-2^3)"},
	    {"a^n", "a", "(2^3)^2", "2^2 | 2^3 | 8"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char out[RESULT] = "";
		struct rewrite_rule rule = {.from = tree_of(rows[i].from), .to = tree_of(rows[i].to)};
		struct rule_set set;
		set_of(&rule, 1, &set);
		struct reach_rules rules = {.errors = &set, .guards = &no_guards};
		struct reacher *reacher = reach_open(arena, &rules);
		const struct expr *ask = tree_of(rows[i].ask);
		struct reached from = {NULL, ask, ask, REACH_LAW, false};
		reach_errors(reacher, &from, true, NULL, gather, out);
		assert_string_equal(out, rows[i].results);
	}
}

/* What the second way leads to is told again where it is the same: who asks keeps each once. */
static void one_error_is_made_wherever_its_rule_matches(void **state)
{
	static const struct {
		const char *from, *to, *ask, *results;
	} rows[] = {
	    {"a^n", "a*n", "2^3*2^4*2^5", "2*3*2*4*2*5 | 2*3*2*4*2*5"},
	    {"a^n", "a*n", "x^2 = 3^4", "x*2 = 3*4 | x*2 = 3*4"},
	    {"a^n", "a*n", "(x^2)^3", "x*2*3"},                         /* from outside only the whole */
	    {"k*m", "k + m", "2*3*4", "5 + 4 | 2 + 7 | 5 + 4 | 2 + 7"}, /* a shorter row once more */
	    {"a^n", "a*n", "2^3 + 5", ""},                              /* at one place only */
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char all[RESULT] = "", out[RESULT] = "";
		struct rewrite_rule rule = {.from = tree_of(rows[i].from), .to = tree_of(rows[i].to)};
		struct rule_set set;
		set_of(&rule, 1, &set);
		struct reach_rules rules = {.errors = &set, .guards = &no_guards};
		struct reacher *reacher = reach_open(arena, &rules);
		const struct expr *ask = tree_of(rows[i].ask);
		struct reached from = {NULL, ask, ask, REACH_LAW, false};
		reach_errors(reacher, &from, true, NULL, gather, all);
		reach_everywhere(reacher, &from, 0, gather, out);
		assert_string_equal(out, rows[i].results);
	}
}

static void laws_go_before_an_error(void **state)
{
	struct rewrite_rule law = {.from = tree_of("a^(-n)"), .to = tree_of("1/a^n"), .commutative = true};
	struct rewrite_rule error = {.from = tree_of("a^n"), .to = tree_of("a*n")};
	struct rule_set laws, errors;
	const struct reached *correct[REACH_LAWS];
	char out[RESULT] = "";
	(void)state;
	set_of(&law, 1, &laws);
	set_of(&error, 1, &errors);
	struct reach_rules rules = {.errors = &errors, .laws = &laws, .guards = &no_guards};
	struct reacher *reacher = reach_open(arena, &rules);
	size_t count = reach_correct(reacher, tree_of("2^(-3)"), correct);
	assert_int_equal(count, 2);
	for (size_t i = 0; i < count; i++)
		reach_errors(reacher, correct[i], true, NULL, gather, out);
	assert_string_equal(out, "1/(2*3)");
}

/* ---- sets of rules ---- */

static bool any_match(void *context, const struct match *match)
{
	(void)match;
	*(bool *)context = true;
	return true;
}

static void count_rule(void *context, const struct owned_rule *rule)
{
	(void)rule;
	++*(size_t *)context;
}

static void a_rule_that_matches_is_never_turned_away(void **state)
{
	static const char *const patterns[] = {"a + b", "a - b", "a*b", "a/b", "a*b + c", "a^n", "a^(-n)",
	    "-a^n", "(a*b)^n", "a^m*a^n", "log_b(a*c)", "root(a + b, n)", "p*q", "i - j", "k*(a - b)",
	    "a = b", "b^x = k", "u^n", "x", "a", "1/a", "log_b(a) + log_b(c)", "n^m", "-p + q"};
	static const char *const trees[] = {"1 + 2", "3 - x", "2*x", "2/3", "2*3 + 4", "2^3", "2^(-3)",
	    "-2^2", "(2*x)^3", "x^2*x^3", "log_2(4*8)", "root(9 + 16, 2)", "-2*3", "-2 - 3", "3*(8 - 5)",
	    "x = 2", "3^x = 81", "(x + 1)^2", "x", "7", "1/x", "log_2(4) + log_2(8)", "2*3*4 - 5/6", "-7 + 4",
	    "5/(2*x)"};
	size_t matched = 0;
	(void)state;
	for (size_t p = 0; p < sizeof patterns / sizeof patterns[0] * 4; p++) {
		struct rewrite_rule rule = {.from = tree_of(patterns[p / 4]),
		    .to = tree_of("7"),
		    .implicit = p & 1,
		    .commutative = p & 2};
		struct rule_set set;
		set_of(&rule, 1, &set);
		for (size_t t = 0; t < sizeof trees / sizeof trees[0]; t++) {
			struct rewriter rewriter = {.arena = arena, .guards = &no_guards, .steps = 10000};
			const struct expr *tree = tree_of(trees[t]);
			bool any = false;
			size_t offered = 0;
			match_each(&rewriter, &rule, tree, any_match, &any);
			rule_set_each(&set, tree, count_rule, &offered);
			matched += any;
			if (any && offered != 1)
				print_error("%s on %s\n", patterns[p / 4], trees[t]);
			assert_false(any && offered != 1);
		}
	}
	assert_true(matched > 150);
}

/* ---- slips ---- */

static void slips_are_told_from_other_numbers(void **state)
{
	static const struct {
		int64_t answer, answer_den, value, value_den;
		enum slip slip;
	} rows[] = {
	    {-8, 1, 8, 1, SLIP_SIGN},
	    {9, 1, 8, 1, SLIP_ONE},
	    {7, 1, 8, 1, SLIP_ONE},
	    {3, 1, 8, 1, SLIPS}, /* one digit of one is no slip but any number */
	    {134, 1, 124, 1, SLIP_DIGIT},
	    {214, 1, 124, 1, SLIP_DIGIT},
	    {412, 1, 124, 1, SLIPS},
	    {1240, 1, 124, 1, SLIPS},
	    {1, 9, 1, 8, SLIP_ONE},
	    {-1, 8, 1, 8, SLIP_SIGN},
	    {18, 1000, 81, 1000, SLIP_DIGIT}, /* 0.018 for 0.081 */
	    {-134, 1, 124, 1, SLIPS},
	    {0, 1, 1, 1, SLIP_ONE},
	    {5, 1, 0, 1, SLIPS},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct number answer = number_from_ratio(arena, rows[i].answer, rows[i].answer_den);
		struct number value = number_from_ratio(arena, rows[i].value, rows[i].value_den);
		assert_int_equal(match_slip(arena, answer, value), rows[i].slip);
	}
}

/* ---- weights ---- */

static void unexplained_weighs_by_how_near_the_answer_is(void **state)
{
	(void)state;
	const double near = infer_unexplained(9, 8, 0), simple = infer_unexplained(15, 8, 0),
	             other = infer_unexplained(800, 8, 0);
	assert_true(near > simple && simple > other && other > 0);
	assert_true(infer_unexplained(-8, 8, 0) >= near && infer_unexplained(0.125, 8, 0) >= near);
	assert_true(infer_unexplained(1.0 / 15, 1.0 / 150, 0) >= near);
	assert_true(infer_unexplained(12.3, 8, 0) <= other && infer_unexplained(NAN, 8, 0) <= other);
	assert_true(fabs(infer_unexplained(NAN, NAN, 5) - 7.0 / 4) <= 1e-12);
}

/* One belief that more than half speaks for is named, or, where that is not much more, held back to a
 * question. */
static void a_belief_is_told_only_where_it_is_sure_enough(void **state)
{
	(void)state;
	for (double weight = 0.05; weight < 40; weight *= 1.1) {
		struct candidates candidates = {.count = 1, .unexplained = 1};
		double probability, unexplained, plain = weight / (weight + 1);
		candidates.list[0] = (struct candidate){.errors = {3}, .count = 1, .weight = weight};
		infer_normalise(&candidates, NULL, &probability, &unexplained);
		assert_true(fabs(probability + unexplained - 1) <= 1e-12);
		assert_true(probability < 0.5 || (probability >= 0.6 && fabs(probability - plain) <= 1e-12));
		assert_true(plain >= 0.49 || fabs(probability - plain) <= 1e-12);
	}
}

static double doubled(const void *context, uint32_t belief)
{
	return belief == *(const uint32_t *)context ? 3 : 1;
}

static void probabilities_sum_to_one_and_two_errors_claim_less_than_half(void **state)
{
	static const uint32_t liked = 2;
	const struct learner_odds odds = {doubled, &liked};
	(void)state;
	for (unsigned seed = 1; seed < 400; seed++) {
		struct candidates candidates = {.count = seed % 7, .unexplained = 0.02 + (seed % 5) * 0.1};
		double probabilities[CANDIDATES], unexplained, sum = 0, two = 0;
		bool spoken_for = false;
		for (size_t i = 0; i < candidates.count; i++) {
			struct candidate *candidate = &candidates.list[i];
			candidate->count = 1 + (seed >> i) % 2;
			candidate->errors[0] = (uint32_t)(((size_t)seed * 7 + i) % 5);
			candidate->errors[1] = 5;
			candidate->weight = 0.1 + (double)(seed * (i + 3) % 11);
			spoken_for = spoken_for || candidate->errors[0] == liked;
		}
		bool with = seed % 2;
		infer_normalise(&candidates, with ? &odds : NULL, probabilities, &unexplained);
		for (size_t i = 0; i < candidates.count; i++) {
			sum += probabilities[i];
			two += candidates.list[i].count > 1 ? probabilities[i] : 0;
			assert_true(probabilities[i] >= 0);
		}
		assert_true(fabs(sum + unexplained - (1)) <= 1e-12);
		assert_true(two < 0.5 || (with && spoken_for));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_error_is_made_at_any_node_written_or_worked_out),
	    cmocka_unit_test(one_error_is_made_wherever_its_rule_matches),
	    cmocka_unit_test(laws_go_before_an_error),
	    cmocka_unit_test(a_rule_that_matches_is_never_turned_away),
	    cmocka_unit_test(slips_are_told_from_other_numbers),
	    cmocka_unit_test(unexplained_weighs_by_how_near_the_answer_is),
	    cmocka_unit_test(a_belief_is_told_only_where_it_is_sure_enough),
	    cmocka_unit_test(probabilities_sum_to_one_and_two_errors_claim_less_than_half),
	};
	return cmocka_run_group_tests(tests, open_arena, close_arena);
}

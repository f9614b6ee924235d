/*
 * The rough looks of the diagnosis against exact work, over the questions of all families: what a rule makes
 * of a match is foreseen, an equation undone in doubles has the solution that the solver proves, and few
 * digits are found again.
 */
#include "checker/check.h"
#include "checker/diagnosis/approximate.h"
#include "checker/reading/read.h"
#include "generators/engine/content.h"
#include "generators/engine/guards.h"
#include "generators/engine/solutions.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ITEMS = 4 /* a level */, FORESEEN_LEAST = 10000, SOLVED_LEAST = 2000, STEPS = 1 << 20 };

static struct content *content;
static struct arena *arena;

static int load(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 << 20);
	return content_load(NULL, NULL, NULL, &content);
}

static int unload(void **state)
{
	(void)state;
	arena_serve_gmp(NULL);
	content_free(content);
	arena_free(arena);
	return 0;
}

static void each_ask(void (*visit)(const struct expr *ask, void *context), void *context)
{
	for (size_t f = 0; f < content_family_count(content) * 3; f++) {
		struct family_row family;
		content_family(content, f / 3, &family);
		struct sequence_request request = {.family = family.id, .level = 1 + (int)(f % 3), .seed = 5};
		struct sequence *sequence;
		uint64_t number = 0;
		for (int i = 0; i < ITEMS; i++) {
			struct item item;
			struct question *question;
			struct question_fault fault;
			struct reading reading;
			arena_reset(arena);
			arena_serve_gmp(arena);
			if (sequence_start(content, arena, &request, &sequence) != CONTENT_OK)
				break;
			assert_int_equal(sequence_item(sequence, arena, &number, &item), CONTENT_OK);
			assert_int_equal(question_parse(arena, &item.question, &question, &fault), 0);
			const char *ask = item.question.ask;
			if (ask && check_read(arena, question, ask, strlen(ask), NULL, &reading) == 0 &&
			    reading.expr)
				visit(reading.expr, context);
			question_done(question);
		}
	}
}

/* Every rule that foresees at every node, with what it makes of it. */
struct results {
	struct rewriter rewriter;
	const struct rewrite_rule *rule;
	double foreseen[2];
	size_t count; /* foreseen ones */
	void (*result)(struct results *results, const struct expr *result);
	size_t solved;
	const char *unknown;
};

static bool foresee(const void *context, const struct rewrite_rule *rule, const struct match *match)
{
	struct results *results = *(struct results *const *)context;
	const struct approximate_at nowhere = {NULL, 0};
	if (rule->to->kind < EXPR_CALL) {
		results->foreseen[0] = approximate_match(rule, match, nowhere);
	} else if (rule->to->kind == EXPR_RELATION && rule->to->count == 2) {
		for (int i = 0; i < 2; i++)
			results->foreseen[i] = approximate_filled(rule->to->parts[i].expr, match, nowhere);
	}
	return true;
}

static bool found(void *context, const struct expr *result)
{
	struct results *results = context;
	results->result(results, result);
	return false;
}

static void apply_all(struct results *results, const struct expr *tree)
{
	for (uint32_t i = 0; i < tree->count; i++)
		apply_all(results, tree->parts[i].expr);
	for (size_t b = 0; b < content->misconception_count; b++) {
		const struct misconception *belief = &content->misconceptions[b];
		for (size_t r = 0; r < belief->rule_count; r++) {
			struct arena_mark mark = arena_mark(arena);
			results->rule = &belief->rules[r];
			if (results->rule->let_count == 0)
				rewrite_root(&results->rewriter, results->rule, tree, found, results);
			arena_rewind(arena, mark);
		}
	}
}

static struct results results_of(void (*result)(struct results *results, const struct expr *result))
{
	return (struct results){
	    .rewriter = {.arena = arena, .guards = &rule_guards, .steps = STEPS}, .result = result};
}

static bool same(double a, double b)
{
	return (isnan(a) && isnan(b)) || a == b || fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b)) ||
	       fabs(a - b) < 1e-12;
}

static void hold_to_foreseen(struct results *results, const struct expr *result)
{
	const struct expr *to = results->rule->to;
	const struct approximate_at nowhere = {NULL, 0};
	int sides = to->kind < EXPR_CALL ? 1 : to->kind == EXPR_RELATION && to->count == 2 ? 2 : 0;
	for (int i = 0; i < sides; i++) {
		const struct expr *side = sides == 1 ? result : result->parts[i].expr;
		double value = approximate(side, nowhere);
		if (!same(value, results->foreseen[i]))
			fail_msg("%g foreseen, %g found", results->foreseen[i], value);
		results->count++;
	}
}

static void foresee_ask(const struct expr *ask, void *context)
{
	struct results *results = context;
	results->rewriter.steps = STEPS;
	apply_all(results, ask);
}

static void what_a_rule_makes_of_a_match_is_foreseen(void **state)
{
	struct results results = results_of(hold_to_foreseen), *self = &results;
	(void)state;
	results.rewriter.worth = foresee;
	results.rewriter.context = &self;
	each_ask(foresee_ask, &results);
	print_message("%zu results foreseen\n", results.count);
	assert_true(results.count >= FORESEEN_LEAST);
}

struct solving {
	const struct expr *equation;
	const char *unknown;
	struct value value;
};

static void solve(void *context)
{
	struct solving *solving = context;
	solving->value = solutions_of(arena, solving->equation, solving->unknown);
}

static void hold_to_solution(struct results *results, const struct expr *result)
{
	struct solving solving = {result, results->unknown, {.kind = VALUE_UNDEFINED}};
	struct number fraction;
	if (result->kind != EXPR_RELATION || result->count != 2)
		return;
	double rough = approximate_solution(result, results->unknown);
	if (isnan(rough) || arena_try(arena, solve, &solving) != REFUSAL_NONE ||
	    solving.value.kind != VALUE_NUMBER)
		return;
	struct number exact = solving.value.number;
	double value = exact.big ? mpq_get_d(exact.big) : (double)exact.num / (double)exact.den;
	if (!same(value, rough))
		fail_msg("%g, where %g solves it", rough, value);
	if (!exact.big && llabs(exact.num) < 20000 && exact.den < 20000) {
		assert_true(approximate_fraction(rough, &fraction));
		assert_true(number_equal(fraction, exact));
	}
	results->solved++;
}

static void solve_ask(const struct expr *ask, void *context)
{
	struct results *results = context;
	struct symbols symbols = {.count = 0};
	if (ask->kind != EXPR_RELATION || ask->count != 2 || !symbols_collect(ask, &symbols) ||
	    symbols.count != 1)
		return;
	results->unknown = symbols.names[0];
	results->rewriter.steps = STEPS;
	hold_to_solution(results, ask);
	apply_all(results, ask);
	for (uint32_t side = 0; side < 2; side++) {
		for (int64_t other = -3; other <= 40; other++) {
			const struct expr *value = expr_from_number(arena, number_from_int(arena, other));
			hold_to_solution(results, rewrite_with(arena, ask, side, value));
		}
	}
}

static void an_equation_undone_has_the_solution_that_is_proved(void **state)
{
	struct results results = results_of(hold_to_solution);
	(void)state;
	each_ask(solve_ask, &results);
	print_message("%zu equations solved both ways\n", results.solved);
	assert_true(results.solved >= SOLVED_LEAST);
}

static void fractions_with_few_digits_are_found_again(void **state)
{
	static const double others[] = {
	    M_PI, M_E, M_SQRT2, M_LN2, 1e-7 * M_PI, 1e6 * M_SQRT2, 0.1234567890123};
	struct number fraction;
	(void)state;
	for (int64_t num = -700; num <= 700; num++) {
		for (int64_t den = 1; den <= 700; den++) {
			struct number exact = number_from_ratio(arena, num, den);
			assert_true(approximate_fraction((double)num / (double)den, &fraction));
			assert_true(number_equal(fraction, exact));
		}
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		assert_false(approximate_fraction(others[i], &fraction));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_a_rule_makes_of_a_match_is_foreseen),
	    cmocka_unit_test(an_equation_undone_has_the_solution_that_is_proved),
	    cmocka_unit_test(fractions_with_few_digits_are_found_again),
	};
	return cmocka_run_group_tests(tests, load, unload);
}

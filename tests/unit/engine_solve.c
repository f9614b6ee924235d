/*
 * Worked solutions of the shipped content: every step is held against the one before by the checker, which
 * reads it as a learner would have typed it; and the end is marked correct.
 */
#include "checker/check.h"
#include "checker/reading/read.h"
#include "generators/engine/engine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA = 24 << 20, SAMPLE = 3 };

static struct content *content;
static struct arena *keep, *arena;

static int begin(void **state)
{
	(void)state;
	keep = arena_new(ARENA);
	arena = arena_new(ARENA);
	return content_load(NULL, NULL, NULL, &content);
}

static int end(void **state)
{
	(void)state;
	arena_serve_gmp(NULL);
	arena_free(arena);
	arena_free(keep);
	content_free(content);
	return 0;
}

/* A verdict on `answer` where `expected` is right. */
static enum verdict_kind judge(const struct question_spec *spec, const char *answer)
{
	struct question *question = NULL;
	struct question_fault fault;
	struct verdict verdict = {.kind = VERDICT_UNDECIDED};
	if (question_parse(arena, spec, &question, &fault) == 0)
		check_answer(arena, question, answer, strlen(answer), NULL, &verdict);
	question_done(question);
	return verdict.kind;
}

/* Expressions only: equations and statements are held to their solutions and truth by the end. */
static void hold_step(const struct item *item, const struct solution_step *step)
{
	if (strpbrk(step->before.text, "=<>,") || strpbrk(step->after.text, "=<>,"))
		return;
	struct question_spec spec = item->question;
	spec.expected = step->before.text;
	spec.kind = KIND_EXPRESSION;
	spec.form_count = 1;
	spec.forms[0] = "any";
	spec.tolerance_kind = TOLERANCE_NONE;
	spec.unit = NULL;
	spec.ask = NULL;
	spec.predicted_count = 0;
	if (strcmp(step->after.text, "undefined") == 0)
		return;
	enum verdict_kind kind = judge(&spec, step->after.text);
	if (kind != VERDICT_CORRECT && strcmp(step->before.text, "undefined") != 0 &&
	    strcmp(item->question.expected, "undefined") != 0) {
		print_error(
		    "%s: %s by %s: %s\n", item->family, step->before.text, step->law, step->after.text);
		assert_int_equal(kind, VERDICT_CORRECT);
	}
}

static void hold_item(const struct item *item)
{
	struct solution solution;
	if (item_solution(content, arena, item, LOCALE_EN, &solution) != CONTENT_OK)
		return;
	assert_true(solution.count > 0 && solution.count <= 12);
	if (!solution.steps[0].law)
		return;
	for (size_t i = 0; i < solution.count; i++) {
		const struct solution_step *step = &solution.steps[i];
		assert_true(*step->says);
		if (!step->law) { /* what a worked solution that is shown gets wrong */
			assert_true(i > 0 && i + 1 == solution.count && !item->question.ask);
			continue;
		}
		assert_string_not_equal(step->before.text, step->after.text);
		if (i > 0)
			assert_string_equal(step->before.text, solution.steps[i - 1].after.text);
		hold_step(item, step);
	}
	const char *last = solution.steps[solution.count - 1].after.text;
	if (judge(&item->question, last) != VERDICT_CORRECT)
		print_error("%s ends in %s\n", item->family, last);
	assert_int_equal(judge(&item->question, last), VERDICT_CORRECT);
}

static void every_step_of_sampled_items_is_right(void **state)
{
	const char *wanted = getenv("SOLVE_SAMPLE");
	uint64_t sample = wanted ? strtoull(wanted, NULL, 10) : SAMPLE;
	(void)state;
	arena_serve_gmp(arena);
	for (size_t f = 0; f < content_family_count(content); f++) {
		struct family_row row;
		content_family(content, f, &row);
		struct sequence_request wanted_items = {.family = row.id, .seed = 5};
		struct sequence *sequence;
		uint64_t number = 0;
		arena_reset(keep);
		assert_int_equal(sequence_start(content, keep, &wanted_items, &sequence), CONTENT_OK);
		uint64_t length = sequence_length(sequence);
		for (uint64_t i = 0; i < sample && i < length; i++) {
			struct item item;
			arena_reset(arena);
			if (sequence_item(sequence, arena, &number, &item) != CONTENT_OK)
				break;
			hold_item(&item);
		}
	}
}

/* An item that never was one of a family: only its question is known. */
static void a_question_alone_is_solved_by_the_laws(void **state)
{
	static const struct {
		const char *ask, *expected, *form;
		const char *laws; /* in order */
	} rows[] = {
	    {"3^(-2)", "1/9", "lowest-terms", "negative-exponent evaluate-power "},
	    {"2^3*2^4", "2^7", "power:2", "product-of-powers evaluate-sum "},
	    {"-(2^3)", "-8", "integer", "evaluate-power "},
	    {"log_2(8)", "3", "integer", "log-argument-as-power log-of-power-of-base "},
	    {"1/2 + 1/3", "5/6", "lowest-terms", "common-denominator add-equal-denominators evaluate-sum "},
	    {"(3 + 4)*2", "14", "integer", "evaluate-sum evaluate-product "},
	    {"log_3(-9)", "undefined", "any", "log-of-nothing "},
	    {"sqrt(48)", "4*sqrt(3)", "simplified-radical", "split-radicand root-of-product evaluate-root "},
	};
	(void)state;
	arena_serve_gmp(arena);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		arena_reset(arena);
		struct item item = {.question = {.ask = rows[i].ask,
		                        .expected = rows[i].expected,
		                        .forms = {rows[i].form},
		                        .form_count = 1,
		                        .kind = KIND_EXPRESSION}};
		struct solution solution;
		char laws[400] = "";
		size_t used = 0;
		assert_int_equal(item_solution(content, arena, &item, LOCALE_ES, &solution), CONTENT_OK);
		for (size_t s = 0; s < solution.count && used < sizeof laws; s++)
			used +=
			    (size_t)snprintf(laws + used, sizeof laws - used, "%s ", solution.steps[s].law);
		assert_string_equal(laws, rows[i].laws);
	}
}

static void hints_name_laws_and_keep_the_answer(void **state)
{
	struct item item = {
	    .question = {.ask = "3^(-2)", .expected = "1/9", .forms = {"lowest-terms"}, .form_count = 1}};
	struct solution solution;
	(void)state;
	arena_serve_gmp(arena);
	arena_reset(arena);
	assert_int_equal(item_solution(content, arena, &item, LOCALE_EN, &solution), CONTENT_OK);
	assert_int_equal(solution_hint_count(&solution), 3);
	assert_string_equal(solution_hint(arena, &solution, 0),
	    "A negative exponent means the reciprocal of the positive power.");
	assert_string_equal(solution_hint(arena, &solution, 2), "3^(-2)  →  1/3^2");
	assert_null(solution_hint(arena, &solution, 3));
}

static void what_no_law_solves_has_no_solution(void **state)
{
	static const struct question_spec rows[] = {
	    {.expected = "5"},
	    {.ask = "7", .expected = "5"},
	    {.ask = "((", .expected = "5"},
	    {.ask = "x^5 + x = 34", .expected = "2", .kind = KIND_SOLUTIONS, .unknown = "x"},
	};
	(void)state;
	arena_serve_gmp(arena);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct item item = {.question = rows[i]};
		struct solution solution;
		arena_reset(arena);
		assert_int_equal(
		    item_solution(content, arena, &item, LOCALE_EN, &solution), CONTENT_NO_SOLUTION);
		assert_int_equal(solution.count, 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_question_alone_is_solved_by_the_laws),
	    cmocka_unit_test(hints_name_laws_and_keep_the_answer),
	    cmocka_unit_test(what_no_law_solves_has_no_solution),
	    cmocka_unit_test(every_step_of_sampled_items_is_right),
	};
	return cmocka_run_group_tests(tests, begin, end);
}

/*
 * What the diagnosis never does, over items of all families: it tags no right answer, however that is typed,
 * and on an answer that is right in another form it tags nothing but beliefs about form.
 */
#include "checker/check.h"
#include "checker/reading/read.h"
#include "generators/engine/content.h"
#include "generators/engine/diagnose.h"
#include "generators/engine/notations.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { ITEMS = 3 /* a level */, ANSWER = 4096, WRONG_FORMS_LEAST = 200 };

static struct content *content;
static struct arena *arena, *answer_arena;

static void print_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	print_message("%s:%d: %s\n", fault->file, fault->line, fault->message);
}

static int load(void **state)
{
	(void)state;
	arena = arena_new((size_t)256 << 20);
	answer_arena = arena_new((size_t)256 << 20);
	return content_load(NULL, print_fault, NULL, &content);
}

static int unload(void **state)
{
	(void)state;
	arena_serve_gmp(NULL);
	content_free(content);
	arena_free(arena);
	arena_free(answer_arena);
	return 0;
}

struct trial {
	const struct item *item;
	struct question *question;
	struct diagnosed *diagnosed;
	size_t right, wrong_form;
};

static bool is_about_form(const struct candidate *candidate)
{
	return candidate->count == 1 && !candidate->path &&
	       candidate->errors[0] < content->misconception_count &&
	       content->misconceptions[candidate->errors[0]].shows_count > 0;
}

/* Judges and explains; gives the verdict after holding the explanation to it. */
static enum verdict_kind try(struct trial *trial, const char *answer, bool comma)
{
	struct verdict verdict;
	struct candidates candidates;
	struct check_options options = {.decimal = comma ? 2 : 0, .takes_points = comma};
	check_answer(answer_arena, trial->question, answer, strlen(answer), &options, &verdict);
	diagnose_answer(
	    trial->diagnosed, answer_arena, answer, strlen(answer), &options, &verdict, &candidates);
	trial->right += verdict.kind == VERDICT_CORRECT;
	trial->wrong_form += verdict.kind == VERDICT_WRONG_FORM;
	if (verdict.kind == VERDICT_CORRECT && candidates.count > 0)
		fail_msg("%s: `%s` is right, and tagged", trial->item->family, answer);
	for (size_t i = 0; verdict.kind == VERDICT_WRONG_FORM && i < candidates.count; i++) {
		if (!is_about_form(&candidates.list[i]))
			fail_msg("%s: `%s` is right in another form, and tagged `%s`", trial->item->family,
			    answer, content->misconceptions[candidates.list[i].errors[0]].id);
	}
	return verdict.kind;
}

static void try_key_in_each_notation(struct trial *trial)
{
	const struct question_spec *spec = &trial->item->question;
	struct reading reading;
	int status =
	    check_read(answer_arena, trial->question, spec->expected, strlen(spec->expected), NULL, &reading);
	if (status != 0 && spec->kind != KIND_CHOICE)
		return;
	struct typed_answer key = {trial->item, spec->expected, trial->item->expected_tex,
	    reading.expr ? reading.expr : expr_new(answer_arena, EXPR_WORD, 0), answer_arena};
	for (size_t i = 0; i < notation_count; i++) {
		struct text typed;
		text_init(&typed, answer_arena);
		if (!(notations[i].kinds >> spec->kind & 1) || !notations[i].write(&key, &typed))
			continue;
		if (try(trial, typed.data, notations[i].comma) != VERDICT_CORRECT)
			fail_msg("%s: the key typed %s, `%s`, is not right", trial->item->family,
			    notations[i].name, typed.data);
	}
}

/* Worth the same as the key, not as one would leave it. */
static void try_other_forms(struct trial *trial)
{
	static const char *const around[][2] = {
	    {"", " + 0"}, {"1*(", ")"}, {"(", ")/1"}, {"6*(", ")/6"}, {"(", ")^1"}, {"0 - (-(", "))"}};
	const struct question_spec *spec = &trial->item->question;
	bool value = spec->kind == KIND_NUMBER || spec->kind == KIND_EXPRESSION;
	char answer[ANSWER];
	for (size_t i = 0; value && i < sizeof around / sizeof around[0]; i++) {
		if (strcmp(spec->expected, "undefined") == 0 || strcmp(spec->expected, "no solution") == 0)
			continue;
		snprintf(answer, sizeof answer, "%s%s%s", around[i][0], spec->expected, around[i][1]);
		if (try(trial, answer, false) == VERDICT_INCORRECT)
			fail_msg(
			    "%s: `%s` is worth the key, and judged incorrect", trial->item->family, answer);
	}
	if (spec->ask)
		(void)try(trial, spec->ask, false);
}

static void try_item(struct trial *trial)
{
	struct question_fault fault;
	assert_int_equal(question_parse(arena, &trial->item->question, &trial->question, &fault), 0);
	trial->diagnosed = diagnose_open(content, arena, &trial->item->question, trial->question);
	assert_non_null(trial->diagnosed);
	arena_reset(answer_arena);
	arena_serve_gmp(answer_arena);
	try_key_in_each_notation(trial);
	try_other_forms(trial);
	question_done(trial->question);
}

static void right_answers_are_never_tagged_and_other_forms_only_as_such(void **state)
{
	struct trial trial = {0};
	(void)state;
	for (size_t f = 0; f < content_family_count(content) * 3; f++) {
		struct family_row family;
		content_family(content, f / 3, &family);
		struct sequence_request request = {
		    .family = family.id, .level = 1 + (int)(f % 3), .seed = 11, .predict = true};
		struct sequence *sequence;
		uint64_t number = 0;
		for (int i = 0; i < ITEMS; i++) {
			struct item item;
			arena_reset(arena);
			arena_serve_gmp(arena);
			if (sequence_start(content, arena, &request, &sequence) != CONTENT_OK)
				break;
			assert_int_equal(sequence_item(sequence, arena, &number, &item), CONTENT_OK);
			trial.item = &item;
			try_item(&trial);
		}
	}
	print_message("%zu right answers, %zu right in another form\n", trial.right, trial.wrong_form);
	assert_true(trial.wrong_form >= WRONG_FORMS_LEAST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(right_answers_are_never_tagged_and_other_forms_only_as_such),
	};
	return cmocka_run_group_tests(tests, load, unload);
}

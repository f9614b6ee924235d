/* The shipped content keeps its promises, and is what the issue asks for. */
#include "generators/engine/lint.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void print_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	print_error("%s:%d:%d: %s\n", fault->file, fault->line, fault->column, fault->message);
}

static struct content *shipped(void)
{
	struct content *content = NULL;
	assert_int_equal(content_load(NULL, print_fault, NULL, &content), 0);
	return content;
}

static void the_linter_types_every_key_in_a_dozen_ways(void **state)
{
	struct content *content = shipped();
	struct lint_report *report = NULL;
	(void)state;
	assert_int_equal(content_lint(content, &(struct lint_options){.whole = 100}, NULL, NULL, &report), 0);
	assert_true(report->walked > 100 * report->count / 2);
	assert_true(report->judged > 12 * report->walked);
	lint_report_free(report);
	content_free(content);
}

static void there_are_sixty_skills_each_with_a_sentence_for_the_learner(void **state)
{
	struct content *content = shipped();
	(void)state;
	assert_int_equal(content_skill_count(content), 60);
	for (size_t i = 0; i < 60; i++) {
		assert_true(strncmp(content_skill_learner(content, i, LOCALE_EN), "I can ", 6) == 0);
		assert_true(strncmp(content_skill_learner(content, i, LOCALE_ES), "Sé ", 4) == 0);
	}
	content_free(content);
}

static void every_seed_unit_has_families_of_three_levels_with_hints(void **state)
{
	static const char *const units[] = {
	    "negative-numbers", "basic-exponents", "negative-exponents", "logarithms"};
	struct content *content = shipped();
	(void)state;
	for (size_t u = 0; u < 4; u++) {
		size_t count = 0;
		for (size_t i = 0; i < content_family_count(content); i++) {
			struct family_row row;
			content_family(content, i, &row);
			for (size_t s = 0; s < content_skill_count(content); s++) {
				struct skill_row skill;
				content_skill(content, s, &skill);
				count += strcmp(skill.id, row.skill) == 0 && skill.seed_unit &&
				         strcmp(skill.seed_unit, units[u]) == 0;
			}
			assert_true(row.hint_count > 0);
			assert_true(row.items[0] > 0 && row.items[1] > 0 && row.items[2] > 0);
		}
		assert_true(count >= 3);
	}
	content_free(content);
}

static void prompts_are_complete_in_both_locales(void **state)
{
	struct content *content = shipped();
	struct arena *arena = arena_new(1 << 22);
	(void)state;
	for (size_t i = 0; i < content_family_count(content); i++) {
		struct family_row row;
		content_family(content, i, &row);
		struct item items[LOCALES];
		for (int locale = 0; locale < LOCALES; locale++) {
			struct sequence_request request = {
			    .family = row.id, .seed = 3, .locale = (enum locale)locale};
			struct sequence *sequence;
			uint64_t number = 0;
			assert_int_equal(sequence_start(content, arena, &request, &sequence), CONTENT_OK);
			assert_int_equal(sequence_item(sequence, arena, &number, &items[locale]), CONTENT_OK);
			for (size_t hint = 0; hint < items[locale].hint_count; hint++)
				assert_non_null(
				    item_hint(content, arena, &items[locale], hint, (enum locale)locale));
			assert_null(item_hint(
			    content, arena, &items[locale], items[locale].hint_count, (enum locale)locale));
		}
		assert_string_equal(items[LOCALE_EN].id, items[LOCALE_ES].id);
		assert_string_not_equal(items[LOCALE_EN].prompt.text, items[LOCALE_ES].prompt.text);
		assert_string_equal(items[LOCALE_EN].question.expected, items[LOCALE_ES].question.expected);
		assert_null(strchr(items[LOCALE_EN].prompt.text, '{'));
		assert_null(strchr(items[LOCALE_ES].prompt.text, '{'));
		arena_reset(arena);
	}
	arena_free(arena);
	content_free(content);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_linter_types_every_key_in_a_dozen_ways),
	    cmocka_unit_test(there_are_sixty_skills_each_with_a_sentence_for_the_learner),
	    cmocka_unit_test(every_seed_unit_has_families_of_three_levels_with_hints),
	    cmocka_unit_test(prompts_are_complete_in_both_locales),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

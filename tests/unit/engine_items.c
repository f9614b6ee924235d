/* What an item is made of: words, symbols, variants, derived names, predicted answers, hints, versions. */
#include "tests/unit/engine_folder.h"

#include "checker/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>

#include <cmocka.h>

struct fixture {
	struct content *content;
	struct arena *keep, *arena;
	struct item item;
};

static void begin(struct fixture *fixture, const char *text, enum locale locale)
{
	struct folder folder;
	struct sequence *sequence;
	uint64_t number = 0;
	fixture->content = folder_load(&folder, text, strlen(text));
	if (!fixture->content)
		print_error("%d:%d: %s\n", folder.line, folder.column, folder.message);
	assert_non_null(fixture->content);
	fixture->keep = arena_new(1 << 22);
	fixture->arena = arena_new(1 << 22);
	struct sequence_request request = {.family = "f", .seed = 1, .locale = locale, .predict = true};
	assert_int_equal(sequence_start(fixture->content, fixture->keep, &request, &sequence), CONTENT_OK);
	assert_int_equal(sequence_item(sequence, fixture->arena, &number, &fixture->item), CONTENT_OK);
}

static void end(struct fixture *fixture)
{
	arena_serve_gmp(NULL);
	arena_free(fixture->arena);
	arena_free(fixture->keep);
	content_free(fixture->content);
}

#define HEAD "family: f\ntitle: F\nskill: negexp-evaluate\n"

static void words_come_in_the_locale_that_is_asked_for(void **state)
{
	static const char text[] =
	    HEAD "parameters:\n"
	         "  thing: [{en: debt, es: deuda}]\n"
	         "  n: [-3]\n"
	         "ask: n + 1\n"
	         "prompt: {en: \"A {thing} of {n}: {ask}\", es: \"Una {thing} de {n}: {ask}\"}\n";
	struct fixture fixture;
	(void)state;
	begin(&fixture, text, LOCALE_EN);
	assert_string_equal(fixture.item.prompt.text, "A debt of -3: -3 + 1");
	assert_string_equal(fixture.item.prompt.tex, "A debt of \\(-3\\): \\(-3 + 1\\)");
	assert_string_equal(fixture.item.parameters[0].value, "debt");
	end(&fixture);
	begin(&fixture, text, LOCALE_ES);
	assert_string_equal(fixture.item.prompt.text, "Una deuda de -3: -3 + 1");
	assert_string_equal(fixture.item.parameters[0].value, "debt");
	end(&fixture);
}

static void a_symbol_can_be_a_parameter(void **state)
{
	static const char text[] = HEAD "parameters: {v: [y], n: [3], m: [2]}\n"
	                                "let: {s: n + m}\n"
	                                "ask: v^n*v^m\n"
	                                "prompt: {en: \"Write {ask} as one power.\"}\n"
	                                "answer: {kind: expression, value: v^s, variables: [v]}\n";
	struct fixture fixture;
	(void)state;
	begin(&fixture, text, LOCALE_EN);
	assert_string_equal(fixture.item.prompt.text, "Write y^3*y^2 as one power.");
	assert_string_equal(fixture.item.question.expected, "y^5");
	assert_string_equal(fixture.item.question.variables[0], "y");
	end(&fixture);
}

static void braces_are_doubled_and_values_are_worked_out_on_demand(void **state)
{
	static const char text[] = HEAD "parameters: {b: [2], n: [5]}\n"
	                                "ask: b^n\n"
	                                "prompt: {en: \"{{{b}}}: {ask} = {worth(b^n)}, {decimal(1/b)}\"}\n";
	struct fixture fixture;
	(void)state;
	begin(&fixture, text, LOCALE_EN);
	assert_string_equal(fixture.item.prompt.text, "{2}: 2^5 = 32, 0.5");
	end(&fixture);
}

static void predictions_that_equal_the_key_or_have_no_value_are_left_out(void **state)
{
	static const char text[] = HEAD "parameters: {b: [2], n: [2]}\n"
	                                "ask: b^n\n"
	                                "prompt: {en: \"{ask}\"}\n"
	                                "misconceptions:\n"
	                                "  exp-multiply-base-by-exponent: [b*n, 1/(b - n), b + n + 1]\n"
	                                "  negexp-sign-ignored: {gives: b^3, where: n > 2}\n";
	struct fixture fixture;
	(void)state;
	begin(&fixture, text, LOCALE_EN);
	assert_int_equal(fixture.item.question.predicted_count, 1);
	assert_string_equal(
	    fixture.item.question.predicted[0].misconception, "exp-multiply-base-by-exponent");
	assert_string_equal(fixture.item.question.predicted[0].gives, "5");
	end(&fixture);
}

static void numbers_past_int64_are_exact(void **state)
{
	static const char text[] = HEAD "parameters: {n: [100], x: [10^30]}\n"
	                                "ask: 2^n + x\n"
	                                "prompt: {en: \"{ask}\"}\n"
	                                "answer: {value: worth(ask)}\n";
	struct fixture fixture;
	(void)state;
	begin(&fixture, text, LOCALE_EN);
	assert_string_equal(fixture.item.question.ask, "2^100 + 1000000000000000000000000000000");
	assert_string_equal(fixture.item.question.expected, "2267650600228229401496703205376");
	end(&fixture);
}

static void the_key_is_written_in_the_first_form(void **state)
{
	static const struct {
		const char *form, *expected;
	} rows[] = {
	    {"lowest-terms", "-3/8"},
	    {"decimal", "-0.375"},
	    {"scientific", "-3.75*10^(-1)"},
	    {"[decimal, lowest-terms]", "-0.375"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[512];
		struct fixture fixture;
		snprintf(text, sizeof text,
		    HEAD "parameters: {n: [-3]}\nask: n/8\nprompt: {en: \"{ask}\"}\nanswer: {form: %s}\n",
		    rows[i].form);
		begin(&fixture, text, LOCALE_EN);
		assert_string_equal(fixture.item.question.expected, rows[i].expected);
		end(&fixture);
	}
}

static void hints_belong_to_the_variant_of_the_item(void **state)
{
	static const char text[] = HEAD "parameters: {b: [2]}\n"
	                                "variants:\n"
	                                "  - {name: one, ask: b + 1, hints: [{en: \"Add 1 to {b}.\"}]}\n"
	                                "  - {name: two, ask: b + 2}\n"
	                                "hints: [{en: First.}, {en: Second.}]\n"
	                                "prompt: {en: \"{ask}\"}\n"
	                                "levels: {1: {variants: [one]}, 2: {variants: [two]}}\n";
	struct fixture fixture;
	struct item item;
	(void)state;
	begin(&fixture, text, LOCALE_EN);
	for (uint64_t tuple = 0; tuple < 2; tuple++) {
		assert_int_equal(item_again(fixture.content, fixture.arena, "f", fixture.item.content_version,
		                     tuple, LOCALE_EN, &item),
		    CONTENT_OK);
		assert_int_equal(item.level, (int)tuple + 1);
		assert_string_equal(item_hint(fixture.content, fixture.arena, &item, 0, LOCALE_EN),
		    tuple ? "First." : "Add 1 to 2.");
		assert_int_equal(item.hint_count, tuple + 1);
		assert_null(item_hint(fixture.content, fixture.arena, &item, tuple + 1, LOCALE_ES));
	}
	end(&fixture);
}

static void layout_does_not_change_a_version_and_meaning_does(void **state)
{
	static const char one[] = HEAD "parameters: {b: 2..3}\nask: b\nprompt: {en: \"{ask}\"}\n";
	static const char same[] =
	    "# a remark\n" HEAD "parameters:\n    b: \"2..3\"\nask: b\nprompt:\n  en: '{ask}'\n";
	static const char other[] = HEAD "parameters: {b: 2..4}\nask: b\nprompt: {en: \"{ask}\"}\n";
	struct fixture first, second, third;
	struct item item;
	(void)state;
	begin(&first, one, LOCALE_EN);
	begin(&second, same, LOCALE_EN);
	begin(&third, other, LOCALE_EN);
	assert_string_equal(content_version(first.content), content_version(second.content));
	assert_string_equal(first.item.id, second.item.id);
	assert_string_not_equal(content_version(first.content), content_version(third.content));
	assert_string_not_equal(first.item.content_version, third.item.content_version);
	assert_int_equal(
	    item_again(third.content, third.arena, "f", first.item.content_version, 0, LOCALE_EN, &item),
	    CONTENT_UNKNOWN_FAMILY);
	end(&third);
	end(&second);
	end(&first);
}

static void a_file_given_alone_takes_the_place_of_its_name(void **state)
{
	static const char family[] = "family: negexp-integer-base\ntitle: Mine\nskill: negexp-evaluate\n"
	                             "parameters: {b: 2..3}\nask: b^(-1)\nprompt: {en: \"{ask}\"}\n";
	struct folder folder;
	struct content *shipped = NULL, *content = NULL;
	(void)state;
	folder_make(&folder);
	folder_write(&folder, "mine.yaml", family, strlen(family));
	assert_int_equal(content_load(NULL, NULL, NULL, &shipped), 0);
	int error = content_load_with(NULL, folder.files[folder.count - 1], folder_fault, &folder, &content);
	folder_remove(&folder);
	assert_int_equal(error, 0);
	assert_int_equal(content_family_count(content), content_family_count(shipped));
	bool found = false;
	for (size_t i = 0; i < content_family_count(content); i++) {
		struct family_row row;
		content_family(content, i, &row);
		found = found || strcmp(row.title, "Mine") == 0;
	}
	assert_true(found);
	content_free(content);
	content_free(shipped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(words_come_in_the_locale_that_is_asked_for),
	    cmocka_unit_test(a_symbol_can_be_a_parameter),
	    cmocka_unit_test(braces_are_doubled_and_values_are_worked_out_on_demand),
	    cmocka_unit_test(predictions_that_equal_the_key_or_have_no_value_are_left_out),
	    cmocka_unit_test(numbers_past_int64_are_exact),
	    cmocka_unit_test(the_key_is_written_in_the_first_form),
	    cmocka_unit_test(hints_belong_to_the_variant_of_the_item),
	    cmocka_unit_test(layout_does_not_change_a_version_and_meaning_does),
	    cmocka_unit_test(a_file_given_alone_takes_the_place_of_its_name),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

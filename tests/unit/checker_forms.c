/* Forms: what a fair teacher takes and refuses, a row each. */
#include "checker/check.h"
#include "checker/forms.h"
#include "tests/unit/checker_forms_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Rows of a kind of their own: form, answer, verdict, note, and the key where it is not the answer itself. */
struct kind_row {
	int kind;
	const char *form, *answer;
	int verdict;
	const char *note, *expected;
};

static const struct kind_row kinds[] = {
    {KIND_SOLUTIONS, "integer", "5, -3", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "integer", "{5, -3}", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "integer", "x = 5 or x = -3", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "integer", "±3", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "integer", "x = ±3", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "integer", "no solution", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "integer", "x = 5 or x = 6/2", LACKS, "not_integer", NULL},
    {KIND_SOLUTIONS, "integer", "{5, 2+1}", LACKS, "not_integer", NULL},
    {KIND_SOLUTIONS, "integer", "±sqrt(9)", LACKS, "not_integer", NULL},
    {KIND_SOLUTIONS, "lowest-terms", "1/2, -3/4", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "lowest-terms", "x = 1/2 or x = 2/4", LACKS, "unreduced", NULL},
    {KIND_SOLUTIONS, "lowest-terms", "1/2, 0.75", LACKS, "not_fraction", NULL},
    {KIND_SOLUTIONS, "simplified-radical", "±2sqrt(2)", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "simplified-radical", "1±sqrt(3)", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "simplified-radical", "1±sqrt(12)", LACKS, "root_not_simplified", NULL},
    {KIND_SOLUTIONS, "simplified-radical", "x = sqrt(2) or x = -sqrt(8)", LACKS, "root_not_simplified", NULL},
    {KIND_SOLUTIONS, "evaluated", "x = 2, x = 1.5", HAS, NULL, NULL},
    {KIND_SOLUTIONS, "evaluated", "x = 2, x = 3/6", HAS, "unreduced", NULL},
    {KIND_SOLUTIONS, "evaluated", "x = 1+1, x = 3", LACKS, "not_evaluated", NULL},
    {KIND_LIST, "integer", "3, 1, 2", HAS, NULL, NULL},
    {KIND_LIST, "decimal", "0.5; 1/4", LACKS, "not_decimal", NULL},
    {KIND_LIST, "scientific", "3.2*10^5, 1*10^6", HAS, NULL, NULL},
    {KIND_LIST, "scientific", "3.2*10^5, 10*10^5", LACKS, "coefficient_out_of_range", NULL},
    {KIND_INTERVAL, "integer", "x > 3", HAS, NULL, NULL},
    {KIND_INTERVAL, "integer", "2 <= x < 5", HAS, NULL, NULL},
    {KIND_INTERVAL, "integer", "(3, ∞)", HAS, NULL, NULL},
    {KIND_INTERVAL, "integer", "x > 6/2", LACKS, "not_integer", NULL},
    {KIND_EQUATION, "expanded", "y = x^2-9", HAS, NULL, NULL},
    {KIND_EQUATION, "expanded", "y = (x-3)(x+3)", LACKS, "not_expanded", NULL},
    {KIND_NUMBER, "integer", "x = 5", HAS, NULL, "5"},
    {KIND_NUMBER, "integer", "2^3 = 8", HAS, NULL, "8"},
    {KIND_NUMBER, "integer", "undefined", HAS, NULL, NULL},
    {KIND_CHOICE, "integer", "cold", HAS, NULL, NULL},
    /* exponential and logarithmic equations */
    {KIND_EQUATION, "exponential-equation", "2^3 = 8", HAS, NULL, NULL},
    {KIND_EQUATION, "exponential-equation", "8 = 2^3", HAS, NULL, "log_2(8) = 3"},
    {KIND_EQUATION, "exponential-equation", "2^-3 = 1/8", HAS, NULL, "log_2(1/8) = -3"},
    {KIND_EQUATION, "exponential-equation", "10^2 = 100", HAS, NULL, "log 100 = 2"},
    {KIND_EQUATION, "exponential-equation", "e^x = 5", HAS, NULL, "ln(5) = x"},
    {KIND_EQUATION, "exponential-equation", "5^3 = 2^x", HAS, NULL, "2^x = 5^3"},
    {KIND_EQUATION, "exponential-equation", "2^5 = x", HAS, NULL, "log_2(x) = 5"},
    {KIND_EQUATION, "exponential-equation", "log_2(8) = 3", LACKS, "not_exponential", "2^3 = 8"},
    {KIND_EQUATION, "exponential-equation", "log_2(x) = 5", LACKS, "not_exponential", "2^5 = x"},
    {KIND_EQUATION, "exponential-equation", "x = 32", LACKS, "not_exponential", "2^5 = x"},
    {KIND_EQUATION, "exponential-equation", "2^x = log(5)", LACKS, "not_exponential", NULL},
    {KIND_EQUATION, "exponential-equation", "2^4 = 8", VERDICT_INCORRECT, NULL, "2^3 = 8"},
    {KIND_EQUATION, "exponential-equation", "8^1 = 8", VERDICT_INCORRECT, NULL, "2^3 = 8"},
    {KIND_EQUATION, "exponential-equation", "3^2 = 8", VERDICT_INCORRECT, NULL, "2^3 = 8"},
    {KIND_EQUATION, "exponential-equation", "4^(5/2) = x", VERDICT_INCORRECT, NULL, "2^5 = x"},
    {KIND_EQUATION, "logarithmic-equation", "log_2(8) = 3", HAS, NULL, "2^3 = 8"},
    {KIND_EQUATION, "logarithmic-equation", "3 = log_2(8)", HAS, NULL, "2^3 = 8"},
    {KIND_EQUATION, "logarithmic-equation", "log(100) = 2", HAS, NULL, "10^2 = 100"},
    {KIND_EQUATION, "logarithmic-equation", "ln(5) = x", HAS, NULL, "e^x = 5"},
    {KIND_EQUATION, "logarithmic-equation", "2^3 = 8", LACKS, "not_logarithmic", "log_2(8) = 3"},
    {KIND_EQUATION, "logarithmic-equation", "log_8(2) = 3", VERDICT_INCORRECT, NULL, "2^3 = 8"},
    /* without a form, the key's own is meant; a number may be in scientific notation where the key is */
    {KIND_EQUATION, NULL, "2^3 = 8", HAS, NULL, NULL},
    {KIND_EQUATION, NULL, "2^3 = 8", LACKS, "not_logarithmic", "log_2(8) = 3"},
    {KIND_EQUATION, NULL, "log_2(8) = 3", LACKS, "not_exponential", "2^3 = 8"},
    {KIND_NUMBER, NULL, "2/4", HAS, "unreduced", "0.5"},
    {KIND_NUMBER, NULL, "2^3", LACKS, "not_evaluated", "8"},
    {KIND_NUMBER, NULL, "sqrt(8)", HAS, NULL, "2sqrt(2)"},
    {KIND_NUMBER, NULL, "3.2*10^5", HAS, NULL, NULL},
    {KIND_NUMBER, NULL, "320000", HAS, NULL, "3.2*10^5"},
    {KIND_NUMBER, NULL, "32*10^4", LACKS, "not_evaluated", "3.2*10^5"},
    {KIND_NUMBER, NULL, "3.2*10^5", LACKS, "not_evaluated", "320000"},
};

static bool has_note(const struct verdict *verdict, const char *name)
{
	for (size_t i = 0; i < verdict->notes.count; i++) {
		if (strcmp(note_name(verdict->notes.list[i].code), name) == 0)
			return true;
	}
	return false;
}

static const char *first_note(const struct verdict *verdict)
{
	return verdict->notes.count ? note_name(verdict->notes.list[0].code) : "-";
}

/* Prints the row and gives false where the verdict or the note is not the row's. */
static bool row_holds(const struct kind_row *row)
{
	struct arena *arena = arena_new(1 << 24);
	struct question_spec spec = {
	    .kind = row->kind, .expected = row->expected ? row->expected : row->answer};
	struct question *question = NULL;
	struct question_fault fault;
	struct verdict verdict;
	bool holds;

	spec.forms[0] = row->form;
	spec.form_count = row->form ? 1 : 0;
	assert_non_null(arena);
	if (question_parse(arena, &spec, &question, &fault) != 0)
		fail_msg("%s | %s: %s", row->form, row->answer, fault.message);
	check_answer(arena, question, row->answer, strlen(row->answer), NULL, &verdict);
	holds = (int)verdict.kind == row->verdict &&
	        (row->note ? has_note(&verdict, row->note)
	                   : verdict.kind != VERDICT_CORRECT || verdict.notes.count == 0);
	if (!holds)
		print_error("%s | %s: %s, %s\n", row->form ? row->form : "-", row->answer,
		    verdict_names[verdict.kind], first_note(&verdict));
	question_done(question);
	arena_free(arena);
	return holds;
}

static void takes_and_refuses_values_as_a_teacher_would(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		const struct row *row = &values[i];
		const struct kind_row full = {
		    KIND_EXPRESSION, row->form, row->answer, row->verdict, row->note, NULL};

		wrong += !row_holds(&full);
	}
	assert_int_equal(wrong, 0);
}

static void judges_each_value_of_a_list_and_relations_as_a_whole(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		wrong += !row_holds(&kinds[i]);
	assert_int_equal(wrong, 0);
}

static void every_form_is_taken_and_refused_by_some_row(void **state)
{
	(void)state;
	for (size_t k = 0; k < form_row_count; k++) {
		bool taken = false, refused = strcmp(form_rows[k].name, "any") == 0;

		for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
			if (strcmp(values[i].form, form_rows[k].name) == 0) {
				taken = taken || values[i].verdict == HAS;
				refused = refused || values[i].verdict == LACKS;
			}
		}
		for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
			if (kinds[i].form && strcmp(kinds[i].form, form_rows[k].name) == 0) {
				taken = taken || kinds[i].verdict == HAS;
				refused = refused || kinds[i].verdict == LACKS;
			}
		}
		if (!taken || !refused)
			fail_msg("%s", form_rows[k].name);
	}
}

static enum verdict_kind verdict_for(const char *form, const char *answer)
{
	struct arena *arena = arena_new(1 << 24);
	struct question_spec spec = {
	    .kind = KIND_EXPRESSION, .expected = answer, .forms = {form}, .form_count = 1};
	struct question *question = NULL;
	struct question_fault fault;
	struct verdict verdict;

	assert_non_null(arena);
	assert_int_equal(question_parse(arena, &spec, &question, &fault), 0);
	check_answer(arena, question, answer, strlen(answer), NULL, &verdict);
	question_done(question);
	arena_free(arena);
	return verdict.kind;
}

static void every_form_decides_every_answer(void **state)
{
	(void)state;
	for (size_t k = 0; k < form_row_count; k++) {
		for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
			enum verdict_kind verdict = verdict_for(form_rows[k].name, values[i].answer);

			if (verdict != VERDICT_CORRECT && verdict != VERDICT_WRONG_FORM)
				fail_msg("%s | %s: %s", form_rows[k].name, values[i].answer,
				    verdict_names[verdict]);
		}
	}
}

static void what_has_a_narrow_form_has_the_wide_one(void **state)
{
	static const struct {
		const char *narrow, *wide;
	} rows[] = {{"integer", "lowest-terms"}, {"integer", "mixed"}, {"integer", "decimal"},
	    {"integer", "simplified-radical"}, {"integer", "expanded-logs"}, {"lowest-terms", "evaluated"},
	    {"lowest-terms", "simplified"}, {"lowest-terms", "positive-exponents"},
	    {"lowest-terms", "simplified-radical"}, {"fraction", "evaluated"}, {"mixed", "evaluated"},
	    {"decimal", "evaluated"}, {"positive-exponents", "simplified"}, {"evaluated", "any"}};

	(void)state;
	for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
		for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
			if (verdict_for(rows[k].narrow, values[i].answer) == VERDICT_CORRECT &&
			    verdict_for(rows[k].wide, values[i].answer) != VERDICT_CORRECT)
				fail_msg(
				    "%s is %s but not %s", values[i].answer, rows[k].narrow, rows[k].wide);
		}
	}
}

/* What stands after "Write the answer as" and "Escribe la respuesta como". */
static void says_the_asked_forms_in_each_locale(void **state)
{
	static const struct {
		const char *forms[2], *words[LOCALES];
	} rows[] = {
	    {{"lowest-terms", NULL}, {"a fraction in lowest terms", "una fracción irreducible"}},
	    {{"power:3", NULL}, {"a power of 3", "una potencia de 3"}},
	    {{"power", NULL}, {"one power", "una sola potencia"}},
	    {{"integer", "lowest-terms"}, {"a whole number or a fraction in lowest terms",
	                                      "un número entero o una fracción irreducible"}},
	    {{"power+positive-exponents", NULL},
	        {"one power that is also a simplified expression with positive exponents only",
	            "una sola potencia que además es una expresión simplificada, solo con exponentes "
	            "positivos"}},
	    {{"integer", "any"}, {"", ""}},
	    {{"pattern:x", NULL}, {"", ""}},
	    {{"pattern:x", "decimal"}, {"a decimal", "un número decimal"}},
	    {{NULL, NULL}, {"a number that is worked out", "un número ya calculado"}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct arena *arena = arena_new(1 << 20);
		struct question_spec spec = {.kind = KIND_NUMBER, .expected = "7"};
		struct question *question = NULL;
		struct question_fault fault;

		while (spec.form_count < 2 && rows[i].forms[spec.form_count]) {
			spec.forms[spec.form_count] = rows[i].forms[spec.form_count];
			spec.form_count++;
		}
		assert_int_equal(question_parse(arena, &spec, &question, &fault), 0);
		for (int locale = 0; locale < LOCALES; locale++)
			assert_string_equal(
			    question_say(question, (enum locale)locale), rows[i].words[locale]);
		question_done(question);
		arena_free(arena);
	}
}

static void every_form_but_any_has_words_in_each_locale(void **state)
{
	(void)state;
	for (size_t k = 0; k < form_row_count; k++) {
		for (int locale = 0; locale < LOCALES; locale++)
			assert_int_equal(
			    *form_rows[k].say[locale] == '\0', strcmp(form_rows[k].name, "any") == 0);
	}
}

static void refuses_a_form_that_is_none(void **state)
{
	static const char *const forms[] = {
	    "", "integers", "integer+", "integer:3", "power:", "power:(", "pattern:(", "any+any+any+any+any"};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		struct arena *arena = arena_new(1 << 20);
		struct question_spec spec = {.expected = "7", .forms = {forms[i]}, .form_count = 1};
		struct question *question = NULL;
		struct question_fault fault;

		assert_int_not_equal(question_parse(arena, &spec, &question, &fault), 0);
		assert_string_equal(fault.field, "form");
		arena_free(arena);
	}
}

static void points_at_what_is_missing(void **state)
{
	static const char answer[] = "5y + x^(-3)";
	struct arena *arena = arena_new(1 << 20);
	struct question_spec spec = {
	    .kind = KIND_EXPRESSION, .expected = answer, .forms = {"positive-exponents"}, .form_count = 1};
	struct question *question = NULL;
	struct question_fault fault;
	struct verdict verdict;

	(void)state;
	assert_int_equal(question_parse(arena, &spec, &question, &fault), 0);
	check_answer(arena, question, answer, strlen(answer), NULL, &verdict);
	assert_int_equal(verdict.notes.count, 1);
	assert_true(verdict.notes.list[0].placed);
	assert_int_equal(verdict.notes.list[0].at, strlen("5y + x^("));
	question_done(question);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(takes_and_refuses_values_as_a_teacher_would),
	    cmocka_unit_test(judges_each_value_of_a_list_and_relations_as_a_whole),
	    cmocka_unit_test(every_form_is_taken_and_refused_by_some_row),
	    cmocka_unit_test(every_form_decides_every_answer),
	    cmocka_unit_test(what_has_a_narrow_form_has_the_wide_one),
	    cmocka_unit_test(says_the_asked_forms_in_each_locale),
	    cmocka_unit_test(every_form_but_any_has_words_in_each_locale),
	    cmocka_unit_test(refuses_a_form_that_is_none),
	    cmocka_unit_test(points_at_what_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Judges every row of answers.tsv and prints each disagreement with its line. The file's own head explains
 * it.
 */
#include "checker/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE_BYTES = 16 * 1024, ANSWER_BYTES = 1024 * 1024 + 64, COLUMNS = 12, ROWS_AT_LEAST = 600 };

struct golden {
	struct arena *questions, *answers;
	struct question_spec spec;
	struct question *question;
	struct check_options options;
	char head[LINE_BYTES]; /* the spec's texts point into it */
	char answer[ANSWER_BYTES];
	size_t line, rows, wrong;
};

/* Splits at tabs, in place. Gives the number of columns. */
static size_t split(char *line, char *columns[COLUMNS])
{
	size_t count = 0;

	for (char *next = line; next && count < COLUMNS;)
		columns[count++] = strsep(&next, "\t");
	return count;
}

static int find_name(const char *const *names, int count, const char *name)
{
	for (int i = 0; name && i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	fail_msg("there is no %s", name);
	return -1;
}

/* a|b|c into a row of texts. */
static size_t split_values(char *value, const char **ret_values)
{
	size_t count = 0;

	while (value)
		ret_values[count++] = strsep(&value, "|");
	return count;
}

static bool set_flag(struct golden *golden, const char *name)
{
	struct question_spec *spec = &golden->spec;

	if (strcmp(name, "real") == 0)
		spec->assume_real = true;
	else if (strcmp(name, "comma") == 0)
		spec->decimal_comma = true;
	else if (strcmp(name, "unordered") == 0)
		spec->unordered = true;
	else if (strcmp(name, "ratio") == 0)
		spec->ratio = true;
	else if (strcmp(name, "es") == 0)
		golden->options.locale = LOCALE_ES;
	else
		return false;
	return true;
}

static void set_tolerance(struct question_spec *spec, int kind, const char *value)
{
	spec->tolerance_kind = kind;
	spec->tolerance_digits = atoi(value);
	spec->tolerance_relative = value;
}

static void set_value(struct golden *golden, const char *name, char *value)
{
	struct question_spec *spec = &golden->spec;

	if (strcmp(name, "form") == 0)
		spec->form_count = split_values(value, spec->forms);
	else if (strcmp(name, "variables") == 0)
		spec->variable_count = split_values(value, spec->variables);
	else if (strcmp(name, "options") == 0)
		spec->option_count = split_values(value, spec->options);
	else if (strcmp(name, "log_base") == 0)
		spec->log_base = value;
	else if (strcmp(name, "unit") == 0)
		spec->unit = value;
	else if (strcmp(name, "places") == 0)
		set_tolerance(spec, TOLERANCE_PLACES, value);
	else if (strcmp(name, "significant") == 0)
		set_tolerance(spec, TOLERANCE_SIGNIFICANT, value);
	else if (strcmp(name, "relative") == 0)
		set_tolerance(spec, TOLERANCE_RELATIVE, value);
	else if (strcmp(name, "equivalent") == 0)
		spec->equivalent = find_name(equivalent_names, EQUIVALENTS, value);
	else
		fail_msg("line %zu: there is no field %s", golden->line, name);
}

/* "? expected  kind  field=value ..." */
static void take_question(struct golden *golden, const char *line)
{
	char *columns[COLUMNS] = {NULL};
	size_t count;
	struct question_fault fault;

	question_done(golden->question);
	golden->question = NULL;
	arena_reset(golden->questions);
	memset(&golden->spec, 0, sizeof golden->spec);
	golden->options = (struct check_options){.locale = LOCALE_EN};
	snprintf(golden->head, sizeof golden->head, "%s", line + 2);
	count = split(golden->head, columns);
	golden->spec.expected = columns[0];
	golden->spec.kind = find_name(question_kind_names, KINDS, columns[1]);
	for (size_t i = 2; i < count; i++) {
		char *value = strchr(columns[i], '=');

		if (set_flag(golden, columns[i]))
			continue;
		assert_non_null(value);
		*value = '\0';
		set_value(golden, columns[i], value + 1);
	}
	arena_serve_gmp(golden->questions);
	if (question_parse(golden->questions, &golden->spec, &golden->question, &fault) != 0)
		fail_msg("line %zu: %s: %s", golden->line, fault.field, fault.message);
}

/* Copies an answer; ‹5000×(› stands for 5,000 brackets. */
static size_t expand(const char *written, char *answer)
{
	static const char open[] = "‹", times[] = "×", close[] = "›";
	size_t length = 0;

	while (*written) {
		const char *sign = strstr(written, times), *end = strstr(written, close);

		if (strncmp(written, open, strlen(open)) != 0 || !sign || !end) {
			answer[length++] = *written++;
			continue;
		}
		sign += strlen(times);
		for (long i = atol(written + strlen(open)); i > 0; i--) {
			memcpy(answer + length, sign, (size_t)(end - sign));
			length += (size_t)(end - sign);
		}
		written = end + strlen(close);
	}
	return length;
}

static bool same_notes(const struct notes *notes, const char *wanted)
{
	size_t count = 0;

	for (const char *next = wanted; strcmp(wanted, "-") != 0 && next; next = strchr(next, ',')) {
		size_t length;
		bool found = false;

		next += *next == ',';
		length = strcspn(next, ",");
		for (size_t i = 0; i < notes->count; i++) {
			const char *name = note_name(notes->list[i].code);

			found = found || (strlen(name) == length && memcmp(name, next, length) == 0);
		}
		if (!found)
			return false;
		count++;
	}
	return count == notes->count;
}

static void disagree(struct golden *golden, char *columns[COLUMNS], const struct verdict *verdict)
{
	golden->wrong++;
	printf("answers.tsv:%zu: %s against %s: %s (%s) wanted, got %s (", golden->line, columns[0],
	    golden->spec.expected, columns[1], columns[2], verdict_names[verdict->kind]);
	for (size_t i = 0; i < verdict->notes.count; i++)
		printf("%s%s", i ? "," : "", note_name(verdict->notes.list[i].code));
	printf(")\n");
}

static void take_answer(struct golden *golden, char *line)
{
	char *columns[COLUMNS] = {NULL};
	struct verdict verdict;
	size_t length;

	if (split(line, columns) != 3 || !golden->question || !columns[1] || !columns[2]) {
		fail_msg("line %zu: an answer, a verdict and notes are wanted", golden->line);
		return;
	}
	find_name(verdict_names, VERDICTS, columns[1]);
	length = expand(columns[0], golden->answer);
	arena_reset(golden->answers);
	arena_serve_gmp(golden->answers);
	check_answer(golden->answers, golden->question, golden->answer, length, &golden->options, &verdict);
	golden->rows++;
	if (strcmp(verdict_names[verdict.kind], columns[1]) != 0 || !same_notes(&verdict.notes, columns[2]))
		disagree(golden, columns, &verdict);
}

static void every_row_is_judged_as_mathematics_says(void **state)
{
	static struct golden golden;
	static char line[LINE_BYTES];
	FILE *file = fopen(GOLDEN_FILE, "r");

	(void)state;
	assert_non_null(file);
	golden.questions = arena_new(LIMIT_ARENA_BYTES);
	golden.answers = arena_new(LIMIT_ARENA_BYTES);
	while (fgets(line, sizeof line, file)) {
		golden.line++;
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (line[0] == '?' && line[1] == ' ')
			take_question(&golden, line);
		else
			take_answer(&golden, line);
	}
	fclose(file);
	printf("%zu rows, %zu disagreements\n", golden.rows, golden.wrong);
	question_done(golden.question);
	arena_serve_gmp(NULL);
	arena_free(golden.questions);
	arena_free(golden.answers);
	assert_int_equal(golden.wrong, 0);
	assert_true(golden.rows >= ROWS_AT_LEAST);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(every_row_is_judged_as_mathematics_says)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Any bytes as every field of a question: it is parsed or refused with the field's name, in time, and says
 * what form it asks for. Bytes: kind, flags, digits of a tolerance; lines: the texts.
 */
#include "tests/fuzz/fuzz_check.h"

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void fill(struct question_spec *spec, const uint8_t *bytes, struct lines *lines)
{
	spec->kind = bytes[0] % KINDS;
	spec->assume_real = bytes[1] & 1;
	spec->decimal_comma = bytes[1] & 2;
	spec->tolerance_kind = (bytes[1] >> 2) & 3;
	spec->tolerance_digits = bytes[2] % 20;
	spec->expected = lines_next(lines, NULL);
	spec->forms[0] = lines_next(lines, NULL);
	spec->forms[1] = lines_next(lines, NULL);
	spec->form_count = (*spec->forms[0] != '\0') + (*spec->forms[0] && *spec->forms[1]);
	spec->variables[0] = lines_next(lines, NULL);
	spec->variable_count = *spec->variables[0] != '\0';
	spec->log_base = or_null(lines_next(lines, NULL));
	spec->tolerance_relative = lines_next(lines, NULL);
	spec->unit = or_null(lines_next(lines, NULL));
	spec->options[0] = lines_next(lines, NULL);
	spec->options[1] = lines_next(lines, NULL);
	spec->option_count = (*spec->options[0] != '\0') + (*spec->options[0] && *spec->options[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct lines lines;
	struct arena *arena = fresh_arena();
	struct question_spec spec = {.expected = NULL};
	struct question *question;
	struct question_fault fault;
	double begun = milliseconds();

	if (length < 3 || !lines_take(&lines, bytes + 3, length - 3))
		return 0;
	fill(&spec, bytes, &lines);
	if (question_parse(arena, &spec, &question, &fault) == 0) {
		struct verdict verdict;
		const char *answer;
		size_t answer_length;

		demand(question_say(question, LOCALE_EN) && question_say(question, LOCALE_ES), "no words");
		answer = lines_next(&lines, &answer_length);
		check_answer(arena, question, answer, answer_length, NULL, &verdict);
		question_done(question);
	} else {
		demand(fault.field && fault.message, "a refused question without a fault");
	}
	demand(milliseconds() - begun < 2 * MILLISECONDS_MOST, "too slow");
	return 0;
}

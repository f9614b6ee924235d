/*
 * Any question and any answer: a verdict in time, the same one when asked again, and never a fault found with
 * the expected value itself as the answer. Bytes: kind, flags; lines: expected, form, answer.
 */
#include "tests/fuzz/fuzz_check.h"

#include "checker/judge.h"

/* A key that is a value, judged for its value alone, must not be called wrong. */
static void demand_reflexive(struct arena *arena, const struct question *question)
{
	const struct question_spec *spec = question->spec;
	const struct expr *expected = question->expected;
	struct verdict verdict;
	bool value = expected && expected->kind != EXPR_WORD && expected->kind < EXPR_RELATION &&
	             expected->kind != EXPR_PLUS_MINUS && expected->kind != EXPR_CALL;

	if (spec->kind > KIND_EXPRESSION || spec->decimal_comma || question->undefined || !value ||
	    expr_mentions(expected, NULL))
		return;
	check_answer(arena, question, spec->expected, strlen(spec->expected), NULL, &verdict);
	demand(verdict.kind != VERDICT_INCORRECT, "the expected value is called wrong");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct lines lines;
	struct arena *arena = fresh_arena();
	struct question_spec spec = {.expected = NULL};
	struct question *question;
	struct question_fault fault;
	struct verdict verdict, again;
	const char *answer;
	size_t answer_length;
	double best = MILLISECONDS_MOST;

	if (length < 2 || !lines_take(&lines, bytes + 2, length - 2))
		return 0;
	spec.kind = bytes[0] % KINDS;
	spec.assume_real = bytes[1] & 1;
	spec.decimal_comma = bytes[1] & 2;
	spec.unordered = bytes[1] & 4;
	spec.ratio = bytes[1] & 8;
	spec.equivalent = (bytes[1] >> 4) % EQUIVALENTS;
	spec.expected = lines_next(&lines, NULL);
	spec.forms[0] = lines_next(&lines, NULL);
	spec.form_count = *spec.forms[0] != '\0';
	answer = lines_next(&lines, &answer_length);
	if (question_parse(arena, &spec, &question, &fault) != 0) {
		demand(fault.field && fault.message, "a refused question without a fault");
		return 0;
	}
	for (int attempt = 0; attempt < ATTEMPTS && best >= MILLISECONDS_MOST; attempt++) {
		double begun = milliseconds();

		check_answer(arena, question, answer, answer_length, NULL, &verdict);
		best = milliseconds() - begun;
	}
	demand(best < MILLISECONDS_MOST, "too slow");
	check_answer(arena, question, answer, answer_length, NULL, &again);
	demand(verdict.kind == again.kind && verdict.notes.count == again.notes.count, "another verdict");
	demand(verdict.feedback != NULL, "no feedback");
	demand_reflexive(arena, question);
	question_done(question);
	return 0;
}

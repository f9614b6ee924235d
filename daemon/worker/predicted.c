#include "daemon/worker/predicted.h"

struct comparison {
	struct arena *arena;
	const struct question_spec *spec;
	const struct predicted_answer *predicted;
	const char *answer;
	size_t length;
	const struct check_options *options;
	bool equal;
};

/* The question whose key is the predicted answer, in any form and without tolerance. */
static void compare(void *context)
{
	struct comparison *comparison = context;
	struct question_spec spec = *comparison->spec;
	spec.expected = comparison->predicted->gives;
	spec.forms[0] = "any";
	spec.form_count = 1;
	spec.tolerance_kind = TOLERANCE_NONE;
	spec.ask = NULL;
	spec.predicted_count = 0;
	struct question *question;
	struct question_fault fault;
	struct verdict verdict;
	if (question_parse(comparison->arena, &spec, &question, &fault) == 0) {
		check_answer(comparison->arena, question, comparison->answer, comparison->length,
		    comparison->options, &verdict);
		comparison->equal = verdict.kind == VERDICT_CORRECT;
		question_done(question);
	}
}

void predicted_find(struct arena *arena, const struct question_spec *spec, const char *answer, size_t length,
    const struct check_options *options, void (*found)(void *context, const char *misconception),
    void *context)
{
	for (size_t i = 0; i < spec->predicted_count; i++) {
		struct arena_mark mark = arena_mark(arena);
		struct comparison comparison = {
		    arena, spec, &spec->predicted[i], answer, length, options, false};
		if (arena_try(arena, compare, &comparison) == REFUSAL_NONE && comparison.equal) {
			found(context, spec->predicted[i].misconception);
		}
		arena_rewind(arena, mark);
	}
}

/* What beliefs that a family separates make of its tuples, tree by tree: for the index. */
#include "checker/judge.h"
#include "generators/engine/answer.h"
#include "generators/engine/diagnose_parts.h"
#include "generators/engine/solve.h"

#include <string.h>

struct separating {
	const struct family *family;
	const struct answer *answer;
	const struct diagnosis_problem *problem;
	struct separated_value *rows;
	size_t count, most;
};

static size_t place_in_separates(const struct family *family, uint32_t belief)
{
	const char *id = family->content->misconceptions[belief].id;
	size_t at = 0;
	while (strcmp(family->separates[at], id) != 0)
		at++;
	return at;
}

static void found_separated(void *context, const struct reached *reached)
{
	struct separating *separating = context;
	struct arena *arena = separating->answer->arena;
	if (separating->count == separating->most)
		return;
	const struct expr *gives = reached->tree->kind == EXPR_WORD
	                               ? reached->tree
	                               : diagnose_answer_of(arena, reached->tree, separating->problem);
	struct value value = gives ? value_of(arena, gives) : (struct value){.kind = VALUE_UNDEFINED};
	if (value.kind != VALUE_UNDEFINED)
		separating->rows[separating->count++] =
		    (struct separated_value){place_in_separates(separating->family, reached->error), value};
}

static unsigned char *separated_beliefs(
    const struct family *family, struct arena *arena, const struct variant *variant)
{
	const struct content *content = family->content;
	const struct question_spec *spec = &variant->question;
	unsigned char *wanted = arena_zero(arena, content->misconception_count + 1);
	for (size_t s = 0; s < family->separate_count; s++) {
		if (!variant->by_rules[s])
			continue;
		uint32_t belief = diagnose_find(content, family->separates[s]);
		const struct misconception *row = &content->misconceptions[belief];
		wanted[belief] = diagnose_is_wanted(spec, variant->ask_hidden, row);
	}
	return wanted;
}

size_t diagnose_separated(
    const struct family *family, const struct answer *answer, struct separated_value *ret_rows, size_t most)
{
	struct arena *arena = answer->arena;
	const struct question_spec *spec = &answer->variant->question;
	struct question question = {.spec = spec, .expected = answer->tree};
	struct diagnosis_problem problem = {.question = &question, .answer = diagnose_answer_of};
	if (!answer->ask)
		return 0;
	problem.function = diagnose_function(spec, answer->ask);
	problem.unknown = answer_unknown(family, answer->tuple);
	problem.unknown = problem.unknown ? problem.unknown : "x";
	problem.rules = (struct reach_rules){.errors = &family->content->diagnostics->errors,
	    .error_wanted = separated_beliefs(family, arena, answer->variant),
	    .guards = &solve_guards,
	    .base = answer->tree && answer->tree->kind == EXPR_POWER ? answer->tree->parts[0].expr : NULL};
	const struct expr *right =
	    problem.function == ANSWER_OF_NOTHING ? NULL : diagnose_answer_of(arena, answer->ask, &problem);
	if (!right || !answer_same(answer, value_of(arena, right), answer->key))
		return 0;
	struct separating separating = {family, answer, &problem, ret_rows, 0, most};
	struct reacher *reacher = reach_open(arena, &problem.rules);
	const struct reached ask = {NULL, answer->ask, answer->ask, REACH_LAW, false};
	reach_errors(reacher, &ask, true, NULL, found_separated, &separating);
	return separating.count;
}

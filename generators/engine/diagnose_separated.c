/*
 * What beliefs that a family separates make of its tuples, tree by tree: for the index.
 *
 * A belief's answers are those of the shortest way: made on what is asked as it is shown, at one place or at
 * every one; and only where nothing is to be made of that, on what laws make of it.
 */
#include "checker/judge.h"
#include "generators/engine/answer.h"
#include "generators/engine/diagnose_parts.h"
#include "generators/engine/guards.h"
#include "generators/engine/solve.h"

#include <string.h>

/* Some laws lead away from the key: half of the solutions, beyond a domain. Looked at where it matters. */
enum leads { LEADS_UNKNOWN, LEADS_TO_KEY, LEADS_AWAY };

struct separating {
	const struct family *family;
	const struct answer *answer;
	struct question question;
	struct diagnosis_problem problem;
	struct reacher *reacher;
	const struct expr *ask;            /* as it is read */
	unsigned places[FAMILY_SEPARATES]; /* of each of `separates`: trees that it leads to */
	unsigned char *wanted;             /* by belief */
	enum leads leads;                  /* of the law-abiding tree in hand */
	struct separated_value *rows;
	size_t count, most;
};

const struct rule_set *diagnose_family_rules(const struct family *family, struct arena *arena)
{
	const struct content *content = family->content;
	struct rule_set *set = arena_zero(arena, sizeof *set);
	size_t count = 0;
	for (size_t s = 0; s < family->separate_count; s++) {
		const struct misconception *belief =
		    content_find_misconception(content, family->separates[s]);
		count += belief ? belief->rule_count : 0;
	}
	struct owned_rule *rules = arena_array(arena, count + 1, sizeof *rules);
	count = 0;
	for (size_t s = 0; s < family->separate_count; s++) {
		uint32_t owner = diagnose_find(content, family->separates[s]);
		for (size_t r = 0; owner != UINT32_MAX && r < content->misconceptions[owner].rule_count; r++)
			rules[count++] = (struct owned_rule){
			    .rule = &content->misconceptions[owner].rules[r], .owner = owner};
	}
	rule_set_make(arena, rules, count, set);
	return set;
}

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
	size_t at = place_in_separates(separating->family, reached->error);
	separating->places[at]++;
	if (separating->count == separating->most)
		return;
	const struct expr *gives = reached->tree->kind == EXPR_WORD
	                               ? reached->tree
	                               : diagnose_answer_of(arena, reached->tree, &separating->problem);
	struct value value = gives ? value_of(arena, gives) : (struct value){.kind = VALUE_UNDEFINED};
	if (value.kind != VALUE_UNDEFINED)
		separating->rows[separating->count++] = (struct separated_value){at, value};
}

/* Marks, by belief, those that rules find and that are not known yet. Gives whether there are any. */
static bool want(const struct separating *separating, const bool *known, unsigned char *ret_wanted)
{
	const struct family *family = separating->family;
	const struct content *content = family->content;
	const struct variant *variant = separating->answer->variant;
	bool any = false;
	memset(ret_wanted, 0, content->misconception_count + 1);
	for (size_t s = 0; s < family->separate_count; s++) {
		if (!variant->by_rules[s] || known[s])
			continue;
		uint32_t belief = diagnose_find(content, family->separates[s]);
		const struct misconception *row = &content->misconceptions[belief];
		ret_wanted[belief] = diagnose_is_wanted(&variant->question, variant->ask_hidden, row);
		any = any || ret_wanted[belief];
	}
	return any;
}

/* Do rules lead anywhere near the key: is the key what this gives? */
static bool gives_key(const struct separating *separating, const struct expr *tree)
{
	const struct answer *answer = separating->answer;
	const struct expr *gives = diagnose_answer_of(answer->arena, tree, &separating->problem);
	struct value value = gives ? value_of(answer->arena, gives) : (struct value){.kind = VALUE_UNDEFINED};
	if (gives && value.kind == VALUE_UNDEFINED)
		return answer->tree->kind == EXPR_WORD && answer->tree->style == WORD_UNDEFINED;
	return gives && answer_same(answer, value, answer->key);
}

/* Leaves out the first `end` rows that are of this belief. */
static void leave_out(struct separating *separating, size_t at, size_t end)
{
	size_t kept = 0;
	for (size_t i = 0; i < separating->count; i++)
		if (i >= end || separating->rows[i].separated != at)
			separating->rows[kept++] = separating->rows[i];
	separating->count = kept;
}

/*
 * Whoever chooses makes up his mind about the whole: there, who holds a belief that applies at several places
 * errs at all of them.
 */
static void err_everywhere(struct separating *separating, const struct reached *ask, size_t at)
{
	const struct family *family = separating->family;
	bool choice = separating->answer->variant->question.kind == KIND_CHOICE;
	size_t before = separating->count;
	reach_everywhere(separating->reacher, ask, diagnose_find(family->content, family->separates[at]),
	    found_separated, separating);
	if (choice && separating->count > before)
		leave_out(separating, at, before);
}

static void err_as_shown(struct separating *separating)
{
	const struct reached ask = {NULL, separating->ask, separating->ask, REACH_LAW, false};
	reach_errors(separating->reacher, &ask, true, NULL, found_separated, separating);
	for (size_t s = 0; s < separating->family->separate_count; s++)
		if (separating->places[s] > 1)
			err_everywhere(separating, &ask, s);
}

static void found_by_laws(void *context, const struct reached *reached)
{
	struct separating *separating = context;
	if (separating->leads == LEADS_UNKNOWN)
		separating->leads = gives_key(separating, reached->from->tree) ? LEADS_TO_KEY : LEADS_AWAY;
	if (separating->leads == LEADS_TO_KEY)
		found_separated(context, reached);
}

/* What shows by now need not be looked for any more. */
static bool want_rest(struct separating *separating, const bool *predicted)
{
	bool known[FAMILY_SEPARATES];
	for (size_t s = 0; s < separating->family->separate_count; s++)
		known[s] = predicted[s] || separating->places[s];
	reach_forget(separating->reacher);
	return want(separating, known, separating->wanted);
}

/* Beliefs that lead nowhere as it is shown: each after as few laws as possible. */
static void err_after_laws(struct separating *separating, const bool *predicted)
{
	const struct reached *correct[REACH_LAWS];
	size_t count = reach_correct(separating->reacher, separating->ask, correct), laws = 1;
	for (size_t i = 1; i < count; i++) {
		if (reach_laws(correct[i]) > laws) {
			laws = reach_laws(correct[i]);
			if (!want_rest(separating, predicted))
				return;
		}
		separating->leads = LEADS_UNKNOWN;
		reach_errors(separating->reacher, correct[i], true, NULL, found_by_laws, separating);
	}
}

static bool open_problem(struct separating *separating)
{
	const struct answer *answer = separating->answer;
	const struct content *content = separating->family->content;
	const struct question_spec *spec = &answer->variant->question;
	separating->question = (struct question){.spec = spec, .expected = answer->tree};
	struct diagnosis_problem *problem = &separating->problem;
	problem->question = &separating->question;
	problem->answer = diagnose_answer_of;
	problem->function = diagnose_function(spec, separating->ask);
	problem->unknown = answer_unknown(separating->family, answer->tuple);
	problem->unknown = problem->unknown ? problem->unknown : "x";
	problem->rules = (struct reach_rules){.errors = separating->family->separated_rules,
	    .laws = &content->diagnostics->laws,
	    .law_wanted = diagnose_laws_wanted(content, answer->arena, spec),
	    .error_wanted = separating->wanted,
	    .guards = &rule_guards,
	    .base = answer->tree && answer->tree->kind == EXPR_POWER ? answer->tree->parts[0].expr : NULL};
	return problem->function != ANSWER_OF_NOTHING && gives_key(separating, separating->ask);
}

size_t diagnose_separated(const struct family *family, const struct answer *answer, const bool *predicted,
    struct separated_value *ret_rows, size_t most)
{
	const bool none[FAMILY_SEPARATES] = {false};
	struct separating *separating = arena_zero(answer->arena, sizeof *separating);
	separating->family = family;
	separating->answer = answer;
	separating->wanted = arena_zero(answer->arena, family->content->misconception_count + 1);
	separating->rows = ret_rows;
	separating->most = most;
	if (!answer->ask)
		return 0;
	separating->ask = rewrite_tidy(answer->arena, answer->ask);
	if (!want(separating, none, separating->wanted) || !open_problem(separating))
		return 0;
	separating->reacher = reach_open(answer->arena, &separating->problem.rules);
	err_as_shown(separating);
	if (want_rest(separating, predicted))
		err_after_laws(separating, predicted);
	return separating->count;
}

/* See diagnose.h. */
#include "generators/engine/diagnose_parts.h"
#include "generators/engine/guards.h"

#include "checker/algebra/text.h"
#include "checker/judge.h"
#include "generators/engine/solutions.h"
#include "generators/engine/solve.h"

#include <math.h>
#include <string.h>

/* ---- the content's rules ---- */

static size_t count_rules(const struct content *content)
{
	size_t count = 0;
	for (size_t i = 0; i < content->misconception_count; i++)
		count += content->misconceptions[i].rule_count;
	for (size_t i = 0; i < content->law_count; i++)
		count += content->laws[i].rule_count;
	return count;
}

struct diagnostics *diagnose_prepare(const struct content *content)
{
	static const enum belief_frequency frequencies[FREQUENCIES] = {[FREQUENCY_COMMON] = BELIEF_COMMON,
	    [FREQUENCY_OCCASIONAL] = BELIEF_OCCASIONAL,
	    [FREQUENCY_RARE] = BELIEF_RARE};
	struct arena *arena = content->arena;
	struct diagnostics *diagnostics = arena_zero(arena, sizeof *diagnostics);
	struct owned_rule *rules = arena_array(arena, count_rules(content) + 1, sizeof *rules);
	size_t count = 0;
	diagnostics->weights = arena_array(arena, content->misconception_count + 1, sizeof(double));
	for (uint32_t i = 0; i < content->misconception_count; i++) {
		const struct misconception *belief = &content->misconceptions[i];
		diagnostics->weights[i] = infer_belief_weight(frequencies[belief->frequency]);
		for (size_t r = 0; r < belief->rule_count; r++)
			rules[count++] = (struct owned_rule){.rule = &belief->rules[r], .owner = i};
	}
	rule_set_make(arena, rules, count, &diagnostics->errors);
	count = 0;
	for (uint32_t i = 0; i < content->law_count; i++) {
		const struct law *law = &content->laws[i];
		for (size_t r = 0; r < law->rule_count && !law->last_resort; r++)
			rules[count++] = (struct owned_rule){.rule = &law->rules[r], .owner = i};
	}
	rule_set_make(arena, rules, count, &diagnostics->laws);
	return diagnostics;
}

uint32_t diagnose_find(const struct content *content, const char *id)
{
	const struct misconception *belief = content_find_misconception(content, id);
	return belief ? (uint32_t)(belief - content->misconceptions) : UINT32_MAX;
}

/* ---- the answer that a tree gives ---- */

static void add_solution(struct expr *list, const struct expr *solution)
{
	for (uint32_t i = 0; i < list->count; i++)
		if (expr_same(list->parts[i].expr, solution))
			return;
	list->parts[list->count++].expr = solution;
}

/* Where one number is asked for, the only positive solution, unless letters may be any number. */
static const struct expr *only_positive(
    struct arena *arena, const struct expr *solutions, const struct question_spec *spec)
{
	const struct expr *only = NULL, *zero = expr_integer(arena, 0);
	if (!solutions || solutions->kind != EXPR_LIST || spec->kind == KIND_SOLUTIONS)
		return solutions;
	for (uint32_t i = 0; i < solutions->count; i++) {
		int order;
		if (!expr_compare(arena, solutions->parts[i].expr, zero, &order))
			return NULL;
		if (order > 0 && only)
			return NULL;
		only = order > 0 ? solutions->parts[i].expr : only;
	}
	return spec->assume_real ? NULL : only;
}

static const struct expr *solved(struct arena *arena, const struct expr *tree, const char *unknown)
{
	enum { MOST = 16 };
	if (tree->kind == EXPR_RELATION)
		return value_tree(arena, solutions_of(arena, tree, unknown));
	if (tree->kind != EXPR_OR)
		return expr_mentions(tree, unknown) ? NULL : tree;
	struct expr *list = expr_new(arena, EXPR_LIST, MOST);
	list->count = 0;
	for (uint32_t i = 0; i < tree->count; i++) {
		const struct expr *part = solved(arena, tree->parts[i].expr, unknown);
		if (!part || part->kind == EXPR_LIST || list->count == MOST)
			return NULL;
		if (part->kind != EXPR_WORD)
			add_solution(list, part);
	}
	return list->count == 1 ? list->parts[0].expr : list->count ? list : NULL;
}

static bool has_log(const struct expr *tree)
{
	bool any = tree->kind == EXPR_LOG;
	for (uint32_t i = 0; i < tree->count && !any; i++)
		any = has_log(tree->parts[i].expr);
	return any;
}

const struct expr *diagnose_answer_of(
    struct arena *arena, const struct expr *tree, const struct diagnosis_problem *problem)
{
	const struct question_spec *spec = problem->question->spec;
	if (problem->function == ANSWER_OF_SOLUTIONS)
		return only_positive(arena, solved(arena, tree, problem->unknown), spec);
	if (problem->function == ANSWER_OF_VALUE)
		return tree;
	if (spec->kind == KIND_EQUATION) /* of the asked side of the conversion, or it is no answer at all */
		return tree == problem->ask || has_log(tree) == has_log(problem->question->expected) ? tree
		                                                                                     : NULL;
	if (spec->kind == KIND_INTERVAL)
		return value_tree(arena, domain_of(arena, tree, problem->unknown));
	return tree->kind == EXPR_RELATION ? value_tree(arena, value_of(arena, tree)) : tree;
}

enum answer_function diagnose_function(const struct question_spec *spec, const struct expr *ask)
{
	bool relation = ask->kind == EXPR_RELATION;
	switch (spec->kind) {
	case KIND_SOLUTIONS:
		return relation ? ANSWER_OF_SOLUTIONS : ANSWER_OF_NOTHING;
	case KIND_NUMBER:
	case KIND_EXPRESSION:
		if (relation)
			return expr_mentions(ask, NULL) ? ANSWER_OF_SOLUTIONS : ANSWER_OF_NOTHING;
		return ask->kind < EXPR_RELATION ? ANSWER_OF_VALUE : ANSWER_OF_NOTHING;
	case KIND_EQUATION:
		return relation ? ANSWER_OF_OTHER : ANSWER_OF_NOTHING;
	case KIND_INTERVAL:
		return relation ? ANSWER_OF_NOTHING : ANSWER_OF_OTHER;
	case KIND_CHOICE:
		return ask->kind <= EXPR_RELATION ? ANSWER_OF_OTHER : ANSWER_OF_NOTHING;
	default:
		return ANSWER_OF_NOTHING;
	}
}

/* The unknown that is named, or else the first symbol. */
static const char *unknown_of(struct arena *arena, const struct question_spec *spec, const struct expr *ask)
{
	struct symbols *symbols = arena_zero(arena, sizeof *symbols);
	if (spec->unknown)
		return spec->unknown;
	if (spec->variable_count)
		return spec->variables[0];
	return symbols_collect(ask, symbols) && symbols->count ? symbols->names[0] : "x";
}

bool diagnose_is_wanted(const struct question_spec *spec, bool hidden, const struct misconception *belief)
{
	return !(hidden && belief->reads) && solve_belief_wanted(spec, belief);
}

/* ---- opening ---- */

static const struct expr *read_tree(struct arena *arena, const struct question *question, const char *text)
{
	struct reading reading;
	struct read_options options = question->read;
	options.decimal_comma = false;
	options.number = false;
	options.unit = NULL;
	if (!text || read_text(arena, text, strlen(text), &options, &reading) != 0)
		return NULL;
	return rewrite_tidy(arena, reading.expr);
}

/* A name that the content does not know is a belief of the question's own. */
static uint32_t belief_of(struct diagnosed *diagnosed, const char *id)
{
	uint32_t belief = diagnose_find(diagnosed->content, id);
	if (belief != UINT32_MAX)
		return belief;
	diagnosed->own[diagnosed->own_count] = id;
	return (uint32_t)(diagnosed->content->misconception_count + diagnosed->own_count++);
}

static void set_weights(struct diagnosed *diagnosed, struct arena *arena)
{
	size_t count = diagnosed->content->misconception_count;
	const double *weights = diagnosed->content->diagnostics->weights;
	diagnosed->problem.belief_weights = weights;
	if (!diagnosed->own_count)
		return;
	double *more = arena_array(arena, count + diagnosed->own_count, sizeof *more);
	memcpy(more, weights, count * sizeof *more);
	for (size_t i = 0; i < diagnosed->own_count; i++)
		more[count + i] = infer_belief_weight(BELIEF_OCCASIONAL);
	diagnosed->problem.belief_weights = more;
}

static void set_predicted(struct diagnosed *diagnosed, struct arena *arena)
{
	const struct question_spec *spec = diagnosed->spec;
	struct diagnosis_problem *problem = &diagnosed->problem;
	struct diagnosis_prediction *rows = arena_array(arena, spec->predicted_count + 1, sizeof *rows);
	diagnosed->own = arena_array(arena, spec->predicted_count + 1, sizeof *diagnosed->own);
	problem->predicted = rows;
	for (size_t i = 0; i < spec->predicted_count; i++) {
		const struct predicted_answer *predicted = &spec->predicted[i];
		const struct expr *gives = read_tree(arena, problem->question, predicted->gives);
		if (gives || spec->kind == KIND_CHOICE)
			rows[problem->predicted_count++] = (struct diagnosis_prediction){
			    belief_of(diagnosed, predicted->misconception), gives, predicted->gives};
	}
}

/* The base of the power that is asked for: power:2, that of the key, or ten in scientific notation. */
static const struct expr *base_of(struct arena *arena, const struct question *question)
{
	const char *base = solve_form_asked(question->spec, "power");
	const struct expr *tree = base && *base == ':' ? read_tree(arena, question, base + 1) : NULL;
	const struct expr *key = question->expected;
	if (!tree && solve_form_asked(question->spec, "scientific"))
		return expr_integer(arena, 10);
	return tree ? tree : key && key->kind == EXPR_POWER ? key->parts[0].expr : NULL;
}

const unsigned char *diagnose_laws_wanted(
    const struct content *content, struct arena *arena, const struct question_spec *spec)
{
	unsigned char *wanted = arena_zero(arena, content->law_count + 1);
	for (size_t i = 0; i < content->law_count; i++)
		wanted[i] = solve_forms_wanted(spec, content->laws[i].forms, content->laws[i].form_count);
	return wanted;
}

static const unsigned char *wanted_beliefs(
    const struct content *content, struct arena *arena, const struct question_spec *spec)
{
	unsigned char *wanted = arena_zero(arena, content->misconception_count + 1);
	for (size_t i = 0; i < content->misconception_count; i++)
		wanted[i] = diagnose_is_wanted(spec, spec->ask_hidden, &content->misconceptions[i]);
	return wanted;
}

struct opening {
	struct diagnosed *diagnosed;
	const struct rule_set *errors;
	const unsigned char *wanted; /* by belief */
	struct arena *arena;
};

static void open_problem(void *context)
{
	struct opening *opening = context;
	struct diagnosed *diagnosed = opening->diagnosed;
	struct arena *arena = opening->arena;
	const struct content *content = diagnosed->content;
	struct diagnosis_problem *problem = &diagnosed->problem;
	problem->ask = read_tree(arena, problem->question, diagnosed->spec->ask);
	problem->answer = diagnose_answer_of;
	problem->function = ANSWER_OF_NOTHING;
	set_predicted(diagnosed, arena);
	set_weights(diagnosed, arena);
	if (problem->ask) {
		problem->function = diagnose_function(diagnosed->spec, problem->ask);
		problem->unknown = unknown_of(arena, diagnosed->spec, problem->ask);
		problem->rules = (struct reach_rules){.errors = opening->errors,
		    .laws = &content->diagnostics->laws,
		    .law_wanted = diagnose_laws_wanted(content, arena, diagnosed->spec),
		    .error_wanted = opening->wanted,
		    .guards = &rule_guards,
		    .base = base_of(arena, problem->question)};
	}
	diagnosed->diagnosis = diagnosis_open(arena, problem);
}

static struct diagnosed *open_with(const struct content *content, struct opening *opening,
    const struct question_spec *spec, const struct question *question)
{
	struct diagnosed *diagnosed = opening->diagnosed;
	diagnosed->content = content;
	diagnosed->spec = spec;
	diagnosed->problem.question = question;
	return arena_try(opening->arena, open_problem, opening) == REFUSAL_NONE ? diagnosed : NULL;
}

struct diagnosed *diagnose_open(const struct content *content, struct arena *arena,
    const struct question_spec *spec, const struct question *question)
{
	struct opening opening = {.diagnosed = arena_zero(arena, sizeof *opening.diagnosed),
	    .arena = arena,
	    .errors = &content->diagnostics->errors,
	    .wanted = wanted_beliefs(content, arena, spec)};
	return open_with(content, &opening, spec, question);
}

struct diagnosed *diagnose_open_separated(const struct family *family, size_t variant, struct arena *arena,
    const struct question_spec *spec, const struct question *question)
{
	const struct content *content = family->content;
	unsigned char *wanted = arena_zero(arena, content->misconception_count + 1);
	struct opening opening = {.diagnosed = arena_zero(arena, sizeof *opening.diagnosed),
	    .arena = arena,
	    .errors = family->separated_rules,
	    .wanted = wanted};
	for (size_t s = 0; s < family->separate_count; s++) {
		uint32_t belief = diagnose_find(content, family->separates[s]);
		if (family->variants[variant].by_rules[s])
			wanted[belief] =
			    diagnose_is_wanted(spec, spec->ask_hidden, &content->misconceptions[belief]);
	}
	return open_with(content, &opening, spec, question);
}

/* ---- explaining ---- */

static const double weight_of_form_otherwise = 1;

static bool shows(const struct misconception *belief, const struct notes *notes)
{
	for (size_t i = 0; i < belief->shows_count; i++) {
		for (size_t n = 0; n < notes->count; n++)
			if (notes->list[n].code == belief->shows[i])
				return true;
	}
	return false;
}

/* Beliefs about form, by what the checker noted. */
static void add_forms(
    const struct diagnosed *diagnosed, const struct notes *notes, struct candidates *candidates)
{
	const struct content *content = diagnosed->content;
	for (uint32_t i = 0; i < content->misconception_count && candidates->count < CANDIDATES; i++) {
		if (shows(&content->misconceptions[i], notes))
			candidates->list[candidates->count++] = (struct candidate){
			    .errors = {i}, .count = 1, .weight = content->diagnostics->weights[i]};
	}
}

void diagnose_answer(struct diagnosed *diagnosed, struct arena *arena, const char *answer, size_t length,
    const struct check_options *options, const struct verdict *verdict, struct candidates *ret_candidates)
{
	struct reading *reading = arena_alloc(arena, sizeof *reading);
	*ret_candidates = (struct candidates){.count = 0, .unexplained = weight_of_form_otherwise};
	if (verdict->kind != VERDICT_INCORRECT && verdict->kind != VERDICT_WRONG_FORM)
		return;
	if (verdict->kind == VERDICT_INCORRECT) {
		(void)check_read(arena, diagnosed->problem.question, answer, length, options, reading);
		diagnosis_explain(diagnosed->diagnosis, arena, reading, ret_candidates);
	}
	add_forms(diagnosed, &verdict->notes, ret_candidates);
}

size_t diagnose_shown(
    struct diagnosed *diagnosed, struct arena *arena, struct shown_answer *ret_rows, size_t most)
{
	return diagnosis_shown(diagnosed->diagnosis, arena, ret_rows, most);
}

const struct expr *diagnose_gives(
    const struct diagnosed *diagnosed, struct arena *arena, const struct expr *tree)
{
	const struct diagnosis_problem *problem = &diagnosed->problem;
	return problem->function == ANSWER_OF_NOTHING ? NULL : problem->answer(arena, tree, problem);
}

double diagnose_weight(const struct content *content, uint32_t belief)
{
	return content->diagnostics->weights[belief];
}

/* ---- what counts ---- */

static bool is_near(
    const struct shown_answer *rows, size_t count, const struct shown_answer *row, bool choice)
{
	for (size_t i = 0; i < count; i++) {
		const struct shown_answer *other = &rows[i];
		if (other->belief != row->belief)
			continue;
		bool whole = choice && other->everywhere && !row->everywhere && !row->predicted;
		if (other->laws < row->laws || whole)
			return false;
	}
	return true;
}

size_t diagnose_nearest(const struct diagnosed *diagnosed, struct shown_answer *rows, size_t count)
{
	bool choice = diagnosed->spec->kind == KIND_CHOICE, near[DIAGNOSE_SHOWN];
	size_t kept = 0;
	for (size_t i = 0; i < count && i < DIAGNOSE_SHOWN; i++)
		near[i] = is_near(rows, count, &rows[i], choice);
	for (size_t i = 0; i < count && i < DIAGNOSE_SHOWN; i++)
		if (near[i])
			rows[kept++] = rows[i];
	return kept;
}

bool diagnose_same_answer(
    const struct diagnosed *diagnosed, struct arena *arena, const struct expr *one, const struct expr *other)
{
	return diagnosis_same_answer(diagnosed->diagnosis, arena, one, other);
}

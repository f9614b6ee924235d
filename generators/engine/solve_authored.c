/* Steps that a family's author wrote, where no law can lead from what is asked to the key. See solve.h. */
#include "generators/engine/solve.h"

#include "generators/engine/space.h"
#include "generators/engine/template.h"

#include <string.h>

/* What has been shown so far, of each sort: the next one of a sort is held to it. NULL: nothing yet. */
struct claims {
	const struct expr *value, *list, *relation;
};

struct writing {
	struct arena *arena;
	const struct family *family;
	const struct variant *variant;
	const struct item *item;
	enum locale locale;
	struct tuple *tuple;
	const struct expr *ask, *key, *last;
	struct expr_binding letters[FAMILY_AT];
	struct question *question;
	struct proof proof;
	struct claims claims;
	struct solution *solution;
	struct authored_report *report;
};

/* ---- proofs ---- */

static bool is_relation(const struct expr *tree)
{
	return tree->kind == EXPR_RELATION || tree->kind == EXPR_OR || tree->kind == EXPR_AND;
}

static bool is_list(const struct expr *tree)
{
	return tree->kind == EXPR_LIST || tree->kind == EXPR_SET;
}

/* Where in `claims` the like of a tree is kept; NULL for words, which nothing but the checker judges. */
static const struct expr **claim_of(struct claims *claims, const struct expr *tree)
{
	if (tree->kind == EXPR_WORD)
		return NULL;
	return is_relation(tree) ? &claims->relation : is_list(tree) ? &claims->list : &claims->value;
}

static bool holds(struct arena *arena, const struct expr *statement)
{
	struct value value;
	int order;
	/* A chain of constants, which need not be rational. */
	for (uint32_t i = 1; statement->kind == EXPR_RELATION && i < statement->count; i++) {
		if (!expr_compare(arena, statement->parts[i - 1].expr, statement->parts[i].expr, &order) ||
		    !relation_allows(statement->parts[i].op, order))
			return false;
	}
	if (statement->kind == EXPR_RELATION)
		return true;
	value = value_of(arena, statement);
	return value.kind == VALUE_TRUTH && value.truth;
}

static bool is_equation(const struct expr *tree)
{
	for (uint32_t i = 0; tree->kind == EXPR_OR && i < tree->count; i++)
		if (!is_equation(tree->parts[i].expr))
			return false;
	return tree->kind == EXPR_OR ||
	       (tree->kind == EXPR_RELATION && tree->count == 2 && tree->parts[1].op == PART_EQUAL);
}

/* The two sides of a > b or b < a as the difference that is to be positive; NULL: no strict inequality. */
static const struct expr *positive_side(struct arena *arena, const struct expr *tree)
{
	if (tree->kind != EXPR_RELATION || tree->count != 2)
		return NULL;
	const struct expr *left = tree->parts[0].expr, *right = tree->parts[1].expr;
	if (tree->parts[1].op == PART_GREATER)
		return expr_row(arena, EXPR_SUM, left, PART_MINUS, right);
	if (tree->parts[1].op == PART_LESS)
		return expr_row(arena, EXPR_SUM, right, PART_MINUS, left);
	return NULL;
}

static bool inequality_follows(
    const struct writing *writing, const struct expr *before, const struct expr *after)
{
	const struct expr *old = before ? positive_side(writing->arena, before) : NULL,
	                  *new = positive_side(writing->arena, after);
	if (!new)
		return false;
	struct expr_binding key = {writing->proof.unknown, writing->key};
	if (writing->item->question.kind == KIND_NUMBER &&
	    !holds(writing->arena, expr_substitute(writing->arena, after, &key, 1)))
		return false;
	return !old || expr_proportional(writing->arena, old, new, true, &writing->proof.assumptions) ==
	                   EQUALITY_EQUAL;
}

static bool relation_follows(
    const struct writing *writing, const struct expr *before, const struct expr *after)
{
	if (!expr_mentions(after, NULL))
		return holds(writing->arena, after);
	if (solve_is_correct(writing->arena, writing->question, after))
		return true;
	if (!writing->proof.unknown)
		return false;
	if (!is_equation(after))
		return inequality_follows(writing, before, after);
	return solve_proved(&writing->proof, before && is_equation(before) ? before : after, after);
}

static bool follows(const struct writing *writing, const struct expr *before, const struct expr *after)
{
	if (after->kind == EXPR_WORD)
		return true;
	if (is_relation(after))
		return relation_follows(writing, before, after);
	return !before || solve_proved(&writing->proof, before, after);
}

static bool fails(struct writing *writing, enum authored_fault fault, const struct authored_step *step,
    const struct expr *shown)
{
	struct arena *arena = writing->arena;
	const struct expr **claim = shown ? claim_of(&writing->claims, shown) : NULL;
	*writing->report = (struct authored_report){.fault = fault, .at = step->at};
	if (shown)
		writing->report->shown = solve_rendered(arena, shown, LOCALE_EN).text;
	if (claim && *claim && fault == AUTHORED_NOT_PROVED)
		writing->report->before = solve_rendered(arena, *claim, LOCALE_EN).text;
	return false;
}

/* Holds what a step shows to what stood there, and keeps it for the next. */
static bool is_good(struct writing *writing, const struct authored_step *step, const struct expr *shown)
{
	if (!shown)
		return fails(writing, AUTHORED_NO_VALUE, step, NULL);
	if (writing->last && expr_same(writing->last, shown))
		return fails(writing, AUTHORED_IDLE, step, shown);
	const struct expr *tree = rewrite_tidy(writing->arena,
	    expr_substitute(writing->arena, shown, writing->letters, writing->variant->letter_count));
	const struct expr **claim = claim_of(&writing->claims, tree);
	if (!follows(writing, claim ? *claim : NULL, tree))
		return fails(writing, AUTHORED_NOT_PROVED, step, shown);
	if (claim && (!is_relation(tree) || expr_mentions(tree, NULL)))
		*claim = tree;
	writing->last = shown;
	return true;
}

/* ---- writing ---- */

/* In a step's formula `ask` is a name, as in an answer's. */
static const struct expr *shown_tree(struct writing *writing, const struct formula *formula)
{
	struct formula with_ask = *formula;
	struct expr_binding binding = {"ask", writing->ask};
	if (writing->ask)
		with_ask.tree = expr_substitute(writing->arena, formula->tree, &binding, 1);
	return formula_shown(writing->arena, &with_ask, &writing->tuple->environment);
}

static bool write_step(struct writing *writing, const struct authored_step *step, struct solution_step *steps)
{
	struct solution *solution = writing->solution;
	const struct text_template *says = &step->says[writing->locale];
	struct solution_step *row = &steps[solution->count];
	struct text text;
	text_init(&text, writing->arena);
	struct template_shown shown = {.ask = writing->ask};
	template_render(&text, says->count ? says : &step->says[LOCALE_EN], writing->family, writing->tuple,
	    &shown, NOTATION_TEXT, writing->locale);
	*row = (struct solution_step){.says = text.data};
	if (solution->count > 0)
		row->before = row->after = row[-1].after;
	else if (writing->ask)
		row->before = row->after = solve_rendered(writing->arena, writing->ask, writing->locale);
	if (step->has_shows) {
		const struct expr *tree = shown_tree(writing, &step->shows);
		if (!is_good(writing, step, tree))
			return false;
		row->after = solve_rendered(writing->arena, tree, writing->locale);
	}
	solution->count++;
	return true;
}

static bool open_writing(struct writing *writing)
{
	struct arena *arena = writing->arena;
	const struct variant *variant = writing->variant;
	const struct question_spec *question = &writing->item->question;
	struct question_fault fault;
	if (variant->has_ask)
		writing->ask = formula_shown(arena, &variant->ask, &writing->tuple->environment);
	writing->key = solve_read(arena, question, question->expected);
	const struct expr *ask = solve_read(arena, question, question->ask);
	const struct expr **claim = ask ? claim_of(&writing->claims, ask) : NULL;
	if (claim)
		*claim = ask;
	for (size_t i = 0; i < variant->letter_count; i++) {
		struct value value =
		    formula_value(arena, &variant->letter_values[i], &writing->tuple->environment);
		writing->letters[i] =
		    (struct expr_binding){variant->letter_names[i], value_tree(arena, value)};
		if (!writing->letters[i].expr)
			return false;
	}
	bool about_one = question->kind == KIND_SOLUTIONS || question->kind == KIND_INTERVAL;
	writing->proof = (struct proof){.arena = arena,
	    .assumptions = {.real = question->assume_real},
	    .unknown = !question->unknown && about_one && question->variable_count ? question->variables[0]
	                                                                           : question->unknown};
	if (writing->key && question->kind != KIND_CHOICE)
		solve_solutions(&writing->proof, writing->key);
	return question_parse(arena, question, &writing->question, &fault) == 0;
}

static void write_steps(void *context)
{
	struct writing *writing = context;
	const struct variant *variant = writing->variant;
	const struct authored_step *last = &variant->steps[0];
	struct solution_step *steps = arena_zero(writing->arena, (variant->step_count + 1) * sizeof *steps);
	writing->tuple = arena_alloc(writing->arena, sizeof *writing->tuple);
	*writing->report = (struct authored_report){.fault = AUTHORED_NO_VALUE, .at = last->at};
	if (!tuple_open(writing->family, writing->arena, writing->item->tuple, writing->tuple) ||
	    !open_writing(writing))
		return;
	*writing->report = (struct authored_report){.fault = AUTHORED_FINE};
	writing->solution->steps = steps;
	for (size_t i = 0; i < variant->step_count; i++) {
		const struct authored_step *step = &variant->steps[i];
		if (step->has_where &&
		    !formula_holds(writing->arena, &step->where, &writing->tuple->environment))
			continue;
		last = step;
		if (!write_step(writing, step, steps))
			return;
	}
	if (!last->has_shows || !writing->last ||
	    !solve_is_correct(writing->arena, writing->question, writing->last))
		(void)fails(writing, AUTHORED_NO_END, last, writing->last);
}

bool solve_is_authored(const struct family *family, const struct item *item)
{
	return family->variants[item->tuple % family->variant_count].step_count > 0;
}

bool solve_authored(struct arena *arena, const struct family *family, const struct item *item,
    enum locale locale, struct solution *ret_solution, struct authored_report *ret_report)
{
	struct writing writing = {.arena = arena,
	    .family = family,
	    .variant = &family->variants[item->tuple % family->variant_count],
	    .item = item,
	    .locale = locale,
	    .solution = ret_solution,
	    .report = ret_report};
	*ret_solution = (struct solution){.count = 0};
	if (arena_try(arena, write_steps, &writing) != REFUSAL_NONE)
		ret_report->fault = AUTHORED_NO_VALUE;
	question_done(writing.question);
	if (ret_report->fault != AUTHORED_FINE)
		ret_solution->count = 0;
	return ret_solution->count > 0;
}

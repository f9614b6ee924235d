/* See solutions.h. */
#include "generators/engine/solutions_parts.h"

#include <string.h>

enum { SOLVE_DEPTH = 24 };

const struct assumptions solver_anywhere = {.real = true};

bool solver_mentions(const struct solver *solver, const struct expr *tree)
{
	return expr_mentions(tree, solver->unknown);
}

const struct expr *solutions_put(
    struct arena *arena, const struct expr *tree, const char *unknown, const struct expr *value)
{
	struct expr_binding binding = {unknown, value};
	return expr_substitute(arena, tree, &binding, 1);
}

const struct expr *solver_settled(struct arena *arena, const struct expr *tree)
{
	struct number number;
	switch (expr_worth(arena, tree, &number)) {
	case WORTH_RATIONAL:
		return expr_from_number(arena, number);
	case WORTH_UNDEFINED:
		return NULL;
	default:
		return tree;
	}
}

bool solver_sign(struct arena *arena, const struct expr *tree, int *ret_sign)
{
	return expr_compare(arena, tree, solver_integer(arena, 0), ret_sign);
}

bool solver_add(struct solver *solver, const struct expr *value)
{
	const struct expr *tree = solver_settled(solver->arena, value);
	if (!tree)
		return true; /* no value, no solution */
	if (solver->found.count == SOLUTIONS_MOST)
		return false;
	solver->found.list[solver->found.count++] = tree;
	return true;
}

bool solver_solve(struct solver *solver, const struct expr *left, const struct expr *right)
{
	if (!solver_mentions(solver, left)) {
		const struct expr *other = left;
		left = right;
		right = other;
	}
	if (!solver_mentions(solver, left)) {
		enum equality equality = expr_equal(solver->arena, left, right, &solver_anywhere);
		solver->found.all = solver->found.all || equality == EQUALITY_EQUAL;
		return equality != EQUALITY_UNKNOWN;
	}
	if (++solver->depth > SOLVE_DEPTH)
		return false;
	size_t before = solver->found.count;
	bool known = false;
	if (!solver_mentions(solver, right)) {
		const struct expr *value = solver_settled(solver->arena, right);
		known = !value || solver_undo(solver, left, value);
	}
	if (!known) {
		solver->found.count = before;
		known = solver_join(solver, left, right);
	}
	solver->depth--;
	return known;
}

/* ---- proof ---- */

/* Does the candidate solve the equation? False in *ret_known: neither proved nor refuted. */
static bool holds(struct arena *arena, const struct expr *left, const struct expr *right, const char *unknown,
    const struct expr *candidate, bool *ret_known)
{
	left = solutions_put(arena, left, unknown, candidate);
	right = solutions_put(arena, right, unknown, candidate);
	*ret_known = true;
	if (!solver_settled(arena, left) || !solver_settled(arena, right))
		return false;
	enum equality equality = expr_equal(arena, left, right, &solver_anywhere);
	*ret_known = equality != EQUALITY_UNKNOWN;
	return equality == EQUALITY_EQUAL;
}

/* Into its place in ascending order, once. */
static bool insert(struct arena *arena, struct solutions *solutions, const struct expr *value)
{
	size_t at = solutions->count;
	for (size_t i = 0; i < solutions->count; i++) {
		int order;
		if (!expr_compare(arena, value, solutions->list[i], &order))
			return false;
		if (order == 0)
			return true;
		if (order < 0 && at > i)
			at = i;
	}
	for (size_t i = solutions->count++; i > at; i--)
		solutions->list[i] = solutions->list[i - 1];
	solutions->list[at] = value;
	return true;
}

bool solutions_find(struct arena *arena, const struct expr *left, const struct expr *right,
    const char *unknown, struct solutions *ret_solutions)
{
	struct solver solver = {.arena = arena, .unknown = unknown};
	*ret_solutions = (struct solutions){.count = 0};
	if (!solver_solve(&solver, left, right))
		return false;
	ret_solutions->all = solver.found.all;
	for (size_t i = 0; i < solver.found.count && !solver.found.all; i++) {
		bool known;
		if (holds(arena, left, right, unknown, solver.found.list[i], &known) &&
		    !insert(arena, ret_solutions, solver.found.list[i]))
			return false;
		if (!known)
			return false;
	}
	return true;
}

static struct value word_value(struct arena *arena, enum word word)
{
	struct expr *tree = expr_new(arena, EXPR_WORD, 0);
	tree->style = (uint8_t)word;
	return (struct value){.kind = VALUE_TREE, .tree = tree};
}

struct value solutions_of(struct arena *arena, const struct expr *equation, const char *unknown)
{
	struct solutions solutions;
	if (equation->kind != EXPR_RELATION || equation->count != 2 || equation->parts[1].op != PART_EQUAL ||
	    !solutions_find(arena, equation->parts[0].expr, equation->parts[1].expr, unknown, &solutions))
		return (struct value){.kind = VALUE_UNDEFINED};
	if (solutions.all)
		return word_value(arena, WORD_ALL_REAL);
	if (solutions.count == 0)
		return word_value(arena, WORD_NO_SOLUTION);
	if (solutions.count == 1)
		return value_of(arena, solutions.list[0]);
	struct expr *list = expr_new(arena, EXPR_LIST, solutions.count);
	for (size_t i = 0; i < solutions.count; i++)
		list->parts[i].expr = solutions.list[i];
	return (struct value){.kind = VALUE_TREE, .tree = list};
}

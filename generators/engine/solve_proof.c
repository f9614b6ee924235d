/* Is a step right? Equal values, equal truth, or an equation with the same solutions. */
#include "generators/engine/solve.h"

#include <string.h>

void solve_solutions(struct proof *proof, const struct expr *key)
{
	switch (key->kind) {
	case EXPR_LIST:
	case EXPR_SET:
	case EXPR_OR:
		for (uint32_t i = 0; i < key->count; i++)
			solve_solutions(proof, key->parts[i].expr);
		return;
	case EXPR_RELATION:
		if (key->count == 2 && key->parts[0].expr->kind == EXPR_SYMBOL)
			solve_solutions(proof, key->parts[1].expr);
		return;
	case EXPR_PLUS_MINUS: {
		const struct expr *size = key->parts[key->count - 1].expr;
		if (key->count == 1) {
			solve_solutions(proof, size);
			solve_solutions(proof, expr_unary(proof->arena, EXPR_NEGATE, size));
		}
		return;
	}
	case EXPR_WORD:
		proof->none = key->style == WORD_NO_SOLUTION;
		return;
	default:
		if (proof->solution_count < SOLVE_SAMPLES)
			proof->solutions[proof->solution_count++] = key;
	}
}

/* Does a value solve it? For one of several equations joined by `or` it is enough to solve that one. */
static bool is_solved_by(const struct proof *proof, const struct expr *relation, const struct expr *value)
{
	if (relation->kind == EXPR_OR) {
		for (uint32_t i = 0; i < relation->count; i++)
			if (is_solved_by(proof, relation->parts[i].expr, value))
				return true;
		return false;
	}
	if (relation->kind != EXPR_RELATION || relation->count != 2 || relation->parts[1].op != PART_EQUAL)
		return false;
	struct expr_binding binding = {proof->unknown, value};
	const struct expr *sides = expr_substitute(proof->arena, relation, &binding, 1);
	return expr_equal(proof->arena, sides->parts[0].expr, sides->parts[1].expr, &proof->assumptions) ==
	       EQUALITY_EQUAL;
}

static const struct expr *difference(struct arena *arena, const struct expr *relation)
{
	return expr_row(arena, EXPR_SUM, relation->parts[0].expr, PART_MINUS, relation->parts[1].expr);
}

static bool is_equation(const struct expr *tree)
{
	return tree->kind == EXPR_RELATION && tree->count == 2 && tree->parts[1].op == PART_EQUAL;
}

/*
 * Equations: equal up to a factor that is never zero; or, as a law that undoes a power, an exponential or a
 * log keeps the solutions of its domain by itself, held to the key: every solution of the key solves the new
 * one.
 */
static bool equations_agree(const struct proof *proof, const struct expr *before, const struct expr *after)
{
	if (after->kind == EXPR_WORD)
		return proof->none && after->style == WORD_NO_SOLUTION;
	if (is_equation(before) && is_equation(after) &&
	    expr_proportional(proof->arena, difference(proof->arena, before), difference(proof->arena, after),
	        false, &proof->assumptions) == EQUALITY_EQUAL)
		return true;
	for (size_t i = 0; i < proof->solution_count; i++)
		if (!is_solved_by(proof, after, proof->solutions[i]))
			return false;
	return proof->solution_count > 0;
}

/* Is each part of one list worth one of the other, and no two the same one? */
static bool is_reordered(const struct proof *proof, const struct expr *a, const struct expr *b)
{
	bool *taken = arena_zero(proof->arena, b->count * sizeof *taken + 1);
	for (uint32_t i = 0; i < a->count; i++) {
		uint32_t j = 0;
		while (j < b->count && (taken[j] || !solve_proved(proof, a->parts[i].expr, b->parts[j].expr)))
			j++;
		if (j == b->count)
			return false;
		taken[j] = true;
	}
	return true;
}

bool solve_proved(const struct proof *proof, const struct expr *before, const struct expr *after)
{
	struct number number;
	bool relation = before->kind == EXPR_RELATION || before->kind == EXPR_OR;
	if (relation && proof->unknown)
		return equations_agree(proof, before, after);
	if (relation) {
		struct value old = value_of(proof->arena, before), new = value_of(proof->arena, after);
		if (after->kind == EXPR_WORD)
			return old.kind == VALUE_TRUTH && old.truth == (after->style == WORD_TRUE);
		return old.kind == VALUE_TRUTH && value_equal(proof->arena, old, new);
	}
	if (after->kind == EXPR_WORD)
		return after->style == WORD_UNDEFINED &&
		       expr_worth(proof->arena, before, &number) == WORTH_UNDEFINED;
	if (before->kind == EXPR_LIST || before->kind == EXPR_SET) {
		return after->kind == before->kind && after->count == before->count &&
		       is_reordered(proof, before, after);
	}
	return expr_equal(proof->arena, before, after, &proof->assumptions) == EQUALITY_EQUAL ||
	       (expr_worth(proof->arena, before, &number) == WORTH_UNDEFINED &&
	           expr_worth(proof->arena, after, &number) == WORTH_UNDEFINED);
}

/* ---- what one would not write ---- */

static bool is_literal(const struct expr *tree, int64_t value)
{
	return tree->kind == EXPR_NUMBER && number_is_small_integer(tree->literal.value) &&
	       tree->literal.value.num == value && tree->style == LITERAL_INTEGER;
}

static bool occurs(const struct expr *part, const struct expr *tree)
{
	if (expr_same(part, tree))
		return true;
	for (uint32_t i = 0; i < tree->count; i++)
		if (occurs(part, tree->parts[i].expr))
			return true;
	return false;
}

/* 4*10^1, 1*10^6, 8*8.9*10^1 */
static bool is_scientific(const struct expr *row)
{
	if (row->kind != EXPR_PRODUCT)
		return false;
	const struct expr *ten = row->parts[row->count - 1].expr;
	for (uint32_t i = 0; i + 1 < row->count; i++)
		if (row->parts[i].expr->kind != EXPR_NUMBER || row->parts[i + 1].op == PART_DIVIDE)
			return false;
	return ten->kind == EXPR_POWER && is_literal(ten->parts[0].expr, 10);
}

/* A row without the parts that change nothing: factors 1, terms 0. */
static const struct expr *without_idle(struct arena *arena, const struct expr *row)
{
	bool product = row->kind == EXPR_PRODUCT;
	struct expr_part *parts = arena_array(arena, row->count, sizeof *parts);
	uint32_t count = 0;
	for (uint32_t i = 0; i < row->count; i++) {
		bool head_of_quotient = product && i == 0 && row->parts[1].op == PART_DIVIDE;
		if (head_of_quotient || !is_literal(row->parts[i].expr, product ? 1 : 0))
			parts[count++] = row->parts[i];
	}
	if (count == row->count || count == 0)
		return count ? row : expr_integer(arena, product ? 1 : 0);
	struct expr *copy = expr_new(arena, (enum expr_kind)row->kind, count);
	memcpy(copy->parts, parts, count * sizeof *parts);
	if (copy->parts[0].op == PART_MINUS)
		copy->parts[0].expr = expr_unary(arena, EXPR_NEGATE, copy->parts[0].expr);
	else if (copy->parts[0].op == PART_DIVIDE)
		return row;
	copy->parts[0].op = product ? PART_TIMES : PART_PLUS;
	return rewrite_tidy(arena, copy);
}

/* (-3)/4 as -3/4, (-8)*x as -8*x */
static const struct expr *minus_in_front(struct arena *arena, const struct expr *tree)
{
	if (tree->kind != EXPR_PRODUCT || tree->parts[0].expr->kind != EXPR_NEGATE ||
	    tree->parts[0].expr->parts[0].expr->kind != EXPR_NUMBER)
		return tree;
	for (uint32_t i = 1; i < tree->count; i++)
		if (tree->parts[i].expr->kind == EXPR_NEGATE)
			return tree;
	struct expr *row = expr_new(arena, EXPR_PRODUCT, tree->count);
	memcpy(row->parts, tree->parts, tree->count * sizeof tree->parts[0]);
	row->parts[0].expr = tree->parts[0].expr->parts[0].expr;
	return expr_unary(arena, EXPR_NEGATE, row);
}

/* A log is written as its like was: log(100), where the tree before has log(x) and not log_10(x). */
static void take_style(struct expr *log, const struct expr *before)
{
	if (before->kind == EXPR_LOG && expr_same(before->parts[1].expr, log->parts[1].expr))
		log->style = before->style;
	for (uint32_t i = 0; i < before->count; i++)
		take_style(log, before->parts[i].expr);
}

const struct expr *solve_settled(
    struct arena *arena, const struct expr *before, const struct expr *after, bool tens)
{
	if (after->count == 0 || occurs(after, before) || (tens && is_scientific(after)))
		return after;
	struct expr *copy = expr_new(arena, (enum expr_kind)after->kind, after->count);
	memcpy(copy, after, sizeof *after + after->count * sizeof after->parts[0]);
	for (uint32_t i = 0; i < after->count; i++)
		copy->parts[i].expr = solve_settled(arena, before, after->parts[i].expr, tens);
	if (copy->kind == EXPR_POWER && is_literal(copy->parts[1].expr, 1))
		return copy->parts[0].expr;
	if (copy->kind == EXPR_LOG)
		take_style(copy, before);
	if (copy->kind == EXPR_ROOT && is_literal(copy->parts[1].expr, 2))
		copy->style = ROOT_SQUARE;
	if (copy->kind == EXPR_NEGATE && is_literal(copy->parts[0].expr, 0))
		return copy->parts[0].expr;
	if (copy->kind == EXPR_SUM || copy->kind == EXPR_PRODUCT)
		return minus_in_front(arena, without_idle(arena, rewrite_tidy(arena, copy)));
	return copy;
}

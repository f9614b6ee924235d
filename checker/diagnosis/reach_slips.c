/* Slips on the way: a sign, one more or less, an end before the end. */
#include "checker/diagnosis/reach_parts.h"

#include <math.h>
#include <string.h>

static void slip_result(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	struct arena *arena = walk->reacher->arena;
	const struct expr *value = reach_is_literal(node) ? NULL : reach_value(walk->reacher, node);
	const struct expr *size = value && value->kind == EXPR_NEGATE ? value->parts[0].expr : value;
	if (!size || size->kind != EXPR_NUMBER || !number_is_small_integer(size->literal.value))
		return;
	int64_t result = size == value ? size->literal.value.num : -size->literal.value.num;
	for (int64_t slip = -1; slip <= 1; slip += 2)
		reach_tell(walk, spot, node, expr_from_number(arena, number_from_int(arena, result + slip)),
		    REACH_SLIP + SLIP_ONE, NAN);
}

static void slip_sign(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	struct arena *arena = walk->reacher->arena;
	if (node->kind == EXPR_NEGATE)
		reach_tell(walk, spot, node, node->parts[0].expr, REACH_SLIP + SLIP_SIGN, NAN);
	for (uint32_t i = 1; node->kind == EXPR_SUM && i < node->count; i++) {
		struct expr *copy = expr_new(arena, EXPR_SUM, node->count);
		memcpy(copy->parts, node->parts, node->count * sizeof node->parts[0]);
		copy->parts[i].op = node->parts[i].op == PART_MINUS ? PART_PLUS : PART_MINUS;
		reach_tell(walk, spot, node, copy, REACH_SLIP + SLIP_SIGN, NAN);
	}
}

static void slip_exponent(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	struct arena *arena = walk->reacher->arena;
	if (node->kind != EXPR_POWER)
		return;
	const struct expr *exponent = node->parts[1].expr;
	const struct expr *size = exponent->kind == EXPR_NEGATE ? exponent->parts[0].expr : exponent;
	if (size->kind != EXPR_NUMBER || !number_is_small_integer(size->literal.value))
		return;
	int64_t value = size == exponent ? size->literal.value.num : -size->literal.value.num;
	for (int64_t slip = -1; slip <= 1; slip += 2) {
		const struct expr *other = expr_from_number(arena, number_from_int(arena, value + slip));
		reach_tell(walk, spot, node, rewrite_with(arena, node, 1, other), REACH_SLIP + SLIP_ONE, NAN);
	}
}

static void stop_at(struct walk *walk, const struct expr *node)
{
	if (!reach_is_wanted(walk, NULL, node, NAN))
		return;
	struct reached *reached = arena_alloc(walk->reacher->arena, sizeof *reached);
	*reached = (struct reached){walk->from, walk->from->tree, node, REACH_SLIP + SLIP_UNFINISHED, false};
	walk->found(walk->context, reached);
}

static void slip(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	if (spot && node->kind != EXPR_WORD) {
		slip_result(walk, node, spot); /* those of the final value are the matcher's */
		if (!reach_is_literal(node) && node->kind < EXPR_RELATION)
			stop_at(walk, node);
	}
	slip_sign(walk, node, spot);
	slip_exponent(walk, node, spot);
}

void reach_slips(struct reacher *reacher, const struct reached *from, const struct reach_sight *sight,
    reach_fn found, void *context)
{
	struct walk walk = {reacher, from, sight, found, context};
	if (from->tree->kind != EXPR_WORD && expr_size(from->tree) <= REACH_NODES)
		reach_walk(&walk, from->tree, NULL, slip);
}

/* Sums and products as rows of parts: taken apart for matching, and put together again. */
#include "checker/algebra/rewrite.h"

#include <string.h>

static bool is_joined(enum part_op op)
{
	return op == PART_PLUS || op == PART_TIMES || op == PART_IMPLIED;
}

static bool row_add(struct rewrite_row *row, const struct expr *expr, enum part_op op)
{
	if (row->count == REWRITE_PARTS)
		return false;
	row->parts[row->count++] = (struct expr_part){expr, op};
	return true;
}

static bool add_divisors(struct rewrite_row *row, const struct expr *product)
{
	for (uint32_t i = 0; i < product->count; i++) {
		enum part_op op = product->parts[i].op == PART_DIVIDE ? PART_TIMES : PART_DIVIDE;
		if (!row_add(row, product->parts[i].expr, op))
			return false;
	}
	return true;
}

bool rewrite_row_read(const struct expr *tree, bool flat, struct rewrite_row *ret_row)
{
	ret_row->kind = (enum expr_kind)tree->kind;
	ret_row->count = 0;
	for (uint32_t i = 0; i < tree->count; i++) {
		const struct expr *part = tree->parts[i].expr;
		bool divisors = flat && tree->parts[i].op == PART_DIVIDE && part->kind == EXPR_PRODUCT;
		if (!(divisors ? add_divisors(ret_row, part) : row_add(ret_row, part, tree->parts[i].op)))
			return false;
	}
	return true;
}

/* A row of its own, headed by the first part that follows + or *; divisors gathered under one bar. */
static const struct expr *row_of(
    struct arena *arena, enum expr_kind kind, const struct expr_part *parts, size_t count)
{
	if (count == 0)
		return NULL;
	struct expr *row = expr_new(arena, kind, count + 1);
	uint32_t at = 0;
	size_t head = 0;
	while (head < count && !is_joined(parts[head].op))
		head++;
	if (head == count) /* only divisors: 1 above them; only what is taken away: 0 before it */
		row->parts[at++].expr = expr_integer(arena, kind == EXPR_PRODUCT ? 1 : 0);
	else
		row->parts[at++].expr = parts[head].expr;
	for (size_t i = 0; i < count; i++)
		if (i != head)
			row->parts[at++] = parts[i];
	row->parts[0].op = kind == EXPR_PRODUCT ? PART_TIMES : PART_PLUS;
	row->count = at;
	return at == 1 ? row->parts[0].expr : row;
}

/* 6*x/y/z as 6*x/(y*z): divisors that stood under one bar stand there again. */
static const struct expr *gathered(
    struct arena *arena, enum expr_kind kind, const struct expr_part *parts, size_t count)
{
	struct expr_part above[REWRITE_PARTS + 1], below[REWRITE_PARTS + 1];
	size_t above_count = 0, below_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (parts[i].op == PART_DIVIDE)
			below[below_count++] = (struct expr_part){parts[i].expr, PART_TIMES};
		else
			above[above_count++] = parts[i];
	}
	if (kind != EXPR_PRODUCT || below_count < 2)
		return row_of(arena, kind, parts, count);
	above[above_count++] = (struct expr_part){row_of(arena, kind, below, below_count), PART_DIVIDE};
	return row_of(arena, kind, above, above_count);
}

const struct expr *rewrite_row_made(
    struct arena *arena, const struct rewrite_row *row, uint64_t taken, bool except)
{
	struct expr_part parts[REWRITE_PARTS];
	size_t count = 0;
	for (size_t i = 0; i < row->count; i++)
		if ((bool)(taken >> i & 1) != except)
			parts[count++] = row->parts[i];
	return gathered(arena, row->kind, parts, count);
}

const struct expr *rewrite_row_replaced(
    struct arena *arena, const struct rewrite_row *row, uint64_t taken, const struct expr *with)
{
	struct expr_part parts[REWRITE_PARTS + 1];
	size_t count = 0;
	bool placed = false;
	for (size_t i = 0; i < row->count; i++) {
		bool mine = taken >> i & 1;
		if (!mine)
			parts[count++] = row->parts[i];
		if (!mine || placed || !is_joined(row->parts[i].op))
			continue;
		enum part_op op = row->parts[i].op;
		if (with->kind == EXPR_NUMBER && op == PART_IMPLIED)
			op = PART_TIMES;
		parts[count++] = (struct expr_part){with, op};
		placed = true;
	}
	return gathered(arena, row->kind, parts, count);
}

/* ---- tidying ---- */

static bool is_plain_product(const struct expr *tree)
{
	for (uint32_t i = 1; i < tree->count; i++)
		if (tree->parts[i].op == PART_DIVIDE)
			return false;
	return tree->kind == EXPR_PRODUCT;
}

static bool dissolves(const struct expr *row, uint32_t at, const struct expr *part)
{
	if (row->kind != part->kind || (row->kind != EXPR_SUM && row->kind != EXPR_PRODUCT))
		return false;
	if (at == 0)
		return true;
	if (row->kind == EXPR_SUM)
		return row->parts[at].op == PART_PLUS;
	return row->parts[at].op != PART_DIVIDE && is_plain_product(part);
}

static const struct expr *tidy_row(
    struct arena *arena, const struct expr *tree, const struct expr *const *parts)
{
	size_t count = 0;
	for (uint32_t i = 0; i < tree->count; i++)
		count += dissolves(tree, i, parts[i]) ? parts[i]->count : 1;
	if (count == 1)
		return parts[0];
	struct expr *row = expr_new(arena, (enum expr_kind)tree->kind, count);
	row->flags = count == tree->count ? tree->flags : 0;
	uint32_t at = 0;
	for (uint32_t i = 0; i < tree->count; i++) {
		if (!dissolves(tree, i, parts[i])) {
			row->parts[at++] = (struct expr_part){parts[i], tree->parts[i].op};
			continue;
		}
		for (uint32_t j = 0; j < parts[i]->count; j++)
			row->parts[at++] = (struct expr_part){
			    parts[i]->parts[j].expr, j == 0 ? tree->parts[i].op : parts[i]->parts[j].op};
	}
	return row;
}

static const struct expr *with_parts(
    struct arena *arena, const struct expr *tree, const struct expr *const *parts)
{
	struct expr *copy = expr_new(arena, (enum expr_kind)tree->kind, tree->count);
	copy->style = tree->style;
	copy->flags = tree->flags;
	if (tree->kind == EXPR_CALL)
		copy->name = tree->name;
	for (uint32_t i = 0; i < tree->count; i++)
		copy->parts[i] = (struct expr_part){parts[i], tree->parts[i].op};
	return copy;
}

const struct expr *rewrite_tidy(struct arena *arena, const struct expr *tree)
{
	const struct expr **parts = NULL; /* once one is another or dissolves: most trees are tidy */
	bool row = tree->kind == EXPR_SUM || tree->kind == EXPR_PRODUCT;
	if (row && tree->count == 1)
		return rewrite_tidy(arena, tree->parts[0].expr);
	for (uint32_t i = 0; i < tree->count; i++) {
		const struct expr *part = rewrite_tidy(arena, tree->parts[i].expr);
		if (!parts && (part != tree->parts[i].expr || dissolves(tree, i, part))) {
			parts = arena_array(arena, tree->count, sizeof(const struct expr *));
			for (uint32_t j = 0; j < i; j++)
				parts[j] = tree->parts[j].expr;
		}
		if (parts)
			parts[i] = part;
	}
	if (!parts)
		return tree;
	return row ? tidy_row(arena, tree, parts) : with_parts(arena, tree, parts);
}

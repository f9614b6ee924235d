#include "checker/algebra/settle.h"

#include <string.h>

struct settling {
	struct arena *arena;
	const struct expr *expr, *result;
	const struct assumptions *assumptions;
};

static void simplify(void *context)
{
	struct settling *settling = context;

	settling->result = expr_simplify(settling->arena, settling->expr, settling->assumptions);
}

/* The constant that a sum or product is; itself where symbols stay, or where nothing is known. */
static const struct expr *constant_of(const struct settling *outer, const struct expr *expr)
{
	struct settling settling = {outer->arena, expr, NULL, outer->assumptions};

	if ((expr->kind != EXPR_SUM && expr->kind != EXPR_PRODUCT) ||
	    arena_try(outer->arena, simplify, &settling) != REFUSAL_NONE ||
	    expr_mentions(settling.result, NULL))
		return expr;
	return settling.result;
}

static const struct expr *settle(const struct settling *settling, const struct expr *expr)
{
	struct expr *changed = NULL;
	const struct expr *whole;

	if (!expr_mentions(expr, NULL))
		return expr;
	whole = constant_of(settling, expr);
	if (whole != expr)
		return whole;
	for (uint32_t i = 0; i < expr->count; i++) {
		const struct expr *part = settle(settling, expr->parts[i].expr);

		if (part == expr->parts[i].expr)
			continue;
		if (!changed) {
			changed = expr_new(settling->arena, (enum expr_kind)expr->kind, expr->count);
			memcpy(changed, expr, sizeof *expr + expr->count * sizeof expr->parts[0]);
		}
		changed->parts[i].expr = part;
	}
	return changed ? changed : expr;
}

const struct expr *expr_settle(
    struct arena *arena, const struct expr *expr, const struct assumptions *assumptions)
{
	const struct settling settling = {arena, NULL, NULL, assumptions};

	return settle(&settling, expr);
}

/* Forms about powers, products and sums. */
#include "checker/algebra/value.h"
#include "checker/forms.h"

static bool missing(const struct form_context *context, enum note_code code, const char *detail)
{
	notes_add(context->notes, (struct note){.code = code, .detail = detail});
	return false;
}

static const struct expr *unsigned_part(const struct expr *expr)
{
	return expr->kind == EXPR_NEGATE ? expr->parts[0].expr : expr;
}

/* A number that is worked out: a literal or a fraction of two, with a sign. */
static bool is_number(const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (size->kind == EXPR_PRODUCT && size->count == 2 && size->parts[1].op == PART_DIVIDE)
		return unsigned_part(size->parts[0].expr)->kind == EXPR_NUMBER &&
		       size->parts[1].expr->kind == EXPR_NUMBER;
	return size->kind == EXPR_NUMBER;
}

bool form_is_power(const struct form_context *context, const struct expr *expr)
{
	const struct expr *base = expr->kind == EXPR_POWER ? expr->parts[0].expr : expr;
	bool plain_base = is_number(base) || base->kind == EXPR_SYMBOL || base->kind == EXPR_CONSTANT;

	/* A bare base counts where the base is asked for: 3 is 3^1. */
	if ((expr->kind != EXPR_POWER && !context->base) || !plain_base)
		return missing(context, NOTE_NOT_POWER, NULL);
	if (context->base && expr_equal(context->arena, base, context->base, NULL) != EQUALITY_EQUAL)
		return missing(context, NOTE_OTHER_BASE, context->base_text);
	if (expr->kind == EXPR_POWER && !is_number(expr->parts[1].expr) &&
	    !expr_mentions(expr->parts[1].expr, NULL))
		return missing(context, NOTE_NOT_EVALUATED, NULL);
	return true;
}

/* A sum with a symbol in it, which would have to be a factor in brackets. */
static bool has_symbolic_sum(const struct expr *expr)
{
	return expr->kind == EXPR_SUM && expr_mentions(expr, NULL);
}

bool form_is_factored(const struct form_context *context, const struct expr *expr)
{
	return !has_symbolic_sum(unsigned_part(expr)) || missing(context, NOTE_NOT_SIMPLIFIED, NULL);
}

/* Does it hold a product or power of sums? */
static bool has_brackets(const struct expr *expr)
{
	if (expr->kind == EXPR_PRODUCT || expr->kind == EXPR_POWER) {
		for (uint32_t i = 0; i < expr->count; i++) {
			if (has_symbolic_sum(unsigned_part(expr->parts[i].expr)) && expr->parts[i].op != PART_DIVIDE)
				return true;
		}
	}
	for (uint32_t i = 0; i < expr->count; i++) {
		if (has_brackets(expr->parts[i].expr))
			return true;
	}
	return false;
}

bool form_is_expanded(const struct form_context *context, const struct expr *expr)
{
	return !has_brackets(expr) || missing(context, NOTE_NOT_SIMPLIFIED, NULL);
}

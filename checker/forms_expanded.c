/* Expanded: products of sums multiplied out, like terms collected. */
#include "checker/forms_shape.h"

/* A sum with a symbol in it, which would have to be a factor in brackets. */
static bool is_symbolic_sum(const struct expr *expr)
{
	return expr->kind == EXPR_SUM && expr_mentions(expr, NULL);
}

/*
 * Is there a product to multiply out? (x+1)/2 and (x+1)/(x+2) are none: a sum that is nothing but divided
 * keeps its brackets only until the fraction is drawn as one.
 */
static bool multiplies_a_sum(const struct expr *product)
{
	size_t multiplying = 0, sums = 0;

	for (uint32_t i = 0; i < product->count; i++) {
		if (product->parts[i].op != PART_DIVIDE) {
			multiplying++;
			sums += is_symbolic_sum(unsigned_part(product->parts[i].expr));
		}
	}
	return sums > 0 && multiplying > 1;
}

/* (x+1)^2; but sqrt(x+1), (x+1)^(1/2) and (x+1)^n cannot be multiplied out. */
static bool is_power_of_sum(const struct expr *expr)
{
	const struct expr *exponent;

	if (expr->kind != EXPR_POWER || !is_symbolic_sum(unsigned_part(expr->parts[0].expr)))
		return false;
	exponent = unsigned_part(expr->parts[1].expr);
	return exponent->kind == EXPR_NUMBER && number_is_integer(exponent->literal.value) &&
	       !number_is_one(exponent->literal.value);
}

/* The first part that can be multiplied out; NULL: there is none. */
static const struct expr *find_brackets(const struct expr *expr)
{
	const struct expr *found = NULL;

	if ((expr->kind == EXPR_PRODUCT && multiplies_a_sum(expr)) || is_power_of_sum(expr) ||
	    (expr->kind == EXPR_NEGATE && is_symbolic_sum(expr->parts[0].expr)))
		return expr;
	for (uint32_t i = 0; i < expr->count && !found; i++) {
		/* x-(y+z) */
		if (expr->kind == EXPR_SUM && is_symbolic_sum(unsigned_part(expr->parts[i].expr)))
			return expr->parts[i].expr;
		found = find_brackets(expr->parts[i].expr);
	}
	return found;
}

bool form_is_expanded(const struct form_context *context, const struct expr *expr)
{
	const struct expr *brackets = find_brackets(expr);

	if (brackets)
		return form_missing(context, NOTE_NOT_EXPANDED, brackets == expr ? NULL : brackets);
	return is_settled(context, expr, SETTLE_TERMS);
}

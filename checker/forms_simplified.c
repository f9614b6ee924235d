/*
 * Simplified: each variable once in a term, one evaluated coefficient, no power of a product, quotient or
 * power, and like terms collected. A sum in brackets counts as one thing: 2(x+1) is as simple as 2x+2.
 */
#include "checker/forms_shape.h"

static bool is_number_kind(const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	return size->kind == EXPR_NUMBER || size->kind == EXPR_MIXED;
}

static bool is_settled_exponent(
    const struct form_context *context, const struct expr *exponent, enum settling settling)
{
	const struct expr *size = unsigned_part(exponent);

	if (settling == SETTLE_STRICT && is_integer_literal(size) &&
	    (number_is_zero(size->literal.value) || (size == exponent && number_is_one(size->literal.value))))
		return form_missing(context, NOTE_NOT_SIMPLIFIED, exponent);
	return is_settled(context, exponent, settling);
}

/* (2/3)^n and 2^x stay as they are; (2/3)^2 and (-2)^3 do not. */
static bool is_settled_number_power(
    const struct form_context *context, const struct term_factor *factor, enum settling settling)
{
	const struct expr *power = expr_binary(context->arena, EXPR_POWER, factor->base, factor->exponent);

	if (can_be_evaluated(context->arena, power))
		return form_missing(context, NOTE_NOT_EVALUATED, factor->base);
	return is_settled_exponent(context, factor->exponent, settling);
}

static bool is_settled_base(
    const struct form_context *context, const struct term_factor *factor, enum settling settling)
{
	const struct expr *base = factor->base;

	switch (base->kind) {
	case EXPR_SYMBOL:
	case EXPR_CONSTANT:
		return true;
	case EXPR_SUM:
	case EXPR_ROOT:
	case EXPR_LOG:
	case EXPR_ABSOLUTE:
		if (can_be_evaluated(context->arena, base))
			return form_missing(context, NOTE_NOT_EVALUATED, base);
		return base->kind == EXPR_LOG || is_settled(context, base->parts[0].expr, settling);
	case EXPR_POWER:
	case EXPR_PRODUCT:
		return form_missing(context, NOTE_POWER_OF_PRODUCT, base);
	case EXPR_NEGATE: /* (-x)^3 */
		return form_missing(context, NOTE_NOT_SIMPLIFIED, base);
	default:
		return form_missing(context, NOTE_NOT_EVALUATED, base);
	}
}

static bool is_settled_factor(
    const struct form_context *context, const struct term_factor *factor, enum settling settling)
{
	if (factor->base->kind == EXPR_SUM)
		return is_settled(context, factor->base, settling) &&
		       (!factor->exponent || is_settled_exponent(context, factor->exponent, settling));
	if (factor->exponent && (is_number_kind(factor->base) || is_fraction(unsigned_part(factor->base))))
		return is_settled_number_power(context, factor, settling);
	if (!is_settled_base(context, factor, settling))
		return false;
	return !factor->exponent || is_settled_exponent(context, factor->exponent, settling);
}

/* Does a variable, or a whole base, occur in both? x and sqrt(x) are powers of one base. */
static bool share_base(const struct expr *a, const struct expr *b)
{
	if (a->kind == EXPR_ROOT && b->kind == EXPR_SYMBOL)
		return a->parts[0].expr->kind != EXPR_SUM && expr_mentions(a->parts[0].expr, b->name);
	if (b->kind == EXPR_ROOT && a->kind == EXPR_SYMBOL)
		return share_base(b, a);
	return expr_same(a, b);
}

static bool is_each_base_once(const struct form_context *context, const struct term *term)
{
	for (size_t i = 0; i < term->factor_count; i++) {
		for (size_t k = 0; k < i; k++) {
			if (share_base(term->factors[i].base, term->factors[k].base))
				return form_missing(context, NOTE_VARIABLE_REPEATED, term->factors[i].base);
		}
	}
	return true;
}

static bool is_settled_term(
    const struct form_context *context, const struct expr *expr, enum settling settling)
{
	struct term term = term_read(context->arena, expr);

	if (term.sign_below)
		return form_missing(context, NOTE_SIGN_IN_DENOMINATOR, term.sign_below);
	if (term.second_sign || term.nested)
		return form_missing(
		    context, NOTE_NOT_SIMPLIFIED, term.second_sign ? term.second_sign : term.nested);
	if (!term_numbers_settled(context, &term, settling == SETTLE_STRICT))
		return false;
	for (size_t i = 0; i < term.factor_count; i++) {
		if (!is_settled_factor(context, &term.factors[i], settling))
			return false;
	}
	return is_each_base_once(context, &term);
}

static bool is_settled_sum(const struct form_context *context, const struct expr *sum, enum settling settling)
{
	for (uint32_t i = 0; i < sum->count; i++) {
		const struct expr *part = sum->parts[i].expr;

		/* x-(-3), x+(y+z) and x+0 */
		if ((sum->parts[i].op == PART_MINUS && part->kind == EXPR_NEGATE) ||
		    unsigned_part(part)->kind == EXPR_SUM ||
		    (part->kind == EXPR_NUMBER && number_is_zero(part->literal.value)))
			return form_missing(context, NOTE_NOT_SIMPLIFIED, part);
		if (!is_settled_term(context, part, settling))
			return false;
	}
	return sum_collected(context, sum);
}

bool is_settled(const struct form_context *context, const struct expr *expr, enum settling settling)
{
	if (expr->kind == EXPR_SUM)
		return is_settled_sum(context, expr, settling);
	if (expr->kind == EXPR_NEGATE && expr->parts[0].expr->kind == EXPR_SUM) {
		/* -(x+1) is a factor -1 before a sum */
		return is_settled_sum(context, expr->parts[0].expr, settling);
	}
	return is_settled_term(context, expr, settling);
}

bool form_is_simplified(const struct form_context *context, const struct expr *expr)
{
	return is_settled(context, expr, SETTLE_STRICT);
}

/* The first exponent with a minus in front. */
static const struct expr *find_negative_exponent(const struct expr *expr)
{
	const struct expr *found = NULL;

	if (expr->kind == EXPR_POWER && expr->parts[1].expr->kind == EXPR_NEGATE)
		return expr->parts[1].expr;
	for (uint32_t i = 0; i < expr->count && !found; i++)
		found = find_negative_exponent(expr->parts[i].expr);
	return found;
}

bool form_has_positive_exponents(const struct form_context *context, const struct expr *expr)
{
	const struct expr *negative = find_negative_exponent(expr);

	if (negative)
		return form_missing(context, NOTE_NEGATIVE_EXPONENT_LEFT, negative);
	return form_is_simplified(context, expr);
}

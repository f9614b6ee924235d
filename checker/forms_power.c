/* Forms about powers, and the equations that a power and a logarithm make. */
#include "checker/forms_shape.h"

/* An exponent with nothing left to work out; a fraction in any terms. */
static bool is_exponent_settled(const struct form_context *context, const struct expr *exponent)
{
	if (is_one_number(exponent)) {
		const struct expr *size = unsigned_part(exponent);

		if (is_fraction(size) &&
		    !is_reduced(context->arena, fraction_side(size, 0), fraction_side(size, 1)))
			form_missing(context, NOTE_UNREDUCED, exponent); /* said, and let pass */
		return true;
	}
	return is_settled(context, exponent, SETTLE_TERMS);
}

/* What stands alone below an exponent: one number, or anything with a symbol that is no power itself. */
static bool is_base(const struct expr *base)
{
	if (base->kind == EXPR_POWER || base->kind == EXPR_ROOT || base->kind == EXPR_LOG)
		return false;
	return is_one_number(base) || base->kind == EXPR_CONSTANT || expr_mentions(base, NULL);
}

/* 3 is 3^1 where powers of 3 are asked for, and x is x^1; else 8 is no power yet. */
static bool may_stand_bare(const struct form_context *context, const struct expr *expr)
{
	return context->base || expr->kind == EXPR_SYMBOL || expr->kind == EXPR_CONSTANT;
}

bool form_is_power(const struct form_context *context, const struct expr *expr)
{
	const struct expr *base = expr->kind == EXPR_POWER ? expr->parts[0].expr : expr;

	if (expr->kind != EXPR_POWER && !may_stand_bare(context, expr))
		return form_missing(context, NOTE_NOT_POWER, NULL);
	if (!is_base(base))
		return form_missing(context, NOTE_NOT_POWER, NULL);
	if (context->base && expr_equal(context->arena, base, context->base, NULL) != EQUALITY_EQUAL)
		return form_missing_detail(context, NOTE_OTHER_BASE, NULL, context->base_text);
	return expr->kind != EXPR_POWER || is_exponent_settled(context, expr->parts[1].expr);
}

/* Every power has one number or a settled exponent, and is no power of a power. */
static bool are_powers_settled(const struct form_context *context, const struct expr *expr)
{
	if (expr->kind == EXPR_POWER) {
		if (expr->parts[0].expr->kind == EXPR_POWER)
			return form_missing(context, NOTE_POWER_OF_PRODUCT, expr);
		return is_exponent_settled(context, expr->parts[1].expr) &&
		       are_powers_settled(context, expr->parts[0].expr);
	}
	for (uint32_t i = 0; i < expr->count; i++) {
		if (!are_powers_settled(context, expr->parts[i].expr))
			return false;
	}
	return true;
}

/* No root sign; and for a number at least one power, or else 4 would do for 8^(2/3). */
bool form_is_rational_exponent(const struct form_context *context, const struct expr *expr)
{
	const struct expr *root = find_kind(expr, EXPR_ROOT);

	if (root)
		return form_missing(context, NOTE_ROOT_LEFT, root == expr ? NULL : root);
	if (!find_kind(expr, EXPR_POWER) && !expr_mentions(expr, NULL))
		return form_missing(context, NOTE_NOT_RATIONAL_EXPONENT, NULL);
	return are_powers_settled(context, expr);
}

static bool is_equation(const struct expr *expr)
{
	return expr->kind == EXPR_RELATION && expr->count == 2 && expr->parts[1].op == PART_EQUAL;
}

/* Is a side nothing but a node of this kind? Sides may swap: 8 = 2^3. */
static bool has_side(const struct expr *expr, enum expr_kind kind)
{
	return is_equation(expr) && (expr->parts[0].expr->kind == kind || expr->parts[1].expr->kind == kind);
}

bool form_is_exponential(const struct form_context *context, const struct expr *expr)
{
	const struct expr *log = find_kind(expr, EXPR_LOG);

	if (log && has_side(expr, EXPR_POWER))
		return form_missing(context, NOTE_NOT_EXPONENTIAL, log);
	return has_side(expr, EXPR_POWER) || form_missing(context, NOTE_NOT_EXPONENTIAL, NULL);
}

bool form_is_logarithmic(const struct form_context *context, const struct expr *expr)
{
	return has_side(expr, EXPR_LOG) || form_missing(context, NOTE_NOT_LOGARITHMIC, NULL);
}

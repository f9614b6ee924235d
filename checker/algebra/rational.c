/* Tier 1: what can be worked out with rational numbers alone. */
#include "checker/algebra/value.h"

#include "checker/limits.h"

/* Would the result be too long to write out? Exponent vectors may still do. */
static bool is_long(struct number a, struct number b)
{
	return number_bits(a) + number_bits(b) > LIMIT_VALUE_BITS;
}

static enum worth of_sum(struct arena *arena, const struct expr *expr, struct number *ret_value)
{
	struct number sum, part;
	enum worth worth = expr_rational(arena, expr->parts[0].expr, &sum);

	for (uint32_t i = 1; i < expr->count && worth == WORTH_RATIONAL; i++) {
		worth = expr_rational(arena, expr->parts[i].expr, &part);
		if (worth == WORTH_RATIONAL && is_long(sum, part))
			return WORTH_OTHER;
		if (worth == WORTH_RATIONAL)
			sum = expr->parts[i].op == PART_MINUS ? number_subtract(arena, sum, part)
			                                      : number_add(arena, sum, part);
	}
	*ret_value = sum;
	return worth;
}

static enum worth of_product(struct arena *arena, const struct expr *expr, struct number *ret_value)
{
	struct number product, part;
	enum worth worth = expr_rational(arena, expr->parts[0].expr, &product);

	for (uint32_t i = 1; i < expr->count && worth == WORTH_RATIONAL; i++) {
		worth = expr_rational(arena, expr->parts[i].expr, &part);
		if (worth != WORTH_RATIONAL)
			break;
		if (is_long(product, part))
			return WORTH_OTHER;
		if (expr->parts[i].op != PART_DIVIDE)
			product = number_multiply(arena, product, part);
		else if (number_is_zero(part))
			return WORTH_UNDEFINED;
		else
			product = number_divide(arena, product, part);
	}
	*ret_value = product;
	return worth;
}

/* base^(num/den): the root must be rational. */
static enum worth of_rational_power(
    struct arena *arena, struct number base, struct number exponent, struct number *ret_value)
{
	struct number root;

	if (exponent.big)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	if (number_is_zero(base)) {
		*ret_value = base;
		return exponent.num > 0 ? WORTH_RATIONAL : WORTH_UNDEFINED;
	}
	if (exponent.den % 2 == 0 && number_sign(base) < 0)
		return WORTH_UNDEFINED;
	if (exponent.den == 1) {
		uint64_t size = (uint64_t)(exponent.num < 0 ? -exponent.num : exponent.num);

		/* Past what is written out, an exponent vector may still do. */
		if (number_bits(base) > 1 && size > LIMIT_VALUE_BITS / number_bits(base)) {
			if (size > LIMIT_EXPONENT_VECTOR_BITS / number_bits(base))
				arena_refuse(arena, REFUSAL_TOO_LARGE);
			return WORTH_OTHER;
		}
		*ret_value = number_power(arena, base, exponent.num);
		return WORTH_RATIONAL;
	}
	if (!number_root(arena, base, (uint64_t)exponent.den, &root))
		return WORTH_OTHER;
	return of_rational_power(arena, root, (struct number){exponent.num, 1, NULL}, ret_value);
}

static enum worth of_power(struct arena *arena, const struct expr *expr, struct number *ret_value)
{
	struct number base, exponent;
	enum worth base_worth = expr_rational(arena, expr->parts[0].expr, &base);
	enum worth exponent_worth = expr_rational(arena, expr->parts[1].expr, &exponent);

	if (base_worth == WORTH_UNDEFINED || exponent_worth == WORTH_UNDEFINED)
		return WORTH_UNDEFINED;
	if (base_worth != WORTH_RATIONAL || exponent_worth != WORTH_RATIONAL)
		return WORTH_OTHER;
	if (expr->kind == EXPR_ROOT) {
		if (!number_is_integer(exponent) || number_sign(exponent) <= 0)
			return WORTH_UNDEFINED;
		exponent = number_invert(arena, exponent);
	}
	return of_rational_power(arena, base, exponent, ret_value);
}

static enum worth of_mixed(struct arena *arena, const struct expr *expr, struct number *ret_value)
{
	struct number den = expr->parts[2].expr->literal.value;

	if (number_is_zero(den))
		return WORTH_UNDEFINED;
	*ret_value = number_add(arena, expr->parts[0].expr->literal.value,
	    number_divide(arena, expr->parts[1].expr->literal.value, den));
	return WORTH_RATIONAL;
}

static enum worth of_unary(struct arena *arena, const struct expr *expr, struct number *ret_value)
{
	struct number value;
	enum worth worth = expr_rational(arena, expr->parts[0].expr, &value);

	if (worth != WORTH_RATIONAL)
		return worth;
	if (expr->kind == EXPR_NEGATE)
		*ret_value = number_negate(arena, value);
	else if (expr->kind == EXPR_ABSOLUTE)
		*ret_value = number_absolute(arena, value);
	else
		*ret_value = number_divide(arena, value, number_from_int(arena, 100));
	return worth;
}

enum worth expr_rational(struct arena *arena, const struct expr *expr, struct number *ret_value)
{
	switch ((enum expr_kind)expr->kind) {
	case EXPR_NUMBER:
		*ret_value = expr->literal.value;
		return WORTH_RATIONAL;
	case EXPR_MIXED:
		return of_mixed(arena, expr, ret_value);
	case EXPR_SUM:
		return of_sum(arena, expr, ret_value);
	case EXPR_PRODUCT:
		return of_product(arena, expr, ret_value);
	case EXPR_NEGATE:
	case EXPR_PERCENT:
	case EXPR_ABSOLUTE:
		return of_unary(arena, expr, ret_value);
	case EXPR_POWER:
	case EXPR_ROOT:
		return of_power(arena, expr, ret_value);
	default:
		return WORTH_OTHER;
	}
}

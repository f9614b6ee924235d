/* Forms of one number. */
#include "checker/forms_shape.h"

#include <gmp.h>

enum { PRIME_BITS = 256 }; /* longer factors are not tested: no exercise has them */

/* 1 5/3: the fraction of a mixed number must be a proper one. */
static bool is_proper(struct arena *arena, const struct expr *num, const struct expr *den)
{
	return !number_is_zero(num->literal.value) &&
	       number_compare(arena, num->literal.value, den->literal.value) < 0;
}

/* What is said of a finished number that could look better, and let pass. */
static void note_blemishes(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);
	struct arena *arena = context->arena;

	if (size->kind == EXPR_MIXED) {
		if (!is_proper(arena, size->parts[1].expr, size->parts[2].expr) ||
		    !is_reduced(arena, size->parts[1].expr, size->parts[2].expr))
			form_missing(context, NOTE_UNREDUCED, NULL);
		return;
	}
	if (!is_fraction(size))
		return;
	if (size->parts[1].expr->kind == EXPR_NEGATE)
		form_missing(context, NOTE_SIGN_IN_DENOMINATOR, NULL);
	if (!is_reduced(arena, fraction_side(size, 0), fraction_side(size, 1)) ||
	    number_is_one(fraction_side(size, 1)->literal.value))
		form_missing(context, NOTE_UNREDUCED, NULL);
}

bool form_is_evaluated(const struct form_context *context, const struct expr *expr)
{
	if (!is_one_number(expr))
		return form_missing(context, NOTE_NOT_EVALUATED, NULL);
	note_blemishes(context, expr);
	return true;
}

bool form_is_integer(const struct form_context *context, const struct expr *expr)
{
	return is_signed_integer(expr) || form_missing(context, NOTE_NOT_INTEGER, NULL);
}

bool form_is_fraction(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (!is_fraction(size))
		return form_missing(context, NOTE_NOT_FRACTION, NULL);
	/* -3/-4 is 3/4 with a division of signs left to do. */
	return fraction_signs(expr) < 2 || form_missing(context, NOTE_NOT_EVALUATED, NULL);
}

bool form_is_lowest_terms(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (is_signed_integer(expr))
		return true;
	if (!is_fraction(size))
		return form_missing(context, NOTE_NOT_FRACTION, NULL);
	if (fraction_signs(expr) > 1)
		return form_missing(context, NOTE_NOT_SIMPLIFIED, NULL);
	if (size->parts[1].expr->kind == EXPR_NEGATE)
		return form_missing(context, NOTE_SIGN_IN_DENOMINATOR, NULL);
	if (!is_reduced(context->arena, fraction_side(size, 0), fraction_side(size, 1)) ||
	    number_is_one(fraction_side(size, 1)->literal.value))
		return form_missing(context, NOTE_UNREDUCED, NULL);
	return true;
}

/* Below one, a mixed number is a proper fraction; a whole one is an integer. */
bool form_is_mixed(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr), *num, *den;

	if (is_signed_integer(expr))
		return true;
	if (size->kind != EXPR_MIXED) {
		if (!is_fraction(size) ||
		    !is_proper(context->arena, fraction_side(size, 0), fraction_side(size, 1)))
			return form_missing(context, NOTE_NOT_MIXED, NULL);
		return form_is_lowest_terms(context, expr);
	}
	num = size->parts[1].expr;
	den = size->parts[2].expr;
	if (number_is_zero(size->parts[0].expr->literal.value) ||
	    number_compare(context->arena, num->literal.value, den->literal.value) > 0)
		return form_missing(context, NOTE_NOT_MIXED, NULL); /* 0 1/2, 1 5/3 */
	if (number_is_zero(num->literal.value) || !is_reduced(context->arena, num, den) ||
	    number_is_one(den->literal.value))
		return form_missing(context, NOTE_UNREDUCED, NULL);
	return true;
}

bool form_is_decimal(const struct form_context *context, const struct expr *expr)
{
	return unsigned_part(expr)->kind == EXPR_NUMBER || form_missing(context, NOTE_NOT_DECIMAL, NULL);
}

static bool is_ten(const struct expr *expr)
{
	return is_integer_literal(expr) && number_equal(expr->literal.value, (struct number){10, 1, NULL});
}

/* c * 10^k with a whole k and 1 <= c < 10; nought is written 0. */
bool form_is_scientific(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr), *coefficient, *power;
	const struct number ten = {10, 1, NULL};

	if (size->kind == EXPR_NUMBER && number_is_zero(size->literal.value))
		return true;
	if (size->kind != EXPR_PRODUCT || size->count != 2 || size->parts[1].op == PART_DIVIDE)
		return form_missing(context, NOTE_NOT_SCIENTIFIC, NULL);
	coefficient = expr == size ? unsigned_part(size->parts[0].expr) : size->parts[0].expr;
	power = size->parts[1].expr;
	if (coefficient->kind != EXPR_NUMBER || power->kind != EXPR_POWER || !is_ten(power->parts[0].expr))
		return form_missing(context, NOTE_NOT_SCIENTIFIC, NULL);
	if (!is_signed_integer(power->parts[1].expr))
		return form_missing(context, NOTE_NOT_SCIENTIFIC, power->parts[1].expr);
	if (number_compare(context->arena, coefficient->literal.value, NUMBER_ONE) < 0 ||
	    number_compare(context->arena, coefficient->literal.value, ten) >= 0)
		return form_missing(context, NOTE_COEFFICIENT_OUT_OF_RANGE, NULL);
	return true;
}

/* Exact below 2^64, where no composite number passes GMP's Baillie-PSW test (Feitsma and Galway 2013). */
static bool is_prime(struct arena *arena, struct number value)
{
	enum { EXTRA_ROUNDS = 25 };
	mpz_t integer;

	if (number_bits(value) > PRIME_BITS || number_sign(value) <= 0)
		return false;
	arena_serve_gmp(arena);
	mpz_init(integer);
	number_get_num(value, integer);
	return mpz_probab_prime_p(integer, EXTRA_ROUNDS) > 0;
}

static bool is_prime_factor(const struct form_context *context, const struct expr *factor)
{
	const struct expr *base = factor;

	if (factor->kind == EXPR_POWER) {
		const struct expr *exponent = factor->parts[1].expr;

		if (!is_integer_literal(exponent) || number_is_zero(exponent->literal.value))
			return form_missing(context,
			    is_one_number(exponent) ? NOTE_NOT_PRIMES : NOTE_NOT_EVALUATED, exponent);
		base = factor->parts[0].expr;
	}
	if (!is_integer_literal(base))
		return form_missing(context, NOTE_NOT_PRIMES, base);
	if (!is_prime(context->arena, base->literal.value))
		return form_missing_detail(context, NOTE_NOT_PRIME, base, base->literal.digits);
	return true;
}

/* One factor alone will do, and a minus in front. */
bool form_is_product_of_primes(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (size->kind != EXPR_PRODUCT)
		return is_prime_factor(context, size);
	for (uint32_t i = 0; i < size->count; i++) {
		if (size->parts[i].op == PART_DIVIDE)
			return form_missing(context, NOTE_NOT_PRIMES, NULL);
		if (!is_prime_factor(context, size->parts[i].expr))
			return false;
	}
	return true;
}

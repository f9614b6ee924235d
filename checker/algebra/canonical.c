#include "checker/algebra/canonical.h"

#include "checker/algebra/ball.h"

/* Every coefficient and atom positive: so is the sum. */
static bool plainly_positive(const struct poly *poly)
{
	for (size_t i = 0; i < poly->count; i++) {
		if (number_sign(poly->terms[i].coefficient) < 0 ||
		    !monomial_positive(poly->terms[i].monomial))
			return false;
	}
	return poly->count > 0;
}

/* -1, 1: proved sign of what `expr` with canonical form `poly` is worth. 0: not known, or zero. */
static int proved_sign(struct canon *canon, const struct expr *expr, const struct poly *poly)
{
	if (poly->count == 0)
		return 0;
	if (poly->count == 1 && monomial_positive(poly->terms[0].monomial))
		return number_sign(poly->terms[0].coefficient);
	if (plainly_positive(poly))
		return 1;
	if (poly_is_constant(poly))
		return ball_sign(canon->arena, expr, NULL);
	return 0;
}

/* A constant that is divided by must be proved not to be zero. */
static int require_nonzero(struct canon *canon, const struct expr *expr, const struct poly *poly)
{
	int sign = proved_sign(canon, expr, poly);

	if (poly_is_zero(canon, poly))
		arena_refuse(canon->arena, REFUSAL_UNDEFINED);
	if (sign == 0 && poly->count > 1 && poly_is_constant(poly))
		arena_refuse(canon->arena, REFUSAL_UNDECIDED);
	return sign;
}

static const struct poly *of_sum(struct canon *canon, const struct expr *expr)
{
	const struct poly *sum = canonical(canon, expr->parts[0].expr);

	for (uint32_t i = 1; i < expr->count; i++) {
		const struct poly *part = canonical(canon, expr->parts[i].expr);

		if (expr->parts[i].op == PART_MINUS)
			part = poly_scale(canon, part, number_from_int(canon->arena, -1));
		sum = poly_add(canon, sum, part);
	}
	return sum;
}

static const struct poly *of_product(struct canon *canon, const struct expr *expr)
{
	const struct poly *product = canonical(canon, expr->parts[0].expr);

	for (uint32_t i = 1; i < expr->count; i++) {
		const struct poly *part = canonical(canon, expr->parts[i].expr);

		if (expr->parts[i].op == PART_DIVIDE) {
			int sign = require_nonzero(canon, expr->parts[i].expr, part);

			part = poly_invert(canon, part, sign > 0);
		}
		product = poly_multiply(canon, product, part);
	}
	return product;
}

/* |ab^2| is |a| b^2: of a product, the root of its square, factor by factor. */
static const struct poly *absolute_product(struct canon *canon, const struct poly *product)
{
	struct number coefficient = product->terms[0].coefficient;
	const struct poly *unit = poly_scale(canon, product, number_invert(canon->arena, coefficient));
	const struct poly *root = poly_rational_power(
	    canon, poly_power_integer(canon, unit, 2), number_from_ratio(canon->arena, 1, 2), false);

	return poly_scale(canon, root, number_absolute(canon->arena, coefficient));
}

static const struct poly *absolute(struct canon *canon, const struct expr *expr)
{
	const struct poly *inside = canonical(canon, expr), *primitive;
	struct number content;
	int sign = proved_sign(canon, expr, inside);

	if (sign > 0 || inside->count == 0)
		return inside;
	if (sign < 0)
		return poly_scale(canon, inside, number_from_int(canon->arena, -1));
	if (poly_is_constant(inside))
		arena_refuse(canon->arena, REFUSAL_UNDECIDED);
	if (inside->count == 1)
		return absolute_product(canon, inside);
	primitive = poly_primitive(canon, inside, true, &content);
	return poly_scale(canon, poly_atom(canon, atom_absolute(canon, primitive), NUMBER_ONE),
	    number_absolute(canon->arena, content));
}

static bool is_even_integer(struct number value)
{
	return number_is_small_integer(value) && value.num % 2 == 0;
}

/* (X^2k)^(p/q) with even q is |X|^(2kp/q): looked for before X^2k is multiplied out. NULL: no such case. */
static const struct poly *root_of_even_power(
    struct canon *canon, const struct expr *base, struct number exponent)
{
	struct number inner;

	if (base->kind != EXPR_POWER || number_is_integer(exponent) || exponent.big || exponent.den % 2 != 0)
		return NULL;
	if (expr_rational(canon->arena, base->parts[1].expr, &inner) != WORTH_RATIONAL ||
	    !is_even_integer(inner))
		return NULL;
	return poly_rational_power(canon, absolute(canon, base->parts[0].expr),
	    number_multiply(canon->arena, inner, exponent), true);
}

static const struct poly *rational_power(struct canon *canon, const struct expr *base, struct number exponent)
{
	const struct poly *power = root_of_even_power(canon, base, exponent), *poly;
	bool even_root;
	int sign = 1;

	if (power)
		return power;
	poly = canonical(canon, base);
	even_root = !number_is_integer(exponent) && (exponent.big || exponent.den % 2 == 0);
	if (number_sign(exponent) < 0)
		sign = require_nonzero(canon, base, poly);
	else if (!number_is_integer(exponent))
		sign = proved_sign(canon, base, poly);
	if (number_is_zero(exponent) && poly_is_zero(canon, poly))
		arena_refuse(canon->arena, REFUSAL_UNDEFINED);
	if (even_root && poly_is_constant(poly) && poly->count > 0) {
		if (sign < 0)
			arena_refuse(canon->arena, REFUSAL_UNDEFINED);
		if (sign == 0)
			arena_refuse(canon->arena, REFUSAL_UNDECIDED);
	}
	return poly_rational_power(canon, poly, exponent, sign > 0);
}

/* A base to an exponent that is no rational number. */
static const struct poly *general_power(
    struct canon *canon, const struct expr *base_expr, const struct poly *exponent)
{
	const struct poly *base = canonical(canon, base_expr), *power;
	struct number value;
	int sign = proved_sign(canon, base_expr, base);

	if (base->count == 0)
		arena_refuse(canon->arena, REFUSAL_UNDECIDED);
	if (poly_is_number(base, &value) && number_sign(value) < 0) {
		if (poly_is_constant(exponent))
			arena_refuse(canon->arena, REFUSAL_UNDEFINED);
		/* (-2)^n = (-1)^n 2^n */
		power = poly_exp(
		    canon, poly_multiply(canon, exponent, poly_atom(canon, atom_sign(canon), NUMBER_ONE)));
		base = poly_number(canon, number_negate(canon->arena, value));
		return poly_multiply(canon, power,
		    poly_exp(canon, poly_multiply(canon, exponent, poly_ln(canon, base, true))));
	}
	if (sign < 0 && poly_is_constant(exponent))
		arena_refuse(canon->arena, REFUSAL_UNDEFINED);
	if (sign == 0 && poly_is_constant(base))
		arena_refuse(canon->arena, REFUSAL_UNDECIDED);
	return poly_exp(canon, poly_multiply(canon, exponent, poly_ln(canon, base, sign > 0)));
}

/* The n-th root of what is positive, n unknown: the power 1/n. */
static const struct poly *general_root(
    struct canon *canon, const struct expr *radicand, const struct poly *degree)
{
	const struct poly *base = canonical(canon, radicand);

	if (poly_is_constant(degree) || proved_sign(canon, radicand, base) <= 0)
		arena_refuse(canon->arena, REFUSAL_UNDECIDED);
	return general_power(canon, radicand, poly_invert(canon, degree, false));
}

static const struct poly *of_power(struct canon *canon, const struct expr *expr)
{
	const struct poly *exponent = canonical(canon, expr->parts[1].expr);
	struct number value;
	bool rational = poly_is_number(exponent, &value);

	if (expr->kind == EXPR_ROOT) {
		if (!rational)
			return general_root(canon, expr->parts[0].expr, exponent);
		if (!number_is_integer(value) || number_sign(value) <= 0)
			arena_refuse(canon->arena, REFUSAL_UNDEFINED);
		value = number_invert(canon->arena, value);
	}
	if (rational)
		return rational_power(canon, expr->parts[0].expr, value);
	return general_power(canon, expr->parts[0].expr, exponent);
}

/* ln of one side of a log. */
static const struct poly *natural_log(struct canon *canon, const struct expr *expr)
{
	const struct poly *argument = canonical(canon, expr);
	int sign = proved_sign(canon, expr, argument);

	if (sign < 0 || poly_is_zero(canon, argument))
		arena_refuse(canon->arena, REFUSAL_UNDEFINED);
	if (sign == 0 && poly_is_constant(argument))
		arena_refuse(canon->arena, REFUSAL_UNDECIDED);
	return poly_ln(canon, argument, sign > 0);
}

static const struct poly *of_log(struct canon *canon, const struct expr *expr)
{
	const struct poly *argument = natural_log(canon, expr->parts[0].expr);
	const struct expr *base = expr->parts[1].expr;
	const struct poly *below;
	int sign;

	if (base->kind == EXPR_CONSTANT && base->style == CONSTANT_E)
		return argument;
	below = natural_log(canon, base);
	if (poly_is_zero(canon, below))
		arena_refuse(canon->arena, REFUSAL_UNDEFINED); /* base 1 */
	sign = plainly_positive(below) ? 1 : 0;
	if (sign == 0 && below->count > 1 && poly_is_constant(below)) {
		struct expr *e = expr_new(canon->arena, EXPR_CONSTANT, 0);

		e->style = CONSTANT_E;
		sign = require_nonzero(canon, expr_binary(canon->arena, EXPR_LOG, base, e), below);
	}
	return poly_multiply(canon, argument, poly_invert(canon, below, sign > 0));
}

static const struct poly *of_constant(struct canon *canon, const struct expr *expr)
{
	if (expr->style == CONSTANT_PI)
		return poly_atom(canon, atom_pi(canon), NUMBER_ONE);
	if (expr->style == CONSTANT_E)
		return poly_atom(canon, atom_exp(canon, monomial_empty()), NUMBER_ONE);
	arena_refuse(canon->arena, REFUSAL_UNDECIDED);
}

const struct poly *canonical(struct canon *canon, const struct expr *expr)
{
	struct number value;

	switch ((enum expr_kind)expr->kind) {
	case EXPR_NUMBER:
		return poly_number(canon, expr->literal.value);
	case EXPR_MIXED:
		if (expr_rational(canon->arena, expr, &value) != WORTH_RATIONAL)
			arena_refuse(canon->arena, REFUSAL_UNDEFINED);
		return poly_number(canon, value);
	case EXPR_SYMBOL:
		return poly_atom(canon, atom_symbol(canon, expr->name), NUMBER_ONE);
	case EXPR_CONSTANT:
		return of_constant(canon, expr);
	case EXPR_SUM:
		return of_sum(canon, expr);
	case EXPR_PRODUCT:
		return of_product(canon, expr);
	case EXPR_NEGATE:
		return poly_scale(
		    canon, canonical(canon, expr->parts[0].expr), number_from_int(canon->arena, -1));
	case EXPR_PERCENT:
		return poly_scale(
		    canon, canonical(canon, expr->parts[0].expr), number_from_ratio(canon->arena, 1, 100));
	case EXPR_ABSOLUTE:
		return absolute(canon, expr->parts[0].expr);
	case EXPR_POWER:
	case EXPR_ROOT:
		return of_power(canon, expr);
	case EXPR_LOG:
		return of_log(canon, expr);
	default:
		arena_refuse(canon->arena, REFUSAL_UNDECIDED);
	}
}

enum refusal canon_run(
    struct arena *arena, bool real, struct canon *canon, void (*work)(void *context), void *context)
{
	enum refusal refusal;

	canon->arena = arena;
	canon->real = real;
	canon->base_count = 0;
	canon->work = 0;
	do {
		canon->split = false;
		refusal = arena_try(arena, work, context);
	} while (refusal == REFUSAL_UNDECIDED && canon->split);
	return refusal;
}

#include "checker/algebra/ball.h"

#include "checker/algebra/value.h"
#include "checker/limits.h"

#include <arb.h>
#include <string.h>

enum { PRECISION_FIRST = 64, PRECISION_LAST = 2048, PRECISION_GROWTH = 4 };
enum { EXPONENT_BITS = 40 }; /* values past 2^(2^40) are not enclosed */

struct evaluation {
	struct arena *arena;
	const struct point *point;
	slong precision;
	const char *range; /* a symbol that has all values of `values` at once; NULL: none */
	arb_srcptr values;
};

static enum ball_result evaluate(
    const struct evaluation *evaluation, const struct expr *expr, arb_t ret_ball);

static void set_number(arb_t ball, struct number value, slong precision)
{
	fmpq_t rational;

	fmpq_init(rational);
	if (value.big)
		fmpq_set_mpq(rational, value.big);
	else
		fmpq_set_si(rational, value.num, (ulong)value.den);
	arb_set_fmpq(ball, rational, precision);
	fmpq_clear(rational);
}

/* The worse of two results: what is proved stays proved. */
static enum ball_result both(enum ball_result a, enum ball_result b)
{
	if (a == BALL_POLE || b == BALL_POLE)
		return BALL_POLE;
	if (a == BALL_UNDEFINED || b == BALL_UNDEFINED)
		return BALL_UNDEFINED;
	return a == BALL_OK ? b : a;
}

static enum ball_result divide(const struct evaluation *evaluation, arb_t ball, const arb_t by)
{
	if (arb_is_zero(by))
		return BALL_POLE;
	if (arb_contains_zero(by))
		return BALL_UNKNOWN;
	arb_div(ball, ball, by, evaluation->precision);
	return BALL_OK;
}

static enum ball_result evaluate_row(
    const struct evaluation *evaluation, const struct expr *expr, arb_t ret_ball)
{
	enum ball_result result = evaluate(evaluation, expr->parts[0].expr, ret_ball);
	arb_t part;

	arb_init(part);
	for (uint32_t i = 1; i < expr->count && (result == BALL_OK || result == BALL_UNKNOWN); i++) {
		enum ball_result one = evaluate(evaluation, expr->parts[i].expr, part);

		if (one == BALL_OK && result == BALL_OK) {
			switch (expr->parts[i].op) {
			case PART_PLUS:
				arb_add(ret_ball, ret_ball, part, evaluation->precision);
				break;
			case PART_MINUS:
				arb_sub(ret_ball, ret_ball, part, evaluation->precision);
				break;
			case PART_DIVIDE:
				one = divide(evaluation, ret_ball, part);
				break;
			default:
				arb_mul(ret_ball, ret_ball, part, evaluation->precision);
			}
		}
		result = both(result, one);
	}
	arb_clear(part);
	return result;
}

static bool is_huge_root(struct number exponent)
{
	return exponent.big ? !number_is_integer(exponent) : exponent.den > LIMIT_VALUE_BITS;
}

/* base^(num/den) for a rational exponent in lowest terms: real roots. */
static enum ball_result rational_power(
    const struct evaluation *evaluation, arb_t base, struct number exponent, arb_t ret_ball)
{
	bool negative = false;
	fmpz_t power;

	if (exponent.big || is_huge_root(exponent))
		return BALL_UNKNOWN;
	if (arb_is_zero(base)) {
		arb_zero(ret_ball);
		return exponent.num > 0 ? BALL_OK : exponent.num == 0 ? BALL_UNDEFINED : BALL_POLE;
	}
	if (exponent.den != 1) {
		if (arb_is_negative(base)) {
			if (exponent.den % 2 == 0)
				return BALL_UNDEFINED;
			negative = true;
			arb_neg(base, base);
		}
		if (!arb_is_positive(base))
			return BALL_UNKNOWN;
		arb_root_ui(base, base, (ulong)exponent.den, evaluation->precision);
		if (negative)
			arb_neg(base, base);
	}
	if (exponent.num <= 0 && arb_contains_zero(base))
		return BALL_UNKNOWN;
	fmpz_init_set_si(power, exponent.num);
	arb_pow_fmpz(ret_ball, base, power, evaluation->precision);
	fmpz_clear(power);
	return BALL_OK;
}

static enum ball_result real_power(
    const struct evaluation *evaluation, const struct expr *exponent, arb_t base, arb_t ret_ball)
{
	enum ball_result result;

	if (arb_is_negative(base))
		return BALL_UNDEFINED;
	if (!arb_is_positive(base))
		return BALL_UNKNOWN;
	result = evaluate(evaluation, exponent, ret_ball);
	if (result != BALL_OK)
		return result;
	arb_log(base, base, evaluation->precision);
	arb_mul(ret_ball, ret_ball, base, evaluation->precision);
	if (arf_cmpabs_2exp_si(arb_midref(ret_ball), EXPONENT_BITS) > 0)
		return BALL_UNKNOWN;
	arb_exp(ret_ball, ret_ball, evaluation->precision);
	return BALL_OK;
}

struct exact {
	struct arena *arena;
	const struct expr *expr;
	const struct point *point;
	enum worth worth;
	struct number value;
};

enum { NODES_PER_WORK = 2 }; /* of a tree that values are put into */

static void find_exact(void *context)
{
	struct exact *exact = context;
	const struct expr *expr = exact->expr;

	if (exact->point) {
		struct expr_binding bindings[LIMIT_VARIABLES];

		/* Exponents of exponents are put in again on every level. */
		if (!arena_spend(exact->arena, expr_size(expr) / NODES_PER_WORK))
			arena_refuse(exact->arena, REFUSAL_TOO_LARGE);
		for (size_t i = 0; i < exact->point->count; i++)
			bindings[i] = (struct expr_binding){
			    exact->point->names[i], expr_from_number(exact->arena, exact->point->values[i])};
		expr = expr_substitute(exact->arena, expr, bindings, exact->point->count);
	}
	exact->worth = expr_rational(exact->arena, expr, &exact->value);
}

/* Is the exponent a rational number at this point? */
static bool exact_exponent(
    const struct evaluation *evaluation, const struct expr *expr, struct number *ret_value)
{
	struct exact exact = {evaluation->arena, expr, evaluation->point, WORTH_OTHER, NUMBER_ZERO};
	enum refusal refusal = arena_try(evaluation->arena, find_exact, &exact);

	arena_serve_gmp(NULL); /* exact numbers live in the arena, FLINT's must not */
	if (refusal != REFUSAL_NONE || exact.worth != WORTH_RATIONAL)
		return false;
	*ret_value = exact.value;
	return true;
}

/* The exponent that a degree stands for. */
static enum ball_result invert_degree(struct number *degree)
{
	if (number_sign(*degree) <= 0 || !number_is_integer(*degree))
		return BALL_UNDEFINED;
	if (degree->big)
		return BALL_UNKNOWN;
	*degree = (struct number){1, degree->num, NULL};
	return BALL_OK;
}

static enum ball_result evaluate_power(
    const struct evaluation *evaluation, const struct expr *expr, arb_t ret_ball)
{
	struct number exponent;
	enum ball_result result;
	arb_t base;

	arb_init(base);
	result = evaluate(evaluation, expr->parts[0].expr, base);
	if (result == BALL_OK) {
		bool exact = exact_exponent(evaluation, expr->parts[1].expr, &exponent);

		if (expr->kind == EXPR_ROOT)
			result = exact ? invert_degree(&exponent) : BALL_UNKNOWN;
		/* Roots of a huge degree by logs; for them the sign of a negative base would take a proof. */
		if (exact && expr->kind == EXPR_POWER && is_huge_root(exponent) && arb_is_positive(base))
			exact = false;
		if (result == BALL_OK)
			result = exact ? rational_power(evaluation, base, exponent, ret_ball)
			               : real_power(evaluation, expr->parts[1].expr, base, ret_ball);
	}
	arb_clear(base);
	return result;
}

static enum ball_result natural_log(const struct evaluation *evaluation, arb_t ball)
{
	if (arb_is_nonpositive(ball))
		return BALL_UNDEFINED;
	if (!arb_is_positive(ball))
		return BALL_UNKNOWN;
	arb_log(ball, ball, evaluation->precision);
	return BALL_OK;
}

static enum ball_result evaluate_log(
    const struct evaluation *evaluation, const struct expr *expr, arb_t ret_ball)
{
	enum ball_result result = evaluate(evaluation, expr->parts[0].expr, ret_ball), base_result;
	arb_t base;

	arb_init(base);
	base_result = evaluate(evaluation, expr->parts[1].expr, base);
	if (result == BALL_OK)
		result = natural_log(evaluation, ret_ball);
	if (base_result == BALL_OK)
		base_result = natural_log(evaluation, base);
	if (base_result == BALL_OK && arb_is_zero(base))
		base_result = BALL_UNDEFINED; /* base 1 */
	result = both(result, base_result);
	if (result == BALL_OK)
		result = divide(evaluation, ret_ball, base);
	arb_clear(base);
	return result;
}

static enum ball_result evaluate_mixed(
    const struct evaluation *evaluation, const struct expr *expr, arb_t ret_ball)
{
	enum ball_result result;
	arb_t den;

	arb_init(den);
	set_number(ret_ball, expr->parts[1].expr->literal.value, evaluation->precision);
	set_number(den, expr->parts[2].expr->literal.value, evaluation->precision);
	result = divide(evaluation, ret_ball, den);
	set_number(den, expr->parts[0].expr->literal.value, evaluation->precision);
	arb_add(ret_ball, ret_ball, den, evaluation->precision);
	arb_clear(den);
	return result;
}

static enum ball_result evaluate_symbol(
    const struct evaluation *evaluation, const struct expr *expr, arb_t ret_ball)
{
	if (evaluation->range && strcmp(evaluation->range, expr->name) == 0) {
		arb_set(ret_ball, evaluation->values);
		return BALL_OK;
	}
	for (size_t i = 0; evaluation->point && i < evaluation->point->count; i++) {
		if (strcmp(evaluation->point->names[i], expr->name) == 0) {
			set_number(ret_ball, evaluation->point->values[i], evaluation->precision);
			return BALL_OK;
		}
	}
	return BALL_UNKNOWN;
}

static enum ball_result evaluate(const struct evaluation *evaluation, const struct expr *expr, arb_t ret_ball)
{
	bool costly = expr->kind == EXPR_POWER || expr->kind == EXPR_ROOT || expr->kind == EXPR_LOG;
	enum ball_result result;

	if (!arena_spend(evaluation->arena, (size_t)evaluation->precision / (costly ? 4 : 64)))
		return BALL_UNKNOWN;
	switch ((enum expr_kind)expr->kind) {
	case EXPR_NUMBER:
		set_number(ret_ball, expr->literal.value, evaluation->precision);
		return BALL_OK;
	case EXPR_MIXED:
		return evaluate_mixed(evaluation, expr, ret_ball);
	case EXPR_SYMBOL:
		return evaluate_symbol(evaluation, expr, ret_ball);
	case EXPR_CONSTANT:
		if (expr->style == CONSTANT_INFINITY)
			return BALL_UNKNOWN;
		if (expr->style == CONSTANT_PI)
			arb_const_pi(ret_ball, evaluation->precision);
		else
			arb_const_e(ret_ball, evaluation->precision);
		return BALL_OK;
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return evaluate_row(evaluation, expr, ret_ball);
	case EXPR_NEGATE:
		result = evaluate(evaluation, expr->parts[0].expr, ret_ball);
		arb_neg(ret_ball, ret_ball);
		return result;
	case EXPR_PERCENT:
		result = evaluate(evaluation, expr->parts[0].expr, ret_ball);
		arb_div_ui(ret_ball, ret_ball, 100, evaluation->precision);
		return result;
	case EXPR_ABSOLUTE:
		result = evaluate(evaluation, expr->parts[0].expr, ret_ball);
		arb_abs(ret_ball, ret_ball);
		return result;
	case EXPR_POWER:
	case EXPR_ROOT:
		return evaluate_power(evaluation, expr, ret_ball);
	case EXPR_LOG:
		return evaluate_log(evaluation, expr, ret_ball);
	default:
		return BALL_UNKNOWN;
	}
}

/* A result that is no number any more (overflow) says nothing. */
static enum ball_result enclose(const struct evaluation *evaluation, const struct expr *expr, arb_t ret_ball)
{
	enum ball_result result = evaluate(evaluation, expr, ret_ball);

	return result == BALL_OK && !arb_is_finite(ret_ball) ? BALL_UNKNOWN : result;
}

int ball_sign(struct arena *arena, const struct expr *expr, const struct point *point)
{
	struct evaluation evaluation = {.arena = arena, .point = point, .precision = PRECISION_FIRST};
	int sign = 0;
	arb_t ball;

	arena_serve_gmp(NULL);
	arb_init(ball);
	for (; sign == 0 && evaluation.precision <= PRECISION_LAST;
	     evaluation.precision *= PRECISION_GROWTH) {
		enum ball_result result = enclose(&evaluation, expr, ball);

		if (result == BALL_OK)
			sign = arb_is_positive(ball) ? 1 : arb_is_negative(ball) ? -1 : 0;
		else if (result != BALL_UNKNOWN)
			break;
	}
	arb_clear(ball);
	return sign;
}

/* By the difference, as arb_overlaps() would allocate: most wrong answers are told apart here. */
static enum separation compare(
    enum ball_result a, enum ball_result b, arb_t ball_a, const arb_t ball_b, slong precision)
{
	if (a == BALL_POLE || b == BALL_POLE)
		return SEPARATION_POLE;
	if (a == BALL_UNDEFINED && b == BALL_UNDEFINED)
		return SEPARATION_UNDEFINED;
	if ((a == BALL_OK && b == BALL_UNDEFINED) || (a == BALL_UNDEFINED && b == BALL_OK))
		return SEPARATION_DOMAIN;
	if (a != BALL_OK || b != BALL_OK)
		return SEPARATION_NONE;
	arb_sub(ball_a, ball_a, ball_b, precision);
	return arb_contains_zero(ball_a) ? SEPARATION_NONE : SEPARATION_DIFFERENT;
}

enum separation ball_separate(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct point *point, enum ball_aim aim)
{
	struct evaluation evaluation = {.arena = arena, .point = point, .precision = PRECISION_FIRST};
	enum separation separation = SEPARATION_NONE;
	bool settled = false;
	arb_t ball_a, ball_b;

	arena_serve_gmp(NULL);
	arb_init(ball_a);
	arb_init(ball_b);
	while (separation == SEPARATION_NONE && !settled && evaluation.precision <= PRECISION_LAST) {
		enum ball_result result_a = enclose(&evaluation, a, ball_a),
		                 result_b = enclose(&evaluation, b, ball_b);

		separation = compare(result_a, result_b, ball_a, ball_b, evaluation.precision);
		settled = aim == BALL_DOMAINS && result_a == BALL_OK && result_b == BALL_OK;
		evaluation.precision *= PRECISION_GROWTH;
	}
	arb_clear(ball_a);
	arb_clear(ball_b);
	return separation;
}

/* Over all of [low, high]: is `a` defined, so that it is continuous there, and `b` never zero? */
static bool apart_over(const struct evaluation *evaluation, const struct expr *a, const struct expr *b)
{
	arb_t ball_a, ball_b;
	bool apart;

	arb_init(ball_a);
	arb_init(ball_b);
	apart = enclose(evaluation, a, ball_a) == BALL_OK && enclose(evaluation, b, ball_b) == BALL_OK &&
	        !arb_contains_zero(ball_b);
	arb_clear(ball_a);
	arb_clear(ball_b);
	return apart;
}

static bool apart_between(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct point *others, const char *name, struct number low, struct number high)
{
	struct evaluation evaluation = {
	    .arena = arena, .point = others, .precision = PRECISION_FIRST, .range = name};
	arb_t range, end;
	bool apart;

	arena_serve_gmp(NULL);
	arb_init(range);
	arb_init(end);
	set_number(range, low, PRECISION_FIRST);
	set_number(end, high, PRECISION_FIRST);
	arb_union(range, range, end, PRECISION_FIRST);
	evaluation.values = range;
	apart = apart_over(&evaluation, a, b);
	arb_clear(range);
	arb_clear(end);
	return apart;
}

bool ball_zero_apart(struct arena *arena, const struct expr *a, const struct expr *b,
    const struct point *point, size_t line, struct number low, struct number high)
{
	enum { HALVINGS = 12 };
	struct number values[LIMIT_VARIABLES];
	const struct point here = {point->names, values, point->count};
	/* Without the symbol of the line, which must not be taken for a constant. */
	const char *names[LIMIT_VARIABLES];
	struct number fixed[LIMIT_VARIABLES];
	const struct point others = {names, fixed, point->count - 1};
	int sign_low, sign;

	for (size_t i = 0, k = 0; i < point->count; i++) {
		values[i] = point->values[i];
		if (i != line) {
			names[k] = point->names[i];
			fixed[k++] = point->values[i];
		}
	}
	values[line] = low;
	sign_low = ball_sign(arena, a, &here);
	values[line] = high;
	if (sign_low == 0 || ball_sign(arena, a, &here) != -sign_low)
		return false;
	for (int i = 0; i < HALVINGS; i++) {
		if (apart_between(arena, a, b, &others, point->names[line], low, high))
			return true;
		values[line] = number_divide(arena, number_add(arena, low, high), number_from_int(arena, 2));
		sign = ball_sign(arena, a, &here);
		if (sign == 0)
			return false;
		if (sign == sign_low)
			low = values[line];
		else
			high = values[line];
	}
	return false;
}

#include "tests/property/evaluate.h"

#include "tests/property/trees.h"

#include <arb.h>
#include <string.h>

enum { PRECISION = 700, AGREEMENT_BITS = 500, POINTS = 3 };

/* Coordinates of the points, one row a point, in the order of tree_variables. */
static const struct {
	long num;
	unsigned long den;
} points[POINTS][TREE_VARIABLES] = {
    {{17, 11}, {5, 7}, {23, 13}, {9, 4}},
    {{3, 19}, {31, 12}, {2, 5}, {7, 16}},
    {{41, 6}, {13, 29}, {37, 8}, {3, 10}},
};

/* False: it has no value there, or the ball does not tell. */
static bool evaluate(arb_t result, const struct expr *expr, size_t point);

static void set_number(arb_t result, struct number value)
{
	fmpq_t quotient;

	fmpq_init(quotient);
	if (value.big)
		fmpq_set_mpq(quotient, value.big);
	else
		fmpq_set_si(quotient, value.num, (ulong)value.den);
	arb_set_fmpq(result, quotient, PRECISION);
	fmpq_clear(quotient);
}

static bool evaluate_leaf(arb_t result, const struct expr *expr, size_t point)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		set_number(result, expr->literal.value);
		return true;
	case EXPR_CONSTANT:
		if (expr->style == CONSTANT_PI)
			arb_const_pi(result, PRECISION);
		else
			arb_const_e(result, PRECISION);
		return expr->style != CONSTANT_INFINITY;
	case EXPR_SYMBOL:
		for (size_t i = 0; i < TREE_VARIABLES; i++) {
			if (strcmp(expr->name, tree_variables[i]) == 0) {
				arb_set_si(result, points[point][i].num);
				arb_div_ui(result, result, points[point][i].den, PRECISION);
				return true;
			}
		}
		return false;
	default:
		return false;
	}
}

static bool divide(arb_t result, const arb_t by)
{
	if (arb_contains_zero(by))
		return false;
	arb_div(result, result, by, PRECISION);
	return true;
}

static bool evaluate_row(arb_t result, const struct expr *expr, size_t point)
{
	bool defined = true;
	arb_t part;

	arb_init(part);
	arb_set_si(result, expr->kind == EXPR_PRODUCT);
	for (uint32_t i = 0; i < expr->count && defined; i++) {
		defined = evaluate(part, expr->parts[i].expr, point);
		if (!defined)
			break;
		switch (expr->parts[i].op) {
		case PART_PLUS:
			arb_add(result, result, part, PRECISION);
			break;
		case PART_MINUS:
			arb_sub(result, result, part, PRECISION);
			break;
		case PART_DIVIDE:
			defined = divide(result, part);
			break;
		default:
			arb_mul(result, result, part, PRECISION);
		}
	}
	arb_clear(part);
	return defined;
}

/* The exact value of an exponent made of whole literals: -2/3. */
static bool exact_exponent(const struct expr *expr, long *ret_num, unsigned long *ret_den)
{
	unsigned long den;
	long num;

	switch (expr->kind) {
	case EXPR_NUMBER:
		*ret_num = expr->literal.value.num;
		*ret_den = (unsigned long)expr->literal.value.den;
		return !expr->literal.value.big;
	case EXPR_NEGATE:
		if (!exact_exponent(expr->parts[0].expr, ret_num, ret_den))
			return false;
		*ret_num = -*ret_num;
		return true;
	case EXPR_PRODUCT:
		if (expr->count != 2 || expr->parts[1].op != PART_DIVIDE ||
		    !exact_exponent(expr->parts[0].expr, ret_num, ret_den) ||
		    !exact_exponent(expr->parts[1].expr, &num, &den) || *ret_den != 1 || den != 1 || num <= 0)
			return false;
		*ret_den = (unsigned long)num;
		return true;
	default:
		return false;
	}
}

/* The real root: of a negative number only where the degree is odd. */
static bool take_root(arb_t value, unsigned long degree)
{
	bool negative = arb_is_negative(value);

	if (arb_contains_zero(value) || (negative && degree % 2 == 0))
		return false;
	if (negative)
		arb_neg(value, value);
	arb_root_ui(value, value, degree, PRECISION);
	if (negative)
		arb_neg(value, value);
	return true;
}

static bool raise_exactly(arb_t value, long num, unsigned long den)
{
	unsigned long gcd = (unsigned long)(num < 0 ? -num : num), rest = den;
	fmpz_t exponent;

	while (rest) {
		unsigned long next = gcd % rest;

		gcd = rest;
		rest = next;
	}
	if (arb_contains_zero(value) || gcd == 0 || (den / gcd > 1 && !take_root(value, den / gcd)))
		return false;
	fmpz_init_set_si(exponent, num / (long)gcd);
	arb_pow_fmpz(value, value, exponent, PRECISION);
	fmpz_clear(exponent);
	return true;
}

static bool evaluate_power(arb_t result, const struct expr *expr, size_t point)
{
	long num;
	unsigned long den;
	bool defined = evaluate(result, expr->parts[0].expr, point);
	arb_t exponent;

	if (!defined)
		return false;
	if (exact_exponent(expr->parts[1].expr, &num, &den))
		return raise_exactly(result, num, den);
	arb_init(exponent);
	defined = arb_is_positive(result) && evaluate(exponent, expr->parts[1].expr, point);
	if (defined)
		arb_pow(result, result, exponent, PRECISION);
	arb_clear(exponent);
	return defined;
}

static bool evaluate_log(arb_t result, const struct expr *expr, size_t point)
{
	bool defined = evaluate(result, expr->parts[0].expr, point);
	arb_t base;

	arb_init(base);
	defined = defined && arb_is_positive(result) && evaluate(base, expr->parts[1].expr, point) &&
	          arb_is_positive(base);
	if (defined) {
		arb_log(result, result, PRECISION);
		arb_log(base, base, PRECISION);
		defined = divide(result, base);
	}
	arb_clear(base);
	return defined;
}

static bool evaluate_mixed(arb_t result, const struct expr *expr, size_t point)
{
	arb_t part;
	bool defined;

	arb_init(part);
	defined = evaluate(result, expr->parts[1].expr, point) &&
	          evaluate(part, expr->parts[2].expr, point) && divide(result, part) &&
	          evaluate(part, expr->parts[0].expr, point);
	arb_add(result, result, part, PRECISION);
	arb_clear(part);
	return defined;
}

static bool evaluate(arb_t result, const struct expr *expr, size_t point)
{
	switch (expr->kind) {
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return evaluate_row(result, expr, point);
	case EXPR_NEGATE:
	case EXPR_ABSOLUTE:
	case EXPR_PERCENT:
		if (!evaluate(result, expr->parts[0].expr, point))
			return false;
		if (expr->kind == EXPR_NEGATE)
			arb_neg(result, result);
		else if (expr->kind == EXPR_ABSOLUTE)
			arb_abs(result, result);
		else
			arb_div_ui(result, result, 100, PRECISION);
		return true;
	case EXPR_POWER:
		return evaluate_power(result, expr, point);
	case EXPR_ROOT:
		return evaluate(result, expr->parts[0].expr, point) &&
		       take_root(result, (unsigned long)expr->parts[1].expr->literal.value.num);
	case EXPR_LOG:
		return evaluate_log(result, expr, point);
	case EXPR_MIXED:
		return evaluate_mixed(result, expr, point);
	default:
		return evaluate_leaf(result, expr, point);
	}
}

/* Both balls, and their difference against the larger of the values. */
static enum evaluation compare_at(const struct expr *a, const struct expr *b, size_t point)
{
	enum evaluation evaluation = EVALUATION_UNKNOWN;
	arb_t x, y, difference;

	arb_init(x);
	arb_init(y);
	arb_init(difference);
	if (evaluate(x, a, point) && evaluate(y, b, point) && arb_is_finite(x) && arb_is_finite(y)) {
		arb_sub(difference, x, y, PRECISION);
		if (!arb_contains_zero(difference)) {
			evaluation = EVALUATION_APART;
		} else {
			arb_mul_2exp_si(difference, difference, AGREEMENT_BITS);
			arb_abs(x, x);
			arb_add_ui(x, x, 1, PRECISION);
			arb_abs(difference, difference);
			if (arb_lt(difference, x))
				evaluation = EVALUATION_ALIKE;
		}
	}
	arb_clear(x);
	arb_clear(y);
	arb_clear(difference);
	return evaluation;
}

enum evaluation evaluate_pair(const struct expr *a, const struct expr *b)
{
	enum evaluation all = EVALUATION_ALIKE;

	for (size_t point = 0; point < POINTS; point++) {
		enum evaluation one = compare_at(a, b, point);

		if (one == EVALUATION_APART)
			return EVALUATION_APART;
		if (one == EVALUATION_UNKNOWN)
			all = EVALUATION_UNKNOWN;
	}
	return all;
}

void evaluate_done(void)
{
	flint_cleanup();
}

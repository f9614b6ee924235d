/*
 * Factored: a product in which no sum is a product any more, as far as that can be told cheaply and for
 * certain: no common number or variable in a sum, no quadratic with rational roots, no difference of two
 * squares, no two cubes. A sum that stands alone must be certain not to split; as a factor it has the benefit
 * of the doubt.
 */
#include "checker/forms_shape.h"

enum splitting { SPLITS_NOT, SPLITS, SPLITS_PERHAPS };

/* A sum as a polynomial with integer coefficients, small enough that a discriminant fits 64 bits. */
enum { SYMBOLS_MOST = 4, TERMS_MOST = 16, EXPONENT_MOST = 64, COEFFICIENT_MOST = 1 << 30 };
struct plain_term {
	int64_t coefficient;
	int64_t exponents[SYMBOLS_MOST];
};
struct plain_sum {
	struct symbols symbols;
	struct plain_term terms[TERMS_MOST];
	size_t count;
};

static bool add_plain_factor(struct plain_sum *sum, struct plain_term *term, const struct term_factor *factor)
{
	int64_t exponent = 1;

	if (factor->divides || factor->base->kind != EXPR_SYMBOL)
		return false;
	if (factor->exponent) {
		if (!is_integer_literal(factor->exponent) || factor->exponent->literal.value.big ||
		    factor->exponent->literal.value.num > EXPONENT_MOST)
			return false;
		exponent = factor->exponent->literal.value.num;
	}
	if (!symbols_collect(factor->base, &sum->symbols) || sum->symbols.count > SYMBOLS_MOST)
		return false;
	for (size_t i = 0; i < sum->symbols.count; i++) {
		if (expr_mentions(factor->base, sum->symbols.names[i]))
			term->exponents[i] += exponent;
	}
	return true;
}

static bool read_plain_term(
    struct arena *arena, struct plain_sum *sum, const struct expr *expr, bool subtracted)
{
	struct term term = term_read(arena, expr);
	struct plain_term *plain = &sum->terms[sum->count++];
	struct number coefficient;

	*plain = (struct plain_term){0};
	if (!term_coefficient(arena, &term, &coefficient) || coefficient.big || coefficient.den != 1 ||
	    coefficient.num > COEFFICIENT_MOST || coefficient.num < -COEFFICIENT_MOST || coefficient.num == 0)
		return false;
	plain->coefficient = subtracted ? -coefficient.num : coefficient.num;
	for (size_t i = 0; i < term.factor_count; i++) {
		if (!add_plain_factor(sum, plain, &term.factors[i]))
			return false;
	}
	return true;
}

/* False: a term is no monomial, has a fraction, or there are two like terms. */
static bool read_plain_sum(
    const struct form_context *context, const struct expr *expr, struct plain_sum *ret_sum)
{
	struct notes ignored = {.count = 0};
	const struct form_context silent = {context->arena, NULL, NULL, &ignored};

	*ret_sum = (struct plain_sum){.count = 0};
	if (expr->count > TERMS_MOST)
		return false;
	for (uint32_t i = 0; i < expr->count; i++) {
		if (!read_plain_term(
		        context->arena, ret_sum, expr->parts[i].expr, expr->parts[i].op == PART_MINUS))
			return false;
	}
	return sum_collected(&silent, expr);
}

static int64_t common_divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a < 0 ? -a : a;
}

static bool has_common_factor(const struct plain_sum *sum)
{
	int64_t common = 0;

	for (size_t k = 0; k < sum->count; k++)
		common = common_divisor(common, sum->terms[k].coefficient);
	if (common > 1)
		return true;
	for (size_t i = 0; i < sum->symbols.count; i++) {
		bool in_all = true;

		for (size_t k = 0; k < sum->count; k++)
			in_all = in_all && sum->terms[k].exponents[i] > 0;
		if (in_all)
			return true;
	}
	return false;
}

static bool is_power(struct arena *arena, int64_t value, uint64_t degree)
{
	struct number root;

	return number_root(arena, number_from_int(arena, value), degree, &root) && number_is_integer(root);
}

static int64_t degree_of(const struct plain_sum *sum)
{
	int64_t highest = 0;

	for (size_t k = 0; k < sum->count; k++) {
		int64_t total = 0;

		for (size_t i = 0; i < SYMBOLS_MOST; i++)
			total += sum->terms[k].exponents[i];
		highest = total > highest ? total : highest;
	}
	return highest;
}

/* a x^2 + b x + c, and a x^4 + b x^2 + c likewise: is the discriminant a square? */
static enum splitting quadratic_splitting(struct arena *arena, const struct plain_sum *sum, int64_t step)
{
	int64_t coefficients[3] = {0, 0, 0};
	int64_t discriminant;

	for (size_t k = 0; k < sum->count; k++) {
		int64_t exponent = sum->terms[k].exponents[0];

		if (exponent % step != 0 || exponent / step > 2)
			return SPLITS_PERHAPS;
		coefficients[exponent / step] = sum->terms[k].coefficient;
	}
	discriminant = coefficients[1] * coefficients[1] - 4 * coefficients[2] * coefficients[0];
	if (discriminant >= 0 && is_power(arena, discriminant, 2))
		return SPLITS;
	return step == 1 ? SPLITS_NOT : SPLITS_PERHAPS;
}

/* Both terms are powers of this degree: of numbers and of symbols. */
static bool are_both_powers(struct arena *arena, const struct plain_sum *sum, int64_t degree)
{
	for (size_t k = 0; k < sum->count; k++) {
		int64_t size = sum->terms[k].coefficient;

		if (!is_power(arena, size < 0 ? -size : size, (uint64_t)degree))
			return false;
		for (size_t i = 0; i < SYMBOLS_MOST; i++) {
			if (sum->terms[k].exponents[i] % degree != 0)
				return false;
		}
	}
	return true;
}

static enum splitting splitting_of(const struct form_context *context, const struct expr *expr)
{
	struct plain_sum sum;
	int64_t degree;

	if (!read_plain_sum(context, expr, &sum))
		return SPLITS_PERHAPS;
	degree = degree_of(&sum);
	if (has_common_factor(&sum))
		return SPLITS;
	if (degree < 2)
		return SPLITS_NOT;
	if (sum.count == 2 && (are_both_powers(context->arena, &sum, 3) ||
	                          ((sum.terms[0].coefficient < 0) != (sum.terms[1].coefficient < 0) &&
	                              are_both_powers(context->arena, &sum, 2))))
		return SPLITS;
	if (sum.symbols.count == 1 && (degree == 2 || degree == 4))
		return quadratic_splitting(context->arena, &sum, degree / 2);
	return SPLITS_PERHAPS;
}

static bool is_factored_row(const struct form_context *context, const struct expr *expr);

static bool is_factored_factor(const struct form_context *context, const struct expr *base)
{
	const struct expr *sum = unsigned_part(base);

	if (sum->kind == EXPR_PRODUCT || sum->kind == EXPR_POWER)
		return is_factored_row(context, sum);
	if (sum->kind != EXPR_SUM)
		return true;
	if (can_be_evaluated(context->arena, sum))
		return form_missing(context, NOTE_NOT_EVALUATED, base);
	return splitting_of(context, sum) != SPLITS || form_missing(context, NOTE_NOT_FACTORED, base);
}

static bool is_factored_row(const struct form_context *context, const struct expr *expr)
{
	struct term term = term_read(context->arena, expr);

	if (term.factor_count > 0 && !term_numbers_settled(context, &term, false))
		return false;
	for (size_t i = 0; i < term.factor_count; i++) {
		if (!is_factored_factor(context, term.factors[i].base))
			return false;
	}
	return true;
}

bool form_is_factored(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (size->kind == EXPR_SUM && expr_mentions(size, NULL))
		return splitting_of(context, size) == SPLITS_NOT ||
		       form_missing(context, NOTE_NOT_FACTORED, NULL);
	return is_factored_row(context, expr);
}

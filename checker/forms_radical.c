/*
 * Forms about root signs. A radical is simplified when (the textbooks' four rules) no perfect power can be
 * taken out of a radicand, no fraction stands under a root, no root stands in a denominator, and no index can
 * be made smaller; and when the numbers before the roots are worked out and like roots collected.
 */
#include "checker/forms_shape.h"

#include <gmp.h>

enum {
	DEGREE_MOST = 64,     /* larger indices are taken as they are */
	RADICAND_BITS = 4096, /* so are longer radicands */
};

/* The first power with an exponent that is no whole number. */
static const struct expr *find_fractional_power(const struct expr *expr)
{
	const struct expr *found = NULL;

	if (expr->kind == EXPR_POWER) {
		const struct expr *exponent = unsigned_part(expr->parts[1].expr);

		if (exponent->kind == EXPR_PRODUCT || exponent->kind == EXPR_MIXED ||
		    (exponent->kind == EXPR_NUMBER && !number_is_integer(exponent->literal.value)))
			return expr;
	}
	for (uint32_t i = 0; i < expr->count && !found; i++)
		found = find_fractional_power(expr->parts[i].expr);
	return found;
}

bool form_is_radical(const struct form_context *context, const struct expr *expr)
{
	const struct expr *power = find_fractional_power(expr);

	if (power)
		return form_missing(context, NOTE_NOT_RADICAL, power == expr ? NULL : power);
	return find_kind(expr, EXPR_ROOT) || form_missing(context, NOTE_NOT_RADICAL, NULL);
}

/* What a radicand is made of, gathered factor by factor. */
struct radicand {
	uint64_t degree;
	uint64_t common; /* the greatest common divisor of all exponents; 0: no factors yet */
	bool takes_out;  /* a factor has an exponent of the degree or more */
};

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static void add_exponent(struct radicand *radicand, uint64_t exponent)
{
	radicand->common = common_divisor(radicand->common, exponent);
	if (exponent >= radicand->degree)
		radicand->takes_out = true;
}

/* Of what trial division leaves: its largest exact root up to the degree. */
static uint64_t exponent_of_rest(mpz_srcptr rest, uint64_t degree)
{
	mpz_t root;

	mpz_init(root);
	for (uint64_t exponent = degree; exponent > 1; exponent--) {
		if (mpz_root(root, rest, exponent))
			return exponent;
	}
	return 1;
}

/*
 * The exponents of the primes of an integer, as far as trial division finds them. A square of a larger prime
 * times something is missed, and the radicand taken for simplified: it would have 14 digits at least.
 */
static void add_integer(struct arena *arena, struct radicand *radicand, struct number value)
{
	mpz_t rest;

	if (number_bits(value) > RADICAND_BITS)
		return;
	arena_serve_gmp(arena);
	mpz_init(rest);
	number_get_num(value, rest);
	for (uint64_t p = 2; p < LIMIT_PRIME && mpz_cmp_ui(rest, p * p) >= 0; p += p == 2 ? 1 : 2) {
		uint64_t exponent = 0;

		while (mpz_divisible_ui_p(rest, p)) {
			mpz_divexact_ui(rest, rest, p);
			exponent++;
		}
		if (exponent)
			add_exponent(radicand, exponent);
	}
	if (mpz_cmp_ui(rest, 1) > 0)
		add_exponent(radicand, exponent_of_rest(rest, radicand->degree));
}

/* The one integer that may stand among the factors of a radicand. */
static bool is_settled_integer(
    const struct form_context *context, struct radicand *radicand, const struct expr *number)
{
	if (!is_integer_literal(number))
		return form_missing(context, NOTE_FRACTION_UNDER_ROOT, number);
	/* sqrt(0) and sqrt(1) are numbers */
	if (number_is_zero(number->literal.value) || number_is_one(number->literal.value))
		return form_missing(context, NOTE_NOT_EVALUATED, number);
	add_integer(context->arena, radicand, number->literal.value);
	return true;
}

static bool is_settled_inner_factor(
    const struct form_context *context, struct radicand *radicand, const struct term_factor *factor)
{
	const struct expr *base = factor->base, *exponent = factor->exponent;

	if (factor->divides || (exponent && exponent->kind == EXPR_NEGATE))
		return form_missing(context, NOTE_FRACTION_UNDER_ROOT, base);
	if (can_be_evaluated(context->arena, base))
		return form_missing(context, NOTE_NOT_EVALUATED, base);
	if (base->kind == EXPR_ROOT || base->kind == EXPR_POWER || base->kind == EXPR_PRODUCT)
		return form_missing(context, NOTE_NOT_SIMPLIFIED, base);
	if (!exponent)
		add_exponent(radicand, 1);
	else if (is_integer_literal(exponent) && number_is_small_integer(exponent->literal.value))
		add_exponent(radicand, (uint64_t)exponent->literal.value.num);
	else if (!expr_mentions(exponent, NULL))
		return form_missing(context, NOTE_NOT_SIMPLIFIED, exponent);
	return true;
}

/* -2 may stay under an odd root: no textbook asks for the minus in front. */
static bool is_settled_radicand(const struct form_context *context, const struct expr *root, uint64_t degree)
{
	struct term term = term_read(context->arena, root->parts[0].expr);
	struct radicand radicand = {.degree = degree};

	for (size_t i = 0; i < term.number_count; i++) {
		if (term.numbers[i].divides)
			return form_missing(context, NOTE_FRACTION_UNDER_ROOT, root);
	}
	if (term.number_count > 1)
		return form_missing(context, NOTE_NOT_EVALUATED, root);
	if (term.number_count == 1 && !is_settled_integer(context, &radicand, term.numbers[0].base))
		return false;
	for (size_t i = 0; i < term.factor_count; i++) {
		if (!is_settled_inner_factor(context, &radicand, &term.factors[i]))
			return false;
		for (size_t k = 0; k < i; k++) {
			if (expr_same(term.factors[i].base, term.factors[k].base))
				return form_missing(context, NOTE_VARIABLE_REPEATED, term.factors[i].base);
		}
	}
	if (radicand.takes_out || common_divisor(radicand.common, degree) > 1)
		return form_missing(context, NOTE_ROOT_NOT_SIMPLIFIED, root);
	return true;
}

static bool is_settled_root(const struct form_context *context, const struct expr *root)
{
	const struct expr *degree = root->parts[1].expr;

	if (!is_integer_literal(degree))
		return expr_mentions(degree, NULL) || form_missing(context, NOTE_NOT_SIMPLIFIED, root);
	if (!number_is_small_integer(degree->literal.value) || degree->literal.value.num > DEGREE_MOST)
		return true;
	if (degree->literal.value.num < 2) /* root(5, 1) is 5 */
		return form_missing(context, NOTE_NOT_SIMPLIFIED, root);
	return is_settled_radicand(context, root, (uint64_t)degree->literal.value.num);
}

static bool is_settled_sum_of_roots(const struct form_context *context, const struct expr *expr);

static bool is_settled_root_factor(const struct form_context *context, const struct term_factor *factor)
{
	const struct expr *base = factor->base;

	if (factor->divides && find_kind(base, EXPR_ROOT))
		return form_missing(context, NOTE_ROOT_IN_DENOMINATOR, base);
	if (base->kind == EXPR_ROOT)
		return factor->exponent ? form_missing(context, NOTE_NOT_SIMPLIFIED, base)
		                        : is_settled_root(context, base);
	if (base->kind == EXPR_SUM)
		return is_settled_sum_of_roots(context, base);
	return !can_be_evaluated(context->arena, base) || form_missing(context, NOTE_NOT_EVALUATED, base);
}

/* Roots of one index belong under one root sign, and a root before a sum of roots is multiplied in. */
static bool are_roots_joined(const struct form_context *context, const struct term *term)
{
	const struct expr *root = NULL, *sum = NULL;

	for (size_t i = 0; i < term->factor_count; i++) {
		const struct expr *base = term->factors[i].base;

		if (base->kind == EXPR_SUM && find_kind(base, EXPR_ROOT)) {
			if (sum || root || term->factors[i].exponent)
				return form_missing(context, NOTE_NOT_EXPANDED, base);
			sum = base;
		} else if (base->kind == EXPR_ROOT) {
			if (sum)
				return form_missing(context, NOTE_NOT_EXPANDED, sum);
			if (root && expr_same(root->parts[1].expr, base->parts[1].expr))
				return form_missing(context, NOTE_ROOT_NOT_SIMPLIFIED, base);
			root = base;
		}
	}
	return true;
}

/* (2+2sqrt(3))/2: does a number divide every term and the denominator? */
static bool is_quotient_reduced(const struct form_context *context, const struct term *term)
{
	struct arena *arena = context->arena;
	const struct expr *sum = term->factor_count == 1 ? term->factors[0].base : NULL;
	struct number outer, coefficient, common = NUMBER_ZERO;

	if (!sum || sum->kind != EXPR_SUM || !term_coefficient(arena, term, &outer))
		return true;
	for (uint32_t i = 0; i < sum->count; i++) {
		struct term inner = term_read(arena, sum->parts[i].expr);

		if (!term_coefficient(arena, &inner, &coefficient) || coefficient.big || common.big ||
		    coefficient.den != 1)
			return true;
		common.num = (int64_t)common_divisor((uint64_t)common.num,
		    (uint64_t)(coefficient.num < 0 ? -coefficient.num : coefficient.num));
	}
	if (outer.big || common_divisor((uint64_t)common.num, (uint64_t)outer.den) == 1)
		return true;
	return form_missing(context, NOTE_UNREDUCED, NULL);
}

static bool is_settled_root_term(const struct form_context *context, const struct expr *expr)
{
	struct term term = term_read(context->arena, expr);

	if (term.sign_below)
		return form_missing(context, NOTE_SIGN_IN_DENOMINATOR, term.sign_below);
	if (term.second_sign || term.nested)
		return form_missing(
		    context, NOTE_NOT_SIMPLIFIED, term.second_sign ? term.second_sign : term.nested);
	if (!term_numbers_settled(context, &term, true))
		return false;
	for (size_t i = 0; i < term.factor_count; i++) {
		const struct term_factor *factor = &term.factors[i];

		if (factor->exponent && !expr_mentions(factor->base, NULL))
			return form_missing(context, NOTE_NOT_SIMPLIFIED, factor->base);
		if (!is_settled_root_factor(context, factor))
			return false;
	}
	return are_roots_joined(context, &term) && is_quotient_reduced(context, &term);
}

static bool is_settled_sum_of_roots(const struct form_context *context, const struct expr *expr)
{
	for (size_t i = 0; i < sum_count(expr); i++) {
		if (!is_settled_root_term(context, sum_part(expr, i)))
			return false;
	}
	return expr->kind != EXPR_SUM || sum_collected(context, expr);
}

/* A rational number is simplified as it is; one without roots needs none. */
bool form_is_simplified_radical(const struct form_context *context, const struct expr *expr)
{
	const struct expr *power = find_fractional_power(expr);

	if (power)
		return form_missing(context, NOTE_NOT_RADICAL, power == expr ? NULL : power);
	return is_settled_sum_of_roots(context, expr);
}

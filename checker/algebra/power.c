/*
 * Roots, powers and logarithms of canonical forms. Exponents and logs combine only over atoms proved
 * positive; everything else stays opaque, so that sqrt(x^2) is not x where x may be negative.
 */
#include "checker/algebra/poly.h"

#include "checker/limits.h"

#include <stdlib.h>

/* p^r over one integer, times *product. */
static const struct poly *multiply_by_factors(
    struct canon *canon, const struct poly *product, struct number integer, struct number exponent)
{
	struct factor factors[FACTORS_MOST];
	size_t count = factor_integer(canon, integer, factors);

	for (size_t i = 0; i < count; i++) {
		struct number power = number_multiply(
		    canon->arena, exponent, number_from_int(canon->arena, factors[i].exponent));
		struct number whole = number_floor(canon->arena, power), rest;
		const struct atom *atom = atom_integer(canon, factors[i].base);
		bool folds = number_is_small_integer(whole) &&
		             number_bits(factors[i].base) * (size_t)llabs(whole.num) <= LIMIT_VALUE_BITS / 2;

		if (!folds) {
			product = poly_multiply(canon, product, poly_atom(canon, atom, power));
			continue;
		}
		product = poly_scale(canon, product, number_power(canon->arena, factors[i].base, whole.num));
		rest = number_subtract(canon->arena, power, whole);
		if (!number_is_zero(rest))
			product = poly_multiply(canon, product, poly_atom(canon, atom, rest));
	}
	return product;
}

const struct poly *poly_number_power(struct canon *canon, struct number base, struct number exponent)
{
	const struct poly *product = poly_number(canon, NUMBER_ONE);
	struct number num = number_numerator(canon->arena, base),
	              den = number_denominator(canon->arena, base);

	if (!number_is_one(num))
		product = multiply_by_factors(canon, product, num, exponent);
	if (!number_is_one(den))
		product = multiply_by_factors(canon, product, den, number_negate(canon->arena, exponent));
	return product;
}

static bool is_even(struct number integer)
{
	return !integer.big ? integer.num % 2 == 0 : mpz_even_p(mpq_numref(integer.big)) != 0;
}

/*
 * atom^e to the power r, for an atom whose sign is not known. Real numbers: an odd root keeps the sign; an
 * even root of an even power takes the absolute value; an even root of an odd power stays closed (NULL).
 */
static const struct poly *unknown_sign_power(
    struct canon *canon, const struct power *power, struct number exponent)
{
	struct number product = number_multiply(canon->arena, power->exponent, exponent);
	bool odd_root = !is_even(number_denominator(canon->arena, exponent));
	const struct poly *base;

	if (power->atom->kind == ATOM_EXP || power->atom->kind == ATOM_SIGN)
		return odd_root ? poly_raise(canon, power->atom, product) : NULL;
	if (number_is_integer(power->exponent) && is_even(power->exponent)) {
		if (number_is_integer(product) && is_even(product))
			return poly_raise(canon, power->atom, product);
		base = power->atom->kind == ATOM_SUM ? power->atom->poly
		                                     : poly_atom(canon, power->atom, NUMBER_ONE);
		return poly_raise(canon, atom_absolute(canon, base), product);
	}
	return odd_root ? poly_raise(canon, power->atom, product) : NULL;
}

/* Terms that are products only: c * atoms, to the power r. NULL: it must stay closed. */
static const struct poly *monomial_rational_power(
    struct canon *canon, const struct term *term, struct number exponent, bool positive)
{
	bool odd_root = !is_even(number_denominator(canon->arena, exponent));
	bool negative = number_sign(term->coefficient) < 0;
	bool all_positive = monomial_positive(term->monomial);
	const struct poly *product;

	if (negative && !odd_root) {
		if (all_positive)
			arena_refuse(canon->arena, REFUSAL_UNDEFINED);
		return NULL;
	}
	product = poly_number_power(canon, number_absolute(canon->arena, term->coefficient), exponent);
	if (negative && !is_even(number_numerator(canon->arena, exponent)))
		product = poly_scale(canon, product, number_from_int(canon->arena, -1));
	for (size_t i = 0; i < term->monomial->count; i++) {
		const struct power *power = &term->monomial->powers[i];
		const struct poly *factor;

		if (power->atom->positive ||
		    (positive && term->monomial->count == 1 && number_equal(power->exponent, NUMBER_ONE))) {
			factor = poly_raise(
			    canon, power->atom, number_multiply(canon->arena, power->exponent, exponent));
		} else {
			factor = unknown_sign_power(canon, power, exponent);
		}
		if (!factor)
			return NULL;
		product = poly_multiply(canon, product, factor);
	}
	return product;
}

/* A sum, or a product that must stay closed, to the power r: content times an opaque sum. */
static const struct poly *closed_power(
    struct canon *canon, const struct poly *base, struct number exponent, bool positive)
{
	bool odd_root = !is_even(number_denominator(canon->arena, exponent));
	struct number content, whole, rest;
	const struct poly *primitive = poly_primitive(canon, base, odd_root, &content), *product;
	const struct atom *sum;

	product = poly_number_power(canon, number_absolute(canon->arena, content), exponent);
	if (number_sign(content) < 0 && !is_even(number_numerator(canon->arena, exponent)))
		product = poly_scale(canon, product, number_from_int(canon->arena, -1));
	sum = atom_sum(canon, primitive, positive && number_sign(content) > 0);
	whole = number_floor(canon->arena, exponent);
	if (!number_is_small_integer(whole) || number_is_integer(exponent))
		arena_refuse(
		    canon->arena, REFUSAL_TOO_LARGE); /* whole powers come here only when they are huge */
	rest = number_subtract(canon->arena, exponent, whole);
	if (number_sign(whole) < 0)
		return poly_multiply(canon, product, poly_atom(canon, sum, exponent));
	product = poly_multiply(canon, product, poly_atom(canon, sum, rest));
	return poly_multiply(canon, product, poly_power_integer(canon, primitive, whole.num));
}

const struct poly *poly_rational_power(
    struct canon *canon, const struct poly *base, struct number exponent, bool positive)
{
	const struct poly *power;

	if (base->count == 0) {
		if (number_sign(exponent) <= 0)
			arena_refuse(canon->arena, REFUSAL_UNDEFINED);
		return base;
	}
	if (number_is_small_integer(exponent) && exponent.num >= 0 && base->count > 1)
		return poly_power_integer(canon, base, exponent.num);
	if (number_is_small_integer(exponent) && exponent.num < 0 && base->count > 1)
		return poly_power_integer(canon, poly_invert(canon, base, positive), -exponent.num);
	if (base->count == 1) {
		power = monomial_rational_power(canon, &base->terms[0], exponent, positive);
		if (power)
			return power;
	}
	return closed_power(canon, base, exponent, positive);
}

/* ln of a positive rational: a linear form in the logs of its factors. */
static const struct poly *ln_number(struct canon *canon, struct number value)
{
	const struct poly *sum = poly_zero();
	struct factor factors[FACTORS_MOST];
	struct number parts[2] = {
	    number_numerator(canon->arena, value), number_denominator(canon->arena, value)};

	for (int side = 0; side < 2; side++) {
		size_t count = number_is_one(parts[side]) ? 0 : factor_integer(canon, parts[side], factors);

		for (size_t i = 0; i < count; i++) {
			const struct atom *atom = atom_ln(canon, atom_integer(canon, factors[i].base));
			int64_t times = side ? -factors[i].exponent : factors[i].exponent;

			sum = poly_add(canon, sum,
			    poly_term(canon, number_from_int(canon->arena, times),
			        monomial_of(canon, atom, NUMBER_ONE)));
		}
	}
	return sum;
}

/* ln of one power of an atom that is positive, or whose even power is. NULL: it must stay closed. */
static const struct poly *ln_power(struct canon *canon, const struct power *power)
{
	const struct atom *atom = power->atom;
	bool even = number_is_integer(power->exponent) && is_even(power->exponent);

	if (atom->kind == ATOM_EXP && atom->positive)
		return poly_term(canon, power->exponent, atom->monomial);
	if (atom->positive)
		return poly_term(
		    canon, power->exponent, monomial_of(canon, atom_ln(canon, atom), NUMBER_ONE));
	if (!even || atom->kind == ATOM_EXP || atom->kind == ATOM_SIGN)
		return NULL;
	atom = atom_absolute(canon, atom->kind == ATOM_SUM ? atom->poly : poly_atom(canon, atom, NUMBER_ONE));
	return poly_term(canon, power->exponent, monomial_of(canon, atom_ln(canon, atom), NUMBER_ONE));
}

static const struct poly *ln_term(struct canon *canon, const struct term *term)
{
	const struct poly *sum;

	if (number_sign(term->coefficient) < 0)
		return NULL;
	sum = ln_number(canon, term->coefficient);
	for (size_t i = 0; i < term->monomial->count; i++) {
		const struct poly *part = ln_power(canon, &term->monomial->powers[i]);

		if (!part)
			return NULL;
		sum = poly_add(canon, sum, part);
	}
	return sum;
}

const struct poly *poly_ln(struct canon *canon, const struct poly *argument, bool positive)
{
	const struct poly *primitive, *ln;
	const struct atom *sum;
	struct number content;

	if (argument->count == 0)
		arena_refuse(canon->arena, REFUSAL_UNDEFINED);
	if (argument->count == 1) {
		const struct term *term = &argument->terms[0];

		if (number_sign(term->coefficient) < 0 && monomial_positive(term->monomial))
			arena_refuse(canon->arena, REFUSAL_UNDEFINED);
		ln = ln_term(canon, term);
		if (ln)
			return ln;
	}
	primitive = poly_primitive(canon, argument, false, &content);
	sum = atom_sum(canon, primitive, positive);
	return poly_add(canon, ln_number(canon, content),
	    poly_term(canon, NUMBER_ONE, monomial_of(canon, atom_ln(canon, sum), NUMBER_ONE)));
}

/* e^(c m): where m is one log, the atom of that log to the power c. */
static const struct poly *exp_term(struct canon *canon, const struct term *term)
{
	const struct monomial *monomial = term->monomial;
	bool log = monomial->count == 1 && monomial->powers[0].atom->kind == ATOM_LN &&
	           number_is_one(monomial->powers[0].exponent);
	const struct atom *inner;

	if (monomial->count == 1 && monomial->powers[0].atom->kind == ATOM_SIGN &&
	    number_is_integer(term->coefficient))
		return poly_number(canon, number_from_int(canon->arena, is_even(term->coefficient) ? 1 : -1));
	if (!log)
		return poly_atom(canon, atom_exp(canon, monomial), term->coefficient);
	inner = monomial->powers[0].atom->inner;
	if (inner->kind == ATOM_INTEGER)
		return poly_number_power(canon, inner->integer, term->coefficient);
	return poly_raise(canon, inner, term->coefficient);
}

const struct poly *poly_exp(struct canon *canon, const struct poly *exponent)
{
	const struct poly *product = poly_number(canon, NUMBER_ONE);

	for (size_t i = 0; i < exponent->count; i++)
		product = poly_multiply(canon, product, exp_term(canon, &exponent->terms[i]));
	return product;
}

#include "checker/algebra/poly.h"

#include "checker/limits.h"

#include <stdlib.h>
#include <string.h>

enum {
	WORK_OF_CONTENT = 5, /* a term: a gcd and an lcm of GMP's */
	POWERS_PER_WORK = 2, /* of monomials that are multiplied */
};

static const struct poly zero = {0};

const struct poly *poly_zero(void)
{
	return &zero;
}

static struct poly *new_poly(struct canon *canon, size_t count)
{
	struct poly *poly;

	if (count > LIMIT_TERMS)
		arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
	poly = arena_alloc(canon->arena, sizeof *poly + count * sizeof poly->terms[0]);
	poly->count = count;
	return poly;
}

void canon_spend(struct canon *canon, size_t work)
{
	canon->work += work;
	if (canon->work > LIMIT_WORK || !arena_spend(canon->arena, work))
		arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
}

const struct poly *poly_term(struct canon *canon, struct number coefficient, const struct monomial *monomial)
{
	struct poly *poly;

	if (number_is_zero(coefficient))
		return &zero;
	poly = new_poly(canon, 1);
	poly->terms[0] = (struct term){coefficient, monomial};
	return poly;
}

const struct poly *poly_number(struct canon *canon, struct number value)
{
	return poly_term(canon, value, monomial_empty());
}

const struct poly *poly_atom(struct canon *canon, const struct atom *atom, struct number exponent)
{
	return poly_term(canon, NUMBER_ONE, monomial_of(canon, atom, exponent));
}

const struct poly *poly_add(struct canon *canon, const struct poly *a, const struct poly *b)
{
	struct poly *sum;
	size_t i = 0, j = 0, count = 0;

	if (a->count == 0)
		return b;
	if (b->count == 0)
		return a;
	canon_spend(canon, a->count + b->count);
	sum = arena_alloc(canon->arena, sizeof *sum + (a->count + b->count) * sizeof sum->terms[0]);
	while (i < a->count || j < b->count) {
		int order = i == a->count ? 1
		            : j == b->count
		                ? -1
		                : monomial_compare(canon, a->terms[i].monomial, b->terms[j].monomial);

		if (order < 0) {
			sum->terms[count++] = a->terms[i++];
		} else if (order > 0) {
			sum->terms[count++] = b->terms[j++];
		} else {
			struct number coefficient =
			    number_add(canon->arena, a->terms[i].coefficient, b->terms[j].coefficient);

			if (!number_is_zero(coefficient))
				sum->terms[count++] = (struct term){coefficient, a->terms[i].monomial};
			i++;
			j++;
		}
	}
	if (count > LIMIT_TERMS)
		arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
	sum->count = count;
	return sum;
}

const struct poly *poly_scale(struct canon *canon, const struct poly *a, struct number factor)
{
	struct poly *scaled;

	if (number_is_zero(factor))
		return &zero;
	if (number_is_one(factor))
		return a;
	canon_spend(canon, a->count);
	scaled = new_poly(canon, a->count);
	for (size_t i = 0; i < a->count; i++) {
		scaled->terms[i].monomial = a->terms[i].monomial;
		scaled->terms[i].coefficient = number_multiply(canon->arena, a->terms[i].coefficient, factor);
	}
	return scaled;
}

bool poly_is_number(const struct poly *a, struct number *ret_value)
{
	if (a->count == 0) {
		*ret_value = NUMBER_ZERO;
		return true;
	}
	if (a->count != 1 || a->terms[0].monomial->count != 0)
		return false;
	*ret_value = a->terms[0].coefficient;
	return true;
}

static bool monomial_is_constant(const struct monomial *monomial);

static bool atom_is_constant(const struct atom *atom)
{
	switch (atom->kind) {
	case ATOM_SYMBOL:
		return false;
	case ATOM_EXP:
		return monomial_is_constant(atom->monomial);
	case ATOM_LN:
		return atom_is_constant(atom->inner);
	case ATOM_SUM:
	case ATOM_ABSOLUTE:
		return poly_is_constant(atom->poly);
	default:
		return true;
	}
}

static bool monomial_is_constant(const struct monomial *monomial)
{
	for (size_t i = 0; i < monomial->count; i++) {
		if (!atom_is_constant(monomial->powers[i].atom))
			return false;
	}
	return true;
}

bool poly_is_constant(const struct poly *a)
{
	for (size_t i = 0; i < a->count; i++) {
		if (!monomial_is_constant(a->terms[i].monomial))
			return false;
	}
	return true;
}

int poly_compare(struct canon *canon, const struct poly *a, const struct poly *b)
{
	if (a == b)
		return 0;
	for (size_t i = 0; i < a->count && i < b->count; i++) {
		int order = monomial_compare(canon, a->terms[i].monomial, b->terms[i].monomial);

		if (order == 0)
			order =
			    number_compare(canon->arena, a->terms[i].coefficient, b->terms[i].coefficient);
		if (order != 0)
			return order;
	}
	return (a->count > b->count) - (a->count < b->count);
}

/* a^exponent as a number, or false where it would be too long to write out. */
static bool fold(struct canon *canon, struct number base, struct number exponent, struct number *ret_value)
{
	int64_t whole;

	if (!number_is_small_integer(exponent))
		return false;
	whole = exponent.num;
	if (llabs(whole) > LIMIT_VALUE_BITS ||
	    number_bits(base) * (size_t)llabs(whole) > LIMIT_VALUE_BITS / 2)
		return false;
	*ret_value = number_power(canon->arena, base, whole);
	return true;
}

/*
 * One power on its way into a monomial: the whole part of an integer atom's exponent becomes part of
 * *coefficient, a whole positive power of an opaque sum is put aside into *expanded. Gives the exponent left.
 */
static struct number settle_power(
    struct canon *canon, struct power power, struct number *coefficient, const struct poly **expanded)
{
	struct number whole, folded;

	if (power.atom->kind != ATOM_INTEGER && power.atom->kind != ATOM_SUM &&
	    power.atom->kind != ATOM_ABSOLUTE)
		return power.exponent;
	whole = number_floor(canon->arena, power.exponent);
	if (number_is_zero(whole))
		return power.exponent;
	if (power.atom->kind == ATOM_INTEGER) {
		if (!fold(canon, power.atom->integer, whole, &folded))
			return power.exponent;
		*coefficient = number_multiply(canon->arena, *coefficient, folded);
		return number_subtract(canon->arena, power.exponent, whole);
	}
	if (number_sign(whole) < 0 || !number_is_small_integer(whole))
		return power.exponent;
	if (power.atom->kind == ATOM_ABSOLUTE) {
		/* |a|^2 = a^2: the even part loses its bars. */
		whole.num -= whole.num % 2;
		if (whole.num == 0)
			return power.exponent;
	}
	{
		const struct poly *product = poly_power_integer(canon, power.atom->poly, whole.num);

		*expanded = *expanded ? poly_multiply(canon, *expanded, product) : product;
	}
	return number_subtract(canon->arena, power.exponent, whole);
}

const struct poly *poly_raise(struct canon *canon, const struct atom *atom, struct number exponent)
{
	struct number coefficient = NUMBER_ONE;
	const struct poly *expanded = NULL, *power;
	struct number rest = settle_power(canon, (struct power){atom, exponent}, &coefficient, &expanded);

	power = number_is_zero(rest) ? poly_number(canon, coefficient)
	                             : poly_term(canon, coefficient, monomial_of(canon, atom, rest));
	return expanded ? poly_multiply(canon, power, expanded) : power;
}

/* The product of two monomials: coefficient and monomial, and in *expanded what must be multiplied out. */
static const struct monomial *multiply_monomials(struct canon *canon, const struct monomial *a,
    const struct monomial *b, struct number *coefficient, const struct poly **expanded)
{
	struct monomial *product;
	size_t i = 0, j = 0, count = 0;

	if (a->count == 0)
		return b;
	if (b->count == 0)
		return a;
	product =
	    arena_alloc(canon->arena, sizeof *product + (a->count + b->count) * sizeof product->powers[0]);
	while (i < a->count || j < b->count) {
		int order = i == a->count   ? 1
		            : j == b->count ? -1
		                            : atom_compare(canon, a->powers[i].atom, b->powers[j].atom);
		struct power power = order <= 0 ? a->powers[i] : b->powers[j];

		if (order == 0) {
			power.exponent =
			    number_add(canon->arena, a->powers[i].exponent, b->powers[j].exponent);
			if (!number_is_zero(power.exponent))
				power.exponent = settle_power(canon, power, coefficient, expanded);
		}
		i += order <= 0;
		j += order >= 0;
		if (!number_is_zero(power.exponent))
			product->powers[count++] = power;
	}
	if (count > LIMIT_FACTORS)
		arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
	product->count = count;
	return count ? product : monomial_empty();
}

static const struct poly *multiply_terms(struct canon *canon, const struct term *a, const struct term *b)
{
	struct number coefficient = number_multiply(canon->arena, a->coefficient, b->coefficient);
	const struct poly *expanded = NULL, *product;
	const struct monomial *monomial;

	canon_spend(canon, 1 + (a->monomial->count + b->monomial->count) / POWERS_PER_WORK);
	monomial = multiply_monomials(canon, a->monomial, b->monomial, &coefficient, &expanded);
	product = poly_term(canon, coefficient, monomial);
	return expanded ? poly_multiply(canon, product, expanded) : product;
}

/*
 * (2x + 2) times something/(x + 1): what is a multiple of an opaque sum that it is divided by loses one power
 * of it. NULL when `term` divides by nothing of that kind.
 */
static const struct poly *cancel(struct canon *canon, const struct poly *a, const struct term *term)
{
	const struct poly *primitive = NULL;
	struct number content;

	if (a->count < 2)
		return NULL;
	for (size_t i = 0; i < term->monomial->count; i++) {
		const struct power *power = &term->monomial->powers[i];
		const struct poly *quotient;

		if (power->atom->kind != ATOM_SUM || number_sign(power->exponent) >= 0)
			continue;
		if (!primitive)
			primitive = poly_primitive(canon, a, true, &content);
		if (poly_compare(canon, primitive, power->atom->poly) != 0)
			continue;
		quotient = poly_multiply(canon, poly_term(canon, term->coefficient, term->monomial),
		    poly_atom(canon, power->atom, number_negate(canon->arena, power->exponent)));
		if (!number_equal(power->exponent, number_from_int(canon->arena, -1))) {
			struct number left = number_add(canon->arena, power->exponent, NUMBER_ONE);

			quotient = poly_multiply(canon, quotient, poly_atom(canon, power->atom, left));
		}
		return poly_scale(canon, quotient, content);
	}
	return NULL;
}

const struct poly *poly_multiply(struct canon *canon, const struct poly *a, const struct poly *b)
{
	const struct poly *sum = &zero;
	struct number value;

	if (a->count == 0 || b->count == 0)
		return &zero;
	if (poly_is_number(a, &value))
		return poly_scale(canon, b, value);
	if (poly_is_number(b, &value))
		return poly_scale(canon, a, value);
	if (a->count * b->count > LIMIT_WORK)
		arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
	for (size_t i = 0; i < a->count; i++) {
		const struct poly *row = a->count == 1 ? cancel(canon, b, &a->terms[i]) : NULL;

		for (size_t j = 0; !row && j < b->count; j++) {
			const struct poly *whole = b->count == 1 ? cancel(canon, a, &b->terms[j]) : NULL;

			if (whole)
				return whole;
			sum = poly_add(canon, sum, multiply_terms(canon, &a->terms[i], &b->terms[j]));
		}
		if (row)
			sum = poly_add(canon, sum, row);
	}
	return sum;
}

/* term^exponent for a whole exponent: every exponent times it. */
static const struct poly *term_power(struct canon *canon, const struct term *term, int64_t exponent)
{
	struct number factor = number_from_int(canon->arena, exponent);
	struct number coefficient = number_power(canon->arena, term->coefficient, exponent);
	const struct monomial *old = term->monomial;
	struct monomial *monomial;
	const struct poly *expanded = NULL, *product;
	size_t count = 0;

	if (old->count == 0)
		return poly_number(canon, coefficient);
	monomial = arena_alloc(canon->arena, sizeof *monomial + old->count * sizeof old->powers[0]);
	for (size_t i = 0; i < old->count; i++) {
		struct power power = {
		    old->powers[i].atom, number_multiply(canon->arena, old->powers[i].exponent, factor)};

		power.exponent = settle_power(canon, power, &coefficient, &expanded);
		if (!number_is_zero(power.exponent))
			monomial->powers[count++] = power;
	}
	monomial->count = count;
	product = poly_term(canon, coefficient, count ? monomial : monomial_empty());
	return expanded ? poly_multiply(canon, product, expanded) : product;
}

/* Terms of a sum of `terms` to the power `exponent`: binomial(exponent + terms - 1, terms - 1), saturating.
 */
static size_t expanded_terms(size_t terms, int64_t exponent)
{
	double count = 1;

	for (size_t k = 1; k < terms; k++) {
		count = count * (double)((size_t)exponent + k) / (double)k;
		if (count > LIMIT_TERMS)
			return LIMIT_TERMS + 1;
	}
	return (size_t)count;
}

const struct poly *poly_power_integer(struct canon *canon, const struct poly *a, int64_t exponent)
{
	const struct poly *power = NULL, *square = a;

	if (exponent == 0)
		return poly_number(canon, NUMBER_ONE);
	if (exponent == 1)
		return a;
	if (a->count == 0)
		return a;
	if (a->count == 1)
		return term_power(canon, &a->terms[0], exponent);
	if (expanded_terms(a->count, exponent) > LIMIT_TERMS)
		arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
	for (int64_t rest = exponent;; square = poly_multiply(canon, square, square)) {
		if (rest & 1)
			power = power ? poly_multiply(canon, power, square) : square;
		rest >>= 1;
		if (rest == 0)
			return power;
	}
}

/* gcd of numerators over lcm of denominators. */
static struct number content_of(struct canon *canon, const struct poly *a)
{
	mpz_t num, den, part;
	int64_t small = 0;

	for (size_t i = 0; i < a->count; i++) {
		struct number c = a->terms[i].coefficient;

		if (c.big || c.den != 1) {
			small = -1;
			break;
		}
		for (int64_t x = llabs(c.num), y; x; x = y) { /* gcd(small, |c|) */
			y = small % x;
			small = x;
		}
	}
	if (small > 0)
		return number_from_int(canon->arena, small);
	canon_spend(canon, WORK_OF_CONTENT * a->count);
	arena_serve_gmp(canon->arena);
	mpz_init(num);
	mpz_init_set_ui(den, 1);
	mpz_init(part);
	for (size_t i = 0; i < a->count; i++) {
		number_get_num(a->terms[i].coefficient, part);
		mpz_gcd(num, num, part);
		number_get_den(a->terms[i].coefficient, part);
		mpz_lcm(den, den, part);
		if (mpz_sizeinbase(den, 2) > LIMIT_VALUE_BITS)
			arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
	}
	return number_from_mpz_ratio(canon->arena, num, den);
}

const struct poly *poly_primitive(
    struct canon *canon, const struct poly *a, bool sign, struct number *ret_content)
{
	struct number content = content_of(canon, a);

	if (sign && number_sign(a->terms[0].coefficient) < 0)
		content = number_negate(canon->arena, content);
	*ret_content = content;
	return poly_scale(canon, a, number_invert(canon->arena, content));
}

const struct poly *poly_invert(struct canon *canon, const struct poly *a, bool positive)
{
	const struct poly *primitive;
	const struct atom *sum;
	struct number content;

	if (a->count == 0)
		arena_refuse(canon->arena, REFUSAL_UNDEFINED);
	if (a->count == 1)
		return term_power(canon, &a->terms[0], -1);
	primitive = poly_primitive(canon, a, true, &content);
	/* Known to be positive, unless the content took its sign away. */
	sum = atom_sum(canon, primitive, positive && number_sign(content) > 0);
	return poly_scale(canon, poly_atom(canon, sum, number_from_int(canon->arena, -1)),
	    number_invert(canon->arena, content));
}

/* The largest whole power of an opaque sum that some term is divided by; 0 when there is none. */
static int64_t divisor_power(struct canon *canon, const struct poly *a, const struct atom *sum)
{
	int64_t most = 0;

	for (size_t i = 0; i < a->count; i++) {
		const struct monomial *monomial = a->terms[i].monomial;

		for (size_t j = 0; j < monomial->count; j++) {
			struct number floor = number_floor(canon->arena, monomial->powers[j].exponent);

			if (!floor.big && -floor.num > most &&
			    atom_compare(canon, sum, monomial->powers[j].atom) == 0)
				most = -floor.num;
		}
	}
	return most;
}

/* An opaque sum that some term is divided by, or NULL. */
static const struct atom *find_divisor(const struct poly *a)
{
	for (size_t i = 0; i < a->count; i++) {
		const struct monomial *monomial = a->terms[i].monomial;

		for (size_t j = 0; j < monomial->count; j++) {
			if (monomial->powers[j].atom->kind == ATOM_SUM &&
			    number_sign(monomial->powers[j].exponent) < 0)
				return monomial->powers[j].atom;
		}
	}
	return NULL;
}

static bool term_mentions(struct canon *canon, const struct term *term, const struct atom *atom)
{
	for (size_t i = 0; i < term->monomial->count; i++) {
		if (atom_compare(canon, term->monomial->powers[i].atom, atom) == 0)
			return true;
	}
	return false;
}

/* a times the least power of an opaque sum that rids it of that divisor. */
static const struct poly *clear_divisor(struct canon *canon, const struct poly *a, const struct atom *sum)
{
	int64_t power = divisor_power(canon, a, sum);
	const struct poly *product = &zero, *closed, *open;

	if (power == 0)
		return a;
	closed = poly_atom(canon, sum, number_from_int(canon->arena, power));
	open = poly_power_integer(canon, sum->poly, power);
	for (size_t i = 0; i < a->count; i++) {
		const struct poly *term = poly_term(canon, a->terms[i].coefficient, a->terms[i].monomial);
		bool inside = term_mentions(canon, &a->terms[i], sum);

		product = poly_add(canon, product, poly_multiply(canon, inside ? closed : open, term));
	}
	return product;
}

const struct poly *poly_clear_all(struct canon *canon, const struct poly *a)
{
	/* Each round rids the sum of one divisor; nested divisors make it a few rounds more. */
	for (int round = 0; a->count > 0 && round < 32; round++) {
		const struct atom *sum = find_divisor(a);

		if (!sum)
			break;
		a = clear_divisor(canon, a, sum);
	}
	return a;
}

bool poly_is_zero(struct canon *canon, const struct poly *a)
{
	return poly_clear_all(canon, a)->count == 0;
}

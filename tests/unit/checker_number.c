/* Exact numbers against GMP, and factors against multiplication. */
#include "checker/algebra/number.h"
#include "checker/algebra/poly.h"
#include "checker/algebra/primes.h"
#include "checker/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

/* xorshift64*: the same numbers in every run. */
static uint64_t seed = 88172645463325252u;

static uint64_t draw(void)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return seed * 2685821657736338717u;
}

/* Of every size: a few bits, around the word's ends, past them. */
static void draw_integer(mpz_t value)
{
	static const int64_t edges[] = {
	    0, 1, -1, 2, INT64_MAX, INT64_MIN, INT64_MAX - 1, INT32_MAX, INT32_MIN, (int64_t)1 << 32};
	uint64_t kind = draw() % 8;

	if (kind == 0) {
		mpz_set_si(value, edges[draw() % (sizeof edges / sizeof edges[0])]);
	} else if (kind == 1) {
		mpz_set_si(value, (int64_t)draw());
		mpz_mul_si(value, value, (int64_t)draw());
	} else {
		mpz_set_si(value, (int64_t)(draw() >> (draw() % 63)) >> 1);
		if (draw() & 1)
			mpz_neg(value, value);
	}
}

static struct number draw_number(mpq_t ret_exact)
{
	mpz_t num, den;

	arena_serve_gmp(arena);
	mpz_init(num);
	mpz_init(den);
	draw_integer(num);
	do {
		draw_integer(den);
	} while (mpz_sgn(den) == 0);
	mpq_init(ret_exact);
	mpz_set(mpq_numref(ret_exact), num);
	mpz_set(mpq_denref(ret_exact), den);
	mpq_canonicalize(ret_exact);
	return number_from_mpz_ratio(arena, num, den);
}

/* One value, one shape: small where it fits, in lowest terms, the denominator positive. */
static void assert_number(struct number number, const mpq_t exact)
{
	bool small = mpz_fits_slong_p(mpq_numref(exact)) && mpz_fits_slong_p(mpq_denref(exact)) &&
	             mpz_cmp_si(mpq_numref(exact), INT64_MIN) != 0;

	assert_int_equal(number.big == NULL, small);
	if (small) {
		assert_int_equal(number.num, mpz_get_si(mpq_numref(exact)));
		assert_int_equal(number.den, mpz_get_si(mpq_denref(exact)));
	} else {
		assert_true(mpq_equal(number.big, exact) != 0);
	}
}

static void arithmetic_agrees_with_gmp(void **state)
{
	(void)state;
	for (int i = 0; i < 20000; i++) {
		mpq_t a, b, exact;
		struct number x, y;
		int order;

		arena_reset(arena);
		x = draw_number(a);
		y = draw_number(b);
		mpq_init(exact);
		assert_number(x, a);
		mpq_add(exact, a, b);
		assert_number(number_add(arena, x, y), exact);
		mpq_sub(exact, a, b);
		assert_number(number_subtract(arena, x, y), exact);
		mpq_mul(exact, a, b);
		assert_number(number_multiply(arena, x, y), exact);
		if (mpq_sgn(b) != 0) {
			mpq_div(exact, a, b);
			assert_number(number_divide(arena, x, y), exact);
		}
		mpq_neg(exact, a);
		assert_number(number_negate(arena, x), exact);
		mpq_abs(exact, a);
		assert_number(number_absolute(arena, x), exact);
		order = mpq_cmp(a, b);
		assert_true((number_compare(arena, x, y) > 0) == (order > 0));
		assert_true((number_compare(arena, x, y) < 0) == (order < 0));
		assert_int_equal(number_equal(x, y), mpq_equal(a, b) != 0);
		assert_int_equal(number_sign(x), mpq_sgn(a));
	}
}

static void floors_and_integers_agree_with_gmp(void **state)
{
	(void)state;
	for (int i = 0; i < 5000; i++) {
		mpq_t a, exact;
		struct number x;

		arena_reset(arena);
		x = draw_number(a);
		mpq_init(exact);
		mpz_fdiv_q(mpq_numref(exact), mpq_numref(a), mpq_denref(a));
		assert_number(number_floor(arena, x), exact);
		assert_int_equal(number_is_integer(x), mpz_cmp_ui(mpq_denref(a), 1) == 0);
		assert_true(number_equal(
		    number_divide(arena, number_numerator(arena, x), number_denominator(arena, x)), x));
	}
}

static void powers_and_roots_are_inverse(void **state)
{
	(void)state;
	for (int i = 0; i < 3000; i++) {
		int64_t degree = (int64_t)(draw() % 9) + 1;
		struct number x, power, root;
		mpq_t a;

		arena_reset(arena);
		x = draw_number(a);
		if (number_is_zero(x))
			continue;
		power = number_power(arena, x, degree);
		assert_true(number_root(arena, power, (uint64_t)degree, &root));
		assert_true(number_equal(root, degree % 2 ? x : number_absolute(arena, x)));
		assert_true(number_equal(number_power(arena, x, -degree), number_invert(arena, power)));
		power = number_add(arena, number_absolute(arena, power), NUMBER_ONE);
		assert_false(
		    degree > 1 && number_is_integer(x) && number_root(arena, power, (uint64_t)degree, &root));
	}
}

static void digits_are_read_exactly(void **state)
{
	static const struct {
		const char *digits;
		size_t repeating;
		int64_t num, den;
	} rows[] = {{"0", 0, 0, 1}, {"7", 0, 7, 1}, {"007", 0, 7, 1}, {"0.5", 0, 1, 2}, {"0.125", 0, 1, 8},
	    {"3.10", 0, 31, 10}, {"0.3", 1, 1, 3}, {"0.16", 1, 1, 6}, {"0.142857", 6, 1, 7}, {"0.9", 1, 1, 1},
	    {"1.9", 1, 2, 1}, {"12.345", 2, 12222, 990}, {"0.0", 1, 0, 1},
	    {"0.000000000000000001", 0, 1, 1000000000000000000}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_true(number_equal(
		    number_from_digits(arena, rows[i].digits, strlen(rows[i].digits), rows[i].repeating),
		    number_from_ratio(arena, rows[i].num, rows[i].den)));
	}
}

/* Digits of n/d by long division, with what repeats, read back. */
static void long_division_is_read_back(void **state)
{
	(void)state;
	for (uint64_t den = 1; den < 120; den++) {
		for (uint64_t num = 0; num < den; num += 1 + den / 7) {
			char digits[300] = "0.";
			size_t seen[120] = {0}, length = 2;
			uint64_t rest = num;

			while (rest && !seen[rest]) {
				seen[rest] = length;
				digits[length++] = (char)('0' + rest * 10 / den);
				rest = rest * 10 % den;
			}
			assert_true(
			    number_equal(number_from_digits(arena, digits, rest || length > 2 ? length : 1,
			                     rest ? length - seen[rest] : 0),
			        number_from_ratio(arena, (int64_t)num, (int64_t)den)));
		}
	}
}

static void primes_are_all_the_primes(void **state)
{
	static char composite[LIMIT_PRIME];
	struct primes primes = {0};

	(void)state;
	for (size_t p = 2; p < LIMIT_PRIME; p++) {
		for (size_t multiple = 2 * p; !composite[p] && multiple < LIMIT_PRIME; multiple += p)
			composite[multiple] = 1;
		if (!composite[p])
			assert_int_equal(primes_next(&primes), p);
	}
	assert_int_equal(primes_next(&primes), 0);
}

struct operation {
	struct number a;
	int64_t exponent;
};

static void raise(void *context)
{
	struct operation *operation = context;

	operation->a = number_power(arena, operation->a, operation->exponent);
}

static void square_for_ever(void *context)
{
	struct operation *operation = context;

	for (;;)
		operation->a = number_multiply(arena, operation->a, operation->a);
}

static void what_is_too_large_is_refused_before_it_is_made(void **state)
{
	struct operation operation = {number_from_int(arena, 9), 387420489};

	(void)state;
	assert_int_equal(arena_try(arena, raise, &operation), REFUSAL_TOO_LARGE);
	operation = (struct operation){number_from_ratio(arena, 2, 3), INT64_MIN + 1};
	assert_int_equal(arena_try(arena, raise, &operation), REFUSAL_TOO_LARGE);
	operation = (struct operation){NUMBER_ZERO, -1};
	assert_int_equal(arena_try(arena, raise, &operation), REFUSAL_UNDEFINED);
	operation = (struct operation){NUMBER_ZERO, 0};
	assert_int_equal(arena_try(arena, raise, &operation), REFUSAL_UNDEFINED);
	operation = (struct operation){number_from_int(arena, -1), INT64_MAX};
	assert_int_equal(arena_try(arena, raise, &operation), REFUSAL_NONE);
	assert_int_equal(operation.a.num, -1);
	operation = (struct operation){number_from_int(arena, 7), 0};
	assert_int_equal(arena_try(arena, square_for_ever, &operation), REFUSAL_TOO_LARGE);
	assert_true(arena_used(arena) < LIMIT_ARENA_BYTES / 24);
}

struct factoring {
	struct canon canon;
	struct number integers[2];
	struct factor factors[2][FACTORS_MOST];
	size_t counts[2];
};

static void factor_both(void *context)
{
	struct factoring *factoring = context;

	for (int i = 0; i < 2; i++)
		factoring->counts[i] =
		    factor_integer(&factoring->canon, factoring->integers[i], factoring->factors[i]);
}

static enum refusal run_factoring(struct factoring *factoring)
{
	enum refusal refusal;

	memset(&factoring->canon, 0, sizeof factoring->canon);
	factoring->canon.arena = arena;
	do {
		factoring->canon.split = false;
		refusal = arena_try(arena, factor_both, factoring);
	} while (refusal == REFUSAL_UNDECIDED && factoring->canon.split);
	return refusal;
}

static struct number multiplied(const struct factor *factors, size_t count)
{
	struct number product = NUMBER_ONE;

	for (size_t i = 0; i < count; i++)
		product = number_multiply(
		    arena, product, number_power(arena, factors[i].base, factors[i].exponent));
	return product;
}

static struct number gcd_of(struct number a, struct number b)
{
	mpz_t x, y;

	arena_serve_gmp(arena);
	mpz_init(x);
	mpz_init(y);
	number_get_num(a, x);
	number_get_num(b, y);
	mpz_gcd(x, x, y);
	return number_from_mpz(arena, x);
}

/* Products of primes on both sides of the limit of trial division. */
static struct number draw_product(void)
{
	static const int64_t primes[] = {
	    2, 3, 5, 7, 101, 65521, 65537, 65539, 1000003, 2147483647, 1000000007, 1000000009, 999999999989};
	struct number product = NUMBER_ONE;

	for (uint64_t i = draw() % 6; i <= 6; i++)
		product = number_multiply(arena, product,
		    number_from_int(arena, primes[draw() % (sizeof primes / sizeof primes[0])]));
	return product;
}

static void factors_are_coprime_and_multiply_back(void **state)
{
	(void)state;
	for (int i = 0; i < 300; i++) {
		struct factoring *factoring;

		arena_reset(arena);
		factoring = arena_zero(arena, sizeof *factoring);
		factoring->integers[0] = draw_product();
		factoring->integers[1] = draw_product();
		assert_int_equal(run_factoring(factoring), REFUSAL_NONE);
		for (int side = 0; side < 2; side++) {
			assert_true(
			    number_equal(multiplied(factoring->factors[side], factoring->counts[side]),
			        factoring->integers[side]));
		}
		/* Across both sides, two bases are the same or share nothing. */
		for (size_t a = 0; a < factoring->counts[0]; a++) {
			for (size_t b = 0; b < factoring->counts[1]; b++) {
				struct number one = factoring->factors[0][a].base,
				              other = factoring->factors[1][b].base;

				assert_true(number_equal(one, other) || number_is_one(gcd_of(one, other)));
			}
		}
	}
}

static void integers_too_long_to_factor_are_refused(void **state)
{
	struct factoring *factoring = arena_zero(arena, sizeof *factoring);

	(void)state;
	factoring->integers[0] =
	    number_add(arena, number_power(arena, number_from_int(arena, 2), 9000), NUMBER_ONE);
	factoring->integers[1] = NUMBER_ONE;
	assert_int_equal(run_factoring(factoring), REFUSAL_TOO_LARGE);
}

static int start(void **state)
{
	(void)state;
	arena = arena_new(LIMIT_ARENA_BYTES);
	return arena ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	arena_serve_gmp(NULL);
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(arithmetic_agrees_with_gmp, start, end),
	    cmocka_unit_test_setup_teardown(floors_and_integers_agree_with_gmp, start, end),
	    cmocka_unit_test_setup_teardown(powers_and_roots_are_inverse, start, end),
	    cmocka_unit_test_setup_teardown(digits_are_read_exactly, start, end),
	    cmocka_unit_test_setup_teardown(long_division_is_read_back, start, end),
	    cmocka_unit_test(primes_are_all_the_primes),
	    cmocka_unit_test_setup_teardown(what_is_too_large_is_refused_before_it_is_made, start, end),
	    cmocka_unit_test_setup_teardown(factors_are_coprime_and_multiply_back, start, end),
	    cmocka_unit_test_setup_teardown(integers_too_long_to_factor_are_refused, start, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "checker/algebra/number.h"

#include "checker/limits.h"

#include <stdlib.h>
#include <string.h>

/* Work a limb (arena_spend): a power takes 1 to 2, a fraction in lowest terms some 16, an integer root 8. */
enum { WORK_OF_GCD = 16, WORK_OF_ROOT = 8, LIMBS_SQUARED_PER_WORK = 40 };

/* Is `value` kept as one int64? INT64_MIN is not, so that a negation never overflows. */
static bool fits(mpz_srcptr value)
{
	return mpz_fits_slong_p(value) && mpz_cmp_si(value, INT64_MIN) != 0;
}

static uint64_t magnitude(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* A new, initialised GMP rational in the arena. */
static __mpq_struct *new_big(struct arena *arena)
{
	__mpq_struct *big = arena_alloc(arena, sizeof *big);

	arena_serve_gmp(arena);
	mpq_init(big);
	return big;
}

/* The one shape of a value: small when it fits. Takes `big` over, canonical already. */
static struct number settle(struct arena *arena, __mpq_struct *big)
{
	mpz_srcptr num = mpq_numref(big), den = mpq_denref(big);

	if (fits(num) && fits(den))
		return (struct number){mpz_get_si(num), mpz_get_si(den), NULL};
	if (mpz_sizeinbase(num, 2) > LIMIT_VALUE_BITS || mpz_sizeinbase(den, 2) > LIMIT_VALUE_BITS ||
	    !arena_spend(arena, 1 + 2 * mpz_size(num) + WORK_OF_GCD * (mpz_size(den) - 1)))
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	return (struct number){0, 1, big};
}

/* Either shape as a GMP rational. */
static const __mpq_struct *as_big(struct arena *arena, struct number a)
{
	__mpq_struct *big;

	if (a.big)
		return a.big;
	big = new_big(arena);
	mpz_set_si(mpq_numref(big), a.num);
	mpz_set_si(mpq_denref(big), a.den);
	return big;
}

struct number number_from_int(struct arena *arena, int64_t value)
{
	return number_from_ratio(arena, value, 1);
}

struct number number_from_ratio(struct arena *arena, int64_t num, int64_t den)
{
	uint64_t divisor;
	__mpq_struct *big;

	if (den == 0)
		arena_refuse(arena, REFUSAL_UNDEFINED);
	if (num != INT64_MIN && den != INT64_MIN) {
		divisor = den == 1 ? 1 : gcd(magnitude(num), magnitude(den));
		if (den < 0) {
			num = -num;
			den = -den;
		}
		return (struct number){num / (int64_t)divisor, den / (int64_t)divisor, NULL};
	}
	big = new_big(arena);
	mpz_set_si(mpq_numref(big), num);
	mpz_set_si(mpq_denref(big), den);
	mpq_canonicalize(big);
	return settle(arena, big);
}

struct number number_from_mpz_ratio(struct arena *arena, mpz_srcptr num, mpz_srcptr den)
{
	__mpq_struct *big = new_big(arena);

	if (mpz_sgn(den) == 0)
		arena_refuse(arena, REFUSAL_UNDEFINED);
	mpz_set(mpq_numref(big), num);
	mpz_set(mpq_denref(big), den);
	mpq_canonicalize(big);
	return settle(arena, big);
}

struct number number_from_mpz(struct arena *arena, mpz_srcptr value)
{
	__mpq_struct *big;

	if (fits(value))
		return (struct number){mpz_get_si(value), 1, NULL};
	big = new_big(arena);
	mpz_set(mpq_numref(big), value);
	return settle(arena, big);
}

/* The digits without the point as one integer; at most `most` are taken. */
static void set_digits(struct arena *arena, mpz_ptr value, const char *digits, size_t length, size_t most)
{
	char *plain = arena_alloc(arena, length + 2);
	size_t count = 0;

	for (size_t i = 0; i < length && count < most; i++) {
		if (digits[i] != '.')
			plain[count++] = digits[i];
	}
	if (count == 0)
		plain[count++] = '0';
	plain[count] = '\0';
	arena_serve_gmp(arena);
	mpz_init(value);
	mpz_set_str(value, plain, 10);
}

static size_t places_of(const char *digits, size_t length)
{
	const char *point = memchr(digits, '.', length);

	return point ? length - (size_t)(point - digits) - 1 : 0;
}

/* Up to 18 digits without repetition: no GMP. False when it is not such a literal. */
static bool small_from_digits(
    struct arena *arena, const char *digits, size_t length, struct number *ret_number)
{
	int64_t value = 0, scale = 1;
	bool after_point = false;

	if (length > 18)
		return false;
	for (size_t i = 0; i < length; i++) {
		if (digits[i] == '.') {
			after_point = true;
			continue;
		}
		value = value * 10 + (digits[i] - '0');
		if (after_point)
			scale *= 10;
	}
	*ret_number = scale == 1 ? (struct number){value, 1, NULL} : number_from_ratio(arena, value, scale);
	return true;
}

struct number number_from_digits(struct arena *arena, const char *digits, size_t length, size_t repeating)
{
	struct number value;
	mpz_t all, head, scale, nines;
	size_t places = places_of(digits, length);

	if (length > LIMIT_DIGITS)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	if (repeating == 0 && small_from_digits(arena, digits, length, &value))
		return value;
	set_digits(arena, all, digits, length, length);
	mpz_init(scale);
	mpz_ui_pow_ui(scale, 10, places);
	if (repeating == 0 || repeating > places)
		return number_from_mpz_ratio(arena, all, scale);
	/* 0.a(b) with p places, r of them repeating: (ab - a) / (10^(p-r) (10^r - 1)) */
	set_digits(arena, head, digits, length, length - 1 - repeating);
	mpz_sub(all, all, head);
	mpz_ui_pow_ui(scale, 10, places - repeating);
	mpz_init(nines);
	mpz_ui_pow_ui(nines, 10, repeating);
	mpz_sub_ui(nines, nines, 1);
	mpz_mul(scale, scale, nines);
	return number_from_mpz_ratio(arena, all, scale);
}

size_t number_bits(struct number a)
{
	size_t num, den;

	if (!a.big) {
		uint64_t larger = magnitude(a.num) > (uint64_t)a.den ? magnitude(a.num) : (uint64_t)a.den;

		return 64 - (size_t)__builtin_clzll(larger | 1);
	}
	num = mpz_sizeinbase(mpq_numref(a.big), 2);
	den = mpz_sizeinbase(mpq_denref(a.big), 2);
	return num > den ? num : den;
}

static bool add_small(struct arena *arena, struct number a, struct number b, struct number *ret_sum)
{
	int64_t left, right, num, den;

	if (a.big || b.big)
		return false;
	if (a.den == b.den) {
		if (__builtin_add_overflow(a.num, b.num, &num))
			return false;
		*ret_sum = number_from_ratio(arena, num, a.den);
		return true;
	}
	if (__builtin_mul_overflow(a.num, b.den, &left) || __builtin_mul_overflow(b.num, a.den, &right) ||
	    __builtin_mul_overflow(a.den, b.den, &den) || __builtin_add_overflow(left, right, &num))
		return false;
	*ret_sum = number_from_ratio(arena, num, den);
	return true;
}

struct number number_add(struct arena *arena, struct number a, struct number b)
{
	struct number sum;
	__mpq_struct *big;

	if (add_small(arena, a, b, &sum))
		return sum;
	if (number_bits(a) + number_bits(b) > 2 * (size_t)LIMIT_VALUE_BITS)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	big = new_big(arena);
	mpq_add(big, as_big(arena, a), as_big(arena, b));
	return settle(arena, big);
}

struct number number_negate(struct arena *arena, struct number a)
{
	__mpq_struct *big;

	if (!a.big)
		return (struct number){-a.num, a.den, NULL};
	big = new_big(arena);
	mpq_neg(big, a.big);
	return settle(arena, big);
}

struct number number_subtract(struct arena *arena, struct number a, struct number b)
{
	return number_add(arena, a, number_negate(arena, b));
}

static bool multiply_small(struct number a, struct number b, struct number *ret_product)
{
	uint64_t across, back;
	int64_t num, den;

	if (a.big || b.big)
		return false;
	/* Cancelling before multiplying keeps the result in lowest terms and small for longest. */
	across = b.den == 1 ? 1 : gcd(magnitude(a.num), (uint64_t)b.den);
	back = a.den == 1 ? 1 : gcd(magnitude(b.num), (uint64_t)a.den);
	if (__builtin_mul_overflow(a.num / (int64_t)across, b.num / (int64_t)back, &num) ||
	    __builtin_mul_overflow(a.den / (int64_t)back, b.den / (int64_t)across, &den) || num == INT64_MIN)
		return false;
	*ret_product = (struct number){num, num == 0 ? 1 : den, NULL};
	return true;
}

struct number number_multiply(struct arena *arena, struct number a, struct number b)
{
	struct number product;
	__mpq_struct *big;

	if (multiply_small(a, b, &product))
		return product;
	if (number_bits(a) + number_bits(b) > 2 * (size_t)LIMIT_VALUE_BITS)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	big = new_big(arena);
	mpq_mul(big, as_big(arena, a), as_big(arena, b));
	return settle(arena, big);
}

struct number number_invert(struct arena *arena, struct number a)
{
	__mpq_struct *big;

	if (number_is_zero(a))
		arena_refuse(arena, REFUSAL_UNDEFINED);
	if (!a.big)
		return a.num < 0 ? (struct number){-a.den, -a.num, NULL}
		                 : (struct number){a.den, a.num, NULL};
	big = new_big(arena);
	mpq_inv(big, a.big);
	return settle(arena, big);
}

struct number number_divide(struct arena *arena, struct number a, struct number b)
{
	return number_multiply(arena, a, number_invert(arena, b));
}

struct number number_absolute(struct arena *arena, struct number a)
{
	return number_sign(a) < 0 ? number_negate(arena, a) : a;
}

/* Square and multiply on int64; false on overflow. */
static bool power_small(struct number a, uint64_t exponent, struct number *ret_power)
{
	int64_t num = 1, den = 1, base_num = a.num, base_den = a.den;

	if (a.big)
		return false;
	for (;;) {
		if (exponent & 1) {
			if (__builtin_mul_overflow(num, base_num, &num) ||
			    __builtin_mul_overflow(den, base_den, &den))
				return false;
		}
		exponent >>= 1;
		if (!exponent)
			break;
		if (__builtin_mul_overflow(base_num, base_num, &base_num) ||
		    __builtin_mul_overflow(base_den, base_den, &base_den))
			return false;
	}
	if (num == INT64_MIN)
		return false;
	*ret_power = (struct number){num, den, NULL};
	return true;
}

struct number number_power(struct arena *arena, struct number a, int64_t exponent)
{
	uint64_t size = magnitude(exponent);
	struct number power;
	__mpq_struct *big;
	const __mpq_struct *base;

	if (number_is_zero(a)) {
		if (exponent <= 0)
			arena_refuse(arena, REFUSAL_UNDEFINED);
		return a;
	}
	if (number_is_one(a) || exponent == 0)
		return NUMBER_ONE;
	if (!a.big && a.den == 1 && a.num == -1)
		return exponent % 2 ? a : NUMBER_ONE;
	if (!power_small(a, size, &power)) {
		if (size > LIMIT_VALUE_BITS || (number_bits(a) - 1) * size > LIMIT_VALUE_BITS)
			arena_refuse(arena, REFUSAL_TOO_LARGE);
		base = as_big(arena, a);
		big = new_big(arena);
		mpz_pow_ui(mpq_numref(big), mpq_numref(base), size);
		mpz_pow_ui(mpq_denref(big), mpq_denref(base), size);
		power = settle(arena, big);
	}
	return exponent < 0 ? number_invert(arena, power) : power;
}

struct number number_floor(struct arena *arena, struct number a)
{
	mpz_t quotient;

	if (!a.big) {
		int64_t floor = a.num / a.den;

		if (a.num % a.den < 0)
			floor--;
		return (struct number){floor, 1, NULL};
	}
	arena_serve_gmp(arena);
	mpz_init(quotient);
	mpz_fdiv_q(quotient, mpq_numref(a.big), mpq_denref(a.big));
	return number_from_mpz(arena, quotient);
}

int number_sign(struct number a)
{
	if (a.big)
		return mpq_sgn(a.big);
	return (a.num > 0) - (a.num < 0);
}

int number_compare(struct arena *arena, struct number a, struct number b)
{
	if (!a.big && !b.big) {
		__int128 left = (__int128)a.num * b.den, right = (__int128)b.num * a.den;

		return (left > right) - (left < right);
	}
	if (number_equal(a, b))
		return 0;
	/* Two products across: squares of limbs. */
	if (!arena_spend(arena, 1 + number_bits(a) / 64 * (number_bits(b) / 64) / LIMBS_SQUARED_PER_WORK))
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	arena_serve_gmp(arena);
	return mpq_cmp(as_big(arena, a), as_big(arena, b));
}

bool number_equal(struct number a, struct number b)
{
	if (a.big && b.big)
		return mpq_equal(a.big, b.big) != 0;
	return !a.big && !b.big && a.num == b.num && a.den == b.den;
}

bool number_is_integer(struct number a)
{
	return a.big ? mpz_cmp_ui(mpq_denref(a.big), 1) == 0 : a.den == 1;
}

void number_get_num(struct number a, mpz_ptr ret_num)
{
	if (a.big)
		mpz_set(ret_num, mpq_numref(a.big));
	else
		mpz_set_si(ret_num, a.num);
}

void number_get_den(struct number a, mpz_ptr ret_den)
{
	if (a.big)
		mpz_set(ret_den, mpq_denref(a.big));
	else
		mpz_set_si(ret_den, a.den);
}

struct number number_numerator(struct arena *arena, struct number a)
{
	return a.big ? number_from_mpz(arena, mpq_numref(a.big)) : (struct number){a.num, 1, NULL};
}

struct number number_denominator(struct arena *arena, struct number a)
{
	return a.big ? number_from_mpz(arena, mpq_denref(a.big)) : (struct number){a.den, 1, NULL};
}

bool number_root(struct arena *arena, struct number a, uint64_t degree, struct number *ret_root)
{
	mpz_t num, den;

	if (degree == 0 || (number_sign(a) < 0 && degree % 2 == 0))
		return false;
	if (degree == 1 || number_is_zero(a) || number_is_one(a)) {
		*ret_root = a;
		return true;
	}
	if (degree > LIMIT_VALUE_BITS)
		return false; /* 2^degree is past every value, so only 0 and 1 have such a root */
	if (!arena_spend(arena, 1 + WORK_OF_ROOT * number_bits(a) / 64))
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	arena_serve_gmp(arena);
	mpz_init(num);
	mpz_init(den);
	number_get_num(a, num);
	number_get_den(a, den);
	if (!mpz_root(num, num, degree) || !mpz_root(den, den, degree))
		return false;
	*ret_root = number_from_mpz_ratio(arena, num, den);
	return true;
}

struct number number_copy(struct arena *arena, struct number a)
{
	__mpq_struct *big;

	if (!a.big)
		return a;
	big = new_big(arena);
	mpq_set(big, a.big);
	return (struct number){0, 1, big};
}

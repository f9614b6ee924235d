/* See formula_integers.h. */
#include "generators/engine/formula_integers.h"

#include <math.h>
#include <stdlib.h>

enum { FACTOR_LIMIT = 1 << 20 };

static const struct value undefined = {.kind = VALUE_UNDEFINED};

static bool is_integer(const struct value *value)
{
	return value->kind == VALUE_NUMBER && number_is_integer(value->number);
}

bool quick_gcd(const struct small *values, size_t count, struct small *ret_value)
{
	int64_t result = 0;
	for (size_t i = 0; i < count; i++) {
		int64_t other = llabs(values[i].num);
		if (values[i].den != 1)
			return false;
		while (other) {
			int64_t rest = result % other;
			result = other;
			other = rest;
		}
	}
	*ret_value = (struct small){result, 1};
	return true;
}

static struct value folded(struct arena *arena, const struct value *values, size_t count,
    void (*fold)(mpz_ptr, mpz_srcptr, mpz_srcptr))
{
	mpz_t result, other;
	arena_serve_gmp(arena);
	mpz_init(result);
	mpz_init(other);
	number_get_num(values[0].number, result);
	for (size_t i = 0; i < count; i++) {
		if (!is_integer(&values[i]))
			return undefined;
		number_get_num(values[i].number, other);
		fold(result, result, other);
	}
	return number_value(number_from_mpz(arena, result));
}

struct value exact_gcd(struct arena *arena, const struct value *values, size_t count)
{
	return is_integer(&values[0]) ? folded(arena, values, count, mpz_gcd) : undefined;
}

struct value exact_lcm(struct arena *arena, const struct value *values, size_t count)
{
	return is_integer(&values[0]) ? folded(arena, values, count, mpz_lcm) : undefined;
}

bool quick_divides(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	if (values[0].den != 1 || values[1].den != 1 || values[0].num == 0)
		return false;
	*ret_value = (struct small){values[1].num % values[0].num == 0, 1};
	return true;
}

struct value exact_divides(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	if (!is_integer(&values[0]) || !is_integer(&values[1]) || number_is_zero(values[0].number))
		return truth_value(false);
	return truth_value(number_is_integer(number_divide(arena, values[1].number, values[0].number)));
}

bool quick_integer(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	*ret_value = (struct small){values[0].den == 1, 1};
	return true;
}

struct value exact_integer(struct arena *arena, const struct value *values, size_t count)
{
	(void)arena, (void)count;
	return truth_value(is_integer(&values[0]));
}

static struct value exact_parity(struct arena *arena, const struct value *value, int64_t rest)
{
	if (!is_integer(value))
		return truth_value(false);
	struct number half = number_divide(arena, value->number, (struct number){2, 1, NULL});
	return truth_value(number_is_integer(half) == (rest == 0));
}

bool quick_even(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	*ret_value = (struct small){values[0].den == 1 && values[0].num % 2 == 0, 1};
	return true;
}

struct value exact_even(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	return exact_parity(arena, &values[0], 0);
}

bool quick_odd(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	*ret_value = (struct small){values[0].den == 1 && values[0].num % 2 != 0, 1};
	return true;
}

struct value exact_odd(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	return exact_parity(arena, &values[0], 1);
}

/* Digits of the longer of numerator and denominator: how ugly a number is. */
bool quick_digits(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	int64_t left = llabs(values[0].num) > values[0].den ? llabs(values[0].num) : values[0].den;
	*ret_value = (struct small){1, 1};
	for (; left >= 10; left /= 10)
		ret_value->num++;
	return true;
}

static size_t decimal_digits(mpz_srcptr value)
{
	mpz_t power;
	size_t digits = mpz_sizeinbase(value, 10); /* exact or one too many */
	if (digits < 2)
		return 1;
	mpz_init(power);
	mpz_ui_pow_ui(power, 10, digits - 1);
	digits -= mpz_cmpabs(value, power) < 0;
	mpz_clear(power);
	return digits;
}

struct value exact_digits(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	mpz_t part;
	if (values[0].kind != VALUE_NUMBER)
		return undefined;
	arena_serve_gmp(arena);
	mpz_init(part);
	number_get_num(values[0].number, part);
	size_t digits = decimal_digits(part);
	number_get_den(values[0].number, part);
	size_t below = decimal_digits(part);
	mpz_clear(part);
	return integer_value((int64_t)(digits > below ? digits : below));
}

static int64_t rounded_root(int64_t value, int degree)
{
	return llround(pow((double)value, 1.0 / degree));
}

static bool is_power_of(int64_t value, int64_t base, int degree)
{
	int64_t power = 1;
	for (int i = 0; i < degree; i++)
		if (__builtin_mul_overflow(power, base, &power))
			return false;
	return power == value;
}

/* Beyond the cube root two factors are left at most: no square, unless they are equal. */
bool quick_squarefree(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	int64_t left = llabs(values[0].num);
	if (values[0].den != 1 || left == 0 || left >= (int64_t)FACTOR_LIMIT * FACTOR_LIMIT)
		return false;
	bool square = false;
	for (int64_t factor = 2; !square && factor * factor * factor <= left; factor++) {
		square = left % (factor * factor) == 0;
		if (left % factor == 0)
			left /= factor;
	}
	square = square || (left > 1 && is_power_of(left, rounded_root(left, 2), 2));
	*ret_value = (struct small){!square, 1};
	return true;
}

struct value exact_squarefree(struct arena *arena, const struct value *values, size_t count)
{
	struct small result;
	(void)arena;
	struct small value =
	    small_from_number(values[0].kind == VALUE_NUMBER ? values[0].number : NUMBER_ZERO);
	return truth_value(value.den && quick_squarefree(&value, count, &result) && result.num);
}

/* The least base of which a value above 0 is a power, and the exponent; 1 is its own. */
static int64_t least_base(int64_t value, int64_t *ret_exponent)
{
	for (int degree = 62; degree > 1; degree--) {
		int64_t root = rounded_root(value, degree);
		if (root > 1 && is_power_of(value, root, degree)) {
			*ret_exponent = degree;
			return root;
		}
	}
	*ret_exponent = 1;
	return value;
}

bool quick_base_of(const struct small *values, size_t count, struct small *ret_value)
{
	int64_t exponent;
	(void)count;
	if (values[0].den != 1 || values[0].num < 1)
		return false;
	*ret_value = (struct small){least_base(values[0].num, &exponent), 1};
	return true;
}

struct value exact_base_of(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	if (!is_integer(&values[0]) || number_sign(values[0].number) <= 0)
		return undefined;
	struct number root, number = values[0].number;
	for (uint64_t degree = number_bits(number); degree > 1; degree--)
		if (number_root(arena, number, degree, &root))
			return number_value(root);
	return values[0];
}

/* is_power(n): of some whole number, with an exponent of 2 or more; is_power(n, b): of b, exponent 0 included
 */
bool quick_is_power(const struct small *values, size_t count, struct small *ret_value)
{
	int64_t exponent, left = values[0].num;
	if (values[0].den != 1 || left < 1)
		return false;
	if (count == 1) {
		(void)least_base(left, &exponent);
		*ret_value = (struct small){exponent > 1 || left == 1, 1};
		return true;
	}
	if (values[1].den != 1 || values[1].num < 2)
		return false;
	while (left % values[1].num == 0)
		left /= values[1].num;
	*ret_value = (struct small){left == 1, 1};
	return true;
}

struct value exact_is_power(struct arena *arena, const struct value *values, size_t count)
{
	if (!is_integer(&values[0]) || number_sign(values[0].number) <= 0)
		return truth_value(false);
	if (count == 1) {
		struct value base = exact_base_of(arena, values, 1);
		return truth_value(
		    !number_equal(base.number, values[0].number) || number_is_one(base.number));
	}
	if (!is_integer(&values[1]) || number_compare(arena, values[1].number, NUMBER_ONE) <= 0)
		return truth_value(false);
	struct number left = values[0].number;
	while (number_is_integer(left) && !number_is_one(left))
		left = number_divide(arena, left, values[1].number);
	return truth_value(number_is_one(left));
}

struct value exact_is_square(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	struct number root;
	return truth_value(values[0].kind == VALUE_NUMBER && number_root(arena, values[0].number, 2, &root));
}

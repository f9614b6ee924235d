/*
 * Exact rational numbers. A number is a value of three words, passed and returned by value: int64 numerator
 * and denominator while they fit (tier 1 of checker.md), a GMP rational in the arena past that.
 *
 * Invariants: den > 0, gcd(num, den) = 1, num != INT64_MIN, and big != NULL only when the value does not fit.
 * So one value has exactly one shape. Numbers are immutable and share freely within the life of their arena.
 *
 * Results larger than LIMIT_VALUE_BITS are refused (REFUSAL_TOO_LARGE) before they are computed; division by
 * zero is refused with REFUSAL_UNDEFINED. Thread: that of the arena.
 */
#ifndef CHECKER_NUMBER_H
#define CHECKER_NUMBER_H

#include "checker/algebra/arena.h"

#include <gmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct number {
	int64_t num, den;
	const __mpq_struct *big;
};

#define NUMBER_ZERO ((struct number){0, 1, NULL})
#define NUMBER_ONE  ((struct number){1, 1, NULL})

struct number number_from_int(struct arena *arena, int64_t value);
struct number number_from_ratio(struct arena *arena, int64_t num, int64_t den);
/* Takes `value` over: it must have been initialised while the arena served GMP. */
struct number number_from_mpz(struct arena *arena, mpz_srcptr value);
/* num/den in any terms; den not zero. */
struct number number_from_mpz_ratio(struct arena *arena, mpz_srcptr num, mpz_srcptr den);
/*
 * The value of `digits` (ASCII digits, at most one '.') of `length` bytes. `repeating` says how many of the
 * last digits repeat for ever: "0.16" with repeating 1 is 1/6. 0: none.
 */
struct number number_from_digits(struct arena *arena, const char *digits, size_t length, size_t repeating);

struct number number_add(struct arena *arena, struct number a, struct number b);
struct number number_subtract(struct arena *arena, struct number a, struct number b);
struct number number_multiply(struct arena *arena, struct number a, struct number b);
struct number number_divide(struct arena *arena, struct number a, struct number b);
struct number number_negate(struct arena *arena, struct number a);
struct number number_invert(struct arena *arena, struct number a);
struct number number_absolute(struct arena *arena, struct number a);
/* a^exponent; 0^0 and 0 to a negative power are refused as undefined. */
struct number number_power(struct arena *arena, struct number a, int64_t exponent);
/* Largest integer not above a. */
struct number number_floor(struct arena *arena, struct number a);

/* -1, 0, 1. */
int number_sign(struct number a);
/* Negative, 0, positive as a < b, a = b, a > b. Allocates nothing for small numbers. Refuses
 * when the arena's allowance of work is spent. */
int number_compare(struct arena *arena, struct number a, struct number b);
bool number_equal(struct number a, struct number b);
bool number_is_integer(struct number a);
static inline bool number_is_zero(struct number a)
{
	return a.num == 0 && !a.big;
}
static inline bool number_is_one(struct number a)
{
	return a.num == 1 && a.den == 1 && !a.big;
}
static inline bool number_is_small_integer(struct number a)
{
	return !a.big && a.den == 1;
}
/* The larger of the bit lengths of numerator and denominator. */
size_t number_bits(struct number a);

/* Copies of numerator and denominator into initialised mpz. */
void number_get_num(struct number a, mpz_ptr ret_num);
void number_get_den(struct number a, mpz_ptr ret_den);
struct number number_numerator(struct arena *arena, struct number a);
struct number number_denominator(struct arena *arena, struct number a);

/*
 * The real root of `degree` >= 1 when it is rational; false when it is not. Odd roots of negative numbers
 * are negative; an even root of a negative number gives false.
 */
bool number_root(struct arena *arena, struct number a, uint64_t degree, struct number *ret_root);
/* A copy in another arena, for what outlives a request. */
struct number number_copy(struct arena *arena, struct number a);

#endif

/*
 * Functions of formulas that are about whole numbers: divisors, digits, parity, powers. Private to
 * formula_*.c; the table of all functions is in formula_functions.c. `quick` works on small rationals and may
 * say that it does not know; `exact` gets evaluated arguments, none of them undefined.
 */
#ifndef GENERATORS_FORMULA_INTEGERS_H
#define GENERATORS_FORMULA_INTEGERS_H

#include "generators/engine/formula.h"

static inline struct value number_value(struct number number)
{
	return (struct value){.kind = VALUE_NUMBER, .number = number};
}

static inline struct value integer_value(int64_t value)
{
	return number_value((struct number){value, 1, NULL});
}

static inline struct value truth_value(bool truth)
{
	return (struct value){.kind = VALUE_TRUTH, .truth = truth};
}

bool quick_gcd(const struct small *values, size_t count, struct small *ret_value);
struct value exact_gcd(struct arena *arena, const struct value *values, size_t count);
struct value exact_lcm(struct arena *arena, const struct value *values, size_t count);
bool quick_divides(const struct small *values, size_t count, struct small *ret_value);
struct value exact_divides(struct arena *arena, const struct value *values, size_t count);
bool quick_integer(const struct small *values, size_t count, struct small *ret_value);
struct value exact_integer(struct arena *arena, const struct value *values, size_t count);
bool quick_even(const struct small *values, size_t count, struct small *ret_value);
struct value exact_even(struct arena *arena, const struct value *values, size_t count);
bool quick_odd(const struct small *values, size_t count, struct small *ret_value);
struct value exact_odd(struct arena *arena, const struct value *values, size_t count);
bool quick_digits(const struct small *values, size_t count, struct small *ret_value);
struct value exact_digits(struct arena *arena, const struct value *values, size_t count);
bool quick_squarefree(const struct small *values, size_t count, struct small *ret_value);
struct value exact_squarefree(struct arena *arena, const struct value *values, size_t count);
bool quick_base_of(const struct small *values, size_t count, struct small *ret_value);
struct value exact_base_of(struct arena *arena, const struct value *values, size_t count);
bool quick_is_power(const struct small *values, size_t count, struct small *ret_value);
struct value exact_is_power(struct arena *arena, const struct value *values, size_t count);
struct value exact_is_square(struct arena *arena, const struct value *values, size_t count);

#endif

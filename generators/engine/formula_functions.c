/*
 * The functions of formulas, one row each at the end of this file. `quick` works on small rationals and may
 * say "I do not know"; `exact` gets evaluated arguments, none of them undefined. Functions of whole numbers
 * are in formula_integers.c, those for display (decimal, scientific, mixed, percent) in present.c.
 */
#include "generators/engine/formula_integers.h"
#include "generators/engine/present.h"

#include <stdlib.h>
#include <string.h>

enum { ROUND_PLACES = 30 };

static const struct value undefined = {.kind = VALUE_UNDEFINED};

static bool all_numbers(const struct value *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (values[i].kind != VALUE_NUMBER)
			return false;
	return true;
}

/* ---- size ---- */

static bool quick_abs(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	*ret_value = (struct small){llabs(values[0].num), values[0].den};
	return true;
}

static struct value exact_abs(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	return values[0].kind == VALUE_NUMBER ? number_value(number_absolute(arena, values[0].number))
	                                      : undefined;
}

static bool quick_extreme(const struct small *values, size_t count, int side, struct small *ret_value)
{
	*ret_value = values[0];
	for (size_t i = 1; i < count; i++) {
		int order;
		if (!small_compare(values[i], *ret_value, &order))
			return false;
		if (order * side > 0)
			*ret_value = values[i];
	}
	return true;
}

static bool quick_max(const struct small *values, size_t count, struct small *ret_value)
{
	return quick_extreme(values, count, 1, ret_value);
}

static bool quick_min(const struct small *values, size_t count, struct small *ret_value)
{
	return quick_extreme(values, count, -1, ret_value);
}

static struct value exact_extreme(struct arena *arena, const struct value *values, size_t count, int side)
{
	if (!all_numbers(values, count))
		return undefined;
	struct value result = values[0];
	for (size_t i = 1; i < count; i++)
		if (number_compare(arena, values[i].number, result.number) * side > 0)
			result = values[i];
	return result;
}

static struct value exact_max(struct arena *arena, const struct value *values, size_t count)
{
	return exact_extreme(arena, values, count, 1);
}

static struct value exact_min(struct arena *arena, const struct value *values, size_t count)
{
	return exact_extreme(arena, values, count, -1);
}

static bool quick_floor(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	int64_t whole = values[0].num / values[0].den;
	*ret_value = (struct small){whole - (values[0].num % values[0].den < 0), 1};
	return true;
}

static struct value exact_floor(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	return values[0].kind == VALUE_NUMBER ? number_value(number_floor(arena, values[0].number))
	                                      : undefined;
}

/* round(x), round(x, places): halves away from zero, as taught */
static struct value exact_round(struct arena *arena, const struct value *values, size_t count)
{
	struct small places = count > 1 ? small_from_number(values[1].number) : (struct small){0, 1};
	if (!all_numbers(values, count) || places.den != 1 || llabs(places.num) > ROUND_PLACES)
		return undefined;
	struct number unit = number_power(arena, (struct number){10, 1, NULL}, places.num);
	struct number size = number_multiply(arena, number_absolute(arena, values[0].number), unit);
	size = number_floor(arena, number_add(arena, size, (struct number){1, 2, NULL}));
	size = number_divide(arena, size, unit);
	return number_value(number_sign(values[0].number) < 0 ? number_negate(arena, size) : size);
}

static bool quick_distinct(const struct small *values, size_t count, struct small *ret_value)
{
	*ret_value = (struct small){1, 1};
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < i; j++)
			if (values[i].num == values[j].num && values[i].den == values[j].den)
				*ret_value = (struct small){0, 1};
	}
	return true;
}

static struct value exact_distinct(struct arena *arena, const struct value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t j = 0; j < i; j++)
			if (value_equal(arena, values[i], values[j]))
				return truth_value(false);
	}
	return truth_value(true);
}

/* ---- lists ---- */

static struct value list_value(struct arena *arena, const struct value *values, size_t count)
{
	struct expr *list = expr_new(arena, EXPR_LIST, count);
	for (size_t i = 0; i < count; i++)
		list->parts[i].expr = value_tree(arena, values[i]);
	return (struct value){.kind = VALUE_TREE, .tree = list};
}

static struct value sorted(struct arena *arena, const struct value *values, size_t count, bool by_size)
{
	if (!all_numbers(values, count))
		return undefined;
	struct value *order = memcpy(arena_array(arena, count, sizeof *order), values, count * sizeof *order);
	for (size_t i = 1; i < count; i++) {
		struct value moving = order[i];
		size_t j = i;
		for (; j > 0; j--) {
			struct number a = order[j - 1].number, b = moving.number;
			if (by_size) {
				a = number_absolute(arena, a);
				b = number_absolute(arena, b);
			}
			if (number_compare(arena, a, b) <= 0)
				break;
			order[j] = order[j - 1];
		}
		order[j] = moving;
	}
	return list_value(arena, order, count);
}

static struct value exact_sort(struct arena *arena, const struct value *values, size_t count)
{
	return sorted(arena, values, count, false);
}

static struct value exact_sort_by_abs(struct arena *arena, const struct value *values, size_t count)
{
	return sorted(arena, values, count, true);
}

static struct value exact_reverse(struct arena *arena, const struct value *values, size_t count)
{
	struct value *order = arena_array(arena, count, sizeof *order);
	for (size_t i = 0; i < count; i++)
		order[i] = values[count - 1 - i];
	return list_value(arena, order, count);
}

/* ---- decimals, and values as such ---- */

/* Scales into 1 <= |c| < 10; gives how often by ten. */
static bool small_mantissa(struct small value, struct small *ret_mantissa, int64_t *ret_exponent)
{
	const struct small ten = {10, 1}, tenth = {1, 10};
	if (value.num == 0)
		return false;
	*ret_exponent = 0;
	while (llabs(value.num) / 10 >= value.den) {
		if (!small_multiply(value, tenth, &value))
			return false;
		++*ret_exponent;
	}
	while (llabs(value.num) < value.den) {
		if (!small_multiply(value, ten, &value))
			return false;
		--*ret_exponent;
	}
	*ret_mantissa = value;
	return true;
}

static bool quick_mantissa(const struct small *values, size_t count, struct small *ret_value)
{
	int64_t exponent;
	(void)count;
	return small_mantissa(values[0], ret_value, &exponent);
}

static bool quick_exponent10(const struct small *values, size_t count, struct small *ret_value)
{
	struct small mantissa;
	ret_value->den = 1;
	(void)count;
	return small_mantissa(values[0], &mantissa, &ret_value->num);
}

static bool quick_decimals(const struct small *values, size_t count, struct small *ret_value)
{
	int64_t places = 0, den = values[0].den, twos = 0, fives = 0;
	(void)count;
	for (; den % 2 == 0; den /= 2)
		twos++;
	for (; den % 5 == 0; den /= 5)
		fives++;
	places = twos > fives ? twos : fives;
	*ret_value = (struct small){places, 1};
	return den == 1;
}

static struct value exact_exponent10(struct arena *arena, const struct value *values, size_t count)
{
	int64_t exponent;
	(void)count;
	if (values[0].kind != VALUE_NUMBER || !present_exponent10(arena, values[0].number, &exponent))
		return undefined;
	return integer_value(exponent);
}

static struct value exact_mantissa(struct arena *arena, const struct value *values, size_t count)
{
	int64_t exponent;
	(void)count;
	if (values[0].kind != VALUE_NUMBER || !present_exponent10(arena, values[0].number, &exponent))
		return undefined;
	struct number power = number_power(arena, (struct number){10, 1, NULL}, -exponent);
	return number_value(number_multiply(arena, values[0].number, power));
}

static struct value exact_decimals(struct arena *arena, const struct value *values, size_t count)
{
	size_t places;
	(void)count;
	if (values[0].kind != VALUE_NUMBER || !present_places(arena, values[0].number, &places))
		return undefined;
	return integer_value((int64_t)places);
}

static struct value exact_compare(struct arena *arena, const struct value *values, size_t count)
{
	int order;
	(void)count;
	if (!expr_compare(arena, value_tree(arena, values[0]), value_tree(arena, values[1]), &order))
		return undefined;
	struct expr *word = expr_new(arena, EXPR_WORD, 0);
	word->style = order < 0 ? WORD_LESS : order > 0 ? WORD_GREATER : WORD_EQUAL;
	return (struct value){.kind = VALUE_TREE, .tree = word};
}

static bool quick_same(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	*ret_value = values[0];
	return true;
}

static struct value exact_worth(struct arena *arena, const struct value *values, size_t count)
{
	(void)arena, (void)count;
	return values[0];
}

static struct value exact_truth(struct arena *arena, const struct value *values, size_t count)
{
	(void)arena, (void)count;
	return values[0].kind == VALUE_TRUTH ? values[0] : undefined;
}

const struct function_row formula_functions[] = {
    {"gcd", 2, 8, false, quick_gcd, exact_gcd, "greatest common divisor"},
    {"lcm", 2, 8, false, NULL, exact_lcm, "least common multiple"},
    {"divides", 2, 2, false, quick_divides, exact_divides, "divides(a, b): b is a multiple of a"},
    {"digits", 1, 1, false, quick_digits, exact_digits,
        "digits of a whole number; the longer part of a fraction"},
    {"is_square", 1, 1, false, NULL, exact_is_square, "the square of a rational number"},
    {"is_power", 1, 2, false, quick_is_power, exact_is_power,
        "is_power(n): a perfect power; is_power(n, b): of b"},
    {"abs", 1, 1, false, quick_abs, exact_abs, "size without sign"},
    {"min", 1, 20, true, quick_min, exact_min, "the least"},
    {"max", 1, 20, true, quick_max, exact_max, "the greatest"},
    {"sort", 1, 20, true, NULL, exact_sort, "a list in ascending order"},
    {"sort_by_abs", 1, 20, true, NULL, exact_sort_by_abs, "a list in ascending order of size without sign"},
    {"reverse", 1, 20, true, NULL, exact_reverse, "a list from the end"},
    {"distinct", 2, 20, true, quick_distinct, exact_distinct, "no two are equal"},
    {"floor", 1, 1, false, quick_floor, exact_floor, "the largest whole number not above"},
    {"round", 1, 2, false, NULL, exact_round, "round(x, places), halves away from zero"},
    {"integer", 1, 1, false, quick_integer, exact_integer, "a whole number"},
    {"even", 1, 1, false, quick_even, exact_even, "an even whole number"},
    {"odd", 1, 1, false, quick_odd, exact_odd, "an odd whole number"},
    {"squarefree", 1, 1, false, quick_squarefree, exact_squarefree, "no square above 1 divides it"},
    {"mantissa", 1, 1, false, quick_mantissa, exact_mantissa, "c of c*10^e with 1 <= c < 10"},
    {"exponent10", 1, 1, false, quick_exponent10, exact_exponent10, "e of c*10^e with 1 <= c < 10"},
    {"decimals", 1, 1, false, quick_decimals, exact_decimals, "decimal places"},
    {"base_of", 1, 1, false, quick_base_of, exact_base_of, "the least whole number of which it is a power"},
    {"worth", 1, 1, false, quick_same, exact_worth, "the value, worked out"},
    {"truth", 1, 1, false, quick_same, exact_truth, "whether a statement holds"},
    {"compare", 2, 2, false, NULL, exact_compare, "compare(a, b): the sign <, > or = between them"},
    {"decimal", 1, 2, false, NULL, present_decimal, "written as a decimal; decimal(x, places)"},
    {"scientific", 1, 1, false, NULL, present_scientific, "written in scientific notation"},
    {"mixed", 1, 1, false, NULL, present_mixed, "written as a mixed number"},
    {"percent", 1, 1, false, NULL, present_percent, "written as a percentage"},
};
const size_t formula_function_count = sizeof formula_functions / sizeof formula_functions[0];

/* Values as decimals, in scientific notation, as mixed numbers, as percentages. */
#include "generators/engine/present.h"

#include "checker/algebra/text.h"

#include <stdlib.h>
#include <string.h>

enum { DECIMAL_PLACES = 400 };

static const struct number ten = {10, 1, NULL};

bool present_places(struct arena *arena, struct number number, size_t *ret_places)
{
	for (*ret_places = 0; *ret_places <= DECIMAL_PLACES; ++*ret_places) {
		if (number_is_integer(number))
			return true;
		/* a factor other than 2 and 5 in the denominator never goes away */
		struct small small = small_from_number(number);
		if (small.den && small.den % 2 && small.den % 5)
			return false;
		number = number_multiply(arena, number, ten);
	}
	return false;
}

bool present_exponent10(struct arena *arena, struct number number, int64_t *ret_exponent)
{
	if (number_is_zero(number))
		return false;
	number = number_absolute(arena, number);
	int64_t exponent = 0;
	mpz_t above, below;
	arena_serve_gmp(arena);
	mpz_init(above);
	mpz_init(below);
	number_get_num(number, above);
	number_get_den(number, below);
	exponent = (int64_t)mpz_sizeinbase(above, 10) - (int64_t)mpz_sizeinbase(below, 10);
	mpz_clear(below);
	mpz_clear(above);
	struct number scaled = number_multiply(arena, number, number_power(arena, ten, -exponent));
	for (; number_compare(arena, scaled, ten) >= 0; exponent++)
		scaled = number_divide(arena, scaled, ten);
	for (; number_compare(arena, scaled, NUMBER_ONE) < 0; exponent--)
		scaled = number_multiply(arena, scaled, ten);
	*ret_exponent = exponent;
	return true;
}

/* A literal with its digits: non-negative, `places` behind the point. */
static const struct expr *decimal_literal(struct arena *arena, struct number size, size_t places)
{
	struct number scaled = number_multiply(arena, size, number_power(arena, ten, (int64_t)places));
	struct text digits, text;
	text_init(&digits, arena);
	text_add_number(&digits, scaled);
	if (places == 0)
		return expr_literal(arena, size);
	text_init(&text, arena);
	size_t whole = digits.length > places ? digits.length - places : 0;
	text_add_bytes(&text, digits.data, whole);
	text_add(&text, whole ? "." : "0.");
	for (size_t zeros = digits.length; zeros < places; zeros++)
		text_add_char(&text, '0');
	text_add(&text, digits.data + whole);
	struct expr *literal = expr_new(arena, EXPR_NUMBER, 0);
	literal->style = LITERAL_DECIMAL;
	literal->literal.value = size;
	literal->literal.digits = text.data;
	return literal;
}

static struct value signed_value(struct arena *arena, const struct expr *tree, bool negative)
{
	return (struct value){
	    .kind = VALUE_TREE, .tree = negative ? expr_unary(arena, EXPR_NEGATE, tree) : tree};
}

struct value present_decimal(struct arena *arena, const struct value *values, size_t count)
{
	size_t places;
	struct value none = {.kind = VALUE_UNDEFINED};
	if (values[0].kind != VALUE_NUMBER || !present_places(arena, values[0].number, &places))
		return none;
	if (count > 1) {
		struct small wanted =
		    small_from_number(values[1].kind == VALUE_NUMBER ? values[1].number : ten);
		if (wanted.den != 1 || wanted.num < (int64_t)places || wanted.num > DECIMAL_PLACES)
			return none;
		places = (size_t)wanted.num;
	}
	struct number size = number_absolute(arena, values[0].number);
	return signed_value(arena, decimal_literal(arena, size, places), number_sign(values[0].number) < 0);
}

struct value present_scientific(struct arena *arena, const struct value *values, size_t count)
{
	int64_t exponent;
	size_t places;
	struct value none = {.kind = VALUE_UNDEFINED};
	(void)count;
	if (values[0].kind != VALUE_NUMBER || !present_exponent10(arena, values[0].number, &exponent))
		return none;
	struct number size = number_absolute(arena, values[0].number);
	struct number mantissa = number_multiply(arena, size, number_power(arena, ten, -exponent));
	if (!present_places(arena, mantissa, &places))
		return none;
	const struct expr *power = expr_binary(arena, EXPR_POWER, expr_integer(arena, 10),
	    expr_from_number(arena, number_from_int(arena, exponent)));
	struct expr *product =
	    expr_row(arena, EXPR_PRODUCT, decimal_literal(arena, mantissa, places), PART_TIMES, power);
	return signed_value(arena, product, number_sign(values[0].number) < 0);
}

struct value present_mixed(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	if (values[0].kind != VALUE_NUMBER)
		return (struct value){.kind = VALUE_UNDEFINED};
	struct number size = number_absolute(arena, values[0].number), whole = number_floor(arena, size);
	if (number_is_integer(size) || number_is_zero(whole))
		return values[0];
	struct number rest = number_subtract(arena, size, whole);
	struct expr *mixed = expr_new(arena, EXPR_MIXED, 3);
	mixed->parts[0].expr = expr_literal(arena, whole);
	mixed->parts[1].expr = expr_literal(arena, number_numerator(arena, rest));
	mixed->parts[2].expr = expr_literal(arena, number_denominator(arena, rest));
	return signed_value(arena, mixed, number_sign(values[0].number) < 0);
}

struct value present_percent(struct arena *arena, const struct value *values, size_t count)
{
	(void)count;
	if (values[0].kind != VALUE_NUMBER)
		return (struct value){.kind = VALUE_UNDEFINED};
	struct value hundredfold = {.kind = VALUE_NUMBER,
	    .number = number_multiply(
	        arena, number_absolute(arena, values[0].number), (struct number){100, 1, NULL})};
	hundredfold = present_decimal(arena, &hundredfold, 1);
	if (hundredfold.kind != VALUE_TREE)
		return hundredfold;
	return signed_value(
	    arena, expr_unary(arena, EXPR_PERCENT, hundredfold.tree), number_sign(values[0].number) < 0);
}

/* A number is its own reduced fraction. */
static struct value present_plain(struct arena *arena, const struct value *values, size_t count)
{
	(void)arena, (void)count;
	return values[0];
}

static const struct presenter presenters[] = {
    {"", present_plain},
    {"decimal", present_decimal},
    {"scientific", present_scientific},
    {"mixed", present_mixed},
    {"power", NULL},
    {"product-of-primes", NULL},
    {"radical", NULL},
    {"simplified-radical", NULL},
    {"rational-exponent", NULL},
    {"positive-exponents", NULL},
    {"simplified", NULL},
    {"single-log", NULL},
    {"expanded-logs", NULL},
    {"expanded", NULL},
    {"factored", NULL},
    {"pattern", NULL},
};

const struct presenter *presenter_for(const char *form)
{
	for (size_t i = 1; form && i < sizeof presenters / sizeof presenters[0]; i++) {
		size_t length = strlen(presenters[i].form);
		if (strncmp(presenters[i].form, form, length) == 0 &&
		    (form[length] == '\0' || form[length] == ':' || form[length] == '+'))
			return &presenters[i];
	}
	return &presenters[0];
}

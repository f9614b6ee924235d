/* The table of forms, and those about how one number is written. */
#include "checker/forms.h"

#include <string.h>

static bool missing(const struct form_context *context, enum note_code code)
{
	notes_add(context->notes, (struct note){.code = code});
	return false;
}

/* The tree without one leading minus. */
static const struct expr *unsigned_part(const struct expr *expr)
{
	return expr->kind == EXPR_NEGATE ? expr->parts[0].expr : expr;
}

static bool is_integer_literal(const struct expr *expr)
{
	return expr->kind == EXPR_NUMBER && expr->style == LITERAL_INTEGER;
}

static bool is_signed_integer(const struct expr *expr)
{
	return is_integer_literal(unsigned_part(expr));
}

/* integer/integer, each with a sign of its own at most. */
static bool is_fraction(const struct expr *expr)
{
	return expr->kind == EXPR_PRODUCT && expr->count == 2 && expr->parts[1].op == PART_DIVIDE &&
	       is_signed_integer(expr->parts[0].expr) && is_signed_integer(expr->parts[1].expr);
}

static bool is_reduced(const struct form_context *context, const struct expr *num, const struct expr *den)
{
	struct number quotient;

	if (number_is_zero(den->literal.value))
		return false;
	quotient = number_divide(context->arena, num->literal.value, den->literal.value);
	return number_equal(number_denominator(context->arena, quotient), den->literal.value);
}

/* A fraction's two literals without their signs. */
static const struct expr *side(const struct expr *fraction, uint32_t index)
{
	return unsigned_part(fraction->parts[index].expr);
}

static int signs_of(const struct expr *expr)
{
	const struct expr *fraction = unsigned_part(expr);

	return (expr != fraction) + (fraction->parts[0].expr->kind == EXPR_NEGATE) +
	       (fraction->parts[1].expr->kind == EXPR_NEGATE);
}

static bool holds_any(const struct form_context *context, const struct expr *expr)
{
	(void)context;
	(void)expr;
	return true;
}

static bool is_one_number(const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (size->kind == EXPR_PERCENT)
		size = size->parts[0].expr;
	return size->kind == EXPR_NUMBER || size->kind == EXPR_MIXED || is_fraction(size);
}

static bool holds_evaluated(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (expr->kind == EXPR_WORD)
		return true;
	if (!is_one_number(expr))
		return missing(context, NOTE_NOT_EVALUATED);
	if (is_fraction(size) && !is_reduced(context, side(size, 0), side(size, 1)))
		missing(context, NOTE_UNREDUCED); /* said, and let pass */
	return true;
}

static bool holds_integer(const struct form_context *context, const struct expr *expr)
{
	return is_signed_integer(expr) || missing(context, NOTE_NOT_INTEGER);
}

static bool holds_fraction(const struct form_context *context, const struct expr *expr)
{
	return is_fraction(unsigned_part(expr)) || missing(context, NOTE_NOT_FRACTION);
}

static bool holds_lowest_terms(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);

	if (is_signed_integer(expr))
		return true;
	if (!is_fraction(size))
		return missing(context, NOTE_NOT_FRACTION);
	if (signs_of(expr) > 1)
		return missing(context, NOTE_NOT_SIMPLIFIED);
	if (size->parts[1].expr->kind == EXPR_NEGATE)
		return missing(context, NOTE_SIGN_IN_DENOMINATOR);
	if (!is_reduced(context, side(size, 0), side(size, 1)) || number_is_one(side(size, 1)->literal.value))
		return missing(context, NOTE_UNREDUCED);
	return true;
}

static bool holds_mixed(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr);
	const struct expr *num, *den;

	if (is_signed_integer(expr))
		return true;
	if (size->kind != EXPR_MIXED && !is_fraction(size))
		return missing(context, NOTE_NOT_MIXED);
	num = size->kind == EXPR_MIXED ? size->parts[1].expr : side(size, 0);
	den = size->kind == EXPR_MIXED ? size->parts[2].expr : side(size, 1);
	if (number_compare(context->arena, num->literal.value, den->literal.value) >= 0)
		return missing(context, NOTE_NOT_MIXED); /* 1 5/3, and 5/3, are improper */
	if (number_is_zero(num->literal.value) || !is_reduced(context, num, den))
		return missing(context, NOTE_UNREDUCED);
	return true;
}

static bool holds_decimal(const struct form_context *context, const struct expr *expr)
{
	return unsigned_part(expr)->kind == EXPR_NUMBER || missing(context, NOTE_NOT_DECIMAL);
}

/* c * 10^k with a whole k and 1 <= c < 10. */
static bool holds_scientific(const struct form_context *context, const struct expr *expr)
{
	const struct expr *size = unsigned_part(expr), *coefficient, *power;
	const struct number ten = {10, 1, NULL};

	if (size->kind == EXPR_NUMBER && number_is_zero(size->literal.value))
		return true;
	if (size->kind != EXPR_PRODUCT || size->count != 2 || size->parts[1].op == PART_DIVIDE)
		return missing(context, NOTE_NOT_SCIENTIFIC);
	coefficient = expr == size ? unsigned_part(size->parts[0].expr) : size->parts[0].expr;
	power = size->parts[1].expr;
	if (coefficient->kind != EXPR_NUMBER || power->kind != EXPR_POWER ||
	    power->parts[0].expr->kind != EXPR_NUMBER ||
	    !number_equal(power->parts[0].expr->literal.value, ten) || !is_signed_integer(power->parts[1].expr))
		return missing(context, NOTE_NOT_SCIENTIFIC);
	if (number_compare(context->arena, coefficient->literal.value, NUMBER_ONE) < 0 ||
	    number_compare(context->arena, coefficient->literal.value, ten) >= 0)
		return missing(context, NOTE_COEFFICIENT_OUT_OF_RANGE);
	return true;
}

const struct form_row form_rows[] = {
    {"any", holds_any, {"", ""}},
    {"evaluated", holds_evaluated, {"one number, worked out", "un solo número, ya calculado"}},
    {"integer", holds_integer, {"a whole number", "un número entero"}},
    {"fraction", holds_fraction, {"a fraction", "una fracción"}},
    {"lowest-terms", holds_lowest_terms, {"a fraction in lowest terms", "una fracción irreducible"}},
    {"mixed", holds_mixed, {"a mixed number", "un número mixto"}},
    {"decimal", holds_decimal, {"a decimal", "un número decimal"}},
    {"scientific", holds_scientific, {"scientific notation", "notación científica"}},
    {"power", form_is_power, {"one power", "una sola potencia"}},
    {"factored", form_is_factored, {"a product of factors", "un producto de factores"}},
    {"expanded", form_is_expanded, {"a sum without brackets", "una suma sin paréntesis"}},
};
const size_t form_row_count = sizeof form_rows / sizeof form_rows[0];

const struct form_row *form_find(const char *name, size_t length)
{
	for (size_t i = 0; i < form_row_count; i++) {
		if (strlen(form_rows[i].name) == length && memcmp(form_rows[i].name, name, length) == 0)
			return &form_rows[i];
	}
	return NULL;
}

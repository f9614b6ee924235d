/* The table of forms, and the walk to the values that they are about. */
#include "checker/forms.h"

#include <string.h>

static bool form_is_any(const struct form_context *context, const struct expr *expr)
{
	(void)context;
	(void)expr;
	return true;
}

const struct form_row form_rows[] = {
    {"any", form_is_any, FORM_OF_VALUE, {"", ""}, {NULL}},
    {"evaluated", form_is_evaluated, FORM_OF_VALUE, {"a number that is worked out", "un número ya calculado"},
        {NULL}},
    {"integer", form_is_integer, FORM_OF_VALUE, {"a whole number", "un número entero"}, {NULL}},
    {"fraction", form_is_fraction, FORM_OF_VALUE, {"a fraction", "una fracción"}, {NULL}},
    {"lowest-terms", form_is_lowest_terms, FORM_OF_VALUE,
        {"a fraction in lowest terms", "una fracción irreducible"}, {NULL}},
    {"mixed", form_is_mixed, FORM_OF_VALUE, {"a mixed number", "un número mixto"}, {NULL}},
    {"decimal", form_is_decimal, FORM_OF_VALUE, {"a decimal", "un número decimal"}, {NULL}},
    {"scientific", form_is_scientific, FORM_OF_VALUE,
        {"a number in scientific notation", "un número en notación científica"}, {NULL}},
    {"power", form_is_power, FORM_OF_VALUE, {"one power", "una sola potencia"},
        {"a power of %s", "una potencia de %s"}},
    {"simplified", form_is_simplified, FORM_OF_VALUE,
        {"a simplified expression", "una expresión simplificada"}, {NULL}},
    {"positive-exponents", form_has_positive_exponents, FORM_OF_VALUE,
        {"a simplified expression with positive exponents only",
            "una expresión simplificada, solo con exponentes positivos"},
        {NULL}},
    {"rational-exponent", form_is_rational_exponent, FORM_OF_VALUE,
        {"an expression with exponents and without roots", "una expresión con exponentes y sin raíces"},
        {NULL}},
    {"radical", form_is_radical, FORM_OF_VALUE,
        {"an expression with roots and without fractional exponents",
            "una expresión con raíces y sin exponentes fraccionarios"},
        {NULL}},
    {"simplified-radical", form_is_simplified_radical, FORM_OF_VALUE,
        {"an expression with its roots simplified", "una expresión con las raíces simplificadas"}, {NULL}},
    {"single-log", form_is_single_log, FORM_OF_VALUE, {"a single logarithm", "un solo logaritmo"}, {NULL}},
    {"expanded-logs", form_is_expanded_logs, FORM_OF_VALUE,
        {"a sum of logarithms of single letters or whole numbers",
            "una suma de logaritmos de letras solas o números enteros"},
        {NULL}},
    {"expanded", form_is_expanded, FORM_OF_VALUE,
        {"a sum without brackets, with like terms collected",
            "una suma sin paréntesis, con los términos semejantes agrupados"},
        {NULL}},
    {"factored", form_is_factored, FORM_OF_VALUE, {"a product of factors", "un producto de factores"},
        {NULL}},
    {"product-of-primes", form_is_product_of_primes, FORM_OF_VALUE,
        {"a product of prime numbers", "un producto de números primos"}, {NULL}},
    {"exponential-equation", form_is_exponential, FORM_OF_RELATION,
        {"an equation with a power", "una igualdad con una potencia"}, {NULL}},
    {"logarithmic-equation", form_is_logarithmic, FORM_OF_RELATION,
        {"an equation with a logarithm", "una igualdad con un logaritmo"}, {NULL}},
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

static bool judge_each(
    const struct form_row *row, const struct form_context *context, const struct expr *expr)
{
	for (uint32_t i = 0; i < expr->count; i++) {
		if (!form_judge(row, context, expr->parts[i].expr))
			return false;
	}
	return true;
}

/* The sides of x = 5 or 2 <= x < 7 but for the letters that they are about. */
static bool judge_sides(
    const struct form_row *row, const struct form_context *context, const struct expr *relation)
{
	for (uint32_t i = 0; i < relation->count; i++) {
		const struct expr *side = relation->parts[i].expr;

		if (side->kind != EXPR_SYMBOL && !form_judge(row, context, side))
			return false;
	}
	return true;
}

static bool is_infinite(const struct expr *expr)
{
	const struct expr *size = expr->kind == EXPR_NEGATE ? expr->parts[0].expr : expr;

	return size->kind == EXPR_CONSTANT && size->style == CONSTANT_INFINITY;
}

bool form_judge(const struct form_row *row, const struct form_context *context, const struct expr *answer)
{
	if (!answer || answer->kind == EXPR_WORD || is_infinite(answer))
		return true;
	if (row->scope == FORM_OF_RELATION)
		return row->holds(context, answer);
	switch (answer->kind) {
	case EXPR_LIST:
	case EXPR_SET:
	case EXPR_OR:
	case EXPR_AND:
	case EXPR_UNION:
	case EXPR_INTERVAL:
		return judge_each(row, context, answer);
	case EXPR_RELATION:
		return judge_sides(row, context, answer);
	default:
		/* ±3 has the shape of 3, and 2±sqrt(3) that of 2+sqrt(3). */
		return row->holds(context, expr_choose_sign(context->arena, answer, PART_PLUS));
	}
}

/*
 * What the tests of the algebra share: trees from text, and an evaluator that owes nothing to the checker:
 * plain floating point over the tree. Header only: each test is one program.
 */
#ifndef CHECKER_TREES_H
#define CHECKER_TREES_H

#include "checker/algebra/value.h"
#include "checker/reading/read.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static inline const struct expr *tree(struct arena *arena, const char *text)
{
	static const char *const names[] = {"x", "y", "z", "a", "b", "n"};
	const struct read_options options = {
	    .variables = names, .variable_count = sizeof names / sizeof names[0]};
	struct reading reading;

	if (read_text(arena, text, strlen(text), &options, &reading) != 0)
		fail_msg("unreadable: %s", text);
	return reading.expr;
}

/* The value of a symbol at sample point `point`. */
static inline double symbol_value(const char *name, unsigned point)
{
	static const double values[] = {1.7, 3.1, 0.6, 2.3, 5.9, 0.21, 7.7};

	return values[((unsigned)name[0] + 3 * point) % 7];
}

static inline double evaluate(const struct expr *expr, unsigned point);

/* Real powers as the checker means them: odd roots of negative numbers are negative. */
static inline double evaluate_power(const struct expr *expr, unsigned point)
{
	double base = evaluate(expr->parts[0].expr, point), exponent = evaluate(expr->parts[1].expr, point);

	if (expr->kind == EXPR_ROOT)
		exponent = 1 / exponent;
	if (base == 0 && exponent <= 0)
		return NAN;
	if (base >= 0 || exponent == nearbyint(exponent))
		return pow(base, exponent);
	for (int den = 3; den < 100; den += 2) {
		double num = exponent * den;

		if (fabs(num - nearbyint(num)) < 1e-9)
			return fmod(nearbyint(num), 2) == 0 ? pow(-base, exponent) : -pow(-base, exponent);
	}
	return NAN;
}

static inline double evaluate_row(const struct expr *expr, unsigned point)
{
	double row = evaluate(expr->parts[0].expr, point);

	for (unsigned i = 1; i < expr->count; i++) {
		double part = evaluate(expr->parts[i].expr, point);

		switch (expr->parts[i].op) {
		case PART_PLUS:
			row += part;
			break;
		case PART_MINUS:
			row -= part;
			break;
		case PART_DIVIDE:
			row /= part;
			break;
		default:
			row *= part;
		}
	}
	return row;
}

static inline double number_value(struct number number)
{
	return number.big ? mpq_get_d(number.big) : (double)number.num / (double)number.den;
}

static inline double evaluate(const struct expr *expr, unsigned point)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		return number_value(expr->literal.value);
	case EXPR_MIXED:
		return evaluate(expr->parts[0].expr, point) +
		       evaluate(expr->parts[1].expr, point) / evaluate(expr->parts[2].expr, point);
	case EXPR_SYMBOL:
		return symbol_value(expr->name, point);
	case EXPR_CONSTANT:
		return expr->style == CONSTANT_PI ? M_PI : expr->style == CONSTANT_E ? M_E : INFINITY;
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return evaluate_row(expr, point);
	case EXPR_NEGATE:
		return -evaluate(expr->parts[0].expr, point);
	case EXPR_PERCENT:
		return evaluate(expr->parts[0].expr, point) / 100;
	case EXPR_POWER:
	case EXPR_ROOT:
		return evaluate_power(expr, point);
	case EXPR_LOG:
		return log(evaluate(expr->parts[0].expr, point)) / log(evaluate(expr->parts[1].expr, point));
	case EXPR_ABSOLUTE:
		return fabs(evaluate(expr->parts[0].expr, point));
	default:
		return NAN;
	}
}

/* As far as floating point tells. */
static inline bool nearly(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(1, fmax(fabs(a), fabs(b)));
}

#endif

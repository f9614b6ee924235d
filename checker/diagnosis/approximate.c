#include "checker/diagnosis/approximate.h"

#include <math.h>
#include <string.h>

static const double rounding = 1e-9;

static double number_value(struct number number)
{
	return number.big ? mpq_get_d(number.big) : (double)number.num / (double)number.den;
}

/* Between 1 and 3, so that roots, logs and powers of it have values. */
static double symbol_value(const char *name)
{
	uint32_t hash = 2166136261u;
	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return 1.0 + 2.0 * (double)(hash & 0xffffff) / 0x1000000;
}

static double power_value(double base, double exponent)
{
	if (base == 0 && exponent <= 0)
		return NAN;
	if (exponent == 2)
		return base * base;
	return exponent == 1 ? base : pow(base, exponent);
}

static double root_value(double radicand, double degree)
{
	bool odd = fmod(fabs(degree), 2) == 1;
	if (degree == 2)
		return sqrt(radicand);
	return radicand < 0 && odd ? -pow(-radicand, 1 / degree) : pow(radicand, 1 / degree);
}

static double row_value(const struct expr *tree, const double *values)
{
	double total = values[0];
	for (uint32_t i = 1; i < tree->count; i++) {
		switch (tree->parts[i].op) {
		case PART_PLUS:
			total += values[i];
			break;
		case PART_MINUS:
			total -= values[i];
			break;
		case PART_DIVIDE:
			total = values[i] == 0 ? NAN : total / values[i];
			break;
		default:
			total *= values[i];
		}
	}
	return total;
}

static double log_value(double argument, double base)
{
	return argument > 0 && base > 0 && base != 1 ? log(argument) / log(base) : NAN;
}

double approximate_node(const struct expr *tree, const double *values)
{
	switch (tree->kind) {
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return row_value(tree, values);
	case EXPR_MIXED:
		return values[0] + values[1] / values[2];
	case EXPR_NEGATE:
		return -values[0];
	case EXPR_PERCENT:
		return values[0] / 100;
	case EXPR_ABSOLUTE:
		return fabs(values[0]);
	case EXPR_POWER:
		return power_value(values[0], values[1]);
	case EXPR_ROOT:
		return root_value(values[0], values[1]);
	case EXPR_LOG:
		return log_value(values[0], values[1]);
	default:
		return NAN;
	}
}

/* The natural logarithm, also of powers that are too large for a double. */
static double log_of(const struct expr *tree, struct approximate_at at)
{
	double value = approximate(tree, at);
	if (tree->kind == EXPR_POWER && (isinf(value) || value == 0))
		return approximate(tree->parts[1].expr, at) * log_of(tree->parts[0].expr, at);
	return value > 0 ? log(value) : NAN;
}

double approximate(const struct expr *tree, struct approximate_at at)
{
	double values[APPROXIMATE_PARTS];
	switch (tree->kind) {
	case EXPR_NUMBER:
		return number_value(tree->literal.value);
	case EXPR_SYMBOL:
		return at.name && strcmp(at.name, tree->name) == 0 ? at.value : symbol_value(tree->name);
	case EXPR_CONSTANT:
		return tree->style == CONSTANT_E ? M_E : tree->style == CONSTANT_PI ? M_PI : INFINITY;
	case EXPR_LOG:
		values[0] = log_of(tree->parts[1].expr, at);
		return values[0] == 0 ? NAN : log_of(tree->parts[0].expr, at) / values[0];
	default:
		break;
	}
	if (tree->count == 0 || tree->count > APPROXIMATE_PARTS || tree->kind >= EXPR_CALL)
		return NAN;
	for (uint32_t i = 0; i < tree->count; i++)
		values[i] = approximate(tree->parts[i].expr, at);
	return approximate_node(tree, values);
}

bool approximately_equal(double a, double b)
{
	if (isinf(a) || isinf(b))
		return a == b;
	return fabs(a - b) <= rounding * fmax(fabs(a), fabs(b));
}

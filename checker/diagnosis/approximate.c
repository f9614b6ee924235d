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
	return pow(base, exponent);
}

static double root_value(double radicand, double degree)
{
	bool odd = fmod(fabs(degree), 2) == 1;
	if (degree == 2)
		return sqrt(radicand);
	return radicand < 0 && odd ? -pow(-radicand, 1 / degree) : pow(radicand, 1 / degree);
}

static double row_value(const struct expr *tree, struct approximate_at at)
{
	double total = approximate(tree->parts[0].expr, at);
	for (uint32_t i = 1; i < tree->count; i++) {
		double part = approximate(tree->parts[i].expr, at);
		switch (tree->parts[i].op) {
		case PART_PLUS:
			total += part;
			break;
		case PART_MINUS:
			total -= part;
			break;
		case PART_DIVIDE:
			total = part == 0 ? NAN : total / part;
			break;
		default:
			total *= part;
		}
	}
	return total;
}

double approximate(const struct expr *tree, struct approximate_at at)
{
	double first, second;
	switch (tree->kind) {
	case EXPR_NUMBER:
		return number_value(tree->literal.value);
	case EXPR_SYMBOL:
		return at.name && strcmp(at.name, tree->name) == 0 ? at.value : symbol_value(tree->name);
	case EXPR_CONSTANT:
		return tree->style == CONSTANT_E ? M_E : tree->style == CONSTANT_PI ? M_PI : INFINITY;
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return row_value(tree, at);
	case EXPR_MIXED:
		return approximate(tree->parts[0].expr, at) +
		       approximate(tree->parts[1].expr, at) / approximate(tree->parts[2].expr, at);
	case EXPR_NEGATE:
		return -approximate(tree->parts[0].expr, at);
	case EXPR_PERCENT:
		return approximate(tree->parts[0].expr, at) / 100;
	case EXPR_ABSOLUTE:
		return fabs(approximate(tree->parts[0].expr, at));
	case EXPR_POWER:
		first = approximate(tree->parts[0].expr, at);
		second = approximate(tree->parts[1].expr, at);
		return power_value(first, second);
	case EXPR_ROOT:
		first = approximate(tree->parts[0].expr, at);
		second = approximate(tree->parts[1].expr, at);
		return root_value(first, second);
	case EXPR_LOG:
		first = approximate(tree->parts[0].expr, at);
		second = approximate(tree->parts[1].expr, at);
		return first > 0 && second > 0 && second != 1 ? log(first) / log(second) : NAN;
	default:
		return NAN;
	}
}

bool approximately_equal(double a, double b)
{
	if (isinf(a) || isinf(b))
		return a == b;
	return fabs(a - b) <= rounding * fmax(fabs(a), fabs(b));
}

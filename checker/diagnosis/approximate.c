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

static double joined(double total, enum part_op op, double part)
{
	switch (op) {
	case PART_PLUS:
		return total + part;
	case PART_MINUS:
		return total - part;
	case PART_DIVIDE:
		return part == 0 ? NAN : total / part;
	default:
		return total * part;
	}
}

static double row_value(const struct expr *tree, const double *values)
{
	double total = values[0];
	for (uint32_t i = 1; i < tree->count; i++)
		total = joined(total, tree->parts[i].op, values[i]);
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

/* Where symbols get their values: metavariables from a match, if there is one. */
struct place {
	struct approximate_at at;
	const struct match *match;
};

static double value_of(const struct expr *tree, struct place place);

/* What a metavariable stands for, in which letters are symbols again; other trees themselves. */
static const struct expr *meant(const struct expr *tree, struct place *place)
{
	if (!place->match || tree->kind != EXPR_SYMBOL || !rewrite_is_metavariable(tree->name))
		return tree;
	const struct expr *bound = place->match->bound[tree->name[0] - 'a'];
	place->match = NULL;
	return bound;
}

/* The natural logarithm, also of powers that are too large for a double. */
static double log_of(const struct expr *tree, struct place place)
{
	tree = meant(tree, &place);
	double value = value_of(tree, place);
	if (tree->kind == EXPR_POWER && (isinf(value) || value == 0))
		return value_of(tree->parts[1].expr, place) * log_of(tree->parts[0].expr, place);
	return value > 0 ? log(value) : NAN;
}

static double value_of(const struct expr *tree, struct place place)
{
	double values[APPROXIMATE_PARTS];
	tree = meant(tree, &place);
	switch (tree->kind) {
	case EXPR_NUMBER:
		return number_value(tree->literal.value);
	case EXPR_SYMBOL:
		return place.at.name && strcmp(place.at.name, tree->name) == 0 ? place.at.value
		                                                               : symbol_value(tree->name);
	case EXPR_CONSTANT:
		return tree->style == CONSTANT_E ? M_E : tree->style == CONSTANT_PI ? M_PI : INFINITY;
	case EXPR_LOG:
		values[0] = log_of(tree->parts[1].expr, place);
		return values[0] == 0 ? NAN : log_of(tree->parts[0].expr, place) / values[0];
	default:
		break;
	}
	if (tree->count == 0 || tree->count > APPROXIMATE_PARTS || tree->kind >= EXPR_CALL)
		return NAN;
	for (uint32_t i = 0; i < tree->count; i++)
		values[i] = value_of(tree->parts[i].expr, place);
	return approximate_node(tree, values);
}

double approximate(const struct expr *tree, struct approximate_at at)
{
	return value_of(tree, (struct place){at, NULL});
}

double approximate_filled(const struct expr *to, const struct match *match, struct approximate_at at)
{
	return value_of(to, (struct place){at, match});
}

double approximate_match(const struct rewrite_rule *rule, const struct match *match, struct approximate_at at)
{
	double total = approximate_filled(rule->to, match, at);
	for (size_t i = 0; match->row && i < match->row->count; i++) {
		const struct expr_part *part = &match->row->parts[i];
		if (!(match->taken >> i & 1))
			total = joined(total, part->op, approximate(part->expr, at));
	}
	return total;
}

/* ---- an equation undone ---- */

static size_t times(const struct expr *tree, const char *name)
{
	size_t count = tree->kind == EXPR_SYMBOL && strcmp(tree->name, name) == 0;
	for (uint32_t i = 0; i < tree->count; i++)
		count += times(tree->parts[i].expr, name);
	return count;
}

static double undo_row(const struct expr *row, const double *values, uint32_t at, double result)
{
	enum part_op op = at == 0 ? PART_NONE : row->parts[at].op;
	bool sum = row->kind == EXPR_SUM;
	double rest = sum ? 0 : 1;
	for (uint32_t i = 0; i < row->count; i++) {
		enum part_op first = sum ? PART_PLUS : PART_TIMES;
		if (i != at)
			rest = joined(rest, i == 0 ? first : row->parts[i].op, values[i]);
	}
	if (sum)
		return op == PART_MINUS ? rest - result : result - rest;
	if (op == PART_DIVIDE)
		return result == 0 ? NAN : rest / result;
	return rest == 0 ? NAN : result / rest;
}

static double undo_power(const double *values, uint32_t at, double result)
{
	if (at == 1)
		return log_value(result, values[0]);
	bool odd = fabs(fmod(values[1], 2)) == 1;
	if (values[1] == 1)
		return result;
	return odd && result != 0 ? copysign(pow(fabs(result), 1 / values[1]), result) : NAN;
}

/* What the part is worth when the whole is worth so much. */
static double undo(const struct expr *tree, const double *values, uint32_t at, double result)
{
	switch (tree->kind) {
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return undo_row(tree, values, at, result);
	case EXPR_NEGATE:
		return -result;
	case EXPR_PERCENT:
		return result * 100;
	case EXPR_POWER:
		return undo_power(values, at, result);
	case EXPR_ROOT:
		return at == 0 ? pow(result, values[1]) : NAN;
	case EXPR_LOG:
		return at == 0 ? pow(values[1], result) : result == 0 ? NAN : pow(values[0], 1 / result);
	default:
		return NAN;
	}
}

double approximate_solution(const struct expr *equation, const char *unknown)
{
	const struct approximate_at nowhere = {NULL, 0};
	double values[APPROXIMATE_PARTS];
	if (equation->kind != EXPR_RELATION || equation->count != 2 || equation->parts[1].op != PART_EQUAL ||
	    times(equation, unknown) != 1)
		return NAN;
	uint32_t side = times(equation->parts[1].expr, unknown) == 1;
	const struct expr *tree = equation->parts[side].expr;
	double result = approximate(equation->parts[!side].expr, nowhere);
	while (tree->kind != EXPR_SYMBOL && tree->count <= APPROXIMATE_PARTS && isfinite(result)) {
		uint32_t at = 0;
		for (uint32_t i = 0; i < tree->count; i++) {
			if (times(tree->parts[i].expr, unknown))
				at = i;
			else
				values[i] = approximate(tree->parts[i].expr, nowhere);
		}
		result = undo(tree, values, at, result);
		tree = tree->parts[at].expr;
	}
	return tree->kind == EXPR_SYMBOL && isfinite(result) ? result : NAN;
}

bool approximate_fraction(double value, struct number *ret_fraction)
{
	/* Convergents of the continued fraction. Other numbers come as near as `near` by chance only where
	 * numerator times denominator is about 1 / near. */
	static const double near = 1e-12, most = 1e9;
	double num = 1, den = 0, earlier_num = 0, earlier_den = 1, rest = fabs(value);
	while (rest < most) {
		double whole = floor(rest), next_num = whole * num + earlier_num,
		       next_den = whole * den + earlier_den;
		earlier_num = num;
		earlier_den = den;
		num = next_num;
		den = next_den;
		if (num * den > most)
			return false;
		if (fabs(num / den - fabs(value)) <= near * fabs(value)) {
			*ret_fraction = (struct number){(int64_t)copysign(num, value), (int64_t)den, NULL};
			return true;
		}
		rest = 1 / (rest - whole);
	}
	return false;
}

bool approximately_equal(double a, double b)
{
	if (isinf(a) || isinf(b))
		return a == b;
	return fabs(a - b) <= rounding * fmax(fabs(a), fabs(b));
}

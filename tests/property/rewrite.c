#include "tests/property/rewrite.h"

#include "tests/property/trees.h"

#include <string.h>

/* A law at one node; NULL where it does not apply. */
typedef const struct expr *(*law_fn)(struct arena *arena, struct random *random, const struct expr *expr);

static struct expr *copy_node(struct arena *arena, const struct expr *expr)
{
	struct expr *copy = expr_new(arena, (enum expr_kind)expr->kind, expr->count);

	memcpy(copy, expr, sizeof *expr + expr->count * sizeof expr->parts[0]);
	return copy;
}

static const struct expr *part(const struct expr *expr, uint32_t index)
{
	return expr->parts[index].expr;
}

static const struct expr *minus(struct arena *arena, const struct expr *expr)
{
	return expr_unary(arena, EXPR_NEGATE, expr);
}

static bool is_positive(const struct expr *expr)
{
	bool all = true;

	switch (expr->kind) {
	case EXPR_NUMBER:
	case EXPR_MIXED:
	case EXPR_SYMBOL:
	case EXPR_CONSTANT:
	case EXPR_PERCENT:
		return true;
	case EXPR_POWER:
	case EXPR_ROOT:
		return is_positive(part(expr, 0));
	case EXPR_SUM:
	case EXPR_PRODUCT:
		for (uint32_t i = 0; i < expr->count; i++)
			all = all && expr->parts[i].op != PART_MINUS && is_positive(part(expr, i));
		return all;
	default:
		return false;
	}
}

static bool is_whole(const struct expr *expr, int64_t value)
{
	return expr->kind == EXPR_NUMBER && number_is_integer(expr->literal.value) &&
	       expr->literal.value.num == value;
}

static const struct expr *commute_terms(struct arena *arena, struct random *random, const struct expr *expr)
{
	uint32_t i, k;
	struct expr *swapped;

	if (expr->kind != EXPR_SUM)
		return NULL;
	i = random_below(random, expr->count);
	k = random_below(random, expr->count);
	swapped = copy_node(arena, expr);
	swapped->parts[i] = expr->parts[k];
	swapped->parts[k] = expr->parts[i];
	if (swapped->parts[0].op == PART_MINUS)
		swapped->parts[0] = (struct expr_part){minus(arena, part(swapped, 0)), PART_PLUS};
	return swapped;
}

static const struct expr *commute_factors(struct arena *arena, struct random *random, const struct expr *expr)
{
	uint32_t i, k;
	struct expr *swapped;

	if (expr->kind != EXPR_PRODUCT)
		return NULL;
	i = random_below(random, expr->count);
	k = random_below(random, expr->count);
	swapped = copy_node(arena, expr);
	swapped->parts[i] = expr->parts[k];
	swapped->parts[k] = expr->parts[i];
	if (swapped->parts[0].op == PART_DIVIDE)
		return NULL;
	swapped->parts[0].op = PART_TIMES;
	return swapped;
}

static const struct expr *distribute(struct arena *arena, struct random *random, const struct expr *expr)
{
	struct expr *sum;

	(void)random;
	if (expr->kind != EXPR_PRODUCT || expr->count != 2 || part(expr, 0)->kind != EXPR_SUM)
		return NULL;
	sum = copy_node(arena, part(expr, 0));
	for (uint32_t i = 0; i < sum->count; i++)
		sum->parts[i].expr =
		    expr_row(arena, EXPR_PRODUCT, part(sum, i), expr->parts[1].op, part(expr, 1));
	return sum;
}

static const struct expr *add_negative(struct arena *arena, struct random *random, const struct expr *expr)
{
	struct expr *sum;

	(void)random;
	if (expr->kind != EXPR_SUM)
		return NULL;
	sum = copy_node(arena, expr);
	for (uint32_t i = 0; i < sum->count; i++) {
		if (sum->parts[i].op == PART_MINUS)
			sum->parts[i] = (struct expr_part){minus(arena, part(sum, i)), PART_PLUS};
	}
	return sum;
}

static const struct expr *multiply_by_inverse(
    struct arena *arena, struct random *random, const struct expr *expr)
{
	struct expr *product;

	(void)random;
	if (expr->kind != EXPR_PRODUCT)
		return NULL;
	product = copy_node(arena, expr);
	for (uint32_t i = 0; i < product->count; i++) {
		const struct expr *inverse =
		    expr_binary(arena, EXPR_POWER, part(product, i), minus(arena, expr_integer(arena, 1)));

		if (product->parts[i].op == PART_DIVIDE)
			product->parts[i] = (struct expr_part){inverse, PART_TIMES};
	}
	return product;
}

/* a^(m+n) = a^m a^n */
static const struct expr *split_exponent(struct arena *arena, struct random *random, const struct expr *expr)
{
	struct expr *product;

	(void)random;
	if (expr->kind != EXPR_POWER || part(expr, 1)->kind != EXPR_SUM || !is_positive(part(expr, 0)))
		return NULL;
	product = expr_new(arena, EXPR_PRODUCT, part(expr, 1)->count);
	for (uint32_t i = 0; i < product->count; i++) {
		const struct expr_part *term = &part(expr, 1)->parts[i];

		product->parts[i].expr = expr_binary(arena, EXPR_POWER, part(expr, 0), term->expr);
		product->parts[i].op = term->op == PART_MINUS ? PART_DIVIDE : PART_TIMES;
	}
	return product;
}

/* a^(-n) = 1/a^n */
static const struct expr *turn_exponent(struct arena *arena, struct random *random, const struct expr *expr)
{
	(void)random;
	if (expr->kind != EXPR_POWER || part(expr, 1)->kind != EXPR_NEGATE)
		return NULL;
	return expr_row(arena, EXPR_PRODUCT, expr_integer(arena, 1), PART_DIVIDE,
	    expr_binary(arena, EXPR_POWER, part(expr, 0), part(part(expr, 1), 0)));
}

/* (a b)^n = a^n b^n */
static const struct expr *spread_exponent(struct arena *arena, struct random *random, const struct expr *expr)
{
	struct expr *product;

	(void)random;
	if (expr->kind != EXPR_POWER || part(expr, 0)->kind != EXPR_PRODUCT || !is_positive(part(expr, 0)))
		return NULL;
	product = copy_node(arena, part(expr, 0));
	for (uint32_t i = 0; i < product->count; i++)
		product->parts[i].expr = expr_binary(arena, EXPR_POWER, part(product, i), part(expr, 1));
	return product;
}

static const struct expr *write_out_square(
    struct arena *arena, struct random *random, const struct expr *expr)
{
	(void)random;
	if (expr->kind != EXPR_POWER || !is_whole(part(expr, 1), 2))
		return NULL;
	return expr_row(arena, EXPR_PRODUCT, part(expr, 0), PART_TIMES, part(expr, 0));
}

/* a^4 = (a^2)^2 */
static const struct expr *nest_power(struct arena *arena, struct random *random, const struct expr *expr)
{
	const struct expr *two = expr_integer(arena, 2);

	(void)random;
	if (expr->kind != EXPR_POWER || !is_whole(part(expr, 1), 4))
		return NULL;
	return expr_binary(arena, EXPR_POWER, expr_binary(arena, EXPR_POWER, part(expr, 0), two), two);
}

static const struct expr *root_as_power(struct arena *arena, struct random *random, const struct expr *expr)
{
	(void)random;
	if (expr->kind != EXPR_ROOT || !is_positive(part(expr, 0)))
		return NULL;
	return expr_binary(arena, EXPR_POWER, part(expr, 0),
	    expr_row(arena, EXPR_PRODUCT, expr_integer(arena, 1), PART_DIVIDE, part(expr, 1)));
}

static const struct expr *log_like(struct arena *arena, const struct expr *log, const struct expr *argument)
{
	struct expr *copy = copy_node(arena, log);

	copy->parts[0].expr = argument;
	return copy;
}

/* log(a b / c) = log a + log b - log c */
static const struct expr *split_log(struct arena *arena, struct random *random, const struct expr *expr)
{
	const struct expr *product = expr->kind == EXPR_LOG ? part(expr, 0) : NULL;
	struct expr *sum;

	(void)random;
	if (!product || product->kind != EXPR_PRODUCT || !is_positive(product))
		return NULL;
	sum = expr_new(arena, EXPR_SUM, product->count);
	for (uint32_t i = 0; i < sum->count; i++)
		sum->parts[i] = (struct expr_part){log_like(arena, expr, part(product, i)),
		    product->parts[i].op == PART_DIVIDE ? PART_MINUS : PART_PLUS};
	return sum;
}

/* log(a^n) = n log a */
static const struct expr *log_of_power(struct arena *arena, struct random *random, const struct expr *expr)
{
	const struct expr *power = expr->kind == EXPR_LOG ? part(expr, 0) : NULL;

	(void)random;
	if (!power || power->kind != EXPR_POWER || !is_positive(power))
		return NULL;
	return expr_row(
	    arena, EXPR_PRODUCT, part(power, 1), PART_TIMES, log_like(arena, expr, part(power, 0)));
}

static const struct expr *natural_log(struct arena *arena, const struct expr *argument)
{
	struct expr *e = expr_new(arena, EXPR_CONSTANT, 0);
	struct expr *log;

	e->style = CONSTANT_E;
	log = expr_binary(arena, EXPR_LOG, argument, e);
	log->style = LOG_NATURAL;
	return log;
}

static const struct expr *change_base(struct arena *arena, struct random *random, const struct expr *expr)
{
	(void)random;
	if (expr->kind != EXPR_LOG || expr->style == LOG_NATURAL)
		return NULL;
	return expr_row(arena, EXPR_PRODUCT, natural_log(arena, part(expr, 0)), PART_DIVIDE,
	    natural_log(arena, part(expr, 1)));
}

static const struct expr *split_number(struct arena *arena, struct random *random, const struct expr *expr)
{
	int64_t value =
	    expr->kind == EXPR_NUMBER && number_is_integer(expr->literal.value) ? expr->literal.value.num : 0;

	if (value < 2)
		return NULL;
	if (random_chance(random, 50))
		return expr_row(
		    arena, EXPR_SUM, expr_integer(arena, value - 1), PART_PLUS, expr_integer(arena, 1));
	return expr_row(
	    arena, EXPR_PRODUCT, expr_integer(arena, value * 6), PART_DIVIDE, expr_integer(arena, 6));
}

static const struct expr *as_fraction(struct arena *arena, struct random *random, const struct expr *expr)
{
	(void)random;
	if (expr->kind == EXPR_NUMBER && expr->style != LITERAL_INTEGER)
		return expr_from_number(arena, expr->literal.value);
	if (expr->kind == EXPR_PERCENT)
		return expr_row(arena, EXPR_PRODUCT, part(expr, 0), PART_DIVIDE, expr_integer(arena, 100));
	if (expr->kind == EXPR_MIXED)
		return expr_row(arena, EXPR_SUM, part(expr, 0), PART_PLUS,
		    expr_row(arena, EXPR_PRODUCT, part(expr, 1), PART_DIVIDE, part(expr, 2)));
	return NULL;
}

static const struct expr *add_and_take(struct arena *arena, struct random *random, const struct expr *expr)
{
	const struct expr *some = tree_expression(arena, random, 0);

	return expr_row(arena, EXPR_SUM, expr_row(arena, EXPR_SUM, expr, PART_PLUS, some), PART_MINUS, some);
}

static const struct expr *multiply_and_divide(
    struct arena *arena, struct random *random, const struct expr *expr)
{
	const struct expr *some = tree_expression(arena, random, 0);

	return expr_row(
	    arena, EXPR_PRODUCT, expr_row(arena, EXPR_PRODUCT, expr, PART_TIMES, some), PART_DIVIDE, some);
}

static const struct expr *negate_twice(struct arena *arena, struct random *random, const struct expr *expr)
{
	(void)random;
	return minus(arena, minus(arena, expr));
}

static const law_fn laws[] = {commute_terms, commute_factors, distribute, add_negative, multiply_by_inverse,
    split_exponent, turn_exponent, spread_exponent, write_out_square, nest_power, root_as_power, split_log,
    log_of_power, change_base, split_number, as_fraction, add_and_take, multiply_and_divide, negate_twice};
enum { LAWS = sizeof laws / sizeof laws[0], EVERYWHERE = 3 /* the last, which always apply */ };

static const struct expr *change_number(struct arena *arena, struct random *random, const struct expr *expr)
{
	if (expr->kind != EXPR_NUMBER)
		return NULL;
	if (expr->style != LITERAL_INTEGER)
		return expr_integer(arena, 2);
	return expr_integer(arena, expr->literal.value.num + 1 + (int64_t)random_below(random, 3));
}

static const struct expr *change_name(struct arena *arena, struct random *random, const struct expr *expr)
{
	struct expr *constant;

	if (expr->kind == EXPR_SYMBOL)
		return expr_symbol(arena, tree_variables[random_below(random, TREE_VARIABLES)]);
	if (expr->kind != EXPR_CONSTANT)
		return NULL;
	constant = expr_new(arena, EXPR_CONSTANT, 0);
	constant->style = expr->style == CONSTANT_E ? CONSTANT_PI : CONSTANT_E;
	return constant;
}

static const struct expr *change_sign(struct arena *arena, struct random *random, const struct expr *expr)
{
	uint32_t last = expr->count - 1;
	struct expr *sum;

	(void)random;
	if (expr->kind != EXPR_SUM)
		return NULL;
	sum = copy_node(arena, expr);
	sum->parts[last].op = expr->parts[last].op == PART_PLUS ? PART_MINUS : PART_PLUS;
	return sum;
}

static const law_fn changes[] = {change_number, change_name, change_sign};

/* Parts that a tree cannot do without: the literals of a mixed number, the degree of a root, the base of ln.
 */
static bool is_fixed(const struct expr *expr, uint32_t index)
{
	return expr->kind == EXPR_MIXED || expr->kind == EXPR_PERCENT ||
	       (expr->kind == EXPR_ROOT && index == 1) ||
	       (expr->kind == EXPR_LOG && index == 1 && expr->style != LOG_BASE);
}

static uint32_t count_nodes(const struct expr *expr)
{
	uint32_t count = 1;

	for (uint32_t i = 0; i < expr->count; i++)
		count += is_fixed(expr, i) ? 0 : count_nodes(part(expr, i));
	return count;
}

/* Applies the law at the node of number *at, counted in the order of writing; NULL where it does not apply.
 */
static const struct expr *apply(
    struct arena *arena, struct random *random, law_fn law, const struct expr *expr, uint32_t *at)
{
	struct expr *copy;

	if ((*at)-- == 0)
		return law(arena, random, expr);
	for (uint32_t i = 0; i < expr->count; i++) {
		uint32_t nodes = is_fixed(expr, i) ? 0 : count_nodes(part(expr, i));
		const struct expr *changed;

		if (*at >= nodes) {
			*at -= nodes;
			continue;
		}
		changed = apply(arena, random, law, part(expr, i), at);
		if (!changed)
			return NULL;
		copy = copy_node(arena, expr);
		copy->parts[i].expr = changed;
		return copy;
	}
	return NULL;
}

const struct expr *rewrite_equal(struct arena *arena, struct random *random, const struct expr *expr)
{
	uint32_t count = count_nodes(expr);

	for (int i = 0; i < 40; i++) {
		uint32_t at = random_below(random, count);
		uint32_t law = random_below(random, LAWS - (i < 20 ? EVERYWHERE - 1 : 0));
		const struct expr *rewritten = apply(arena, random, laws[law], expr, &at);

		if (rewritten)
			return rewritten;
	}
	return negate_twice(arena, random, expr);
}

const struct expr *rewrite_leaf(struct arena *arena, struct random *random, const struct expr *expr)
{
	uint32_t count = count_nodes(expr);

	for (int i = 0; i < 200; i++) {
		uint32_t at = random_below(random, count);
		const struct expr *changed =
		    apply(arena, random, changes[random_below(random, 3)], expr, &at);

		if (changed)
			return changed;
	}
	return expr; /* 50%: there is nothing to change */
}

#include "tests/property/trees.h"

#include <string.h>

const char *const tree_variables[TREE_VARIABLES] = {"x", "y", "a", "n"};

typedef const struct expr *(*make_fn)(struct arena *arena, struct random *random, int depth);

static const struct expr *literal(struct arena *arena, const char *digits, uint32_t repeating)
{
	struct expr *expr = expr_new(arena, EXPR_NUMBER, 0);

	expr->style = repeating ? LITERAL_REPEATING : strchr(digits, '.') ? LITERAL_DECIMAL : LITERAL_INTEGER;
	expr->literal.value = number_from_digits(arena, digits, strlen(digits), repeating);
	expr->literal.digits = digits;
	expr->literal.repeating = repeating;
	return expr;
}

static const struct expr *make_integer(struct arena *arena, struct random *random, int depth)
{
	(void)depth;
	return expr_integer(arena, 1 + random_below(random, random_chance(random, 80) ? 12 : 400));
}

static const struct expr *make_decimal(struct arena *arena, struct random *random, int depth)
{
	static const struct {
		const char *digits;
		uint32_t repeating;
	} rows[] = {{"0.5", 0}, {"1.5", 0}, {"2.25", 0}, {"0.125", 0}, {"3.20", 0}, {"10.0", 0}, {"0.3", 1},
	    {"0.16", 1}, {"1.27", 2}};
	size_t row = random_below(random, sizeof rows / sizeof rows[0]);

	(void)depth;
	return literal(arena, rows[row].digits, rows[row].repeating);
}

static const struct expr *make_symbol(struct arena *arena, struct random *random, int depth)
{
	(void)depth;
	return expr_symbol(arena, tree_variables[random_below(random, TREE_VARIABLES)]);
}

static const struct expr *make_constant(struct arena *arena, struct random *random, int depth)
{
	struct expr *expr = expr_new(arena, EXPR_CONSTANT, 0);

	(void)depth;
	expr->style = random_chance(random, 50) ? CONSTANT_E : CONSTANT_PI;
	return expr;
}

static const struct expr *make_mixed(struct arena *arena, struct random *random, int depth)
{
	struct expr *expr = expr_new(arena, EXPR_MIXED, 3);

	expr->parts[0].expr = make_integer(arena, random, depth);
	expr->parts[1].expr = expr_integer(arena, 1 + random_below(random, 4));
	expr->parts[2].expr = expr_integer(arena, 5 + random_below(random, 5));
	return expr;
}

static const struct expr *make_sum(struct arena *arena, struct random *random, int depth)
{
	uint32_t count = 2 + random_below(random, 2);
	struct expr *expr = expr_new(arena, EXPR_SUM, count);

	for (uint32_t i = 0; i < count; i++) {
		const struct expr *part = tree_expression(arena, random, depth - 1);

		while (i == 0 && part->kind == EXPR_SUM)
			part = tree_expression(arena, random, depth - 1);
		expr->parts[i].expr = part;
		expr->parts[i].op = i > 0 && random_chance(random, 45) ? PART_MINUS : PART_PLUS;
	}
	return expr;
}

static const struct expr *make_product(struct arena *arena, struct random *random, int depth)
{
	static const enum part_op ops[] = {PART_TIMES, PART_IMPLIED, PART_IMPLIED, PART_DIVIDE};
	uint32_t count = 2 + random_below(random, 2);
	struct expr *expr = expr_new(arena, EXPR_PRODUCT, count);

	for (uint32_t i = 0; i < count; i++) {
		const struct expr *part = tree_expression(arena, random, depth - 1);

		while (i == 0 && part->kind == EXPR_PRODUCT)
			part = tree_expression(arena, random, depth - 1);
		expr->parts[i].expr = part;
		expr->parts[i].op = i > 0 ? ops[random_below(random, 4)] : PART_TIMES;
	}
	return expr;
}

static const struct expr *make_negative(struct arena *arena, struct random *random, int depth)
{
	return expr_unary(arena, EXPR_NEGATE, tree_expression(arena, random, depth - 1));
}

static const struct expr *make_absolute(struct arena *arena, struct random *random, int depth)
{
	return expr_unary(arena, EXPR_ABSOLUTE, tree_expression(arena, random, depth - 1));
}

static const struct expr *make_percent(struct arena *arena, struct random *random, int depth)
{
	return expr_unary(arena, EXPR_PERCENT, make_integer(arena, random, depth));
}

static const struct expr *make_exponent(struct arena *arena, struct random *random, int depth)
{
	const struct expr *small = expr_integer(arena, 1 + random_below(random, 4)), *quotient;

	switch (random_below(random, 8)) {
	case 0:
	case 1:
		return expr_unary(arena, EXPR_NEGATE, small);
	case 2:
		quotient = expr_row(arena, EXPR_PRODUCT, expr_integer(arena, 1 + random_below(random, 3)),
		    PART_DIVIDE, expr_integer(arena, 2 + random_below(random, 3)));
		return random_chance(random, 50) ? quotient : expr_unary(arena, EXPR_NEGATE, quotient);
	case 3:
		return make_symbol(arena, random, depth);
	case 4:
		return depth > 1
		           ? expr_row(arena, EXPR_SUM, make_symbol(arena, random, depth), PART_PLUS, small)
		           : small;
	default:
		return small;
	}
}

static const struct expr *make_power(struct arena *arena, struct random *random, int depth)
{
	return expr_binary(arena, EXPR_POWER, tree_expression(arena, random, depth - 1),
	    make_exponent(arena, random, depth));
}

static const struct expr *make_root(struct arena *arena, struct random *random, int depth)
{
	bool square = random_chance(random, 60);
	struct expr *expr = expr_binary(arena, EXPR_ROOT, tree_expression(arena, random, depth - 1),
	    expr_integer(arena, square ? 2 : 3 + random_below(random, 3)));

	expr->style = square ? ROOT_SQUARE : ROOT_DEGREE;
	return expr;
}

static const struct expr *make_log(struct arena *arena, struct random *random, int depth)
{
	const struct expr *bases[] = {[LOG_PLAIN] = expr_integer(arena, 10),
	    [LOG_BASE] = expr_integer(arena, 2 + random_below(random, 9)),
	    [LOG_NATURAL] = NULL,
	    [LOG_TEN] = expr_integer(arena, 10)};
	uint32_t style = random_below(random, 4);
	struct expr *e = expr_new(arena, EXPR_CONSTANT, 0), *expr;

	e->style = CONSTANT_E;
	expr = expr_binary(
	    arena, EXPR_LOG, tree_expression(arena, random, depth - 1), bases[style] ? bases[style] : e);
	expr->style = (uint8_t)style;
	return expr;
}

/* How often, of a hundred, each kind is made. */
static const struct {
	uint32_t often;
	make_fn make;
} inner[] = {{26, make_sum}, {28, make_product}, {18, make_power}, {8, make_negative}, {8, make_root},
    {8, make_log}, {4, make_absolute}},
  leaves[] = {{48, make_integer}, {38, make_symbol}, {6, make_decimal}, {3, make_constant}, {3, make_mixed},
      {2, make_percent}};

const struct expr *tree_expression(struct arena *arena, struct random *random, int depth)
{
	bool leaf = depth <= 0 || random_chance(random, 22);
	uint32_t draw = random_below(random, 100);
	size_t row = 0;

	if (leaf) {
		while (draw >= leaves[row].often)
			draw -= leaves[row++].often;
		return leaves[row].make(arena, random, depth);
	}
	while (draw >= inner[row].often)
		draw -= inner[row++].often;
	return inner[row].make(arena, random, depth);
}

static const struct expr *make_row(
    struct arena *arena, struct random *random, int depth, enum expr_kind kind, enum part_op op)
{
	uint32_t count = 2 + random_below(random, 2);
	struct expr *expr = expr_new(arena, kind, count);

	for (uint32_t i = 0; i < count; i++) {
		expr->parts[i].expr = tree_expression(arena, random, depth - 1);
		expr->parts[i].op = i > 0 ? op : PART_NONE;
	}
	return expr;
}

static const struct expr *make_relation(struct arena *arena, struct random *random, int depth)
{
	static const enum part_op ops[] = {
	    PART_EQUAL, PART_NOT_EQUAL, PART_LESS, PART_LESS_EQUAL, PART_GREATER, PART_GREATER_EQUAL};

	return make_row(arena, random, depth, EXPR_RELATION, ops[random_below(random, 6)]);
}

static const struct expr *make_interval(struct arena *arena, struct random *random, int depth)
{
	struct expr *expr = (struct expr *)expr_binary(arena, EXPR_INTERVAL,
	    tree_expression(arena, random, depth - 1), tree_expression(arena, random, depth - 1));

	expr->style = (uint8_t)random_below(random, 4);
	return expr;
}

/* Parts that are relations: x = 5 or x = -3. */
static const struct expr *make_joined(struct arena *arena, struct random *random, int depth)
{
	struct expr *expr = expr_binary(arena, random_chance(random, 50) ? EXPR_OR : EXPR_AND,
	    make_relation(arena, random, depth - 1), make_relation(arena, random, depth - 1));

	return expr;
}

static const struct expr *make_union(struct arena *arena, struct random *random, int depth)
{
	return expr_binary(arena, EXPR_UNION, make_interval(arena, random, depth - 1),
	    make_interval(arena, random, depth - 1));
}

static const struct expr *make_plus_minus(struct arena *arena, struct random *random, int depth)
{
	const struct expr *low = tree_expression(arena, random, depth - 1);
	const struct expr *high = tree_expression(arena, random, depth - 1);

	return random_chance(random, 50) ? expr_unary(arena, EXPR_PLUS_MINUS, high)
	                                 : expr_binary(arena, EXPR_PLUS_MINUS, low, high);
}

static const struct expr *make_word(struct arena *arena, struct random *random, int depth)
{
	static const enum word words[] = {WORD_UNDEFINED, WORD_NO_SOLUTION, WORD_ALL_REAL};
	struct expr *expr = expr_new(arena, EXPR_WORD, 0);

	(void)depth;
	expr->style = (uint8_t)words[random_below(random, 3)];
	return expr;
}

const struct expr *tree_answer(struct arena *arena, struct random *random, int depth)
{
	switch (random_below(random, 20)) {
	case 0:
	case 1:
		return make_relation(arena, random, depth);
	case 2:
		return make_row(arena, random, depth, EXPR_LIST, PART_NONE);
	case 3:
		return make_row(arena, random, depth, EXPR_SET, PART_NONE);
	case 4:
		return make_interval(arena, random, depth);
	case 5:
		return make_joined(arena, random, depth);
	case 6:
		return make_union(arena, random, depth);
	case 7:
		return make_plus_minus(arena, random, depth);
	case 8:
		return make_word(arena, random, depth);
	default:
		return tree_expression(arena, random, depth);
	}
}

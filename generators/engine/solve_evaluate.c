/*
 * Evaluation laws: one rule each in C, at one node. They work out what one works out in a single line: a sum,
 * a product, a quotient, a power, a root of plain numbers; never two kinds at once.
 */
#include "generators/engine/present.h"
#include "generators/engine/solve.h"

#include <string.h>

enum { POWER_BITS = 20, SMALL_BITS = 8, TEN_BITS = 45, DECIMAL_PLACES = 12, RADICAND_ROOT = 2000 };

/* ---- numbers as they stand ---- */

static const struct expr *bare(const struct expr *tree)
{
	return tree->kind == EXPR_NEGATE ? tree->parts[0].expr : tree;
}

/* The value of a literal, or of its negative where that is allowed. */
static bool literal(struct arena *arena, const struct expr *tree, bool negative, struct number *ret_value)
{
	if (tree->kind == EXPR_NEGATE && (!negative || bare(tree)->kind != EXPR_NUMBER))
		return false;
	if (bare(tree)->kind != EXPR_NUMBER)
		return false;
	*ret_value = bare(tree)->literal.value;
	if (tree->kind == EXPR_NEGATE)
		*ret_value = number_negate(arena, *ret_value);
	return true;
}

static bool is_decimal(const struct expr *tree)
{
	return bare(tree)->kind == EXPR_NUMBER && bare(tree)->style != LITERAL_INTEGER;
}

/* A value as its neighbours are written: a decimal among decimals. */
static const struct expr *written(struct arena *arena, struct number value, bool decimal)
{
	size_t places;
	if (decimal && !number_is_integer(value) && present_places(arena, value, &places) &&
	    places <= DECIMAL_PLACES) {
		struct value shown = {.kind = VALUE_NUMBER, .number = value};
		shown = present_decimal(arena, &shown, 1);
		if (shown.kind == VALUE_TREE)
			return shown.tree;
	}
	return expr_from_number(arena, value);
}

/* ---- sums ---- */

struct summing {
	struct number total;
	size_t count;
	bool decimal;
	uint64_t taken;
	bool plain; /* no part is negative, and no sum on the way is */
};

static struct summing sum_of(struct arena *arena, const struct expr *tree, bool signed_steps, bool pairwise)
{
	struct summing sum = {.total = NUMBER_ZERO, .plain = true};
	for (uint32_t i = 0; i < tree->count && i < REWRITE_PARTS; i++) {
		struct number value;
		const struct expr *part = tree->parts[i].expr;
		if (pairwise && sum.count == 2)
			break;
		if (!literal(arena, part, tree->parts[i].op == PART_PLUS && !signed_steps, &value))
			continue;
		bool minus = tree->parts[i].op == PART_MINUS;
		sum.total =
		    minus ? number_subtract(arena, sum.total, value) : number_add(arena, sum.total, value);
		sum.count++;
		sum.decimal = sum.decimal || is_decimal(part);
		sum.taken |= (uint64_t)1 << i;
		sum.plain = sum.plain && number_sign(sum.total) >= 0;
	}
	return sum;
}

/* x + 3 - 5 becomes x - 2: the result stands where the first of its parts stood. */
static const struct expr *sum_with(struct arena *arena, const struct expr *tree, const struct summing *sum)
{
	struct expr *row = expr_new(arena, EXPR_SUM, tree->count + 1);
	uint32_t at = 0;
	bool placed = false;
	for (uint32_t i = 0; i < tree->count; i++) {
		bool mine = sum->taken >> i & 1;
		if (!mine)
			row->parts[at++] = tree->parts[i];
		if (!mine || placed)
			continue;
		placed = true;
		bool minus = number_sign(sum->total) < 0 && at > 0;
		struct number size = minus ? number_negate(arena, sum->total) : sum->total;
		if (number_is_zero(size) && sum->count < tree->count)
			continue;
		row->parts[at++] =
		    (struct expr_part){written(arena, size, sum->decimal), minus ? PART_MINUS : PART_PLUS};
	}
	if (row->parts[0].op == PART_MINUS) {
		const struct expr *head = row->parts[0].expr;
		row->parts[0].expr = expr_unary(arena, EXPR_NEGATE, head);
		row->parts[0].op = PART_PLUS;
	}
	row->count = at;
	return rewrite_tidy(arena, row);
}

static bool evaluate_sum(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	const struct evaluating *evaluating = rule;
	if (tree->kind != EXPR_SUM || tree->count > REWRITE_PARTS)
		return false;
	struct summing sum = sum_of(rewriter->arena, tree, evaluating->signed_steps, evaluating->pairwise);
	if (sum.count < 2 || (evaluating->signed_steps && !sum.plain))
		return false;
	return found(context, sum_with(rewriter->arena, tree, &sum));
}

/* ---- products and quotients ---- */

static const struct expr *row_with(
    struct arena *arena, const struct expr *tree, uint32_t from, uint32_t to, const struct expr *with)
{
	struct expr *row = expr_new(arena, EXPR_PRODUCT, tree->count);
	uint32_t at = 0;
	for (uint32_t i = 0; i < tree->count; i++) {
		if (i < from || i >= to)
			row->parts[at++] = tree->parts[i];
		else if (i == from)
			row->parts[at++] = (struct expr_part){with, i == 0 ? PART_TIMES : tree->parts[i].op};
	}
	row->count = at;
	if (at > 1 && row->parts[1].op == PART_IMPLIED && row->parts[1].expr->kind == EXPR_NUMBER)
		row->parts[1].op = PART_TIMES;
	return rewrite_tidy(arena, row);
}

/* A run of numbers joined by times, from the head or after times: 2*3*x, not the 2*3 of x/2*3. */
static bool evaluate_product(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	const struct evaluating *evaluating = rule;
	struct arena *arena = rewriter->arena;
	if (tree->kind != EXPR_PRODUCT)
		return false;
	for (uint32_t from = 0; from + 1 < tree->count; from++) {
		struct number product = {1, 1, NULL}, value;
		bool decimal = false;
		uint32_t to = from;
		if (tree->parts[from].op == PART_DIVIDE)
			continue;
		for (; to < tree->count; to++) {
			const struct expr *part = tree->parts[to].expr;
			if ((to > from && tree->parts[to].op == PART_DIVIDE) ||
			    !literal(arena, part, !evaluating->signed_steps, &value))
				break;
			product = number_multiply(arena, product, value);
			decimal = decimal || is_decimal(part);
		}
		if (to - from >= 2)
			return found(
			    context, row_with(arena, tree, from, to, written(arena, product, decimal)));
	}
	return false;
}

static bool evaluate_quotient(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	const struct evaluating *evaluating = rule;
	struct arena *arena = rewriter->arena;
	if (tree->kind != EXPR_PRODUCT)
		return false;
	for (uint32_t i = 0; i + 1 < tree->count; i++) {
		struct number above, below;
		size_t places;
		if (tree->parts[i].op == PART_DIVIDE || tree->parts[i + 1].op != PART_DIVIDE ||
		    !literal(arena, tree->parts[i].expr, !evaluating->signed_steps, &above) ||
		    !literal(arena, tree->parts[i + 1].expr, !evaluating->signed_steps, &below) ||
		    number_is_zero(below))
			continue;
		bool decimal = evaluating->decimals || is_decimal(tree->parts[i].expr) ||
		               is_decimal(tree->parts[i + 1].expr);
		struct number value = number_divide(arena, above, below);
		if (number_is_integer(value) ||
		    (decimal && present_places(arena, value, &places) && places <= DECIMAL_PLACES))
			return found(
			    context, row_with(arena, tree, i, i + 2, written(arena, value, decimal)));
	}
	return false;
}

/* ---- powers, roots, logs ---- */

static bool evaluate_power(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	const struct evaluating *evaluating = rule;
	if (tree->kind != EXPR_POWER || evaluating->keep_powers)
		return false;
	const struct expr *base = tree->parts[0].expr, *exponent = tree->parts[1].expr;
	if (base->kind != EXPR_NUMBER || exponent->kind != EXPR_NUMBER ||
	    !number_is_small_integer(exponent->literal.value))
		return false;
	struct number value = base->literal.value;
	int64_t times = exponent->literal.value.num;
	bool ten = number_equal(value, (struct number){10, 1, NULL});
	if (times < 2 || (ten && evaluating->keep_tens) || times > TEN_BITS || number_bits(value) > TEN_BITS)
		return false;
	value = number_power(rewriter->arena, value, times);
	size_t bits = ten ? TEN_BITS : evaluating->laws_first ? SMALL_BITS : POWER_BITS;
	if (number_bits(value) > bits)
		return false; /* nobody works that out by hand */
	return found(context, written(rewriter->arena, value, is_decimal(base)));
}

static bool evaluate_root(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	(void)rule;
	if (tree->kind != EXPR_ROOT)
		return false;
	const struct expr *radicand = tree->parts[0].expr, *degree = tree->parts[1].expr;
	struct number root;
	if (radicand->kind != EXPR_NUMBER || degree->kind != EXPR_NUMBER ||
	    !number_is_small_integer(degree->literal.value) || degree->literal.value.num < 2 ||
	    !number_root(
	        rewriter->arena, radicand->literal.value, (uint64_t)degree->literal.value.num, &root))
		return false;
	return found(context, written(rewriter->arena, root, is_decimal(radicand)));
}

static bool decimal_to_fraction(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	const struct evaluating *evaluating = rule;
	size_t places;
	if (!evaluating->fractions || tree->kind != EXPR_NUMBER || tree->style != LITERAL_DECIMAL ||
	    !present_places(rewriter->arena, tree->literal.value, &places) || places > DECIMAL_PLACES)
		return false;
	struct number below = number_power(rewriter->arena, (struct number){10, 1, NULL}, (int64_t)places);
	struct number above = number_multiply(rewriter->arena, tree->literal.value, below);
	return found(context, expr_row(rewriter->arena, EXPR_PRODUCT, expr_literal(rewriter->arena, above),
	                          PART_DIVIDE, expr_literal(rewriter->arena, below)));
}

/* 1 1/2 as 3/2 */
static bool mixed_to_fraction(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	struct number value;
	(void)rule;
	if (tree->kind != EXPR_MIXED || expr_rational(rewriter->arena, tree, &value) != WORTH_RATIONAL)
		return false;
	return found(context, expr_from_number(rewriter->arena, value));
}

/* sqrt(48) as sqrt(16*3), root(54, 3) as root(27*2, 3): the largest power of the degree that divides it */
static bool split_radicand(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	(void)rule;
	if (tree->kind != EXPR_ROOT || tree->parts[0].expr->kind != EXPR_NUMBER ||
	    tree->parts[1].expr->kind != EXPR_NUMBER)
		return false;
	struct number radicand = tree->parts[0].expr->literal.value,
	              degree = tree->parts[1].expr->literal.value;
	if (!number_is_small_integer(radicand) || !number_is_small_integer(degree) || degree.num < 2)
		return false;
	int64_t largest = 1;
	for (int64_t root = 2; root < RADICAND_ROOT; root++) {
		int64_t power = 1;
		for (int64_t i = 0; i < degree.num && power <= radicand.num; i++)
			power *= root;
		if (power > radicand.num)
			break;
		largest = radicand.num % power == 0 ? power : largest;
	}
	if (largest == 1 || largest == radicand.num)
		return false;
	struct arena *arena = rewriter->arena;
	const struct expr *product = expr_row(arena, EXPR_PRODUCT, expr_integer(arena, largest), PART_TIMES,
	    expr_integer(arena, radicand.num / largest));
	struct expr *split = expr_new(arena, EXPR_ROOT, 2);
	split->style = tree->style;
	split->parts[0].expr = product;
	split->parts[1] = tree->parts[1];
	return found(context, split);
}

static bool evaluate_log(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	(void)rule;
	struct number value;
	if (tree->kind != EXPR_LOG || expr_mentions(tree, NULL) ||
	    expr_worth(rewriter->arena, tree, &value) != WORTH_RATIONAL)
		return false;
	return found(context, expr_from_number(rewriter->arena, value));
}

/* ---- statements ---- */

static bool is_constant(const struct expr *tree)
{
	const struct expr *size = bare(tree);
	if (size->kind == EXPR_PRODUCT && size->count == 2 && size->parts[1].op == PART_DIVIDE)
		return size->parts[0].expr->kind == EXPR_NUMBER && size->parts[1].expr->kind == EXPR_NUMBER;
	return size->kind == EXPR_NUMBER || size->kind == EXPR_MIXED;
}

/* No minus sign in it: it can be seen to be positive. */
static bool is_positive(const struct expr *tree)
{
	bool positive = tree->kind == EXPR_NUMBER ? number_sign(tree->literal.value) > 0
	                                          : tree->kind == EXPR_POWER || tree->kind == EXPR_PRODUCT;
	for (uint32_t i = 0; positive && i < tree->count; i++)
		positive = is_positive(tree->parts[i].expr);
	return positive;
}

/* 12^56 > 0, 9^9 = 9^6, or the same on both sides: nothing needs to be worked out. */
static bool is_plain_comparison(const struct expr *tree)
{
	if (tree->count != 2)
		return false;
	const struct expr *left = tree->parts[0].expr, *right = tree->parts[1].expr;
	bool zero = right->kind == EXPR_NUMBER && number_is_zero(right->literal.value);
	bool powers = left->kind == EXPR_POWER && right->kind == EXPR_POWER && is_positive(left) &&
	              is_positive(right) && expr_same(left->parts[0].expr, right->parts[0].expr) &&
	              left->parts[1].expr->kind == EXPR_NUMBER && right->parts[1].expr->kind == EXPR_NUMBER;
	return powers || (zero && is_positive(bare(left))) ||
	       (expr_same(left, right) && !expr_mentions(left, NULL));
}

static bool compare_numbers(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	(void)rule;
	if (tree->kind != EXPR_RELATION)
		return false;
	bool plain = true;
	for (uint32_t i = 0; i < tree->count; i++)
		plain = plain && is_constant(tree->parts[i].expr);
	if (!plain && !is_plain_comparison(tree))
		return false;
	struct value value = value_of(rewriter->arena, tree);
	return value.kind == VALUE_TRUTH && found(context, value_tree(rewriter->arena, value));
}

/* A list of numbers, the smallest first. */
static bool put_in_order(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	(void)rule;
	if (tree->kind != EXPR_LIST)
		return false;
	for (uint32_t i = 0; i < tree->count; i++)
		if (!is_constant(tree->parts[i].expr))
			return false;
	struct expr *list = expr_new(rewriter->arena, EXPR_LIST, tree->count);
	for (uint32_t i = 0; i < tree->count; i++) {
		uint32_t at = i;
		int order = 0;
		for (; at > 0; at--) {
			if (!expr_compare(
			        rewriter->arena, list->parts[at - 1].expr, tree->parts[i].expr, &order))
				return false;
			if (order <= 0)
				break;
			list->parts[at] = list->parts[at - 1];
		}
		list->parts[at] = tree->parts[i];
	}
	return !expr_same(list, tree) && found(context, list);
}

const struct built_in_law built_in_laws[] = {
    {"evaluate-power", "exp-evaluate",
        {"Work out the power: the exponent says how many equal factors there are.",
            "Calcula la potencia: el exponente dice cuántos factores iguales hay."},
        evaluate_power, false, true, false},
    {"evaluate-root", "root-evaluate",
        {"Work out the root: which number gives this when it is raised to the degree of the root?",
            "Calcula la raíz: ¿qué número elevado al índice de la raíz da este?"},
        evaluate_root, false, true, false},
    {"evaluate-quotient", "neg-divide", {"Divide.", "Divide."}, evaluate_quotient, false, true, true},
    {"evaluate-product", "neg-multiply", {"Multiply.", "Multiplica."}, evaluate_product, false, true, true},
    {"evaluate-sum", "neg-add", {"Add and subtract.", "Suma y resta."}, evaluate_sum, false, true, true},
    {"compare-numbers", "neg-order-opposite",
        {"Compare the two sides. Is the statement true?",
            "Compara los dos lados. ¿Es verdadera la afirmación?"},
        compare_numbers, false, false, false},
    {"put-in-order", "neg-order-opposite",
        {"Put the numbers in order as they lie on the number line, the smallest first.",
            "Ordena los números según su lugar en la recta numérica, el menor primero."},
        put_in_order, false, false, false},
    {"decimal-to-fraction", "decimal-place-value",
        {"Write the decimal as a fraction: tenths, hundredths, thousandths.",
            "Escribe el decimal como fracción: décimas, centésimas, milésimas."},
        decimal_to_fraction, false, false, false},
    {"mixed-to-fraction", "fraction-basics",
        {"Write the mixed number as a fraction: whole part times denominator, plus numerator.",
            "Escribe el número mixto como fracción: parte entera por denominador, más numerador."},
        mixed_to_fraction, false, false, false},
    {"split-radicand", "root-simplify",
        {"Split the number under the root into a perfect power, as large as possible, times the rest.",
            "Separa el número de dentro de la raíz en una potencia perfecta, lo mayor posible, por el "
            "resto."},
        split_radicand, false, false, false},
    {"evaluate-log", "log-evaluate-whole",
        {"Work out the logarithm: to which power must the base be raised?",
            "Calcula el logaritmo: ¿a qué potencia hay que elevar la base?"},
        evaluate_log, true, true, false},
};
const size_t built_in_law_count = sizeof built_in_laws / sizeof built_in_laws[0];

const struct built_in_law *solve_built_in(const char *id)
{
	for (size_t i = 0; i < built_in_law_count; i++)
		if (strcmp(built_in_laws[i].id, id) == 0)
			return &built_in_laws[i];
	return NULL;
}

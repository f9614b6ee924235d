/*
 * Domains by a chart of signs: each place where a condition may change divides the line, and one number of
 * each stretch, and each place itself, tell whether all conditions hold there.
 */
#include "generators/engine/solutions.h"

#include <string.h>

enum { CONDITIONS_MOST = 16 };

enum condition_kind { IS_POSITIVE, IS_NOT_NEGATIVE, IS_NOT_ZERO };

struct chart {
	struct arena *arena;
	const char *unknown;
	struct {
		const struct expr *tree;
		enum condition_kind kind;
	} conditions[CONDITIONS_MOST];
	size_t count;
	struct solutions places; /* ascending */
	bool known;
};

static const struct expr *zero(struct chart *chart)
{
	return expr_integer(chart->arena, 0);
}

static void require(struct chart *chart, const struct expr *tree, enum condition_kind kind)
{
	if (chart->count == CONDITIONS_MOST) {
		chart->known = false;
		return;
	}
	chart->conditions[chart->count].tree = tree;
	chart->conditions[chart->count++].kind = kind;
}

/* ---- what must hold ---- */

static void require_of_power(struct chart *chart, const struct expr *tree)
{
	const struct expr *base = tree->parts[0].expr, *exponent = tree->parts[1].expr;
	struct number number;
	if (expr_mentions(exponent, NULL)) {
		require(chart, base, IS_POSITIVE);
		return;
	}
	if (expr_worth(chart->arena, exponent, &number) != WORTH_RATIONAL || number.big) {
		require(chart, base, IS_POSITIVE);
		return;
	}
	bool negative = number.num <= 0, even_root = number.den % 2 == 0;
	if (even_root)
		require(chart, base, negative ? IS_POSITIVE : IS_NOT_NEGATIVE);
	else if (negative)
		require(chart, base, IS_NOT_ZERO);
}

static void require_of_root(struct chart *chart, const struct expr *tree)
{
	struct number degree;
	if (expr_worth(chart->arena, tree->parts[1].expr, &degree) != WORTH_RATIONAL || degree.den != 1)
		chart->known = false;
	else if (degree.num % 2 == 0)
		require(chart, tree->parts[0].expr, IS_NOT_NEGATIVE);
}

static void collect(struct chart *chart, const struct expr *tree)
{
	if (tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL)
		return;
	for (uint32_t i = 0; i < tree->count; i++) {
		if (tree->kind == EXPR_PRODUCT && tree->parts[i].op == PART_DIVIDE)
			require(chart, tree->parts[i].expr, IS_NOT_ZERO);
		collect(chart, tree->parts[i].expr);
	}
	if (tree->kind == EXPR_POWER) {
		require_of_power(chart, tree);
	} else if (tree->kind == EXPR_ROOT) {
		require_of_root(chart, tree);
	} else if (tree->kind == EXPR_LOG) {
		const struct expr *one = expr_integer(chart->arena, 1), *base = tree->parts[1].expr;
		require(chart, tree->parts[0].expr, IS_POSITIVE);
		require(chart, base, IS_POSITIVE);
		require(chart, expr_row(chart->arena, EXPR_SUM, base, PART_MINUS, one), IS_NOT_ZERO);
	}
}

/* ---- the chart ---- */

static void add_place(struct chart *chart, const struct expr *place)
{
	size_t at = chart->places.count;
	for (size_t i = 0; i < chart->places.count; i++) {
		int order;
		if (!expr_compare(chart->arena, place, chart->places.list[i], &order)) {
			chart->known = false;
			return;
		}
		if (order == 0)
			return;
		if (order < 0 && at > i)
			at = i;
	}
	if (chart->places.count == SOLUTIONS_MOST) {
		chart->known = false;
		return;
	}
	for (size_t i = chart->places.count++; i > at; i--)
		chart->places.list[i] = chart->places.list[i - 1];
	chart->places.list[at] = place;
}

static void find_places(struct chart *chart)
{
	for (size_t i = 0; i < chart->count; i++) {
		struct solutions roots;
		if (!expr_mentions(chart->conditions[i].tree, chart->unknown))
			continue;
		if (!solutions_find(
		        chart->arena, chart->conditions[i].tree, zero(chart), chart->unknown, &roots)) {
			chart->known = false;
			return;
		}
		for (size_t r = 0; r < roots.count; r++)
			add_place(chart, roots.list[r]);
	}
}

static bool holds_at(struct chart *chart, const struct expr *at)
{
	for (size_t i = 0; i < chart->count; i++) {
		const struct expr *tree =
		    solutions_put(chart->arena, chart->conditions[i].tree, chart->unknown, at);
		struct number number;
		int sign;
		if (expr_worth(chart->arena, tree, &number) == WORTH_UNDEFINED)
			return false;
		if (!expr_compare(chart->arena, tree, zero(chart), &sign)) {
			chart->known = false;
			return false;
		}
		enum condition_kind kind = chart->conditions[i].kind;
		if ((kind == IS_POSITIVE && sign <= 0) || (kind == IS_NOT_NEGATIVE && sign < 0) ||
		    (kind == IS_NOT_ZERO && sign == 0))
			return false;
	}
	return true;
}

/* A number of the stretch before place `k`. */
static const struct expr *inside(struct chart *chart, size_t k)
{
	struct arena *arena = chart->arena;
	const struct solutions *places = &chart->places;
	const struct expr *one = expr_integer(arena, 1);
	if (places->count == 0)
		return zero(chart);
	if (k == 0)
		return expr_row(arena, EXPR_SUM, places->list[0], PART_MINUS, one);
	if (k == places->count)
		return expr_row(arena, EXPR_SUM, places->list[k - 1], PART_PLUS, one);
	return expr_row(arena, EXPR_PRODUCT,
	    expr_row(arena, EXPR_SUM, places->list[k - 1], PART_PLUS, places->list[k]), PART_DIVIDE,
	    expr_integer(arena, 2));
}

/* ---- as an answer ---- */

struct piece {
	const struct expr *low, *high; /* NULL: without an end */
	bool closed_low, closed_high;
};

static const struct expr *end_or_infinity(struct chart *chart, const struct expr *end, bool low)
{
	struct expr *infinity = expr_new(chart->arena, EXPR_CONSTANT, 0);
	infinity->style = CONSTANT_INFINITY;
	return end ? end : low ? expr_unary(chart->arena, EXPR_NEGATE, infinity) : infinity;
}

static const struct expr *interval_of(struct chart *chart, const struct piece *piece)
{
	struct expr *interval = expr_binary(chart->arena, EXPR_INTERVAL,
	    end_or_infinity(chart, piece->low, true), end_or_infinity(chart, piece->high, false));
	interval->style = (uint8_t)((piece->closed_low ? INTERVAL_CLOSED_LOW : 0) |
	                            (piece->closed_high ? INTERVAL_CLOSED_HIGH : 0));
	return interval;
}

static const struct expr *relation_of(struct chart *chart, const struct piece *piece)
{
	const struct expr *x = expr_symbol(chart->arena, chart->unknown);
	bool both = piece->low && piece->high;
	struct expr *relation = expr_new(chart->arena, EXPR_RELATION, both ? 3 : 2);
	enum part_op up = piece->closed_high ? PART_LESS_EQUAL : PART_LESS;
	relation->parts[0].expr = both ? piece->low : x;
	relation->parts[both].expr = both ? x : relation->parts[0].expr;
	if (both)
		relation->parts[1].op = piece->closed_low ? PART_LESS_EQUAL : PART_LESS;
	relation->parts[1 + both].expr = piece->high ? piece->high : piece->low;
	relation->parts[1 + both].op = piece->high         ? up
	                               : piece->closed_low ? PART_GREATER_EQUAL
	                                                   : PART_GREATER;
	return relation;
}

/* Stretches that hold, joined where the place between them holds as well. */
static size_t find_pieces(struct chart *chart, struct piece *pieces)
{
	size_t count = 0;
	bool open = false; /* the last piece goes on to the right */
	for (size_t k = 0; k <= chart->places.count; k++) {
		const struct expr *place = k < chart->places.count ? chart->places.list[k] : NULL;
		bool stretch = holds_at(chart, inside(chart, k)), at = place && holds_at(chart, place);
		if (stretch && !open) {
			pieces[count++] =
			    (struct piece){.low = k ? chart->places.list[k - 1] : NULL, .closed_low = false};
		}
		open = stretch;
		if (stretch && place) {
			pieces[count - 1].high = place;
			pieces[count - 1].closed_high = at;
			open = at;
		} else if (stretch) {
			pieces[count - 1].high = NULL;
			pieces[count - 1].closed_high = false;
		} else if (at) {
			pieces[count++] = (struct piece){place, place, true, true};
			open = true;
		}
	}
	return count;
}

static struct value word_value(struct arena *arena, enum word word)
{
	struct expr *tree = expr_new(arena, EXPR_WORD, 0);
	tree->style = (uint8_t)word;
	return (struct value){.kind = VALUE_TREE, .tree = tree};
}

struct value domain_of(struct arena *arena, const struct expr *tree, const char *unknown)
{
	struct chart chart = {.arena = arena, .unknown = unknown, .known = true};
	struct piece pieces[SOLUTIONS_MOST * 2 + 2];
	collect(&chart, tree);
	if (chart.known)
		find_places(&chart);
	size_t count = chart.known ? find_pieces(&chart, pieces) : 0;
	if (!chart.known)
		return (struct value){.kind = VALUE_UNDEFINED};
	if (count == 0)
		return word_value(arena, WORD_NO_SOLUTION);
	if (count == 1 && !pieces[0].low && !pieces[0].high)
		return word_value(arena, WORD_ALL_REAL);
	if (count == 1)
		return (struct value){.kind = VALUE_TREE, .tree = relation_of(&chart, &pieces[0])};
	struct expr *all = expr_new(arena, EXPR_UNION, count);
	for (size_t i = 0; i < count; i++)
		all->parts[i].expr = interval_of(&chart, &pieces[i]);
	return (struct value){.kind = VALUE_TREE, .tree = all};
}

/*
 * Intervals and inequalities. Whatever notation they come in - x > 3, 3 < x, (3, ∞), a chain, "and", "or" -
 * they become a sorted union of disjoint intervals, which has one shape. Inequalities in several variables
 * are compared up to a positive factor.
 */
#include "checker/judge.h"

#include <string.h>

enum { PIECES_MOST = 16 };

struct piece {
	const struct expr *low, *high; /* NULL: unbounded */
	bool closed_low, closed_high;
};

struct pieces {
	struct piece list[PIECES_MOST];
	size_t count;
	bool readable;      /* false: no interval, or ends whose order cannot be proved */
	const char *symbol; /* the one that all conditions are about */
};

static void note(struct judgement *judgement, enum note_code code)
{
	notes_add(judgement->notes, (struct note){.code = code});
}

/* 1 for infinity, -1 for its negative, 0 for a number. */
static int infinity_of(const struct expr *end)
{
	const struct expr *size = end->kind == EXPR_NEGATE ? end->parts[0].expr : end;

	if (size->kind != EXPR_CONSTANT || size->style != CONSTANT_INFINITY)
		return 0;
	return size == end ? 1 : -1;
}

static const struct expr *finite_end(const struct expr *end)
{
	return infinity_of(end) ? NULL : end;
}

static int order_of(struct arena *arena, struct pieces *pieces, const struct expr *a, const struct expr *b)
{
	int order = 0;

	if (!expr_compare(arena, a, b, &order))
		pieces->readable = false;
	return order;
}

/* The order of two lower ends: unbounded first, closed before open. */
static int compare_low(
    struct arena *arena, struct pieces *pieces, const struct piece *a, const struct piece *b)
{
	int order;

	if (!a->low || !b->low)
		return (a->low != NULL) - (b->low != NULL);
	order = order_of(arena, pieces, a->low, b->low);
	return order ? order : (int)b->closed_low - (int)a->closed_low;
}

static int compare_high(
    struct arena *arena, struct pieces *pieces, const struct piece *a, const struct piece *b)
{
	int order;

	if (!a->high || !b->high)
		return (b->high != NULL) - (a->high != NULL);
	order = order_of(arena, pieces, a->high, b->high);
	return order ? order : (int)a->closed_high - (int)b->closed_high;
}

static bool is_empty(struct arena *arena, struct pieces *pieces, const struct piece *piece)
{
	int order;

	if (!piece->low || !piece->high)
		return false;
	order = order_of(arena, pieces, piece->low, piece->high);
	return order > 0 || (order == 0 && !(piece->closed_low && piece->closed_high));
}

static void add_piece(struct arena *arena, struct pieces *pieces, struct piece piece)
{
	size_t at;

	if (is_empty(arena, pieces, &piece))
		return;
	if (pieces->count == PIECES_MOST)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	for (at = pieces->count; at > 0 && compare_low(arena, pieces, &piece, &pieces->list[at - 1]) < 0;
	     at--)
		pieces->list[at] = pieces->list[at - 1];
	pieces->list[at] = piece;
	pieces->count++;
}

/* Do two neighbours, in order, overlap or touch without a gap? */
static bool joins(struct arena *arena, struct pieces *pieces, const struct piece *a, const struct piece *b)
{
	int order;

	if (!a->high || !b->low)
		return true;
	order = order_of(arena, pieces, a->high, b->low);
	return order > 0 || (order == 0 && (a->closed_high || b->closed_low));
}

static void merge(struct arena *arena, struct pieces *pieces)
{
	size_t kept = 0;

	for (size_t i = 1; i < pieces->count; i++) {
		struct piece *last = &pieces->list[kept], *next = &pieces->list[i];

		if (!joins(arena, pieces, last, next)) {
			pieces->list[++kept] = *next;
		} else if (compare_high(arena, pieces, last, next) < 0) {
			last->high = next->high;
			last->closed_high = next->closed_high;
		}
	}
	if (pieces->count)
		pieces->count = kept + 1;
}

static void intersect(struct arena *arena, struct pieces *a, const struct pieces *b)
{
	struct pieces both = {.readable = a->readable && b->readable, .symbol = a->symbol};

	for (size_t i = 0; i < a->count; i++) {
		for (size_t k = 0; k < b->count; k++) {
			const struct piece *x = &a->list[i], *y = &b->list[k];
			const struct piece *low = compare_low(arena, &both, x, y) >= 0 ? x : y;
			const struct piece *high = compare_high(arena, &both, x, y) <= 0 ? x : y;

			add_piece(arena, &both,
			    (struct piece){low->low, high->high, low->closed_low, high->closed_high});
		}
	}
	*a = both;
}

static enum part_op mirrored(enum part_op op)
{
	switch (op) {
	case PART_LESS:
		return PART_GREATER;
	case PART_LESS_EQUAL:
		return PART_GREATER_EQUAL;
	case PART_GREATER:
		return PART_LESS;
	case PART_GREATER_EQUAL:
		return PART_LESS_EQUAL;
	default:
		return op;
	}
}

/* One relation between a symbol and a number. */
static struct pieces of_relation(
    struct arena *arena, const struct expr *a, enum part_op op, const struct expr *b)
{
	struct pieces pieces = {.readable = true};

	if (b->kind == EXPR_SYMBOL && a->kind != EXPR_SYMBOL) {
		const struct expr *swap = a;

		a = b;
		b = swap;
		op = mirrored(op);
	}
	if (a->kind != EXPR_SYMBOL || expr_mentions(b, NULL)) {
		pieces.readable = false;
		return pieces;
	}
	pieces.symbol = a->name;
	if ((op == PART_LESS || op == PART_LESS_EQUAL || op == PART_NOT_EQUAL) && infinity_of(b) >= 0)
		add_piece(arena, &pieces, (struct piece){NULL, finite_end(b), false, op == PART_LESS_EQUAL});
	if ((op == PART_GREATER || op == PART_GREATER_EQUAL || op == PART_NOT_EQUAL) && infinity_of(b) <= 0)
		add_piece(
		    arena, &pieces, (struct piece){finite_end(b), NULL, op == PART_GREATER_EQUAL, false});
	if (op == PART_EQUAL && !infinity_of(b))
		add_piece(arena, &pieces, (struct piece){b, b, true, true});
	return pieces;
}

static bool same_symbol(struct pieces *a, const struct pieces *b)
{
	if (!a->symbol)
		a->symbol = b->symbol;
	if (!a->symbol || !b->symbol)
		return true;
	return strcmp(a->symbol, b->symbol) == 0;
}

static struct pieces pieces_of(struct arena *arena, const struct expr *expr);

static bool is_number(const struct expr *expr)
{
	return expr->kind < EXPR_RELATION && !expr_mentions(expr, NULL);
}

/* {5}, {1, 2}: single numbers. One alone is read as a number in brackets. */
static struct pieces of_points(struct arena *arena, const struct expr *expr)
{
	struct pieces pieces = {.readable = true};
	uint32_t count = expr->kind == EXPR_SET ? expr->count : 1;

	for (uint32_t i = 0; i < count; i++) {
		const struct expr *point = expr->kind == EXPR_SET ? expr->parts[i].expr : expr;

		if (!is_number(point))
			pieces.readable = false;
		else
			add_piece(arena, &pieces, (struct piece){point, point, true, true});
	}
	return pieces;
}

static struct pieces part_of(struct arena *arena, const struct expr *expr, uint32_t i)
{
	const struct expr *part = expr->parts[i].expr;

	/* Only a union joins sets: x > 3 or 5 says something else. */
	if (expr->kind == EXPR_UNION &&
	    (part->kind == EXPR_SET || (is_number(part) && (part->flags & EXPR_BRACKETED))))
		return of_points(arena, part);
	return pieces_of(arena, part);
}

static struct pieces of_parts(struct arena *arena, const struct expr *expr, bool all)
{
	struct pieces pieces = part_of(arena, expr, 0);

	for (uint32_t i = 1; i < expr->count; i++) {
		struct pieces part = part_of(arena, expr, i);

		if (!same_symbol(&pieces, &part))
			pieces.readable = false;
		if (all) {
			intersect(arena, &pieces, &part);
			continue;
		}
		for (size_t k = 0; k < part.count; k++)
			add_piece(arena, &pieces, part.list[k]);
		pieces.readable = pieces.readable && part.readable;
	}
	return pieces;
}

/*
 * Conditions with commas between them: x < 2, x > 5 means "or", x > 2, x < 5 means "and". Where "or" would
 * let every number through it cannot be meant.
 */
static struct pieces of_list(struct arena *arena, const struct expr *expr)
{
	struct pieces any = of_parts(arena, expr, false), joined = any;

	merge(arena, &joined);
	if (joined.readable && joined.count == 1 && !joined.list[0].low && !joined.list[0].high)
		return of_parts(arena, expr, true);
	return any;
}

/* [3, ∞]: what is meant is plain, but it is not written so. */
static bool closed_at_infinity(const struct expr *expr)
{
	if (expr->kind == EXPR_INTERVAL)
		return ((expr->style & INTERVAL_CLOSED_LOW) && infinity_of(expr->parts[0].expr)) ||
		       ((expr->style & INTERVAL_CLOSED_HIGH) && infinity_of(expr->parts[1].expr));
	if (expr->kind == EXPR_RELATION)
		return false;
	for (uint32_t i = 0; i < expr->count; i++) {
		if (closed_at_infinity(expr->parts[i].expr))
			return true;
	}
	return false;
}

static struct pieces of_interval(struct arena *arena, const struct expr *expr)
{
	const struct expr *low = expr->parts[0].expr, *high = expr->parts[1].expr;
	struct pieces pieces = {.readable = infinity_of(low) <= 0 && infinity_of(high) >= 0};
	struct piece piece = {finite_end(low), finite_end(high),
	    (expr->style & INTERVAL_CLOSED_LOW) && finite_end(low),
	    (expr->style & INTERVAL_CLOSED_HIGH) && finite_end(high)};

	if (pieces.readable)
		add_piece(arena, &pieces, piece);
	return pieces;
}

static struct pieces of_chain(struct arena *arena, const struct expr *expr)
{
	struct pieces pieces =
	    of_relation(arena, expr->parts[0].expr, expr->parts[1].op, expr->parts[1].expr);

	for (uint32_t i = 2; i < expr->count; i++) {
		struct pieces part =
		    of_relation(arena, expr->parts[i - 1].expr, expr->parts[i].op, expr->parts[i].expr);

		if (!same_symbol(&pieces, &part))
			pieces.readable = false;
		intersect(arena, &pieces, &part);
	}
	return pieces;
}

static struct pieces pieces_of(struct arena *arena, const struct expr *expr)
{
	struct pieces pieces = {.readable = true};

	switch (expr->kind) {
	case EXPR_RELATION:
		return of_chain(arena, expr);
	case EXPR_AND:
		return of_parts(arena, expr, true);
	case EXPR_LIST:
		return of_list(arena, expr);
	case EXPR_OR:
	case EXPR_UNION:
		return of_parts(arena, expr, false);
	case EXPR_INTERVAL:
		return of_interval(arena, expr);
	case EXPR_WORD:
		if (expr->style == WORD_ALL_REAL)
			add_piece(arena, &pieces, (struct piece){NULL, NULL, false, false});
		else if (expr->style != WORD_NO_SOLUTION)
			pieces.readable = false;
		return pieces;
	default:
		pieces.readable = false;
		return pieces;
	}
}

static bool is_inequality(const struct expr *expr)
{
	return expr->kind == EXPR_RELATION && expr->count == 2;
}

/* All on one side, so that it reads "... > 0" or "... >= 0". */
static const struct expr *positive_side(struct arena *arena, const struct expr *expr, bool *ret_closed)
{
	enum part_op op = expr->parts[1].op;
	bool less = op == PART_LESS || op == PART_LESS_EQUAL;
	const struct expr *left = expr->parts[0].expr, *right = expr->parts[1].expr;

	*ret_closed = op == PART_LESS_EQUAL || op == PART_GREATER_EQUAL;
	return less ? expr_row(arena, EXPR_SUM, right, PART_MINUS, left)
	            : expr_row(arena, EXPR_SUM, left, PART_MINUS, right);
}

static enum equality compare_inequalities(struct judgement *judgement)
{
	const struct expr *expected = judgement->question->expected, *answer = judgement->answer;
	struct arena *arena = judgement->arena;
	bool closed, expected_closed;
	const struct expr *a, *b;
	enum part_op ops[2];

	if (!is_inequality(answer) || !is_inequality(expected)) {
		note(judgement, NOTE_NOT_THIS_KIND);
		return EQUALITY_DIFFERENT;
	}
	ops[0] = expected->parts[1].op;
	ops[1] = answer->parts[1].op;
	if (ops[0] == PART_EQUAL || ops[0] == PART_NOT_EQUAL || ops[1] == PART_EQUAL ||
	    ops[1] == PART_NOT_EQUAL) {
		if (ops[0] != ops[1])
			return EQUALITY_DIFFERENT;
		a = expr_row(arena, EXPR_SUM, expected->parts[0].expr, PART_MINUS, expected->parts[1].expr);
		b = expr_row(arena, EXPR_SUM, answer->parts[0].expr, PART_MINUS, answer->parts[1].expr);
		return expr_proportional(arena, a, b, false, &judgement->question->assumptions);
	}
	a = positive_side(arena, expected, &expected_closed);
	b = positive_side(arena, answer, &closed);
	if (closed != expected_closed)
		return EQUALITY_DIFFERENT;
	return expr_proportional(arena, a, b, true, &judgement->question->assumptions);
}

static bool same_end(struct arena *arena, struct pieces *pieces, const struct expr *a, const struct expr *b)
{
	if (!a || !b)
		return a == b;
	return order_of(arena, pieces, a, b) == 0;
}

enum equality compare_interval(struct judgement *judgement)
{
	struct arena *arena = judgement->arena;
	struct pieces expected = pieces_of(arena, judgement->question->expected);
	struct pieces answer = pieces_of(arena, judgement->answer);

	if (!expected.readable || !answer.readable)
		return compare_inequalities(judgement);
	if (!same_symbol(&answer, &expected))
		return EQUALITY_DIFFERENT;
	merge(arena, &expected);
	merge(arena, &answer);
	if (!expected.readable || !answer.readable)
		return EQUALITY_UNKNOWN;
	if (expected.count != answer.count)
		return EQUALITY_DIFFERENT;
	for (size_t i = 0; i < expected.count; i++) {
		const struct piece *a = &expected.list[i], *b = &answer.list[i];

		if (a->closed_low != b->closed_low || a->closed_high != b->closed_high ||
		    !same_end(arena, &answer, a->low, b->low) || !same_end(arena, &answer, a->high, b->high))
			return answer.readable ? EQUALITY_DIFFERENT : EQUALITY_UNKNOWN;
	}
	judgement->other_form = closed_at_infinity(judgement->answer);
	return answer.readable ? EQUALITY_EQUAL : EQUALITY_UNKNOWN;
}

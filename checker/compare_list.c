/* Solution sets and lists: several values against several. */
#include "checker/judge.h"

#include <string.h>

enum { VALUES_MOST = 64 };

struct values {
	const struct expr *list[VALUES_MOST];
	size_t count;
	bool readable;    /* it is a list or set of values at all */
	bool chains;      /* 2 < 3 < 5 counts as one: an order is asked */
	bool one_name;    /* x = 3, y = -3 is a point and no set */
	const char *name; /* x, where the values stand behind x = ; NULL: no name so far */
};

static void note(struct judgement *judgement, enum note_code code)
{
	notes_add(judgement->notes, (struct note){.code = code});
}

static void add_value(struct arena *arena, struct values *values, const struct expr *expr)
{
	if (values->count == VALUES_MOST)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	values->list[values->count++] = expr;
}

/* Two values where there is a plus-or-minus, ±3 or (1 ± sqrt(5))/2: all signs in it go together. */
static void add_signed(struct arena *arena, struct values *values, const struct expr *expr)
{
	const struct expr *plus = expr_choose_sign(arena, expr, PART_PLUS);

	add_value(arena, values, plus);
	if (plus != expr)
		add_value(arena, values, expr_choose_sign(arena, expr, PART_MINUS));
}

/* 2 < 3 <= 5 or 5 > 3 > 2: all signs in one direction, and none of them proved wrong. */
static bool is_ordering(struct arena *arena, const struct expr *chain)
{
	bool rises = true, falls = true;
	int order;

	for (uint32_t i = 1; i < chain->count; i++) {
		enum part_op op = chain->parts[i].op;

		rises = rises && (op == PART_LESS || op == PART_LESS_EQUAL);
		falls = falls && (op == PART_GREATER || op == PART_GREATER_EQUAL);
		if (expr_compare(arena, chain->parts[i - 1].expr, chain->parts[i].expr, &order) &&
		    !relation_allows(op, order))
			return false;
	}
	return rises || falls;
}

static void take_name(struct values *values, const struct expr *name)
{
	if (name->kind != EXPR_SYMBOL) {
		/* 2x = 10 has a solution and is none. */
		if (expr_mentions(name, NULL) && values->one_name)
			values->readable = false;
		return;
	}
	if (values->one_name && values->name && strcmp(values->name, name->name) != 0)
		values->readable = false;
	values->name = name->name;
}

/* The values inside lists, sets, x = 5 or x = -3, ±3. */
static void collect(struct arena *arena, struct values *values, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_LIST:
	case EXPR_SET:
	case EXPR_OR:
	case EXPR_AND:
	case EXPR_UNION:
		for (uint32_t i = 0; i < expr->count; i++)
			collect(arena, values, expr->parts[i].expr);
		break;
	case EXPR_INTERVAL: /* (2, 3) where values are asked for */
		if (expr->style != 0)
			values->readable = false;
		collect(arena, values, expr->parts[0].expr);
		collect(arena, values, expr->parts[1].expr);
		break;
	case EXPR_RELATION:
		if (values->chains && is_ordering(arena, expr)) {
			for (uint32_t i = 0; i < expr->count; i++)
				collect(arena, values, expr->parts[i].expr);
		} else if (expr->count != 2 || expr->parts[1].op != PART_EQUAL) {
			values->readable = false;
		} else {
			uint32_t side = expr->parts[0].expr->kind == EXPR_SYMBOL ||
			                        expr->parts[1].expr->kind != EXPR_SYMBOL
			                    ? 0
			                    : 1;

			take_name(values, expr->parts[side].expr);
			collect(arena, values, expr->parts[1 - side].expr);
		}
		break;
	case EXPR_WORD:
		if (expr->style != WORD_NO_SOLUTION && expr->style != WORD_UNDEFINED)
			values->readable = false;
		break;
	default:
		add_signed(arena, values, expr);
	}
}

/* `values`: what they are to be, and nothing so far. */
static struct values values_of(struct arena *arena, const struct expr *expr, struct values values)
{
	values.readable = true;
	collect(arena, &values, expr);
	return values;
}

/* Is every value of `a` among those of `b`? */
static enum equality contained(struct judgement *judgement, const struct values *a, const struct values *b)
{
	enum equality all = EQUALITY_EQUAL;

	for (size_t i = 0; i < a->count; i++) {
		enum equality best = EQUALITY_DIFFERENT;

		for (size_t k = 0; k < b->count && best != EQUALITY_EQUAL; k++) {
			enum equality one = expr_equal(
			    judgement->arena, a->list[i], b->list[k], &judgement->question->assumptions);

			if (one != EQUALITY_DIFFERENT)
				best = one;
		}
		if (best == EQUALITY_DIFFERENT)
			return EQUALITY_DIFFERENT;
		if (best == EQUALITY_UNKNOWN)
			all = EQUALITY_UNKNOWN;
	}
	return all;
}

static bool is_other_word(const struct expr *answer)
{
	return answer->kind == EXPR_WORD && answer->style != WORD_ALL_REAL;
}

enum equality compare_solutions(struct judgement *judgement)
{
	const struct values set = {.one_name = true};
	struct values answer = values_of(judgement->arena, judgement->answer, set);
	struct values expected = values_of(judgement->arena, judgement->question->expected, set);
	enum equality extraneous, missing;

	/* All real numbers are an interval, however they are written. */
	if (judgement->question->expected->kind == EXPR_WORD &&
	    judgement->question->expected->style == WORD_ALL_REAL && !is_other_word(judgement->answer))
		return compare_interval(judgement);
	if (!answer.readable || !expected.readable) {
		note(judgement, NOTE_NOT_THIS_KIND);
		return EQUALITY_DIFFERENT;
	}
	extraneous = contained(judgement, &answer, &expected);
	missing = contained(judgement, &expected, &answer);
	if (extraneous == EQUALITY_DIFFERENT)
		note(judgement, NOTE_EXTRANEOUS);
	if (missing == EQUALITY_DIFFERENT)
		note(judgement, NOTE_MISSING_SOLUTION);
	if (extraneous == EQUALITY_DIFFERENT || missing == EQUALITY_DIFFERENT)
		return EQUALITY_DIFFERENT;
	return extraneous == EQUALITY_UNKNOWN || missing == EQUALITY_UNKNOWN ? EQUALITY_UNKNOWN
	                                                                     : EQUALITY_EQUAL;
}

/* Each value of `a` with one of `b` of its own. */
static enum equality matched(struct judgement *judgement, const struct values *a, const struct values *b)
{
	bool taken[VALUES_MOST] = {false};
	enum equality all = EQUALITY_EQUAL;

	for (size_t i = 0; i < a->count; i++) {
		size_t found = VALUES_MOST;
		bool unknown = false;

		for (size_t k = 0; k < b->count && found == VALUES_MOST; k++) {
			enum equality one = taken[k] ? EQUALITY_DIFFERENT
			                             : expr_equal(judgement->arena, a->list[i], b->list[k],
			                                   &judgement->question->assumptions);

			if (one == EQUALITY_EQUAL)
				found = k;
			unknown = unknown || one == EQUALITY_UNKNOWN;
		}
		if (found == VALUES_MOST && !unknown)
			return EQUALITY_DIFFERENT;
		if (found == VALUES_MOST)
			all = EQUALITY_UNKNOWN;
		else
			taken[found] = true;
	}
	return all;
}

enum equality compare_list(struct judgement *judgement)
{
	struct values answer = values_of(judgement->arena, judgement->answer,
	    (struct values){.chains = !judgement->question->spec->unordered});
	struct values expected =
	    values_of(judgement->arena, judgement->question->expected, (struct values){.chains = false});
	enum equality all = EQUALITY_EQUAL;

	if (!answer.readable || answer.count != expected.count) {
		if (answer.count < 2)
			note(judgement, NOTE_NOT_THIS_KIND);
		return EQUALITY_DIFFERENT;
	}
	if (judgement->question->spec->unordered)
		return matched(judgement, &answer, &expected);
	for (size_t i = 0; i < answer.count && all != EQUALITY_DIFFERENT; i++) {
		enum equality one = expr_equal(
		    judgement->arena, expected.list[i], answer.list[i], &judgement->question->assumptions);

		if (one != EQUALITY_EQUAL)
			all = one;
	}
	return all;
}

/* Numbers and expressions: one value against one value. */
#include "checker/judge.h"

#include <string.h>

static void note(struct judgement *judgement, enum note_code code)
{
	notes_add(judgement->notes, (struct note){.code = code});
}

/* A name for the value, x or f(x), that the expected value does not mention. */
static bool is_name(const struct judgement *judgement, const struct expr *expr)
{
	if (expr->kind == EXPR_PRODUCT && expr->count == 2 && expr->parts[1].op == PART_IMPLIED &&
	    expr->parts[1].expr->kind == EXPR_SYMBOL && (expr->parts[1].expr->flags & EXPR_BRACKETED))
		expr = expr->parts[0].expr;
	return expr->kind == EXPR_SYMBOL && !expr_mentions(judgement->question->expected, expr->name);
}

/* f(2), P(A): a name before its argument in brackets. */
static bool is_named_value(const struct expr *side)
{
	return side->kind == EXPR_PRODUCT && side->count == 2 && side->parts[0].expr->kind == EXPR_SYMBOL &&
	       side->parts[1].op == PART_IMPLIED && (side->parts[1].expr->flags & EXPR_BRACKETED);
}

/* 2x = 10 where a number is asked: an equation for it, and not its value. */
static bool is_condition(const struct judgement *judgement, const struct expr *side)
{
	return !is_name(judgement, side) && !is_named_value(side) && expr_mentions(side, NULL) &&
	       !expr_mentions(judgement->question->expected, NULL);
}

/* The last side of a chain of equalities, of which one that does not hold is noted. NULL: another relation.
 */
static const struct expr *last_side(struct judgement *judgement, const struct expr *chain)
{
	const struct expr *last = chain->parts[chain->count - 1].expr;

	for (uint32_t i = 1; i < chain->count; i++) {
		const struct expr *before = chain->parts[i - 1].expr, *after = chain->parts[i].expr;

		if (chain->parts[i].op != PART_EQUAL || is_condition(judgement, before))
			return NULL;
		if (!is_name(judgement, before) && !is_name(judgement, after) &&
		    expr_equal(judgement->arena, before, after, &judgement->question->assumptions) ==
		        EQUALITY_DIFFERENT) {
			notes_add(judgement->notes, (struct note){.code = NOTE_CHAIN,
			                                .at = before->at,
			                                .length = after->at + after->length - before->at,
			                                .placed = true});
		}
	}
	/* 5 = x says as much as x = 5. */
	return is_name(judgement, last) ? chain->parts[chain->count - 2].expr : last;
}

/* The answer inside x = 5, 2^3 = 8, {5}. NULL: not one value. */
static const struct expr *one_value(struct judgement *judgement, const struct expr *expr)
{
	if (expr->kind == EXPR_SET && expr->count == 1)
		expr = expr->parts[0].expr;
	if (expr->kind == EXPR_RELATION) {
		expr = last_side(judgement, expr);
		if (!expr)
			return NULL;
	}
	switch (expr->kind) {
	case EXPR_PLUS_MINUS:
	case EXPR_RELATION:
	case EXPR_AND:
	case EXPR_OR:
	case EXPR_LIST:
	case EXPR_SET:
	case EXPR_INTERVAL:
	case EXPR_UNION:
		return NULL;
	default:
		return expr;
	}
}

static bool is_no_value_word(const struct expr *expr)
{
	return expr->kind == EXPR_WORD && (expr->style == WORD_UNDEFINED || expr->style == WORD_NO_SOLUTION);
}

/*
 * The place of the last digit typed: decimals behind the point, or the negative of a whole number's final
 * zeros. LOWEST_PLACE when it is not one number.
 */
static const int64_t LOWEST_PLACE = INT64_MIN;
static int64_t typed_places(const struct expr *expr)
{
	const char *digits, *point;
	int64_t places = 0;

	if (expr->kind == EXPR_NEGATE)
		expr = expr->parts[0].expr;
	if (expr->kind != EXPR_NUMBER || expr->style == LITERAL_REPEATING || !expr->literal.digits)
		return LOWEST_PLACE;
	digits = expr->literal.digits;
	point = strchr(digits, '.');
	if (point)
		return (int64_t)strlen(point + 1);
	for (size_t i = strlen(digits); i > 1 && digits[i - 1] == '0'; i--)
		places--;
	return places;
}

/* |answer - expected| <= bound, decided exactly; ties count as inside. */
static enum equality within(struct judgement *judgement, const struct expr *answer, const struct expr *bound)
{
	struct arena *arena = judgement->arena;
	const struct expr *difference = expr_unary(arena, EXPR_ABSOLUTE,
	    expr_row(arena, EXPR_SUM, answer, PART_MINUS, judgement->question->expected));
	int order;

	if (!expr_compare(arena, difference, bound, &order))
		return EQUALITY_UNKNOWN;
	return order <= 0 ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
}

/* Half a unit of the last of `places` decimals. */
static const struct expr *half_unit(struct arena *arena, int64_t places)
{
	struct number unit = number_power(arena, number_from_int(arena, 10), -places);

	return expr_from_number(arena, number_multiply(arena, unit, number_from_ratio(arena, 1, 2)));
}

/* EQUALITY_EQUAL: |expected| < 10^power; EQUALITY_DIFFERENT: it is not. */
static enum equality below_power_of_ten(struct judgement *judgement, int64_t power)
{
	struct arena *arena = judgement->arena;
	struct number bound = number_power(arena, number_from_int(arena, 10), power);
	int order;

	if (!expr_compare(arena, expr_unary(arena, EXPR_ABSOLUTE, judgement->question->expected),
	        expr_from_number(arena, bound), &order))
		return EQUALITY_UNKNOWN;
	return order < 0 ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
}

/* The decimals that `digits` significant digits of the expected value have. False when it cannot be told. */
static bool places_of_significant(struct judgement *judgement, int64_t digits, int64_t *ret_places)
{
	enum { MAGNITUDE = 4096 };
	int64_t low = -1, high = 1; /* 10^low <= |expected| < 10^high, once they are found */

	while (low >= -MAGNITUDE && below_power_of_ten(judgement, low) != EQUALITY_DIFFERENT)
		low *= 2;
	while (high <= MAGNITUDE && below_power_of_ten(judgement, high) != EQUALITY_EQUAL)
		high *= 2;
	if (low < -MAGNITUDE || high > MAGNITUDE)
		return false;
	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;
		enum equality below = below_power_of_ten(judgement, middle);

		if (below == EQUALITY_UNKNOWN)
			return false;
		if (below == EQUALITY_EQUAL)
			high = middle;
		else
			low = middle;
	}
	*ret_places = digits - high;
	return true;
}

static enum equality compare_rounded(struct judgement *judgement, const struct expr *answer, int64_t places)
{
	int64_t typed = typed_places(answer);

	/* A longer rounding must be right to its own last digit. */
	if (typed > places)
		places = typed;
	return within(judgement, answer, half_unit(judgement->arena, places));
}

static enum equality compare_tolerant(struct judgement *judgement, const struct expr *answer)
{
	const struct question *question = judgement->question;
	struct arena *arena = judgement->arena;
	int64_t places = question->spec->tolerance_digits;

	switch (question->spec->tolerance_kind) {
	case TOLERANCE_SIGNIFICANT:
		if (question->rational && number_is_zero(question->value))
			return EQUALITY_DIFFERENT; /* zero has no significant digits to round to */
		if (!places_of_significant(judgement, places, &places))
			return EQUALITY_UNKNOWN;
		return compare_rounded(judgement, answer, places);
	case TOLERANCE_PLACES:
		return compare_rounded(judgement, answer, places);
	default:
		return within(judgement, answer,
		    expr_row(arena, EXPR_PRODUCT, question->relative, PART_TIMES,
		        expr_unary(arena, EXPR_ABSOLUTE, question->expected)));
	}
}

static size_t significant_digits(const struct expr *expr)
{
	size_t count = 0;
	bool begun = false;

	if (expr->kind == EXPR_NEGATE)
		expr = expr->parts[0].expr;
	for (const char *digit = expr->literal.digits; *digit; digit++) {
		begun = begun || (*digit != '0' && *digit != '.');
		count += begun && *digit != '.';
	}
	return count;
}

/* A correct rounding where the exact value is asked for: incorrect, and said so. */
static void note_approximation(struct judgement *judgement, const struct expr *answer)
{
	int64_t places = typed_places(answer);

	if (places > 0 && significant_digits(answer) >= 2 && judgement->question->spec->kind == KIND_NUMBER &&
	    within(judgement, answer, half_unit(judgement->arena, places)) == EQUALITY_EQUAL)
		note(judgement, NOTE_APPROXIMATION);
}

enum equality compare_value(struct judgement *judgement)
{
	const struct question *question = judgement->question;
	const struct expr *answer = one_value(judgement, judgement->answer);
	enum equality equality;
	struct number value;

	if (!answer) {
		note(judgement, NOTE_NOT_THIS_KIND);
		return EQUALITY_DIFFERENT;
	}
	judgement->answer = answer;
	if (question->undefined || answer->kind == EXPR_WORD)
		return question->undefined && is_no_value_word(answer) ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
	if (question->rational && expr_rational(judgement->arena, answer, &value) == WORTH_RATIONAL &&
	    number_equal(value, question->value))
		return EQUALITY_EQUAL;
	equality = expr_equal(judgement->arena, question->expected, answer, &question->assumptions);
	if (equality == EQUALITY_EQUAL && expr_domains_differ(question->expected, answer))
		note(judgement, NOTE_DOMAIN);
	if (equality == EQUALITY_DIFFERENT) {
		if (expr_worth(judgement->arena, answer, &value) == WORTH_UNDEFINED)
			note(judgement, NOTE_UNDEFINED);
		else if (question->spec->tolerance_kind != TOLERANCE_NONE)
			return compare_tolerant(judgement, answer);
		else
			note_approximation(judgement, answer);
	}
	return equality;
}

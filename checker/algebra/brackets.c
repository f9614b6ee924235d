#include "checker/algebra/brackets.h"

static const unsigned char tightness[EXPR_KINDS] = {
    [EXPR_NUMBER] = TIGHT_ATOM,
    [EXPR_MIXED] = TIGHT_PRODUCT,
    [EXPR_SYMBOL] = TIGHT_ATOM,
    [EXPR_CONSTANT] = TIGHT_ATOM,
    [EXPR_SUM] = TIGHT_SUM,
    [EXPR_PRODUCT] = TIGHT_PRODUCT,
    [EXPR_NEGATE] = TIGHT_SIGN,
    [EXPR_PLUS_MINUS] = TIGHT_SUM,
    [EXPR_PERCENT] = TIGHT_POWER,
    [EXPR_POWER] = TIGHT_POWER,
    [EXPR_ROOT] = TIGHT_ATOM,
    [EXPR_LOG] = TIGHT_ATOM,
    [EXPR_ABSOLUTE] = TIGHT_ATOM,
    [EXPR_CALL] = TIGHT_ATOM,
    [EXPR_RELATION] = TIGHT_CONDITION,
    [EXPR_AND] = TIGHT_LIST,
    [EXPR_OR] = TIGHT_LIST,
    [EXPR_NOT] = TIGHT_CONDITION,
    [EXPR_LIST] = TIGHT_LIST,
    [EXPR_SET] = TIGHT_ATOM,
    [EXPR_INTERVAL] = TIGHT_ATOM,
    [EXPR_UNION] = TIGHT_LIST,
    [EXPR_WORD] = TIGHT_ATOM,
};

enum tightness expr_tightness(const struct expr *expr)
{
	return (enum tightness)tightness[expr->kind];
}

/* Would digits in brackets behind this be read as its repetend? 2.5(4) is 2.5444... */
static bool ends_in_decimal(const struct expr *expr)
{
	if (expr->kind == EXPR_POWER)
		return ends_in_decimal(expr->parts[1].expr);
	return expr->kind == EXPR_NUMBER && expr->style == LITERAL_DECIMAL;
}

static bool precedes_digits_in_brackets(const struct expr *parent, uint32_t index)
{
	const struct expr *next = index + 1 < parent->count ? parent->parts[index + 1].expr : NULL;

	return next && parent->parts[index + 1].op == PART_IMPLIED && next->kind == EXPR_NUMBER &&
	       next->style == LITERAL_INTEGER;
}

bool needs_brackets(const struct expr *parent, uint32_t index)
{
	const struct expr *part = parent->parts[index].expr;
	enum tightness tight = expr_tightness(part);

	switch (parent->kind) {
	case EXPR_SUM:
		return index == 0 ? tight < TIGHT_SIGN : tight < TIGHT_PRODUCT;
	case EXPR_NEGATE:
	case EXPR_PLUS_MINUS:
		return tight < TIGHT_PRODUCT;
	case EXPR_PRODUCT:
		/* A bare number after an implied product would run into what stands before it. */
		if (index > 0 && parent->parts[index].op == PART_IMPLIED && begins_with_digit(part))
			return true;
		if (precedes_digits_in_brackets(parent, index) && ends_in_decimal(part))
			return true;
		return tight < TIGHT_POWER;
	case EXPR_PERCENT:
		return tight < TIGHT_ATOM;
	case EXPR_POWER:
		/* log(8)^2 means (log 8)^2 to us and log(8^2) to many: nobody need wonder. */
		return tight < TIGHT_ATOM || (part->kind == EXPR_LOG && index == 0);
	case EXPR_RELATION:
		return tight < TIGHT_SUM;
	case EXPR_NOT:
		return tight < TIGHT_ATOM;
	case EXPR_AND:
		return tight < TIGHT_CONDITION;
	case EXPR_OR:
		return tight < TIGHT_CONDITION && part->kind != EXPR_AND && part->kind != EXPR_LIST;
	case EXPR_LIST:
	case EXPR_SET:
	case EXPR_CALL:
	case EXPR_UNION:
		return tight == TIGHT_LIST;
	default:
		return false;
	}
}

bool begins_with_digit(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
	case EXPR_MIXED:
		return true;
	case EXPR_POWER:
	case EXPR_PERCENT:
		return expr->parts[0].expr->kind == EXPR_NUMBER;
	default:
		return false;
	}
}

uint32_t leading_group(const struct expr *expr)
{
	uint32_t group = 0;

	if (expr->kind != EXPR_PRODUCT || !(expr->flags & EXPR_LEADING_GROUP))
		return 0;
	for (uint32_t i = 1; i < expr->count; i++) {
		if (expr->parts[i].op == PART_DIVIDE)
			group = i + 1;
	}
	return group < expr->count ? group : 0;
}

bool is_power_of_ten(const struct expr *expr)
{
	const struct expr *base;

	if (expr->kind != EXPR_POWER)
		return false;
	base = expr->parts[0].expr;
	return base->kind == EXPR_NUMBER && !base->literal.value.big && base->literal.value.num == 10 &&
	       base->literal.value.den == 1;
}

/*
 * Where a careful author puts brackets: the rules that text, TeX and speech share. Private to the printers.
 */
#ifndef CHECKER_BRACKETS_H
#define CHECKER_BRACKETS_H

#include "checker/algebra/expr.h"

/* How tightly a node holds together, loosest first. */
enum tightness {
	TIGHT_LIST,
	TIGHT_CONDITION,
	TIGHT_SUM,
	TIGHT_SIGN,
	TIGHT_PRODUCT,
	TIGHT_POWER,
	TIGHT_ATOM,
};

enum tightness expr_tightness(const struct expr *expr);
/* Must part `index` of `parent` stand in brackets in linear notation? */
bool needs_brackets(const struct expr *parent, uint32_t index);
/* Does the notation of this tree begin with a digit? */
bool begins_with_digit(const struct expr *expr);
/*
 * The parts [0, n) of a row with EXPR_LEADING_GROUP that stand in brackets; 0 when there are none to write:
 * in (8/9)q the first two.
 */
uint32_t leading_group(const struct expr *expr);
/* Is it a power of ten written as one: 10^5, 10^(-3)? */
bool is_power_of_ten(const struct expr *expr);

#endif

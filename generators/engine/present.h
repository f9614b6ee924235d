/*
 * How a value is written as a key or in a prompt: 1/8, 0.125, 1.25*10^(-1), 1 1/2, 12.5%. One row a form says
 * how a key of that form is written; the display functions of formulas are the same code.
 */
#ifndef GENERATORS_PRESENT_H
#define GENERATORS_PRESENT_H

#include "generators/engine/formula.h"

/* e of c*10^e with 1 <= |c| < 10; false for zero. */
bool present_exponent10(struct arena *arena, struct number number, int64_t *ret_exponent);
/* Decimal places; false when the decimal never ends. */
bool present_places(struct arena *arena, struct number number, size_t *ret_places);

/* The display functions: one value in (decimal: and places), a tree out; undefined where it cannot be written
 * so. */
struct value present_decimal(struct arena *arena, const struct value *values, size_t count);
struct value present_scientific(struct arena *arena, const struct value *values, size_t count);
struct value present_mixed(struct arena *arena, const struct value *values, size_t count);
struct value present_percent(struct arena *arena, const struct value *values, size_t count);

struct presenter {
	const char *form; /* the name before a colon */
	/* Writes a rational value in the form; NULL: the formula's own shape is kept, as it is the answer's
	 * shape. */
	struct value (*write)(struct arena *arena, const struct value *values, size_t count);
};
/* For the first form of a question; NULL or an unknown form: as a reduced fraction. Never NULL. */
const struct presenter *presenter_for(const char *form);

#endif

/*
 * What the forms share: questions about how a piece of a tree is written. Private to forms*.c.
 *
 * The larger tool is the term: a product with its signs, its numbers and its other factors laid out in one
 * row, however its factors were bracketed: -(2/3)x^2/y is a minus, the numbers 2 and /3, the factors x^2 and
 * /y.
 */
#ifndef CHECKER_FORMS_SHAPE_H
#define CHECKER_FORMS_SHAPE_H

#include "checker/algebra/value.h"
#include "checker/forms.h"

/* Leaves a note, at the place of `part` unless that is NULL, and gives false. */
bool form_missing(const struct form_context *context, enum note_code code, const struct expr *part);
/* The same with what fills the %s of the note's words. */
bool form_missing_detail(
    const struct form_context *context, enum note_code code, const struct expr *part, const char *detail);

/* The tree without one leading minus. */
const struct expr *unsigned_part(const struct expr *expr);
bool is_integer_literal(const struct expr *expr);
/* A literal integer with one minus at most. */
bool is_signed_integer(const struct expr *expr);
/* integer/integer, each with a minus at most; look at unsigned_part() first. */
bool is_fraction(const struct expr *expr);
/* The literal above (0) or below (1) the bar of an is_fraction(), without its sign. */
const struct expr *fraction_side(const struct expr *fraction, uint32_t index);
/* The minus signs of a fraction: before it, above and below the bar. */
int fraction_signs(const struct expr *expr);
/* Two literals without a common divisor, the lower not 0. */
bool is_reduced(struct arena *arena, const struct expr *num, const struct expr *den);
/* One number, finished: integer, decimal, fraction, mixed, percentage, 3.2e5; with one minus at most. */
bool is_one_number(const struct expr *expr);
/* No symbols, and a rational number by arithmetic alone: there is something to work out, or it is a literal.
 */
bool has_rational_value(struct arena *arena, const struct expr *expr);

/* Is there arithmetic left to do? As above, and with what the canonical form knows: log_2(8) is 3. */
bool can_be_evaluated(struct arena *arena, const struct expr *expr);
/* The first node of a kind, in reading order; NULL: none. */
const struct expr *find_kind(const struct expr *expr, enum expr_kind kind);

/* A number or other factor of a term. */
struct term_factor {
	const struct expr *base;
	const struct expr *exponent; /* NULL: 1 */
	bool divides;
};

struct term {
	bool negative;
	struct term_factor *numbers; /* literals without exponent */
	size_t number_count;
	struct term_factor *factors; /* all else */
	size_t factor_count;
	/* What could be written more simply, the first of each kind; NULL: nothing. */
	const struct expr *second_sign; /* a minus besides the one in front */
	const struct expr *sign_below;  /* a minus in a denominator */
	const struct expr *nested;      /* a quotient in a denominator */
	const struct expr *idle_one;    /* a factor 1 that could be left out */
	uint64_t hash;                  /* of the factors, in whatever order */
};

/* Lays out one term; a sum is a term with one factor. */
struct term term_read(struct arena *arena, const struct expr *expr);
/* The same but for their numbers and signs: like terms. */
bool terms_alike(const struct term *a, const struct term *b);
/* Is the coefficient one finished number? `strict`: in lowest terms, and no 1x. Leaves a note when not. */
bool term_numbers_settled(const struct form_context *context, const struct term *term, bool strict);
/* The number that a term's numbers make, its sign included. False: a division by zero. */
bool term_coefficient(struct arena *arena, const struct term *term, struct number *ret_value);

/* The parts of a sum, or the one term that a tree is. */
size_t sum_count(const struct expr *expr);
const struct expr *sum_part(const struct expr *expr, size_t index);
/* Are there no two like terms in a sum, two numbers among them? Leaves a note when there are. */
bool sum_collected(const struct form_context *context, const struct expr *sum);

/* How much of `simplified` is asked for. */
enum settling {
	SETTLE_TERMS,  /* no number left to work out, no variable twice in a term, like terms collected */
	SETTLE_STRICT, /* and fractions reduced, no 1x, no x^1 */
};
/* Is the tree simplified (forms_simplified.c)? Leaves notes. */
bool is_settled(const struct form_context *context, const struct expr *expr, enum settling settling);

#endif

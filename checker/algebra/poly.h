/*
 * The canonical form of tier 2 (checker.md): a sum of terms, each a rational number times powers of atoms
 * with rational exponents. Atoms are integers that are coprime to each other (primes as far as trial division
 * goes), symbols, pi, powers of e, logarithms and opaque sums. Private to algebra/.
 *
 * Invariants: terms are sorted and differ in their monomials, coefficients are not zero; powers of a monomial
 * are sorted by atom, exponents are not zero. The exponent of an integer atom lies in (0, 1), its whole part
 * being folded into the coefficient, unless that would pass LIMIT_VALUE_BITS: then it stays an exponent
 * vector. An opaque sum is primitive and never stands with a positive whole exponent: that would be
 * multiplied out.
 *
 * The same form is a proof of equality. Different forms prove nothing by themselves: the refutation is a pair
 * of disjoint enclosures (ball.h).
 */
#ifndef CHECKER_POLY_H
#define CHECKER_POLY_H

#include "checker/algebra/number.h"

enum atom_kind {
	ATOM_INTEGER, /* `integer` > 1 */
	ATOM_SYMBOL,  /* `name` */
	ATOM_PI,
	ATOM_EXP,      /* e to the monomial; to the empty one: e */
	ATOM_LN,       /* the natural log of `inner` */
	ATOM_SUM,      /* the sum `poly` as one thing */
	ATOM_ABSOLUTE, /* |poly| */
	ATOM_SIGN,     /* "ln(-1)": (-1)^n is EXP of n times this; formal */
};

struct monomial;
struct poly;

struct atom {
	enum atom_kind kind;
	bool positive; /* proved */
	struct number integer;
	const char *name;
	const struct monomial *monomial;
	const struct atom *inner;
	const struct poly *poly;
};

struct power {
	const struct atom *atom;
	struct number exponent;
};

struct monomial {
	size_t count;
	struct power powers[];
};

struct term {
	struct number coefficient;
	const struct monomial *monomial;
};

struct poly {
	size_t count;
	struct term terms[];
};

enum { POLY_BASES = 32 };

/* One computation: what is assumed, what it may cost, which large integers were met. */
struct canon {
	struct arena *arena;
	bool real;   /* symbols may be negative */
	size_t work; /* term multiplications so far; refused past LIMIT_WORK */
	/* Large factors met so far, pairwise coprime; a new one that shares a factor with them splits them
	 * and asks for a fresh start (see canon_run). */
	struct number bases[POLY_BASES];
	size_t base_count;
	bool split;
};

/* Counts work; refuses past LIMIT_WORK, and when the request's own allowance is spent. */
void canon_spend(struct canon *canon, size_t work);

/* --- atoms and monomials (atom.c) --- */
int atom_compare(struct canon *canon, const struct atom *a, const struct atom *b);
int monomial_compare(struct canon *canon, const struct monomial *a, const struct monomial *b);
const struct monomial *monomial_empty(void);
const struct monomial *monomial_of(struct canon *canon, const struct atom *atom, struct number exponent);
bool monomial_positive(const struct monomial *monomial);
const struct atom *atom_integer(struct canon *canon, struct number integer);
const struct atom *atom_symbol(struct canon *canon, const char *name);
const struct atom *atom_pi(struct canon *canon);
const struct atom *atom_exp(struct canon *canon, const struct monomial *monomial);
const struct atom *atom_ln(struct canon *canon, const struct atom *inner);
const struct atom *atom_sum(struct canon *canon, const struct poly *poly, bool positive);
const struct atom *atom_absolute(struct canon *canon, const struct poly *poly);
const struct atom *atom_sign(struct canon *canon);

/* --- arithmetic (poly.c); all may refuse --- */
const struct poly *poly_zero(void);
const struct poly *poly_number(struct canon *canon, struct number value);
/* atom^exponent, for an exponent that already keeps the invariants. */
const struct poly *poly_atom(struct canon *canon, const struct atom *atom, struct number exponent);
/* The same with the invariants kept for any exponent: whole powers folded and multiplied out. */
const struct poly *poly_raise(struct canon *canon, const struct atom *atom, struct number exponent);
const struct poly *poly_term(struct canon *canon, struct number coefficient, const struct monomial *monomial);
const struct poly *poly_add(struct canon *canon, const struct poly *a, const struct poly *b);
const struct poly *poly_scale(struct canon *canon, const struct poly *a, struct number factor);
const struct poly *poly_multiply(struct canon *canon, const struct poly *a, const struct poly *b);
const struct poly *poly_power_integer(struct canon *canon, const struct poly *a, int64_t exponent);
/* 1/a for a that is not zero (which the caller has proved where a is constant). */
const struct poly *poly_invert(struct canon *canon, const struct poly *a, bool positive);
int poly_compare(struct canon *canon, const struct poly *a, const struct poly *b);
/* Is it one rational number? */
bool poly_is_number(const struct poly *a, struct number *ret_value);
bool poly_is_constant(const struct poly *a); /* no symbols */
/* a = content * primitive, the primitive part having coprime integer coefficients; its first coefficient is
 * positive when `sign`, else it keeps its sign and the content is positive. */
const struct poly *poly_primitive(
    struct canon *canon, const struct poly *a, bool sign, struct number *ret_content);
/* a times what rids it of all opaque sums that it is divided by. */
const struct poly *poly_clear_all(struct canon *canon, const struct poly *a);
/* Zero, also after multiplying out every opaque sum that it is divided by. */
bool poly_is_zero(struct canon *canon, const struct poly *a);

/* --- roots, powers and logs (power.c) --- */
/* The prime (or coprime) factors of a positive rational, to the power r each, as a monomial times a number.
 */
const struct poly *poly_number_power(struct canon *canon, struct number base, struct number exponent);
const struct poly *poly_rational_power(
    struct canon *canon, const struct poly *base, struct number exponent, bool positive);
/* ln of what the caller has proved positive or knows to be formal. */
const struct poly *poly_ln(struct canon *canon, const struct poly *argument, bool positive);
const struct poly *poly_exp(struct canon *canon, const struct poly *exponent);

/* --- integers (factor.c) --- */
struct factor {
	struct number base; /* > 1 */
	int64_t exponent;   /* > 0 */
};
enum { FACTORS_MOST = 64 };
/* Factors of an integer > 0: primes below LIMIT_PRIME, then coprime bases. Gives their number. */
size_t factor_integer(struct canon *canon, struct number integer, struct factor *ret_factors);

#endif

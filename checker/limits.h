/*
 * The bounds of the checker, all in one place. Every quantity that a stranger's text can make grow is
 * compared with one of these before any work is done for it. Passing one ends the reading of that answer
 * as `unreadable` with the note `too_large`; it never ends the process and never costs the learner anything.
 */
#ifndef CHECKER_LIMITS_H
#define CHECKER_LIMITS_H

enum {
	LIMIT_ANSWER_BYTES = 16 * 1024, /* length of an answer or of an expected value, UTF-8 bytes */
	LIMIT_DIGITS = 4000,            /* digits of one literal */
	LIMIT_DEPTH = 100,              /* nesting of brackets, exponents, roots and the like */
	LIMIT_NODES = 2000,             /* nodes of one expression tree */
	LIMIT_PARTS = 1000,             /* parts of one sum, product, list or set */
	LIMIT_VALUE_BITS = 128 * 1024,  /* bits of one expanded integer, tiers 1 and 2 */
	LIMIT_EXPONENT_VECTOR_BITS = 1
	                             << 24, /* bits(base) x exponent of a power kept as an exponent vector */
	LIMIT_TERMS = 500,                  /* terms of a canonical form after expansion */
	LIMIT_FACTORS = 64,                 /* atoms in one term of a canonical form */
	LIMIT_PRIME = 1 << 16,              /* trial division stops here; the rest is a coprime base */
	LIMIT_WORK = 40000,                 /* term multiplications for one canonical form */
	LIMIT_ANSWER_WORK = 50000,          /* the like for one answer, all tiers and comparisons together */
	LIMIT_NOTES = 8,                    /* notes on one verdict */
	LIMIT_VARIABLES = 16,               /* named variables of one question */
	LIMIT_SYMBOL_BYTES = 32,            /* length of one variable's name, bytes */
	LIMIT_FORMS = 8,                    /* forms listed by one question */
	LIMIT_OPTIONS = 26,                 /* options of one choice */
	LIMIT_PATTERN_BYTES = 512,          /* an author's pattern */
	LIMIT_PATTERN_MATCHES = 20000,      /* PCRE2 match limit */
	LIMIT_PATTERN_DEPTH = 500,          /* PCRE2 depth limit */
	LIMIT_CALCIUM_NODES = 80,           /* nodes of two trees that tier 3 is asked about */
	LIMIT_CALCIUM_WORK = 20000,         /* what one question to tier 3 counts for */
	LIMIT_CALCIUM_BITS = 128,           /* bits of a literal there */
	LIMIT_CALCIUM_EXPONENT = 64,        /* a whole exponent there */
	LIMIT_CALCIUM_DEGREE = 24,          /* degree of the field of all their radicals */
	LIMIT_CALCIUM_TRANSCENDENTAL = 12,  /* logs, e, pi and powers with irrational exponents there */
	LIMIT_ARENA_BYTES = 24 * 1024 * 1024, /* memory of one request, GMP's numbers included */
};

#endif

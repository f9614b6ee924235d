/*
 * Text to tree: what a person typed, in plain notation, Unicode or LaTeX, becomes one expression or is
 * refused with a code and the place. Never a fragment: the whole text is read, or none of it.
 *
 * Stages: normalise (Unicode, LaTeX and wrappers to plain notation, with a map back to the original bytes),
 * lex, parse. Plain ASCII text passes the first stage untouched.
 */
#ifndef CHECKER_READ_H
#define CHECKER_READ_H

#include "checker/algebra/expr.h"
#include "checker/algebra/print.h"
#include "checker/notes.h"

/*
 * Notations that many people write, and many read in another way than the checker does. A text is always read
 * as checker.md says; what it holds of these is told in the reading, so that a wrong answer can be read
 * again.
 */
enum second_reading {
	SECOND_DENOMINATOR = 1,       /* 8/9q^2 as 8/(9q^2) */
	SECOND_EXPONENT_QUOTIENT = 2, /* x^1/2 as x^(1/2) */
	SECOND_EXPONENT_PRODUCT = 4,  /* 2^3x as 2^(3x) */
	SECOND_RADICAND = 8,          /* sqrt 2x as sqrt(2x) */
	SECOND_ARGUMENT = 16,         /* log 2 x as log(2)*x */
	SECOND_REPETEND = 32,         /* 2.5(4) as 2.5*4 and not 2.5444... */
	SECOND_LOG_QUOTIENT = 64,     /* log 1/8 as log(1/8) */
	SECOND_READINGS = 128,        /* past the last */
};

struct read_options {
	const char *const
	    *variables; /* names that are read as one symbol; any other single letter is one too */
	size_t variable_count;
	const char *log_base; /* base of a plain `log`, plain notation: "10" (also when NULL), "e", "2" */
	bool decimal_comma;   /* 0,5 is a half; lists take ; */
	bool ratio;           /* `:` between numbers is a quotient */
	bool list;            /* a list is expected: a comma separates before it groups digits */
	bool choice;          /* true, yes, <, "less than" are answers */
	bool formula;         /* an author's formula: functions (gcd, digits, ...), and/or/not, names of any
	                         length, no wrappers, no mixed numbers by juxtaposition, no locale words */
	bool number;          /* a number without variables is expected: letters in a row are a word */
	unsigned second;      /* enum second_reading: read these the other way */
	const char *unit;     /* a unit that may follow the answer, or NULL */
	enum locale locale;   /* words for the special answers; English is always understood as well */
};

struct reading {
	const struct expr *expr; /* NULL: unreadable, and the last note says why and where */
	struct notes notes;
	unsigned second;   /* enum second_reading: what the text holds of these */
	const char *plain; /* the normalised text */
	size_t plain_length;
};

/*
 * Reads `length` bytes. Options NULL: the defaults. Always fills *ret_reading; gives 0 when there is a tree,
 * -1 when unreadable. Does not refuse: a text past the bounds is unreadable with the note too_large.
 */
int read_text(struct arena *arena, const char *text, size_t length, const struct read_options *options,
    struct reading *ret_reading);

/* For content: a formula, NUL-terminated. NULL on error, with the note in *ret_note when that is not NULL. */
const struct expr *read_formula(struct arena *arena, const char *text, const char *const *names,
    size_t name_count, struct note *ret_note);

#endif

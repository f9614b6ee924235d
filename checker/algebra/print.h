/*
 * Trees to notation. Text is the plain notation that reading/ reads: reading what was printed gives the same
 * tree. TeX is accepted by KaTeX. Speech is a sentence fragment in English or Spanish for a screen reader.
 * All three write the brackets that a careful author would: a negative number has them wherever it follows
 * an operator (3 - (-2), 2*(-3), (-2)^4).
 */
#ifndef CHECKER_PRINT_H
#define CHECKER_PRINT_H

#include "checker/algebra/expr.h"
#include "checker/algebra/text.h"

enum locale { LOCALE_EN, LOCALE_ES, LOCALES };

struct print_options {
	enum locale locale;    /* words of speech and of the special answers */
	bool decimal_comma;    /* 0,5 and lists with ; */
	bool division_sign;    /* 12 ÷ (-3), and no fraction bar */
	bool written_brackets; /* text: brackets that were written and change nothing as well */
};

/* options NULL: English, decimal point. */
void print_text(struct text *out, const struct expr *expr, const struct print_options *options);
void print_tex(struct text *out, const struct expr *expr, const struct print_options *options);
void print_speech(struct text *out, const struct expr *expr, const struct print_options *options);

#endif

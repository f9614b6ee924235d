/*
 * The words of the notation: names that the reader knows and the printer must not form by accident, and the
 * words of the special answers and choices. One table for both directions.
 */
#ifndef CHECKER_WORDS_H
#define CHECKER_WORDS_H

#include "checker/algebra/expr.h"
#include "checker/algebra/print.h"

/* How the special answers and choices are written; by enum word and locale. */
const char *word_text(enum word word, enum locale locale);

/* Names of functions and constants in the notation: sqrt, log, pi ... NULL ends the table. */
extern const char *const notation_names[];

#endif

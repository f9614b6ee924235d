/*
 * The ways in which people type an answer: one row each. A row writes the answer anew, or says that it does
 * not apply. A right answer is right in each of them.
 */
#ifndef GENERATORS_NOTATIONS_H
#define GENERATORS_NOTATIONS_H

#include "checker/algebra/text.h"
#include "generators/engine/engine.h"

/* An answer to an item, its key or another. */
struct typed_answer {
	const struct item *item;
	const char *text, *tex; /* plain notation; TeX without its delimiters */
	const struct expr *tree;
	struct arena *arena;
};

struct notation_row {
	const char *name;
	unsigned kinds; /* bit k: enum question_kind */
	bool (*write)(const struct typed_answer *key, struct text *out);
	bool comma; /* typed where a comma is the decimal sign */
};
extern const struct notation_row notations[];
extern const size_t notation_count;

#endif

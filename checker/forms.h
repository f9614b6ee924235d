/*
 * Forms: the shape an answer must have, judged on the tree as it was typed. One table (forms.c): name, predicate,
 * words for the learner. A question lists alternatives, any of which will do; an alternative may ask for several
 * forms at once (a+b), for a base (power:3) or for an author's pattern (pattern:...).
 */
#ifndef CHECKER_FORMS_H
#define CHECKER_FORMS_H

#include "checker/algebra/expr.h"
#include "checker/notes.h"
#include "checker/question.h"

/* What a predicate sees besides the tree. */
struct form_context {
	struct arena *arena;
	const struct expr *base; /* of power:3, or NULL */
	const char *base_text;
	struct notes *notes;     /* where it says what is missing */
};

/* Does the tree have the form? When not, it leaves a note that says what is missing. */
typedef bool (*form_fn)(const struct form_context *context, const struct expr *expr);

struct form_row {
	const char *name;
	form_fn holds;
	const char *say[LOCALES]; /* "a fraction in lowest terms"; "" says nothing */
};

/* NULL when there is no form of that name. */
const struct form_row *form_find(const char *name, size_t length);
/* The rows, for catalogues and tests. */
extern const struct form_row form_rows[];
extern const size_t form_row_count;

/* Predicates of forms_algebra.c, for the table in forms.c. */
bool form_is_power(const struct form_context *context, const struct expr *expr);
bool form_is_factored(const struct form_context *context, const struct expr *expr);
bool form_is_expanded(const struct form_context *context, const struct expr *expr);

#endif

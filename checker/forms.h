/*
 * Forms: the shape an answer must have, judged on the tree as it was typed. One table (forms.c): name,
 * predicate, words for the learner. A question lists alternatives, any of which will do; an alternative may
 * ask for several forms at once (a+b), for a base (power:3) or for an author's pattern (pattern:...).
 *
 * A predicate decides nothing about right or wrong: the value has been compared before. So it may take an
 * answer for worth what the key is worth, and need not look for what could only occur in a wrong one.
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
	struct notes *notes; /* where it says what is missing */
};

/* Does the tree have the form? When not, it leaves a note that says what is missing. May refuse. */
typedef bool (*form_fn)(const struct form_context *context, const struct expr *expr);

enum form_scope {
	FORM_OF_VALUE, /* holds for each value of the answer: of a list, a set, x = 5 or x = -3, an interval's
	                  ends */
	FORM_OF_RELATION, /* holds for the equation as a whole */
};

struct form_row {
	const char *name;
	form_fn holds;
	enum form_scope scope;
	/* What stands after "Write the answer as": "a fraction in lowest terms"; "" says nothing. */
	const char *say[LOCALES];
	/* The same for a given base, which fills %s; NULL: the form takes no base. */
	const char *say_base[LOCALES];
};

/* NULL when there is no form of that name. */
const struct form_row *form_find(const char *name, size_t length);
/* The rows, for catalogues and tests. */
extern const struct form_row form_rows[];
extern const size_t form_row_count;

/*
 * Does the whole answer have the form: each of its values, or the relation itself? Words such as "no
 * solution" and infinite ends of intervals have every form; so has NULL, the answer that is no mathematics.
 * May refuse.
 */
bool form_judge(const struct form_row *row, const struct form_context *context, const struct expr *answer);

/* The predicates, for the table in forms.c: forms_number.c, ... */
bool form_is_evaluated(const struct form_context *context, const struct expr *expr);
bool form_is_integer(const struct form_context *context, const struct expr *expr);
bool form_is_fraction(const struct form_context *context, const struct expr *expr);
bool form_is_lowest_terms(const struct form_context *context, const struct expr *expr);
bool form_is_mixed(const struct form_context *context, const struct expr *expr);
bool form_is_decimal(const struct form_context *context, const struct expr *expr);
bool form_is_scientific(const struct form_context *context, const struct expr *expr);
bool form_is_product_of_primes(const struct form_context *context, const struct expr *expr);
/* forms_power.c */
bool form_is_power(const struct form_context *context, const struct expr *expr);
bool form_is_rational_exponent(const struct form_context *context, const struct expr *expr);
bool form_is_exponential(const struct form_context *context, const struct expr *expr);
bool form_is_logarithmic(const struct form_context *context, const struct expr *expr);
/* forms_simplified.c */
bool form_is_simplified(const struct form_context *context, const struct expr *expr);
bool form_has_positive_exponents(const struct form_context *context, const struct expr *expr);
/* forms_radical.c */
bool form_is_radical(const struct form_context *context, const struct expr *expr);
bool form_is_simplified_radical(const struct form_context *context, const struct expr *expr);
/* forms_log.c */
bool form_is_single_log(const struct form_context *context, const struct expr *expr);
bool form_is_expanded_logs(const struct form_context *context, const struct expr *expr);
/* forms_sum.c */
bool form_is_expanded(const struct form_context *context, const struct expr *expr);
bool form_is_factored(const struct form_context *context, const struct expr *expr);

#endif

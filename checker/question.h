/*
 * A question: what is expected, of which kind, in which form. `struct question_spec` is the plain data that
 * travels (inline in a request, sealed in an item, made by a family); `struct question` is the same, parsed
 * once and checked against many answers.
 */
#ifndef CHECKER_QUESTION_H
#define CHECKER_QUESTION_H

#include "checker/algebra/arena.h"
#include "checker/algebra/print.h"
#include "checker/limits.h"

enum question_kind {
	KIND_NUMBER,
	KIND_EXPRESSION,
	KIND_EQUATION,
	KIND_SOLUTIONS,
	KIND_LIST,
	KIND_INTERVAL,
	KIND_CHOICE,
	KINDS
};
/* The wire names, by enum: "number", "expression", ... */
extern const char *const question_kind_names[KINDS];

enum equivalent { EQUIVALENT_FACTOR, EQUIVALENT_SAME, EQUIVALENT_SOLUTIONS, EQUIVALENTS };
extern const char *const equivalent_names[EQUIVALENTS];

enum tolerance_kind { TOLERANCE_NONE, TOLERANCE_PLACES, TOLERANCE_SIGNIFICANT, TOLERANCE_RELATIVE };

struct predicted_answer {
	const char *misconception;
	const char *gives; /* plain notation */
};

/* All texts are NUL-terminated UTF-8 and owned by whoever filled the struct. Zero is the default of each. */
struct question_spec {
	const char *expected; /* required */
	int kind;             /* enum question_kind */
	const char *forms[LIMIT_FORMS];
	size_t form_count; /* 0: what a teacher would accept for this kind */
	const char *variables[LIMIT_VARIABLES];
	size_t variable_count;
	bool assume_real;
	const char *log_base; /* NULL: 10 */
	bool decimal_comma;
	int tolerance_kind; /* enum tolerance_kind */
	int tolerance_digits;
	const char *tolerance_relative;
	int equivalent; /* enum equivalent */
	bool unordered; /* of a list */
	const char *options[LIMIT_OPTIONS];
	size_t option_count;
	const char *unit;
	bool ratio;
	double form_score; /* meaningful when has_form_score; else 0.5 */
	bool has_form_score;
	const char *ask;     /* for the diagnosis */
	bool ask_hidden;     /* the learner read a story, not `ask` */
	const char *unknown; /* of an equation to solve */
	const struct predicted_answer *predicted;
	size_t predicted_count;
};

/* What is wrong with a question: the field's name as in the protocol, and a sentence. */
struct question_fault {
	const char *field;
	const char *message; /* constant or in the arena */
};

struct question;

/*
 * Parses. The question borrows the spec's texts and lives in the arena. 0, or -1 with *ret_fault: an expected
 * value that cannot be read, an unknown form, a bad pattern.
 */
int question_parse(struct arena *arena, const struct question_spec *spec, struct question **ret_question,
    struct question_fault *ret_fault);
/* Releases what is not in the arena (compiled patterns). NULL is allowed. */
void question_done(struct question *question);
/* "a fraction in lowest terms": what to tell a learner about the asked form; "" when any will do. */
const char *question_say(const struct question *question, enum locale locale);

#endif

/*
 * A parsed question and how each kind of question compares an answer with what is expected. Private to the
 * checker's upper floor: question.c, check.c, compare_*.c.
 */
#ifndef CHECKER_JUDGE_H
#define CHECKER_JUDGE_H

#include "checker/algebra/value.h"
#include "checker/check.h"
#include "checker/forms.h"
#include "checker/reading/read.h"

/* One form of an alternative: a row with its argument, or a pattern. */
struct required_form {
	const struct form_row *row; /* NULL: a pattern */
	const struct expr *base;
	const char *base_text;
	void *pattern; /* pcre2_code */
};
enum { FORMS_TOGETHER = 4 };
struct form_alternative {
	struct required_form forms[FORMS_TOGETHER];
	size_t count;
};

struct question {
	const struct question_spec *spec;
	struct read_options read;
	const struct expr *expected;
	struct number value; /* of the expected, when `rational` */
	bool rational;
	bool undefined; /* the expected has no value: only the words match */
	struct assumptions assumptions;
	const struct expr *relative; /* tolerance */
	struct form_alternative alternatives[LIMIT_FORMS];
	size_t alternative_count;
	bool asks_relation; /* an exponential or a logarithmic equation: the triple decides, not the solutions
	                     */
	const struct expr *options[LIMIT_OPTIONS];
	const char *say[LOCALES];
};

/* One answer on its way through the stages. */
struct judgement {
	struct arena *arena;
	const struct question *question;
	const struct reading *reading;
	const struct expr *answer; /* the part of the reading that is judged */
	struct notes *notes;
	bool other_form; /* right, but in another form than the kind asks for */
	bool named;      /* a choice that was named by its own words, which need not be mathematics */
};

/* Compares; notes say what was noticed. May refuse. */
typedef enum equality (*compare_fn)(struct judgement *judgement);
enum equality compare_value(struct judgement *judgement);     /* compare_value.c: number, expression */
enum equality compare_equation(struct judgement *judgement);  /* compare_equation.c */
enum equality compare_solutions(struct judgement *judgement); /* compare_list.c */
enum equality compare_list(struct judgement *judgement);
enum equality compare_interval(struct judgement *judgement); /* compare_interval.c */
enum equality compare_choice(struct judgement *judgement);   /* compare_choice.c */
extern const compare_fn comparers[KINDS];

/* Is the right answer in one of the asked forms (judge_form.c)? Notes say what is missing. May refuse. */
bool judgement_has_form(struct judgement *judgement);
/* Fills question->say: what stands after "Write the answer as" (judge_form.c). */
void question_put_words(struct arena *arena, struct question *question);

/* Matches an author's pattern against the normalised text. */
bool pattern_matches(const void *pattern, const char *text, size_t length);

#endif

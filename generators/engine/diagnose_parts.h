/* What diagnose.c (opening and explaining), diagnose_separated.c and diagnose_words.c share. */
#ifndef GENERATORS_DIAGNOSE_PARTS_H
#define GENERATORS_DIAGNOSE_PARTS_H

#include "generators/engine/content.h"
#include "generators/engine/diagnose.h"

struct diagnostics {
	struct rule_set errors, laws;
	double *weights; /* by belief */
};

struct diagnosed {
	const struct content *content;
	const struct question_spec *spec;
	struct diagnosis_problem problem;
	struct diagnosis *diagnosis;
	const char **own; /* names of beliefs that the question brings along */
	size_t own_count;
};

/* The answer that a tree gives: diagnosis_problem's `answer`. */
const struct expr *diagnose_answer_of(
    struct arena *arena, const struct expr *tree, const struct diagnosis_problem *problem);
/* What is asked about `ask`. */
enum answer_function diagnose_function(const struct question_spec *spec, const struct expr *ask);
/* Is the belief of the asked form, and about nothing that the learner did not see? */
bool diagnose_is_wanted(const struct question_spec *spec, bool hidden, const struct misconception *belief);
/* By law: is it of the asked form? */
const unsigned char *diagnose_laws_wanted(
    const struct content *content, struct arena *arena, const struct question_spec *spec);

#endif

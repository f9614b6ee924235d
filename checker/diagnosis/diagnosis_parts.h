/* What diagnosis.c (which errors explain an answer) and diagnosis_shown.c (what errors lead to) share. */
#ifndef CHECKER_DIAGNOSIS_PARTS_H
#define CHECKER_DIAGNOSIS_PARTS_H

#include "checker/diagnosis/diagnosis.h"

enum value_state { VALUE_NEW, VALUE_RATIONAL, VALUE_NONE };

struct single {
	const struct reached *reached; /* NULL: predicted */
	const struct expr *tree;       /* what is there; of a predicted one, the answer, or NULL */
	const char *text;              /* of a predicted one */
	uint32_t errors[CANDIDATE_ERRORS];
	size_t count;
	double rough;  /* NaN where it is no value */
	uint64_t hash; /* of `tree` */
	enum value_state state;
	int64_t num, den;
};

struct diagnosis {
	const struct diagnosis_problem *problem;
	struct arena *arena;
	struct reacher *reacher;
	struct single *singles;
	size_t count, rules; /* singles; those before the slips */
	const struct reached *correct[REACH_LAWS];
	size_t correct_count;
};

/* What a tree is worth, roughly; NaN where it is no value. */
double diagnosis_rough(const struct expr *tree);

#endif

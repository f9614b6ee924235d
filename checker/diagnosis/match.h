/*
 * A learner's answer against what a tree gives: a rough look that turns away nearly all, then the checker's
 * own comparison, so that a prediction is judged as a key would be, with the question's tolerance.
 */
#ifndef CHECKER_MATCH_H
#define CHECKER_MATCH_H

#include "checker/diagnosis/approximate.h"
#include "checker/diagnosis/diagnosis.h"
#include "checker/reading/read.h"

enum { MATCH_VALUES = 8, MATCH_PROOFS = 48 /* of one answer */ };

struct match_target {
	struct arena *arena; /* of the answer */
	const struct diagnosis_problem *problem;
	const struct reading *reading;
	double values[MATCH_VALUES]; /* of the answer: several for a solution set */
	size_t count;
	bool word;     /* it is no value: undefined, no solution */
	bool rational; /* one rational value, in `number` */
	struct number number;
	double slack_relative, slack_absolute; /* what the tolerance lets pass, and rounding */
	size_t proofs;                         /* that may still be made */
};

/* Does not refuse. */
void match_open(struct arena *arena, const struct diagnosis_problem *problem, const struct reading *reading,
    struct match_target *ret_target);
/* Could the answer be what the tree gives? Cheap. */
bool match_may_be(const struct match_target *target, const struct expr *tree);
/* The same for a tree of which this is known already: its rough value (NaN: it has none). */
bool match_may_be_worth(const struct match_target *target, const struct expr *tree, double rough);
/* The look by which trees with two errors are picked out; it borrows the target. */
struct reach_sight match_sight(const struct match_target *target);
/* Is the answer proved to be what the tree gives? Does not refuse. */
bool match_is(struct match_target *target, const struct expr *tree);
/* The same for a tree that is an answer already; of a choice, `text` may be its words. */
bool match_answer_is(struct match_target *target, const struct expr *answer, const char *text);

/*
 * Is `answer` what a slip makes of `value`: another sign, one more or less in numerator or denominator, one
 * digit or two swapped ones in a number of several digits? SLIPS: it is not.
 */
enum slip match_slip(struct arena *arena, struct number answer, struct number value);

#endif

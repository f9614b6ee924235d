/*
 * From explanations to probabilities: P(path | answer) is proportional to the product of the weights of its
 * errors, times 0.15 for each error past the first, times the learner's odds for each belief, against the
 * chance that the answer arose in some other way. All weights stand in one table (infer.c).
 */
#ifndef CHECKER_INFER_H
#define CHECKER_INFER_H

#include "checker/diagnosis/diagnosis.h"

enum belief_frequency { BELIEF_OCCASIONAL, BELIEF_COMMON, BELIEF_RARE, BELIEF_FREQUENCIES };

double infer_belief_weight(enum belief_frequency frequency);
/* The weight of a path of these errors, with so many laws before them. */
double infer_weight(const uint32_t *errors, size_t count, size_t laws, const double *belief_weights);
/*
 * The weight of the alternative that nothing listed explains the answer: `answer` and `key` roughly (NaN: not
 * one number), `choices` > 1 for a choice among so many.
 */
double infer_unexplained(double answer, double key, size_t choices);

/* The learner's odds for a belief; NULL: 1 for all. Above 1, the history speaks for it. */
struct learner_odds {
	double (*of)(const void *context, uint32_t belief);
	const void *context;
};
/*
 * Probabilities of the candidates, in their order, and what is left for `unexplained`: they sum to 1. Those
 * with two errors, of which no belief has odds above 1, get less than half together.
 */
void infer_normalise(const struct candidates *candidates, const struct learner_odds *odds,
    double *ret_probabilities, double *ret_unexplained);

#endif

/*
 * From what the diagnosis offers to what the learner model takes: the explanations of a wrong answer become
 * labels on prerequisites and sightings of misconceptions, weighed with the learner's own history
 * (mastery.md, section 1; diagnosis.md). Pure.
 */
#ifndef DAEMON_LABEL_H
#define DAEMON_LABEL_H

#include "checker/diagnosis/infer.h"
#include "daemon/learners/learner.h"

/*
 * Fills labels and sightings of the attempt; its other fields stay. Beliefs that are the question's own, and
 * slips, are nobody's label; an explanation by two errors is shared between their prerequisites equally.
 * Gives the probability that nothing listed explains the answer.
 */
double label_attempt(const struct course *course, const struct learner *learner, int64_t now,
    const struct candidates *candidates, struct attempt *attempt);

#endif

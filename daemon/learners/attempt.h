/*
 * What one answer does to a learner's state: mastery.md, sections 2 to 4. Private to daemon/learners.
 */
#ifndef DAEMON_ATTEMPT_H
#define DAEMON_ATTEMPT_H

#include "daemon/learners/learner.h"

#define ATTEMPT_LEARNING                                                                                     \
	.15 /* T: chance that one item teaches its skill, where what it rests on is known                    \
	     */

/* 0, or -EINVAL before anything has changed. The time is learner->now. */
int attempt_apply(const struct course *course, struct workspace *work, struct learner *learner,
    const struct attempt *attempt, struct outcome *outcome);

/*
 * P of a right answer on an item of the family at this level (section 2), with the beliefs of now: what a
 * choice of level goes by.
 */
double attempt_expected(
    const struct course *course, const struct learner *learner, uint16_t family, int level, int64_t now);

/* Log-odds of misconceptions, raised or lowered by what this answer showed of them. */
void attempt_sight(struct learner *learner, const struct attempt *attempt);

#endif

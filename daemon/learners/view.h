/*
 * A learner's state as people look at it: what is due, what is missing below what is in hand, what can be
 * learnt now, which beliefs an answer has shown. Pure, and it changes nothing.
 */
#ifndef DAEMON_VIEW_H
#define DAEMON_VIEW_H

#include "daemon/learners/learner.h"

/* Skills whose review is due, most overdue first. Gives their number; ret_skills has room for SKILLS_MAX. */
size_t view_due(
    const struct course *course, const struct learner *learner, int64_t now, uint16_t *ret_skills);

/* Skills below proficient whose prerequisites are all proficient: the outer fringe (Doignon & Falmagne 1999).
 */
void view_ready(const struct course *course, const struct learner *learner, struct skill_set *ret_skills);

/* Skills believed missing (b < .5) below one that is attempted or above. */
void view_gaps(
    const struct course *course, const struct learner *learner, int64_t now, struct skill_set *ret_skills);

/* Skills begun of which it cannot be told yet whether they are stuck: too few answers (Beck & Gong 2013). */
void view_indeterminate(
    const struct course *course, const struct learner *learner, struct skill_set *ret_skills);

/* Skills that do not come (learner_is_stuck). */
void view_stuck(const struct course *course, const struct learner *learner, struct skill_set *ret_skills);

struct view_misconception {
	uint32_t key;
	double log_odds; /* now, above 0 */
	unsigned shown;
};
/* Beliefs that the evidence speaks for, strongest first, at most LEARNER_MISCONCEPTIONS. Gives their number.
 */
size_t view_misconceptions(
    const struct learner *learner, int64_t now, struct view_misconception *ret_misconceptions);

/* Points of the scope's skills over the most possible, 0..1; 0 for an empty scope. */
double view_share(const struct learner *learner, const struct skill_set *scope);

#endif

/*
 * What a learner does next, and why: practice on the frontier, reviews, probes below a skill that does not
 * come, the items of an assessment. Pure; nothing is changed: what was chosen counts only when
 * EVIDENCE_ISSUED says that it was given out. While an item is out and not answered, the same one is chosen
 * again (asking in another mode does not change that, but for the items of an assessment that is asked for by
 * its id).
 */
#ifndef DAEMON_CHOOSE_H
#define DAEMON_CHOOSE_H

#include "daemon/learners/learner.h"

enum choose_mode { CHOOSE_PRACTICE, CHOOSE_REVIEW, CHOOSE_ASSESSMENT };

struct choose_request {
	int mode; /* enum choose_mode */
	const char
	    *goal; /* NULL or "": the learner's own goal. One skill may run ahead of its prerequisites */
	uint32_t assessment;  /* CHOOSE_ASSESSMENT */
	bool without_reviews; /* nothing comes back that was learnt: to measure what reviews are worth */
};

void learner_choose(const struct course *course, struct workspace *work, const struct learner *learner,
    const struct choose_request *request, int64_t now, struct choice *ret_choice);

/* Why an assessment cannot start. */
enum plan_error {
	PLAN_DONE = 0,
	PLAN_EMPTY = -1,   /* nothing in the scope has items, or nothing is due */
	PLAN_EARLY = -2,   /* a mastery challenge: the last one is less than 12 hours ago */
	PLAN_UNREADY = -3, /* a mastery challenge: three skills familiar and one proficient are needed */
	PLAN_FULL = -4,    /* LEARNER_ASSESSMENTS are open */
};

/*
 * Fixes the items of a new assessment over the scope (course_scope(): "" for a course challenge). The result
 * goes into EVIDENCE_ASSESSMENT as it is. Lengths: quiz 4 to 8 on at most three skills of the scope,
 * unit_test one a skill and at least 4, course_challenge 30, mastery_challenge 3 skills x 2, review at most
 * 20 of what is due; a diagnostic fixes nothing yet.
 */
enum plan_error assessment_plan(const struct course *course, const struct learner *learner, int kind,
    const struct skill_set *scope, int64_t now, struct assessment *ret_assessment);

/* The most questions that an assessment can still have, for telling the learner: a diagnostic 25. */
unsigned assessment_length(const struct assessment *assessment);

#endif

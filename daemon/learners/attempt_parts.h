/*
 * What the files that apply an answer share. Private to daemon/learners.
 */
#ifndef DAEMON_ATTEMPT_PARTS_H
#define DAEMON_ATTEMPT_PARTS_H

#include "daemon/learners/attempt.h"

/* One answer on its way through the model. */
struct answer {
	const struct course *course;
	struct learner *learner;
	const struct attempt *attempt;
	struct skill_set shown;      /* what the solution asks for, the target among them */
	struct skill_set components; /* and the target's own prerequisites */
	struct skill_set touched;    /* and the skills of labels */
	double guess;
	bool right, wrong, in_assessment, hinted;
	uint8_t level_before;
};

/* Beliefs, cards, counters and levels: all that an answer outside a diagnostic does. */
void attempt_believe(struct answer *answer);
/* The same, and what the assessment makes of it. */
void attempt_in_assessment(struct answer *answer, struct workspace *work, struct outcome *outcome);

#endif

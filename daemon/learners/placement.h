/*
 * Placement: which question a diagnostic asks next, what an answer says, when it is over, and how its result
 * becomes a learner's state. mastery.md, section 1.
 */
#ifndef DAEMON_PLACEMENT_H
#define DAEMON_PLACEMENT_H

#include "daemon/learners/learner.h"

enum { PLACEMENT_QUESTIONS = 25, PLACEMENT_PER_SKILL = 2, PLACEMENT_LEVEL = 2 };
#define PLACEMENT_SLIP  .08
#define PLACEMENT_GUESS .05
/*
 * Over when min(b, 1 - b) of every skill is below. Measured with `masteryd simulate` (2 x 240 learners): .15
 * takes .8 questions more and places no more skills rightly (95.7 and 96.7 % against 95.7 and 96.6 %).
 */
#define PLACEMENT_SURE     .17
#define PLACEMENT_INFERRED .8 /* from here on a skill starts proficient */

/* Log likelihood ratios to begin with: what practice already said of skills that were practised. */
void placement_begin(const struct course *course, struct learner *learner, int64_t now);
/* The skill to ask about, or SKILL_NONE when all is clear or enough was asked. */
uint16_t placement_question(const struct course *course, struct workspace *work,
    const struct learner *learner, const struct assessment *assessment);
/* Takes one answer into the log likelihood ratios. */
void placement_answer(struct learner *learner, const struct attempt *attempt);
/* Turns the marginals into beliefs, and those from PLACEMENT_INFERRED on into inferred proficiency. */
void placement_end(const struct course *course, struct workspace *work, struct learner *learner, int64_t now);

#endif

/*
 * What the files of the learner model share about one skill's state. Private to daemon/learners.
 */
#ifndef DAEMON_STATE_H
#define DAEMON_STATE_H

#include "daemon/learners/learner.h"

#define BELIEF_UNKNOWN      .3 /* of a skill of which nothing is known */
#define BELIEF_ASSUMED      .9 /* of one that a platform declares learnt */
#define BELIEF_LOWEST       .005
#define BELIEF_HIGHEST      .999
#define BELIEF_FAMILIAR     .5
#define BELIEF_PROFICIENT   .95
#define BELIEF_KEPT         .7 /* proficient until it falls below */
#define BELIEF_MASTERED     .9 /* mastered until it falls below */
#define INFERRED_STABILITY  8.2956
#define INFERRED_DIFFICULTY 5.
/*
 * Reviews wait until recall has fallen to this. Measured with `masteryd simulate` (1,200 learners): .9 takes
 * as many items as .86 and leaves a point less 30 days after the last one; below .82 false mastery rises.
 */
#define REVIEW_RETENTION .86

enum {
	DAY_MS = 86400000,
	MASTERY_DELAY_MS = DAY_MS / 10 * 9, /* from proficient to an answer that shows mastery */
	STUCK_OPPORTUNITIES = 10,
	STUCK_RUN = 3,
};

static inline double state_days(int64_t from, int64_t to)
{
	return to > from ? (double)(to - from) / DAY_MS : 0;
}

static inline bool state_is_proficient(const struct learner_skill *skill)
{
	return skill->level >= LEVEL_PROFICIENT;
}

/* Brings the belief up to now: what was forgotten since is taken off. */
void state_refresh(struct learner_skill *skill, int64_t now);
/*
 * Proficient without an answer: by placement or by declaration. It counts as one right answer in a row: where
 * another skill's answer took the level away, the next right one gives it back.
 */
void state_infer(struct learner_skill *skill, int64_t now);
/* Takes back a level that no answer gave. */
void state_clear_level(struct learner_skill *skill);
/* After a right answer on it as a target (`target`) or as a component: it may rise. */
void state_raise(struct learner_skill *skill, bool target, int64_t now);
/* After a wrong answer: it may fall. Where the answer was on it (`target`), what was only inferred does. */
void state_lower(struct learner_skill *skill, bool target);
/* Moves to a level by the rule of an assessment. */
void state_move(struct learner_skill *skill, int level, int64_t now);

/* The row that counts a family's used items; the least used one is given up when there is no room. */
struct learner_seen *state_seen(struct learner *learner, uint32_t family);
/* The next unused number of a family at a level, 1..3. */
uint32_t state_next_number(const struct learner *learner, uint32_t family, int level);
/* How many items of a family were used, of all levels. */
uint32_t state_used(const struct learner *learner, uint32_t family);

#endif

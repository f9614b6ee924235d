#include "daemon/learners/state.h"
#include "daemon/learners/fsrs.h"

#include <math.h>
#include <string.h>

const char *const level_names[SKILL_LEVELS] = {"none", "attempted", "familiar", "proficient", "mastered"};
const int level_points[SKILL_LEVELS] = {0, 0, 50, 80, 100};
const char *const assessment_names[ASSESSMENT_KINDS] = {
    "diagnostic", "quiz", "unit_test", "course_challenge", "mastery_challenge", "review"};

void learner_init(struct learner *learner, uint64_t seed)
{
	memset(learner, 0, sizeof(*learner));
	learner->seed = seed;
	learner->current = learner->destination = learner->doubted_skill = SKILL_NONE;
	for (size_t i = 0; i < ABILITIES; i++) {
		learner->ability[i] = 1. / ABILITIES;
	}
	for (size_t i = 0; i < SKILLS_MAX; i++) {
		learner->skills[i].belief = BELIEF_UNKNOWN;
	}
}

/* b times R(now - t_last) / R(t_b - t_last): only what was forgotten since the belief was formed. */
double learner_belief(const struct learner_skill *skill, int64_t now)
{
	const double *w = fsrs_default_weights;
	if (!(skill->stability > 0) || !state_is_proficient(skill) || now <= skill->believed_at) {
		return skill->belief;
	}
	double then = fsrs_recall(w, state_days(skill->reviewed_at, skill->believed_at), skill->stability);
	double by_now = fsrs_recall(w, state_days(skill->reviewed_at, now), skill->stability);
	return fmax(BELIEF_LOWEST, skill->belief * by_now / then);
}

void state_refresh(struct learner_skill *skill, int64_t now)
{
	skill->belief = learner_belief(skill, now);
	skill->believed_at = now;
}

/* The interval to the retention that is aimed at, in whole days. */
int64_t learner_due(const struct learner_skill *skill)
{
	if (!(skill->stability > 0) || !state_is_proficient(skill)) {
		return INT64_MAX;
	}
	return skill->reviewed_at +
	       (int64_t)fsrs_interval(fsrs_default_weights, skill->stability, REVIEW_RETENTION) * DAY_MS;
}

bool learner_is_stuck(const struct learner_skill *skill)
{
	return !skill->three && skill->opportunities >= STUCK_OPPORTUNITIES;
}

const struct assessment *learner_assessment(const struct learner *learner, uint32_t id)
{
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		if (id && learner->assessments[i].id == id) {
			return &learner->assessments[i];
		}
	}
	return NULL;
}

/* --- levels --- */

/* A skill that has just become proficient: its review card begins, or goes on from now. */
static void become_proficient(struct learner_skill *skill, int64_t now)
{
	if (!(skill->stability > 0)) {
		struct fsrs_card card = fsrs_first(fsrs_default_weights, FSRS_GOOD);
		skill->stability = card.stability;
		skill->difficulty = card.difficulty;
	}
	skill->reviewed_at = skill->proficient_at = now;
	skill->since = 0;
}

/* The run of right answers is the skill's own: an answer on another one, however telling, does not end it. */
static void lose_proficiency(struct learner_skill *skill)
{
	skill->proficient_at = 0;
	skill->since = 0;
	skill->inferred = false;
}

void state_infer(struct learner_skill *skill, int64_t now)
{
	skill->level = LEVEL_PROFICIENT;
	skill->inferred = true;
	skill->run = 1;
	skill->stability = INFERRED_STABILITY;
	skill->difficulty = INFERRED_DIFFICULTY;
	skill->reviewed_at = skill->proficient_at = now;
}

void state_clear_level(struct learner_skill *skill)
{
	skill->level = LEVEL_NONE;
	skill->inferred = false;
	skill->run = 0;
	skill->stability = skill->difficulty = 0;
	skill->reviewed_at = skill->proficient_at = 0;
}

void state_raise(struct learner_skill *skill, bool target, int64_t now)
{
	if (skill->level < LEVEL_FAMILIAR && skill->belief >= BELIEF_FAMILIAR &&
	    (target || skill->level == LEVEL_ATTEMPTED)) {
		skill->level = LEVEL_FAMILIAR;
	}
	if (!target) {
		return;
	}
	skill->inferred = false;
	if (skill->belief < BELIEF_PROFICIENT) {
		return;
	}
	if (skill->level == LEVEL_PROFICIENT && now - skill->proficient_at >= MASTERY_DELAY_MS) {
		skill->level = LEVEL_MASTERED;
	} else if (skill->level < LEVEL_PROFICIENT && skill->run >= 2) {
		skill->level = LEVEL_PROFICIENT;
		become_proficient(skill, now);
	}
}

void state_lower(struct learner_skill *skill, bool target)
{
	int level = skill->level;
	if (level == LEVEL_MASTERED && skill->belief < BELIEF_MASTERED) {
		level = LEVEL_PROFICIENT;
	}
	if (level == LEVEL_PROFICIENT && (skill->belief < BELIEF_KEPT || (target && skill->inferred))) {
		level = LEVEL_FAMILIAR;
	}
	if (level == LEVEL_FAMILIAR && skill->belief < BELIEF_FAMILIAR) {
		level = skill->attempts ? LEVEL_ATTEMPTED : LEVEL_NONE;
	}
	if (state_is_proficient(skill) && level < LEVEL_PROFICIENT) {
		lose_proficiency(skill);
	}
	skill->level = (uint8_t)level;
}

void state_move(struct learner_skill *skill, int level, int64_t now)
{
	bool was = state_is_proficient(skill);
	skill->level = (uint8_t)level;
	if (!was && state_is_proficient(skill)) {
		become_proficient(skill, now);
	} else if (was && !state_is_proficient(skill)) {
		lose_proficiency(skill);
	}
}

/* --- used items --- */

uint32_t state_used(const struct learner *learner, uint32_t family)
{
	for (size_t i = 0; i < LEARNER_SEEN && learner->seen[i].family; i++) {
		if (learner->seen[i].family == family) {
			const uint32_t *next = learner->seen[i].next;
			return next[0] + next[1] + next[2];
		}
	}
	return 0;
}

uint32_t state_next_number(const struct learner *learner, uint32_t family, int level)
{
	for (size_t i = 0; i < LEARNER_SEEN && learner->seen[i].family; i++) {
		if (learner->seen[i].family == family) {
			return learner->seen[i].next[level - 1];
		}
	}
	return 0;
}

struct learner_seen *state_seen(struct learner *learner, uint32_t family)
{
	struct learner_seen *least = &learner->seen[0];
	for (size_t i = 0; i < LEARNER_SEEN; i++) {
		struct learner_seen *row = &learner->seen[i];
		if (row->family == family) {
			return row;
		}
		if (!row->family) {
			row->family = family;
			return row;
		}
		if (row->next[0] + row->next[1] + row->next[2] <
		    least->next[0] + least->next[1] + least->next[2]) {
			least = row;
		}
	}
	*least = (struct learner_seen){.family = family};
	return least;
}

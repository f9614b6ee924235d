#include "daemon/learners/attempt.h"
#include "daemon/learners/choose.h"
#include "daemon/learners/network.h"
#include "daemon/learners/placement.h"
#include "daemon/learners/state.h"

#include <errno.h>
#include <string.h>

struct workspace *workspace_new(const struct course *course)
{
	struct workspace *work;
	return network_workspace(course->network, &work) < 0 ? NULL : work;
}

/* --- settings and what was issued --- */

static int apply_settings(
    const struct course *course, struct learner *learner, const struct settings *settings)
{
	struct skill_set scope;
	if (settings->has_goal) {
		if (!memchr(settings->goal, 0, GOAL_BYTES) ||
		    (*settings->goal && !course_scope(course, settings->goal, &scope))) {
			return -EINVAL;
		}
		memset(learner->goal, 0, GOAL_BYTES);
		strcpy(learner->goal, settings->goal);
		learner->current = learner->destination = SKILL_NONE;
	}
	for (size_t i = 0; settings->has_assumed && i < course->skill_count; i++) {
		struct learner_skill *skill = &learner->skills[i];
		if (skill_set_has(&settings->assumed, i) && !skill->attempts && !state_is_proficient(skill)) {
			skill->belief = BELIEF_ASSUMED;
			skill->believed_at = learner->now;
			state_infer(skill, learner->now);
		}
	}
	return 0;
}

/* The item of a family counts as used, and with it those that the worker passed over. */
static void use_number(
    const struct course *course, struct learner *learner, uint16_t family, int level, uint32_t number)
{
	if (family < course->family_count) {
		uint32_t *next = &state_seen(learner, course->families[family].key)->next[level - 1];
		*next = number >= *next && number < UINT32_MAX ? number + 1 : *next;
	}
}

/* Where practice stands once this was given out. */
static void move_on(struct learner *learner, const struct choice *choice)
{
	learner->new_items = choice->review ? 0 : (uint8_t)(learner->new_items + (learner->new_items < 255));
	switch (choice->reason.code) {
	case REASON_PROBE:
		learner->probed = true;
		break;
	case REASON_REPAIR:
	case REASON_REPAIR_BELIEF:
		learner->current = choice->skill;
		learner->destination = choice->reason.other;
		break;
	case REASON_RETURN:
	case REASON_NEW_SKILL:
	case REASON_FIRST:
		learner->destination = SKILL_NONE;
		learner->current = choice->skill;
		break;
	default:
		learner->current = choice->review ? learner->current : choice->skill;
		break;
	}
}

static struct assessment *find_assessment(struct learner *learner, uint32_t id)
{
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		if (id && learner->assessments[i].id == id) {
			return &learner->assessments[i];
		}
	}
	return NULL;
}

static int issue_in_assessment(struct learner *learner, const struct choice *choice)
{
	struct assessment *assessment = find_assessment(learner, choice->assessment);
	if (!assessment || assessment->over) {
		return -EINVAL;
	}
	if (assessment->kind != ASSESSMENT_DIAGNOSTIC || assessment->count > assessment->done) {
		return 0; /* fixed when it started, or asked already */
	}
	if (assessment->count >= ASSESSMENT_ITEMS) {
		return -EINVAL;
	}
	assessment->items[assessment->count++] = (struct assessment_item){.skill = choice->skill,
	    .family = choice->family,
	    .level = choice->level,
	    .number = choice->number};
	return 0;
}

static bool is_course_choice(const struct course *course, const struct choice *choice)
{
	return choice->kind == CHOICE_ITEM && choice->skill < course->skill_count &&
	       (choice->family < course->family_count || choice->family == FAMILY_NONE) &&
	       choice->level >= 1 && choice->level <= COURSE_LEVELS && choice->reason.code < REASONS &&
	       (choice->reason.skill < course->skill_count || choice->reason.skill == SKILL_NONE) &&
	       (choice->reason.other < course->skill_count || choice->reason.other == SKILL_NONE);
}

static int apply_issued(const struct course *course, struct learner *learner, const struct choice *choice)
{
	if (!is_course_choice(course, choice)) {
		return -EINVAL;
	}
	if (choice->assessment) {
		int error = issue_in_assessment(learner, choice);
		if (error < 0) {
			return error;
		}
	} else {
		learner->issued = *choice;
		learner->pending = true;
		learner->pending_hinted = learner->pending_solved = false;
		move_on(learner, choice);
	}
	use_number(course, learner, choice->family, choice->level, choice->number);
	return 0;
}

/* --- assessments --- */

static struct assessment *free_slot(struct learner *learner)
{
	struct assessment *oldest = NULL;
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		struct assessment *slot = &learner->assessments[i];
		if (!slot->id) {
			return slot;
		}
		if (slot->over && (!oldest || slot->ended < oldest->ended)) {
			oldest = slot;
		}
	}
	return oldest;
}

static bool is_course_assessment(const struct course *course, const struct assessment *assessment)
{
	if (assessment->kind >= ASSESSMENT_KINDS || assessment->count > ASSESSMENT_ITEMS) {
		return false;
	}
	for (size_t i = 0; i < assessment->count; i++) {
		const struct assessment_item *item = &assessment->items[i];
		if (item->skill >= course->skill_count || item->family >= course->family_count ||
		    item->level < 1 || item->level > COURSE_LEVELS) {
			return false;
		}
	}
	return true;
}

static int apply_assessment(
    const struct course *course, struct learner *learner, const struct assessment *plan)
{
	struct assessment *slot = free_slot(learner);
	if (!slot || !is_course_assessment(course, plan)) {
		return -EINVAL;
	}
	*slot = *plan;
	slot->id = ++learner->assessments_started;
	slot->started = learner->now;
	slot->ended = 0;
	slot->over = false;
	slot->done = 0;
	memset(slot->after, 0, sizeof(slot->after));
	for (size_t i = 0; i < SKILLS_MAX; i++) {
		slot->before[i] = learner->skills[i].level;
	}
	for (size_t i = 0; i < slot->count; i++) {
		struct assessment_item *item = &slot->items[i];
		item->result = ITEM_OPEN;
		item->before = item->after = 0;
		use_number(course, learner, item->family, item->level, item->number);
	}
	if (slot->kind == ASSESSMENT_DIAGNOSTIC) {
		slot->count = 0;
		placement_begin(course, learner, learner->now);
	} else if (slot->kind == ASSESSMENT_MASTERY_CHALLENGE) {
		learner->challenged_at = learner->now;
	}
	return 0;
}

/* --- all --- */

static int apply_any(const struct course *course, struct workspace *work, struct learner *learner,
    const struct evidence *evidence, struct outcome *outcome)
{
	switch (evidence->kind) {
	case EVIDENCE_SETTINGS:
		return apply_settings(course, learner, &evidence->settings);
	case EVIDENCE_ISSUED:
		return apply_issued(course, learner, &evidence->issued);
	case EVIDENCE_HINT:
		learner->pending_hinted = learner->pending;
		return 0;
	case EVIDENCE_SOLUTION:
		learner->pending_solved = learner->pending;
		return 0;
	case EVIDENCE_ATTEMPT:
		return attempt_apply(course, work, learner, &evidence->attempt, outcome);
	case EVIDENCE_ASSESSMENT:
		return apply_assessment(course, learner, &evidence->assessment);
	default:
		return -EINVAL;
	}
}

static void compare_levels(const struct course *course, const struct learner *learner, const uint8_t *before,
    struct outcome *outcome)
{
	for (size_t i = 0; i < course->skill_count; i++) {
		uint8_t after = learner->skills[i].level;
		if (before[i] != after) {
			outcome->changes[outcome->change_count++] =
			    (struct level_change){(uint16_t)i, before[i], after};
		}
	}
}

int learner_apply(const struct course *course, struct workspace *work, struct learner *learner,
    const struct evidence *evidence, struct outcome *ret_outcome)
{
	uint8_t before[SKILLS_MAX];
	int64_t was = learner->now;
	struct outcome outcome;
	outcome.change_count = 0;
	outcome.counted = true;
	outcome.assessment = 0;
	for (size_t i = 0; i < SKILLS_MAX; i++) {
		before[i] = learner->skills[i].level;
	}
	learner->now = evidence->at > was ? evidence->at : was;
	int error = apply_any(course, work, learner, evidence, &outcome);
	if (error < 0) {
		learner->now = was;
		return error;
	}
	compare_levels(course, learner, before, &outcome);
	if (ret_outcome) {
		*ret_outcome = outcome;
	}
	return 0;
}

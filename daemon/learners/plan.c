/* Which items an assessment has: fixed when it starts. */
#include "daemon/learners/choose.h"
#include "daemon/learners/pick.h"
#include "daemon/learners/placement.h"
#include "daemon/learners/state.h"
#include "daemon/learners/view.h"

#include <string.h>

enum {
	PLAN_LEVEL = 2, /* the same for all who take it */
	QUIZ_SKILLS = 3,
	QUIZ_ITEMS = 4, /* at least; two a skill */
	UNIT_TEST_ITEMS = 4,
	COURSE_ITEMS = 30,
	CHALLENGE_SKILLS = 3,
	CHALLENGE_ITEMS = 2, /* a skill */
	CHALLENGE_FAMILIAR = 3,
	CHALLENGE_PROFICIENT = 1,
	REVIEW_ITEMS = 20,
	CHALLENGE_MS = DAY_MS / 2,
};

struct planning {
	const struct course *course;
	const struct learner *learner;
	const struct skill_set *scope;
	int64_t now;
	uint16_t skills[SKILLS_MAX];
	size_t count;
};

static bool is_eligible(const struct planning *planning, size_t skill)
{
	return skill_set_has(planning->scope, skill) && pick_has_items(planning->course, skill);
}

static void add_skill(struct planning *planning, size_t skill, size_t most)
{
	for (size_t i = 0; i < planning->count; i++) {
		if (planning->skills[i] == skill) {
			return;
		}
	}
	if (planning->count < most) {
		planning->skills[planning->count++] = (uint16_t)skill;
	}
}

static void add_level(struct planning *planning, int level, size_t most)
{
	for (size_t skill = 0; skill < planning->course->skill_count; skill++) {
		if (is_eligible(planning, skill) && planning->learner->skills[skill].level == level) {
			add_skill(planning, skill, most);
		}
	}
}

/* What is in hand first, then what could be learnt, then what was mastered. */
static void choose_quiz(struct planning *planning)
{
	struct skill_set ready;
	add_level(planning, LEVEL_FAMILIAR, QUIZ_SKILLS);
	add_level(planning, LEVEL_ATTEMPTED, QUIZ_SKILLS);
	add_level(planning, LEVEL_PROFICIENT, QUIZ_SKILLS);
	view_ready(planning->course, planning->learner, &ready);
	SKILL_EACH(skill, &ready)
	{
		if (is_eligible(planning, skill)) {
			add_skill(planning, skill, QUIZ_SKILLS);
		}
	}
	add_level(planning, LEVEL_MASTERED, QUIZ_SKILLS);
	add_level(planning, LEVEL_NONE, QUIZ_SKILLS);
}

static void choose_all(struct planning *planning)
{
	for (size_t skill = 0; skill < planning->course->skill_count; skill++) {
		if (is_eligible(planning, skill)) {
			add_skill(planning, skill, SKILLS_MAX);
		}
	}
}

/* Spread over the course where it has more skills than the challenge items. */
static void choose_spread(struct planning *planning)
{
	choose_all(planning);
	if (planning->count <= COURSE_ITEMS) {
		return;
	}
	for (size_t i = 0; i < COURSE_ITEMS; i++) {
		planning->skills[i] = planning->skills[i * planning->count / COURSE_ITEMS];
	}
	planning->count = COURSE_ITEMS;
}

static void choose_due(struct planning *planning)
{
	uint16_t due[SKILLS_MAX];
	size_t count = view_due(planning->course, planning->learner, planning->now, due);
	for (size_t i = 0; i < count; i++) {
		if (is_eligible(planning, due[i])) {
			add_skill(planning, due[i], REVIEW_ITEMS);
		}
	}
}

static enum plan_error choose_challenge(struct planning *planning)
{
	size_t familiar = 0, proficient = 0;
	for (size_t skill = 0; skill < planning->course->skill_count; skill++) {
		int level = planning->learner->skills[skill].level;
		familiar += is_eligible(planning, skill) && level >= LEVEL_FAMILIAR;
		proficient += is_eligible(planning, skill) && level >= LEVEL_PROFICIENT;
	}
	if (familiar < CHALLENGE_FAMILIAR || proficient < CHALLENGE_PROFICIENT) {
		return PLAN_UNREADY;
	}
	if (planning->learner->challenged_at &&
	    planning->now - planning->learner->challenged_at < CHALLENGE_MS) {
		return PLAN_EARLY;
	}
	for (int level = LEVEL_FAMILIAR; level <= LEVEL_MASTERED; level++) {
		add_level(planning, level, CHALLENGE_SKILLS);
	}
	return PLAN_DONE;
}

static enum plan_error choose_skills(struct planning *planning, int kind, size_t *ret_items)
{
	switch (kind) {
	case ASSESSMENT_QUIZ:
		choose_quiz(planning);
		*ret_items = planning->count * 2 > QUIZ_ITEMS ? planning->count * 2 : QUIZ_ITEMS;
		return PLAN_DONE;
	case ASSESSMENT_UNIT_TEST:
		choose_all(planning);
		*ret_items = planning->count > UNIT_TEST_ITEMS ? planning->count : UNIT_TEST_ITEMS;
		return PLAN_DONE;
	case ASSESSMENT_COURSE_CHALLENGE:
		choose_spread(planning);
		*ret_items = COURSE_ITEMS;
		return PLAN_DONE;
	case ASSESSMENT_MASTERY_CHALLENGE:
		*ret_items = (size_t)CHALLENGE_SKILLS * CHALLENGE_ITEMS;
		return choose_challenge(planning);
	case ASSESSMENT_REVIEW:
		choose_due(planning);
		*ret_items = planning->count;
		return PLAN_DONE;
	default:
		choose_all(planning);
		*ret_items = 0;
		return PLAN_DONE;
	}
}

static bool has_room(const struct learner *learner)
{
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		if (!learner->assessments[i].id || learner->assessments[i].over) {
			return true;
		}
	}
	return false;
}

/* One diagnostic at a time: its evidence lies in the learner's state. */
static bool diagnostic_is_open(const struct learner *learner)
{
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		const struct assessment *row = &learner->assessments[i];
		if (row->id && !row->over && row->kind == ASSESSMENT_DIAGNOSTIC) {
			return true;
		}
	}
	return false;
}

enum plan_error assessment_plan(const struct course *course, const struct learner *learner, int kind,
    const struct skill_set *scope, int64_t now, struct assessment *ret_assessment)
{
	struct planning planning = {.course = course, .learner = learner, .scope = scope, .now = now};
	struct assessment plan = {.kind = (uint8_t)kind, .scope = *scope};
	size_t items = 0;
	if (!has_room(learner) || (kind == ASSESSMENT_DIAGNOSTIC && diagnostic_is_open(learner))) {
		return PLAN_FULL;
	}
	enum plan_error error = choose_skills(&planning, kind, &items);
	if (error != PLAN_DONE) {
		return error;
	}
	if (planning.count == 0) {
		return PLAN_EMPTY;
	}
	for (size_t i = 0; i < items && i < ASSESSMENT_ITEMS; i++) {
		struct choice choice;
		if (!pick_item(course, learner, planning.skills[i % planning.count], PLAN_LEVEL, &plan, now,
		        &choice)) {
			return PLAN_EMPTY;
		}
		plan.items[plan.count++] = (struct assessment_item){.skill = choice.skill,
		    .family = choice.family,
		    .level = choice.level,
		    .number = choice.number};
	}
	*ret_assessment = plan;
	return PLAN_DONE;
}

unsigned assessment_length(const struct assessment *assessment)
{
	return assessment->kind == ASSESSMENT_DIAGNOSTIC && !assessment->over ? PLACEMENT_QUESTIONS
	                                                                      : assessment->count;
}

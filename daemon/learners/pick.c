#include "daemon/learners/pick.h"
#include "daemon/learners/attempt.h"
#include "daemon/learners/state.h"

#include <stdlib.h>

static bool has_level(const struct course *course, size_t skill, int level)
{
	const struct course_skill *row = &course->skills[skill];
	for (size_t i = 0; i < row->family_count; i++) {
		if (course->families[row->families[i]].levels[level - 1].items) {
			return true;
		}
	}
	return false;
}

bool pick_has_items(const struct course *course, size_t skill)
{
	return has_level(course, skill, 1) || has_level(course, skill, 2) || has_level(course, skill, 3);
}

/* Items of the family that the plan holds already; `level` 0: of any level. */
static uint32_t planned(const struct assessment *plan, uint16_t family, int level)
{
	uint32_t count = 0;
	for (size_t i = 0; plan && i < plan->count; i++) {
		count += plan->items[i].family == family && (!level || plan->items[i].level == level);
	}
	return count;
}

/* The family with items at this level of which least were used; FAMILY_NONE. */
static uint16_t freshest(const struct course *course, const struct learner *learner, size_t skill, int level,
    const struct assessment *plan)
{
	const struct course_skill *row = &course->skills[skill];
	uint16_t best = FAMILY_NONE;
	uint32_t least = UINT32_MAX;
	for (size_t i = 0; i < row->family_count; i++) {
		const struct course_family *family = &course->families[row->families[i]];
		uint32_t used = state_used(learner, family->key) + planned(plan, row->families[i], 0);
		if (family->levels[level - 1].items && used < least) {
			best = row->families[i];
			least = used;
		}
	}
	return best;
}

/* The level with items that is nearest to the wanted one, the easier of two. */
static int nearest_level(const struct course *course, size_t skill, int wanted)
{
	for (int distance = 0; distance < COURSE_LEVELS; distance++) {
		if (wanted - distance >= 1 && has_level(course, skill, wanted - distance)) {
			return wanted - distance;
		}
		if (wanted + distance <= COURSE_LEVELS && has_level(course, skill, wanted + distance)) {
			return wanted + distance;
		}
	}
	return 0;
}

static int expected_level(const struct course *course, const struct learner *learner, size_t skill,
    const struct assessment *plan, int64_t now)
{
	for (int level = COURSE_LEVELS; level > 1; level--) {
		uint16_t family = freshest(course, learner, skill, level, plan);
		if (family != FAMILY_NONE &&
		    attempt_expected(course, learner, family, level, now) >= PICK_EXPECTED) {
			return level;
		}
	}
	return nearest_level(course, skill, 1);
}

bool pick_item(const struct course *course, const struct learner *learner, size_t skill, int level,
    const struct assessment *plan, int64_t now, struct choice *ret_choice)
{
	int chosen =
	    level ? nearest_level(course, skill, level) : expected_level(course, learner, skill, plan, now);
	if (!chosen) {
		return false;
	}
	ret_choice->skill = (uint16_t)skill;
	ret_choice->level = (uint8_t)chosen;
	ret_choice->family = freshest(course, learner, skill, chosen, plan);
	ret_choice->number = state_next_number(learner, course->families[ret_choice->family].key, chosen) +
	                     planned(plan, ret_choice->family, chosen);
	return true;
}

#include "daemon/learners/view.h"
#include "daemon/learners/pick.h"
#include "daemon/learners/state.h"

#include <stdlib.h>
#include <string.h>

size_t view_due(const struct course *course, const struct learner *learner, int64_t now, uint16_t *ret_skills)
{
	size_t count = 0;
	for (size_t skill = 0; skill < course->skill_count; skill++) {
		int64_t due = learner_due(&learner->skills[skill]);
		if (due > now) {
			continue;
		}
		size_t place = count++;
		while (place > 0 && learner_due(&learner->skills[ret_skills[place - 1]]) > due) {
			ret_skills[place] = ret_skills[place - 1];
			place--;
		}
		ret_skills[place] = (uint16_t)skill;
	}
	return count;
}

void view_ready(const struct course *course, const struct learner *learner, struct skill_set *ret_skills)
{
	struct skill_set ready = {0};
	for (size_t skill = 0; skill < course->skill_count; skill++) {
		bool is_ready =
		    !state_is_proficient(&learner->skills[skill]) && pick_has_items(course, skill);
		SKILL_EACH(parent, &course->skills[skill].parents)
		{
			is_ready = is_ready && (state_is_proficient(&learner->skills[parent]) ||
			                           !pick_has_items(course, parent));
		}
		if (is_ready) {
			skill_set_add(&ready, skill);
		}
	}
	*ret_skills = ready;
}

void view_gaps(
    const struct course *course, const struct learner *learner, int64_t now, struct skill_set *ret_skills)
{
	struct skill_set gaps = {0};
	for (size_t skill = 0; skill < course->skill_count; skill++) {
		if (learner_belief(&learner->skills[skill], now) >= BELIEF_FAMILIAR) {
			continue;
		}
		SKILL_EACH(above, &course->skills[skill].descendants)
		{
			if (learner->skills[above].level >= LEVEL_ATTEMPTED) {
				skill_set_add(&gaps, skill);
			}
		}
	}
	*ret_skills = gaps;
}

void view_stuck(const struct course *course, const struct learner *learner, struct skill_set *ret_skills)
{
	struct skill_set stuck = {0};
	for (size_t skill = 0; skill < course->skill_count; skill++) {
		if (learner_is_stuck(&learner->skills[skill])) {
			skill_set_add(&stuck, skill);
		}
	}
	*ret_skills = stuck;
}

void view_indeterminate(
    const struct course *course, const struct learner *learner, struct skill_set *ret_skills)
{
	struct skill_set open = {0};
	for (size_t skill = 0; skill < course->skill_count; skill++) {
		const struct learner_skill *row = &learner->skills[skill];
		if (row->attempts > 0 && !row->three && !learner_is_stuck(row)) {
			skill_set_add(&open, skill);
		}
	}
	*ret_skills = open;
}

static int compare_odds(const void *a, const void *b)
{
	const struct view_misconception *left = a, *right = b;
	if (left->log_odds != right->log_odds) {
		return left->log_odds > right->log_odds ? -1 : 1;
	}
	return left->key < right->key ? -1 : left->key > right->key;
}

size_t view_misconceptions(
    const struct learner *learner, int64_t now, struct view_misconception *ret_misconceptions)
{
	size_t count = 0;
	for (size_t i = 0; i < LEARNER_MISCONCEPTIONS; i++) {
		const struct learner_misconception *row = &learner->misconceptions[i];
		double odds = learner_log_odds(learner, row->key, now);
		if (odds > 0) {
			ret_misconceptions[count++] = (struct view_misconception){row->key, odds, row->shown};
		}
	}
	qsort(ret_misconceptions, count, sizeof(*ret_misconceptions), compare_odds);
	return count;
}

double view_share(const struct learner *learner, const struct skill_set *scope)
{
	int points = 0;
	SKILL_EACH(skill, scope)
	{
		points += level_points[learner->skills[skill].level];
	}
	size_t count = skill_set_count(scope);
	return count ? points / (100. * (double)count) : 0;
}

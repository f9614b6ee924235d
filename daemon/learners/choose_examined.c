#include "daemon/learners/choose_examined.h"
#include "daemon/learners/pick.h"
#include "daemon/learners/placement.h"

static void fixed_item(const struct course *course, const struct learner *learner,
    const struct assessment *assessment, const struct assessment_item *item, int64_t now,
    struct choice *choice)
{
	choice->skill = item->skill;
	choice->family = item->family;
	choice->level = item->level;
	choice->number = item->number;
	if (item->family >= course->family_count) { /* the content has changed since */
		choice->kind = pick_item(course, learner, item->skill, item->level, assessment, now, choice)
		                   ? CHOICE_ITEM
		                   : CHOICE_OVER;
	}
}

void choose_examined(const struct course *course, struct workspace *work, const struct learner *learner,
    uint32_t id, int64_t now, struct choice *choice)
{
	const struct assessment *assessment = learner_assessment(learner, id);
	choice->kind = !assessment ? CHOICE_REFUSED : assessment->over ? CHOICE_OVER : CHOICE_ITEM;
	choice->assessment = id;
	choice->reason.code = REASON_OVER;
	if (choice->kind != CHOICE_ITEM) {
		return;
	}
	choice->reason.code =
	    assessment->kind == ASSESSMENT_DIAGNOSTIC ? REASON_PLACEMENT : REASON_ASSESSMENT;
	choice->reason.done = (uint16_t)(assessment->done + 1);
	choice->reason.count = (uint16_t)assessment_length(assessment);
	for (size_t i = 0; i < assessment->count; i++) {
		if (assessment->items[i].result == ITEM_OPEN) {
			fixed_item(course, learner, assessment, &assessment->items[i], now, choice);
			choice->reason.skill = choice->skill;
			return;
		}
	}
	uint16_t skill = assessment->kind == ASSESSMENT_DIAGNOSTIC
	                     ? placement_question(course, work, learner, assessment)
	                     : (uint16_t)SKILL_NONE;
	if (skill == SKILL_NONE || !pick_item(course, learner, skill, PLACEMENT_LEVEL, NULL, now, choice)) {
		choice->kind = CHOICE_OVER;
	}
	choice->reason.skill = skill;
}

/* An answer inside an assessment: recorded there, and a level up or down. */
#include "daemon/learners/attempt_parts.h"
#include "daemon/learners/placement.h"
#include "daemon/learners/state.h"

static struct assessment_item *find_item(struct assessment *assessment, const struct attempt *attempt)
{
	struct assessment_item *found = NULL;
	for (size_t i = 0; i < assessment->count; i++) {
		struct assessment_item *item = &assessment->items[i];
		if (item->result != ITEM_OPEN || item->skill != attempt->skill) {
			continue;
		}
		if (item->family == attempt->family && item->level == attempt->level) {
			return item;
		}
		found = found ? found : item; /* the content has changed since: another of that skill */
	}
	return found;
}

/* Up where all of the skill's items were right, down where all were wrong, once all of them are answered. */
static int challenge_move(const struct assessment *assessment, size_t skill)
{
	bool all_right = true, all_wrong = true;
	for (size_t i = 0; i < assessment->count; i++) {
		const struct assessment_item *item = &assessment->items[i];
		if (item->skill == skill && item->result == ITEM_OPEN) {
			return 0;
		}
		all_right = all_right && (item->skill != skill || item->result == ITEM_RIGHT);
		all_wrong = all_wrong && (item->skill != skill || item->result == ITEM_WRONG);
	}
	return all_right ? 1 : all_wrong ? -1 : 0;
}

static void move_in_assessment(struct answer *answer, const struct assessment *assessment)
{
	struct learner_skill *skill = &answer->learner->skills[answer->attempt->skill];
	int move = answer->right ? 1 : answer->wrong ? -1 : 0;
	if (assessment->kind == ASSESSMENT_MASTERY_CHALLENGE) {
		move = challenge_move(assessment, answer->attempt->skill);
	}
	int level = skill->level + move;
	level = level < LEVEL_ATTEMPTED ? LEVEL_ATTEMPTED : level > LEVEL_MASTERED ? LEVEL_MASTERED : level;
	skill->inferred = skill->inferred && !answer->right;
	state_move(skill, level, answer->learner->now);
}

static void end_assessment(struct answer *answer, struct assessment *assessment, struct outcome *outcome)
{
	assessment->over = true;
	assessment->ended = answer->learner->now;
	outcome->assessment = assessment->id;
	for (size_t i = 0; i < SKILLS_MAX; i++) {
		assessment->after[i] = answer->learner->skills[i].level;
	}
}

static void record(struct answer *answer, struct assessment *assessment, struct assessment_item *item)
{
	item->before = answer->level_before;
	item->after = answer->learner->skills[answer->attempt->skill].level;
	item->result = answer->right ? ITEM_RIGHT : answer->wrong ? ITEM_WRONG : ITEM_WRONG_FORM;
	assessment->done++;
}

static void apply_diagnostic(struct answer *answer, struct workspace *work, struct assessment *assessment,
    struct assessment_item *item, struct outcome *outcome)
{
	struct learner *learner = answer->learner;
	placement_answer(learner, answer->attempt);
	record(answer, assessment, item);
	if (placement_question(answer->course, work, learner, assessment) == SKILL_NONE) {
		placement_end(answer->course, work, learner, learner->now);
		end_assessment(answer, assessment, outcome);
	}
}

void attempt_in_assessment(struct answer *answer, struct workspace *work, struct outcome *outcome)
{
	struct assessment *assessment = NULL;
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		struct assessment *row = &answer->learner->assessments[i];
		assessment = row->id == answer->attempt->assessment ? row : assessment;
	}
	struct assessment_item *item =
	    assessment && !assessment->over ? find_item(assessment, answer->attempt) : NULL;
	if (!item) {
		outcome->counted = false;
		return;
	}
	answer->level_before = answer->learner->skills[answer->attempt->skill].level;
	attempt_sight(answer->learner, answer->attempt);
	if (assessment->kind == ASSESSMENT_DIAGNOSTIC) {
		apply_diagnostic(answer, work, assessment, item, outcome);
		return;
	}
	attempt_believe(answer);
	record(answer, assessment, item);
	move_in_assessment(answer, assessment);
	item->after = answer->learner->skills[answer->attempt->skill].level;
	if (assessment->done == assessment->count) {
		end_assessment(answer, assessment, outcome);
	}
}

#include "daemon/learners/placement.h"
#include "daemon/learners/network.h"
#include "daemon/learners/nida.h"
#include "daemon/learners/pick.h"
#include "daemon/learners/state.h"

#include <math.h>
#include <string.h>

#define TIE 1e-9 /* distances from .5 that are the same */
/*
 * From the lowest belief two right answers in a row reach BELIEF_PROFICIENT. From .03 they fall just short of
 * it, since a wrong answer never raises a belief, and many a new skill took a third.
 */
#define PLACED_LOWEST  .06
#define PLACED_HIGHEST .97

static double logit(double p)
{
	return log(p / (1 - p));
}

void placement_begin(const struct course *course, struct learner *learner, int64_t now)
{
	memset(learner->placement, 0, sizeof(learner->placement));
	memset(learner->asked, 0, sizeof(learner->asked));
	for (size_t i = 0; i < course->skill_count; i++) {
		if (learner->skills[i].attempts) {
			learner->placement[i] =
			    logit(learner_belief(&learner->skills[i], now)) - logit(BELIEF_UNKNOWN);
		}
	}
}

/* Of the skills whose marginal is as near .5 as the nearest, the one whose answer is expected to say most. */
static uint16_t most_telling(const struct course *course, struct workspace *work,
    const struct learner *learner, const struct skill_set *tied)
{
	double lambda[SKILLS_MAX], best_gain = -HUGE_VAL;
	uint16_t best = SKILL_NONE;
	if (skill_set_count(tied) <= 1) {
		return skill_set_is_empty(tied) ? (uint16_t)SKILL_NONE : (uint16_t)skill_set_next(tied, 0);
	}
	memcpy(lambda, learner->placement, sizeof(lambda));
	SKILL_EACH(skill, tied)
	{
		double gain = network_gain(
		    course->network, work, lambda, learner->ability, skill, PLACEMENT_SLIP, PLACEMENT_GUESS);
		if (gain > best_gain + TIE) {
			best_gain = gain;
			best = (uint16_t)skill;
		}
	}
	return best;
}

uint16_t placement_question(const struct course *course, struct workspace *work,
    const struct learner *learner, const struct assessment *assessment)
{
	double marginals[SKILLS_MAX], abilities[ABILITIES], unsure = 0, nearest = HUGE_VAL;
	struct skill_set tied = {0};
	if (assessment->done >= PLACEMENT_QUESTIONS) {
		return SKILL_NONE;
	}
	network_infer(course->network, work, learner->placement, learner->ability, marginals, abilities);
	for (size_t i = 0; i < course->skill_count; i++) {
		unsure = fmax(unsure, fmin(marginals[i], 1 - marginals[i]));
		if (learner->asked[i] >= PLACEMENT_PER_SKILL || !skill_set_has(&assessment->scope, i) ||
		    !pick_has_items(course, i)) {
			continue;
		}
		double distance = fabs(marginals[i] - .5);
		if (distance < nearest - TIE) {
			memset(&tied, 0, sizeof(tied));
			nearest = distance;
		}
		if (distance <= nearest + TIE) {
			skill_set_add(&tied, i);
		}
	}
	return unsure < PLACEMENT_SURE ? (uint16_t)SKILL_NONE : most_telling(course, work, learner, &tied);
}

/*
 * A wrong answer with labels j of probability q_j is the mixture of an unlabelled wrong one on i and, for
 * each j, the odds of j alone times .05; folded into likelihood ratios of single skills by matching
 * marginals.
 */
static void wrong_answer(struct learner *learner, const struct attempt *attempt, double guess)
{
	double labelled = 0, others = 0, own = 0;
	for (size_t i = 0; i < attempt->label_count; i++) {
		const struct label *label = &attempt->labels[i];
		labelled += label->probability;
		if (label->skill == attempt->skill) {
			own += label->probability;
			continue;
		}
		others += label->probability;
		learner->placement[label->skill] += log(1 - (1 - NIDA_LABEL_ODDS) * label->probability);
	}
	double ratio = fmax(0, 1 - labelled) * PLACEMENT_SLIP / (1 - guess) + others + NIDA_LABEL_ODDS * own;
	learner->placement[attempt->skill] += log(ratio);
}

void placement_answer(struct learner *learner, const struct attempt *attempt)
{
	double guess = attempt->choices > 1 ? 1. / attempt->choices : PLACEMENT_GUESS;
	double *lambda = &learner->placement[attempt->skill];
	switch (attempt->outcome) {
	case ANSWER_RIGHT:
		*lambda += log((1 - PLACEMENT_SLIP) / guess);
		break;
	case ANSWER_WRONG:
		wrong_answer(learner, attempt, guess);
		break;
	case ANSWER_SKIPPED:
		*lambda += log(PLACEMENT_SLIP);
		break;
	case ANSWER_WRONG_FORM: /* the value was there: half of what a right answer says */
		*lambda += log((1 - PLACEMENT_SLIP) / guess) / 2;
		break;
	default:
		return;
	}
	learner->asked[attempt->skill]++;
}

void placement_end(const struct course *course, struct workspace *work, struct learner *learner, int64_t now)
{
	double marginals[SKILLS_MAX];
	network_infer(
	    course->network, work, learner->placement, learner->ability, marginals, learner->ability);
	for (size_t i = 0; i < course->skill_count; i++) {
		struct learner_skill *skill = &learner->skills[i];
		skill->belief = fmax(PLACED_LOWEST, fmin(PLACED_HIGHEST, marginals[i]));
		skill->believed_at = now;
		if (skill->attempts) {
			continue; /* practice has its own level; a diagnostic moves none */
		}
		if (skill->belief >= PLACEMENT_INFERRED) {
			state_infer(skill, now);
		} else {
			state_clear_level(skill);
		}
	}
	memset(learner->placement, 0, sizeof(learner->placement));
	memset(learner->asked, 0, sizeof(learner->asked));
}

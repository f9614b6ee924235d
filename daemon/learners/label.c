#include "daemon/learners/label.h"
#include "daemon/learners/state.h"

#include <math.h>

#define LEAST .001 /* what is less likely is left out */

/*
 * Who knows a skill does not hold a belief against it: the odds of the history are weighed with how likely it
 * is that the skill is not known, 1 where nothing is known of that.
 */
#define UNLIKELY .02

struct history {
	const struct course *course;
	const struct learner *learner;
	int64_t now;
};

static double odds_of(const void *context, uint32_t belief)
{
	const struct history *history = context;
	if (belief >= history->course->misconception_count) {
		return 1;
	}
	const struct course_misconception *row = &history->course->misconceptions[belief];
	double odds = exp(learner_log_odds(history->learner, row->key, history->now));
	if (row->prerequisite == SKILL_NONE) {
		return odds;
	}
	double known = learner_belief(&history->learner->skills[row->prerequisite], history->now);
	return odds * fmin(1, fmax(UNLIKELY, (1 - known) / (1 - BELIEF_UNKNOWN)));
}

static void add_label(struct attempt *attempt, uint16_t skill, double probability)
{
	for (size_t i = 0; i < attempt->label_count; i++) {
		if (attempt->labels[i].skill == skill) {
			attempt->labels[i].probability += probability;
			return;
		}
	}
	if (attempt->label_count < ATTEMPT_LABELS && probability >= LEAST) {
		attempt->labels[attempt->label_count++] = (struct label){skill, probability};
	}
}

static void add_sighting(struct attempt *attempt, uint32_t key, double probability)
{
	for (size_t i = 0; i < attempt->sighting_count; i++) {
		struct sighting *row = &attempt->sightings[i];
		if (row->misconception == key) {
			row->probability = fmin(1, row->probability + probability);
			return;
		}
	}
	if (attempt->sighting_count < ATTEMPT_SIGHTINGS && probability >= LEAST) {
		attempt->sightings[attempt->sighting_count++] = (struct sighting){key, probability};
	}
}

double label_attempt(const struct course *course, const struct learner *learner, int64_t now,
    const struct candidates *candidates, struct attempt *attempt)
{
	struct history history = {course, learner, now};
	struct learner_odds odds = {odds_of, &history};
	double probabilities[CANDIDATES], unexplained;
	infer_normalise(candidates, &odds, probabilities, &unexplained);
	attempt->label_count = attempt->sighting_count = 0;
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->list[i];
		for (size_t k = 0; k < candidate->count; k++) {
			if (candidate->errors[k] >= course->misconception_count) {
				continue; /* a slip, or a name of the question's own */
			}
			const struct course_misconception *belief =
			    &course->misconceptions[candidate->errors[k]];
			if (belief->prerequisite != SKILL_NONE) {
				add_label(attempt, belief->prerequisite,
				    probabilities[i] / (double)candidate->count);
			}
			add_sighting(attempt, belief->key, probabilities[i]);
		}
	}
	return unexplained;
}

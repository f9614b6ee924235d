#include "daemon/learners/attempt.h"
#include "daemon/learners/state.h"

#include <math.h>
#include <stdlib.h>

/*
 * A learner who holds a belief shows it on six of ten items that could (an unstable rule: VanLehn 1990), one
 * who does not gives such an answer on one of ten; so an answer it predicts raises its log-odds by ln(.6/.1),
 * any other one lowers them by ln(.9/.4).
 */
#define SHOWN          1.791759469228055
#define NOT_SHOWN      .8109302162163288
#define LOG_ODDS_MOST  4.
#define HALF_LIFE_DAYS 30.

static double faded(const struct learner_misconception *row, int64_t now)
{
	return row->log_odds * exp2(-state_days(row->at, now) / HALF_LIFE_DAYS);
}

double learner_log_odds(const struct learner *learner, uint32_t misconception, int64_t now)
{
	for (size_t i = 0; i < LEARNER_MISCONCEPTIONS; i++) {
		if (misconception && learner->misconceptions[i].key == misconception) {
			return faded(&learner->misconceptions[i], now);
		}
	}
	return 0;
}

/* Its row; a free one; or that of the belief of which least is known. */
static struct learner_misconception *row_of(struct learner *learner, uint32_t key)
{
	struct learner_misconception *best = &learner->misconceptions[0];
	for (size_t i = 0; i < LEARNER_MISCONCEPTIONS; i++) {
		struct learner_misconception *row = &learner->misconceptions[i];
		if (row->key == key || !row->key) {
			return row;
		}
		if (fabs(faded(row, learner->now)) < fabs(faded(best, learner->now))) {
			best = row;
		}
	}
	return best;
}

void attempt_sight(struct learner *learner, const struct attempt *attempt)
{
	for (size_t i = 0; i < attempt->sighting_count; i++) {
		const struct sighting *sighting = &attempt->sightings[i];
		bool known = learner_log_odds(learner, sighting->misconception, learner->now) != 0;
		if (!sighting->misconception || (!known && sighting->probability <= 0)) {
			continue; /* a belief that was never shown needs no record that it was not shown again
			           */
		}
		struct learner_misconception *row = row_of(learner, sighting->misconception);
		if (row->key != sighting->misconception) {
			*row = (struct learner_misconception){.key = sighting->misconception};
		}
		double move = sighting->probability * SHOWN - (1 - sighting->probability) * NOT_SHOWN;
		row->log_odds = fmax(-LOG_ODDS_MOST, fmin(LOG_ODDS_MOST, faded(row, learner->now) + move));
		row->at = learner->now;
		if (sighting->probability >= .5 && row->shown < UINT16_MAX) {
			row->shown++;
		}
	}
}

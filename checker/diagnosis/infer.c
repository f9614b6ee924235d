#include "checker/diagnosis/infer.h"

#include <math.h>

static const double belief_weight[BELIEF_FREQUENCIES] = {
    [BELIEF_COMMON] = 4, [BELIEF_OCCASIONAL] = 2, [BELIEF_RARE] = 1};
static const double slip_weight[SLIPS] = {
    [SLIP_SIGN] = 0.5, [SLIP_ONE] = 0.3, [SLIP_DIGIT] = 0.1, [SLIP_UNFINISHED] = 0.1};
static const double another_error = 0.15;
static const double by_law = 0.3; /* the chance that a learner takes just this way before erring */
/*
 * Refitted by simulated practice in which two wrong answers in five come from no belief (`masteryd simulate
 * diagnosis`): so much is stated that about so much is true.
 */
static const double together_most = 0.1; /* what paths of two errors may claim between them */
static const double unexplained_near = 0.8, unexplained_simple = 0.25, unexplained_other = 0.04,
                    unexplained_choice = 7;
/* Who is named is told so to the learner: a belief less sure than the second figure claims the first one. */
static const double asked_most = 0.49, told_from = 0.6;

double infer_belief_weight(enum belief_frequency frequency)
{
	return belief_weight[frequency];
}

double infer_weight(const uint32_t *errors, size_t count, size_t laws, const double *belief_weights)
{
	double weight = pow(by_law, (double)laws);
	for (size_t i = 0; i < count; i++) {
		weight *=
		    errors[i] >= REACH_SLIP ? slip_weight[errors[i] - REACH_SLIP] : belief_weights[errors[i]];
		weight *= i ? another_error : 1;
	}
	return weight;
}

static bool is_whole(double value)
{
	return fabs(value) < 1e15 && floor(value) == value;
}

double infer_unexplained(double answer, double key, size_t choices)
{
	if (choices > 1)
		return unexplained_choice / (double)(choices - 1);
	if (isnan(answer) || isnan(key))
		return unexplained_other;
	if (fabs(answer - key) <= 1 || fabs(answer + key) <= 1 || (key != 0 && fabs(answer - 1 / key) <= 1))
		return unexplained_near;
	double ratio = key == 0 ? INFINITY : fabs(answer / key);
	double inverse = answer != 0 ? 1 / answer : NAN;
	bool simple = is_whole(answer) || fabs(inverse - round(inverse)) <= 1e-9 * fabs(inverse);
	return simple && ratio >= 0.1 && ratio <= 10 ? unexplained_simple : unexplained_other;
}

static bool is_of(const struct candidate *candidate, uint32_t belief)
{
	return candidate->count == 1 && candidate->errors[0] == belief;
}

/* Holds back the one belief that has more than half of it all, where it is not sure enough to be told. */
static void hold_back(const struct candidates *candidates, double *probabilities, double *unexplained)
{
	for (size_t i = 0; i < candidates->count; i++) {
		uint32_t belief = candidates->list[i].errors[0];
		double claimed = 0;
		if (!is_of(&candidates->list[i], belief) || belief >= REACH_SLIP)
			continue;
		for (size_t k = i; k < candidates->count; k++)
			claimed += is_of(&candidates->list[k], belief) ? probabilities[k] : 0;
		if (claimed <= asked_most || claimed >= told_from)
			continue;
		for (size_t k = i; k < candidates->count; k++)
			probabilities[k] *= is_of(&candidates->list[k], belief) ? asked_most / claimed : 1;
		*unexplained += claimed - asked_most;
	}
}

static double odds_of(const struct learner_odds *odds, uint32_t error)
{
	return odds && odds->of && error < REACH_SLIP ? odds->of(odds->context, error) : 1;
}

void infer_normalise(const struct candidates *candidates, const struct learner_odds *odds,
    double *ret_probabilities, double *ret_unexplained)
{
	bool held[CANDIDATES] = {false}; /* two errors, and nothing in the history for them */
	double total = candidates->unexplained, together = 0, together_all = 0;
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->list[i];
		double weight = candidate->weight;
		held[i] = candidate->count > 1;
		for (size_t e = 0; e < candidate->count; e++) {
			double one = odds_of(odds, candidate->errors[e]);
			weight *= one;
			held[i] = held[i] && one <= 1;
		}
		ret_probabilities[i] = weight;
		total += weight;
		together_all += held[i] ? weight : 0;
	}
	together = total > 0 ? together_all / total : 0;
	double scale = together > together_most ? together_most / together : 1;
	*ret_unexplained = total > 0 ? candidates->unexplained / total : 1;
	for (size_t i = 0; i < candidates->count; i++) {
		double probability = total > 0 ? ret_probabilities[i] / total : 0;
		if (held[i]) {
			*ret_unexplained += probability * (1 - scale);
			probability *= scale;
		}
		ret_probabilities[i] = probability;
	}
	hold_back(candidates, ret_probabilities, ret_unexplained);
}

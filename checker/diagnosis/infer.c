#include "checker/diagnosis/infer.h"

#include <math.h>

static const double belief_weight[BELIEF_FREQUENCIES] = {
    [BELIEF_COMMON] = 4, [BELIEF_OCCASIONAL] = 2, [BELIEF_RARE] = 1};
static const double slip_weight[SLIPS] = {
    [SLIP_SIGN] = 0.5, [SLIP_ONE] = 0.3, [SLIP_DIGIT] = 0.1, [SLIP_UNFINISHED] = 0.1};
static const double another_error = 0.15;
static const double by_law = 0.3;         /* the chance that a learner takes just this way before erring */
static const double together_most = 0.49; /* what paths of two errors may claim between them */
static const double unexplained_near = 0.4, unexplained_simple = 0.1, unexplained_other = 0.02,
                    unexplained_choice = 4;

double infer_belief_weight(enum belief_frequency frequency)
{
	return belief_weight[frequency];
}

double infer_slip_weight(enum slip slip)
{
	return slip_weight[slip];
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
}

#include "daemon/learners/fsrs.h"

#include <math.h>

const double fsrs_default_weights[FSRS_WEIGHTS] = {.212, 1.2931, 2.3065, 8.2956, 6.4133, .8334, 3.0194, .001,
    1.8722, .1666, .796, 1.4835, .0614, .2629, 1.6483, .6014, 1.8729, .5425, .0912, .0658, .1542};

static double clamp(double value, double low, double high)
{
	return fmax(low, fmin(high, value));
}

/* F, such that recall is .9 when t equals S. */
static double factor(const double *w)
{
	return pow(.9, -1 / w[20]) - 1;
}

double fsrs_recall(const double *w, double days, double stability)
{
	return pow(1 + factor(w) * days / stability, -w[20]);
}

double fsrs_interval(const double *w, double stability, double retention)
{
	double days = stability / factor(w) * (pow(retention, -1 / w[20]) - 1);
	return fmax(1, nearbyint(days)); /* half to even, as py-fsrs rounds */
}

/* D0(g), before it is clamped. */
static double first_difficulty(const double *w, enum fsrs_grade grade)
{
	return w[4] - exp(w[5] * ((double)grade - 1)) + 1;
}

struct fsrs_card fsrs_first(const double *w, enum fsrs_grade grade)
{
	return (struct fsrs_card){w[grade - 1], clamp(first_difficulty(w, grade), 1, 10)};
}

double fsrs_next_difficulty(const double *w, double difficulty, enum fsrs_grade grade)
{
	double moved = difficulty - w[6] * ((double)grade - 3) * (10 - difficulty) / 9;
	return clamp(w[7] * first_difficulty(w, FSRS_EASY) + (1 - w[7]) * moved, 1, 10);
}

double fsrs_recall_stability(const double *w, struct fsrs_card card, double recall, enum fsrs_grade grade)
{
	double gain = exp(w[8]) * (11 - card.difficulty) * pow(card.stability, -w[9]) *
	              (exp(w[10] * (1 - recall)) - 1) * (grade == FSRS_HARD ? w[15] : 1) *
	              (grade == FSRS_EASY ? w[16] : 1);
	return card.stability * (1 + gain);
}

double fsrs_forget_stability(const double *w, struct fsrs_card card, double recall)
{
	double lapsed = w[11] * pow(card.difficulty, -w[12]) * (pow(card.stability + 1, w[13]) - 1) *
	                exp(w[14] * (1 - recall));
	return fmin(lapsed, card.stability / exp(w[17] * w[18]));
}

double fsrs_same_day_stability(const double *w, double stability, enum fsrs_grade grade)
{
	double gain = exp(w[17] * ((double)grade - 3 + w[18])) * pow(stability, -w[19]);
	return stability * (grade >= FSRS_HARD ? fmax(gain, 1) : gain);
}

struct fsrs_card fsrs_review(const double *w, struct fsrs_card card, double days, enum fsrs_grade grade)
{
	double stability;
	if (days < 1) {
		stability = fsrs_same_day_stability(w, card.stability, grade);
	} else if (grade == FSRS_AGAIN) {
		stability = fsrs_forget_stability(w, card, fsrs_recall(w, days, card.stability));
	} else {
		stability = fsrs_recall_stability(w, card, fsrs_recall(w, days, card.stability), grade);
	}
	return (struct fsrs_card){
	    clamp(stability, .001, 36500), fsrs_next_difficulty(w, card.difficulty, grade)};
}

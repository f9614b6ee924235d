/*
 * FSRS-6, the model of memory behind reviews: how a skill's stability (days until it is recalled with
 * probability .9) and difficulty (1..10) change with each review (open-spaced-repetition/fsrs-rs 6.6.1,
 * py-fsrs 6.3.1, ts-fsrs 5.4.2; Ye, Su & Cao 2022). Weights are an argument everywhere. Pure functions.
 */
#ifndef DAEMON_FSRS_H
#define DAEMON_FSRS_H

#include <stdint.h>

enum { FSRS_WEIGHTS = 21 };
enum fsrs_grade { FSRS_AGAIN = 1, FSRS_HARD, FSRS_GOOD, FSRS_EASY };

extern const double fsrs_default_weights[FSRS_WEIGHTS];

struct fsrs_card {
	double stability;  /* days, .001..36500 */
	double difficulty; /* 1..10 */
};

/* Probability of recall `days` after a review that left stability S: (1 + F t/S)^-w20. */
double fsrs_recall(const double *w, double days, double stability);
/* Days until recall falls to `retention`, rounded half to even, at least 1. */
double fsrs_interval(const double *w, double stability, double retention);
/* The card after its first review. */
struct fsrs_card fsrs_first(const double *w, enum fsrs_grade grade);
/* The card after a review `days` (fractional, >= 0) after the last; the same day when below 1. */
struct fsrs_card fsrs_review(const double *w, struct fsrs_card card, double days, enum fsrs_grade grade);

/* The parts of fsrs_review(), for tests against published figures. */
double fsrs_next_difficulty(const double *w, double difficulty, enum fsrs_grade grade);
double fsrs_recall_stability(const double *w, struct fsrs_card card, double recall, enum fsrs_grade grade);
double fsrs_forget_stability(const double *w, struct fsrs_card card, double recall);
double fsrs_same_day_stability(const double *w, double stability, enum fsrs_grade grade);

#endif

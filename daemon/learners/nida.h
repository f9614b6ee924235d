/*
 * What one answer says about the skills it needed: noisy inputs, deterministic AND (NIDA; Junker & Sijtsma
 * 2001). With one component it is Bayesian knowledge tracing (Corbett & Anderson 1995). Pure functions.
 */
#ifndef DAEMON_NIDA_H
#define DAEMON_NIDA_H

#include <stddef.h>

#define NIDA_LABEL_ODDS .05 /* what a certain label does to the odds of the skill it names */

struct nida_component {
	double belief;      /* in, and out */
	double slip, guess; /* wrong though known, right though unknown */
	double label;       /* probability that the diagnosis traces the wrong answer to it; 0: none */
};

/* P of a right answer: the product of b(1 - s) + (1 - b)g. */
double nida_right(const struct nida_component *components, size_t count);
void nida_update_right(struct nida_component *components, size_t count);
/*
 * `outside`: the labels' probability that lies on skills outside the components; with each of those, the
 * components keep their beliefs.
 */
void nida_update_wrong(struct nida_component *components, size_t count, double outside);
/* Odds of b times `ratio`. */
double nida_odds(double belief, double ratio);
/* What a label of probability q does to a skill outside the components. */
double nida_update_label(double belief, double label);

#endif

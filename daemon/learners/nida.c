#include "daemon/learners/nida.h"

#include <math.h>

static double right_of(const struct nida_component *component)
{
	return component->belief * (1 - component->slip) + (1 - component->belief) * component->guess;
}

double nida_right(const struct nida_component *components, size_t count)
{
	double right = 1;
	for (size_t i = 0; i < count; i++) {
		right *= right_of(&components[i]);
	}
	return right;
}

/* b where this component did its part: b(1 - s)/p. */
static double if_right(const struct nida_component *component)
{
	double right = right_of(component);
	return right > 0 ? component->belief * (1 - component->slip) / right : component->belief;
}

void nida_update_right(struct nida_component *components, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		components[i].belief = if_right(&components[i]);
	}
}

double nida_odds(double belief, double ratio)
{
	double for_it = belief * ratio;
	return for_it / (for_it + 1 - belief);
}

/* The mixture over what the answer came from: nothing that has a name, or one of the labels. */
void nida_update_wrong(struct nida_component *components, size_t count, double outside)
{
	double logarithm = 0, labelled = outside;
	for (size_t i = 0; i < count; i++) {
		logarithm += log(right_of(&components[i]));
		labelled += components[i].label;
	}
	double right = exp(logarithm), wrong = fmax(-expm1(logarithm), 1e-9);
	double unlabelled = fmax(0, 1 - labelled);
	for (size_t i = 0; i < count; i++) {
		struct nida_component *component = &components[i];
		double belief = component->belief, label = component->label;
		double plain = (belief - right * if_right(component)) / wrong;
		double blamed = nida_odds(belief, NIDA_LABEL_ODDS);
		component->belief =
		    unlabelled * fmax(0, plain) + label * blamed + (labelled - label) * belief;
	}
}

double nida_update_label(double belief, double label)
{
	return label * nida_odds(belief, NIDA_LABEL_ODDS) + (1 - label) * belief;
}

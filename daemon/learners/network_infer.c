#include "daemon/learners/network_parts.h"

#include <math.h>
#include <string.h>

/* e^lambda and 1, scaled so that neither is above 1. */
static void weigh(double lambda, double ret_weights[2])
{
	double bounded = fmax(-NETWORK_LAMBDA, fmin(NETWORK_LAMBDA, lambda));
	double scale = fmax(0, bounded);
	ret_weights[0] = exp(-scale);
	ret_weights[1] = exp(bounded - scale);
}

/* Sums v out of its clique into its message, scaled to sum 1, and takes the evidence's logarithm along. */
static void collect(const struct network *network, struct workspace *work, size_t v, const double weights[2],
    double evidence[ABILITIES])
{
	const struct clique *clique = &network->cliques[v];
	double *table = work->tables + clique->table * ABILITIES;
	double *message = work->messages + clique->message * ABILITIES;
	size_t entries = (size_t)1 << (clique->size - 1);
	double sum[ABILITIES] = {0}, scale[ABILITIES];
	for (size_t i = 0; i < entries; i++) {
		for (size_t h = 0; h < ABILITIES; h++) {
			double *unknown = &table[2 * i * ABILITIES + h], *known = unknown + ABILITIES;
			*unknown *= weights[0];
			*known *= weights[1];
			message[i * ABILITIES + h] = *unknown + *known;
			sum[h] += *unknown + *known;
		}
	}
	for (size_t h = 0; h < ABILITIES; h++) {
		evidence[h] += log(sum[h]);
		scale[h] = 1 / sum[h];
	}
	for (size_t i = 0; i < entries; i++) {
		for (size_t h = 0; h < ABILITIES; h++) {
			message[i * ABILITIES + h] *= scale[h];
			table[2 * i * ABILITIES + h] *= scale[h];
			table[(2 * i + 1) * ABILITIES + h] *= scale[h];
		}
	}
	if (clique->up == network->count) {
		return;
	}
	const struct clique *up = &network->cliques[clique->up];
	double *above = work->tables + up->table * ABILITIES;
	for (size_t i = 0; i < (size_t)1 << up->size; i++) {
		const double *factor = &message[(size_t)clique->entry_up[i] * ABILITIES];
		for (size_t h = 0; h < ABILITIES; h++) {
			above[i * ABILITIES + h] *= factor[h];
		}
	}
}

/* Brings what the clique above knows down into that of v. */
static void distribute(const struct network *network, struct workspace *work, size_t v)
{
	const struct clique *clique = &network->cliques[v];
	if (clique->up == network->count) {
		return;
	}
	const struct clique *up = &network->cliques[clique->up];
	double *table = work->tables + clique->table * ABILITIES;
	const double *above = work->tables + up->table * ABILITIES;
	const double *message = work->messages + clique->message * ABILITIES;
	size_t entries = (size_t)1 << (clique->size - 1);
	memset(work->separator, 0, entries * ABILITIES * sizeof(*work->separator));
	for (size_t i = 0; i < (size_t)1 << up->size; i++) {
		double *sum = &work->separator[(size_t)clique->entry_up[i] * ABILITIES];
		for (size_t h = 0; h < ABILITIES; h++) {
			sum[h] += above[i * ABILITIES + h];
		}
	}
	for (size_t i = 0; i < entries; i++) {
		for (size_t h = 0; h < ABILITIES; h++) {
			double old = message[i * ABILITIES + h];
			double factor = old > 0 ? work->separator[i * ABILITIES + h] / old : 0;
			table[2 * i * ABILITIES + h] *= factor;
			table[(2 * i + 1) * ABILITIES + h] *= factor;
		}
	}
}

/* P(v known) under each ability, mixed by their weights. */
static double marginal(
    const struct network *network, const struct workspace *work, size_t v, const double abilities[ABILITIES])
{
	const struct clique *clique = &network->cliques[v];
	const double *table = work->tables + clique->table * ABILITIES;
	double known[ABILITIES] = {0}, all[ABILITIES] = {0}, mixed = 0;
	for (size_t i = 0; i < (size_t)1 << clique->size; i++) {
		for (size_t h = 0; h < ABILITIES; h++) {
			double value = table[i * ABILITIES + h];
			all[h] += value;
			known[h] += i & 1 ? value : 0;
		}
	}
	for (size_t h = 0; h < ABILITIES; h++) {
		mixed += abilities[h] * known[h] / all[h];
	}
	return mixed;
}

static void mix(
    const double prior[ABILITIES], const double evidence[ABILITIES], double ret_weights[ABILITIES])
{
	double largest = -HUGE_VAL, sum = 0;
	for (size_t h = 0; h < ABILITIES; h++) {
		largest = fmax(largest, evidence[h]);
	}
	for (size_t h = 0; h < ABILITIES; h++) {
		ret_weights[h] = prior[h] * exp(evidence[h] - largest);
		sum += ret_weights[h];
	}
	for (size_t h = 0; h < ABILITIES; h++) {
		ret_weights[h] /= sum;
	}
}

void network_infer(const struct network *network, struct workspace *work, const double *lambda,
    const double prior[ABILITIES], double *ret_marginals, double ret_abilities[ABILITIES])
{
	double evidence[ABILITIES] = {0}, weights[2], posterior[ABILITIES];
	memcpy(work->tables, network->prior, network->table_entries * ABILITIES * sizeof(*work->tables));
	for (size_t i = 0; i < network->count; i++) {
		size_t v = network->order[i];
		weigh(lambda[v], weights);
		collect(network, work, v, weights, evidence);
	}
	mix(prior, evidence, posterior);
	for (size_t i = network->count; i-- > 0;) {
		size_t v = network->order[i];
		distribute(network, work, v);
		ret_marginals[v] = marginal(network, work, v, posterior);
	}
	memcpy(ret_abilities, posterior, sizeof(posterior));
}

static double entropy(const double *marginals, size_t count)
{
	double bits = 0;
	for (size_t v = 0; v < count; v++) {
		double p = marginals[v];
		bits -= p > 0 && p < 1 ? p * log2(p) + (1 - p) * log2(1 - p) : 0;
	}
	return bits;
}

double network_gain(const struct network *network, struct workspace *work, double *lambda,
    const double prior[ABILITIES], size_t skill, double slip, double guess)
{
	double marginals[SKILLS_MAX], abilities[ABILITIES], before = lambda[skill];
	network_infer(network, work, lambda, prior, marginals, abilities);
	double known = marginals[skill], right = known * (1 - slip) + (1 - known) * guess;
	double gain = entropy(marginals, network->count);
	lambda[skill] = before + log((1 - slip) / guess);
	network_infer(network, work, lambda, prior, marginals, abilities);
	gain -= right * entropy(marginals, network->count);
	lambda[skill] = before + log(slip / (1 - guess));
	network_infer(network, work, lambda, prior, marginals, abilities);
	gain -= (1 - right) * entropy(marginals, network->count);
	lambda[skill] = before;
	return gain;
}

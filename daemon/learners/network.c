#include "daemon/learners/network.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const double network_abilities[ABILITIES] = {.35, .65, .85, .97};

/*
 * The clique of v: v itself as bit 0, then its neighbours at its elimination, in the order in which they are
 * eliminated. What is left without v is the separator towards the clique of the first of them.
 */
struct clique {
	uint16_t members[TREEWIDTH_MAX + 1];
	size_t size;
	size_t up;          /* the clique above; the network's count: none */
	size_t table;       /* offset of its table, in entries */
	size_t message;     /* offset of its message, in entries */
	uint16_t *entry_up; /* for each entry of the table above: its entry in our message */
};

struct network {
	size_t count, treewidth;
	size_t table_entries, message_entries;
	uint16_t order[SKILLS_MAX], place[SKILLS_MAX];
	struct clique cliques[SKILLS_MAX]; /* by skill */
	double *prior;                     /* the tables with all conditional probabilities in them */
};

/* --- the tree --- */

static void moralise(size_t count, const struct skill_set *parents, struct skill_set *ret_neighbours)
{
	memset(ret_neighbours, 0, count * sizeof(*ret_neighbours));
	for (size_t v = 0; v < count; v++) {
		struct skill_set family = parents[v];
		skill_set_add(&family, v);
		SKILL_EACH(member, &family)
		{
			skill_set_join(&ret_neighbours[member], &family);
		}
	}
	for (size_t v = 0; v < count; v++) {
		skill_set_remove(&ret_neighbours[v], v);
	}
}

/* Edges that eliminating v would add. */
static size_t fill_of(const struct skill_set *neighbours, size_t v)
{
	size_t missing = 0, degree = skill_set_count(&neighbours[v]);
	SKILL_EACH(a, &neighbours[v])
	{
		struct skill_set common = neighbours[a];
		for (size_t i = 0; i < SKILL_WORDS; i++) {
			common.words[i] &= neighbours[v].words[i];
		}
		missing += degree - 1 - skill_set_count(&common);
	}
	return missing / 2;
}

/* Min-fill, then the smaller degree, then the lower index (Kjaerulff 1990). */
static size_t cheapest(const struct skill_set *neighbours, const struct skill_set *left)
{
	size_t best = SKILLS_MAX, best_fill = SIZE_MAX, best_degree = SIZE_MAX;
	SKILL_EACH(v, left)
	{
		size_t fill = fill_of(neighbours, v), degree = skill_set_count(&neighbours[v]);
		if (fill < best_fill || (fill == best_fill && degree < best_degree)) {
			best = v;
			best_fill = fill;
			best_degree = degree;
		}
	}
	return best;
}

/* Takes v out of the graph; its neighbours become each other's. */
static void eliminate(struct skill_set *neighbours, size_t v)
{
	SKILL_EACH(a, &neighbours[v])
	{
		skill_set_join(&neighbours[a], &neighbours[v]);
		skill_set_remove(&neighbours[a], a);
		skill_set_remove(&neighbours[a], v);
	}
}

/* Fills in the order and, of each clique, the members as a set. False when one is too large. */
static bool order_all(
    struct network *network, const struct skill_set *parents, struct skill_set *ret_separators)
{
	struct skill_set neighbours[SKILLS_MAX], left = {0};
	moralise(network->count, parents, neighbours);
	for (size_t v = 0; v < network->count; v++) {
		skill_set_add(&left, v);
	}
	for (size_t i = 0; i < network->count; i++) {
		size_t v = cheapest(neighbours, &left), degree = skill_set_count(&neighbours[v]);
		if (degree > TREEWIDTH_MAX) {
			return false;
		}
		network->treewidth = degree > network->treewidth ? degree : network->treewidth;
		network->order[i] = (uint16_t)v;
		network->place[v] = (uint16_t)i;
		ret_separators[v] = neighbours[v];
		eliminate(neighbours, v);
		skill_set_remove(&left, v);
	}
	return true;
}

static void lay_out(struct network *network, const struct skill_set *separators)
{
	for (size_t v = 0; v < network->count; v++) {
		struct clique *clique = &network->cliques[v];
		clique->members[clique->size++] = (uint16_t)v;
		for (size_t i = network->place[v] + (size_t)1; i < network->count; i++) {
			if (skill_set_has(&separators[v], network->order[i])) {
				clique->members[clique->size++] = network->order[i];
			}
		}
		clique->up = clique->size > 1 ? clique->members[1] : network->count;
		clique->table = network->table_entries;
		clique->message = network->message_entries;
		network->table_entries += (size_t)1 << clique->size;
		network->message_entries += (size_t)1 << (clique->size - 1);
	}
}

static size_t bit_of(const struct clique *clique, size_t skill)
{
	size_t bit = 0;
	while (clique->members[bit] != skill) {
		bit++;
	}
	return bit;
}

static int connect(struct network *network)
{
	for (size_t v = 0; v < network->count; v++) {
		struct clique *clique = &network->cliques[v];
		if (clique->up == network->count) {
			continue;
		}
		const struct clique *up = &network->cliques[clique->up];
		size_t entries = (size_t)1 << up->size, bits[TREEWIDTH_MAX + 1];
		clique->entry_up = malloc(entries * sizeof(*clique->entry_up));
		if (!clique->entry_up) {
			return -ENOMEM;
		}
		for (size_t i = 1; i < clique->size; i++) {
			bits[i] = bit_of(up, clique->members[i]);
		}
		for (size_t entry = 0; entry < entries; entry++) {
			unsigned ours = 0;
			for (size_t i = 1; i < clique->size; i++) {
				ours |= (unsigned)(entry >> bits[i] & 1) << (i - 1);
			}
			clique->entry_up[entry] = (uint16_t)ours;
		}
	}
	return 0;
}

/* Multiplies P(v | parents) into the clique that holds them all: that of the first one eliminated. */
static void place_prior(struct network *network, size_t v, const struct skill_set *parents)
{
	size_t home = v;
	SKILL_EACH(p, parents)
	{
		home = network->place[p] < network->place[home] ? p : home;
	}
	const struct clique *clique = &network->cliques[home];
	size_t own = bit_of(clique, v), all = 0;
	SKILL_EACH(p, parents)
	{
		all |= (size_t)1 << bit_of(clique, p);
	}
	for (size_t entry = 0; entry < (size_t)1 << clique->size; entry++) {
		for (size_t h = 0; h < ABILITIES; h++) {
			double known = (entry & all) == all ? network_abilities[h] : NETWORK_LEAK;
			network->prior[(clique->table + entry) * ABILITIES + h] *=
			    entry >> own & 1 ? known : 1 - known;
		}
	}
}

static int build(struct network *network, const struct skill_set *parents, const char **ret_fault)
{
	struct skill_set separators[SKILLS_MAX];
	if (!order_all(network, parents, separators)) {
		*ret_fault = "the prerequisites are too entangled: the graph's treewidth is above 16";
		return -EINVAL;
	}
	lay_out(network, separators);
	if (connect(network) < 0) {
		return -ENOMEM;
	}
	size_t values = network->table_entries * ABILITIES;
	network->prior = malloc((values + 1) * sizeof(*network->prior));
	if (!network->prior) {
		return -ENOMEM;
	}
	for (size_t i = 0; i < values; i++) {
		network->prior[i] = 1;
	}
	for (size_t v = 0; v < network->count; v++) {
		place_prior(network, v, &parents[v]);
	}
	return 0;
}

int network_new(
    size_t count, const struct skill_set *parents, struct network **ret_network, const char **ret_fault)
{
	for (size_t v = 0; v < count; v++) {
		if (skill_set_count(&parents[v]) > COURSE_PARENTS) {
			*ret_fault = "a skill has too many prerequisites";
			return -EINVAL;
		}
	}
	struct network *network = calloc(1, sizeof(*network));
	if (!network) {
		return -ENOMEM;
	}
	network->count = count;
	int error = build(network, parents, ret_fault);
	if (error < 0) {
		network_free(network);
		return error;
	}
	*ret_network = network;
	return 0;
}

void network_free(struct network *network)
{
	if (!network) {
		return;
	}
	for (size_t v = 0; v < network->count; v++) {
		free(network->cliques[v].entry_up);
	}
	free(network->prior);
	free(network);
}

size_t network_treewidth(const struct network *network)
{
	return network->treewidth;
}

int network_workspace(const struct network *network, struct workspace **ret_work)
{
	size_t separator = (size_t)1 << network->treewidth;
	size_t values = (network->table_entries + network->message_entries + separator) * ABILITIES;
	struct workspace *work = malloc(sizeof(*work));
	double *memory = malloc(values * sizeof(*memory));
	if (!work || !memory) {
		free(work);
		free(memory);
		return -ENOMEM;
	}
	work->tables = memory;
	work->messages = work->tables + network->table_entries * ABILITIES;
	work->separator = work->messages + network->message_entries * ABILITIES;
	*ret_work = work;
	return 0;
}

void workspace_free(struct workspace *work)
{
	if (work) {
		free(work->tables);
		free(work);
	}
}

/* --- inference --- */

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
		const double *factor = &message[clique->entry_up[i] * ABILITIES];
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
		double *sum = &work->separator[clique->entry_up[i] * ABILITIES];
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

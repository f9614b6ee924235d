#include "daemon/learners/network_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const double network_abilities[ABILITIES] = {.35, .65, .85, .97};

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

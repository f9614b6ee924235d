/* Correct work: what laws make of a tree before an error is made. */
#include "checker/diagnosis/reach_parts.h"

struct law_walk {
	struct reacher *reacher;
	const struct reached **list;
	size_t count;
	const struct reached *from;
};

static bool add_correct(void *context, const struct expr *tree)
{
	struct law_walk *walk = context;
	for (size_t i = 0; i < walk->count; i++)
		if (expr_same(walk->list[i]->tree, tree))
			return false;
	struct reached *reached = arena_alloc(walk->reacher->arena, sizeof *reached);
	*reached = (struct reached){walk->from, walk->from->tree, tree, REACH_LAW, false};
	walk->list[walk->count++] = reached;
	return walk->count == REACH_LAWS;
}

struct law_spot {
	struct law_walk *walk;
	const struct spot *spot;
	const struct expr *node;
	const struct rewrite_rule *rule;
};

static bool found_law(void *context, const struct expr *result)
{
	struct law_spot *spot = context;
	return add_correct(spot->walk, reach_plugged(spot->walk->reacher->arena, spot->spot, result));
}

static void try_law(void *context)
{
	struct law_spot *spot = context;
	rewrite_root(&spot->walk->reacher->rewriter, spot->rule, spot->node, found_law, spot);
}

static void meet_law(void *context, const struct owned_rule *rule)
{
	struct law_spot *spot = context;
	struct law_walk *walk = spot->walk;
	struct reacher *reacher = walk->reacher;
	const unsigned char *wanted = reacher->rules->law_wanted;
	if (walk->count == REACH_LAWS || (wanted && !wanted[rule->owner]) ||
	    (rule->based && !reacher->rules->base))
		return;
	struct arena_mark mark = arena_mark(reacher->arena);
	size_t before = walk->count;
	spot->rule = rule->rule;
	(void)arena_try(reacher->arena, try_law, spot);
	if (walk->count == before)
		arena_rewind(reacher->arena, mark);
}

static void walk_laws(struct law_walk *walk, const struct expr *node, const struct spot *spot)
{
	for (uint32_t i = 0; i < node->count; i++) {
		struct spot inner = {.up = spot, .tree = node, .at = i};
		walk_laws(walk, node->parts[i].expr, &inner);
	}
	struct law_spot here = {.walk = walk, .spot = spot, .node = node};
	rule_set_each(walk->reacher->rules->laws, node, meet_law, &here);
}

size_t reach_correct(struct reacher *reacher, const struct expr *ask, const struct reached **ret_reached)
{
	struct reached *first = arena_alloc(reacher->arena, sizeof *first);
	*first = (struct reached){NULL, ask, ask, REACH_LAW, false};
	struct law_walk walk = {.reacher = reacher, .list = ret_reached, .count = 1};
	ret_reached[0] = first;
	size_t begin = 0;
	for (int depth = 0; reacher->rules->laws && depth < REACH_LAW_DEPTH; depth++) {
		size_t end = walk.count;
		for (; begin < end && walk.count < REACH_LAWS; begin++) {
			walk.from = ret_reached[begin];
			if (expr_size(walk.from->tree) <= REACH_NODES)
				walk_laws(&walk, walk.from->tree, NULL);
		}
	}
	return walk.count;
}

size_t reach_laws(const struct reached *step)
{
	size_t count = 0;
	for (; step && step->from; step = step->from)
		count += step->error == REACH_LAW;
	return count;
}

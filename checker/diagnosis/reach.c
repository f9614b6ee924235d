/* Errors anywhere in a tree. See reach.h. */
#include "checker/diagnosis/reach_parts.h"

#include <math.h>

const struct expr *reach_plugged(struct arena *arena, const struct spot *spot, const struct expr *part)
{
	if (part->kind == EXPR_WORD) /* one part without a value leaves the whole without one */
		return part;
	for (; spot; spot = spot->up)
		part = rewrite_with(arena, spot->tree, spot->at, part);
	return rewrite_tidy(arena, part);
}

static struct approximate_at sight_at(const struct reach_sight *sight)
{
	return (struct approximate_at){sight->unknown, sight->value};
}

/* Is the whole tree worth making, when the part at the spot is worth so much? */
static bool is_worth_making(const struct walk *walk, const struct spot *spot, double value)
{
	const struct reach_sight *sight = walk->sight;
	for (; spot; spot = spot->up) {
		double before = spot->values[spot->at];
		spot->values[spot->at] = value;
		bool relation = spot->tree->kind == EXPR_RELATION;
		bool worth = relation && !spot->up && spot->tree->count == 2 &&
		             sight->worth_making(sight->context, spot->values, 2);
		value = relation ? NAN : approximate_node(spot->tree, spot->values);
		spot->values[spot->at] = before;
		if (relation)
			return worth;
	}
	return sight->worth_making(sight->context, &value, 1);
}

static bool is_whole_worth_making(const struct walk *walk, const struct expr *tree)
{
	const struct reach_sight *sight = walk->sight;
	double sides[2] = {NAN, NAN};
	if (tree->kind == EXPR_WORD)
		return sight->worth_making(sight->context, NULL, 0);
	if (tree->kind != EXPR_RELATION || tree->count != 2)
		return tree->kind >= EXPR_CALL ||
		       is_worth_making(walk, NULL, approximate(tree, sight_at(sight)));
	for (int i = 0; i < 2; i++)
		sides[i] = approximate(tree->parts[i].expr, sight_at(sight));
	return sight->worth_making(sight->context, sides, 2);
}

bool reach_is_wanted(const struct walk *walk, const struct spot *spot, const struct expr *after, double rough)
{
	if (!walk->sight)
		return true;
	if (!spot || after->kind == EXPR_WORD)
		return is_whole_worth_making(walk, after);
	if (walk->sight->unknown || isnan(rough))
		rough = approximate(after, sight_at(walk->sight));
	return is_worth_making(walk, spot, rough);
}

void reach_tell(struct walk *walk, const struct spot *spot, const struct expr *before,
    const struct expr *after, uint32_t error, double rough)
{
	struct arena *arena = walk->reacher->arena;
	if (!reach_is_wanted(walk, spot, after, rough))
		return;
	struct reached *reached = arena_alloc(arena, sizeof *reached);
	*reached = (struct reached){
	    walk->from, reach_plugged(arena, spot, before), reach_plugged(arena, spot, after), error};
	walk->found(walk->context, reached);
}

/* What each part is worth, where somebody asks. */
static void set_values(const struct walk *walk, struct spot *spot, double *values)
{
	spot->values = values;
	for (uint32_t i = 0; walk->sight && i < spot->tree->count; i++)
		values[i] = approximate(spot->tree->parts[i].expr, sight_at(walk->sight));
}

void reach_walk(struct walk *walk, const struct expr *node, const struct spot *spot,
    void (*visit)(struct walk *walk, const struct expr *node, const struct spot *spot))
{
	double values[APPROXIMATE_PARTS];
	struct spot inner = {.up = spot, .tree = node};
	if (node->count > APPROXIMATE_PARTS)
		return;
	set_values(walk, &inner, values);
	for (inner.at = 0; inner.at < node->count; inner.at++)
		reach_walk(walk, node->parts[inner.at].expr, &inner, visit);
	visit(walk, node, spot);
}

static void err(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	const struct outcome *outcome = reach_outcomes(walk->reacher, node, walk->only);
	for (; outcome; outcome = outcome->next)
		if (walk->only == UINT32_MAX || walk->only == outcome->error)
			reach_tell(
			    walk, spot, outcome->before, outcome->after, outcome->error, outcome->rough);
}

void reach_errors(struct reacher *reacher, const struct reached *from, uint32_t belief, bool lasting,
    const struct reach_sight *sight, reach_fn found, void *context)
{
	struct walk walk = {reacher, from, belief, sight, found, context};
	if (from->tree->kind == EXPR_WORD || expr_size(from->tree) > REACH_NODES)
		return;
	reacher->lasting = lasting;
	reach_walk(&walk, from->tree, NULL, err);
	reacher->lasting = false;
}

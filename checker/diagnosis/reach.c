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

bool reach_match_is_wanted(const struct walk *walk, const struct spot *spot, const struct rewrite_rule *rule,
    const struct match *match)
{
	const struct approximate_at at = sight_at(walk->sight);
	const struct expr *to = rule->to;
	double sides[2];
	if (to->kind < EXPR_CALL)
		return is_worth_making(walk, spot, approximate_match(rule, match, at));
	if (to->kind != EXPR_RELATION || to->count != 2 || spot)
		return true;
	for (int i = 0; i < 2; i++)
		sides[i] = approximate_filled(to->parts[i].expr, match, at);
	return walk->sight->worth_making(walk->sight->context, sides, 2);
}

void reach_tell(struct walk *walk, const struct spot *spot, const struct expr *before,
    const struct expr *after, uint32_t error, double rough)
{
	struct arena *arena = walk->reacher->arena;
	if (!reach_is_wanted(walk, spot, after, rough))
		return;
	struct reached *reached = arena_alloc(arena, sizeof *reached);
	*reached = (struct reached){
	    walk->from, reach_plugged(arena, spot, before), reach_plugged(arena, spot, after), error, false};
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
	struct reacher *reacher = walk->reacher;
	reacher->walk = walk->sight ? walk : NULL;
	reacher->spot = spot;
	const struct outcome *outcome = reach_outcomes(reacher, node);
	reacher->walk = NULL;
	for (; outcome; outcome = outcome->next) {
		reach_tell(walk, spot, outcome->before, outcome->after, outcome->error, outcome->rough);
	}
}

static bool is_walked(const struct reached *from)
{
	return from->tree->kind != EXPR_WORD && expr_size(from->tree) <= REACH_NODES;
}

void reach_errors(struct reacher *reacher, const struct reached *from, bool lasting,
    const struct reach_sight *sight, reach_fn found, void *context)
{
	struct walk walk = {reacher, from, sight, found, context};
	if (!is_walked(from))
		return;
	reacher->lasting = lasting;
	reach_walk(&walk, from->tree, NULL, err);
	reacher->lasting = false;
}

/* ---- one error everywhere ---- */

enum { CHOICES = 3 /* outcomes at one node that are tried */ };

/* What stands there before the errors, with parts worked out, and after them. */
struct page {
	const struct expr *before, *after;
};

struct everywhere {
	struct reacher *reacher;
	uint32_t belief;
	bool inside;            /* parts first */
	size_t choice, choices; /* which outcome where a node has several; how many some node has */
	size_t places;
};

/* The chosen outcome of the belief at a node, or the last there is. */
static const struct outcome *chosen(struct everywhere *everywhere, const struct expr *node)
{
	const struct outcome *outcome = reach_outcomes(everywhere->reacher, node), *result = NULL;
	size_t count = 0;
	for (; outcome; outcome = outcome->next) {
		if (outcome->error != everywhere->belief)
			continue;
		if (count++ <= everywhere->choice)
			result = outcome;
	}
	everywhere->choices = count > everywhere->choices ? count : everywhere->choices;
	everywhere->places += result != NULL;
	return result;
}

/* A row that an error made shorter is looked at again: the same is done to what is left of it. */
static const struct expr *err_again(
    struct everywhere *everywhere, const struct expr *node, const struct outcome *outcome)
{
	bool row = node->kind == EXPR_SUM || node->kind == EXPR_PRODUCT;
	const struct expr *result = outcome->after;
	while (row && result->kind == node->kind && result->count < node->count) {
		node = result;
		outcome = chosen(everywhere, node);
		if (!outcome)
			break;
		result = outcome->after;
	}
	return result;
}

static struct page err_everywhere(struct everywhere *everywhere, const struct expr *node)
{
	struct arena *arena = everywhere->reacher->arena;
	struct page page = {node, node};
	const struct outcome *outcome = everywhere->inside ? NULL : chosen(everywhere, node);
	if (outcome)
		return (struct page){outcome->before, err_again(everywhere, node, outcome)};
	for (uint32_t i = 0; i < node->count; i++) {
		const struct expr *part = node->parts[i].expr;
		struct page inner = err_everywhere(everywhere, part);
		if (inner.after->kind == EXPR_WORD)
			return inner;
		if (inner.before != part)
			page.before = rewrite_with(arena, page.before, i, inner.before);
		if (inner.after != part)
			page.after = rewrite_with(arena, page.after, i, inner.after);
	}
	if (page.after != node)
		page.after = rewrite_tidy(arena, page.after);
	outcome = everywhere->inside ? chosen(everywhere, page.after) : NULL;
	return outcome ? (struct page){page.before, err_again(everywhere, page.after, outcome)} : page;
}

/* One side of a statement made into the other, and the other into the one: it says what it said. */
static bool is_turned_round(const struct expr *from, const struct expr *after)
{
	return from->kind == EXPR_RELATION && from->count == 2 && after->kind == EXPR_RELATION &&
	       after->count == 2 && expr_same(from->parts[0].expr, after->parts[1].expr) &&
	       expr_same(from->parts[1].expr, after->parts[0].expr);
}

void reach_everywhere(
    struct reacher *reacher, const struct reached *from, uint32_t belief, reach_fn found, void *context)
{
	if (!is_walked(from))
		return;
	reacher->only = belief;
	for (int inside = 0; inside < 2; inside++) {
		struct everywhere everywhere = {reacher, belief, inside, 0, 1, 0};
		for (; everywhere.choice < everywhere.choices && everywhere.choice < CHOICES;
		     everywhere.choice++) {
			everywhere.places = 0;
			struct page page = err_everywhere(&everywhere, from->tree);
			if (everywhere.places < 2 || is_turned_round(from->tree, page.after))
				continue;
			struct reached *reached = arena_alloc(reacher->arena, sizeof *reached);
			*reached = (struct reached){from, rewrite_tidy(reacher->arena, page.before),
			    rewrite_tidy(reacher->arena, page.after), belief, true};
			found(context, reached);
		}
	}
	reacher->only = UINT32_MAX;
}

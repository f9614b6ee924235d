/* See believer.h. */
#include "generators/engine/believer.h"

#include "generators/engine/content.h"
#include "generators/engine/guards.h"
#include "generators/engine/solve.h"

enum { STEPS = 20000 };

struct working {
	struct rewriter rewriter;
	const struct believer *believer;
	const struct question_spec *spec;
	unsigned used;
	bool over; /* errs no more */
};

/* ---- errors ---- */

struct taking {
	const struct expr *tree, *result;
};

static bool take_first(void *context, const struct expr *result)
{
	struct taking *taking = context;
	if (expr_same(result, taking->tree))
		return false;
	taking->result = result;
	return true;
}

/* What the first belief that applies makes of the node; NULL. */
static const struct expr *err_at(struct working *working, const struct expr *tree)
{
	const struct believer *believer = working->believer;
	for (size_t i = 0; i < believer->count && !working->over; i++) {
		const struct misconception *belief = &believer->content->misconceptions[believer->beliefs[i]];
		struct taking taking = {tree, NULL};
		if (!solve_belief_wanted(working->spec, belief))
			continue;
		for (size_t r = 0; r < belief->rule_count && !taking.result; r++) {
			const struct rewrite_rule *rule = &belief->rules[r];
			if (!expr_mentions(rule->from, "base") && !expr_mentions(rule->to, "base"))
				rewrite_root(&working->rewriter, rule, tree, take_first, &taking);
		}
		if (taking.result) {
			working->used |= 1U << i;
			working->over = believer->way == BELIEVER_ONE_PLACE;
			return taking.result;
		}
	}
	return NULL;
}

/* A part that has a value, as that value. */
static const struct expr *worked_out(struct arena *arena, const struct expr *tree)
{
	if (tree->kind >= EXPR_CALL || expr_mentions(tree, NULL))
		return tree;
	struct value value = value_of(arena, tree);
	return value.kind == VALUE_NUMBER ? value_tree(arena, value) : tree;
}

static const struct expr *work(struct working *working, const struct expr *tree, bool root)
{
	struct arena *arena = working->rewriter.arena;
	bool inside = working->believer->way == BELIEVER_INSIDE;
	const struct expr *erred = inside ? NULL : err_at(working, tree);
	if (erred)
		return erred;
	const struct expr *result = tree;
	for (uint32_t i = 0; i < tree->count; i++) {
		const struct expr *part = work(working, tree->parts[i].expr, false);
		if (part != tree->parts[i].expr)
			result = rewrite_with(arena, result, i, part);
	}
	result = result == tree ? tree : rewrite_tidy(arena, result);
	erred = inside ? err_at(working, result) : NULL;
	result = erred ? erred : result;
	return inside && !root ? worked_out(arena, result) : result;
}

const struct expr *believer_errs(struct arena *arena, const struct believer *believer,
    const struct question_spec *spec, const struct expr *ask, unsigned *ret_used)
{
	struct working working = {.rewriter = {.arena = arena, .guards = &rule_guards, .steps = STEPS},
	    .believer = believer,
	    .spec = spec};
	const struct expr *tree = work(&working, ask, true);
	*ret_used = working.used;
	return working.used ? rewrite_tidy(arena, tree) : ask;
}

/* ---- going on ---- */

const struct expr *believer_finishes(
    struct arena *arena, const struct diagnosed *diagnosed, const struct expr *tree)
{
	if (tree->kind == EXPR_WORD)
		return tree;
	const struct expr *gives = diagnose_gives(diagnosed, arena, tree);
	if (!gives || gives->kind >= EXPR_CALL)
		return gives;
	struct value value = value_of(arena, gives);
	return value.kind == VALUE_UNDEFINED ? NULL : value_tree(arena, value);
}

/* ---- slips ---- */

static const struct expr *slip_at(struct arena *arena, const struct expr *tree, size_t *which)
{
	bool literal =
	    tree->kind == EXPR_NUMBER && tree->style == LITERAL_INTEGER && !tree->literal.value.big;
	size_t here = literal ? 2 : tree->kind == EXPR_NEGATE;
	if (*which < here && literal) {
		int64_t value = tree->literal.value.num + (*which ? -1 : 1);
		return value < 0 ? tree : expr_integer(arena, value);
	}
	if (*which < here)
		return tree->parts[0].expr;
	*which -= here;
	for (uint32_t i = 0; i < tree->count; i++) {
		const struct expr *part = slip_at(arena, tree->parts[i].expr, which);
		if (part)
			return rewrite_with(arena, tree, i, part);
	}
	return NULL;
}

const struct expr *believer_slips(struct arena *arena, const struct expr *tree, size_t which)
{
	const struct expr *slipped = slip_at(arena, tree, &which);
	return slipped ? rewrite_tidy(arena, slipped) : NULL;
}

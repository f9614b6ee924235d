/* Rules applied: lets and conditions after a match, the right side filled in, one node or all of them. */
#include "checker/algebra/rewrite.h"

#include <string.h>

const char rewrite_letters[REWRITE_LETTERS][2] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",
    "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"};

/* ---- conditions ---- */

/* How many of the lets are worked out once all are that the condition mentions. */
static size_t lets_needed(const struct rewrite_rule *rule, const struct expr *condition)
{
	size_t needed = rule->let_count;
	while (needed > 0 && !expr_mentions(condition, rule->lets[needed - 1].name))
		needed--;
	return needed;
}

bool rewrite_set_where(struct rewrite_rule *rule, const struct expr *where)
{
	bool several = where->kind == EXPR_AND;
	size_t count = several ? where->count : 1;
	if (count > REWRITE_CONDITIONS)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct expr *part = several ? where->parts[i].expr : where;
		struct rewrite_condition condition = {{part, NULL}, lets_needed(rule, part)};
		size_t at = i;
		for (; at > 0 && rule->conditions[at - 1].lets > condition.lets; at--)
			rule->conditions[at] = rule->conditions[at - 1];
		rule->conditions[at] = condition;
	}
	rule->condition_count = count;
	return true;
}

/* ---- faults of a rule ---- */

struct names {
	bool letter[REWRITE_LETTERS];
	const char *const *known;
	size_t known_count;
};

static void gather(const struct expr *tree, struct names *names)
{
	if (tree->kind == EXPR_SYMBOL && rewrite_is_metavariable(tree->name))
		names->letter[tree->name[0] - 'a'] = true;
	for (uint32_t i = 0; i < tree->count; i++)
		gather(tree->parts[i].expr, names);
}

/* The first symbol that nothing gives a value to; NULL: there is none. */
static const char *free_name(const struct expr *tree, const struct names *names)
{
	const char *name = NULL;
	if (tree->kind == EXPR_SYMBOL) {
		if (rewrite_is_metavariable(tree->name))
			return names->letter[tree->name[0] - 'a'] ? NULL : tree->name;
		for (size_t i = 0; i < names->known_count; i++)
			if (strcmp(names->known[i], tree->name) == 0)
				return NULL;
		return tree->name;
	}
	for (uint32_t i = 0; i < tree->count && !name; i++)
		name = free_name(tree->parts[i].expr, names);
	return name;
}

const char *rewrite_fault(
    const struct rewrite_rule *rule, const char *const *known, size_t known_count, const char **ret_name)
{
	struct names names = {.known = known, .known_count = known_count};
	gather(rule->from, &names);
	for (size_t i = 0; i < rule->let_count; i++) {
		const char *name = rule->lets[i].name;
		*ret_name = name;
		if (!rewrite_is_metavariable(name))
			return "a name in `let` is one letter of those that rules use";
		if (names.letter[name[0] - 'a'])
			return "this name has a value already";
		*ret_name = free_name(rule->lets[i].formula.tree, &names);
		if (*ret_name)
			return "nothing gives this name a value";
		names.letter[name[0] - 'a'] = true;
	}
	*ret_name = free_name(rule->to, &names);
	for (size_t i = 0; i < rule->condition_count && !*ret_name; i++)
		*ret_name = free_name(rule->conditions[i].formula.tree, &names);
	return *ret_name ? "nothing gives this name a value" : NULL;
}

/* ---- one node ---- */

struct applying {
	struct rewriter *rewriter;
	const struct rewrite_rule *rule;
	const struct expr *tree;
	rewrite_fn found;
	void *context;
	struct expr_binding bindings[REWRITE_LETTERS + REWRITE_KNOWN];
	size_t count;
};

static void bind(struct applying *applying, const struct match *match)
{
	const struct rewriter *rewriter = applying->rewriter;
	applying->count = 0;
	for (size_t i = 0; i < REWRITE_LETTERS; i++) {
		if (match->bound[i])
			applying->bindings[applying->count++] =
			    (struct expr_binding){rewrite_letters[i], match->bound[i]};
	}
	for (size_t i = 0; i < rewriter->known_count; i++)
		applying->bindings[applying->count++] = rewriter->known[i];
}

static const struct expr *filled(struct applying *applying, const struct expr *tree)
{
	return expr_substitute(applying->rewriter->arena, tree, applying->bindings, applying->count);
}

/* Works out the lets in their order, and asks each condition once those it needs are there. */
static bool guards_hold(struct applying *applying)
{
	const struct rewrite_rule *rule = applying->rule;
	const struct rewrite_guards *guards = applying->rewriter->guards;
	struct arena *arena = applying->rewriter->arena;
	size_t condition = 0;
	for (size_t let = 0;; let++) {
		struct rewrite_names names = {applying->bindings, applying->count};
		for (; condition < rule->condition_count && rule->conditions[condition].lets == let;
		     condition++)
			if (!guards->holds(arena, &rule->conditions[condition].formula, names))
				return false;
		if (let == rule->let_count)
			return true;
		const struct expr *value = guards->value(arena, &rule->lets[let].formula, names);
		if (!value)
			return false;
		applying->bindings[applying->count++] = (struct expr_binding){rule->lets[let].name, value};
	}
}

static bool apply(void *context, const struct match *match)
{
	struct applying *applying = context;
	const struct rewriter *rewriter = applying->rewriter;
	struct arena *arena = rewriter->arena;
	if (rewriter->worth && !rewriter->worth(rewriter->context, applying->rule, match))
		return false;
	bind(applying, match);
	if (!guards_hold(applying))
		return false;
	const struct expr *result = filled(applying, applying->rule->to);
	if (result->kind == EXPR_WORD)
		return applying->found(applying->context, result);
	if (match->row)
		result = rewrite_row_replaced(arena, match->row, match->taken, result);
	result = rewrite_tidy(arena, result);
	if (expr_size(result) > REWRITE_NODES || expr_same(result, applying->tree))
		return false;
	return applying->found(applying->context, result);
}

bool rewrite_root(struct rewriter *rewriter, const struct rewrite_rule *rule, const struct expr *tree,
    rewrite_fn found, void *context)
{
	struct applying applying = {
	    .rewriter = rewriter, .rule = rule, .tree = tree, .found = found, .context = context};
	return match_each(rewriter, rule, tree, apply, &applying);
}

/* ---- all nodes ---- */

const struct expr *rewrite_with(
    struct arena *arena, const struct expr *tree, uint32_t at, const struct expr *part)
{
	struct expr *copy = expr_new(arena, (enum expr_kind)tree->kind, tree->count);
	memcpy(copy, tree, sizeof *tree + tree->count * sizeof tree->parts[0]);
	copy->parts[at].expr = part;
	copy->flags = (uint8_t)(tree->flags & ~EXPR_SCIENTIFIC);
	if (copy->parts[at].op == PART_IMPLIED && (part->kind == EXPR_NUMBER || part->kind == EXPR_NEGATE))
		copy->parts[at].op = PART_TIMES;
	return copy;
}

/* Wraps a result for a part into its parent's result. */
struct inside {
	struct rewriter *rewriter;
	const struct expr *tree;
	uint32_t at;
	rewrite_fn found;
	void *context;
};

static bool found_inside(void *context, const struct expr *result)
{
	struct inside *inside = context;
	if (result->kind == EXPR_WORD) /* one part without a value leaves the whole without one */
		return inside->found(inside->context, result);
	struct arena *arena = inside->rewriter->arena;
	const struct expr *whole = rewrite_tidy(arena, rewrite_with(arena, inside->tree, inside->at, result));
	return inside->found(inside->context, whole);
}

bool rewrite_each(struct rewriter *rewriter, rewrite_root_fn root, const void *rule, const struct expr *tree,
    rewrite_fn found, void *context)
{
	for (uint32_t i = 0; i < tree->count; i++) {
		struct inside inside = {rewriter, tree, i, found, context};
		if (rewrite_each(rewriter, root, rule, tree->parts[i].expr, found_inside, &inside))
			return true;
	}
	return root(rewriter, rule, tree, found, context);
}

static bool take_first(void *context, const struct expr *result)
{
	*(const struct expr **)context = result;
	return true;
}

/* As below, without tidying, so that a part that did not change is the same pointer. */
static const struct expr *everywhere(
    struct rewriter *rewriter, rewrite_root_fn root, const void *rule, const struct expr *tree)
{
	const struct expr *changed = tree;
	for (uint32_t i = 0; i < tree->count; i++) {
		const struct expr *part = everywhere(rewriter, root, rule, tree->parts[i].expr);
		if (part->kind == EXPR_WORD && part != tree->parts[i].expr)
			return part;
		if (part != tree->parts[i].expr)
			changed = rewrite_with(rewriter->arena, changed, i, part);
	}
	/* Where the node has a result of its own, both are taken: 2*7/(5*9) is worked out above and below at
	 * once. */
	const struct expr *result = NULL;
	root(rewriter, rule, tree, take_first, &result);
	if (result && changed != tree) {
		result = NULL;
		root(rewriter, rule, rewrite_tidy(rewriter->arena, changed), take_first, &result);
	}
	return result ? result : changed;
}

const struct expr *rewrite_everywhere(
    struct rewriter *rewriter, rewrite_root_fn root, const void *rule, const struct expr *tree)
{
	const struct expr *result = everywhere(rewriter, root, rule, tree);
	return result == tree ? tree : rewrite_tidy(rewriter->arena, result);
}

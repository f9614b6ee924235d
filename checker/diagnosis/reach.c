#include "checker/diagnosis/reach.h"

#include "checker/algebra/value.h"
#include "checker/diagnosis/approximate.h"

#include <math.h>
#include <string.h>

enum { MEMO = 512, OPTIONS = 3, ROW_LARGEST = 12 };

/* One error at one node. */
struct outcome {
	const struct outcome *next;
	const struct expr *before, *after;
	uint32_t error;
	double rough; /* of `after`, where no symbol stands for an answer */
};

/* What is known of a node, by its address: nodes are immutable and shared between the trees of an item. */
struct memo {
	const struct expr *node;
	const struct outcome *outcomes;
	bool has_outcomes;
};
struct value_memo {
	const struct expr *node, *value; /* value NULL: none */
};

struct reacher {
	struct arena *arena;
	struct rewriter rewriter;
	const struct reach_rules *rules;
	struct memo memo[MEMO];
	struct value_memo values[MEMO];
	size_t memo_count, value_count;
	bool lasting; /* what is found may be kept in the memo */
};

struct reacher *reach_open(struct arena *arena, const struct reach_rules *rules)
{
	struct reacher *reacher = arena_zero(arena, sizeof *reacher);
	reacher->arena = arena;
	reacher->rewriter = (struct rewriter){.arena = arena, .guards = rules->guards, .steps = REACH_STEPS};
	if (rules->base)
		reacher->rewriter.known[reacher->rewriter.known_count++] =
		    (struct expr_binding){"base", rules->base};
	reacher->rules = rules;
	return reacher;
}

void reach_refresh(struct reacher *reacher, struct arena *arena)
{
	reacher->arena = arena;
	reacher->rewriter.arena = arena;
	reacher->rewriter.steps = REACH_STEPS;
}

static size_t slot_of(const struct expr *node)
{
	return ((uintptr_t)node >> 4) * 0x9e3779b1u % MEMO;
}

/* ---- arithmetic ---- */

struct working {
	struct arena *arena;
	const struct expr *tree;
	const struct expr *value;
};

static bool has_log(const struct expr *tree)
{
	bool any = tree->kind == EXPR_LOG;
	for (uint32_t i = 0; i < tree->count && !any; i++)
		any = has_log(tree->parts[i].expr);
	return any;
}

static void work_out(void *context)
{
	struct working *working = context;
	struct number number;
	enum worth worth = has_log(working->tree) ? expr_worth(working->arena, working->tree, &number)
	                                          : expr_rational(working->arena, working->tree, &number);
	if (worth == WORTH_RATIONAL && number_bits(number) <= REACH_VALUE_BITS)
		working->value = expr_from_number(working->arena, number);
}

const struct expr *reach_value(struct reacher *reacher, const struct expr *tree)
{
	if (tree->kind >= EXPR_CALL || tree->kind == EXPR_SYMBOL || expr_mentions(tree, NULL))
		return NULL;
	size_t slot = slot_of(tree);
	for (size_t i = 0; i < 4; i++)
		if (reacher->values[(slot + i) % MEMO].node == tree)
			return reacher->values[(slot + i) % MEMO].value;
	struct working working = {reacher->arena, tree, NULL};
	(void)arena_try(reacher->arena, work_out, &working);
	for (size_t i = 0; i < 4 && reacher->lasting; i++) {
		struct value_memo *memo = &reacher->values[(slot + i) % MEMO];
		if (!memo->node) {
			*memo = (struct value_memo){tree, working.value};
			break;
		}
	}
	return working.value;
}

static bool is_literal(const struct expr *tree)
{
	const struct expr *size = tree->kind == EXPR_NEGATE ? tree->parts[0].expr : tree;
	return size->kind == EXPR_NUMBER || size->kind == EXPR_SYMBOL || size->kind == EXPR_CONSTANT;
}

/* ---- a node with parts worked out ---- */

struct variants {
	const struct expr *list[REACH_VARIANTS];
	size_t count, most;
};

static void add_variant(struct variants *variants, const struct expr *tree)
{
	for (size_t i = 0; i < variants->count; i++)
		if (expr_same(variants->list[i], tree))
			return;
	if (variants->count < variants->most)
		variants->list[variants->count++] = tree;
}

static const struct expr *with_parts(
    struct arena *arena, const struct expr *tree, const struct expr *const *parts)
{
	const struct expr *result = tree;
	for (uint32_t i = 0; i < tree->count; i++)
		if (parts[i] != tree->parts[i].expr)
			result = rewrite_with(arena, result, i, parts[i]);
	return result == tree ? tree : rewrite_tidy(arena, result);
}

/* Its parts worked out, the node itself not yet. */
static const struct expr *parts_worked_out(struct reacher *reacher, const struct expr *tree)
{
	const struct expr *parts[ROW_LARGEST];
	if (tree->count == 0 || tree->count > ROW_LARGEST || is_literal(tree))
		return tree;
	for (uint32_t i = 0; i < tree->count; i++) {
		const struct expr *part = tree->parts[i].expr;
		const struct expr *value = is_literal(part) ? NULL : reach_value(reacher, part);
		parts[i] = value ? value : part;
	}
	return with_parts(reacher->arena, tree, parts);
}

/* A row worked out from the left up to part `count`. */
static const struct expr *folded(struct reacher *reacher, const struct expr *tree, uint32_t count)
{
	struct expr *head = expr_new(reacher->arena, (enum expr_kind)tree->kind, count);
	memcpy(head->parts, tree->parts, count * sizeof tree->parts[0]);
	const struct expr *value = reach_value(reacher, head);
	if (!value)
		return NULL;
	struct expr *row = expr_new(reacher->arena, (enum expr_kind)tree->kind, tree->count - count + 1);
	row->parts[0] = (struct expr_part){value, tree->parts[0].op};
	memcpy(&row->parts[1], &tree->parts[count], (tree->count - count) * sizeof tree->parts[0]);
	if (row->parts[1].op == PART_IMPLIED)
		row->parts[1].op = PART_TIMES;
	return rewrite_tidy(reacher->arena, row);
}

/* Every choice of what each part is: as written, with its own parts worked out, worked out. */
static void vary(struct reacher *reacher, const struct expr *node, struct variants *ret_variants)
{
	const struct expr *options[ROW_LARGEST][OPTIONS], *parts[ROW_LARGEST];
	size_t counts[ROW_LARGEST], choices = 1;
	ret_variants->count = 0;
	ret_variants->most = reacher->lasting ? REACH_VARIANTS : REACH_SECOND_VARIANTS;
	add_variant(ret_variants, node);
	if (node->count == 0 || node->count > ROW_LARGEST || is_literal(node))
		return;
	for (uint32_t i = 0; i < node->count; i++) {
		const struct expr *part = node->parts[i].expr;
		counts[i] = 0;
		options[i][counts[i]++] = part;
		const struct expr *value = is_literal(part) ? NULL : reach_value(reacher, part);
		if (value && !expr_same(value, part))
			options[i][counts[i]++] = value;
		const struct expr *inner = parts_worked_out(reacher, part);
		if (inner != part && (!value || !expr_same(inner, value)))
			options[i][counts[i]++] = inner;
		choices *= counts[i];
	}
	if (choices > 2)
		add_variant(ret_variants, parts_worked_out(reacher, node));
	for (size_t choice = 1; choice < choices && ret_variants->count < ret_variants->most; choice++) {
		size_t rest = choice;
		for (uint32_t i = 0; i < node->count; i++) {
			parts[i] = options[i][rest % counts[i]];
			rest /= counts[i];
		}
		add_variant(ret_variants, with_parts(reacher->arena, node, parts));
	}
	bool row = node->kind == EXPR_SUM || node->kind == EXPR_PRODUCT;
	for (uint32_t count = 2; row && count < node->count && ret_variants->count < ret_variants->most;
	     count++) {
		const struct expr *tree = folded(reacher, node, count);
		if (tree)
			add_variant(ret_variants, parts_worked_out(reacher, tree));
	}
}

/* ---- errors at a node ---- */

struct finding {
	struct reacher *reacher;
	const struct expr *variant;
	const struct outcome *first;
	struct outcome *last;
	uint32_t error;
};

static bool add_outcome(void *context, const struct expr *result)
{
	struct finding *finding = context;
	for (const struct outcome *outcome = finding->first; outcome; outcome = outcome->next)
		if (outcome->error == finding->error && expr_same(outcome->after, result))
			return false;
	struct outcome *outcome = arena_alloc(finding->reacher->arena, sizeof *outcome);
	*outcome = (struct outcome){NULL, finding->variant, result, finding->error,
	    result->kind < EXPR_CALL ? approximate(result, (struct approximate_at){NULL, 0}) : NAN};
	if (finding->last)
		finding->last->next = outcome;
	else
		finding->first = outcome;
	finding->last = outcome;
	return false;
}

struct attempt {
	struct finding *finding;
	const struct rewrite_rule *rule;
};

static void try_rule(void *context)
{
	struct attempt *attempt = context;
	struct finding *finding = attempt->finding;
	rewrite_root(&finding->reacher->rewriter, attempt->rule, finding->variant, add_outcome, finding);
}

static void meet_rule(void *context, const struct owned_rule *rule)
{
	struct finding *finding = context;
	struct reacher *reacher = finding->reacher;
	const unsigned char *wanted = reacher->rules->error_wanted;
	if (reacher->rewriter.steps == 0 || (wanted && !wanted[rule->owner]) ||
	    (rule->based && !reacher->rules->base))
		return;
	struct attempt attempt = {finding, rule->rule};
	struct arena_mark mark = arena_mark(reacher->arena);
	const struct outcome *before = finding->last;
	finding->error = rule->owner;
	(void)arena_try(reacher->arena, try_rule, &attempt);
	if (finding->last == before)
		arena_rewind(reacher->arena, mark);
}

static const struct outcome *find_outcomes(struct reacher *reacher, const struct expr *node)
{
	struct variants variants;
	struct finding finding = {.reacher = reacher};
	vary(reacher, node, &variants);
	for (size_t i = 0; i < variants.count; i++) {
		finding.variant = variants.list[i];
		rule_set_each(reacher->rules->errors, finding.variant, meet_rule, &finding);
	}
	return finding.first;
}

static const struct outcome *outcomes_of(struct reacher *reacher, const struct expr *node, uint32_t only)
{
	size_t slot = slot_of(node);
	struct memo *memo = &reacher->memo[slot];
	for (size_t i = 0; i < MEMO && memo->node && memo->node != node; i++)
		memo = &reacher->memo[(slot + i) % MEMO];
	if (memo->node == node)
		return memo->outcomes;
	if (only != UINT32_MAX) /* the second time a belief shows it is at a node that stood there before */
		return NULL;
	const struct outcome *outcomes = find_outcomes(reacher, node);
	if (reacher->lasting && reacher->memo_count < MEMO / 2) {
		*memo = (struct memo){node, outcomes, true};
		reacher->memo_count++;
	}
	return outcomes;
}

/* ---- errors anywhere ---- */

/* Where a node stands in its tree. */
struct spot {
	const struct spot *up;
	const struct expr *tree;
	uint32_t at;
	double *values; /* of all parts of `tree`, roughly; NULL: nobody asks */
};

static const struct expr *plugged(struct arena *arena, const struct spot *spot, const struct expr *part)
{
	if (part->kind == EXPR_WORD) /* one part without a value leaves the whole without one */
		return part;
	for (; spot; spot = spot->up)
		part = rewrite_with(arena, spot->tree, spot->at, part);
	return rewrite_tidy(arena, part);
}

struct walk {
	struct reacher *reacher;
	const struct reached *from;
	uint32_t only;
	const struct reach_sight *sight;
	reach_fn found;
	void *context;
};

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

static bool is_wanted(
    const struct walk *walk, const struct spot *spot, const struct expr *after, double rough)
{
	if (!walk->sight)
		return true;
	if (!spot || after->kind == EXPR_WORD)
		return is_whole_worth_making(walk, after);
	if (walk->sight->unknown || isnan(rough))
		rough = approximate(after, sight_at(walk->sight));
	return is_worth_making(walk, spot, rough);
}

static void tell(struct walk *walk, const struct spot *spot, const struct expr *before,
    const struct expr *after, uint32_t error, double rough)
{
	struct arena *arena = walk->reacher->arena;
	if (!is_wanted(walk, spot, after, rough))
		return;
	struct reached *reached = arena_alloc(arena, sizeof *reached);
	*reached =
	    (struct reached){walk->from, plugged(arena, spot, before), plugged(arena, spot, after), error};
	walk->found(walk->context, reached);
}

/* What each part is worth, where somebody asks. */
static void set_values(const struct walk *walk, struct spot *spot, double *values)
{
	spot->values = values;
	for (uint32_t i = 0; walk->sight && i < spot->tree->count; i++)
		values[i] = approximate(spot->tree->parts[i].expr, sight_at(walk->sight));
}

/* Every node, parts before it: what `visit` does there. */
static void walk_nodes(struct walk *walk, const struct expr *node, const struct spot *spot,
    void (*visit)(struct walk *walk, const struct expr *node, const struct spot *spot))
{
	double values[APPROXIMATE_PARTS];
	struct spot inner = {.up = spot, .tree = node};
	if (node->count > APPROXIMATE_PARTS)
		return;
	set_values(walk, &inner, values);
	for (inner.at = 0; inner.at < node->count; inner.at++)
		walk_nodes(walk, node->parts[inner.at].expr, &inner, visit);
	visit(walk, node, spot);
}

static void err(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	const struct outcome *outcome = outcomes_of(walk->reacher, node, walk->only);
	for (; outcome; outcome = outcome->next)
		if (walk->only == UINT32_MAX || walk->only == outcome->error)
			tell(walk, spot, outcome->before, outcome->after, outcome->error, outcome->rough);
}

void reach_errors(struct reacher *reacher, const struct reached *from, uint32_t belief, bool lasting,
    const struct reach_sight *sight, reach_fn found, void *context)
{
	struct walk walk = {reacher, from, belief, sight, found, context};
	if (from->tree->kind == EXPR_WORD || expr_size(from->tree) > REACH_NODES)
		return;
	reacher->lasting = lasting;
	walk_nodes(&walk, from->tree, NULL, err);
	reacher->lasting = false;
}

/* ---- slips on the way ---- */

static void slip_result(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	struct arena *arena = walk->reacher->arena;
	const struct expr *value = is_literal(node) ? NULL : reach_value(walk->reacher, node);
	const struct expr *size = value && value->kind == EXPR_NEGATE ? value->parts[0].expr : value;
	if (!size || size->kind != EXPR_NUMBER || !number_is_small_integer(size->literal.value))
		return;
	int64_t result = size == value ? size->literal.value.num : -size->literal.value.num;
	for (int64_t slip = -1; slip <= 1; slip += 2)
		tell(walk, spot, node, expr_from_number(arena, number_from_int(arena, result + slip)),
		    REACH_SLIP + SLIP_ONE, NAN);
}

static void slip_sign(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	struct arena *arena = walk->reacher->arena;
	if (node->kind == EXPR_NEGATE)
		tell(walk, spot, node, node->parts[0].expr, REACH_SLIP + SLIP_SIGN, NAN);
	for (uint32_t i = 1; node->kind == EXPR_SUM && i < node->count; i++) {
		struct expr *copy = expr_new(arena, EXPR_SUM, node->count);
		memcpy(copy->parts, node->parts, node->count * sizeof node->parts[0]);
		copy->parts[i].op = node->parts[i].op == PART_MINUS ? PART_PLUS : PART_MINUS;
		tell(walk, spot, node, copy, REACH_SLIP + SLIP_SIGN, NAN);
	}
}

static void slip_exponent(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	struct arena *arena = walk->reacher->arena;
	if (node->kind != EXPR_POWER)
		return;
	const struct expr *exponent = node->parts[1].expr;
	const struct expr *size = exponent->kind == EXPR_NEGATE ? exponent->parts[0].expr : exponent;
	if (size->kind != EXPR_NUMBER || !number_is_small_integer(size->literal.value))
		return;
	int64_t value = size == exponent ? size->literal.value.num : -size->literal.value.num;
	for (int64_t slip = -1; slip <= 1; slip += 2) {
		const struct expr *other = expr_from_number(arena, number_from_int(arena, value + slip));
		tell(walk, spot, node, rewrite_with(arena, node, 1, other), REACH_SLIP + SLIP_ONE, NAN);
	}
}

static void stop_at(struct walk *walk, const struct expr *node)
{
	if (!is_wanted(walk, NULL, node, NAN))
		return;
	struct reached *reached = arena_alloc(walk->reacher->arena, sizeof *reached);
	*reached = (struct reached){walk->from, walk->from->tree, node, REACH_SLIP + SLIP_UNFINISHED};
	walk->found(walk->context, reached);
}

static void slip(struct walk *walk, const struct expr *node, const struct spot *spot)
{
	if (spot && node->kind != EXPR_WORD) {
		slip_result(walk, node, spot); /* those of the final value are the matcher's */
		if (!is_literal(node) && node->kind < EXPR_RELATION)
			stop_at(walk, node);
	}
	slip_sign(walk, node, spot);
	slip_exponent(walk, node, spot);
}

void reach_slips(struct reacher *reacher, const struct reached *from, const struct reach_sight *sight,
    reach_fn found, void *context)
{
	struct walk walk = {reacher, from, UINT32_MAX, sight, found, context};
	if (from->tree->kind != EXPR_WORD && expr_size(from->tree) <= REACH_NODES)
		walk_nodes(&walk, from->tree, NULL, slip);
}

/* ---- laws ---- */

struct law_walk {
	struct reacher *reacher;
	const struct reached **list;
	size_t count;
	const struct reached *from;
	uint32_t owner;
};

static bool add_correct(void *context, const struct expr *tree)
{
	struct law_walk *walk = context;
	for (size_t i = 0; i < walk->count; i++)
		if (expr_same(walk->list[i]->tree, tree))
			return false;
	struct reached *reached = arena_alloc(walk->reacher->arena, sizeof *reached);
	*reached = (struct reached){walk->from, walk->from->tree, tree, REACH_LAW};
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
	return add_correct(spot->walk, plugged(spot->walk->reacher->arena, spot->spot, result));
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
	*first = (struct reached){NULL, ask, ask, REACH_LAW};
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

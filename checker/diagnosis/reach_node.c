/* One node: what its parts are worth, and what errors make of it, as it is or with its parts worked out. */
#include "checker/algebra/value.h"
#include "checker/diagnosis/reach_parts.h"

#include <math.h>
#include <string.h>

enum { OPTIONS = 3, ROW_LARGEST = 12 };

struct reacher *reach_open(struct arena *arena, const struct reach_rules *rules)
{
	struct reacher *reacher = arena_zero(arena, sizeof *reacher);
	reacher->arena = arena;
	reacher->rewriter = (struct rewriter){.arena = arena, .guards = rules->guards, .steps = REACH_STEPS};
	if (rules->base)
		reacher->rewriter.known[reacher->rewriter.known_count++] =
		    (struct expr_binding){"base", rules->base};
	reacher->rules = rules;
	reacher->only = UINT32_MAX;
	return reacher;
}

void reach_refresh(struct reacher *reacher, struct arena *arena)
{
	reacher->arena = arena;
	reacher->rewriter.arena = arena;
	reacher->rewriter.steps = REACH_STEPS;
}

void reach_forget(struct reacher *reacher)
{
	memset(reacher->memo, 0, sizeof reacher->memo);
	reacher->memo_count = 0;
}

static size_t slot_of(const struct expr *node)
{
	return ((uintptr_t)node >> 4) * 0x9e3779b1u % REACH_MEMO;
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
		if (reacher->values[(slot + i) % REACH_MEMO].node == tree)
			return reacher->values[(slot + i) % REACH_MEMO].value;
	struct working working = {reacher->arena, tree, NULL};
	(void)arena_try(reacher->arena, work_out, &working);
	for (size_t i = 0; i < 4 && reacher->lasting; i++) {
		struct value_memo *memo = &reacher->values[(slot + i) % REACH_MEMO];
		if (!memo->node) {
			*memo = (struct value_memo){tree, working.value};
			break;
		}
	}
	return working.value;
}

bool reach_is_literal(const struct expr *tree)
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
	if (tree->count == 0 || tree->count > ROW_LARGEST || reach_is_literal(tree))
		return tree;
	for (uint32_t i = 0; i < tree->count; i++) {
		const struct expr *part = tree->parts[i].expr;
		const struct expr *value = reach_is_literal(part) ? NULL : reach_value(reacher, part);
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
	if (node->count == 0 || node->count > ROW_LARGEST || reach_is_literal(node))
		return;
	for (uint32_t i = 0; i < node->count; i++) {
		const struct expr *part = node->parts[i].expr;
		counts[i] = 0;
		options[i][counts[i]++] = part;
		const struct expr *value = reach_is_literal(part) ? NULL : reach_value(reacher, part);
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

static bool match_is_wanted(const void *context, const struct rewrite_rule *rule, const struct match *match)
{
	const struct reacher *reacher = context;
	return reach_match_is_wanted(reacher->walk, reacher->spot, rule, match);
}

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
	    (reacher->only != UINT32_MAX && reacher->only != rule->owner) ||
	    (rule->based && !reacher->rules->base))
		return;
	struct attempt attempt = {finding, rule->rule};
	struct arena_mark mark = arena_mark(reacher->arena);
	const struct outcome *before = finding->last;
	finding->error = rule->owner;
	reacher->rewriter.worth =
	    reacher->walk && rule->rule->let_count == 0 && !rule->based ? match_is_wanted : NULL;
	reacher->rewriter.context = reacher;
	(void)arena_try(reacher->arena, try_rule, &attempt);
	reacher->rewriter.worth = NULL;
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

const struct outcome *reach_outcomes(struct reacher *reacher, const struct expr *node)
{
	size_t slot = slot_of(node);
	struct memo *memo = &reacher->memo[slot];
	for (size_t i = 0; i < REACH_MEMO && memo->node && memo->node != node; i++)
		memo = &reacher->memo[(slot + i) % REACH_MEMO];
	if (memo->node == node)
		return memo->outcomes;
	const struct outcome *outcomes = find_outcomes(reacher, node);
	if (reacher->lasting && reacher->memo_count < REACH_MEMO / 2) {
		*memo = (struct memo){node, outcomes};
		reacher->memo_count++;
	}
	return outcomes;
}

#include "checker/diagnosis/rules.h"

#include <string.h>

/* Patterns that match nodes of several kinds: a lone metavariable, and a power that matches its bare base. */
static uint32_t kind_of(const struct rewrite_rule *rule)
{
	const struct expr *from = rule->from;
	if (from->kind == EXPR_SYMBOL && rewrite_is_metavariable(from->name))
		return EXPR_KINDS;
	return from->kind == EXPR_POWER && rule->implicit ? EXPR_KINDS : from->kind;
}

static bool is_based(const struct rewrite_rule *rule)
{
	bool based = expr_mentions(rule->from, "base") || expr_mentions(rule->to, "base");
	for (size_t i = 0; i < rule->let_count && !based; i++)
		based = expr_mentions(rule->lets[i].formula.tree, "base");
	for (size_t i = 0; i < rule->condition_count && !based; i++)
		based = expr_mentions(rule->conditions[i].formula.tree, "base");
	return based;
}

/* ---- shapes ---- */

#define KIND(kind) ((uint32_t)1 << (kind))
static const uint32_t all_kinds = UINT32_MAX;

/* Rows are looked at by the sign before a part: + and * on one side, - and / on the other. */
static unsigned side_of(enum part_op op)
{
	return op == PART_MINUS || op == PART_DIVIDE;
}

static uint32_t kinds_of(const struct expr *pattern, const struct rewrite_rule *rule)
{
	if (pattern->kind == EXPR_POWER && rule->implicit)
		return all_kinds;
	if (pattern->kind != EXPR_SYMBOL || !rewrite_is_metavariable(pattern->name))
		return KIND(pattern->kind);
	switch (pattern->name[0]) {
	case 'k':
	case 'm':
	case 'n':
		return KIND(EXPR_NUMBER);
	case 'i':
	case 'j':
		return KIND(EXPR_NUMBER) | KIND(EXPR_NEGATE);
	case 'p':
	case 'q':
	case 'r':
	case 's':
	case 't':
		return KIND(EXPR_NUMBER) | KIND(EXPR_NEGATE) | KIND(EXPR_PRODUCT) | KIND(EXPR_MIXED);
	case 'x':
	case 'y':
	case 'z':
		return KIND(EXPR_SYMBOL);
	default:
		return all_kinds;
	}
}

static struct rule_shape shape_of(const struct rewrite_rule *rule)
{
	const struct expr *from = rule->from;
	struct rule_shape shape = {.row = from->kind == EXPR_SUM || from->kind == EXPR_PRODUCT};
	bool loose = rule->commutative && (shape.row || from->kind == EXPR_RELATION);
	if (loose || (from->kind == EXPR_POWER && rule->implicit) || from->kind == EXPR_SYMBOL)
		return shape;
	shape.parts = (uint8_t)(from->count < UINT8_MAX ? from->count : 0);
	for (uint32_t i = 0; i < from->count && i < RULE_PARTS; i++) {
		shape.kinds[i] = kinds_of(from->parts[i].expr, rule);
		shape.after[i] = (uint8_t)side_of(from->parts[i].op);
		shape.count++;
	}
	return shape;
}

/* The kinds of a tree's parts: of a row gathered by side. */
struct look {
	uint32_t sides[2], parts[RULE_PARTS], count;
};

static struct look look_at(const struct expr *tree)
{
	struct look look = {.count = tree->count};
	for (uint32_t i = 0; i < tree->count; i++) {
		uint32_t kind = KIND(tree->parts[i].expr->kind);
		look.sides[side_of(tree->parts[i].op)] |= kind;
		if (i < RULE_PARTS)
			look.parts[i] = kind;
	}
	return look;
}

static bool has_shape(const struct rule_shape *shape, const struct look *look)
{
	if (shape->row ? look->count < shape->parts : shape->parts && look->count != shape->parts)
		return false;
	for (size_t i = 0; i < shape->count; i++)
		if (!(shape->kinds[i] & (shape->row ? look->sides[shape->after[i]] : look->parts[i])))
			return false;
	return true;
}

/* ---- the set ---- */

void rule_set_make(
    struct arena *arena, const struct owned_rule *rules, size_t count, struct rule_set *ret_set)
{
	struct owned_rule *rows = arena_array(arena, count + 1, sizeof *rows);
	uint32_t at = 0;
	for (uint32_t kind = 0; kind <= EXPR_KINDS; kind++) {
		ret_set->start[kind] = at;
		for (size_t i = 0; i < count; i++) {
			if (kind_of(rules[i].rule) == kind) {
				rows[at] = rules[i];
				rows[at].shape = shape_of(rules[i].rule);
				rows[at++].based = is_based(rules[i].rule);
			}
		}
	}
	ret_set->start[EXPR_KINDS + 1] = at;
	ret_set->rules = rows;
}

static bool may_match(const struct expr *pattern, const struct expr *tree, const struct rewrite_rule *rule);

static bool same_side(enum part_op a, enum part_op b)
{
	bool times = a == PART_TIMES || a == PART_IMPLIED;
	return a == b || (times && (b == PART_TIMES || b == PART_IMPLIED));
}

/* Each part of the pattern needs one of the row's, after the same sign. */
static bool row_may_match(
    const struct expr *pattern, const struct expr *tree, const struct rewrite_rule *rule)
{
	if (!rule->commutative && tree->count < pattern->count)
		return false;
	for (uint32_t i = 0; i < pattern->count; i++) {
		const struct expr_part *part = &pattern->parts[i];
		bool any = match_takes_several(part->expr) || (rule->commutative && part->op == PART_DIVIDE);
		for (uint32_t j = 0; j < tree->count && !any; j++) {
			const struct expr *below = tree->parts[j].expr;
			any =
			    (same_side(part->op, tree->parts[j].op) && may_match(part->expr, below, rule)) ||
			    (rule->commutative && tree->parts[j].op == PART_DIVIDE &&
			        below->kind == EXPR_PRODUCT);
		}
		if (!any)
			return false;
	}
	return true;
}

static bool may_match(const struct expr *pattern, const struct expr *tree, const struct rewrite_rule *rule)
{
	if (pattern->kind == EXPR_SYMBOL && rewrite_is_metavariable(pattern->name))
		return match_fits(pattern->name[0], tree);
	if (pattern->kind == EXPR_POWER && tree->kind != EXPR_POWER)
		return rule->implicit && tree->kind < EXPR_RELATION;
	if (pattern->kind != tree->kind)
		return false;
	switch (pattern->kind) {
	case EXPR_NUMBER:
	case EXPR_SYMBOL:
	case EXPR_CONSTANT:
	case EXPR_WORD:
		return expr_same(pattern, tree);
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return row_may_match(pattern, tree, rule);
	default:
		break;
	}
	if (pattern->count != tree->count)
		return false;
	bool swaps = rule->commutative && pattern->kind == EXPR_RELATION;
	for (uint32_t i = 0; i < pattern->count && !swaps; i++)
		if (!may_match(pattern->parts[i].expr, tree->parts[i].expr, rule))
			return false;
	return true;
}

bool rule_may_match(const struct rewrite_rule *rule, const struct expr *tree)
{
	return may_match(rule->from, tree, rule);
}

void rule_set_each(const struct rule_set *set, const struct expr *tree,
    void (*found)(void *context, const struct owned_rule *rule), void *context)
{
	const uint32_t kinds[2] = {tree->kind, EXPR_KINDS};
	const struct look look = look_at(tree);
	for (size_t k = 0; k < 2; k++) {
		for (uint32_t i = set->start[kinds[k]]; i < set->start[kinds[k] + 1]; i++) {
			if (has_shape(&set->rules[i].shape, &look) &&
			    rule_may_match(set->rules[i].rule, tree))
				found(context, &set->rules[i]);
		}
	}
}

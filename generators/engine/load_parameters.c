/* `parameters:`, `let:`, `where:` and `levels:`. */
#include "generators/engine/load_family.h"

#include <stdio.h>
#include <string.h>

static bool is_name(const char *text)
{
	size_t length = strlen(text);
	return length > 0 && length < LIMIT_SYMBOL_BYTES && text[0] >= 'a' && text[0] <= 'z' &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

/* Enters a name into the scope; false when it cannot be one. */
static bool enter_name(struct loader *loader, const struct node *key, struct scope *scope)
{
	if (!is_name(key->text) || strcmp(key->text, "e") == 0 || strcmp(key->text, "pi") == 0 ||
	    strcmp(key->text, "ask") == 0 || strcmp(key->text, "worked") == 0 ||
	    strcmp(key->text, "error_step") == 0 || strcmp(key->text, "variant") == 0 ||
	    formula_function(key->text)) {
		load_fault(loader, key->at,
		    "`%s` cannot be a parameter's name: use a small letter or a word of small letters that "
		    "means "
		    "nothing else",
		    key->text);
		return false;
	}
	for (size_t i = 0; i < scope->slot_count; i++) {
		if (strcmp(scope->names[i], key->text) == 0) {
			load_fault(loader, key->at, "there are two parameters `%s`", key->text);
			return false;
		}
	}
	if (scope->slot_count == FORMULA_SLOTS) {
		load_fault(loader, key->at, "more than %d parameters", FORMULA_SLOTS);
		return false;
	}
	/* slots come first: what stood here moves to the end */
	scope->names[scope->name_count++] = scope->names[scope->slot_count];
	scope->word[scope->slot_count] = false;
	scope->names[scope->slot_count++] = key->text;
	return true;
}

void load_parameters(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	if (node->kind != NODE_MAP) {
		load_fault(loader, node->at, "`parameters` must be names with their values: `b: 2..12`");
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		struct parameter parameter = {.name = node->keys[i]->text, .at = node->keys[i]->at};
		size_t faults = loader->faults;
		if (!enter_name(loader, node->keys[i], &family->scope))
			continue;
		load_values(loader, node->items[i], &parameter.list);
		if (parameter.list.count == 0) {
			if (loader->faults == faults)
				load_fault(loader, node->items[i]->at, "`%s` has no values", parameter.name);
			/* one stand-in value, so that its formulas are checked all the same */
			parameter.list.values = arena_zero(loader->arena, sizeof *parameter.list.values);
			parameter.list.count = 1;
			parameter.list.values[0].small = (struct small){2, 1};
			parameter.list.values[0].tree = expr_integer(loader->arena, 2);
			parameter.list.values[0].plain = "2";
		}
		for (size_t v = 0; v < parameter.list.count; v++)
			if (!parameter.list.values[v].tree)
				family->scope.word[family->scope.slot_count - 1] = true;
		family->parameters[family->parameter_count++] = parameter;
	}
}

void load_let(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	if (node->kind != NODE_MAP) {
		load_fault(loader, node->at, "`let` must be names with their formulas: `c: b^n`");
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		struct derived derived = {.name = node->keys[i]->text};
		bool good = load_formula(loader, node->items[i], &family->scope, &derived.formula);
		if (enter_name(loader, node->keys[i], &family->scope) && good)
			family->lets[family->let_count++] = derived;
	}
}

bool load_is_condition(struct loader *loader, const struct node *node, const struct expr *tree)
{
	switch (tree->kind) {
	case EXPR_RELATION:
	case EXPR_AND:
	case EXPR_OR:
	case EXPR_NOT:
	case EXPR_CALL:
		return true;
	default:
		load_fault(
		    loader, node->at, "a condition compares: `%s` is neither true nor false", node->text);
		return false;
	}
}

static bool load_condition(
    struct loader *loader, const struct node *node, const struct scope *scope, struct formula *ret_formula)
{
	return load_formula(loader, node, scope, ret_formula) &&
	       load_is_condition(loader, node, ret_formula->tree);
}

void load_where(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	struct formula condition;
	if (!load_condition(loader, node, &load->family->scope, &condition))
		return;
	if (load->variant == &load->own) {
		load->family->where = condition;
		load->family->has_where = true;
	} else {
		load->variant->where = condition;
		load->variant->has_where = true;
	}
}

/* ---- levels ---- */

struct level_load {
	struct family *family;
	struct family_level *level;
	int number; /* from 0 */
};

static void narrow(struct loader *loader, const struct level_load *load, struct parameter *parameter,
    const struct node *node)
{
	struct value_list allowed;
	size_t faults = loader->faults, matched = 0;
	bool word = parameter->list.count > 0 && !parameter->list.values[0].tree;
	if (word && node->kind == NODE_LIST && node->count && node->items[0]->kind == NODE_SCALAR) {
		allowed = (struct value_list){
		    .values = arena_zero(loader->arena, node->count * sizeof *allowed.values),
		    .count = node->count,
		    .unordered = true};
		for (size_t i = 0; i < node->count; i++)
			allowed.values[i].plain = node->items[i]->text;
	} else {
		load_values(loader, node, &allowed);
	}
	for (size_t v = 0; v < parameter->list.count; v++) {
		struct parameter_value *value = &parameter->list.values[v];
		if (load_find_value(&allowed, value) == allowed.count)
			continue;
		value->levels |= 1U << load->number;
		matched++;
	}
	if (matched == 0 && loader->faults == faults)
		load_fault(loader, node->at, "none of these is among the values of `%s`", parameter->name);
}

static void level_variants(struct loader *loader, const struct node *node, const struct level_load *load)
{
	size_t count;
	const char *const *names = load_texts(loader, node, "`variants`", &count);
	load->level->variants = 0;
	for (size_t i = 0; i < count; i++) {
		size_t v = 0;
		while (
		    v < load->family->variant_count && strcmp(load->family->variants[v].name, names[i]) != 0)
			v++;
		if (v == load->family->variant_count)
			load_fault(loader, node->at, "there is no variant `%s`", names[i]);
		else
			load->level->variants |= 1U << v;
	}
}

/* One field of a level: a word of its own, or a parameter to narrow. */
static void level_field(
    struct loader *loader, const struct node *key, const struct node *value, const struct level_load *load)
{
	struct family *family = load->family;
	if (strcmp(key->text, "small") == 0) {
		load->level->small = load_text(loader, value, "`small`");
		return;
	}
	if (strcmp(key->text, "where") == 0) {
		load->level->has_where = load_condition(loader, value, &family->scope, &load->level->where);
		return;
	}
	if (strcmp(key->text, "variants") == 0) {
		level_variants(loader, value, load);
		return;
	}
	for (size_t i = 0; i < family->parameter_count; i++)
		if (strcmp(family->parameters[i].name, key->text) == 0)
			return;
	const char *nearest = load_nearest(key->text, family->scope.names, family->scope.slot_count);
	load_fault(loader, key->at, "a level narrows parameters, and there is no parameter `%s`%s%s%s",
	    key->text, nearest ? "; did you mean `" : "", nearest ? nearest : "", nearest ? "`?" : "");
}

static void load_level(struct loader *loader, const struct node *node, struct level_load *load)
{
	struct family *family = load->family;
	if (node->kind != NODE_MAP && !(node->kind == NODE_SCALAR && node->length == 0)) {
		load_fault(
		    loader, node->at, "a level is fields in braces: `{n: 2..3}`; `{}` for everything else");
		return;
	}
	for (size_t i = 0; i < node->count; i++)
		level_field(loader, node->keys[i], node->items[i], load);
	for (size_t i = 0; i < family->parameter_count; i++) {
		struct parameter *parameter = &family->parameters[i];
		const struct node *value = node_get(node, parameter->name);
		if (value)
			narrow(loader, load, parameter, value);
		for (size_t v = 0; !value && v < parameter->list.count; v++)
			parameter->list.values[v].levels |= 1U << load->number;
	}
}

void load_levels(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	load_settle_variants(loader, target);
	if (node->kind != NODE_MAP) {
		load_fault(loader, node->at,
		    "`levels` must be 1, 2 and 3, each with what it narrows: `1: {n: 2..3}`");
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		const char *text = node->keys[i]->text;
		int number = text[0] - '1';
		if (number < 0 || number >= LEVELS || text[1]) {
			load_fault(loader, node->keys[i]->at, "levels are 1, 2 and 3, not `%s`", text);
			continue;
		}
		struct family_level *level = &family->levels[number];
		*level =
		    (struct family_level){.present = true, .at = node->keys[i]->at, .variants = UINT32_MAX};
		load_level(loader, node->items[i], &(struct level_load){family, level, number});
	}
}

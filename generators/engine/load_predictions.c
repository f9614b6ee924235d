/* Beliefs: `misconceptions:`, what each leads to, and `separates:`, which of them an item must tell apart. */
#include "generators/engine/load_family.h"

#include <string.h>

static void add_prediction(
    struct loader *loader, const struct node *key, const struct node *node, struct family_load *load)
{
	struct variant *variant = load->variant;
	struct prediction prediction = {.misconception = key->text, .at = key->at};
	if (variant->prediction_count == FAMILY_PREDICTIONS) {
		load_fault(loader, key->at, "more than %d predicted answers", FAMILY_PREDICTIONS);
		return;
	}
	const struct node *gives = node->kind == NODE_MAP ? node_get(node, "gives") : node;
	const struct node *where = node_get(node, "where");
	if (!gives) {
		load_fault(loader, node->at, "write a formula, or {gives: formula, where: condition}");
		return;
	}
	if (gives->kind == NODE_SCALAR && strcmp(gives->text, "undefined") == 0) {
		struct expr *word = expr_new(loader->arena, EXPR_WORD, 0);
		word->style = WORD_UNDEFINED;
		prediction.gives = (struct formula){.tree = word};
	} else {
		struct scope scope = load_answer_scope(load);
		if (!load_formula(loader, gives, &scope, &prediction.gives))
			return;
	}
	if (where) {
		prediction.has_where = load_formula(loader, where, &load->family->scope, &prediction.where);
		if (!prediction.has_where)
			return;
	}
	variant->predictions[variant->prediction_count++] = prediction;
}

void load_predictions(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	load->variant->prediction_count = 0;
	if (node->kind != NODE_MAP) {
		load_fault(loader, node->at,
		    "`misconceptions` must be ids with formulas: `exp-add-base-and-exponent: b + n`");
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		const struct node *value = node->items[i];
		load_check_misconception(loader, node->keys[i]->at, node->keys[i]->text);
		for (size_t j = 0; value->kind == NODE_LIST && j < value->count; j++)
			add_prediction(loader, node->keys[i], value->items[j], load);
		if (value->kind != NODE_LIST)
			add_prediction(loader, node->keys[i], value, load);
	}
}

void load_separates(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	family->separates = load_texts(loader, node, "`separates`", &family->separate_count);
	if (family->separate_count > FAMILY_SEPARATES) {
		load_fault(loader, node->at, "more than %d misconceptions to separate", FAMILY_SEPARATES);
		family->separate_count = FAMILY_SEPARATES;
	}
	struct place *places = arena_array(loader->arena, family->separate_count + 1, sizeof *places);
	for (size_t i = 0; i < family->separate_count; i++) {
		places[i] = node->kind == NODE_LIST ? node->items[i]->at : node->at;
		load_check_misconception(loader, places[i], family->separates[i]);
	}
	family->separates_at = places;
}

static bool is_predicted(const struct variant *variant, const char *id)
{
	for (size_t i = 0; i < variant->prediction_count; i++)
		if (strcmp(variant->predictions[i].misconception, id) == 0)
			return true;
	return false;
}

/* Which of the separated beliefs are left to rules in this variant. */
static void settle_rules(const struct content *content, const struct family *family, struct variant *variant)
{
	for (size_t s = 0; s < family->separate_count && variant->has_ask; s++) {
		const struct misconception *belief =
		    content_find_misconception(content, family->separates[s]);
		variant->by_rules[s] = belief && belief->rule_count && !is_predicted(variant, belief->id);
		variant->separates_by_rules = variant->separates_by_rules || variant->by_rules[s];
	}
}

/* What indexing needs of each prediction, once all is read. */
void load_settle_predictions(const struct content *content, struct family *family)
{
	family->content = content;
	for (size_t v = 0; v < family->variant_count; v++) {
		struct variant *variant = &family->variants[v];
		for (size_t i = 0; i < variant->prediction_count; i++) {
			struct prediction *row = &variant->predictions[i];
			const struct misconception *belief =
			    content_find_misconception(content, row->misconception);
			row->prerequisite = belief ? belief->prerequisite : "";
			for (size_t s = 0; s < family->separate_count; s++)
				if (strcmp(family->separates[s], row->misconception) == 0)
					row->separated = s + 1;
			variant->separates = variant->separates || row->separated;
		}
		settle_rules(content, family, variant);
		variant->separates = variant->separates || variant->separates_by_rules;
	}
}

/* Beliefs: `misconceptions:`, what each leads to, and `separates:`, which of them an item must tell apart. */
#include "generators/engine/diagnose.h"
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

static const char *const *read_separates(
    struct loader *loader, const struct node *node, size_t *ret_count, const struct place **ret_places)
{
	const char *const *ids = load_texts(loader, node, "`separates`", ret_count);
	if (*ret_count > FAMILY_SEPARATES) {
		load_fault(loader, node->at, "more than %d misconceptions to separate", FAMILY_SEPARATES);
		*ret_count = FAMILY_SEPARATES;
	}
	struct place *places = arena_array(loader->arena, *ret_count + 1, sizeof *places);
	for (size_t i = 0; i < *ret_count; i++) {
		places[i] = node->kind == NODE_LIST ? node->items[i]->at : node->at;
		load_check_misconception(loader, places[i], ids[i]);
	}
	*ret_places = places;
	return ids;
}

void load_separates(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	family->separates = read_separates(loader, node, &family->separate_count, &family->separates_at);
}

void load_variant_separates(struct loader *loader, const struct node *node, void *target)
{
	struct variant *variant = ((struct family_load *)target)->variant;
	variant->separates_own =
	    read_separates(loader, node, &variant->separates_own_count, &variant->separates_own_at);
}

static bool is_among(const char *const *ids, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(ids[i], id) == 0)
			return true;
	return false;
}

/* A variant may separate less than its family, not more. */
static void check_own(struct loader *loader, const struct family *family, const struct variant *variant)
{
	for (size_t i = 0; i < variant->separates_own_count; i++) {
		if (!is_among(family->separates, family->separate_count, variant->separates_own[i]))
			load_fault(loader, variant->separates_own_at[i],
			    "`%s` is not among what the family `separates`", variant->separates_own[i]);
	}
}

static bool is_separated(const struct variant *variant, const char *id)
{
	return !variant->separates_own || is_among(variant->separates_own, variant->separates_own_count, id);
}

/* Where each variant says for itself what it separates, all that the family claims is separated by one. */
static void check_claims(struct loader *loader, const struct family *family)
{
	for (size_t s = 0; s < family->separate_count; s++) {
		bool any = false;
		for (size_t v = 0; v < family->variant_count && !any; v++)
			any = is_separated(&family->variants[v], family->separates[s]);
		if (!any)
			load_fault(loader, family->separates_at[s], "no variant separates `%s`",
			    family->separates[s]);
	}
}

static void settle_prediction(
    const struct family *family, const struct variant *variant, struct prediction *prediction)
{
	const struct misconception *belief =
	    content_find_misconception(family->content, prediction->misconception);
	prediction->prerequisite = belief ? belief->prerequisite : "";
	for (size_t s = 0; s < family->separate_count && is_separated(variant, prediction->misconception);
	     s++)
		if (strcmp(family->separates[s], prediction->misconception) == 0)
			prediction->separated = s + 1;
}

/* Which of the separated beliefs rules speak for in this variant. */
static void settle_rules(const struct family *family, struct variant *variant)
{
	for (size_t s = 0; s < family->separate_count && variant->has_ask; s++) {
		const struct misconception *belief =
		    content_find_misconception(family->content, family->separates[s]);
		variant->by_rules[s] = belief && belief->rule_count && is_separated(variant, belief->id);
		variant->separates_by_rules = variant->separates_by_rules || variant->by_rules[s];
	}
}

/* What indexing needs of each prediction, once all is read. */
void load_settle_predictions(struct loader *loader, struct family *family)
{
	family->content = loader->content;
	family->separated_rules = diagnose_family_rules(family, loader->arena);
	check_claims(loader, family);
	for (size_t v = 0; v < family->variant_count; v++) {
		struct variant *variant = &family->variants[v];
		check_own(loader, family, variant);
		for (size_t i = 0; i < variant->prediction_count; i++) {
			settle_prediction(family, variant, &variant->predictions[i]);
			variant->separates = variant->separates || variant->predictions[i].separated;
		}
		settle_rules(family, variant);
		variant->separates = variant->separates || variant->separates_by_rules;
	}
}

/* One family file: its table of fields, its variants, and what must be true of the whole. */
#include "generators/engine/load_family.h"
#include "generators/engine/make.h"
#include "generators/engine/permutation.h"
#include "generators/engine/present.h"
#include "generators/engine/slots.h"
#include "generators/engine/space.h"

#include <string.h>

enum { SAMPLE = 2000 };

struct scope load_answer_scope(const struct family_load *load)
{
	struct scope scope = load->family->scope;
	scope.names[scope.name_count++] = "ask";
	scope.names[scope.name_count++] = "error_step";
	return scope;
}

void load_settle_variants(struct loader *loader, struct family_load *load)
{
	struct family *family = load->family;
	if (family->variants)
		return;
	family->variants = arena_alloc(loader->arena, sizeof *family->variants);
	family->variants[0] = load->own;
	family->variant_count = 1;
}

/* ---- fields of a variant block ---- */

static void read_ask(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	load->variant->ask_at = node->at;
	load->variant->has_ask = load_formula(loader, node, &load->family->scope, &load->variant->ask);
}

static void read_ask_hidden(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	(void)load_flag(loader, node, "`ask_hidden`", &load->variant->ask_hidden);
}

/* `at: {x: 5}`: what stands for a symbol of `ask` where its value is asked for. */
static void read_at(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	struct variant *variant = load->variant;
	variant->at_count = 0;
	if (node->kind != NODE_MAP || node->count > FAMILY_AT) {
		load_fault(
		    loader, node->at, "`at` is at most %d symbols, each with its value: `{x: 5}`", FAMILY_AT);
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		size_t at = variant->at_count;
		const char *name = node->keys[i]->text;
		if (variant->has_ask && !expr_mentions(variant->ask.tree, name))
			load_fault(loader, node->keys[i]->at, "`ask` has no symbol `%s`", name);
		else if (load_formula(loader, node->items[i], &load->family->scope, &variant->at_values[at]))
			variant->at_names[variant->at_count++] = name;
	}
}

void load_texts_of(struct loader *loader, const struct node *node, const struct family_load *load,
    const char *what, struct text_template *ret_templates)
{
	const char *texts[LOCALES] = {NULL};
	load_localised(loader, node, what, texts);
	for (size_t locale = 0; locale < LOCALES; locale++) {
		const struct node *text = node->kind == NODE_MAP ? node_get(node, locale_names[locale])
		                                                 : (locale == 0 ? node : NULL);
		ret_templates[locale] = (struct text_template){NULL, 0, node->at};
		if (texts[locale] && text)
			(void)load_template(loader, text, &load->family->scope, &ret_templates[locale]);
	}
}

static void read_prompt(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	load_texts_of(loader, node, load, "`prompt`", load->variant->prompt);
}

static void read_division(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`division`");
	((struct family_load *)target)->variant->division_sign = text && strcmp(text, "sign") == 0;
	if (text && strcmp(text, "sign") != 0 && strcmp(text, "bar") != 0)
		load_fault(loader, node->at, "`division` is sign (12 ÷ 3) or bar (a fraction)");
}

static void read_hints(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	load->variant->hint_count = 0;
	if (node->kind != NODE_LIST || node->count > FAMILY_HINTS) {
		load_fault(
		    loader, node->at, "`hints` is a list of at most %d, each `- en: ...`", FAMILY_HINTS);
		return;
	}
	for (size_t i = 0; i < node->count; i++)
		load_texts_of(loader, node->items[i], load, "a hint",
		    load->variant->hints[load->variant->hint_count++]);
}

/* ---- fields of the family ---- */

static void read_id(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	const char *text = load_text(loader, node, "`family`");
	if (text && !load_is_identifier(text)) {
		load_fault(
		    loader, node->at, "`%s`: a family's name is small letters, digits and hyphens", text);
	} else if (text) {
		family->id = text;
	}
}

static void read_title(struct loader *loader, const struct node *node, void *target)
{
	((struct family_load *)target)->family->title = load_text(loader, node, "`title`");
}

static void read_skill(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	const char *text = load_text(loader, node, "`skill`");
	if (!text)
		return;
	family->skill = content_find_skill(loader->content, text);
	if (family->skill != SIZE_MAX) {
		family->unit = loader->content->skills[family->skill].row.unit;
		return;
	}
	size_t count = loader->content->skill_count;
	const char **names = arena_array(loader->arena, count + 1, sizeof *names);
	for (size_t i = 0; i < count; i++)
		names[i] = loader->content->skills[i].row.id;
	const char *nearest = load_nearest(text, names, count);
	load_fault(loader, node->at, "there is no skill `%s`%s%s%s", text, nearest ? "; did you mean `" : "",
	    nearest ? nearest : "", nearest ? "`?" : "");
}

static void read_digits(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	family->digits = (int)load_integer(loader, node, "`digits`", 1, FAMILY_DIGITS_LAST, FAMILY_DIGITS);
}

static void read_variants(struct loader *loader, const struct node *node, void *target);

static void variant_name(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`name`");
	if (text && !load_is_identifier(text))
		load_fault(loader, node->at, "a variant's name is small letters, digits and hyphens");
	((struct family_load *)target)->variant->name = text ? text : "";
}

/* Order matters: a field relies on those above it. */
static const struct load_field family_fields[] = {
    {"family", true, read_id},
    {"title", true, read_title},
    {"skill", true, read_skill},
    {"parameters", false, load_parameters},
    {"let", false, load_let},
    {"where", false, load_where},
    {"ask", false, read_ask},
    {"ask_hidden", false, read_ask_hidden},
    {"at", false, read_at},
    {"division", false, read_division},
    {"prompt", false, read_prompt},
    {"answer", false, load_answer},
    {"show", false, load_show},
    {"misconceptions", false, load_predictions},
    {"hints", false, read_hints},
    {"solve", false, load_solve},
    {"stands_for", false, load_stands_for},
    {"solution", false, load_solution},
    {"variants", false, read_variants},
    {"levels", false, load_levels},
    {"separates", false, load_separates},
    {"digits", false, read_digits},
    {"tests", false, load_tests},
};

static const struct load_field variant_fields[] = {
    {"name", true, variant_name},
    {"where", false, load_where},
    {"ask", false, read_ask},
    {"ask_hidden", false, read_ask_hidden},
    {"at", false, read_at},
    {"division", false, read_division},
    {"prompt", false, read_prompt},
    {"answer", false, load_answer},
    {"show", false, load_show},
    {"misconceptions", false, load_predictions},
    {"separates", false, load_variant_separates},
    {"hints", false, read_hints},
    {"stands_for", false, load_stands_for},
    {"solution", false, load_solution},
};

static void read_variants(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	struct family *family = load->family;
	if (node->kind != NODE_LIST || node->count == 0 || node->count > FAMILY_VARIANTS) {
		load_fault(
		    loader, node->at, "`variants` is a list of 1 to %d, each `- name: ...`", FAMILY_VARIANTS);
		return;
	}
	family->variants = arena_zero(loader->arena, node->count * sizeof *family->variants);
	for (size_t i = 0; i < node->count; i++) {
		struct variant *variant = &family->variants[family->variant_count++];
		*variant = load->own;
		variant->name = "";
		variant->at = node->items[i]->at;
		load->variant = variant;
		load_fields(loader, node->items[i], "a variant", variant_fields,
		    sizeof variant_fields / sizeof variant_fields[0], load);
		for (size_t j = 0; j + 1 < family->variant_count; j++) {
			if (strcmp(family->variants[j].name, variant->name) == 0)
				load_fault(
				    loader, variant->at, "two variants are called `%s`", variant->name);
		}
	}
	load->variant = &load->own;
}

/* ---- the whole ---- */

static void enter_keys(const struct node *map, struct scope *scope)
{
	for (size_t i = 0;
	     map && map->kind == NODE_MAP && i < map->count && scope->name_count + 1 < FORMULA_SLOTS; i++)
		if (map->keys[i]->length < LIMIT_SYMBOL_BYTES)
			scope->names[scope->name_count++] = map->keys[i]->text;
}

/* Variables of the question are symbols in every formula, so they are known before anything is read. */
static void enter_variables(struct loader *loader, const struct node *block, struct scope *scope)
{
	static const char *const fields[] = {"variables", "unknown"};
	for (size_t f = 0; f < 4; f++) {
		const struct node *holder = f < 2 ? block : node_get(block, "show");
		const struct node *names = node_get(node_get(holder, "answer"), fields[f % 2]);
		size_t count = !names                     ? 0
		               : names->kind == NODE_LIST ? names->count
		                                          : names->kind == NODE_SCALAR;
		for (size_t i = 0; i < count && scope->name_count + 1 < FORMULA_SLOTS; i++) {
			const struct node *name = names->kind == NODE_LIST ? names->items[i] : names;
			if (name->kind == NODE_SCALAR && name->length < LIMIT_SYMBOL_BYTES)
				scope->names[scope->name_count++] = name->text;
		}
	}
	enter_keys(node_get(block, "at"), scope);
	enter_keys(node_get(block, "stands_for"), scope);
	const struct node *variants = node_get(block, "variants");
	for (size_t i = 0; variants && variants->kind == NODE_LIST && i < variants->count; i++)
		enter_variables(loader, variants->items[i], scope);
}

static void check_variant(struct loader *loader, struct variant *variant)
{
	if (!variant->prompt[LOCALE_EN].count)
		load_fault(loader, variant->at, "there is no prompt: add `prompt: {en: ...}`");
	if (!variant->has_ask && variant->value_kind != ANSWER_FORMULA)
		load_fault(
		    loader, variant->at, "there is no `ask` and no `value`: nothing says what is right");
	if ((variant->value_kind == ANSWER_SOLUTIONS || variant->value_kind == ANSWER_DOMAIN) &&
	    !variant->question.unknown && variant->question.variable_count != 1)
		load_fault(loader, variant->answer_at, "say which symbol it is about: `unknown: x`");
	if (variant->question.kind == KIND_CHOICE && variant->question.option_count == 0 &&
	    variant->value_kind != ANSWER_TRUTH)
		load_fault(loader, variant->answer_at, "a choice needs `options`");
}

static bool uses_ask(const struct text_template *text)
{
	for (size_t i = 0; i < text->count; i++)
		if (text->pieces[i].kind == PIECE_ASK)
			return true;
	return false;
}

/* A family without `levels:` is all of level 1. */
static void settle_levels(struct family *family)
{
	for (size_t level = 0; level < LEVELS; level++)
		if (family->levels[level].present)
			return;
	family->levels[0] = (struct family_level){.present = true, .variants = UINT32_MAX};
	for (size_t i = 0; i < family->parameter_count; i++)
		for (size_t v = 0; v < family->parameters[i].list.count; v++)
			family->parameters[i].list.values[v].levels = 1;
}

static void check_family(struct loader *loader, struct family_load *load, const char *folder)
{
	struct family *family = load->family;
	const struct node *skill = node_get(load->root, "skill");
	load_settle_variants(loader, load);
	load_settle_predictions(loader, family);
	settle_levels(family);
	if (family->unit && folder && strcmp(family->unit, folder) != 0)
		load_fault(loader, skill ? skill->at : load->root->at,
		    "a family of this skill belongs into the folder %s", family->unit);
	if (family->id && content_find_family(loader->content, family->id))
		load_fault(
		    loader, node_get(load->root, "family")->at, "there are two families `%s`", family->id);
	for (size_t i = 0; i < family->variant_count; i++) {
		struct variant *variant = &family->variants[i];
		check_variant(loader, variant);
		load_settle_show(loader, variant);
		for (size_t locale = 0; locale < LOCALES; locale++) {
			if (!variant->has_ask && uses_ask(&variant->prompt[locale]))
				load_fault(
				    loader, variant->at, "the prompt shows {ask}, and there is no `ask`");
			if (variant->ask_hidden && uses_ask(&variant->prompt[locale]))
				load_fault(loader, variant->at,
				    "the prompt shows {ask}, and the variant says `ask_hidden: true`");
		}
	}
}

static const struct node *place_of_answer(const struct family_load *load)
{
	const struct node *answer = node_get(load->root, "answer");
	return answer ? answer : load->root;
}

/* Tuples of a variant in an order without pattern, from a space that has no index. */
static uint64_t sampled_tuple(const struct family *family, size_t variant, uint64_t k)
{
	struct permutation permutation;
	uint64_t size = family->product / family->variant_count;
	permutation_init(&permutation, size, 0, family->id);
	return permutation_at(&permutation, k % size) * family->variant_count + variant;
}

/* One item of each variant goes through the checker: unknown forms and bad patterns come to light, `say` is
 * kept. */
static void try_variant(struct loader *loader, const struct family_load *load, size_t v)
{
	struct family *family = load->family;
	struct variant *variant = &family->variants[v];
	struct make_request request = {loader->content, family, 0, 0, LOCALE_EN, true};
	struct item *item = arena_zero(load->scratch, sizeof *item);
	bool made = false;
	for (uint64_t i = 0; !made && i < (family->index ? family->level_start[LEVELS] : SAMPLE); i++) {
		request.tuple =
		    family->index ? space_tuple(family, 0, i, &request.level) : sampled_tuple(family, v, i);
		made = request.tuple % family->variant_count == v &&
		       make_item(load->scratch, &request, item) == MADE;
	}
	struct place at = variant->answer_at.line ? variant->answer_at : place_of_answer(load)->at;
	if (!made) {
		load_fault(loader, at, "no item can be made%s%s%s: every key is undefined or not of the form",
		    *variant->name ? " of the variant `" : "", variant->name, *variant->name ? "`" : "");
		return;
	}
	struct question *question = NULL;
	struct question_fault fault = {0};
	if (question_parse(load->scratch, &item->question, &question, &fault) != 0)
		load_fault(loader, at, "`%s`: %s", fault.field, fault.message);
	for (size_t locale = 0; question && variant->fixed_forms && locale < LOCALES; locale++) {
		const char *say = question_say(question, (enum locale)locale);
		variant->say[locale] = arena_copy(loader->arena, say ? say : "", say ? strlen(say) : 0);
	}
	question_done(question);
}

struct indexing {
	struct loader *loader;
	struct family_load *load;
};

static void index_family(void *context)
{
	struct loader *loader = ((struct indexing *)context)->loader;
	struct family_load *load = ((struct indexing *)context)->load;
	struct family *family = load->family;
	const char *message = NULL;
	const struct node *parameters = node_get(load->root, "parameters");
	if (space_build(family, loader->arena, load->scratch, &message) != 0) {
		load_fault(loader, parameters ? parameters->at : load->root->at, "%s", message);
		return;
	}
	for (size_t level = 0; level < LEVELS; level++)
		if (family->levels[level].present && space_size(family, (int)level + 1) == 0)
			load_fault(loader, family->levels[level].at, "level %zu has no items", level + 1);
	for (size_t v = 0; v < family->variant_count; v++)
		try_variant(loader, load, v);
}

void load_family(struct loader *loader, const struct node *root, const char *unit_folder)
{
	struct content *content = loader->content;
	struct family *family = arena_zero(loader->arena, sizeof *family);
	struct family_load *load = arena_zero(loader->arena, sizeof *load);
	*load = (struct family_load){.family = family, .root = root, .scratch = loader->scratch};
	load->variant = &load->own;
	load->own.name = "";
	load->own.at = root->at;
	load->own.presenter = presenter_for(NULL);
	load->own.fixed_forms = true;
	family->file = loader->file;
	family->skill = SIZE_MAX;
	family->digits = FAMILY_DIGITS;
	enter_variables(loader, root, &family->scope);
	load_fields(
	    loader, root, "a family", family_fields, sizeof family_fields / sizeof family_fields[0], load);
	check_family(loader, load, unit_folder);
	if (loader->faults)
		return;
	slots_settle(family);
	struct indexing indexing = {loader, load};
	if (arena_try(loader->scratch, index_family, &indexing) != REFUSAL_NONE)
		load_fault(loader, root->at, "a value of this family is too large to work out");
	if (loader->faults)
		return;
	size_t at = content->family_count++;
	for (; at > 0 && strcmp(content->families[at - 1]->id, family->id) > 0; at--)
		content->families[at] = content->families[at - 1];
	content->families[at] = family;
}

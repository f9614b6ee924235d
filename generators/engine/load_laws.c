/*
 * laws.yaml: correct rewriting rules, with the words that a worked solution says them in. The parts that read
 * one rule serve mal-rules as well.
 */
#include "generators/engine/load.h"

#include "checker/forms.h"
#include "checker/reading/read.h"
#include "generators/engine/guards.h"
#include "generators/engine/solve.h"

#include <string.h>

/* What formulas of a rule may be called: the metavariables, and what the solver knows besides. */
static const char *const rule_names[] = {"a", "b", "c", "d", "i", "j", "k", "m", "n", "p", "q", "r", "s", "t",
    "u", "v", "w", "x", "y", "z", "base"};
enum { RULE_NAMES = sizeof rule_names / sizeof rule_names[0] };

/* ---- one rule ---- */

static const struct expr *read_tree(struct loader *loader, struct place at, const char *text)
{
	struct note note = {0};
	const struct expr *tree = read_formula(loader->arena, text, rule_names, RULE_NAMES, &note);
	if (!tree)
		load_fault(loader, at, "cannot read `%s`: %s", text, note_words(note.code, LOCALE_EN));
	return tree;
}

static const char *trimmed(struct arena *arena, const char *start, size_t length)
{
	while (length > 0 && *start == ' ') {
		start++;
		length--;
	}
	while (length > 0 && start[length - 1] == ' ')
		length--;
	return arena_copy(arena, start, length);
}

static const struct expr *read_result(struct loader *loader, const struct node *node, const char *text)
{
	static const struct {
		const char *text;
		enum word word;
	} words[] = {{"undefined", WORD_UNDEFINED}, {"no solution", WORD_NO_SOLUTION}};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(words[i].text, text) != 0)
			continue;
		struct expr *word = expr_new(loader->arena, EXPR_WORD, 0);
		word->style = (uint8_t)words[i].word;
		return word;
	}
	return read_tree(loader, node->at, text);
}

static bool read_sides(struct loader *loader, const struct node *node, struct rewrite_rule *rule)
{
	const char *text = load_text(loader, node, "a rule");
	const char *arrow = text ? strstr(text, "->") : NULL;
	if (text && (!arrow || strstr(arrow + 2, "->")))
		load_fault(loader, node->at, "a rule is `what is there -> what becomes of it`");
	if (!arrow || strstr(arrow + 2, "->"))
		return false;
	rule->from = read_tree(loader, node->at, trimmed(loader->arena, text, (size_t)(arrow - text)));
	rule->to = read_result(loader, node, trimmed(loader->arena, arrow + 2, strlen(arrow + 2)));
	return rule->from && rule->to;
}

static bool read_lets(struct loader *loader, const struct node *node, struct rewrite_rule *rule)
{
	if (!node)
		return true;
	if (node->kind != NODE_MAP || node->count > REWRITE_LETS) {
		load_fault(
		    loader, node->at, "`let` is at most %d names with formulas: {m: log_b(n)}", REWRITE_LETS);
		return false;
	}
	for (size_t i = 0; i < node->count; i++) {
		const char *text = load_text(loader, node->items[i], "a formula");
		const struct expr *tree = text ? read_tree(loader, node->items[i]->at, text) : NULL;
		if (!tree)
			return false;
		rule->lets[rule->let_count++] = (struct rewrite_let){node->keys[i]->text, {tree, NULL}};
	}
	return true;
}

bool load_flag(struct loader *loader, const struct node *node, const char *what, bool *ret_flag)
{
	const char *text = node ? load_text(loader, node, what) : "false";
	*ret_flag = text && strcmp(text, "true") == 0;
	if (text && !*ret_flag && strcmp(text, "false") != 0)
		load_fault(loader, node->at, "%s is true or false", what);
	return text != NULL;
}

/* Functions that do not exist, anywhere in a condition or let. */
static bool check_calls(struct loader *loader, struct place at, const struct expr *tree)
{
	if (tree->kind == EXPR_CALL && !formula_function(tree->name)) {
		load_fault(loader, at, "there is no function `%s`", tree->name);
		return false;
	}
	for (uint32_t i = 0; i < tree->count; i++)
		if (!check_calls(loader, at, tree->parts[i].expr))
			return false;
	return true;
}

static bool read_where(struct loader *loader, const struct node *node, struct rewrite_rule *rule)
{
	const char *text = load_text(loader, node, "`where`");
	const struct expr *tree = text ? read_tree(loader, node->at, text) : NULL;
	if (!tree || !load_is_condition(loader, node, tree) || !check_calls(loader, node->at, tree))
		return false;
	if (!rewrite_set_where(rule, tree))
		load_fault(loader, node->at, "`where` of a rule joins at most %d conditions with `and`",
		    REWRITE_CONDITIONS);
	return rule->condition_count > 0;
}

bool load_rule(struct loader *loader, const struct node *node, const struct node *shared, bool commutative,
    struct rewrite_rule *ret_rule)
{
	static const char *const fields[] = {"rule", "let", "where", "implicit", "in_order", "whole"};
	const struct node *own = node->kind == NODE_MAP ? node : shared;
	const struct node *text = node->kind == NODE_MAP ? node_get(node, "rule") : node;
	for (size_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
		bool known = false;
		for (size_t f = 0; f < sizeof fields / sizeof fields[0]; f++)
			known = known || strcmp(fields[f], node->keys[i]->text) == 0;
		if (!known) {
			load_fault(loader, node->keys[i]->at,
			    "a rule has no field `%s`; write rule, let, where, implicit, in_order or whole",
			    node->keys[i]->text);
		}
	}
	if (!text) {
		load_fault(loader, node->at, "there is no `rule` here");
		return false;
	}
	struct rewrite_rule rule = {.commutative = commutative};
	bool in_order = false;
	if (!read_sides(loader, text, &rule) || !read_lets(loader, node_get(own, "let"), &rule) ||
	    !load_flag(loader, node_get(own, "implicit"), "`implicit`", &rule.implicit) ||
	    !load_flag(loader, node_get(own, "in_order"), "`in_order`", &in_order) ||
	    !load_flag(loader, node_get(own, "whole"), "`whole`", &rule.whole))
		return false;
	rule.commutative = commutative && !in_order;
	const struct node *where = node_get(own, "where");
	if (where && !read_where(loader, where, &rule))
		return false;
	bool good = check_calls(loader, text->at, rule.to);
	for (size_t i = 0; i < rule.let_count; i++)
		good = check_calls(loader, text->at, rule.lets[i].formula.tree) && good;
	const char *name = NULL;
	const char *fault = rewrite_fault(&rule, guard_names, guard_name_count, &name);
	if (fault)
		load_fault(loader, text->at, "`%s`: %s", name, fault);
	good = good && !fault;
	if (good)
		guards_prepare(loader->arena, &rule);
	*ret_rule = rule;
	return good;
}

size_t load_rules(
    struct loader *loader, const struct node *node, bool commutative, struct rewrite_rule **ret_rules)
{
	const struct node *rule = node_get(node, "rule"), *rules = node_get(node, "rules");
	const struct node *only = rule ? rule : rules && rules->kind != NODE_LIST ? rules : NULL;
	size_t most = only ? 1 : rules ? rules->count : 0, count = 0;
	*ret_rules = arena_zero(loader->arena, (most + 1) * sizeof **ret_rules);
	for (size_t i = 0; i < most; i++)
		count +=
		    load_rule(loader, only ? only : rules->items[i], node, commutative, &(*ret_rules)[count]);
	return count;
}

/* ---- one law ---- */

static void law_id(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`law`");
	if (text && !load_is_identifier(text))
		load_fault(loader, node->at, "`%s`: a law's name is small letters, digits and hyphens", text);
	else if (text && content_find_law(loader->content, text))
		load_fault(loader, node->at, "there are two laws `%s`", text);
	else if (text && solve_built_in(text))
		load_fault(loader, node->at, "the law `%s` is built in", text);
	else
		((struct law *)target)->id = text;
}

/* Laws that stand in for those a folder lacks may name skills that it lacks as well. */
static void law_skill(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`skill`");
	if (text && content_find_skill(loader->content, text) == SIZE_MAX && !loader->stand_in)
		load_fault(loader, node->at, "there is no skill `%s`", text);
	((struct law *)target)->skill = text;
}

static void law_says(struct loader *loader, const struct node *node, void *target)
{
	load_localised(loader, node, "`says`", ((struct law *)target)->says);
}

const char *const *load_forms(struct loader *loader, const struct node *node, size_t *ret_count)
{
	const char *const *forms = load_texts(loader, node, "`for`", ret_count);
	for (size_t i = 0; i < *ret_count; i++) {
		if (!form_find(forms[i], strlen(forms[i])))
			load_fault(loader, node->kind == NODE_LIST ? node->items[i]->at : node->at,
			    "there is no form `%s`", forms[i]);
	}
	return forms;
}

static void law_for(struct loader *loader, const struct node *node, void *target)
{
	struct law *law = target;
	law->forms = load_forms(loader, node, &law->form_count);
}

static void law_last_resort(struct loader *loader, const struct node *node, void *target)
{
	(void)load_flag(loader, node, "`last_resort`", &((struct law *)target)->last_resort);
}

/* Read with the rules, which they are about. */
static void law_part(struct loader *loader, const struct node *node, void *target)
{
	(void)loader, (void)node, (void)target;
}

static const struct load_field law_fields[] = {
    {"law", true, law_id},
    {"skill", true, law_skill},
    {"says", true, law_says},
    {"for", false, law_for},
    {"last_resort", false, law_last_resort},
    {"rule", false, law_part},
    {"rules", false, law_part},
    {"let", false, law_part},
    {"where", false, law_part},
    {"implicit", false, law_part},
    {"in_order", false, law_part},
    {"whole", false, law_part},
};

static void read_law(struct loader *loader, const struct node *node, struct law *law)
{
	load_fields(loader, node, "a law", law_fields, sizeof law_fields / sizeof law_fields[0], law);
	law->at = node->at;
	const struct node *rule = node_get(node, "rule"), *rules = node_get(node, "rules");
	if (node->kind != NODE_MAP)
		return;
	if (!rule == !rules) {
		load_fault(loader, node->at, "a law has either `rule` or `rules`");
		return;
	}
	law->rule_count = load_rules(loader, node, true, &law->rules);
}

void load_laws(struct loader *loader, const struct node *root)
{
	struct content *content = loader->content;
	if (root->kind != NODE_LIST) {
		load_fault(loader, root->at, "laws are a list, each `- law: ...`");
		return;
	}
	content->laws = arena_zero(loader->arena, (root->count + 1) * sizeof *content->laws);
	for (size_t i = 0; i < root->count; i++) {
		struct law *law = &content->laws[content->law_count];
		size_t faults = loader->faults;
		read_law(loader, root->items[i], law);
		if (loader->faults == faults)
			content->law_count++;
		else
			*law = (struct law){.id = NULL};
	}
}

/* How a family's items are solved: the laws that are preferred, and the steps that its author writes. */
#include "generators/engine/load_family.h"
#include "generators/engine/solve.h"

#include <string.h>

void load_solve(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	family->solve = load_texts(loader, node, "`solve`", &family->solve_count);
	for (size_t i = 0; i < family->solve_count; i++) {
		const char *id = family->solve[i];
		if (!content_find_law(loader->content, id) && !solve_built_in(id) && !loader->stand_in)
			load_fault(loader, node->kind == NODE_LIST ? node->items[i]->at : node->at,
			    "there is no law `%s`", id);
	}
}

void load_stands_for(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	struct variant *variant = load->variant;
	variant->letter_count = 0;
	if (node->kind != NODE_MAP || node->count > FAMILY_AT) {
		load_fault(loader, node->at,
		    "`stands_for` is at most %d letters, each with what it stands for: `{x: b^m}`",
		    FAMILY_AT);
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		size_t at = variant->letter_count;
		if (load_formula(loader, node->items[i], &load->family->scope, &variant->letter_values[at]))
			variant->letter_names[variant->letter_count++] = node->keys[i]->text;
	}
}

/* `shows: no solution`: a word that is no formula. */
static bool is_word(struct loader *loader, const struct node *node, struct formula *ret_formula)
{
	static const struct {
		const char *text;
		int word;
	} words[] = {{"undefined", WORD_UNDEFINED}, {"no solution", WORD_NO_SOLUTION}, {"true", WORD_TRUE},
	    {"false", WORD_FALSE}};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (node->kind != NODE_SCALAR || strcmp(node->text, words[i].text) != 0)
			continue;
		struct expr *word = expr_new(loader->arena, EXPR_WORD, 0);
		word->style = (uint8_t)words[i].word;
		*ret_formula = (struct formula){.tree = word};
		return true;
	}
	return false;
}

static void read_step(struct loader *loader, const struct node *node, const struct family_load *load,
    struct authored_step *step)
{
	const struct node *says = node_get(node, "says"), *shows = node_get(node, "shows"),
	                  *where = node_get(node, "where");
	size_t known = 1 + (size_t)(shows != NULL) + (size_t)(where != NULL);
	step->at = node->at;
	if (!says || node->count != known) {
		load_fault(loader, node->at,
		    "a step is {says: {en: ...}, shows: formula, where: condition}; `shows` and `where` may "
		    "be "
		    "left out");
		return;
	}
	load_texts_of(loader, says, load, "`says`", step->says);
	struct scope scope = load_answer_scope(load);
	step->has_where = where && load_formula(loader, where, &load->family->scope, &step->where);
	step->has_shows = shows && (is_word(loader, shows, &step->shows) ||
	                               load_formula(loader, shows, &scope, &step->shows));
	if (shows)
		step->at = shows->at;
}

void load_solution(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	load->variant->step_count = 0;
	if (node->kind != NODE_LIST || node->count > FAMILY_STEPS) {
		load_fault(loader, node->at, "`solution` is a list of at most %d steps, each `- says: ...`",
		    FAMILY_STEPS);
		return;
	}
	for (size_t i = 0; i < node->count; i++)
		read_step(loader, node->items[i], load, &load->variant->steps[load->variant->step_count++]);
}

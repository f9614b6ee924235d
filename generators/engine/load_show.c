/* `show:` - a worked solution with an error in it: whose error, and what the solution is to lead to. */
#include "generators/engine/load_family.h"
#include "generators/engine/present.h"

#include <string.h>

/* What one `show` is read into. */
struct show_load {
	struct family_load *load;
	struct worked_show *show;
	struct variant *asked;
};

static bool parameter_slot(const struct family *family, const char *name, size_t *ret_slot)
{
	for (size_t i = 0; i < family->parameter_count; i++) {
		*ret_slot = i;
		if (strcmp(family->parameters[i].name, name) == 0)
			return true;
	}
	return false;
}

/* `none`, or a misconception that a step can follow. `known`: that there is such a one was looked at before.
 */
static const struct misconception *erring(struct loader *loader, struct place at, const char *id, bool known)
{
	if (strcmp(id, "none") == 0)
		return NULL;
	const struct misconception *belief = content_find_misconception(loader->content, id);
	if (!known)
		load_check_misconception(loader, at, id);
	if (belief && !belief->rule_count)
		load_fault(loader, at, "`%s` has no rules, so that no step can follow it", id);
	return belief;
}

static void read_worked_with(struct loader *loader, const struct node *node, void *target)
{
	struct show_load *reading = target;
	struct worked_show *show = reading->show;
	const struct family *family = reading->load->family;
	const char *text = load_text(loader, node, "`worked_with`");
	show->at = node->at;
	if (!text)
		return;
	show->by_parameter = parameter_slot(family, text, &show->slot);
	if (!show->by_parameter) {
		show->belief = erring(loader, node->at, text, false);
		return;
	}
	const struct parameter *parameter = &family->parameters[show->slot];
	for (size_t i = 0; i < parameter->list.count; i++) {
		const char *id = parameter->list.values[i].plain;
		bool looks_so = strchr(id, '-'); /* as an id: it was looked for where it stands */
		(void)erring(loader, parameter->at, id, looks_so);
	}
}

static void read_show_answer(struct loader *loader, const struct node *node, void *target)
{
	struct show_load *reading = target;
	struct variant *variant = reading->load->variant;
	reading->show->has_answer = true;
	reading->load->variant = reading->asked;
	load_answer(loader, node, reading->load);
	reading->load->variant = variant;
}

static const struct load_field show_fields[] = {
    {"worked_with", true, read_worked_with},
    {"answer", false, read_show_answer},
};

void load_show(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	struct worked_show *show = arena_zero(loader->arena, sizeof *show);
	struct variant *asked = arena_zero(loader->arena, sizeof *asked);
	struct show_load reading = {load, show, asked};
	asked->fixed_forms = true;
	asked->presenter = presenter_for(NULL);
	load_fields(
	    loader, node, "`show`", show_fields, sizeof show_fields / sizeof show_fields[0], &reading);
	show->asked = asked;
	load->variant->show = show;
}

static bool uses_worked(const struct text_template *text)
{
	for (size_t i = 0; i < text->count; i++)
		if (text->pieces[i].kind == PIECE_WORKED)
			return true;
	return false;
}

static void only_in_prompts(struct loader *loader, const struct text_template *text)
{
	if (uses_worked(text))
		load_fault(loader, text->at, "{worked} stands in prompts only");
}

static void check_texts(struct loader *loader, const struct variant *variant)
{
	for (size_t locale = 0; locale < LOCALES; locale++) {
		const struct text_template *prompt = &variant->prompt[locale];
		bool worked = uses_worked(prompt);
		if (variant->show && prompt->count && !worked) {
			load_fault(
			    loader, prompt->at, "the prompt does not show {worked}, and there is `show`");
		} else if (!variant->show && worked) {
			load_fault(loader, prompt->at,
			    "the prompt shows {worked}: say whose error is in it, `show: {worked_with: "
			    "...}`");
		}
		for (size_t i = 0; i < variant->hint_count; i++)
			only_in_prompts(loader, &variant->hints[i][locale]);
		for (size_t i = 0; i < variant->step_count; i++)
			only_in_prompts(loader, &variant->steps[i].says[locale]);
	}
}

/* The block that the worked solution is to: the variant's `ask` with the answer that `show` gives it. */
static const struct worked_show *settled_show(struct loader *loader, const struct variant *variant)
{
	struct worked_show *show = arena_zero(loader->arena, sizeof *show);
	struct variant *asked = arena_zero(loader->arena, sizeof *asked);
	*show = *variant->show;
	*asked = show->has_answer || variant->asks_step ? *show->asked : *variant;
	asked->name = variant->name;
	asked->has_ask = variant->has_ask;
	asked->ask = variant->ask;
	asked->at_count = 0;
	asked->prediction_count = asked->hint_count = asked->step_count = 0;
	memset(asked->prompt, 0, sizeof asked->prompt);
	asked->show = NULL;
	asked->asks_step = false;
	show->asked = asked;
	return show;
}

void load_settle_show(struct loader *loader, struct variant *variant)
{
	bool step = variant->value_kind == ANSWER_FORMULA && variant->value.has_error_step;
	check_texts(loader, variant);
	if (!variant->show) {
		if (step) {
			load_fault(loader, variant->answer_at,
			    "`error_step` is a step of a worked solution: say whose error is in it, `show: "
			    "{worked_with: ...}`");
		}
		return;
	}
	variant->asks_step = step;
	if (!variant->has_ask)
		load_fault(loader, variant->show->at, "there is no `ask` to be worked out");
	else if (variant->at_count)
		load_fault(loader, variant->show->at, "what is worked out cannot have `at`");
	variant->show = settled_show(loader, variant);
	enum answer_value kind = variant->show->asked->value_kind;
	if (kind == ANSWER_TRUTH || kind == ANSWER_DOMAIN)
		load_fault(loader, variant->show->at,
		    "what is worked out is a value or the solutions of an equation");
}

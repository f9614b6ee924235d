/* `answer:` - what is expected, of which kind, in which form. */
#include "generators/engine/load_family.h"
#include "generators/engine/present.h"

#include <stdlib.h>
#include <string.h>

static struct question_spec *question_of(void *target)
{
	return &((struct family_load *)target)->variant->question;
}

/* The place of a text in a list of names, or -1 after a fault that says which there are. */
static int one_of(
    struct loader *loader, const struct node *node, const char *what, const char *const *names, size_t count)
{
	const char *text = load_text(loader, node, what);
	for (size_t i = 0; text && i < count; i++)
		if (strcmp(names[i], text) == 0)
			return (int)i;
	if (!text)
		return -1;
	char all[256] = "";
	for (size_t i = 0; i < count; i++) {
		strncat(all, i ? ", " : "", sizeof all - strlen(all) - 1);
		strncat(all, names[i], sizeof all - strlen(all) - 1);
	}
	load_fault(loader, node->at, "%s cannot be `%s`; write one of: %s", what, text, all);
	return -1;
}

static void read_kind(struct loader *loader, const struct node *node, void *target)
{
	int kind = one_of(loader, node, "`kind`", question_kind_names, KINDS);
	if (kind >= 0)
		question_of(target)->kind = kind;
}

static void read_form(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	struct question_spec *question = question_of(target);
	size_t count = node->kind == NODE_LIST ? node->count : 1;
	if (count > LIMIT_FORMS) {
		load_fault(loader, node->at, "more than %d forms", LIMIT_FORMS);
		return;
	}
	load->variant->fixed_forms = true;
	for (size_t i = 0; i < count; i++) {
		const struct node *form = node->kind == NODE_LIST ? node->items[i] : node;
		const char *text = load_text(loader, form, "`form`");
		if (!text)
			return;
		/* a pattern is a regex, whose braces are its own */
		bool pattern = strncmp(text, "pattern:", 8) == 0;
		load->variant->fixed_forms = load->variant->fixed_forms && (pattern || !strchr(text, '{'));
		struct text_template *form_template = &load->variant->forms[question->form_count];
		if (pattern) {
			struct text_piece *piece = arena_zero(loader->arena, sizeof *piece);
			piece->text = text;
			*form_template = (struct text_template){piece, 1, form->at};
		} else if (!load_template(loader, form, &load->family->scope, form_template)) {
			return;
		}
		question->forms[question->form_count++] = text;
	}
	load->variant->presenter = presenter_for(question->form_count ? question->forms[0] : NULL);
}

static bool fixed_value(struct loader *loader, const char *text, struct variant *variant)
{
	static const struct {
		const char *text;
		enum answer_value kind;
		int word; /* -1: none */
	} fixed[] = {
	    {"worth(ask)", ANSWER_WORTH, -1},
	    {"truth(ask)", ANSWER_TRUTH, -1},
	    {"solutions(ask)", ANSWER_SOLUTIONS, -1},
	    {"domain(ask)", ANSWER_DOMAIN, -1},
	    {"undefined", ANSWER_FORMULA, WORD_UNDEFINED},
	    {"no solution", ANSWER_FORMULA, WORD_NO_SOLUTION},
	    {"true", ANSWER_FORMULA, WORD_TRUE},
	    {"false", ANSWER_FORMULA, WORD_FALSE},
	};
	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
		if (strcmp(fixed[i].text, text) != 0)
			continue;
		variant->value_kind = fixed[i].kind;
		if (fixed[i].word >= 0) {
			struct expr *word = expr_new(loader->arena, EXPR_WORD, 0);
			word->style = (uint8_t)fixed[i].word;
			variant->value = (struct formula){.tree = word};
		}
		return true;
	}
	return false;
}

static void read_value(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	const char *text = load_text(loader, node, "`value`");
	if (!text || fixed_value(loader, text, load->variant))
		return;
	load->variant->value_kind = ANSWER_FORMULA;
	struct scope scope = load_answer_scope(load);
	(void)load_formula(loader, node, &scope, &load->variant->value);
}

static void read_places(struct loader *loader, const struct node *node, void *target)
{
	struct question_spec *question = question_of(target);
	question->tolerance_kind = TOLERANCE_PLACES;
	question->tolerance_digits = (int)load_integer(loader, node, "`places`", 0, 50, 0);
}

static void read_significant(struct loader *loader, const struct node *node, void *target)
{
	struct question_spec *question = question_of(target);
	question->tolerance_kind = TOLERANCE_SIGNIFICANT;
	question->tolerance_digits = (int)load_integer(loader, node, "`significant`", 1, 50, 1);
}

static void read_relative(struct loader *loader, const struct node *node, void *target)
{
	struct question_spec *question = question_of(target);
	question->tolerance_kind = TOLERANCE_RELATIVE;
	question->tolerance_relative = load_text(loader, node, "`relative`");
}

static void read_tolerance(struct loader *loader, const struct node *node, void *target)
{
	static const struct load_field fields[] = {
	    {"places", false, read_places},
	    {"significant", false, read_significant},
	    {"relative", false, read_relative},
	};
	if (node->kind != NODE_MAP || node->count != 1) {
		load_fault(loader, node->at,
		    "`tolerance` is one of {places: 3}, {significant: 3}, {relative: 1/1000}");
		return;
	}
	load_fields(loader, node, "`tolerance`", fields, sizeof fields / sizeof fields[0], target);
}

static void read_unit(struct loader *loader, const struct node *node, void *target)
{
	question_of(target)->unit = load_text(loader, node, "`unit`");
}

static void read_log_base(struct loader *loader, const struct node *node, void *target)
{
	question_of(target)->log_base = load_text(loader, node, "`log_base`");
}

static void read_options(struct loader *loader, const struct node *node, void *target)
{
	struct family_load *load = target;
	struct question_spec *question = question_of(target);
	if (node->kind != NODE_LIST || node->count < 2 || node->count > LIMIT_OPTIONS) {
		load_fault(loader, node->at, "`options` is a list of 2 to %d", LIMIT_OPTIONS);
		return;
	}
	for (size_t i = 0; i < node->count; i++) {
		if (!load_template(loader, node->items[i], &load->family->scope,
		        &load->variant->options[question->option_count]))
			return;
		question->options[question->option_count++] = node->items[i]->text;
	}
}

static void read_variables(struct loader *loader, const struct node *node, void *target)
{
	struct question_spec *question = question_of(target);
	size_t count;
	const char *const *names = load_texts(loader, node, "`variables`", &count);
	if (count > LIMIT_VARIABLES) {
		load_fault(loader, node->at, "more than %d variables", LIMIT_VARIABLES);
		return;
	}
	question->variable_count = 0;
	for (size_t i = 0; i < count; i++)
		question->variables[question->variable_count++] = names[i];
}

static void read_assume(struct loader *loader, const struct node *node, void *target)
{
	static const char *const names[] = {"positive", "real"};
	question_of(target)->assume_real = one_of(loader, node, "`assume`", names, 2) == 1;
}

static void read_equivalent(struct loader *loader, const struct node *node, void *target)
{
	int equivalent = one_of(loader, node, "`equivalent`", equivalent_names, EQUIVALENTS);
	if (equivalent >= 0)
		question_of(target)->equivalent = equivalent;
}

static void read_ordered(struct loader *loader, const struct node *node, void *target)
{
	static const char *const names[] = {"true", "false"};
	question_of(target)->unordered = one_of(loader, node, "`ordered`", names, 2) == 1;
}

static void read_ratio(struct loader *loader, const struct node *node, void *target)
{
	static const char *const names[] = {"true", "false"};
	question_of(target)->ratio = one_of(loader, node, "`ratio`", names, 2) == 0;
}

static void read_unknown(struct loader *loader, const struct node *node, void *target)
{
	struct question_spec *question = question_of(target);
	question->unknown = load_text(loader, node, "`unknown`");
	if (question->unknown && question->variable_count == 0) {
		question->variables[0] = question->unknown;
		question->variable_count = 1;
	}
}

static void read_form_score(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`form_score`");
	char *end = NULL;
	double score = text ? strtod(text, &end) : 0;
	if (!text)
		return;
	if (*end || !(score >= 0 && score <= 1)) {
		load_fault(loader, node->at, "`form_score` is a number from 0 to 1");
		return;
	}
	question_of(target)->form_score = score;
	question_of(target)->has_form_score = true;
}

static const struct load_field answer_fields[] = {
    {"kind", false, read_kind},
    {"variables", false, read_variables},
    {"unknown", false, read_unknown},
    {"form", false, read_form},
    {"value", false, read_value},
    {"tolerance", false, read_tolerance},
    {"unit", false, read_unit},
    {"log_base", false, read_log_base},
    {"options", false, read_options},
    {"assume", false, read_assume},
    {"equivalent", false, read_equivalent},
    {"ordered", false, read_ordered},
    {"ratio", false, read_ratio},
    {"form_score", false, read_form_score},
};

void load_answer(struct loader *loader, const struct node *node, void *target)
{
	struct variant *variant = ((struct family_load *)target)->variant;
	variant->question = (struct question_spec){0};
	variant->fixed_forms = true;
	variant->value_kind = ANSWER_WORTH;
	variant->presenter = presenter_for(NULL);
	variant->answer_at = node->at;
	load_fields(
	    loader, node, "`answer`", answer_fields, sizeof answer_fields / sizeof answer_fields[0], target);
}

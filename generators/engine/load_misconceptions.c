/*
 * misconceptions.yaml: what learners believe. A belief is rules on what is on the page, a mark of form that
 * the checker notes, or for families alone to express; and each carries an example that is its own test.
 */
#include "generators/engine/load.h"

#include <string.h>

static bool is_taken(struct loader *loader, struct place at, const char *id)
{
	const struct content *content = loader->content;
	bool taken = content_find_misconception(content, id) != NULL;
	for (size_t i = 0; !taken && i < content->former_count; i++)
		taken = strcmp(content->former[i].id, id) == 0;
	if (taken)
		load_fault(loader, at, "there are two misconceptions `%s`", id);
	return taken;
}

static const char *new_id(struct loader *loader, const struct node *node, const char *what)
{
	const char *text = load_text(loader, node, what);
	if (text && !load_is_identifier(text)) {
		load_fault(loader, node->at, "`%s`: an id is small letters, digits and hyphens", text);
		return NULL;
	}
	return text && !is_taken(loader, node->at, text) ? text : NULL;
}

static void misconception_id(struct loader *loader, const struct node *node, void *target)
{
	((struct misconception *)target)->id = new_id(loader, node, "`misconception`");
}

static void misconception_believes(struct loader *loader, const struct node *node, void *target)
{
	load_localised(loader, node, "`believes`", ((struct misconception *)target)->believes);
}

static void misconception_feedback(struct loader *loader, const struct node *node, void *target)
{
	load_localised(loader, node, "`feedback`", ((struct misconception *)target)->feedback);
}

static void misconception_prerequisite(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`prerequisite`");
	if (text && content_find_skill(loader->content, text) == SIZE_MAX)
		load_fault(loader, node->at, "there is no skill `%s`", text);
	((struct misconception *)target)->prerequisite = text;
}

static void misconception_unit(struct loader *loader, const struct node *node, void *target)
{
	((struct misconception *)target)->unit = load_unit(loader, node, false);
}

static void misconception_frequency(struct loader *loader, const struct node *node, void *target)
{
	static const char *const names[FREQUENCIES] = {"occasional", "common", "rare"};
	const char *text = load_text(loader, node, "`frequency`");
	for (int i = 0; text && i < FREQUENCIES; i++) {
		if (strcmp(names[i], text) == 0) {
			((struct misconception *)target)->frequency = (enum frequency)i;
			return;
		}
	}
	if (text)
		load_fault(loader, node->at, "`frequency` is common, occasional or rare");
}

static void misconception_shows(struct loader *loader, const struct node *node, void *target)
{
	struct misconception *row = target;
	const char *const *codes = load_texts(loader, node, "`shows`", &row->shows_count);
	const char *names[NOTE_CODES];
	for (int code = 0; code < NOTE_CODES; code++)
		names[code] = note_name((enum note_code)code);
	row->shows = arena_array(loader->arena, row->shows_count + 1, sizeof *row->shows);
	for (size_t i = 0; i < row->shows_count; i++) {
		size_t code = 0;
		while (code < NOTE_CODES && strcmp(names[code], codes[i]) != 0)
			code++;
		if (code == NOTE_CODES) {
			const char *nearest = load_nearest(codes[i], names, NOTE_CODES);
			load_fault(loader, node->kind == NODE_LIST ? node->items[i]->at : node->at,
			    "the checker has no note `%s`%s%s%s", codes[i], nearest ? "; did you mean `" : "",
			    nearest ? nearest : "", nearest ? "`?" : "");
			code = 0;
		}
		row->shows[i] = (enum note_code)code;
	}
}

static void misconception_for(struct loader *loader, const struct node *node, void *target)
{
	struct misconception *row = target;
	row->forms = load_forms(loader, node, &row->form_count);
}

static void misconception_reads(struct loader *loader, const struct node *node, void *target)
{
	(void)load_flag(loader, node, "`reads`", &((struct misconception *)target)->reads);
}

static void misconception_formula_only(struct loader *loader, const struct node *node, void *target)
{
	(void)load_flag(loader, node, "`formula_only`", &((struct misconception *)target)->formula_only);
}

static void misconception_confusable(struct loader *loader, const struct node *node, void *target)
{
	struct misconception *row = target;
	row->confusable = load_texts(loader, node, "`confusable_with`", &row->confusable_count);
	struct place *places = arena_array(loader->arena, row->confusable_count + 1, sizeof *places);
	for (size_t i = 0; i < row->confusable_count; i++)
		places[i] = node->kind == NODE_LIST ? node->items[i]->at : node->at;
	row->confusable_at = places;
}

/* ---- the example ---- */

static void example_ask(struct loader *loader, const struct node *node, void *target)
{
	((struct misconception_example *)target)->question.ask = load_text(loader, node, "`ask`");
}

static void example_correct(struct loader *loader, const struct node *node, void *target)
{
	((struct misconception_example *)target)->question.expected = load_text(loader, node, "`correct`");
}

static void example_wrong(struct loader *loader, const struct node *node, void *target)
{
	((struct misconception_example *)target)->wrong = load_text(loader, node, "`wrong`");
}

static void example_unknown(struct loader *loader, const struct node *node, void *target)
{
	struct question_spec *question = &((struct misconception_example *)target)->question;
	question->unknown = load_text(loader, node, "`unknown`");
	question->kind = KIND_SOLUTIONS;
}

static void example_kind(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`kind`");
	for (int i = 0; text && i < KINDS; i++) {
		if (strcmp(question_kind_names[i], text) == 0) {
			((struct misconception_example *)target)->question.kind = i;
			return;
		}
	}
	const char *nearest = text ? load_nearest(text, question_kind_names, KINDS) : NULL;
	if (text)
		load_fault(loader, node->at, "there is no kind `%s`%s%s%s", text,
		    nearest ? "; did you mean `" : "", nearest ? nearest : "", nearest ? "`?" : "");
}

static void example_form(struct loader *loader, const struct node *node, void *target)
{
	struct question_spec *question = &((struct misconception_example *)target)->question;
	size_t count = 0;
	const char *const *forms = load_texts(loader, node, "`form`", &count);
	for (size_t i = 0; i < count && i < LIMIT_FORMS; i++)
		question->forms[question->form_count++] = forms[i];
}

static void example_variables(struct loader *loader, const struct node *node, void *target)
{
	struct question_spec *question = &((struct misconception_example *)target)->question;
	size_t count = 0;
	const char *const *names = load_texts(loader, node, "`variables`", &count);
	for (size_t i = 0; i < count && i < LIMIT_VARIABLES; i++)
		question->variables[question->variable_count++] = names[i];
}

static void example_assume(struct loader *loader, const struct node *node, void *target)
{
	const char *text = load_text(loader, node, "`assume`");
	((struct misconception_example *)target)->question.assume_real = text && strcmp(text, "real") == 0;
	if (text && strcmp(text, "real") != 0 && strcmp(text, "positive") != 0)
		load_fault(loader, node->at, "`assume` is positive or real");
}

static const struct load_field example_fields[] = {
    {"ask", true, example_ask},
    {"correct", true, example_correct},
    {"wrong", true, example_wrong},
    {"unknown", false, example_unknown},
    {"kind", false, example_kind},
    {"form", false, example_form},
    {"variables", false, example_variables},
    {"assume", false, example_assume},
};

static void misconception_example(struct loader *loader, const struct node *node, void *target)
{
	struct misconception_example *example = arena_zero(loader->arena, sizeof *example);
	example->question.kind = KIND_EXPRESSION;
	example->at = node->at;
	load_fields(loader, node, "an example", example_fields,
	    sizeof example_fields / sizeof example_fields[0], example);
	((struct misconception *)target)->example = example;
}

/* ---- an entry ---- */

/* For people only, or read with the rules or once the entry is known. */
static void misconception_part(struct loader *loader, const struct node *node, void *target)
{
	(void)loader, (void)node, (void)target;
}

static const struct load_field misconception_fields[] = {
    {"misconception", true, misconception_id},
    {"unit", true, misconception_unit},
    {"kind", false, misconception_part},
    {"prerequisite", true, misconception_prerequisite},
    {"frequency", false, misconception_frequency},
    {"believes", true, misconception_believes},
    {"feedback", false, misconception_feedback},
    {"rule", false, misconception_part},
    {"rules", false, misconception_part},
    {"let", false, misconception_part},
    {"where", false, misconception_part},
    {"implicit", false, misconception_part},
    {"whole", false, misconception_part},
    {"for", false, misconception_for},
    {"shows", false, misconception_shows},
    {"reads", false, misconception_reads},
    {"formula_only", false, misconception_formula_only},
    {"example", false, misconception_example},
    {"confusable_with", false, misconception_confusable},
    {"merges", false, misconception_part},
    {"grounding", false, misconception_part},
    {"sources", false, misconception_part},
};

static void read_entry(struct loader *loader, const struct node *node, struct misconception *row)
{
	load_fields(loader, node, "a misconception", misconception_fields,
	    sizeof misconception_fields / sizeof misconception_fields[0], row);
	row->at = node->at;
	if (node->kind != NODE_MAP)
		return;
	bool rules = node_get(node, "rule") || node_get(node, "rules");
	if (node_get(node, "rule") && node_get(node, "rules"))
		load_fault(loader, node->at, "a misconception has `rule` or `rules`, not both");
	if (rules + (row->shows_count > 0) + row->formula_only > 1)
		load_fault(
		    loader, node->at, "a misconception has rules, or `shows`, or `formula_only: true`");
	row->rule_count = load_rules(loader, node, false, &row->rules);
}

/* ---- those that are none of their own any more ---- */

static void add_former(struct loader *loader, struct place at, const char *id,
    const struct misconception *into, const char *reason)
{
	struct content *content = loader->content;
	content->former[content->former_count++] = (struct former_misconception){id, into, reason, at};
}

static void read_merges(struct loader *loader, const struct node *node, const struct misconception *row)
{
	size_t count = 0;
	const char *const *ids = node ? load_texts(loader, node, "`merges`", &count) : NULL;
	for (size_t i = 0; i < count; i++) {
		struct place at = node->kind == NODE_LIST ? node->items[i]->at : node->at;
		if (!is_taken(loader, at, ids[i]))
			add_former(loader, at, ids[i], row, NULL);
	}
}

struct left_out {
	const char *id, *reason;
};

static void left_out_id(struct loader *loader, const struct node *node, void *target)
{
	((struct left_out *)target)->id = new_id(loader, node, "`left_out`");
}

static void left_out_reason(struct loader *loader, const struct node *node, void *target)
{
	((struct left_out *)target)->reason = load_text(loader, node, "`reason`");
}

static void read_left_out(struct loader *loader, const struct node *node)
{
	static const struct load_field fields[] = {
	    {"left_out", true, left_out_id},
	    {"reason", true, left_out_reason},
	};
	struct left_out row = {NULL, NULL};
	load_fields(loader, node, "what is left out", fields, sizeof fields / sizeof fields[0], &row);
	if (row.id && row.reason)
		add_former(loader, node->at, row.id, NULL, row.reason);
}

/* ---- the file ---- */

void load_check_misconception(struct loader *loader, struct place at, const char *id)
{
	const struct content *content = loader->content;
	if (content_find_misconception(content, id))
		return;
	for (size_t i = 0; i < content->former_count; i++) {
		const struct former_misconception *former = &content->former[i];
		if (strcmp(former->id, id) != 0)
			continue;
		if (former->into) {
			load_fault(loader, at, "the misconception `%s` is part of `%s` now: write that", id,
			    former->into->id);
		} else {
			load_fault(loader, at, "the misconception `%s` was left out: %s", id, former->reason);
		}
		return;
	}
	size_t count = content->misconception_count;
	const char **names = arena_array(loader->arena, count + 1, sizeof *names);
	for (size_t i = 0; i < count; i++)
		names[i] = content->misconceptions[i].id;
	const char *nearest = load_nearest(id, names, count);
	load_fault(loader, at, "there is no misconception `%s`%s%s%s", id, nearest ? "; did you mean `" : "",
	    nearest ? nearest : "", nearest ? "`?" : "");
}

static size_t count_former(const struct node *root)
{
	size_t count = root->count;
	for (size_t i = 0; i < root->count; i++) {
		const struct node *merges = node_get(root->items[i], "merges");
		count += !merges ? 0 : merges->kind == NODE_LIST ? merges->count : 1;
	}
	return count;
}

void load_misconceptions(struct loader *loader, const struct node *root)
{
	struct content *content = loader->content;
	if (root->kind != NODE_LIST) {
		load_fault(loader, root->at, "misconceptions are a list, each `- misconception: ...`");
		return;
	}
	content->misconceptions = arena_zero(loader->arena, (root->count + 1) * sizeof(struct misconception));
	content->former = arena_zero(loader->arena, (count_former(root) + 1) * sizeof *content->former);
	for (size_t i = 0; i < root->count; i++) {
		const struct node *node = root->items[i];
		struct misconception *row = &content->misconceptions[content->misconception_count];
		size_t faults = loader->faults;
		if (node_get(node, "left_out")) {
			read_left_out(loader, node);
			continue;
		}
		read_entry(loader, node, row);
		if (loader->faults == faults) {
			content->misconception_count++;
			read_merges(loader, node_get(node, "merges"), row);
		} else {
			*row = (struct misconception){.id = NULL};
		}
	}
	for (size_t i = 0; i < content->misconception_count; i++) {
		const struct misconception *row = &content->misconceptions[i];
		for (size_t j = 0; j < row->confusable_count; j++)
			load_check_misconception(loader, row->confusable_at[j], row->confusable[j]);
	}
}

/* `tests:` - parameters of one item and how answers to it must be judged. */
#include "generators/engine/load_family.h"
#include "generators/engine/space.h"

#include "checker/check.h"

#include <string.h>

static bool find_verdict(struct loader *loader, const struct node *node, int *ret_verdict)
{
	for (int i = 0; i < VERDICTS; i++) {
		if (strcmp(verdict_names[i], node->text) == 0) {
			*ret_verdict = i;
			return true;
		}
	}
	const char *nearest = load_nearest(node->text, verdict_names, VERDICTS);
	load_fault(loader, node->at, "`%s` is no verdict; %s%s%s", node->text,
	    nearest ? "did you mean `" : "write correct, wrong_form, incorrect, unreadable or undecided",
	    nearest ? nearest : "", nearest ? "`?" : "");
	return false;
}

static void load_answers(struct loader *loader, const struct node *node, struct family_test *test)
{
	if (node->kind != NODE_MAP) {
		load_fault(loader, node->at, "`answers` gives each answer its verdict: {\"1/8\": correct}");
		return;
	}
	struct test_answer *answers = arena_zero(loader->arena, (node->count + 1) * sizeof *answers);
	for (size_t i = 0; i < node->count; i++) {
		struct test_answer *answer = &answers[test->answer_count];
		const struct node *verdict = node->items[i];
		answer->answer = node->keys[i]->text;
		answer->at = node->keys[i]->at;
		if (verdict->kind == NODE_MAP && verdict->count == 1) {
			answer->misconception = load_text(loader, verdict->items[0], "a misconception");
			if (answer->misconception)
				load_check_misconception(
				    loader, verdict->items[0]->at, answer->misconception);
			verdict = verdict->keys[0];
		}
		if (verdict->kind != NODE_SCALAR)
			load_fault(loader, answer->at, "write a verdict, or {incorrect: misconception}");
		else if (find_verdict(loader, verdict, &answer->verdict))
			test->answer_count++;
	}
	test->answers = answers;
}

/* The digit of a parameter for a value that a test names. */
static bool find_value(
    struct loader *loader, const struct node *node, const struct parameter *parameter, uint32_t *ret_digit)
{
	struct value_list wanted = {.count = 0};
	size_t faults = loader->faults;
	const char *text = node->kind == NODE_SCALAR ? node->text : "";
	if (parameter->list.count && parameter->list.values[0].tree)
		load_values(loader, node, &wanted);
	for (size_t v = 0; v < parameter->list.count; v++) {
		const char *plain = parameter->list.values[v].plain;
		if (strcmp(plain, text) == 0 ||
		    (wanted.count == 1 && strcmp(plain, wanted.values[0].plain) == 0)) {
			*ret_digit = (uint32_t)v;
			return true;
		}
	}
	if (loader->faults == faults)
		load_fault(loader, node->at, "`%s` is not among the values of `%s`", text, parameter->name);
	return false;
}

static bool is_field(const char *text)
{
	static const char *const fields[] = {"answers", "ask", "expected", "prompt", "variant"};
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		if (strcmp(fields[i], text) == 0)
			return true;
	return false;
}

static bool find_tuple(
    struct loader *loader, const struct node *node, const struct family *family, uint64_t *ret_tuple)
{
	uint32_t digits[FORMULA_SLOTS] = {0};
	size_t variant = 0;
	bool good = true;
	for (size_t i = 0; i < node->count; i++) {
		bool known = is_field(node->keys[i]->text);
		for (size_t p = 0; p < family->parameter_count; p++)
			known = known || strcmp(family->parameters[p].name, node->keys[i]->text) == 0;
		if (!known)
			load_fault(
			    loader, node->keys[i]->at, "there is no parameter `%s`", node->keys[i]->text);
		good = good && known;
	}
	for (size_t p = 0; p < family->parameter_count; p++) {
		const struct node *value = node_get(node, family->parameters[p].name);
		if (!value) {
			load_fault(loader, node->at, "the test lacks the parameter `%s`",
			    family->parameters[p].name);
			good = false;
		} else {
			good = find_value(loader, value, &family->parameters[p], &digits[p]) && good;
		}
	}
	const struct node *name = node_get(node, "variant");
	while (name && variant < family->variant_count &&
	       strcmp(family->variants[variant].name, name->text) != 0)
		variant++;
	if (variant == family->variant_count || (!name && family->variant_count > 1)) {
		load_fault(loader, name ? name->at : node->at, "name one of the variants: `variant: ...`");
		return false;
	}
	*ret_tuple = tuple_number(family, digits, variant);
	return good;
}

static const char *optional_text(struct loader *loader, const struct node *node, const char *key)
{
	const struct node *value = node_get(node, key);
	return value ? load_text(loader, value, key) : NULL;
}

void load_tests(struct loader *loader, const struct node *node, void *target)
{
	struct family *family = ((struct family_load *)target)->family;
	load_settle_variants(loader, target);
	if (node->kind != NODE_LIST) {
		load_fault(
		    loader, node->at, "`tests` is a list: `- {b: 2, n: 3, answers: {\"1/8\": correct}}`");
		return;
	}
	struct family_test *tests = arena_zero(loader->arena, (node->count + 1) * sizeof *tests);
	for (size_t i = 0; i < node->count; i++) {
		const struct node *row = node->items[i];
		struct family_test *test = &tests[family->test_count];
		if (row->kind != NODE_MAP) {
			load_fault(loader, row->at, "a test is fields in braces: `{b: 2, answers: {...}}`");
			continue;
		}
		*test = (struct family_test){.at = row->at,
		    .ask = optional_text(loader, row, "ask"),
		    .expected = optional_text(loader, row, "expected"),
		    .prompt = optional_text(loader, row, "prompt")};
		const struct node *answers = node_get(row, "answers");
		if (answers)
			load_answers(loader, answers, test);
		if (find_tuple(loader, row, family, &test->tuple))
			family->test_count++;
	}
	family->tests = tests;
}

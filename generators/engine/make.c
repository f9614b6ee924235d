/* See make.h. */
#include "generators/engine/make.h"

#include "checker/algebra/print.h"
#include "generators/engine/present.h"
#include "generators/engine/template.h"

#include <stdio.h>
#include <string.h>

static const double difficulties[LEVELS + 1] = {0.5, 0.25, 0.5, 0.75};

struct making {
	struct arena *arena;
	const struct make_request *request;
	const struct family *family;
	const struct variant *variant;
	struct tuple tuple;
	const struct expr *ask;
	struct value key;
	struct item *item;
};

double make_difficulty(int level)
{
	return difficulties[level >= 0 && level <= LEVELS ? level : 0];
}

static const char *printed(struct making *making, const struct expr *tree)
{
	struct text text;
	text_init(&text, making->arena);
	print_text(&text, tree, NULL);
	return text.data;
}

static const char *filled(struct making *making, const struct text_template *pieces, enum notation notation)
{
	struct text text;
	text_init(&text, making->arena);
	template_render(
	    &text, pieces, making->family, &making->tuple, making->ask, notation, making->request->locale);
	return text.data;
}

/* A formula's tree with {ask} in place: `ask` is a name like any other in an answer's formulas. */
static struct value value_with_ask(struct making *making, const struct formula *formula)
{
	struct environment *environment = &making->tuple.environment;
	struct small small;
	if (formula_small(formula, environment, &small))
		return (struct value){.kind = VALUE_NUMBER, .number = {small.num, small.den, NULL}};
	const struct expr *tree = formula->tree;
	if (making->ask && expr_mentions(tree, "ask")) {
		struct expr_binding ask = {"ask", making->ask};
		tree = expr_substitute(making->arena, tree, &ask, 1);
	}
	return value_of(
	    making->arena, expr_substitute(making->arena, tree, environment->bindings, environment->count));
}

/* What has no rational value is shown with all worked out that can be: log_6(4 + 9) as log_6(13). */
static const struct expr *worked_out(struct arena *arena, const struct expr *tree)
{
	struct number number;
	if (tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL || tree->kind == EXPR_CALL)
		return tree;
	if (expr_worth(arena, tree, &number) == WORTH_RATIONAL)
		return expr_from_number(arena, number);
	struct expr *copy = expr_new(arena, tree->kind, tree->count);
	copy->style = tree->style;
	copy->flags = tree->flags;
	for (uint32_t i = 0; i < tree->count; i++)
		copy->parts[i] =
		    (struct expr_part){worked_out(arena, tree->parts[i].expr), tree->parts[i].op};
	return copy;
}

/*
 * How a value is written as an answer. Where the form is a shape (a power, a radical), the formula's own
 * shape is kept; else a rational value is written in the form. NULL when it cannot be.
 */
static const struct expr *answer_tree(
    struct making *making, const struct formula *formula, struct value value)
{
	const struct presenter *presenter = making->variant->presenter;
	if (value.kind == VALUE_UNDEFINED)
		return NULL;
	if (!presenter->write && formula)
		return formula_shown(making->arena, formula, &making->tuple.environment);
	if (presenter->write && value.kind == VALUE_NUMBER)
		value = presenter->write(making->arena, &value, 1);
	else if (value.kind == VALUE_TREE && making->variant->question.kind == KIND_NUMBER)
		return worked_out(making->arena, value.tree);
	return value_tree(making->arena, value);
}

static bool is_word(const struct expr *tree, enum word word)
{
	return tree && tree->kind == EXPR_WORD && tree->style == word;
}

static const struct expr *key_tree(struct making *making)
{
	const struct variant *variant = making->variant;
	switch (variant->value_kind) {
	case ANSWER_WORTH:
		making->key = value_with_ask(making, &variant->ask);
		return answer_tree(making, NULL, making->key);
	case ANSWER_TRUTH:
		making->key = value_of(making->arena, making->ask);
		return making->key.kind == VALUE_TRUTH ? value_tree(making->arena, making->key) : NULL;
	case ANSWER_FORMULA:
		making->key = value_with_ask(making, &variant->value);
		return answer_tree(making, &variant->value, making->key);
	}
	return NULL;
}

static void predict(struct making *making)
{
	const struct variant *variant = making->variant;
	struct predicted_answer *predicted =
	    arena_array(making->arena, variant->prediction_count + 1, sizeof *predicted);
	const char **blind = arena_array(making->arena, variant->prediction_count + 1, sizeof *blind);
	size_t count = 0, blind_count = 0;
	for (size_t i = 0; i < variant->prediction_count; i++) {
		const struct prediction *row = &variant->predictions[i];
		if (row->has_where && !formula_holds(making->arena, &row->where, &making->tuple.environment))
			continue;
		struct value value = value_with_ask(making, &row->gives);
		const struct expr *tree = answer_tree(making, &row->gives, value);
		if (!tree || (is_word(tree, WORD_UNDEFINED) && !is_word(row->gives.tree, WORD_UNDEFINED)))
			continue;
		if (value_equal(making->arena, value, making->key)) {
			blind[blind_count++] = row->misconception;
			continue;
		}
		predicted[count++] = (struct predicted_answer){row->misconception, printed(making, tree)};
	}
	making->item->question.predicted = predicted;
	making->item->question.predicted_count = count;
	making->item->blind = blind;
	making->item->blind_count = blind_count;
}

static void fill_parameters(struct making *making)
{
	const struct family *family = making->family;
	size_t named = family->variant_count > 1;
	struct item_parameter *parameters =
	    arena_array(making->arena, family->parameter_count + named, sizeof *parameters);
	for (size_t i = 0; i < family->parameter_count; i++)
		parameters[i] = (struct item_parameter){family->parameters[i].name,
		    family->parameters[i].list.values[making->tuple.digits[i]].plain};
	if (named)
		parameters[family->parameter_count] =
		    (struct item_parameter){"variant", making->variant->name};
	making->item->parameters = parameters;
	making->item->parameter_count = family->parameter_count + named;
}

/* 128 bits of BLAKE2b over family, content version and parameters, each with its final NUL. */
static void fill_id(struct item *item)
{
	unsigned char hash[16];
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, sizeof hash);
	crypto_generichash_update(&state, (const unsigned char *)item->family, strlen(item->family) + 1);
	crypto_generichash_update(
	    &state, (const unsigned char *)item->content_version, strlen(item->content_version) + 1);
	for (size_t i = 0; i < item->parameter_count; i++) {
		const struct item_parameter *parameter = &item->parameters[i];
		crypto_generichash_update(
		    &state, (const unsigned char *)parameter->name, strlen(parameter->name) + 1);
		crypto_generichash_update(
		    &state, (const unsigned char *)parameter->value, strlen(parameter->value) + 1);
	}
	crypto_generichash_final(&state, hash, sizeof hash);
	sodium_bin2hex(item->id, sizeof item->id, hash, sizeof hash);
}

/* A variable of the question may be a parameter whose values are symbols: then it is the symbol of this item.
 */
static void fill_variables(struct making *making)
{
	const struct family *family = making->family;
	struct question_spec *question = &making->item->question;
	for (size_t i = 0; i < question->variable_count; i++) {
		size_t p = 0;
		while (p < family->parameter_count &&
		       strcmp(family->parameters[p].name, question->variables[i]) != 0)
			p++;
		if (p < family->parameter_count)
			question->variables[i] =
			    family->parameters[p].list.values[making->tuple.digits[p]].plain;
	}
}

static void fill_forms(struct making *making)
{
	const struct variant *variant = making->variant;
	struct question_spec *question = &making->item->question;
	if (!variant->fixed_forms)
		for (size_t i = 0; i < question->form_count; i++)
			question->forms[i] = filled(making, &variant->forms[i], NOTATION_TEXT);
	for (size_t i = 0; i < question->option_count; i++)
		question->options[i] = filled(making, &variant->options[i], NOTATION_TEXT);
	making->item->say = variant->say[making->request->locale];
	if (making->item->say)
		return;
	struct question *parsed = NULL;
	struct question_fault fault;
	making->item->say = "";
	if (question_parse(making->arena, question, &parsed, &fault) == 0)
		making->item->say = arena_copy(making->arena, question_say(parsed, making->request->locale),
		    strlen(question_say(parsed, making->request->locale)));
	question_done(parsed);
}

static void fill_prompt(struct making *making)
{
	const struct variant *variant = making->variant;
	const struct text_template *prompt = &variant->prompt[making->request->locale];
	if (!prompt->count)
		prompt = &variant->prompt[LOCALE_EN];
	making->item->prompt = (struct rendered){filled(making, prompt, NOTATION_TEXT),
	    filled(making, prompt, NOTATION_TEX), filled(making, prompt, NOTATION_SPEECH)};
}

static bool fill_question(struct making *making)
{
	struct item *item = making->item;
	item->question = making->variant->question;
	const struct expr *key = key_tree(making);
	if (!key)
		return false;
	struct text tex;
	text_init(&tex, making->arena);
	print_tex(&tex, key, &(struct print_options){.locale = making->request->locale});
	item->expected_tex = tex.data;
	item->question.expected = printed(making, key);
	if (making->ask)
		item->question.ask = printed(making, making->ask);
	if (making->request->predict)
		predict(making);
	fill_variables(making);
	fill_forms(making);
	return true;
}

enum made make_item(struct arena *arena, const struct make_request *request, struct item *ret_item)
{
	struct making *making = arena_alloc(arena, sizeof *making);
	const struct family *family = request->family;
	making->arena = arena;
	making->request = request;
	making->family = family;
	making->ask = NULL;
	making->item = ret_item;
	if (!tuple_open(family, arena, request->tuple, &making->tuple))
		return MADE_HOLE;
	making->variant = &family->variants[making->tuple.variant];
	int level =
	    family->index && request->level ? request->level : tuple_level(family, arena, &making->tuple);
	if (level == 0 || (request->level && level != request->level))
		return MADE_HOLE;
	*ret_item = (struct item){.family = family->id,
	    .skill = request->content->skills[family->skill].row.id,
	    .unit = family->unit,
	    .content_version = family->version,
	    .level = level,
	    .difficulty = make_difficulty(level),
	    .tuple = request->tuple,
	    .hint_count = making->variant->hint_count};
	if (making->variant->has_ask) {
		making->ask = formula_shown(arena, &making->variant->ask, &making->tuple.environment);
		if (!making->ask)
			return MADE_NOTHING;
	}
	fill_parameters(making);
	fill_id(ret_item);
	if (!fill_question(making))
		return MADE_NOTHING;
	fill_prompt(making);
	return MADE;
}

/* See answer.h. */
#include "generators/engine/answer.h"
#include "generators/engine/diagnose.h"
#include "generators/engine/present.h"
#include "generators/engine/solutions.h"
#include "generators/engine/template.h"
#include "generators/engine/worked.h"

#include "checker/check.h"

#include <string.h>

/* ---- values ---- */

/* A formula's tree with parameters and `ask` in place: `ask` is a name like any other in an answer's
 * formulas. */
static const struct expr *filled_tree(const struct answer *answer, const struct formula *formula)
{
	const struct environment *environment = &answer->tuple->environment;
	const struct expr *tree = formula->tree;
	if (answer->ask && formula->has_ask) {
		struct expr_binding ask = {"ask", answer->ask};
		tree = expr_substitute(answer->arena, tree, &ask, 1);
	}
	if (answer->worked && formula->has_error_step) {
		struct expr_binding step = {
		    "error_step", expr_integer(answer->arena, (int64_t)answer->worked->error_step)};
		tree = expr_substitute(answer->arena, tree, &step, 1);
	}
	return formula_filled(answer->arena, tree, formula->slots, environment);
}

/* What has no rational value is shown with all worked out that can be: log_6(4 + 9) as log_6(13). */
static const struct expr *worked_out(struct arena *arena, const struct expr *tree)
{
	struct number number;
	if (tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL)
		return tree;
	if (tree->kind == EXPR_CALL) {
		const struct expr *value = value_tree(arena, value_of(arena, tree));
		return value ? value : tree;
	}
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

/* x > 5 is an answer where an interval is asked for, and a truth elsewhere. */
static bool keeps_relations(const struct variant *variant)
{
	return variant->question.kind == KIND_INTERVAL || variant->question.kind == KIND_EQUATION ||
	       variant->question.kind == KIND_SOLUTIONS;
}

static bool has_relation(const struct expr *tree)
{
	if (tree->kind == EXPR_RELATION)
		return true;
	if (tree->kind != EXPR_AND && tree->kind != EXPR_OR)
		return false;
	for (uint32_t i = 0; i < tree->count; i++)
		if (has_relation(tree->parts[i].expr))
			return true;
	return false;
}

static struct value value_with_ask(const struct answer *answer, const struct formula *formula)
{
	struct small small;
	bool relation = keeps_relations(answer->variant) && has_relation(formula->tree);
	bool truth = answer->variant->question.kind == KIND_CHOICE; /* the quick way takes it for 1 or 0 */
	if (!relation && !truth && formula_small(formula, &answer->tuple->environment, &small))
		return (struct value){.kind = VALUE_NUMBER, .number = {small.num, small.den, NULL}};
	const struct expr *tree = filled_tree(answer, formula);
	if (relation)
		return (struct value){.kind = VALUE_TREE, .tree = worked_out(answer->arena, tree)};
	return value_of(answer->arena, tree);
}

/*
 * How a value is written as an answer. Where the form is a shape (a power, a radical), the formula's own
 * shape is kept; else a rational value is written in the form. NULL when it cannot be.
 */
static const struct expr *answer_tree(
    const struct answer *answer, const struct formula *formula, struct value value)
{
	const struct presenter *presenter = answer->variant->presenter;
	if (value.kind == VALUE_UNDEFINED)
		return NULL;
	if (!presenter->write && formula)
		return formula_shown(answer->arena, formula, &answer->tuple->environment);
	if (presenter->write && value.kind == VALUE_NUMBER)
		value = presenter->write(answer->arena, &value, 1);
	else if (value.kind == VALUE_TREE && answer->variant->question.kind == KIND_NUMBER)
		return worked_out(answer->arena, value.tree);
	return value_tree(answer->arena, value);
}

static bool is_word(const struct expr *tree, enum word word)
{
	return tree && tree->kind == EXPR_WORD && tree->style == word;
}

/* ---- the key ---- */

/* A symbol may be a parameter whose values are symbols: then it is the one of this tuple. */
static const char *symbol_of(const struct family *family, const struct tuple *tuple, const char *name)
{
	for (size_t p = 0; name && p < family->parameter_count; p++)
		if (strcmp(family->parameters[p].name, name) == 0)
			return family->parameters[p].list.values[tuple->digits[p]].plain;
	return name;
}

static const char *unknown_of(const struct answer *answer, const struct family *family)
{
	const struct question_spec *question = &answer->variant->question;
	return symbol_of(
	    family, answer->tuple, question->unknown ? question->unknown : question->variables[0]);
}

const char *answer_unknown(const struct family *family, const struct tuple *tuple)
{
	struct answer answer = {.variant = &family->variants[tuple->variant], .tuple = tuple};
	return unknown_of(&answer, family);
}

static void find_key(struct answer *answer, const struct family *family)
{
	const struct variant *variant = answer->variant;
	struct value *key = &answer->key;
	switch (variant->value_kind) {
	case ANSWER_WORTH:
		*key = variant->at_count ? value_of(answer->arena, answer->ask)
		                         : value_with_ask(answer, &variant->ask);
		answer->tree = answer_tree(answer, NULL, *key);
		break;
	case ANSWER_TRUTH:
		*key = value_of(answer->arena, answer->ask);
		answer->tree = key->kind == VALUE_TRUTH ? value_tree(answer->arena, *key) : NULL;
		break;
	case ANSWER_SOLUTIONS:
		*key = solutions_of(answer->arena, answer->ask, unknown_of(answer, family));
		answer->tree = answer_tree(answer, NULL, *key);
		break;
	case ANSWER_DOMAIN:
		*key = domain_of(answer->arena, answer->ask, unknown_of(answer, family));
		answer->tree = value_tree(answer->arena, *key);
		break;
	case ANSWER_FORMULA:
		*key = value_with_ask(answer, &variant->value);
		answer->tree = answer_tree(answer, &variant->value, *key);
		break;
	}
}

static const struct expr *put_at(struct arena *arena, const struct family *family, const struct tuple *tuple,
    const struct variant *variant, const struct expr *shown)
{
	struct expr_binding bindings[FAMILY_AT];
	for (size_t i = 0; i < variant->at_count; i++) {
		struct value value = formula_value(arena, &variant->at_values[i], &tuple->environment);
		bindings[i].name = symbol_of(family, tuple, variant->at_names[i]);
		bindings[i].expr = value_tree(arena, value);
		if (!bindings[i].expr)
			return NULL;
	}
	return variant->at_count ? expr_substitute(arena, shown, bindings, variant->at_count) : shown;
}

static bool open_ask(struct answer *answer, const struct family *family)
{
	const struct variant *variant = answer->variant;
	if (!variant->has_ask)
		return true;
	answer->shown = formula_shown(answer->arena, &variant->ask, &answer->tuple->environment);
	if (answer->shown)
		answer->ask = put_at(answer->arena, family, answer->tuple, variant, answer->shown);
	return answer->ask;
}

bool answer_open_block(struct arena *arena, const struct family *family, const struct tuple *tuple,
    const struct variant *variant, struct answer *ret_answer)
{
	*ret_answer = (struct answer){.arena = arena, .variant = variant, .tuple = tuple};
	if (!open_ask(ret_answer, family))
		return false;
	find_key(ret_answer, family);
	return true;
}

bool answer_open(
    struct arena *arena, const struct family *family, const struct tuple *tuple, struct answer *ret_answer)
{
	const struct variant *variant = &family->variants[tuple->variant];
	*ret_answer = (struct answer){.arena = arena, .variant = variant, .tuple = tuple};
	if (!open_ask(ret_answer, family))
		return false;
	if (variant->show && !(ret_answer->worked = worked_make(arena, family, tuple, NULL)))
		return false;
	find_key(ret_answer, family);
	return true;
}

void answer_put(struct answer *answer, const struct family *family, const struct expr *ask)
{
	answer->shown = answer->ask = ask;
	if (answer->variant->value_kind == ANSWER_SOLUTIONS)
		answer->key = solutions_of(answer->arena, ask, unknown_of(answer, family));
	else
		answer->key = value_of(answer->arena, ask);
	answer->tree = answer_tree(answer, NULL, answer->key);
}

/* ---- the question ---- */

const char *answer_printed(struct arena *arena, const struct expr *tree)
{
	struct text text;
	text_init(&text, arena);
	print_text(&text, tree, NULL);
	return text.data;
}

static const char *filled(const struct answer *answer, const struct family *family,
    const struct text_template *pieces, enum locale locale)
{
	struct text text;
	struct template_shown shown = {.ask = answer->shown};
	text_init(&text, answer->arena);
	template_render(&text, pieces, family, answer->tuple, &shown, NOTATION_TEXT, locale);
	return text.data;
}

void answer_question(const struct answer *answer, const struct family *family, enum locale locale,
    struct question_spec *ret_question)
{
	const struct variant *variant = answer->variant;
	struct question_spec *question = ret_question;
	*question = variant->question;
	question->expected = answer_printed(answer->arena, answer->tree);
	/* the expression of a worked solution in which a step is looked for is not what is asked */
	if (answer->ask && !variant->asks_step)
		question->ask = answer_printed(answer->arena, answer->ask);
	question->ask_hidden = variant->ask_hidden;
	/* A variable may be a parameter whose values are symbols: then it is the symbol of this item. */
	if (question->unknown)
		question->unknown = symbol_of(family, answer->tuple, question->unknown);
	for (size_t i = 0; i < question->variable_count; i++)
		question->variables[i] = symbol_of(family, answer->tuple, question->variables[i]);
	for (size_t i = 0; !variant->fixed_forms && i < question->form_count; i++)
		question->forms[i] = filled(answer, family, &variant->forms[i], LOCALE_EN);
	for (size_t i = 0; i < question->option_count; i++)
		question->options[i] = filled(answer, family, &variant->options[i], locale);
}

/* ---- beliefs ---- */

/* Several values, intervals and equations: the checker says whether one is as good as the other. */
static bool judged_equal(const struct answer *answer, const struct expr *a, const struct expr *b)
{
	struct question_spec spec = answer->variant->question;
	struct question *question = NULL;
	struct question_fault fault;
	const char *text = answer_printed(answer->arena, b);
	spec.expected = answer_printed(answer->arena, a);
	spec.form_count = 0;
	if (question_parse(answer->arena, &spec, &question, &fault) != 0)
		return false;
	struct verdict *verdict = arena_zero(answer->arena, sizeof *verdict);
	check_answer(answer->arena, question, text, strlen(text), NULL, verdict);
	enum verdict_kind kind = verdict->kind;
	question_done(question);
	return kind == VERDICT_CORRECT || kind == VERDICT_WRONG_FORM;
}

bool answer_same(const struct answer *answer, struct value a, struct value b)
{
	switch (answer->variant->question.kind) {
	case KIND_NUMBER:
	case KIND_EXPRESSION:
	case KIND_CHOICE:
		return value_equal(answer->arena, a, b);
	default:
		break;
	}
	const struct expr *left = value_tree(answer->arena, a), *right = value_tree(answer->arena, b);
	return left && right && (expr_same(left, right) || judged_equal(answer, left, right));
}

enum belief answer_predict(const struct answer *answer, const struct prediction *prediction,
    struct value *ret_value, const struct expr **ret_tree)
{
	if (prediction->has_where &&
	    !formula_holds(answer->arena, &prediction->where, &answer->tuple->environment))
		return BELIEF_SILENT;
	*ret_value = value_with_ask(answer, &prediction->gives);
	*ret_tree = answer_tree(answer, &prediction->gives, *ret_value);
	bool word = is_word(prediction->gives.tree, WORD_UNDEFINED);
	if (!*ret_tree || (is_word(*ret_tree, WORD_UNDEFINED) && !word))
		return BELIEF_SILENT;
	return answer_same(answer, *ret_value, answer->key) ? BELIEF_RIGHT : BELIEF_WRONG;
}

/* ---- what separates them ---- */

/* What a separated belief gives, however that is known. */
struct given {
	size_t separated; /* its place in `separates` */
	const char *prerequisite;
	struct value value;
};
enum { GIVEN_MOST = FAMILY_PREDICTIONS + 96 };

/* Of two options one is right, so that all who err give the other. */
static bool may_coincide(
    const struct variant *variant, size_t a, size_t b, const char *prerequisite, const char *other)
{
	bool two = variant->question.kind == KIND_CHOICE && variant->question.option_count <= 2;
	return two || a == b || strcmp(prerequisite, other) == 0;
}

/* False where it gives the key, or what another one gives. */
static bool tells_apart(const struct answer *answer, const struct given *rows, size_t count)
{
	const struct given *row = &rows[count];
	if (answer_same(answer, row->value, answer->key))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!may_coincide(answer->variant, row->separated, rows[i].separated, row->prerequisite,
		        rows[i].prerequisite) &&
		    answer_same(answer, row->value, rows[i].value))
			return false;
	}
	return true;
}

static size_t give_by_formulas(const struct answer *answer, struct given *rows)
{
	const struct variant *variant = answer->variant;
	size_t count = 0;
	for (size_t i = 0; i < variant->prediction_count; i++) {
		const struct prediction *row = &variant->predictions[i];
		const struct expr *tree;
		if (!row->separated)
			continue;
		rows[count] =
		    (struct given){.separated = row->separated - 1, .prerequisite = row->prerequisite};
		count += answer_predict(answer, row, &rows[count].value, &tree) != BELIEF_SILENT;
	}
	return count;
}

/* After `count` by formulas. */
static size_t give_by_rules(
    const struct family *family, const struct answer *answer, struct given *rows, size_t count)
{
	struct separated_value *found = arena_array(answer->arena, GIVEN_MOST, sizeof *found);
	bool predicted[FAMILY_SEPARATES] = {false};
	for (size_t i = 0; i < count; i++)
		predicted[rows[i].separated] = true;
	size_t more = diagnose_separated(family, answer, predicted, found, GIVEN_MOST - count);
	for (size_t i = 0; i < more; i++) {
		const char *id = family->separates[found[i].separated];
		rows[count + i] = (struct given){.separated = found[i].separated,
		    .prerequisite = content_find_misconception(family->content, id)->prerequisite,
		    .value = found[i].value};
	}
	return count + more;
}

bool answer_separates(
    struct arena *arena, const struct family *family, const struct tuple *tuple, size_t *ret_at)
{
	const struct variant *variant = &family->variants[tuple->variant];
	struct answer answer;
	if (!variant->separates || !answer_open(arena, family, tuple, &answer) || !answer.tree)
		return true;
	struct given *rows = arena_array(arena, GIVEN_MOST, sizeof *rows);
	size_t count = give_by_formulas(&answer, rows);
	if (variant->separates_by_rules)
		count = give_by_rules(family, &answer, rows, count);
	for (size_t i = 0; i < count; i++) {
		*ret_at = rows[i].separated;
		if (!tells_apart(&answer, rows, i))
			return false;
	}
	return true;
}

static bool small_same(struct small a, struct small b)
{
	return a.num == b.num && a.den == b.den;
}

int answer_separates_quickly(const struct family *family, const struct tuple *tuple, size_t *ret_at)
{
	const struct variant *variant = &family->variants[tuple->variant];
	const struct environment *environment = &tuple->environment;
	struct small values[FAMILY_PREDICTIONS], key, applies;
	if (!variant->separates)
		return 1;
	if (variant->separates_by_rules)
		return -1;
	bool formula = variant->value_kind == ANSWER_FORMULA;
	bool ask = variant->value_kind == ANSWER_WORTH || variant->value_kind == ANSWER_TRUTH;
	if (keeps_relations(variant) || variant->at_count || !(formula || ask) ||
	    !formula_small(formula ? &variant->value : &variant->ask, environment, &key))
		return -1;
	for (size_t i = 0; i < variant->prediction_count; i++) {
		const struct prediction *row = &variant->predictions[i];
		values[i].den = 0;
		if (!row->separated)
			continue;
		*ret_at = row->separated - 1;
		if (row->has_where && !formula_small(&row->where, environment, &applies))
			return -1;
		if (row->has_where && !applies.num)
			continue;
		if (!formula_small(&row->gives, environment, &values[i]))
			return -1;
		if (small_same(values[i], key))
			return 0;
		for (size_t j = 0; j < i; j++) {
			const struct prediction *other = &variant->predictions[j];
			if (other->separated && values[j].den && small_same(values[i], values[j]) &&
			    !may_coincide(variant, row->separated, other->separated, row->prerequisite,
			        other->prerequisite))
				return 0;
		}
	}
	return 1;
}

/* Formulas evaluated exactly: functions replaced by their values, the rest worked out by the checker. */
#include "generators/engine/formula.h"

#include "checker/algebra/text.h"

#include <string.h>

const struct function_row *formula_function(const char *name)
{
	for (size_t i = 0; i < formula_function_count; i++)
		if (strcmp(formula_functions[i].name, name) == 0)
			return &formula_functions[i];
	return NULL;
}

/* ---- compile ---- */

static const char *fault(struct arena *arena, const char *before, const char *name, const char *after)
{
	struct text text;
	text_init(&text, arena);
	text_format(&text, "%s`%s`%s", before, name, after);
	return text.data;
}

static const char *check_call(struct arena *arena, const struct expr *tree)
{
	const struct function_row *row = formula_function(tree->name);
	if (!row)
		return fault(arena, "there is no function ", tree->name, "");
	if (!row->lists && tree->count < row->least)
		return fault(arena, "", tree->name, " needs more arguments");
	if (!row->lists && tree->count > row->most)
		return fault(arena, "", tree->name, " has too many arguments");
	return NULL;
}

static const char *check_symbol(
    struct arena *arena, const struct expr *tree, const struct scope *scope, struct formula *formula)
{
	formula->has_ask = formula->has_ask || strcmp(tree->name, "ask") == 0;
	formula->has_error_step = formula->has_error_step || strcmp(tree->name, "error_step") == 0;
	for (size_t i = 0; i < scope->name_count; i++) {
		if (strcmp(scope->names[i], tree->name) != 0)
			continue;
		if (i < scope->slot_count && scope->word[i])
			return fault(arena, "", tree->name, " is a word: it can only stand alone in {}");
		if (i < scope->slot_count)
			formula->slots |= (slot_set)1 << i;
		return NULL;
	}
	return fault(arena, "there is no parameter ", tree->name,
	    "; a symbol of the question is listed under `variables:`");
}

static const char *check(struct arena *arena, const struct expr *tree, const struct scope *scope,
    struct formula *formula, const struct expr **ret_where)
{
	const char *message = NULL;
	if (tree->kind == EXPR_CALL) {
		formula->has_calls = true;
		message = check_call(arena, tree);
	} else if (tree->kind == EXPR_SYMBOL) {
		message = check_symbol(arena, tree, scope, formula);
	}
	if (message)
		*ret_where = tree;
	bool leaf = tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL;
	for (uint32_t i = 0; !message && !leaf && i < tree->count; i++)
		message = check(arena, tree->parts[i].expr, scope, formula, ret_where);
	return message;
}

const char *formula_compile(struct arena *arena, const struct expr *tree, const struct scope *scope,
    struct formula *ret_formula, const struct expr **ret_where)
{
	struct formula formula = {.tree = tree};
	*ret_where = tree;
	const char *message = check(arena, tree, scope, &formula, ret_where);
	if (message)
		return message;
	formula.program = program_compile(arena, tree, scope);
	*ret_formula = formula;
	return NULL;
}

/* ---- values ---- */

static struct value truth(bool holds)
{
	return (struct value){.kind = VALUE_TRUTH, .truth = holds};
}

const struct expr *value_tree(struct arena *arena, struct value value)
{
	switch (value.kind) {
	case VALUE_NUMBER:
		return expr_from_number(arena, value.number);
	case VALUE_TRUTH: {
		struct expr *word = expr_new(arena, EXPR_WORD, 0);
		word->style = value.truth ? WORD_TRUE : WORD_FALSE;
		return word;
	}
	case VALUE_TREE:
		return value.tree;
	case VALUE_UNDEFINED:
		break;
	}
	return NULL;
}

bool value_equal(struct arena *arena, struct value a, struct value b)
{
	if (a.kind == VALUE_UNDEFINED || b.kind == VALUE_UNDEFINED)
		return false;
	if (a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER)
		return number_equal(a.number, b.number);
	if (a.kind == VALUE_TRUTH || b.kind == VALUE_TRUTH)
		return a.kind == b.kind && a.truth == b.truth;
	const struct expr *left = value_tree(arena, a), *right = value_tree(arena, b);
	return expr_same(left, right) || expr_equal(arena, left, right, NULL) == EQUALITY_EQUAL;
}

/* e, pi, roots and logs: constants that have no rational value. */
static bool constants_ordered(struct arena *arena, const struct expr *a, const struct expr *b, int *ret_order)
{
	return a->kind < EXPR_CALL && b->kind < EXPR_CALL && !expr_mentions(a, NULL) &&
	       !expr_mentions(b, NULL) && expr_compare(arena, a, b, ret_order);
}

static bool relation_holds(struct arena *arena, enum part_op op, struct value a, struct value b)
{
	if (a.kind == VALUE_UNDEFINED || b.kind == VALUE_UNDEFINED)
		return false;
	if (op == PART_EQUAL)
		return value_equal(arena, a, b);
	int order;
	if (a.kind == VALUE_NUMBER && b.kind == VALUE_NUMBER) {
		order = number_compare(arena, a.number, b.number);
	} else if (a.kind == VALUE_TRUTH || b.kind == VALUE_TRUTH) {
		return op == PART_NOT_EQUAL && a.kind == b.kind && a.truth != b.truth;
	} else if (op == PART_NOT_EQUAL) {
		return expr_equal(arena, value_tree(arena, a), value_tree(arena, b), NULL) ==
		       EQUALITY_DIFFERENT;
	} else if (!constants_ordered(arena, value_tree(arena, a), value_tree(arena, b), &order)) {
		return false;
	}
	return relation_allows(op, order);
}

static struct value relation_value(struct arena *arena, const struct expr *tree)
{
	for (uint32_t i = 1; i < tree->count; i++) {
		if (!relation_holds(arena, tree->parts[i].op, value_of(arena, tree->parts[i - 1].expr),
		        value_of(arena, tree->parts[i].expr)))
			return truth(false);
	}
	return truth(true);
}

/* and, or: the first part that settles it ends the work, so that a guard protects what follows it */
static struct value junction_value(struct arena *arena, const struct expr *tree)
{
	bool settles = tree->kind == EXPR_OR;
	for (uint32_t i = 0; i < tree->count; i++) {
		struct value part = value_of(arena, tree->parts[i].expr);
		if (part.kind != VALUE_TRUTH)
			return (struct value){.kind = VALUE_TREE, .tree = tree}; /* x=5 or x=-3: answers */
		if (part.truth == settles)
			return part;
	}
	return truth(!settles);
}

static struct value call_value(struct arena *arena, const struct expr *tree)
{
	const struct function_row *row = formula_function(tree->name);
	size_t count = 0;
	for (uint32_t i = 0; i < tree->count; i++)
		count += tree->parts[i].expr->count + 1;
	struct value *values = arena_array(arena, count, sizeof *values);
	count = 0;
	for (uint32_t i = 0; i < tree->count; i++) {
		struct value value = value_of(arena, tree->parts[i].expr);
		if (value.kind == VALUE_UNDEFINED)
			return value;
		if (!row->lists || value.kind != VALUE_TREE || value.tree->kind != EXPR_LIST) {
			values[count++] = value;
			continue;
		}
		values = memcpy(arena_array(arena, count + value.tree->count + tree->count, sizeof *values),
		    values, count * sizeof *values);
		for (uint32_t j = 0; j < value.tree->count; j++)
			values[count++] = value_of(arena, value.tree->parts[j].expr);
	}
	if (count < row->least)
		return (struct value){.kind = VALUE_UNDEFINED};
	return row->exact(arena, values, count);
}

static bool has_calls(const struct expr *tree)
{
	if (tree->kind == EXPR_CALL)
		return true;
	if (tree->kind == EXPR_NUMBER || tree->kind == EXPR_SYMBOL)
		return false;
	for (uint32_t i = 0; i < tree->count; i++)
		if (has_calls(tree->parts[i].expr))
			return true;
	return false;
}

/* The tree with each function replaced by its value; NULL when one of them has none. */
static const struct expr *expand(struct arena *arena, const struct expr *tree)
{
	if (!has_calls(tree))
		return tree;
	if (tree->kind == EXPR_CALL)
		return value_tree(arena, call_value(arena, tree));
	struct expr *copy = expr_new(arena, tree->kind, tree->count);
	copy->style = tree->style;
	copy->flags = tree->flags;
	for (uint32_t i = 0; i < tree->count; i++) {
		copy->parts[i].op = tree->parts[i].op;
		copy->parts[i].expr = expand(arena, tree->parts[i].expr);
		if (!copy->parts[i].expr)
			return NULL;
	}
	return copy;
}

struct value value_of(struct arena *arena, const struct expr *tree)
{
	switch (tree->kind) {
	case EXPR_RELATION:
		return relation_value(arena, tree);
	case EXPR_AND:
	case EXPR_OR:
		return junction_value(arena, tree);
	case EXPR_NOT: {
		struct value part = value_of(arena, tree->parts[0].expr);
		return part.kind == VALUE_TRUTH ? truth(!part.truth)
		                                : (struct value){.kind = VALUE_UNDEFINED};
	}
	case EXPR_CALL:
		return call_value(arena, tree);
	case EXPR_WORD:
		if (tree->style == WORD_TRUE || tree->style == WORD_FALSE)
			return truth(tree->style == WORD_TRUE);
		return (struct value){.kind = VALUE_TREE, .tree = tree};
	case EXPR_SYMBOL:
		return (struct value){.kind = VALUE_TREE, .tree = tree};
	default:
		break;
	}
	tree = expand(arena, tree);
	struct value value = {.kind = VALUE_TREE, .tree = tree};
	enum worth worth = tree ? expr_worth(arena, tree, &value.number) : WORTH_UNDEFINED;
	if (worth == WORTH_RATIONAL)
		value.kind = VALUE_NUMBER;
	else if (worth == WORTH_UNDEFINED)
		value.kind = VALUE_UNDEFINED;
	return value;
}

/* ---- formulas ---- */

bool formula_small(
    const struct formula *formula, const struct environment *environment, struct small *ret_value)
{
	return formula->program && program_run(formula->program, environment, ret_value);
}

const struct expr *formula_filled(
    struct arena *arena, const struct expr *tree, slot_set slots, const struct environment *environment)
{
	struct expr_binding bindings[FORMULA_SLOTS];
	size_t count = 0;
	for (; slots; slots &= slots - 1)
		bindings[count++] = environment->bindings[__builtin_ctz(slots)];
	return count ? expr_substitute(arena, tree, bindings, count) : tree;
}

struct value formula_value(
    struct arena *arena, const struct formula *formula, const struct environment *environment)
{
	return value_of(arena, formula_filled(arena, formula->tree, formula->slots, environment));
}

bool formula_holds(struct arena *arena, const struct formula *formula, const struct environment *environment)
{
	struct small quick;
	if (formula_small(formula, environment, &quick))
		return quick.num != 0;
	struct value value = formula_value(arena, formula, environment);
	return value.kind == VALUE_TRUTH && value.truth;
}

const struct expr *formula_shown(
    struct arena *arena, const struct formula *formula, const struct environment *environment)
{
	const struct expr *tree = formula_filled(arena, formula->tree, formula->slots, environment);
	return formula->has_calls ? expand(arena, tree) : tree;
}

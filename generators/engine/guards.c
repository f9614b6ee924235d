#include "generators/engine/guards.h"

#include "generators/engine/formula.h"
#include "generators/engine/present.h"

#include <string.h>

const char *const guard_names[] = {"base"};
const size_t guard_name_count = sizeof guard_names / sizeof guard_names[0];

/* Slots: the letters, then the names. */
enum { NAMES = sizeof guard_names / sizeof guard_names[0] };
_Static_assert(REWRITE_LETTERS + NAMES <= FORMULA_SLOTS, "every name of a rule has its slot");

static size_t slot_of(const char *name)
{
	return name[1] ? REWRITE_LETTERS : (size_t)(name[0] - 'a');
}

/* ---- preparing ---- */

typedef struct value (*writing_fn)(struct arena *arena, const struct value *values, size_t count);

/* What a formula says, as a program; around it, maybe, a function that says how its value is written. */
struct prepared {
	const struct program *program;
	writing_fn writing; /* or NULL */
};

static writing_fn writing_of(const struct expr *tree)
{
	static const writing_fn all[] = {present_decimal, present_scientific, present_mixed, present_percent};
	const struct function_row *row =
	    tree->kind == EXPR_CALL && tree->count == 1 ? formula_function(tree->name) : NULL;
	for (size_t i = 0; row && i < sizeof all / sizeof all[0]; i++)
		if (row->exact == all[i])
			return all[i];
	return NULL;
}

static void prepare(struct arena *arena, const struct scope *scope, struct rewrite_formula *formula)
{
	struct prepared prepared = {.writing = writing_of(formula->tree)};
	const struct expr *tree = prepared.writing ? formula->tree->parts[0].expr : formula->tree;
	prepared.program = program_compile(arena, tree, scope);
	if (prepared.program)
		formula->prepared = memcpy(arena_alloc(arena, sizeof prepared), &prepared, sizeof prepared);
}

void guards_prepare(struct arena *arena, struct rewrite_rule *rule)
{
	struct scope scope = {.slot_count = REWRITE_LETTERS + NAMES, .name_count = REWRITE_LETTERS + NAMES};
	for (size_t i = 0; i < REWRITE_LETTERS; i++)
		scope.names[i] = rewrite_letters[i];
	memcpy(&scope.names[REWRITE_LETTERS], guard_names, sizeof guard_names);
	for (size_t i = 0; i < rule->let_count; i++)
		prepare(arena, &scope, &rule->lets[i].formula);
	for (size_t i = 0; i < rule->condition_count; i++)
		prepare(arena, &scope, &rule->conditions[i].formula);
}

/* ---- the quick way ---- */

/* Of 7, -7, 2/3 and -2/3: what a letter for numbers matches. den 0: of anything else. */
static struct small small_of(const struct expr *tree)
{
	struct small value = {0, 0}, below;
	if (tree->kind == EXPR_NUMBER)
		return small_from_number(tree->literal.value);
	if (tree->kind == EXPR_NEGATE) {
		value = small_of(tree->parts[0].expr);
		return (struct small){-value.num, value.den};
	}
	if (tree->kind != EXPR_PRODUCT || tree->count != 2 || tree->parts[1].op != PART_DIVIDE ||
	    tree->parts[0].expr->kind != EXPR_NUMBER || tree->parts[1].expr->kind != EXPR_NUMBER)
		return value;
	value = small_of(tree->parts[0].expr);
	below = small_of(tree->parts[1].expr);
	struct small inverse;
	if (!value.den || !below.den || !small_ratio(below.den, below.num, &inverse) ||
	    !small_multiply(value, inverse, &value))
		return (struct small){0, 0};
	return value;
}

static bool run(const struct rewrite_formula *formula, struct rewrite_names names, struct small *ret_value)
{
	const struct prepared *prepared = formula->prepared;
	struct environment environment;
	if (!prepared)
		return false;
	for (size_t i = 0; i < names.count; i++)
		environment.small[slot_of(names.bindings[i].name)] = small_of(names.bindings[i].expr);
	return program_run(prepared->program, &environment, ret_value);
}

/* ---- the door ---- */

static struct value exact(
    struct arena *arena, const struct rewrite_formula *formula, struct rewrite_names names)
{
	return value_of(arena, expr_substitute(arena, formula->tree, names.bindings, names.count));
}

static const struct expr *value(
    struct arena *arena, const struct rewrite_formula *formula, struct rewrite_names names)
{
	const struct prepared *prepared = formula->prepared;
	struct small small;
	if (!run(formula, names, &small))
		return value_tree(arena, exact(arena, formula, names));
	struct value value = {.kind = VALUE_NUMBER, .number = {small.num, small.den, NULL}};
	if (prepared->writing)
		value = prepared->writing(arena, &value, 1);
	return value_tree(arena, value);
}

static bool holds(struct arena *arena, const struct rewrite_formula *condition, struct rewrite_names names)
{
	struct small small;
	if (run(condition, names, &small))
		return small.num != 0;
	struct value truth = exact(arena, condition, names);
	return truth.kind == VALUE_TRUTH && truth.truth;
}

const struct rewrite_guards rule_guards = {value, holds};

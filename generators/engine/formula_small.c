/* The quick way: postfix programs on rationals of two int64, giving up where the exact way must decide. */
#include "generators/engine/formula.h"

#include <string.h>

typedef bool (*step_fn)(const struct small *values, size_t count, struct small *ret_value);

enum { STEP_CONSTANT = -1, STEP_RUN = -2 };

struct step {
	step_fn run;  /* STEP_RUN: takes `count` values from the stack and leaves one */
	int32_t slot; /* >= 0: push that slot */
	uint32_t count;
	struct small constant;
};

struct program {
	size_t count;
	struct step steps[];
};

struct compilation {
	const struct scope *scope;
	struct step steps[FORMULA_STEPS];
	size_t count, depth;
};

static uint64_t greatest_common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static uint64_t magnitude(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

bool small_ratio(int64_t num, int64_t den, struct small *ret_value)
{
	if (den == 0 || num == INT64_MIN || den == INT64_MIN)
		return false;
	if (den < 0) {
		num = -num;
		den = -den;
	}
	if (den != 1) {
		int64_t divisor = (int64_t)greatest_common_divisor(magnitude(num), (uint64_t)den);
		num /= divisor;
		den /= divisor;
	}
	*ret_value = (struct small){num, den};
	return true;
}

bool small_add(struct small a, struct small b, struct small *ret_value)
{
	int64_t left, right, num, den;
	if (__builtin_mul_overflow(a.num, b.den, &left) || __builtin_mul_overflow(b.num, a.den, &right) ||
	    __builtin_add_overflow(left, right, &num) || __builtin_mul_overflow(a.den, b.den, &den))
		return false;
	return small_ratio(num, den, ret_value);
}

bool small_multiply(struct small a, struct small b, struct small *ret_value)
{
	int64_t num, den;
	if (__builtin_mul_overflow(a.num, b.num, &num) || __builtin_mul_overflow(a.den, b.den, &den))
		return false;
	return small_ratio(num, den, ret_value);
}

bool small_power(struct small base, struct small exponent, struct small *ret_value)
{
	if (exponent.den != 1 || exponent.num > 64 || exponent.num < -64 ||
	    (base.num == 0 && exponent.num <= 0))
		return false;
	struct small result = {1, 1};
	for (int64_t i = (int64_t)magnitude(exponent.num); i > 0; i--)
		if (!small_multiply(result, base, &result))
			return false;
	if (exponent.num < 0)
		return small_ratio(result.den, result.num, ret_value);
	*ret_value = result;
	return true;
}

bool small_compare(struct small a, struct small b, int *ret_order)
{
	int64_t left, right;
	if (__builtin_mul_overflow(a.num, b.den, &left) || __builtin_mul_overflow(b.num, a.den, &right))
		return false;
	*ret_order = (left > right) - (left < right);
	return true;
}

struct small small_from_number(struct number value)
{
	return value.big ? (struct small){0, 0} : (struct small){value.num, value.den};
}

static bool step_add(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	return small_add(values[0], values[1], ret_value);
}

static bool step_subtract(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	return small_add(values[0], (struct small){-values[1].num, values[1].den}, ret_value);
}

static bool step_multiply(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	return small_multiply(values[0], values[1], ret_value);
}

static bool step_divide(const struct small *values, size_t count, struct small *ret_value)
{
	struct small inverse;
	(void)count;
	return small_ratio(values[1].den, values[1].num, &inverse) &&
	       small_multiply(values[0], inverse, ret_value);
}

static bool step_negate(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	*ret_value = (struct small){-values[0].num, values[0].den};
	return true;
}

static bool step_absolute(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	*ret_value = (struct small){(int64_t)magnitude(values[0].num), values[0].den};
	return true;
}

static bool step_power(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	return small_power(values[0], values[1], ret_value);
}

/* values: argument, base. Only whole values: the others are for the exact way. */
static bool step_log(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	struct small argument = values[0], base = values[1], power = {1, 1};
	if (argument.num <= 0 || base.num <= 0 || base.num == base.den)
		return false;
	for (int64_t exponent = 0; exponent <= 64; exponent++) {
		if (power.num == argument.num && power.den == argument.den) {
			*ret_value = (struct small){exponent, 1};
			return true;
		}
		if (power.num == argument.den && power.den == argument.num) {
			*ret_value = (struct small){-exponent, 1};
			return true;
		}
		if (!small_multiply(power, base, &power))
			return false;
	}
	return false;
}

static bool step_and(const struct small *values, size_t count, struct small *ret_value)
{
	int64_t all = 1;
	for (size_t i = 0; i < count; i++)
		all = all && values[i].num;
	*ret_value = (struct small){all, 1};
	return true;
}

static bool step_or(const struct small *values, size_t count, struct small *ret_value)
{
	int64_t any = 0;
	for (size_t i = 0; i < count; i++)
		any = any || values[i].num;
	*ret_value = (struct small){any, 1};
	return true;
}

static bool step_not(const struct small *values, size_t count, struct small *ret_value)
{
	(void)count;
	*ret_value = (struct small){!values[0].num, 1};
	return true;
}

/* One for each relation: RELATION(name, condition on order) */
#define RELATION(name, condition)                                                                            \
	static bool step_##name(const struct small *values, size_t count, struct small *ret_value)           \
	{                                                                                                    \
		int order;                                                                                   \
		(void)count;                                                                                 \
		if (!small_compare(values[0], values[1], &order))                                            \
			return false;                                                                        \
		*ret_value = (struct small){(condition), 1};                                                 \
		return true;                                                                                 \
	}
RELATION(equal, order == 0)
RELATION(not_equal, order != 0)
RELATION(less, order < 0)
RELATION(less_equal, order <= 0)
RELATION(greater, order > 0)
RELATION(greater_equal, order >= 0)

static const step_fn row_steps[] = {
    [PART_PLUS] = step_add,
    [PART_MINUS] = step_subtract,
    [PART_TIMES] = step_multiply,
    [PART_IMPLIED] = step_multiply,
    [PART_DIVIDE] = step_divide,
    [PART_EQUAL] = step_equal,
    [PART_NOT_EQUAL] = step_not_equal,
    [PART_LESS] = step_less,
    [PART_LESS_EQUAL] = step_less_equal,
    [PART_GREATER] = step_greater,
    [PART_GREATER_EQUAL] = step_greater_equal,
};

/* Kinds whose parts are all pushed and then taken by one step. */
static const step_fn node_steps[EXPR_KINDS] = {
    [EXPR_NEGATE] = step_negate,
    [EXPR_ABSOLUTE] = step_absolute,
    [EXPR_POWER] = step_power,
    [EXPR_LOG] = step_log,
    [EXPR_AND] = step_and,
    [EXPR_OR] = step_or,
    [EXPR_NOT] = step_not,
};

static bool emit(struct compilation *compilation, struct step step)
{
	if (compilation->count == FORMULA_STEPS)
		return false;
	compilation->depth = compilation->depth + 1 - (step.slot == STEP_RUN ? (size_t)step.count : 0);
	compilation->steps[compilation->count++] = step;
	return compilation->depth <= FORMULA_STACK;
}

static bool compile(struct compilation *compilation, const struct expr *tree);

static bool compile_parts(struct compilation *compilation, const struct expr *tree, step_fn run)
{
	for (uint32_t i = 0; i < tree->count; i++)
		if (!compile(compilation, tree->parts[i].expr))
			return false;
	return emit(compilation, (struct step){.run = run, .slot = STEP_RUN, .count = tree->count});
}

/* A sum or product works from left to right; a chain of relations is each pair of neighbours and all of them.
 */
static bool compile_row(struct compilation *compilation, const struct expr *tree)
{
	bool chain = tree->kind == EXPR_RELATION;
	for (uint32_t i = 0; i < tree->count; i++) {
		if (chain && i == 0)
			continue;
		if (chain && !compile(compilation, tree->parts[i - 1].expr))
			return false;
		if (!compile(compilation, tree->parts[i].expr))
			return false;
		if (i > 0 &&
		    !emit(compilation,
		        (struct step){.run = row_steps[tree->parts[i].op], .slot = STEP_RUN, .count = 2}))
			return false;
	}
	if (chain && tree->count > 2)
		return emit(
		    compilation, (struct step){.run = step_and, .slot = STEP_RUN, .count = tree->count - 1});
	return true;
}

static bool compile_symbol(struct compilation *compilation, const char *name)
{
	for (size_t i = 0; i < compilation->scope->slot_count; i++)
		if (strcmp(compilation->scope->names[i], name) == 0)
			return emit(compilation, (struct step){.slot = (int32_t)i});
	return false;
}

static bool compile(struct compilation *compilation, const struct expr *tree)
{
	switch (tree->kind) {
	case EXPR_NUMBER: {
		struct small value = small_from_number(tree->literal.value);
		return value.den &&
		       emit(compilation, (struct step){.slot = STEP_CONSTANT, .constant = value});
	}
	case EXPR_SYMBOL:
		return compile_symbol(compilation, tree->name);
	case EXPR_SUM:
	case EXPR_PRODUCT:
	case EXPR_RELATION:
		return compile_row(compilation, tree);
	case EXPR_CALL: {
		const struct function_row *row = formula_function(tree->name);
		return row && row->quick && compile_parts(compilation, tree, row->quick);
	}
	case EXPR_LOG:
		return tree->style == LOG_BASE && compile_parts(compilation, tree, step_log);
	default:
		return node_steps[tree->kind] && compile_parts(compilation, tree, node_steps[tree->kind]);
	}
}

const struct program *program_compile(struct arena *arena, const struct expr *tree, const struct scope *scope)
{
	struct compilation compilation; /* 8 KiB: content has thousands of formulas, so not in its arena */
	compilation.scope = scope;
	compilation.count = compilation.depth = 0;
	if (!compile(&compilation, tree))
		return NULL;
	size_t bytes = compilation.count * sizeof compilation.steps[0];
	struct program *program = arena_alloc(arena, sizeof *program + bytes);
	program->count = compilation.count;
	memcpy(program->steps, compilation.steps, bytes);
	return program;
}

bool program_run(
    const struct program *program, const struct environment *environment, struct small *ret_value)
{
	struct small stack[FORMULA_STACK + 1];
	size_t depth = 0;
	for (size_t i = 0; i < program->count; i++) {
		const struct step *step = &program->steps[i];
		if (step->slot == STEP_RUN) {
			struct small result;
			depth -= step->count;
			if (!step->run(&stack[depth], step->count, &result))
				return false;
			stack[depth++] = result;
		} else {
			stack[depth] = step->slot >= 0 ? environment->small[step->slot] : step->constant;
			if (stack[depth++].den == 0)
				return false;
		}
	}
	*ret_value = stack[0];
	return true;
}

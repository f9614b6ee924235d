/* See space.h. */
#include "generators/engine/space.h"

#include "generators/engine/answer.h"
#include "generators/engine/blocks.h"
#include "generators/engine/index.h"

#include <stdatomic.h>
#include <string.h>

static const slot_set ALL_SLOTS = UINT32_MAX;
enum { SCRATCH_BYTES = 256 << 20 /* of a thread that walks a space */ };

/* ---- tuples ---- */

static void open_digits(const struct family *family, uint64_t number, struct tuple *tuple)
{
	tuple->number = number;
	tuple->variant = (size_t)(number % family->variant_count);
	number /= family->variant_count;
	for (size_t i = family->parameter_count; i-- > 0;) {
		tuple->digits[i] = (uint32_t)(number % family->parameters[i].list.count);
		number /= family->parameters[i].list.count;
	}
}

static void bind_digit(const struct family *family, struct tuple *tuple, size_t slot)
{
	const struct parameter *parameter = &family->parameters[slot];
	const struct parameter_value *value = &parameter->list.values[tuple->digits[slot]];
	tuple->environment.small[slot] = value->small;
	tuple->environment.bindings[slot] = (struct expr_binding){parameter->name, value->tree};
}

static void bind_digits(const struct family *family, struct tuple *tuple)
{
	for (size_t i = 0; i < family->parameter_count; i++)
		bind_digit(family, tuple, i);
	tuple->environment.count = family->parameter_count;
}

/* Derived names by the quick way alone: false when one of them needs the exact way. */
static bool bind_lets_quickly(const struct family *family, struct tuple *tuple)
{
	for (size_t i = 0; i < family->let_count; i++) {
		struct environment *environment = &tuple->environment;
		if (!formula_small(&family->lets[i].formula, environment,
		        &environment->small[family->parameter_count + i]))
			return false;
	}
	return true;
}

/* Those of `slots`; the others are as good as absent. */
static bool bind_lets(const struct family *family, struct arena *arena, slot_set slots, struct tuple *tuple)
{
	struct environment *environment = &tuple->environment;
	for (size_t i = 0; i < family->let_count; i++) {
		size_t slot = family->parameter_count + i;
		struct small small;
		environment->small[slot] = (struct small){0, 0};
		environment->bindings[slot] = (struct expr_binding){family->lets[i].name, NULL};
		environment->count = slot + 1;
		if (!(slots >> slot & 1))
			continue;
		struct value value;
		if (formula_small(&family->lets[i].formula, environment, &small))
			value = (struct value){.kind = VALUE_NUMBER, .number = {small.num, small.den, NULL}};
		else
			value = formula_value(arena, &family->lets[i].formula, environment);
		const struct expr *tree = value_tree(arena, value);
		if (!tree)
			return false;
		if (value.kind == VALUE_NUMBER)
			environment->small[slot] = small_from_number(value.number);
		environment->bindings[slot].expr = tree;
	}
	return true;
}

bool tuple_open_some(const struct family *family, struct arena *arena, uint64_t number, slot_set slots,
    struct tuple *ret_tuple)
{
	open_digits(family, number, ret_tuple);
	bind_digits(family, ret_tuple);
	return bind_lets(family, arena, slots, ret_tuple);
}

bool tuple_open(const struct family *family, struct arena *arena, uint64_t number, struct tuple *ret_tuple)
{
	return tuple_open_some(family, arena, number, ALL_SLOTS, ret_tuple);
}

uint64_t tuple_number(const struct family *family, const uint32_t *digits, size_t variant)
{
	uint64_t number = 0;
	for (size_t i = 0; i < family->parameter_count; i++)
		number = number * family->parameters[i].list.count + digits[i];
	return number * family->variant_count + variant;
}

/* 1 or 0; without an arena only by the quick way, and UNKNOWN where that gives up */
enum { UNKNOWN = -1 };

static int holds(struct arena *arena, bool has, const struct formula *formula, const struct tuple *tuple)
{
	struct small quick;
	if (!has)
		return 1;
	if (arena)
		return formula_holds(arena, formula, &tuple->environment);
	return formula_small(formula, &tuple->environment, &quick) ? quick.num != 0 : UNKNOWN;
}

static int level_of(const struct family *family, struct arena *arena, const struct tuple *tuple)
{
	const struct variant *variant = &family->variants[tuple->variant];
	unsigned levels = (1U << LEVELS) - 1;
	for (size_t i = 0; i < family->parameter_count; i++)
		levels &= family->parameters[i].list.values[tuple->digits[i]].levels;
	if (!levels)
		return 0;
	int valid = holds(arena, family->has_where, &family->where, tuple);
	if (valid > 0)
		valid = holds(arena, variant->has_where, &variant->where, tuple);
	for (int level = 0; level < LEVELS && valid > 0; level++) {
		const struct family_level *row = &family->levels[level];
		if (!row->present || !(levels >> level & 1) || !(row->variants >> tuple->variant & 1))
			continue;
		int inside = holds(arena, row->has_where, &row->where, tuple);
		if (inside != 0)
			return inside > 0 ? level + 1 : UNKNOWN;
	}
	return valid > 0 ? 0 : valid;
}

int tuple_level(const struct family *family, struct arena *arena, const struct tuple *tuple)
{
	size_t at;
	int level = level_of(family, arena, tuple);
	int separates = level ? answer_separates_quickly(family, tuple, &at) : 0;
	if (separates == UNKNOWN)
		separates = answer_separates(arena, family, tuple, &at);
	return separates ? level : 0;
}

/* ---- the index ---- */

/* An open tuple moves to the next number by counting, which is cheaper than opening it anew. */
static void tuple_next(const struct family *family, struct tuple *tuple)
{
	tuple->number++;
	if (++tuple->variant < family->variant_count)
		return;
	tuple->variant = 0;
	for (size_t i = family->parameter_count; i-- > 0;) {
		bool carry = ++tuple->digits[i] == family->parameters[i].list.count;
		if (carry)
			tuple->digits[i] = 0;
		bind_digit(family, tuple, i);
		if (!carry)
			return;
	}
}

/* What the threads that walk one space share. */
struct space_walk {
	const struct family *family;
	unsigned char *levels; /* of each tuple */
	_Atomic uint32_t dropped[FAMILY_SEPARATES];
};

/* Counts a tuple that fails to separate the belief at `at`; such a one has no level. */
static int drop(struct space_walk *walk, size_t at)
{
	walk->dropped[at]++;
	return 0;
}

static int level_at(struct space_walk *walk, struct arena *scratch, struct tuple *tuple)
{
	const struct family *family = walk->family;
	size_t at = 0;
	int level = bind_lets_quickly(family, tuple) ? level_of(family, NULL, tuple) : UNKNOWN;
	int separates = level > 0 ? answer_separates_quickly(family, tuple, &at) : UNKNOWN;
	if (level == 0 || separates >= 0)
		return level && !separates ? drop(walk, at) : level;
	struct arena_mark mark = arena_mark(scratch);
	tuple->environment.count = family->parameter_count;
	if (!bind_lets(family, scratch, ALL_SLOTS, tuple))
		level = 0;
	else if (level == UNKNOWN)
		level = level_of(family, scratch, tuple);
	if (level && !answer_separates(scratch, family, tuple, &at))
		level = drop(walk, at);
	arena_rewind(scratch, mark);
	return level;
}

static void walk_block(void *context, struct arena *scratch, uint64_t from, uint64_t to)
{
	struct space_walk *walk = context;
	struct arena_mark mark = arena_mark(scratch);
	struct tuple *tuple = arena_zero(scratch, sizeof *tuple);
	open_digits(walk->family, from, tuple);
	bind_digits(walk->family, tuple);
	for (uint64_t number = from; number < to; number++) {
		walk->levels[number] = (unsigned char)level_at(walk, scratch, tuple);
		tuple_next(walk->family, tuple);
	}
	arena_rewind(scratch, mark);
}

static void index_tuples(struct family *family, struct arena *arena, struct arena *scratch)
{
	struct space_walk walk = {.family = family, .levels = arena_zero(scratch, family->product)};
	uint64_t counts[LEVELS + 1] = {0}, next[LEVELS] = {0};
	enum refusal refusal = blocks_run(scratch, SCRATCH_BYTES, family->product, walk_block, &walk);
	if (refusal != REFUSAL_NONE)
		arena_refuse(scratch, refusal);
	for (size_t i = 0; i < FAMILY_SEPARATES; i++)
		family->dropped[i] = walk.dropped[i];
	for (uint64_t number = 0; number < family->product; number++)
		counts[walk.levels[number]]++;
	family->level_start[0] = 0;
	for (int level = 0; level < LEVELS; level++) {
		next[level] = family->level_start[level];
		family->level_start[level + 1] = next[level] + counts[level + 1];
	}
	family->index = arena_array(arena, family->level_start[LEVELS] + 1, sizeof *family->index);
	for (uint64_t number = 0; number < family->product; number++)
		if (walk.levels[number])
			family->index[next[walk.levels[number] - 1]++] = (uint32_t)number;
}

/* Too large to index: per level, the values it allows, so that at least narrowed values are never walked. */
static void allow_values(struct family *family, struct arena *arena)
{
	for (size_t i = 0; i < family->parameter_count; i++) {
		struct parameter *parameter = &family->parameters[i];
		for (int level = 0; level < LEVELS; level++) {
			uint32_t count = 0;
			uint32_t *allowed = arena_array(arena, parameter->list.count, sizeof *allowed);
			for (size_t v = 0; v < parameter->list.count; v++)
				if (parameter->list.values[v].levels >> level & 1)
					allowed[count++] = (uint32_t)v;
			parameter->allowed[level] = allowed;
			parameter->allowed_count[level] = count;
		}
	}
	for (int level = 0; level < LEVELS; level++) {
		uint64_t product = family->levels[level].present ? family->variant_count : 0;
		for (size_t i = 0; i < family->parameter_count; i++)
			product *= family->parameters[i].allowed_count[level];
		family->level_product[level] = product;
	}
}

int space_build(struct family *family, struct arena *arena, struct arena *scratch, const char **ret_message)
{
	family->product = family->variant_count;
	for (size_t i = 0; i < family->parameter_count; i++) {
		if (family->product > SPACE_LARGEST / family->parameters[i].list.count) {
			*ret_message = "the parameters have more than 2^56 combinations; narrow their ranges";
			return -1;
		}
		family->product *= family->parameters[i].list.count;
	}
	if (family->product > SPACE_ENUMERATED) {
		allow_values(family, arena);
		return 0;
	}
	if (!index_take(family))
		index_tuples(family, arena, scratch);
	if (family->level_start[LEVELS] == 0) {
		*ret_message =
		    "no combination of the parameters meets `where` and a level: there are no items";
		return -1;
	}
	return 0;
}

uint64_t space_size(const struct family *family, int level)
{
	if (family->index)
		return level ? family->level_start[level] - family->level_start[level - 1]
		             : family->level_start[LEVELS];
	return level ? family->level_product[level - 1] : family->product;
}

uint64_t space_tuple(const struct family *family, int level, uint64_t place, int *ret_level)
{
	*ret_level = 0;
	if (family->index) {
		place += level ? family->level_start[level - 1] : 0;
		while (place >= family->level_start[*ret_level])
			++*ret_level;
		return family->index[place];
	}
	if (!level)
		return place;
	uint32_t digits[FORMULA_SLOTS];
	size_t variant = (size_t)(place % family->variant_count);
	place /= family->variant_count;
	for (size_t i = family->parameter_count; i-- > 0;) {
		const struct parameter *parameter = &family->parameters[i];
		digits[i] = parameter->allowed[level - 1][place % parameter->allowed_count[level - 1]];
		place /= parameter->allowed_count[level - 1];
	}
	return tuple_number(family, digits, variant);
}

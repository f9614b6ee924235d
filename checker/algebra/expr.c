#include "checker/algebra/expr.h"

#include <string.h>

struct expr *expr_new(struct arena *arena, enum expr_kind kind, size_t count)
{
	struct expr *expr = arena_zero(arena, sizeof *expr + count * sizeof expr->parts[0]);

	expr->kind = (uint8_t)kind;
	expr->count = (uint32_t)count;
	return expr;
}

struct expr *expr_literal(struct arena *arena, struct number value)
{
	struct expr *expr = expr_new(arena, EXPR_NUMBER, 0);

	expr->literal.value = value;
	return expr;
}

struct expr *expr_integer(struct arena *arena, int64_t value)
{
	return expr_literal(arena, number_from_int(arena, value));
}

struct expr *expr_symbol(struct arena *arena, const char *name)
{
	struct expr *expr = expr_new(arena, EXPR_SYMBOL, 0);

	expr->name = name;
	return expr;
}

struct expr *expr_unary(struct arena *arena, enum expr_kind kind, const struct expr *part)
{
	struct expr *expr = expr_new(arena, kind, 1);

	expr->parts[0].expr = part;
	return expr;
}

struct expr *expr_binary(
    struct arena *arena, enum expr_kind kind, const struct expr *first, const struct expr *second)
{
	struct expr *expr = expr_new(arena, kind, 2);

	expr->parts[0].expr = first;
	expr->parts[1].expr = second;
	return expr;
}

struct expr *expr_row(struct arena *arena, enum expr_kind kind, const struct expr *first, enum part_op op,
    const struct expr *second)
{
	struct expr *expr = expr_binary(arena, kind, first, second);

	if (kind == EXPR_SUM)
		expr->parts[0].op = PART_PLUS;
	else if (kind == EXPR_PRODUCT)
		expr->parts[0].op = PART_TIMES;
	expr->parts[1].op = op;
	return expr;
}

const struct expr *expr_from_number(struct arena *arena, struct number value)
{
	const struct expr *expr;

	if (number_sign(value) < 0)
		return expr_unary(arena, EXPR_NEGATE, expr_from_number(arena, number_negate(arena, value)));
	if (number_is_integer(value))
		return expr_literal(arena, value);
	expr = expr_row(arena, EXPR_PRODUCT, expr_literal(arena, number_numerator(arena, value)), PART_DIVIDE,
	    expr_literal(arena, number_denominator(arena, value)));
	return expr;
}

bool relation_allows(enum part_op relation, int order)
{
	switch (relation) {
	case PART_EQUAL:
		return order == 0;
	case PART_NOT_EQUAL:
		return order != 0;
	case PART_LESS:
		return order < 0;
	case PART_LESS_EQUAL:
		return order <= 0;
	case PART_GREATER:
		return order > 0;
	case PART_GREATER_EQUAL:
		return order >= 0;
	default:
		return false;
	}
}

static bool same_leaf(const struct expr *a, const struct expr *b)
{
	switch (a->kind) {
	case EXPR_NUMBER:
		return number_equal(a->literal.value, b->literal.value);
	case EXPR_SYMBOL:
	case EXPR_CALL:
		return strcmp(a->name, b->name) == 0;
	default:
		return true;
	}
}

bool expr_same(const struct expr *a, const struct expr *b)
{
	if (a == b)
		return true;
	if (a->kind != b->kind || a->style != b->style || a->count != b->count || !same_leaf(a, b))
		return false;
	for (uint32_t i = 0; i < a->count; i++) {
		if (a->parts[i].op != b->parts[i].op || !expr_same(a->parts[i].expr, b->parts[i].expr))
			return false;
	}
	return true;
}

/* FNV-1a over words (Fowler, Noll, Vo 1991), with a final shift so that high bits reach low ones. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * 0x100000001b3ULL;
	return hash ^ (hash >> 29);
}

static uint64_t hash_number(struct number value)
{
	uint64_t hash = 0xcbf29ce484222325ULL;

	if (!value.big)
		return mix(mix(hash, (uint64_t)value.num), (uint64_t)value.den);
	for (size_t i = 0; i < mpz_size(mpq_numref(value.big)); i++)
		hash = mix(hash, mpz_getlimbn(mpq_numref(value.big), (mp_size_t)i));
	for (size_t i = 0; i < mpz_size(mpq_denref(value.big)); i++)
		hash = mix(hash, mpz_getlimbn(mpq_denref(value.big), (mp_size_t)i));
	return mix(hash, (uint64_t)(mpq_sgn(value.big) + 1));
}

uint64_t expr_hash(const struct expr *expr)
{
	uint64_t hash = mix(0xcbf29ce484222325ULL, (uint64_t)expr->kind << 8 | expr->style);

	if (expr->kind == EXPR_NUMBER)
		hash = mix(hash, hash_number(expr->literal.value));
	if (expr->kind == EXPR_SYMBOL || expr->kind == EXPR_CALL) {
		for (const char *c = expr->name; *c; c++)
			hash = mix(hash, (unsigned char)*c);
	}
	for (uint32_t i = 0; i < expr->count; i++)
		hash = mix(mix(hash, (uint64_t)expr->parts[i].op), expr_hash(expr->parts[i].expr));
	return hash;
}

size_t expr_size(const struct expr *expr)
{
	size_t size = 1;

	for (uint32_t i = 0; i < expr->count; i++)
		size += expr_size(expr->parts[i].expr);
	return size;
}

bool expr_mentions(const struct expr *expr, const char *name)
{
	if (expr->kind == EXPR_SYMBOL && (!name || strcmp(expr->name, name) == 0))
		return true;
	for (uint32_t i = 0; i < expr->count; i++) {
		if (expr_mentions(expr->parts[i].expr, name))
			return true;
	}
	return false;
}

/* A copy of the node alone; its parts still point to the old ones. */
static struct expr *copy_node(struct arena *arena, const struct expr *expr)
{
	size_t size = sizeof *expr + expr->count * sizeof expr->parts[0];

	return memcpy(arena_alloc(arena, size), expr, size);
}

const struct expr *expr_substitute(
    struct arena *arena, const struct expr *expr, const struct expr_binding *bindings, size_t count)
{
	struct expr *changed = NULL;

	if (expr->kind == EXPR_SYMBOL) {
		for (size_t i = 0; i < count; i++) {
			if (expr->name[0] == bindings[i].name[0] && strcmp(expr->name, bindings[i].name) == 0)
				return bindings[i].expr;
		}
		return expr;
	}
	for (uint32_t i = 0; i < expr->count; i++) {
		const struct expr *part = expr_substitute(arena, expr->parts[i].expr, bindings, count);

		if (part != expr->parts[i].expr && !changed)
			changed = copy_node(arena, expr);
		if (changed)
			changed->parts[i].expr = part;
	}
	return changed ? changed : expr;
}

/* low + high, low - high, +high or -high for a plus-or-minus whose parts are settled. */
static const struct expr *signed_part(struct arena *arena, const struct expr *expr, enum part_op sign)
{
	const struct expr *last = expr->parts[expr->count - 1].expr;

	if (expr->count == 2)
		return expr_row(arena, EXPR_SUM, expr->parts[0].expr, sign, last);
	return sign == PART_MINUS ? expr_unary(arena, EXPR_NEGATE, last) : last;
}

const struct expr *expr_choose_sign(struct arena *arena, const struct expr *expr, enum part_op sign)
{
	struct expr *changed = NULL;

	for (uint32_t i = 0; i < expr->count; i++) {
		const struct expr *part = expr_choose_sign(arena, expr->parts[i].expr, sign);

		if (part != expr->parts[i].expr && !changed)
			changed = copy_node(arena, expr);
		if (changed)
			changed->parts[i].expr = part;
	}
	if (changed)
		expr = changed;
	return expr->kind == EXPR_PLUS_MINUS ? signed_part(arena, expr, sign) : expr;
}

const struct expr *expr_copy(struct arena *arena, const struct expr *expr)
{
	struct expr *copy = copy_node(arena, expr);

	if (expr->kind == EXPR_NUMBER) {
		copy->literal.value = number_copy(arena, expr->literal.value);
		if (expr->literal.digits)
			copy->literal.digits =
			    arena_copy(arena, expr->literal.digits, strlen(expr->literal.digits));
	} else if (expr->kind == EXPR_SYMBOL || expr->kind == EXPR_CALL) {
		copy->name = arena_copy(arena, expr->name, strlen(expr->name));
	}
	for (uint32_t i = 0; i < expr->count; i++)
		copy->parts[i].expr = expr_copy(arena, expr->parts[i].expr);
	return copy;
}

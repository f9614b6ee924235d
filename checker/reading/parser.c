/*
 * The grammar, loosest first:
 *   answer     = and-row { "or" and-row }          and-row   = list { "and" list }
 *   list       = union { "," union }               union     = relation { "∪" relation }
 *   relation   = sum { ("=" | "<" | ...) sum } | sum "in" union
 *   sum        = ["-" | "+" | "±"] product { ("+" | "-" | "±") product }
 *   product    = power { ("*" | "/") ["-"] power | power }
 *   power, primary: primary.c
 */
#include "checker/reading/parser.h"

#include <string.h>

void parser_advance(struct parser *parser)
{
	lexer_next(&parser->lexer, &parser->token);
}

void parser_refuse(struct parser *parser, enum note_code code)
{
	lexer_refuse(&parser->lexer, code, parser->token.at, parser->token.length);
}

void parser_enter(struct parser *parser)
{
	if (++parser->depth > LIMIT_DEPTH)
		arena_refuse(parser->lexer.arena, REFUSAL_TOO_LARGE);
}

struct expr *parser_node(struct parser *parser, enum expr_kind kind, size_t count, size_t at)
{
	struct expr *expr;
	const struct mapped *text = parser->lexer.text;

	if (++parser->nodes > LIMIT_NODES)
		arena_refuse(parser->lexer.arena, REFUSAL_TOO_LARGE);
	expr = expr_new(parser->lexer.arena, kind, count);
	expr->at = mapped_source(text, at);
	expr->length = mapped_source(text, parser->token.at) - expr->at;
	return expr;
}

void row_add(struct parser *parser, struct row *row, enum part_op op, const struct expr *expr)
{
	if (row->capacity == 0) {
		row->parts = &row->only;
		row->capacity = 1;
	} else if (row->count == row->capacity) {
		size_t capacity = row->capacity > 1 ? row->capacity * 2 : 4;
		struct expr_part *parts = arena_array(parser->lexer.arena, capacity, sizeof parts[0]);

		if (capacity > (size_t)LIMIT_PARTS * 2)
			arena_refuse(parser->lexer.arena, REFUSAL_TOO_LARGE);
		if (row->count)
			memcpy(parts, row->parts, row->count * sizeof parts[0]);
		row->parts = parts;
		row->capacity = capacity;
	}
	row->parts[row->count++] = (struct expr_part){expr, op};
}

const struct expr *row_finish(struct parser *parser, const struct row *row, enum expr_kind kind, size_t at)
{
	struct expr *expr;

	if (row->count == 1)
		return row->parts[0].expr;
	expr = parser_node(parser, kind, row->count, at);
	for (size_t i = 0; i < row->count; i++)
		expr->parts[i] = row->parts[i];
	return expr;
}

/* Brackets around the head of a row change nothing: (a*b)/c has the parts of a*b/c. */
static void add_head(struct parser *parser, struct row *row, enum expr_kind kind, enum part_op op,
    const struct expr *head, bool *ret_grouped)
{
	if (head->kind != kind) {
		row_add(parser, row, op, head);
		return;
	}
	for (uint32_t i = 0; i < head->count; i++)
		row_add(parser, row, head->parts[i].op, head->parts[i].expr);
	row->head = row->count;
	*ret_grouped = true;
}

static const struct expr *finish_grouped(
    struct parser *parser, const struct row *row, enum expr_kind kind, size_t at, bool grouped)
{
	struct expr *expr = (struct expr *)row_finish(parser, row, kind, at);

	if (grouped && row->count > 1)
		expr->flags |= EXPR_LEADING_GROUP;
	return expr;
}

bool begins_primary(const struct parser *parser)
{
	switch (parser->token.kind) {
	case TOKEN_SYMBOL:
	case TOKEN_CONSTANT:
	case TOKEN_FUNCTION:
	case TOKEN_CALL:
	case TOKEN_OPEN:
		return true;
	case TOKEN_BAR:
		return parser->token.value == BAR_OPENS ||
		       (parser->token.value == BAR_EITHER && parser->bars == 0);
	default:
		return false;
	}
}

/* A factor after * or /, which may have a sign of its own: 5/-4. */
static const struct expr *parse_signed_factor(struct parser *parser)
{
	size_t at = parser->token.at;
	struct expr *negative;
	const struct expr *factor;

	if (parser->token.kind != TOKEN_MINUS)
		return parse_power(parser);
	parser_advance(parser);
	if (parser->token.kind == TOKEN_MINUS || parser->token.kind == TOKEN_PLUS)
		parser_refuse(parser, NOTE_TWO_SIGNS);
	factor = parse_power(parser);
	negative = parser_node(parser, EXPR_NEGATE, 1, at);
	negative->parts[0].expr = factor;
	return negative;
}

/* A number may follow another factor only where brackets keep them apart: (2)3, never 2 3 or x2. */
static bool is_closed_group(const struct parser *parser, const struct expr *before)
{
	return parser->token.kind == TOKEN_NUMBER && (before->flags & EXPR_BRACKETED);
}

/* Does the row's last factor stand under a fraction stroke, with nothing but blanks or brackets behind it? */
static bool under_stroke(const struct row *row)
{
	size_t i = row->count - 1;

	while (i > row->head && row->parts[i].op == PART_IMPLIED)
		i--;
	return i >= row->head && row->parts[i].op == PART_DIVIDE;
}

/* 8/9q^2 in its second reading: the factors behind the stroke are one denominator. */
static const struct expr *parse_denominator(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;

	row_add(parser, &row, PART_TIMES, parse_signed_factor(parser));
	while (begins_primary(parser))
		row_add(parser, &row, PART_IMPLIED, parse_power(parser));
	return row_finish(parser, &row, EXPR_PRODUCT, at);
}

static void parse_signed_part(struct parser *parser, struct row *row)
{
	bool divides = parser->token.kind == TOKEN_DIVIDE;

	parser_advance(parser);
	if (divides && (parser->lexer.options->second & SECOND_DENOMINATOR))
		row_add(parser, row, PART_DIVIDE, parse_denominator(parser));
	else
		row_add(parser, row, divides ? PART_DIVIDE : PART_TIMES, parse_signed_factor(parser));
}

/* Does the argument of a log without brackets end before this factor? log x log y are two logs. */
static bool ends_argument(const struct parser *parser)
{
	return parser->token.kind == TOKEN_FUNCTION && parser->token.value != FUNCTION_SQRT &&
	       parser->token.value != FUNCTION_FRAC;
}

/* The rest of a product whose first factors are in `row`, up to what is no factor. */
static void parse_factors(struct parser *parser, struct row *row, bool juxtaposed_only)
{
	for (;;) {
		enum token_kind kind = parser->token.kind;
		/* row_add() was there before: a row of factors has a first one. */
		const struct expr *before =
		    row->parts[row->count - 1].expr; // NOLINT(clang-analyzer-core.NullDereference)

		if (!juxtaposed_only && (kind == TOKEN_TIMES || kind == TOKEN_DIVIDE)) {
			parse_signed_part(parser, row);
		} else if (begins_primary(parser) || is_closed_group(parser, before)) {
			if (juxtaposed_only && ends_argument(parser))
				return;
			if (juxtaposed_only)
				parser->lexer.second |= SECOND_ARGUMENT;
			if (juxtaposed_only && (parser->lexer.options->second & SECOND_ARGUMENT))
				return;
			if (under_stroke(row))
				parser->lexer.second |= SECOND_DENOMINATOR;
			row_add(parser, row, PART_IMPLIED, parse_power(parser));
		} else if (kind == TOKEN_NUMBER) {
			parser_refuse(parser, before->kind == EXPR_NUMBER || before->kind == EXPR_MIXED ||
			                              before->kind == EXPR_POWER
			                          ? NOTE_TWO_NUMBERS
			                          : NOTE_UNEXPECTED);
		} else {
			return;
		}
	}
}

static const struct expr *parse_product(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;
	bool grouped = false;
	const struct expr *head = parse_power(parser);

	if (begins_primary(parser) || parser->token.kind == TOKEN_TIMES ||
	    parser->token.kind == TOKEN_DIVIDE || parser->token.kind == TOKEN_NUMBER) {
		const struct expr *last = head;

		add_head(parser, &row, EXPR_PRODUCT, PART_TIMES, head, &grouped);
		if (grouped && is_closed_group(parser, last))
			row_add(parser, &row, PART_IMPLIED, parse_power(parser));
		parse_factors(parser, &row, false);
		return finish_grouped(
		    parser, &row, EXPR_PRODUCT, at, grouped && !(head->flags & EXPR_FRACTION));
	}
	return head;
}

const struct expr *parse_juxtaposed(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;
	bool grouped = false;

	add_head(parser, &row, EXPR_PRODUCT, PART_TIMES, parse_power(parser), &grouped);
	parse_factors(parser, &row, true);
	return row_finish(parser, &row, EXPR_PRODUCT, at);
}

/* A term with its leading sign. */
static const struct expr *parse_leading_term(struct parser *parser)
{
	enum token_kind sign = parser->token.kind;
	size_t at = parser->token.at;
	struct expr *node;
	const struct expr *term;

	if (sign != TOKEN_MINUS && sign != TOKEN_PLUS && sign != TOKEN_PLUS_MINUS)
		return parse_product(parser);
	parser_advance(parser);
	if (parser->token.kind == TOKEN_MINUS || parser->token.kind == TOKEN_PLUS)
		parser_refuse(parser, NOTE_TWO_SIGNS);
	term = parse_product(parser);
	if (sign == TOKEN_PLUS)
		return term;
	node = parser_node(parser, sign == TOKEN_MINUS ? EXPR_NEGATE : EXPR_PLUS_MINUS, 1, at);
	node->parts[0].expr = term;
	return node;
}

/* a ± b, where a is what was read so far. */
static const struct expr *parse_plus_minus(struct parser *parser, const struct expr *before, size_t at)
{
	struct expr *node;
	const struct expr *term;

	parser_advance(parser);
	term = parse_product(parser);
	node = parser_node(parser, EXPR_PLUS_MINUS, 2, at);
	node->parts[0].expr = before;
	node->parts[1].expr = term;
	return node;
}

const struct expr *parse_sum(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;
	bool grouped = false;
	const struct expr *head, *sum;

	parser_enter(parser);
	head = parse_leading_term(parser);
	if (parser->token.kind != TOKEN_PLUS && parser->token.kind != TOKEN_MINUS &&
	    parser->token.kind != TOKEN_PLUS_MINUS) {
		parser->depth--;
		return head;
	}
	add_head(parser, &row, EXPR_SUM, PART_PLUS, head, &grouped);
	while (parser->token.kind == TOKEN_PLUS || parser->token.kind == TOKEN_MINUS) {
		enum part_op op = parser->token.kind == TOKEN_PLUS ? PART_PLUS : PART_MINUS;

		parser_advance(parser);
		if (parser->token.kind == TOKEN_PLUS ||
		    (op == PART_MINUS && parser->token.kind == TOKEN_MINUS))
			parser_refuse(parser, NOTE_TWO_SIGNS);
		row_add(parser, &row, op, parse_leading_term(parser));
	}
	sum = finish_grouped(parser, &row, EXPR_SUM, at, grouped);
	if (parser->token.kind == TOKEN_PLUS_MINUS)
		sum = parse_plus_minus(parser, sum, at);
	parser->depth--;
	return sum;
}

static const struct expr *parse_union(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;

	row_add(parser, &row, PART_NONE, parse_sum(parser));
	while (parser->token.kind == TOKEN_UNION) {
		parser_advance(parser);
		row_add(parser, &row, PART_NONE, parse_sum(parser));
	}
	return row_finish(parser, &row, EXPR_UNION, at);
}

const struct expr *parse_relation(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;

	if (parser->token.kind == TOKEN_NOT) {
		struct expr *negation;
		const struct expr *condition;

		parser_advance(parser);
		parser_enter(parser);
		condition = parse_relation(parser);
		parser->depth--;
		negation = parser_node(parser, EXPR_NOT, 1, at);
		negation->parts[0].expr = condition;
		return negation;
	}
	row_add(parser, &row, PART_NONE, parse_union(parser));
	if (parser->token.kind == TOKEN_IN && row.parts[0].expr->kind == EXPR_SYMBOL) {
		parser_advance(parser);
		return parse_union(parser); /* x in {5, -3}: the set is the answer */
	}
	while (parser->token.kind == TOKEN_RELATION) {
		enum part_op op = (enum part_op)parser->token.value;

		parser_advance(parser);
		row_add(parser, &row, op, parse_union(parser));
	}
	return row_finish(parser, &row, EXPR_RELATION, at);
}

/* Is this a comma with digits right on both sides? */
static bool is_tight_comma(const struct parser *parser)
{
	const struct mapped *text = parser->lexer.text;
	size_t at = parser->token.at;
	bool digit_before = at > 0 && text->bytes[at - 1] >= '0' && text->bytes[at - 1] <= '9';
	bool digit_after = at + 1 < text->length && text->bytes[at + 1] >= '0' && text->bytes[at + 1] <= '9';

	return parser->token.kind == TOKEN_COMMA && digit_before && digit_after;
}

static bool is_inequality(const struct expr *expr)
{
	return expr->kind == EXPR_RELATION && expr->parts[1].op != PART_EQUAL;
}

/* Conditions stand only beside conditions: x > 2,5 is no list of one and a number. */
static bool mixes_conditions(const struct row *row)
{
	for (size_t i = 1; i < row->count; i++) {
		if (is_inequality(row->parts[i].expr) != is_inequality(row->parts[0].expr))
			return true;
	}
	return false;
}

const struct expr *parse_list(struct parser *parser)
{
	struct row row = {.count = 0};
	struct token tight = {.length = 0}; /* the first comma that may be a decimal sign */
	size_t at = parser->token.at;
	bool semicolons = false;

	row_add(parser, &row, PART_NONE, parse_relation(parser));
	while (parser->token.kind == TOKEN_COMMA || parser->token.kind == TOKEN_SEMICOLON) {
		if (is_tight_comma(parser) && tight.length == 0)
			tight = parser->token;
		semicolons = semicolons || parser->token.kind == TOKEN_SEMICOLON;
		parser_advance(parser);
		row_add(parser, &row, PART_NONE, parse_relation(parser));
	}
	/* Such a comma is a decimal sign where no list is asked, or where it is no separator among others. */
	if (tight.length > 0 && !parser->lexer.options->formula &&
	    ((!parser->lexer.options->list && parser->braces == 0) || semicolons || mixes_conditions(&row)))
		lexer_refuse(&parser->lexer, NOTE_DECIMAL_COMMA, tight.at, tight.length);
	return row_finish(parser, &row, EXPR_LIST, at);
}

static const struct expr *parse_and(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;

	row_add(parser, &row, PART_NONE, parse_list(parser));
	while (parser->token.kind == TOKEN_AND) {
		parser_advance(parser);
		row_add(parser, &row, PART_NONE, parse_list(parser));
	}
	return row_finish(parser, &row, EXPR_AND, at);
}

const struct expr *parse_answer(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at;
	const struct expr *answer;

	parser_advance(parser);
	at = parser->token.at;
	row_add(parser, &row, PART_NONE, parse_and(parser));
	while (parser->token.kind == TOKEN_OR) {
		parser_advance(parser);
		row_add(parser, &row, PART_NONE, parse_and(parser));
	}
	answer = row_finish(parser, &row, EXPR_OR, at);
	if (parser->token.kind == TOKEN_CLOSE)
		parser_refuse(parser, NOTE_UNOPENED);
	if (parser->token.kind != TOKEN_END)
		parser_refuse(parser, NOTE_UNEXPECTED);
	return answer;
}

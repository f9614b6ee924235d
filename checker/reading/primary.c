/*
 * What rows are made of:
 *   power   = primary { "^" exponent | "%" }      exponent = ["-" | "+"] power | "{" sum "}"
 *   primary = number | mixed | name | "(" ... ")" | "|" sum "|" | "{" list "}" | function
 */
#include "checker/reading/parser.h"

#include <string.h>

static const struct expr *parse_primary(struct parser *parser);

static const struct expr *bracketed(const struct expr *expr)
{
	((struct expr *)expr)->flags |= EXPR_BRACKETED; /* fresh from this parser: nobody else has it yet */
	return expr;
}

static const struct expr *make_literal(struct parser *parser, const struct token *token)
{
	struct expr *expr = parser_node(parser, EXPR_NUMBER, 0, token->at);

	expr->style = token->repeating ? LITERAL_REPEATING
	              : token->decimal ? LITERAL_DECIMAL
	                               : LITERAL_INTEGER;
	expr->literal.value =
	    number_from_digits(parser->lexer.arena, token->digits, token->digit_count, token->repeating);
	expr->literal.digits = token->digits;
	expr->literal.repeating = (uint32_t)token->repeating;
	return expr;
}

/* 3.2e5 is 3.2 * 10^5. */
static const struct expr *make_scientific(
    struct parser *parser, const struct token *token, const struct expr *coefficient)
{
	struct arena *arena = parser->lexer.arena;
	const struct expr *exponent = expr_from_number(arena, number_from_int(arena, token->exponent));
	struct expr *product = parser_node(parser, EXPR_PRODUCT, 2, token->at);

	product->parts[0] = (struct expr_part){coefficient, PART_TIMES};
	product->parts[1] =
	    (struct expr_part){expr_binary(arena, EXPR_POWER, expr_integer(arena, 10), exponent), PART_TIMES};
	product->flags |= EXPR_SCIENTIFIC;
	return product;
}

static bool is_plain_integer(const struct token *token)
{
	return token->kind == TOKEN_NUMBER && !token->decimal && !token->scientific;
}

static const struct expr *make_mixed(struct parser *parser, const struct expr *whole, const struct expr *num,
    const struct expr *den, size_t at)
{
	struct expr *mixed = parser_node(parser, EXPR_MIXED, 3, at);

	mixed->parts[0].expr = whole;
	mixed->parts[1].expr = num;
	mixed->parts[2].expr = den;
	return mixed;
}

/* 1 1/2: digits, blank, digits/digits, and nothing that could mean something else. NULL: it is not one. */
static const struct expr *try_mixed(
    struct parser *parser, const struct token *whole, const struct expr *literal)
{
	struct parser before = *parser;
	struct token num = parser->token, den;
	bool touches_stroke = whole->at > 0 && parser->lexer.text->bytes[whole->at - 1] == '/';

	/* 1/2 1/2 is rather two fractions than one over two and a half. */
	if (parser->lexer.options->formula || touches_stroke || !is_plain_integer(whole) ||
	    !is_plain_integer(&num) || !num.spaced)
		return NULL;
	parser_advance(parser);
	if (parser->token.kind == TOKEN_DIVIDE) {
		parser_advance(parser);
		den = parser->token;
		if (is_plain_integer(&den)) {
			parser_advance(parser);
			if (parser->token.kind != TOKEN_CARET && parser->token.kind != TOKEN_DIVIDE)
				return make_mixed(parser, literal, make_literal(parser, &num),
				    make_literal(parser, &den), whole->at);
		}
	}
	*parser = before;
	return NULL;
}

/* 3\frac{1}{2}, which is also what 3½ became. NULL: it is not one. */
static const struct expr *try_mixed_fraction(
    struct parser *parser, const struct token *whole, const struct expr *literal)
{
	struct parser before = *parser;
	const struct expr *fraction;

	if (!is_plain_integer(whole) || parser->token.kind != TOKEN_FUNCTION ||
	    parser->token.value != FUNCTION_FRAC)
		return NULL;
	fraction = parse_primary(parser);
	if (parser->token.kind != TOKEN_CARET && fraction->parts[0].expr->kind == EXPR_NUMBER &&
	    fraction->parts[1].expr->kind == EXPR_NUMBER && fraction->count == 2)
		return make_mixed(
		    parser, literal, fraction->parts[0].expr, fraction->parts[1].expr, whole->at);
	*parser = before;
	return NULL;
}

static const struct expr *parse_number(struct parser *parser)
{
	struct token token = parser->token;
	const struct expr *literal = make_literal(parser, &token), *mixed;

	parser_advance(parser);
	if (token.scientific)
		return make_scientific(parser, &token, literal);
	mixed = try_mixed(parser, &token, literal);
	if (!mixed)
		mixed = try_mixed_fraction(parser, &token, literal);
	return mixed ? mixed : literal;
}

static void expect_close(struct parser *parser, char close, size_t open_at)
{
	if (parser->token.kind == TOKEN_CLOSE && parser->token.value == close) {
		parser_advance(parser);
		return;
	}
	if (parser->token.kind == TOKEN_END || parser->token.kind == TOKEN_CLOSE)
		lexer_refuse(&parser->lexer, NOTE_UNCLOSED, open_at, 1);
	parser_refuse(parser, NOTE_UNEXPECTED);
}

/* (3, ∞), [2, 5): the second end and the closing bracket. */
static const struct expr *parse_interval(struct parser *parser, char open, const struct expr *low, size_t at)
{
	struct row row = {.count = 0};
	struct expr *interval;

	row_add(parser, &row, PART_NONE, low);
	while (parser->token.kind == TOKEN_COMMA || parser->token.kind == TOKEN_SEMICOLON) {
		parser_advance(parser);
		row_add(parser, &row, PART_NONE, parse_sum(parser));
	}
	if (parser->token.kind != TOKEN_CLOSE || parser->token.value == '}')
		expect_close(parser, ')', at);
	if (row.count > 2) {
		expect_close(parser, open == '(' ? ')' : ']', at);
		return bracketed(row_finish(parser, &row, EXPR_LIST, at));
	}
	interval = parser_node(parser, EXPR_INTERVAL, 2, at);
	interval->parts[0].expr = row.parts[0].expr;
	interval->parts[1].expr = row.parts[1].expr;
	interval->style = (uint8_t)((open == '[' ? INTERVAL_CLOSED_LOW : 0) |
	                            (parser->token.value == ']' ? INTERVAL_CLOSED_HIGH : 0));
	parser_advance(parser);
	return interval;
}

/* Conditions in brackets: not (a = b or c > 2) in formulas, (x > 4 and x < 5) or x < 2 where a set is asked.
 */
static const struct expr *parse_inside(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;
	enum token_kind joint;

	row_add(parser, &row, PART_NONE, parse_relation(parser));
	joint = parser->token.kind;
	while ((parser->lexer.options->formula || parser->lexer.options->list) &&
	       (joint == TOKEN_AND || joint == TOKEN_OR) && parser->token.kind == joint) {
		parser_advance(parser);
		row_add(parser, &row, PART_NONE, parse_relation(parser));
	}
	return row_finish(parser, &row, joint == TOKEN_OR ? EXPR_OR : EXPR_AND, at);
}

static const struct expr *parse_brackets(struct parser *parser)
{
	char open = (char)parser->token.value;
	size_t at = parser->token.at;
	const struct expr *inside;

	parser_enter(parser);
	parser_advance(parser);
	inside = parse_inside(parser);
	if ((parser->token.kind == TOKEN_COMMA || parser->token.kind == TOKEN_SEMICOLON) &&
	    !parser->lexer.options->formula) {
		inside = parse_interval(parser, open, inside, at);
	} else {
		expect_close(parser, open == '(' ? ')' : ']', at);
		inside = bracketed(inside);
	}
	parser->depth--;
	return inside;
}

/* {x}: a LaTeX group. */
static const struct expr *parse_group(struct parser *parser)
{
	size_t at = parser->token.at;
	const struct expr *inside;

	parser_enter(parser);
	parser_advance(parser);
	inside = parse_sum(parser);
	expect_close(parser, '}', at);
	parser->depth--;
	return inside;
}

/* {5, -3} is a set; {5} alone a group. */
static const struct expr *parse_braces(struct parser *parser)
{
	bool escaped = parser->token.escaped;
	size_t at = parser->token.at;
	const struct expr *inside;
	struct expr *set;

	parser_enter(parser);
	parser->braces++;
	parser_advance(parser);
	inside = parse_list(parser);
	expect_close(parser, '}', at);
	parser->braces--;
	parser->depth--;
	if (inside->kind == EXPR_LIST) {
		set = parser_node(parser, EXPR_SET, inside->count, at);
		memcpy(set->parts, inside->parts, inside->count * sizeof inside->parts[0]);
		return set;
	}
	if (!escaped)
		return bracketed(inside);
	set = parser_node(parser, EXPR_SET, 1, at);
	set->parts[0].expr = inside;
	return set;
}

static const struct expr *parse_absolute(struct parser *parser)
{
	size_t at = parser->token.at;
	struct expr *absolute;
	const struct expr *inside;

	parser_enter(parser);
	parser->bars++;
	parser_advance(parser);
	inside = parse_sum(parser);
	if (parser->token.kind != TOKEN_BAR)
		lexer_refuse(&parser->lexer, NOTE_UNCLOSED, at, 1);
	parser->bars--;
	parser_advance(parser);
	parser->depth--;
	absolute = parser_node(parser, EXPR_ABSOLUTE, 1, at);
	absolute->parts[0].expr = inside;
	return absolute;
}

/* sqrt(64, 3) says nothing: a root, like a fraction, is of one value. */
static const struct expr *one_value(struct parser *parser, const struct expr *value, size_t at)
{
	if (value->kind == EXPR_INTERVAL || value->kind == EXPR_LIST || value->kind == EXPR_SET)
		lexer_refuse(&parser->lexer, NOTE_UNEXPECTED, at, 1);
	return value;
}

/* The argument of \frac and \sqrt: a group, or one primary. \frac12 has two one-digit arguments. */
static const struct expr *parse_argument(struct parser *parser, bool one_digit)
{
	size_t at = parser->token.at;

	if (parser->token.kind == TOKEN_OPEN && parser->token.value == '{')
		return parse_group(parser);
	if (one_digit && is_plain_integer(&parser->token) && parser->token.digit_count > 1) {
		struct token first = parser->token;

		first.length = 1;
		first.digit_count = 1;
		first.digits = arena_copy(parser->lexer.arena, first.digits, 1);
		parser->lexer.at = first.at + 1;
		parser_advance(parser);
		return make_literal(parser, &first);
	}
	if (!begins_primary(parser) && parser->token.kind != TOKEN_NUMBER)
		parser_refuse(parser, NOTE_MISSING_OPERAND);
	if (parser->token.kind == TOKEN_NUMBER) {
		struct token token = parser->token;

		parser_advance(parser);
		return token.scientific ? make_scientific(parser, &token, make_literal(parser, &token))
		                        : make_literal(parser, &token);
	}
	return one_value(parser, parse_primary(parser), at);
}

static const struct expr *parse_fraction(struct parser *parser, size_t at)
{
	struct row row = {.count = 0};
	const struct expr *num = parse_argument(parser, true), *den = parse_argument(parser, true);
	struct expr *fraction;

	if (num->kind == EXPR_PRODUCT) {
		for (uint32_t i = 0; i < num->count; i++)
			row_add(parser, &row, num->parts[i].op, num->parts[i].expr);
	} else {
		row_add(parser, &row, PART_TIMES, num);
	}
	row_add(parser, &row, PART_DIVIDE, den);
	fraction = (struct expr *)row_finish(parser, &row, EXPR_PRODUCT, at);
	fraction->flags |= EXPR_FRACTION;
	return fraction;
}

static const struct expr *make_root(
    struct parser *parser, const struct expr *radicand, const struct expr *degree, size_t at)
{
	struct expr *root = parser_node(parser, EXPR_ROOT, 2, at);

	root->style = degree ? ROOT_DEGREE : ROOT_SQUARE;
	root->parts[0].expr = radicand;
	root->parts[1].expr = degree ? degree : expr_integer(parser->lexer.arena, 2);
	return root;
}

/* What stands under a root. Without brackets it is one factor; the second reading of √2x takes them all. */
static const struct expr *parse_radicand(struct parser *parser)
{
	bool bracketed = parser->token.kind == TOKEN_OPEN;
	bool wide = !bracketed && (parser->lexer.options->second & SECOND_RADICAND);
	const struct expr *radicand = wide ? parse_juxtaposed(parser) : parse_argument(parser, false);

	if (!bracketed && begins_primary(parser))
		parser->lexer.second |= SECOND_RADICAND;
	return radicand;
}

static const struct expr *parse_square_root(struct parser *parser, size_t at)
{
	const struct expr *degree = NULL;

	if (parser->token.kind == TOKEN_OPEN && parser->token.value == '[') {
		degree = parse_brackets(parser);
		if (!begins_primary(parser) && parser->token.kind != TOKEN_NUMBER)
			return make_root(parser, degree, NULL, at);
	}
	return make_root(parser, parse_radicand(parser), degree, at);
}

/* f(a, b): the arguments of a function with a name. */
static void parse_arguments(struct parser *parser, struct row *row)
{
	size_t at = parser->token.at;

	if (parser->token.kind != TOKEN_OPEN || parser->token.value != '(')
		parser_refuse(parser, NOTE_MISSING_ARGUMENT);
	parser_enter(parser);
	do {
		parser_advance(parser);
		row_add(parser, row, PART_NONE, parse_relation(parser));
	} while (parser->token.kind == TOKEN_COMMA || parser->token.kind == TOKEN_SEMICOLON);
	expect_close(parser, ')', at);
	parser->depth--;
}

static const struct expr *parse_root_call(struct parser *parser, size_t at)
{
	struct row row = {.count = 0};

	parse_arguments(parser, &row);
	if (row.count != 2)
		lexer_refuse(&parser->lexer, NOTE_MISSING_ARGUMENT, at, 4);
	return make_root(parser, row.parts[0].expr, row.parts[1].expr, at);
}

static const struct expr *make_log(struct parser *parser, enum log_style style, const struct expr *argument,
    const struct expr *base, size_t at)
{
	struct expr *log = parser_node(parser, EXPR_LOG, 2, at);

	log->style = (uint8_t)style;
	log->parts[0].expr = argument;
	log->parts[1].expr = base;
	return log;
}

static bool begins_argument(const struct parser *parser)
{
	return parser->token.kind == TOKEN_NUMBER || begins_primary(parser);
}

/*
 * The base behind log_: a group, or one primary. TeX takes one character there, so \log_28 is log_2(8); but
 * many write \log_10 100, so the number is taken whole where that leaves an argument.
 */
static const struct expr *parse_subscript(struct parser *parser, bool command)
{
	struct parser before;
	const struct expr *base;

	parser_advance(parser);
	if (parser->token.kind == TOKEN_OPEN && parser->token.value == '(')
		return parse_brackets(parser);
	before = *parser;
	base = parse_argument(parser, false);
	if (!command || begins_argument(parser) || !is_plain_integer(&before.token))
		return base;
	*parser = before;
	return parse_argument(parser, true);
}

/* The base right behind `log`: _2, _b, _{..}, _(..), [2](8); log2(8) and log10 x where an argument follows.
 * NULL: none. */
static const struct expr *parse_log_base(struct parser *parser, bool command)
{
	struct parser before = *parser;
	const struct expr *base;

	if (parser->token.kind == TOKEN_UNDERSCORE)
		return parse_subscript(parser, command);
	if (parser->token.kind == TOKEN_OPEN && parser->token.value == '[') {
		base = parse_brackets(parser);
		if (parser->token.kind == TOKEN_OPEN && parser->token.value == '(')
			return base;
		*parser = before;
		return NULL;
	}
	if (!is_plain_integer(&parser->token) || parser->token.spaced || parser->lexer.options->formula)
		return NULL;
	base = make_literal(parser, &parser->token);
	parser_advance(parser);
	if ((parser->token.kind == TOKEN_OPEN && parser->token.value == '(') ||
	    (parser->token.spaced && begins_argument(parser)))
		return base;
	*parser = before;
	return NULL;
}

/* log(a) or log(a, b): what stands in the brackets. */
static const struct expr *parse_log_call(
    struct parser *parser, enum log_style style, const struct expr *base, size_t at)
{
	struct row row = {.count = 0};

	parse_arguments(parser, &row);
	if (row.count > 2 || (row.count == 2 && style != LOG_PLAIN))
		lexer_refuse(&parser->lexer, NOTE_UNEXPECTED, at, 3);
	if (row.count == 2)
		return make_log(parser, LOG_BASE, row.parts[0].expr, row.parts[1].expr, at);
	return make_log(parser, style, row.parts[0].expr, base, at);
}

/* What stands behind a log without brackets; the second reading of log 1/8 takes the quotient. */
static const struct expr *parse_log_argument(struct parser *parser)
{
	struct row row = {.count = 0};
	size_t at = parser->token.at;

	row_add(parser, &row, PART_TIMES, parse_juxtaposed(parser));
	if (parser->token.kind != TOKEN_DIVIDE)
		return row_finish(parser, &row, EXPR_PRODUCT, at);
	parser->lexer.second |= SECOND_LOG_QUOTIENT;
	if (parser->lexer.options->second & SECOND_LOG_QUOTIENT) {
		parser_advance(parser);
		row_add(parser, &row, PART_DIVIDE, parse_power(parser));
	}
	return row_finish(parser, &row, EXPR_PRODUCT, at);
}

static const struct expr *parse_log(struct parser *parser, enum function function, const struct token *name)
{
	size_t at = name->at;
	struct arena *arena = parser->lexer.arena;
	enum log_style style = LOG_PLAIN;
	const struct expr *base = parser->log_base, *argument;

	if (function == FUNCTION_LN) {
		struct expr *e = expr_new(arena, EXPR_CONSTANT, 0);

		e->style = CONSTANT_E;
		base = e;
		style = LOG_NATURAL;
	} else if (function == FUNCTION_LG) {
		base = expr_integer(arena, 10);
		style = LOG_TEN;
	} else {
		const struct expr *written = parse_log_base(parser, name->escaped);

		if (written) {
			base = written;
			style = LOG_BASE;
		}
	}
	if (parser->token.kind == TOKEN_OPEN && parser->token.value == '(')
		return parse_log_call(parser, style, base, at);
	if (parser->token.kind == TOKEN_OPEN && parser->token.value == '{')
		return make_log(parser, style, parse_group(parser), base, at);
	if (!begins_argument(parser))
		lexer_refuse(&parser->lexer, NOTE_MISSING_ARGUMENT, at, name->length);
	parser_enter(parser);
	argument = parse_log_argument(parser);
	parser->depth--;
	return make_log(parser, style, argument, base, at);
}

/* exp(x) is e^x. */
static const struct expr *parse_exponential(struct parser *parser, size_t at)
{
	struct expr *base = parser_node(parser, EXPR_CONSTANT, 0, at), *power;
	const struct expr *exponent = parse_argument(parser, false);

	base->style = CONSTANT_E;
	power = parser_node(parser, EXPR_POWER, 2, at);
	power->parts[0].expr = base;
	power->parts[1].expr = exponent;
	return power;
}

static const struct expr *parse_function(struct parser *parser)
{
	const struct token name = parser->token;
	enum function function = (enum function)name.value;
	size_t at = name.at;
	const struct expr *expr;
	struct expr *absolute;

	parser_enter(parser);
	parser_advance(parser);
	switch (function) {
	case FUNCTION_FRAC:
		expr = parse_fraction(parser, at);
		break;
	case FUNCTION_SQRT:
		expr = parse_square_root(parser, at);
		break;
	case FUNCTION_CBRT:
		expr = make_root(parser, parse_radicand(parser), expr_integer(parser->lexer.arena, 3), at);
		break;
	case FUNCTION_EXP:
		expr = parse_exponential(parser, at);
		break;
	case FUNCTION_ROOT:
		expr = parse_root_call(parser, at);
		break;
	case FUNCTION_ABS:
		absolute = parser_node(parser, EXPR_ABSOLUTE, 1, at);
		absolute->parts[0].expr = parse_argument(parser, false);
		expr = absolute;
		break;
	default:
		expr = parse_log(parser, function, &name);
	}
	parser->depth--;
	return expr;
}

static const struct expr *parse_call(struct parser *parser)
{
	struct row row = {.count = 0};
	const char *name = parser->token.name;
	size_t at = parser->token.at;
	struct expr *call;

	parser_advance(parser);
	parse_arguments(parser, &row);
	call = parser_node(parser, EXPR_CALL, row.count, at);
	memcpy(call->parts, row.parts, row.count * sizeof row.parts[0]);
	call->name = name;
	return call;
}

static const struct expr *parse_leaf(struct parser *parser, enum expr_kind kind)
{
	struct expr *leaf = parser_node(parser, kind, 0, parser->token.at);

	if (kind == EXPR_SYMBOL)
		leaf->name = parser->token.name;
	else
		leaf->style = (uint8_t)parser->token.value;
	parser_advance(parser);
	return leaf;
}

static const struct expr *parse_primary(struct parser *parser)
{
	switch (parser->token.kind) {
	case TOKEN_NUMBER:
		return parse_number(parser);
	case TOKEN_SYMBOL:
		return parse_leaf(parser, EXPR_SYMBOL);
	case TOKEN_CONSTANT:
		return parse_leaf(parser, EXPR_CONSTANT);
	case TOKEN_WORD:
		/* The special answers stand alone: 8, ∅ says two things at once. */
		if (!parser->lexer.options->formula)
			parser_refuse(parser, NOTE_UNEXPECTED);
		return parse_leaf(parser, EXPR_WORD);
	case TOKEN_FUNCTION:
		return parse_function(parser);
	case TOKEN_CALL:
		return parse_call(parser);
	case TOKEN_OPEN:
		return parser->token.value == '{' ? parse_braces(parser) : parse_brackets(parser);
	case TOKEN_BAR:
		return parse_absolute(parser);
	case TOKEN_PLUS:
	case TOKEN_MINUS:
		parser_refuse(parser, NOTE_TWO_SIGNS);
	case TOKEN_END:
	case TOKEN_CLOSE:
		parser_refuse(parser, NOTE_MISSING_OPERAND);
	default:
		parser_refuse(parser, NOTE_UNEXPECTED);
	}
}

/* The power behind ^ without brackets; the second readings of x^1/2 and 2^3x take more. */
static const struct expr *parse_bare_exponent(struct parser *parser)
{
	bool bracketed = parser->token.kind == TOKEN_OPEN;
	unsigned wanted = bracketed ? 0 : parser->lexer.options->second;
	struct row row = {.count = 0};
	size_t at = parser->token.at;

	row_add(parser, &row, PART_TIMES, parse_power(parser));
	if (!bracketed && parser->token.kind == TOKEN_DIVIDE)
		parser->lexer.second |= SECOND_EXPONENT_QUOTIENT;
	if (!bracketed && begins_primary(parser))
		parser->lexer.second |= SECOND_EXPONENT_PRODUCT;
	while ((wanted & SECOND_EXPONENT_PRODUCT) && begins_primary(parser))
		row_add(parser, &row, PART_IMPLIED, parse_power(parser));
	if ((wanted & SECOND_EXPONENT_QUOTIENT) && parser->token.kind == TOKEN_DIVIDE) {
		parser_advance(parser);
		row_add(parser, &row, PART_DIVIDE, parse_power(parser));
	}
	return row_finish(parser, &row, EXPR_PRODUCT, at);
}

/* What stands behind ^: a group, or a power with a sign: 2^-3, 2^3^2. */
static const struct expr *parse_exponent(struct parser *parser)
{
	enum token_kind sign = parser->token.kind;
	size_t at = parser->token.at;
	struct expr *negative;
	const struct expr *power;

	if (sign == TOKEN_OPEN && parser->token.value == '{' && !parser->token.escaped)
		return parse_group(parser);
	if (sign != TOKEN_MINUS && sign != TOKEN_PLUS)
		return parse_bare_exponent(parser);
	parser_advance(parser);
	power = parse_bare_exponent(parser);
	if (sign == TOKEN_PLUS)
		return power;
	negative = parser_node(parser, EXPR_NEGATE, 1, at);
	negative->parts[0].expr = power;
	return negative;
}

const struct expr *parse_power(struct parser *parser)
{
	size_t at = parser->token.at;
	const size_t depth = parser->depth;
	const struct expr *base;

	parser_enter(parser);
	base = parse_primary(parser);
	while (parser->token.kind == TOKEN_CARET || parser->token.kind == TOKEN_PERCENT) {
		bool power = parser->token.kind == TOKEN_CARET;
		const struct expr *exponent;
		struct expr *expr;

		parser_enter(parser); /* each is one deeper: 5%%%% */
		parser_advance(parser);
		exponent = power ? parse_exponent(parser) : NULL;
		expr = parser_node(parser, power ? EXPR_POWER : EXPR_PERCENT, power ? 2 : 1, at);
		expr->parts[0].expr = base;
		if (power)
			expr->parts[1].expr = exponent;
		base = expr;
	}
	parser->depth = depth;
	return base;
}

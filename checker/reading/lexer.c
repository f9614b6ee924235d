#include "checker/reading/lexer.h"

#include <string.h>

static char peek(const struct lexer *lexer, size_t ahead)
{
	size_t at = lexer->at + ahead;

	return at < lexer->text->length ? lexer->text->bytes[at] : '\0';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void lexer_refuse(struct lexer *lexer, enum note_code code, size_t at, size_t length)
{
	uint32_t from = mapped_source(lexer->text, at), to = mapped_source(lexer->text, at + length);

	if (to <= from)
		to = from + 1 <= lexer->text->source_length ? from + 1 : from;
	notes_add(lexer->notes, (struct note){.code = code, .at = from, .length = to - from, .placed = true});
	arena_refuse(lexer->arena, REFUSAL_UNREADABLE);
}

static size_t count_digits(const struct lexer *lexer, size_t from)
{
	size_t count = 0;

	while (is_digit(peek(lexer, from + count)))
		count++;
	return count;
}

static const char overline[] = "\\overline{";
enum { OVERLINE = sizeof overline - 1 };

static bool begins_with(const struct lexer *lexer, size_t from, const char *word, size_t length)
{
	size_t at = lexer->at + from;

	return at + length <= lexer->text->length && memcmp(lexer->text->bytes + at, word, length) == 0;
}

/*
 * The digits that repeat, 0.1\overline{6} or 0.1(6), and in *ret_open the bytes before them. Digits in
 * brackets repeat if nothing hangs on to them; right behind the point, 0.(3), they can mean nothing else.
 */
static size_t repeating_digits(struct lexer *lexer, size_t from, bool at_point, size_t *ret_open)
{
	bool line = begins_with(lexer, from, overline, OVERLINE);
	size_t open = line ? OVERLINE : 1, count;
	char after;

	if (!line && peek(lexer, from) != '(')
		return 0;
	count = count_digits(lexer, from + open);
	if (count == 0 || peek(lexer, from + open + count) != (line ? '}' : ')'))
		return 0;
	*ret_open = open;
	if (line)
		return count;
	after = peek(lexer, from + 2 + count);
	if (at_point)
		return count;
	if (after == '^' || after == '(' || is_digit(after) || is_letter(after))
		return 0;
	lexer->second |= SECOND_REPETEND;
	return lexer->options->second & SECOND_REPETEND ? 0 : count;
}

/* The declared variable of this name; NULL: there is none. */
static const char *variable_named(const struct lexer *lexer, const char *name, size_t length)
{
	for (size_t i = 0; i < lexer->options->variable_count; i++) {
		const char *variable = lexer->options->variables[i];

		if (strlen(variable) == length && memcmp(variable, name, length) == 0)
			return variable;
	}
	return NULL;
}

/* 3.2e5: the exponent behind a number. Gives the bytes it takes, 0 when there is none. */
static size_t scan_exponent(const struct lexer *lexer, size_t from, int64_t *ret_exponent)
{
	char sign = peek(lexer, from + 1);
	size_t start = from + (sign == '+' || sign == '-' ? 2 : 1), count = count_digits(lexer, start);
	int64_t value = 0;

	if ((peek(lexer, from) != 'e' && peek(lexer, from) != 'E') || count == 0 || count > 9 ||
	    variable_named(lexer, lexer->text->bytes + lexer->at + from, 1) || lexer->options->formula)
		return 0;
	for (size_t i = 0; i < count; i++)
		value = value * 10 + (peek(lexer, start + i) - '0');
	*ret_exponent = sign == '-' ? -value : value;
	return start + count - from;
}

static void scan_number(struct lexer *lexer, struct token *token)
{
	size_t whole = count_digits(lexer, 0), places = 0, end = whole, open = 0;
	char *digits;

	if (peek(lexer, end) == '.') {
		places = count_digits(lexer, end + 1);
		token->decimal = places > 0;
		end += 1 + places;
		token->repeating = repeating_digits(lexer, end, places == 0, &open);
	}
	if (whole + places == 0 && token->repeating == 0)
		lexer_refuse(lexer, NOTE_BAD_NUMBER, lexer->at, 1);
	if (peek(lexer, end) == '.')
		lexer_refuse(lexer, NOTE_BAD_NUMBER, lexer->at, end + 1);
	if (whole + places + token->repeating > LIMIT_DIGITS)
		arena_refuse(lexer->arena, REFUSAL_TOO_LARGE);
	/* The digits as written; a missing zero before the point is put there. */
	digits = arena_alloc(lexer->arena, whole + places + token->repeating + 3);
	if (whole == 0)
		digits[token->digit_count++] = '0';
	memcpy(digits + token->digit_count, lexer->text->bytes + lexer->at, whole);
	token->digit_count += whole;
	if (places + token->repeating > 0) {
		digits[token->digit_count++] = '.';
		memcpy(digits + token->digit_count, lexer->text->bytes + lexer->at + whole + 1, places);
		token->digit_count += places;
		memcpy(digits + token->digit_count, lexer->text->bytes + lexer->at + end + open,
		    token->repeating);
		token->digit_count += token->repeating;
		token->decimal = true;
		end += token->repeating ? open + token->repeating + 1 : 0;
	}
	digits[token->digit_count] = '\0';
	token->digits = digits;
	token->kind = TOKEN_NUMBER;
	if (token->repeating == 0) {
		size_t exponent = scan_exponent(lexer, end, &token->exponent);

		token->scientific = exponent > 0;
		end += exponent;
	}
	lexer->at += end;
}

/* The name that begins so many bytes ahead; NULL: none. Joining words begin no later in a run of letters:
 * more. */
static const struct name_row *name_ahead(const struct lexer *lexer, size_t ahead)
{
	size_t at = lexer->at + ahead;
	const struct name_row *row =
	    name_find(lexer->text->bytes + at, lexer->text->length - at, lexer->options->formula);
	bool joins = row && (row->kind == TOKEN_OR || row->kind == TOKEN_AND);

	return joins && at > 0 && is_letter(lexer->text->bytes[at - 1]) ? NULL : row;
}

/* A run of letters nobody declared is a word, not a product of variables. */
static void refuse_unknown_word(struct lexer *lexer, size_t limit)
{
	size_t strange = 0, length = 0;

	while (is_letter(peek(lexer, length))) {
		const char *at = lexer->text->bytes + lexer->at + length;
		const struct name_row *row = name_ahead(lexer, length);

		if (variable_named(lexer, at, 1) || (length > 0 && row && row->name[1]))
			break;
		strange += !row;
		length++;
	}
	if (length >= limit && strange >= 2)
		lexer_refuse(lexer, NOTE_UNKNOWN_WORD, lexer->at, length);
}

/* The longest declared variable at this place. */
static size_t match_variable(const struct lexer *lexer, const char **ret_name)
{
	const char *at = lexer->text->bytes + lexer->at;
	size_t left = lexer->text->length - lexer->at, best = 0;

	for (size_t i = 0; i < lexer->options->variable_count; i++) {
		const char *name = lexer->options->variables[i];
		size_t length = strlen(name);

		if (length > best && length <= left && memcmp(name, at, length) == 0) {
			best = length;
			*ret_name = name;
		}
	}
	return best;
}

/* X where the question speaks of x alone, as a phone begins a line with a capital. */
static bool is_other_case(const struct lexer *lexer, char letter)
{
	const char other = (char)(letter ^ ('a' ^ 'A'));

	return !lexer->options->formula && variable_named(lexer, &other, 1);
}

static void take(struct lexer *lexer, struct token *token, enum token_kind kind, int value, size_t length)
{
	token->kind = kind;
	token->value = value;
	lexer->at += length;
}

/* In(8): a capital i for a small L. */
static bool looks_like_ln(const struct lexer *lexer)
{
	char after = peek(lexer, 2);

	return peek(lexer, 0) == 'I' && peek(lexer, 1) == 'n' && !is_letter(after) && after != '\0' &&
	       !variable_named(lexer, "I", 1) && !variable_named(lexer, "n", 1);
}

/* A formula's own functions and words: gcd(a, b), not, true. True when there was one. */
static bool scan_formula_name(struct lexer *lexer, struct token *token)
{
	const char *at = lexer->text->bytes + lexer->at;
	size_t length = 0;

	while (is_letter(peek(lexer, length)) || is_digit(peek(lexer, length)) || peek(lexer, length) == '_')
		length++;
	if (variable_named(lexer, at, length)) {
		token->name = arena_copy(lexer->arena, at, length);
		take(lexer, token, TOKEN_SYMBOL, 0, length);
		return true;
	}
	if (is_formula_function(at, length) && peek(lexer, length) == '(') {
		token->name = arena_copy(lexer->arena, at, length);
		take(lexer, token, TOKEN_CALL, 0, length);
		return true;
	}
	if (length == 3 && memcmp(at, "not", 3) == 0) {
		take(lexer, token, TOKEN_NOT, 0, 3);
		return true;
	}
	if (length == 9 && memcmp(at, "undefined", 9) == 0) {
		take(lexer, token, TOKEN_WORD, WORD_UNDEFINED, 9);
		return true;
	}
	if ((length == 4 && memcmp(at, "true", 4) == 0) || (length == 5 && memcmp(at, "false", 5) == 0)) {
		take(lexer, token, TOKEN_WORD, length == 4 ? WORD_TRUE : WORD_FALSE, length);
		return true;
	}
	return false;
}

static void scan_letters(struct lexer *lexer, struct token *token)
{
	const char *at = lexer->text->bytes + lexer->at, *name = NULL;
	size_t length;
	const struct name_row *row;

	if (lexer->options->formula && scan_formula_name(lexer, token))
		return;
	length = match_variable(lexer, &name);
	row = name_ahead(lexer, 0);
	if (length > 0 && (!row || strlen(row->name) <= length)) {
		token->name = name;
		take(lexer, token, TOKEN_SYMBOL, 0, length);
		return;
	}
	if (row) {
		take(lexer, token, row->kind, row->value, strlen(row->name));
		return;
	}
	if (looks_like_ln(lexer))
		lexer_refuse(lexer, NOTE_LN_NOT_IN, lexer->at, 2);
	refuse_unknown_word(lexer, lexer->options->formula || lexer->options->number ? 2 : 3);
	if (*at == 'U' && !variable_named(lexer, "U", 1) &&
	    (lexer->options->list || !is_other_case(lexer, 'U'))) {
		take(lexer, token, TOKEN_UNION, 0, 1);
		return;
	}
	if (is_other_case(lexer, *at))
		lexer_refuse(lexer, NOTE_LETTER_CASE, lexer->at, 1);
	token->name = arena_copy(lexer->arena, at, 1);
	take(lexer, token, TOKEN_SYMBOL, 0, 1);
}

static void scan_command(struct lexer *lexer, struct token *token)
{
	size_t length = 0;
	const struct name_row *row;
	const char *name;

	while (is_letter(peek(lexer, 1 + length)))
		length++;
	if (length == 0) {
		char c = peek(lexer, 1);

		if (c == '{' || c == '}') {
			token->escaped = true;
			take(lexer, token, c == '{' ? TOKEN_OPEN : TOKEN_CLOSE, c, 2);
			return;
		}
		if (c == '%' || c == '|') {
			take(lexer, token, c == '%' ? TOKEN_PERCENT : TOKEN_BAR, 0, 2);
			return;
		}
		lexer_refuse(lexer, NOTE_BACKSLASH, lexer->at, 1);
	}
	if (length == 5 && memcmp(lexer->text->bytes + lexer->at + 1, "point", 5) == 0)
		lexer_refuse(lexer, NOTE_DECIMAL_POINT, lexer->at, 1);
	name = variable_named(lexer, lexer->text->bytes + lexer->at + 1, length);
	if (name && length > 1) { /* \theta */
		token->name = name;
		take(lexer, token, TOKEN_SYMBOL, 0, 1 + length);
		return;
	}
	row = command_find(lexer->text->bytes + lexer->at + 1, length);
	if (!row)
		lexer_refuse(lexer, NOTE_UNKNOWN_WORD, lexer->at, 1 + length);
	token->escaped = true;
	take(lexer, token, row->kind, row->value, 1 + length);
}

/* Signs of one to three characters, longer ones first. */
static const struct {
	const char *sign;
	enum token_kind kind;
	int value;
} signs[] = {
    {"+/-", TOKEN_PLUS_MINUS, 0},
    {"**", TOKEN_CARET, 0},
    {"==", TOKEN_RELATION, PART_EQUAL},
    {"<=", TOKEN_RELATION, PART_LESS_EQUAL},
    {"=<", TOKEN_RELATION, PART_LESS_EQUAL},
    {">=", TOKEN_RELATION, PART_GREATER_EQUAL},
    {"=>", TOKEN_RELATION, PART_GREATER_EQUAL},
    {"=/=", TOKEN_RELATION, PART_NOT_EQUAL},
    {"!=", TOKEN_RELATION, PART_NOT_EQUAL},
    {"<>", TOKEN_RELATION, PART_NOT_EQUAL},
    {"+", TOKEN_PLUS, 0},
    {"-", TOKEN_MINUS, 0},
    {"*", TOKEN_TIMES, 0},
    {"/", TOKEN_DIVIDE, 0},
    {"^", TOKEN_CARET, 0},
    {"_", TOKEN_UNDERSCORE, 0},
    {"%", TOKEN_PERCENT, 0},
    {"|", TOKEN_BAR, 0},
    {",", TOKEN_COMMA, 0},
    {";", TOKEN_SEMICOLON, 0},
    {"=", TOKEN_RELATION, PART_EQUAL},
    {"<", TOKEN_RELATION, PART_LESS},
    {">", TOKEN_RELATION, PART_GREATER},
    {"(", TOKEN_OPEN, '('},
    {"[", TOKEN_OPEN, '['},
    {"{", TOKEN_OPEN, '{'},
    {")", TOKEN_CLOSE, ')'},
    {"]", TOKEN_CLOSE, ']'},
    {"}", TOKEN_CLOSE, '}'},
};

static void scan_sign(struct lexer *lexer, struct token *token)
{
	char first = peek(lexer, 0);

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		size_t length;

		if (signs[i].sign[0] != first)
			continue;
		length = strlen(signs[i].sign);
		if (length <= lexer->text->length - lexer->at &&
		    memcmp(signs[i].sign, lexer->text->bytes + lexer->at, length) == 0) {
			take(lexer, token, signs[i].kind, signs[i].value, length);
			return;
		}
	}
	lexer_refuse(lexer, NOTE_UNKNOWN_CHARACTER, lexer->at, 1);
}

void lexer_next(struct lexer *lexer, struct token *ret_token)
{
	char c;

	*ret_token = (struct token){.kind = TOKEN_END};
	while (is_blank(peek(lexer, 0))) {
		lexer->at++;
		ret_token->spaced = true;
	}
	ret_token->at = lexer->at;
	if (lexer->at >= lexer->text->length)
		return;
	c = peek(lexer, 0);
	if (is_digit(c) || c == '.')
		scan_number(lexer, ret_token);
	else if (is_letter(c))
		scan_letters(lexer, ret_token);
	else if (c == '\\')
		scan_command(lexer, ret_token);
	else
		scan_sign(lexer, ret_token);
	ret_token->length = lexer->at - ret_token->at;
}

#include "checker/reading/read.h"

#include "checker/reading/parser.h"

#include <string.h>

static const struct read_options defaults;

struct job {
	struct arena *arena;
	const char *text;
	size_t length;
	const struct read_options *options;
	struct reading *reading;
};

static bool is_blank_text(const struct mapped *text)
{
	for (size_t i = 0; i < text->length; i++) {
		if (text->bytes[i] != ' ' && text->bytes[i] != '\t' && text->bytes[i] != '\n' &&
		    text->bytes[i] != '\r')
			return false;
	}
	return true;
}

/* The base of a plain log as a tree: e, or a number. */
static const struct expr *log_base(struct arena *arena, const char *text)
{
	size_t length = text ? strlen(text) : 0;
	struct expr *e;

	if (length == 0)
		return expr_integer(arena, 10);
	if (strspn(text, "0123456789.") == length)
		return expr_literal(arena, number_from_digits(arena, text, length, 0));
	if (strcmp(text, "e") != 0)
		return expr_symbol(arena, text);
	e = expr_new(arena, EXPR_CONSTANT, 0);
	e->style = CONSTANT_E;
	return e;
}

/* Could a special answer be written here at all? Words begin with a letter; signs are for choices. */
static bool may_be_word(const struct mapped *text, const struct read_options *options)
{
	if (options->formula)
		return false;
	if (options->choice)
		return true;
	for (size_t i = 0; i < text->length; i++) {
		char c = text->bytes[i];

		if (c == ' ')
			continue;
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\\' || c == '{';
	}
	return false;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* In cm^(2), cm^{2} and cm2 the same is written. */
static bool is_unit_filler(char c)
{
	return c == ' ' || c == '^' || c == '(' || c == ')' || c == '{' || c == '}';
}

/* Where the unit begins at the end of the text; its length when it is not there. */
static size_t find_unit(const struct mapped *text, const struct mapped *unit)
{
	size_t at = text->length, left = unit->length;
	bool raised = memchr(unit->bytes, '^', left) != NULL;

	while (left > 0) {
		if (raised && is_unit_filler(unit->bytes[left - 1]))
			left--;
		else if (raised && at > 0 && is_unit_filler(text->bytes[at - 1]))
			at--;
		else if (at > 0 && text->bytes[at - 1] == unit->bytes[left - 1])
			at--, left--;
		else
			return text->length;
	}
	/* A longer word that happens to end like the unit is another word; a unit alone is no answer. */
	if (at == 0 || (is_letter(text->bytes[at - 1]) && is_letter(unit->bytes[0])))
		return text->length;
	return at;
}

static void skip_front(struct arena *arena, struct mapped *text, size_t length)
{
	uint32_t *source = arena_array(arena, text->length, sizeof source[0]);

	for (size_t i = 0; i < text->length; i++)
		source[i] = mapped_source(text, i);
	text->bytes += length;
	text->source = source + length;
	text->length -= length;
}

/* The text without a unit that the question allows behind the answer, or in front of it: 5 cm, $5. */
static void drop_unit(const struct job *job, struct mapped *text)
{
	const char *written = job->options->unit;
	struct notes unheard = {.count = 0};
	struct mapped unit;

	while (text->length > 0 && text->bytes[text->length - 1] == ' ')
		text->length--;
	if (!written || !*written)
		return;
	normalise(job->arena, written, strlen(written), job->options, &unheard, &unit);
	text->length = find_unit(text, &unit);
	if (text->length > unit.length && memcmp(text->bytes, unit.bytes, unit.length) == 0 &&
	    !is_letter(unit.bytes[0]))
		skip_front(job->arena, text, unit.length);
}

static void read_job(void *context)
{
	struct job *job = context;
	struct reading *reading = job->reading;
	struct mapped text;
	struct parser parser;
	int word;

	normalise(job->arena, job->text, job->length, job->options, &reading->notes, &text);
	drop_unit(job, &text);
	reading->plain = text.bytes;
	reading->plain_length = text.length;
	if (is_blank_text(&text)) {
		notes_add(&reading->notes, (struct note){.code = NOTE_EMPTY});
		arena_refuse(job->arena, REFUSAL_UNREADABLE);
	}
	word = may_be_word(&text, job->options) ? match_word(job->arena, &text, job->options) : -1;
	if (word >= 0) {
		struct expr *expr = expr_new(job->arena, EXPR_WORD, 0);

		expr->style = (uint8_t)word;
		reading->expr = expr;
		return;
	}
	memset(&parser, 0, sizeof parser);
	parser.lexer = (struct lexer){job->arena, &text, job->options, &reading->notes, 0, 0};
	parser.log_base = log_base(job->arena, job->options->log_base);
	reading->expr = parse_answer(&parser);
	reading->second = parser.lexer.second;
}

int read_text(struct arena *arena, const char *text, size_t length, const struct read_options *options,
    struct reading *ret_reading)
{
	struct job job = {arena, text, length, options ? options : &defaults, ret_reading};
	enum refusal refusal = REFUSAL_TOO_LARGE;

	*ret_reading = (struct reading){.plain = text, .plain_length = length};
	if (length <= LIMIT_ANSWER_BYTES)
		refusal = arena_try(arena, read_job, &job);
	if (refusal == REFUSAL_NONE)
		return 0;
	ret_reading->expr = NULL;
	if (refusal == REFUSAL_TOO_LARGE)
		notes_add(&ret_reading->notes, (struct note){.code = NOTE_TOO_LARGE});
	return -1;
}

const struct expr *read_formula(
    struct arena *arena, const char *text, const char *const *names, size_t name_count, struct note *ret_note)
{
	const struct read_options options = {
	    .variables = names, .variable_count = name_count, .formula = true};
	struct reading reading;

	if (read_text(arena, text, strlen(text), &options, &reading) == 0)
		return reading.expr;
	if (ret_note && reading.notes.count > 0)
		*ret_note = reading.notes.list[reading.notes.count - 1];
	return NULL;
}

/* Runs the pattern table (pattern_rows.c) over a text, and knows the special answers. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "checker/reading/normalise.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

/*
 * Whole texts that are special answers; English is always understood, Spanish likewise. What looks like
 * symbols is a word only where these cannot be: n/a where a number or a list is asked and nobody declared n,
 * a or R; T where a choice is asked.
 */
static const struct {
	enum word word;
	enum { WORD_ALWAYS, WORD_NO_LETTERS, WORD_CHOICE } when;
	const char *pattern;
} word_rows[] = {
    {WORD_NO_SOLUTION, WORD_ALWAYS,
        "none(?: exists?)?|(?:there(?: is| are|'?s) |(?:the equation|it|x|this) has |has )?no (?:real "
        ")?(?:number )?"
        "(?:solutions?|solns?\\.?|roots?|answers?)(?: exists?)?|unsolvable"
        "|(?:[a-z]\\s*(?:=|\\\\in)\\s*)?\\\\(?:emptyset|varnothing)|(?:the )?(?:empty|null)(?: "
        "set)?|\\\\?\\{\\s*\\\\?\\}|ning(?:u|\xc3\xba)n[oa]?"
        "|(?:sin|ninguna|(?:la ecuaci(?:o|\xc3\xb3)n )?no (?:hay|tiene|existe)) "
        "(?:ra(?:i|\xc3\xad)z|soluci(?:o|\xc3\xb3)n)(?:es)?(?: real(?:es)?)?"
        "|(?:el )?(?:conjunto )?vac(?:i|\xc3\xad)o"},
    {WORD_NO_SOLUTION, WORD_NO_LETTERS, "n\\s*/\\s*a|n\\.\\s*a"},
    {WORD_ALL_REAL, WORD_NO_LETTERS, "(?:[a-z]\\s*\\\\in\\s*)?(?-i:R)"},
    {WORD_UNDEFINED, WORD_ALWAYS,
        "(?:(?:it(?:'?s| is)|is) )?(?:undefined|not defined|undef\\.?|not (?:a )?real(?: "
        "numbers?)?|non-?real|impossible|"
        "not possible)|can(?:'t|not| not) divide by (?:zero|0)"
        "|(?:it )?(?:does ?n[o']?t|does not) exist|d\\.?n\\.?e\\.?|(?:there is )?no (?:real "
        ")?(?:numbers?|values?)|no real (?:numbers?|values?)"
        "|(?:no (?:est(?:a|\xc3\xa1) )?definid[oa])|indefinid[oa]|no existe|imposible|no es (?:un "
        "n(?:u|\xc3\xba)mero )?real"
        "|no (?:hay|existe) (?:ning(?:u|\xc3\xba)n )?(?:valor|n(?:u|\xc3\xba)mero)(?: real)?"},
    {WORD_ALL_REAL, WORD_ALWAYS,
        "(?:(?:[a-z] (?:is|can be) )?(?:all (?:the )?(?:real(?: numbers?)?|reals|numbers)|(?:any|every) "
        "(?:real )?number))|"
        "infinitely many(?: solutions)?|infinite(?: number of)? solutions|"
        "(?:[a-z]\\s*\\\\in\\s*)?\\\\reals\\s*"
        "|todos los n(?:u|\xc3\xba)meros reales"},
    {WORD_TRUE, WORD_CHOICE, "true|yes|t|y|correct|right|verdadero|cierto|s(?:i|\xc3\xad)|v"},
    {WORD_FALSE, WORD_CHOICE, "false|no|f|n|incorrect|wrong|falso"},
    {WORD_LESS_EQUAL, WORD_CHOICE,
        "<=|=<|\\\\leq?(?:slant)?|(?:is )?less than or equal(?: to)?|at most|not (?:more|greater) than|menor "
        "o igual(?: que)?"},
    {WORD_GREATER_EQUAL, WORD_CHOICE,
        ">=|=>|\\\\geq?(?:slant)?|(?:is )?(?:greater|more) than or equal(?: to)?|at least|not less "
        "than|mayor o igual(?: que)?"},
    {WORD_LESS, WORD_CHOICE, "<|(?:is )?(?:less|smaller)(?: than)?|(?:es )?menor(?: que)?|\\\\lt"},
    {WORD_GREATER, WORD_CHOICE,
        ">|(?:is )?(?:greater|bigger|more|larger)(?: than)?|(?:es )?mayor(?: que)?|\\\\gt"},
    {WORD_NOT_EQUAL, WORD_CHOICE, "!=|<>|(?:is )?not equal(?: to)?|distintos?|\\\\neq?"},
    {WORD_EQUAL, WORD_CHOICE,
        "==?|(?:is |are )?(?:equals?|the same)(?: to)?|(?:es )?igual(?:es)?(?: a| que)?"},
};
enum { WORD_ROWS = sizeof word_rows / sizeof word_rows[0], MAX_ROWS = 128, MAX_GROUPS = 8 };

/* Compiled once for the process and never changed: constants that C cannot write down. */
static pcre2_code *compiled_rows[MAX_ROWS], *compiled_words[WORD_ROWS];

static pcre2_code *compile(const char *pattern, uint32_t options)
{
	int error;
	PCRE2_SIZE place;
	pcre2_code *code = pcre2_compile(
	    (PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, options | PCRE2_UTF, &error, &place, NULL);

	if (code)
		pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without JIT the same, slower */
	return code;
}

static void compile_all(void)
{
	char whole[2048];

	for (size_t i = 0; i < pattern_row_count && i < MAX_ROWS; i++)
		compiled_rows[i] = compile(pattern_rows[i].pattern, PCRE2_CASELESS | PCRE2_DOTALL);
	for (size_t i = 0; i < WORD_ROWS; i++) {
		snprintf(whole, sizeof whole, "^\\s*(?:%s)\\s*\\.?\\s*$", word_rows[i].pattern);
		compiled_words[i] = compile(whole, PCRE2_CASELESS);
	}
}

static void *take(PCRE2_SIZE bytes, void *arena)
{
	return arena_alloc(arena, bytes);
}

static void give(void *piece, void *arena)
{
	(void)piece;
	(void)arena; /* the arena takes it back as a whole */
}

struct matcher {
	pcre2_match_data *data;
	pcre2_match_context *context;
};

static void matcher_init(struct matcher *matcher, struct arena *arena)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pcre2_general_context *general = pcre2_general_context_create(take, give, arena);

	pthread_once(&once, compile_all);
	matcher->data = pcre2_match_data_create(MAX_GROUPS, general);
	matcher->context = pcre2_match_context_create(general);
	pcre2_set_match_limit(matcher->context, LIMIT_PATTERN_MATCHES);
	pcre2_set_depth_limit(matcher->context, LIMIT_PATTERN_DEPTH);
}

static bool find(
    const struct matcher *matcher, const pcre2_code *code, const struct mapped *text, size_t from)
{
	return code && pcre2_match(code, (PCRE2_SPTR)text->bytes, text->length, from, PCRE2_NO_UTF_CHECK,
	                   matcher->data, matcher->context) > 0;
}

/* What a rewriting appends to. */
struct output {
	char *bytes;
	uint32_t *source;
	size_t length, capacity;
};

static void append(struct output *output, char byte, uint32_t source)
{
	if (output->length < output->capacity) {
		output->bytes[output->length] = byte;
		output->source[output->length++] = source;
	}
}

static void append_range(struct output *output, const struct mapped *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		append(output, text->bytes[i], mapped_source(text, i));
}

/* The replacement of one match, groups filled in. */
static void append_replacement(
    struct output *output, const struct mapped *text, const char *replacement, const PCRE2_SIZE *groups)
{
	for (const char *c = replacement; *c; c++) {
		if (c[0] == '$' && c[1] >= '1' && c[1] <= '6') {
			size_t group = (size_t)(*++c - '0');

			if (groups[2 * group] != PCRE2_UNSET)
				append_range(output, text, groups[2 * group], groups[2 * group + 1]);
		} else {
			append(output, *c, mapped_source(text, groups[0]));
		}
	}
}

/* One row over the whole text. True when there was something to rewrite. */
static bool rewrite(struct arena *arena, const struct matcher *matcher, size_t row, struct mapped *text)
{
	struct output output = {.length = 0};
	size_t done = 0, from = 0;
	const PCRE2_SIZE *groups = pcre2_get_ovector_pointer(matcher->data);

	if (!find(matcher, compiled_rows[row], text, 0))
		return false;
	/* No replacement is longer than eight times what it replaces. */
	output.capacity = text->length * 8 + 64;
	output.bytes = arena_alloc(arena, output.capacity);
	output.source = arena_array(arena, output.capacity, sizeof output.source[0]);
	do {
		append_range(&output, text, done, groups[0]);
		append_replacement(&output, text, pattern_rows[row].replacement, groups);
		done = groups[1];
		from = groups[1] > from ? groups[1] : from + 1;
	} while (from <= text->length && find(matcher, compiled_rows[row], text, from) && groups[0] >= done);
	append_range(&output, text, done, text->length);
	text->bytes = output.bytes;
	text->source = output.source;
	text->length = output.length;
	return true;
}

static bool has_variable(const struct read_options *options, const char *name)
{
	for (size_t i = 0; i < options->variable_count; i++) {
		if (strcasecmp(options->variables[i], name) == 0)
			return true;
	}
	return false;
}

static unsigned conditions(const struct read_options *options)
{
	unsigned holds = options->decimal_comma ? WHEN_COMMA : WHEN_POINT;

	if (!has_variable(options, "x"))
		holds |= WHEN_NO_X;
	if (!has_variable(options, "y"))
		holds |= WHEN_NO_Y;
	holds |= options->list ? WHEN_LIST : WHEN_NOT_LIST;
	if (options->locale == LOCALE_ES)
		holds |= WHEN_SPANISH;
	if (options->ratio)
		holds |= WHEN_RATIO;
	return holds;
}

/* Is one of the bytes there without which the row has nothing to do? */
static bool concerns(const struct pattern_row *row, const bool present[UCHAR_MAX + 1])
{
	if (!row->needs)
		return true;
	for (const char *byte = row->needs; *byte; byte++) {
		if (present[(unsigned char)*byte])
			return true;
	}
	return false;
}

static void find_present(const struct mapped *text, bool present[UCHAR_MAX + 1])
{
	memset(present, 0, UCHAR_MAX + 1);
	for (size_t i = 0; i < text->length; i++)
		present[(unsigned char)text->bytes[i]] = true;
}

void normalise_patterns(struct arena *arena, struct mapped *text, const struct read_options *options)
{
	struct matcher matcher;
	unsigned holds = conditions(options);
	bool present[UCHAR_MAX + 1];

	matcher_init(&matcher, arena);
	find_present(text, present);
	for (size_t row = 0; row < pattern_row_count; row++) {
		if ((pattern_rows[row].when & ~holds) == 0 && concerns(&pattern_rows[row], present) &&
		    rewrite(arena, &matcher, row, text))
			find_present(text, present);
	}
}

static bool word_applies(size_t row, const struct read_options *options)
{
	if (word_rows[row].when == WORD_NO_LETTERS)
		return (options->number || options->list) && !has_variable(options, "n") &&
		       !has_variable(options, "a") && !has_variable(options, "r");
	return word_rows[row].when == WORD_ALWAYS || options->choice;
}

int match_word(struct arena *arena, const struct mapped *text, const struct read_options *options)
{
	enum { LONGEST = 64 };
	struct matcher matcher;

	if (text->length > LONGEST)
		return -1;
	matcher_init(&matcher, arena);
	for (size_t i = 0; i < WORD_ROWS; i++) {
		if (!word_applies(i, options))
			continue;
		if (find(&matcher, compiled_words[i], text, 0))
			return (int)word_rows[i].word;
	}
	return -1;
}

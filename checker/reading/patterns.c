/*
 * The pattern table: what can stand around or inside an answer and is not yet notation. Rows are tried in
 * order, each over the whole text; a row's words are data, and the tests try every row's own example.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "checker/reading/normalise.h"

#include <pcre2.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define ANSWER_EN                                                                                            \
	"(?:(?:so|thus|therefore|hence)[, ]+)?(?:i (?:think|got|get|believe)[, ]+)?(?:that )?"               \
	"(?:(?:the|my|our|final)\\s+)*(?:(?:answer|result|solution|value|ans)(?:s|\\.)?\\s*(?:(?:is|are|"    \
	"would be)(?=[\\s:=])"                                                                               \
	"(?:\\s*[:=])?|=|:)|(?:it'?s|it is|it equals|i (?:think|got|get))(?=\\s))"
#define ANSWER_ES                                                                                            \
	"(?:(?:la|el|mi|las|los)\\s+)?(?:respuesta|resultado|soluci(?:o|\xc3\xb3)n|valor)(?:es)?"            \
	"\\s*(?:(?:es|son)(?=[\\s:=])(?:\\s*[:=])?|=|:)|(?:me da|me sale)(?=\\s)"

/* What every word has: a row of words is passed over where there are only numbers. */
#define VOWELS "aeiouAEIOU"

const struct pattern_row pattern_rows[] = {
    {"reals", "\\\\mathbb\\s*\\{?\\s*R\\s*\\}?|\\\\Reals?(?![a-z])", "\\reals ", WHEN_ALWAYS, "\\",
        "x \\in \\mathbb{R}", "x \\in \\reals "},
    {"text", "\\\\(?:text|textrm|mbox|mathrm|mathit|mathbf|operatorname)\\s*\\{([^{}]*)\\}", " $1 ",
        WHEN_ALWAYS, "\\", "\\text{or}", " or "},
    {"left bar", "\\\\left\\s*\\\\?\\|", "\\lvert ", WHEN_ALWAYS, "|", "\\left|x\\right|",
        "\\lvert x\\rvert "},
    {"right bar", "\\\\right\\s*\\\\?\\|", "\\rvert ", WHEN_ALWAYS, "|", "2\\left|x\\right|",
        "2\\lvert x\\rvert "},
    {"sizes", "\\\\(?:left|right|displaystyle|[bB]igg?[lr]?)(?![a-z])", "", WHEN_ALWAYS, "\\",
        "\\left(2\\right)", "(2)"},
    {"spacing", "\\\\(?:[,;:! ]|q?quad\\b)|~", " ", WHEN_ALWAYS, "\\~", "2\\,x", "2 x"},
    {"answer is", "^\\s*(?:" ANSWER_EN "|" ANSWER_ES ")\\s*(\\S.*)$", "$1", WHEN_ALWAYS, VOWELS,
        "The answer is 5", "5"},
    {"is the answer", "^(.*\\S)\\s+is (?:the|my) (?:final )?answer\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, VOWELS,
        "5 is my answer", "5"},
    {"so", "^\\s*(?:so|thus|therefore|hence|then|entonces|luego|\\\\therefore)(?:\\s*,\\s*|\\s+)(?=\\S)", "",
        WHEN_ALWAYS, VOWELS, "so x = 5", "x = 5"},
    {"leading equals",
        "^\\s*(?:=|\\\\approx|(?:about|approximately|approx\\.?|aproximadamente|aprox\\.?)(?=\\s))\\s*(?=[^="
        "\\s])",
        "", WHEN_ALWAYS, NULL, "= 5", "5"},
    {"quotes", "^\\s*[\"']+\\s*([^\"']+?)\\s*[\"']+\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, "\"'", "\"5\"", "5"},
    {"dollars", "^\\s*\\$\\$?([^$]*)\\$\\$?\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, "$", "$2^3$", "2^3"},
    {"display", "^\\s*\\\\[(\\[](.*)\\\\[)\\]]\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, "\\", "\\(x+1\\)", "x+1"},
    {"boxed", "^\\s*\\\\(?:boxed|fbox)\\s*\\{(.*)\\}\\s*\\.?\\s*$", "$1", WHEN_ALWAYS, "\\", "\\boxed{5}",
        "5"},
    {"full stop", "(?<=[\\w)\\]}%|])\\s*\\.\\s*$", "", WHEN_ALWAYS, ".", "1/9.", "1/9"},
    {"braced comma", "\\{,\\}", ",", WHEN_ALWAYS, "{", "1{,}000", "1000"},
    {"set builder",
        "^\\s*\\\\?\\{\\s*[a-z]\\s*(?:\\\\in\\s*(?:\\\\reals|R)\\s*)?(?:\\||:|\\\\mid(?![a-z])|\\\\vert(?![a-"
        "z]))\\s*(.*?)\\s*\\\\?\\}\\s*$",
        "$1", WHEN_LIST, "{", "{x | x > 3}", "x > 3"},
    {"indexed name", "(?<![a-z\\\\])([a-z])(?:_?\\d|_\\(\\d\\)|_\\{\\d\\})\\s*=", "$1=", WHEN_LIST, "=",
        "x_1=5; x2 = -3", "x=5; x= -3"},
    {"open from outside", "^\\s*\\]([^\\[\\]()]*[,;][^\\[\\]()]*)\\[\\s*$", "($1)", WHEN_LIST, "]", "]2,5[",
        "(2,5)"},
    {"low end open from outside", "^\\s*\\]([^\\[\\]()]*[,;][^\\[\\]()]*)\\]\\s*$", "($1]", WHEN_LIST, "]",
        "]2,5]", "(2,5]"},
    {"high end open from outside", "^\\s*\\[([^\\[\\]()]*[,;][^\\[\\]()]*)\\[\\s*$", "[$1)", WHEN_LIST, "[",
        "[2,5[", "[2,5)"},
    {"all reals without",
        "^\\s*(?:[a-z]\\s*\\\\in\\s*)?(?:R|\\\\reals|\\\\mathbb\\s*\\{?R\\}?)\\s*(?:-|\\\\setminus|"
        "\\\\backslash|"
        "\\\\(?=\\\\?\\{))\\s*\\\\?\\{([^{},;]+?)\\\\?\\}\\s*$",
        "(-\\infty,$1)\\cup($1,\\infty)", WHEN_LIST, "{", "R\\{0}", "(-\\infty,0)\\cup(0,\\infty)"},
    {"all reals except",
        "^\\s*(?:all (?:the )?(?:real numbers|reals|numbers)|todos los (?:n(?:u|\xc3\xba)meros "
        ")?reales|R|\\\\reals)"
        "\\s+(?:except(?: for)?|but|other than|not equal to|salvo|excepto|menos)\\s+(?:[a-z]\\s*=\\s*)?([^ "
        ",;a-z]+)\\s*$",
        "(-\\infty,$1)\\cup($1,\\infty)", WHEN_LIST, VOWELS, "all real numbers except 0",
        "(-\\infty,0)\\cup(0,\\infty)"},
    {"times x", "(?<=[\\d)\\]}])(?:\\s*[xX]\\s*(?=[\\d(.\\\\])|\\s+[xX]\\s+(?=-[\\d(.\\\\]))", "*", WHEN_NO_X,
        "xX", "3.2 x 10^5", "3.2*10^5"},
    {"bar begins", "(?<!\\\\overbar )(\\d\\\\overbar )", "\\overline{$1", WHEN_ALWAYS, "\\", "0.16\\overbar ",
        "0.1\\overline{6}"},
    {"bar ends", "\\\\overbar (?!\\d\\\\overbar )", "}", WHEN_ALWAYS, "\\", "0.3\\overbar ",
        "0.\\overline{3}"},
    {"bar goes on", "\\\\overbar ", "", WHEN_ALWAYS, "\\", "0.1\\overbar 6\\overbar ", "0.\\overline{16}"},
    {"bar command", "\\\\(?:bar|overline|widehat|wideparen)\\s*(?:\\{\\s*(\\d+)\\s*\\}|(\\d))",
        "\\overline{$1$2}", WHEN_ALWAYS, "\\", "0.1\\bar 6", "0.1\\overline{6}"},
    {"dots over both ends",
        "(\\d)\\\\overdot (\\d*)(\\d)\\\\overdot |\\\\dot\\s*\\{(\\d)\\}(\\d*)\\\\dot\\s*\\{(\\d)\\}",
        "\\overline{$1$2$3$4$5$6}", WHEN_ALWAYS, "\\", "0.1\\overdot 23\\overdot ", "0.\\overline{123}"},
    {"dot over one digit", "(\\d)\\\\overdot |\\\\dot\\s*\\{(\\d)\\}", "\\overline{$1$2}", WHEN_ALWAYS, "\\",
        "0.\\dot{3}", "0.\\overline{3}"},
    /* What repeats must be beyond doubt: 1.4422... says nothing, 0.1666... and 0.33... do. */
    {"repeating dots",
        "(?<=\\d)([.,])(?:(\\d*?)(\\d+?)\\3\\3+|(\\d{0,1}?)(\\d+?)\\5)\\s*(?:\\.\\.\\.|\\\\[lc]?dots)",
        "$1$2$4\\overline{$3$5}", WHEN_ALWAYS, ".\\", "0.1666...", "0.1\\overline{6}"},
    {"repeating word",
        "(?<=\\d)([.,])(\\d)\\2*\\s+(?:repeating|recurring|repeated|peri(?:o|\xc3\xb3)dico)(?![a-z])",
        "$1\\overline{$2}", WHEN_ALWAYS, VOWELS, "0.333 repeating", "0.\\overline{3}"},
    {"grouped by comma",
        "(?:(?<![\\d.,])[1-9]\\d{0,2}(?=(?:,\\d{3})+(?!\\d|,\\d))|\\G(?!^))\\K,(\\d{3})(?!\\d)", "$1",
        WHEN_POINT | WHEN_NOT_LIST, ",", "12,345,678.9", "12345678.9"},
    {"grouped by blank",
        "(?:(?<![\\d.,^_])[1-9]\\d{0,2}(?=(?: \\d{3})+(?!\\d| \\d|\\s*/))|\\G(?!^))\\K (\\d{3})(?!\\d)", "$1",
        WHEN_ALWAYS, " ", "1 000 000", "1000000"},
    {"grouped by point",
        "(?:(?<![\\d.,])[1-9]\\d{0,2}(?=(?:\\.\\d{3})+(?!\\d|\\.))|\\G(?!^))\\K\\.(\\d{3})(?!\\d)", "$1",
        WHEN_COMMA, ".", "1.000.000,5", "1000000.5"},
    {"grouped by the Arabic sign", "(?<=\\d)\\\\grouping (?=\\d{3}(?!\\d))", "", WHEN_ALWAYS, "\\",
        "1\\grouping 000", "1000"},
    {"point for comma", "(?<=\\d)\\.(?=\\d)", "\\point ", WHEN_COMMA, ".", "1.5", "1\\point 5"},
    {"decimal comma", "(?<=\\d),(?=[\\d(]|\\\\overline)|(?<![\\d\\w)]),(?=\\d)", ".", WHEN_COMMA, ",", "0,5",
        "0.5"},
    {"decimal of the Arabic sign", "(?<=\\d)\\\\decimal (?=\\d)", ".", WHEN_ALWAYS, "\\", "3\\decimal 5",
        "3.5"},
    {"ratio", "(?<=\\d)(?:\\s*:\\s*|\\s+to\\s+)(?=[\\d-])", "/", WHEN_RATIO, ": ", "3:4", "3/4"},
    {"listed or", ",\\s*(?:or|and)\\s+", ", ", WHEN_ALWAYS, ",", "1, 2, or 3", "1, 2, 3"},
    {"Spanish or", "\\s+[ou]\\s+", " or ", WHEN_SPANISH, VOWELS, "x=5 o x=-3", "x=5 or x=-3"},
    {"Spanish and", "(?<=[\\d)}])\\s+y\\s+(?=[-+\\d(\\\\]|[a-z]\\s*[=<>])", " and ", WHEN_SPANISH | WHEN_NO_Y,
        " ", "5 y -3", "5 and -3"},
    {"is equal to", "^\\s*([a-z])\\s+(?:is equal to|equals|is|es igual a|es|vale)\\s+(?=[-+.\\d(\\\\])",
        "$1 = ", WHEN_ALWAYS, VOWELS, "x is 5", "x = 5"},
    {"at least",
        "\\s+(?:is\\s+)?(?:(?:greater|more|bigger) than or equal to|at least)\\s+|\\s+(?:es )?mayor o igual "
        "(?:que|a)\\s+",
        " >= ", WHEN_LIST, VOWELS, "x is at least 3", "x >= 3"},
    {"at most",
        "\\s+(?:is\\s+)?(?:(?:less|smaller) than or equal to|at most)\\s+|\\s+(?:es )?menor o igual "
        "(?:que|a)\\s+",
        " <= ", WHEN_LIST, VOWELS, "x is less than or equal to 3", "x <= 3"},
    {"greater than", "\\s+(?:is\\s+)?(?:greater|more|bigger) than\\s+|\\s+(?:es )?mayor que\\s+", " > ",
        WHEN_LIST, VOWELS, "x is greater than 3", "x > 3"},
    {"less than", "\\s+(?:is\\s+)?(?:less|smaller) than\\s+|\\s+(?:es )?menor que\\s+", " < ", WHEN_LIST,
        VOWELS, "x is less than 3", "x < 3"},
    {"minus word", "(?<![a-z\\\\])(?:negative|minus|menos)\\s+(?=[\\d(.\\\\])", "-", WHEN_ALWAYS, VOWELS,
        "negative 5", "-5"},
    {"plus word", "(?<=[\\w)])\\s+(?:plus|m(?:a|\xc3\xa1)s)\\s+", " + ", WHEN_ALWAYS, VOWELS, "2 plus 3",
        "2 + 3"},
    {"times word", "(?<=[\\w)])\\s+(?:times|multiplied by|por)\\s+", "*", WHEN_ALWAYS, VOWELS, "2 times 3",
        "2*3"},
    {"divided by", "(?<=[\\w)])\\s+(?:divided by|over|dividido (?:por|entre)|entre|sobre)\\s+", "/",
        WHEN_ALWAYS, VOWELS, "5 over 8", "5/8"},
    {"squared", "(?<=[\\w)])\\s+(?:squared|al cuadrado)(?![a-z])", "^2", WHEN_ALWAYS, VOWELS, "5 squared",
        "5^2"},
    {"cubed", "(?<=[\\w)])\\s+(?:cubed|al cubo)(?![a-z])", "^3", WHEN_ALWAYS, VOWELS, "5 cubed", "5^3"},
    {"to the power", "(?<=[\\w)])\\s+(?:(?:raised )?to the power(?: of)?|elevado a(?: la)?)\\s+", "^",
        WHEN_ALWAYS, VOWELS, "2 to the power of 3", "2^3"},
    {"square root of", "(?:the )?square root of\\s+|(?:la )?ra(?:i|\xc3\xad)z cuadrada de\\s+", "\\sqrt ",
        WHEN_ALWAYS, VOWELS, "2 square root of 3", "2 \\sqrt 3"},
    {"cube root of", "(?:the )?cube root of\\s+|(?:la )?ra(?:i|\xc3\xad)z c(?:u|\xc3\xba)bica de\\s+",
        "\\sqrt[3]", WHEN_ALWAYS, VOWELS, "cube root of 8", "\\sqrt[3]8"},
};
const size_t pattern_row_count = sizeof pattern_rows / sizeof pattern_rows[0];

/* Whole texts that are special answers; English is always understood, Spanish likewise. */
static const struct {
	enum word word;
	bool choice; /* only where a choice is asked: T may be a variable elsewhere */
	const char *pattern;
} word_rows[] = {
    {WORD_NO_SOLUTION, false,
        "none|(?:there (?:is|are) |(?:the equation|it|x|this) has |has )?no (?:real "
        ")?(?:solutions?|roots?|answers?)(?: exists?)?"
        "|(?:[a-z]\\s*(?:=|\\\\in)\\s*)?\\\\(?:emptyset|varnothing)|(?:the )?empty(?: "
        "set)?|\\\\?\\{\\s*\\\\?\\}|ning(?:u|\xc3\xba)n[oa]?"
        "|(?:sin|ninguna|(?:la ecuaci(?:o|\xc3\xb3)n )?no (?:hay|tiene|existe)) "
        "(?:ra(?:i|\xc3\xad)z|soluci(?:o|\xc3\xb3)n)(?:es)?(?: real(?:es)?)?"
        "|(?:el )?(?:conjunto )?vac(?:i|\xc3\xad)o"},
    {WORD_UNDEFINED, false,
        "(?:it(?:'?s| is) )?(?:undefined|not defined|undef\\.?|not (?:a )?real(?: numbers?)?|impossible|not "
        "possible)"
        "|(?:it )?(?:does ?n[o']?t|does not) exist|d\\.?n\\.?e\\.?|(?:there is )?no (?:real "
        ")?(?:numbers?|values?)|no real (?:numbers?|values?)"
        "|(?:no (?:est(?:a|\xc3\xa1) )?definid[oa])|indefinid[oa]|no existe|imposible|no es (?:un "
        "n(?:u|\xc3\xba)mero )?real"
        "|no (?:hay|existe) (?:ning(?:u|\xc3\xba)n )?(?:valor|n(?:u|\xc3\xba)mero)(?: real)?"},
    {WORD_ALL_REAL, false,
        "all (?:real|the real)(?: numbers?)?|any (?:real )?number|every real number|all "
        "reals|(?:[a-z]\\s*\\\\in\\s*)?\\\\reals\\s*"
        "|todos los n(?:u|\xc3\xba)meros reales"},
    {WORD_TRUE, true, "true|yes|t|y|correct|right|verdadero|cierto|s(?:i|\xc3\xad)|v"},
    {WORD_FALSE, true, "false|no|f|n|incorrect|wrong|falso"},
    {WORD_LESS_EQUAL, true, "<=|=<|(?:is )?less than or equal(?: to)?|at most|menor o igual(?: que)?"},
    {WORD_GREATER_EQUAL, true, ">=|=>|(?:is )?greater than or equal(?: to)?|at least|mayor o igual(?: que)?"},
    {WORD_LESS, true, "<|(?:is )?(?:less|smaller)(?: than)?|(?:es )?menor(?: que)?|\\\\lt"},
    {WORD_GREATER, true, ">|(?:is )?(?:greater|bigger|more|larger)(?: than)?|(?:es )?mayor(?: que)?|\\\\gt"},
    {WORD_NOT_EQUAL, true, "!=|<>|(?:is )?not equal(?: to)?|distintos?|\\\\neq?"},
    {WORD_EQUAL, true, "==?|(?:is |are )?(?:equals?|the same)(?: to)?|(?:es )?igual(?:es)?(?: a| que)?"},
};
enum { WORD_ROWS = sizeof word_rows / sizeof word_rows[0], MAX_ROWS = 64, MAX_GROUPS = 8 };

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

int match_word(struct arena *arena, const struct mapped *text, const struct read_options *options)
{
	enum { LONGEST = 64 };
	struct matcher matcher;

	if (text->length > LONGEST)
		return -1;
	matcher_init(&matcher, arena);
	for (size_t i = 0; i < WORD_ROWS; i++) {
		if (word_rows[i].choice && !options->choice)
			continue;
		if (find(&matcher, compiled_words[i], text, 0))
			return (int)word_rows[i].word;
	}
	return -1;
}

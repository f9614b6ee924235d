#include "checker/reading/lexer.h"

#include <string.h>
#include <strings.h>

static const struct name_row commands[] = {
    {"frac", TOKEN_FUNCTION, FUNCTION_FRAC},
    {"dfrac", TOKEN_FUNCTION, FUNCTION_FRAC},
    {"tfrac", TOKEN_FUNCTION, FUNCTION_FRAC},
    {"cfrac", TOKEN_FUNCTION, FUNCTION_FRAC},
    {"sqrt", TOKEN_FUNCTION, FUNCTION_SQRT},
    {"exp", TOKEN_FUNCTION, FUNCTION_EXP},
    {"log", TOKEN_FUNCTION, FUNCTION_LOG},
    {"ln", TOKEN_FUNCTION, FUNCTION_LN},
    {"lg", TOKEN_FUNCTION, FUNCTION_LG},
    {"cdot", TOKEN_TIMES, 0},
    {"times", TOKEN_TIMES, 0},
    {"ast", TOKEN_TIMES, 0},
    {"bullet", TOKEN_TIMES, 0},
    {"div", TOKEN_DIVIDE, 0},
    {"over", TOKEN_DIVIDE, 0},
    {"pm", TOKEN_PLUS_MINUS, 0},
    {"le", TOKEN_RELATION, PART_LESS_EQUAL},
    {"leq", TOKEN_RELATION, PART_LESS_EQUAL},
    {"leqslant", TOKEN_RELATION, PART_LESS_EQUAL},
    {"ge", TOKEN_RELATION, PART_GREATER_EQUAL},
    {"geq", TOKEN_RELATION, PART_GREATER_EQUAL},
    {"geqslant", TOKEN_RELATION, PART_GREATER_EQUAL},
    {"lt", TOKEN_RELATION, PART_LESS},
    {"gt", TOKEN_RELATION, PART_GREATER},
    {"ne", TOKEN_RELATION, PART_NOT_EQUAL},
    {"neq", TOKEN_RELATION, PART_NOT_EQUAL},
    {"infty", TOKEN_CONSTANT, CONSTANT_INFINITY},
    {"pi", TOKEN_CONSTANT, CONSTANT_PI},
    {"cup", TOKEN_UNION, 0},
    {"in", TOKEN_IN, 0},
    {"or", TOKEN_OR, 0},
    {"lor", TOKEN_OR, 0},
    {"vee", TOKEN_OR, 0},
    {"and", TOKEN_AND, 0},
    {"land", TOKEN_AND, 0},
    {"wedge", TOKEN_AND, 0},
    {"lnot", TOKEN_NOT, 0},
    {"emptyset", TOKEN_WORD, WORD_NO_SOLUTION},
    {"varnothing", TOKEN_WORD, WORD_NO_SOLUTION},
    {"vert", TOKEN_BAR, 0},
    {"lvert", TOKEN_BAR, BAR_OPENS},
    {"rvert", TOKEN_BAR, BAR_CLOSES},
};

/* Longer names before their own beginnings. */
static const struct name_row names[] = {
    {"infinity", TOKEN_CONSTANT, CONSTANT_INFINITY},
    {"infty", TOKEN_CONSTANT, CONSTANT_INFINITY},
    {"inf", TOKEN_CONSTANT, CONSTANT_INFINITY},
    {"sqrt", TOKEN_FUNCTION, FUNCTION_SQRT},
    {"cbrt", TOKEN_FUNCTION, FUNCTION_CBRT},
    {"cuberoot", TOKEN_FUNCTION, FUNCTION_CBRT},
    {"nthroot", TOKEN_FUNCTION, FUNCTION_ROOT},
    {"exp", TOKEN_FUNCTION, FUNCTION_EXP},
    {"oo", TOKEN_CONSTANT, CONSTANT_INFINITY},
    {"root", TOKEN_FUNCTION, FUNCTION_ROOT},
    {"log", TOKEN_FUNCTION, FUNCTION_LOG},
    {"ln", TOKEN_FUNCTION, FUNCTION_LN},
    {"lg", TOKEN_FUNCTION, FUNCTION_LG},
    {"abs", TOKEN_FUNCTION, FUNCTION_ABS},
    {"and", TOKEN_AND, 0},
    {"or", TOKEN_OR, 0},
    {"pi", TOKEN_CONSTANT, CONSTANT_PI},
    {"e", TOKEN_CONSTANT, CONSTANT_E},
};

static const char *const functions[] = {"gcd", "lcm", "divides", "digits", "is_square", "is_power", "min",
    "max", "sort", "sort_by_abs", "reverse", "distinct", "floor", "round", "integer", "even", "odd",
    "squarefree", "mantissa", "exponent10", "decimals", "base_of", "compare", "decimal", "scientific",
    "mixed", "percent", "worth", "solutions", "domain", "truth"};

enum {
	COMMANDS = sizeof commands / sizeof commands[0],
	NAMES = sizeof names / sizeof names[0],
	FUNCTIONS = sizeof functions / sizeof functions[0]
};

const struct name_row *command_find(const char *name, size_t length)
{
	for (size_t i = 0; i < COMMANDS; i++) {
		if (strlen(commands[i].name) == length && memcmp(commands[i].name, name, length) == 0)
			return &commands[i];
	}
	return NULL;
}

const struct name_row *name_find(const char *text, size_t length, bool formula)
{
	for (size_t i = 0; i < NAMES; i++) {
		size_t size;
		bool same;

		/* In ASCII the two cases of a letter differ by one bit, which no name begins without. */
		if ((names[i].name[0] | 0x20) != (text[0] | 0x20))
			continue;
		size = strlen(names[i].name);
		if (size > length)
			continue;
		same = size == 1 || formula ? memcmp(names[i].name, text, size) == 0
		                            : strncasecmp(names[i].name, text, size) == 0;
		if (same)
			return &names[i];
	}
	return NULL;
}

bool is_formula_function(const char *name, size_t length)
{
	for (size_t i = 0; i < FUNCTIONS; i++) {
		if (strlen(functions[i]) == length && memcmp(functions[i], name, length) == 0)
			return true;
	}
	return false;
}

/*
 * Plain notation to tokens. One token is looked at at a time; the parser asks for the next. Names, LaTeX
 * commands and functions are rows of one table each (names.c). Private to reading/.
 */
#ifndef CHECKER_LEXER_H
#define CHECKER_LEXER_H

#include "checker/reading/normalise.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NUMBER,
	TOKEN_SYMBOL,   /* a variable */
	TOKEN_CONSTANT, /* value: enum constant */
	TOKEN_FUNCTION, /* value: enum function */
	TOKEN_CALL,     /* a function of the formulas; always before ( */
	TOKEN_PLUS,
	TOKEN_MINUS,
	TOKEN_PLUS_MINUS,
	TOKEN_TIMES,
	TOKEN_DIVIDE,
	TOKEN_CARET,
	TOKEN_UNDERSCORE,
	TOKEN_PERCENT,
	TOKEN_BAR,   /* value: enum bar */
	TOKEN_OPEN,  /* value: the character ( [ { */
	TOKEN_CLOSE, /* value: the character ) ] } */
	TOKEN_COMMA,
	TOKEN_SEMICOLON,
	TOKEN_RELATION, /* value: enum part_op */
	TOKEN_AND,
	TOKEN_OR,
	TOKEN_NOT,
	TOKEN_IN,
	TOKEN_UNION,
	TOKEN_WORD, /* value: enum word */
};

enum bar { BAR_EITHER, BAR_OPENS, BAR_CLOSES };

enum function {
	FUNCTION_SQRT,
	FUNCTION_CBRT,
	FUNCTION_ROOT,
	FUNCTION_LOG,
	FUNCTION_LN,
	FUNCTION_LG,
	FUNCTION_ABS,
	FUNCTION_EXP,
	FUNCTION_FRAC,
};

struct token {
	enum token_kind kind;
	int value;         /* by kind */
	size_t at, length; /* in the plain text */
	bool spaced;       /* blanks stand before it */
	bool escaped; /* has a backslash: a LaTeX \{, a set's brace and not a group's; \log and not log */
	/* numbers */
	const char *digits; /* ASCII digits with at most one '.', in the arena */
	size_t digit_count, repeating;
	bool decimal, scientific;
	int64_t exponent; /* of 3.2e5 */
	/* symbols and calls */
	const char *name;
};

struct lexer {
	struct arena *arena;
	const struct mapped *text;
	const struct read_options *options;
	struct notes *notes;
	size_t at;
	unsigned second; /* enum second_reading: what was met of these so far */
};

/* The next token. Refuses with a note on what is none. */
void lexer_next(struct lexer *lexer, struct token *ret_token);
/* Leaves a note at `length` bytes of the plain text and refuses with REFUSAL_UNREADABLE. */
void lexer_refuse(struct lexer *lexer, enum note_code code, size_t at, size_t length)
    __attribute__((noreturn));

/* A row of the names that letters or a backslash can begin. */
struct name_row {
	const char *name;
	enum token_kind kind;
	int value;
};
/* LaTeX commands, without the backslash; NULL when there is none. */
const struct name_row *command_find(const char *name, size_t length);
/* The longest plain name that `text` begins with, case ignored for names of two letters and more; or NULL. */
const struct name_row *name_find(const char *text, size_t length, bool formula);
/* Is it a function of the formulas? */
bool is_formula_function(const char *name, size_t length);

#endif

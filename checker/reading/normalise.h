/*
 * Unicode, typography and the sentence around an answer, to plain notation: ASCII with a few LaTeX commands
 * (\frac, \sqrt, \pm ...), which the lexer knows. Every byte of the result knows the byte of the learner's
 * own text that it came from. Two tables do the work: characters.c (one row a character) and patterns.c (one
 * row a pattern, PCRE2). Text in plain ASCII without anything to rewrite is not copied. Private to reading/.
 */
#ifndef CHECKER_NORMALISE_H
#define CHECKER_NORMALISE_H

#include "checker/reading/read.h"

/* Text with the source of each byte; source NULL: byte i came from byte i. */
struct mapped {
	const char *bytes;
	const uint32_t *source;
	size_t length;
	size_t source_length; /* of the learner's text */
};

/* The source byte of a byte of the text; of its end, the end of the source. */
uint32_t mapped_source(const struct mapped *text, size_t at);

/*
 * Normalises. On a text that cannot be one (broken UTF-8, control characters) it adds a note and refuses with
 * REFUSAL_UNREADABLE.
 */
void normalise(struct arena *arena, const char *bytes, size_t length, const struct read_options *options,
    struct notes *notes, struct mapped *ret_text);

/* One step of the tables, for normalise.c and the tests. */
void normalise_characters(struct arena *arena, struct mapped *text, struct notes *notes);
void normalise_patterns(struct arena *arena, struct mapped *text, const struct read_options *options);

/* The whole text as a special answer or choice: "no solution", "DNE", "true". -1: it is none. */
int match_word(struct arena *arena, const struct mapped *text, const struct read_options *options);

/* A row of the pattern table, with an example that the tests try. */
struct pattern_row {
	const char *name, *pattern, *replacement; /* $1 .. $6: groups */
	unsigned when;                            /* enum pattern_when, all must hold */
	const char
	    *needs; /* one of these bytes must be in the text, else the row is passed over; NULL: none */
	const char *example, *becomes;
};
enum pattern_when {
	WHEN_ALWAYS = 0,
	WHEN_NO_X = 1,     /* no variable is called x */
	WHEN_POINT = 2,    /* decimal point */
	WHEN_COMMA = 4,    /* decimal comma */
	WHEN_NOT_LIST = 8, /* no list is asked for */
	WHEN_RATIO = 16,   /* the question allows ratios */
	WHEN_LIST = 32,    /* a list, a set or an interval is asked for */
	WHEN_SPANISH = 64, /* the learner's locale */
	WHEN_NO_Y = 128,   /* no variable is called y */
};
extern const struct pattern_row pattern_rows[];
extern const size_t pattern_row_count;

#endif

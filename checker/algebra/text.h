/*
 * A growing text in an arena: printers and messages are appended to it. Always ends in NUL; `length` does
 * not count it. The old buffer is left to the arena when it grows.
 */
#ifndef CHECKER_TEXT_H
#define CHECKER_TEXT_H

#include "checker/algebra/arena.h"
#include "checker/algebra/number.h"

#include <string.h>

struct text {
	struct arena *arena;
	char *data;
	size_t length, capacity;
};

void text_init(struct text *text, struct arena *arena);
void text_add_bytes(struct text *text, const char *bytes, size_t length);
/* Inline, as most pieces are literals, whose length the compiler knows. */
static inline void text_add(struct text *text, const char *piece)
{
	text_add_bytes(text, piece, strlen(piece));
}
void text_add_char(struct text *text, char c);
void text_add_int(struct text *text, int64_t value);
/* "3", "-2/3": numerator, and denominator unless it is 1. */
void text_add_number(struct text *text, struct number value);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

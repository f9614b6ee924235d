/*
 * UTF-8 at the border: what comes in is checked once (scan.h), what goes out is checked again, so that no
 * reply is ever invalid, and places are told in characters rather than bytes. Pure functions, any thread.
 */
#ifndef DAEMON_UTF8_H
#define DAEMON_UTF8_H

#include <stddef.h>

/*
 * The bytes of the well-formed character that starts at `text` (RFC 3629: no overlong form, no surrogate,
 * nothing past U+10FFFF); 0 when there is none within `length` bytes.
 */
size_t utf8_character(const char *text, size_t length);
/* Characters in `length` bytes of well-formed text. */
size_t utf8_count(const char *text, size_t length);
/* The largest length <= `limit` that ends at a character's end; text is well-formed. */
size_t utf8_cut(const char *text, size_t length, size_t limit);

#endif

/* One row a character: what people paste or what their keyboard makes of what they mean. Private to reading/.
 */
#ifndef CHECKER_CHARACTERS_H
#define CHECKER_CHARACTERS_H

#include <stddef.h>
#include <stdint.h>

enum character_role {
	ROLE_PLAIN,       /* replaced by `plain` */
	ROLE_SUPERSCRIPT, /* part of a run that becomes ^(...) */
	ROLE_SUBSCRIPT,   /* part of a run that becomes _(...) */
	ROLE_FRACTION,    /* a vulgar fraction */
};

struct character {
	uint32_t code;
	uint8_t role; /* enum character_role */
	const char *plain;
};

/* The row of a character, or NULL. */
const struct character *character_find(uint32_t code);

/*
 * An HTML character at the beginning of `bytes`: &lt;, &#8722;, &#x2212;. Gives the bytes it takes and fills
 * *ret_code; 0: there is none.
 */
size_t entity_read(const char *bytes, size_t length, int32_t *ret_code);

#endif

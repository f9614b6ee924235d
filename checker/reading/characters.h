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

#endif

/* Characters by their names in HTML: answers often come out of a page. */
#include "checker/reading/characters.h"

#include <stdbool.h>
#include <string.h>

static const struct {
	const char *name;
	int32_t code;
} entities[] = {
    {"lt", '<'},
    {"gt", '>'},
    {"amp", '&'},
    {"quot", '"'},
    {"apos", '\''},
    {"nbsp", 0xa0},
    {"thinsp", 0x2009},
    {"plusmn", 0xb1},
    {"sup1", 0xb9},
    {"sup2", 0xb2},
    {"sup3", 0xb3},
    {"middot", 0xb7},
    {"frac14", 0xbc},
    {"frac12", 0xbd},
    {"frac34", 0xbe},
    {"times", 0xd7},
    {"divide", 0xf7},
    {"pi", 0x3c0},
    {"theta", 0x3b8},
    {"ndash", 0x2013},
    {"hellip", 0x2026},
    {"frasl", 0x2044},
    {"empty", 0x2205},
    {"isin", 0x2208},
    {"minus", 0x2212},
    {"radic", 0x221a},
    {"infin", 0x221e},
    {"cup", 0x222a},
    {"asymp", 0x2248},
    {"ne", 0x2260},
    {"le", 0x2264},
    {"ge", 0x2265},
    {"sdot", 0x22c5},
};

/* &#8722; or &#x2212;: the number between the signs. 0: there is none. */
static int32_t numbered(const char *digits, size_t length)
{
	static const char values[] = "0123456789abcdef";
	bool hexadecimal = length > 0 && (digits[0] | 0x20) == 'x';
	int32_t code = 0;

	for (size_t i = hexadecimal ? 1 : 0; i < length; i++) {
		const char *value =
		    memchr(values, digits[i] | (digits[i] >= 'A' ? 0x20 : 0), hexadecimal ? 16 : 10);

		if (!value || code > 0x10ffff / 16)
			return 0;
		code = code * (hexadecimal ? 16 : 10) + (int32_t)(value - values);
	}
	/* Control characters are no text, written in this way neither. */
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code < 0xe000) ? 0 : code;
}

size_t entity_read(const char *bytes, size_t length, int32_t *ret_code)
{
	enum { LONGEST = 10 };
	const char *end;
	size_t size;

	if (length < 4 || bytes[0] != '&')
		return 0;
	end = memchr(bytes, ';', length < LONGEST ? length : LONGEST);
	if (!end)
		return 0;
	size = (size_t)(end - bytes) - 1;
	if (size > 1 && bytes[1] == '#') {
		*ret_code = numbered(bytes + 2, size - 1);
		return *ret_code ? size + 2 : 0;
	}
	for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++) {
		if (strlen(entities[i].name) == size && memcmp(entities[i].name, bytes + 1, size) == 0) {
			*ret_code = entities[i].code;
			return size + 2;
		}
	}
	return 0;
}

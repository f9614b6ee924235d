#include "daemon/wire/utf8.h"

#include <stdbool.h>

static bool follows(unsigned char c)
{
	return (c & 0xC0) == 0x80;
}

size_t utf8_character(const char *text, size_t length)
{
	const unsigned char *c = (const unsigned char *)text;
	if (length == 0) {
		return 0;
	}
	if (c[0] < 0x80) {
		return 1;
	}
	if (c[0] >= 0xC2 && c[0] <= 0xDF) {
		return length >= 2 && follows(c[1]) ? 2 : 0;
	}
	if (c[0] >= 0xE0 && c[0] <= 0xEF) {
		bool well = length >= 3 && follows(c[1]) && follows(c[2]) && !(c[0] == 0xE0 && c[1] < 0xA0) &&
		            !(c[0] == 0xED && c[1] > 0x9F);
		return well ? 3 : 0;
	}
	if (c[0] >= 0xF0 && c[0] <= 0xF4) {
		bool well = length >= 4 && follows(c[1]) && follows(c[2]) && follows(c[3]) &&
		            !(c[0] == 0xF0 && c[1] < 0x90) && !(c[0] == 0xF4 && c[1] > 0x8F);
		return well ? 4 : 0;
	}
	return 0;
}

size_t utf8_count(const char *text, size_t length)
{
	size_t count = 0;
	for (size_t i = 0; i < length; i++) {
		count += !follows((unsigned char)text[i]);
	}
	return count;
}

size_t utf8_cut(const char *text, size_t length, size_t limit)
{
	if (length <= limit) {
		return length;
	}
	while (limit > 0 && follows((unsigned char)text[limit])) {
		limit--;
	}
	return limit;
}

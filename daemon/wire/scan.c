#include "daemon/wire/scan.h"
#include "daemon/wire/utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct scan {
	const char *text;
	size_t length, at, names;
	const char *message;
};

/* What may come next in a value. */
enum expect { EXPECT_VALUE, EXPECT_VALUE_OR_END, EXPECT_NAME, EXPECT_NAME_OR_END, EXPECT_COMMA_OR_END };

static bool fault(struct scan *scan, const char *message)
{
	scan->message = message;
	return false;
}

/* The byte at hand; NUL at the end (a NUL in the text is no JSON either). */
static char here(const struct scan *scan)
{
	if (scan->at < scan->length) {
		return scan->text[scan->at];
	}
	return '\0';
}

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->length && strchr(" \t\n\r", scan->text[scan->at]) && scan->text[scan->at]) {
		scan->at++;
	}
}

static bool digits(struct scan *scan)
{
	size_t from = scan->at;
	while (here(scan) >= '0' && here(scan) <= '9') {
		scan->at++;
	}
	return scan->at > from;
}

static bool scan_number(struct scan *scan)
{
	if (here(scan) == '-') {
		scan->at++;
	}
	if (here(scan) == '0') {
		scan->at++;
	} else if (!digits(scan)) {
		return fault(scan, "a value is expected here");
	}
	if (here(scan) == '.') {
		scan->at++;
		if (!digits(scan)) {
			return fault(scan, "a digit is missing after the point");
		}
	}
	if (here(scan) == 'e' || here(scan) == 'E') {
		scan->at++;
		if (here(scan) == '+' || here(scan) == '-') {
			scan->at++;
		}
		if (!digits(scan)) {
			return fault(scan, "a digit is missing in the exponent");
		}
	}
	return true;
}

/* Four hex digits after \u; -1 when they are not. */
static int32_t hex_unit(struct scan *scan)
{
	int32_t unit = 0;
	for (int i = 0; i < 4; i++, scan->at++) {
		static const char hex[] = "0123456789abcdef0123456789ABCDEF";
		const char *found = here(scan) ? strchr(hex, here(scan)) : NULL;
		if (!found) {
			return -1;
		}
		unit = unit * 16 + (int32_t)((found - hex) & 15);
	}
	return unit;
}

static bool scan_unicode_escape(struct scan *scan, bool name)
{
	int32_t unit = hex_unit(scan);
	if (unit < 0) {
		return fault(scan, "four hex digits are expected after \\u");
	}
	if (unit == 0 && name) {
		return fault(scan, "a name may not contain U+0000");
	}
	if (unit >= 0xDC00 && unit <= 0xDFFF) {
		return fault(scan, "half of a surrogate pair");
	}
	if (unit < 0xD800 || unit > 0xDBFF) {
		return true;
	}
	if (scan->length - scan->at < 6 || memcmp(scan->text + scan->at, "\\u", 2) != 0) {
		return fault(scan, "half of a surrogate pair");
	}
	scan->at += 2;
	unit = hex_unit(scan);
	return (unit >= 0xDC00 && unit <= 0xDFFF) || fault(scan, "half of a surrogate pair");
}

static bool scan_escape(struct scan *scan, bool name)
{
	scan->at++;
	char c = here(scan);
	if (c == 'u') {
		scan->at++;
		return scan_unicode_escape(scan, name);
	}
	if (!c || !strchr("\"\\/bfnrt", c)) {
		return fault(scan, "there is no such escape");
	}
	scan->at++;
	return true;
}

static bool scan_string(struct scan *scan, bool name)
{
	if (here(scan) != '"') {
		return fault(
		    scan, name ? "a name in double quotes is expected here" : "a value is expected here");
	}
	scan->at++;
	while (scan->at < scan->length) {
		unsigned char c = (unsigned char)scan->text[scan->at];
		if (c == '"') {
			scan->at++;
			return true;
		}
		if (c == '\\') {
			if (!scan_escape(scan, name)) {
				return false;
			}
		} else if (c < 0x20) {
			return fault(scan, "a control character in a string must be escaped");
		} else if (c < 0x80) {
			scan->at++;
		} else {
			size_t bytes = utf8_character(scan->text + scan->at, scan->length - scan->at);
			if (!bytes) {
				return fault(scan, "this is not UTF-8");
			}
			scan->at += bytes;
		}
	}
	return fault(scan, "the string does not end");
}

static bool scan_word(struct scan *scan, const char *word)
{
	size_t length = strlen(word);
	if (scan->length - scan->at < length || memcmp(scan->text + scan->at, word, length) != 0) {
		return fault(scan, "a value is expected here");
	}
	scan->at += length;
	return true;
}

static bool scan_scalar(struct scan *scan)
{
	switch (here(scan)) {
	case '"':
		return scan_string(scan, false);
	case 't':
		return scan_word(scan, "true");
	case 'f':
		return scan_word(scan, "false");
	case 'n':
		return scan_word(scan, "null");
	default:
		return scan_number(scan);
	}
}

static bool scan_name(struct scan *scan)
{
	if (!scan_string(scan, true)) {
		return false;
	}
	scan->names++;
	skip_blanks(scan);
	if (here(scan) != ':') {
		return fault(scan, "a colon is expected here");
	}
	scan->at++;
	return true;
}

/* The brackets that are open, one bit each: set for an object. */
struct nest {
	uint32_t objects;
	unsigned depth;
};

static bool open_bracket(struct scan *scan, struct nest *nest, enum expect *expect)
{
	if (nest->depth == SCAN_DEPTH) {
		return fault(scan, "brackets lie too deep in brackets");
	}
	bool object = here(scan) == '{';
	nest->objects = nest->objects << 1 | object;
	nest->depth++;
	scan->at++;
	*expect = object ? EXPECT_NAME_OR_END : EXPECT_VALUE_OR_END;
	return true;
}

/* One step: a bracket, a comma, a name, or a scalar. */
static bool step(struct scan *scan, struct nest *nest, enum expect *expect)
{
	char c = here(scan);
	bool in_object = nest->objects & 1;
	bool may_end =
	    *expect == EXPECT_COMMA_OR_END || *expect == EXPECT_NAME_OR_END || *expect == EXPECT_VALUE_OR_END;
	if (may_end && nest->depth && c == (in_object ? '}' : ']')) {
		scan->at++;
		nest->depth--;
		nest->objects >>= 1;
		*expect = EXPECT_COMMA_OR_END;
		return true;
	}
	switch (*expect) {
	case EXPECT_COMMA_OR_END:
		if (c != ',') {
			return fault(scan, "a comma or a closing bracket is expected here");
		}
		scan->at++;
		*expect = in_object ? EXPECT_NAME : EXPECT_VALUE;
		return true;
	case EXPECT_NAME:
	case EXPECT_NAME_OR_END:
		*expect = EXPECT_VALUE;
		return scan_name(scan);
	default:
		if (c == '{' || c == '[') {
			return open_bracket(scan, nest, expect);
		}
		*expect = EXPECT_COMMA_OR_END;
		return scan_scalar(scan);
	}
}

int scan_json(const char *text, size_t length, struct scan_result *ret_result)
{
	struct scan scan = {.text = text, .length = length};
	struct nest nest = {0};
	enum expect expect = EXPECT_VALUE;
	bool well = true;
	do {
		skip_blanks(&scan);
		well = step(&scan, &nest, &expect);
	} while (well && (nest.depth || expect != EXPECT_COMMA_OR_END));
	skip_blanks(&scan);
	if (well && scan.at < length) {
		well = fault(&scan, "something follows the end of the object");
	}
	*ret_result = (struct scan_result){.names = scan.names, .at = scan.at, .message = scan.message};
	return well ? 0 : -1;
}

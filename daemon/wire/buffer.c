#include "daemon/wire/buffer.h"
#include "daemon/wire/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FIRST_CAPACITY = 1024,
	NUMBER_BYTES = 32, /* the longest double or 64-bit integer in decimal, with the NUL */
};

void buffer_init(struct buffer *buffer, size_t limit)
{
	*buffer = (struct buffer){.limit = limit};
}

void buffer_done(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){.limit = buffer->limit};
}

void buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	buffer->full = false;
	buffer->comma = false;
}

/* Makes room for `more` bytes, or sets `full`. */
static bool reserve(struct buffer *buffer, size_t more)
{
	if (buffer->full || buffer->length > buffer->limit || more > buffer->limit - buffer->length) {
		buffer->full = true;
		return false;
	}
	size_t needed = buffer->length + more;
	if (needed <= buffer->capacity) {
		return true;
	}
	size_t capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;
	while (capacity < needed) {
		capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
	}
	char *data = realloc(buffer->data, capacity);
	if (!data) {
		buffer->full = true;
		return false;
	}
	buffer->data = data;
	buffer->capacity = capacity;
	return true;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
	if (length && reserve(buffer, length)) {
		memcpy(buffer->data + buffer->length, bytes, length);
		buffer->length += length;
	}
}

/* What stands for a byte inside a JSON string: 0 itself, 1 a \u escape, 2 more than ASCII, else \ and this.
 */
static const char escapes[256] = {
    [0 ... 7] = 1,
    ['\b'] = 'b',
    ['\t'] = 't',
    ['\n'] = 'n',
    [0x0B] = 1,
    ['\f'] = 'f',
    ['\r'] = 'r',
    [14 ... 31] = 1,
    ['"'] = '"',
    ['\\'] = '\\',
    [0x7F] = 1,
    [0x80 ... 0xFF] = 2,
};

static void add_escape(struct buffer *buffer, unsigned char c)
{
	if (escapes[c] == 1) {
		static const char hex[] = "0123456789abcdef";
		char unicode[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
		buffer_add(buffer, unicode, sizeof(unicode));
	} else {
		char pair[2] = {'\\', escapes[c]};
		buffer_add(buffer, pair, sizeof(pair));
	}
}

/* A character past ASCII; a byte that is part of none becomes U+FFFD, so that a reply is always well-formed.
 */
static size_t add_character(struct buffer *buffer, const char *text, size_t length)
{
	size_t bytes = utf8_character(text, length);
	if (bytes) {
		buffer_add(buffer, text, bytes);
		return bytes;
	}
	buffer_add(buffer, "\xEF\xBF\xBD", 3);
	return 1;
}

/* Bytes from the start that need nothing, eight at a time: none below a blank, no quote, no \\, none from
 * 0x7F. */
static size_t plain_run(const char *text, size_t length)
{
	const uint64_t ones = UINT64_MAX / 255, tops = ones << 7;
	size_t at = 0;
	for (; at + 8 <= length; at += 8) {
		uint64_t word;
		memcpy(&word, text + at, sizeof(word));
		uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
		/* a byte borrows or carries into its top bit where it is the one looked for */
		uint64_t found =
		    (quote - ones) | (slash - ones) | (word - ones * 0x20) | (word + ones) | word;
		if (found & tops) {
			break;
		}
	}
	while (at < length && !escapes[(unsigned char)text[at]]) {
		at++;
	}
	return at;
}

static void add_quoted(struct buffer *buffer, const char *text, size_t length)
{
	size_t plain = plain_run(text, length);
	if (plain == length) {
		if (reserve(buffer, length + 2)) {
			char *at = buffer->data + buffer->length;
			*at = '"';
			memcpy(at + 1, text, length);
			at[length + 1] = '"';
			buffer->length += length + 2;
		}
		return;
	}
	buffer_add(buffer, "\"", 1);
	for (size_t i = 0; i < length; plain = plain_run(text + i, length - i)) {
		buffer_add(buffer, text + i, plain);
		i += plain;
		if (i == length) {
			break;
		}
		unsigned char c = (unsigned char)text[i];
		if (escapes[c] == 2) {
			i += add_character(buffer, text + i, length - i);
		} else {
			add_escape(buffer, c);
			i++;
		}
	}
	buffer_add(buffer, "\"", 1);
}

/* The comma and the name that stand before a value. */
static void begin(struct buffer *buffer, const char *name)
{
	if (buffer->comma) {
		buffer_add(buffer, ",", 1);
	}
	if (name) {
		add_quoted(buffer, name, strlen(name));
		buffer_add(buffer, ":", 1);
	}
	buffer->comma = true;
}

static void open_with(struct buffer *buffer, const char *name, const char *bracket)
{
	begin(buffer, name);
	buffer_add(buffer, bracket, 1);
	buffer->comma = false;
}

static void close_with(struct buffer *buffer, const char *bracket)
{
	buffer_add(buffer, bracket, 1);
	buffer->comma = true;
}

void json_open_object(struct buffer *buffer, const char *name)
{
	open_with(buffer, name, "{");
}

void json_close_object(struct buffer *buffer)
{
	close_with(buffer, "}");
}

void json_open_array(struct buffer *buffer, const char *name)
{
	open_with(buffer, name, "[");
}

void json_close_array(struct buffer *buffer)
{
	close_with(buffer, "]");
}

void json_string_bytes(struct buffer *buffer, const char *name, const char *value, size_t length)
{
	begin(buffer, name);
	add_quoted(buffer, value, length);
}

void json_string(struct buffer *buffer, const char *name, const char *value)
{
	if (value) {
		json_string_bytes(buffer, name, value, strlen(value));
	} else {
		json_null(buffer, name);
	}
}

void json_unsigned(struct buffer *buffer, const char *name, uint64_t value)
{
	char digits[NUMBER_BYTES];
	size_t at = sizeof(digits);
	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	json_raw(buffer, name, digits + at, sizeof(digits) - at);
}

void json_integer(struct buffer *buffer, const char *name, int64_t value)
{
	if (value >= 0) {
		json_unsigned(buffer, name, (uint64_t)value);
		return;
	}
	char text[NUMBER_BYTES];
	int length = snprintf(text, sizeof(text), "%lld", (long long)value);
	json_raw(buffer, name, text, (size_t)length);
}

void json_double(struct buffer *buffer, const char *name, double value)
{
	if (!isfinite(value)) {
		json_null(buffer, name);
		return;
	}
	if (value == floor(value) && fabs(value) < 1e15) {
		json_integer(buffer, name, (int64_t)value);
		return;
	}
	char text[NUMBER_BYTES];
	int length = 0;
	/* Scores, shares and difficulties are mostly hundredths: k/100 is the double that its digits read as.
	 */
	double hundredths = value * 100;
	if (hundredths == floor(hundredths) && hundredths > 0 && hundredths < 100 &&
	    hundredths / 100 == value) {
		int k = (int)hundredths;
		text[length++] = '0';
		text[length++] = '.';
		text[length++] = (char)('0' + k / 10);
		if (k % 10) {
			text[length++] = (char)('0' + k % 10);
		}
		json_raw(buffer, name, text, (size_t)length);
		return;
	}
	/* 15 digits read back most doubles, 17 all of them. */
	for (int digits = 15; digits <= 17; digits++) {
		length = snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value) {
			break;
		}
	}
	json_raw(buffer, name, text, (size_t)length);
}

void json_bool(struct buffer *buffer, const char *name, bool value)
{
	json_raw(buffer, name, value ? "true" : "false", value ? 4 : 5);
}

void json_null(struct buffer *buffer, const char *name)
{
	json_raw(buffer, name, "null", 4);
}

void json_raw(struct buffer *buffer, const char *name, const char *json, size_t length)
{
	begin(buffer, name);
	buffer_add(buffer, json, length);
}

void buffer_error_members(struct buffer *buffer, enum error_code code, const char *field, const char *detail)
{
	json_string(buffer, "error", error_name(code));
	json_string(buffer, "message", detail && *detail ? detail : error_words(code));
	if (field && *field) {
		json_string(buffer, "field", field);
	}
	json_bool(buffer, "retry", error_retryable(code));
}

void buffer_error_object(
    struct buffer *buffer, const char *name, enum error_code code, const char *field, const char *detail)
{
	json_open_object(buffer, name);
	buffer_error_members(buffer, code, field, detail);
	json_close_object(buffer);
}

void buffer_error(struct buffer *buffer, enum error_code code, const char *field, const char *detail)
{
	buffer_clear(buffer);
	buffer_error_object(buffer, NULL, code, field, detail);
}

#include "daemon/wire/buffer.h"
#include "daemon/wire/utf8.h"

#include <endian.h>
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

static bool grow(struct buffer *buffer, size_t needed)
{
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

/*
 * Makes room for `more` bytes, which may be more than will be written, or sets `full`. The limit is for what
 * has been written: settle() looks at it.
 */
static bool reserve(struct buffer *buffer, size_t more)
{
	size_t needed = buffer->length + more;
	if (buffer->full || needed < more) {
		buffer->full = true;
		return false;
	}
	return needed <= buffer->capacity || grow(buffer, needed);
}

/* What was written ends at `end`; past the limit it is taken back. */
static void settle(struct buffer *buffer, const char *end)
{
	size_t length = (size_t)(end - buffer->data);
	if (length > buffer->limit) {
		buffer->full = true;
	} else {
		buffer->length = length;
	}
}

static bool fits(const struct buffer *buffer, size_t length)
{
	return buffer->length <= buffer->limit && length <= buffer->limit - buffer->length;
}

void buffer_add(struct buffer *buffer, const char *bytes, size_t length)
{
	if (!fits(buffer, length)) {
		buffer->full = true;
	} else if (length && reserve(buffer, length)) {
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

static char *put_escape(char *at, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	*at++ = '\\';
	if (escapes[c] != 1) {
		*at++ = escapes[c];
		return at;
	}
	*at++ = 'u';
	*at++ = '0';
	*at++ = '0';
	*at++ = hex[c >> 4];
	*at++ = hex[c & 15];
	return at;
}

/* A character past ASCII; a byte that is part of none becomes U+FFFD, so that a reply is always well-formed.
 */
static char *put_character(char *at, const char *text, size_t length, size_t *ret_bytes)
{
	size_t bytes = utf8_character(text, length);
	*ret_bytes = bytes ? bytes : 1;
	memcpy(at, bytes ? text : "\xEF\xBF\xBD", bytes ? bytes : 3);
	return at + (bytes ? bytes : 3);
}

enum {
	ESCAPE_BYTES = 6, /* the most that one byte of a string becomes */
	WORD_BYTES = 8,   /* copied at once, some of them past the end of what counts */
	FRAME_BYTES = 4,  /* comma, colon, two quotes or brackets */
};

/* The next bytes of a text, the first one lowest: eight, or all that are left, with zeros behind them. */
static uint64_t load_word(const char *text, size_t left)
{
	uint64_t word = 0;
	uint32_t first = 0, last = 0;
	if (left >= WORD_BYTES) {
		memcpy(&word, text, WORD_BYTES);
		return le64toh(word);
	}
	if (left >= 4) {
		memcpy(&first, text, 4);
		memcpy(&last, text + left - 4, 4);
		return le32toh(first) | (uint64_t)le32toh(last) << 8 * (left - 4);
	}
	for (size_t i = 0; i < left; i++) {
		word |= (uint64_t)(unsigned char)text[i] << 8 * i;
	}
	return word;
}

/* How many of the eight bytes need nothing: none below a blank, no quote, no \\, none from 0x7F. */
static size_t plain_bytes(uint64_t word)
{
	const uint64_t ones = UINT64_MAX / 255, tops = ones << 7;
	uint64_t quote = word ^ ones * '"', slash = word ^ ones * '\\';
	/* A byte borrows or carries into its top bit where it is the one looked for; what that does to the
	 * bytes behind it does not matter. */
	uint64_t found = (quote - ones) | (slash - ones) | (word - ones * 0x20) | (word + ones) | word;
	return found & tops ? (size_t)__builtin_ctzll(found & tops) / 8 : 8;
}

/* The room that a string needs at most. */
static size_t quoted_bytes(size_t length)
{
	return length > SIZE_MAX / 8 ? SIZE_MAX / 2 : length * ESCAPE_BYTES + WORD_BYTES + FRAME_BYTES;
}

/* Copies and looks at eight bytes at a time. */
static char *put_quoted(char *at, const char *text, size_t length)
{
	size_t i = 0;
	*at++ = '"';
	while (i < length) {
		uint64_t word = load_word(text + i, length - i), stored = htole64(word);
		memcpy(at, &stored, WORD_BYTES);
		size_t plain = plain_bytes(word); /* the zeros behind the end are not plain */
		at += plain;
		i += plain;
		if (plain == WORD_BYTES || i == length) {
			continue;
		}
		unsigned char c = (unsigned char)text[i];
		if (escapes[c] == 2) {
			size_t bytes;
			at = put_character(at, text + i, length - i, &bytes);
			i += bytes;
		} else {
			at = put_escape(at, c);
			i++;
		}
	}
	*at++ = '"';
	return at;
}

/*
 * Writes the comma and the name that stand before a value, and makes room for the value as well. Gives where
 * the value goes, for settle() to end; NULL: the buffer is full.
 */
static char *begin(struct buffer *buffer, const char *name, size_t name_length, size_t value_bytes)
{
	if (!reserve(buffer, quoted_bytes(name_length) + value_bytes)) {
		return NULL;
	}
	char *at = buffer->data + buffer->length;
	if (buffer->comma) {
		*at++ = ',';
	}
	if (name) {
		at = put_quoted(at, name, name_length);
		*at++ = ':';
	}
	buffer->comma = true;
	return at;
}

void json_put_open(struct buffer *buffer, const char *name, size_t name_length, char bracket)
{
	char *at = begin(buffer, name, name_length, 1);
	if (at) {
		*at++ = bracket;
		settle(buffer, at);
		buffer->comma = false;
	}
}

static void close_with(struct buffer *buffer, char bracket)
{
	buffer_add(buffer, &bracket, 1);
	buffer->comma = true;
}

void json_close_object(struct buffer *buffer)
{
	close_with(buffer, '}');
}

void json_close_array(struct buffer *buffer)
{
	close_with(buffer, ']');
}

void json_put_string(
    struct buffer *buffer, const char *name, size_t name_length, const char *value, size_t length)
{
	char *at = fits(buffer, length) ? begin(buffer, name, name_length, quoted_bytes(length)) : NULL;
	if (at) {
		settle(buffer, put_quoted(at, value, length));
	} else {
		buffer->full = true;
	}
}

void json_put_raw(
    struct buffer *buffer, const char *name, size_t name_length, const char *json, size_t length)
{
	char *at = fits(buffer, length) ? begin(buffer, name, name_length, length) : NULL;
	if (at) {
		memcpy(at, json, length);
		settle(buffer, at + length);
	} else {
		buffer->full = true;
	}
}

void json_put_integer(
    struct buffer *buffer, const char *name, size_t name_length, bool negative, uint64_t magnitude)
{
	char digits[NUMBER_BYTES];
	size_t at = sizeof(digits);
	do {
		digits[--at] = (char)('0' + magnitude % 10);
		magnitude /= 10;
	} while (magnitude);
	if (negative) {
		digits[--at] = '-';
	}
	json_put_raw(buffer, name, name_length, digits + at, sizeof(digits) - at);
}

void json_put_double(struct buffer *buffer, const char *name, size_t name_length, double value)
{
	if (!isfinite(value)) {
		json_put_raw(buffer, name, name_length, "null", 4);
		return;
	}
	if (value == floor(value) && fabs(value) < 1e15) {
		json_put_integer(buffer, name, name_length, value < 0, (uint64_t)fabs(value));
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
		json_put_raw(buffer, name, name_length, text, (size_t)length);
		return;
	}
	/* 15 digits read back most doubles, 17 all of them. */
	for (int digits = 15; digits <= 17; digits++) {
		length = snprintf(text, sizeof(text), "%.*g", digits, value);
		if (strtod(text, NULL) == value) {
			break;
		}
	}
	json_put_raw(buffer, name, name_length, text, (size_t)length);
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

#include "checker/algebra/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_CAPACITY = 128 }; /* most prompts fit */

void text_init(struct text *text, struct arena *arena)
{
	text->arena = arena;
	text->data = arena_alloc(arena, FIRST_CAPACITY);
	text->data[0] = '\0';
	text->length = 0;
	text->capacity = FIRST_CAPACITY;
}

static void grow(struct text *text, size_t more)
{
	size_t capacity = text->capacity;
	char *data;

	while (capacity - text->length <= more)
		capacity *= 2;
	data = arena_alloc(text->arena, capacity);
	memcpy(data, text->data, text->length + 1);
	text->data = data;
	text->capacity = capacity;
}

/* Makes room for `more` bytes and the final NUL. */
static void reserve(struct text *text, size_t more)
{
	if (more >= text->capacity - text->length)
		grow(text, more);
}

void text_add_bytes(struct text *text, const char *bytes, size_t length)
{
	reserve(text, length);
	memcpy(text->data + text->length, bytes, length);
	text->length += length;
	text->data[text->length] = '\0';
}

void text_add_char(struct text *text, char c)
{
	reserve(text, 1);
	text->data[text->length++] = c;
	text->data[text->length] = '\0';
}

void text_add_int(struct text *text, int64_t value)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest);
	if (value < 0)
		digits[--at] = '-';
	text_add_bytes(text, digits + at, sizeof digits - at);
}

static void add_mpz(struct text *text, mpz_srcptr value)
{
	size_t room = mpz_sizeinbase(value, 10) + 2;

	reserve(text, room);
	mpz_get_str(text->data + text->length, 10, value);
	text->length += strlen(text->data + text->length);
}

void text_add_number(struct text *text, struct number value)
{
	if (!value.big) {
		text_add_int(text, value.num);
		if (value.den != 1) {
			text_add_char(text, '/');
			text_add_int(text, value.den);
		}
		return;
	}
	arena_serve_gmp(text->arena);
	add_mpz(text, mpq_numref(value.big));
	if (mpz_cmp_ui(mpq_denref(value.big), 1) != 0) {
		text_add_char(text, '/');
		add_mpz(text, mpq_denref(value.big));
	}
}

void text_format(struct text *text, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0)
		return;
	reserve(text, (size_t)length);
	va_start(arguments, format);
	vsnprintf(text->data + text->length, (size_t)length + 1, format, arguments);
	va_end(arguments);
	text->length += (size_t)length;
}

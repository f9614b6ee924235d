#include "daemon/wire/peek.h"

#include <stdbool.h>
#include <string.h>

/* What stands behind the quoted name at `at`; NULL: it is not quoted. */
static const char *behind_name(const char *text, const char *end, const char *at, size_t name_length)
{
	bool quoted =
	    at > text && at[-1] == '"' && (size_t)(end - at) > name_length && at[name_length] == '"';
	return quoted ? at + name_length + 1 : NULL;
}

static const char *skip(const char *at, const char *end, const char *bytes)
{
	while (at < end && *at && strchr(bytes, *at)) {
		at++;
	}
	return at;
}

static uint32_t read_digits(const char *at, const char *end)
{
	uint64_t number = 0;
	for (; at < end && *at >= '0' && *at <= '9' && number <= UINT32_MAX; at++) {
		number = number * 10 + (uint64_t)(*at - '0');
	}
	return number > UINT32_MAX ? UINT32_MAX : (uint32_t)number;
}

uint32_t peek_number(const char *text, size_t length, const char *name)
{
	const char *end = text + length, *at = text;
	size_t name_length = strlen(name);
	uint32_t number = 0;
	while (number == 0 && (at = memmem(at, (size_t)(end - at), name, name_length))) {
		const char *value = behind_name(text, end, at, name_length);
		if (value) {
			number = read_digits(skip(value, end, " \t\r\n:"), end);
		}
		at += name_length;
	}
	return number;
}

#include "daemon/wire/error.h"

#include <stddef.h>

static const struct {
	const char *name, *words;
	bool again;
} rows[ERROR_CODES] = {[ERROR_NONE] = {"ok", "", false},
#define X(code, name, words, again) [ERROR_##code] = {name, words, again},
    ERROR_TABLE(X)
#undef X
};

static enum error_code known(enum error_code code)
{
	return (size_t)code < ERROR_CODES ? code : ERROR_INTERNAL;
}

const char *error_name(enum error_code code)
{
	return rows[known(code)].name;
}

const char *error_words(enum error_code code)
{
	return rows[known(code)].words;
}

bool error_retryable(enum error_code code)
{
	return rows[known(code)].again;
}

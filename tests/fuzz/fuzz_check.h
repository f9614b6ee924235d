/*
 * What the fuzzers of the checker share: an arena, the clock that no answer may pass, and the input as lines.
 * Header only: each fuzzer is one program.
 */
#ifndef FUZZ_CHECK_H
#define FUZZ_CHECK_H

#include "checker/check.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* checker.md: 50 ms under sanitizers. Processor time, as the machine has other things to do. */
enum { MILLISECONDS_MOST = 50 };

static inline double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/*
 * The least time of three, where the first is not good enough: on a busy machine processor time counts what
 * the neighbours do to the caches.
 */
enum { ATTEMPTS = 3 };

/* What must hold of every input; the fuzzer keeps the one for which it does not. */
static inline void demand(int holds, const char *what)
{
	if (!holds) {
		fprintf(stderr, "broken: %s\n", what);
		abort();
	}
}

static inline struct arena *fresh_arena(void)
{
	static struct arena *arena;

	if (!arena)
		arena = arena_new(LIMIT_ARENA_BYTES);
	demand(arena != NULL, "memory");
	arena_reset(arena);
	return arena;
}

enum { INPUT_MOST = 4 * LIMIT_ANSWER_BYTES };

/* The input as lines of text, each NUL-terminated. */
struct lines {
	char bytes[INPUT_MOST + 1];
	size_t length, at;
};

static inline bool lines_take(struct lines *lines, const uint8_t *bytes, size_t length)
{
	if (length > INPUT_MOST)
		return false;
	memcpy(lines->bytes, bytes, length);
	lines->bytes[length] = '\0';
	lines->length = length;
	lines->at = 0;
	return true;
}

/* Past the end: empty. Its length is told, as a text may hold NUL. */
static inline const char *lines_next(struct lines *lines, size_t *ret_length)
{
	char *line = lines->bytes + lines->at;
	char *end = memchr(line, '\n', lines->length - lines->at);
	size_t length = end ? (size_t)(end - line) : lines->length - lines->at;

	line[length] = '\0';
	lines->at += end ? length + 1 : length;
	if (ret_length)
		*ret_length = length;
	return line;
}

#endif

/*
 * Lines in, lines out, in the same order, by several threads. The reader gathers lines into batches, threads
 * answer batches, a writer puts them out in order. A batch is handed on as soon as no more input is waiting,
 * so that answers appear while a slow input goes on. A bounded ring of batches holds all memory.
 *
 * Called from the main thread; `start`, `answer` and `end` run in the answering threads.
 */
#ifndef DAEMON_LINES_H
#define DAEMON_LINES_H

#include "daemon/wire/buffer.h"

enum { LINES_THREADS = 64, LINES_LIMIT = 1024 * 1024 /* bytes of one line */ };

struct lines_job {
	int in, out; /* descriptors */
	size_t threads;
	bool progress; /* count on stderr */
	void *context;
	/* State of one thread; NULL: memory is out. */
	void *(*start)(void *context);
	void (*end)(void *state);
	/* Appends the answer, its newline too; line NULL: it was longer than LINES_LIMIT. False: it was a bad
	 * line. */
	bool (*answer)(void *state, const char *line, size_t length, struct buffer *out);
};

struct lines_result {
	uint64_t lines, bad;
};

/* Runs to the end of the input. 0, or a negative errno: reading, writing or memory failed. */
int lines_run(const struct lines_job *job, struct lines_result *ret_result);

#endif

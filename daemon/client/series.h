/*
 * A series of requests through one socket, a number of them in flight: request i is asked for when there is
 * room, and its reply told when it comes, in whatever order. For the bench and for tests.
 */
#ifndef DAEMON_SERIES_H
#define DAEMON_SERIES_H

#include <stddef.h>
#include <stdint.h>

struct series {
	const char *endpoint, *operation;
	size_t count;
	uint32_t in_flight;
	/* The body of request i; it must stand until the next call. */
	const char *(*body)(void *context, size_t i, size_t *ret_length);
	/* The reply to request i; `ok`: its status. */
	void (*reply)(void *context, size_t i, int ok, const char *body, size_t length);
	void *context;
};

/* Runs to the end. 0, -ETIMEDOUT when no answer came for ten seconds, or another negative errno. */
int series_run(const struct series *series);

#endif

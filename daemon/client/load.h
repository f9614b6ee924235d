/*
 * A client that keeps a number of requests in flight and measures: the bench's other end. Each request
 * carries the time it was sent in its envelope, so that nothing has to be remembered.
 */
#ifndef DAEMON_LOAD_H
#define DAEMON_LOAD_H

#include <stddef.h>
#include <stdint.h>

enum { LOAD_SAMPLES = 1 << 16 };

struct load {
	const char *endpoint, *operation, *body;
	size_t body_length;
	uint32_t in_flight;
	int64_t duration_us;
};

struct load_result {
	uint64_t answers, errors; /* errors: a status other than `ok` */
	int64_t elapsed_us;
	int64_t median_us, p99_us; /* from sending to receiving, of the last LOAD_SAMPLES */
};

/* 0, -ETIMEDOUT when no answer came for two seconds, or another negative errno. */
int load_run(const struct load *load, struct load_result *ret_result);

#endif

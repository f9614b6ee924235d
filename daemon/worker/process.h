/*
 * The process of a worker: takes requests from a broker one after another (broker/session.h), answers them in
 * order. It holds content and keys, parses strangers' text, and is replaced rather than repaired.
 */
#ifndef DAEMON_WORKER_PROCESS_H
#define DAEMON_WORKER_PROCESS_H

#include <stdbool.h>
#include <stdint.h>

struct worker;

struct worker_process {
	const char *endpoint;
	const char *content_version; /* 16 hex digits */
	uint32_t credit;
	bool local;
};

/*
 * Serves until told goodbye, or SIGTERM. 0, or a negative errno: -EHOSTDOWN when a local worker's broker is
 * gone. `worker` is used in this thread only.
 */
int worker_process_run(struct worker *worker, const struct worker_process *process);

#endif

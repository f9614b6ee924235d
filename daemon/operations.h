/*
 * The operations of the protocol, one row each. The broker reads only `name` and `itinerary`; the worker
 * reads `run`; help, schema checks and metrics are made from the same rows. A new operation is a new row.
 */
#ifndef DAEMON_OPERATIONS_H
#define DAEMON_OPERATIONS_H

#include "daemon/wire/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Who answers. The ledger's process has two doors: what is recorded, and what is only read and may take long.
 * A standby is a ledger that has loaded its content and waits for its predecessor to leave.
 */
enum service {
	SERVICE_NONE,
	SERVICE_BROKER,
	SERVICE_WORKER,
	SERVICE_LEDGER,
	SERVICE_READER,
	SERVICE_STANDBY,
	SERVICES
};

enum { ITINERARY_STAGES = 3 };

struct buffer; /* wire/buffer.h: a growing reply, reused between requests */
struct worker; /* worker/worker.h: what a worker holds: content, keys, arenas */

/*
 * Answers one request: `body` of `length` bytes in, the reply's JSON appended to `reply` (empty at the
 * start). Gives the status. On an error the reply is an error body already (buffer_error()). Never crashes on
 * any bytes.
 */
typedef enum error_code (*operation_fn)(
    struct worker *worker, const char *body, size_t length, struct buffer *reply);

struct operation {
	const char *name;
	enum service itinerary[ITINERARY_STAGES];
	operation_fn run; /* in a worker; for the broker's own operations: names the fault of a body that is
	                     not {}; NULL: no worker is on the itinerary */
	uint32_t deadline_ms;
	/* may be long, and batches never occupy all workers: where `count` of the body is at least this; 0:
	 * never, 1: always */
	uint32_t batch_from;
	const char *summary; /* one line for --help and README */
};

extern const struct operation operations[];
extern const size_t operation_count;

/* Is this request a batch? A guess from the text, which decides who waits for whom and nothing else. */
bool operation_is_batch(const struct operation *operation, const char *body, size_t length);

/* NULL when there is none of that name. */
const struct operation *operation_find(const char *name, size_t length);

#endif

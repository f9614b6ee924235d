/*
 * What one worker holds, whether it sits behind the broker or inside a command (`masteryd grade` runs the same
 * code in process): content, sealing keys, an arena, buffers. Not shared between threads.
 */
#ifndef DAEMON_WORKER_H
#define DAEMON_WORKER_H

#include "checker/algebra/arena.h"
#include "daemon/operations.h"
#include "generators/engine/engine.h"

struct keyring; /* wire/seal.h */

struct worker {
	const struct content *content;
	const struct keyring *keys; /* NULL: no sealing (items carry no token, tokens are item_invalid) */
	struct arena *arena;        /* of the request in hand */
	struct arena *question_arena;
	int64_t (*now)(void); /* seconds since 1970, for issue and expiry times */
};

/*
 * Runs one operation by name with a fresh arena. The reply buffer is cleared first. This is the only door: the
 * socket, the commands and the tests come through it.
 */
enum error_code worker_answer(struct worker *worker, const char *operation, size_t operation_length,
    const char *body, size_t body_length, struct buffer *reply);

#endif

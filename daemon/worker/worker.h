/*
 * What one worker holds, whether it sits behind the broker or inside a command (`masteryd grade` runs the
 * same code in process): content, sealing keys, an arena, buffers.
 *
 * Ownership: content and keys are borrowed and may be shared by any number of workers, as both are immutable;
 * all else is the worker's own. Thread: a worker belongs to one thread. Make it after a fork, never before:
 * it holds random bytes that must not be used twice.
 *
 * worker_init() makes every system call that the rest would make lazily (seeds, tables), so that a worker can
 * be locked in afterwards: from then on it allocates memory, asks for random bytes and tells the time, no
 * more.
 */
#ifndef DAEMON_WORKER_H
#define DAEMON_WORKER_H

#include "checker/algebra/arena.h"
#include "checker/question.h"
#include "daemon/operations.h"
#include "daemon/wire/buffer.h"
#include "generators/engine/engine.h"

struct keyring;     /* wire/keyring.h */
struct json_reader; /* wire/json.h */

enum {
	WORKER_BODY_LIMIT = 512 * 1024,       /* bytes of one request */
	WORKER_REPLY_LIMIT = 4 * 1024 * 1024, /* bytes of one reply */
	WORKER_RANDOM_BYTES = 2048,           /* drawn from the kernel at once */
};

/* The question parsed last, kept because the next answer is often to the same one. */
struct question_cache {
	struct arena *arena;
	struct buffer packed;        /* the packed bytes it was parsed from (wire/pack.h) */
	struct question_spec spec;   /* its texts lie in the arena */
	struct question *question;   /* NULL: none */
	struct diagnosed *diagnosed; /* for wrong answers to it; NULL: there was none yet, or it cannot be */
	bool diagnosis_tried;
};

struct worker {
	const struct content *content;
	const struct keyring *keys; /* NULL: no sealing (items carry no token, tokens are item_invalid) */
	int64_t (*now)(void);       /* seconds since 1970, for issue and expiry times */
	struct arena *arena;        /* of the request in hand */
	struct json_reader *reader; /* owns the request in hand */
	bool final; /* set by a handler: its reply is the client's, whatever stages were to come */
	struct question_cache cache;
	struct buffer packing; /* the item or question being packed */
	uint8_t random[WORKER_RANDOM_BYTES];
	size_t random_left;
};

/* Keys may be NULL, and content too where only `check` and `read` are asked. 0, or -ENOMEM. */
int worker_init(struct worker *worker, const struct content *content, const struct keyring *keys);
/* Also right for a worker that is all zero or that worker_init() refused. */
void worker_done(struct worker *worker);

/*
 * Runs one operation by name with a fresh arena. The reply buffer is cleared first; it should have the limit
 * WORKER_REPLY_LIMIT. This is the only door: the socket, the commands and the tests come through it.
 */
enum error_code worker_answer(struct worker *worker, const char *operation, size_t operation_length,
    const char *body, size_t body_length, struct buffer *reply);

/* The same by the function itself, for commands that do what is no operation of the socket. */
enum error_code worker_run(
    struct worker *worker, operation_fn run, const char *body, size_t body_length, struct buffer *reply);

/* Random bytes for nonces and issue ids, at far less than a system call each. */
void worker_random(struct worker *worker, uint8_t *ret_bytes, size_t count);

#endif

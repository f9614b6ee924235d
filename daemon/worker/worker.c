#include "daemon/worker/worker.h"
#include "daemon/wire/json.h"
#include "daemon/worker/handlers.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

enum { QUESTION_ARENA = LIMIT_ARENA_BYTES };

static int64_t seconds_now(void)
{
	return (int64_t)time(NULL);
}

int worker_init(struct worker *worker, const struct content *content, const struct keyring *keys)
{
	*worker = (struct worker){.content = content, .keys = keys, .now = seconds_now};
	buffer_init(&worker->packing, PACK_LIMIT);
	buffer_init(&worker->cache.packed, PACK_LIMIT);
	worker->arena = arena_new(LIMIT_ARENA_BYTES);
	worker->cache.arena = arena_new(QUESTION_ARENA);
	if (sodium_init() < 0 || !worker->arena || !worker->cache.arena ||
	    json_reader_new(&worker->reader) < 0) {
		worker_done(worker);
		return -ENOMEM;
	}
	uint8_t first;
	worker_random(worker, &first, 1);
	return 0;
}

void worker_done(struct worker *worker)
{
	question_cache_clear(&worker->cache);
	arena_free(worker->cache.arena);
	arena_free(worker->arena);
	json_reader_free(worker->reader);
	buffer_done(&worker->cache.packed);
	buffer_done(&worker->packing);
	sodium_memzero(worker, sizeof(*worker));
}

void worker_random(struct worker *worker, uint8_t *ret_bytes, size_t count)
{
	while (count) {
		if (worker->random_left == 0) {
			randombytes_buf(worker->random, WORKER_RANDOM_BYTES);
			worker->random_left = WORKER_RANDOM_BYTES;
		}
		size_t piece = count < worker->random_left ? count : worker->random_left;
		uint8_t *from = worker->random + worker->random_left - piece;
		memcpy(ret_bytes, from, piece);
		sodium_memzero(from, piece);
		worker->random_left -= piece;
		ret_bytes += piece;
		count -= piece;
	}
}

struct answering {
	struct worker *worker;
	operation_fn run;
	const char *body;
	size_t length;
	struct buffer *reply;
	enum error_code code;
};

static void run_handler(void *context)
{
	struct answering *answering = context;
	answering->code =
	    answering->run(answering->worker, answering->body, answering->length, answering->reply);
}

static enum error_code refuse(struct buffer *reply, enum error_code code, const char *detail)
{
	buffer_error(reply, code, NULL, detail);
	return code;
}

enum error_code worker_run(
    struct worker *worker, operation_fn run, const char *body, size_t body_length, struct buffer *reply)
{
	struct answering answering = {worker, run, body, body_length, reply, ERROR_INTERNAL};
	buffer_clear(reply);
	worker->final = false;
	arena_reset(worker->arena);
	arena_serve_gmp(worker->arena);
	enum refusal refusal = arena_try(worker->arena, run_handler, &answering);
	arena_serve_gmp(NULL);
	json_forget(worker->reader);
	if (refusal != REFUSAL_NONE) {
		return refuse(
		    reply, ERROR_TOO_LARGE, "The request needs more memory than one request may have.");
	}
	if (reply->full) {
		return refuse(
		    reply, ERROR_TOO_LARGE, "The reply would be larger than 4 MiB; ask for less at once.");
	}
	return answering.code;
}

enum error_code worker_answer(struct worker *worker, const char *operation, size_t operation_length,
    const char *body, size_t body_length, struct buffer *reply)
{
	const struct operation *row = operation_find(operation, operation_length);
	if (!row) {
		return refuse(reply, ERROR_UNKNOWN_OPERATION, NULL);
	}
	if (!row->run) {
		return refuse(reply, ERROR_NOT_ALLOWED, NULL);
	}
	if (body_length > WORKER_BODY_LIMIT) {
		return refuse(reply, ERROR_TOO_LARGE, "The request is larger than 512 KiB.");
	}
	return worker_run(worker, row->run, body, body_length, reply);
}

enum error_code report_reply(const struct refusal_report *report, struct buffer *reply)
{
	const struct field_fault *fault = &report->fault;
	buffer_error(reply, report->code, fault->field, *fault->message ? fault->message : NULL);
	return report->code;
}

enum error_code read_body(struct worker *worker, const struct field_table *table, const char *body,
    size_t length, void *into, struct buffer *reply)
{
	struct refusal_report report = {.code = ERROR_BAD_REQUEST};
	if (fields_read_text(table, worker->reader, body, length, into, &report.fault) < 0) {
		return report_reply(&report, reply);
	}
	return ERROR_NONE;
}

/* The broker answers these itself when the body is exactly {}; what comes here is not, and is told why. */
enum error_code handle_empty(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	static const struct field_table none = {0};
	struct refusal_report report = {
	    .code = ERROR_BAD_REQUEST, .fault = {.message = "The body of this operation is exactly {}."}};
	enum error_code code = read_body(worker, &none, body, length, NULL, reply);
	return code ? code : report_reply(&report, reply);
}

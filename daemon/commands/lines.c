#include "daemon/commands/lines.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	BATCH_BYTES = 32 * 1024, /* a batch is handed on when it has these; some 200 lines */
	BATCH_LIMIT = LINES_LIMIT + BATCH_BYTES + 1,
	BATCHES_PER_THREAD = 4,
	OUTPUT_LIMIT = 1 << 30, /* grows with the answers to one batch */
	PROGRESS_BATCHES = 16,
};

enum batch_state { BATCH_EMPTY, BATCH_FILLED, BATCH_TAKEN, BATCH_DONE };

struct batch {
	enum batch_state state;
	struct buffer input, output;
	bool too_long; /* the last line is missing: it was too long */
	uint64_t lines, bad;
};

struct pipeline {
	const struct lines_job *job;
	struct batch *ring;
	size_t size;
	uint64_t filled, taken, written; /* batches so far; the ring's place is the remainder by size */
	bool ended;                      /* no more will be filled */
	int error;
	struct lines_result result;
	pthread_mutex_t lock;
	pthread_cond_t changed;
};

static void set_state(struct pipeline *pipeline, struct batch *batch, enum batch_state state)
{
	pthread_mutex_lock(&pipeline->lock);
	batch->state = state;
	pthread_cond_broadcast(&pipeline->changed);
	pthread_mutex_unlock(&pipeline->lock);
}

static void fail(struct pipeline *pipeline, int error)
{
	pthread_mutex_lock(&pipeline->lock);
	pipeline->error = pipeline->error ? pipeline->error : error;
	pthread_cond_broadcast(&pipeline->changed);
	pthread_mutex_unlock(&pipeline->lock);
}

/* --- answering --- */

static void answer_line(
    const struct lines_job *job, void *state, struct batch *batch, const char *line, size_t length)
{
	if (line && length && line[length - 1] == '\r') {
		length--;
	}
	if (line && length == 0) {
		return; /* a blank line asks nothing */
	}
	batch->lines++;
	batch->bad += !job->answer(state, line, length, &batch->output);
}

static void answer_batch(const struct lines_job *job, void *state, struct batch *batch)
{
	const char *at = batch->input.data;
	const char *end = at + batch->input.length;
	while (at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline ? newline : end;
		answer_line(job, state, batch, at, (size_t)(stop - at));
		at = stop + 1;
	}
	if (batch->too_long) {
		answer_line(job, state, batch, NULL, 0);
	}
}

/* The next batch to answer; NULL: there will be none. */
static struct batch *take_batch(struct pipeline *pipeline)
{
	struct batch *batch = NULL;
	pthread_mutex_lock(&pipeline->lock);
	while (pipeline->taken == pipeline->filled && !pipeline->ended && !pipeline->error) {
		pthread_cond_wait(&pipeline->changed, &pipeline->lock);
	}
	if (pipeline->taken < pipeline->filled && !pipeline->error) {
		batch = &pipeline->ring[pipeline->taken++ % pipeline->size];
		batch->state = BATCH_TAKEN;
	}
	pthread_mutex_unlock(&pipeline->lock);
	return batch;
}

static void *answering_thread(void *context)
{
	struct pipeline *pipeline = context;
	void *state = pipeline->job->start(pipeline->job->context);
	if (!state) {
		fail(pipeline, -ENOMEM);
		return NULL;
	}
	struct batch *batch;
	while ((batch = take_batch(pipeline))) {
		answer_batch(pipeline->job, state, batch);
		set_state(pipeline, batch, BATCH_DONE);
	}
	pipeline->job->end(state);
	return NULL;
}

/* --- writing --- */

static int write_all(int out, const char *bytes, size_t length)
{
	while (length) {
		ssize_t put = write(out, bytes, length);
		if (put < 0 && errno != EINTR) {
			return -errno;
		}
		bytes += put > 0 ? put : 0;
		length -= put > 0 ? (size_t)put : 0;
	}
	return 0;
}

/* The next batch to write, in the order of the input; NULL: all is written, or something failed. */
static struct batch *next_done(struct pipeline *pipeline)
{
	struct batch *batch = &pipeline->ring[pipeline->written % pipeline->size];
	pthread_mutex_lock(&pipeline->lock);
	while (batch->state != BATCH_DONE && !pipeline->error &&
	       !(pipeline->ended && pipeline->written == pipeline->filled)) {
		pthread_cond_wait(&pipeline->changed, &pipeline->lock);
	}
	bool ready = batch->state == BATCH_DONE && !pipeline->error;
	pthread_mutex_unlock(&pipeline->lock);
	return ready ? batch : NULL;
}

static void *writing_thread(void *context)
{
	struct pipeline *pipeline = context;
	struct lines_result *result = &pipeline->result;
	struct batch *batch;
	while ((batch = next_done(pipeline))) {
		int error = batch->output.full
		                ? -ENOMEM
		                : write_all(pipeline->job->out, batch->output.data, batch->output.length);
		if (error) {
			fail(pipeline, error);
			return NULL;
		}
		result->lines += batch->lines;
		result->bad += batch->bad;
		buffer_clear(&batch->output);
		pipeline->written++;
		if (pipeline->job->progress && pipeline->written % PROGRESS_BATCHES == 0) {
			fprintf(stderr, "\r%llu lines", (unsigned long long)result->lines);
		}
		set_state(pipeline, batch, BATCH_EMPTY);
	}
	return NULL;
}

/* --- reading --- */

/* Waits for an empty place of the ring; NULL: something failed. */
static struct batch *next_empty(struct pipeline *pipeline)
{
	struct batch *batch = &pipeline->ring[pipeline->filled % pipeline->size];
	pthread_mutex_lock(&pipeline->lock);
	while (batch->state != BATCH_EMPTY && !pipeline->error) {
		pthread_cond_wait(&pipeline->changed, &pipeline->lock);
	}
	bool ready = !pipeline->error;
	pthread_mutex_unlock(&pipeline->lock);
	return ready ? batch : NULL;
}

static bool input_waits(int in)
{
	struct pollfd poll_in = {.fd = in, .events = POLLIN};
	return poll(&poll_in, 1, 0) > 0;
}

/* Bytes up to and with the last newline. */
static size_t whole_lines(const struct buffer *input)
{
	const char *last = input->length ? memrchr(input->data, '\n', input->length) : NULL;
	return last ? (size_t)(last - input->data) + 1 : 0;
}

/* Reads on; gives what read() gives. */
static ssize_t read_more(int in, struct buffer *input)
{
	char bytes[BATCH_BYTES];
	ssize_t got;
	do {
		got = read(in, bytes, sizeof(bytes));
	} while (got < 0 && errno == EINTR);
	if (got > 0) {
		buffer_add(input, bytes, (size_t)got);
	}
	return input->full ? -1 : got;
}

/* Passes over the rest of a line that is too long; what follows its end is left in `rest`. */
static ssize_t skip_line(int in, struct buffer *rest)
{
	ssize_t got;
	do {
		buffer_clear(rest);
		got = read_more(in, rest);
	} while (got > 0 && !memchr(rest->data, '\n', rest->length));
	if (got > 0) {
		size_t over = (size_t)((char *)memchr(rest->data, '\n', rest->length) - rest->data) + 1;
		rest->length -= over;
		memmove(rest->data, rest->data + over, rest->length);
	}
	return got;
}

/*
 * Fills a batch: begins with what the last one left in `carry`, ends with a whole line, leaves the rest in
 * `carry`. False at the end of the input.
 */
static bool fill(struct pipeline *pipeline, struct batch *batch, struct buffer *carry)
{
	int in = pipeline->job->in;
	ssize_t got = 1;
	buffer_clear(&batch->input);
	batch->too_long = false;
	batch->lines = batch->bad = 0;
	buffer_add(&batch->input, carry->data, carry->length);
	buffer_clear(carry);
	size_t lines = whole_lines(&batch->input);
	while (lines == 0 || (batch->input.length < BATCH_BYTES && input_waits(in))) {
		if (lines == 0 && batch->input.length > LINES_LIMIT) {
			batch->too_long = true;
			buffer_clear(&batch->input);
			got = skip_line(in, carry);
			break;
		}
		got = read_more(in, &batch->input);
		if (got <= 0) {
			break;
		}
		lines = whole_lines(&batch->input);
	}
	if (got > 0 && !batch->too_long) {
		buffer_add(carry, batch->input.data + lines, batch->input.length - lines);
		batch->input.length = lines;
	}
	if (got < 0) {
		fail(pipeline, batch->input.full || carry->full ? -ENOMEM : -errno);
	}
	return got > 0;
}

static void read_lines(struct pipeline *pipeline)
{
	struct buffer carry;
	buffer_init(&carry, BATCH_LIMIT);
	bool more = true;
	struct batch *batch;
	while (more && (batch = next_empty(pipeline))) {
		more = fill(pipeline, batch, &carry);
		pthread_mutex_lock(&pipeline->lock);
		batch->state = BATCH_FILLED;
		pipeline->filled++;
		pipeline->ended = !more;
		pthread_cond_broadcast(&pipeline->changed);
		pthread_mutex_unlock(&pipeline->lock);
	}
	buffer_done(&carry);
}

static void run_threads(struct pipeline *pipeline)
{
	pthread_t writer, answering[LINES_THREADS];
	size_t started = 0;
	bool writing = pthread_create(&writer, NULL, writing_thread, pipeline) == 0;
	while (writing && started < pipeline->job->threads &&
	       pthread_create(&answering[started], NULL, answering_thread, pipeline) == 0) {
		started++;
	}
	if (started) {
		read_lines(pipeline);
	} else {
		fail(pipeline, -EAGAIN);
	}
	for (size_t i = 0; i < started; i++) {
		pthread_join(answering[i], NULL);
	}
	if (writing) {
		pthread_join(writer, NULL);
	}
}

int lines_run(const struct lines_job *job, struct lines_result *ret_result)
{
	struct pipeline pipeline = {.job = job, .size = job->threads * BATCHES_PER_THREAD};
	pthread_mutex_init(&pipeline.lock, NULL);
	pthread_cond_init(&pipeline.changed, NULL);
	pipeline.ring = calloc(pipeline.size, sizeof(*pipeline.ring));
	if (!pipeline.ring) {
		return -ENOMEM;
	}
	for (size_t i = 0; i < pipeline.size; i++) {
		buffer_init(&pipeline.ring[i].input, BATCH_LIMIT);
		buffer_init(&pipeline.ring[i].output, OUTPUT_LIMIT);
	}
	run_threads(&pipeline);
	for (size_t i = 0; i < pipeline.size; i++) {
		buffer_done(&pipeline.ring[i].input);
		buffer_done(&pipeline.ring[i].output);
	}
	free(pipeline.ring);
	pthread_mutex_destroy(&pipeline.lock);
	pthread_cond_destroy(&pipeline.changed);
	if (job->progress && pipeline.result.lines) {
		fprintf(stderr, "\r%llu lines\n", (unsigned long long)pipeline.result.lines);
	}
	*ret_result = pipeline.result;
	return pipeline.error;
}

/*
 * Durable submits a second: 10,000 learners, each with an item of its own, 256 submits in flight through the
 * socket; beside a bare loop that writes the very rows that the daemon wrote, in transactions of 256, into a
 * database of its own. Rounds take turns, so that whatever else the machine does falls on both.
 */
#include "daemon/broker/sockets.h"
#include "daemon/client/client.h"
#include "daemon/client/series.h"
#include "daemon/clock.h"
#include "daemon/commands/bench.h"
#include "daemon/commands/start.h"
#include "daemon/store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	LEARNERS = 10000,
	IN_FLIGHT = 256,
	GROUP = 256,
	PATH_LENGTH = 128,
	BODY_BYTES = 2048,
	START_MS = 30000,
	PROCESSES = 16,
};

struct bench {
	char folder[PATH_LENGTH / 2], state[PATH_LENGTH], front[PATH_LENGTH], bare[PATH_LENGTH];
	pid_t daemon;
	char **tokens; /* of the learners' items */
	size_t round;
	char body[BODY_BYTES];
	uint64_t errors;
	int64_t cpu_ticks[3]; /* of broker, ledger, workers */
};

static int start(struct bench *bench, const struct bench_settings *settings)
{
	pid_t parent = getpid();
	snprintf(bench->state, sizeof(bench->state), "%s/state", bench->folder);
	snprintf(bench->front, sizeof(bench->front), "ipc://%.100s/front.sock", bench->state);
	snprintf(bench->bare, sizeof(bench->bare), "%s/bare.db", bench->folder);
	bench->daemon = fork();
	if (bench->daemon == 0) {
		const char *argv[] = {"masteryd", "serve", "--state", bench->state, "--workers", "2",
		    settings->content ? "--content" : NULL, settings->content, NULL};
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
		dup2(nowhere, STDERR_FILENO);
		if (getppid() == parent) {
			execv("/proc/self/exe", (char *const *)argv);
		}
		_exit(EXIT_COULD_NOT_RUN);
	}
	/* It serves learners when it tells of one. */
	struct client *client = NULL;
	struct client_reply reply;
	int error = bench->daemon < 0 ? -errno : client_new(bench->front, &client);
	int64_t until = clock_milliseconds() + START_MS;
	bool there = false;
	while (error == 0 && !there && clock_milliseconds() < until) {
		static const char body[] = "{\"learner\": \"first\"}";
		there = client_ask(client, "learner", body, strlen(body), 3000, &reply) == 0 &&
		        reply.status_length == 2;
	}
	client_free(client);
	return error < 0 ? error : there ? 0 : -ETIMEDOUT;
}

static void end(struct bench *bench)
{
	if (bench->daemon > 0) {
		kill(bench->daemon, SIGTERM);
		waitpid(bench->daemon, NULL, 0);
	}
	for (size_t i = 0; bench->tokens && i < LEARNERS; i++) {
		free(bench->tokens[i]);
	}
	free(bench->tokens);
	bench_remove(bench->folder);
}

/* --- the daemon --- */

static const char *next_body(void *context, size_t i, size_t *ret_length)
{
	struct bench *bench = context;
	*ret_length =
	    (size_t)snprintf(bench->body, sizeof(bench->body), "{\"learner\": \"learner %05zu\"}", i);
	return bench->body;
}

/* The token: the first text of the item. */
static void next_reply(void *context, size_t i, int ok, const char *body, size_t length)
{
	static const char before[] = "\"item\":{\"item\":\"";
	struct bench *bench = context;
	const char *found = ok ? memmem(body, length, before, strlen(before)) : NULL;
	free(bench->tokens[i]);
	bench->tokens[i] = NULL;
	if (found) {
		const char *token = found + strlen(before);
		const char *quote = memchr(token, '"', (size_t)(body + length - token));
		bench->tokens[i] = quote ? strndup(token, (size_t)(quote - token)) : NULL;
	}
	bench->errors += !bench->tokens[i];
}

static const char *submit_body(void *context, size_t i, size_t *ret_length)
{
	struct bench *bench = context;
	int length = snprintf(bench->body, sizeof(bench->body),
	    "{\"learner\": \"learner %05zu\", \"item\": \"%s\", \"answer\": \"%zu\", \"attempt\": "
	    "\"%zu-%zu\", \"elapsed_ms\": 12000}",
	    i, bench->tokens[i] ? bench->tokens[i] : "none", i % 10 + 1, bench->round, i);
	*ret_length = (size_t)length < sizeof(bench->body) ? (size_t)length : 0;
	return bench->body;
}

static void submit_reply(void *context, size_t i, int ok, const char *body, size_t length)
{
	struct bench *bench = context;
	(void)i;
	(void)body;
	(void)length;
	bench->errors += !ok;
}

static int64_t ticks_of(pid_t pid)
{
	char path[64];
	unsigned long user = 0, system = 0;
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	FILE *file = fopen(path, "r");
	if (file) {
		if (fscanf(file, "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
		        &system) != 2) {
			user = system = 0;
		}
		fclose(file);
	}
	return (int64_t)(user + system);
}

/* Adds up the processes' time, `sign` times. */
static void count_ticks(struct bench *bench, int sign)
{
	char path[96];
	int child;
	bench->cpu_ticks[0] += sign * ticks_of(bench->daemon);
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)bench->daemon, (int)bench->daemon);
	FILE *children = fopen(path, "r");
	while (children && fscanf(children, "%d", &child) == 1) {
		char command[32] = "";
		snprintf(path, sizeof(path), "/proc/%d/cmdline", child);
		FILE *file = fopen(path, "r");
		size_t length = file ? fread(command, 1, sizeof(command) - 1, file) : 0;
		bool ledger = memmem(command, length, "ledger", strlen("ledger")) != NULL;
		bench->cpu_ticks[ledger ? 1 : 2] += sign * ticks_of(child);
		if (file) {
			fclose(file);
		}
	}
	if (children) {
		fclose(children);
	}
}

/* One submit of every learner; a second's worth into *ret_rate. */
static int measure_daemon(struct bench *bench, double *ret_rate)
{
	struct series series = {.endpoint = bench->front,
	    .operation = "next",
	    .count = LEARNERS,
	    .in_flight = IN_FLIGHT,
	    .body = next_body,
	    .reply = next_reply,
	    .context = bench};
	int error = series_run(&series);
	if (error < 0) {
		return error;
	}
	series.operation = "submit";
	series.body = submit_body;
	series.reply = submit_reply;
	count_ticks(bench, -1);
	int64_t begin = clock_microseconds();
	error = series_run(&series);
	*ret_rate = LEARNERS * 1e6 / (double)(clock_microseconds() - begin);
	count_ticks(bench, 1);
	bench->round++;
	return error;
}

/* --- the bare loop --- */

struct rows {
	struct store_learner *learners; /* of the daemon's database, in order */
	struct store_entry *entries;    /* the last submit of each */
	size_t count;
	int error;
};

static bool copy(struct store_bytes *bytes)
{
	char *data = malloc(bytes->length + 1);
	if (!data) {
		return false;
	}
	memcpy(data, bytes->length ? bytes->data : "", bytes->length);
	bytes->data = data;
	return true;
}

static int take_learner(void *context, const struct store_learner *learner)
{
	struct rows *rows = context;
	if (rows->count < LEARNERS && learner->version > 0) {
		struct store_learner *row = &rows->learners[rows->count++];
		*row = *learner;
		row->changed = true;
		if (!copy(&row->id) || !copy(&row->state)) {
			return -ENOMEM;
		}
	}
	return 0;
}

static int take_entry(void *context, struct store_bytes learner, const struct store_entry *entry)
{
	struct rows *rows = context;
	(void)learner;
	struct store_entry *row = &rows->entries[rows->count];
	if (entry->reply.length) {
		free((void *)(uintptr_t)row->record.data);
		free((void *)(uintptr_t)row->reply.data);
		*row = *entry;
		return copy(&row->record) && copy(&row->reply) ? 0 : -ENOMEM;
	}
	return 0;
}

/* What the daemon wrote last: of each learner the state, and the entry of its last submit. */
static int read_rows(const struct bench *bench, struct rows *rows)
{
	char location[PATH_LENGTH + 16], why[STORE_WHY_BYTES];
	struct store *store = NULL;
	start_store(bench->state, NULL, location, sizeof(location));
	int error = store_open(location, STORE_READ, &store, why);
	if (error < 0) {
		return error;
	}
	error = store_each_learner(store, (struct store_bytes){0}, take_learner, rows);
	size_t count = rows->count;
	for (rows->count = 0; rows->count < count && error == 0; rows->count++) {
		error = store_each_entry(store, rows->learners[rows->count].id, take_entry, rows);
	}
	store_close(store);
	return error;
}

/* The keys that a submit has: an attempt and an issue, both as good as random. */
static void make_keys(struct store_entry *entry, uint64_t number)
{
	entry->key_count = 2;
	for (size_t k = 0; k < 2; k++) {
		uint64_t word = (number * 2 + k + 1) * 0x9E3779B97F4A7C15U;
		entry->keys[k].kind = k ? STORE_KEY_ISSUE : STORE_KEY_ATTEMPT;
		memcpy(entry->keys[k].bytes, &word, sizeof(word));
		word *= 0xBF58476D1CE4E5B9U;
		memcpy(entry->keys[k].bytes + sizeof(word), &word, sizeof(word));
	}
}

/* The learners of a round come in the order of their submits, which is no order of ids: in strides. */
static int write_group(struct store *store, struct rows *rows, size_t first, size_t stride, uint64_t number)
{
	struct store_learner learners[GROUP];
	struct store_entry entries[GROUP];
	size_t count = 0;
	for (size_t i = first; i < rows->count && count < GROUP; i += stride) {
		learners[count] = rows->learners[i];
		entries[count] = rows->entries[i];
		entries[count].learner = (uint32_t)count;
		entries[count].number = number;
		make_keys(&entries[count], number * LEARNERS + i);
		count++;
	}
	int error = store_read_group(store, learners, count, NULL, 0);
	for (size_t i = 0, at = first; i < count; i++, at += stride) {
		learners[i].state = rows->learners[at].state;
		learners[i].version = number;
	}
	return error < 0 ? error : store_write_group(store, learners, count, entries, count);
}

static int measure_bare(struct bench *bench, struct rows *rows, double *ret_rate)
{
	char why[STORE_WHY_BYTES];
	struct store *store = NULL;
	size_t stride = (rows->count + GROUP - 1) / GROUP;
	int error = store_open(bench->bare, STORE_WRITE, &store, why);
	int64_t begin = clock_microseconds();
	for (size_t first = 0; first < stride && error == 0; first++) {
		error = write_group(store, rows, first, stride, bench->round);
	}
	*ret_rate = (double)rows->count * 1e6 / (double)(clock_microseconds() - begin);
	store_close(store);
	return error;
}

static void print_result(
    const struct bench *bench, const struct rows *rows, double *daemon, double *bare, size_t rounds)
{
	double bytes = 0;
	double submits = (double)(bench->round * LEARNERS);
	double tick_us = 1e6 / (double)sysconf(_SC_CLK_TCK);
	for (size_t i = 0; i < rows->count; i++) {
		bytes += (double)(rows->learners[i].state.length + rows->entries[i].record.length +
		                  rows->entries[i].reply.length);
	}
	double ours = bench_median(daemon, rounds);
	double loop = bench_median(bare, rounds);
	printf(
	    "%d learners, %d submits in flight, SQLite, every reply after its commit; median of %zu rounds\n",
	    LEARNERS, IN_FLIGHT, rounds);
	printf("  durable submits               %9.0f/s\n", ours);
	printf("  bare loop, the same rows      %9.0f/s   ratio %.2f   (%.0f bytes a submit)\n", loop,
	    ours / loop, bytes / (double)rows->count);
	printf("  CPU a submit: broker %.0f us, ledger %.0f us, workers %.0f us; errors %llu\n",
	    (double)bench->cpu_ticks[0] * tick_us / submits, (double)bench->cpu_ticks[1] * tick_us / submits,
	    (double)bench->cpu_ticks[2] * tick_us / submits, (unsigned long long)bench->errors);
}

static int run_rounds(struct bench *bench, struct rows *rows, size_t rounds)
{
	double daemon[BENCH_ROUNDS_MAX], bare[BENCH_ROUNDS_MAX];
	int error = 0;
	for (size_t i = 0; i < rounds && error == 0; i++) {
		error = measure_daemon(bench, &daemon[i]);
		if (error == 0 && i == 0) {
			error = read_rows(bench, rows);
		}
		if (error == 0) {
			error = measure_bare(bench, rows, &bare[i]);
		}
	}
	if (error == 0) {
		print_result(bench, rows, daemon, bare, rounds);
	}
	return error;
}

int bench_submit(const struct command *command, const struct bench_settings *settings)
{
	struct bench bench = {.folder = "/tmp/mastery-bench-XXXXXX"};
	struct rows rows = {0};
	if (!mkdtemp(bench.folder)) {
		return start_fault(command, strerror(errno));
	}
	bench.tokens = calloc(LEARNERS, sizeof(*bench.tokens));
	rows.learners = calloc(LEARNERS, sizeof(*rows.learners));
	rows.entries = calloc(LEARNERS + 1, sizeof(*rows.entries));
	int error = bench.tokens && rows.learners && rows.entries ? start(&bench, settings) : -ENOMEM;
	if (error == 0) {
		error = run_rounds(&bench, &rows, (size_t)settings->rounds);
	}
	end(&bench);
	for (size_t i = 0; rows.learners && rows.entries && i < LEARNERS; i++) {
		free((void *)(uintptr_t)rows.learners[i].id.data);
		free((void *)(uintptr_t)rows.learners[i].state.data);
		free((void *)(uintptr_t)rows.entries[i].record.data);
		free((void *)(uintptr_t)rows.entries[i].reply.data);
	}
	free(rows.learners);
	free(rows.entries);
	return error < 0 ? start_fault(command, strerror(-error)) : bench.errors ? EXIT_FAULTS : EXIT_DONE;
}

/*
 * Our broker against a bare one. Both stand at the same time; measurements take turns, so that whatever else
 * the machine does falls on both; the median of the rounds counts, and what is told is ratios.
 */
#include "daemon/broker/bare.h"
#include "daemon/broker/sockets.h"
#include "daemon/client/load.h"
#include "daemon/commands/bench.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_SIZE = 300, REPLY_SIZE = 500, WORKERS = 2, PROCESSES_MAX = 16, PATH_LENGTH = 128 };

/* One broker with its workers, as the bench sees it. */
struct contender {
	const char *name;
	char front[PATH_LENGTH], back[PATH_LENGTH], state[PATH_LENGTH];
	pid_t broker;
	const char *operation, *body;
	size_t body_length;
};

struct measurement {
	double rate, cpu_us, median_us, p99_us;
};

struct bench {
	const struct bench_settings *settings;
	char folder[PATH_LENGTH / 2];
	struct contender bare, ours, real;
	pid_t processes[PROCESSES_MAX];
	size_t process_count;
};

/* A child that dies with us; 0 in the child. */
static pid_t spawn(struct bench *bench)
{
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent) {
			_exit(EXIT_COULD_NOT_RUN);
		}
	} else if (pid > 0 && bench->process_count < PROCESSES_MAX) {
		bench->processes[bench->process_count++] = pid;
	}
	return pid;
}

static void place(struct bench *bench, struct contender *contender, const char *name)
{
	contender->name = name;
	snprintf(contender->state, sizeof(contender->state), "%s/%s", bench->folder, name);
	snprintf(contender->front, sizeof(contender->front), "ipc://%.100s/front.sock", contender->state);
	snprintf(contender->back, sizeof(contender->back), "ipc://%.100s/back.sock", contender->state);
}

static void start_bare(struct bench *bench)
{
	struct contender *bare = &bench->bare;
	mkdir(bare->state, 0700);
	bare->broker = spawn(bench);
	if (bare->broker == 0) {
		_exit(bare_broker_run(bare->front, bare->back) < 0);
	}
	for (int i = 0; i < WORKERS; i++) {
		if (spawn(bench) == 0) {
			_exit(bare_worker_run(bare->back, REPLY_SIZE) < 0);
		}
	}
}

static void start_serve(struct bench *bench, struct contender *contender, const char *workers)
{
	contender->broker = spawn(bench);
	if (contender->broker != 0) {
		return;
	}
	const char *argv[] = {"masteryd", "serve", "--state", contender->state, "--workers", workers,
	    "--no-learners", NULL, NULL, NULL};
	if (bench->settings->content) {
		argv[7] = "--content";
		argv[8] = bench->settings->content;
	}
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	dup2(nowhere, STDERR_FILENO);
	execv("/proc/self/exe", (char *const *)argv);
	_exit(EXIT_COULD_NOT_RUN);
}

static void start_ours(struct bench *bench)
{
	start_serve(bench, &bench->ours, "0");
	for (int i = 0; i < WORKERS; i++) {
		if (spawn(bench) == 0) {
			_exit(bare_backstage_worker_run(bench->ours.back, REPLY_SIZE) < 0);
		}
	}
}

static double cpu_us(pid_t pid)
{
	clockid_t clock;
	struct timespec used = {0, 0};
	if (clock_getcpuclockid(pid, &clock) == 0) {
		clock_gettime(clock, &used);
	}
	return (double)used.tv_sec * 1e6 + (double)used.tv_nsec / 1e3;
}

static int measure(const struct contender *contender, int64_t in_flight, int64_t milliseconds,
    struct measurement *ret_measurement)
{
	struct load load = {
	    .endpoint = contender->front,
	    .operation = contender->operation,
	    .body = contender->body,
	    .body_length = contender->body_length,
	    .in_flight = (uint32_t)in_flight,
	    .duration_us = milliseconds * 1000,
	};
	struct load_result result;
	double before = cpu_us(contender->broker);
	int error = load_run(&load, &result);
	if (error < 0 || result.answers == 0) {
		fprintf(stderr, "masteryd bench: %s: %s\n", contender->name,
		    error < 0 ? strerror(-error) : "no answers");
		return error < 0 ? error : -ETIMEDOUT;
	}
	if (result.errors > 0) {
		fprintf(stderr, "masteryd bench: %s: %llu of %llu answers are errors\n", contender->name,
		    (unsigned long long)result.errors, (unsigned long long)result.answers);
		return -EBADMSG;
	}
	*ret_measurement = (struct measurement){
	    .rate = (double)result.answers * 1e6 / (double)result.elapsed_us,
	    .cpu_us = (cpu_us(contender->broker) - before) / (double)(result.answers + load.in_flight),
	    .median_us = (double)result.median_us,
	    .p99_us = (double)result.p99_us,
	};
	return 0;
}

/* The median of one figure, which stands at `offset` in each measurement. */
static double median(const struct measurement *rows, size_t count, size_t offset)
{
	double values[BENCH_ROUNDS_MAX];
	for (size_t i = 0; i < count; i++) {
		memcpy(&values[i], (const char *)&rows[i] + offset, sizeof(double));
	}
	return bench_median(values, count);
}

static struct measurement medians(const struct measurement *rows, size_t count)
{
	return (struct measurement){
	    .rate = median(rows, count, offsetof(struct measurement, rate)),
	    .cpu_us = median(rows, count, offsetof(struct measurement, cpu_us)),
	    .median_us = median(rows, count, offsetof(struct measurement, median_us)),
	    .p99_us = median(rows, count, offsetof(struct measurement, p99_us)),
	};
}

static void print_row(const char *name, const struct measurement *row, const struct measurement *bare)
{
	printf("  %-34s %9.0f/s %7.2f us %8.0f us %8.0f us   %5.2f %5.2f %5.2f %5.2f\n", name, row->rate,
	    row->cpu_us, row->median_us, row->p99_us, row->rate / bare->rate, row->cpu_us / bare->cpu_us,
	    row->median_us / bare->median_us, row->p99_us / bare->p99_us);
}

/* Measures the three in turn, `rounds` times, and prints a table. */
static int compare_all(struct bench *bench, int64_t in_flight)
{
	struct measurement rows[3][BENCH_ROUNDS_MAX];
	struct measurement warm;
	const struct contender *contenders[] = {&bench->bare, &bench->ours, &bench->real};
	size_t rounds = (size_t)bench->settings->rounds;
	for (size_t round = 0; round < rounds; round++) {
		for (size_t i = 0; i < 3; i++) {
			int error = round == 0 ? measure(contenders[i], in_flight, 50, &warm) : 0;
			if (error == 0) {
				error = measure(
				    contenders[i], in_flight, bench->settings->milliseconds, &rows[i][round]);
			}
			if (error < 0) {
				return error;
			}
		}
	}
	struct measurement bare = medians(rows[0], rounds);
	struct measurement ours = medians(rows[1], rounds);
	struct measurement real = medians(rows[2], rounds);
	printf("%lld in flight %38s %10s %11s %11s   ratios to the first\n", (long long)in_flight, "rate",
	    "broker CPU", "median", "p99");
	print_row("bare broker, echo worker", &bare, &bare);
	print_row("our broker, echo worker", &ours, &bare);
	print_row("our broker, real worker, check", &real, &bare);
	return 0;
}

static void end(struct bench *bench)
{
	if (bench->real.broker > 0) {
		kill(bench->real.broker, SIGTERM); /* it has workers to end */
		waitpid(bench->real.broker, NULL, 0);
	}
	for (size_t i = 0; i < bench->process_count; i++) {
		if (bench->processes[i] != bench->real.broker) {
			kill(bench->processes[i], SIGKILL);
			waitpid(bench->processes[i], NULL, 0);
		}
	}
	bench_remove(bench->folder);
}

int bench_broker(const struct command *command, const struct bench_settings *settings)
{
	static const char check[] =
	    "{\"question\":{\"expected\":\"1/8\",\"kind\":\"number\"},\"answer\":\"2^-3\"}";
	static char request[REQUEST_SIZE];
	struct bench bench = {.settings = settings, .folder = "/tmp/mastery-bench-XXXXXX"};
	memset(request, ' ', sizeof(request));
	if (!mkdtemp(bench.folder)) {
		fprintf(stderr, "masteryd %s: %s\n", command->name, strerror(errno));
		return EXIT_COULD_NOT_RUN;
	}
	place(&bench, &bench.bare, "bare");
	place(&bench, &bench.ours, "ours");
	place(&bench, &bench.real, "real");
	bench.bare.operation = bench.ours.operation = bench.real.operation = "check";
	bench.bare.body = bench.ours.body = request;
	bench.bare.body_length = bench.ours.body_length = sizeof(request);
	bench.real.body = check;
	bench.real.body_length = strlen(check);
	start_bare(&bench);
	start_ours(&bench);
	start_serve(&bench, &bench.real, "2");
	printf("%d-byte requests, %d-byte replies, %d workers, median of %lld rounds of %lld ms\n",
	    REQUEST_SIZE, REPLY_SIZE, WORKERS, (long long)settings->rounds,
	    (long long)settings->milliseconds);
	int error = compare_all(&bench, settings->in_flight);
	if (error == 0) {
		error = compare_all(&bench, 1);
	}
	end(&bench);
	return error < 0 ? EXIT_COULD_NOT_RUN : EXIT_DONE;
}

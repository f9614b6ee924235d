/*
 * The checker in process: questions parsed once, answers checked over and over on one core. Rates are of the
 * thread's own processor time, so that what else the machine does does not count; percentiles are of single
 * checks by the wall clock. Calls of malloc are counted by the processor: a breakpoint on each function,
 * which counts calls from every library and costs the program nothing when no bench runs (perf_event_open(2),
 * PERF_TYPE_BREAKPOINT).
 */
#include "checker/check.h"
#include "daemon/commands/bench.h"

#include <errno.h>
#include <linux/hw_breakpoint.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { CASES_MAX = 16, ALLOCATORS = 4, BATCH = 256, TIMED = 20000 };

/* One answer to one question, and what must come out. */
struct bench_case {
	const char *expected, *answer;
	enum verdict_kind verdict;
};

static const struct bench_row {
	const char *name;
	double target; /* checks a second that checker.md asks for */
	struct bench_case cases[CASES_MAX];
} rows[] = {
    {"short numbers", 1e6,
        {{"-7", "-7", VERDICT_CORRECT}, {"-7", "7", VERDICT_INCORRECT}, {"12", "12", VERDICT_CORRECT},
            {"1/8", "1/8", VERDICT_CORRECT}, {"1/8", "0.125", VERDICT_CORRECT},
            {"1/8", "1/6", VERDICT_INCORRECT}, {"-2/3", "-2/3", VERDICT_CORRECT},
            {"7/2", "3 1/2", VERDICT_CORRECT}, {"7/2", "3.5", VERDICT_CORRECT},
            {"1024", "1024", VERDICT_CORRECT}}},
    {"powers and scientific notation", 3e5,
        {{"2^-3", "2^-3", VERDICT_CORRECT}, {"2^-3", "2^(-3)", VERDICT_CORRECT},
            {"2^-3", "2^3", VERDICT_INCORRECT}, {"4", "8^(2/3)", VERDICT_CORRECT},
            {"3.2*10^-5", "3.2*10^-5", VERDICT_CORRECT}, {"3.2*10^-5", "3.2e-5", VERDICT_CORRECT},
            {"3.2*10^-5", "3.2*10^5", VERDICT_INCORRECT}, {"2^100", "2^100", VERDICT_CORRECT}}},
    {"logs", 3e5,
        {{"3", "log_2(8)", VERDICT_CORRECT}, {"3", "log_2 8", VERDICT_CORRECT},
            {"log_2(8)", "3", VERDICT_CORRECT}, {"-2", "log(1/100)", VERDICT_CORRECT},
            {"2/3", "log_8(4)", VERDICT_CORRECT}, {"3", "log_2(9)", VERDICT_INCORRECT}}},
    {"Unicode", 3e5,
        {{"-7", "\u22127", VERDICT_CORRECT}, {"2^-3", "2\u207b\u00b3", VERDICT_CORRECT},
            {"3.2*10^-5", "3.2\u00d710\u207b\u2075", VERDICT_CORRECT}, {"3", "log\u20828", VERDICT_CORRECT},
            {"7/2", "3\u00bd", VERDICT_CORRECT}}},
    {"roots and irrational logs", 0,
        {{"sqrt(8)", "2sqrt(2)", VERDICT_CORRECT}, {"sqrt(8)", "3sqrt(2)", VERDICT_INCORRECT},
            {"ln(8)", "3ln(2)", VERDICT_CORRECT}, {"1+sqrt(2)", "sqrt(3+2sqrt(2))", VERDICT_CORRECT}}},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]) };

/* A row with its questions parsed. */
struct subject {
	const struct bench_row *row;
	struct question_spec specs[CASES_MAX];
	struct question *questions[CASES_MAX];
	size_t lengths[CASES_MAX], count;
	struct arena *arena;
};

/* Any form will do: it is the value that is judged. False with a message where a row of the table is
 * mistaken. */
static bool prepare(struct subject *subject, struct arena *lasting)
{
	for (subject->count = 0; subject->row->cases[subject->count].expected; subject->count++) {
		size_t i = subject->count;
		const struct bench_case *one = &subject->row->cases[i];
		struct question_fault fault;
		struct verdict verdict;
		subject->specs[i] = (struct question_spec){
		    .expected = one->expected, .kind = KIND_NUMBER, .forms = {"any"}, .form_count = 1};
		if (question_parse(lasting, &subject->specs[i], &subject->questions[i], &fault) != 0) {
			fprintf(stderr, "masteryd bench: %s: %s\n", one->expected, fault.message);
			return false;
		}
		subject->lengths[i] = strlen(one->answer);
		check_answer(
		    subject->arena, subject->questions[i], one->answer, subject->lengths[i], NULL, &verdict);
		arena_reset(subject->arena);
		if (verdict.kind != one->verdict) {
			fprintf(stderr, "masteryd bench: %s against %s is %s\n", one->answer, one->expected,
			    verdict_names[verdict.kind]);
			return false;
		}
	}
	return true;
}

/* Every row has a case. */
static void check_one(const struct subject *subject, size_t number)
{
	size_t i = subject->count ? number % subject->count : 0;
	struct verdict verdict;
	check_answer(subject->arena, subject->questions[i], subject->row->cases[i].answer,
	    subject->lengths[i], NULL, &verdict);
	arena_reset(subject->arena);
}

static double measure_rate(const struct subject *subject, int64_t milliseconds)
{
	double start = bench_seconds(CLOCK_THREAD_CPUTIME_ID), spent = 0;
	size_t checks = 0;
	while (spent < (double)milliseconds / 1e3) {
		for (size_t i = 0; i < BATCH; i++) {
			check_one(subject, checks++);
		}
		spent = bench_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
	}
	return (double)checks / spent;
}

static void measure_percentiles(const struct subject *subject, double *ret_median, double *ret_p99)
{
	static double times[TIMED];
	for (size_t i = 0; i < TIMED; i++) {
		double start = bench_seconds(CLOCK_MONOTONIC);
		check_one(subject, i);
		times[i] = bench_seconds(CLOCK_MONOTONIC) - start;
	}
	*ret_median = bench_median(times, TIMED);
	*ret_p99 = times[TIMED - 1 - TIMED / 100];
}

/* One counter a function; -1 where the kernel refuses. */
struct allocation_counter {
	int descriptors[ALLOCATORS];
};

static int count_calls(uintptr_t function)
{
	struct perf_event_attr event;
	memset(&event, 0, sizeof(event));
	event.size = sizeof(event);
	event.type = PERF_TYPE_BREAKPOINT;
	event.bp_type = HW_BREAKPOINT_X;
	event.bp_addr = function;
	event.bp_len = sizeof(long);
	event.exclude_kernel = 1;
	event.exclude_hv = 1;
	return (int)syscall(SYS_perf_event_open, &event, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

static long long read_counter(const struct allocation_counter *counter)
{
	long long total = 0;
	for (size_t i = 0; i < ALLOCATORS; i++) {
		long long calls;
		if (counter->descriptors[i] < 0 ||
		    read(counter->descriptors[i], &calls, sizeof(calls)) != sizeof(calls)) {
			return -1;
		}
		total += calls;
	}
	return total;
}

/* Counts a known call first: a counter that does not count is none. */
static void start_counter(struct allocation_counter *counter)
{
	const uintptr_t functions[ALLOCATORS] = {
	    (uintptr_t)malloc, (uintptr_t)calloc, (uintptr_t)realloc, (uintptr_t)aligned_alloc};
	for (size_t i = 0; i < ALLOCATORS; i++) {
		counter->descriptors[i] = count_calls(functions[i]);
	}
	long long before = read_counter(counter);
	void *volatile piece = malloc(1);
	free(piece);
	if (before >= 0 && read_counter(counter) != before + 1) {
		close(counter->descriptors[0]);
		counter->descriptors[0] = -1;
	}
}

static void stop_counter(struct allocation_counter *counter)
{
	for (size_t i = 0; i < ALLOCATORS; i++) {
		if (counter->descriptors[i] >= 0) {
			close(counter->descriptors[i]);
		}
	}
}

/* Calls of malloc and its like in one round through the cases; -1: nobody can tell. */
static long long measure_allocations(const struct subject *subject)
{
	struct allocation_counter counter;
	start_counter(&counter);
	long long before = read_counter(&counter);
	for (size_t i = 0; i < subject->count; i++) {
		check_one(subject, i);
	}
	long long after = read_counter(&counter);
	stop_counter(&counter);
	return before < 0 || after < 0 ? -1 : after - before;
}

static void print_row(
    const struct subject *subject, double rate, double median, double p99, long long allocations)
{
	char target[32] = "-", calls[32] = "not countable here";
	if (subject->row->target > 0) {
		snprintf(target, sizeof(target), "%.1f x", rate / subject->row->target);
	}
	if (allocations >= 0) {
		snprintf(calls, sizeof(calls), "%lld", allocations);
	}
	printf("%-32s %10.0f/s %9s %8.2f us %8.2f us   %s\n", subject->row->name, rate, target, median * 1e6,
	    p99 * 1e6, calls);
}

/* False where a path that must not call malloc does. */
static bool run_row(const struct bench_row *row, const struct bench_settings *settings, struct arena *lasting,
    struct arena *passing)
{
	struct subject subject = {.row = row, .arena = passing};
	double rates[BENCH_ROUNDS_MAX], median, p99;
	if (!prepare(&subject, lasting)) {
		return false;
	}
	for (int64_t i = 0; i < settings->rounds; i++) {
		rates[i] = measure_rate(&subject, settings->milliseconds);
	}
	double rate = bench_median(rates, (size_t)settings->rounds);
	measure_percentiles(&subject, &median, &p99);
	long long allocations = measure_allocations(&subject);
	print_row(&subject, rate, median, p99, allocations);
	for (size_t i = 0; i < subject.count; i++) {
		question_done(subject.questions[i]);
	}
	return row->target == 0 || allocations <= 0;
}

int bench_checker(const struct command *command, const struct bench_settings *settings)
{
	struct arena *lasting = arena_new(LIMIT_ARENA_BYTES), *passing = arena_new(LIMIT_ARENA_BYTES);
	bool good = lasting && passing;
	if (!good) {
		fprintf(stderr, "masteryd %s: %s\n", command->name, strerror(ENOMEM));
	} else {
		printf("one core, questions parsed, no diagnosis; median of %lld rounds of %lld ms\n",
		    (long long)settings->rounds, (long long)settings->milliseconds);
		printf("%-32s %12s %9s %11s %11s   calls of malloc\n", "", "checks", "of target", "median",
		    "p99");
	}
	for (size_t i = 0; lasting && passing && i < ROWS; i++) {
		good = run_row(&rows[i], settings, lasting, passing) && good;
	}
	arena_free(lasting);
	arena_free(passing);
	return good ? EXIT_DONE : EXIT_FAULTS;
}

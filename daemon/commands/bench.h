/* The benches: one function each, a row in bench.c. All print to stdout and give an enum exit_status. */
#ifndef DAEMON_BENCH_H
#define DAEMON_BENCH_H

#include "daemon/commands/options.h"

#include <time.h>

enum { BENCH_ROUNDS_MAX = 25 };

struct bench_settings {
	int64_t milliseconds, rounds, in_flight, slowest;
	const char *content;
};

/* Seconds of a clock since its beginning. */
double bench_seconds(clockid_t clock);
/* Sorts the values, of which there is at least one. */
double bench_median(double *values, size_t count);
/* Removes a bench's own folder with all that is in it. */
void bench_remove(const char *folder);

int bench_checker(const struct command *command, const struct bench_settings *settings);
int bench_broker(const struct command *command, const struct bench_settings *settings);
int bench_generator(const struct command *command, const struct bench_settings *settings);
int bench_diagnosis(const struct command *command, const struct bench_settings *settings);
int bench_submit(const struct command *command, const struct bench_settings *settings);

#endif

#include "daemon/commands/bench.h"
#include "daemon/commands/commands.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	int (*run)(const struct command *command, const struct bench_settings *settings);
} benches[] = {{"broker", bench_broker}, {"checker", bench_checker}, {"generator", bench_generator},
    {"diagnosis", bench_diagnosis}, {"submit", bench_submit}};

double bench_seconds(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left;
	double b = *(const double *)right;
	return (a > b) - (a < b);
}

double bench_median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), compare);
	return values[count / 2];
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *where)
{
	(void)status;
	(void)type;
	(void)where;
	remove(path);
	return 0;
}

void bench_remove(const char *folder)
{
	nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static int run(const struct command *command, int argc, char **argv)
{
	struct bench_settings settings = {.milliseconds = 700, .rounds = 3, .in_flight = 64, .slowest = 10};
	struct arguments arguments;
	int exit_status;
	if (!options_parse(command, argc, argv, &settings, &arguments, &exit_status)) {
		return exit_status;
	}
	for (size_t i = 0; i < sizeof(benches) / sizeof(benches[0]); i++) {
		if (strcmp(benches[i].name, arguments.at[0]) == 0) {
			return benches[i].run(command, &settings);
		}
	}
	return options_fault(command, "there is no bench `%s`", arguments.at[0]);
}

static const struct option_row options[] = {
    {"duration", OPTION_INTEGER, "MS", offsetof(struct bench_settings, milliseconds),
        "of one measurement (700)", 50, 60000},
    {"rounds", OPTION_INTEGER, "N", offsetof(struct bench_settings, rounds),
        "measurements of each kind, of which the median counts (3)", 1, BENCH_ROUNDS_MAX},
    {"in-flight", OPTION_INTEGER, "N", offsetof(struct bench_settings, in_flight), "requests in flight (64)",
        1, 1000},
    {"content", OPTION_TEXT, "DIR", offsetof(struct bench_settings, content),
        "the content of the real workers and of the generator (default: what is built in)", 0, 0},
    {"slowest", OPTION_INTEGER, "N", offsetof(struct bench_settings, slowest),
        "slowest families of the generator's to show (10); 0: measure units alone", 0, 1000},
};

const struct command command_bench = {
    .name = "bench",
    .summary = "Measures, on this machine and in one run, and prints ratios.",
    .arguments = "broker|checker|generator|diagnosis|submit",
    .arguments_minimum = 1,
    .arguments_maximum = 1,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes =
        "broker: our broker against a bare ROUTER/ROUTER one with workers that do nothing, then against\n"
        "real workers that check an answer.\n"
        "checker: checks a second on one core in process, against the rates that are promised, with the "
        "calls\n"
        "of malloc on the way.\n"
        "generator: items with keys a second on one core in process, of each unit and of the slowest "
        "families,\n"
        "against the rates that are promised, next to the bare writing of the same bytes.\n"
        "diagnosis: wrong answers explained a second on one core in process, of items of every family, and\n"
        "the answers that take longest.\n"
        "submit: durable submits a second of 10,000 learners, 256 in flight, on SQLite, beside a bare loop "
        "that\n"
        "writes the same rows.\n",
    .run = run,
};

/*
 * Options as rows. A command states its options, arguments and help in one `struct command`; parsing, error
 * messages and `--help` are made from it, so that no command has a parser or a help text of its own.
 *
 * Every option is long: `--name value`, `--name=value`, or `--name` alone for a flag. `--` ends the options;
 *a lone `-` is an argument. `--help` is understood by every command and needs no row.
 *
 * Ownership: strings point into argv. Called from the main thread, before anything else runs.
 *
 *	struct values { const char *skill; int64_t count; bool key; };
 *	static const struct option_row options[] = {
 *		{"skill", OPTION_TEXT, "ID", offsetof(struct values, skill), "the skill to practise"},
 *		{"count", OPTION_INTEGER, "N", offsetof(struct values, count), "how many", 1, 1000},
 *		{"key", OPTION_FLAG, NULL, offsetof(struct values, key), "with the key"},
 *	};
 *	const struct command command_generate = {
 *		.name = "generate", .summary = "Makes fresh items.", .run = run,
 *		.options = options, .option_count = sizeof(options) / sizeof(options[0]),
 *	};
 *	static int run(const struct command *command, int argc, char **argv)
 *	{
 *		struct values values = {.count = 1};
 *		struct arguments arguments;
 *		int exit_status;
 *		if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
 *			return exit_status;
 *		}
 */
#ifndef DAEMON_OPTIONS_H
#define DAEMON_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* How the process ends; the same for every command. */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_FAULTS = 1,        /* the work was done and found faults */
	EXIT_USAGE = 2,         /* the command line is wrong */
	EXIT_COULD_NOT_RUN = 3, /* a file, a socket or the daemon is missing */
};

enum option_kind {
	OPTION_FLAG,     /* bool */
	OPTION_TEXT,     /* const char *: points into argv */
	OPTION_INTEGER,  /* int64_t within [minimum, maximum]; both 0: any */
	OPTION_UNSIGNED, /* uint64_t, any: seeds and item numbers */
};

struct option_row {
	const char *name; /* without dashes */
	enum option_kind kind;
	const char *value; /* its word in the help: "N", "FILE"; NULL for a flag */
	size_t offset;     /* offsetof the field in the values of the command, which hold the defaults at the
	                      start */
	const char *summary;
	int64_t minimum, maximum;
};

struct arguments {
	char **at;
	int count;
};

struct command {
	const char *name;
	const char *summary;   /* one line, a sentence */
	const char *arguments; /* as help shows them: "OPERATION [JSON]"; NULL: none are allowed */
	int arguments_minimum, arguments_maximum;
	const struct option_row *options;
	size_t option_count;
	const char *notes; /* more for --help, lines ending in \n; NULL: nothing */
	/* argc and argv are what follows the command's name. Gives an enum exit_status. */
	int (*run)(const struct command *command, int argc, char **argv);
};

/*
 * Writes what the command line says into `values` (the rows say where). False when the command is over
 * already: the help was printed to stdout, or the fault to stderr, and *ret_exit is what to return. argv is
 * reordered: ret_arguments->at points into it.
 */
bool options_parse(const struct command *command, int argc, char **argv, void *values,
    struct arguments *ret_arguments, int *ret_exit);

/* The help of one command, from its rows. */
void options_help(const struct command *command, FILE *out);

/* "masteryd NAME: <message>" to stderr; gives EXIT_USAGE, for faults that the rows cannot state. */
int options_fault(const struct command *command, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif

/* Command lines, right and wrong. */
#include "daemon/commands/options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct values {
	const char *name;
	int64_t count;
	uint64_t seed;
	bool key;
};

static const struct option_row options[] = {
    {"name", OPTION_TEXT, "NAME", offsetof(struct values, name), "a name", 0, 0},
    {"count", OPTION_INTEGER, "N", offsetof(struct values, count), "how many", 1, 1000},
    {"seed", OPTION_UNSIGNED, "N", offsetof(struct values, seed), "a seed", 0, 0},
    {"key", OPTION_FLAG, NULL, offsetof(struct values, key), "with the key", 0, 0},
};

static const struct command command = {
    .name = "test",
    .summary = "A command to test with.",
    .arguments = "FILE [MORE]",
    .arguments_minimum = 1,
    .arguments_maximum = 2,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
};

enum { WORDS_MAX = 8, GOES_ON = -1 };

static const struct {
	const char *line; /* words between single blanks */
	int exit;         /* GOES_ON: it was read */
	struct values values;
	int arguments;
} rows[] = {
    {"file", GOES_ON, {NULL, 1, 0, false}, 1},
    {"--count 1000 file", GOES_ON, {NULL, 1000, 0, false}, 1},
    {"file --count=7 more --key", GOES_ON, {NULL, 7, 0, true}, 2},
    {"--name= file", GOES_ON, {"", 1, 0, false}, 1},
    {"--name --key file", GOES_ON, {"--key", 1, 0, false}, 1},
    {"-- --key", GOES_ON, {NULL, 1, 0, false}, 1},
    {"-", GOES_ON, {NULL, 1, 0, false}, 1},
    {"--seed 18446744073709551615 file", GOES_ON, {NULL, 1, UINT64_MAX, false}, 1},
    {"--help", EXIT_DONE, {0}, 0},
    {"file --count 0", EXIT_USAGE, {0}, 0},
    {"file --count 1001", EXIT_USAGE, {0}, 0},
    {"file --count 7x", EXIT_USAGE, {0}, 0},
    {"file --count", EXIT_USAGE, {0}, 0},
    {"file --seed -1", EXIT_USAGE, {0}, 0},
    {"file --seed 18446744073709551616", EXIT_USAGE, {0}, 0},
    {"file --key=yes", EXIT_USAGE, {0}, 0},
    {"file --nam x", EXIT_USAGE, {0}, 0},
    {"file -key", EXIT_USAGE, {0}, 0},
    {"", EXIT_USAGE, {0}, 0},
    {"a b c", EXIT_USAGE, {0}, 0},
};

static void lines_are_read_or_refused(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char *words[WORDS_MAX];
		int count = 0;
		char *line = strdup(rows[i].line);
		char *rest = line;
		for (char *word; (word = strtok_r(rest, " ", &rest)) && count < WORDS_MAX;) {
			words[count++] = word;
		}
		struct values values = {.count = 1};
		struct arguments arguments;
		int exit_status = GOES_ON;
		bool read = options_parse(&command, count, words, &values, &arguments, &exit_status);
		if (exit_status != rows[i].exit || read != (rows[i].exit == GOES_ON)) {
			fail_msg("`%s` gave %d", rows[i].line, exit_status);
		}
		if (read) {
			assert_int_equal(arguments.count, rows[i].arguments);
			assert_int_equal(values.count, rows[i].values.count);
			assert_true(values.seed == rows[i].values.seed);
			assert_int_equal(values.key, rows[i].values.key);
			assert_int_equal(values.name == NULL, rows[i].values.name == NULL);
			assert_string_equal(
			    values.name ? values.name : "", rows[i].values.name ? rows[i].values.name : "");
		}
		free(line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(lines_are_read_or_refused)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "daemon/store/store.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/ledger/verify.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

enum { LOCATION = 4096 };

struct values {
	const char *state, *store, *content;
};

static int migrate(
    const struct command *command, const struct values *values, struct store *store, const char *argument)
{
	(void)command;
	(void)values;
	(void)store;
	(void)argument;
	printf("the store has version %d\n", STORE_VERSION);
	return EXIT_DONE;
}

static int backup(
    const struct command *command, const struct values *values, struct store *store, const char *argument)
{
	(void)values;
	if (!argument) {
		return options_fault(command, "backup needs the FILE to write");
	}
	return store_backup(store, argument) < 0 ? start_fault(command, store_why(store)) : EXIT_DONE;
}

static void print_difference(void *context, struct store_bytes learner, const char *why)
{
	(void)context;
	printf("%.*s: %s\n", (int)learner.length, (const char *)learner.data, why);
}

static int verify(
    const struct command *command, const struct values *values, struct store *store, const char *argument)
{
	struct content *content = NULL;
	struct course *course = NULL;
	struct verify_result result = {0};
	(void)argument;
	int exit_status = start_content(command, values->content, NULL, &content);
	if (exit_status == EXIT_DONE) {
		exit_status = start_course(command, content, values->state, &course);
	}
	if (exit_status == EXIT_DONE && verify_run(course, store, print_difference, NULL, &result) < 0) {
		exit_status = start_fault(command, store_why(store));
	} else if (exit_status == EXIT_DONE) {
		printf("%" PRIu64 " learners, %" PRIu64 " entries, %" PRIu64 " differ\n", result.learners,
		    result.entries, result.differing);
		exit_status = result.differing ? EXIT_FAULTS : EXIT_DONE;
	}
	course_free(course);
	content_free(content);
	return exit_status;
}

static const struct {
	const char *name;
	enum store_mode mode;
	int (*run)(const struct command *command, const struct values *values, struct store *store,
	    const char *argument);
} actions[] = {
    {"migrate", STORE_MIGRATE, migrate},
    {"backup", STORE_READ, backup},
    {"verify", STORE_READ, verify},
};

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = START_STATE};
	struct arguments arguments;
	char location[LOCATION], why[STORE_WHY_BYTES];
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	start_store(values.state, values.store, location, sizeof(location));
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		if (strcmp(actions[i].name, arguments.at[0]) == 0) {
			struct store *store = NULL;
			if (store_open(location, actions[i].mode, &store, why) < 0) {
				return start_fault(command, why);
			}
			exit_status = actions[i].run(
			    command, &values, store, arguments.count > 1 ? arguments.at[1] : NULL);
			store_close(store);
			return exit_status;
		}
	}
	return options_fault(
	    command, "it is `migrate`, `backup FILE` or `verify`, not `%s`", arguments.at[0]);
}

static const struct option_row options[] = {
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state), "the state folder (./state)", 0, 0},
    {"store", OPTION_TEXT, "STORE", offsetof(struct values, store),
        "where learners are kept: a file, or postgresql://... (<state>/learners.db)", 0, 0},
    {"content", OPTION_TEXT, "DIR", offsetof(struct values, content),
        "the content that the log was written with (default: what is built in)", 0, 0},
};

const struct command command_store = {
    .name = "store",
    .summary = "Migrates, copies or verifies what is kept of learners.",
    .arguments = "migrate|backup FILE|verify",
    .arguments_minimum = 1,
    .arguments_maximum = 2,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "migrate: brings an older database to this program's version; stop the daemon first.\n"
             "backup: copies a SQLite database, also while it is in use.\n"
             "verify: replays every learner's log; exit status 1 when one gives another state. What was\n"
             "logged under other content may differ; a daemon that writes meanwhile makes differences too.\n",
    .run = run,
};

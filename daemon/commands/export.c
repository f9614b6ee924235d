#include "daemon/ledger/export.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/ledger/export_xapi.h"

#include <errno.h>
#include <string.h>

enum { LOCATION = 4096, HOME_LAST = 256 };

struct values {
	const char *state, *store, *learner, *home;
	bool csv, xapi;
};

/* An address in which nothing needs to be escaped, and to which more can be added. */
static bool is_home(const char *home)
{
	size_t length = strlen(home);
	bool web = strncmp(home, "https://", 8) == 0 || strncmp(home, "http://", 7) == 0;
	return web && length <= HOME_LAST && home[length - 1] == '/' && !strpbrk(home, " \"<>\\^`{|}\t\r\n");
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = START_STATE, .learner = "", .home = xapi_home};
	struct arguments arguments;
	char location[LOCATION], why[STORE_WHY_BYTES];
	struct store *store = NULL;
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	if (values.csv && values.xapi) {
		return options_fault(command, "it prints CSV or statements");
	}
	if (!is_home(values.home)) {
		return options_fault(
		    command, "--home is an address such as https://school.example/learners/");
	}
	struct export_settings settings = {values.xapi  ? EXPORT_XAPI
	                                   : values.csv ? EXPORT_CSV
	                                                : EXPORT_JSON,
	    values.home};
	start_store(values.state, values.store, location, sizeof(location));
	if (store_open(location, STORE_READ, &store, why) < 0) {
		return start_fault(command, why);
	}
	struct store_bytes learner = {values.learner, strlen(values.learner)};
	int result = export_run(store, learner, &settings, stdout);
	if (result == -EBADMSG) {
		exit_status = start_fault(command, "an entry of the log is damaged");
	} else if (result < 0) {
		exit_status = start_fault(command, *store_why(store) ? store_why(store) : strerror(-result));
	} else {
		exit_status = start_flush(command);
	}
	store_close(store);
	return exit_status;
}

static const struct option_row options[] = {
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state), "the state folder (./state)", 0, 0},
    {"store", OPTION_TEXT, "STORE", offsetof(struct values, store),
        "where learners are kept: a file, or postgresql://... (<state>/learners.db)", 0, 0},
    {"learner", OPTION_TEXT, "ID", offsetof(struct values, learner), "of one only", 0, 0},
    {"csv", OPTION_FLAG, NULL, offsetof(struct values, csv), "comma-separated values with a head", 0, 0},
    {"xapi", OPTION_FLAG, NULL, offsetof(struct values, xapi), "statements of the Experience API, 1.0.3", 0,
        0},
    {"home", OPTION_TEXT, "ADDRESS", offsetof(struct values, home),
        "where accounts and activities of the statements live (https://masteryd.invalid/)", 0, 0},
};

const struct command command_export = {
    .name = "export",
    .summary = "Prints the log of attempts, one a line, as JSON, CSV or xAPI statements.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "It reads the store itself, also while a daemon is using it.\n",
    .run = run,
};

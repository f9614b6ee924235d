/* masteryd keygen: makes a sealing key, or says which one seals. */
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"

struct values {
	const char *state, *first;
};

static const struct option_row options[] = {
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state),
        "folder that holds the key file `keys` (./state)", 0, 0},
    {"first", OPTION_TEXT, "ID", offsetof(struct values, first), "make no key: let this one seal from now on",
        0, 0},
};

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = START_STATE};
	struct arguments arguments;
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	char why[KEYRING_WHY_BYTES];
	char id[KEY_ID_TEXT];
	int result = values.first ? keyring_move_first(values.state, values.first, why)
	                          : keyring_append(values.state, id, why);
	if (result < 0) {
		return start_fault(command, why);
	}
	printf("%s\n", values.first ? values.first : id);
	return start_flush(command);
}

const struct command command_keygen = {
    .name = "keygen",
    .summary = "Appends a new sealing key to the state folder and prints its id.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "The first key of the file seals, every key opens. To rotate without losing an item: append a "
             "key on\n"
             "every host and reload (SIGHUP), then move it first with --first and reload again.\n",
    .run = run,
};

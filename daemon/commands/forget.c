#include "daemon/broker/sockets.h"
#include "daemon/client/client.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/wire/buffer.h"

#include <string.h>

enum { ENDPOINT = 512, TIMEOUT_MS = 10000, BODY = 4096 };

struct values {
	const char *state;
};

/* Through the daemon, so that nothing it has in hand brings the learner back. */
static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = START_STATE};
	struct arguments arguments;
	char endpoint[ENDPOINT];
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	if (socket_path(endpoint, sizeof(endpoint), values.state, "front.sock") < 0) {
		return options_fault(command, "the path of the state folder is too long for a socket");
	}
	struct client *client = NULL;
	struct client_reply reply;
	struct buffer body;
	buffer_init(&body, BODY);
	json_open_object(&body, NULL);
	json_string(&body, "learner", arguments.at[0]);
	json_close_object(&body);
	int error = client_new(endpoint, &client);
	if (error == 0) {
		error = client_ask(client, "forget", body.data, body.length, TIMEOUT_MS, &reply);
	}
	if (error == 0) {
		printf("%.*s\n", (int)reply.body_length, reply.body);
		exit_status = reply.status_length == 2 ? EXIT_DONE : EXIT_FAULTS;
	} else {
		exit_status = start_fault(command, "no daemon answers; is `masteryd serve` running?");
	}
	client_free(client);
	buffer_done(&body);
	return exit_status;
}

static const struct option_row options[] = {
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state), "the daemon's state folder (./state)", 0,
        0},
};

const struct command command_forget = {
    .name = "forget",
    .summary = "Erases all that is kept of a learner.",
    .arguments = "LEARNER",
    .arguments_minimum = 1,
    .arguments_maximum = 1,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "Needs the running daemon. Backups that were made before still have it.\n",
    .run = run,
};

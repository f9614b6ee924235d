#include "daemon/broker/sockets.h"
#include "daemon/client/client.h"
#include "daemon/commands/commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	TIMEOUT_MS = 5000,
	BODY_MAX = 1024 * 1024, /* more than the daemon takes, so that it is the daemon that refuses it */
	ENDPOINT_LENGTH = 512,
};

struct values {
	const char *front, *state;
	int64_t timeout_ms;
};

/* All of standard input, at most BODY_MAX bytes; NULL when memory is out. The caller frees it. */
static char *read_input(size_t *ret_length)
{
	char *text = malloc(BODY_MAX);
	if (text) {
		*ret_length = fread(text, 1, BODY_MAX, stdin);
	}
	return text;
}

static int fail(const char *endpoint, int error)
{
	const char *why = error == -EHOSTUNREACH ? "nobody listens there; is `masteryd serve` running?"
	                  : error == -ETIMEDOUT  ? "no answer in time"
	                                         : strerror(-error);
	fprintf(stderr, "masteryd call: %s: %s\n", endpoint, why);
	return EXIT_COULD_NOT_RUN;
}

static int ask(const struct values *values, const char *endpoint, const char *operation, const char *body,
    size_t body_length)
{
	struct client *client = NULL;
	struct client_reply reply;
	int error = client_new(endpoint, &client);
	if (error == 0) {
		error = client_ask(client, operation, body, body_length, (int)values->timeout_ms, &reply);
	}
	int exit_status = error < 0 ? fail(endpoint, error) : EXIT_DONE;
	if (error == 0) {
		fwrite(reply.body, 1, reply.body_length, stdout);
		putchar('\n');
		bool done = reply.status_length == 2 && memcmp(reply.status, "ok", 2) == 0;
		exit_status = done ? EXIT_DONE : EXIT_FAULTS;
	}
	client_free(client);
	return exit_status;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = "./state", .timeout_ms = TIMEOUT_MS};
	struct arguments arguments;
	char endpoint[ENDPOINT_LENGTH];
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	if (!values.front && socket_path(endpoint, sizeof(endpoint), values.state, "front.sock") < 0) {
		return options_fault(command, "the path of the state folder is too long for a socket");
	}
	const char *front = values.front ? values.front : endpoint;
	if (arguments.count == 2) {
		return ask(&values, front, arguments.at[0], arguments.at[1], strlen(arguments.at[1]));
	}
	if (isatty(STDIN_FILENO)) {
		return ask(&values, front, arguments.at[0], "{}", 2);
	}
	size_t length = 0;
	char *input = read_input(&length);
	if (!input) {
		return fail(front, -ENOMEM);
	}
	exit_status = ask(&values, front, arguments.at[0], length ? input : "{}", length ? length : 2);
	free(input);
	return exit_status;
}

static const struct option_row options[] = {
    {"front", OPTION_TEXT, "ENDPOINT", offsetof(struct values, front),
        "where the daemon listens (ipc://<state>/front.sock)", 0, 0},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state), "its state folder (./state)", 0, 0},
    {"timeout", OPTION_INTEGER, "MS", offsetof(struct values, timeout_ms), "how long to wait (5000)", 1,
        3600000},
};

const struct command command_call = {
    .name = "call",
    .summary = "Asks a running daemon one operation and prints its reply.",
    .arguments = "OPERATION [JSON]",
    .arguments_minimum = 1,
    .arguments_maximum = 2,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes =
        "Without JSON the body is read from standard input, or is {} at a terminal or when that is empty.\n"
        "Exit status: 0 the reply is ok, 1 it is an error (printed as well), 3 no reply.\n",
    .run = run,
};

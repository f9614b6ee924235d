#include "daemon/worker/worker.h"
#include "daemon/broker/backstage.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/log.h"
#include "daemon/sandbox.h"
#include "daemon/worker/process.h"

#include <string.h>

struct values {
	const char *endpoint, *state, *content;
	int64_t credit;
};

static int run_worker(
    const struct values *values, bool local, const struct content *content, const struct keyring *keys)
{
	struct worker worker = {0};
	struct worker_process process = {
	    .endpoint = values->endpoint,
	    .content_version = content_version(content),
	    .credit = (uint32_t)values->credit,
	    .local = local,
	};
	int result = worker_init(&worker, content, keys);
	if (result == 0) {
		result = sandbox_enter(local ? SANDBOX_WORKER : SANDBOX_FAR_WORKER);
	}
	if (result == 0) {
		result = worker_process_run(&worker, &process);
	}
	worker_done(&worker);
	return result;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = START_STATE, .credit = BACKSTAGE_CREDIT};
	struct arguments arguments;
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	if (!values.endpoint) {
		return options_fault(command, "it needs --connect ENDPOINT");
	}
	bool local = strncmp(values.endpoint, "ipc://", 6) == 0;
	struct keyring *keys = NULL;
	struct content *content = NULL;
	/* A key made on another host would open nothing: only a local worker may make the first one. */
	exit_status = start_keys(command, values.state, local, &keys);
	if (exit_status == EXIT_DONE) {
		exit_status = start_content(command, values.content, NULL, &content);
	}
	if (exit_status != EXIT_DONE) {
		keyring_free(keys);
		return exit_status;
	}
	int result = run_worker(&values, local, content, keys);
	content_free(content);
	keyring_free(keys);
	if (result < 0) {
		log_event(LOG_PRIORITY_ERROR, "worker_ended", "why=\"%s\"", strerror(-result));
	}
	return result < 0 ? EXIT_COULD_NOT_RUN : EXIT_DONE;
}

static const struct option_row options[] = {
    {"connect", OPTION_TEXT, "ENDPOINT", offsetof(struct values, endpoint),
        "the broker's back socket: ipc://... or tcp://...", 0, 0},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state), "where the sealing keys are (./state)", 0,
        0},
    {"content", OPTION_TEXT, "DIR", offsetof(struct values, content),
        "the content (default: what is built in)", 0, 0},
    {"credit", OPTION_INTEGER, "N", offsetof(struct values, credit),
        "requests to take ahead (64; more for a far broker)", 1, BACKSTAGE_CREDIT_MAX},
};

const struct command command_worker = {
    .name = "worker",
    .summary = "Answers requests of a broker, here or on another host.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "`masteryd serve` starts its own workers; this adds one from elsewhere.\n"
             "SIGTERM: answers what it has taken, then ends.\n",
    .run = run,
};

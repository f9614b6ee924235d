#include "daemon/ledger/ledger.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/learners/course.h"
#include "daemon/log.h"
#include "daemon/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { PATH_LENGTH = 4096 };

struct values {
	const char *endpoint, *state, *store, *content;
};

/* The state folder's lock file of the ledger; the descriptor, or a negative errno. */
static int open_lock(const char *folder)
{
	char path[PATH_LENGTH];
	int length = snprintf(path, sizeof(path), "%s/ledger.lock", folder);
	if (length < 0 || (size_t)length >= sizeof(path)) {
		return -ENAMETOOLONG;
	}
	int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	return file < 0 ? -errno : file;
}

/*
 * Locks the state folder's ledger for as long as this process lives. A predecessor is waited for; the broker
 * is told that we are ready to take over, so that it lets the predecessor go.
 */
static int take_lock(int file, const struct ledger_settings *settings)
{
	if (flock(file, LOCK_EX | LOCK_NB) == 0) {
		return 0;
	}
	int result = ledger_stand_by(settings);
	return result < 0 ? result : flock(file, LOCK_EX) < 0 ? -errno : 0;
}

static int run_ledger(const struct values *values, const struct content *content, const struct course *course)
{
	char location[PATH_LENGTH];
	start_store(values->state, values->store, location, sizeof(location));
	struct ledger_settings settings = {
	    .endpoint = values->endpoint,
	    .store = location,
	    .content_version = content_version(content),
	    .course = course,
	    .local = strncmp(values->endpoint, "ipc://", 6) == 0,
	};
	int lock = open_lock(values->state);
	if (lock < 0) {
		return lock;
	}
	int result = sandbox_enter(SANDBOX_LEDGER);
	if (result == 0) {
		result = take_lock(lock, &settings);
	}
	if (result == 0) {
		result = ledger_run(&settings);
	}
	close(lock);
	return result;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = START_STATE};
	struct arguments arguments;
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	if (!values.endpoint) {
		return options_fault(command, "it needs --connect ENDPOINT");
	}
	struct content *content = NULL;
	struct course *course = NULL;
	exit_status = start_content(command, values.content, NULL, &content);
	if (exit_status == EXIT_DONE) {
		exit_status = start_course(command, content, values.state, &course);
	}
	if (exit_status == EXIT_DONE) {
		int result = run_ledger(&values, content, course);
		if (result < 0) {
			log_event(LOG_PRIORITY_ERROR, "ledger_ended", "why=\"%s\"", strerror(-result));
			exit_status = EXIT_COULD_NOT_RUN;
		}
	}
	course_free(course);
	content_free(content);
	return exit_status;
}

static const struct option_row options[] = {
    {"connect", OPTION_TEXT, "ENDPOINT", offsetof(struct values, endpoint), "the broker's back socket", 0, 0},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state), "the state folder (./state)", 0, 0},
    {"store", OPTION_TEXT, "STORE", offsetof(struct values, store),
        "where learners are kept: a file, or postgresql://... (<state>/learners.db)", 0, 0},
    {"content", OPTION_TEXT, "DIR", offsetof(struct values, content),
        "the content (default: what is built in)", 0, 0},
};

const struct command command_ledger = {
    .name = "ledger",
    .summary = "Keeps the learners of a broker; `masteryd serve` starts it.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "One ledger a broker. Several brokers may share one PostgreSQL.\n",
    .run = run,
};

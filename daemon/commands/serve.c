#include "daemon/broker/broker.h"
#include "daemon/broker/sockets.h"
#include "daemon/broker/supervisor.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOCK_TRIES = 40, LOCK_PAUSE_US = 50 * 1000, PATH_LENGTH = 4096, ENDPOINT_LENGTH = 512 };

struct values {
	const char *front, *back, *state, *content, *store;
	int64_t workers;
	bool no_learners;
};

/*
 * Locks the state folder for as long as this process lives. A predecessor that is ending is waited for. Gives
 * the descriptor that holds the lock, or a negative errno: -EWOULDBLOCK when another daemon has it.
 */
static int lock_folder(const char *folder)
{
	char path[PATH_LENGTH];
	int length = snprintf(path, sizeof(path), "%s/lock", folder);
	if (length < 0 || (size_t)length >= sizeof(path)) {
		return -ENAMETOOLONG;
	}
	int file = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file < 0) {
		return -errno;
	}
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (flock(file, LOCK_EX | LOCK_NB) == 0) {
			return file;
		}
		usleep(LOCK_PAUSE_US);
	}
	close(file);
	return -EWOULDBLOCK;
}

/* The folder, ours alone. Gives the lock's descriptor or, having said why, a negative errno. */
static int prepare_state(const char *folder)
{
	struct stat status;
	if (mkdir(folder, 0700) < 0 && errno != EEXIST) {
		int error = errno;
		log_event(
		    LOG_PRIORITY_ERROR, "cannot_use_state", "folder=%s why=\"%s\"", folder, strerror(error));
		return -error;
	}
	if (stat(folder, &status) < 0 || !S_ISDIR(status.st_mode) || status.st_uid != geteuid() ||
	    (status.st_mode & (S_IRWXG | S_IRWXO))) {
		log_event(LOG_PRIORITY_ERROR, "cannot_use_state",
		    "folder=%s why=\"it must be a folder of this user that nobody else may enter: chmod "
		    "700\"",
		    folder);
		return -EACCES;
	}
	int lock = lock_folder(folder);
	if (lock < 0) {
		log_event(LOG_PRIORITY_ERROR, "cannot_use_state", "folder=%s why=\"%s\"", folder,
		    lock == -EWOULDBLOCK ? "another masteryd is using it" : strerror(-lock));
	}
	return lock;
}

/* Every client is a descriptor: as many as the system lets us have. */
static void raise_descriptor_limit(void)
{
	struct rlimit limit;
	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		setrlimit(RLIMIT_NOFILE, &limit);
	}
}

static int64_t core_count(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	return cores < 1 ? 1 : cores < SUPERVISOR_WORKERS_MAX ? cores : SUPERVISOR_WORKERS_MAX;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = "./state", .workers = core_count()};
	struct arguments arguments;
	char default_front[ENDPOINT_LENGTH];
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	if (!values.front) {
		if (socket_path(default_front, sizeof(default_front), values.state, "front.sock") < 0) {
			return options_fault(
			    command, "the path of the state folder is too long for a socket");
		}
		values.front = default_front;
	}
	if (!socket_may_listen(values.front) || (values.back && !socket_may_listen(values.back))) {
		return options_fault(command,
		    "it listens on ipc://PATH, and on tcp://127.0.0.1:PORT or another loopback address");
	}
	umask(077); /* sockets, keys and quarantined requests are for this user only */
	int lock = prepare_state(values.state);
	if (lock < 0) {
		return EXIT_COULD_NOT_RUN;
	}
	raise_descriptor_limit();
	char store[PATH_LENGTH];
	start_store(values.state, values.store, store, sizeof(store));
	struct broker_settings settings = {
	    .front = values.front,
	    .back = values.back,
	    .state = values.state,
	    .content = values.content,
	    .ledger = values.no_learners ? NULL : store,
	    .workers = (size_t)values.workers,
	};
	int result = broker_run(&settings);
	close(lock);
	return result < 0 ? EXIT_COULD_NOT_RUN : EXIT_DONE;
}

static const struct option_row options[] = {
    {"front", OPTION_TEXT, "ENDPOINT", offsetof(struct values, front),
        "where clients connect (ipc://<state>/front.sock)", 0, 0},
    {"back", OPTION_TEXT, "ENDPOINT", offsetof(struct values, back),
        "where further workers connect (default: nowhere)", 0, 0},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state),
        "keys, sockets, quarantine; made when missing (./state)", 0, 0},
    {"workers", OPTION_INTEGER, "N", offsetof(struct values, workers), "how many (one a core)", 0,
        SUPERVISOR_WORKERS_MAX},
    {"content", OPTION_TEXT, "DIR", offsetof(struct values, content),
        "the content (default: what is built in)", 0, 0},
    {"store", OPTION_TEXT, "STORE", offsetof(struct values, store),
        "where learners are kept: a file, or postgresql://... (<state>/learners.db)", 0, 0},
    {"no-learners", OPTION_FLAG, NULL, offsetof(struct values, no_learners),
        "keeps none: no `next`, `submit` and the like", 0, 0},
};

const struct command command_serve = {
    .name = "serve",
    .summary = "Serves items and verdicts over a socket, with workers that it supervises.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes =
        "SIGTERM: answers what it has taken, then ends. SIGHUP: replaces the workers one after another,\n"
        "with content and keys loaded anew; no request is lost.\n"
        "It logs to stderr; `event=serving` says that all workers are ready.\n",
    .run = run,
};

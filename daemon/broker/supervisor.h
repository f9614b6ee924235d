/*
 * Starts the processes of one kind on this host, the workers or the ledger, and starts them again when they
 * die. It knows processes and time, no sockets.
 *
 * A place is one worker of the pool; one place more than the pool is there for reloading, when a successor is
 * started before its predecessor leaves. A reload raises the generation: every place of an older one is
 * replaced, one after another, and a successor that cannot start ends the reload with the old workers still
 * serving.
 *
 * A worker that dies is started again at once; one that dies again within a second of its start waits, twice
 * as long each time. The broker's thread only (PDEATHSIG is sent when the thread that forked ends).
 */
#ifndef DAEMON_SUPERVISOR_H
#define DAEMON_SUPERVISOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { SUPERVISOR_WORKERS_MAX = 256, SUPERVISOR_NO_CHILD = -1 };

enum place_state { PLACE_EMPTY, PLACE_DUE, PLACE_STARTING, PLACE_READY, PLACE_LEAVING };

struct place {
	enum place_state state;
	pid_t pid;
	int64_t started, due;
	uint32_t generation, quick_deaths;
	uint64_t restarts;
};

struct supervisor {
	struct place places[SUPERVISOR_WORKERS_MAX + 1];
	size_t workers;    /* places that shall be filled */
	const char **argv; /* of a worker, NULL at the end; borrowed */
	uint32_t generation;
	bool ever_ready, stopped;
};

enum supervisor_event {
	SUPERVISOR_NOTHING,
	SUPERVISOR_DIED, /* *ret_place has lost its worker; it will be started again, or was a reload's end */
	SUPERVISOR_LEFT, /* as it was told to */
	SUPERVISOR_CANNOT_RUN, /* a worker ended before any was ever ready: content or keys are at fault */
};

/* `workers` from 0 to SUPERVISOR_WORKERS_MAX. */
void supervisor_init(struct supervisor *supervisor, size_t workers, const char **argv);

/* Starts every worker that is due. Returns when the next one will be, INT64_MAX for never. */
int64_t supervisor_start_due(struct supervisor *supervisor, int64_t now);

/* A child has ended, as waitpid() tells: of which place, and what that means. NOTHING: it is none of these.
 */
enum supervisor_event supervisor_ended(
    struct supervisor *supervisor, int64_t now, pid_t pid, int status, int *ret_place);

/* The place of this process, or SUPERVISOR_NO_CHILD. */
int supervisor_place(const struct supervisor *supervisor, pid_t pid);
void supervisor_ready(struct supervisor *supervisor, int place);
/* The worker there was told goodbye: its end is not a death. */
void supervisor_leaving(struct supervisor *supervisor, int place);
void supervisor_kill(struct supervisor *supervisor, int place);
void supervisor_kill_all(struct supervisor *supervisor);
/* Kills those that have not become ready in time. */
void supervisor_check_starts(struct supervisor *supervisor, int64_t now);
/* No more starts. */
void supervisor_stop(struct supervisor *supervisor);
size_t supervisor_running(const struct supervisor *supervisor);

void supervisor_reload(struct supervisor *supervisor);
/* Is a reload going on, or a place not filled yet? */
bool supervisor_is_changing(const struct supervisor *supervisor);
/*
 * One step of a reload: gives the place whose worker shall be told goodbye now (its successor is ready), or
 * SUPERVISOR_NO_CHILD when nothing is to be done; starts a successor by itself.
 */
int supervisor_reload_step(struct supervisor *supervisor, int64_t now);

#endif

#include "daemon/broker/supervisor.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	START_MS = 30000,      /* content is loaded under a sanitizer in a few seconds */
	QUICK_DEATH_MS = 1000, /* after its start: it will probably die again */
	BACK_OFF_FIRST_MS = 100,
	BACK_OFF_LAST_MS = 5000,
};

void supervisor_init(struct supervisor *supervisor, size_t workers, const char **argv)
{
	*supervisor = (struct supervisor){.workers = workers, .argv = argv};
	for (size_t i = 0; i < workers; i++) {
		supervisor->places[i].state = PLACE_DUE;
	}
}

/* In the child, between fork and exec: only what POSIX calls async-signal-safe. */
static void become_worker(const char **argv, pid_t parent)
{
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent) {
		_exit(0); /* the broker died before it could be bound to us */
	}
	close_range(STDERR_FILENO + 1, ~0U, 0);
	execv("/proc/self/exe", (char *const *)argv);
	_exit(127);
}

static void start(struct supervisor *supervisor, struct place *place, int64_t now)
{
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid == 0) {
		become_worker(supervisor->argv, parent);
	}
	if (pid < 0) {
		place->state = PLACE_DUE;
		place->due = now + BACK_OFF_LAST_MS;
		return;
	}
	place->state = PLACE_STARTING;
	place->pid = pid;
	place->started = now;
	place->generation = supervisor->generation;
}

int64_t supervisor_start_due(struct supervisor *supervisor, int64_t now)
{
	int64_t next = INT64_MAX;
	for (size_t i = 0; i <= supervisor->workers; i++) {
		struct place *place = &supervisor->places[i];
		if (place->state == PLACE_DUE && place->due <= now) {
			start(supervisor, place, now);
		}
		if (place->state == PLACE_DUE && place->due < next) {
			next = place->due;
		}
	}
	return next;
}

static size_t filled(const struct supervisor *supervisor)
{
	size_t count = 0;
	for (size_t i = 0; i <= supervisor->workers; i++) {
		enum place_state state = supervisor->places[i].state;
		count += state == PLACE_DUE || state == PLACE_STARTING || state == PLACE_READY;
	}
	return count;
}

/* The worker of this place has ended by itself: shall it be started again, and when? */
static void plan_restart(struct supervisor *supervisor, struct place *place, int64_t now)
{
	bool successor = place->state == PLACE_STARTING && filled(supervisor) > supervisor->workers;
	if (successor) {
		/* The new content cannot be served: keep the old workers and call the reload off. */
		place->state = PLACE_EMPTY;
		for (size_t i = 0; i <= supervisor->workers; i++) {
			supervisor->places[i].generation = supervisor->generation;
		}
		return;
	}
	place->quick_deaths = now - place->started < QUICK_DEATH_MS ? place->quick_deaths + 1 : 0;
	int64_t delay = 0;
	if (place->quick_deaths > 1) {
		uint32_t doublings = place->quick_deaths - 2 < 6 ? place->quick_deaths - 2 : 6;
		delay = (int64_t)BACK_OFF_FIRST_MS << doublings;
		delay = delay < BACK_OFF_LAST_MS ? delay : BACK_OFF_LAST_MS;
	}
	place->state = PLACE_DUE;
	place->due = now + delay;
	place->restarts++;
}

enum supervisor_event supervisor_ended(
    struct supervisor *supervisor, int64_t now, pid_t pid, int status, int *ret_place)
{
	*ret_place = supervisor_place(supervisor, pid);
	if (*ret_place == SUPERVISOR_NO_CHILD) {
		return SUPERVISOR_NOTHING;
	}
	struct place *place = &supervisor->places[*ret_place];
	place->pid = 0;
	if (place->state == PLACE_LEAVING) {
		place->state = PLACE_EMPTY;
		if (!supervisor->stopped && filled(supervisor) < supervisor->workers) {
			place->state = PLACE_DUE;
			place->due = now;
			place->restarts++;
		}
		return SUPERVISOR_LEFT;
	}
	bool at_fault = WIFEXITED(status) && WEXITSTATUS(status) != 0 && !supervisor->ever_ready;
	plan_restart(supervisor, place, now);
	return at_fault ? SUPERVISOR_CANNOT_RUN : SUPERVISOR_DIED;
}

int supervisor_place(const struct supervisor *supervisor, pid_t pid)
{
	for (size_t i = 0; pid > 0 && i <= supervisor->workers; i++) {
		if (supervisor->places[i].pid == pid) {
			return (int)i;
		}
	}
	return SUPERVISOR_NO_CHILD;
}

void supervisor_ready(struct supervisor *supervisor, int place)
{
	supervisor->ever_ready = true;
	if (supervisor->places[place].state == PLACE_STARTING) {
		supervisor->places[place].state = PLACE_READY;
	}
}

void supervisor_leaving(struct supervisor *supervisor, int place)
{
	supervisor->places[place].state = PLACE_LEAVING;
}

void supervisor_kill(struct supervisor *supervisor, int place)
{
	if (supervisor->places[place].pid > 0) {
		kill(supervisor->places[place].pid, SIGKILL);
	}
}

void supervisor_kill_all(struct supervisor *supervisor)
{
	for (size_t i = 0; i <= supervisor->workers; i++) {
		supervisor_kill(supervisor, (int)i);
	}
}

void supervisor_check_starts(struct supervisor *supervisor, int64_t now)
{
	for (size_t i = 0; i <= supervisor->workers; i++) {
		struct place *place = &supervisor->places[i];
		if (place->state == PLACE_STARTING && now - place->started > START_MS) {
			supervisor_kill(supervisor, (int)i);
		}
	}
}

void supervisor_stop(struct supervisor *supervisor)
{
	for (size_t i = 0; i <= supervisor->workers; i++) {
		struct place *place = &supervisor->places[i];
		place->state = place->pid > 0 ? PLACE_LEAVING : PLACE_EMPTY;
	}
	supervisor->stopped = true;
}

size_t supervisor_running(const struct supervisor *supervisor)
{
	size_t count = 0;
	for (size_t i = 0; i <= supervisor->workers; i++) {
		count += supervisor->places[i].pid > 0;
	}
	return count;
}

void supervisor_reload(struct supervisor *supervisor)
{
	supervisor->generation++;
}

bool supervisor_is_changing(const struct supervisor *supervisor)
{
	for (size_t i = 0; i <= supervisor->workers; i++) {
		const struct place *place = &supervisor->places[i];
		if (place->state == PLACE_STARTING || place->state == PLACE_LEAVING ||
		    (place->state == PLACE_READY && place->generation != supervisor->generation)) {
			return true;
		}
	}
	return false;
}

int supervisor_reload_step(struct supervisor *supervisor, int64_t now)
{
	struct place *spare = NULL;
	int old = SUPERVISOR_NO_CHILD;
	int ready = SUPERVISOR_NO_CHILD;
	bool surplus = filled(supervisor) > supervisor->workers;
	for (size_t i = 0; i <= supervisor->workers; i++) {
		struct place *place = &supervisor->places[i];
		if (place->state == PLACE_STARTING || place->state == PLACE_LEAVING) {
			return SUPERVISOR_NO_CHILD; /* one after another */
		}
		if (place->state == PLACE_EMPTY && !spare) {
			spare = place;
		}
		if (place->state == PLACE_READY) {
			ready = (int)i;
			old = place->generation != supervisor->generation ? (int)i : old;
		}
	}
	if (surplus) {
		/* The successor is ready. With no old one left, one died meanwhile and was started again as
		 * new. */
		return old != SUPERVISOR_NO_CHILD ? old : ready;
	}
	if (old == SUPERVISOR_NO_CHILD || !spare || supervisor->stopped) {
		return SUPERVISOR_NO_CHILD;
	}
	spare->restarts = 0;
	spare->quick_deaths = 0;
	start(supervisor, spare, now);
	return SUPERVISOR_NO_CHILD;
}

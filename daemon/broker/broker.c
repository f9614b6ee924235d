/* The loop: sockets, signals, time. */
#include "daemon/broker/parts.h"

#include "daemon/broker/sockets.h"
#include "daemon/clock.h"
#include "daemon/log.h"
#include "daemon/sandbox.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	TICK_MS = 20,      /* how exactly deadlines are kept */
	DRAIN_MS = 5000,   /* for requests in hand after SIGTERM */
	GOODBYE_MS = 1500, /* for workers to end */
	IDLE_MS = 1000,    /* the longest sleep */
	LAST_REPLIES = 16, /* wakes to take what a dead worker had still sent */
	CHILD_ARGUMENTS = 12,
	ENDPOINT_LENGTH = 256,
	LEDGER_SEATS = 2, /* what is recorded, and what is only read */
};

static void start_workers(struct broker *broker)
{
	struct supervisor *supervisors[] = {&broker->supervisor, &broker->ledger};
	for (size_t i = 0; i < 2; i++) {
		int64_t due = supervisor_start_due(supervisors[i], broker->now);
		if (due < broker->next_tick) {
			broker->next_tick = due;
		}
	}
}

/* Collects one child that has ended; SUPERVISOR_NOTHING when there is none. */
static enum supervisor_event collect(struct broker *broker, pid_t *ret_pid, int *ret_status, bool *ret_worker)
{
	int place;
	pid_t pid;
	while ((pid = waitpid(-1, ret_status, WNOHANG)) > 0) {
		*ret_pid = pid;
		*ret_worker = true;
		enum supervisor_event event =
		    supervisor_ended(&broker->supervisor, broker->now, pid, *ret_status, &place);
		if (event == SUPERVISOR_NOTHING) {
			*ret_worker = false;
			event = supervisor_ended(&broker->ledger, broker->now, pid, *ret_status, &place);
		}
		if (event != SUPERVISOR_NOTHING) {
			return event;
		}
	}
	return SUPERVISOR_NOTHING;
}

static void on_child(struct broker *broker)
{
	int status;
	pid_t pid;
	bool worker;
	enum supervisor_event event;
	/* What it had answered before it died must not be blamed on it. */
	for (int wake = 0; wake < LAST_REPLIES && back_drain(broker); wake++) {
	}
	while ((event = collect(broker, &pid, &status, &worker)) != SUPERVISOR_NOTHING) {
		struct seat *seat = back_seat_of(broker, (uint32_t)pid);
		bool expected = event == SUPERVISOR_LEFT;
		log_event(expected ? LOG_PRIORITY_INFO : LOG_PRIORITY_WARNING,
		    worker     ? expected ? "worker_left" : "worker_died"
		    : expected ? "ledger_left"
		               : "ledger_died",
		    "pid=%d %s=%d outstanding=%u", (int)pid, WIFSIGNALED(status) ? "signal" : "exit",
		    WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), seat ? seat->count : 0);
		for (; seat; seat = back_seat_of(broker, (uint32_t)pid)) {
			back_lost(broker, seat);
		}
		broker->cannot_run |= event == SUPERVISOR_CANNOT_RUN;
	}
}

static void begin_to_stop(struct broker *broker)
{
	if (broker->stopping) {
		return;
	}
	/* What has arrived by now is still ours to answer. */
	for (int wake = 0; wake < LAST_REPLIES && front_drain(broker); wake++) {
	}
	log_event(LOG_PRIORITY_INFO, "stopping", "outstanding=%zu", broker->outstanding.in_use);
	broker->stopping = true;
	broker->stop_at = broker->now + DRAIN_MS;
	/* The front stays bound: libzmq ends the connections with the listener, and replies would go with
	 * them. */
}

static void on_signal(struct broker *broker)
{
	struct signalfd_siginfo signal;
	while (read(broker->signals, &signal, sizeof(signal)) == (ssize_t)sizeof(signal)) {
		switch (signal.ssi_signo) {
		case SIGCHLD:
			on_child(broker);
			break;
		case SIGHUP:
			supervisor_reload(&broker->supervisor);
			log_event(
			    LOG_PRIORITY_INFO, "reloading", "generation=%u", broker->supervisor.generation);
			break;
		default:
			begin_to_stop(broker);
		}
	}
}

static void expire(struct broker *broker)
{
	struct request *request;
	while ((request = outstanding_expired(&broker->outstanding, broker->now))) {
		front_refuse(broker, request, ERROR_DEADLINE);
	}
}

static void announce(struct broker *broker)
{
	size_t ready = 0;
	for (size_t i = 0; i < broker->pool.used; i++) {
		ready += broker->pool.seats[i].state == SEAT_READY;
	}
	size_t ledger = broker->settings.ledger ? LEDGER_SEATS : 0;
	if (!broker->announced && ready >= broker->settings.workers + ledger) {
		broker->announced = true;
		log_event(LOG_PRIORITY_INFO, "serving", "front=%s workers=%zu after_ms=%lld",
		    broker->settings.front, ready - ledger, (long long)(broker->now - broker->started));
	}
}

static void tick(struct broker *broker)
{
	broker->next_tick = broker->now + (broker->outstanding.in_use ? TICK_MS : IDLE_MS);
	expire(broker);
	if (broker->back_is_dry) {
		back_check_silence(broker);
	}
	if (broker->now >= broker->next_heartbeat) {
		broker->next_heartbeat = broker->now + BACKSTAGE_HEARTBEAT_MS;
		back_heartbeats(broker);
		supervisor_check_starts(&broker->supervisor, broker->now);
		supervisor_check_starts(&broker->ledger, broker->now);
		if (!broker->stopping) {
			back_check_ledger(broker);
		}
	}
	if (broker->stopping || broker->cannot_run) {
		return;
	}
	start_workers(broker);
	struct supervisor *supervisors[] = {&broker->supervisor, &broker->ledger};
	for (size_t i = 0; i < 2; i++) {
		int place = supervisor_reload_step(supervisors[i], broker->now);
		uint32_t pid = place >= 0 ? (uint32_t)supervisors[i]->places[place].pid : 0;
		bool is_worker = supervisors[i] == &broker->supervisor;
		if (pid && !(is_worker && back_must_stay(broker, pid))) {
			back_goodbye_child(broker, pid);
		}
	}
}

static void wake(struct broker *broker)
{
	zmq_pollitem_t items[] = {
	    {broker->back, 0, ZMQ_POLLIN, 0},
	    {broker->front, 0, ZMQ_POLLIN, 0},
	    {NULL, broker->signals, ZMQ_POLLIN, 0},
	};
	int64_t timeout = broker->next_tick - clock_milliseconds();
	zmq_poll(items, 3, timeout > 0 ? timeout : 0);
	broker->now = clock_milliseconds();
	broker->back_is_dry = !back_drain(broker);
	front_drain(broker);
	if (items[2].revents) {
		on_signal(broker);
		broker->next_tick = broker->now; /* a worker may be due, or a reload begin */
	}
	back_dispatch(broker);
	if (broker->outstanding.in_use && broker->next_tick > broker->now + TICK_MS) {
		broker->next_tick = broker->now + TICK_MS;
	}
	if (broker->now >= broker->next_tick) {
		tick(broker);
		back_dispatch(broker);
		announce(broker);
	}
}

static bool children_running(const struct broker *broker)
{
	return supervisor_running(&broker->supervisor) + supervisor_running(&broker->ledger) > 0;
}

static void kill_children(struct broker *broker)
{
	supervisor_kill_all(&broker->supervisor);
	supervisor_kill_all(&broker->ledger);
}

/* After the last answer: the workers are told, waited for, and at last killed. */
static void end_workers(struct broker *broker)
{
	supervisor_stop(&broker->supervisor);
	supervisor_stop(&broker->ledger);
	for (size_t i = 0; i < broker->pool.used; i++) {
		if (broker->pool.seats[i].state != SEAT_FREE) {
			back_goodbye(broker, &broker->pool.seats[i]);
		}
	}
	int64_t end = broker->now + GOODBYE_MS;
	while (children_running(broker) && broker->now < end) {
		broker->next_tick = broker->now + TICK_MS;
		wake(broker);
	}
	kill_children(broker);
	while (children_running(broker)) {
		int status;
		pid_t pid;
		bool worker;
		if (collect(broker, &pid, &status, &worker) == SUPERVISOR_NOTHING) {
			usleep(1000);
		}
	}
}

static int open_socket(struct broker *broker, enum socket_role role, const char *endpoint, void **ret_socket)
{
	*ret_socket = socket_open(broker->context, role);
	if (!*ret_socket || zmq_bind(*ret_socket, endpoint) < 0) {
		int error = errno;
		log_event(LOG_PRIORITY_ERROR, "cannot_listen", "endpoint=%s why=\"%s\"", endpoint,
		    zmq_strerror(error));
		return -error;
	}
	return 0;
}

static int open_sockets(struct broker *broker, const char *back)
{
	broker->context = zmq_ctx_new();
	if (!broker->context) {
		return -errno;
	}
	int error = open_socket(broker, SOCKET_BACK, back, &broker->back);
	if (error == 0 && broker->settings.back && zmq_bind(broker->back, broker->settings.back) < 0) {
		error = -errno;
		log_event(LOG_PRIORITY_ERROR, "cannot_listen", "endpoint=%s why=\"%s\"",
		    broker->settings.back, zmq_strerror(errno));
	}
	return error < 0 ? error : open_socket(broker, SOCKET_FRONT, broker->settings.front, &broker->front);
}

static int open_signals(void)
{
	static const int caught[] = {SIGCHLD, SIGHUP, SIGTERM, SIGINT};
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(caught) / sizeof(caught[0]); i++) {
		sigaddset(&set, caught[i]);
	}
	/* Blocked before any thread of libzmq exists, so that none of them takes a signal. */
	sigprocmask(SIG_BLOCK, &set, NULL);
	int descriptor = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return descriptor < 0 ? -errno : descriptor;
}

/* What could not be answered in the time for it is not left without an answer. */
static void refuse_rest(struct broker *broker)
{
	struct request *request;
	while ((request = outstanding_expired(&broker->outstanding, INT64_MAX))) {
		front_refuse(broker, request, ERROR_UNAVAILABLE);
	}
}

static int serve(struct broker *broker)
{
	while (!broker->cannot_run) {
		wake(broker);
		if (broker->stopping && (!broker->outstanding.in_use || broker->now >= broker->stop_at)) {
			return 0;
		}
	}
	return -ECANCELED;
}

/* libzmq leaves the file of an ipc socket behind; a client would take it for a daemon that hangs. */
static void remove_socket(const char *endpoint)
{
	if (strncmp(endpoint, "ipc://", strlen("ipc://")) == 0) {
		unlink(endpoint + strlen("ipc://"));
	}
}

static void broker_done(struct broker *broker)
{
	outstanding_done(&broker->outstanding);
	clients_done(&broker->clients);
	pool_done(&broker->pool);
	buffer_done(&broker->buffer);
	if (broker->front) {
		zmq_close(broker->front);
	}
	if (broker->back) {
		zmq_close(broker->back);
	}
	if (broker->context) {
		zmq_ctx_term(broker->context);
	}
	if (broker->signals >= 0) {
		close(broker->signals);
	}
}

static int broker_init(struct broker *broker, const struct broker_settings *settings)
{
	*broker = (struct broker){.settings = *settings, .now = clock_milliseconds()};
	broker->started = broker->now;
	broker->next_tick = broker->now;
	buffer_init(&broker->buffer, REPLY_MAX);
	broker->signals = open_signals();
	if (broker->signals < 0) {
		return broker->signals;
	}
	int error = outstanding_init(&broker->outstanding);
	return error < 0 ? error : clients_init(&broker->clients);
}

int broker_run(const struct broker_settings *settings)
{
	static struct broker broker; /* one a process; too large for the stack */
	char back[ENDPOINT_LENGTH];
	const char *content_option = settings->content ? "--content" : NULL;
	const char *worker[CHILD_ARGUMENTS] = {"masteryd", "worker", "--connect", back, "--state",
	    settings->state, content_option, settings->content};
	const char *ledger[CHILD_ARGUMENTS] = {"masteryd", "ledger", "--connect", back, "--state",
	    settings->state, "--store", settings->ledger, content_option, settings->content};
	int error = socket_path(back, sizeof(back), settings->state, "back.sock");
	if (error < 0) {
		log_event(
		    LOG_PRIORITY_ERROR, "cannot_listen", "folder=%s why=\"path too long\"", settings->state);
		return error;
	}
	error = broker_init(&broker, settings);
	supervisor_init(&broker.supervisor, settings->workers, worker);
	supervisor_init(&broker.ledger, settings->ledger ? 1 : 0, ledger);
	if (error == 0) {
		error = sandbox_enter(SANDBOX_BROKER);
	}
	if (error == 0) {
		error = sandbox_lock(SANDBOX_BROKER); /* its children inherit it */
	}
	if (error == 0) {
		start_workers(&broker); /* before any socket exists */
		error = open_sockets(&broker, back);
	}
	if (error == 0) {
		error = serve(&broker);
		refuse_rest(&broker);
		end_workers(&broker);
		remove_socket(settings->front);
		remove_socket(back);
		log_event(LOG_PRIORITY_INFO, "stopped", "answered=%llu",
		    (unsigned long long)broker.statistics.by_status[ERROR_NONE]);
	} else {
		kill_children(&broker);
	}
	broker_done(&broker);
	return error;
}

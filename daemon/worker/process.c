#include "daemon/worker/process.h"

#include "daemon/broker/backstage.h"
#include "daemon/broker/sockets.h"
#include "daemon/clock.h"
#include "daemon/worker/sandbox.h"
#include "daemon/worker/watchdog.h"
#include "daemon/worker/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum {
	BROKER_SILENCE_MS = 10000, /* ten heartbeats missed */
	GOODBYE_MS = 5000,         /* for the broker to answer our goodbye */
	FRAMES_MAX = 2,
};

struct session {
	struct worker *worker;
	const struct worker_process *process;
	void *socket;
	struct buffer reply;
	uint16_t seat;
	/*
	 * Our clock less the broker's, in milliseconds modulo 2^32: the least that was seen, as a message can
	 * only be late. On one host it is the time of a message's travel.
	 */
	uint32_t clock_ahead;
	bool clock_known, over;
	int64_t heard, spoke, goodbye_at;
};

static volatile sig_atomic_t told_to_leave;

static void on_leave(int signal)
{
	(void)signal;
	told_to_leave = 1;
}

static bool say(struct session *session, const struct backstage_header *header, zmq_msg_t *payload)
{
	zmq_msg_t head;
	zmq_msg_init_size(&head, BACKSTAGE_HEADER_SIZE);
	backstage_write(header, zmq_msg_data(&head));
	/* Without DONTWAIT a worker whose broker is gone would wait here for ever. */
	bool sent = zmq_msg_send(&head, session->socket, ZMQ_DONTWAIT | (payload ? ZMQ_SNDMORE : 0)) >= 0;
	if (!sent) {
		zmq_msg_close(&head);
	}
	if (payload && (!sent || zmq_msg_send(payload, session->socket, ZMQ_DONTWAIT) < 0)) {
		zmq_msg_close(payload);
	}
	return sent;
}

static bool say_kind(struct session *session, enum backstage_kind kind)
{
	struct backstage_header header = {
	    .version = BACKSTAGE_VERSION, .kind = (uint8_t)kind, .seat = session->seat};
	return say(session, &header, NULL);
}

static bool say_ready(struct session *session)
{
	struct backstage_ready ready = {.pid = (uint32_t)getpid(), .operations = backstage_operations()};
	struct backstage_header header = {
	    .version = BACKSTAGE_VERSION,
	    .kind = BACKSTAGE_READY,
	    .detail = (uint16_t)session->process->credit,
	    .seat = BACKSTAGE_NO_SEAT,
	};
	size_t length = strlen(session->process->content_version);
	memcpy(ready.content, session->process->content_version,
	    length < sizeof(ready.content) ? length : sizeof(ready.content));
	zmq_msg_t payload;
	zmq_msg_init_size(&payload, BACKSTAGE_READY_SIZE);
	backstage_write_ready(&ready, zmq_msg_data(&payload));
	session->seat = BACKSTAGE_NO_SEAT;
	session->clock_known = false;
	return say(session, &header, &payload);
}

static void learn_clock(struct session *session, const struct backstage_header *header)
{
	uint32_t ahead = (uint32_t)session->heard - header->deadline;
	if (!session->clock_known || (int32_t)(ahead - session->clock_ahead) < 0) {
		session->clock_ahead = ahead;
		session->clock_known = true;
	}
}

static void answer(struct session *session, const struct backstage_header *request, zmq_msg_t *body)
{
	struct backstage_header header = *request;
	uint32_t broker_now =
	    (uint32_t)clock_milliseconds() - (session->clock_known ? session->clock_ahead : 0);
	int32_t left = (int32_t)(request->deadline - broker_now);
	header.detail = ERROR_NONE;
	if (left <= 0 || request->detail >= operation_count) {
		header.kind = BACKSTAGE_SKIPPED;
		say(session, &header, NULL);
		return;
	}
	const struct operation *operation = &operations[request->detail];
	watchdog_expect(left);
	enum error_code status = worker_answer(session->worker, operation->name, strlen(operation->name),
	    zmq_msg_data(body), zmq_msg_size(body), &session->reply);
	zmq_msg_t payload;
	if (zmq_msg_init_size(&payload, session->reply.length) < 0) {
		zmq_msg_init(&payload);
		status = ERROR_INTERNAL;
	} else if (session->reply.length > 0) {
		memcpy(zmq_msg_data(&payload), session->reply.data, session->reply.length);
	}
	header.kind = BACKSTAGE_REPLY;
	header.detail = (uint16_t)status;
	say(session, &header, &payload);
	session->spoke = session->heard;
}

static void handle(struct session *session, zmq_msg_t *head, zmq_msg_t *body)
{
	struct backstage_header header;
	if (!backstage_read(zmq_msg_data(head), zmq_msg_size(head), &header)) {
		return;
	}
	switch ((enum backstage_kind)header.kind) {
	case BACKSTAGE_REQUEST:
		session->seat = header.seat;
		answer(session, &header, body);
		return;
	case BACKSTAGE_HEARTBEAT:
		session->seat = header.seat;
		learn_clock(session, &header);
		return;
	case BACKSTAGE_UNKNOWN:
		say_ready(session);
		return;
	case BACKSTAGE_GOODBYE:
		session->over = true;
		return;
	case BACKSTAGE_READY:
	case BACKSTAGE_REPLY:
	case BACKSTAGE_SKIPPED:
		return; /* ours to say */
	}
}

/* Takes and handles one message; false when there is none. */
static bool take(struct session *session)
{
	zmq_msg_t frames[FRAMES_MAX];
	size_t count = 0;
	bool more = true;
	zmq_msg_init(&frames[0]);
	zmq_msg_init(&frames[1]);
	while (more) {
		zmq_msg_t surplus;
		zmq_msg_init(&surplus);
		zmq_msg_t *frame = count < FRAMES_MAX ? &frames[count] : &surplus;
		if (zmq_msg_recv(frame, session->socket, ZMQ_DONTWAIT) < 0) {
			break;
		}
		more = zmq_msg_more(frame);
		count++;
		zmq_msg_close(&surplus);
	}
	if (count > 0) {
		session->heard = clock_milliseconds();
		handle(session, &frames[0], &frames[1]);
	}
	zmq_msg_close(&frames[0]);
	zmq_msg_close(&frames[1]);
	return count > 0;
}

/* What is to be said or done because of the time alone. */
static int keep_time(struct session *session)
{
	int64_t now = clock_milliseconds();
	if (told_to_leave && !session->goodbye_at) {
		session->goodbye_at = now;
		if (!say_kind(session, BACKSTAGE_GOODBYE)) {
			session->over = true; /* there is no broker to take leave of */
		}
	}
	if (session->goodbye_at && now - session->goodbye_at > GOODBYE_MS) {
		session->over = true;
	}
	if (session->process->local && now - session->heard > BROKER_SILENCE_MS) {
		return -EHOSTDOWN;
	}
	if (now - session->spoke >= BACKSTAGE_HEARTBEAT_MS) {
		session->spoke = now;
		say_kind(session, BACKSTAGE_HEARTBEAT);
	}
	return 0;
}

static int work(struct session *session)
{
	int result = 0;
	while (!session->over && result == 0) {
		if (take(session)) {
			/* A stream of requests must not keep a worker from being told to leave. */
			if (told_to_leave && !session->goodbye_at) {
				result = keep_time(session);
			}
			continue;
		}
		watchdog_rest();
		zmq_pollitem_t item = {session->socket, 0, ZMQ_POLLIN, 0};
		zmq_poll(&item, 1, BACKSTAGE_HEARTBEAT_MS / 2);
		result = keep_time(session);
	}
	return result;
}

/* The first READY needs a connection: with ZMQ_IMMEDIATE there is no queue before that. */
static int wait_for_broker(struct session *session)
{
	while (!told_to_leave) {
		zmq_pollitem_t item = {session->socket, 0, ZMQ_POLLOUT, 0};
		if (zmq_poll(&item, 1, BACKSTAGE_HEARTBEAT_MS / 2) > 0 && say_ready(session)) {
			return 0;
		}
		if (session->process->local && clock_milliseconds() - session->heard > BROKER_SILENCE_MS) {
			return -EHOSTDOWN;
		}
	}
	session->over = true;
	return 0;
}

static int catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_leave};
	sigemptyset(&action.sa_mask);
	signal(SIGPIPE, SIG_IGN);
	if (sigaction(SIGTERM, &action, NULL) < 0 || sigaction(SIGINT, &action, NULL) < 0) {
		return -errno;
	}
	return watchdog_start();
}

int worker_process_run(struct worker *worker, const struct worker_process *process)
{
	struct session session = {
	    .worker = worker, .process = process, .seat = BACKSTAGE_NO_SEAT, .heard = clock_milliseconds()};
	void *context = zmq_ctx_new();
	int result = catch_signals();
	if (!context) {
		return -errno;
	}
	session.socket = socket_open(context, SOCKET_WORKER);
	if (result == 0 && (!session.socket || zmq_connect(session.socket, process->endpoint) < 0)) {
		result = -errno;
	}
	buffer_init(&session.reply, WORKER_REPLY_LIMIT);
	if (result == 0) {
		result = wait_for_broker(&session);
	}
	if (result == 0) {
		result = sandbox_lock(!process->local);
	}
	if (result == 0) {
		result = work(&session);
	}
	buffer_done(&session.reply);
	if (session.socket) {
		zmq_close(session.socket);
	}
	zmq_ctx_term(context);
	return result;
}

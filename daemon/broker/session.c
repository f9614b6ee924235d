#include "daemon/broker/session.h"

#include "daemon/broker/sockets.h"
#include "daemon/clock.h"
#include "daemon/wire/error.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum {
	BROKER_SILENCE_MS = 10000, /* ten heartbeats missed */
	GOODBYE_MS = 5000,         /* for the broker to answer our goodbye */
	FRAMES_MAX = 2,
};

static volatile sig_atomic_t told_to_leave;

static void on_leave(int signal)
{
	(void)signal;
	told_to_leave = 1;
}

int session_catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_leave};
	sigemptyset(&action.sa_mask);
	signal(SIGPIPE, SIG_IGN);
	return sigaction(SIGTERM, &action, NULL) < 0 || sigaction(SIGINT, &action, NULL) < 0 ? -errno : 0;
}

bool session_told_to_leave(void)
{
	return told_to_leave;
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
	struct backstage_ready ready = {.pid = (uint32_t)getpid(),
	    .operations = backstage_operations(),
	    .service = session->settings.service};
	struct backstage_header header = {
	    .version = BACKSTAGE_VERSION,
	    .kind = BACKSTAGE_READY,
	    .detail = (uint16_t)session->settings.credit,
	    .seat = BACKSTAGE_NO_SEAT,
	};
	size_t length = strlen(session->settings.content_version);
	memcpy(ready.content, session->settings.content_version,
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

int session_open(struct session *session, void *context, const struct session_settings *settings)
{
	*session =
	    (struct session){.settings = *settings, .seat = BACKSTAGE_NO_SEAT, .heard = clock_milliseconds()};
	session->socket = context ? socket_open(context, SOCKET_WORKER) : NULL;
	return session->socket && zmq_connect(session->socket, settings->endpoint) == 0 ? 0 : -errno;
}

void session_close(struct session *session)
{
	if (session->socket) {
		zmq_close(session->socket);
		session->socket = NULL;
	}
}

static bool broker_is_gone(const struct session *session, int64_t now)
{
	return session->settings.local && now - session->heard > BROKER_SILENCE_MS;
}

/* The first READY needs a connection: with ZMQ_IMMEDIATE there is no queue before that. */
int session_begin(struct session *session)
{
	while (!told_to_leave) {
		zmq_pollitem_t item = {session->socket, 0, ZMQ_POLLOUT, 0};
		if (zmq_poll(&item, 1, BACKSTAGE_HEARTBEAT_MS / 2) > 0 && say_ready(session)) {
			return 0;
		}
		if (broker_is_gone(session, clock_milliseconds())) {
			return -EHOSTDOWN;
		}
	}
	session->over = true;
	return 0;
}

int32_t session_left(const struct session *session, const struct session_request *request)
{
	uint32_t broker_now =
	    (uint32_t)clock_milliseconds() - (session->clock_known ? session->clock_ahead : 0);
	return (int32_t)(request->header.deadline - broker_now);
}

void session_reply(struct session *session, struct session_request *request, uint16_t status, uint8_t flags,
    const void *data, size_t length)
{
	struct backstage_header header = request->header;
	zmq_msg_t payload;
	header.kind = BACKSTAGE_REPLY;
	header.detail = status;
	header.flags = flags;
	if (zmq_msg_init_size(&payload, length) < 0) {
		zmq_msg_init(&payload);
		header.detail = ERROR_INTERNAL;
	} else if (length > 0) {
		memcpy(zmq_msg_data(&payload), data, length);
	}
	say(session, &header, &payload);
	session->spoke = session->heard;
	zmq_msg_close(&request->body);
}

void session_skip(struct session *session, struct session_request *request)
{
	struct backstage_header header = request->header;
	header.kind = BACKSTAGE_SKIPPED;
	header.detail = ERROR_NONE;
	header.flags = 0;
	say(session, &header, NULL);
	zmq_msg_close(&request->body);
}

/* True when it is a request. */
static bool handle(struct session *session, zmq_msg_t *head, struct backstage_header *ret_header)
{
	if (!backstage_read(zmq_msg_data(head), zmq_msg_size(head), ret_header)) {
		return false;
	}
	switch ((enum backstage_kind)ret_header->kind) {
	case BACKSTAGE_REQUEST:
		session->seat = ret_header->seat;
		return true;
	case BACKSTAGE_HEARTBEAT:
		session->seat = ret_header->seat;
		learn_clock(session, ret_header);
		return false;
	case BACKSTAGE_UNKNOWN:
		say_ready(session);
		return false;
	case BACKSTAGE_GOODBYE:
		session->over = true;
		return false;
	case BACKSTAGE_READY:
	case BACKSTAGE_REPLY:
	case BACKSTAGE_SKIPPED:
		return false; /* ours to say */
	}
	return false;
}

/* Takes one message, whatever it is; false when there is none. */
static bool receive(struct session *session, zmq_msg_t frames[FRAMES_MAX])
{
	size_t count = 0;
	bool more = true;
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
	return count > 0;
}

bool session_take(struct session *session, struct session_request *ret_request)
{
	for (bool any = true; any && !session->over;) {
		zmq_msg_t frames[FRAMES_MAX];
		zmq_msg_init(&frames[0]);
		zmq_msg_init(&frames[1]);
		any = receive(session, frames);
		if (any) {
			session->heard = clock_milliseconds();
		}
		bool taken = any && handle(session, &frames[0], &ret_request->header);
		zmq_msg_close(&frames[0]);
		if (taken) {
			zmq_msg_init(&ret_request->body);
			zmq_msg_move(&ret_request->body, &frames[1]);
			return true;
		}
		zmq_msg_close(&frames[1]);
	}
	return false;
}

int session_keep_time(struct session *session)
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
	if (broker_is_gone(session, now)) {
		return -EHOSTDOWN;
	}
	if (now - session->spoke >= BACKSTAGE_HEARTBEAT_MS) {
		session->spoke = now;
		say_kind(session, BACKSTAGE_HEARTBEAT);
	}
	return 0;
}

int session_wait(struct session *session, int milliseconds)
{
	zmq_pollitem_t item = {session->socket, 0, ZMQ_POLLIN, 0};
	zmq_poll(&item, 1, milliseconds);
	return session_keep_time(session);
}

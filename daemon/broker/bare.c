#include "daemon/broker/bare.h"

#include "daemon/broker/backstage.h"
#include "daemon/broker/sockets.h"
#include "daemon/operations.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zmq.h>

enum { DRAIN_MAX = 64, WORKERS_MAX = 16, FRAMES_MAX = 8 };

/* Opens a socket in a context of its own; NULL with errno. The process ends with both. */
static void *open_alone(enum socket_role role)
{
	void *context = zmq_ctx_new();
	return context ? socket_open(context, role) : NULL;
}

/* Moves the rest of the message that `from` is in to `to`. */
static void move_rest(void *from, void *to, bool more)
{
	while (more) {
		zmq_msg_t frame;
		zmq_msg_init(&frame);
		zmq_msg_recv(&frame, from, 0);
		more = zmq_msg_more(&frame);
		zmq_msg_send(&frame, to, ZMQ_DONTWAIT | (more ? ZMQ_SNDMORE : 0));
	}
}

struct bare_broker {
	void *front, *back;
	zmq_msg_t workers[WORKERS_MAX];
	size_t count, turn;
};

static bool take_front(struct bare_broker *broker)
{
	zmq_msg_t client, worker;
	zmq_msg_init(&client);
	if (broker->count == 0 || zmq_msg_recv(&client, broker->front, ZMQ_DONTWAIT) < 0) {
		zmq_msg_close(&client);
		return false;
	}
	zmq_msg_init(&worker);
	zmq_msg_copy(&worker, &broker->workers[broker->turn++ % broker->count]);
	zmq_msg_send(&worker, broker->back, ZMQ_SNDMORE | ZMQ_DONTWAIT);
	zmq_msg_send(&client, broker->back, ZMQ_SNDMORE | ZMQ_DONTWAIT);
	move_rest(broker->front, broker->back, true);
	return true;
}

static bool take_back(struct bare_broker *broker)
{
	zmq_msg_t worker, client;
	zmq_msg_init(&worker);
	if (zmq_msg_recv(&worker, broker->back, ZMQ_DONTWAIT) < 0) {
		zmq_msg_close(&worker);
		return false;
	}
	zmq_msg_init(&client);
	zmq_msg_recv(&client, broker->back, 0);
	if (!zmq_msg_more(&client) && broker->count < WORKERS_MAX) {
		/* One frame alone is a worker that says it is there. */
		zmq_msg_init(&broker->workers[broker->count]);
		zmq_msg_move(&broker->workers[broker->count++], &worker);
		zmq_msg_close(&client);
		return true;
	}
	bool more = zmq_msg_more(&client);
	zmq_msg_send(&client, broker->front, ZMQ_SNDMORE | ZMQ_DONTWAIT);
	move_rest(broker->back, broker->front, more);
	zmq_msg_close(&worker);
	return true;
}

int bare_broker_run(const char *front, const char *back)
{
	struct bare_broker broker = {0};
	void *context = zmq_ctx_new();
	broker.front = context ? socket_open(context, SOCKET_FRONT) : NULL;
	broker.back = broker.front ? socket_open(context, SOCKET_BACK) : NULL;
	if (!broker.back || zmq_bind(broker.front, front) < 0 || zmq_bind(broker.back, back) < 0) {
		return -errno;
	}
	for (;;) {
		zmq_pollitem_t items[] = {{broker.back, 0, ZMQ_POLLIN, 0}, {broker.front, 0, ZMQ_POLLIN, 0}};
		zmq_poll(items, 2, -1);
		for (int i = 0; i < DRAIN_MAX && take_back(&broker); i++) {
		}
		for (int i = 0; i < DRAIN_MAX && take_front(&broker); i++) {
		}
	}
}

/* Receives one whole message; the number of its frames. The caller closes them. */
static size_t receive(void *socket, zmq_msg_t frames[FRAMES_MAX])
{
	size_t count = 0;
	bool more = true;
	while (more && count < FRAMES_MAX) {
		zmq_msg_init(&frames[count]);
		if (zmq_msg_recv(&frames[count], socket, 0) < 0) {
			break;
		}
		more = zmq_msg_more(&frames[count]);
		count++;
	}
	return count;
}

static void make_reply(zmq_msg_t *message, size_t size)
{
	zmq_msg_close(message);
	zmq_msg_init_size(message, size);
	memset(zmq_msg_data(message), ' ', size);
}

static void send_all(void *socket, zmq_msg_t *frames, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		zmq_msg_send(&frames[i], socket, i + 1 < count ? ZMQ_SNDMORE : 0);
	}
}

int bare_worker_run(const char *back, size_t reply_size)
{
	void *socket = open_alone(SOCKET_WORKER);
	if (!socket || zmq_connect(socket, back) < 0 || zmq_send(socket, "", 0, 0) < 0) {
		return -errno;
	}
	for (;;) {
		zmq_msg_t frames[FRAMES_MAX];
		size_t count = receive(socket, frames);
		if (count > 0) {
			make_reply(&frames[count - 1], reply_size);
		}
		send_all(socket, frames, count);
	}
}

static int say_ready(void *socket)
{
	struct backstage_header header = {.version = BACKSTAGE_VERSION,
	    .kind = BACKSTAGE_READY,
	    .detail = BACKSTAGE_CREDIT,
	    .seat = BACKSTAGE_NO_SEAT};
	struct backstage_ready ready = {.pid = (uint32_t)getpid(),
	    .operations = backstage_operations(),
	    .service = SERVICE_WORKER,
	    .content = "bench"};
	unsigned char head[BACKSTAGE_HEADER_SIZE], payload[BACKSTAGE_READY_SIZE];
	backstage_write(&header, head);
	backstage_write_ready(&ready, payload);
	if (zmq_send(socket, head, sizeof(head), ZMQ_SNDMORE) < 0 ||
	    zmq_send(socket, payload, sizeof(payload), 0) < 0) {
		return -errno;
	}
	return 0;
}

int bare_backstage_worker_run(const char *back, size_t reply_size)
{
	void *socket = open_alone(SOCKET_WORKER);
	if (!socket || zmq_connect(socket, back) < 0 || say_ready(socket) < 0) {
		return -errno;
	}
	for (;;) {
		zmq_msg_t frames[FRAMES_MAX];
		struct backstage_header header;
		size_t count = receive(socket, frames);
		bool known =
		    count > 0 && backstage_read(zmq_msg_data(&frames[0]), zmq_msg_size(&frames[0]), &header);
		if (known && header.kind == BACKSTAGE_REQUEST && count == 2) {
			header.kind = BACKSTAGE_REPLY;
			header.detail = 0;
			backstage_write(&header, zmq_msg_data(&frames[0]));
			make_reply(&frames[1], reply_size);
			send_all(socket, frames, count);
			continue;
		}
		if (known && header.kind == BACKSTAGE_HEARTBEAT) {
			backstage_write(&header, zmq_msg_data(&frames[0]));
			send_all(socket, frames, count);
			continue;
		}
		for (size_t i = 0; i < count; i++) {
			zmq_msg_close(&frames[i]);
		}
	}
}

#include "daemon/client/series.h"

#include "daemon/broker/sockets.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <zmq.h>

enum { SILENCE_MS = 10000, REPLY_FRAMES = 4 };

static int send_one(void *socket, const struct series *series, size_t i)
{
	size_t length = 0;
	const char *body = series->body(series->context, i, &length);
	if (zmq_send(socket, &i, sizeof(i), ZMQ_SNDMORE) < 0 || zmq_send(socket, "", 0, ZMQ_SNDMORE) < 0 ||
	    zmq_send(socket, series->operation, strlen(series->operation), ZMQ_SNDMORE) < 0 ||
	    zmq_send(socket, body, length, 0) < 0) {
		return -errno;
	}
	return 0;
}

/* [number][""][status][body] */
static int receive_one(void *socket, const struct series *series)
{
	zmq_msg_t frames[REPLY_FRAMES];
	size_t count = 0;
	int error = 0;
	for (bool more = true; more && count < REPLY_FRAMES && error == 0;) {
		zmq_msg_init(&frames[count]);
		if (zmq_msg_recv(&frames[count], socket, 0) < 0) {
			error = errno == EAGAIN ? -ETIMEDOUT : -errno;
		}
		more = zmq_msg_more(&frames[count++]);
	}
	size_t number = 0;
	if (error == 0 && (count < REPLY_FRAMES || zmq_msg_size(&frames[0]) != sizeof(number))) {
		error = -EPROTO;
	}
	if (error == 0) {
		memcpy(&number, zmq_msg_data(&frames[0]), sizeof(number));
		int ok = zmq_msg_size(&frames[2]) == 2 && memcmp(zmq_msg_data(&frames[2]), "ok", 2) == 0;
		series->reply(
		    series->context, number, ok, zmq_msg_data(&frames[3]), zmq_msg_size(&frames[3]));
	}
	for (size_t i = 0; i < count; i++) {
		zmq_msg_close(&frames[i]);
	}
	return error;
}

static int run(void *socket, const struct series *series)
{
	size_t sent = 0, received = 0;
	int error = 0;
	while (received < series->count && error == 0) {
		while (sent < series->count && sent - received < series->in_flight && error == 0) {
			error = send_one(socket, series, sent++);
		}
		if (error == 0) {
			error = receive_one(socket, series);
			received++;
		}
	}
	return error;
}

int series_run(const struct series *series)
{
	int silence = SILENCE_MS;
	void *context = zmq_ctx_new();
	void *socket = context ? socket_open(context, SOCKET_CLIENT) : NULL;
	int error = socket ? 0 : -ENOMEM;
	if (error == 0 && (zmq_setsockopt(socket, ZMQ_RCVTIMEO, &silence, sizeof(silence)) < 0 ||
	                      zmq_setsockopt(socket, ZMQ_SNDTIMEO, &silence, sizeof(silence)) < 0 ||
	                      zmq_connect(socket, series->endpoint) < 0)) {
		error = -errno;
	}
	if (error == 0) {
		error = run(socket, series);
	}
	if (socket) {
		zmq_close(socket);
	}
	if (context) {
		zmq_ctx_term(context);
	}
	return error;
}

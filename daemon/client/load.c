#include "daemon/client/load.h"

#include "daemon/broker/sockets.h"
#include "daemon/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { SILENCE_MS = 2000 };

struct session {
	const struct load *load;
	void *socket;
	struct load_result result;
	uint32_t *samples; /* LOAD_SAMPLES, a ring */
};

static int send_one(struct session *session)
{
	const struct load *load = session->load;
	int64_t now = clock_microseconds();
	if (zmq_send(session->socket, &now, sizeof(now), ZMQ_SNDMORE) < 0 ||
	    zmq_send(session->socket, "", 0, ZMQ_SNDMORE) < 0 ||
	    zmq_send(session->socket, load->operation, strlen(load->operation), ZMQ_SNDMORE) < 0 ||
	    zmq_send(session->socket, load->body, load->body_length, 0) < 0) {
		return -errno;
	}
	return 0;
}

/* [time][""][status][body] */
static int receive_one(struct session *session)
{
	int64_t sent = 0;
	bool ok = false;
	bool more = true;
	for (size_t i = 0; more; i++) {
		zmq_msg_t frame;
		zmq_msg_init(&frame);
		if (zmq_msg_recv(&frame, session->socket, 0) < 0) {
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		}
		more = zmq_msg_more(&frame);
		if (i == 0 && zmq_msg_size(&frame) == sizeof(sent)) {
			memcpy(&sent, zmq_msg_data(&frame), sizeof(sent));
		}
		/* The bare broker sends the operation back where ours has a status. */
		if (i == 2) {
			const char *word = zmq_msg_data(&frame);
			size_t length = zmq_msg_size(&frame);
			ok = (length == 2 && memcmp(word, "ok", 2) == 0) ||
			     (length == strlen(session->load->operation) &&
			         memcmp(word, session->load->operation, length) == 0);
		}
		zmq_msg_close(&frame);
	}
	session->samples[session->result.answers % LOAD_SAMPLES] = (uint32_t)(clock_microseconds() - sent);
	session->result.answers++;
	session->result.errors += !ok;
	return 0;
}

static int compare(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left;
	uint32_t b = *(const uint32_t *)right;
	return (a > b) - (a < b);
}

static int run(struct session *session)
{
	int64_t begin = clock_microseconds();
	int64_t end = begin + session->load->duration_us;
	int error = 0;
	for (uint32_t i = 0; i < session->load->in_flight && error == 0; i++) {
		error = send_one(session);
	}
	while (error == 0 && clock_microseconds() < end) {
		error = receive_one(session);
		if (error == 0) {
			error = send_one(session);
		}
	}
	session->result.elapsed_us = clock_microseconds() - begin;
	/* What is in flight now is not counted, but must not fall into the next measurement. */
	struct load_result result = session->result;
	for (uint32_t i = 0; i < session->load->in_flight && error == 0; i++) {
		error = receive_one(session);
	}
	session->result = result;
	return error;
}

int load_run(const struct load *load, struct load_result *ret_result)
{
	int silence = SILENCE_MS;
	struct session session = {.load = load, .samples = calloc(LOAD_SAMPLES, sizeof(uint32_t))};
	void *context = zmq_ctx_new();
	session.socket = context ? socket_open(context, SOCKET_CLIENT) : NULL;
	int error = session.socket && session.samples ? 0 : -ENOMEM;
	if (error == 0 && (zmq_setsockopt(session.socket, ZMQ_RCVTIMEO, &silence, sizeof(silence)) < 0 ||
	                      zmq_setsockopt(session.socket, ZMQ_SNDTIMEO, &silence, sizeof(silence)) < 0 ||
	                      zmq_connect(session.socket, load->endpoint) < 0)) {
		error = -errno;
	}
	if (error == 0) {
		error = run(&session);
	}
	if (error == 0 && session.result.answers > 0) {
		size_t count = session.result.answers < LOAD_SAMPLES ? session.result.answers : LOAD_SAMPLES;
		qsort(session.samples, count, sizeof(*session.samples), compare);
		session.result.median_us = session.samples[count / 2];
		session.result.p99_us = session.samples[count * 99 / 100];
	}
	*ret_result = session.result;
	free(session.samples);
	if (session.socket) {
		zmq_close(session.socket);
	}
	if (context) {
		zmq_ctx_term(context);
	}
	return error;
}

#include "daemon/client/client.h"

#include "daemon/broker/sockets.h"
#include "daemon/clock.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <zmq.h>

enum { REPLY_FRAMES = 3 /* the empty one, status, body */ };

struct client {
	void *context, *socket;
	zmq_msg_t frames[REPLY_FRAMES];
};

int client_new(const char *endpoint, struct client **ret_client)
{
	struct client *client = calloc(1, sizeof(*client));
	if (!client) {
		return -ENOMEM;
	}
	for (size_t i = 0; i < REPLY_FRAMES; i++) {
		zmq_msg_init(&client->frames[i]);
	}
	client->context = zmq_ctx_new();
	client->socket = client->context ? socket_open(client->context, SOCKET_CLIENT) : NULL;
	if (!client->socket || zmq_connect(client->socket, endpoint) < 0) {
		int error = errno;
		client_free(client);
		return -error;
	}
	*ret_client = client;
	return 0;
}

void client_free(struct client *client)
{
	if (!client) {
		return;
	}
	for (size_t i = 0; i < REPLY_FRAMES; i++) {
		zmq_msg_close(&client->frames[i]);
	}
	if (client->socket) {
		zmq_close(client->socket);
	}
	if (client->context) {
		zmq_ctx_term(client->context);
	}
	free(client);
}

/* Waits for `events`; false when the time is over. */
static bool wait_for(struct client *client, short events, int64_t until)
{
	int64_t left;
	while ((left = until - clock_milliseconds()) > 0) {
		zmq_pollitem_t item = {client->socket, 0, events, 0};
		if (zmq_poll(&item, 1, left) > 0) {
			return true;
		}
	}
	return false;
}

static int receive(struct client *client)
{
	size_t count = 0;
	bool more = true;
	while (more) {
		zmq_msg_t surplus;
		zmq_msg_init(&surplus);
		zmq_msg_t *frame = count < REPLY_FRAMES ? &client->frames[count] : &surplus;
		if (zmq_msg_recv(frame, client->socket, 0) < 0) {
			zmq_msg_close(&surplus);
			return -errno;
		}
		more = zmq_msg_more(frame);
		zmq_msg_close(&surplus);
		count++;
	}
	return count == REPLY_FRAMES && zmq_msg_size(&client->frames[0]) == 0 ? 0 : -EPROTO;
}

int client_ask(struct client *client, const char *operation, const char *body, size_t body_length,
    int timeout_ms, struct client_reply *ret_reply)
{
	int64_t until = clock_milliseconds() + timeout_ms;
	if (!wait_for(client, ZMQ_POLLOUT, until)) {
		return -EHOSTUNREACH;
	}
	if (zmq_send(client->socket, "", 0, ZMQ_SNDMORE) < 0 ||
	    zmq_send(client->socket, operation, strlen(operation), ZMQ_SNDMORE) < 0 ||
	    zmq_send(client->socket, body, body_length, 0) < 0) {
		return -errno;
	}
	if (!wait_for(client, ZMQ_POLLIN, until)) {
		return -ETIMEDOUT;
	}
	int error = receive(client);
	if (error < 0) {
		return error;
	}
	*ret_reply = (struct client_reply){
	    .status = zmq_msg_data(&client->frames[1]),
	    .status_length = zmq_msg_size(&client->frames[1]),
	    .body = zmq_msg_data(&client->frames[2]),
	    .body_length = zmq_msg_size(&client->frames[2]),
	};
	return 0;
}

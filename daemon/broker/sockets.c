#include "daemon/broker/sockets.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <zmq.h>

enum {
	BACK_FRAME_MAX = 8 * 1024 * 1024, /* a reply of 4 MiB, and room */
	/*
	 * Messages kept for a peer that does not read. At the front it is far above the quota: refusals must
	 * reach a client that sent thousands of requests before it read its first reply.
	 */
	FRONT_QUEUE = 16384,
	BACK_QUEUE = 4096,
	HANDSHAKE_MS = 5000,
	HEARTBEAT_MS = 5000,
	HEARTBEAT_TIMEOUT_MS = 15000,
	RECONNECT_MS = 10,
	RECONNECT_MAX_MS = 500,
};

struct socket_option {
	int option, value;
};
enum { OPTIONS_MAX = 10 };

static const struct {
	int type;
	int64_t frame_max;
	struct socket_option options[OPTIONS_MAX]; /* until a row of zeros */
} roles[] = {
    [SOCKET_FRONT] = {ZMQ_ROUTER, SOCKET_FRAME_MAX,
        {{ZMQ_LINGER, SOCKET_LINGER_MS}, {ZMQ_SNDHWM, FRONT_QUEUE}, {ZMQ_ROUTER_MANDATORY, 1},
            {ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS}, {ZMQ_HEARTBEAT_IVL, HEARTBEAT_MS},
            {ZMQ_HEARTBEAT_TIMEOUT, HEARTBEAT_TIMEOUT_MS}, {ZMQ_TCP_KEEPALIVE, 1}, {ZMQ_BACKLOG, 1024}}},
    [SOCKET_BACK] = {ZMQ_ROUTER, BACK_FRAME_MAX,
        {{ZMQ_LINGER, SOCKET_LINGER_MS}, {ZMQ_SNDHWM, BACK_QUEUE}, {ZMQ_RCVHWM, BACK_QUEUE},
            {ZMQ_ROUTER_MANDATORY, 1}, {ZMQ_HANDSHAKE_IVL, HANDSHAKE_MS}, {ZMQ_TCP_KEEPALIVE, 1}}},
    [SOCKET_WORKER] = {ZMQ_DEALER, BACK_FRAME_MAX,
        {{ZMQ_LINGER, SOCKET_LINGER_MS}, {ZMQ_SNDHWM, BACK_QUEUE}, {ZMQ_RCVHWM, BACK_QUEUE},
            {ZMQ_IMMEDIATE, 1}, {ZMQ_RECONNECT_IVL, RECONNECT_MS}, {ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS},
            {ZMQ_TCP_KEEPALIVE, 1}}},
    [SOCKET_CLIENT] = {ZMQ_DEALER, BACK_FRAME_MAX,
        {{ZMQ_LINGER, 0}, {ZMQ_IMMEDIATE, 1}, {ZMQ_RECONNECT_IVL, RECONNECT_MS},
            {ZMQ_RECONNECT_IVL_MAX, RECONNECT_MAX_MS}}},
};

void *socket_open(void *context, enum socket_role role)
{
	void *socket = zmq_socket(context, roles[role].type);
	if (!socket) {
		return NULL;
	}
	bool set = zmq_setsockopt(socket, ZMQ_MAXMSGSIZE, &roles[role].frame_max, sizeof(int64_t)) == 0;
	for (const struct socket_option *row = roles[role].options; set && row->option; row++) {
		set = zmq_setsockopt(socket, row->option, &row->value, sizeof(row->value)) == 0;
	}
	if (!set) {
		int error = errno;
		zmq_close(socket);
		errno = error;
		return NULL;
	}
	return socket;
}

bool socket_may_listen(const char *endpoint)
{
	static const char *const allowed[] = {"ipc://", "tcp://127.", "tcp://localhost:", "tcp://[::1]:"};
	for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
		if (strncmp(endpoint, allowed[i], strlen(allowed[i])) == 0) {
			return true;
		}
	}
	return false;
}

int socket_path(char *text, size_t size, const char *folder, const char *name)
{
	static const size_t longest = sizeof(((struct sockaddr_un *)0)->sun_path) - 1;
	int length = snprintf(text, size, "ipc://%s/%s", folder, name);
	return length < 0 || (size_t)length >= size || (size_t)length - strlen("ipc://") > longest
	           ? -ENAMETOOLONG
	           : 0;
}

/*
 * How our sockets are set, in one place: limits on everything a stranger controls. The rows hold for every
 * socket of a kind; a bare socket (for the bench's yardstick) has the same limits, so that the comparison is
 * fair.
 */
#ifndef DAEMON_SOCKETS_H
#define DAEMON_SOCKETS_H

#include <stdbool.h>
#include <stddef.h>

enum {
	/* A frame past this ends the connection. Larger than a body may be, so that `too_large` can be said.
	 */
	SOCKET_FRAME_MAX = 2 * 1024 * 1024,
	SOCKET_LINGER_MS = 500,
};

enum socket_role { SOCKET_FRONT, SOCKET_BACK, SOCKET_WORKER, SOCKET_CLIENT };

/* A socket with the options of its role; NULL with errno. Close it with zmq_close(). */
void *socket_open(void *context, enum socket_role role);

/*
 * False for an endpoint we do not listen on: only ipc, and tcp on the loopback interface, until tcp has keys.
 */
bool socket_may_listen(const char *endpoint);

/* "ipc://<folder>/<name>" into `text`. 0 or -ENAMETOOLONG: a path of a socket holds 107 bytes. */
int socket_path(char *text, size_t size, const char *folder, const char *name);

#endif

/*
 * The other end of the front socket: asks one operation and waits for its answer. For commands; a program
 * that wants many answers at once uses ZeroMQ itself (protocol.md).
 *
 * A client belongs to one thread. The reply stays valid until the next question or client_free().
 */
#ifndef DAEMON_CLIENT_H
#define DAEMON_CLIENT_H

#include <stddef.h>

struct client;

struct client_reply {
	const char *status, *body; /* not terminated */
	size_t status_length, body_length;
};

/* Connects in the background. 0, -ENOMEM, -EINVAL for an endpoint that is none. */
int client_new(const char *endpoint, struct client **ret_client);
void client_free(struct client *client); /* NULL is allowed */

/*
 * Sends one request and waits for the reply. 0, -EHOSTUNREACH when nobody listens, -ETIMEDOUT when no answer
 * came in time (it may still have been worked on), -EPROTO when the peer speaks something else.
 */
int client_ask(struct client *client, const char *operation, const char *body, size_t body_length,
    int timeout_ms, struct client_reply *ret_reply);

#endif

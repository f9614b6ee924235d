/*
 * How much each client has in flight, so that one cannot take the whole daemon. A client is known only while
 * it has something in flight: the table is bounded by the outstanding one and needs no notice when a client
 * leaves.
 *
 * A client's route is kept once here, not with each request. The broker's thread only.
 */
#ifndef DAEMON_CLIENTS_H
#define DAEMON_CLIENTS_H

#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

enum { CLIENT_QUOTA = 1024, CLIENT_NONE = -1, CLIENT_OVER_QUOTA = -2 };

struct client_row {
	zmq_msg_t route;
	uint32_t hash, in_flight;
	uint32_t next; /* in its chain, or in the list of free rows */
};

struct clients {
	struct client_row *rows;
	uint32_t *chains; /* by hash; UINT32_MAX: empty */
	uint32_t free;
	uint64_t seed; /* routing ids are chosen by clients: nobody shall aim at one chain */
};

/* 0 or -ENOMEM. */
int clients_init(struct clients *clients);
void clients_done(struct clients *clients);

/*
 * Counts one more request of the client with this route (which is copied, not taken). Gives its row, or
 * CLIENT_OVER_QUOTA.
 */
int64_t clients_enter(struct clients *clients, zmq_msg_t *route);
void clients_leave(struct clients *clients, uint32_t row);
zmq_msg_t *clients_route(struct clients *clients, uint32_t row);

#endif

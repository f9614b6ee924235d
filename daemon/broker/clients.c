#include "daemon/broker/clients.h"

#include "daemon/broker/outstanding.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { CHAINS = 2 * OUTSTANDING_CAPACITY };

static const uint32_t nobody = UINT32_MAX;

/* The finaliser of MurmurHash3, a word at a time, over a secret seed. */
static uint32_t hash_route(uint64_t seed, const unsigned char *bytes, size_t length)
{
	uint64_t hash = seed ^ length;
	while (length > 0) {
		size_t step = length < sizeof(uint64_t) ? length : sizeof(uint64_t);
		uint64_t word = 0;
		memcpy(&word, bytes, step);
		hash ^= word;
		hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdULL;
		hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53ULL;
		hash ^= hash >> 33;
		bytes += step;
		length -= step;
	}
	return (uint32_t)hash;
}

int clients_init(struct clients *clients)
{
	*clients = (struct clients){0};
	clients->rows = calloc(OUTSTANDING_CAPACITY, sizeof(*clients->rows));
	clients->chains = malloc(CHAINS * sizeof(*clients->chains));
	if (!clients->rows || !clients->chains) {
		clients_done(clients);
		return -ENOMEM;
	}
	memset(clients->chains, 0xFF, CHAINS * sizeof(*clients->chains));
	for (uint32_t row = 0; row < OUTSTANDING_CAPACITY; row++) {
		clients->rows[row].next = row + 1 < OUTSTANDING_CAPACITY ? row + 1 : nobody;
	}
	if (getrandom(&clients->seed, sizeof(clients->seed), GRND_NONBLOCK) < 0) {
		clients->seed = 0x9e3779b97f4a7c15ULL;
	}
	return 0;
}

void clients_done(struct clients *clients)
{
	for (size_t row = 0; clients->rows && row < OUTSTANDING_CAPACITY; row++) {
		if (clients->rows[row].in_flight) {
			zmq_msg_close(&clients->rows[row].route);
		}
	}
	free(clients->rows);
	free(clients->chains);
	*clients = (struct clients){0};
}

int64_t clients_enter(struct clients *clients, zmq_msg_t *route)
{
	const unsigned char *bytes = zmq_msg_data(route);
	size_t length = zmq_msg_size(route);
	uint32_t hash = hash_route(clients->seed, bytes, length);
	uint32_t *chain = &clients->chains[hash % CHAINS];
	for (uint32_t row = *chain; row != nobody; row = clients->rows[row].next) {
		struct client_row *client = &clients->rows[row];
		if (client->hash == hash && zmq_msg_size(&client->route) == length &&
		    memcmp(zmq_msg_data(&client->route), bytes, length) == 0) {
			if (client->in_flight >= CLIENT_QUOTA) {
				return CLIENT_OVER_QUOTA;
			}
			client->in_flight++;
			return row;
		}
	}
	uint32_t row = clients->free;
	if (row == nobody) {
		return CLIENT_OVER_QUOTA;
	}
	struct client_row *client = &clients->rows[row];
	clients->free = client->next;
	client->hash = hash;
	client->in_flight = 1;
	client->next = *chain;
	*chain = row;
	zmq_msg_init(&client->route);
	zmq_msg_copy(&client->route, route);
	return row;
}

void clients_leave(struct clients *clients, uint32_t row)
{
	struct client_row *client = &clients->rows[row];
	if (--client->in_flight > 0) {
		return;
	}
	uint32_t *link = &clients->chains[client->hash % CHAINS];
	while (*link != row) {
		link = &clients->rows[*link].next;
	}
	*link = client->next;
	zmq_msg_close(&client->route);
	client->next = clients->free;
	clients->free = row;
}

zmq_msg_t *clients_route(struct clients *clients, uint32_t row)
{
	return &clients->rows[row].route;
}

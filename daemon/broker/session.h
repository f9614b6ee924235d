/*
 * The other end of the broker's back socket, for workers and the ledger alike: says READY and heartbeats,
 * learns the broker's clock, gives requests one by one, takes their replies in the same order.
 *
 * One of ours on the broker's host (ipc) ends when its broker is gone and is started again by the next one;
 * one connected by tcp outlives its broker and offers itself to the successor.
 *
 * A session belongs to one thread; a process may have several. SIGTERM and SIGINT tell all of them to leave.
 */
#ifndef DAEMON_SESSION_H
#define DAEMON_SESSION_H

#include "daemon/broker/backstage.h"

#include <zmq.h>

struct session_settings {
	const char *endpoint;
	const char *content_version; /* 16 hex digits */
	uint32_t service;            /* enum service */
	uint32_t credit;
	bool local;
};

struct session {
	struct session_settings settings;
	void *socket;
	uint16_t seat;
	/*
	 * Our clock less the broker's, in milliseconds modulo 2^32: the least that was seen, as a message can
	 * only be late. On one host it is the time of a message's travel.
	 */
	uint32_t clock_ahead;
	bool clock_known, over;
	int64_t heard, spoke, goodbye_at;
};

struct session_request {
	struct backstage_header header;
	zmq_msg_t body;
};

/* So that SIGTERM and SIGINT are heard, in a process that has sessions; once. 0 or a negative errno. */
int session_catch_signals(void);
bool session_told_to_leave(void);

/* Connects in a ZeroMQ context. 0 or a negative errno. */
int session_open(struct session *session, void *context, const struct session_settings *settings);
void session_close(struct session *session);
/* Waits for the broker and says READY; 0, or -EHOSTDOWN when a local one's broker is gone. */
int session_begin(struct session *session);

/* The next request, if one is there; ours to close, with session_reply() or session_skip(). */
bool session_take(struct session *session, struct session_request *ret_request);
/* Milliseconds until its deadline; 0 or less: it is over. */
int32_t session_left(const struct session *session, const struct session_request *request);
/* `status` is an enum error_code, `flags` of enum backstage_flags. Closes the request. */
void session_reply(struct session *session, struct session_request *request, uint16_t status, uint8_t flags,
    const void *data, size_t length);
/* Its deadline is over, nothing was done. Closes the request. */
void session_skip(struct session *session, struct session_request *request);

/* Waits up to `milliseconds` for a message, after saying what the time asks for. 0 or -EHOSTDOWN. */
int session_wait(struct session *session, int milliseconds);
/* Only the saying, where a stream of requests leaves no time to wait. 0 or -EHOSTDOWN. */
int session_keep_time(struct session *session);

#endif

/*
 * The broker's one struct and what its files call of each other: front.c (clients), back.c (workers),
 * report.c (ping and status), losses.c (workers that die or go silent), broker.c (the loop, signals, time).
 * Not for others: they have broker.h.
 *
 * All of it runs in one thread. `now` is read once a wake: everything in one wake happens at the same time.
 */
#ifndef DAEMON_BROKER_PARTS_H
#define DAEMON_BROKER_PARTS_H

#include "daemon/broker/backstage.h"
#include "daemon/broker/broker.h"
#include "daemon/broker/clients.h"
#include "daemon/broker/outstanding.h"
#include "daemon/broker/pool.h"
#include "daemon/broker/supervisor.h"
#include "daemon/operations.h"
#include "daemon/wire/buffer.h"
#include "daemon/wire/error.h"

enum {
	BODY_MAX = 512 * 1024,
	REPLY_MAX = 4 * 1024 * 1024,
	DRAIN_MAX = 64,      /* messages a wake from one socket */
	RATE_SECONDS = 10,   /* over which rates are told */
	BLAME_MAX = 2,       /* a request that two workers died of is refused */
	SILENCE_PART = 3,    /* of an operation's time without an answer, and its worker counts as silent */
	KILL_GRACE_MS = 500, /* past the deadline, and a silent worker is killed */
	LEDGER_PATIENCE_MS =
	    15000 /* its store may be busy or coming back; killing it helps no one before that */
};

struct statistics {
	uint64_t requests, replies_lost, resent, quarantined;
	uint64_t by_status[ERROR_CODES];
	uint32_t seconds[RATE_SECONDS]; /* answers in each of the last seconds */
	int64_t second;                 /* the one being counted */
};

struct broker {
	struct broker_settings settings;
	void *context, *front, *back;
	int signals; /* signalfd */
	struct outstanding outstanding;
	struct clients clients;
	struct pool pool;
	struct supervisor supervisor;                    /* of the workers */
	struct supervisor ledger;                        /* of the one ledger */
	char ledger_content[CONTENT_VERSION_LENGTH + 1]; /* what it was last told to load */
	struct statistics statistics;
	struct buffer buffer; /* of the reply being made here */
	int64_t now, started, next_tick, next_heartbeat, stop_at;
	bool stopping, back_is_dry, announced, cannot_run;
};

/* front.c */
/* Takes up to DRAIN_MAX messages; false when there was nothing more. */
bool front_drain(struct broker *broker);
/* Answers a request and forgets it; takes the body. */
void front_answer(struct broker *broker, struct request *request, enum error_code status, zmq_msg_t *body);
void front_refuse(struct broker *broker, struct request *request, enum error_code status);

/* back.c */
bool back_drain(struct broker *broker);
/* Sends what waits to workers that may take it. */
void back_dispatch(struct broker *broker);
/* Sends a request on its way: to the service its itinerary names, or its answer back. */
void back_advance(struct broker *broker, struct request *request);
/* One message without a payload. */
void back_say(struct broker *broker, zmq_msg_t *route, enum backstage_kind kind);

/* losses.c */
void back_heartbeats(struct broker *broker);
void back_check_silence(struct broker *broker);
/* The worker of this seat is gone: blames what it was at, sends the rest again. */
void back_lost(struct broker *broker, struct seat *seat);
/* Has what this worker was sent, and nobody else was since, sent again. */
void back_take_back(struct broker *broker, const struct seat *seat, bool blame_first);
/* Ends a worker that is no use any more: kills a local one, forgets another. */
void back_give_up(struct broker *broker, struct seat *seat, const char *why);
/* NULL when no child of ours with this process id sits in the pool. The ledger has two seats. */
struct seat *back_seat_of(struct broker *broker, uint32_t pid);
/* Who started the process of this seat, if a child is there. */
struct supervisor *back_supervisor(struct broker *broker, const struct seat *seat);
/*
 * May this child not leave yet? The last worker with the content that the ledger chooses from stays until the
 * ledger's successor has taken over, so that what is chosen can be made at any time of a reload.
 */
bool back_must_stay(struct broker *broker, uint32_t pid);
/* When all workers have other content than the ledger, a successor is to load it. */
void back_check_ledger(struct broker *broker);
/* Tells a child goodbye at all its seats. */
void back_goodbye_child(struct broker *broker, uint32_t pid);
void back_goodbye(struct broker *broker, struct seat *seat);

/* report.c */
void report_ping(struct broker *broker, struct buffer *reply);
void report_status(struct broker *broker, struct buffer *reply);
/* The error bodies the broker itself makes. `field` and `detail` may be NULL. */
void report_error(
    struct broker *broker, struct buffer *reply, enum error_code code, const char *field, const char *detail);
void statistics_count(struct broker *broker, enum error_code status);
double statistics_rate(const struct broker *broker);

#endif

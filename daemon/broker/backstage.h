/*
 * What broker and workers say to each other: `[route][16-byte header][payload]`, little endian on the wire.
 *
 *	worker -> broker  READY      detail = credit, payload = struct backstage_ready
 *	                  REPLY      detail = status (enum error_code), payload = the reply, or what the next
 *stage of the itinerary gets; flags: BACKSTAGE_FINAL SKIPPED    the request had expired before work on it
 *began; returns its credit HEARTBEAT  every second in which nothing else was said GOODBYE    send me nothing
 *more, then say GOODBYE broker -> worker  REQUEST    detail = row in the table of operations, payload = the
 *body HEARTBEAT  deadline = the broker's clock, so that deadlines mean the same on another host UNKNOWN say
 *READY again (the broker is new, or had given the worker up) GOODBYE    the last message: answer what came
 *before, then end
 *
 * A worker answers in order. Request and reply need two frames behind the route: every extra frame costs.
 */
#ifndef DAEMON_BACKSTAGE_H
#define DAEMON_BACKSTAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	BACKSTAGE_VERSION = 2,
	BACKSTAGE_NO_SEAT = 0xFFFF,
	BACKSTAGE_HEADER_SIZE = 16,
	BACKSTAGE_CREDIT =
	    64, /* 355 thousand messages a second on two cores; one at a time gives 13 thousand */
	BACKSTAGE_CREDIT_MAX = 1024,
	BACKSTAGE_HEARTBEAT_MS = 1000,
};

/* In a REPLY: it is the client's already, whatever stages were to come. */
enum backstage_flags { BACKSTAGE_FINAL = 1 };

enum backstage_kind {
	BACKSTAGE_READY = 1,
	BACKSTAGE_REQUEST,
	BACKSTAGE_REPLY,
	BACKSTAGE_SKIPPED,
	BACKSTAGE_HEARTBEAT,
	BACKSTAGE_UNKNOWN,
	BACKSTAGE_GOODBYE,
};

struct backstage_header {
	uint8_t version, kind;
	uint8_t stage; /* of the itinerary */
	uint8_t flags;
	uint32_t request;
	uint32_t deadline; /* the broker's clock in milliseconds, modulo 2^32 */
	uint16_t detail;   /* by kind, see above */
	uint16_t seat;     /* the broker's own number for the worker, which the worker repeats */
};

struct backstage_ready {
	uint32_t pid;
	uint32_t operations; /* backstage_operations(): both sides have the same rows */
	uint32_t service;    /* enum service; the broker takes the ledger's only from its own child */
	char content[16];    /* content_version(), 16 hex digits */
};

void backstage_write(const struct backstage_header *header, unsigned char bytes[BACKSTAGE_HEADER_SIZE]);
/* False when `length` or the version is not ours. */
bool backstage_read(const void *bytes, size_t length, struct backstage_header *ret_header);

enum { BACKSTAGE_READY_SIZE = 28 };
void backstage_write_ready(const struct backstage_ready *ready, unsigned char bytes[BACKSTAGE_READY_SIZE]);
bool backstage_read_ready(const void *bytes, size_t length, struct backstage_ready *ret_ready);

/* A fingerprint of the names in the table of operations, in order: REQUEST names an operation by its row. */
uint32_t backstage_operations(void);

#endif

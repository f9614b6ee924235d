/*
 * The broker: strangers in front, workers behind, one thread, no JSON parsed. It follows the itinerary of the
 * operation, keeps every request until it is answered, and gives every request exactly one answer: the
 * worker's, or a stated error when its time is over, its text kills workers, or there is too much of it.
 *
 * broker_run() returns when a signal has ended it: SIGTERM and SIGINT stop taking requests, wait for those in
 * hand (bounded), and end the workers; SIGHUP replaces the workers one after another, then the ledger.
 */
#ifndef DAEMON_BROKER_H
#define DAEMON_BROKER_H

#include <stddef.h>

struct broker_settings {
	const char *front;   /* endpoint */
	const char *back;    /* further endpoint for workers of other processes; NULL: none */
	const char *state;   /* folder; exists, is ours alone */
	const char *content; /* folder; NULL: the content built into the program */
	const char *ledger;  /* where learners are kept (store.h); NULL: no ledger */
	size_t workers;
};

/* 0 after a clean stop; -ECANCELED when the workers cannot start; another negative errno from a socket. */
int broker_run(const struct broker_settings *settings);

#endif

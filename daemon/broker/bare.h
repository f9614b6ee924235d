/*
 * The yardstick of the bench: the least that can stand between clients and workers, a ROUTER in front and a
 * ROUTER behind with whole messages moved from one to the other, in turn, 64 a wake. No limits, no table, no
 * deadlines: what our broker needs more is what its promises cost.
 *
 * And two workers that do nothing: one for the bare broker, one that speaks backstage to ours. Each function
 * runs in a process of its own until that is killed.
 */
#ifndef DAEMON_BROKER_BARE_H
#define DAEMON_BROKER_BARE_H

#include <stddef.h>

/* Negative errno when a socket cannot be had; does not return otherwise. */
int bare_broker_run(const char *front, const char *back);
/* Answers every request of a bare broker with `reply_size` bytes. */
int bare_worker_run(const char *back, size_t reply_size);
/* Answers every request of our broker with `reply_size` bytes. */
int bare_backstage_worker_run(const char *back, size_t reply_size);

#endif

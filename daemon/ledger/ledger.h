/*
 * The ledger: the one process with learner state. It takes requests from the broker, gathers those that come
 * together into a group, locks and reads the rows of the group's learners, applies the requests in the order
 * in which they came, commits once, and only then answers. It never parses an answer: what a worker judged
 * comes to it as a handover (wire/handover.h).
 *
 * A second thread with a store of its own answers what is only read and may take long (report.c).
 */
#ifndef DAEMON_LEDGER_H
#define DAEMON_LEDGER_H

#include <stdbool.h>
#include <stdint.h>

struct course;

struct ledger_settings {
	const char *endpoint; /* the broker's back socket */
	const char *store;    /* store.h */
	const char *content_version;
	const struct course *course;
	bool local;
};

/*
 * Serves until told goodbye, or SIGTERM. 0, or a negative errno: -EHOSTDOWN when a local one's broker is
 * gone, -EPROTO when the store is of another version; a store that cannot be reached is waited for.
 */
int ledger_run(const struct ledger_settings *settings);
/* Tells the broker that this process has all it needs and waits for its predecessor. Same results. */
int ledger_stand_by(const struct ledger_settings *settings);

#endif

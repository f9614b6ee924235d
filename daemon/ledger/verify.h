/*
 * Does the log still tell the state? Every learner's entries are applied again from nothing; the result must
 * be the stored state, byte for byte, and the entries must be numbered without a gap.
 */
#ifndef DAEMON_VERIFY_H
#define DAEMON_VERIFY_H

#include "daemon/learners/learner.h"
#include "daemon/store/store.h"

struct verify_result {
	uint64_t learners, entries;
	uint64_t differing; /* learners whose log gives another state */
};

/*
 * `report` is told each learner that differs, and why. 0, or a negative errno of the store.
 */
int verify_run(const struct course *course, struct store *store,
    void (*report)(void *context, struct store_bytes learner, const char *why), void *context,
    struct verify_result *ret_result);

#endif

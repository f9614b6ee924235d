/*
 * What a process may not do any more, once it has what it needs. A worker parses strangers' text: it may
 * answer, and no more. A ledger may also open files and connections, for its store. The broker starts all the
 * others, and a filter is inherited through fork and exec and can never be widened again: it may do whatever
 * loading content and reaching a store take, and nothing of what only the owner of the machine needs
 * (mounts, modules, other processes' memory, key rings, other identities).
 *
 * One process, once each: enter, then lock.
 */
#ifndef DAEMON_SANDBOX_H
#define DAEMON_SANDBOX_H

#include <stdbool.h>

enum { SANDBOX_MEMORY_MIB = 1024 /* of a worker */ };

enum sandbox_profile {
	SANDBOX_BROKER,
	SANDBOX_LEDGER,
	SANDBOX_WORKER,
	SANDBOX_FAR_WORKER, /* it may open sockets, to find its broker again on another host */
	SANDBOX_PROFILES
};

/*
 * No new privileges for this process and its children; and, but for the broker's, no core dumps with keys or
 * learners in them; a worker's memory is bounded (not under a sanitizer, which maps terabytes). 0 or a
 * negative errno.
 */
int sandbox_enter(enum sandbox_profile profile);

/*
 * From now on only what the profile allows, in all threads; every other system call fails with EPERM. 0 or a
 * negative errno; does nothing where sandbox_locks() is false.
 */
int sandbox_lock(enum sandbox_profile profile);

/* False under a sanitizer, and where the program was built without libseccomp. */
bool sandbox_locks(void);

#endif

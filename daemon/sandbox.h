/*
 * What a worker may not do any more, once it has loaded what it needs: gain privileges, leave core dumps with
 * keys in them, take memory without bound, open a file, start a program. It parses strangers' text; whoever
 * takes it over that way finds nothing to go on with but the one socket it has.
 *
 * One process, once each, in this order.
 */
#ifndef DAEMON_SANDBOX_H
#define DAEMON_SANDBOX_H

#include <stdbool.h>

enum { SANDBOX_MEMORY_MIB = 1024 };

/* Before the first connection. 0 or a negative errno. Under a sanitizer, which maps terabytes, memory has no
 * bound. */
int sandbox_enter(void);

/*
 * Once connected: from now on only the system calls that answering needs, in all threads; every other fails
 * with EPERM. `reconnects`: it may open sockets, to find its broker again on another host. 0 or a negative
 * errno; does nothing under a sanitizer, and where the program was built without libseccomp.
 */
int sandbox_lock(bool reconnects);

#endif

/*
 * What a worker may not do any more, once it has loaded what it needs: gain privileges, leave core dumps with
 * keys in them, take memory without bound. One process, once, before it reads the first request.
 */
#ifndef DAEMON_SANDBOX_H
#define DAEMON_SANDBOX_H

#include <stdint.h>

enum { SANDBOX_MEMORY_MIB = 1024 };

/* 0 or a negative errno. Under a sanitizer, which maps terabytes, memory is not bounded. */
int sandbox_enter(void);

#endif

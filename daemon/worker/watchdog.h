/*
 * Ends this process when one request takes far longer than it may. The broker watches too, but cannot reach a
 * worker on another host; a request that never ends must not outlive its worker's usefulness anywhere.
 *
 * A timer ticks while work is in hand; its handler counts, and the count is set back before each request.
 * That costs nothing a request. One process has one watchdog, in its main thread.
 */
#ifndef DAEMON_WATCHDOG_H
#define DAEMON_WATCHDOG_H

#include <stdint.h>

enum { WATCHDOG_EXIT = 70, WATCHDOG_TICK_MS = 250, WATCHDOG_GRACE_MS = 1000 };

/* Starts to tick. 0 or a negative errno. */
int watchdog_start(void);
/* A request begins that may take `milliseconds` (and a grace). */
void watchdog_expect(int64_t milliseconds);
/* Nothing is in hand: no ticks until the next watchdog_expect(). */
void watchdog_rest(void);

#endif

/*
 * Tier 3: exact proofs about constants by Calcium (Johansson 2021, "Calcium: computing in exact real and
 * complex fields"), asked last, for nested radicals and for what logs and powers of them come to. Calcium
 * takes principal complex branches, so nothing is handed to it before it is proved that the real value is
 * meant: the sign of every base and every log's argument, odd roots of negative numbers rewritten, divisors
 * proved not to be zero.
 *
 * Its work cannot be interrupted, so it is bounded by what goes in (LIMIT_CALCIUM_...). It allocates with
 * malloc and keeps caches a thread: calcium_thread_done() frees them where leaks are counted. Private to
 * algebra/.
 */
#ifndef CHECKER_CALCIUM_H
#define CHECKER_CALCIUM_H

#include "checker/algebra/value.h"

/* Are two constants equal? UNKNOWN past the bounds, with symbols in them, and where Calcium does not know. */
enum equality calcium_equal(struct arena *arena, const struct expr *a, const struct expr *b);

/* Frees what FLINT keeps for this thread. */
void calcium_thread_done(void);

#endif

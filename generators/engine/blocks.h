/* Long work over numbers 0 to `count`, cut into blocks and shared among as many threads as there are cores.
 */
#ifndef GENERATORS_BLOCKS_H
#define GENERATORS_BLOCKS_H

#include "checker/algebra/arena.h"

enum { BLOCK = 64 /* numbers */ };

/*
 * Does the numbers `from` to `to`, without the last. Called by several threads at once; what it allocates in
 * its arena must be rewound to where it was, and whatever else it writes must not be written by others.
 */
typedef void (*block_fn)(void *context, struct arena *arena, uint64_t from, uint64_t to);
/*
 * Calls `work` for every block, in no order; this thread uses `arena`, the others make their own of at most
 * `arena_bytes`. REFUSAL_NONE, or why an arena refused: then some blocks are not done. Where threads or
 * memory are short fewer of them share the work.
 */
enum refusal blocks_run(
    struct arena *arena, size_t arena_bytes, uint64_t count, block_fn work, void *context);

#endif

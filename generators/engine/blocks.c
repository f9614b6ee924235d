#include "generators/engine/blocks.h"

#include "checker/algebra/calcium.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { THREADS = 64 };

struct sharing {
	block_fn work;
	void *context;
	uint64_t count;
	size_t arena_bytes;
	_Atomic uint64_t next;
	_Atomic int refusal; /* the first */
};

struct hand {
	struct sharing *sharing;
	struct arena *arena;
};

static void do_blocks(void *context)
{
	struct hand *hand = context;
	struct sharing *sharing = hand->sharing;
	arena_serve_gmp(hand->arena);
	while (sharing->refusal == REFUSAL_NONE) {
		uint64_t from = atomic_fetch_add(&sharing->next, BLOCK);
		if (from >= sharing->count)
			return;
		uint64_t to = sharing->count - from < BLOCK ? sharing->count : from + BLOCK;
		sharing->work(sharing->context, hand->arena, from, to);
	}
}

static void share(struct sharing *sharing, struct arena *arena)
{
	struct hand hand = {sharing, arena};
	enum refusal refusal = arena_try(arena, do_blocks, &hand);
	if (refusal != REFUSAL_NONE)
		sharing->refusal = refusal;
}

static void *run(void *context)
{
	struct sharing *sharing = context;
	struct arena *arena = arena_new(sharing->arena_bytes);
	if (arena) /* without one the others do its part */
		share(sharing, arena);
	arena_serve_gmp(NULL);
	arena_free(arena);
	calcium_thread_done();
	return NULL;
}

enum refusal blocks_run(struct arena *arena, size_t arena_bytes, uint64_t count, block_fn work, void *context)
{
	struct sharing sharing = {work, context, count, arena_bytes, 0, REFUSAL_NONE};
	pthread_t threads[THREADS];
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t blocks = (size_t)((count + BLOCK - 1) / BLOCK), started = 0;
	while (started < THREADS && started + 1 < blocks && (long)started + 1 < cores &&
	       pthread_create(&threads[started], NULL, run, &sharing) == 0)
		started++;
	share(&sharing, arena);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	return (enum refusal)sharing.refusal;
}

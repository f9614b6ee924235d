/* Work in blocks: every number is done once whatever the threads, and what an arena refuses is told. */
#include "generators/engine/blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>

#include <cmocka.h>

enum { ARENA = 1 << 20, MOST = 5000 };

struct counting {
	_Atomic int done[MOST + BLOCK];
	uint64_t refused; /* at this number */
};

static void count(void *context, struct arena *arena, uint64_t from, uint64_t to)
{
	struct counting *counting = context;
	assert_true(to > from && to - from <= BLOCK);
	for (uint64_t number = from; number < to; number++) {
		if (number == counting->refused)
			arena_refuse(arena, REFUSAL_TOO_LARGE);
		counting->done[number]++;
	}
}

static void every_number_is_done_once(void **state)
{
	static const uint64_t counts[] = {0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * (uint64_t)BLOCK, MOST};
	struct arena *arena = arena_new(ARENA);
	(void)state;
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		struct counting counting = {.refused = UINT64_MAX};
		assert_int_equal(blocks_run(arena, ARENA, counts[i], count, &counting), REFUSAL_NONE);
		for (uint64_t number = 0; number < MOST + BLOCK; number++)
			assert_int_equal(counting.done[number], number < counts[i]);
	}
	arena_free(arena);
}

static void a_refusal_in_any_block_is_told(void **state)
{
	struct arena *arena = arena_new(ARENA);
	(void)state;
	for (uint64_t refused = 0; refused < MOST; refused += BLOCK - 1) {
		struct counting counting = {.refused = refused};
		assert_int_equal(blocks_run(arena, ARENA, MOST, count, &counting), REFUSAL_TOO_LARGE);
		assert_int_equal(counting.done[refused], 0);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_number_is_done_once),
	    cmocka_unit_test(a_refusal_in_any_block_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

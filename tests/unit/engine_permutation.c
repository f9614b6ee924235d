/* The keyed order of a parameter space. */
#include "generators/engine/permutation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_place_comes_exactly_once(void **state)
{
	static const uint64_t sizes[] = {1, 2, 3, 4, 5, 7, 8, 9, 31, 50, 64, 65, 257, 1000, 4096, 10007};
	static const uint64_t seeds[] = {0, 1, 7, UINT64_MAX};
	(void)state;
	for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
		for (size_t k = 0; k < sizeof seeds / sizeof seeds[0]; k++) {
			struct permutation permutation;
			bool *seen = calloc(sizes[s], sizeof *seen);
			assert_non_null(seen);
			permutation_init(&permutation, sizes[s], seeds[k], "test");
			for (uint64_t i = 0; i < sizes[s]; i++) {
				uint64_t place = permutation_at(&permutation, i);
				assert_true(place < sizes[s]);
				assert_false(seen[place]);
				seen[place] = true;
			}
			free(seen);
		}
	}
}

static void neighbouring_seeds_share_no_more_than_chance(void **state)
{
	enum { SIZE = 1000, SEEDS = 200 };
	size_t same = 0;
	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct permutation one, next;
		permutation_init(&one, SIZE, seed, "test");
		permutation_init(&next, SIZE, seed + 1, "test");
		for (uint64_t i = 0; i < SIZE; i++)
			same += permutation_at(&one, i) == permutation_at(&next, i);
	}
	/* one a pair is expected, 200 in all with a spread of 14 */
	assert_in_range(same, 120, 280);
}

static void first_places_are_spread_evenly_over_seeds(void **state)
{
	enum { SIZE = 10, SEEDS = 5000 };
	size_t counts[SIZE] = {0};
	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct permutation permutation;
		permutation_init(&permutation, SIZE, seed, "test");
		counts[permutation_at(&permutation, 0)]++;
	}
	for (size_t i = 0; i < SIZE; i++)
		assert_in_range(counts[i], 390, 610); /* 500 expected, 5 times its spread of 21 */
}

static void purposes_are_unrelated(void **state)
{
	struct permutation one, other;
	size_t same = 0;
	(void)state;
	permutation_init(&one, 1000, 7, "family:a/1");
	permutation_init(&other, 1000, 7, "family:a/2");
	for (uint64_t i = 0; i < 1000; i++)
		same += permutation_at(&one, i) == permutation_at(&other, i);
	assert_true(same < 12);
}

static void large_spaces_need_no_table(void **state)
{
	struct permutation permutation;
	uint64_t size = ((uint64_t)1 << 55) + 12345;
	(void)state;
	permutation_init(&permutation, size, 3, "test");
	for (uint64_t i = 0; i < 1000; i++) {
		assert_true(permutation_at(&permutation, size - 1 - i) < size);
		assert_true(permutation_at(&permutation, i) != permutation_at(&permutation, i + 1));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_place_comes_exactly_once),
	    cmocka_unit_test(neighbouring_seeds_share_no_more_than_chance),
	    cmocka_unit_test(first_places_are_spread_evenly_over_seeds),
	    cmocka_unit_test(purposes_are_unrelated),
	    cmocka_unit_test(large_spaces_need_no_table),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}

/* The arena: memory of one request, the way out of it, GMP's numbers in it, and the work it allows. */
#include "checker/algebra/arena.h"

#include <gmp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { LIMIT = 4 * 1024 * 1024 };

static struct arena *arena;

struct trial {
	int steps;
	enum refusal inner;
	size_t taken;
};

static void refuse_at_once(void *context)
{
	struct trial *trial = context;

	trial->steps++;
	arena_refuse(arena, REFUSAL_UNDEFINED);
}

static void survive_a_refusal(void *context)
{
	struct trial *trial = context;

	trial->inner = arena_try(arena, refuse_at_once, trial);
	trial->steps += 10;
	arena_refuse(arena, REFUSAL_TOO_LARGE);
}

static void return_quietly(void *context)
{
	((struct trial *)context)->steps++;
}

static void take_for_ever(void *context)
{
	struct trial *trial = context;

	for (;;) {
		memset(arena_alloc(arena, 1000), 0xa5, 1000);
		trial->taken += 1000;
	}
}

static void take_one_huge_piece(void *context)
{
	(void)context;
	memset(arena_alloc(arena, (size_t)LIMIT + 1), 0, 1);
}

static void take_an_overflowing_array(void *context)
{
	(void)context;
	arena_array(arena, SIZE_MAX / 8, 16);
}

static void refusal_ends_the_innermost_try(void **state)
{
	struct trial trial = {.steps = 0};

	(void)state;
	assert_int_equal(arena_try(arena, survive_a_refusal, &trial), REFUSAL_TOO_LARGE);
	assert_int_equal(trial.inner, REFUSAL_UNDEFINED);
	assert_int_equal(trial.steps, 11);
	assert_int_equal(arena_try(arena, return_quietly, &trial), REFUSAL_NONE);
	assert_int_equal(trial.steps, 12);
}

static void exhaustion_is_a_refusal_and_not_the_end(void **state)
{
	struct trial trial = {.taken = 0};

	(void)state;
	assert_int_equal(arena_try(arena, take_for_ever, &trial), REFUSAL_TOO_LARGE);
	assert_in_range(trial.taken, LIMIT / 2, LIMIT);
	assert_int_equal(arena_try(arena, take_one_huge_piece, &trial), REFUSAL_TOO_LARGE);
	assert_int_equal(arena_try(arena, take_an_overflowing_array, &trial), REFUSAL_TOO_LARGE);
	arena_reset(arena);
	assert_int_equal(arena_used(arena), 0);
	memset(arena_alloc(arena, LIMIT / 2), 1, LIMIT / 2);
}

static void pieces_are_aligned_and_apart(void **state)
{
	char *before = arena_alloc(arena, 1);

	(void)state;
	for (size_t size = 1; size < 3000; size += 7) {
		char *piece = arena_alloc(arena, size);

		assert_int_equal((uintptr_t)piece % 16, 0);
		assert_true(piece != before);
		memset(piece, (int)size, size);
		before = piece;
	}
	for (size_t i = 0; i < 64; i++)
		assert_int_equal(((char *)arena_zero(arena, 64))[i], 0);
	assert_string_equal(arena_copy(arena, "abcdef", 3), "abc");
}

static void rewinding_forgets_what_came_after(void **state)
{
	char *kept = arena_copy(arena, "kept", 4);
	struct arena_mark mark = arena_mark(arena);
	size_t used = arena_used(arena);
	void *first = arena_alloc(arena, 100);

	(void)state;
	for (int i = 0; i < 50; i++)
		memset(arena_alloc(arena, 10000), i, 10000);
	arena_rewind(arena, mark);
	assert_int_equal(arena_used(arena), used);
	assert_ptr_equal(arena_alloc(arena, 100), first);
	/* The chunks behind the mark are used again. */
	for (int round = 0; round < 100; round++) {
		for (int i = 0; i < 50; i++)
			memset(arena_alloc(arena, 10000), i, 10000);
		arena_rewind(arena, mark);
	}
	assert_string_equal(kept, "kept");
}

static void numbers_of_gmp_grow_in_the_arena(void **state)
{
	mpz_t factorial, again;

	(void)state;
	arena_serve_gmp(arena);
	mpz_init_set_ui(factorial, 1);
	for (unsigned long i = 2; i <= 2000; i++)
		mpz_mul_ui(factorial, factorial, i);
	mpz_init(again);
	mpz_fac_ui(again, 2000);
	assert_int_equal(mpz_cmp(factorial, again), 0);
	assert_true(arena_used(arena) > 19000 / 8);
	arena_serve_gmp(NULL);
}

/* FLINT's caches: made with malloc before, resized and freed while an arena is served. */
static void numbers_outside_stay_outside(void **state)
{
	mpz_t outside, inside;

	(void)state;
	arena_serve_gmp(NULL);
	mpz_init_set_ui(outside, 3);
	arena_serve_gmp(arena);
	mpz_init_set_ui(inside, 5);
	mpz_pow_ui(outside, outside, 5000);
	mpz_pow_ui(inside, inside, 5000);
	arena_serve_gmp(NULL);
	mpz_mul_2exp(inside, inside, 9000);
	arena_reset(arena);
	assert_int_equal(mpz_fdiv_ui(outside, 7), 2); /* 3^5000 = 3^(6*833 + 2) = 9 */
	mpz_clear(outside);
}

static void take_a_power(void *context)
{
	mpz_t power;

	(void)context;
	arena_serve_gmp(arena);
	mpz_init(power);
	mpz_ui_pow_ui(power, 3, 60ul * LIMIT);
}

static void gmp_out_of_memory_ends_the_request_only(void **state)
{
	(void)state;
	assert_int_equal(arena_try(arena, take_a_power, NULL), REFUSAL_TOO_LARGE);
	arena_serve_gmp(NULL);
}

static void work_is_allowed_once(void **state)
{
	(void)state;
	assert_true(arena_spend(arena, SIZE_MAX));
	arena_allow(arena, 100);
	assert_true(arena_spend(arena, 60));
	assert_false(arena_spend(arena, 60));
	assert_false(arena_spend(arena, 1)); /* refused once, refused for good */
	arena_allow(arena, SIZE_MAX);
	assert_true(arena_spend(arena, 1000000));
}

static void nothing_frees_like_null(void **state)
{
	(void)state;
	arena_free(NULL);
}

static int start(void **state)
{
	(void)state;
	arena = arena_new(LIMIT);
	return arena ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(refusal_ends_the_innermost_try, start, end),
	    cmocka_unit_test_setup_teardown(exhaustion_is_a_refusal_and_not_the_end, start, end),
	    cmocka_unit_test_setup_teardown(pieces_are_aligned_and_apart, start, end),
	    cmocka_unit_test_setup_teardown(rewinding_forgets_what_came_after, start, end),
	    cmocka_unit_test_setup_teardown(numbers_of_gmp_grow_in_the_arena, start, end),
	    cmocka_unit_test_setup_teardown(numbers_outside_stay_outside, start, end),
	    cmocka_unit_test_setup_teardown(gmp_out_of_memory_ends_the_request_only, start, end),
	    cmocka_unit_test_setup_teardown(work_is_allowed_once, start, end),
	    cmocka_unit_test(nothing_frees_like_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

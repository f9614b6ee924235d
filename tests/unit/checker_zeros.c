/*
 * The zeros of rational expressions: made from zeros that are known, so that what must be said is known too.
 * Factors with a zero are (qx - p)^m; those without are ax^2 + bx + c with a negative discriminant; some of
 * them stand below the bar, where they take zeros away.
 */
#include "tests/unit/checker_trees.h"

#include <stdio.h>

enum { ZEROS = 7, TRIALS = 4000, TEXT = 512 };

/* p/q by index: what a side may be zero at. */
static const struct {
	int p, q;
} zeros[ZEROS] = {{-3, 1}, {-1, 2}, {0, 1}, {1, 3}, {2, 1}, {5, 2}, {7, 1}};

static uint64_t state = 20261122;

static unsigned below(unsigned bound)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(state >> 33) % bound;
}

struct made {
	char text[TEXT];
	unsigned zeros; /* as a set of bits */
};

static void add_factor(char *text, unsigned at, unsigned power)
{
	size_t length = strlen(text);

	snprintf(text + length, TEXT - length, "*(%d*x - (%d))^%u", zeros[at].q, zeros[at].p, power);
}

static struct made make(void)
{
	struct made made = {"", 0};
	char bottom[TEXT] = "";
	size_t length;
	unsigned divided = 0;

	snprintf(made.text, TEXT, "(%u", 1 + below(5));
	for (unsigned i = 0, count = below(4); i < count; i++) {
		unsigned at = below(ZEROS);

		made.zeros |= 1U << at;
		add_factor(made.text, at, 1 + below(2));
	}
	if (below(2))
		strcat(made.text, "*(x^2 + x + 3)");
	if (below(3) == 0) {
		unsigned at = below(ZEROS);

		divided |= 1U << at;
		add_factor(bottom, at, 1);
	}
	length = strlen(made.text);
	snprintf(made.text + length, TEXT - length, ")/(1%s)", bottom);
	made.zeros &= ~divided;
	return made;
}

/* Those above 0 only. */
static unsigned positive_ones(unsigned set)
{
	for (unsigned i = 0; i < ZEROS; i++) {
		if (zeros[i].p <= 0)
			set &= ~(1U << i);
	}
	return set;
}

static void test_known_zeros(void **unused)
{
	struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
	size_t decided = 0;

	(void)unused;
	for (size_t trial = 0; trial < TRIALS; trial++) {
		struct made a = make(), b = make();
		bool real = below(2);
		struct assumptions assumptions = {.real = real};
		enum equality equality, wanted;

		if (below(3) == 0) {
			b = make();
			while (b.zeros != a.zeros)
				b = make();
		}
		if (!real) {
			a.zeros = positive_ones(a.zeros);
			b.zeros = positive_ones(b.zeros);
		}
		wanted = a.zeros == b.zeros ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
		arena_reset(arena);
		equality = expr_same_zeros(arena, tree(arena, a.text), tree(arena, b.text), &assumptions);
		if (equality == EQUALITY_UNKNOWN)
			continue;
		decided++;
		if (equality != wanted)
			fail_msg("%s and %s, %s", a.text, b.text, real ? "real" : "positive");
	}
	assert_true(decided > TRIALS * 9 / 10);
	arena_free(arena);
}

static void test_beyond_it(void **unused)
{
	static const char *const rows[][2] = {{"2^x - 8", "x - 3"}, {"x + y", "2*x + 2*y"}, {"x^20", "x"},
	    {"ln(x)", "x - 1"}, {"sqrt(2)*x", "x"}};
	struct arena *arena = arena_new(LIMIT_ARENA_BYTES);

	(void)unused;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct expr *a = tree(arena, rows[i][0]), *b = tree(arena, rows[i][1]);

		assert_int_equal(expr_same_zeros(arena, a, b, NULL), EQUALITY_UNKNOWN);
	}
	assert_int_equal(
	    expr_same_zeros(arena, tree(arena, "x - x"), tree(arena, "2*x - x - x"), NULL), EQUALITY_EQUAL);
	assert_int_equal(
	    expr_same_zeros(arena, tree(arena, "x - x"), tree(arena, "x"), NULL), EQUALITY_DIFFERENT);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_known_zeros),
	    cmocka_unit_test(test_beyond_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

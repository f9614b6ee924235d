/*
 * The diagnosis against the plainest enumeration: whole trees, each rule at each node, each result worked
 * out, nothing remembered, nothing left out. The rules take any subtree, so that it makes no difference to
 * them which parts are worked out already.
 */
#include "checker/algebra/print.h"
#include "checker/algebra/value.h"
#include "checker/diagnosis/diagnosis.h"
#include "checker/diagnosis/infer.h"
#include "checker/reading/read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA = 1 << 26, RULES = 6, VALUES = 4000, TREES = 250 };

static const char *const names[] = {"a", "b", "c"};
static const char *const rule_texts[RULES][2] = {{"a^b", "a*b"}, {"a + b", "a*b"}, {"a - b", "b - a"},
    {"a*b", "a + b"}, {"a - b", "a + b"}, {"a*(b + c)", "a*b + c"}};

static struct arena *arena;
static struct rewrite_rule rules[RULES];
static struct rule_set set;
static const double weights[RULES] = {1, 1, 1, 1, 1, 1};
static const struct rewrite_guards no_guards = {NULL, NULL};
static uint32_t seed = 20240607;

static uint32_t random_below(uint32_t bound)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % bound;
}

static const struct expr *tree_of(const char *text)
{
	struct note note;
	const struct expr *tree = read_formula(arena, text, names, 3, &note);
	assert_non_null(tree);
	return tree;
}

static const struct expr *random_tree(int depth)
{
	if (depth == 0 || random_below(4) == 0)
		return expr_integer(arena, 2 + (int64_t)random_below(8));
	const struct expr *left = random_tree(depth - 1), *right = random_tree(depth - 1);
	switch (random_below(5)) {
	case 0:
		return expr_row(arena, EXPR_SUM, left, PART_PLUS, right);
	case 1:
		return expr_row(arena, EXPR_SUM, left, PART_MINUS, right);
	case 2:
		return expr_row(arena, EXPR_PRODUCT, left, PART_TIMES, right);
	case 3:
		return expr_binary(
		    arena, EXPR_POWER, left, expr_integer(arena, 2 + (int64_t)random_below(2)));
	default:
		return expr_unary(arena, EXPR_NEGATE, left);
	}
}

/* ---- the plain enumeration ---- */

struct plain {
	struct number values[VALUES];
	uint32_t error[VALUES]; /* the first one */
	const struct expr *trees[VALUES];
	size_t count;
	uint32_t rule;
};

static bool found_tree(void *context, const struct expr *tree)
{
	struct plain *plain = context;
	struct number number;
	assert_true(plain->count < VALUES);
	if (expr_rational(arena, tree, &number) == WORTH_RATIONAL) {
		plain->values[plain->count] = number;
		plain->trees[plain->count] = tree;
		plain->error[plain->count++] = plain->rule;
	}
	return false;
}

static bool apply(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	return rewrite_root(rewriter, rule, tree, found, context);
}

static void enumerate(const struct expr *tree, struct plain *plain)
{
	for (plain->rule = 0; plain->rule < RULES; plain->rule++) {
		struct rewriter rewriter = {.arena = arena, .guards = &no_guards, .steps = 1000000};
		rewrite_each(&rewriter, apply, &rules[plain->rule], tree, found_tree, plain);
	}
}

static bool has(const struct plain *plain, struct number number, uint32_t error)
{
	for (size_t i = 0; i < plain->count; i++) {
		if ((error == UINT32_MAX || plain->error[i] == error) &&
		    number_equal(plain->values[i], number))
			return true;
	}
	return false;
}

/* ---- the engine ---- */

static const struct expr *itself(
    struct arena *in, const struct expr *tree, const struct diagnosis_problem *problem)
{
	(void)in, (void)problem;
	return tree;
}

static const char *printed(const struct expr *tree)
{
	struct text text;
	text_init(&text, arena);
	print_text(&text, tree, NULL);
	return text.data;
}

static void explain(struct diagnosis *diagnosis, struct number answer, struct candidates *ret_candidates)
{
	struct reading reading = {.expr = expr_from_number(arena, answer)};
	diagnosis_explain(diagnosis, arena, &reading, ret_candidates);
}

static bool is_alone(const struct candidate *candidate)
{
	return candidate->count == 1 && candidate->errors[0] < REACH_SLIP;
}

/* Every value of one error is explained by that error, and a candidate of one error is such a value. */
static void compare_singles(struct diagnosis *diagnosis, const struct plain *plain, struct number key)
{
	struct candidates candidates;
	for (size_t i = 0; i < plain->count; i++) {
		bool found = false;
		if (number_equal(plain->values[i], key))
			continue;
		explain(diagnosis, plain->values[i], &candidates);
		for (size_t c = 0; c < candidates.count; c++) {
			found = found || (is_alone(&candidates.list[c]) &&
			                     candidates.list[c].errors[0] == plain->error[i]);
		}
		assert_true(found);
	}
}

/* Does the plain enumeration find the candidate's errors, or one of them twice? */
static bool is_plain(const struct plain *plain, const struct candidate *candidate, struct number answer)
{
	struct plain *second = arena_zero(arena, sizeof *second);
	if (is_alone(candidate) && has(plain, answer, candidate->errors[0]))
		return true;
	for (size_t i = 0; i < plain->count; i++) {
		if (plain->error[i] != candidate->errors[0])
			continue;
		second->count = 0;
		enumerate(plain->trees[i], second);
		if (has(second, answer, is_alone(candidate) ? candidate->errors[0] : candidate->errors[1]))
			return true;
	}
	return false;
}

static void fail_at(struct diagnosis *diagnosis, const struct candidate *candidate, struct number answer)
{
	const struct expr *trees[PATH_STEPS];
	size_t count =
	    diagnosis_path(diagnosis, arena, candidate, expr_from_number(arena, answer), trees, PATH_STEPS);
	for (size_t i = 0; i < count; i++)
		print_error("%s%s", i ? " -> " : "", printed(trees[i]));
	fail_msg(" is no path");
}

static void compare_doubles(struct diagnosis *diagnosis, const struct plain *plain, struct number key)
{
	struct plain *second = arena_zero(arena, sizeof *second);
	struct candidates candidates;
	if (plain->count == 0)
		return;
	size_t first = random_below((uint32_t)plain->count);
	enumerate(plain->trees[first], second);
	for (int turn = 0; turn < 6 && second->count; turn++) {
		size_t at = random_below((uint32_t)second->count);
		struct number answer = second->values[at];
		/* one belief twice counts only where both places stood in the question */
		if (number_equal(answer, key) || second->error[at] == plain->error[first])
			continue;
		explain(diagnosis, answer, &candidates);
		assert_true(candidates.count > 0);
		for (size_t c = 0; c < candidates.count; c++) {
			if (candidates.list[c].errors[candidates.list[c].count - 1] < REACH_SLIP &&
			    !is_plain(plain, &candidates.list[c], answer))
				fail_at(diagnosis, &candidates.list[c], answer);
		}
	}
}

static void equals_plain_enumeration(void **state)
{
	size_t compared = 0;
	(void)state;
	for (int round = 0; round < TREES; round++) {
		struct owned_rule owned[RULES];
		arena_reset(arena);
		for (uint32_t i = 0; i < RULES; i++) {
			rules[i] = (struct rewrite_rule){
			    .from = tree_of(rule_texts[i][0]), .to = tree_of(rule_texts[i][1])};
			owned[i] = (struct owned_rule){.rule = &rules[i], .owner = i};
		}
		rule_set_make(arena, owned, RULES, &set);
		const struct expr *ask = rewrite_tidy(arena, random_tree(3));
		struct number key;
		if (ask->count == 0 || expr_rational(arena, ask, &key) != WORTH_RATIONAL ||
		    number_bits(key) > 40)
			continue;
		struct question_spec spec = {.expected = printed(expr_from_number(arena, key))};
		struct question *question;
		struct question_fault fault;
		assert_int_equal(question_parse(arena, &spec, &question, &fault), 0);
		struct diagnosis_problem problem = {.question = question,
		    .ask = ask,
		    .function = ANSWER_OF_VALUE,
		    .rules = {.errors = &set, .guards = &no_guards},
		    .answer = itself,
		    .belief_weights = weights};
		struct diagnosis *diagnosis = diagnosis_open(arena, &problem);
		struct plain *plain = arena_zero(arena, sizeof *plain);
		enumerate(ask, plain);
		compare_singles(diagnosis, plain, key);
		compare_doubles(diagnosis, plain, key);
		compared += plain->count;
		question_done(question);
	}
	assert_true(compared > 500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(equals_plain_enumeration)};
	arena = arena_new(ARENA);
	arena_serve_gmp(arena);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_serve_gmp(NULL);
	arena_free(arena);
	return failed;
}

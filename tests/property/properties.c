/*
 * Laws that hold for every tree, tried on random ones:
 *  - reading what was printed gives the same tree: text, Unicode, TeX, with a decimal point and a decimal
 * comma;
 *  - equality is reflexive, symmetric and transitive;
 *  - trees that are equal by a law are judged equal; with one leaf changed they are judged different whenever
 * the independent judge (evaluate.h) tells them apart, and never when it finds 150 digits alike. usage:
 * properties [--pairs N] [--seed S]
 */
#include "checker/algebra/print.h"
#include "checker/algebra/value.h"
#include "checker/reading/read.h"
#include "tests/property/evaluate.h"
#include "tests/property/rewrite.h"
#include "tests/property/trees.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 20, PAIRS = 20000, PERMILLE_UNDECIDED = 1 };

struct tally {
	size_t equal, different, skipped; /* pairs, by what the independent judge says */
	size_t undecided, refused;
	size_t faults;
	size_t printed;
};

struct trial {
	struct arena *arena;
	struct random random;
	struct tally tally;
};

static void show(const char *law, const struct expr *a, const struct expr *b, struct arena *arena)
{
	struct text text;

	text_init(&text, arena);
	print_text(&text, a, NULL);
	if (b) {
		text_add(&text, "    and    ");
		print_text(&text, b, NULL);
	}
	printf("%s: %s\n", law, text.data);
}

static void fault(struct trial *trial, const char *law, const struct expr *a, const struct expr *b)
{
	if (trial->tally.faults++ < SHOWN)
		show(law, a, b, trial->arena);
}

/* Plain text as a careful typist with a Unicode keyboard would write it. */
static void to_unicode(struct text *out, const char *plain)
{
	static const struct {
		const char *plain, *unicode;
	} rows[] = {{"^(-1)", "⁻¹"}, {"^(-2)", "⁻²"}, {"^2", "²"}, {"^3", "³"}, {"log_2(", "log₂("},
	    {"sqrt(", "√("}, {"pi", "π"}, {"*", "×"}, {"-", "−"}};

	while (*plain) {
		size_t row = 0, length = 0;

		while (row < sizeof rows / sizeof rows[0] && length == 0) {
			length = strlen(rows[row].plain);
			if (strncmp(plain, rows[row].plain, length) != 0 ||
			    (rows[row].plain[0] == '^' && strchr("^0123456789.%", plain[length]) &&
			        plain[length])) {
				length = 0;
				row++;
			}
		}
		if (length)
			text_add(out, rows[row].unicode);
		else
			text_add_char(out, *plain);
		plain += length ? length : 1;
	}
}

static void read_back(
    struct trial *trial, const char *law, const struct expr *tree, const struct text *text, bool comma)
{
	const struct read_options options = {.variables = tree_variables,
	    .variable_count = TREE_VARIABLES,
	    .decimal_comma = comma,
	    .list = tree->kind >= EXPR_RELATION};
	struct reading reading;

	trial->tally.printed++;
	if (read_text(trial->arena, text->data, text->length, &options, &reading) == 0 &&
	    expr_same(tree, reading.expr))
		return;
	fault(trial, law, tree, reading.expr);
	if (trial->tally.faults <= SHOWN)
		printf("    from %s\n", text->data);
}

static void try_notations(struct trial *trial)
{
	const struct expr *tree = tree_answer(trial->arena, &trial->random, 3);

	for (int comma = 0; comma < 2; comma++) {
		const struct print_options options = {.decimal_comma = comma};
		struct text text, tex, unicode;

		text_init(&text, trial->arena);
		text_init(&tex, trial->arena);
		text_init(&unicode, trial->arena);
		print_text(&text, tree, &options);
		print_tex(&tex, tree, &options);
		to_unicode(&unicode, text.data);
		read_back(trial, "text is read as another tree", tree, &text, comma);
		read_back(trial, "TeX is read as another tree", tree, &tex, comma);
		read_back(trial, "Unicode is read as another tree", tree, &unicode, comma);
	}
}

struct comparison {
	struct arena *arena;
	const struct expr *a, *b;
	enum equality equality;
};

static void compare(void *context)
{
	static const struct assumptions positive = {.real = false};
	struct comparison *comparison = context;

	comparison->equality = expr_equal(comparison->arena, comparison->a, comparison->b, &positive);
}

/* As for an answer: bounded, and a refusal is no decision. */
static enum equality judge(struct trial *trial, const struct expr *a, const struct expr *b)
{
	struct comparison comparison = {trial->arena, a, b, EQUALITY_UNKNOWN};
	enum refusal refusal;

	arena_allow(trial->arena, LIMIT_ANSWER_WORK);
	refusal = arena_try(trial->arena, compare, &comparison);
	arena_allow(trial->arena, SIZE_MAX);
	if (refusal != REFUSAL_NONE) {
		trial->tally.refused++;
		return EQUALITY_UNKNOWN;
	}
	return comparison.equality;
}

/* Outside of the arena, as FLINT keeps what it allocates. */
static enum evaluation evaluate_outside(struct trial *trial, const struct expr *a, const struct expr *b)
{
	enum evaluation evaluation;

	arena_serve_gmp(NULL);
	evaluation = evaluate_pair(a, b);
	arena_serve_gmp(trial->arena);
	return evaluation;
}

static void try_order_of_equality(
    struct trial *trial, const struct expr *a, const struct expr *b, enum equality ab)
{
	const struct expr *c = rewrite_equal(trial->arena, &trial->random, b);
	enum equality ba = judge(trial, b, a);

	if (judge(trial, a, a) == EQUALITY_DIFFERENT)
		fault(trial, "not equal to itself", a, NULL);
	/* A proof in one order only, where the other ran out of its allowance, is a pair not decided. */
	if (ba != ab && ba != EQUALITY_UNKNOWN && ab != EQUALITY_UNKNOWN)
		fault(trial, "not symmetric", a, b);
	trial->tally.undecided += ba == EQUALITY_UNKNOWN && ab != EQUALITY_UNKNOWN;
	if (ab == EQUALITY_EQUAL && judge(trial, b, c) == EQUALITY_EQUAL &&
	    judge(trial, a, c) == EQUALITY_DIFFERENT)
		fault(trial, "not transitive", a, c);
}

/* One pair that the independent judge can tell about; false: it cannot, take another. */
static bool try_pair(struct trial *trial)
{
	const struct expr *a = tree_expression(trial->arena, &trial->random, 3), *b = a;
	bool same = random_chance(&trial->random, 50);
	enum evaluation evaluation;
	enum equality equality;

	for (uint32_t i = 1 + random_below(&trial->random, 3); i > 0; i--)
		b = rewrite_equal(trial->arena, &trial->random, b);
	if (!same)
		b = rewrite_leaf(trial->arena, &trial->random, b);
	evaluation = evaluate_outside(trial, a, b);
	if (evaluation == EVALUATION_UNKNOWN)
		return false;
	if (same && evaluation == EVALUATION_APART)
		fault(trial, "a law of this test is wrong", a, b);
	equality = judge(trial, a, b);
	if (evaluation == EVALUATION_ALIKE)
		trial->tally.equal++;
	else
		trial->tally.different++;
	if (equality == EQUALITY_UNKNOWN && trial->tally.undecided++ < SHOWN)
		show("undecided", a, b, trial->arena);
	if (equality == EQUALITY_EQUAL && evaluation == EVALUATION_APART)
		fault(trial, "different, judged equal", a, b);
	if (equality == EQUALITY_DIFFERENT && evaluation == EVALUATION_ALIKE)
		fault(trial, "equal, judged different", a, b);
	try_order_of_equality(trial, a, b, equality);
	return true;
}

static long option(int argc, char **argv, const char *name, long otherwise)
{
	for (int i = 1; i + 1 < argc; i++) {
		if (strcmp(argv[i], name) == 0)
			return atol(argv[i + 1]);
	}
	return otherwise;
}

int main(int argc, char **argv)
{
	size_t pairs = (size_t)option(argc, argv, "--pairs", PAIRS);
	struct trial trial = {
	    .arena = arena_new(LIMIT_ARENA_BYTES), .random = {(uint64_t)option(argc, argv, "--seed", 1)}};
	const struct tally *tally = &trial.tally;

	arena_serve_gmp(trial.arena);
	while (tally->equal + tally->different < pairs) {
		arena_reset(trial.arena);
		if (!try_pair(&trial))
			trial.tally.skipped++;
		try_notations(&trial);
	}
	arena_serve_gmp(NULL);
	arena_free(trial.arena);
	evaluate_done();
	printf("%zu pairs: %zu equal, %zu different; %zu undecided, %zu comparisons refused; %zu pairs left "
	       "out\n",
	    pairs, tally->equal, tally->different, tally->undecided, tally->refused, tally->skipped);
	printf("%zu texts read back; %zu faults\n", tally->printed, tally->faults);
	return tally->faults > 0 || tally->undecided * 1000 > pairs * PERMILLE_UNDECIDED;
}

/*
 * What learners are promised of the order of items, tried on all shipped content: two of them meet the same
 * items no more often than chance would have it, and whoever asks for a whole family gets each of its items
 * exactly once. Chance is computed, not measured: the items that two sequences took from one family of s
 * items, a and b of them, share a hypergeometric number, of mean ab/s and variance ab(s-a)(s-b)/(s^2(s-1)).
 */
#include "generators/engine/engine.h"
#include "tests/unit/engine_folder.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>

#include <cmocka.h>

enum { FIRST = 100, PAIRS = 24, SKILL_FAMILIES = 64, ID = 33 };

/*
 * Spreads from the mean. Chance alone passes 4 once in 16,000 times, and 12 sums are held to it; it passes 5
 * once in 1.7 million, and one sum a skill and kind of pair is held to that.
 */
static const double OVERALL = 4, ONE_SKILL = 5;

/* A sum of independent counts. */
struct tally {
	double count, mean, variance;
};

static void add(struct tally *tally, double count, double mean, double variance)
{
	tally->count += count;
	tally->mean += mean;
	tally->variance += variance;
}

static void assert_chance(const struct tally *tally, double spreads, const char *what, const char *where)
{
	/* the half is for counts being whole: where next to nothing is expected, one is no surprise yet */
	double off = fabs(tally->count - tally->mean) - 0.5;
	if (off > spreads * sqrt(tally->variance) + 1)
		fail_msg("%s, %s: %.0f where chance gives %.1f with a spread of %.1f", what, where,
		    tally->count, tally->mean, sqrt(tally->variance));
}

struct taken {
	char id[ID];
	const char *family;
};

struct size {
	const char *family;
	double items, taken[2];
};

struct skill {
	const char *id;
	struct size sizes[SKILL_FAMILIES];
	size_t count;
	double length;
};

static struct content *content;
static struct arena *kept, *passing;

static void read_skill(size_t index, struct skill *ret_skill)
{
	struct skill_row row;
	content_skill(content, index, &row);
	*ret_skill = (struct skill){.id = row.id};
	for (size_t i = 0; i < content_family_count(content); i++) {
		struct family_row family;
		content_family(content, i, &family);
		if (strcmp(family.skill, row.id) != 0)
			continue;
		assert_true(family.exact[0] && ret_skill->count < SKILL_FAMILIES);
		double items = (double)(family.items[0] + family.items[1] + family.items[2]);
		ret_skill->sizes[ret_skill->count++] = (struct size){family.id, items, {0, 0}};
		ret_skill->length += items;
	}
}

static struct size *size_of(struct skill *skill, const char *family)
{
	for (size_t i = 0; i < skill->count; i++)
		if (strcmp(skill->sizes[i].family, family) == 0)
			return &skill->sizes[i];
	fail_msg("%s has an item of %s", skill->id, family);
	return NULL;
}

static struct sequence *start(const struct sequence_request *request)
{
	struct sequence *sequence = NULL;
	arena_reset(kept);
	assert_int_equal(sequence_start(content, kept, request, &sequence), CONTENT_OK);
	return sequence;
}

static void item_at(const struct sequence *sequence, uint64_t *number, struct item *ret_item)
{
	arena_reset(passing);
	assert_int_equal(sequence_item(sequence, passing, number, ret_item), CONTENT_OK);
}

static size_t take(struct skill *skill, uint64_t seed, size_t learner, struct taken *ret_taken)
{
	struct sequence *sequence = start(&(struct sequence_request){.skill = skill->id, .seed = seed});
	size_t count = skill->length < FIRST ? (size_t)skill->length : FIRST;
	uint64_t number = 0;
	for (size_t i = 0; i < skill->count; i++)
		skill->sizes[i].taken[learner] = 0;
	for (size_t i = 0; i < count; i++) {
		struct item item;
		item_at(sequence, &number, &item);
		memcpy(ret_taken[i].id, item.id, ID);
		ret_taken[i].family = item.family;
		size_of(skill, item.family)->taken[learner]++;
	}
	return count;
}

static int by_id(const void *left, const void *right)
{
	return strcmp(((const struct taken *)left)->id, ((const struct taken *)right)->id);
}

/* Ids that both have; both get sorted. Within one of them none comes twice. */
static size_t shared(struct taken *a, struct taken *b, size_t count)
{
	size_t same = 0;
	qsort(a, count, sizeof *a, by_id);
	qsort(b, count, sizeof *b, by_id);
	for (size_t i = 1; i < count; i++)
		assert_true(by_id(&a[i - 1], &a[i]) < 0 && by_id(&b[i - 1], &b[i]) < 0);
	for (size_t i = 0, j = 0; i < count && j < count;) {
		int order = by_id(&a[i], &b[j]);
		same += order == 0;
		i += order <= 0;
		j += order >= 0;
	}
	return same;
}

/* Two learners: `together` counts items that both meet, `at_once` those they meet as the same number. */
static void compare(
    struct skill *skill, uint64_t one, uint64_t other, struct tally *together, struct tally *at_once)
{
	static struct taken a[FIRST], b[FIRST];
	size_t count = take(skill, one, 0, a);
	assert_int_equal(take(skill, other, 1, b), count);
	for (size_t i = 0; i < count; i++) {
		if (strcmp(a[i].family, b[i].family) != 0)
			continue;
		double chance = 1 / size_of(skill, a[i].family)->items;
		add(at_once, strcmp(a[i].id, b[i].id) == 0, chance, chance * (1 - chance));
	}
	add(together, (double)shared(a, b, count), 0, 0);
	for (size_t i = 0; i < skill->count; i++) {
		double s = skill->sizes[i].items, m = skill->sizes[i].taken[0], n = skill->sizes[i].taken[1];
		add(together, 0, m * n / s, s > 1 ? m * n * (s - m) * (s - n) / (s * s * (s - 1)) : 0);
	}
}

/* SplitMix64 (Steele, Lea, Flood 2014): seeds without a pattern. */
static uint64_t scattered(uint64_t k)
{
	k = (k + 1) * 0x9E3779B97F4A7C15ULL;
	k = (k ^ (k >> 30)) * 0xBF58476D1CE4E5B9ULL;
	k = (k ^ (k >> 27)) * 0x94D049BB133111EBULL;
	return k ^ (k >> 31);
}

static uint64_t neighbour(uint64_t seed, uint64_t pair)
{
	(void)pair;
	return seed + 1;
}

static uint64_t one_bit_apart(uint64_t seed, uint64_t pair)
{
	return seed ^ (uint64_t)1 << (pair * 61 / PAIRS + 3);
}

static uint64_t unrelated(uint64_t seed, uint64_t pair)
{
	return scattered(~seed + pair);
}

static const struct kind {
	const char *name;
	uint64_t (*other)(uint64_t seed, uint64_t pair);
	bool small; /* counting seeds, as platforms give them out: 0 and 1, 2 and 3, ... */
} kinds[] = {{"counted seeds", neighbour, true}, {"neighbouring seeds", neighbour, false},
    {"seeds one bit apart", one_bit_apart, false}, {"unrelated seeds", unrelated, false}};

static void two_learners_share_no_more_than_chance(void **state)
{
	(void)state;
	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
		struct tally together = {0}, at_once = {0};
		for (size_t i = 0; i < content_skill_count(content); i++) {
			struct skill skill;
			struct tally here = {0}, here_at_once = {0};
			read_skill(i, &skill);
			for (uint64_t pair = 0; pair < PAIRS; pair++) {
				uint64_t seed = kinds[k].small ? 2 * pair : scattered(i * PAIRS + pair);
				compare(&skill, seed, kinds[k].other(seed, pair), &here, &here_at_once);
			}
			assert_chance(&here, ONE_SKILL, kinds[k].name, skill.id);
			assert_chance(&here_at_once, ONE_SKILL, kinds[k].name, skill.id);
			add(&together, here.count, here.mean, here.variance);
			add(&at_once, here_at_once.count, here_at_once.mean, here_at_once.variance);
		}
		print_message("%s: %.0f items in common, chance %.1f +- %.1f; as the same number %.0f, "
		              "chance %.1f +- %.1f\n",
		    kinds[k].name, together.count, together.mean, sqrt(together.variance), at_once.count,
		    at_once.mean, sqrt(at_once.variance));
		assert_chance(&together, OVERALL, kinds[k].name, "all skills");
		assert_chance(&at_once, OVERALL, kinds[k].name, "all skills, as the same number");
	}
}

static int by_text(const void *left, const void *right)
{
	return memcmp(left, right, ID);
}

/* Walks a whole sequence without holes; ret_levels[l] counts the items of level l. */
static void walk(const struct sequence *sequence, uint64_t length, uint64_t *ret_levels)
{
	char(*ids)[ID] = malloc((size_t)length * sizeof *ids);
	assert_non_null(ids);
	assert_int_equal(sequence_length(sequence), length);
	for (uint64_t number = 0, i = 0; i < length; i++) {
		struct item item;
		item_at(sequence, &number, &item);
		assert_int_equal(number, i + 1);
		memcpy(ids[i], item.id, ID);
		ret_levels[item.level]++;
	}
	qsort(ids, (size_t)length, sizeof *ids, by_text);
	for (uint64_t i = 1; i < length; i++)
		if (by_text(ids[i - 1], ids[i]) == 0)
			fail_msg("the item %s comes twice", ids[i]);
	free(ids);
}

static void a_whole_family_gives_each_item_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < content_family_count(content); i++) {
		struct family_row row;
		uint64_t mixed[4] = {0}, all = 0;
		content_family(content, i, &row);
		for (int level = 1; level <= 3; level++) {
			uint64_t alone[4] = {0}, items = row.items[level - 1];
			struct sequence_request request = {.family = row.id, .level = level, .seed = i};
			assert_true(row.exact[level - 1]);
			all += items;
			if (items)
				walk(start(&request), items, alone);
			assert_int_equal(alone[level], items);
		}
		walk(start(&(struct sequence_request){.family = row.id, .seed = i}), all, mixed);
		for (int level = 1; level <= 3; level++)
			assert_int_equal(mixed[level], row.items[level - 1]);
	}
}

/* 1001 x 1000 combinations are too many for an index, so that those that are not valid are holes. */
enum { A_LAST = 1001, B_LAST = 1000, DIVISOR = 7 };
static const char large_family[] = "family: f\ntitle: F\nskill: negexp-evaluate\n"
                                   "parameters: {a: 1..1001, b: 1..1000}\n"
                                   "where: divides(7, a + 3*b)\n"
                                   "ask: a + b\n"
                                   "prompt: {en: \"Add: {ask}.\"}\n";

static void a_space_too_large_to_list_gives_each_item_once(void **state)
{
	struct folder folder;
	struct content *large = folder_load(&folder, large_family, sizeof large_family - 1);
	struct sequence_request request = {.family = "f", .seed = 5};
	struct sequence *sequence = NULL;
	bool *seen = calloc((size_t)(A_LAST + 1) * (B_LAST + 1), sizeof *seen);
	size_t expected = 0, count = 0, skipped = 0;
	(void)state;
	assert_non_null(large);
	assert_non_null(seen);
	for (int a = 1; a <= A_LAST; a++)
		for (int b = 1; b <= B_LAST; b++)
			expected += (a + 3 * b) % DIVISOR == 0;
	arena_reset(kept);
	assert_int_equal(sequence_start(large, kept, &request, &sequence), CONTENT_OK);
	assert_int_equal(sequence_length(sequence), (uint64_t)A_LAST * B_LAST);
	for (uint64_t number = 0; count < expected; count++) {
		struct item item;
		uint64_t before = number;
		item_at(sequence, &number, &item);
		assert_true(item.number >= before && number == item.number + 1);
		assert_true(number <= (uint64_t)A_LAST * B_LAST);
		skipped += item.number - before;
		long a = strtol(item.parameters[0].value, NULL, 10);
		long b = strtol(item.parameters[1].value, NULL, 10);
		assert_true((a + 3 * b) % DIVISOR == 0);
		assert_false(seen[a * (B_LAST + 1) + b]);
		seen[a * (B_LAST + 1) + b] = true;
	}
	assert_true(skipped > 0 && skipped <= (size_t)A_LAST * B_LAST - expected);
	free(seen);
	content_free(large);
}

static int begin(void **state)
{
	(void)state;
	kept = arena_new(1 << 24);
	passing = arena_new(1 << 24);
	return kept && passing && content_load(NULL, NULL, NULL, &content) == 0 ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	arena_serve_gmp(NULL);
	arena_free(kept);
	arena_free(passing);
	content_free(content);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_learners_share_no_more_than_chance),
	    cmocka_unit_test(a_whole_family_gives_each_item_once),
	    cmocka_unit_test(a_space_too_large_to_list_gives_each_item_once),
	};
	return cmocka_run_group_tests(tests, begin, end);
}

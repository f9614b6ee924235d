/* The parameter space, against a plain enumeration written here; and the order in which items come. */
#include "generators/engine/content.h"
#include "generators/engine/space.h"
#include "tests/unit/engine_folder.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char family_text[] = "family: f\n"
                                  "title: F\n"
                                  "skill: negexp-evaluate\n"
                                  "parameters: {b: \"2..12 except 4\", n: 1..5, m: primes 2..11}\n"
                                  "let: {c: b^n}\n"
                                  "where: c <= 200 and gcd(b, m) = 1\n"
                                  "levels:\n"
                                  "  1: {n: 1..1}\n"
                                  "  2: {n: 1..2, m: [2, 3]}\n"
                                  "  3: {m: [2, 3, 5, 7]}\n"
                                  "ask: b^(-n) + m\n"
                                  "prompt: {en: \"Evaluate {ask}.\"}\n"
                                  "answer: {kind: number}\n"
                                  "misconceptions: {negexp-sign-ignored: b^n + m}\n";

static struct content *load(const char *text)
{
	struct folder folder;
	struct content *content = folder_load(&folder, text, strlen(text));
	if (!content)
		print_error("%d:%d: %s\n", folder.line, folder.column, folder.message);
	assert_non_null(content);
	return content;
}

static int gcd(int a, int b)
{
	return b ? gcd(b, a % b) : a;
}

static void counts_are_those_of_a_plain_enumeration(void **state)
{
	static const int primes[] = {2, 3, 5, 7, 11};
	uint64_t expected[3] = {0};
	(void)state;
	for (int b = 2; b <= 12; b++) {
		for (int n = 1; n <= 5; n++) {
			for (size_t i = 0; i < 5; i++) {
				int m = primes[i], power = 1;
				for (int k = 0; k < n; k++)
					power *= b;
				if (b == 4 || power > 200 || gcd(b, m) != 1)
					continue;
				if (n == 1)
					expected[0]++;
				else if (n == 2 && (m == 2 || m == 3))
					expected[1]++;
				else if (m != 11)
					expected[2]++;
			}
		}
	}
	struct content *content = load(family_text);
	struct family_row row;
	content_family(content, 0, &row);
	for (int level = 0; level < 3; level++) {
		assert_true(row.exact[level]);
		assert_int_equal(row.items[level], expected[level]);
	}
	content_free(content);
}

static void levels_share_no_tuple_and_every_tuple_knows_its_level(void **state)
{
	struct content *content = load(family_text);
	const struct family *family = content->families[0];
	struct arena *arena = arena_new(1 << 22);
	struct tuple *tuple = malloc(sizeof *tuple);
	bool *seen = calloc(family->product, sizeof *seen);
	(void)state;
	assert_non_null(tuple);
	assert_non_null(seen);
	for (int level = 1; level <= 3; level++) {
		for (uint64_t place = 0; place < space_size(family, level); place++) {
			int known;
			uint64_t number = space_tuple(family, level, place, &known);
			assert_int_equal(known, level);
			assert_false(seen[number]);
			seen[number] = true;
			assert_true(tuple_open(family, arena, number, tuple));
			assert_int_equal(tuple_level(family, arena, tuple), level);
			assert_int_equal(tuple_number(family, tuple->digits, tuple->variant), number);
		}
	}
	for (uint64_t number = 0; number < family->product; number++) {
		assert_true(tuple_open(family, arena, number, tuple));
		assert_int_equal(tuple_level(family, arena, tuple) != 0, seen[number]);
	}
	free(seen);
	free(tuple);
	arena_free(arena);
	content_free(content);
}

struct ids {
	char (*list)[33];
	size_t count;
};

static int by_id(const void *a, const void *b)
{
	return strcmp(a, b);
}

static size_t distinct_ids(
    const struct content *content, const struct sequence_request *request, size_t count)
{
	struct arena *keep = arena_new(1 << 22), *arena = arena_new(1 << 22);
	struct sequence *sequence;
	struct item item;
	uint64_t number = 0;
	struct ids ids = {calloc(count, 33), 0};
	assert_non_null(ids.list);
	assert_int_equal(sequence_start(content, keep, request, &sequence), CONTENT_OK);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(sequence_item(sequence, arena, &number, &item), CONTENT_OK);
		memcpy(ids.list[i], item.id, 33);
		arena_reset(arena);
	}
	qsort(ids.list, count, 33, by_id);
	for (size_t i = 0; i < count; i++)
		ids.count += i == 0 || strcmp(ids.list[i], ids.list[i - 1]) != 0;
	free(ids.list);
	arena_free(arena);
	arena_free(keep);
	return ids.count;
}

static void no_item_comes_twice_until_the_family_is_exhausted(void **state)
{
	struct content *content = load(family_text);
	struct arena *arena = arena_new(1 << 20);
	(void)state;
	for (int level = 0; level <= 3; level++) {
		struct sequence_request request = {.family = "f", .level = level, .seed = 7};
		struct sequence *sequence;
		assert_int_equal(sequence_start(content, arena, &request, &sequence), CONTENT_OK);
		size_t length = (size_t)sequence_length(sequence);
		assert_int_equal(distinct_ids(content, &request, length), length);
		assert_int_equal(distinct_ids(content, &request, length + 5), length);
	}
	arena_free(arena);
	content_free(content);
}

static void the_shipped_families_of_a_unit_take_turns_until_all_are_exhausted(void **state)
{
	static const char *const units[] = {
	    "negative-numbers", "basic-exponents", "negative-exponents", "logarithms"};
	struct content *content = NULL;
	struct arena *arena = arena_new(1 << 20);
	(void)state;
	assert_int_equal(content_load(NULL, NULL, NULL, &content), 0);
	for (size_t i = 0; i < 4; i++) {
		struct sequence_request request = {.unit = units[i], .seed = 1};
		struct sequence *sequence;
		assert_int_equal(sequence_start(content, arena, &request, &sequence), CONTENT_OK);
		size_t length = (size_t)sequence_length(sequence);
		assert_int_equal(distinct_ids(content, &request, length), length);
	}
	arena_free(arena);
	content_free(content);
}

static const char *text_of(const struct item *item, struct arena *arena)
{
	char line[1024];
	int length = snprintf(line, sizeof line, "%s|%s|%s|%s|%s|%s", item->id, item->prompt.text,
	    item->prompt.tex, item->prompt.speech, item->question.ask, item->question.expected);
	return arena_copy(arena, line, (size_t)length);
}

/* Item k is the same whether the ones before it were made or not, and in whatever arena. */
static void items_are_the_same_bytes_each_time_and_from_anywhere(void **state)
{
	struct content *content = load(family_text);
	struct arena *keep = arena_new(1 << 22), *arena = arena_new(1 << 22);
	struct sequence_request request = {.skill = "negexp-evaluate", .seed = 99, .predict = true};
	struct sequence *one, *other;
	struct item item;
	(void)state;
	assert_int_equal(sequence_start(content, keep, &request, &one), CONTENT_OK);
	assert_int_equal(sequence_start(content, keep, &request, &other), CONTENT_OK);
	for (uint64_t k = 0, number = 0; k < 40; k++) {
		assert_int_equal(sequence_item(one, arena, &number, &item), CONTENT_OK);
		const char *first = text_of(&item, keep);
		uint64_t direct = k;
		assert_int_equal(sequence_item(other, keep, &direct, &item), CONTENT_OK);
		assert_string_equal(text_of(&item, keep), first);
		struct item again;
		assert_int_equal(item_again(content, arena, item.family, item.content_version, item.tuple,
		                     LOCALE_EN, &again),
		    CONTENT_OK);
		assert_string_equal(text_of(&again, keep), first);
		arena_reset(arena);
	}
	arena_free(arena);
	arena_free(keep);
	content_free(content);
}

static void a_space_too_large_to_index_is_walked_without_repeats(void **state)
{
	static const char text[] = "family: f\ntitle: F\nskill: negexp-evaluate\n"
	                           "parameters: {a: 1..2000, b: 1..2000, c: 1..2000}\n"
	                           "where: gcd(a, b) = 1 and a != c\n"
	                           "levels: {1: {a: 1..9}, 2: {}}\n"
	                           "ask: a*b + c\nprompt: {en: \"Evaluate {ask}.\"}\n";
	struct content *content = load(text);
	struct family_row row;
	(void)state;
	content_family(content, 0, &row);
	assert_false(row.exact[0]);
	assert_true(row.items[1] >= 1000000000);
	for (int level = 0; level <= 2; level++) {
		struct sequence_request request = {.family = "f", .level = level, .seed = 5};
		assert_int_equal(distinct_ids(content, &request, 500), 500);
	}
	content_free(content);
}

static void requests_for_what_is_not_there_say_so(void **state)
{
	struct content *content = load(family_text);
	struct arena *arena = arena_new(1 << 20);
	struct sequence *sequence;
	(void)state;
	assert_int_equal(sequence_start(content, arena, &(struct sequence_request){.family = "g"}, &sequence),
	    CONTENT_UNKNOWN_FAMILY);
	assert_int_equal(sequence_start(content, arena, &(struct sequence_request){.skill = "g"}, &sequence),
	    CONTENT_UNKNOWN_SKILL);
	assert_int_equal(sequence_start(content, arena, &(struct sequence_request){.unit = "g"}, &sequence),
	    CONTENT_UNKNOWN_SKILL);
	assert_int_equal(
	    sequence_start(content, arena, &(struct sequence_request){.skill = "exp-evaluate"}, &sequence),
	    CONTENT_NO_ITEMS);
	arena_free(arena);
	content_free(content);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(counts_are_those_of_a_plain_enumeration),
	    cmocka_unit_test(levels_share_no_tuple_and_every_tuple_knows_its_level),
	    cmocka_unit_test(no_item_comes_twice_until_the_family_is_exhausted),
	    cmocka_unit_test(the_shipped_families_of_a_unit_take_turns_until_all_are_exhausted),
	    cmocka_unit_test(items_are_the_same_bytes_each_time_and_from_anywhere),
	    cmocka_unit_test(a_space_too_large_to_index_is_walked_without_repeats),
	    cmocka_unit_test(requests_for_what_is_not_there_say_so),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

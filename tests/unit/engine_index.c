/* What the build made of the content says the same as making it anew: the parsed files, and the index of the
 * spaces. */
#include "generators/engine/embedded.h"
#include "generators/engine/index.h"
#include "generators/engine/nodes.h"
#include "generators/engine/space.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { STEPS = 2000 }; /* numbers of a family's product that are looked at */

static void fail_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	print_error("%s:%d: %s\n", fault->file, fault->line, fault->message);
}

/* The level that the index gives a tuple, 0 when it is not in it. */
static int indexed_level(const struct family *family, uint32_t number)
{
	for (int level = 0; level < LEVELS; level++) {
		uint64_t low = family->level_start[level], high = family->level_start[level + 1];
		while (low < high) {
			uint64_t middle = low + (high - low) / 2;
			if (family->index[middle] == number)
				return level + 1;
			if (family->index[middle] < number)
				low = middle + 1;
			else
				high = middle;
		}
	}
	return 0;
}

static void compare_family(const struct family *family, struct arena *arena, struct tuple *tuple)
{
	uint64_t step = family->product / STEPS + 1;
	for (uint64_t number = 0; number < family->product; number += step) {
		arena_reset(arena);
		bool open = tuple_open(family, arena, number, tuple);
		int level = open ? tuple_level(family, arena, tuple) : 0;
		if (level != indexed_level(family, (uint32_t)number))
			fail_msg("%s: tuple %llu is of level %d, not %d", family->id,
			    (unsigned long long)number, level, indexed_level(family, (uint32_t)number));
	}
}

struct job {
	const struct content *content;
	struct arena *arena;
	size_t compared;
};

static void compare_all(void *context)
{
	struct job *job = context;
	static struct tuple tuple;
	for (size_t i = 0; i < job->content->family_count; i++) {
		if (!job->content->families[i]->index)
			continue;
		compare_family(job->content->families[i], job->arena, &tuple);
		job->compared++;
	}
}

static void built_in_index_agrees_with_a_walk(void **state)
{
	struct content *content;
	struct job job = {.arena = arena_new(LIMIT_ARENA_BYTES)};
	(void)state;
	assert_int_equal(content_load(NULL, fail_fault, NULL, &content), 0);
	job.content = content;
	/* A copy of the same content is found by its fingerprints; an edited family is not. */
	struct family edited = *content->families[0];
	assert_true(index_take(&edited));
	assert_ptr_equal(edited.index, content->families[0]->index);
	edited.product++;
	assert_false(index_take(&edited));
	arena_serve_gmp(job.arena);
	assert_int_equal(arena_try(job.arena, compare_all, &job), REFUSAL_NONE);
	arena_serve_gmp(NULL);
	assert_true(job.compared > 0);
	arena_free(job.arena);
	content_free(content);
}

/* The count of nodes; 0 when they differ. */
static size_t count_same(const struct node *a, const struct node *b)
{
	if (a->kind != b->kind || a->at.line != b->at.line || a->at.column != b->at.column ||
	    a->quoted != b->quoted || a->length != b->length || a->count != b->count ||
	    strcmp(a->text, b->text) != 0)
		return 0;
	size_t count = 1;
	for (size_t i = 0; a->kind != NODE_SCALAR && i < a->count; i++) {
		size_t keys = a->kind == NODE_MAP ? count_same(a->keys[i], b->keys[i]) : 1;
		size_t items = count_same(a->items[i], b->items[i]);
		if (!keys || !items)
			return 0;
		count += keys + items;
	}
	return count;
}

static void built_in_trees_are_those_of_the_parser(void **state)
{
	(void)state;
	struct arena *arena = arena_new(64 << 20);
	struct loader loader = {.report = fail_fault, .arena = arena};
	for (size_t i = 0; i < embedded_file_count; i++) {
		const struct embedded_file *file = &embedded_files[i];
		loader.file = file->path;
		const struct node *parsed =
		    load_yaml(&loader, file->start, (size_t)(file->end - file->start));
		const struct node *taken = nodes_take(arena, i);
		assert_non_null(parsed);
		assert_non_null(taken);
		if (count_same(parsed, taken) < 10)
			fail_msg("%s was read differently when the program was built", file->path);
		arena_reset(arena);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(built_in_trees_are_those_of_the_parser),
	    cmocka_unit_test(built_in_index_agrees_with_a_walk)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "daemon/learners/course_items.h"

#include "checker/algebra/arena.h"

#include <errno.h>
#include <string.h>

enum { ITEM_BYTES = 64 << 20 };

/* Adds the skills of the laws that lead to the solution, as far as the family's skill rests on them. */
static void add_components(const struct course *course, const struct course_family *family,
    const struct solution *solution, struct skill_set *components)
{
	struct law_row law;
	for (size_t step = 0; step < solution->count; step++) {
		const char *id = solution->steps[step].law;
		for (size_t i = 0; id && i < content_law_count(course->content); i++) {
			content_law(course->content, i, LOCALE_EN, &law);
			if (strcmp(law.id, id) != 0) {
				continue;
			}
			uint16_t skill =
			    law.skill ? course_find_skill(course, law.skill) : (uint16_t)SKILL_NONE;
			if (skill != SKILL_NONE &&
			    skill_set_has(&course->skills[family->skill].ancestors, skill)) {
				skill_set_add(components, skill);
			}
		}
	}
}

static void measure_level(
    const struct course *course, struct course_family *family, int level, struct arena *arena)
{
	struct course_level *row = &family->levels[level - 1];
	struct sequence_request request = {.family = family->id, .level = level};
	struct sequence *sequence;
	if (row->items == 0 || sequence_start(course->content, arena, &request, &sequence) != CONTENT_OK) {
		return;
	}
	uint64_t number = 0;
	for (int i = 0; i < COURSE_SAMPLES && number < sequence_length(sequence); i++) {
		struct arena_mark mark = arena_mark(arena);
		struct item item;
		struct solution solution;
		if (sequence_item(sequence, arena, &number, &item) != CONTENT_OK) {
			break;
		}
		row->choices = (unsigned)item.question.option_count;
		if (item_solution(course->content, arena, &item, LOCALE_EN, &solution) == CONTENT_OK) {
			add_components(course, family, &solution, &row->components);
		}
		arena_rewind(arena, mark);
	}
}

struct measuring {
	const struct course *course;
	struct course_family *family;
	int level;
	struct arena *arena;
};

static void measure(void *context)
{
	struct measuring *measuring = context;
	measure_level(measuring->course, measuring->family, measuring->level, measuring->arena);
}

int course_measure_items(struct course *course)
{
	struct arena *arena = arena_new(ITEM_BYTES);
	if (!arena) {
		return -ENOMEM;
	}
	arena_serve_gmp(arena);
	for (size_t i = 0; i < course->family_count; i++) {
		for (int level = 1; level <= COURSE_LEVELS; level++) {
			struct measuring measuring = {course, &course->families[i], level, arena};
			arena_try(arena, measure, &measuring);
			arena_reset(arena);
		}
	}
	arena_serve_gmp(NULL);
	arena_free(arena);
	return 0;
}

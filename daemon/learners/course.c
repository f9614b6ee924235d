#include "daemon/learners/course.h"
#include "daemon/learners/course_items.h"
#include "daemon/learners/network.h"

#include "checker/algebra/arena.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { COURSE_BYTES = 8 << 20 };

struct making {
	const struct content *content;
	struct course *course;
	struct arena *arena;
	const char *fault;
};

uint32_t course_key(const char *id)
{
	uint32_t key = 2166136261u;
	for (const char *at = id; *at; at++) {
		key = (key ^ (unsigned char)*at) * 16777619u;
	}
	return key ? key : 1;
}

/* --- skills --- */

static size_t content_index(const struct content *content, const char *id)
{
	struct skill_row row;
	for (size_t i = 0; i < content_skill_count(content); i++) {
		content_skill(content, i, &row);
		if (strcmp(row.id, id) == 0) {
			return i;
		}
	}
	return SIZE_MAX;
}

static bool is_placed(const struct course *course, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(course->skills[i].id, id) == 0) {
			return true;
		}
	}
	return false;
}

/* May it come next: not there yet, and all that it rests on is? Prerequisites outside the content never are.
 */
static bool is_next(const struct making *making, size_t count, const struct skill_row *row)
{
	for (size_t i = 0; i < row->prerequisite_count; i++) {
		if (content_index(making->content, row->prerequisites[i]) != SIZE_MAX &&
		    !is_placed(making->course, count, row->prerequisites[i])) {
			return false;
		}
	}
	return !is_placed(making->course, count, row->id);
}

static void place_skill(struct making *making, size_t index, const struct skill_row *row)
{
	struct course *course = making->course;
	struct course_skill *skill = &course->skills[index];
	*skill = (struct course_skill){.key = course_key(row->id),
	    .id = row->id,
	    .unit = row->unit,
	    .seed_unit = row->seed_unit ? row->seed_unit : "",
	    .title = row->title,
	    .place = content_index(making->content, row->id)};
	for (size_t i = 0; i < row->prerequisite_count; i++) {
		uint16_t parent = course_find_skill(course, row->prerequisites[i]);
		if (parent == SKILL_NONE) {
			continue;
		}
		skill_set_add(&skill->parents, parent);
		skill_set_add(&skill->ancestors, parent);
		skill_set_join(&skill->ancestors, &course->skills[parent].ancestors);
		skill_set_add(&course->skills[parent].children, index);
	}
	SKILL_EACH(ancestor, &skill->ancestors)
	{
		skill_set_add(&course->skills[ancestor].descendants, index);
	}
}

/* In the content's order, but each after what it rests on. */
static void make_skills(struct making *making)
{
	size_t count = content_skill_count(making->content);
	making->course->skills = arena_array(making->arena, count + 1, sizeof(*making->course->skills));
	struct skill_row row;
	for (size_t placed = 0; placed < count; placed++) {
		size_t i = 0;
		content_skill(making->content, 0, &row);
		while (i < count && !is_next(making, placed, &row)) {
			if (++i < count) {
				content_skill(making->content, i, &row);
			}
		}
		if (i == count) {
			making->fault = "a skill is its own prerequisite";
			return;
		}
		place_skill(making, placed, &row);
		making->course->skill_count = placed + 1;
	}
}

/* --- families and misconceptions --- */

static void make_families(struct making *making)
{
	struct course *course = making->course;
	size_t count = content_family_count(making->content);
	course->families = arena_array(making->arena, count + 1, sizeof(*course->families));
	struct family_row row;
	for (size_t i = 0; i < count; i++) {
		content_family(making->content, i, &row);
		struct course_family *family = &course->families[course->family_count++];
		*family = (struct course_family){
		    .key = course_key(row.id), .id = row.id, .skill = course_find_skill(course, row.skill)};
		for (size_t level = 0; level < COURSE_LEVELS; level++) {
			family->levels[level].items = row.items[level];
			skill_set_add(&family->levels[level].components, family->skill);
		}
	}
}

static void list_families(struct making *making)
{
	struct course *course = making->course;
	for (size_t skill = 0; skill < course->skill_count; skill++) {
		uint16_t *families = arena_array(making->arena, course->family_count + 1, sizeof(*families));
		size_t count = 0;
		for (size_t i = 0; i < course->family_count; i++) {
			if (course->families[i].skill == skill) {
				families[count++] = (uint16_t)i;
			}
		}
		course->skills[skill].families = families;
		course->skills[skill].family_count = count;
	}
}

static void make_misconceptions(struct making *making)
{
	struct course *course = making->course;
	size_t count = content_misconception_count(making->content);
	course->misconceptions = arena_array(making->arena, count + 1, sizeof(*course->misconceptions));
	struct misconception_row row;
	for (size_t i = 0; i < count; i++) {
		content_misconception(making->content, i, LOCALE_EN, &row);
		course->misconceptions[course->misconception_count++] = (struct course_misconception){
		    course_key(row.id), row.id,
		    row.prerequisite ? course_find_skill(course, row.prerequisite) : (uint16_t)SKILL_NONE};
	}
}

static int compare_keys(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	return left < right ? -1 : left > right;
}

static void check_keys(struct making *making)
{
	const struct course *course = making->course;
	size_t most = course->skill_count + course->family_count + course->misconception_count;
	uint32_t *keys = arena_array(making->arena, most + 1, sizeof(*keys));
	for (int kind = 0; kind < 3; kind++) {
		size_t count = 0;
		for (size_t i = 0; kind == 0 && i < course->skill_count; i++) {
			keys[count++] = course->skills[i].key;
		}
		for (size_t i = 0; kind == 1 && i < course->family_count; i++) {
			keys[count++] = course->families[i].key;
		}
		for (size_t i = 0; kind == 2 && i < course->misconception_count; i++) {
			keys[count++] = course->misconceptions[i].key;
		}
		qsort(keys, count, sizeof(*keys), compare_keys);
		for (size_t i = 1; i < count; i++) {
			if (keys[i] == keys[i - 1]) {
				making->fault = "two ids have the same hash; rename one of them";
			}
		}
	}
}

static void make(void *context)
{
	struct making *making = context;
	if (content_skill_count(making->content) > SKILLS_MAX ||
	    content_family_count(making->content) >= FAMILY_NONE) {
		making->fault = "the content has too many skills or families for one course";
		return;
	}
	make_skills(making);
	if (!making->fault) {
		make_families(making);
		list_families(making);
		make_misconceptions(making);
		check_keys(making);
	}
}

int course_new(const struct content *content, struct course **ret_course, const char **ret_fault)
{
	size_t length = 0;
	const uint8_t *measures = course_built_in_measures(content, &length);
	return course_new_measured(content, measures, length, ret_course, ret_fault);
}

int course_new_measured(const struct content *content, const uint8_t *measures, size_t length,
    struct course **ret_course, const char **ret_fault)
{
	struct course *course = calloc(1, sizeof(*course));
	struct arena *arena = arena_new(COURSE_BYTES);
	if (!course || !arena) {
		free(course);
		arena_free(arena);
		return -ENOMEM;
	}
	course->content = content;
	course->memory = arena;
	struct making making = {content, course, arena, NULL};
	int error = arena_try(arena, make, &making) == REFUSAL_NONE ? 0 : -ENOMEM;
	if (!error && !making.fault) {
		struct skill_set parents[SKILLS_MAX];
		for (size_t i = 0; i < course->skill_count; i++) {
			parents[i] = course->skills[i].parents;
		}
		error = network_new(course->skill_count, parents, &course->network, &making.fault);
	}
	if (!error && !making.fault) {
		bool taken = measures && course_take_measures(course, measures, length);
		error = taken ? 0 : course_measure_items(course);
	}
	if (error || making.fault) {
		course_free(course);
		*ret_fault = making.fault ? making.fault : "memory is out";
		return error ? error : -EINVAL;
	}
	*ret_course = course;
	return 0;
}

void course_free(struct course *course)
{
	if (course) {
		network_free(course->network);
		arena_free(course->memory);
		free(course);
	}
}

/* --- looking up --- */

uint16_t course_find_skill(const struct course *course, const char *id)
{
	for (size_t i = 0; i < course->skill_count; i++) {
		if (strcmp(course->skills[i].id, id) == 0) {
			return (uint16_t)i;
		}
	}
	return SKILL_NONE;
}

uint16_t course_find_skill_key(const struct course *course, uint32_t key)
{
	for (size_t i = 0; i < course->skill_count; i++) {
		if (course->skills[i].key == key) {
			return (uint16_t)i;
		}
	}
	return SKILL_NONE;
}

uint16_t course_find_family(const struct course *course, const char *id)
{
	uint16_t index = course_find_family_key(course, course_key(id));
	return index != FAMILY_NONE && strcmp(course->families[index].id, id) == 0 ? index : FAMILY_NONE;
}

uint16_t course_find_family_key(const struct course *course, uint32_t key)
{
	for (size_t i = 0; i < course->family_count; i++) {
		if (course->families[i].key == key) {
			return (uint16_t)i;
		}
	}
	return FAMILY_NONE;
}

const struct course_misconception *course_find_misconception_key(const struct course *course, uint32_t key)
{
	for (size_t i = 0; i < course->misconception_count; i++) {
		if (course->misconceptions[i].key == key) {
			return &course->misconceptions[i];
		}
	}
	return NULL;
}

const struct course_misconception *course_find_misconception(const struct course *course, const char *id)
{
	const struct course_misconception *found = course_find_misconception_key(course, course_key(id));
	return found && strcmp(found->id, id) == 0 ? found : NULL;
}

bool course_scope(const struct course *course, const char *name, struct skill_set *ret_skills)
{
	struct skill_set skills = {0};
	for (size_t i = 0; i < course->skill_count; i++) {
		const struct course_skill *skill = &course->skills[i];
		if (!*name || strcmp(skill->id, name) == 0 || strcmp(skill->unit, name) == 0 ||
		    strcmp(skill->seed_unit, name) == 0) {
			skill_set_add(&skills, i);
		}
	}
	if (skill_set_is_empty(&skills)) {
		return false;
	}
	*ret_skills = skills;
	return true;
}

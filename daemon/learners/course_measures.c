/*
 * What was measured of the families' items, as bytes. Those of the built-in content are made when the program
 * is built (make_course.c): the version of the content, then the measures.
 */
#include "daemon/learners/bytes.h"
#include "daemon/learners/course_items.h"

#include <string.h>

/* Absent in the program that makes them. */
extern const uint8_t embedded_measures[] __attribute__((weak));
extern const uint8_t embedded_measures_end[] __attribute__((weak));

const uint8_t *course_built_in_measures(const struct content *content, size_t *ret_length)
{
	const char *version = content_version(content);
	const uint8_t *bytes = embedded_measures;
	size_t head = strlen(version), length = bytes ? (size_t)(embedded_measures_end - bytes) : 0;
	if (length < head || memcmp(bytes, version, head) != 0) {
		return NULL;
	}
	*ret_length = length - head;
	return bytes + head;
}

/* A level: its components, 64 of them a word, and its choices. */
enum { WORD_BYTES = 8, MEASURE_BYTES = (SKILL_WORDS + 1) * WORD_BYTES };

static struct course_level *level_at(const struct course *course, size_t place)
{
	return &course->families[place / COURSE_LEVELS].levels[place % COURSE_LEVELS];
}

size_t course_measures_size(const struct course *course)
{
	return course->family_count * COURSE_LEVELS * MEASURE_BYTES;
}

void course_put_measures(const struct course *course, uint8_t *ret_bytes)
{
	struct writer out = {.bytes = ret_bytes, .size = course_measures_size(course)};
	for (size_t i = 0; i < course->family_count * COURSE_LEVELS; i++) {
		const struct course_level *level = level_at(course, i);
		for (size_t word = 0; word < SKILL_WORDS; word++) {
			put_fixed(&out, level->components.words[word], WORD_BYTES);
		}
		put_fixed(&out, level->choices, WORD_BYTES);
	}
}

bool course_take_measures(struct course *course, const uint8_t *bytes, size_t length)
{
	struct reader in = {.bytes = bytes, .length = length};
	if (length != course_measures_size(course)) {
		return false;
	}
	for (size_t i = 0; i < course->family_count * COURSE_LEVELS; i++) {
		struct course_level *level = level_at(course, i);
		for (size_t word = 0; word < SKILL_WORDS; word++) {
			level->components.words[word] = get_fixed(&in, WORD_BYTES);
		}
		level->choices = (unsigned)get_fixed(&in, WORD_BYTES);
	}
	return true;
}

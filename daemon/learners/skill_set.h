/*
 * A set of skills by their index in the course: plain data, copied freely. All functions are pure.
 */
#ifndef DAEMON_SKILL_SET_H
#define DAEMON_SKILL_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SKILLS_MAX = 128, /* of one course */
	SKILL_WORDS = SKILLS_MAX / 64,
	SKILL_NONE = UINT16_MAX, /* where a skill may be missing */
};

struct skill_set {
	uint64_t words[SKILL_WORDS];
};

static inline bool skill_set_has(const struct skill_set *set, size_t skill)
{
	return set->words[skill / 64] >> (skill % 64) & 1;
}

static inline void skill_set_add(struct skill_set *set, size_t skill)
{
	set->words[skill / 64] |= (uint64_t)1 << (skill % 64);
}

static inline void skill_set_remove(struct skill_set *set, size_t skill)
{
	set->words[skill / 64] &= ~((uint64_t)1 << (skill % 64));
}

static inline void skill_set_join(struct skill_set *set, const struct skill_set *other)
{
	for (size_t i = 0; i < SKILL_WORDS; i++) {
		set->words[i] |= other->words[i];
	}
}

static inline bool skill_set_is_empty(const struct skill_set *set)
{
	uint64_t all = 0;
	for (size_t i = 0; i < SKILL_WORDS; i++) {
		all |= set->words[i];
	}
	return !all;
}

static inline bool skill_set_within(const struct skill_set *set, const struct skill_set *other)
{
	uint64_t outside = 0;
	for (size_t i = 0; i < SKILL_WORDS; i++) {
		outside |= set->words[i] & ~other->words[i];
	}
	return !outside;
}

static inline size_t skill_set_count(const struct skill_set *set)
{
	size_t count = 0;
	for (size_t i = 0; i < SKILL_WORDS; i++) {
		count += (size_t)__builtin_popcountll(set->words[i]);
	}
	return count;
}

/* The first member at or after `from`; SKILLS_MAX when there is none. */
static inline size_t skill_set_next(const struct skill_set *set, size_t from)
{
	while (from < SKILLS_MAX && !skill_set_has(set, from)) {
		from++;
	}
	return from;
}

#define SKILL_EACH(skill, set)                                                                               \
	for (size_t skill = skill_set_next((set), 0); (skill) < SKILLS_MAX;                                  \
	     (skill) = skill_set_next((set), (skill) + 1))

#endif

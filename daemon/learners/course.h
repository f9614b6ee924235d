/*
 * What the learner model knows of the content: the skills with their prerequisites, the families with what an
 * item of each level asks for besides its own skill, the names of misconceptions, and the placement network.
 * Made once from loaded content, immutable afterwards: any number of threads read it.
 *
 * Skills and families are known by their index here; what is stored or sent uses their *key*, a hash of their
 * id that stays the same when the content grows. course_new() refuses content in which two keys collide.
 *
 * Ownership: borrows ids and titles from the content, which must live longer.
 */
#ifndef DAEMON_COURSE_H
#define DAEMON_COURSE_H

#include "daemon/learners/skill_set.h"
#include "generators/engine/engine.h"

enum {
	COURSE_LEVELS = 3,
	FAMILY_NONE = UINT16_MAX,
	COURSE_PARENTS = 12, /* of one skill */
	COURSE_SAMPLES = 3,  /* items of a family's level whose solutions say what it asks for */
};

struct network;

struct course_skill {
	uint32_t key;
	const char *id, *unit, *seed_unit; /* seed_unit: "" where there is none */
	const char *title;                 /* in English */
	size_t place;                      /* of the content's skills */
	struct skill_set parents, ancestors, children, descendants;
	const uint16_t *families; /* indices */
	size_t family_count;
};

/* A family at one level. */
struct course_level {
	uint64_t items;              /* 0: it has none at this level */
	struct skill_set components; /* the skill itself and the ancestors that its items ask for */
	unsigned choices;            /* answers to choose from; 0: the learner writes one */
};

struct course_family {
	uint32_t key;
	const char *id;
	uint16_t skill;
	struct course_level levels[COURSE_LEVELS];
};

struct course_misconception {
	uint32_t key;
	const char *id;
	uint16_t prerequisite; /* SKILL_NONE where the content names none */
};

struct course {
	const struct content *content;
	struct course_skill *skills; /* in an order in which prerequisites come first */
	size_t skill_count;
	struct course_family *families;
	size_t family_count;
	struct course_misconception *misconceptions;
	size_t misconception_count;
	struct network *network;
	void *memory; /* of all the above */
};

/*
 * 0, -ENOMEM, or -EINVAL with *ret_fault in constant words: too many skills, a skill with too many
 * prerequisites, two keys that collide, a graph of treewidth above 16. What each family's items ask for
 * besides its skill is told by the solutions of COURSE_SAMPLES items a level.
 */
int course_new(const struct content *content, struct course **ret_course, const char **ret_fault);
/*
 * The same, sooner: with what an earlier course of the same content gave for course_put_measures(). NULL, or
 * what is not of that form: measured anew.
 */
int course_new_measured(const struct content *content, const uint8_t *measures, size_t length,
    struct course **ret_course, const char **ret_fault);
/* What was measured of the families' items, to be kept for the next start. */
size_t course_measures_size(const struct course *course);
void course_put_measures(const struct course *course, uint8_t *ret_bytes);
/* Those that were made when the program was built; NULL when the content is another. */
const uint8_t *course_built_in_measures(const struct content *content, size_t *ret_length);
void course_free(struct course *course); /* NULL is allowed */

/* A name's key: FNV-1a of 32 bits (Fowler, Noll, Vo 1991); never 0. */
uint32_t course_key(const char *id);

/* Indices; SKILL_NONE, FAMILY_NONE or NULL when there is none. */
uint16_t course_find_skill(const struct course *course, const char *id);
uint16_t course_find_skill_key(const struct course *course, uint32_t key);
uint16_t course_find_family(const struct course *course, const char *id);
uint16_t course_find_family_key(const struct course *course, uint32_t key);
const struct course_misconception *course_find_misconception(const struct course *course, const char *id);
const struct course_misconception *course_find_misconception_key(const struct course *course, uint32_t key);

/*
 * The skills that a name stands for: a skill, a unit, or a seed unit, which gathers its units. "" is the
 * whole course. False when there is no such name.
 */
bool course_scope(const struct course *course, const char *name, struct skill_set *ret_skills);

#endif

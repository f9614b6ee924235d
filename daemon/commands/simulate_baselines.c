/* How courses are often taught: at a fixed pace, until so many in a row, by plain tracing, by Khan's rule. */
#include "daemon/commands/simulate.h"
#include "daemon/learners/nida.h"

#include <math.h>
#include <string.h>

enum { LEVEL = 2, PER_SKILL_MOST = 100, KHAN_ROUNDS = 12, KHAN_TRIES = 12, KHAN_EXERCISE = 4 };

static const char *const seed_units[] = {
    "", "negative-numbers", "basic-exponents", "negative-exponents", "logarithms"};

/* One item of the skill, families in turn. True when it came out right. */
static bool ask(struct examiner *examiner, struct truth *truth, size_t skill, uint32_t number)
{
	const struct course_skill *row = &examiner->course->skills[skill];
	struct attempt attempt;
	for (size_t i = 0; i < row->family_count; i++) {
		uint16_t family = row->families[(number + i) % row->family_count];
		for (int level = LEVEL; level >= 1; level--) {
			struct choice choice = {.kind = CHOICE_ITEM,
			    .skill = (uint16_t)skill,
			    .family = family,
			    .level = (uint8_t)level,
			    .number = number / (uint32_t)row->family_count};
			if (examiner->course->families[family].levels[level - 1].items) {
				return examiner_ask(examiner, truth, NULL, 0, &choice, true, &attempt) &&
				       attempt.outcome == ANSWER_RIGHT;
			}
		}
	}
	return false;
}

struct skill_set fixed_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int per_skill)
{
	SKILL_EACH(skill, goal)
	{
		for (int i = 0; i < per_skill; i++) {
			ask(examiner, truth, skill, (uint32_t)i);
		}
	}
	return *goal;
}

struct skill_set row_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int in_a_row)
{
	struct skill_set done = {0};
	SKILL_EACH(skill, goal)
	{
		int row = 0;
		for (int i = 0; row < in_a_row && i < PER_SKILL_MOST && truth->items < SIMULATE_ITEMS; i++) {
			row = ask(examiner, truth, skill, (uint32_t)i) ? row + 1 : 0;
		}
		if (row >= in_a_row) {
			skill_set_add(&done, skill);
		}
	}
	return done;
}

/* Corbett & Anderson 1995, skill by skill, with their usual guess and slip of .1. */
struct skill_set tracing_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int percent)
{
	struct skill_set done = {0};
	SKILL_EACH(skill, goal)
	{
		struct nida_component component = {.belief = .3, .slip = .1, .guess = .1};
		for (int i = 0;
		     component.belief < percent / 100. && i < PER_SKILL_MOST && truth->items < SIMULATE_ITEMS;
		     i++) {
			if (ask(examiner, truth, skill, (uint32_t)i)) {
				nida_update_right(&component, 1);
			} else {
				nida_update_wrong(&component, 1, 0);
			}
			component.belief += (1 - component.belief) * .15;
		}
		if (component.belief >= percent / 100.) {
			skill_set_add(&done, skill);
		}
	}
	return done;
}

/* --- Khan Academy's rule --- */

struct khan {
	struct examiner *examiner;
	struct truth *truth;
	int levels[SKILLS_MAX]; /* 0 attempted, 1 familiar, 2 proficient, 3 mastered */
	uint32_t asked[SKILLS_MAX];
};

static bool khan_ask(struct khan *khan, size_t skill)
{
	return ask(khan->examiner, khan->truth, skill, khan->asked[skill]++);
}

/* Exercises of four until all four are right: three make it familiar. */
static void khan_exercise(struct khan *khan, size_t skill)
{
	for (int i = 0; khan->levels[skill] < 2 && i < KHAN_TRIES && khan->truth->items < SIMULATE_ITEMS;
	     i++) {
		int right = 0;
		for (int k = 0; k < KHAN_EXERCISE; k++) {
			right += khan_ask(khan, skill);
		}
		khan->levels[skill] = right == KHAN_EXERCISE ? 2 : right == KHAN_EXERCISE - 1;
	}
}

/* A unit test: one item a skill, up or down a level. True when all are mastered. */
static bool khan_test(struct khan *khan, const struct skill_set *unit)
{
	bool all = true;
	SKILL_EACH(skill, unit)
	{
		if (khan->levels[skill] < 3) {
			int level = khan->levels[skill] + (khan_ask(khan, skill) ? 1 : -1);
			khan->levels[skill] = level < 0 ? 0 : level;
		}
		all = all && khan->levels[skill] == 3;
	}
	return all;
}

struct skill_set khan_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int variant)
{
	struct khan khan = {.examiner = examiner, .truth = truth};
	struct skill_set done = {0};
	(void)variant;
	for (size_t u = 0; u < sizeof(seed_units) / sizeof(seed_units[0]); u++) {
		struct skill_set unit = {0};
		SKILL_EACH(skill, goal)
		{
			if (strcmp(examiner->course->skills[skill].seed_unit, seed_units[u]) == 0) {
				skill_set_add(&unit, skill);
			}
		}
		for (int round = 0; round < KHAN_ROUNDS && truth->items < SIMULATE_ITEMS; round++) {
			SKILL_EACH(skill, &unit)
			{
				khan_exercise(&khan, skill);
			}
			if (khan_test(&khan, &unit)) {
				break;
			}
		}
	}
	SKILL_EACH(skill, goal)
	{
		if (khan.levels[skill] == 3) {
			skill_set_add(&done, skill);
		}
	}
	return done;
}

/* --- the tables --- */

const struct policy simulate_policies[] = {
    {"engine", engine_teach, ENGINE_WHOLE, true},
    {"  without labels", engine_teach, ENGINE_NO_LABELS, true},
    {"  without reviews", engine_teach, ENGINE_NO_REVIEWS, true},
    {"  without placement", engine_teach, ENGINE_NO_PLACEMENT, true},
    {"fixed pace, 8 a skill", fixed_teach, 8, false},
    {"fixed pace, 12 a skill", fixed_teach, 12, false},
    {"three in a row", row_teach, 3, false},
    {"plain tracing, .95", tracing_teach, 95, false},
    {"Khan's rule", khan_teach, 0, false},
};
const size_t simulate_policy_count = sizeof(simulate_policies) / sizeof(simulate_policies[0]);

/* Into the last unit, with two to four hidden holes below it. */
const struct policy simulate_hole_policies[] = {
    {"engine", engine_teach, ENGINE_WHOLE, true},
    {"  without labels", engine_teach, ENGINE_NO_LABELS, true},
    {"  lower units assumed", engine_teach, ENGINE_ASSUMED, true},
    {"  assumed, no labels", engine_teach, ENGINE_ASSUMED | ENGINE_NO_LABELS, true},
    {"fixed pace, 8 a skill", fixed_teach, 8, false},
    {"three in a row", row_teach, 3, false},
    {"plain tracing, .95", tracing_teach, 95, false},
};
const size_t simulate_hole_policy_count = sizeof(simulate_hole_policies) / sizeof(simulate_hole_policies[0]);

/* Simulated learners. The constants are the prototype's. */
#include "daemon/commands/simulate.h"

#include <math.h>
#include <string.h>

/* Units by their place in the course, and how likely a learner of middling ability knows their skills. */
static const struct {
	const char *seed_unit;
	double offset;
	bool low; /* hidden holes lie here */
} units[] = {
    {"", 1.8, true}, /* foundations */
    {"negative-numbers", 1.8, true},
    {"basic-exponents", .8, true},
    {"negative-exponents", -.6, false},
    {"logarithms", -2.2, false},
};
#define LAST_UNIT "logarithms"

/* --- chance --- */

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t next(uint64_t *random)
{
	uint64_t z = (*random += 0x9e3779b97f4a7c15ULL);
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

double simulate_random(uint64_t *random)
{
	return (double)(next(random) >> 11) * 0x1p-53;
}

double simulate_normal(uint64_t *random)
{
	double radius = sqrt(-2 * log(1 - simulate_random(random)));
	return radius * cos(2 * 3.14159265358979323846 * simulate_random(random));
}

double truth_random(struct truth *truth)
{
	return simulate_random(&truth->random);
}

size_t truth_below(struct truth *truth, size_t count)
{
	return (size_t)(truth_random(truth) * (double)count);
}

static double between(struct truth *truth, double low, double high)
{
	return low + (high - low) * truth_random(truth);
}

static double normal(struct truth *truth)
{
	return simulate_normal(&truth->random);
}

static bool chance(struct truth *truth, double probability)
{
	return truth_random(truth) < probability;
}

/* --- a learner --- */

static size_t unit_of(const struct course *course, size_t skill)
{
	size_t i = 0;
	while (i + 1 < sizeof(units) / sizeof(units[0]) &&
	       strcmp(units[i].seed_unit, course->skills[skill].seed_unit) != 0) {
		i++;
	}
	return i;
}

static bool all_known(const struct truth *truth, const struct skill_set *skills)
{
	SKILL_EACH(skill, skills)
	{
		if (!truth->known[skill]) {
			return false;
		}
	}
	return true;
}

/* Takes `count` of the skills, at random. */
static struct skill_set sample(struct truth *truth, struct skill_set skills, size_t count)
{
	struct skill_set taken = {0};
	for (size_t left = skill_set_count(&skills); count > 0 && left > 0; count--, left--) {
		size_t skip = truth_below(truth, left), skill = skill_set_next(&skills, 0);
		while (skip-- > 0) {
			skill = skill_set_next(&skills, skill + 1);
		}
		skill_set_add(&taken, skill);
		skill_set_remove(&skills, skill);
	}
	return taken;
}

static void forget(struct truth *truth, const struct skill_set *skills)
{
	SKILL_EACH(skill, skills)
	{
		truth->known[skill] = false;
	}
}

/* Knowledge by ability; half of the learners have one to three holes that what they know above hides. */
static void begin_course(struct truth *truth, double ability)
{
	const struct course *course = truth->course;
	struct skill_set low = {0};
	for (size_t i = 0; i < course->skill_count; i++) {
		double log_odds = 1.2 * ability + units[unit_of(course, i)].offset + .5 * normal(truth);
		bool grounded = all_known(truth, &course->skills[i].parents);
		truth->known[i] = chance(truth, grounded ? 1 / (1 + exp(-log_odds)) : .03);
		if (truth->known[i] && units[unit_of(course, i)].low) {
			skill_set_add(&low, i);
		}
	}
	if (chance(truth, .5)) {
		struct skill_set holes = sample(truth, low, 1 + truth_below(truth, 3));
		forget(truth, &holes);
	}
}

/* All below the last unit is known, but for two to four skills that it rests on. */
static void begin_holes(struct truth *truth)
{
	const struct course *course = truth->course;
	struct skill_set below = {0};
	for (size_t i = 0; i < course->skill_count; i++) {
		truth->known[i] = !skill_set_has(&truth->last, i);
	}
	SKILL_EACH(skill, &truth->last)
	{
		skill_set_join(&below, &course->skills[skill].ancestors);
	}
	SKILL_EACH(skill, &truth->last)
	{
		skill_set_remove(&below, skill);
	}
	truth->holes = sample(truth, below, 2 + truth_below(truth, 3));
	forget(truth, &truth->holes);
}

void truth_init(struct truth *truth, const struct course *course, uint64_t seed, enum scenario scenario)
{
	memset(truth, 0, sizeof(*truth));
	truth->random = seed * 0x9e3779b97f4a7c15ULL + (scenario == SCENARIO_HOLES ? 50000 : 0);
	truth->course = course;
	course_scope(course, LAST_UNIT, &truth->last);
	double ability = normal(truth);
	truth->learning = fmin(.7, .28 * exp(.45 * normal(truth)));
	truth->slip = between(truth, .02, .09);
	for (size_t i = 0; i < course->skill_count; i++) {
		truth->guess[i] = between(truth, 0, .08);
	}
	if (scenario == SCENARIO_HOLES) {
		begin_holes(truth);
	} else {
		begin_course(truth, ability);
	}
	for (size_t i = 0; i < course->skill_count; i++) {
		truth->mistaken[i] = chance(truth, .6);
		truth->half_life[i] = truth->known[i] ? 60 * exp(.4 * normal(truth)) : 0;
		truth->ever[i] = truth->was_known[i] = truth->known[i];
	}
	truth->spacing = exp(.3 * normal(truth));
	truth->first = -1;
}

double truth_recall(const struct truth *truth, size_t skill, double day)
{
	double days = fmax(0, day - truth->last_used[skill]);
	return truth->known[skill] ? exp2(-days / truth->half_life[skill]) : 0;
}

/* --- answering --- */

/* What this item needs: its skill, each prerequisite with .85, each of theirs with .25. */
static struct skill_set needs_of(struct truth *truth, size_t skill)
{
	const struct course *course = truth->course;
	struct skill_set needs = {0};
	SKILL_EACH(parent, &course->skills[skill].parents)
	{
		if (chance(truth, .85)) {
			skill_set_add(&needs, parent);
		}
	}
	struct skill_set direct = needs;
	SKILL_EACH(parent, &course->skills[skill].parents)
	{
		SKILL_EACH(above, &course->skills[parent].parents)
		{
			if (!skill_set_has(&direct, above) && chance(truth, .25)) {
				skill_set_add(&needs, above);
			}
		}
	}
	skill_set_add(&needs, skill);
	return needs;
}

/* What is recalled grows stronger, the more the longer it was not used (spacing). */
static void strengthen(struct truth *truth, size_t skill)
{
	double *half_life = &truth->half_life[skill];
	double recall = exp2(-(truth->day - truth->last_used[skill]) / *half_life);
	*half_life = fmin(400, *half_life * (1 + 8 * pow(1 - recall, .8)) + (*half_life < 15 ? .3 : 0));
	truth->last_used[skill] = truth->day;
}

/* Uses one needed skill. True when it did its part; *ret_unknown: it was not known. */
static bool use(struct truth *truth, size_t skill, size_t target, bool learning, bool *ret_unknown)
{
	bool known = truth->known[skill] && chance(truth, truth_recall(truth, skill, truth->day));
	truth->known[skill] = truth->known[skill] && known; /* what was not recalled is to be learnt again */
	double slip = truth->slip * (skill == target ? 1 : .3);
	bool right = chance(truth, known ? 1 - slip : truth->guess[skill]);
	if (known && learning) {
		strengthen(truth, skill);
	}
	*ret_unknown = !known;
	return right;
}

/* One practice teaches its skill, and a little of what failed below it. */
static void learn(struct truth *truth, size_t skill, size_t target)
{
	if (truth->known[skill]) {
		return;
	}
	double rate = truth->ever[skill] ? fmin(.8, 1.8 * truth->learning) : truth->learning;
	rate *= all_known(truth, &truth->course->skills[skill].parents) ? 1 : .15;
	rate *= skill == target ? 1 : .3;
	if (chance(truth, rate)) {
		truth->known[skill] = truth->ever[skill] = true;
		truth->half_life[skill] = 12 * truth->spacing;
		truth->last_used[skill] = truth->day;
	}
}

static uint16_t any_of(struct truth *truth, const struct skill_set *skills)
{
	struct skill_set one = sample(truth, *skills, 1);
	return (uint16_t)skill_set_next(&one, 0);
}

/* From which misconception a wrong answer came, if from any. */
static uint16_t blame(struct truth *truth, const struct skill_set *needs, size_t failed, bool unknown)
{
	if (unknown && truth->mistaken[failed]) {
		return chance(truth, .9) ? (uint16_t)failed : any_of(truth, needs);
	}
	return chance(truth, .04) ? any_of(truth, needs) : (uint16_t)SKILL_NONE;
}

static void draw_curve(struct truth *truth)
{
	if (truth->items % SIMULATE_CURVE_STEP || truth->items / SIMULATE_CURVE_STEP >= SIMULATE_CURVE) {
		return;
	}
	double sum = 0;
	for (size_t i = 0; i < truth->course->skill_count; i++) {
		sum += truth_recall(truth, i, truth->day);
	}
	truth->curve[truth->items / SIMULATE_CURVE_STEP] = (float)(sum / (double)truth->course->skill_count);
}

struct response truth_answer(struct truth *truth, size_t skill, bool learning)
{
	struct skill_set needs = needs_of(truth, skill);
	size_t failed = SKILLS_MAX;
	bool failed_unknown = false;
	draw_curve(truth);
	truth->items++;
	truth->day += 1. / SIMULATE_PER_DAY;
	SKILL_EACH(needed, &needs)
	{
		bool unknown;
		if (!use(truth, needed, skill, learning, &unknown) && failed == SKILLS_MAX) {
			failed = needed;
			failed_unknown = unknown;
		}
	}
	struct response response = {.right = failed == SKILLS_MAX, .blamed = SKILL_NONE};
	if (!response.right) {
		response.blamed = blame(truth, &needs, failed, failed_unknown);
	}
	if (learning) {
		learn(truth, skill, skill);
		if (failed != SKILLS_MAX && failed != skill) {
			learn(truth, failed, skill);
		}
		truth->first =
		    truth->first < 0 && all_known(truth, &truth->last) ? truth->items : truth->first;
	}
	return response;
}

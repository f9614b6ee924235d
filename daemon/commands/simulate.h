/*
 * What the files of `masteryd simulate` share: simulated learners whose truth the model does not know, the
 * items they are asked, the policies that teach them, and what came of it.
 *
 * The truth differs from the model on purpose (mastery.md, section 7): it forgets by half-lives that grow
 * with spacing, needs prerequisites by chance, learns at its own rate. Everything is drawn from the learner's
 * own generator, so that a learner is the same whatever the number of processes.
 */
#ifndef DAEMON_SIMULATE_H
#define DAEMON_SIMULATE_H

#include "checker/algebra/arena.h"
#include "checker/check.h"
#include "daemon/learners/choose.h"

#include <stdio.h>

enum {
	SIMULATE_ITEMS = 2000, /* of one course */
	SIMULATE_DAYS = 200,   /* of one course */
	SIMULATE_PER_DAY = 25, /* items */
	SIMULATE_CURVE = 51,   /* points: knowledge after 0, 20, 40 ... items */
	SIMULATE_CURVE_STEP = 20,
	SIMULATE_FADING = 31, /* points: knowledge 0, 2, 4 ... days after the last item */
	SIMULATE_FADING_STEP = 2,
};

/* --- chance: simulate_truth.c. `random` is the state of a generator; any value begins one --- */

/* 0 up to 1 */
double simulate_random(uint64_t *random);
/* A normal deviate (Box & Muller 1958). */
double simulate_normal(uint64_t *random);

/* --- several processes: simulate_processes.c --- */

struct command;
struct processes {
	size_t count;
	/* Does part number `part` of the work; gives an exit status. What it writes is seen here only in
	 * memory that is shared. */
	int (*run)(const void *context, size_t part);
	const void *context;
	const _Atomic size_t *done; /* pieces of the work, of so many; for the bar on a terminal */
	size_t all;
};
/* One process a part. EXIT_DONE, or EXIT_COULD_NOT_RUN when one of them failed. */
int processes_run(const struct command *command, const struct processes *processes);
/* `jobs`, or one a core where that is 0. */
size_t processes_wanted(int64_t jobs);

/* masteryd simulate diagnosis: simulate_diagnosis.c */
extern const struct command command_simulate_diagnosis;

/* --- the truth: simulate_truth.c --- */

/* Where a learner begins: a course from its start, or logarithms with hidden holes below. */
enum scenario { SCENARIO_COURSE, SCENARIO_HOLES };

struct truth {
	uint64_t random;
	const struct course *course;
	struct skill_set last; /* the skills of the last unit */
	double learning, slip, spacing;
	double guess[SKILLS_MAX];
	bool known[SKILLS_MAX], was_known[SKILLS_MAX], ever[SKILLS_MAX], mistaken[SKILLS_MAX];
	double half_life[SKILLS_MAX], last_used[SKILLS_MAX]; /* days */
	struct skill_set holes;                              /* SCENARIO_HOLES */
	double day;
	int items, first; /* items answered, and after how many the whole last unit was known first; -1 */
	float curve[SIMULATE_CURVE];
};

struct response {
	bool right;
	uint16_t blamed; /* a wrong answer from a misconception about this skill; SKILL_NONE: from nothing */
};

void truth_init(struct truth *truth, const struct course *course, uint64_t seed, enum scenario scenario);
/* Meets one item of the skill. `learning`: practice; a diagnostic teaches nothing. */
struct response truth_answer(struct truth *truth, size_t skill, bool learning);
/* The probability that a skill is recalled on that day. */
double truth_recall(const struct truth *truth, size_t skill, double day);
/* 0 up to 1 */
double truth_random(struct truth *truth);
/* 0 .. count - 1; count > 0 */
size_t truth_below(struct truth *truth, size_t count);

/* --- items: simulate_items.c --- */

/* What one process asks with: not shared. */
struct examiner {
	const struct course *course;
	struct arena *arena;
	struct workspace *work;
	uint64_t seed;     /* of item sequences */
	long asked, wrong; /* counted for the report */
	long meant;        /* wrong answers that came from a misconception */
	long labelled;     /* wrong answers that the diagnosis explained in part */
	long skipped;      /* wrong answers for which nothing could be typed */
	long disputed; /* the checker judged other than was meant: a predicted wrong answer that is right */
};

/*
 * The item of a choice, answered by the simulated learner and judged by the checker: fills the attempt,
 * labels included. False when the item cannot be made.
 */
bool examiner_ask(struct examiner *examiner, struct truth *truth, const struct learner *learner, int64_t now,
    const struct choice *choice, bool learning, struct attempt *ret_attempt);

/* --- policies: simulate_engine.c, simulate_baselines.c --- */

struct result {
	bool done; /* the slot was filled */
	double items, days, know_last, know_all, full, declared, wrongly, recall_now, recall_30,
	    recall_30_last, first, holes;
	float curve[SIMULATE_CURVE];
	float fading[SIMULATE_FADING];
};

struct policy {
	const char *name;
	/* Teaches; gives the skills that it declares mastered. */
	struct skill_set (*teach)(
	    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int variant);
	int variant;
	bool of_engine;
};
extern const struct policy simulate_policies[];
extern const size_t simulate_policy_count;
extern const struct policy simulate_hole_policies[];
extern const size_t simulate_hole_policy_count;

enum engine_variant {
	ENGINE_WHOLE,
	ENGINE_NO_LABELS = 1,
	ENGINE_NO_REVIEWS = 2,
	ENGINE_NO_PLACEMENT = 4,
	ENGINE_ASSUMED = 8, /* no placement: the units below the goal are assumed */
};
struct skill_set engine_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int variant);
struct skill_set fixed_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int per_skill);
struct skill_set row_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int in_a_row);
struct skill_set tracing_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int percent);
struct skill_set khan_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int variant);

/* --- placement alone --- */
struct placement_result {
	bool done;
	double questions, right, holes_found; /* holes_found NaN: it had none */
};
enum placement_kind { PLACEMENT_ENGINE, PLACEMENT_NO_LABELS, PLACEMENT_DIAGNOSYS, PLACEMENT_KINDS };
extern const char *const placement_names[PLACEMENT_KINDS];
void simulate_placement(struct examiner *examiner, struct truth *truth, enum placement_kind kind,
    struct placement_result *ret_result);

/* --- what came of it: simulate_tables.c, simulate_plots.c --- */
struct interval {
	double mean, half; /* 95 %: mean +- half */
	size_t count;
};
/* Of the values that are numbers. */
struct interval interval_of(const double *values, size_t count);

struct simulation {
	size_t learners;
	struct result *course;              /* [policy][learner] */
	struct result *holes;               /* [hole policy][learner] */
	struct placement_result *placement; /* [kind][learner] */
	size_t skills;
	bool engine; /* only the first row of each was run */
	double seconds;
};
void simulate_tables(const struct simulation *simulation);
/* Gives the number of goals that were missed. */
int simulate_goals(const struct simulation *simulation);
/* The head of an SVG of so many units, with a title. */
void simulate_svg_head(FILE *out, int width, int height, int left, const char *title);
/* Writes knowledge.svg and retention.svg. 0 or a negative errno. */
int simulate_plots(const struct simulation *simulation, const char *folder);

#endif

/* A course as the engine teaches it: placement, practice with reviews, until the goal is mastered. */
#include "daemon/commands/simulate.h"
#include "daemon/learners/placement.h"
#include "daemon/learners/view.h"

#include <math.h>
#include <string.h>

enum { DAY_MS = 86400000 };
#define BEGIN_MS 1767225600000 /* 2026-01-01 */

/* A learner on their way: the truth, and what the engine believes of it. */
struct session {
	struct examiner *examiner;
	struct truth *truth;
	struct learner *learner;
	int variant;
};

static int64_t now_of(const struct truth *truth)
{
	return BEGIN_MS + (int64_t)llround(truth->day * DAY_MS);
}

static void apply(const struct session *session, struct evidence *evidence)
{
	evidence->at = now_of(session->truth);
	learner_apply(session->examiner->course, session->examiner->work, session->learner, evidence, NULL);
}

/* Gives the item out and takes the answer in. False when there is no such item. */
static bool meet(const struct session *session, const struct choice *choice, bool learning)
{
	struct evidence evidence = {.kind = EVIDENCE_ISSUED, .issued = *choice};
	struct attempt attempt;
	if (!examiner_ask(session->examiner, session->truth, session->learner, now_of(session->truth), choice,
	        learning, &attempt)) {
		return false;
	}
	if (session->variant & ENGINE_NO_LABELS) {
		attempt.label_count = attempt.sighting_count = 0;
	}
	evidence.issued.number = attempt.number;
	apply(session, &evidence);
	evidence = (struct evidence){.kind = EVIDENCE_ATTEMPT, .attempt = attempt};
	apply(session, &evidence);
	return true;
}

/* Gives the number of questions. */
static int place(const struct session *session)
{
	const struct course *course = session->examiner->course;
	struct evidence evidence = {.kind = EVIDENCE_ASSESSMENT};
	struct skill_set all;
	struct choice choice;
	int questions = 0;
	course_scope(course, "", &all);
	if (assessment_plan(course, session->learner, ASSESSMENT_DIAGNOSTIC, &all, now_of(session->truth),
	        &evidence.assessment) != PLAN_DONE) {
		return 0;
	}
	apply(session, &evidence);
	struct choose_request request = {
	    .mode = CHOOSE_ASSESSMENT, .assessment = session->learner->assessments_started};
	for (;;) {
		learner_choose(course, session->examiner->work, session->learner, &request,
		    now_of(session->truth), &choice);
		if (choice.kind != CHOICE_ITEM || !meet(session, &choice, false)) {
			return questions;
		}
		questions++;
	}
}

static void assume_all_but(const struct session *session, const struct skill_set *goal)
{
	struct evidence evidence = {.kind = EVIDENCE_SETTINGS, .settings = {.has_assumed = true}};
	course_scope(session->examiner->course, "", &evidence.settings.assumed);
	SKILL_EACH(skill, goal)
	{
		skill_set_remove(&evidence.settings.assumed, skill);
	}
	apply(session, &evidence);
}

/* All of the goal was mastered, and all that it rests on is proficient. */
static bool is_finished(
    const struct session *session, const struct skill_set *goal, struct skill_set *mastered)
{
	const struct course *course = session->examiner->course;
	bool with_reviews = !(session->variant & ENGINE_NO_REVIEWS);
	struct skill_set relevant = *goal;
	bool finished = true;
	SKILL_EACH(skill, goal)
	{
		skill_set_join(&relevant, &course->skills[skill].ancestors);
	}
	SKILL_EACH(skill, &relevant)
	{
		int level = session->learner->skills[skill].level;
		if (level == LEVEL_MASTERED || (!with_reviews && level == LEVEL_PROFICIENT)) {
			skill_set_add(mastered, skill);
		}
		finished = finished && level >= LEVEL_PROFICIENT &&
		           (!skill_set_has(goal, skill) || skill_set_has(mastered, skill));
	}
	return finished;
}

static void practise(const struct session *session, const char *goal_name, const struct skill_set *goal,
    struct skill_set *mastered)
{
	struct truth *truth = session->truth;
	struct choose_request request = {.mode = CHOOSE_PRACTICE,
	    .goal = goal_name,
	    .without_reviews = session->variant & ENGINE_NO_REVIEWS};
	struct choice choice;
	while (truth->items < SIMULATE_ITEMS && truth->day < SIMULATE_DAYS) {
		if (is_finished(session, goal, mastered)) {
			return;
		}
		learner_choose(session->examiner->course, session->examiner->work, session->learner, &request,
		    now_of(truth), &choice);
		if (choice.kind == CHOICE_ITEM) {
			if (!meet(session, &choice, true)) {
				return;
			}
		} else if (choice.kind == CHOICE_NOTHING && choice.at) {
			truth->day = fmax(truth->day + .04, (double)(choice.at - BEGIN_MS) / DAY_MS);
		} else {
			return;
		}
	}
}

struct skill_set engine_teach(
    struct examiner *examiner, struct truth *truth, const struct skill_set *goal, int variant)
{
	static struct learner learner; /* 70 KiB; a process teaches one at a time */
	struct session session = {examiner, truth, &learner, variant};
	struct skill_set mastered = {0}, all;
	course_scope(examiner->course, "", &all);
	learner_init(&learner, examiner->seed);
	if (variant & ENGINE_ASSUMED) {
		assume_all_but(&session, goal);
	} else if (!(variant & ENGINE_NO_PLACEMENT)) {
		place(&session);
	}
	practise(&session, skill_set_within(&all, goal) ? "" : "logarithms", goal, &mastered);
	return mastered;
}

/* --- placement alone --- */

const char *const placement_names[PLACEMENT_KINDS] = {"engine", "  without labels", "DIAGNOSYS rule"};

/*
 * DIAGNOSYS (Appleby, Samuels & Treasure-Jones 1997; in Numbas): what is passed settles all below it, what is
 * failed all above it, and the question that settles most either way comes next.
 */
static int diagnosys(struct examiner *examiner, struct truth *truth, bool *ret_known)
{
	const struct course *course = examiner->course;
	struct skill_set left;
	struct learner fresh;
	int questions = 0;
	course_scope(course, "", &left);
	learner_init(&fresh, examiner->seed);
	while (!skill_set_is_empty(&left)) {
		size_t best = SKILLS_MAX, best_settled = 0;
		SKILL_EACH(skill, &left)
		{
			struct skill_set below = course->skills[skill].ancestors,
			                 above = course->skills[skill].descendants;
			for (size_t i = 0; i < SKILL_WORDS; i++) {
				below.words[i] &= left.words[i];
				above.words[i] &= left.words[i];
			}
			size_t a = skill_set_count(&below), b = skill_set_count(&above),
			       least = a < b ? a : b;
			if (best == SKILLS_MAX || least > best_settled) {
				best = skill;
				best_settled = least;
			}
		}
		const struct course_skill *row = &course->skills[best];
		struct choice choice = {
		    .kind = CHOICE_ITEM, .skill = (uint16_t)best, .family = row->families[0], .level = 2};
		struct attempt attempt;
		bool right = examiner_ask(examiner, truth, NULL, 0, &choice, false, &attempt) &&
		             attempt.outcome == ANSWER_RIGHT;
		questions++;
		struct skill_set settled = right ? row->ancestors : row->descendants;
		skill_set_add(&settled, best);
		SKILL_EACH(skill, &settled)
		{
			if (skill_set_has(&left, skill)) {
				ret_known[skill] = right;
				skill_set_remove(&left, skill);
			}
		}
	}
	return questions;
}

static bool hides_a_hole(const struct truth *truth, size_t skill)
{
	if (truth->was_known[skill]) {
		return false;
	}
	SKILL_EACH(above, &truth->course->skills[skill].descendants)
	{
		if (truth->was_known[above]) {
			return true;
		}
	}
	return false;
}

static bool is_grounded(const struct truth *truth, size_t skill)
{
	bool known = truth->was_known[skill];
	SKILL_EACH(parent, &truth->course->skills[skill].parents)
	{
		known = known && truth->was_known[parent];
	}
	return known;
}

void simulate_placement(struct examiner *examiner, struct truth *truth, enum placement_kind kind,
    struct placement_result *ret_result)
{
	static struct learner learner;
	const struct course *course = examiner->course;
	struct session session = {
	    examiner, truth, &learner, kind == PLACEMENT_NO_LABELS ? ENGINE_NO_LABELS : 0};
	struct placement_result result = {.done = true};
	bool believed[SKILLS_MAX] = {0};
	size_t right = 0, holes = 0, found = 0;
	if (kind == PLACEMENT_DIAGNOSYS) {
		result.questions = diagnosys(examiner, truth, believed);
	} else {
		learner_init(&learner, examiner->seed);
		result.questions = place(&session);
		for (size_t i = 0; i < course->skill_count; i++) {
			believed[i] = learner.skills[i].belief >= .5;
		}
	}
	for (size_t i = 0; i < course->skill_count; i++) {
		right += believed[i] == is_grounded(truth, i);
		holes += hides_a_hole(truth, i);
		found += hides_a_hole(truth, i) && !believed[i];
	}
	result.right = (double)right / (double)course->skill_count;
	result.holes_found = holes ? (double)found / (double)holes : (double)NAN;
	*ret_result = result;
}

/* What the learner model believes, chooses and says, on the shipped content. */
#include "daemon/learners/choose.h"
#include "daemon/learners/label.h"
#include "daemon/learners/report.h"
#include "daemon/learners/view.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

enum { DAY = 86400000 };
#define START 1700000000000

static struct content *content;
static struct course *course;
static struct workspace *work;
static struct learner learner;

static void print_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	print_error("%s\n", fault->message);
}

static int load(void **state)
{
	const char *fault;
	(void)state;
	if (sodium_init() < 0 || content_load(NULL, print_fault, NULL, &content) < 0 ||
	    course_new(content, &course, &fault) < 0) {
		return -1;
	}
	work = workspace_new(course);
	return work ? 0 : -1;
}

static int unload(void **state)
{
	(void)state;
	workspace_free(work);
	course_free(course);
	content_free(content);
	return 0;
}

static uint16_t skill_of(const char *id)
{
	uint16_t skill = course_find_skill(course, id);
	assert_int_not_equal(skill, SKILL_NONE);
	return skill;
}

static struct outcome apply(struct evidence *evidence, int64_t at)
{
	struct outcome outcome;
	evidence->at = at;
	assert_int_equal(learner_apply(course, work, &learner, evidence, &outcome), 0);
	return outcome;
}

static struct choice choose(int mode, const char *goal, uint32_t assessment, int64_t at)
{
	struct choose_request request = {.mode = mode, .goal = goal, .assessment = assessment};
	struct choice choice;
	learner_choose(course, work, &learner, &request, at, &choice);
	return choice;
}

static void give_out(const struct choice *choice, int64_t at)
{
	struct evidence evidence = {.kind = EVIDENCE_ISSUED, .issued = *choice};
	apply(&evidence, at);
}

static struct attempt attempt_on(const struct choice *choice, int outcome)
{
	return (struct attempt){.skill = choice->skill,
	    .family = choice->family,
	    .level = choice->level,
	    .number = choice->number,
	    .assessment = choice->assessment,
	    .outcome = (uint8_t)outcome,
	    .form_skill = SKILL_NONE};
}

static struct outcome submit(const struct attempt *attempt, int64_t at)
{
	struct evidence evidence = {.kind = EVIDENCE_ATTEMPT, .attempt = *attempt};
	return apply(&evidence, at);
}

static struct outcome answer(const struct choice *choice, int outcome, int64_t at)
{
	struct attempt attempt = attempt_on(choice, outcome);
	give_out(choice, at);
	return submit(&attempt, at + 1000);
}

static void assume(const char *scope, int64_t at)
{
	struct evidence evidence = {.kind = EVIDENCE_SETTINGS, .settings = {.has_assumed = true}};
	assert_true(course_scope(course, scope, &evidence.settings.assumed));
	apply(&evidence, at);
}

static uint32_t start(int kind, const char *scope_name, int64_t at)
{
	struct evidence evidence = {.kind = EVIDENCE_ASSESSMENT};
	struct skill_set scope;
	assert_true(course_scope(course, scope_name, &scope));
	assert_int_equal(
	    assessment_plan(course, &learner, kind, &scope, at, &evidence.assessment), PLAN_DONE);
	apply(&evidence, at);
	return learner.assessments_started;
}

/* --- practice --- */

static void two_right_make_proficient_and_a_day_later_mastered(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	struct choice choice = choose(CHOOSE_PRACTICE, "neg-order-opposite", 0, START);
	assert_int_equal(choice.kind, CHOICE_ITEM);
	assert_int_equal(choice.reason.code, REASON_NEW_SKILL);
	uint16_t skill = choice.skill;
	for (int i = 0; i < 3 && learner.skills[skill].level < LEVEL_PROFICIENT; i++) {
		answer(&choice, ANSWER_RIGHT, START + i);
		choice = choose(CHOOSE_PRACTICE, "neg-order-opposite", 0, START + i + 2000);
	}
	assert_int_equal(learner.skills[skill].level, LEVEL_PROFICIENT);
	assert_int_equal(choice.kind, CHOICE_NOTHING);
	assert_int_equal(choice.reason.code, REASON_COME_BACK);
	assert_true(choice.at > START + DAY / 2);
	choice = choose(CHOOSE_PRACTICE, "neg-order-opposite", 0, choice.at + 1000);
	assert_int_equal(choice.skill, skill);
	assert_true(choice.review);
	struct outcome outcome = answer(&choice, ANSWER_RIGHT, choice.at + START + 2 * (int64_t)DAY);
	assert_int_equal(outcome.change_count, 1);
	assert_int_equal(outcome.changes[0].after, LEVEL_MASTERED);
}

static void the_same_choice_until_it_is_answered(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	struct choice choice = choose(CHOOSE_PRACTICE, NULL, 0, START);
	give_out(&choice, START);
	struct choice again = choose(CHOOSE_PRACTICE, NULL, 0, START + 5 * (int64_t)DAY);
	assert_int_equal(again.skill, choice.skill);
	assert_int_equal(again.number, choice.number);
	struct attempt attempt = attempt_on(&choice, ANSWER_NOTHING);
	assert_false(submit(&attempt, START + 1).counted);
	assert_true(learner.pending);
	attempt.outcome = ANSWER_WRONG;
	assert_true(submit(&attempt, START + 2).counted);
	assert_false(learner.pending);
}

static void an_item_is_never_met_twice(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	uint32_t next[64][COURSE_LEVELS] = {{0}};
	const struct course_skill *row = &course->skills[skill_of("neg-order-opposite")];
	for (int i = 0; i < 40; i++) {
		struct choice choice = choose(CHOOSE_PRACTICE, "neg-order-opposite", 0, START + i);
		assert_int_equal(choice.kind, CHOICE_ITEM);
		size_t place = 0;
		while (row->families[place] != choice.family) {
			place++;
		}
		assert_true(choice.number >= next[place][choice.level - 1]);
		next[place][choice.level - 1] = choice.number + 1;
		answer(&choice, ANSWER_WRONG, START + i);
	}
}

static void stuck_after_ten_without_three_in_a_row(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	struct skill_set stuck;
	uint16_t skill = skill_of("neg-order-opposite");
	for (int i = 0; i < 10; i++) {
		view_stuck(course, &learner, &stuck);
		assert_false(skill_set_has(&stuck, skill));
		struct choice choice = choose(CHOOSE_PRACTICE, "neg-order-opposite", 0, START + i);
		answer(&choice, ANSWER_WRONG, START + i);
	}
	view_stuck(course, &learner, &stuck);
	assert_true(skill_set_has(&stuck, skill));
}

static void hints_and_solutions_cap_what_is_gained(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	struct choice choice = choose(CHOOSE_PRACTICE, "neg-order-opposite", 0, START);
	struct learner plain = learner;
	answer(&choice, ANSWER_RIGHT, START);
	double full = learner.skills[choice.skill].belief;
	learner = plain;
	give_out(&choice, START);
	struct evidence hint = {.kind = EVIDENCE_HINT};
	apply(&hint, START);
	struct attempt attempt = attempt_on(&choice, ANSWER_RIGHT);
	submit(&attempt, START + 1);
	assert_true(learner.skills[choice.skill].belief < full);
	assert_int_equal(learner.skills[choice.skill].run, 0);
	learner = plain;
	give_out(&choice, START);
	struct evidence solution = {.kind = EVIDENCE_SOLUTION};
	apply(&solution, START);
	assert_false(submit(&attempt, START + 1).counted);
	assert_true(learner.skills[choice.skill].belief == plain.skills[choice.skill].belief);
	assert_false(learner.pending);
}

static void an_asked_skill_may_run_ahead_of_familiar_ones(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	uint16_t add = skill_of("neg-add"), order = skill_of("neg-order-opposite");
	struct choice choice = choose(CHOOSE_PRACTICE, "neg-add", 0, START);
	assert_int_equal(choice.skill, order);
	assert_int_equal(choice.reason.code, REASON_FIRST);
	assert_int_equal(choice.reason.other, add);
	learner.skills[order].level = LEVEL_FAMILIAR;
	choice = choose(CHOOSE_PRACTICE, "neg-add", 0, START);
	assert_int_equal(choice.skill, add);
	assert_int_equal(choice.reason.code, REASON_AHEAD);
	assert_int_equal(choice.reason.other, order);
}

/* --- form --- */

static void a_wrong_form_blames_the_skill_of_the_form(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	assume("foundations", START);
	uint16_t fractions = skill_of("fraction-basics");
	struct choice choice = choose(CHOOSE_PRACTICE, "exp-evaluate", 0, START);
	struct attempt attempt = attempt_on(&choice, ANSWER_WRONG_FORM);
	attempt.form_skill = fractions;
	double before = learner.skills[choice.skill].belief;
	give_out(&choice, START);
	submit(&attempt, START + 1);
	assert_true(learner.skills[choice.skill].belief > before);
	assert_true(learner.skills[fractions].belief < .9);
	before = learner.skills[choice.skill].belief;
	attempt.form_skill = choice.skill;
	submit(&attempt, START + 2);
	assert_true(learner.skills[choice.skill].belief == before);
}

/* --- being led back --- */

/*
 * A learner who knows all but one skill of negative numbers, enters at logarithms with the units below
 * assumed, and holds a misconception there: what needs the hole goes wrong, with a label on it. `needs`: the
 * target, its prerequisites and theirs.
 */
static bool needs(uint16_t skill, uint16_t hole)
{
	if (skill == hole || skill_set_has(&course->skills[skill].parents, hole)) {
		return true;
	}
	SKILL_EACH(parent, &course->skills[skill].parents)
	{
		if (skill_set_has(&course->skills[parent].parents, hole)) {
			return true;
		}
	}
	return false;
}

struct way {
	int to_hole, to_return; /* items until each; -1: never */
	uint16_t left;          /* the skill for whose sake */
};

static struct way follow(const char *hole_id, const char *goal, bool labelled)
{
	struct way way = {-1, -1, SKILL_NONE};
	uint16_t hole = skill_of(hole_id);
	int hole_right = 0;
	struct skill_set goal_skills;
	int64_t now = START;
	learner_init(&learner, 1);
	assert_true(course_scope(course, goal, &goal_skills));
	struct evidence evidence = {
	    .kind = EVIDENCE_SETTINGS, .settings = {.has_assumed = true, .has_goal = true}};
	strcpy(evidence.settings.goal, goal);
	assert_true(course_scope(course, "", &evidence.settings.assumed));
	for (size_t i = 0; i < course->skill_count; i++) {
		if (strcmp(course->skills[i].unit, "logarithms") == 0) {
			skill_set_remove(&evidence.settings.assumed, i);
		}
	}
	apply(&evidence, now);
	for (int item = 1; item <= 40; item++, now += 60000) {
		struct choice choice = choose(CHOOSE_PRACTICE, NULL, 0, now);
		assert_int_equal(choice.kind, CHOICE_ITEM);
		bool at_hole = choice.skill == hole;
		if (way.to_hole < 0 && at_hole) {
			char text[400];
			assert_true(reason_write(course, &choice.reason, LOCALE_EN, text, sizeof(text)) > 0);
			assert_non_null(strstr(text, course->skills[hole].title));
			way.to_hole = item;
		}
		if (way.to_hole > 0 && hole_right >= 3 &&
		    strcmp(course->skills[choice.skill].unit, "logarithms") == 0) {
			way.to_return = item;
			way.left = choice.skill;
			return way;
		}
		bool repaired = hole_right >= 2; /* it takes a few items to learn */
		struct attempt attempt = attempt_on(&choice, ANSWER_RIGHT);
		if (at_hole) {
			hole_right++;
			attempt.outcome = hole_right == 1 ? ANSWER_WRONG : ANSWER_RIGHT;
		} else if (!repaired && needs(choice.skill, hole)) {
			attempt.outcome = ANSWER_WRONG;
			if (labelled) {
				attempt.labels[attempt.label_count++] = (struct label){hole, .8};
			}
		}
		give_out(&choice, now);
		submit(&attempt, now + 30000);
	}
	return way;
}

static void a_hole_in_negative_numbers_is_found_from_logarithms(void **state)
{
	static const struct {
		const char *hole, *goal;
	} ways[] = {
	    {"neg-order-opposite", "log-domain"},
	    {"neg-order-opposite", "log-evaluate-negative"},
	    {"neg-subtract", "log-equation"},
	    {"neg-subtract", "exp-equation-common-base"},
	    {"neg-divide", "exp-equation-common-base"},
	    {"neg-order-opposite", "logarithms"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		for (int labelled = 0; labelled < 2; labelled++) {
			struct way way = follow(ways[i].hole, ways[i].goal, labelled);
			print_message("%s from %s%s: at item %d, back at %d\n", ways[i].hole, ways[i].goal,
			    labelled ? ", explained" : "", way.to_hole, way.to_return);
			assert_in_range(way.to_hole, 1, 15);
			assert_in_range(way.to_return, way.to_hole + 1, way.to_hole + 12);
		}
	}
}

/* --- placement and assessments --- */

static void a_diagnostic_places_and_moves_no_practised_level(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	struct skill_set known;
	course_scope(course, "negative-numbers", &known);
	uint32_t id = start(ASSESSMENT_DIAGNOSTIC, "", START);
	int questions = 0;
	struct choice choice;
	while ((choice = choose(CHOOSE_ASSESSMENT, NULL, id, START + questions)).kind == CHOICE_ITEM) {
		assert_int_equal(choice.level, 2);
		assert_int_equal(choice.reason.code, REASON_PLACEMENT);
		struct choice again = choose(CHOOSE_ASSESSMENT, NULL, id, START + questions);
		assert_int_equal(again.skill, choice.skill);
		bool knows = skill_set_has(&known, choice.skill) ||
		             strcmp(course->skills[choice.skill].unit, "foundations") == 0;
		answer(&choice, knows ? ANSWER_RIGHT : ANSWER_WRONG, START + questions);
		questions++;
	}
	assert_in_range(questions, 5, 25);
	assert_int_equal(choice.kind, CHOICE_OVER);
	assert_true(learner_assessment(&learner, id)->over);
	uint16_t known_skill = skill_of("neg-multiply"), other = skill_of("log-equation");
	assert_int_equal(learner.skills[known_skill].level, LEVEL_PROFICIENT);
	assert_true(learner.skills[known_skill].inferred);
	assert_int_equal(learner.skills[other].level, LEVEL_NONE);
	assert_true(learner.skills[other].belief <= .15);
}

static void an_assessment_is_fixed_resumed_and_moves_levels(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	uint32_t id = start(ASSESSMENT_UNIT_TEST, "negative-numbers", START);
	const struct assessment *test = learner_assessment(&learner, id);
	assert_int_equal(test->count, 10); /* the seed unit gathers two units */
	struct choice first = choose(CHOOSE_ASSESSMENT, NULL, id, START);
	struct choice practice = choose(CHOOSE_PRACTICE, NULL, 0, START + 1);
	answer(&practice, ANSWER_WRONG, START + 2);
	struct choice again = choose(CHOOSE_ASSESSMENT, NULL, id, START + 3);
	assert_int_equal(again.family, first.family);
	assert_int_equal(again.number, first.number);
	struct outcome outcome = {0};
	for (int i = 0; i < 10; i++) {
		struct choice choice = choose(CHOOSE_ASSESSMENT, NULL, id, START + 10 + i);
		assert_int_equal(choice.reason.done, i + 1);
		outcome = answer(&choice, i % 2 ? ANSWER_WRONG : ANSWER_RIGHT, START + 10 + i);
		assert_int_equal(
		    learner.skills[choice.skill].level, i % 2 ? LEVEL_ATTEMPTED : LEVEL_FAMILIAR);
	}
	assert_int_equal(outcome.assessment, id);
	assert_true(test->over);
	assert_int_equal(choose(CHOOSE_ASSESSMENT, NULL, id, START + 20).kind, CHOICE_OVER);
	assert_int_equal(choose(CHOOSE_ASSESSMENT, NULL, id + 7, START + 20).kind, CHOICE_REFUSED);
}

static void a_mastery_challenge_moves_by_both_answers(void **state)
{
	(void)state;
	struct skill_set scope;
	struct assessment plan;
	learner_init(&learner, 1);
	course_scope(course, "", &scope);
	assert_int_equal(
	    assessment_plan(course, &learner, ASSESSMENT_MASTERY_CHALLENGE, &scope, START, &plan),
	    PLAN_UNREADY);
	assume("negative-numbers", START);
	uint32_t id = start(ASSESSMENT_MASTERY_CHALLENGE, "", START);
	assert_int_equal(learner_assessment(&learner, id)->count, 6);
	assert_int_equal(
	    assessment_plan(course, &learner, ASSESSMENT_MASTERY_CHALLENGE, &scope, START + DAY / 4, &plan),
	    PLAN_EARLY);
	for (int i = 0; i < 6; i++) {
		struct choice choice = choose(CHOOSE_ASSESSMENT, NULL, id, START + i);
		answer(&choice, ANSWER_RIGHT, START + i);
		assert_int_equal(
		    learner.skills[choice.skill].level, i < 3 ? LEVEL_PROFICIENT : LEVEL_MASTERED);
	}
	assert_true(learner_assessment(&learner, id)->over);
}

/* --- words, misconceptions, reports --- */

static void every_reason_has_words_that_fit(void **state)
{
	(void)state;
	for (int code = 0; code < REASONS; code++) {
		for (int locale = 0; locale < LOCALES; locale++) {
			struct reason reason = {.code = (uint8_t)code,
			    .skill = 1,
			    .other = 2,
			    .misconception = course->misconceptions[0].key,
			    .done = 3,
			    .count = 9};
			char text[600], cut[20];
			size_t length =
			    reason_write(course, &reason, (enum locale)locale, text, sizeof(text));
			assert_in_range(length, 10, 500);
			assert_null(strchr(text, '{'));
			assert_in_range(
			    reason_write(course, &reason, (enum locale)locale, cut, sizeof(cut)), 1, 19);
		}
	}
}

static void misconceptions_fade_by_half_in_thirty_days(void **state)
{
	(void)state;
	learner_init(&learner, 1);
	uint32_t key = course->misconceptions[0].key;
	struct choice choice = choose(CHOOSE_PRACTICE, NULL, 0, START);
	struct attempt attempt = attempt_on(&choice, ANSWER_WRONG);
	attempt.sightings[attempt.sighting_count++] = (struct sighting){key, 1};
	submit(&attempt, START);
	double now = learner_log_odds(&learner, key, START);
	assert_true(now > 1);
	assert_true(fabs(learner_log_odds(&learner, key, START + 30 * (int64_t)DAY) - now / 2) < 1e-12);
	attempt.sightings[0].probability = 0;
	attempt.outcome = ANSWER_RIGHT;
	submit(&attempt, START);
	assert_true(learner_log_odds(&learner, key, START) < now);
	struct view_misconception rows[LEARNER_MISCONCEPTIONS];
	assert_int_equal(view_misconceptions(&learner, START, rows), 1);
}

static void unfinished_learners_are_censored_not_dropped(void **state)
{
	(void)state;
	struct report *report = report_new(course);
	struct report_mastery mastery;
	/* learner k masters after k items, for k = 1..8; two more stop after 3 and 20 items unmastered */
	for (uint32_t k = 1; k <= 10; k++) {
		int items = k <= 8 ? (int)k : k == 9 ? 3 : 20;
		for (int i = 1; i <= items; i++) {
			struct report_row row = {.learner = k,
			    .at = START + i * (int64_t)DAY,
			    .skill = 1,
			    .right = true,
			    .before = LEVEL_FAMILIAR,
			    .after = k <= 8 && i == items ? LEVEL_MASTERED : LEVEL_FAMILIAR,
			    .elapsed_ms = 60000};
			assert_int_equal(report_add(report, &row), 0);
		}
	}
	assert_int_equal(report_mastery(report, 1, &mastery), 0);
	assert_int_equal(mastery.begun, 10);
	assert_int_equal(mastery.mastered, 8);
	/* by hand: .9, .8, .7, then 6 at risk: .583, .467 at the fifth */
	assert_true(mastery.items.median == 5);
	assert_true(mastery.minutes.median == 5);
	assert_true(isnan(mastery.items.p90));
	report_free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(two_right_make_proficient_and_a_day_later_mastered),
	    cmocka_unit_test(the_same_choice_until_it_is_answered),
	    cmocka_unit_test(an_item_is_never_met_twice),
	    cmocka_unit_test(stuck_after_ten_without_three_in_a_row),
	    cmocka_unit_test(hints_and_solutions_cap_what_is_gained),
	    cmocka_unit_test(an_asked_skill_may_run_ahead_of_familiar_ones),
	    cmocka_unit_test(a_wrong_form_blames_the_skill_of_the_form),
	    cmocka_unit_test(a_hole_in_negative_numbers_is_found_from_logarithms),
	    cmocka_unit_test(a_diagnostic_places_and_moves_no_practised_level),
	    cmocka_unit_test(an_assessment_is_fixed_resumed_and_moves_levels),
	    cmocka_unit_test(a_mastery_challenge_moves_by_both_answers),
	    cmocka_unit_test(every_reason_has_words_that_fit),
	    cmocka_unit_test(misconceptions_fade_by_half_in_thirty_days),
	    cmocka_unit_test(unfinished_learners_are_censored_not_dropped),
	};
	return cmocka_run_group_tests(tests, load, unload);
}

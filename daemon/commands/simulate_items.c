/* Real items, answered by simulated learners and judged by the real checker. */
#include "daemon/commands/simulate.h"
#include "daemon/learners/label.h"

#include "checker/algebra/text.h"
#include "generators/engine/diagnose.h"

#include <string.h>

enum { SHOWN_MOST = 64 };

/* Wrong in most kinds of question; the first that the checker calls incorrect is typed. */
static const char *const wrong_answers[] = {"7919", "x=7919", "7919, 7907", "x>7919", "(7907, 7919)",
    "7919*x", "7919*x=1", "7907/7919", "7.919*10^11", "2^7919", "log_7919(7907)", "0"};

struct asking {
	struct examiner *examiner;
	struct truth *truth;
	const struct learner *learner; /* NULL: nothing is known of it */
	int64_t now;
	const struct choice *choice;
	bool learning;
	struct attempt *attempt;
	bool made;
	/* the item in hand */
	struct item item;
	struct question *question;
	struct diagnosed *diagnosed; /* NULL: not opened, or nothing can be said */
};

static bool make_item(struct asking *asking)
{
	const struct course *course = asking->examiner->course;
	struct sequence_request request = {.family = course->families[asking->choice->family].id,
	    .level = asking->choice->level,
	    .seed = asking->examiner->seed,
	    .predict = true};
	struct sequence *sequence;
	uint64_t number = asking->choice->number;
	if (sequence_start(course->content, asking->examiner->arena, &request, &sequence) != CONTENT_OK ||
	    sequence_item(sequence, asking->examiner->arena, &number, &asking->item) != CONTENT_OK) {
		return false;
	}
	asking->attempt->number = (uint32_t)asking->item.number;
	return true;
}

static enum verdict_kind judge(const struct asking *asking, const char *answer, struct verdict *ret_verdict)
{
	check_answer(asking->examiner->arena, asking->question, answer, strlen(answer), NULL, ret_verdict);
	return ret_verdict->kind;
}

static bool is_incorrect(const struct asking *asking, const char *answer)
{
	struct verdict verdict;
	return judge(asking, answer, &verdict) == VERDICT_INCORRECT;
}

/* --- what is typed --- */

/* What the family's author predicted for a misconception about this skill; NULL. */
static const char *authored_for(const struct asking *asking, uint16_t skill)
{
	const struct question_spec *spec = &asking->item.question;
	for (size_t i = 0; i < spec->predicted_count; i++) {
		const struct course_misconception *belief =
		    course_find_misconception(asking->examiner->course, spec->predicted[i].misconception);
		if (belief && belief->prerequisite == skill) {
			return spec->predicted[i].gives;
		}
	}
	return NULL;
}

/* What a mal-rule about this skill makes of the item; NULL. */
static const char *derived_for(const struct asking *asking, uint16_t skill)
{
	const struct course *course = asking->examiner->course;
	struct shown_answer shown[SHOWN_MOST];
	struct print_options options = {.locale = LOCALE_EN};
	struct text text;
	size_t count = asking->diagnosed
	                   ? diagnose_shown(asking->diagnosed, asking->examiner->arena, shown, SHOWN_MOST)
	                   : 0;
	for (size_t i = 0; i < count; i++) {
		if (shown[i].is_key || !shown[i].gives || shown[i].belief >= course->misconception_count ||
		    course->misconceptions[shown[i].belief].prerequisite != skill) {
			continue;
		}
		text_init(&text, asking->examiner->arena);
		print_text(&text, shown[i].gives, &options);
		if (is_incorrect(asking, text.data)) {
			return text.data;
		}
	}
	return NULL;
}

/* A wrong answer that says nothing about its reason; NULL when none can be typed. */
static const char *plainly_wrong(const struct asking *asking)
{
	const struct question_spec *spec = &asking->item.question;
	size_t start = spec->option_count ? truth_below(asking->truth, spec->option_count) : 0;
	for (size_t i = 0; i < spec->option_count; i++) {
		const char *option = spec->options[(start + i) % spec->option_count];
		if (is_incorrect(asking, option)) {
			return option;
		}
	}
	for (size_t i = 0; i < sizeof(wrong_answers) / sizeof(wrong_answers[0]); i++) {
		if (is_incorrect(asking, wrong_answers[i])) {
			return wrong_answers[i];
		}
	}
	return NULL;
}

static const char *type_wrong(const struct asking *asking, uint16_t blamed)
{
	const char *predicted = blamed == SKILL_NONE ? NULL : authored_for(asking, blamed);
	if (!predicted && blamed != SKILL_NONE) {
		predicted = derived_for(asking, blamed);
	}
	return predicted ? predicted : plainly_wrong(asking);
}

/* --- one item --- */

static bool is_sighted(const struct attempt *attempt, uint32_t misconception)
{
	for (size_t i = 0; i < attempt->sighting_count; i++) {
		if (attempt->sightings[i].misconception == misconception) {
			return true;
		}
	}
	return false;
}

/* What the item's author predicted and the answer does not show, be it right or wrong, speaks against it. */
static void note_not_shown(const struct asking *asking)
{
	const struct question_spec *spec = &asking->item.question;
	struct attempt *attempt = asking->attempt;
	for (size_t i = 0; i < spec->predicted_count && attempt->sighting_count < ATTEMPT_SIGHTINGS; i++) {
		uint32_t key = course_key(spec->predicted[i].misconception);
		if (!is_sighted(attempt, key)) {
			attempt->sightings[attempt->sighting_count++] = (struct sighting){key, 0};
		}
	}
}

static void note_outcome(struct asking *asking, bool meant_right, const char *answer)
{
	struct examiner *examiner = asking->examiner;
	struct attempt *attempt = asking->attempt;
	struct verdict verdict;
	switch (judge(asking, answer, &verdict)) {
	case VERDICT_CORRECT:
		attempt->outcome = ANSWER_RIGHT;
		break;
	case VERDICT_WRONG_FORM:
		attempt->outcome = ANSWER_WRONG_FORM;
		break;
	case VERDICT_INCORRECT:
		attempt->outcome = ANSWER_WRONG;
		break;
	default:
		attempt->outcome = ANSWER_NOTHING;
		break;
	}
	examiner->disputed += meant_right != (attempt->outcome == ANSWER_RIGHT);
	if (attempt->outcome == ANSWER_WRONG && asking->diagnosed && asking->learner) {
		struct candidates candidates;
		diagnose_answer(
		    asking->diagnosed, examiner->arena, answer, strlen(answer), NULL, &verdict, &candidates);
		label_attempt(examiner->course, asking->learner, asking->now, &candidates, attempt);
		examiner->labelled += attempt->label_count > 0;
	}
	if (attempt->outcome != ANSWER_NOTHING) {
		note_not_shown(asking);
	}
}

static void answer_item(struct asking *asking)
{
	struct examiner *examiner = asking->examiner;
	struct response response = truth_answer(asking->truth, asking->choice->skill, asking->learning);
	const char *answer = asking->item.question.expected;
	examiner->asked++;
	if (!response.right) {
		examiner->wrong++;
		asking->diagnosed = diagnose_open(
		    examiner->course->content, examiner->arena, &asking->item.question, asking->question);
		answer = type_wrong(asking, response.blamed);
		examiner->meant += response.blamed != SKILL_NONE;
	}
	if (!answer) {
		examiner->skipped++;
		return;
	}
	note_outcome(asking, response.right, answer);
}

static void ask(void *context)
{
	struct asking *asking = context;
	struct question_fault fault;
	if (!make_item(asking) ||
	    question_parse(asking->examiner->arena, &asking->item.question, &asking->question, &fault) < 0) {
		return;
	}
	asking->attempt->choices = (unsigned)asking->item.question.option_count;
	asking->made = true;
	answer_item(asking);
}

bool examiner_ask(struct examiner *examiner, struct truth *truth, const struct learner *learner, int64_t now,
    const struct choice *choice, bool learning, struct attempt *ret_attempt)
{
	*ret_attempt = (struct attempt){.skill = choice->skill,
	    .family = choice->family,
	    .level = choice->level,
	    .number = choice->number,
	    .assessment = choice->assessment,
	    .outcome = ANSWER_SKIPPED,
	    .form_skill = SKILL_NONE};
	struct asking asking = {.examiner = examiner,
	    .truth = truth,
	    .learner = learner,
	    .now = now,
	    .choice = choice,
	    .learning = learning,
	    .attempt = ret_attempt};
	arena_reset(examiner->arena);
	arena_try(examiner->arena, ask, &asking);
	question_done(asking.question);
	return asking.made;
}

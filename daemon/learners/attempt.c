#include "daemon/learners/attempt_parts.h"
#include "daemon/learners/fsrs.h"
#include "daemon/learners/nida.h"
#include "daemon/learners/state.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#define SLIP_COMPONENT    .03
#define GUESS_OPEN        .05
#define GUESS_UNSHOWN     .25 /* right without a prerequisite that the solution does not show */
#define CREDIT_COMPONENT  .5  /* of a review, for what an item needed besides its own skill */
#define CREDIT_UNSHOWN    .25
#define LAPSE_PROBABILITY .5 /* from here on a label takes the lapse in place of the target */
#define DOUBT_LOW         .2 /* a misconception between these is left open by the answer */
#define DOUBT_HIGH        .8

static const double slip_of_level[COURSE_LEVELS] = {.04, .08, .15};

static double guess_of(unsigned choices, int outcome)
{
	if (outcome == ANSWER_SKIPPED) {
		return 0;
	}
	return choices > 1 ? 1. / choices : GUESS_OPEN;
}

static double slip_of(size_t skill, size_t target, int level)
{
	return skill == target ? slip_of_level[level - 1] : SLIP_COMPONENT;
}

/*
 * What an item rests on: what its solution asks for, and the prerequisites of its skill, which it mostly
 * needs even where no step shows them. Without these a hole in a prerequisite is blamed on the skill above
 * it.
 */
static struct skill_set rests_on(const struct course *course, const struct skill_set *shown, size_t target)
{
	struct skill_set components = *shown;
	skill_set_join(&components, &course->skills[target].parents);
	return components;
}

static double guess_without(size_t skill, const struct skill_set *shown, double guess)
{
	return skill_set_has(shown, skill) ? guess : fmax(guess, GUESS_UNSHOWN);
}

double attempt_expected(
    const struct course *course, const struct learner *learner, uint16_t family, int level, int64_t now)
{
	const struct course_family *row = &course->families[family];
	const struct course_level *items = &row->levels[level - 1];
	struct skill_set needed = rests_on(course, &items->components, row->skill);
	struct nida_component components[SKILLS_MAX];
	double guess = guess_of(items->choices, ANSWER_RIGHT);
	size_t count = 0;
	SKILL_EACH(skill, &needed)
	{
		components[count++] =
		    (struct nida_component){.belief = learner_belief(&learner->skills[skill], now),
		        .slip = slip_of(skill, row->skill, level),
		        .guess = guess_without(skill, &items->components, guess)};
	}
	return nida_right(components, count);
}

/* --- beliefs --- */

static double label_of(const struct attempt *attempt, size_t skill)
{
	for (size_t i = 0; attempt->outcome == ANSWER_WRONG && i < attempt->label_count; i++) {
		if (attempt->labels[i].skill == skill) {
			return attempt->labels[i].probability;
		}
	}
	return 0;
}

static void set_belief(struct answer *answer, size_t skill, double belief)
{
	answer->learner->skills[skill].belief = fmax(BELIEF_LOWEST, fmin(BELIEF_HIGHEST, belief));
}

static void update_beliefs(struct answer *answer)
{
	const struct attempt *attempt = answer->attempt;
	struct nida_component components[SKILLS_MAX];
	size_t count = 0;
	double outside = 0;
	SKILL_EACH(skill, &answer->touched)
	{
		double label = label_of(attempt, skill);
		if (!skill_set_has(&answer->components, skill)) {
			outside += label;
			set_belief(
			    answer, skill, nida_update_label(answer->learner->skills[skill].belief, label));
			continue;
		}
		components[count++] = (struct nida_component){.belief = answer->learner->skills[skill].belief,
		    .slip = slip_of(skill, attempt->skill, attempt->level),
		    .guess = guess_without(skill, &answer->shown, answer->guess),
		    .label = label};
	}
	if (answer->right) {
		nida_update_right(components, count);
	} else {
		nida_update_wrong(components, count, outside);
	}
	count = 0;
	SKILL_EACH(skill, &answer->components)
	{
		set_belief(answer, skill, components[count++].belief);
	}
}

/*
 * Practice teaches, as far as what the skill rests on is known: T times the least belief among prerequisites
 * and components (a gate on the transition of Corbett & Anderson 1995). A wrong answer never ends above where
 * it began.
 */
static void learn(struct answer *answer, double before)
{
	const struct attempt *attempt = answer->attempt;
	struct skill_set needed = answer->components;
	skill_set_remove(&needed, attempt->skill);
	double gate = 1, belief = answer->learner->skills[attempt->skill].belief;
	SKILL_EACH(skill, &needed)
	{
		gate = fmin(gate, answer->learner->skills[skill].belief);
	}
	belief += (1 - belief) * ATTEMPT_LEARNING * (answer->hinted ? .5 : 1) * gate;
	set_belief(answer, attempt->skill, answer->wrong ? fmin(belief, before) : belief);
}

/* --- review cards --- */

/* Of a review: all for the target, half for what its solution asks for, half of that for what it does not
 * show. */
static double credit_of(const struct answer *answer, size_t skill)
{
	if (skill == answer->attempt->skill) {
		return 1;
	}
	return skill_set_has(&answer->shown, skill) ? CREDIT_COMPONENT : CREDIT_UNSHOWN;
}

static void credit(struct answer *answer, size_t skill)
{
	struct learner_skill *row = &answer->learner->skills[skill];
	if (!(row->stability > 0)) {
		return;
	}
	int64_t now = answer->learner->now;
	double share = credit_of(answer, skill);
	struct fsrs_card card =
	    fsrs_review(fsrs_default_weights, (struct fsrs_card){row->stability, row->difficulty},
	        state_days(row->reviewed_at, now), answer->hinted ? FSRS_HARD : FSRS_GOOD);
	row->stability = exp((1 - share) * log(row->stability) + share * log(card.stability));
	row->difficulty = (1 - share) * row->difficulty + share * card.difficulty;
	row->reviewed_at += (int64_t)llround(share * (double)(now - row->reviewed_at));
}

static void lapse(struct answer *answer, size_t skill)
{
	struct learner_skill *row = &answer->learner->skills[skill];
	if (!(row->stability > 0)) {
		return;
	}
	struct fsrs_card card =
	    fsrs_review(fsrs_default_weights, (struct fsrs_card){row->stability, row->difficulty},
	        state_days(row->reviewed_at, answer->learner->now), FSRS_AGAIN);
	row->stability = card.stability;
	row->difficulty = card.difficulty;
	row->reviewed_at = answer->learner->now;
}

static void review_cards(struct answer *answer)
{
	if (answer->right) {
		SKILL_EACH(skill, &answer->components)
		{
			credit(answer, skill);
		}
		return;
	}
	size_t blamed = answer->attempt->skill;
	SKILL_EACH(skill, &answer->touched)
	{
		blamed = label_of(answer->attempt, skill) >= LAPSE_PROBABILITY ? skill : blamed;
	}
	lapse(answer, blamed);
}

/* --- levels and counters --- */

static uint16_t count_up(uint16_t count)
{
	return count < UINT16_MAX ? (uint16_t)(count + 1) : count;
}

static void count_answer(struct answer *answer)
{
	struct learner_skill *skill = &answer->learner->skills[answer->attempt->skill];
	skill->attempts++;
	skill->since = count_up(skill->since);
	if (!skill->three) {
		skill->opportunities = count_up(skill->opportunities);
	}
	if (answer->right && !answer->hinted) {
		skill->run = (uint8_t)(skill->run < UINT8_MAX ? skill->run + 1 : UINT8_MAX);
	} else if (!answer->right) {
		skill->run = 0;
	}
	if (skill->run >= STUCK_RUN) {
		skill->three = true;
	}
	skill->level = skill->level == LEVEL_NONE ? LEVEL_ATTEMPTED : skill->level;
}

static void move_levels(struct answer *answer)
{
	struct learner *learner = answer->learner;
	size_t target = answer->attempt->skill;
	SKILL_EACH(skill, &answer->touched)
	{
		if (answer->wrong && !(answer->in_assessment && skill == target)) {
			state_lower(&learner->skills[skill], skill == target);
		} else if (answer->right && !(answer->in_assessment && skill == target)) {
			state_raise(&learner->skills[skill], skill == target, learner->now);
		}
	}
}

/* The right value in another form: half of a right answer for the value, a wrong one on the form's skill. */
static void apply_form(struct answer *answer)
{
	const struct attempt *attempt = answer->attempt;
	struct learner_skill *target = &answer->learner->skills[attempt->skill];
	target->run = 0;
	if (attempt->form_skill == SKILL_NONE || attempt->form_skill == attempt->skill) {
		return;
	}
	double slip = slip_of_level[attempt->level - 1];
	set_belief(answer, attempt->skill, nida_odds(target->belief, sqrt((1 - slip) / answer->guess)));
	struct learner_skill *form = &answer->learner->skills[attempt->form_skill];
	struct nida_component component = {
	    .belief = form->belief, .slip = slip_of_level[0], .guess = GUESS_OPEN};
	nida_update_wrong(&component, 1, 0);
	set_belief(answer, attempt->form_skill, fmin(form->belief, component.belief));
	state_lower(form, false);
}

/* What the next item may settle: beliefs that this answer made likely without making them sure. */
static void note_doubts(struct answer *answer)
{
	const struct attempt *attempt = answer->attempt;
	struct learner *learner = answer->learner;
	double best = 0;
	size_t count = 0;
	memset(learner->doubted, 0, sizeof(learner->doubted));
	learner->doubted_skill = SKILL_NONE;
	if (!answer->wrong) {
		return;
	}
	for (size_t i = 0; i < attempt->label_count; i++) {
		if (attempt->labels[i].skill != attempt->skill && attempt->labels[i].probability > best) {
			best = attempt->labels[i].probability;
			learner->doubted_skill = attempt->labels[i].skill;
		}
	}
	for (size_t i = 0; i < attempt->sighting_count && count < 2; i++) {
		const struct sighting *sighting = &attempt->sightings[i];
		if (sighting->probability >= DOUBT_LOW && sighting->probability <= DOUBT_HIGH) {
			learner->doubted[count++] = sighting->misconception;
		}
	}
	if (count < 2) {
		memset(learner->doubted, 0, sizeof(learner->doubted));
	}
}

/* Everything that an answer in practice or in an assessment other than a diagnostic does. */
void attempt_believe(struct answer *answer)
{
	struct learner *learner = answer->learner;
	const struct attempt *attempt = answer->attempt;
	SKILL_EACH(skill, &answer->touched)
	{
		state_refresh(&learner->skills[skill], learner->now);
	}
	double before = learner->skills[attempt->skill].belief;
	count_answer(answer);
	if (attempt->outcome == ANSWER_WRONG_FORM) {
		apply_form(answer);
	} else {
		update_beliefs(answer);
		if (!answer->in_assessment) {
			learn(answer, before);
		}
		review_cards(answer);
		move_levels(answer);
	}
	note_doubts(answer);
}

/* --- all --- */

static bool is_valid(const struct course *course, const struct attempt *attempt)
{
	double sum = 0;
	if (attempt->skill >= course->skill_count || attempt->level < 1 || attempt->level > COURSE_LEVELS ||
	    attempt->outcome >= ANSWER_OUTCOMES || attempt->label_count > ATTEMPT_LABELS ||
	    attempt->sighting_count > ATTEMPT_SIGHTINGS ||
	    (attempt->family >= course->family_count && attempt->family != FAMILY_NONE) ||
	    (attempt->form_skill >= course->skill_count && attempt->form_skill != SKILL_NONE)) {
		return false;
	}
	for (size_t i = 0; i < attempt->label_count; i++) {
		const struct label *label = &attempt->labels[i];
		if (label->skill >= course->skill_count || !(label->probability >= 0)) {
			return false;
		}
		for (size_t j = 0; j < i; j++) {
			if (attempt->labels[j].skill == label->skill) {
				return false;
			}
		}
		sum += label->probability;
	}
	for (size_t i = 0; i < attempt->sighting_count; i++) {
		double probability = attempt->sightings[i].probability;
		if (!(probability >= 0 && probability <= 1)) {
			return false;
		}
	}
	for (size_t i = course->skill_count; i < SKILLS_MAX; i++) {
		if (skill_set_has(&attempt->components, i)) {
			return false;
		}
	}
	return sum <= 1 + 1e-9;
}

/* An item that was out is in again. True when it was the pending one; then its hints and solution count. */
static bool close_pending(struct learner *learner, const struct attempt *attempt)
{
	const struct choice *issued = &learner->issued;
	if (!learner->pending || attempt->assessment || issued->skill != attempt->skill ||
	    issued->family != attempt->family || issued->level != attempt->level ||
	    issued->number != attempt->number) {
		return false;
	}
	learner->pending = false;
	return true;
}

int attempt_apply(const struct course *course, struct workspace *work, struct learner *learner,
    const struct attempt *attempt, struct outcome *outcome)
{
	struct answer answer = {.course = course, .learner = learner, .attempt = attempt};
	if (!is_valid(course, attempt)) {
		return -EINVAL;
	}
	if (attempt->outcome == ANSWER_NOTHING) {
		outcome->counted = false;
		return 0;
	}
	bool pending = close_pending(learner, attempt);
	if (attempt->retry || (pending && learner->pending_solved)) {
		learner->skills[attempt->skill].run = 0;
		outcome->counted = false;
		return 0;
	}
	answer.shown = attempt->components;
	if (skill_set_is_empty(&answer.shown) && attempt->family != FAMILY_NONE) {
		answer.shown = course->families[attempt->family].levels[attempt->level - 1].components;
	}
	skill_set_add(&answer.shown, attempt->skill);
	answer.components = rests_on(course, &answer.shown, attempt->skill);
	answer.touched = answer.components;
	for (size_t i = 0; attempt->outcome == ANSWER_WRONG && i < attempt->label_count; i++) {
		skill_set_add(&answer.touched, attempt->labels[i].skill);
	}
	if (attempt->outcome == ANSWER_WRONG_FORM && attempt->form_skill != SKILL_NONE) {
		skill_set_add(&answer.touched, attempt->form_skill);
	}
	answer.guess = guess_of(attempt->choices, attempt->outcome);
	answer.right = attempt->outcome == ANSWER_RIGHT;
	answer.wrong = attempt->outcome == ANSWER_WRONG || attempt->outcome == ANSWER_SKIPPED;
	answer.in_assessment = attempt->assessment != 0;
	answer.hinted = attempt->hinted || (pending && learner->pending_hinted);
	if (attempt->assessment) {
		attempt_in_assessment(&answer, work, outcome);
		return 0;
	}
	attempt_sight(learner, attempt);
	attempt_believe(&answer);
	learner->probed = learner->probed && attempt->skill != learner->current;
	return 0;
}

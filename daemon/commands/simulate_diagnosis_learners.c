/* Simulated learners with known beliefs, and what the diagnosis names. */
#include "daemon/commands/simulate_diagnosis.h"
#include "daemon/learners/attempt.h"
#include "daemon/learners/label.h"
#include "daemon/learners/view.h"

#include <math.h>
#include <string.h>

enum {
	SURVEY_ITEMS = 10, /* of a family */
	FIND_ITEMS = 40,   /* looked at for one that separates */
	FIND_BELIEFS = 20, /* drawn for one that can be shown */
	DAY_MS = 86400000,
};
/*
 * As in mastery.md, section 7: on part of what a learner does not know a belief produces the wrong answers,
 * on the rest nothing that has a name; guesses that come out right U(0, .08); slips U(.02, .09). Beliefs are
 * not acted upon every time (VanLehn 1990).
 */
static const double slips = .05, /* of answers, where one share is asked for */
    steadiness = .75, luck_most = .08, slips_least = .02, slips_most = .09, held_two = .25, held_none = .15,
                    claims_from = .5;

/* --- what is said of an answer --- */

struct naming {
	struct examination *examination;
	const struct learner *learner; /* NULL: nothing is known */
	const char *answer;
	struct candidates candidates;
	struct explanation explanation;
};

static double odds_of(const void *context, uint32_t belief)
{
	const struct naming *naming = context;
	const struct course *course = naming->examination->field->course;
	return belief < course->misconception_count
	           ? exp(learner_log_odds(
	                 naming->learner, course->misconceptions[belief].key, naming->learner->now))
	           : 1;
}

static void find_names(void *context)
{
	struct naming *naming = context;
	struct examination *examination = naming->examination;
	struct learner_odds odds = {odds_of, naming};
	struct verdict verdict;
	check_answer(examination->arena, examination->question, naming->answer, strlen(naming->answer), NULL,
	    &verdict);
	diagnose_answer(examination->diagnosed, examination->arena, naming->answer, strlen(naming->answer),
	    NULL, &verdict, &naming->candidates);
	diagnose_words(examination->diagnosed, examination->arena, &naming->candidates, verdict.read,
	    naming->learner ? &odds : NULL, LOCALE_EN, &naming->explanation);
}

/* What the answer says about the learner's beliefs, and what it does not. */
static void remember(const struct naming *naming, struct learner *learner)
{
	struct examination *examination = naming->examination;
	const struct course *course = examination->field->course;
	struct attempt attempt = {.outcome = ANSWER_WRONG};
	learner->now += DAY_MS;
	if (naming->answer) {
		label_attempt(course, learner, learner->now, &naming->candidates, &attempt);
	}
	for (size_t i = 0; i < examination->shown_count && attempt.sighting_count < ATTEMPT_SIGHTINGS; i++) {
		const struct shown_answer *row = &examination->shown[i];
		size_t at = 0;
		if (row->is_key || row->belief >= course->misconception_count) {
			continue;
		}
		while (at < attempt.sighting_count &&
		       attempt.sightings[at].misconception != course->misconceptions[row->belief].key) {
			at++;
		}
		if (at == attempt.sighting_count) {
			attempt.sightings[attempt.sighting_count++] =
			    (struct sighting){course->misconceptions[row->belief].key, 0};
		}
	}
	attempt_sight(learner, &attempt);
}

/* One answer. `learner` NULL: nothing is known of its author, and nothing is kept. */
static void name_beliefs(
    struct examination *examination, struct learner *learner, const char *answer, struct naming *ret_naming)
{
	*ret_naming = (struct naming){
	    .examination = examination, .learner = learner, .answer = examination_typed(examination, answer)};
	if (arena_try(examination->arena, find_names, ret_naming) != REFUSAL_NONE) {
		ret_naming->explanation = (struct explanation){.unexplained = 1};
		ret_naming->candidates = (struct candidates){.unexplained = 1};
	}
	if (learner) {
		remember(ret_naming, learner);
	}
}

/* --- counting --- */

static bool is_held(const struct believer *believer, unsigned used, uint32_t belief)
{
	for (size_t i = 0; i < believer->count; i++) {
		if ((used >> i & 1) && believer->beliefs[i] == belief) {
			return true;
		}
	}
	return false;
}

static void count_answer(
    const struct naming *naming, const struct believer *believer, unsigned used, struct score *score)
{
	const struct explanation *explanation = &naming->explanation;
	score->answers += used != 0;
	score->wrong++;
	for (size_t i = 0; i < explanation->count; i++) {
		const struct explained_belief *row = &explanation->beliefs[i];
		bool held = is_held(believer, used, row->belief);
		score->first += i == 0 && held;
		if (i == 0 && row->probability >= claims_from) {
			score->claimed++;
			score->right += held;
		}
		if (i < 3 && held) {
			score->among_three++;
			break;
		}
	}
}

static void count_claims(const struct naming *naming, const struct believer *believer, unsigned used,
    struct tally_of_diagnosis *tally)
{
	const struct explanation *explanation = &naming->explanation;
	for (size_t i = 0; i < explanation->count; i++) {
		const struct explained_belief *row = &explanation->beliefs[i];
		int at = (int)(row->probability * DIAGNOSIS_DECILES);
		struct decile *decile = &tally->deciles[at < DIAGNOSIS_DECILES ? at : DIAGNOSIS_DECILES - 1];
		decile->claims++;
		decile->right += is_held(believer, used, row->belief);
		decile->stated += round(row->probability * 0x1p20);
	}
}

static void count_miss(const struct naming *naming, uint32_t belief, struct tally_of_diagnosis *tally)
{
	const struct explanation *explanation = &naming->explanation;
	const struct item *item = &naming->examination->item;
	struct missed_answer *missed = &tally->missed[belief];
	tally->tried[belief]++;
	if (explanation->count > 0 && explanation->beliefs[0].belief == belief) {
		return;
	}
	if (explanation->count == 0) {
		tally->wrong_silent[belief]++;
	} else {
		tally->wrong_named[belief]++;
		if (explanation->beliefs[0].belief < DIAGNOSIS_BELIEFS) {
			tally->mistaken_for[belief][explanation->beliefs[0].belief]++;
		}
	}
	if (!missed->learner) {
		missed->learner = naming->examination->learner + 1;
		snprintf(missed->words, sizeof(missed->words), "%s: %s, answer %s", item->family,
		    item->question.ask ? item->question.ask : item->prompt.text, naming->answer);
	}
}

/* --- finding items --- */

/* A family with this mark for the belief; SIZE_MAX: there is none. */
static size_t family_for(struct examination *examination, uint32_t belief, unsigned mark)
{
	const struct field_of_diagnosis *field = examination->field;
	size_t count = 0;
	for (size_t i = 0; i < field->families; i++) {
		count += (field->shows[i][belief] & mark) != 0;
	}
	size_t skip = count ? examination_below(examination, count) : 0;
	for (size_t i = 0; i < field->families && count; i++) {
		if ((field->shows[i][belief] & mark) && skip-- == 0) {
			return i;
		}
	}
	return SIZE_MAX;
}

/*
 * Opens an item on which the first belief of the believer is told apart, and gives what all of them make of
 * it. That answer must be the first belief's alone where `alone` is set. False: none was found.
 */
static bool find_item(struct examination *examination, const struct believer *believer, size_t wanted,
    bool slipping, struct written_answer *ret_answer)
{
	uint32_t belief = believer->beliefs[wanted];
	struct believer single = *believer;
	single.beliefs = &believer->beliefs[wanted];
	single.count = 1;
	for (int tries = 0; tries < FIND_ITEMS; tries++) {
		size_t family = family_for(examination, belief, FIELD_SEPARATES);
		struct written_answer answer;
		if (family == SIZE_MAX) {
			return false;
		}
		bool found = examination_open(examination, family) &&
		             examination_err(examination, &single, &answer) &&
		             examination_separates(examination, belief, &answer) &&
		             examination_err(examination, believer, ret_answer);
		if (found && slipping && examination_chance(examination, slips)) {
			bool correct_before = examination_chance(examination, .5);
			found = correct_before ? examination_slip(examination, NULL, ret_answer)
			                       : examination_slip(examination, believer, ret_answer);
			found = found || examination_guess(examination, ret_answer);
		}
		if (found) {
			return true;
		}
		examination_close(examination);
	}
	return false;
}

static uint32_t draw_belief(struct examination *examination, unsigned mark, uint32_t other)
{
	const struct field_of_diagnosis *field = examination->field;
	double total = 0;
	for (size_t i = 0; i < field->beliefs; i++) {
		total += field->weights[i];
	}
	for (int tries = 0; tries < FIND_BELIEFS; tries++) {
		double at = simulate_random(&examination->random) * total;
		uint32_t belief = 0;
		while (belief + 1 < field->beliefs && (at -= field->weights[belief]) >= 0) {
			belief++;
		}
		if (belief != other && family_for(examination, belief, mark) != SIZE_MAX) {
			return belief;
		}
	}
	return UINT32_MAX;
}

static enum believer_way draw_way(struct examination *examination)
{
	double at = simulate_random(&examination->random);
	return at < .5 ? BELIEVER_OUTSIDE : at < .8 ? BELIEVER_INSIDE : BELIEVER_ONE_PLACE;
}

/* --- the survey --- */

static void survey_item(struct examination *examination)
{
	const struct field_of_diagnosis *field = examination->field;
	const struct question_spec *spec = &examination->item.question;
	uint8_t *marks = field->shows[examination->family];
	for (uint32_t belief = 0; belief < field->beliefs; belief++) {
		struct believer believer = {field->content, &belief, 1, BELIEVER_OUTSIDE};
		struct written_answer answer;
		bool shown = false;
		for (size_t i = 0; i < examination->shown_count; i++) {
			shown = shown || examination->shown[i].belief == belief;
		}
		for (size_t i = 0; i < spec->predicted_count; i++) {
			shown = shown ||
			        diagnose_find(field->content, spec->predicted[i].misconception) == belief;
		}
		if (!shown || (marks[belief] & FIELD_SEPARATES) ||
		    !examination_err(examination, &believer, &answer)) {
			continue;
		}
		marks[belief] |= FIELD_SHOWS;
		if (examination_separates(examination, belief, &answer)) {
			marks[belief] |= FIELD_SEPARATES;
		}
	}
}

void diagnosis_survey(struct examination *examination, size_t part, size_t parts)
{
	const struct field_of_diagnosis *field = examination->field;
	for (size_t family = part; family < field->families; family += parts) {
		examination->random = field->seed * 7919 + family;
		for (int i = 0; i < SURVEY_ITEMS; i++) {
			if (examination_open(examination, family)) {
				survey_item(examination);
			}
			examination_close(examination);
		}
	}
}

/* --- one learner --- */

static struct score *of_unit(const struct examination *examination, struct score *scores)
{
	return &scores[examination->field->family_unit[examination->family]];
}

static bool one_answer(struct examination *examination, const struct believer *believer, bool slipping,
    struct tally_of_diagnosis *tally)
{
	struct written_answer answer;
	struct naming naming;
	if (!find_item(examination, believer, 0, slipping, &answer)) {
		return false;
	}
	name_beliefs(examination, NULL, answer.text, &naming);
	struct score *score = of_unit(examination, slipping ? tally->slipping : tally->one);
	count_answer(&naming, believer, answer.used, score);
	score->answers += answer.used == 0; /* a slip counts among the answers that should name the belief */
	if (!slipping) {
		count_miss(&naming, believer->beliefs[0], tally);
	}
	examination_close(examination);
	return true;
}

/* The place of a belief among those suspected; SIZE_MAX: it is not. */
static size_t place_suspected(
    const struct examination *examination, const struct learner *learner, uint32_t belief)
{
	struct view_misconception rows[LEARNER_MISCONCEPTIONS];
	size_t count = view_misconceptions(learner, learner->now, rows);
	for (size_t i = 0; i < count; i++) {
		if (rows[i].key == examination->field->course->misconceptions[belief].key) {
			return i;
		}
	}
	return SIZE_MAX;
}

static void series(struct examination *examination, const struct believer *believer, struct learner *learner,
    bool slipping, struct tally_of_diagnosis *tally)
{
	size_t answers = slipping ? DIAGNOSIS_ANSWERS : 3;
	learner_init(learner, 1);
	for (size_t i = 0; i < answers; i++) {
		struct written_answer answer;
		struct naming naming;
		if (!find_item(examination, believer, 0, slipping, &answer)) {
			return;
		}
		name_beliefs(examination, learner, answer.text, &naming);
		bool first = place_suspected(examination, learner, believer->beliefs[0]) == 0;
		if (slipping) {
			count_answer(&naming, believer, answer.used, &tally->series[i]);
			tally->series[i].answers += answer.used == 0;
			tally->suspected[i].all++;
			tally->suspected[i].right += first;
		} else if (i + 1 == answers) {
			tally->steady.all++;
			tally->steady.right += first;
		}
		examination_close(examination);
	}
}

static void two_beliefs(struct examination *examination, const struct believer *believer,
    struct learner *learner, struct tally_of_diagnosis *tally)
{
	learner_init(learner, 1);
	for (size_t i = 0; i < DIAGNOSIS_ANSWERS; i++) {
		struct written_answer answer;
		struct naming naming;
		if (!find_item(examination, believer, i % 2, true, &answer)) {
			return;
		}
		name_beliefs(examination, learner, answer.text, &naming);
		examination_close(examination);
	}
	tally->both.all++;
	tally->both.right += place_suspected(examination, learner, believer->beliefs[0]) < 3 &&
	                     place_suspected(examination, learner, believer->beliefs[1]) < 3;
}

/* --- ordinary practice --- */

struct practising {
	const struct believer *believer;
	double luck, slips;
	bool fitting; /* the item shows a belief of the learner's */
};

/* What the learner writes; false: what is right. */
static bool practise(
    struct examination *examination, const struct practising *practising, struct written_answer *ret_answer)
{
	bool fails = examination_chance(examination, steadiness) &&
	             !examination_chance(examination, practising->luck),
	     slip = examination_chance(examination, practising->slips);
	const struct believer *believer = fails ? practising->believer : NULL;
	if (slip) {
		return examination_slip(examination, believer, ret_answer);
	}
	return fails && (examination_err(examination, believer, ret_answer) ||
	                    (!practising->fitting && examination_guess(examination, ret_answer)));
}

static void practice(struct examination *examination, const struct believer *believer,
    struct learner *learner, struct tally_of_diagnosis *tally)
{
	const struct field_of_diagnosis *field = examination->field;
	struct practising practising = {.believer = believer,
	    .luck = luck_most * simulate_random(&examination->random),
	    .slips = slips_least + (slips_most - slips_least) * simulate_random(&examination->random)};
	size_t wrong = 0;
	learner_init(learner, 1);
	for (size_t i = 0; i < DIAGNOSIS_PRACTICE; i++) {
		struct written_answer answer = {0};
		struct naming naming = {.examination = examination};
		size_t family = examination_below(examination, field->families);
		practising.fitting =
		    believer->count && examination_chance(examination, 1 - field->unlabelled);
		if (practising.fitting) {
			size_t which = examination_below(examination, believer->count);
			family = family_for(examination, believer->beliefs[which], FIELD_SHOWS);
		}
		if (family != SIZE_MAX && examination_open(examination, family)) {
			if (practise(examination, &practising, &answer)) {
				name_beliefs(examination, learner, answer.text, &naming);
				count_answer(
				    &naming, believer, answer.used, of_unit(examination, tally->practice));
				count_answer(&naming, believer, answer.used, &tally->practised[wrong++]);
				count_claims(&naming, believer, answer.used, tally);
			} else {
				remember(&naming, learner);
			}
		}
		examination_close(examination);
	}
}

void diagnosis_learner(struct examination *examination, size_t number, struct tally_of_diagnosis *tally)
{
	struct learner learner;
	const struct field_of_diagnosis *field = examination->field;
	examination->random = field->seed * 1000003 + number;
	examination->learner = number;
	uint32_t first = draw_belief(examination, FIELD_SEPARATES, UINT32_MAX);
	uint32_t held[2] = {first, draw_belief(examination, FIELD_SEPARATES, first)};
	struct believer one = {field->content, held, 1, draw_way(examination)}, two = one;
	if (held[0] == UINT32_MAX || held[1] == UINT32_MAX) {
		tally->unsimulated++;
		return;
	}
	two.count = 2;
	if (!one_answer(examination, &one, false, tally) || !one_answer(examination, &one, true, tally)) {
		tally->unsimulated++;
	} else {
		series(examination, &one, &learner, false, tally);
		series(examination, &one, &learner, true, tally);
	}
	two_beliefs(examination, &two, &learner, tally);
	held[0] = draw_belief(examination, FIELD_SHOWS, UINT32_MAX);
	held[1] = draw_belief(examination, FIELD_SHOWS, held[0]);
	double at = simulate_random(&examination->random);
	one.count = at < held_none ? 0 : at < held_none + held_two && held[1] != UINT32_MAX ? 2 : 1;
	practice(examination, &one, &learner, tally);
}

/*
 * `submit`, its second stage: does it count, what does it change, what comes next. One submit an issue
 * counts; a later one, and one after the solution was shown, is a retry, which moves nothing upwards.
 */
#include "daemon/ledger/group.h"

#include "checker/check.h"
#include "generators/engine/diagnose.h"

#include <math.h>
#include <string.h>

enum { KEY_ATTEMPT, KEY_ISSUE, KEY_SOLUTION, KEY_HINT, SUBMIT_KEYS };

enum error_code read_submit(struct group *group, struct job *job, const char *body, size_t length)
{
	(void)group;
	if (handover_take_submit(body, length, job->predicted, &job->submit) < 0) {
		return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
	}
	const uint8_t *issue = job->submit.item.issue;
	job_attempt_key(&job->keys[KEY_ATTEMPT], job->submit.attempt);
	job_key(&job->keys[KEY_ISSUE], STORE_KEY_ISSUE, issue);
	job_key(&job->keys[KEY_SOLUTION], STORE_KEY_SOLUTION, issue);
	job_key(&job->keys[KEY_HINT], STORE_KEY_HINT, issue);
	job->key_count = SUBMIT_KEYS;
	job->has_attempt = true;
	memcpy(job->digest, job->submit.digest, STORE_KEY_BYTES);
	return job_learner(job, job->submit.learner);
}

/* The skill of the form that was asked for and not met: mastery.md, section 2. */
static const struct {
	const char *form, *skill;
} form_skills[] = {
    {"lowest-terms", "fraction-basics"},
    {"fraction", "fraction-basics"},
    {"mixed", "fraction-basics"},
    {"decimal", "decimal-place-value"},
    {"scientific", "sci-normalise"},
    {"positive-exponents", "negexp-evaluate"},
    {"rational-exponent", "ratexp-unit"},
    {"radical", "ratexp-unit"},
    {"simplified-radical", "root-simplify"},
    {"exponential-equation", "log-definition"},
    {"logarithmic-equation", "log-definition"},
};

static uint16_t form_skill(const struct course *course, const char *form)
{
	for (size_t i = 0; i < sizeof(form_skills) / sizeof(form_skills[0]); i++) {
		if (strcmp(form_skills[i].form, form) == 0) {
			return course_find_skill(course, form_skills[i].skill);
		}
	}
	return SKILL_NONE;
}

static uint8_t outcome_of(const struct handover_submit *submit)
{
	static const uint8_t outcomes[VERDICTS] = {
	    [VERDICT_CORRECT] = ANSWER_RIGHT,
	    [VERDICT_WRONG_FORM] = ANSWER_WRONG_FORM,
	    [VERDICT_INCORRECT] = ANSWER_WRONG,
	    [VERDICT_UNREADABLE] = ANSWER_NOTHING,
	    [VERDICT_UNDECIDED] = ANSWER_NOTHING,
	};
	return submit->skipped ? ANSWER_SKIPPED : outcomes[submit->verdict];
}

/* What the answer says about beliefs, with this learner's odds (diagnosis.md, "Which one is likely"). */
struct weighed {
	double candidates[CANDIDATES];
	double beliefs[HANDOVER_BELIEFS]; /* that it had a part in the answer */
	double slip, unexplained;
};

struct odds_context {
	const struct group *group;
	const struct learner *learner;
	const struct handover_submit *submit;
};

static double odds_of(const void *context, uint32_t belief)
{
	const struct odds_context *odds = context;
	uint32_t key = course_key(odds->submit->beliefs[belief].misconception);
	return exp(learner_log_odds(odds->learner, key, odds->group->now));
}

static void weigh(const struct group *group, const struct learner *learner,
    const struct handover_submit *submit, struct weighed *ret_weighed)
{
	struct odds_context context = {group, learner, submit};
	struct learner_odds odds = {odds_of, &context};
	*ret_weighed = (struct weighed){.unexplained = 1};
	if (submit->candidates.count == 0) {
		return;
	}
	infer_normalise(&submit->candidates, &odds, ret_weighed->candidates, &ret_weighed->unexplained);
	for (size_t i = 0; i < submit->candidates.count; i++) {
		const struct candidate *candidate = &submit->candidates.list[i];
		bool believed = false;
		for (size_t e = 0; e < candidate->count; e++) {
			if (candidate->errors[e] < REACH_SLIP) {
				ret_weighed->beliefs[candidate->errors[e]] += ret_weighed->candidates[i];
				believed = true;
			}
		}
		ret_weighed->slip += believed ? 0 : ret_weighed->candidates[i];
	}
	for (size_t i = 0; i < submit->belief_count; i++) {
		ret_weighed->beliefs[i] = fmin(ret_weighed->beliefs[i], 1);
	}
}

static void add_label(struct attempt *attempt, uint16_t skill, double probability)
{
	for (size_t i = 0; i < attempt->label_count; i++) {
		if (attempt->labels[i].skill == skill) {
			attempt->labels[i].probability += probability;
			return;
		}
	}
	if (skill != SKILL_NONE && attempt->label_count < ATTEMPT_LABELS) {
		attempt->labels[attempt->label_count++] = (struct label){skill, probability};
	}
}

static void add_sighting(struct attempt *attempt, const char *misconception, double probability)
{
	uint32_t key = course_key(misconception);
	for (size_t i = 0; i < attempt->sighting_count; i++) {
		if (attempt->sightings[i].misconception == key) {
			attempt->sightings[i].probability += probability;
			return;
		}
	}
	if (attempt->sighting_count < ATTEMPT_SIGHTINGS) {
		attempt->sightings[attempt->sighting_count++] = (struct sighting){key, probability};
	}
}

/* A wrong answer's probabilities go to prerequisites: of two errors half each, of slips to none. */
static void add_labels(const struct course *course, const struct handover_submit *submit,
    const struct weighed *weighed, struct attempt *attempt)
{
	for (size_t i = 0; i < submit->candidates.count; i++) {
		const struct candidate *candidate = &submit->candidates.list[i];
		size_t beliefs = 0;
		for (size_t e = 0; e < candidate->count; e++) {
			beliefs += candidate->errors[e] < REACH_SLIP;
		}
		for (size_t e = 0; e < candidate->count; e++) {
			if (candidate->errors[e] < REACH_SLIP) {
				const char *skill = submit->beliefs[candidate->errors[e]].prerequisite;
				add_label(attempt, course_find_skill(course, skill),
				    weighed->candidates[i] / (double)beliefs);
			}
		}
	}
}

static void fill_attempt(struct group *group, const struct job *job, const struct weighed *weighed,
    struct evidence *evidence, struct record_attempt *record)
{
	const struct handover_submit *submit = &job->submit;
	const struct course *course = group->course;
	struct attempt *attempt = &evidence->attempt;
	attempt->skill = course_find_skill(course, submit->item.skill);
	attempt->family = course_find_family(course, submit->item.family);
	attempt->level = (uint8_t)submit->item.level;
	attempt->outcome = outcome_of(submit);
	attempt->number = (uint32_t)submit->item.number;
	attempt->assessment = (uint32_t)submit->item.assessment;
	attempt->choices = (unsigned)submit->choices;
	attempt->hinted = group_knows(group, job, &job->keys[KEY_HINT]);
	attempt->retry = group_knows(group, job, &job->keys[KEY_ISSUE]) ||
	                 group_knows(group, job, &job->keys[KEY_SOLUTION]);
	attempt->form_skill = form_skill(course, submit->form);
	if (attempt->outcome == ANSWER_WRONG) {
		add_labels(course, submit, weighed, attempt);
	}
	record->unexplained = weighed->unexplained;
	record->misconception = "";
	record->probability = 0;
	for (size_t i = 0; i < submit->belief_count; i++) {
		add_sighting(attempt, submit->beliefs[i].misconception, weighed->beliefs[i]);
		if (weighed->beliefs[i] > record->probability) {
			record->misconception = submit->beliefs[i].misconception;
			record->probability = weighed->beliefs[i];
		}
	}
	for (size_t i = 0; i < submit->predicted_count && attempt->outcome != ANSWER_NOTHING; i++) {
		add_sighting(attempt, submit->predicted[i], 0);
	}
}

static void fill_record(const struct job *job, const struct attempt *attempt, struct record_attempt *record)
{
	const struct handover_submit *submit = &job->submit;
	record->attempt = submit->attempt;
	memcpy(record->issue, submit->item.issue, ISSUE_BYTES);
	record->family = submit->item.family;
	record->skill = submit->item.skill;
	record->content_version = submit->item.content_version;
	record->tuple = submit->item.tuple;
	record->number = submit->item.number;
	record->level = submit->item.level;
	record->assessment = submit->item.assessment;
	record->answer = submit->answer;
	record->answer_length = submit->answer_length;
	record->verdict = submit->verdict;
	record->skipped = submit->skipped;
	record->retry = attempt->retry;
	record->hinted = attempt->hinted;
	record->elapsed_ms = submit->elapsed_ms;
	record->confidence = submit->confidence;
}

/* Most probable first, at most five; as a bare `check` writes them, with this learner's probabilities. */
static void write_diagnosis(
    struct buffer *out, const struct handover_submit *submit, const struct weighed *weighed)
{
	bool told[HANDOVER_BELIEFS] = {false};
	json_open_array(out, "diagnosis");
	for (size_t row = 0; row < EXPLAINED_MOST; row++) {
		size_t best = HANDOVER_BELIEFS;
		for (size_t i = 0; i < submit->belief_count; i++) {
			if (!told[i] && submit->beliefs[i].json_length &&
			    (best == HANDOVER_BELIEFS || weighed->beliefs[i] > weighed->beliefs[best])) {
				best = i;
			}
		}
		if (best == HANDOVER_BELIEFS) {
			break;
		}
		told[best] = true;
		json_open_object(out, NULL);
		json_raw(out, NULL, submit->beliefs[best].json, submit->beliefs[best].json_length);
		json_double(out, "probability", weighed->beliefs[best]);
		json_close_object(out);
	}
	json_close_array(out);
}

static void write_prerequisites(
    struct buffer *out, const struct course *course, const struct attempt *attempt)
{
	bool told[ATTEMPT_LABELS] = {false};
	json_open_array(out, "prerequisites");
	for (size_t row = 0; row < EXPLAINED_PREREQUISITES; row++) {
		size_t best = ATTEMPT_LABELS;
		for (size_t i = 0; i < attempt->label_count; i++) {
			if (!told[i] && (best == ATTEMPT_LABELS || attempt->labels[i].probability >
			                                               attempt->labels[best].probability)) {
				best = i;
			}
		}
		if (best == ATTEMPT_LABELS) {
			break;
		}
		told[best] = true;
		json_open_object(out, NULL);
		json_string(out, "skill", course->skills[attempt->labels[best].skill].id);
		json_double(out, "probability", fmin(attempt->labels[best].probability, 1));
		json_close_object(out);
	}
	json_close_array(out);
}

static void write_changes(struct buffer *out, const struct course *course, const struct outcome *outcome)
{
	json_open_array(out, "changes");
	for (size_t i = 0; i < outcome->change_count; i++) {
		const struct level_change *change = &outcome->changes[i];
		json_open_object(out, NULL);
		json_string(out, "skill", course->skills[change->skill].id);
		json_string(out, "before", level_names[change->before]);
		json_string(out, "after", level_names[change->after]);
		json_close_object(out);
	}
	json_close_array(out);
}

/* What `next` would give in the same mode, without the item. */
static void write_next(struct group *group, const struct job *job, const struct learner *learner)
{
	struct buffer *out = (struct buffer *)&job->reply;
	uint32_t assessment = (uint32_t)job->submit.item.assessment;
	struct choose_request request = {
	    .mode = assessment ? CHOOSE_ASSESSMENT : CHOOSE_PRACTICE, .assessment = assessment};
	struct choice choice;
	learner_choose(group->course, group->work, learner, &request, group->now, &choice);
	if (choice.kind == CHOICE_REFUSED) {
		json_null(out, "next");
		return;
	}
	json_open_object(out, "next");
	json_bool(out, "item", choice.kind == CHOICE_ITEM);
	if (choice.kind == CHOICE_ITEM) {
		json_string(out, "skill", group->course->skills[choice.skill].id);
	}
	write_reason(out, group->course, &choice.reason, job->submit.locale);
	if (choice.kind == CHOICE_NOTHING) {
		write_time(out, "at", choice.at);
	}
	json_close_object(out);
}

static void write_reply(struct group *group, struct job *job, const struct learner *learner,
    const struct weighed *weighed, const struct attempt *attempt, const struct outcome *outcome)
{
	struct buffer *out = &job->reply;
	json_open_object(out, NULL);
	json_raw(out, NULL, job->submit.verdict_json, job->submit.verdict_length);
	write_diagnosis(out, &job->submit, weighed);
	write_prerequisites(out, group->course, attempt);
	json_double(out, "slip", weighed->slip);
	json_double(out, "unexplained", weighed->unexplained);
	json_string(out, "feedback", job->submit.feedback);
	json_bool(out, "retry", attempt->retry);
	json_bool(out, "counted", outcome->counted && !attempt->retry);
	write_changes(out, group->course, outcome);
	const struct assessment *ended =
	    outcome->assessment ? learner_assessment(learner, outcome->assessment) : NULL;
	if (ended) {
		json_open_object(out, "ended");
		write_assessment(out, group->course, ended);
		json_close_object(out);
	}
	write_next(group, job, learner);
	json_close_object(out);
}

enum error_code apply_submit(struct group *group, struct job *job)
{
	enum error_code code;
	if (group_repeats(group, job, &code)) {
		return code;
	}
	if (job->submit.expired) {
		return job_refuse(job, ERROR_ITEM_EXPIRED, "item", NULL);
	}
	if (!group_gave_out(group, job)) {
		return ERROR_NOT_ALLOWED;
	}
	struct ledger_state *state = group_state(group, job);
	if (!state) {
		return ERROR_INTERNAL;
	}
	struct learner *learner = &state->learner;
	struct evidence evidence = {.kind = EVIDENCE_ATTEMPT, .at = group->now};
	struct record record = {.kind = EVIDENCE_ATTEMPT};
	struct outcome outcome = {0};
	struct weighed weighed;
	weigh(group, learner, &job->submit, &weighed);
	fill_attempt(group, job, &weighed, &evidence, &record.attempt);
	fill_record(job, &evidence.attempt, &record.attempt);
	uint16_t skill = evidence.attempt.skill;
	record.attempt.before = skill != SKILL_NONE ? learner->skills[skill].level : LEVEL_NONE;
	/* What the content has no longer, or an assessment that is forgotten: judged and kept, and no more.
	 */
	bool applied = skill != SKILL_NONE &&
	               learner_apply(group->course, group->work, learner, &evidence, &outcome) == 0;
	record.attempt.after = skill != SKILL_NONE ? learner->skills[skill].level : LEVEL_NONE;
	write_reply(group, job, learner, &weighed, &evidence.attempt, &outcome);
	struct store_key keys[] = {job->keys[KEY_ATTEMPT], job->keys[KEY_ISSUE]};
	bool scores =
	    evidence.attempt.outcome != ANSWER_NOTHING && !group_knows(group, job, &job->keys[KEY_ISSUE]);
	if (group_record(group, job, &record, applied ? &evidence : NULL, keys, scores ? 2 : 1) < 0) {
		return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
	}
	return ERROR_NONE;
}

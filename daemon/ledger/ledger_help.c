/*
 * `hint` and `solution` of an item that is bound to a learner, their second stage: may it be shown? Inside an
 * assessment not before the item is submitted. What was shown is written down, once an issue.
 */
#include "daemon/ledger/group.h"

enum { KEY_ISSUE, KEY_HINT, KEY_SOLUTION, HELP_KEYS };

enum error_code read_help(struct group *group, struct job *job, const char *body, size_t length)
{
	(void)group;
	if (handover_take_help(body, length, &job->help) < 0) {
		return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
	}
	const uint8_t *issue = job->help.item.issue;
	job_key(&job->keys[KEY_ISSUE], STORE_KEY_ISSUE, issue);
	job_key(&job->keys[KEY_HINT], STORE_KEY_HINT, issue);
	job_key(&job->keys[KEY_SOLUTION], STORE_KEY_SOLUTION, issue);
	job->key_count = HELP_KEYS;
	return job_learner(job, job->help.learner);
}

/* Is it the item that is out to the learner now? Help on an older one is kept, and changes no belief. */
static bool is_out(const struct group *group, const struct learner *learner, const struct handover_item *item)
{
	const struct choice *issued = &learner->issued;
	return learner->pending && issued->family == course_find_family(group->course, item->family) &&
	       issued->level == item->level && issued->assessment == item->assessment;
}

static enum error_code apply_help(struct group *group, struct job *job, int key, enum evidence_kind kind)
{
	const struct handover_item *item = &job->help.item;
	bool submitted = group_knows(group, job, &job->keys[KEY_ISSUE]);
	struct ledger_state *state = group_state(group, job);
	if (!state) {
		return ERROR_INTERNAL;
	}
	if (!group_gave_out(group, job)) {
		return ERROR_NOT_ALLOWED;
	}
	if (item->assessment && !submitted) {
		return job_refuse(job, ERROR_NOT_ALLOWED, "item",
		    "Inside an assessment there is help only after the answer.");
	}
	if (job->help.shows && !submitted && !group_knows(group, job, &job->keys[key])) {
		struct evidence evidence = {.kind = (uint8_t)kind, .at = group->now};
		struct record record = {.kind = (uint8_t)kind};
		bool applied =
		    is_out(group, &state->learner, item) &&
		    learner_apply(group->course, group->work, &state->learner, &evidence, NULL) == 0;
		if (group_record(group, job, &record, applied ? &evidence : NULL, &job->keys[key], 1) < 0) {
			return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
		}
	}
	buffer_add(&job->reply, job->help.reply, job->help.reply_length);
	return ERROR_NONE;
}

enum error_code apply_hint(struct group *group, struct job *job)
{
	return apply_help(group, job, KEY_HINT, EVIDENCE_HINT);
}

enum error_code apply_solution(struct group *group, struct job *job)
{
	return apply_help(group, job, KEY_SOLUTION, EVIDENCE_SOLUTION);
}

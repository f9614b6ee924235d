/*
 * `assess`: starts an assessment, whose items are fixed then, or tells how one stands. Started once for each
 * idempotency key, like a submit.
 */
#include "daemon/ledger/group.h"
#include "daemon/wire/rows.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ID_LAST = 10 };

struct assess_request {
	const char *learner, *scope, *attempt, *assessment;
	int kind;
	bool has_kind;
};

#define AT(member) offsetof(struct assess_request, member)

static const struct field assess_rows[] = {
    ROW_LEARNER(AT(learner), .required = true),
    {.name = "kind",
        .kind = FIELD_CHOICE,
        .group = 1,
        .choices = assessment_names,
        .choice_count = ASSESSMENT_KINDS,
        .offset = AT(kind),
        .flag_offset = AT(has_kind)},
    {.name = "assessment",
        .kind = FIELD_TEXT,
        .group = 1,
        .minimum = 1,
        .maximum = ID_LAST,
        .offset = AT(assessment)},
    {.name = "scope", .kind = FIELD_TEXT, .maximum = GOAL_BYTES - 1, .offset = AT(scope)},
    ROW_ATTEMPT(AT(attempt)),
};
static const struct field_table assess_table = {
    .rows = assess_rows,
    .count = sizeof(assess_rows) / sizeof(assess_rows[0]),
    .groups = {[1] = GROUP_EXACTLY_ONE},
};

static void digest_of(const struct assess_request *request, uint8_t ret_digest[STORE_KEY_BYTES])
{
	crypto_generichash_state state;
	const char *scope = request->scope ? request->scope : "";
	crypto_generichash_init(&state, NULL, 0, STORE_KEY_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)"assess", sizeof("assess"));
	crypto_generichash_update(&state, (const unsigned char *)&request->kind, sizeof(request->kind));
	crypto_generichash_update(&state, (const unsigned char *)scope, strlen(scope));
	crypto_generichash_final(&state, ret_digest, STORE_KEY_BYTES);
}

enum error_code read_assess(struct group *group, struct job *job, const char *body, size_t length)
{
	struct assess_request request = {.kind = 0};
	enum error_code code = job_fields(group, job, &assess_table, body, length, &request);
	if (code) {
		return code;
	}
	if (request.has_kind && !request.attempt) {
		return job_refuse(job, ERROR_BAD_REQUEST, "attempt",
		    "To start an assessment, the field `attempt` is needed.");
	}
	if (request.has_kind) {
		job_attempt_key(&job->keys[0], request.attempt);
		job->key_count = 1;
		job->has_attempt = true;
		digest_of(&request, job->digest);
	} else {
		char *end;
		unsigned long id = strtoul(request.assessment, &end, 10);
		job->assess.assessment = *end || id > UINT32_MAX ? 0 : (uint32_t)id;
	}
	job->assess.kind = request.kind;
	snprintf(job->assess.scope, sizeof(job->assess.scope), "%s", request.scope ? request.scope : "");
	return job_learner(job, request.learner);
}

static enum error_code refuse_plan(struct job *job, enum plan_error error)
{
	switch (error) {
	case PLAN_EMPTY:
		return job_refuse(
		    job, ERROR_NOT_ALLOWED, "scope", "There is nothing to ask in this scope now.");
	case PLAN_EARLY:
		return job_refuse(
		    job, ERROR_NOT_ALLOWED, "kind", "The last mastery challenge is less than 12 hours ago.");
	case PLAN_UNREADY:
		return job_refuse(job, ERROR_NOT_ALLOWED, "kind",
		    "A mastery challenge needs three skills that are familiar and one that is proficient.");
	case PLAN_FULL:
		return job_refuse(job, ERROR_NOT_ALLOWED, "kind",
		    "Four assessments of this learner are still open (`learner` lists them): finish one "
		    "first; its items may be skipped.");
	case PLAN_DONE:
		break;
	}
	return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
}

static enum error_code tell(struct group *group, struct job *job, const struct learner *learner, uint32_t id)
{
	const struct assessment *assessment = id ? learner_assessment(learner, id) : NULL;
	if (!assessment) {
		return job_refuse(
		    job, ERROR_BAD_REQUEST, "assessment", "This learner has no such assessment.");
	}
	json_open_object(&job->reply, NULL);
	write_assessment(&job->reply, group->course, assessment);
	json_close_object(&job->reply);
	return ERROR_NONE;
}

enum error_code apply_assess(struct group *group, struct job *job)
{
	enum error_code code;
	struct skill_set scope;
	if (job->has_attempt && group_repeats(group, job, &code)) {
		return code;
	}
	struct ledger_state *state = group_state(group, job);
	if (!state) {
		return ERROR_INTERNAL;
	}
	if (!job->has_attempt) {
		return tell(group, job, &state->learner, job->assess.assessment);
	}
	if (!course_scope(group->course, job->assess.scope, &scope)) {
		return job_refuse(job, ERROR_UNKNOWN_SKILL, "scope", NULL);
	}
	struct evidence evidence = {.kind = EVIDENCE_ASSESSMENT, .at = group->now};
	struct record record = {.kind = EVIDENCE_ASSESSMENT};
	enum plan_error error = assessment_plan(
	    group->course, &state->learner, job->assess.kind, &scope, group->now, &evidence.assessment);
	if (error != PLAN_DONE) {
		return refuse_plan(job, error);
	}
	if (learner_apply(group->course, group->work, &state->learner, &evidence, NULL) < 0) {
		return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
	}
	code = tell(group, job, &state->learner, state->learner.assessments_started);
	if (code == ERROR_NONE && group_record(group, job, &record, &evidence, job->keys, 1) < 0) {
		return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
	}
	return code;
}

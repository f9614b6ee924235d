/*
 * `next`, its first stage: what the learner does next, and why. A choice is written down when it is new, so
 * that asking again gives the same; its issue is a hash of what was chosen, so that the same item given out
 * twice is one issue, of which one submit counts.
 */
#include "daemon/ledger/group.h"
#include "daemon/wire/rows.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MODE_LAST = 16 };

struct next_request {
	const char *learner, *goal, *mode;
	int locale;
	bool has_locale;
};

#define AT(member) offsetof(struct next_request, member)

static const struct field next_rows[] = {
    ROW_LEARNER(AT(learner), .required = true),
    {.name = "goal", .kind = FIELD_TEXT, .minimum = 0, .maximum = GOAL_BYTES - 1, .offset = AT(goal)},
    {.name = "mode", .kind = FIELD_TEXT, .minimum = 1, .maximum = MODE_LAST, .offset = AT(mode)},
    ROW_LOCALE(AT(locale), .flag_offset = AT(has_locale)),
};
static const struct field_table next_table = {
    .rows = next_rows,
    .count = sizeof(next_rows) / sizeof(next_rows[0]),
};

enum error_code read_next(struct group *group, struct job *job, const char *body, size_t length)
{
	struct next_request request = {.goal = NULL, .mode = "practice"};
	enum error_code code = job_fields(group, job, &next_table, body, length, &request);
	if (code) {
		return code;
	}
	job->next.has_goal = request.goal != NULL;
	job->next.has_locale = request.has_locale;
	job->next.locale = request.locale;
	snprintf(job->next.goal, sizeof(job->next.goal), "%s", request.goal ? request.goal : "");
	snprintf(job->next.mode, sizeof(job->next.mode), "%s", request.mode);
	return job_learner(job, request.learner);
}

/* False: there is no such mode. */
static bool read_mode(const char *mode, struct choose_request *request)
{
	if (strcmp(mode, "practice") == 0 || strcmp(mode, "review") == 0) {
		request->mode = *mode == 'p' ? CHOOSE_PRACTICE : CHOOSE_REVIEW;
		return true;
	}
	char *end;
	unsigned long id = *mode >= '1' && *mode <= '9' ? strtoul(mode, &end, 10) : 0;
	if (id == 0 || id > UINT32_MAX || *end) {
		return false;
	}
	request->mode = CHOOSE_ASSESSMENT;
	request->assessment = (uint32_t)id;
	return true;
}

static void issue_of(const struct job *job, const struct course *course, const struct choice *choice,
    uint8_t ret_issue[ISSUE_BYTES])
{
	crypto_generichash_state state;
	uint32_t numbers[] = {
	    course->families[choice->family].key, choice->level, choice->number, choice->assessment};
	crypto_generichash_init(&state, NULL, 0, ISSUE_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)numbers, sizeof(numbers));
	crypto_generichash_update(&state, (const unsigned char *)job->learner_id, strlen(job->learner_id));
	crypto_generichash_final(&state, ret_issue, ISSUE_BYTES);
}

static bool is_out_already(const struct learner *learner, const struct choice *choice)
{
	const struct choice *issued = &learner->issued;
	return learner->pending && issued->family == choice->family && issued->level == choice->level &&
	       issued->number == choice->number && issued->assessment == choice->assessment;
}

/* The members of the reply beside the item, as a text. */
static void write_members(struct buffer *out, const struct course *course, const struct learner *learner,
    const struct choice *choice, int locale)
{
	json_bool(out, "review", choice->review);
	write_reason(out, course, &choice->reason, locale);
	const struct assessment *assessment =
	    choice->assessment ? learner_assessment(learner, choice->assessment) : NULL;
	if (assessment) {
		json_open_object(out, "assessment");
		write_assessment(out, course, assessment);
		json_close_object(out);
	}
}

static enum error_code give_item(struct group *group, struct job *job, const struct ledger_state *state,
    const struct choice *choice, int locale)
{
	struct buffer members;
	struct handover_next next = {
	    .family = group->course->families[choice->family].id,
	    .level = choice->level,
	    .locale = locale,
	    .number = choice->number,
	    .seed = state->learner.seed,
	    .assessment = choice->assessment,
	};
	handover_bind(job->learner_id, next.learner);
	issue_of(job, group->course, choice, next.issue);
	for (size_t i = 0; i < HANDOVER_SEPARATE; i++) {
		const struct course_misconception *misconception =
		    choice->separate[i] ? course_find_misconception_key(group->course, choice->separate[i])
		                        : NULL;
		if (misconception) {
			next.separate[next.separate_count++] = misconception->id;
		}
	}
	buffer_init(&members, GROUP_REPLY);
	write_members(&members, group->course, &state->learner, choice, locale);
	next.members = members.data;
	next.members_length = members.length;
	handover_put_next(&job->reply, &next);
	bool full = job->reply.full || members.full;
	buffer_done(&members);
	return full ? job_refuse(job, ERROR_INTERNAL, NULL, NULL) : ERROR_NONE;
}

static enum error_code give_nothing(struct group *group, struct job *job, const struct ledger_state *state,
    const struct choose_request *request, const struct choice *choice, int locale)
{
	struct buffer *out = &job->reply;
	const struct assessment *assessment =
	    request->assessment ? learner_assessment(&state->learner, request->assessment) : NULL;
	job->final = true;
	json_open_object(out, NULL);
	json_null(out, "item");
	write_reason(out, group->course, &choice->reason, locale);
	if (choice->kind == CHOICE_NOTHING) {
		write_time(out, "at", choice->at);
	} else if (assessment) {
		json_open_object(out, "assessment");
		write_assessment(out, group->course, assessment);
		json_close_object(out);
	}
	json_close_object(out);
	return ERROR_NONE;
}

enum error_code apply_next(struct group *group, struct job *job)
{
	struct choose_request request = {.goal = job->next.has_goal ? job->next.goal : NULL};
	struct skill_set scope;
	struct choice choice;
	struct ledger_state *state = group_state(group, job);
	if (!state) {
		return ERROR_INTERNAL;
	}
	if (!read_mode(job->next.mode, &request)) {
		return job_refuse(job, ERROR_BAD_REQUEST, "mode",
		    "`practice`, `review` or the id of an assessment is expected here.");
	}
	if (request.goal && !course_scope(group->course, request.goal, &scope)) {
		return job_refuse(job, ERROR_UNKNOWN_SKILL, "goal", NULL);
	}
	int locale = job->next.has_locale ? job->next.locale : state->locale;
	learner_choose(group->course, group->work, &state->learner, &request, group->now, &choice);
	if (choice.kind == CHOICE_REFUSED) {
		return job_refuse(job, ERROR_BAD_REQUEST, "mode", "This learner has no such assessment.");
	}
	if (choice.kind != CHOICE_ITEM) {
		return give_nothing(group, job, state, &request, &choice, locale);
	}
	if (!is_out_already(&state->learner, &choice)) {
		struct evidence evidence = {.kind = EVIDENCE_ISSUED, .at = group->now, .issued = choice};
		struct record record = {.kind = EVIDENCE_ISSUED};
		if (learner_apply(group->course, group->work, &state->learner, &evidence, NULL) < 0 ||
		    group_record(group, job, &record, &evidence, NULL, 0) < 0) {
			return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
		}
	}
	return give_item(group, job, state, &choice, locale);
}

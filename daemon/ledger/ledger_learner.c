/* `learner`: what is known of one, and its settings. `forget`: reads only whom; process.c has it erased. */
#include "daemon/learners/view.h"
#include "daemon/ledger/group.h"
#include "daemon/wire/rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct settings_request {
	const char *goal, *class;
	const char *assumed[JOB_ASSUMED];
	size_t assumed_count;
	int locale;
	bool has_locale, has_assumed;
};
struct learner_request {
	const char *learner;
	struct settings_request settings;
	bool set;
};

#define SET(member) offsetof(struct settings_request, member)
#define AT(member)  offsetof(struct learner_request, member)

static const struct field settings_rows[] = {
    {.name = "goal", .kind = FIELD_TEXT, .maximum = GOAL_BYTES - 1, .offset = SET(goal)},
    {.name = "group", .kind = FIELD_TEXT, .in_bytes = true, .maximum = STORE_CLASS_MAX, .offset = SET(class)},
    ROW_LOCALE(SET(locale), .flag_offset = SET(has_locale)),
    {.name = "assumed",
        .kind = FIELD_TEXTS,
        .minimum = 1,
        .maximum = GOAL_BYTES - 1,
        .maximum_count = JOB_ASSUMED,
        .offset = SET(assumed),
        .count_offset = SET(assumed_count),
        .flag_offset = SET(has_assumed)},
};
static const struct field_table settings_table = {
    .rows = settings_rows,
    .count = sizeof(settings_rows) / sizeof(settings_rows[0]),
};
static const struct field learner_rows[] = {
    ROW_LEARNER(AT(learner), .required = true),
    {.name = "set",
        .kind = FIELD_OBJECT,
        .inner = &settings_table,
        .offset = AT(settings),
        .flag_offset = AT(set)},
};
static const struct field_table learner_table = {
    .rows = learner_rows,
    .count = sizeof(learner_rows) / sizeof(learner_rows[0]),
};
static const struct field_table forget_table = {.rows = learner_rows, .count = 1};

enum error_code read_forget(struct group *group, struct job *job, const char *body, size_t length)
{
	struct learner_request request = {.learner = NULL};
	enum error_code code = job_fields(group, job, &forget_table, body, length, &request);
	return code ? code : job_learner(job, request.learner);
}

enum error_code apply_nothing(struct group *group, struct job *job)
{
	(void)group;
	(void)job;
	return ERROR_INTERNAL;
}

enum error_code read_learner(struct group *group, struct job *job, const char *body, size_t length)
{
	struct learner_request request = {.learner = NULL};
	enum error_code code = job_fields(group, job, &learner_table, body, length, &request);
	if (code) {
		return code;
	}
	const struct settings_request *settings = &request.settings;
	job->ask.set = request.set;
	job->ask.has_goal = settings->goal != NULL;
	job->ask.has_class = settings->class != NULL;
	job->ask.has_locale = settings->has_locale;
	job->ask.has_assumed = settings->has_assumed;
	job->ask.locale = settings->locale;
	job->ask.assumed_count = settings->assumed_count;
	snprintf(job->ask.goal, sizeof(job->ask.goal), "%s", settings->goal ? settings->goal : "");
	snprintf(job->ask.class, sizeof(job->ask.class), "%s", settings->class ? settings->class : "");
	for (size_t i = 0; i < settings->assumed_count; i++) {
		snprintf(job->ask.assumed[i], sizeof(job->ask.assumed[i]), "%s", settings->assumed[i]);
	}
	return job_learner(job, request.learner);
}

static enum error_code set(struct group *group, struct job *job, struct ledger_state *state)
{
	const struct ask_learner *ask = &job->ask;
	struct skill_set scope;
	struct evidence evidence = {.kind = EVIDENCE_SETTINGS, .at = group->now};
	struct record record = {.kind = EVIDENCE_SETTINGS,
	    .settings = {ask->has_class, ask->has_locale, ask->class, ask->locale}};
	evidence.settings.has_goal = ask->has_goal;
	evidence.settings.has_assumed = ask->has_assumed;
	if (ask->has_goal && !course_scope(group->course, ask->goal, &scope)) {
		return job_refuse(job, ERROR_UNKNOWN_SKILL, "set.goal", NULL);
	}
	memcpy(evidence.settings.goal, ask->goal, sizeof(ask->goal));
	for (size_t i = 0; i < ask->assumed_count; i++) {
		if (!course_scope(group->course, ask->assumed[i], &scope)) {
			return job_refuse(job, ERROR_UNKNOWN_SKILL, "set.assumed", NULL);
		}
		skill_set_join(&evidence.settings.assumed, &scope);
	}
	if (learner_apply(group->course, group->work, &state->learner, &evidence, NULL) < 0) {
		return job_refuse(job, ERROR_INTERNAL, NULL, NULL);
	}
	if (ask->has_locale) {
		state->locale = ask->locale;
	}
	if (ask->has_class) {
		char *class = group->states[job->learner].class;
		memcpy(class, ask->class, sizeof(ask->class));
		group->learners[job->learner].class = (struct store_bytes){class, strlen(class)};
	}
	return group_record(group, job, &record, &evidence, NULL, 0) < 0
	           ? job_refuse(job, ERROR_INTERNAL, NULL, NULL)
	           : ERROR_NONE;
}

static void write_skill_rows(
    struct buffer *out, const struct course *course, const struct learner *learner, int64_t now)
{
	json_open_array(out, "skills");
	for (size_t i = 0; i < course->skill_count; i++) {
		const struct learner_skill *skill = &learner->skills[i];
		json_open_object(out, NULL);
		json_string(out, "skill", course->skills[i].id);
		json_string(out, "level", level_names[skill->level]);
		json_integer(out, "points", level_points[skill->level]);
		json_double(out, "belief", round(learner_belief(skill, now) * 1e4) / 1e4);
		json_unsigned(out, "attempts", skill->attempts);
		json_bool(out, "inferred", skill->inferred);
		write_time(out, "due", learner_due(skill));
		json_close_object(out);
	}
	json_close_array(out);
}

static void write_gaps(
    struct buffer *out, const struct course *course, const struct learner *learner, int64_t now)
{
	struct skill_set gaps;
	view_gaps(course, learner, now, &gaps);
	json_open_array(out, "gaps");
	SKILL_EACH(skill, &gaps)
	{
		json_open_object(out, NULL);
		json_string(out, "skill", course->skills[skill].id);
		json_double(out, "belief", round(learner_belief(&learner->skills[skill], now) * 1e4) / 1e4);
		write_misconceptions(out, course, learner, now, (uint16_t)skill);
		json_close_object(out);
	}
	json_close_array(out);
}

static void write_due(
    struct buffer *out, const struct course *course, const struct learner *learner, int64_t now)
{
	uint16_t skills[SKILLS_MAX];
	size_t count = view_due(course, learner, now, skills);
	json_open_array(out, "due");
	for (size_t i = 0; i < count; i++) {
		json_string(out, NULL, course->skills[skills[i]].id);
	}
	json_close_array(out);
}

static void write_assessments(struct buffer *out, const struct course *course, const struct learner *learner)
{
	json_open_array(out, "assessments");
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		if (learner->assessments[i].id) {
			json_open_object(out, NULL);
			write_assessment(out, course, &learner->assessments[i]);
			json_close_object(out);
		}
	}
	json_close_array(out);
}

enum error_code apply_learner(struct group *group, struct job *job)
{
	struct ledger_state *state = group_state(group, job);
	struct buffer *out = &job->reply;
	struct skill_set ready, stuck, all;
	if (!state) {
		return ERROR_INTERNAL;
	}
	enum error_code code = job->ask.set ? set(group, job, state) : ERROR_NONE;
	if (code) {
		return code;
	}
	const struct store_learner *row = &group->learners[job->learner];
	const struct learner *learner = &state->learner;
	view_ready(group->course, learner, &ready);
	view_stuck(group->course, learner, &stuck);
	course_scope(group->course, "", &all);
	json_open_object(out, NULL);
	json_string(out, "learner", job->learner_id);
	json_bool(out, "known", row->version > 0);
	json_string(out, "goal", learner->goal);
	json_string_bytes(out, "group", row->class.data ? row->class.data : "", row->class.length);
	json_string(out, "locale", locale_names[state->locale]);
	json_double(out, "share", round(view_share(learner, &all) * 1e4) / 1e4);
	write_skill_rows(out, group->course, learner, group->now);
	write_due(out, group->course, learner, group->now);
	write_gaps(out, group->course, learner, group->now);
	write_misconceptions(out, group->course, learner, group->now, SKILL_NONE);
	write_skills(out, group->course, "ready", &ready);
	write_skills(out, group->course, "stuck", &stuck);
	write_assessments(out, group->course, learner);
	json_close_object(out);
	return ERROR_NONE;
}

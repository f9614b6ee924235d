/* A report as one JSON object: a row a learner, then what the log says of all of them. */
#include "daemon/ledger/report_walk.h"

#include "daemon/learners/view.h"
#include "daemon/ledger/group.h"

#include <errno.h>
#include <math.h>

struct writing {
	const struct course *course;
	struct buffer *out;
	struct skill_set all;
	int64_t now;
};

static double rounded(double value)
{
	return round(value * 1e4) / 1e4;
}

static void write_shown(struct buffer *out, const struct course *course, const struct report_shown *shown)
{
	json_open_object(out, NULL);
	json_string(out, "misconception", shown->misconception);
	json_double(out, "probability", rounded(shown->probability));
	json_string(out, "family", shown->family == FAMILY_NONE ? NULL : course->families[shown->family].id);
	json_integer(out, "level", shown->level);
	json_string(out, "prompt", *shown->prompt ? shown->prompt : NULL);
	json_string(out, "answer", shown->answer);
	write_time(out, "at", shown->at);
	json_close_object(out);
}

static void write_gap(const struct writing *writing, const struct report_learner *row, size_t skill)
{
	struct buffer *out = writing->out;
	size_t at = row->shown_count;
	json_open_object(out, NULL);
	json_string(out, "skill", writing->course->skills[skill].id);
	json_double(out, "belief", rounded(learner_belief(&row->learner->skills[skill], writing->now)));
	write_misconceptions(out, writing->course, row->learner, writing->now, (uint16_t)skill);
	json_open_array(out, "items");
	for (size_t i = 0; i < SHOWN_EACH && (at = report_shown_before(row, skill, at)) != SIZE_MAX; i++) {
		write_shown(out, writing->course, &row->shown[at]);
	}
	json_close_array(out);
	json_close_object(out);
}

static int write_learner(void *context, const struct report_learner *row)
{
	const struct writing *writing = context;
	const struct course *course = writing->course;
	struct buffer *out = writing->out;
	json_open_object(out, NULL);
	json_string_bytes(out, "learner", row->id.data, row->id.length);
	json_double(out, "share", rounded(view_share(row->learner, &writing->all)));
	json_open_array(out, "levels");
	for (size_t i = 0; i < course->skill_count; i++) {
		json_string(out, NULL, level_names[row->learner->skills[i].level]);
	}
	json_close_array(out);
	json_open_array(out, "gaps");
	SKILL_EACH(skill, &row->gaps)
	{
		write_gap(writing, row, skill);
	}
	json_close_array(out);
	write_skills(out, course, "ready", &row->ready);
	write_skills(out, course, "stuck", &row->stuck);
	write_skills(out, course, "indeterminate", &row->indeterminate);
	json_close_object(out);
	return out->full ? -EMSGSIZE : 0;
}

/* --- what the log says --- */

/* null: too few have come so far to tell. */
static void write_real(struct buffer *out, const char *name, double value)
{
	if (isfinite(value)) {
		json_double(out, name, rounded(value));
	} else {
		json_null(out, name);
	}
}

static void write_quantiles(struct buffer *out, const char *name, const struct report_quantiles *quantiles)
{
	json_open_object(out, name);
	write_real(out, "median", quantiles->median);
	write_real(out, "p90", quantiles->p90);
	json_close_object(out);
}

static int write_mastery(struct buffer *out, const struct course *course, struct report *report)
{
	int result = 0;
	json_open_array(out, "mastery");
	for (size_t i = 0; i <= course->skill_count && result == 0; i++) {
		struct report_mastery row;
		bool all = i == course->skill_count;
		result = report_mastery(report, all ? SKILL_NONE : (uint16_t)i, &row);
		if (result < 0 || row.begun == 0) {
			continue;
		}
		json_open_object(out, NULL);
		json_string(out, "skill", all ? NULL : course->skills[i].id);
		json_unsigned(out, "begun", row.begun);
		json_unsigned(out, "mastered", row.mastered);
		write_quantiles(out, "items", &row.items);
		write_quantiles(out, "minutes", &row.minutes);
		write_quantiles(out, "days", &row.days);
		json_close_object(out);
	}
	json_close_array(out);
	return result;
}

static void write_shares(struct buffer *out, const struct report *report)
{
	struct report_share delays[REPORT_DELAYS], confidences[REPORT_CONFIDENCES];
	report_retention(report, delays);
	report_confidence(report, confidences);
	json_open_array(out, "retention");
	for (size_t i = 0; i < REPORT_DELAYS; i++) {
		json_open_object(out, NULL);
		json_double(out, "from_days", report_delay_days[i]);
		write_real(out, "to_days", report_delay_days[i + 1]);
		json_unsigned(out, "count", delays[i].count);
		json_unsigned(out, "right", delays[i].right);
		json_close_object(out);
	}
	json_close_array(out);
	json_open_array(out, "confidence");
	for (size_t i = 0; i < REPORT_CONFIDENCES; i++) {
		json_open_object(out, NULL);
		json_unsigned(out, "confidence", i + 1);
		json_unsigned(out, "count", confidences[i].count);
		json_unsigned(out, "right", confidences[i].right);
		json_close_object(out);
	}
	json_close_array(out);
}

static void write_unexplained(struct buffer *out, struct report *report, uint16_t family)
{
	struct report_answer answers[REPORT_ANSWERS];
	size_t count = report_unexplained(report, family, answers);
	json_open_array(out, "unexplained");
	for (size_t i = 0; i < count; i++) {
		json_open_object(out, NULL);
		json_string(out, "answer", answers[i].text);
		json_unsigned(out, "count", answers[i].count);
		json_close_object(out);
	}
	json_close_array(out);
}

static int write_families(struct buffer *out, const struct course *course, struct report *report)
{
	int result = 0;
	json_open_array(out, "families");
	for (size_t i = 0; i < course->family_count && result == 0; i++) {
		struct report_family row;
		result = report_family(report, (uint16_t)i, &row);
		if (result < 0 || row.count == 0) {
			continue;
		}
		json_open_object(out, NULL);
		json_string(out, "family", course->families[i].id);
		json_unsigned(out, "count", row.count);
		json_unsigned(out, "right", row.right);
		json_unsigned(out, "wrong_unexplained", row.wrong_unexplained);
		write_real(out, "median_seconds", row.median_seconds);
		write_unexplained(out, report, (uint16_t)i);
		json_close_object(out);
	}
	json_close_array(out);
	return result;
}

static int write_all(struct reader *reader, const struct report_request *request, struct writing *writing,
    struct report *log, char *ret_why)
{
	struct buffer *out = writing->out;
	json_open_object(out, NULL);
	write_skills(out, reader->course, "skills", &writing->all);
	json_open_array(out, "grid");
	int result = report_walk(reader, request, writing->now, write_learner, writing, log, ret_why);
	json_close_array(out);
	if (result == 0) {
		result = write_mastery(out, reader->course, log);
	}
	if (result == 0) {
		write_shares(out, log);
		result = write_families(out, reader->course, log);
	}
	json_close_object(out);
	return result;
}

int report_write(struct reader *reader, const struct report_request *request, int64_t now, struct buffer *out,
    char *ret_why)
{
	struct writing writing = {.course = reader->course, .out = out, .now = now};
	struct report *log = report_new(reader->course);
	course_scope(reader->course, "", &writing.all);
	int result = log ? write_all(reader, request, &writing, log, ret_why) : -ENOMEM;
	report_free(log);
	return result;
}

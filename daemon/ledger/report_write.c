/*
 * A report: the mastery grid with gaps and stuck skills from the states, the rest from the log (learners/
 * report.h). Learners are read one after another: nothing of one is kept but what is counted.
 */
#include "daemon/ledger/reader.h"

#include "checker/check.h"
#include "daemon/learners/report.h"
#include "daemon/learners/view.h"
#include "daemon/ledger/ids.h"
#include "daemon/ledger/record.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct report_walk {
	const struct course *course;
	struct buffer *out;
	struct ledger_state *state;
	struct skill_set all;
	int64_t now;
};

static double rounded(double value)
{
	return round(value * 1e4) / 1e4;
}

static void write_set(
    struct buffer *out, const struct course *course, const char *name, const struct skill_set *skills)
{
	json_open_array(out, name);
	SKILL_EACH(skill, skills)
	{
		json_string(out, NULL, course->skills[skill].id);
	}
	json_close_array(out);
}

static void write_learner(struct report_walk *walk, struct store_bytes id)
{
	const struct learner *learner = &walk->state->learner;
	struct buffer *out = walk->out;
	struct skill_set gaps, stuck;
	view_gaps(walk->course, learner, walk->now, &gaps);
	view_stuck(walk->course, learner, &stuck);
	json_open_object(out, NULL);
	json_string_bytes(out, "learner", id.data, id.length);
	json_double(out, "share", rounded(view_share(learner, &walk->all)));
	json_open_array(out, "levels");
	for (size_t i = 0; i < walk->course->skill_count; i++) {
		json_string(out, NULL, level_names[learner->skills[i].level]);
	}
	json_close_array(out);
	write_set(out, walk->course, "gaps", &gaps);
	write_set(out, walk->course, "stuck", &stuck);
	json_close_object(out);
}

static int visit_learner(void *context, const struct store_learner *row)
{
	struct report_walk *walk = context;
	if (row->state.length &&
	    state_unpack(walk->course, row->state.data, row->state.length, walk->state) == 0) {
		write_learner(walk, row->id);
	}
	return walk->out->full ? -EMSGSIZE : 0;
}

static int write_grid(struct reader *reader, struct store *store, const struct report_request *request,
    int64_t now, struct buffer *out)
{
	struct report_walk walk = {.course = reader->course, .out = out, .now = now};
	walk.state = malloc(sizeof(*walk.state));
	if (!walk.state) {
		return -ENOMEM;
	}
	course_scope(reader->course, "", &walk.all);
	write_set(out, reader->course, "skills", &walk.all);
	json_open_array(out, "grid");
	int result = report_each_learner(store, request, visit_learner, &walk);
	json_close_array(out);
	free(walk.state);
	return result;
}

/* --- what the log says --- */

struct log_walk {
	const struct course *course;
	struct report *report;
	uint32_t learner;
};

/* A scored answer: read, decided, and not a retry. */
static bool is_scored(const struct record_attempt *attempt)
{
	return !attempt->retry && attempt->verdict != VERDICT_UNREADABLE &&
	       attempt->verdict != VERDICT_UNDECIDED;
}

static int visit_entry(void *context, struct store_bytes id, const struct store_entry *entry)
{
	struct log_walk *walk = context;
	struct record record;
	(void)id;
	if (entry->kind != EVIDENCE_ATTEMPT ||
	    record_take(entry->record.data, entry->record.length, entry->kind, &record) < 0 ||
	    !is_scored(&record.attempt)) {
		return 0;
	}
	const struct record_attempt *attempt = &record.attempt;
	struct report_row row = {
	    .learner = walk->learner,
	    .at = entry->at,
	    .skill = course_find_skill(walk->course, attempt->skill),
	    .family = course_find_family(walk->course, attempt->family),
	    .level = (uint8_t)attempt->level,
	    .right = attempt->verdict == VERDICT_CORRECT,
	    .explained =
	        attempt->skipped || attempt->verdict == VERDICT_WRONG_FORM || attempt->unexplained < .5,
	    .before = (uint8_t)attempt->before,
	    .after = (uint8_t)attempt->after,
	    .confidence = (uint8_t)attempt->confidence,
	    .elapsed_ms = (int64_t)attempt->elapsed_ms,
	};
	return report_add(walk->report, &row);
}

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
		json_close_object(out);
	}
	json_close_array(out);
	return result;
}

static int list_learners(struct store *store, const struct report_request *request, struct id_list *ids)
{
	int result = 0;
	if (request->group) {
		return ids_take(ids, store, (struct store_bytes){request->group, strlen(request->group)});
	}
	for (size_t i = 0; i < request->learner_count && result == 0; i++) {
		result =
		    ids_add(ids, (struct store_bytes){request->learners[i], strlen(request->learners[i])});
	}
	return result;
}

static int write_log(
    struct reader *reader, struct store *store, const struct report_request *request, struct buffer *out)
{
	struct id_list ids = {0};
	struct log_walk walk = {.course = reader->course, .report = report_new(reader->course)};
	int result = walk.report ? list_learners(store, request, &ids) : -ENOMEM;
	for (size_t i = 0; i < ids.count && result == 0; i++) {
		walk.learner = (uint32_t)i;
		result = store_each_entry(store, ids.ids[i], visit_entry, &walk);
	}
	if (result == 0) {
		result = write_mastery(out, reader->course, walk.report);
	}
	if (result == 0) {
		write_shares(out, walk.report);
		result = write_families(out, reader->course, walk.report);
	}
	report_free(walk.report);
	ids_done(&ids);
	return result;
}

int report_write(struct reader *reader, const struct report_request *request, int64_t now, struct buffer *out,
    char *ret_why)
{
	struct store *store = NULL;
	int result = store_open(reader->store, STORE_READ, &store, ret_why);
	if (result < 0) {
		return result;
	}
	json_open_object(out, NULL);
	result = write_grid(reader, store, request, now, out);
	if (result == 0) {
		result = write_log(reader, store, request, out);
	}
	json_close_object(out);
	if (result < 0) {
		memcpy(ret_why, store_why(store), STORE_WHY_BYTES);
	}
	store_close(store);
	return result;
}

#include "daemon/ledger/report_parts.h"

#include "daemon/learners/view.h"
#include "daemon/ledger/group.h"
#include "daemon/ledger/report_walk.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct report_printing {
	const struct course *course;
	const struct report_part *part;
	const struct report_sink *sink;
	struct report *log;
	struct skill_set all;
	int64_t now;
	size_t column; /* the next cell's */
};

/* --- cells --- */

static void put_bytes(struct report_printing *printing, const void *text, size_t length)
{
	const struct report_part *part = printing->part;
	enum cell_kind kind = CELL_LEVEL;
	if (printing->column < part->column_count) {
		kind = part->columns[printing->column].kind;
	}
	printing->column++;
	printing->sink->cell(printing->sink->context, kind, text, length);
}

static void put(struct report_printing *printing, const char *text)
{
	put_bytes(printing, text, strlen(text));
}

/* Four decimals at most; nothing where there is no number. */
static void put_real(struct report_printing *printing, double value)
{
	char text[40] = "";
	if (isfinite(value)) {
		snprintf(text, sizeof(text), "%.10g", round(value * 1e4) / 1e4);
	}
	put(printing, text);
}

static void put_share(struct report_printing *printing, size_t right, size_t count)
{
	put_real(printing, count ? (double)right / (double)count : (double)NAN);
}

static void put_skill(struct report_printing *printing, size_t skill)
{
	put(printing, printing->course->skills[skill].id);
}

static void end_row(struct report_printing *printing)
{
	printing->column = 0;
	printing->sink->end_row(printing->sink->context);
}

/* --- a learner's rows --- */

static void print_grid(struct report_printing *printing, const void *visited)
{
	const struct report_learner *row = visited;
	put_bytes(printing, row->id.data, row->id.length);
	put_real(printing, view_share(row->learner, &printing->all));
	for (size_t i = 0; i < printing->course->skill_count; i++) {
		put(printing, level_names[row->learner->skills[i].level]);
	}
	end_row(printing);
}

static void put_shown(struct report_printing *printing, const struct report_shown *shown)
{
	char time[32];
	const struct course *course = printing->course;
	time_text(time, sizeof(time), shown->at);
	put(printing, shown->misconception);
	put(printing, shown->family == FAMILY_NONE ? "" : course->families[shown->family].id);
	put(printing, shown->prompt);
	put(printing, shown->answer);
	put(printing, time);
}

/* A row for each answer that shows the gap; a gap that no answer shows by itself has one all the same. */
static void print_gaps(struct report_printing *printing, const void *visited)
{
	const struct report_learner *row = visited;
	static const struct report_shown nothing = {.family = FAMILY_NONE, .misconception = ""};
	SKILL_EACH(skill, &row->gaps)
	{
		size_t at = report_shown_before(row, skill, row->shown_count);
		for (size_t i = 0; i == 0 || (i < SHOWN_EACH && at != SIZE_MAX); i++) {
			put_bytes(printing, row->id.data, row->id.length);
			put_skill(printing, skill);
			put_real(printing, learner_belief(&row->learner->skills[skill], printing->now));
			put_shown(printing, at == SIZE_MAX ? &nothing : &row->shown[at]);
			end_row(printing);
			at = at == SIZE_MAX ? at : report_shown_before(row, skill, at);
		}
	}
}

static void print_ready(struct report_printing *printing, const void *visited)
{
	const struct report_learner *row = visited;
	SKILL_EACH(skill, &row->ready)
	{
		put_bytes(printing, row->id.data, row->id.length);
		put_skill(printing, skill);
		put(printing, level_names[row->learner->skills[skill].level]);
		end_row(printing);
	}
}

static void print_stuck_of(struct report_printing *printing, const struct report_learner *row,
    const struct skill_set *skills, const char *state)
{
	SKILL_EACH(skill, skills)
	{
		put_bytes(printing, row->id.data, row->id.length);
		put_skill(printing, skill);
		put(printing, state);
		put_real(printing, row->learner->skills[skill].opportunities);
		end_row(printing);
	}
}

static void print_stuck(struct report_printing *printing, const void *visited)
{
	const struct report_learner *row = visited;
	print_stuck_of(printing, row, &row->stuck, "stuck");
	print_stuck_of(printing, row, &row->indeterminate, "indeterminate");
}

/* --- of all --- */

static void put_quantiles(struct report_printing *printing, const struct report_quantiles *quantiles)
{
	put_real(printing, quantiles->median);
	put_real(printing, quantiles->p90);
}

static int print_mastery(struct report_printing *printing)
{
	const struct course *course = printing->course;
	int result = 0;
	for (size_t i = 0; i <= course->skill_count && result == 0; i++) {
		struct report_mastery row;
		bool all = i == course->skill_count;
		result = report_mastery(printing->log, all ? SKILL_NONE : (uint16_t)i, &row);
		if (result < 0 || row.begun == 0) {
			continue;
		}
		put(printing, all ? "" : course->skills[i].id);
		put_real(printing, (double)row.begun);
		put_real(printing, (double)row.mastered);
		put_quantiles(printing, &row.items);
		put_quantiles(printing, &row.minutes);
		put_quantiles(printing, &row.days);
		end_row(printing);
	}
	return result;
}

static void put_counts(struct report_printing *printing, const struct report_share *share)
{
	put_real(printing, (double)share->count);
	put_real(printing, (double)share->right);
	put_share(printing, share->right, share->count);
	end_row(printing);
}

static int print_retention(struct report_printing *printing)
{
	struct report_share delays[REPORT_DELAYS];
	report_retention(printing->log, delays);
	for (size_t i = 0; i < REPORT_DELAYS; i++) {
		put_real(printing, report_delay_days[i]);
		put_real(printing, report_delay_days[i + 1]);
		put_counts(printing, &delays[i]);
	}
	return 0;
}

static int print_confidence(struct report_printing *printing)
{
	struct report_share confidences[REPORT_CONFIDENCES];
	report_confidence(printing->log, confidences);
	for (size_t i = 0; i < REPORT_CONFIDENCES; i++) {
		put_real(printing, (double)(i + 1));
		put_counts(printing, &confidences[i]);
	}
	return 0;
}

static int print_families(struct report_printing *printing)
{
	const struct course *course = printing->course;
	int result = 0;
	for (size_t i = 0; i < course->family_count && result == 0; i++) {
		struct report_family row;
		result = report_family(printing->log, (uint16_t)i, &row);
		if (result < 0 || row.count == 0) {
			continue;
		}
		put(printing, course->families[i].id);
		put_real(printing, (double)row.count);
		put_real(printing, (double)row.right);
		put_share(printing, row.right, row.count);
		put_real(printing, (double)row.wrong_unexplained);
		put_real(printing, row.median_seconds);
		end_row(printing);
	}
	return result;
}

static int print_unexplained(struct report_printing *printing)
{
	const struct course *course = printing->course;
	for (size_t i = 0; i < course->family_count; i++) {
		struct report_answer answers[REPORT_ANSWERS];
		size_t count = report_unexplained(printing->log, (uint16_t)i, answers);
		for (size_t a = 0; a < count; a++) {
			put(printing, course->families[i].id);
			put(printing, answers[a].text);
			put_real(printing, (double)answers[a].count);
			end_row(printing);
		}
	}
	return 0;
}

/* --- the table --- */

static const struct report_column grid[] = {{"learner", CELL_TEXT}, {"share", CELL_SHARE}};
static const struct report_column gaps[] = {{"learner", CELL_TEXT}, {"skill", CELL_SKILL},
    {"belief", CELL_SHARE}, {"misconception", CELL_MISCONCEPTION}, {"family", CELL_FAMILY},
    {"prompt", CELL_TEXT}, {"answer", CELL_TEXT}, {"at", CELL_TIME}};
static const struct report_column ready[] = {
    {"learner", CELL_TEXT}, {"skill", CELL_SKILL}, {"level", CELL_LEVEL}};
static const struct report_column stuck[] = {
    {"learner", CELL_TEXT}, {"skill", CELL_SKILL}, {"state", CELL_STATE}, {"answers", CELL_NUMBER}};
static const struct report_column mastery[] = {{"skill", CELL_SKILL}, {"begun", CELL_NUMBER},
    {"mastered", CELL_NUMBER}, {"items_median", CELL_NUMBER}, {"items_p90", CELL_NUMBER},
    {"minutes_median", CELL_NUMBER}, {"minutes_p90", CELL_NUMBER}, {"days_median", CELL_NUMBER},
    {"days_p90", CELL_NUMBER}};
static const struct report_column retention[] = {{"from_days", CELL_NUMBER}, {"to_days", CELL_NUMBER},
    {"count", CELL_NUMBER}, {"right", CELL_NUMBER}, {"share", CELL_SHARE}};
static const struct report_column confidence[] = {
    {"confidence", CELL_NUMBER}, {"count", CELL_NUMBER}, {"right", CELL_NUMBER}, {"share", CELL_SHARE}};
static const struct report_column families[] = {{"family", CELL_FAMILY}, {"count", CELL_NUMBER},
    {"right", CELL_NUMBER}, {"share", CELL_SHARE}, {"wrong_unexplained", CELL_NUMBER},
    {"median_seconds", CELL_NUMBER}};
static const struct report_column unexplained[] = {
    {"family", CELL_FAMILY}, {"answer", CELL_TEXT}, {"count", CELL_NUMBER}};

#define COLUMNS(rows) .columns = (rows), .column_count = sizeof(rows) / sizeof((rows)[0])

const struct report_part report_parts[] = {
    {"grid", "learners and the level of each skill", COLUMNS(grid), .skills = true, .learner = print_grid},
    {"gaps", "what is missing below what is in hand, and the answers that show it", COLUMNS(gaps),
        .learner = print_gaps},
    {"ready", "what each can learn now", COLUMNS(ready), .learner = print_ready},
    {"stuck", "skills that do not come; indeterminate below ten answers", COLUMNS(stuck),
        .learner = print_stuck},
    {"mastery", "items, active minutes and days to mastery, unfinished ones censored; last, of all skills",
        COLUMNS(mastery), .all = print_mastery},
    {"retention", "first answers some days after a skill became proficient", COLUMNS(retention),
        .all = print_retention},
    {"confidence", "told confidence against being right", COLUMNS(confidence), .all = print_confidence},
    {"families", "items by family: share right, time", COLUMNS(families), .all = print_families},
    {"unexplained", "the most frequent wrong answers that nothing explains", COLUMNS(unexplained),
        .all = print_unexplained},
};
const size_t report_part_count = sizeof(report_parts) / sizeof(report_parts[0]);

const struct report_part *report_part_find(const char *name)
{
	for (size_t i = 0; i < report_part_count; i++) {
		if (strcmp(report_parts[i].name, name) == 0) {
			return &report_parts[i];
		}
	}
	return NULL;
}

struct printings {
	struct report_printing list[sizeof(report_parts) / sizeof(report_parts[0])];
	size_t count;
};

static int visit(void *context, const struct report_learner *row)
{
	struct printings *printings = context;
	for (size_t i = 0; i < printings->count; i++) {
		struct report_printing *printing = &printings->list[i];
		if (printing->part->learner) {
			printing->part->learner(printing, row);
		}
	}
	return 0;
}

int report_print(struct reader *reader, const struct report_request *request, int64_t now,
    const struct report_wanted *wanted, size_t count, char *ret_why)
{
	struct printings printings = {.count = count};
	struct report *log = report_new(reader->course);
	assert(count <= report_part_count);
	for (size_t i = 0; i < count; i++) {
		struct report_printing *printing = &printings.list[i];
		*printing = (struct report_printing){.course = reader->course,
		    .part = wanted[i].part,
		    .sink = &wanted[i].sink,
		    .log = log,
		    .now = now};
		course_scope(reader->course, "", &printing->all);
	}
	int result = log ? report_walk(reader, request, now, visit, &printings, log, ret_why) : -ENOMEM;
	for (size_t i = 0; i < count && result == 0; i++) {
		struct report_printing *printing = &printings.list[i];
		result = printing->part->all ? printing->part->all(printing) : 0;
	}
	report_free(log);
	return result;
}

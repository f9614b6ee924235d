#include "daemon/learners/report.h"
#include "daemon/learners/state.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const double report_delay_days[REPORT_DELAYS + 1] = {.9, 2, 4, 8, 16, 32, HUGE_VAL};

/* A skill of one learner, from the first attempt on: mastered, or censored where it stands. */
struct course_case {
	uint16_t skill;
	bool mastered;
	double items, minutes, days;
};
struct duration {
	uint16_t family;
	double seconds;
};
struct unexplained {
	uint16_t family;
	char text[REPORT_ANSWER];
};

/* What the learner in hand has done on a skill. */
struct progress {
	bool begun, mastered;
	int64_t begun_at, latest_at, proficient_at; /* proficient_at 0: it is not, or was tested since */
	double items, minutes;
};

struct report {
	const struct course *course;
	struct course_case *cases;
	size_t case_count, case_room;
	struct duration *durations;
	size_t duration_count, duration_room;
	struct unexplained *unexplained;
	size_t unexplained_count, unexplained_room;
	bool unexplained_sorted;
	struct report_family *families; /* counts only */
	struct report_share retention[REPORT_DELAYS], confidence[REPORT_CONFIDENCES];
	bool any;
	uint32_t learner;
	struct progress progress[SKILLS_MAX];
};

struct report *report_new(const struct course *course)
{
	struct report *report = calloc(1, sizeof(*report));
	if (!report) {
		return NULL;
	}
	report->course = course;
	report->families = calloc(course->family_count + 1, sizeof(*report->families));
	if (!report->families) {
		free(report);
		return NULL;
	}
	return report;
}

void report_free(struct report *report)
{
	if (report) {
		free(report->cases);
		free(report->durations);
		free(report->unexplained);
		free(report->families);
		free(report);
	}
}

/* Room for one more element. False when memory is out. */
static bool grow(void **rows, size_t count, size_t *room, size_t size)
{
	if (count < *room) {
		return true;
	}
	size_t wanted = *room ? *room * 2 : 64;
	void *grown = wanted > SIZE_MAX / size ? NULL : realloc(*rows, wanted * size);
	if (!grown) {
		return false;
	}
	*rows = grown;
	*room = wanted;
	return true;
}

/* --- taking rows in --- */

static bool add_case(struct report *report, uint16_t skill, const struct progress *progress)
{
	if (!grow((void **)&report->cases, report->case_count, &report->case_room, sizeof(*report->cases))) {
		return false;
	}
	report->cases[report->case_count++] = (struct course_case){.skill = skill,
	    .mastered = progress->mastered,
	    .items = progress->items,
	    .minutes = progress->minutes,
	    .days = state_days(progress->begun_at, progress->latest_at)};
	return true;
}

/* What the learner in hand has begun and not mastered is censored where it stands. */
static int close_learner(struct report *report)
{
	for (size_t i = 0; report->any && i < report->course->skill_count; i++) {
		struct progress *progress = &report->progress[i];
		if (progress->begun && !progress->mastered && !add_case(report, (uint16_t)i, progress)) {
			return -ENOMEM;
		}
	}
	memset(report->progress, 0, sizeof(report->progress));
	report->any = false;
	return 0;
}

static double active_minutes(const struct report_row *row)
{
	int64_t active = row->elapsed_ms < REPORT_ACTIVE_MS ? row->elapsed_ms : REPORT_ACTIVE_MS;
	return active > 0 ? (double)active / 60000 : 0;
}

/* The first answer on a skill some time after it became proficient: did it stay? */
static void take_retention(struct report *report, struct progress *progress, const struct report_row *row)
{
	double days = state_days(progress->proficient_at, row->at);
	if (progress->proficient_at && days >= report_delay_days[0]) {
		size_t bucket = 0;
		while (days >= report_delay_days[bucket + 1]) {
			bucket++;
		}
		report->retention[bucket].count++;
		report->retention[bucket].right += row->right;
		progress->proficient_at = 0;
	}
	if (row->before < LEVEL_PROFICIENT && row->after >= LEVEL_PROFICIENT) {
		progress->proficient_at = row->at;
	} else if (row->after < LEVEL_PROFICIENT) {
		progress->proficient_at = 0;
	}
}

static int take_skill(struct report *report, const struct report_row *row)
{
	struct progress *progress = &report->progress[row->skill];
	if (!progress->begun) {
		progress->begun = true;
		progress->begun_at = row->at;
	}
	progress->latest_at = row->at;
	take_retention(report, progress, row);
	if (progress->mastered) {
		return 0;
	}
	progress->items++;
	progress->minutes += active_minutes(row);
	if (row->after == LEVEL_MASTERED) {
		progress->mastered = true;
		return add_case(report, row->skill, progress) ? 0 : -ENOMEM;
	}
	return 0;
}

static int take_unexplained(struct report *report, const struct report_row *row)
{
	if (!grow((void **)&report->unexplained, report->unexplained_count, &report->unexplained_room,
	        sizeof(*report->unexplained))) {
		return -ENOMEM;
	}
	struct unexplained *taken = &report->unexplained[report->unexplained_count++];
	taken->family = row->family;
	snprintf(taken->text, sizeof(taken->text), "%s", row->answer);
	report->unexplained_sorted = false;
	return 0;
}

static int take_family(struct report *report, const struct report_row *row)
{
	struct report_family *family = &report->families[row->family];
	family->count++;
	family->right += row->right;
	bool unexplained = !row->right && !row->explained;
	family->wrong_unexplained += unexplained;
	if (unexplained && row->answer && *row->answer && take_unexplained(report, row) < 0) {
		return -ENOMEM;
	}
	if (row->elapsed_ms <= 0) {
		return 0;
	}
	if (!grow((void **)&report->durations, report->duration_count, &report->duration_room,
	        sizeof(*report->durations))) {
		return -ENOMEM;
	}
	report->durations[report->duration_count++] =
	    (struct duration){row->family, active_minutes(row) * 60};
	return 0;
}

int report_add(struct report *report, const struct report_row *row)
{
	if (report->any && row->learner != report->learner && close_learner(report) < 0) {
		return -ENOMEM;
	}
	report->any = true;
	report->learner = row->learner;
	if (row->confidence >= 1 && row->confidence <= REPORT_CONFIDENCES) {
		report->confidence[row->confidence - 1].count++;
		report->confidence[row->confidence - 1].right += row->right;
	}
	if (row->family < report->course->family_count && take_family(report, row) < 0) {
		return -ENOMEM;
	}
	return row->skill < report->course->skill_count ? take_skill(report, row) : 0;
}

/* --- giving sums out --- */

struct timed {
	double value;
	bool event;
};

static int compare_timed(const void *a, const void *b)
{
	const struct timed *left = a, *right = b;
	if (left->value != right->value) {
		return left->value < right->value ? -1 : 1;
	}
	return (int)right->event - (int)left->event; /* what happened before what was still waited for */
}

/*
 * The product-limit estimate (Kaplan & Meier 1958): where the share still waiting first falls to one half,
 * and to one tenth.
 */
static struct report_quantiles quantiles(struct timed *rows, size_t count)
{
	struct report_quantiles found = {(double)NAN, (double)NAN};
	double waiting = 1;
	qsort(rows, count, sizeof(*rows), compare_timed);
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].event) {
			continue;
		}
		waiting *= 1 - 1 / (double)(count - i);
		if (isnan(found.median) && waiting <= .5 + 1e-12) {
			found.median = rows[i].value;
		}
		if (isnan(found.p90) && waiting <= .1 + 1e-12) {
			found.p90 = rows[i].value;
		}
	}
	return found;
}

static struct report_quantiles quantiles_of(
    const struct report *report, uint16_t skill, size_t offset, struct timed *room)
{
	size_t count = 0;
	for (size_t i = 0; i < report->case_count; i++) {
		const struct course_case *row = &report->cases[i];
		if (skill == SKILL_NONE || row->skill == skill) {
			const char *bytes = (const char *)row;
			room[count++] =
			    (struct timed){*(const double *)(const void *)(bytes + offset), row->mastered};
		}
	}
	return quantiles(room, count);
}

int report_mastery(struct report *report, uint16_t skill, struct report_mastery *ret_mastery)
{
	if (close_learner(report) < 0) {
		return -ENOMEM;
	}
	struct timed *room = malloc((report->case_count + 1) * sizeof(*room));
	if (!room) {
		return -ENOMEM;
	}
	struct report_mastery mastery = {0};
	for (size_t i = 0; i < report->case_count; i++) {
		bool counts = skill == SKILL_NONE || report->cases[i].skill == skill;
		mastery.begun += counts;
		mastery.mastered += counts && report->cases[i].mastered;
	}
	mastery.items = quantiles_of(report, skill, offsetof(struct course_case, items), room);
	mastery.minutes = quantiles_of(report, skill, offsetof(struct course_case, minutes), room);
	mastery.days = quantiles_of(report, skill, offsetof(struct course_case, days), room);
	free(room);
	*ret_mastery = mastery;
	return 0;
}

void report_retention(const struct report *report, struct report_share ret_shares[REPORT_DELAYS])
{
	memcpy(ret_shares, report->retention, sizeof(report->retention));
}

void report_confidence(const struct report *report, struct report_share ret_shares[REPORT_CONFIDENCES])
{
	memcpy(ret_shares, report->confidence, sizeof(report->confidence));
}

static int compare_unexplained(const void *a, const void *b)
{
	const struct unexplained *left = a, *right = b;
	return left->family != right->family ? (left->family < right->family ? -1 : 1)
	                                     : strcmp(left->text, right->text);
}

/* Into the list of those found most often, which is full at REPORT_ANSWERS. */
static size_t rank(struct report_answer *answers, size_t count, const struct unexplained *row, size_t times)
{
	size_t place = count;
	while (place > 0 && answers[place - 1].count < times) {
		place--;
	}
	if (place == REPORT_ANSWERS) {
		return count;
	}
	count += count < REPORT_ANSWERS;
	memmove(&answers[place + 1], &answers[place], (count - place - 1) * sizeof(*answers));
	memcpy(answers[place].text, row->text, sizeof(row->text));
	answers[place].count = times;
	return count;
}

/* The place of a family's first one among those sorted. */
static size_t first_unexplained(const struct report *report, uint16_t family)
{
	size_t low = 0, high = report->unexplained_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (report->unexplained[middle].family < family) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low;
}

size_t report_unexplained(
    struct report *report, uint16_t family, struct report_answer ret_answers[REPORT_ANSWERS])
{
	size_t count = 0, all = report->unexplained_count;
	if (all && !report->unexplained_sorted) {
		qsort(report->unexplained, all, sizeof(*report->unexplained), compare_unexplained);
		report->unexplained_sorted = true;
	}
	size_t times, i = first_unexplained(report, family);
	for (; i < all && report->unexplained[i].family == family; i += times) {
		const struct unexplained *row = &report->unexplained[i];
		times = 1;
		while (i + times < all && compare_unexplained(row, &row[times]) == 0) {
			times++;
		}
		count = rank(ret_answers, count, row, times);
	}
	return count;
}

static int compare_doubles(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;
	return left < right ? -1 : left > right;
}

int report_family(struct report *report, uint16_t family, struct report_family *ret_family)
{
	double *room = malloc((report->duration_count + 1) * sizeof(*room));
	size_t count = 0;
	if (!room) {
		return -ENOMEM;
	}
	for (size_t i = 0; i < report->duration_count; i++) {
		if (report->durations[i].family == family) {
			room[count++] = report->durations[i].seconds;
		}
	}
	qsort(room, count, sizeof(*room), compare_doubles);
	*ret_family = report->families[family];
	ret_family->median_seconds = count ? (room[(count - 1) / 2] + room[count / 2]) / 2 : (double)NAN;
	free(room);
	return 0;
}

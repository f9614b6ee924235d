/* JSON that several operations of the ledger write. */
#include "daemon/learners/view.h"
#include "daemon/ledger/group.h"

#include <math.h>
#include <stdio.h>
#include <time.h>

enum { TIME_TEXT = 32, REASON_TEXT = 400 };

void time_text(char *text, size_t size, int64_t at)
{
	struct tm parts;
	time_t seconds = (time_t)(at / 1000);
	if (at <= 0 || at == INT64_MAX || !gmtime_r(&seconds, &parts) ||
	    strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
		*text = '\0';
	}
}

void write_time(struct buffer *out, const char *name, int64_t at)
{
	char text[TIME_TEXT];
	time_text(text, sizeof(text), at);
	json_string(out, name, *text ? text : NULL);
}

void write_reason(struct buffer *out, const struct course *course, const struct reason *reason, int locale)
{
	char words[REASON_TEXT];
	reason_write(course, reason, (enum locale)locale, words, sizeof(words));
	json_open_object(out, "reason");
	json_string(out, "code", reason_names[reason->code]);
	json_string(out, "words", words);
	if (reason->skill != SKILL_NONE) {
		json_string(out, "skill", course->skills[reason->skill].id);
	}
	if (reason->other != SKILL_NONE) {
		json_string(out, "other", course->skills[reason->other].id);
	}
	const struct course_misconception *misconception =
	    reason->misconception ? course_find_misconception_key(course, reason->misconception) : NULL;
	if (misconception) {
		json_string(out, "misconception", misconception->id);
	}
	json_close_object(out);
}

void write_skills(
    struct buffer *out, const struct course *course, const char *name, const struct skill_set *skills)
{
	json_open_array(out, name);
	SKILL_EACH(skill, skills)
	{
		json_string(out, NULL, course->skills[skill].id);
	}
	json_close_array(out);
}

static void write_items(struct buffer *out, const struct course *course, const struct assessment *assessment)
{
	static const char *const results[] = {"open", "right", "wrong", "wrong_form"};
	json_open_array(out, "items");
	for (size_t i = 0; i < assessment->count && i < ASSESSMENT_ITEMS; i++) {
		const struct assessment_item *item = &assessment->items[i];
		json_open_object(out, NULL);
		json_string(out, "skill", course->skills[item->skill].id);
		json_integer(out, "level", item->level);
		json_string(out, "result", results[item->result]);
		json_close_object(out);
	}
	json_close_array(out);
}

static void write_levels(struct buffer *out, const struct course *course, const struct assessment *assessment)
{
	json_open_array(out, "skills");
	SKILL_EACH(skill, &assessment->scope)
	{
		json_open_object(out, NULL);
		json_string(out, "skill", course->skills[skill].id);
		json_string(out, "before", level_names[assessment->before[skill]]);
		json_string(out, "after", level_names[assessment->after[skill]]);
		json_close_object(out);
	}
	json_close_array(out);
}

void write_assessment(struct buffer *out, const struct course *course, const struct assessment *assessment)
{
	char id[16];
	size_t right = 0;
	for (size_t i = 0; i < assessment->count && i < ASSESSMENT_ITEMS; i++) {
		right += assessment->items[i].result == ITEM_RIGHT;
	}
	snprintf(id, sizeof(id), "%u", assessment->id);
	json_string(out, "assessment", id);
	json_string(out, "kind", assessment_names[assessment->kind]);
	json_unsigned(out, "length", assessment_length(assessment));
	json_unsigned(out, "done", assessment->done);
	json_bool(out, "over", assessment->over);
	json_open_object(out, "rules");
	json_bool(out, "hints", false);
	json_bool(out, "solutions", false);
	json_bool(out, "checks", false);
	json_bool(out, "may_be_left", true);
	json_close_object(out);
	if (assessment->over) {
		json_open_object(out, "result");
		json_unsigned(out, "right", right);
		write_items(out, course, assessment);
		write_levels(out, course, assessment);
		json_close_object(out);
	}
}

void write_misconceptions(struct buffer *out, const struct course *course, const struct learner *learner,
    int64_t now, uint16_t skill)
{
	struct view_misconception rows[LEARNER_MISCONCEPTIONS];
	size_t count = view_misconceptions(learner, now, rows);
	json_open_array(out, "misconceptions");
	for (size_t i = 0; i < count; i++) {
		const struct course_misconception *known = course_find_misconception_key(course, rows[i].key);
		if (!known || (skill != SKILL_NONE && known->prerequisite != skill)) {
			continue;
		}
		json_open_object(out, NULL);
		json_string(out, "misconception", known->id);
		json_double(out, "odds", round(exp(rows[i].log_odds) * 1e3) / 1e3);
		json_unsigned(out, "shown", rows[i].shown);
		json_close_object(out);
	}
	json_close_array(out);
}

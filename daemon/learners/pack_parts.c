#include "daemon/learners/pack_parts.h"

/* --- names --- */

void pack_skill_key(struct writer *out, const struct course *course, uint16_t skill)
{
	put_key(out, skill < course->skill_count ? course->skills[skill].key : 0);
}

uint16_t unpack_skill_key(struct reader *in, const struct course *course)
{
	uint32_t key = get_key(in);
	return key ? course_find_skill_key(course, key) : (uint16_t)SKILL_NONE;
}

void pack_family_key(struct writer *out, const struct course *course, uint16_t family)
{
	put_key(out, family < course->family_count ? course->families[family].key : 0);
}

uint16_t unpack_family_key(struct reader *in, const struct course *course)
{
	uint32_t key = get_key(in);
	return key ? course_find_family_key(course, key) : (uint16_t)FAMILY_NONE;
}

void pack_skill_set(struct writer *out, const struct course *course, const struct skill_set *skills)
{
	put_varint(out, skill_set_count(skills));
	SKILL_EACH(skill, skills)
	{
		pack_skill_key(out, course, (uint16_t)skill);
	}
}

void unpack_skill_set(struct reader *in, const struct course *course, struct skill_set *ret_skills)
{
	struct skill_set skills = {0};
	for (uint64_t left = get_varint(in, SKILLS_MAX); left > 0; left--) {
		uint16_t skill = unpack_skill_key(in, course);
		if (skill != SKILL_NONE) {
			skill_set_add(&skills, skill);
		}
	}
	*ret_skills = skills;
}

/* --- choices --- */

void pack_choice(struct writer *out, const struct course *course, const struct choice *choice)
{
	put_u8(out, choice->kind);
	pack_skill_key(out, course, choice->skill);
	pack_family_key(out, course, choice->family);
	put_u8(out, choice->level);
	put_varint(out, choice->number);
	put_varint(out, choice->assessment);
	put_u8(out, choice->review);
	put_time(out, choice->at);
	put_key(out, choice->separate[0]);
	put_key(out, choice->separate[1]);
	put_u8(out, choice->reason.code);
	pack_skill_key(out, course, choice->reason.skill);
	pack_skill_key(out, course, choice->reason.other);
	put_key(out, choice->reason.misconception);
	put_varint(out, choice->reason.done);
	put_varint(out, choice->reason.count);
}

void unpack_choice(struct reader *in, const struct course *course, struct choice *ret_choice)
{
	struct choice choice = {0};
	choice.kind = (uint8_t)get_u8(in);
	choice.skill = unpack_skill_key(in, course);
	choice.family = unpack_family_key(in, course);
	choice.level = (uint8_t)get_u8(in);
	choice.number = (uint32_t)get_varint(in, UINT32_MAX);
	choice.assessment = (uint32_t)get_varint(in, UINT32_MAX);
	unsigned review = get_u8(in);
	choice.review = review;
	choice.at = get_time(in);
	choice.separate[0] = get_key(in);
	choice.separate[1] = get_key(in);
	choice.reason.code = (uint8_t)get_u8(in);
	choice.reason.skill = unpack_skill_key(in, course);
	choice.reason.other = unpack_skill_key(in, course);
	choice.reason.misconception = get_key(in);
	choice.reason.done = (uint16_t)get_varint(in, UINT16_MAX);
	choice.reason.count = (uint16_t)get_varint(in, UINT16_MAX);
	in->bad = in->bad || choice.kind > CHOICE_REFUSED || choice.level > COURSE_LEVELS || review > 1 ||
	          choice.reason.code >= REASONS || (choice.kind == CHOICE_ITEM && choice.level < 1);
	*ret_choice = choice;
}

/* --- assessments --- */

static void put_item(struct writer *out, const struct course *course, const struct assessment_item *item)
{
	pack_skill_key(out, course, item->skill);
	pack_family_key(out, course, item->family);
	put_u8(out, item->level);
	put_u8(out, item->result);
	put_u8(out, item->before);
	put_u8(out, item->after);
	put_varint(out, item->number);
}

static struct assessment_item get_item(struct reader *in, const struct course *course)
{
	struct assessment_item item = {0};
	item.skill = unpack_skill_key(in, course);
	item.family = unpack_family_key(in, course);
	item.level = (uint8_t)get_u8(in);
	item.result = (uint8_t)get_u8(in);
	item.before = (uint8_t)get_u8(in);
	item.after = (uint8_t)get_u8(in);
	item.number = (uint32_t)get_varint(in, UINT32_MAX);
	in->bad = in->bad || item.level < 1 || item.level > COURSE_LEVELS || item.result > ITEM_WRONG_FORM ||
	          item.before >= SKILL_LEVELS || item.after >= SKILL_LEVELS;
	return item;
}

/* Levels before and after, of the skills that had any. */
static void put_levels(struct writer *out, const struct course *course, const struct assessment *assessment)
{
	size_t count = 0;
	for (size_t i = 0; i < course->skill_count; i++) {
		count += assessment->before[i] || assessment->after[i];
	}
	put_varint(out, count);
	for (size_t i = 0; i < course->skill_count; i++) {
		if (assessment->before[i] || assessment->after[i]) {
			put_key(out, course->skills[i].key);
			put_u8(out, (unsigned)assessment->before[i] | (unsigned)assessment->after[i] << 4);
		}
	}
}

static void get_levels(struct reader *in, const struct course *course, struct assessment *assessment)
{
	for (uint64_t left = get_varint(in, SKILLS_MAX); left > 0 && !in->bad; left--) {
		uint16_t skill = unpack_skill_key(in, course);
		unsigned levels = get_u8(in);
		in->bad = in->bad || (levels & 15) >= SKILL_LEVELS || levels >> 4 >= SKILL_LEVELS;
		if (skill != SKILL_NONE && !in->bad) {
			assessment->before[skill] = levels & 15;
			assessment->after[skill] = (uint8_t)(levels >> 4);
		}
	}
}

void pack_assessment(struct writer *out, const struct course *course, const struct assessment *assessment)
{
	put_u8(out, assessment->kind | (assessment->over ? 0x80u : 0));
	put_varint(out, assessment->id);
	put_time(out, assessment->started);
	put_time(out, assessment->ended);
	pack_skill_set(out, course, &assessment->scope);
	put_varint(out, assessment->count);
	for (size_t i = 0; i < assessment->count; i++) {
		put_item(out, course, &assessment->items[i]);
	}
	put_levels(out, course, assessment);
}

void unpack_assessment(struct reader *in, const struct course *course, struct assessment *ret_assessment)
{
	struct assessment *assessment = ret_assessment;
	memset(assessment, 0, sizeof(*assessment));
	unsigned kind = get_u8(in);
	assessment->kind = kind & 0x7f;
	assessment->over = kind >> 7;
	assessment->id = (uint32_t)get_varint(in, UINT32_MAX);
	assessment->started = get_time(in);
	assessment->ended = get_time(in);
	unpack_skill_set(in, course, &assessment->scope);
	for (uint64_t left = get_varint(in, ASSESSMENT_ITEMS); left > 0 && !in->bad; left--) {
		struct assessment_item item = get_item(in, course);
		if (item.skill != SKILL_NONE) {
			assessment->items[assessment->count++] = item;
			assessment->done = (uint16_t)(assessment->done + (item.result != ITEM_OPEN));
		}
	}
	get_levels(in, course, assessment);
	in->bad = in->bad || assessment->kind >= ASSESSMENT_KINDS;
}

#include "daemon/learners/learner_pack.h"
#include "daemon/learners/pack_parts.h"

#include <errno.h>

enum {
	FLAG_INFERRED = 1 << 3, /* above the level, in one byte */
	FLAG_THREE = 1 << 4,
	FLAG_CARD = 1 << 5,
	FLAG_PROBED = 1,
	FLAG_PENDING = 2,
	FLAG_HINTED = 4,
	FLAG_SOLVED = 8,
	FLAG_PLACING = 16,
};
#define LEVEL_MASK     7u
#define STABILITY_LAST 36500.
#define ODDS_LAST      100.
#define LAMBDA_LAST    1e6

/* --- skills --- */

static bool is_untouched(const struct learner_skill *skill, const struct learner_skill *fresh)
{
	return skill->belief == fresh->belief && !skill->believed_at && !skill->attempts &&
	       !(skill->stability > 0) && skill->level == LEVEL_NONE;
}

static void put_skill(struct writer *out, uint32_t key, const struct learner_skill *skill)
{
	bool card = skill->stability > 0;
	put_key(out, key);
	put_u8(out, skill->level | (skill->inferred ? FLAG_INFERRED : 0u) | (skill->three ? FLAG_THREE : 0u) |
	                (card ? FLAG_CARD : 0u));
	put_real(out, skill->belief);
	put_time(out, skill->believed_at);
	if (card) {
		put_real(out, skill->stability);
		put_real(out, skill->difficulty);
		put_time(out, skill->reviewed_at);
	}
	put_time(out, skill->proficient_at);
	put_varint(out, skill->attempts);
	put_varint(out, skill->since);
	put_varint(out, skill->opportunities);
	put_u8(out, skill->run);
}

static void get_skill(struct reader *in, const struct course *course, struct learner *learner)
{
	uint16_t index = course_find_skill_key(course, get_key(in));
	struct learner_skill skill = {0};
	unsigned flags = get_u8(in);
	in->bad = in->bad || (flags & LEVEL_MASK) >= SKILL_LEVELS || flags >> 6;
	skill.level = flags & LEVEL_MASK;
	skill.inferred = flags & FLAG_INFERRED;
	skill.three = flags & FLAG_THREE;
	skill.belief = get_real(in, 0, 1);
	skill.believed_at = get_time(in);
	if (flags & FLAG_CARD) {
		skill.stability = get_real(in, .001, STABILITY_LAST);
		skill.difficulty = get_real(in, 1, 10);
		skill.reviewed_at = get_time(in);
	}
	skill.proficient_at = get_time(in);
	skill.attempts = (uint32_t)get_varint(in, UINT32_MAX);
	skill.since = (uint16_t)get_varint(in, UINT16_MAX);
	skill.opportunities = (uint16_t)get_varint(in, UINT16_MAX);
	skill.run = (uint8_t)get_u8(in);
	if (!in->bad && index != SKILL_NONE) {
		learner->skills[index] = skill;
	}
}

static void put_skills(struct writer *out, const struct course *course, const struct learner *learner)
{
	struct learner fresh;
	size_t count = 0;
	learner_init(&fresh, 0);
	for (size_t i = 0; i < course->skill_count; i++) {
		count += !is_untouched(&learner->skills[i], &fresh.skills[i]);
	}
	put_varint(out, count);
	for (size_t i = 0; i < course->skill_count; i++) {
		if (!is_untouched(&learner->skills[i], &fresh.skills[i])) {
			put_skill(out, course->skills[i].key, &learner->skills[i]);
		}
	}
}

/* --- misconceptions and used items --- */

static void put_misconceptions(struct writer *out, const struct learner *learner)
{
	size_t count = 0;
	while (count < LEARNER_MISCONCEPTIONS && learner->misconceptions[count].key) {
		count++;
	}
	put_varint(out, count);
	for (size_t i = 0; i < count; i++) {
		const struct learner_misconception *row = &learner->misconceptions[i];
		put_key(out, row->key);
		put_real(out, row->log_odds);
		put_time(out, row->at);
		put_varint(out, row->shown);
	}
}

static void get_misconceptions(struct reader *in, struct learner *learner)
{
	size_t count = (size_t)get_varint(in, LEARNER_MISCONCEPTIONS);
	for (size_t i = 0; i < count; i++) {
		struct learner_misconception *row = &learner->misconceptions[i];
		row->key = get_key(in);
		row->log_odds = get_real(in, -ODDS_LAST, ODDS_LAST);
		row->at = get_time(in);
		row->shown = (uint16_t)get_varint(in, UINT16_MAX);
		in->bad = in->bad || !row->key;
	}
}

static void put_seen(struct writer *out, const struct learner *learner)
{
	size_t count = 0;
	while (count < LEARNER_SEEN && learner->seen[count].family) {
		count++;
	}
	put_varint(out, count);
	for (size_t i = 0; i < count; i++) {
		put_key(out, learner->seen[i].family);
		for (size_t level = 0; level < COURSE_LEVELS; level++) {
			put_varint(out, learner->seen[i].next[level]);
		}
	}
}

static void get_seen(struct reader *in, struct learner *learner)
{
	size_t count = (size_t)get_varint(in, LEARNER_SEEN);
	for (size_t i = 0; i < count; i++) {
		learner->seen[i].family = get_key(in);
		in->bad = in->bad || !learner->seen[i].family;
		for (size_t level = 0; level < COURSE_LEVELS; level++) {
			learner->seen[i].next[level] = (uint32_t)get_varint(in, UINT32_MAX);
		}
	}
}

/* --- placement --- */

static bool is_placing(const struct learner *learner)
{
	for (size_t i = 0; i < SKILLS_MAX; i++) {
		if (learner->asked[i] || learner->placement[i] != 0) {
			return true;
		}
	}
	return false;
}

static void put_placement(struct writer *out, const struct course *course, const struct learner *learner)
{
	put_varint(out, course->skill_count);
	for (size_t i = 0; i < course->skill_count; i++) {
		put_key(out, course->skills[i].key);
		put_u8(out, learner->asked[i]);
		put_real(out, learner->placement[i]);
	}
}

static void get_placement(struct reader *in, const struct course *course, struct learner *learner)
{
	size_t count = (size_t)get_varint(in, SKILLS_MAX);
	for (size_t i = 0; i < count; i++) {
		uint16_t skill = course_find_skill_key(course, get_key(in));
		unsigned asked = get_u8(in);
		double lambda = get_real(in, -LAMBDA_LAST, LAMBDA_LAST);
		if (skill != SKILL_NONE && !in->bad) {
			learner->asked[skill] = (uint8_t)asked;
			learner->placement[skill] = lambda;
		}
	}
}

/* --- all --- */

static unsigned flags_of(const struct learner *learner)
{
	bool hinted = learner->pending && learner->pending_hinted;
	bool solved = learner->pending && learner->pending_solved;
	return (learner->probed ? FLAG_PROBED : 0u) | (learner->pending ? FLAG_PENDING : 0u) |
	       (hinted ? FLAG_HINTED : 0u) | (solved ? FLAG_SOLVED : 0u) |
	       (is_placing(learner) ? FLAG_PLACING : 0u);
}

size_t learner_pack(const struct course *course, const struct learner *learner, uint8_t *bytes, size_t size)
{
	struct writer out = {.bytes = bytes, .size = size};
	unsigned flags = flags_of(learner);
	put_u8(&out, LEARNER_PACK_VERSION);
	put_u8(&out, flags);
	put_fixed(&out, learner->seed, 8);
	put_time(&out, learner->now);
	put_text(&out, learner->goal);
	for (size_t i = 0; i < ABILITIES; i++) {
		put_real(&out, learner->ability[i]);
	}
	pack_skill_key(&out, course, learner->current);
	pack_skill_key(&out, course, learner->destination);
	pack_skill_key(&out, course, learner->doubted_skill);
	put_key(&out, learner->doubted[0]);
	put_key(&out, learner->doubted[1]);
	put_u8(&out, learner->new_items);
	put_varint(&out, learner->assessments_started);
	put_time(&out, learner->challenged_at);
	if (flags & FLAG_PENDING) {
		pack_choice(&out, course, &learner->issued);
	}
	if (flags & FLAG_PLACING) {
		put_placement(&out, course, learner);
	}
	put_skills(&out, course, learner);
	put_misconceptions(&out, learner);
	put_seen(&out, learner);
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		pack_assessment(&out, course, &learner->assessments[i]);
	}
	return out.bad ? 0 : out.length;
}

int learner_unpack(
    const struct course *course, const uint8_t *bytes, size_t length, struct learner *ret_learner)
{
	struct reader in = {.bytes = bytes, .length = length};
	learner_init(ret_learner, 0);
	in.bad = get_u8(&in) != LEARNER_PACK_VERSION;
	unsigned flags = get_u8(&in);
	in.bad = in.bad || flags >> 5;
	ret_learner->seed = get_fixed(&in, 8);
	ret_learner->now = get_time(&in);
	get_text(&in, ret_learner->goal, GOAL_BYTES);
	for (size_t i = 0; i < ABILITIES; i++) {
		ret_learner->ability[i] = get_real(&in, 0, 1);
	}
	ret_learner->current = unpack_skill_key(&in, course);
	ret_learner->destination = unpack_skill_key(&in, course);
	ret_learner->doubted_skill = unpack_skill_key(&in, course);
	ret_learner->doubted[0] = get_key(&in);
	ret_learner->doubted[1] = get_key(&in);
	ret_learner->new_items = (uint8_t)get_u8(&in);
	ret_learner->assessments_started = (uint32_t)get_varint(&in, UINT32_MAX);
	ret_learner->challenged_at = get_time(&in);
	ret_learner->probed = flags & FLAG_PROBED;
	if (flags & FLAG_PENDING) {
		unpack_choice(&in, course, &ret_learner->issued);
		/* an item of a skill that is gone is not waited for */
		ret_learner->pending =
		    ret_learner->issued.kind == CHOICE_ITEM && ret_learner->issued.skill != SKILL_NONE;
		ret_learner->pending_hinted = ret_learner->pending && flags & FLAG_HINTED;
		ret_learner->pending_solved = ret_learner->pending && flags & FLAG_SOLVED;
	}
	if (flags & FLAG_PLACING) {
		get_placement(&in, course, ret_learner);
	}
	for (uint64_t left = get_varint(&in, SKILLS_MAX); left > 0 && !in.bad; left--) {
		get_skill(&in, course, ret_learner);
	}
	get_misconceptions(&in, ret_learner);
	get_seen(&in, ret_learner);
	for (size_t i = 0; i < LEARNER_ASSESSMENTS; i++) {
		unpack_assessment(&in, course, &ret_learner->assessments[i]);
	}
	return in.bad || in.at != in.length ? -EINVAL : 0;
}

#include "daemon/learners/learner_pack.h"
#include "daemon/learners/pack_parts.h"

#include <errno.h>

enum { FLAG_HINTED = 1, FLAG_RETRY = 2, FLAG_GOAL = 1, FLAG_ASSUMED = 2 };

static void put_attempt(struct writer *out, const struct course *course, const struct attempt *attempt)
{
	pack_skill_key(out, course, attempt->skill);
	pack_family_key(out, course, attempt->family);
	put_u8(out, attempt->level);
	put_u8(out, attempt->outcome);
	put_u8(out, (attempt->hinted ? FLAG_HINTED : 0u) | (attempt->retry ? FLAG_RETRY : 0u));
	put_varint(out, attempt->number);
	put_varint(out, attempt->assessment);
	put_varint(out, attempt->choices);
	pack_skill_key(out, course, attempt->form_skill);
	pack_skill_set(out, course, &attempt->components);
	put_varint(out, attempt->label_count);
	for (size_t i = 0; i < attempt->label_count; i++) {
		pack_skill_key(out, course, attempt->labels[i].skill);
		put_real(out, attempt->labels[i].probability);
	}
	put_varint(out, attempt->sighting_count);
	for (size_t i = 0; i < attempt->sighting_count; i++) {
		put_key(out, attempt->sightings[i].misconception);
		put_real(out, attempt->sightings[i].probability);
	}
}

static void get_attempt(struct reader *in, const struct course *course, struct attempt *attempt)
{
	attempt->skill = unpack_skill_key(in, course);
	attempt->family = unpack_family_key(in, course);
	attempt->level = (uint8_t)get_u8(in);
	attempt->outcome = (uint8_t)get_u8(in);
	unsigned flags = get_u8(in);
	in->bad = in->bad || flags > (FLAG_HINTED | FLAG_RETRY);
	attempt->hinted = flags & FLAG_HINTED;
	attempt->retry = flags & FLAG_RETRY;
	attempt->number = (uint32_t)get_varint(in, UINT32_MAX);
	attempt->assessment = (uint32_t)get_varint(in, UINT32_MAX);
	attempt->choices = (unsigned)get_varint(in, UINT16_MAX);
	attempt->form_skill = unpack_skill_key(in, course);
	unpack_skill_set(in, course, &attempt->components);
	for (uint64_t left = get_varint(in, ATTEMPT_LABELS); left > 0; left--) {
		struct label label = {.skill = unpack_skill_key(in, course)};
		label.probability = get_real(in, 0, 1);
		if (label.skill != SKILL_NONE) { /* what points to a skill that is gone points nowhere */
			attempt->labels[attempt->label_count++] = label;
		}
	}
	attempt->sighting_count = (size_t)get_varint(in, ATTEMPT_SIGHTINGS);
	for (size_t i = 0; i < attempt->sighting_count; i++) {
		attempt->sightings[i].misconception = get_key(in);
		attempt->sightings[i].probability = get_real(in, 0, 1);
	}
	in->bad = in->bad || attempt->level < 1 || attempt->level > COURSE_LEVELS ||
	          attempt->outcome >= ANSWER_OUTCOMES;
}

static void put_settings(struct writer *out, const struct course *course, const struct settings *settings)
{
	put_u8(out, (settings->has_goal ? FLAG_GOAL : 0u) | (settings->has_assumed ? FLAG_ASSUMED : 0u));
	if (settings->has_goal) {
		put_text(out, settings->goal);
	}
	if (settings->has_assumed) {
		pack_skill_set(out, course, &settings->assumed);
	}
}

static void get_settings(struct reader *in, const struct course *course, struct settings *settings)
{
	unsigned flags = get_u8(in);
	in->bad = in->bad || flags > (FLAG_GOAL | FLAG_ASSUMED);
	settings->has_goal = flags & FLAG_GOAL;
	settings->has_assumed = flags & FLAG_ASSUMED;
	if (settings->has_goal) {
		get_text(in, settings->goal, GOAL_BYTES);
	}
	if (settings->has_assumed) {
		unpack_skill_set(in, course, &settings->assumed);
	}
}

size_t evidence_pack(
    const struct course *course, const struct evidence *evidence, uint8_t *bytes, size_t size)
{
	struct writer out = {.bytes = bytes, .size = size};
	put_u8(&out, LEARNER_PACK_VERSION);
	put_u8(&out, evidence->kind);
	put_time(&out, evidence->at);
	switch (evidence->kind) {
	case EVIDENCE_SETTINGS:
		put_settings(&out, course, &evidence->settings);
		break;
	case EVIDENCE_ISSUED:
		pack_choice(&out, course, &evidence->issued);
		break;
	case EVIDENCE_ATTEMPT:
		put_attempt(&out, course, &evidence->attempt);
		break;
	case EVIDENCE_ASSESSMENT:
		pack_assessment(&out, course, &evidence->assessment);
		break;
	default:
		break;
	}
	return out.bad ? 0 : out.length;
}

/* Is its skill still there? */
static bool is_of_course(const struct evidence *evidence)
{
	switch (evidence->kind) {
	case EVIDENCE_ATTEMPT:
		return evidence->attempt.skill != SKILL_NONE;
	case EVIDENCE_ISSUED:
		return evidence->issued.kind != CHOICE_ITEM || evidence->issued.skill != SKILL_NONE;
	default:
		return true;
	}
}

int evidence_unpack(
    const struct course *course, const uint8_t *bytes, size_t length, struct evidence *ret_evidence)
{
	struct reader in = {.bytes = bytes, .length = length};
	memset(ret_evidence, 0, sizeof(*ret_evidence));
	in.bad = get_u8(&in) != LEARNER_PACK_VERSION;
	ret_evidence->kind = (uint8_t)get_u8(&in);
	ret_evidence->at = get_time(&in);
	switch (ret_evidence->kind) {
	case EVIDENCE_SETTINGS:
		get_settings(&in, course, &ret_evidence->settings);
		break;
	case EVIDENCE_ISSUED:
		unpack_choice(&in, course, &ret_evidence->issued);
		break;
	case EVIDENCE_HINT:
	case EVIDENCE_SOLUTION:
		break;
	case EVIDENCE_ATTEMPT:
		get_attempt(&in, course, &ret_evidence->attempt);
		break;
	case EVIDENCE_ASSESSMENT:
		unpack_assessment(&in, course, &ret_evidence->assessment);
		break;
	default:
		return -EINVAL;
	}
	if (in.bad || in.at != in.length) {
		return -EINVAL;
	}
	return is_of_course(ret_evidence) ? 0 : -ENOENT;
}

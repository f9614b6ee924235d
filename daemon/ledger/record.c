#include "daemon/ledger/record.h"

#include "checker/check.h"
#include "daemon/wire/bytes.h"
#include "daemon/wire/utf8.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

enum { RECORD_VERSION = 1, STATE_VERSION = 1, RECORD_TEXT = 4096 };

static void put_attempt(struct buffer *out, const struct record_attempt *attempt)
{
	put_text(out, attempt->attempt);
	buffer_add(out, (const char *)attempt->issue, ISSUE_BYTES);
	put_text(out, attempt->family);
	put_text(out, attempt->skill);
	put_text(out, attempt->content_version);
	put_number(out, attempt->tuple);
	put_number(out, attempt->number);
	put_number(out, (uint64_t)attempt->level);
	put_number(out, attempt->assessment);
	put_bytes(out, attempt->answer, utf8_cut(attempt->answer, attempt->answer_length, RECORD_ANSWER));
	put_byte(out, (uint8_t)attempt->verdict);
	put_byte(out, (uint8_t)(attempt->skipped | attempt->retry << 1 | attempt->hinted << 2));
	put_number(out, attempt->elapsed_ms);
	put_number(out, attempt->confidence);
	put_byte(out, (uint8_t)attempt->before);
	put_byte(out, (uint8_t)attempt->after);
	put_text(out, attempt->misconception);
	put_real(out, attempt->probability);
	put_real(out, attempt->unexplained);
}

static void take_attempt(struct cursor *cursor, struct record_attempt *attempt)
{
	attempt->attempt = take_text(cursor, RECORD_TEXT);
	take_into(cursor, attempt->issue, ISSUE_BYTES);
	attempt->family = take_text(cursor, RECORD_TEXT);
	attempt->skill = take_text(cursor, RECORD_TEXT);
	attempt->content_version = take_text(cursor, RECORD_TEXT);
	attempt->tuple = take_number(cursor, UINT64_MAX);
	attempt->number = take_number(cursor, UINT64_MAX);
	attempt->level = (int)take_number(cursor, COURSE_LEVELS);
	attempt->assessment = take_number(cursor, UINT32_MAX);
	attempt->answer = take_bytes(cursor, RECORD_ANSWER, &attempt->answer_length);
	attempt->verdict = (int)take_number(cursor, VERDICTS - 1);
	uint8_t flags = take_byte(cursor);
	attempt->skipped = flags & 1;
	attempt->retry = flags & 2;
	attempt->hinted = flags & 4;
	attempt->elapsed_ms = take_number(cursor, INT64_MAX);
	attempt->confidence = take_number(cursor, 5);
	attempt->before = (int)take_number(cursor, SKILL_LEVELS - 1);
	attempt->after = (int)take_number(cursor, SKILL_LEVELS - 1);
	attempt->misconception = take_text(cursor, RECORD_TEXT);
	attempt->probability = take_real(cursor, 0, 1);
	attempt->unexplained = take_real(cursor, 0, 1);
}

int record_put(struct buffer *out, const struct course *course, const struct record *record,
    const struct evidence *evidence)
{
	uint8_t packed[EVIDENCE_PACKED_MAX];
	size_t length = evidence ? evidence_pack(course, evidence, packed, sizeof(packed)) : 0;
	if (evidence && !length) {
		return -EMSGSIZE;
	}
	put_byte(out, RECORD_VERSION);
	put_number(out, length);
	buffer_add(out, (const char *)packed, length);
	if (record->kind == EVIDENCE_ATTEMPT) {
		put_attempt(out, &record->attempt);
	} else if (record->kind == EVIDENCE_SETTINGS) {
		put_byte(out, (uint8_t)(record->settings.has_class | record->settings.has_locale << 1));
		put_text(out, record->settings.class);
		put_byte(out, (uint8_t)record->settings.locale);
	}
	return out->full ? -EMSGSIZE : 0;
}

int record_take(const void *bytes, size_t length, uint8_t kind, struct record *ret_record)
{
	struct cursor cursor = {bytes, length, false};
	struct record *record = ret_record;
	*record = (struct record){.kind = kind, .settings = {.class = ""}};
	cursor.broken = take_byte(&cursor) != RECORD_VERSION;
	record->evidence_length = take_number(&cursor, EVIDENCE_PACKED_MAX);
	record->evidence = take(&cursor, record->evidence_length);
	if (kind == EVIDENCE_ATTEMPT) {
		take_attempt(&cursor, &record->attempt);
	} else if (kind == EVIDENCE_SETTINGS) {
		uint8_t flags = take_byte(&cursor);
		record->settings.has_class = flags & 1;
		record->settings.has_locale = flags & 2;
		record->settings.class = take_text(&cursor, RECORD_TEXT);
		record->settings.locale = (int)take_number(&cursor, LOCALES - 1);
	}
	return cursor.broken || cursor.left ? -EINVAL : 0;
}

void state_init(struct ledger_state *state, const void *id, size_t id_length)
{
	uint64_t seed;
	crypto_generichash((unsigned char *)&seed, sizeof(seed), id, id_length, NULL, 0);
	/* Of 53 bits, so that a client whose numbers are doubles can ask for the same items. */
	learner_init(&state->learner, seed >> 11);
	state->locale = 0;
}

size_t state_pack(
    const struct course *course, const struct ledger_state *state, uint8_t bytes[STATE_PACKED_MAX])
{
	bytes[0] = STATE_VERSION;
	bytes[1] = (uint8_t)state->locale;
	size_t length = learner_pack(course, &state->learner, bytes + 2, STATE_PACKED_MAX - 2);
	return length ? length + 2 : 0;
}

int state_unpack(
    const struct course *course, const void *bytes, size_t length, struct ledger_state *ret_state)
{
	const uint8_t *at = bytes;
	if (length < 2 || at[0] != STATE_VERSION || at[1] >= LOCALES) {
		return -EINVAL;
	}
	ret_state->locale = at[1];
	return learner_unpack(course, at + 2, length - 2, &ret_state->learner);
}

int record_replay(const struct course *course, struct workspace *work, uint8_t kind, const void *bytes,
    size_t length, struct ledger_state *state)
{
	struct record record;
	struct evidence evidence;
	if (record_take(bytes, length, kind, &record) < 0) {
		return -EINVAL;
	}
	if (record.settings.has_locale) {
		state->locale = record.settings.locale;
	}
	if (!record.evidence_length) {
		return 0;
	}
	int result = evidence_unpack(course, record.evidence, record.evidence_length, &evidence);
	if (result == -ENOENT) {
		return 0;
	}
	if (result == 0) {
		(void)learner_apply(course, work, &state->learner, &evidence, NULL);
	}
	return result;
}

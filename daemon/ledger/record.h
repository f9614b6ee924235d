/*
 * What stands in the log for one entry: the evidence as the learner model packs it, so that a replay gives
 * the same state, and beside it what reports and researchers want to know. The form is versioned and stays
 * readable for ever.
 *
 * Texts of an unpacked record point into the bytes it was read from.
 */
#ifndef DAEMON_RECORD_H
#define DAEMON_RECORD_H

#include "daemon/learners/learner_pack.h"
#include "daemon/wire/buffer.h"
#include "daemon/wire/pack.h"

enum { RECORD_ANSWER = 1000 /* bytes of an answer that are kept */ };

/* Beside the evidence of an attempt. Texts are never NULL. */
struct record_attempt {
	const char *attempt; /* the idempotency key */
	uint8_t issue[ISSUE_BYTES];
	const char *family, *skill, *content_version;
	uint64_t tuple, number;
	int level;
	uint64_t assessment; /* 0: none */
	const char *answer;
	size_t answer_length;
	int verdict; /* enum verdict_kind */
	bool skipped, retry, hinted;
	uint64_t elapsed_ms, confidence; /* 0: not told */
	int before, after;               /* enum level of the skill */
	const char *misconception;       /* the most likely one; "": none */
	double probability;              /* of it */
	double unexplained;              /* probability of none */
};

/* Beside the evidence of settings. */
struct record_settings {
	bool has_class, has_locale;
	const char *class;
	int locale;
};

struct record {
	uint8_t kind; /* enum evidence_kind; also in the entry */
	const uint8_t *evidence;
	size_t evidence_length; /* 0: it changed nothing */
	struct record_attempt attempt;
	struct record_settings settings;
};

/* Appends; `kind`, attempt or settings by it, and the evidence (NULL: none). -EMSGSIZE: it does not fit. */
int record_put(struct buffer *out, const struct course *course, const struct record *record,
    const struct evidence *evidence);
/* 0 or -EINVAL. */
int record_take(const void *bytes, size_t length, uint8_t kind, struct record *ret_record);

/* --- a learner's row: the packed state, and the few settings that the model has no use for --- */
struct ledger_state {
	struct learner learner;
	int locale;
};
enum { STATE_PACKED_MAX = LEARNER_PACKED_MAX + 16 };
/* Of whom nothing is known. */
void state_init(struct ledger_state *state, const void *id, size_t id_length);
size_t state_pack(
    const struct course *course, const struct ledger_state *state, uint8_t bytes[STATE_PACKED_MAX]);
/* 0 or -EINVAL. */
int state_unpack(
    const struct course *course, const void *bytes, size_t length, struct ledger_state *ret_state);

/*
 * Applies one entry of the log to a state, as the ledger did when it was written. 0, or -EINVAL: the entry is
 * damaged. What the course has no longer is passed over.
 */
int record_replay(const struct course *course, struct workspace *work, uint8_t kind, const void *bytes,
    size_t length, struct ledger_state *state);

#endif

/*
 * The compact binary form of a question and of what a sealed item says besides. It travels inside tokens that
 *may come back years later, so it is versioned and only ever grows new tags; and it is the same bytes for the
 *same question, so that a question is recognised by comparing bytes.
 *
 *	item     := version issue[16] time expiry tuple number level family content assessment learner
 *question question := { tag value } 0 numbers are varints (LEB128); texts are a varint length, the bytes, and
 *a NUL that the length does not count, so that an unpacked text is used where it lies.
 *
 * Unpacking is bounds-checked to the byte and takes any bytes: they are authenticated where they come from a
 * token, but a decoder that trusts is the next hole.
 */
#ifndef DAEMON_PACK_H
#define DAEMON_PACK_H

#include "checker/question.h"
#include "daemon/wire/buffer.h"

enum {
	ISSUE_BYTES = 16,
	LEARNER_BYTES = 16,   /* of the learner's hash */
	PACK_LIMIT = 1 << 20, /* bytes of one packed item: more than the largest request could hold */
};

/* What a token says. Texts are never NULL. */
struct sealed_item {
	uint8_t issue[ISSUE_BYTES];
	int64_t issued, expires; /* seconds since 1970; expires 0: never */
	const char *family, *content_version;
	uint64_t tuple, number;
	int level;
	const char *assessment;         /* "": none */
	uint8_t learner[LEARNER_BYTES]; /* all zero: bound to nobody */
	bool bound;
	int locale;            /* enum locale: of the words it was given out with */
	const uint8_t *packed; /* the question, packed */
	size_t packed_length;
};

/* Append. The buffer is `full` afterwards when the limit was passed. */
void pack_question(struct buffer *out, const struct question_spec *spec);
void pack_item(struct buffer *out, const struct sealed_item *item, const struct question_spec *spec);

/*
 * Back again; texts point into `bytes`, rows of predicted answers lie in the arena. 0 or -EINVAL: the bytes
 * are not exactly one packed question (item). Refuses when the arena is exhausted.
 */
int unpack_question(struct arena *arena, const uint8_t *bytes, size_t length, struct question_spec *ret_spec);
/* Leaves the question packed: see `packed`. */
int unpack_item(const uint8_t *bytes, size_t length, struct sealed_item *ret_item);

#endif

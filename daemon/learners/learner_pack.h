/*
 * The stored form of a learner's state and of evidence: compact, versioned, little-endian whatever the
 * machine. Skills, families and misconceptions are stored by key, so that both outlive a change of content;
 * what the course has no longer is left out of a state (a replay of the log brings it back with the content).
 *
 * The same state gives the same bytes. Unpacking takes any bytes: a damaged row is an error, never a crash,
 * and what it accepts is within the ranges that learner.h states.
 */
#ifndef DAEMON_LEARNER_PACK_H
#define DAEMON_LEARNER_PACK_H

#include "daemon/learners/learner.h"

enum {
	LEARNER_PACK_VERSION = 1,
	LEARNER_PACKED_MAX = 64 * 1024, /* bytes that any state fits in; a usual one takes 1 to 4 KiB */
	EVIDENCE_PACKED_MAX = 4096,     /* a usual attempt takes some 40 bytes */
};

/* Bytes written; 0 when `size` is too small. */
size_t learner_pack(const struct course *course, const struct learner *learner, uint8_t *bytes, size_t size);
/* 0, or -EINVAL (then *ret_learner is undefined). */
int learner_unpack(
    const struct course *course, const uint8_t *bytes, size_t length, struct learner *ret_learner);

/* The same for one piece of evidence; -ENOENT: its skill is no longer in the course (skip it in a replay). */
size_t evidence_pack(
    const struct course *course, const struct evidence *evidence, uint8_t *bytes, size_t size);
int evidence_unpack(
    const struct course *course, const uint8_t *bytes, size_t length, struct evidence *ret_evidence);

#endif

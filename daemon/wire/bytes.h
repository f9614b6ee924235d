/*
 * Compact binary: varints (LEB128), doubles, and texts as a varint length, the bytes, and a NUL that the
 * length does not count, so that a text is used where it lies. What reads it takes any bytes: it is
 * bounds-checked to the byte, and has one spelling for each value.
 */
#ifndef DAEMON_WIRE_BYTES_H
#define DAEMON_WIRE_BYTES_H

#include "daemon/wire/buffer.h"

void put_byte(struct buffer *out, uint8_t byte);
void put_number(struct buffer *out, uint64_t value);
void put_text(struct buffer *out, const char *text);
void put_bytes(struct buffer *out, const void *bytes, size_t length); /* like a text; may hold NULs */
void put_real(struct buffer *out, double value);

/* `left` bytes at `at`; `broken` once anything did not fit, and then nothing is read any more. */
struct cursor {
	const uint8_t *at;
	size_t left;
	bool broken;
};
/* NULL once broken. */
const uint8_t *take(struct cursor *cursor, size_t count);
/* 0 once broken. */
uint8_t take_byte(struct cursor *cursor);
uint64_t take_number(struct cursor *cursor, uint64_t maximum);
double take_real(struct cursor *cursor, double minimum, double maximum);
/* Never NULL: "" once broken. `maximum` bytes at most. */
const char *take_text(struct cursor *cursor, size_t maximum);
const char *take_bytes(struct cursor *cursor, size_t maximum, size_t *ret_length);
/* Exactly `count` bytes into ret_bytes. */
void take_into(struct cursor *cursor, uint8_t *ret_bytes, size_t count);

#endif

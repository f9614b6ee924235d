/*
 * Writing and reading the stored form of states and evidence: little-endian on every machine, varints
 * (LEB128) for counts and times, bounds-checked. After a fault everything is zero and `bad` stays set, so
 * that callers check once at the end. Private to daemon/learners.
 */
#ifndef DAEMON_BYTES_H
#define DAEMON_BYTES_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct writer {
	uint8_t *bytes;
	size_t length, size;
	bool bad;
};

struct reader {
	const uint8_t *bytes;
	size_t at, length;
	bool bad;
};

static inline void put_u8(struct writer *out, unsigned value)
{
	if (out->length >= out->size) {
		out->bad = true;
	} else {
		out->bytes[out->length++] = (uint8_t)value;
	}
}

static inline void put_varint(struct writer *out, uint64_t value)
{
	while (value >= 0x80) {
		put_u8(out, (unsigned)(value & 0x7f) | 0x80);
		value >>= 7;
	}
	put_u8(out, (unsigned)value);
}

static inline void put_fixed(struct writer *out, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++) {
		put_u8(out, (unsigned)(value >> (8 * i)) & 0xff);
	}
}

/* A key, or 0. */
static inline void put_key(struct writer *out, uint32_t key)
{
	put_fixed(out, key, 4);
}

static inline void put_real(struct writer *out, double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof(bits));
	put_fixed(out, bits, 8);
}

static inline void put_time(struct writer *out, int64_t time)
{
	put_varint(out, (uint64_t)time << 1 ^ (time < 0 ? UINT64_MAX : 0));
}

static inline void put_text(struct writer *out, const char *text)
{
	size_t length = strlen(text);
	put_varint(out, length);
	for (size_t i = 0; i < length; i++) {
		put_u8(out, (unsigned char)text[i]);
	}
}

static inline unsigned get_u8(struct reader *in)
{
	if (in->bad || in->at >= in->length) {
		in->bad = true;
		return 0;
	}
	return in->bytes[in->at++];
}

/* At most `most`. */
static inline uint64_t get_varint(struct reader *in, uint64_t most)
{
	uint64_t value = 0;
	for (unsigned shift = 0; shift < 64; shift += 7) {
		unsigned byte = get_u8(in);
		if (shift == 63 && byte > 1) {
			in->bad = true;
		}
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			in->bad = in->bad || value > most || (shift && !byte); /* one form only */
			return in->bad ? 0 : value;
		}
	}
	in->bad = true;
	return 0;
}

static inline uint64_t get_fixed(struct reader *in, int bytes)
{
	uint64_t value = 0;
	for (int i = 0; i < bytes; i++) {
		value |= (uint64_t)get_u8(in) << (8 * i);
	}
	return in->bad ? 0 : value;
}

static inline uint32_t get_key(struct reader *in)
{
	return (uint32_t)get_fixed(in, 4);
}

/* Within [low, high]. */
static inline double get_real(struct reader *in, double low, double high)
{
	uint64_t bits = get_fixed(in, 8);
	double value;
	memcpy(&value, &bits, sizeof(value));
	if (!(value >= low && value <= high)) {
		in->bad = true;
	}
	return in->bad ? low : value;
}

static inline int64_t get_time(struct reader *in)
{
	uint64_t value = get_varint(in, UINT64_MAX);
	return (int64_t)(value >> 1 ^ (value & 1 ? UINT64_MAX : 0));
}

/* Into `size` bytes, NUL included. */
static inline void get_text(struct reader *in, char *text, size_t size)
{
	size_t length = (size_t)get_varint(in, size - 1);
	for (size_t i = 0; i < length; i++) {
		text[i] = (char)get_u8(in);
		in->bad = in->bad || !text[i];
	}
	memset(text + length, 0, size - length);
}

#endif

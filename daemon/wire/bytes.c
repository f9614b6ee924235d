#include "daemon/wire/bytes.h"

#include <endian.h>
#include <string.h>

enum { VARINT_BYTES = 10 };

void put_byte(struct buffer *out, uint8_t byte)
{
	buffer_add(out, (const char *)&byte, 1);
}

void put_number(struct buffer *out, uint64_t value)
{
	while (value >= 0x80) {
		put_byte(out, (uint8_t)(value | 0x80));
		value >>= 7;
	}
	put_byte(out, (uint8_t)value);
}

void put_bytes(struct buffer *out, const void *bytes, size_t length)
{
	put_number(out, length);
	buffer_add(out, bytes, length);
	put_byte(out, 0);
}

void put_text(struct buffer *out, const char *text)
{
	put_bytes(out, text, strlen(text));
}

void put_real(struct buffer *out, double value)
{
	uint64_t bits;
	memcpy(&bits, &value, sizeof(bits));
	bits = htole64(bits);
	buffer_add(out, (const char *)&bits, sizeof(bits));
}

const uint8_t *take(struct cursor *cursor, size_t count)
{
	if (cursor->broken || count > cursor->left) {
		cursor->broken = true;
		return NULL;
	}
	const uint8_t *bytes = cursor->at;
	cursor->at += count;
	cursor->left -= count;
	return bytes;
}

uint8_t take_byte(struct cursor *cursor)
{
	const uint8_t *byte = take(cursor, 1);
	return byte ? *byte : 0;
}

uint64_t take_number(struct cursor *cursor, uint64_t maximum)
{
	uint64_t value = 0;
	for (unsigned i = 0; i < VARINT_BYTES; i++) {
		uint8_t byte = take_byte(cursor);
		/* The tenth byte holds the last bit; a last byte of zero would be a second spelling. */
		if ((i == VARINT_BYTES - 1 && byte > 1) || (i > 0 && byte == 0)) {
			break;
		}
		value |= (uint64_t)(byte & 0x7F) << (7 * i);
		if (!(byte & 0x80)) {
			cursor->broken |= value > maximum;
			return cursor->broken ? 0 : value;
		}
	}
	cursor->broken = true;
	return 0;
}

double take_real(struct cursor *cursor, double minimum, double maximum)
{
	uint64_t bits = 0;
	double value = 0;
	const uint8_t *bytes = take(cursor, sizeof(bits));
	if (bytes) {
		memcpy(&bits, bytes, sizeof(bits));
		bits = le64toh(bits);
		memcpy(&value, &bits, sizeof(value));
		cursor->broken |= !(value >= minimum && value <= maximum);
	}
	return cursor->broken ? 0 : value;
}

const char *take_bytes(struct cursor *cursor, size_t maximum, size_t *ret_length)
{
	size_t length = take_number(cursor, maximum);
	const char *bytes = (const char *)take(cursor, length + 1);
	if (!bytes || bytes[length] != '\0') {
		cursor->broken = true;
	}
	*ret_length = cursor->broken ? 0 : length;
	return cursor->broken ? "" : bytes;
}

const char *take_text(struct cursor *cursor, size_t maximum)
{
	size_t length;
	const char *text = take_bytes(cursor, maximum, &length);
	if (memchr(text, '\0', length + 1) != text + length) {
		cursor->broken = true;
		return "";
	}
	return text;
}

void take_into(struct cursor *cursor, uint8_t *ret_bytes, size_t count)
{
	const uint8_t *bytes = take(cursor, count);
	if (bytes) {
		memcpy(ret_bytes, bytes, count);
	} else {
		memset(ret_bytes, 0, count);
	}
}

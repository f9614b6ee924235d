#include "daemon/broker/backstage.h"

#include "daemon/operations.h"

#include <endian.h>
#include <string.h>

static void write_16(unsigned char *bytes, uint16_t value)
{
	value = htole16(value);
	memcpy(bytes, &value, sizeof(value));
}

static void write_32(unsigned char *bytes, uint32_t value)
{
	value = htole32(value);
	memcpy(bytes, &value, sizeof(value));
}

static uint16_t read_16(const unsigned char *bytes)
{
	uint16_t value;
	memcpy(&value, bytes, sizeof(value));
	return le16toh(value);
}

static uint32_t read_32(const unsigned char *bytes)
{
	uint32_t value;
	memcpy(&value, bytes, sizeof(value));
	return le32toh(value);
}

void backstage_write(const struct backstage_header *header, unsigned char bytes[BACKSTAGE_HEADER_SIZE])
{
	bytes[0] = header->version;
	bytes[1] = header->kind;
	bytes[2] = header->stage;
	bytes[3] = header->flags;
	write_32(bytes + 4, header->request);
	write_32(bytes + 8, header->deadline);
	write_16(bytes + 12, header->detail);
	write_16(bytes + 14, header->seat);
}

bool backstage_read(const void *bytes, size_t length, struct backstage_header *ret_header)
{
	const unsigned char *at = bytes;
	if (length != BACKSTAGE_HEADER_SIZE || at[0] != BACKSTAGE_VERSION) {
		return false;
	}
	*ret_header = (struct backstage_header){
	    .version = at[0],
	    .kind = at[1],
	    .stage = at[2],
	    .flags = at[3],
	    .request = read_32(at + 4),
	    .deadline = read_32(at + 8),
	    .detail = read_16(at + 12),
	    .seat = read_16(at + 14),
	};
	return true;
}

void backstage_write_ready(const struct backstage_ready *ready, unsigned char bytes[BACKSTAGE_READY_SIZE])
{
	write_32(bytes, ready->pid);
	write_32(bytes + 4, ready->operations);
	write_32(bytes + 8, ready->service);
	memcpy(bytes + 12, ready->content, sizeof(ready->content));
}

bool backstage_read_ready(const void *bytes, size_t length, struct backstage_ready *ret_ready)
{
	const unsigned char *at = bytes;
	if (length != BACKSTAGE_READY_SIZE) {
		return false;
	}
	*ret_ready = (struct backstage_ready){
	    .pid = read_32(at), .operations = read_32(at + 4), .service = read_32(at + 8)};
	memcpy(ret_ready->content, at + 12, sizeof(ret_ready->content));
	return true;
}

uint32_t backstage_operations(void)
{
	/* FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/ */
	uint32_t hash = 2166136261U;
	for (size_t i = 0; i < operation_count; i++) {
		for (const char *at = operations[i].name;; at++) {
			hash = (hash ^ (unsigned char)*at) * 16777619U;
			if (!*at) {
				break;
			}
		}
	}
	return hash;
}

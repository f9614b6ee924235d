#include "daemon/store/postgres_arrays.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

enum { HEAD_BYTES = 20, COUNT_AT = 12, FIRST_CAPACITY = 4096 };

static void append(struct postgres_array *array, const void *bytes, size_t length)
{
	if (array->capacity - array->length < length && !array->failed) {
		size_t capacity = array->capacity ? array->capacity : FIRST_CAPACITY;
		while (capacity < array->length + length) {
			capacity *= 2;
		}
		char *data = realloc(array->data, capacity);
		array->failed = !data;
		if (data) {
			array->data = data;
			array->capacity = capacity;
		}
	}
	if (!array->failed && length) {
		memcpy(array->data + array->length, bytes, length);
		array->length += length;
	}
}

static void append_32(struct postgres_array *array, uint32_t value)
{
	value = htobe32(value);
	append(array, &value, sizeof(value));
}

void postgres_array_begin(struct postgres_array *array, uint32_t type)
{
	array->length = 0;
	array->count = 0;
	append_32(array, 1); /* dimensions */
	append_32(array, 1); /* it may hold nulls */
	append_32(array, type);
	append_32(array, 0); /* the count, see postgres_array_end() */
	append_32(array, 1); /* the lower bound */
}

void postgres_array_bytes(struct postgres_array *array, struct store_bytes bytes)
{
	append_32(array, (uint32_t)bytes.length);
	append(array, bytes.data, bytes.length);
	array->count++;
}

void postgres_array_null(struct postgres_array *array)
{
	append_32(array, UINT32_MAX);
	array->count++;
}

void postgres_array_integer(struct postgres_array *array, int64_t value)
{
	uint64_t bytes = htobe64((uint64_t)value);
	append_32(array, sizeof(bytes));
	append(array, &bytes, sizeof(bytes));
	array->count++;
}

void postgres_array_end(struct postgres_array *array)
{
	if (!array->failed) {
		uint32_t count = htobe32((uint32_t)array->count);
		memcpy(array->data + COUNT_AT, &count, sizeof(count));
	}
}

void postgres_array_done(struct postgres_array *array)
{
	free(array->data);
	*array = (struct postgres_array){0};
}

int64_t postgres_read_integer(const char *bytes)
{
	uint64_t value;
	memcpy(&value, bytes, sizeof(value));
	return (int64_t)be64toh(value);
}

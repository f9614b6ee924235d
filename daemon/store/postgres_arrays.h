/*
 * Arrays in PostgreSQL's binary format, so that a whole group travels as a few parameters of one statement:
 * dimensions, "has nulls", the type of the elements; length and lower bound; then each element as its length
 * and its bytes, all big endian (src/backend/utils/adt/arrayfuncs.c, array_recv).
 */
#ifndef DAEMON_POSTGRES_ARRAYS_H
#define DAEMON_POSTGRES_ARRAYS_H

#include "daemon/store/store.h"

enum {
	POSTGRES_BYTEA = 17, /* object ids of types: pg_type.dat */
	POSTGRES_INT8 = 20,
	POSTGRES_BYTEA_ARRAY = 1001,
	POSTGRES_INT8_ARRAY = 1016,
};

struct postgres_array {
	char *data; /* kept from one use to the next */
	size_t length, capacity;
	int32_t count;
	bool failed; /* memory is out */
};

/* Begins an array of elements of this type. */
void postgres_array_begin(struct postgres_array *array, uint32_t type);
void postgres_array_bytes(struct postgres_array *array, struct store_bytes bytes);
void postgres_array_null(struct postgres_array *array);
void postgres_array_integer(struct postgres_array *array, int64_t value);
/* Writes the count; from then on data and length are the parameter. */
void postgres_array_end(struct postgres_array *array);
void postgres_array_done(struct postgres_array *array);

int64_t postgres_read_integer(const char *bytes); /* an int8 */

#endif

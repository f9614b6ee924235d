/*
 * A growing reply. JSON is appended to it directly: no tree is built for what goes out. One buffer serves
 * many requests; it keeps its memory. When it would pass its limit, or memory is out, it stops growing and is
 * `full`, which the caller turns into `too_large`.
 */
#ifndef DAEMON_BUFFER_H
#define DAEMON_BUFFER_H

#include "daemon/wire/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	char *data;
	size_t length, capacity, limit;
	bool full;
	bool comma; /* the next value in this object or array needs a comma first */
};

void buffer_init(struct buffer *buffer, size_t limit);
void buffer_done(struct buffer *buffer);
void buffer_clear(struct buffer *buffer);
void buffer_add(struct buffer *buffer, const char *bytes, size_t length);

/* JSON, in order; commas and escapes are its business. `name` NULL: inside an array (or the top level). */
void json_open_object(struct buffer *buffer, const char *name);
void json_close_object(struct buffer *buffer);
void json_open_array(struct buffer *buffer, const char *name);
void json_close_array(struct buffer *buffer);
void json_string(struct buffer *buffer, const char *name, const char *value); /* NULL value: null */
void json_string_bytes(struct buffer *buffer, const char *name, const char *value, size_t length);
void json_integer(struct buffer *buffer, const char *name, int64_t value);
void json_unsigned(struct buffer *buffer, const char *name, uint64_t value);
void json_double(struct buffer *buffer, const char *name, double value); /* shortest that reads back */
void json_bool(struct buffer *buffer, const char *name, bool value);
void json_null(struct buffer *buffer, const char *name);
void json_raw(struct buffer *buffer, const char *name, const char *json, size_t length);

/* The same object as a value among others, as for one bad row of many. */
void buffer_error_object(
    struct buffer *buffer, const char *name, enum error_code code, const char *field, const char *detail);
/* Only its members, into the object that is open. */
void buffer_error_members(struct buffer *buffer, enum error_code code, const char *field, const char *detail);
/* Replaces the contents by {"error", "message", "field"?, "retry"}; field and detail may be NULL. */
void buffer_error(struct buffer *buffer, enum error_code code, const char *field, const char *detail);

#endif

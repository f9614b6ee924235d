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
#include <string.h>

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

/*
 * JSON, in order; commas and escapes are its business. `name` NULL: inside an array (or the top level). Each
 * function is a thin one around one below that takes the length of the name, which the compiler then knows:
 * nearly all names are literals, and there are thousands in a reply.
 */
void json_close_object(struct buffer *buffer);
void json_close_array(struct buffer *buffer);
void json_put_open(struct buffer *buffer, const char *name, size_t name_length, char bracket);
void json_put_string(
    struct buffer *buffer, const char *name, size_t name_length, const char *value, size_t length);
void json_put_raw(
    struct buffer *buffer, const char *name, size_t name_length, const char *json, size_t length);
void json_put_integer(
    struct buffer *buffer, const char *name, size_t name_length, bool negative, uint64_t magnitude);
void json_put_double(struct buffer *buffer, const char *name, size_t name_length, double value);

static inline size_t json_name_length(const char *name)
{
	return name ? strlen(name) : 0;
}
static inline void json_open_object(struct buffer *buffer, const char *name)
{
	json_put_open(buffer, name, json_name_length(name), '{');
}
static inline void json_open_array(struct buffer *buffer, const char *name)
{
	json_put_open(buffer, name, json_name_length(name), '[');
}
static inline void json_raw(struct buffer *buffer, const char *name, const char *json, size_t length)
{
	json_put_raw(buffer, name, json_name_length(name), json, length);
}
static inline void json_bool(struct buffer *buffer, const char *name, bool value)
{
	json_raw(buffer, name, value ? "true" : "false", value ? 4 : 5);
}
static inline void json_null(struct buffer *buffer, const char *name)
{
	json_raw(buffer, name, "null", 4);
}
static inline void json_string_bytes(
    struct buffer *buffer, const char *name, const char *value, size_t length)
{
	json_put_string(buffer, name, json_name_length(name), value, length);
}
/* NULL value: null */
static inline void json_string(struct buffer *buffer, const char *name, const char *value)
{
	if (value)
		json_string_bytes(buffer, name, value, strlen(value));
	else
		json_null(buffer, name);
}
static inline void json_unsigned(struct buffer *buffer, const char *name, uint64_t value)
{
	json_put_integer(buffer, name, json_name_length(name), false, value);
}
static inline void json_integer(struct buffer *buffer, const char *name, int64_t value)
{
	json_put_integer(buffer, name, json_name_length(name), value < 0,
	    value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}
/* The shortest decimal that reads back the same; null where there is none. */
static inline void json_double(struct buffer *buffer, const char *name, double value)
{
	json_put_double(buffer, name, json_name_length(name), value);
}

/* The same object as a value among others, as for one bad row of many. */
void buffer_error_object(
    struct buffer *buffer, const char *name, enum error_code code, const char *field, const char *detail);
/* Only its members, into the object that is open. */
void buffer_error_members(struct buffer *buffer, enum error_code code, const char *field, const char *detail);
/* Replaces the contents by {"error", "message", "field"?, "retry"}; field and detail may be NULL. */
void buffer_error(struct buffer *buffer, enum error_code code, const char *field, const char *detail);

#endif

/*
 * Reading JSON. Behind these few functions stands json-c, which nothing outside json.c knows, so that a
 * faster reader can take its place. A text is scanned to the letter first (scan.h), so what the reader is
 * lenient about never arrives.
 *
 * Ownership: a reader holds one document at a time; its values and texts live until the next json_read(),
 * json_forget() or json_reader_free(). Thread: a reader belongs to one thread.
 */
#ifndef DAEMON_JSON_H
#define DAEMON_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum json_kind {
	JSON_NULL,
	JSON_BOOLEAN,
	JSON_INTEGER, /* without fraction and exponent, whatever its size */
	JSON_REAL,
	JSON_TEXT,
	JSON_ARRAY,
	JSON_OBJECT,
};

struct json_reader;
struct json_value;

/* 0 or -ENOMEM. Draws the seed of the reader's hash tables, so that no later call opens a file. */
int json_reader_new(struct json_reader **ret_reader);
void json_reader_free(struct json_reader *reader); /* NULL is allowed */

/* What is wrong with a text that is not a request. */
struct json_fault {
	const char *message; /* constant */
	size_t at;           /* byte of the text */
	const char *name;    /* the name that occurs twice at the top, or NULL; in the text, not terminated */
	size_t name_length;
};

/*
 * Reads one text that is one object, all of it. 0; -EINVAL with *ret_fault when it is not JSON, not an
 * object, or says a name twice in one object; -ENOMEM.
 */
int json_read(struct json_reader *reader, const char *text, size_t length,
    const struct json_value **ret_object, struct json_fault *ret_fault);
/* Frees the document in hand. */
void json_forget(struct json_reader *reader);

enum json_kind json_kind_of(const struct json_value *value);
bool json_get_boolean(const struct json_value *value);
/* False: no number, or no integer within int64. 3.0 and 3e2 are integers, as JSON Schema has it. */
bool json_get_integer(const struct json_value *value, int64_t *ret_integer);
/* False: no finite number. */
bool json_get_real(const struct json_value *value, double *ret_real);
/* Of a JSON_TEXT: well-formed UTF-8, terminated, may hold NUL bytes. */
const char *json_get_text(const struct json_value *value, size_t *ret_length);
size_t json_array_count(const struct json_value *array);
const struct json_value *json_array_at(const struct json_value *array, size_t index);

/* The members of an object, in the order of the text: for (ok = json_first(..); ok; ok = json_next(..)). */
struct json_member {
	const char *name; /* terminated, no NUL inside */
	const struct json_value *value;
	const void *next;
};
bool json_first(const struct json_value *object, struct json_member *ret_member);
bool json_next(struct json_member *member);
size_t json_object_count(const struct json_value *object);

#endif

#include "daemon/wire/json.h"
#include "daemon/wire/scan.h"

#include <errno.h>
#include <json-c/json_object.h>
#include <json-c/json_tokener.h>
#include <json-c/linkhash.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Whole doubles beyond this are no longer every integer. */
#define EXACT_DOUBLE 9007199254740992.0

struct json_reader {
	struct json_tokener *tokener;
	struct json_object *document;
};

/* The casts between our name and theirs, in one place. */
static struct json_object *theirs(const struct json_value *value)
{
	return (struct json_object *)(uintptr_t)value;
}

static const struct json_value *ours(struct json_object *object)
{
	return (const struct json_value *)object;
}

int json_reader_new(struct json_reader **ret_reader)
{
	struct json_reader *reader = calloc(1, sizeof(*reader));
	if (!reader) {
		return -ENOMEM;
	}
	reader->tokener = json_tokener_new_ex(SCAN_DEPTH + 1);
	if (!reader->tokener) {
		free(reader);
		return -ENOMEM;
	}
	json_tokener_set_flags(reader->tokener, JSON_TOKENER_STRICT);
	/* The first name of the first object draws json-c's hash seed, which may open a file. */
	const struct json_value *object;
	struct json_fault fault;
	int result = json_read(reader, "{\"a\":1}", 7, &object, &fault);
	if (result < 0) {
		json_reader_free(reader);
		return result;
	}
	json_forget(reader);
	*ret_reader = reader;
	return 0;
}

void json_reader_free(struct json_reader *reader)
{
	if (reader) {
		json_forget(reader);
		json_tokener_free(reader->tokener);
		free(reader);
	}
}

void json_forget(struct json_reader *reader)
{
	json_object_put(reader->document);
	reader->document = NULL;
}

/* Names in a tree: fewer than were scanned means that one was said twice and only the last was kept. */
static size_t names_of(const struct json_value *value)
{
	size_t names = 0;
	struct json_member member;
	switch (json_kind_of(value)) {
	case JSON_OBJECT:
		for (bool any = json_first(value, &member); any; any = json_next(&member)) {
			names += 1 + names_of(member.value);
		}
		return names;
	case JSON_ARRAY:
		for (size_t i = 0; i < json_array_count(value); i++) {
			names += names_of(json_array_at(value, i));
		}
		return names;
	default:
		return 0;
	}
}

static size_t string_end(const char *text, size_t length, size_t at)
{
	for (at++; at < length && text[at] != '"'; at++) {
		at += text[at] == '\\';
	}
	return at;
}

/*
 * Finds a name of the outermost object that was said before, as it is spelt. Looks at the first names only:
 * this is for the message, the refusal stands anyway.
 */
static void find_twice(const char *text, size_t length, struct json_fault *fault)
{
	enum { LOOK = 32 };
	struct {
		const char *name;
		size_t length;
	} seen[LOOK];
	size_t count = 0;
	int depth = 0;
	bool name_next = false;
	for (size_t at = 0; at < length && count < LOOK; at++) {
		char c = text[at];
		depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		name_next = name_next || c == '{' || c == ',';
		if (c != '"') {
			continue;
		}
		size_t end = string_end(text, length, at);
		if (depth == 1 && name_next) {
			seen[count].name = text + at + 1;
			seen[count].length = end - at - 1;
			for (size_t i = 0; i < count; i++) {
				if (seen[i].length == seen[count].length &&
				    memcmp(seen[i].name, seen[count].name, seen[i].length) == 0) {
					fault->name = seen[i].name;
					fault->name_length = seen[i].length;
					fault->at = at;
					return;
				}
			}
			count++;
		}
		name_next = false;
		at = end;
	}
}

int json_read(struct json_reader *reader, const char *text, size_t length,
    const struct json_value **ret_object, struct json_fault *ret_fault)
{
	json_forget(reader);
	*ret_fault = (struct json_fault){0};
	struct scan_result scan;
	if (scan_json(text, length, &scan) < 0) {
		ret_fault->message = scan.message;
		ret_fault->at = scan.at;
		return -EINVAL;
	}
	json_tokener_reset(reader->tokener);
	reader->document = json_tokener_parse_ex(reader->tokener, text, (int)length);
	if (json_tokener_get_error(reader->tokener) == json_tokener_success && reader->document &&
	    json_kind_of(ours(reader->document)) == JSON_OBJECT) {
		if (names_of(ours(reader->document)) == scan.names) {
			*ret_object = ours(reader->document);
			return 0;
		}
		ret_fault->message = "a name occurs twice in one object";
		find_twice(text, length, ret_fault);
		return -EINVAL;
	}
	ret_fault->message = "one object in curly brackets is expected";
	return -EINVAL;
}

enum json_kind json_kind_of(const struct json_value *value)
{
	switch (json_object_get_type(theirs(value))) {
	case json_type_boolean:
		return JSON_BOOLEAN;
	case json_type_double:
		return JSON_REAL;
	case json_type_int:
		return JSON_INTEGER;
	case json_type_object:
		return JSON_OBJECT;
	case json_type_array:
		return JSON_ARRAY;
	case json_type_string:
		return JSON_TEXT;
	case json_type_null:
		break;
	}
	return JSON_NULL;
}

bool json_get_boolean(const struct json_value *value)
{
	return json_object_get_boolean(theirs(value));
}

bool json_get_integer(const struct json_value *value, int64_t *ret_integer)
{
	if (json_kind_of(value) == JSON_REAL) {
		double real = json_object_get_double(theirs(value));
		if (!(fabs(real) <= EXACT_DOUBLE) || real != floor(real)) {
			return false;
		}
		*ret_integer = (int64_t)real;
		return true;
	}
	if (json_kind_of(value) != JSON_INTEGER) {
		return false;
	}
	/* json-c keeps what is past int64 as uint64 and stops at its ends; either way it is past int64. */
	int64_t integer = json_object_get_int64(theirs(value));
	if (integer > 0 && json_object_get_uint64(theirs(value)) != (uint64_t)integer) {
		return false;
	}
	*ret_integer = integer;
	return true;
}

bool json_get_real(const struct json_value *value, double *ret_real)
{
	enum json_kind kind = json_kind_of(value);
	if (kind != JSON_REAL && kind != JSON_INTEGER) {
		return false;
	}
	double real = json_object_get_double(theirs(value));
	if (!isfinite(real)) {
		return false;
	}
	*ret_real = real;
	return true;
}

const char *json_get_text(const struct json_value *value, size_t *ret_length)
{
	*ret_length = (size_t)json_object_get_string_len(theirs(value));
	return json_object_get_string(theirs(value));
}

size_t json_array_count(const struct json_value *array)
{
	return json_object_array_length(theirs(array));
}

const struct json_value *json_array_at(const struct json_value *array, size_t index)
{
	return ours(json_object_array_get_idx(theirs(array), index));
}

static bool member_at(const struct lh_entry *entry, struct json_member *ret_member)
{
	if (!entry) {
		return false;
	}
	ret_member->name = entry->k;
	ret_member->value = (const struct json_value *)entry->v;
	ret_member->next = entry->next;
	return true;
}

bool json_first(const struct json_value *object, struct json_member *ret_member)
{
	return member_at(json_object_get_object(theirs(object))->head, ret_member);
}

bool json_next(struct json_member *member)
{
	return member_at(member->next, member);
}

size_t json_object_count(const struct json_value *object)
{
	return (size_t)json_object_object_length(theirs(object));
}

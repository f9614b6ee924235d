#include "daemon/wire/fields.h"
#include "daemon/wire/utf8.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
	NAME_SHOWN = 60, /* bytes of a name that are repeated in a fault */
	PAIR_NAME = 64,  /* characters of a name in FIELD_PAIRS */
};

/* Everything that reading one field needs. */
struct place {
	const struct field *field;
	const struct json_value *value;
	const struct field_path *path;
	char *into;
	struct field_fault *fault;
};

/* A control character in a name would take six bytes in the reply and help nobody. */
static void make_printable(char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < 0x20 || *text == 0x7F) {
			*text = '?';
		}
	}
}

/* Appends to a terminated text; what does not fit is left away. */
static void append(char *text, size_t size, const char *piece, size_t length)
{
	size_t used = strlen(text);
	length = utf8_cut(piece, length, size - 1 - used);
	memcpy(text + used, piece, length);
	text[used + length] = '\0';
}

static void write_path(const struct field_path *path, char *text, size_t size)
{
	if (!path) {
		return;
	}
	write_path(path->parent, text, size);
	if (path->name) {
		if (*text) {
			append(text, size, ".", 1);
		}
		append(text, size, path->name, utf8_cut(path->name, path->name_length, NAME_SHOWN));
	} else {
		char index[24];
		int length = snprintf(index, sizeof(index), "[%zu]", path->index);
		append(text, size, index, (size_t)length);
	}
}

int fields_fault(struct field_fault *ret_fault, const struct field_path *path, const char *format, ...)
{
	ret_fault->field[0] = '\0';
	write_path(path, ret_fault->field, sizeof(ret_fault->field));
	va_list rest;
	va_start(rest, format);
	vsnprintf(ret_fault->message, sizeof(ret_fault->message), format, rest);
	va_end(rest);
	make_printable(ret_fault->field);
	make_printable(ret_fault->message);
	return -EINVAL;
}

/* The text of `value`, its length within the field's bounds; NULL after a fault. */
static const char *bounded_text(const struct place *place, const struct json_value *value,
    const struct field_path *path, size_t *ret_length)
{
	const struct field *field = place->field;
	if (json_kind_of(value) != JSON_TEXT) {
		fields_fault(place->fault, path, "A text is expected here.");
		return NULL;
	}
	const char *text = json_get_text(value, ret_length);
	if (field->kind != FIELD_BYTES && strlen(text) != *ret_length) {
		fields_fault(place->fault, path, "This text may not hold the character U+0000.");
		return NULL;
	}
	size_t count = field->in_bytes ? *ret_length : utf8_count(text, *ret_length);
	if (count < (size_t)field->minimum || count > (size_t)field->maximum) {
		fields_fault(place->fault, path,
		    "This text has %zu %s; from %" PRId64 " to %" PRId64 " are allowed.", count,
		    field->in_bytes ? "bytes" : "characters", field->minimum, field->maximum);
		return NULL;
	}
	return text;
}

static int read_text_field(const struct place *place)
{
	size_t length;
	const char *text = bounded_text(place, place->value, place->path, &length);
	if (!text) {
		return -EINVAL;
	}
	*(const char **)place->into = text;
	return 0;
}

static int read_bytes(const struct place *place)
{
	struct field_bytes bytes;
	bytes.data = bounded_text(place, place->value, place->path, &bytes.length);
	if (!bytes.data) {
		return -EINVAL;
	}
	*(struct field_bytes *)place->into = bytes;
	return 0;
}

static int read_integer(const struct place *place)
{
	const struct field *field = place->field;
	int64_t value = 0;
	enum json_kind kind = json_kind_of(place->value);
	if (kind != JSON_INTEGER && kind != JSON_REAL) {
		return fields_fault(place->fault, place->path, "A whole number is expected here.");
	}
	if (!json_get_integer(place->value, &value) || value < field->minimum || value > field->maximum) {
		return fields_fault(place->fault, place->path,
		    "A whole number from %" PRId64 " to %" PRId64 " is expected here.", field->minimum,
		    field->maximum);
	}
	*(int64_t *)place->into = value;
	return 0;
}

static int read_real(const struct place *place)
{
	const struct field *field = place->field;
	double value = 0;
	if (!json_get_real(place->value, &value) || value < (double)field->minimum ||
	    value > (double)field->maximum) {
		return fields_fault(place->fault, place->path,
		    "A number from %" PRId64 " to %" PRId64 " is expected here.", field->minimum,
		    field->maximum);
	}
	*(double *)place->into = value;
	return 0;
}

static int read_flag(const struct place *place)
{
	if (json_kind_of(place->value) != JSON_BOOLEAN) {
		return fields_fault(place->fault, place->path, "true or false is expected here.");
	}
	*(bool *)place->into = json_get_boolean(place->value) != place->field->negated;
	return 0;
}

static int read_choice(const struct place *place)
{
	const struct field *field = place->field;
	size_t length = 0;
	const char *text =
	    json_kind_of(place->value) == JSON_TEXT ? json_get_text(place->value, &length) : "";
	for (size_t i = 0; i < field->choice_count; i++) {
		if (strlen(field->choices[i]) == length && memcmp(field->choices[i], text, length) == 0) {
			*(int *)place->into = (int)i;
			return 0;
		}
	}
	char list[FIELD_MESSAGE_BYTES / 2] = "";
	for (size_t i = 0; i < field->choice_count; i++) {
		append(list, sizeof(list), i ? ", " : "", i ? 2 : 0);
		append(list, sizeof(list), field->choices[i], strlen(field->choices[i]));
	}
	return fields_fault(place->fault, place->path, "One of these is expected here: %s.", list);
}

static int read_texts(const struct place *place)
{
	const struct field *field = place->field;
	const char **texts = (const char **)place->into;
	size_t *ret_count = (size_t *)(place->into - field->offset + field->count_offset);
	size_t length;
	if (field->single && json_kind_of(place->value) == JSON_TEXT) {
		texts[0] = bounded_text(place, place->value, place->path, &length);
		*ret_count = 1;
		return texts[0] ? 0 : -EINVAL;
	}
	if (json_kind_of(place->value) != JSON_ARRAY) {
		return fields_fault(place->fault, place->path, "A list of texts is expected here.");
	}
	size_t count = json_array_count(place->value);
	if (count > field->maximum_count) {
		return fields_fault(place->fault, place->path,
		    "This list has %zu entries; at most %zu are allowed.", count, field->maximum_count);
	}
	for (size_t i = 0; i < count; i++) {
		struct field_path path = {.parent = place->path, .index = i};
		texts[i] = bounded_text(place, json_array_at(place->value, i), &path, &length);
		if (!texts[i]) {
			return -EINVAL;
		}
	}
	*ret_count = count;
	return 0;
}

static int read_object(const struct place *place)
{
	if (json_kind_of(place->value) != JSON_OBJECT) {
		return fields_fault(
		    place->fault, place->path, "An object in curly brackets is expected here.");
	}
	return fields_read(place->field->inner, place->value, place->path, place->into, place->fault);
}

static int read_pairs(const struct place *place)
{
	const struct field *field = place->field;
	if (json_kind_of(place->value) != JSON_OBJECT) {
		return fields_fault(
		    place->fault, place->path, "An object in curly brackets is expected here.");
	}
	if (json_object_count(place->value) > field->maximum_count) {
		return fields_fault(
		    place->fault, place->path, "At most %zu entries are allowed here.", field->maximum_count);
	}
	struct json_member member;
	for (bool any = json_first(place->value, &member); any; any = json_next(&member)) {
		struct field_path path = {place->path, member.name, strlen(member.name), 0};
		size_t length;
		if (!*member.name || utf8_count(member.name, strlen(member.name)) > PAIR_NAME) {
			return fields_fault(
			    place->fault, &path, "A name has from 1 to %d characters.", PAIR_NAME);
		}
		if (!bounded_text(place, member.value, &path, &length)) {
			return -EINVAL;
		}
	}
	((struct field_pairs *)place->into)->object = place->value;
	return 0;
}

static int read_value(const struct place *place)
{
	if (json_kind_of(place->value) != JSON_OBJECT) {
		return fields_fault(
		    place->fault, place->path, "An object in curly brackets is expected here.");
	}
	*(const struct json_value **)place->into = place->value;
	return 0;
}

static int read_values(const struct place *place)
{
	if (json_kind_of(place->value) != JSON_ARRAY) {
		return fields_fault(place->fault, place->path, "A list is expected here.");
	}
	size_t count = json_array_count(place->value);
	if (count < 1 || count > place->field->maximum_count) {
		return fields_fault(place->fault, place->path,
		    "This list has %zu entries; from 1 to %zu are allowed.", count,
		    place->field->maximum_count);
	}
	((struct field_values *)place->into)->array = place->value;
	return 0;
}

static int (*const readers[])(const struct place *place) = {
    [FIELD_TEXT] = read_text_field,
    [FIELD_BYTES] = read_bytes,
    [FIELD_INTEGER] = read_integer,
    [FIELD_REAL] = read_real,
    [FIELD_FLAG] = read_flag,
    [FIELD_CHOICE] = read_choice,
    [FIELD_TEXTS] = read_texts,
    [FIELD_OBJECT] = read_object,
    [FIELD_PAIRS] = read_pairs,
    [FIELD_VALUE] = read_value,
    [FIELD_VALUES] = read_values,
};

static const struct field *find(const struct field_table *table, const char *name)
{
	for (size_t i = 0; i < table->count; i++) {
		if (strcmp(table->rows[i].name, name) == 0) {
			return &table->rows[i];
		}
	}
	return NULL;
}

/* `name` is the field to name; "": the first of the group. */
static int group_fault(const struct field_table *table, int group, const struct field_path *parent,
    const char *name, struct field_fault *ret_fault)
{
	char list[FIELD_MESSAGE_BYTES / 2] = "";
	const char *first = name;
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];
		if (field->group == group) {
			first = *first ? first : field->name;
			append(list, sizeof(list), *list ? ", " : "", *list ? 2 : 0);
			append(list, sizeof(list), field->name, strlen(field->name));
		}
	}
	struct field_path path = {parent, first, strlen(first), 0};
	bool exactly = table->groups[group] == GROUP_EXACTLY_ONE;
	return fields_fault(
	    ret_fault, &path, "%s one of these is needed: %s.", exactly ? "Exactly" : "At most", list);
}

/* After the members were read: what is missing? */
static int check_missing(const struct field_table *table, uint64_t seen, const struct field_path *parent,
    struct field_fault *ret_fault)
{
	int in_group[FIELD_GROUPS] = {0};
	for (size_t i = 0; i < table->count; i++) {
		const struct field *field = &table->rows[i];
		bool there = seen >> i & 1;
		if (field->required && !there) {
			struct field_path path = {parent, field->name, strlen(field->name), 0};
			return fields_fault(ret_fault, &path, "The field `%s` is needed.", field->name);
		}
		in_group[field->group] += there;
		if (there && in_group[field->group] > 1 && table->groups[field->group] != GROUP_NONE) {
			return group_fault(table, field->group, parent, field->name, ret_fault);
		}
	}
	for (int group = 1; group < FIELD_GROUPS; group++) {
		if (table->groups[group] == GROUP_EXACTLY_ONE && in_group[group] != 1) {
			return group_fault(table, group, parent, "", ret_fault);
		}
	}
	return 0;
}

int fields_read(const struct field_table *table, const struct json_value *object,
    const struct field_path *parent, void *into, struct field_fault *ret_fault)
{
	uint64_t seen = 0; /* bit i: row i was there; no table has more than 64 rows */
	struct json_member member;
	for (bool any = json_first(object, &member); any; any = json_next(&member)) {
		struct field_path path = {parent, member.name, strlen(member.name), 0};
		const struct field *field = find(table, member.name);
		if (!field && table->open) {
			continue;
		}
		if (!field) {
			return fields_fault(ret_fault, &path, "There is no such field here.");
		}
		struct place place = {field, member.value, &path, (char *)into + field->offset, ret_fault};
		int result = readers[field->kind](&place);
		if (result < 0) {
			return result;
		}
		if (field->flag_offset) {
			*(bool *)((char *)into + field->flag_offset) = true;
		}
		seen |= (uint64_t)1 << (field - table->rows);
	}
	return check_missing(table, seen, parent, ret_fault);
}

int fields_open_text(struct json_reader *reader, const char *text, size_t length,
    const struct json_value **ret_object, struct field_fault *ret_fault)
{
	struct json_fault fault;
	int result = json_read(reader, text, length, ret_object, &fault);
	if (result < 0) {
		struct field_path path = {NULL, fault.name, fault.name_length, 0};
		return fields_fault(ret_fault, fault.name ? &path : NULL,
		    "Not readable as JSON at byte %zu: %s.", fault.at,
		    fault.message ? fault.message : "memory is out");
	}
	return 0;
}

int fields_read_text(const struct field_table *table, struct json_reader *reader, const char *text,
    size_t length, void *into, struct field_fault *ret_fault)
{
	const struct json_value *object;
	int result = fields_open_text(reader, text, length, &object, ret_fault);
	return result < 0 ? result : fields_read(table, object, NULL, into, ret_fault);
}

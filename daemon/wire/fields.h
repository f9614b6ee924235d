/*
 * Requests by table. An operation states its request as rows: name, kind, whether it must be there, bounds,
 * and where in a plain struct the value goes. Reading, refusing and naming the field are made from the rows,
 * as strict as the JSON Schemas that say the same to clients (tests/contract holds the two together).
 *
 * Lengths of texts are counted in characters, as JSON Schema counts them. Texts are borrowed from the JSON
 * reader and live as long as its document. A field that is absent leaves the struct as it was: fill in
 * defaults first. null is not absent: it is a wrong type.
 */
#ifndef DAEMON_FIELDS_H
#define DAEMON_FIELDS_H

#include "daemon/wire/json.h"

enum field_kind {
	FIELD_TEXT,    /* const char *: minimum to maximum characters, no NUL inside */
	FIELD_BYTES,   /* struct field_bytes: a text that may hold NUL characters */
	FIELD_INTEGER, /* int64_t within [minimum, maximum] */
	FIELD_REAL,    /* double within [minimum, maximum] */
	FIELD_FLAG,    /* bool; `negated`: stores the opposite */
	FIELD_CHOICE,  /* int: index in `choices`; the struct's field is an int */
	FIELD_TEXTS,   /* const char *[maximum_count] in place, and how many at `count_offset`; `single`: one
	                  text   outside an array stands for itself */
	FIELD_OBJECT,  /* inner table, at `offset` */
	FIELD_PAIRS,   /* struct field_pairs: an object of texts, name to value, at most maximum_count */
	FIELD_VALUE,   /* const struct json_value *: an object that is read by its own table later */
	FIELD_VALUES,  /* struct field_values: an array of anything, 1 to maximum_count long */
};

struct field_bytes {
	const char *data; /* NULL: absent */
	size_t length;
};
struct field_pairs {
	const struct json_value *object; /* NULL: absent; checked: every value a text within the bounds */
};
struct field_values {
	const struct json_value *array; /* NULL: absent */
};

struct field_table;
struct field {
	const char *name;
	enum field_kind kind;
	bool required, negated, single;
	bool in_bytes;            /* a text's length is counted in bytes, as it is kept, not in characters */
	int64_t minimum, maximum; /* of the value, or of a text's length */
	const char *const *choices; /* FIELD_CHOICE: the names by index, up to NULL or choice_count */
	size_t choice_count;
	size_t offset;       /* of the value in the struct */
	size_t flag_offset;  /* of a bool that is set when the field is there; 0: none */
	size_t count_offset; /* FIELD_TEXTS: of a size_t */
	size_t maximum_count;
	const struct field_table *inner;
	int group; /* 1..: of the fields with one number one is to be there, see field_table.groups */
};

enum group_rule { GROUP_NONE, GROUP_EXACTLY_ONE, GROUP_AT_MOST_ONE };
enum { FIELD_GROUPS = 3 };

struct field_table {
	const struct field *rows;
	size_t count;
	enum group_rule groups[FIELD_GROUPS]; /* by number; [0] is not used */
	bool open;                            /* unknown fields are left alone instead of refused */
};

enum { FIELD_PATH_BYTES = 128, FIELD_MESSAGE_BYTES = 240 };

/* "question.form[1]" and what is wrong with it. */
struct field_fault {
	char field[FIELD_PATH_BYTES];
	char message[FIELD_MESSAGE_BYTES];
};

/* Where a value lies in the request, from the inside out; for messages. */
struct field_path {
	const struct field_path *parent;
	const char *name; /* NULL: an array's member */
	size_t name_length;
	size_t index;
};

/*
 * Reads an object into the struct at `into`. `parent` is where the object lies (NULL: it is the whole
 * request). 0, or -EINVAL with *ret_fault filled.
 */
int fields_read(const struct field_table *table, const struct json_value *object,
    const struct field_path *parent, void *into, struct field_fault *ret_fault);

/* The same from a text: also what is not JSON is refused. The reader owns the document afterwards. */
int fields_read_text(const struct field_table *table, struct json_reader *reader, const char *text,
    size_t length, void *into, struct field_fault *ret_fault);

/* Only the reading of the text, with the fault in the same words. */
int fields_open_text(struct json_reader *reader, const char *text, size_t length,
    const struct json_value **ret_object, struct field_fault *ret_fault);

/* Fills in a fault; for readers of what a table cannot say. Gives -EINVAL. */
int fields_fault(struct field_fault *ret_fault, const struct field_path *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

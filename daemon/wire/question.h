/*
 * The inline question of a request, as protocol.md has it, read into the plain struct that the checker knows.
 *
 * Ownership: texts are borrowed from the JSON reader; the rows of predicted answers lie in the arena.
 */
#ifndef DAEMON_WIRE_QUESTION_H
#define DAEMON_WIRE_QUESTION_H

#include "checker/question.h"
#include "daemon/wire/fields.h"

enum {
	QUESTION_PREDICTED = 32,         /* predicted wrong answers of one question */
	QUESTION_PREDICTED_BYTES = 1024, /* characters of one of them */
	QUESTION_TOLERANCE_DIGITS = 100,
};

extern const char *const decimal_names[2]; /* "point", "comma" */

/*
 * Reads the object `value`, which lies at `path` in the request. 0, or -EINVAL with *ret_fault. Refuses when
 * the arena is exhausted.
 */
int question_from_json(struct arena *arena, const struct json_value *value, const struct field_path *path,
    struct question_spec *ret_spec, struct field_fault *ret_fault);

#endif

#include "daemon/wire/question.h"
#include "daemon/wire/rows.h"

#include <errno.h>

const char *const decimal_names[2] = {"point", "comma"};
static const char *const assume_names[2] = {"positive", "real"};

struct tolerance_fields {
	int64_t places, significant;
	const char *relative;
	bool has_places, has_significant;
};

/* The spec, and beside it what is spelt otherwise on the wire than in the spec. */
struct question_fields {
	struct question_spec spec;
	int assume, decimal;
	struct tolerance_fields tolerance;
	struct field_pairs predicted;
};

#define SPEC(member)      offsetof(struct question_fields, spec.member)
#define TOLERANCE(member) offsetof(struct tolerance_fields, member)

static const struct field tolerance_rows[] = {
    {.name = "places",
        .kind = FIELD_INTEGER,
        .maximum = QUESTION_TOLERANCE_DIGITS,
        .group = 1,
        .offset = TOLERANCE(places),
        .flag_offset = TOLERANCE(has_places)},
    {.name = "significant",
        .kind = FIELD_INTEGER,
        .minimum = 1,
        .maximum = QUESTION_TOLERANCE_DIGITS,
        .group = 1,
        .offset = TOLERANCE(significant),
        .flag_offset = TOLERANCE(has_significant)},
    {.name = "relative",
        .kind = FIELD_TEXT,
        .minimum = 1,
        .maximum = 64,
        .group = 1,
        .offset = TOLERANCE(relative)},
};
static const struct field_table tolerance_table = {
    .rows = tolerance_rows,
    .count = sizeof(tolerance_rows) / sizeof(tolerance_rows[0]),
    .groups = {[1] = GROUP_EXACTLY_ONE},
};

static const struct field question_rows[] = {
    {.name = "expected",
        .kind = FIELD_TEXT,
        .required = true,
        .minimum = 1,
        .maximum = LIMIT_ANSWER_BYTES,
        .offset = SPEC(expected)},
    {.name = "kind",
        .kind = FIELD_CHOICE,
        .choices = question_kind_names,
        .choice_count = KINDS,
        .offset = SPEC(kind)},
    {.name = "form",
        .kind = FIELD_TEXTS,
        .single = true,
        .minimum = 1,
        .maximum = LIMIT_PATTERN_BYTES,
        .maximum_count = LIMIT_FORMS,
        .offset = SPEC(forms),
        .count_offset = SPEC(form_count)},
    {.name = "variables",
        .kind = FIELD_TEXTS,
        .minimum = 1,
        .maximum = LIMIT_SYMBOL_BYTES,
        .maximum_count = LIMIT_VARIABLES,
        .offset = SPEC(variables),
        .count_offset = SPEC(variable_count)},
    {.name = "assume",
        .kind = FIELD_CHOICE,
        .choices = assume_names,
        .choice_count = 2,
        .offset = offsetof(struct question_fields, assume)},
    {.name = "log_base", .kind = FIELD_TEXT, .minimum = 1, .maximum = 32, .offset = SPEC(log_base)},
    ROW_DECIMAL(offsetof(struct question_fields, decimal)),
    {.name = "tolerance",
        .kind = FIELD_OBJECT,
        .inner = &tolerance_table,
        .offset = offsetof(struct question_fields, tolerance)},
    {.name = "equivalent",
        .kind = FIELD_CHOICE,
        .choices = equivalent_names,
        .choice_count = EQUIVALENTS,
        .offset = SPEC(equivalent)},
    {.name = "ordered", .kind = FIELD_FLAG, .negated = true, .offset = SPEC(unordered)},
    {.name = "options",
        .kind = FIELD_TEXTS,
        .minimum = 1,
        .maximum = QUESTION_PREDICTED_BYTES,
        .maximum_count = LIMIT_OPTIONS,
        .offset = SPEC(options),
        .count_offset = SPEC(option_count)},
    {.name = "unit", .kind = FIELD_TEXT, .minimum = 1, .maximum = 64, .offset = SPEC(unit)},
    {.name = "ratio", .kind = FIELD_FLAG, .offset = SPEC(ratio)},
    {.name = "form_score",
        .kind = FIELD_REAL,
        .maximum = 1,
        .offset = SPEC(form_score),
        .flag_offset = SPEC(has_form_score)},
    {.name = "ask", .kind = FIELD_TEXT, .minimum = 1, .maximum = LIMIT_ANSWER_BYTES, .offset = SPEC(ask)},
    {.name = "ask_hidden", .kind = FIELD_FLAG, .offset = SPEC(ask_hidden)},
    {.name = "unknown",
        .kind = FIELD_TEXT,
        .minimum = 1,
        .maximum = LIMIT_SYMBOL_BYTES,
        .offset = SPEC(unknown)},
    {.name = "predicted",
        .kind = FIELD_PAIRS,
        .minimum = 1,
        .maximum = QUESTION_PREDICTED_BYTES,
        .maximum_count = QUESTION_PREDICTED,
        .offset = offsetof(struct question_fields, predicted)},
};
static const struct field_table question_table = {
    .rows = question_rows,
    .count = sizeof(question_rows) / sizeof(question_rows[0]),
};

static void set_tolerance(struct question_spec *spec, const struct tolerance_fields *fields)
{
	if (fields->has_places) {
		spec->tolerance_kind = TOLERANCE_PLACES;
		spec->tolerance_digits = (int)fields->places;
	} else if (fields->has_significant) {
		spec->tolerance_kind = TOLERANCE_SIGNIFICANT;
		spec->tolerance_digits = (int)fields->significant;
	} else if (fields->relative) {
		spec->tolerance_kind = TOLERANCE_RELATIVE;
		spec->tolerance_relative = fields->relative;
	}
}

static void set_predicted(struct arena *arena, struct question_spec *spec, const struct json_value *object)
{
	if (!object || json_object_count(object) == 0) {
		return;
	}
	struct predicted_answer *rows = arena_array(arena, json_object_count(object), sizeof(*rows));
	struct json_member member;
	for (bool any = json_first(object, &member); any; any = json_next(&member)) {
		size_t length;
		rows[spec->predicted_count++] =
		    (struct predicted_answer){member.name, json_get_text(member.value, &length)};
	}
	spec->predicted = rows;
}

int question_from_json(struct arena *arena, const struct json_value *value, const struct field_path *path,
    struct question_spec *ret_spec, struct field_fault *ret_fault)
{
	struct question_fields fields = {.spec = {.kind = KIND_NUMBER}};
	if (json_kind_of(value) != JSON_OBJECT) {
		return fields_fault(ret_fault, path, "An object in curly brackets is expected here.");
	}
	int result = fields_read(&question_table, value, path, &fields, ret_fault);
	if (result < 0) {
		return result;
	}
	fields.spec.assume_real = fields.assume;
	fields.spec.decimal_comma = fields.decimal;
	set_tolerance(&fields.spec, &fields.tolerance);
	set_predicted(arena, &fields.spec, fields.predicted.object);
	*ret_spec = fields.spec;
	return 0;
}

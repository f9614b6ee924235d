#include "daemon/ledger/reader.h"

#include "daemon/wire/fields.h"
#include "daemon/wire/handover.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int reader_init(struct reader *reader, const struct course *course, const char *store)
{
	*reader = (struct reader){.course = course, .store = store};
	return json_reader_new(&reader->json);
}

void reader_done(struct reader *reader)
{
	json_reader_free(reader->json);
	*reader = (struct reader){0};
}

struct report_fields {
	const char *group;
	const char *learners[REPORT_LEARNERS];
	size_t learner_count;
};

#define AT(member) offsetof(struct report_fields, member)

static const struct field report_rows[] = {
    {.name = "group",
        .kind = FIELD_TEXT,
        .in_bytes = true,
        .group = 1,
        .minimum = 1,
        .maximum = STORE_CLASS_MAX,
        .offset = AT(group)},
    {.name = "learners",
        .kind = FIELD_TEXTS,
        .in_bytes = true,
        .group = 1,
        .minimum = 1,
        .maximum = HANDOVER_LEARNER,
        .maximum_count = REPORT_LEARNERS,
        .offset = AT(learners),
        .count_offset = AT(learner_count)},
};
static const struct field_table report_table = {
    .rows = report_rows,
    .count = sizeof(report_rows) / sizeof(report_rows[0]),
    .groups = {[1] = GROUP_EXACTLY_ONE},
};

static enum error_code report(struct reader *reader, const struct report_fields *fields, struct buffer *reply)
{
	char why[STORE_WHY_BYTES] = "";
	struct report_request request = {fields->group, fields->learners, fields->learner_count};
	int result = report_write(reader, &request, (int64_t)time(NULL) * 1000, reply, why);
	enum error_code code = result == 0 ? ERROR_NONE : ERROR_UNAVAILABLE;
	if (reply->full) {
		code = ERROR_TOO_LARGE;
	}
	if (code) {
		buffer_error(reply, code, NULL, NULL);
	}
	return code;
}

enum error_code reader_answer(struct reader *reader, const char *body, size_t length, struct buffer *reply)
{
	struct report_fields *fields = calloc(1, sizeof(*fields));
	struct field_fault fault;
	enum error_code code = ERROR_INTERNAL;
	buffer_clear(reply);
	if (!fields) {
		buffer_error(reply, code, NULL, NULL);
		return code;
	}
	if (fields_read_text(&report_table, reader->json, body, length, fields, &fault) < 0) {
		code = ERROR_BAD_REQUEST;
		buffer_error(reply, code, *fault.field ? fault.field : NULL, fault.message);
	} else {
		code = report(reader, fields, reply);
	}
	json_forget(reader->json);
	free(fields);
	return code;
}

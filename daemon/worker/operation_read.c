/* `read`: how an answer is read, with notes and places; no judgement. */
#include "daemon/wire/question.h"
#include "daemon/wire/rows.h"
#include "daemon/worker/handlers.h"

#include "checker/reading/read.h"

struct read_request {
	struct field_bytes answer;
	const char *item;
	const struct json_value *question;
	int locale;
	int decimal; /* -1: as the question says; else an index of decimal_names */
};

#define AT(member) offsetof(struct read_request, member)

static const struct field read_rows[] = {
    ROW_ITEM(AT(item), .group = 1),
    {.name = "question", .kind = FIELD_VALUE, .group = 1, .offset = AT(question)},
    {.name = "answer",
        .kind = FIELD_BYTES,
        .required = true,
        .maximum = WORKER_BODY_LIMIT,
        .offset = AT(answer)},
    ROW_LOCALE(AT(locale)),
    ROW_DECIMAL(AT(decimal)),
};
static const struct field_table read_table = {
    .rows = read_rows,
    .count = sizeof(read_rows) / sizeof(read_rows[0]),
    .groups = {[1] = GROUP_AT_MOST_ONE},
};

static const struct {
	const char *name;
	void (*print)(struct text *out, const struct expr *expr, const struct print_options *options);
} notations[] = {{"text", print_text}, {"tex", print_tex}, {"speech", print_speech}};

enum error_code handle_read(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct read_request request = {.locale = -1, .decimal = -1};
	enum error_code code = read_body(worker, &read_table, body, length, &request, reply);
	if (code) {
		return code;
	}
	const struct question_cache *cache;
	struct refusal_report report = {0};
	struct subject subject = {request.item, request.question, NULL, request.locale};
	if (!question_find(worker, &subject, &cache, &report)) {
		return report_reply(&report, reply);
	}
	struct judged judged = {
	    .spec = cache ? &cache->spec : NULL,
	    .answer = request.answer.data,
	    .length = request.answer.length,
	    .options = {.locale = (enum locale)subject.locale,
	        .decimal = request.decimal + 1,
	        .takes_points = subject.item != NULL},
	};
	struct reading reading;
	check_read(worker->arena, cache ? cache->question : NULL, judged.answer, judged.length,
	    &judged.options, &reading);
	struct print_options options = print_options_of(&judged);
	json_open_object(reply, NULL);
	for (size_t i = 0; i < sizeof(notations) / sizeof(notations[0]); i++) {
		struct text text;
		text_init(&text, worker->arena);
		if (reading.expr) {
			notations[i].print(&text, reading.expr, &options);
			json_string_bytes(reply, notations[i].name, text.data, text.length);
		} else {
			json_null(reply, notations[i].name);
		}
	}
	notes_write(reply, &judged, &reading.notes, worker->arena);
	json_close_object(reply);
	return ERROR_NONE;
}

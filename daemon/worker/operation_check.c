/* `check` and `check_many`: one verdict, or one for each row with a bad row's error in its place. */
#include "daemon/wire/question.h"
#include "daemon/wire/rows.h"
#include "daemon/worker/handlers.h"

enum {
	CHECKS = 1000,
	ROW_ERROR_BYTES =
	    1024, /* an error object in the place of a row is never longer: all escaped, some 850 */
};

struct check_request {
	struct field_bytes answer;
	const char *item;
	const struct json_value *question;
	bool diagnose;
	int locale;
	int decimal; /* -1: as the question says; else an index of decimal_names */
};

#define AT(member) offsetof(struct check_request, member)

static const struct field check_rows[] = {
    ROW_ITEM(AT(item), .group = 1),
    {.name = "question", .kind = FIELD_VALUE, .group = 1, .offset = AT(question)},
    {.name = "answer",
        .kind = FIELD_BYTES,
        .required = true,
        .maximum = WORKER_BODY_LIMIT,
        .offset = AT(answer)},
    {.name = "diagnose", .kind = FIELD_FLAG, .offset = AT(diagnose)},
    ROW_LOCALE(AT(locale)),
    ROW_DECIMAL(AT(decimal)),
};
static const struct field_table check_table = {
    .rows = check_rows,
    .count = sizeof(check_rows) / sizeof(check_rows[0]),
    .groups = {[1] = GROUP_EXACTLY_ONE},
};

/* Without a learner: the odds of all beliefs are even. */
static bool explain(struct worker *worker, const struct judged *judged, const struct verdict *verdict,
    struct explanation *ret_explanation)
{
	if (verdict->kind != VERDICT_INCORRECT && verdict->kind != VERDICT_WRONG_FORM) {
		return false;
	}
	struct diagnosed *diagnosed = question_diagnosed(worker);
	if (!diagnosed) {
		return false;
	}
	struct candidates candidates;
	diagnose_answer(
	    diagnosed, worker->arena, judged->answer, judged->length, &judged->options, verdict, &candidates);
	diagnose_words(diagnosed, worker->arena, &candidates, verdict->read, NULL, judged->options.locale,
	    ret_explanation);
	return true;
}

bool check_judge(struct worker *worker, const struct json_value *object, const struct field_path *path,
    bool open, struct buffer *reply, struct refusal_report *report, enum verdict_kind *ret_kind)
{
	struct check_request request = {.diagnose = true, .locale = -1, .decimal = -1};
	struct field_table table = check_table;
	table.open = open;
	report->code = ERROR_BAD_REQUEST;
	if (fields_read(&table, object, path, &request, &report->fault) < 0) {
		return false;
	}
	const struct question_cache *cache;
	struct subject subject = {request.item, request.question, path, request.locale};
	if (!question_find(worker, &subject, &cache, report)) {
		return false;
	}
	struct judged judged = {
	    .spec = &cache->spec,
	    .answer = request.answer.data,
	    .length = request.answer.length,
	    .options = {.locale = (enum locale)subject.locale,
	        .decimal = request.decimal + 1,
	        .takes_points = subject.item != NULL},
	};
	struct verdict verdict;
	check_answer(worker->arena, cache->question, judged.answer, judged.length, &judged.options, &verdict);
	struct explanation explanation = {.unexplained = 1};
	bool explained = request.diagnose && explain(worker, &judged, &verdict, &explanation);
	verdict_write(reply, worker->arena, &judged, &verdict, explained ? &explanation : NULL);
	if (ret_kind) {
		*ret_kind = verdict.kind;
	}
	return true;
}

enum error_code handle_check(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	const struct json_value *object;
	struct refusal_report report = {.code = ERROR_BAD_REQUEST};
	if (fields_open_text(worker->reader, body, length, &object, &report.fault) < 0) {
		return report_reply(&report, reply);
	}
	json_open_object(reply, NULL);
	if (!check_judge(worker, object, NULL, false, reply, &report, NULL)) {
		return report_reply(&report, reply);
	}
	json_close_object(reply);
	return ERROR_NONE;
}

static const struct field check_many_rows[] = {
    {.name = "checks", .kind = FIELD_VALUES, .required = true, .maximum_count = CHECKS},
};
static const struct field_table check_many_table = {.rows = check_many_rows, .count = 1};

struct row {
	struct worker *worker;
	const struct json_value *value;
	const struct field_path *path;
	struct buffer *reply;
	struct refusal_report report;
	bool judged;
};

static void judge_row(void *context)
{
	struct row *row = context;
	if (json_kind_of(row->value) == JSON_OBJECT) {
		json_open_object(row->reply, NULL);
		row->judged =
		    check_judge(row->worker, row->value, row->path, false, row->reply, &row->report, NULL);
		json_close_object(row->reply);
	} else {
		row->report.code = ERROR_BAD_REQUEST;
		fields_fault(&row->report.fault, row->path, "An object in curly brackets is expected here.");
	}
}

/* What one row would add to the reply beyond its share is taken back, and said in its place. */
static void answer_row(struct row *row, size_t limit)
{
	struct buffer *reply = row->reply;
	size_t start = reply->length;
	bool comma = reply->comma;
	struct arena_mark mark = arena_mark(row->worker->arena);
	reply->limit = limit;
	bool refused = arena_try(row->worker->arena, judge_row, row) != REFUSAL_NONE;
	arena_rewind(row->worker->arena, mark);
	if (refused || reply->full) {
		row->judged = false;
		row->report.code = ERROR_TOO_LARGE;
		fields_fault(&row->report.fault, row->path, "%s",
		    refused ? "This row needs too much memory." : "The reply has no room left for this row.");
	}
	if (!row->judged) {
		reply->length = start;
		reply->comma = comma;
		reply->full = false;
		reply->limit = limit + ROW_ERROR_BYTES;
		buffer_error_object(
		    reply, NULL, row->report.code, row->report.fault.field, row->report.fault.message);
	}
}

enum error_code handle_check_many(
    struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct field_values checks = {0};
	enum error_code code = read_body(worker, &check_many_table, body, length, &checks, reply);
	if (code) {
		return code;
	}
	size_t limit = reply->limit;
	size_t count = json_array_count(checks.array);
	struct field_path many = {NULL, "checks", 6, 0};
	json_open_object(reply, NULL);
	json_open_array(reply, "verdicts");
	for (size_t i = 0; i < count; i++) {
		struct field_path path = {.parent = &many, .index = i};
		struct row row = {worker, json_array_at(checks.array, i), &path, reply, {0}, false};
		/* Room is kept for an error in the place of this row and of every one to come. */
		answer_row(&row, limit - (count - i + 1) * ROW_ERROR_BYTES);
	}
	reply->limit = limit;
	json_close_array(reply);
	json_close_object(reply);
	return ERROR_NONE;
}

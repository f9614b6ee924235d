/* masteryd grade: check bodies in, verdicts out, a JSON line each, in the same order. */
#include "daemon/commands/commands.h"
#include "daemon/commands/lines.h"
#include "daemon/commands/start.h"
#include "daemon/worker/handlers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct values {
	int64_t jobs;
	const char *state;
};

static const struct option_row options[] = {
    {"jobs", OPTION_INTEGER, "N", offsetof(struct values, jobs), "threads (1)", 1, LINES_THREADS},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state),
        "folder of the sealing keys, for lines with a sealed item (./state)", 0, 0},
};

struct grader {
	struct worker worker;
	struct buffer reply;
};

static void grader_end(void *state)
{
	struct grader *grader = state;
	worker_done(&grader->worker);
	buffer_done(&grader->reply);
	free(grader);
}

static void *grader_start(void *keys)
{
	struct grader *grader = calloc(1, sizeof(*grader));
	if (!grader) {
		return NULL;
	}
	buffer_init(&grader->reply, WORKER_REPLY_LIMIT);
	if (worker_init(&grader->worker, NULL, keys) < 0) {
		grader_end(grader);
		return NULL;
	}
	return grader;
}

/* Appends the line's own `id`, if it has one; false: it is of a kind that cannot be echoed. */
static bool echo_id(const struct json_value *line, struct buffer *reply)
{
	struct json_member member;
	for (bool any = json_first(line, &member); any; any = json_next(&member)) {
		int64_t integer;
		size_t length;
		if (strcmp(member.name, "id") != 0) {
			continue;
		}
		if (json_kind_of(member.value) == JSON_TEXT) {
			const char *text = json_get_text(member.value, &length);
			json_string_bytes(reply, "id", text, length);
		} else if (json_get_integer(member.value, &integer)) {
			json_integer(reply, "id", integer);
		} else {
			return json_kind_of(member.value) == JSON_NULL;
		}
		return true;
	}
	return true;
}

struct judging {
	struct worker *worker;
	const struct json_value *line;
	struct buffer *reply;
	struct refusal_report report;
	bool judged;
};

static void judge(void *context)
{
	struct judging *judging = context;
	judging->judged =
	    check_judge(judging->worker, judging->line, NULL, true, judging->reply, &judging->report);
}

/* An operation like the others, but for the fields that it echoes or leaves alone. */
static enum error_code grade_line(
    struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct judging judging = {.worker = worker, .reply = reply, .report = {.code = ERROR_BAD_REQUEST}};
	struct field_fault *fault = &judging.report.fault;
	json_open_object(reply, NULL);
	if (fields_open_text(worker->reader, body, length, &judging.line, fault) < 0) {
		json_null(reply, "id");
		buffer_error_members(reply, ERROR_BAD_REQUEST, fault->field, fault->message);
		json_close_object(reply);
		return ERROR_BAD_REQUEST;
	}
	size_t start;
	if (echo_id(judging.line, reply)) {
		start = reply->length;
		if (arena_try(worker->arena, judge, &judging) != REFUSAL_NONE) {
			judging.report.code = ERROR_TOO_LARGE;
		}
	} else {
		struct field_path path = {NULL, "id", 2, 0};
		fields_fault(fault, &path, "An id is a text or a whole number.");
		json_null(reply, "id");
		start = reply->length;
	}
	if (!judging.judged) {
		reply->length = start;
		reply->comma = start > 1;
		buffer_error_members(reply, judging.report.code, fault->field, fault->message);
	}
	json_close_object(reply);
	return judging.judged ? ERROR_NONE : judging.report.code;
}

static bool grade_answer(void *state, const char *line, size_t length, struct buffer *out)
{
	struct grader *grader = state;
	enum error_code code = ERROR_TOO_LARGE;
	if (line) {
		code = worker_run(&grader->worker, grade_line, line, length, &grader->reply);
	} else {
		buffer_error(&grader->reply, code, NULL, "The line is longer than 1 MiB.");
	}
	buffer_add(out, grader->reply.data, grader->reply.length);
	buffer_add(out, "\n", 1);
	return code == ERROR_NONE;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.jobs = 1};
	struct arguments arguments;
	struct keyring *keys = NULL;
	struct lines_result result = {0};
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	status = start_keys(command, values.state, false, &keys);
	if (status != EXIT_DONE) {
		return status;
	}
	struct lines_job job = {
	    .in = STDIN_FILENO,
	    .out = STDOUT_FILENO,
	    .threads = (size_t)values.jobs,
	    .progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO),
	    .context = keys,
	    .start = grader_start,
	    .end = grader_end,
	    .answer = grade_answer,
	};
	int error = lines_run(&job, &result);
	keyring_free(keys);
	if (error) {
		return start_fault(command, strerror(-error));
	}
	return result.bad ? EXIT_FAULTS : EXIT_DONE;
}

const struct command command_grade = {
    .name = "grade",
    .summary = "Marks answers: check bodies on stdin, verdicts on stdout, a JSON line each, in order.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "A line is {\"question\": {\"expected\": \"1/8\"}, \"answer\": \"2^-3\"}, with an optional "
             "\"id\" that is\n"
             "echoed; other fields beside them are left alone. A line that cannot be marked gives {\"id\", "
             "\"error\"}\n"
             "in its place, and exit status 1.\n",
    .run = run,
};

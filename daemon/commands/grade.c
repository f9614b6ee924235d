/* masteryd grade: check bodies in, verdicts out, a JSON line each, in the same order. */
#include "daemon/commands/commands.h"
#include "daemon/commands/corpus.h"
#include "daemon/commands/lines.h"
#include "daemon/commands/start.h"
#include "daemon/worker/handlers.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct values {
	int64_t jobs;
	const char *state, *expect, *content;
};

static const struct option_row options[] = {
    {"jobs", OPTION_INTEGER, "N", offsetof(struct values, jobs), "threads (1)", 1, LINES_THREADS},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state),
        "folder of the sealing keys, for lines with a sealed item (./state)", 0, 0},
    {"content", OPTION_TEXT, "DIR", offsetof(struct values, content),
        "folder of the content whose misconceptions explain wrong answers; built-in when left out", 0, 0},
    {"expect", OPTION_TEXT, "FIELD", offsetof(struct values, expect),
        "the field of a line that says which verdicts are right; prints how they agree", 0, 0},
};

/* What all threads share. */
struct grading {
	const struct keyring *keys;
	const struct content *content;
	struct corpus corpus; /* field NULL: none */
};

struct grader {
	struct worker worker; /* first: the operation that judges a line is given this and finds the rest */
	struct buffer reply;
	struct grading *grading;
	struct tally tally;
	enum verdict_kind verdict; /* of the line in hand, and what it should be */
	unsigned acceptable;
};

static void grader_end(void *state)
{
	struct grader *grader = state;
	if (grader->grading->corpus.field) {
		corpus_merge(&grader->grading->corpus, &grader->tally);
	}
	worker_done(&grader->worker);
	buffer_done(&grader->reply);
	free(grader);
}

static void *grader_start(void *context)
{
	struct grading *grading = context;
	struct grader *grader = calloc(1, sizeof(*grader));
	if (!grader) {
		return NULL;
	}
	grader->grading = grading;
	buffer_init(&grader->reply, WORKER_REPLY_LIMIT);
	if (worker_init(&grader->worker, grading->content, grading->keys) < 0) {
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
	enum verdict_kind *verdict;
	bool judged;
};

static void judge(void *context)
{
	struct judging *judging = context;
	judging->judged = check_judge(
	    judging->worker, judging->line, NULL, true, judging->reply, &judging->report, judging->verdict);
}

/* An operation like the others, but for the fields that it echoes or leaves alone. */
static enum error_code grade_line(
    struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct grader *grader = (struct grader *)worker;
	const struct corpus *corpus = &grader->grading->corpus;
	struct judging judging = {.worker = worker,
	    .reply = reply,
	    .report = {.code = ERROR_BAD_REQUEST},
	    .verdict = &grader->verdict};
	struct field_fault *fault = &judging.report.fault;
	json_open_object(reply, NULL);
	if (fields_open_text(worker->reader, body, length, &judging.line, fault) < 0) {
		json_null(reply, "id");
		buffer_error_members(reply, ERROR_BAD_REQUEST, fault->field, fault->message);
		json_close_object(reply);
		return ERROR_BAD_REQUEST;
	}
	grader->acceptable = corpus->field ? corpus_acceptable(corpus, judging.line) : 0;
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

/* One line of a corpus: only what disagrees is shown. */
static bool corpus_answer(struct grader *grader, enum error_code code, struct buffer *out)
{
	bool bad = code != ERROR_NONE || !grader->acceptable;
	enum agreement agreement = bad ? OTHERWISE : corpus_compare(grader->verdict, grader->acceptable);
	const char *name = bad ? "bad line" : corpus_name(agreement);
	if (bad) {
		grader->tally.faults++;
	} else {
		grader->tally.counts[agreement]++;
	}
	if (bad || agreement != AGREES) {
		buffer_add(out, name, strlen(name));
		buffer_add(out, ": ", 2);
		buffer_add(out, grader->reply.data, grader->reply.length);
		buffer_add(out, "\n", 1);
	}
	return !bad && agreement == AGREES;
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
	if (grader->grading->corpus.field) {
		return corpus_answer(grader, code, out);
	}
	buffer_add(out, grader->reply.data, grader->reply.length);
	buffer_add(out, "\n", 1);
	return code == ERROR_NONE;
}

static int grade(const struct command *command, const struct values *values, struct grading *grading)
{
	struct lines_result result = {0};
	struct lines_job job = {
	    .in = STDIN_FILENO,
	    .out = STDOUT_FILENO,
	    .threads = (size_t)values->jobs,
	    .progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO),
	    .context = grading,
	    .start = grader_start,
	    .end = grader_end,
	    .answer = grade_answer,
	};
	int error = lines_run(&job, &result);
	if (error) {
		return start_fault(command, strerror(-error));
	}
	if (grading->corpus.field && !corpus_print(&grading->corpus, stdout)) {
		result.bad++;
	}
	int flushed = start_flush(command);
	return flushed ? flushed : result.bad ? EXIT_FAULTS : EXIT_DONE;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.jobs = 1};
	struct arguments arguments;
	struct keyring *keys = NULL;
	struct content *content = NULL;
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	status = start_keys(command, values.state, false, &keys);
	if (status == EXIT_DONE) {
		status = start_content(command, values.content, NULL, &content);
	}
	if (status == EXIT_DONE) {
		struct grading grading = {
		    .keys = keys, .content = content, .corpus = {.field = values.expect}};
		pthread_mutex_init(&grading.corpus.lock, NULL);
		status = grade(command, &values, &grading);
		pthread_mutex_destroy(&grading.corpus.lock);
	}
	content_free(content);
	keyring_free(keys);
	return status;
}

const struct command command_grade = {
    .name = "grade",
    .summary = "Marks answers: check bodies on stdin, verdicts on stdout, a JSON line each, in order.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes =
        "A line is {\"question\": {\"expected\": \"1/8\"}, \"answer\": \"2^-3\"}, with an optional "
        "\"id\" that is\n"
        "echoed; other fields beside them are left alone. A line that cannot be marked gives {\"id\", "
        "\"error\"}\n"
        "in its place, and exit status 1.\n\n"
        "With --expect want, each line also has \"want\": \"correct\" or a list of verdicts that are right. "
        "Only\nlines that disagree are shown, then a table: agreement, false accepts, false rejects, answers "
        "not\nread. Exit status 1 if any disagrees.\n",
    .run = run,
};

#include "daemon/commands/commands.h"
#include "daemon/commands/report_page.h"
#include "daemon/commands/start.h"
#include "daemon/ledger/csv.h"
#include "daemon/ledger/report_parts.h"

#include <errno.h>
#include <string.h>
#include <time.h>

enum { LOCATION = 4096 };

struct values {
	const char *group, *state, *store, *content, *part, *html;
	bool csv;
};

static void csv_cell(void *context, enum cell_kind kind, const char *text, size_t length)
{
	bool *row_open = context;
	(void)kind;
	fputs(*row_open ? "," : "", stdout);
	csv_value(stdout, text, length);
	*row_open = true;
}

static void csv_row(void *context)
{
	bool *row_open = context;
	csv_end_row(stdout);
	*row_open = false;
}

static int print_csv(struct reader *reader, const struct report_request *request,
    const struct report_part *part, int64_t now, char *ret_why)
{
	bool row_open = false;
	const struct report_wanted wanted = {part, {&row_open, csv_cell, csv_row}};
	for (size_t i = 0; i < part->column_count; i++) {
		csv_cell(&row_open, CELL_TEXT, part->columns[i].name, strlen(part->columns[i].name));
	}
	for (size_t i = 0; part->skills && i < reader->course->skill_count; i++) {
		const char *id = reader->course->skills[i].id;
		csv_cell(&row_open, CELL_TEXT, id, strlen(id));
	}
	csv_row(&row_open);
	return report_print(reader, request, now, &wanted, 1, ret_why);
}

static int print_json(struct reader *reader, const struct report_request *request, int64_t now, char *ret_why)
{
	struct buffer out;
	buffer_init(&out, REPORT_BYTES);
	int result = report_write(reader, request, now, &out, ret_why);
	if (result == 0) {
		fwrite(out.data, 1, out.length, stdout);
		fputs("\n", stdout);
	}
	buffer_done(&out);
	return result;
}

static int write_page(
    struct reader *reader, const struct report_request *request, const char *path, int64_t now, char *ret_why)
{
	FILE *file = fopen(path, "we");
	if (!file) {
		return -errno;
	}
	int result = report_page_write(reader, request, now, file, ret_why);
	return fclose(file) != 0 && result == 0 ? -EIO : result;
}

static int print_report(const struct command *command, const struct values *values, const char *store,
    const struct course *course, const struct report_request *request)
{
	char why[STORE_WHY_BYTES] = "";
	int64_t now = (int64_t)time(NULL) * 1000;
	struct reader reader;
	int result = reader_init(&reader, course, store);
	if (result < 0) {
		return start_fault(command, strerror(-result));
	}
	if (values->html) {
		result = write_page(&reader, request, values->html, now, why);
	} else if (values->csv) {
		result = print_csv(&reader, request, report_part_find(values->part), now, why);
	} else {
		result = print_json(&reader, request, now, why);
	}
	reader_done(&reader);
	return result < 0 ? start_fault(command, *why ? why : strerror(-result)) : start_flush(command);
}

static bool settle(struct values *values)
{
	values->csv = values->csv || values->part;
	values->part = values->part ? values->part : "grid";
	return report_part_find(values->part) && !(values->csv && values->html);
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.state = START_STATE};
	struct arguments arguments;
	char location[LOCATION];
	struct content *content = NULL;
	struct course *course = NULL;
	int exit_status;
	if (!options_parse(command, argc, argv, &values, &arguments, &exit_status)) {
		return exit_status;
	}
	struct report_request request = {
	    values.group, (const char *const *)arguments.at, (size_t)arguments.count};
	if ((values.group != NULL) == (arguments.count > 0)) {
		return options_fault(command, "it needs --group NAME, or the ids of learners");
	}
	if (!settle(&values)) {
		return options_fault(command,
		    "it prints CSV or writes a page, and its parts are grid, gaps, ready, stuck, mastery, "
		    "retention, confidence, families and unexplained");
	}
	start_store(values.state, values.store, location, sizeof(location));
	exit_status = start_content(command, values.content, NULL, &content);
	if (exit_status == EXIT_DONE) {
		exit_status = start_course(command, content, values.state, &course);
	}
	if (exit_status == EXIT_DONE) {
		exit_status = print_report(command, &values, location, course, &request);
	}
	course_free(course);
	content_free(content);
	return exit_status;
}

static const struct option_row options[] = {
    {"group", OPTION_TEXT, "NAME", offsetof(struct values, group), "all learners of a group", 0, 0},
    {"csv", OPTION_FLAG, NULL, offsetof(struct values, csv), "a part as comma-separated values", 0, 0},
    {"part", OPTION_TEXT, "PART", offsetof(struct values, part),
        "which, as CSV: grid (when left out), gaps, ready, stuck, mastery, retention, confidence, families, "
        "unexplained",
        0, 0},
    {"html", OPTION_TEXT, "FILE", offsetof(struct values, html), "all parts as a page, for a teacher", 0, 0},
    {"state", OPTION_TEXT, "DIR", offsetof(struct values, state), "the state folder (./state)", 0, 0},
    {"store", OPTION_TEXT, "STORE", offsetof(struct values, store),
        "where learners are kept: a file, or postgresql://... (<state>/learners.db)", 0, 0},
    {"content", OPTION_TEXT, "DIR", offsetof(struct values, content),
        "the content (default: what is built in)", 0, 0},
};

const struct command command_report = {
    .name = "report",
    .summary = "Who has mastered what, what is stuck, how long it took.",
    .arguments = "[LEARNER ...]",
    .arguments_minimum = 0,
    .arguments_maximum = REPORT_LEARNERS,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "It reads the store itself, also while a daemon is using it.\n",
    .run = run,
};

#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/ledger/reader.h"

#include <errno.h>
#include <string.h>
#include <time.h>

enum { LOCATION = 4096 };

struct values {
	const char *group, *state, *store, *content;
	bool csv;
};

static int print_report(const struct command *command, const struct values *values, const char *store,
    const struct course *course, const struct report_request *request)
{
	char why[STORE_WHY_BYTES] = "";
	struct reader reader;
	struct buffer out;
	buffer_init(&out, REPORT_BYTES);
	int result = reader_init(&reader, course, store);
	if (result == 0) {
		result = values->csv ? report_write_csv(&reader, request, &out, why)
		                     : report_write(&reader, request, (int64_t)time(NULL) * 1000, &out, why);
		reader_done(&reader);
	}
	if (result == 0) {
		fwrite(out.data, 1, out.length, stdout);
		fputs(values->csv ? "" : "\n", stdout);
	}
	buffer_done(&out);
	return result < 0 ? start_fault(command, *why ? why : strerror(-result)) : start_flush(command);
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
    {"csv", OPTION_FLAG, NULL, offsetof(struct values, csv), "the mastery grid as comma-separated values", 0,
        0},
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

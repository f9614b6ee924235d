/* masteryd generate: items as JSON lines. The same code as the operation, without a daemon. */
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/worker/items.h"

#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_BYTES = 64 * 1024, COUNT_LAST = 100000000 };

struct values {
	struct items_request items;
	const char *locale, *state, *content;
};

#define AT(member)   offsetof(struct values, member)
#define ITEM(member) offsetof(struct values, items.member)

static const struct option_row options[] = {
    {"family", OPTION_TEXT, "ID", ITEM(family), "the family to make items of", 0, 0},
    {"skill", OPTION_TEXT, "ID", ITEM(skill), "or the skill", 0, 0},
    {"unit", OPTION_TEXT, "ID", ITEM(unit), "or the unit", 0, 0},
    {"level", OPTION_INTEGER, "N", ITEM(level), "1 to 3; all mixed when left out", 1, 3},
    {"count", OPTION_INTEGER, "N", ITEM(count), "how many (1)", 1, COUNT_LAST},
    {"seed", OPTION_INTEGER, "N", ITEM(seed), "which order; a random one when left out", 0, INT64_MAX},
    {"from", OPTION_INTEGER, "N", ITEM(from), "number of the order to begin at (0)", 0, INT64_MAX},
    {"locale", OPTION_TEXT, "L", AT(locale), "en or es (en)", 0, 0},
    {"key", OPTION_FLAG, NULL, ITEM(key), "with the key to each item", 0, 0},
    {"predict", OPTION_FLAG, NULL, ITEM(predict), "with the predicted wrong answers as well", 0, 0},
    {"seal", OPTION_FLAG, NULL, ITEM(seal), "with the sealed token", 0, 0},
    {"expires-in", OPTION_INTEGER, "SECONDS", ITEM(expires_in), "how long the token is good for", 1,
        ITEMS_EXPIRES_LAST},
    {"state", OPTION_TEXT, "DIR", AT(state), "folder that holds the sealing keys (./state)", 0, 0},
    {"content", OPTION_TEXT, "DIR", AT(content), "folder of the content; the built-in one when left out", 0,
        0},
};

struct output {
	struct worker *worker;
	const struct values *values;
	struct buffer lines;
	struct refusal_report report;
	bool done;
	int64_t count;
	bool progress;
};

/* After each item: end the line, and hand over what has gathered. */
static void end_line(void *context)
{
	struct output *output = context;
	buffer_add(&output->lines, "\n", 1);
	output->lines.comma = false;
	output->count++;
	if (output->lines.length >= FLUSH_BYTES) {
		fwrite(output->lines.data, 1, output->lines.length, stdout);
		buffer_clear(&output->lines);
		if (output->progress) {
			fprintf(stderr, "\r%lld items", (long long)output->count);
		}
	}
}

static void make(void *context)
{
	struct output *output = context;
	uint64_t next;
	output->done = items_write(
	    output->worker, &output->values->items, &output->lines, end_line, output, &next, &output->report);
}

static int write_items(const struct command *command, struct worker *worker, const struct values *values)
{
	struct output output = {.worker = worker, .values = values};
	output.progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO);
	buffer_init(&output.lines, WORKER_REPLY_LIMIT);
	arena_serve_gmp(worker->arena);
	enum refusal refusal = arena_try(worker->arena, make, &output);
	arena_serve_gmp(NULL);
	int status = EXIT_DONE;
	if (refusal != REFUSAL_NONE || output.lines.full) {
		status = start_fault(command, "an item needs more memory than is allowed");
	} else if (!output.done) {
		const char *message = output.report.fault.message;
		start_fault(command, *message ? message : error_words(output.report.code));
		status = output.report.code == ERROR_INTERNAL ? EXIT_COULD_NOT_RUN : EXIT_USAGE;
	}
	if (output.lines.length && status == EXIT_DONE) {
		fwrite(output.lines.data, 1, output.lines.length, stdout);
	}
	if (output.progress && output.count) {
		fprintf(stderr, "\r%lld items\n", (long long)output.count);
	}
	buffer_done(&output.lines);
	int flushed = start_flush(command);
	return status ? status : flushed;
}

/* What the rows cannot say. False after the fault was printed. */
static bool settle(const struct command *command, struct values *values)
{
	struct items_request *items = &values->items;
	if (!!items->family + !!items->skill + !!items->unit != 1) {
		options_fault(command, "exactly one of --family, --skill and --unit is needed");
		return false;
	}
	items->locale = start_locale(command, values->locale);
	if (items->seed < 0 && sodium_init() >= 0) {
		randombytes_buf(&items->seed, sizeof(items->seed));
		items->seed &= ITEMS_NUMBER_LAST;
	}
	return items->locale >= 0;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.items = {.count = 1, .seed = -1}};
	struct arguments arguments;
	struct content *content = NULL;
	struct keyring *keys = NULL;
	struct worker worker = {0};
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	if (!settle(command, &values)) {
		return EXIT_USAGE;
	}
	if ((status = start_content(command, values.content, NULL, &content)) == EXIT_DONE &&
	    (!values.items.seal || (status = start_keys(command, values.state, true, &keys)) == EXIT_DONE)) {
		status = worker_init(&worker, content, keys) < 0 ? start_fault(command, "memory is out")
		                                                 : write_items(command, &worker, &values);
		worker_done(&worker);
	}
	keyring_free(keys);
	content_free(content);
	return status;
}

const struct command command_generate = {
    .name = "generate",
    .summary = "Makes fresh items, one JSON object a line.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "The same seed gives the same lines on any machine, but for the tokens of --seal, which hold "
             "the time.\n",
    .run = run,
};

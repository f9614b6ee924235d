/* masteryd catalog: what there is to practise, one JSON object a line. */
#include "daemon/worker/catalog.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"

#include <string.h>

struct values {
	struct catalog_request request;
	const char *content, *locale;
};

static const struct option_row options[] = {
    {"unit", OPTION_TEXT, "ID", offsetof(struct values, request.unit), "only of this unit", 0, 0},
    {"skill", OPTION_TEXT, "ID", offsetof(struct values, request.skill), "only of this skill", 0, 0},
    {"locale", OPTION_TEXT, "L", offsetof(struct values, locale), "what is said in en or es (en)", 0, 0},
    {"content", OPTION_TEXT, "DIR", offsetof(struct values, content),
        "folder of the content; the built-in one when left out", 0, 0},
};

static void end_line(struct buffer *out)
{
	buffer_add(out, "\n", 1);
	out->comma = false;
	fwrite(out->data, 1, out->length, stdout);
	buffer_clear(out);
}

static bool settle(struct values *values, const struct arguments *arguments)
{
	if (arguments->count == 0) {
		return true;
	}
	for (int i = 0; i < CATALOGS; i++) {
		if (strcmp(catalog_names[i], arguments->at[0]) == 0) {
			values->request.what = i;
			return true;
		}
	}
	return false;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.request = {.what = CATALOG_FAMILIES}};
	struct arguments arguments;
	struct content *content;
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	if (!settle(&values, &arguments)) {
		return options_fault(command,
		    "the catalogue has skills, families, misconceptions and laws, not `%s`", arguments.at[0]);
	}
	values.request.locale = start_locale(command, values.locale);
	if (values.request.locale < 0) {
		return EXIT_USAGE;
	}
	status = start_content(command, values.content, NULL, &content);
	if (status != EXIT_DONE) {
		return status;
	}
	struct buffer out;
	buffer_init(&out, WORKER_REPLY_LIMIT);
	size_t wanted = catalog_write(content, &values.request, &out, end_line);
	buffer_done(&out);
	content_free(content);
	if (wanted == 0 && (values.request.unit || values.request.skill)) {
		return options_fault(command, "there is no such skill or unit");
	}
	return start_flush(command);
}

const struct command command_catalog = {
    .name = "catalog",
    .summary =
        "Lists skills, families with the sizes of their parameter spaces, misconceptions or laws, one JSON "
        "object a line.",
    .arguments = "[skills|families|misconceptions|laws]",
    .arguments_maximum = 1,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};

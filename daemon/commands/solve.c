/* masteryd solve: the worked solution of sample items of a family, for its author, on the terminal. */
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"

#include <string.h>

enum { LEVELS = 3, COUNT_LAST = 10000 };

struct values {
	int64_t count, seed, level;
	const char *locale, *content;
	bool missing, solved;
};

#define AT(member) offsetof(struct values, member)

static const struct option_row options[] = {
    {"count", OPTION_INTEGER, "N", AT(count), "items a level (1)", 1, COUNT_LAST},
    {"level", OPTION_INTEGER, "N", AT(level), "only this level, 1 to 3", 1, LEVELS},
    {"seed", OPTION_INTEGER, "N", AT(seed), "which items (1)", 0, INT64_MAX},
    {"missing", OPTION_FLAG, NULL, AT(missing), "only the items without a solution", 0, 0},
    {"solved", OPTION_FLAG, NULL, AT(solved), "only the items with a solution", 0, 0},
    {"locale", OPTION_TEXT, "L", AT(locale), "en or es (en)", 0, 0},
    {"content", OPTION_TEXT, "DIR", AT(content), "folder of the content; the built-in one when left out", 0,
        0},
};

struct solving {
	const struct command *command;
	const struct content *content;
	struct arena *keep, *arena;
	const char *family;
	const struct values *values;
	enum locale locale;
	size_t unsolved;
	int status;
};

static void print_steps(const struct solution *solution)
{
	const char *shown = NULL;
	for (size_t i = 0; i < solution->count; i++) {
		const struct solution_step *step = &solution->steps[i];
		if (!shown && step->before.text) {
			printf("        %s\n", step->before.text);
			shown = step->before.text;
		}
		printf("    %zu. %s%s%s%s\n", i + 1, step->says, step->law ? "  (" : "",
		    step->law ? step->law : "", step->law ? ")" : "");
		if (step->after.text && (!shown || strcmp(shown, step->after.text) != 0))
			printf("        %s\n", step->after.text);
		shown = step->after.text;
	}
	printf("\n");
}

static void print_item(struct solving *solving, const struct item *item)
{
	struct solution solution;
	bool solved =
	    item_solution(solving->content, solving->arena, item, solving->locale, &solution) == CONTENT_OK;
	solving->unsolved += !solved;
	if (solved ? solving->values->missing : solving->values->solved)
		return;
	printf("%s, level %d: %s\n", item->family, item->level, item->prompt.text);
	printf("    key: %s\n", item->question.expected);
	if (solved)
		print_steps(&solution);
	else
		printf(
		    "    no solution: prefer laws with `solve:`, or write the steps under `solution:`\n\n");
}

static void solve_level(struct solving *solving, int level)
{
	struct sequence_request wanted = {.family = solving->family,
	    .level = level,
	    .seed = (uint64_t)solving->values->seed,
	    .locale = solving->locale};
	struct sequence *sequence;
	enum content_error error = sequence_start(solving->content, solving->keep, &wanted, &sequence);
	if (error == CONTENT_NO_ITEMS)
		return;
	if (error) {
		solving->status = options_fault(solving->command, "there is no family `%s`", solving->family);
		return;
	}
	uint64_t number = 0, length = sequence_length(sequence);
	for (int64_t i = 0; i < solving->values->count && (uint64_t)i < length; i++) {
		struct item item;
		arena_reset(solving->arena);
		if (sequence_item(sequence, solving->arena, &number, &item) != CONTENT_OK) {
			solving->status =
			    start_fault(solving->command, "an item of this family cannot be made");
			return;
		}
		print_item(solving, &item);
	}
}

static void solve_family(struct solving *solving)
{
	for (int level = 1; level <= LEVELS && solving->status == EXIT_DONE; level++)
		if (solving->values->level == 0 || solving->values->level == level)
			solve_level(solving, level);
}

static void solve_all(void *context)
{
	struct solving *solving = context;
	if (strcmp(solving->family, "all") != 0) {
		solve_family(solving);
		return;
	}
	for (size_t i = 0; i < content_family_count(solving->content); i++) {
		struct family_row row;
		content_family(solving->content, i, &row);
		solving->family = row.id;
		solve_family(solving);
	}
}

static int show(const struct command *command, const struct values *values, const char *family, int locale)
{
	struct content *content;
	int status = start_content(command, values->content, NULL, &content);
	if (status != EXIT_DONE)
		return status;
	struct solving solving = {.command = command,
	    .content = content,
	    .keep = arena_new(LIMIT_ARENA_BYTES),
	    .arena = arena_new(LIMIT_ARENA_BYTES),
	    .family = family,
	    .values = values,
	    .locale = (enum locale)locale};
	if (!solving.keep || !solving.arena) {
		solving.status = start_fault(command, "memory is out");
	} else {
		arena_serve_gmp(solving.arena);
		if (arena_try(solving.keep, solve_all, &solving) != REFUSAL_NONE)
			solving.status = start_fault(command, "these items need more memory than is allowed");
		arena_serve_gmp(NULL);
	}
	arena_free(solving.arena);
	arena_free(solving.keep);
	content_free(content);
	int flushed = start_flush(command);
	if (solving.status || flushed)
		return solving.status ? solving.status : flushed;
	return solving.unsolved ? EXIT_FAULTS : EXIT_DONE;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.count = 1, .seed = 1};
	struct arguments arguments;
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status))
		return status;
	int locale = start_locale(command, values.locale);
	return locale < 0 ? EXIT_USAGE : show(command, &values, arguments.at[0], locale);
}

const struct command command_solve = {
    .name = "solve",
    .summary = "Shows worked solutions of sample items of a family.",
    .arguments = "FAMILY",
    .arguments_minimum = 1,
    .arguments_maximum = 1,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes = "FAMILY may be `all`. The exit is 1 when an item has no solution.\n",
    .run = run,
};

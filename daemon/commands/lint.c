/* masteryd lint: proves that content is fit to be shipped, or says what is wrong and where. */
#include "generators/engine/lint.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"
#include "daemon/wire/buffer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	SOLUTIONS = 10,
	COMPARED = 20,
	CONFUSIONS_SHOWN = 5,
	REPORT_BYTES = 64 << 20,
	ANSWER_WIDTH = 16,
	FILES_LAST = 4096
};

struct values {
	int64_t jobs, solutions, compared;
	bool json, misconceptions;
	const char *content;
};

#define AT(member) offsetof(struct values, member)

static const struct option_row options[] = {
    {"json", OPTION_FLAG, NULL, AT(json), "the report as one JSON object (schemas/lint.report.json)", 0, 0},
    {"jobs", OPTION_INTEGER, "N", AT(jobs), "threads; one a core when left out", 1, LINT_JOBS_LAST},
    {"solutions", OPTION_INTEGER, "N", AT(solutions),
        "N items a level must have a worked solution (10); 0: none", 0, LINT_WHOLE},
    {"compare", OPTION_INTEGER, "N", AT(compared),
        "the misconceptions of N items a level are compared with each other (20); 0: none", 0, LINT_WHOLE},
    {"misconceptions", OPTION_FLAG, NULL, AT(misconceptions),
        "only the misconceptions: are they complete, and is each one's example explained by it", 0, 0},
    {"content", OPTION_TEXT, "DIR", AT(content), "folder of the content; the built-in one when left out", 0,
        0},
};

struct work {
	const struct command *command;
	const struct values *values;
	const char *const *files;
	size_t file_count;
	size_t faults;
	struct buffer json;
};

/* ---- faults ---- */

static void take_fault(void *context, const struct content_fault *fault)
{
	struct work *work = context;
	work->faults++;
	if (!work->values->json) {
		if (fault->line)
			printf("%s:%d:%d: %s\n", fault->file, fault->line, fault->column, fault->message);
		else
			printf("%s: %s\n", fault->file, fault->message);
		return;
	}
	json_open_object(&work->json, NULL);
	json_string(&work->json, "file", fault->file);
	json_integer(&work->json, "line", fault->line);
	json_integer(&work->json, "column", fault->column);
	json_string(&work->json, "check", fault->check ? fault->check : "load");
	json_string(&work->json, "message", fault->message);
	json_close_object(&work->json);
}

static void show_progress(void *context, uint64_t done, uint64_t all)
{
	(void)context;
	fprintf(stderr, "\r%llu of %llu items", (unsigned long long)done, (unsigned long long)all);
	if (done == all)
		fprintf(stderr, "\n");
}

/* ---- the table ---- */

static double percent(uint64_t part, uint64_t all)
{
	return all ? 100.0 * (double)part / (double)all : 0;
}

static void print_confusions(const struct lint_row *row)
{
	if (row->proved) {
		printf("    what is separated told apart on %llu of %llu items\n",
		    (unsigned long long)row->told, (unsigned long long)row->proved);
	}
	if (row->compared)
		printf("    all misconceptions apart on %.0f%% of %llu compared\n",
		    percent(row->apart, row->compared), (unsigned long long)row->compared);
	for (size_t i = 0; i < row->confusion_count && i < CONFUSIONS_SHOWN; i++) {
		const struct confusion *confusion = &row->confusions[i];
		printf("        %3.0f%%  %s = %s\n", percent(confusion->items, row->compared), confusion->one,
		    confusion->other ? confusion->other : "the key");
	}
}

static void print_row(const struct lint_row *row)
{
	char sizes[64], answer[ANSWER_WIDTH + 1];
	const struct family_row *family = &row->family;
	snprintf(sizes, sizeof sizes, "%llu/%llu/%llu%s", (unsigned long long)family->items[0],
	    (unsigned long long)family->items[1], (unsigned long long)family->items[2],
	    family->exact[0] ? "" : " or fewer");
	snprintf(answer, sizeof answer, "%s", row->frequent ? row->frequent : "-");
	double share = percent(row->frequent_items, row->walked);
	printf("%-34s %-20s %7llu%s %8llu  %3.0f%% %s\n", family->id, sizes, (unsigned long long)row->walked,
	    row->sampled ? "*" : " ", (unsigned long long)row->distinct, share, answer);
	for (size_t i = 0; i < row->belief_count; i++) {
		const struct lint_belief *belief = &row->beliefs[i];
		printf("    %-42s %3.0f%%", belief->misconception,
		    fmax(percent(belief->items, row->walked), percent(belief->shown, row->compared)));
		if (belief->dropped)
			printf("  %llu dropped", (unsigned long long)belief->dropped);
		if (belief->blind)
			printf("  %llu blind", (unsigned long long)belief->blind);
		printf("%s\n", belief->separated ? "  separated" : "");
	}
	print_confusions(row);
}

static void print_table(const struct lint_report *report)
{
	bool sampled = false;
	printf("%-34s %-20s %8s %8s  %s\n", "family", "items of levels 1/2/3", "walked", "answers",
	    "most frequent");
	for (size_t i = 0; i < report->count; i++) {
		print_row(&report->rows[i]);
		sampled = sampled || report->rows[i].sampled;
	}
	if (sampled)
		printf("* a sample: the family has more than %d items\n", LINT_WHOLE);
	printf("%zu families, %llu items walked, %llu answers judged, %zu faults\n", report->count,
	    (unsigned long long)report->walked, (unsigned long long)report->judged, report->faults);
}

/* ---- JSON ---- */

static void write_belief(struct buffer *json, const struct lint_belief *belief)
{
	json_open_object(json, NULL);
	json_string(json, "id", belief->misconception);
	json_bool(json, "separated", belief->separated);
	json_unsigned(json, "items", belief->items);
	json_unsigned(json, "shown", belief->shown);
	json_unsigned(json, "blind", belief->blind);
	json_unsigned(json, "dropped", belief->dropped);
	json_close_object(json);
}

static void write_confusion(struct buffer *json, const struct confusion *confusion)
{
	json_open_object(json, NULL);
	json_string(json, "one", confusion->one);
	json_string(json, "other", confusion->other);
	json_unsigned(json, "items", confusion->items);
	json_close_object(json);
}

static void write_row(struct buffer *json, const struct lint_row *row)
{
	json_open_object(json, NULL);
	json_string(json, "family", row->family.id);
	json_string(json, "skill", row->family.skill);
	json_string(json, "file", row->family.file);
	json_open_array(json, "levels");
	for (int i = 0; i < 3; i++) {
		json_open_object(json, NULL);
		json_integer(json, "level", i + 1);
		json_unsigned(json, "items", row->family.items[i]);
		json_bool(json, "exact", row->family.exact[i]);
		json_close_object(json);
	}
	json_close_array(json);
	json_unsigned(json, "walked", row->walked);
	json_bool(json, "sampled", row->sampled);
	json_open_object(json, "answers");
	json_unsigned(json, "distinct", row->distinct);
	json_string(json, "frequent", row->frequent);
	json_unsigned(json, "frequent_items", row->frequent_items);
	json_close_object(json);
	json_open_array(json, "misconceptions");
	for (size_t i = 0; i < row->belief_count; i++)
		write_belief(json, &row->beliefs[i]);
	json_close_array(json);
	json_unsigned(json, "proved", row->proved);
	json_unsigned(json, "told", row->told);
	json_unsigned(json, "compared", row->compared);
	json_unsigned(json, "apart", row->apart);
	json_open_array(json, "confusions");
	for (size_t i = 0; i < row->confusion_count; i++)
		write_confusion(json, &row->confusions[i]);
	json_close_array(json);
	json_unsigned(json, "faults", row->faults);
	json_close_object(json);
}

static int finish(struct work *work, const struct lint_report *report)
{
	struct buffer *json = &work->json;
	if (!work->values->json) {
		if (report)
			print_table(report);
		if (!report || report->faults != work->faults)
			printf("%zu faults in all\n", work->faults);
		return EXIT_DONE;
	}
	json_close_array(json);
	json_open_array(json, "families");
	for (size_t i = 0; report && i < report->count; i++)
		write_row(json, &report->rows[i]);
	json_close_array(json);
	json_unsigned(json, "walked", report ? report->walked : 0);
	json_unsigned(json, "judged", report ? report->judged : 0);
	json_close_object(json);
	if (json->full)
		return start_fault(work->command, "the report is too large");
	fwrite(json->data, 1, json->length, stdout);
	printf("\n");
	return EXIT_DONE;
}

/* ---- misconceptions ---- */

static void tell_example(void *context, const struct lint_example *row)
{
	const struct work *work = context;
	if (!work->values->json && row->others)
		printf("%-44s %zu  %3.0f%%  %s\n", row->misconception, row->rank, 100 * row->probability,
		    row->others);
}

static int lint_misconceptions(struct work *work, const struct content *content)
{
	size_t faults = 0;
	bool whole = work->values->misconceptions;
	int error = content_lint_misconceptions(
	    content, whole, take_fault, work, whole ? tell_example : NULL, &faults);
	return error ? start_fault(work->command, "memory is out") : EXIT_DONE;
}

/* ---- the work ---- */

/* The families that came from the named files. */
static size_t name_families(const struct work *work, const struct content *content, const char **names)
{
	size_t count = 0;
	for (size_t i = 0; i < content_family_count(content); i++) {
		struct family_row row;
		content_family(content, i, &row);
		for (size_t f = 0; f < work->file_count; f++) {
			if (strcmp(row.file, work->files[f]) == 0) {
				names[count++] = row.id;
				break;
			}
		}
	}
	return count;
}

static int lint(struct work *work, struct content *content)
{
	struct lint_report *report = NULL;
	const char **names = calloc(content_family_count(content) + 1, sizeof(char *));
	if (!names)
		return start_fault(work->command, "memory is out");
	struct lint_options wanted = {.jobs = (size_t)work->values->jobs,
	    .solutions = (uint64_t)work->values->solutions,
	    .compared = (uint64_t)work->values->compared,
	    .prove = true,
	    .families = names};
	wanted.family_count = name_families(work, content, names);
	if (isatty(STDERR_FILENO))
		wanted.progress = show_progress;
	bool any = work->file_count == 0 || wanted.family_count > 0;
	int error = any ? content_lint(content, &wanted, take_fault, work, &report) : 0;
	int status = error ? start_fault(work->command, "memory is out") : finish(work, report);
	lint_report_free(report);
	free(names);
	return status;
}

static int load_and_lint(struct work *work)
{
	struct content *content = NULL;
	buffer_init(&work->json, REPORT_BYTES);
	json_open_object(&work->json, NULL);
	json_open_array(&work->json, "faults");
	int result = content_load_files(
	    work->values->content, work->files, work->file_count, take_fault, work, &content);
	int status;
	if (content) {
		status = lint_misconceptions(work, content);
		if (status == EXIT_DONE)
			status = work->values->misconceptions ? finish(work, NULL) : lint(work, content);
	} else if (result == -1)
		status = finish(work, NULL);
	else
		status = start_fault(work->command, strerror(-result));
	content_free(content);
	buffer_done(&work->json);
	int flushed = start_flush(work->command);
	return status ? status : flushed ? flushed : work->faults ? EXIT_FAULTS : EXIT_DONE;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.solutions = SOLUTIONS, .compared = COMPARED};
	struct arguments arguments;
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	struct work work = {.command = command,
	    .values = &values,
	    .files = (const char *const *)arguments.at,
	    .file_count = (size_t)arguments.count};
	return load_and_lint(&work);
}

const struct command command_lint = {
    .name = "lint",
    .summary = "Proves that content is fit to be shipped, or says what is wrong with it and where.",
    .arguments = "[FILE...]",
    .arguments_maximum = FILES_LAST,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes =
        "Every item of a family is made, and its key judged in each way it may be typed; of a family with\n"
        "more than 10,000 items a sample, and the others are held to what the family separates. Without\n"
        "files, all content. Exit status 1: there are faults.\n",
    .run = run,
};

/* masteryd preview: sample items of a family for its author, level by level, as a table on the terminal or a
 * page. */
#include "daemon/commands/commands.h"
#include "daemon/commands/preview_page.h"
#include "daemon/commands/start.h"
#include "daemon/wire/utf8.h"
#include "daemon/worker/handlers.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { LEVELS = 3, SAMPLES_LAST = 100, SAMPLES = 5, COLUMNS = 4, COLUMN_WIDTH = 60, PATH_BYTES = 4096 };

struct values {
	int64_t count, seed, level;
	const char *locale, *content, *html, *katex;
};

#define AT(member) offsetof(struct values, member)

static const struct option_row options[] = {
    {"count", OPTION_INTEGER, "N", AT(count), "items a level (5)", 1, SAMPLES_LAST},
    {"level", OPTION_INTEGER, "N", AT(level), "only this level, 1 to 3", 1, LEVELS},
    {"seed", OPTION_INTEGER, "N", AT(seed), "which samples (1)", 0, INT64_MAX},
    {"locale", OPTION_TEXT, "L", AT(locale), "en or es (en)", 0, 0},
    {"html", OPTION_TEXT, "FILE", AT(html), "write a page instead, with the steps of each solution", 0, 0},
    {"katex", OPTION_TEXT, "DIR", AT(katex),
        "the folder of npm's katex, to be put into the page; else `katex` beside the page, if it is there", 0,
        0},
    {"content", OPTION_TEXT, "DIR", AT(content), "folder of the content; the built-in one when left out", 0,
        0},
};

static const char *const headings[COLUMNS] = {"prompt", "key", "form", "predicted wrong answers"};

struct preview {
	const struct command *command;
	const struct content *content;
	struct arena *arena, *work; /* for what is shown; for working out one item's predictions */
	const char *family;
	const struct values *values;
	enum locale locale;
	int status;
};

struct sample {
	const char *cells[COLUMNS];
};

/* "-9 (negexp-negates-power), 6 (...)" */
static const char *predicted_cell(struct preview *preview, const struct item *item)
{
	struct item_predictions predictions;
	struct text text;
	arena_reset(preview->work);
	arena_serve_gmp(preview->work);
	item_predict(preview->content, preview->work, item, &predictions);
	arena_serve_gmp(preview->arena);
	text_init(&text, preview->arena);
	for (size_t i = 0; i < predictions.wrong_count; i++) {
		text_add(&text, i ? ", " : "");
		text_add(&text, predictions.wrong[i].gives);
		text_add(&text, " (");
		text_add(&text, predictions.wrong[i].misconception);
		text_add(&text, ")");
	}
	return text.data;
}

static const char *form_cell(struct arena *arena, const struct question_spec *question)
{
	struct text text;
	text_init(&text, arena);
	text_add(&text, question_kind_names[question->kind]);
	for (size_t i = 0; i < question->form_count; i++) {
		text_add(&text, i ? ", " : ": ");
		text_add(&text, question->forms[i]);
	}
	return text.data;
}

static size_t width_of(const char *text)
{
	return utf8_count(text, strlen(text));
}

static void print_row(const char *const *cells, const size_t *widths)
{
	for (int i = 0; i < COLUMNS; i++) {
		bool last = i == COLUMNS - 1;
		size_t width = width_of(cells[i]);
		int pad = last || width >= widths[i] ? 0 : (int)(widths[i] - width);
		printf("  %s%*s", cells[i], pad, "");
	}
	printf("\n");
}

static void print_samples(const struct sample *samples, size_t count)
{
	size_t widths[COLUMNS];
	for (int column = 0; column < COLUMNS; column++) {
		widths[column] = width_of(headings[column]);
		for (size_t i = 0; i < count; i++) {
			size_t width = width_of(samples[i].cells[column]);
			width = width < COLUMN_WIDTH ? width : COLUMN_WIDTH;
			widths[column] = width > widths[column] ? width : widths[column];
		}
	}
	print_row(headings, widths);
	for (size_t i = 0; i < count; i++) {
		print_row(samples[i].cells, widths);
	}
}

static void fail(struct preview *preview, enum content_error error)
{
	if (error == CONTENT_UNKNOWN_FAMILY) {
		preview->status = options_fault(preview->command, "there is no family `%s`", preview->family);
	} else {
		preview->status = start_fault(preview->command, "an item of this family cannot be made");
	}
}

static void preview_level(struct preview *preview, int level)
{
	struct sequence_request wanted = {
	    .family = preview->family,
	    .level = level,
	    .seed = (uint64_t)preview->values->seed,
	    .locale = preview->locale,
	    .predict = true,
	};
	struct sequence *sequence;
	struct sample samples[SAMPLES_LAST];
	size_t count = (size_t)preview->values->count;
	enum content_error error = sequence_start(preview->content, preview->arena, &wanted, &sequence);
	if (error == CONTENT_NO_ITEMS) {
		printf("level %d: no items\n\n", level);
		return;
	}
	uint64_t number = 0;
	uint64_t length = error ? 0 : sequence_length(sequence);
	count = length < count ? (size_t)length : count;
	for (size_t i = 0; i < count && !error; i++) {
		struct item item;
		error = sequence_item(sequence, preview->arena, &number, &item);
		if (!error) {
			samples[i] = (struct sample){{item.prompt.text, item.question.expected,
			    form_cell(preview->arena, &item.question), predicted_cell(preview, &item)}};
		}
	}
	if (error) {
		fail(preview, error);
		return;
	}
	printf("level %d: %llu items\n", level, (unsigned long long)length);
	print_samples(samples, count);
	printf("\n");
}

static void preview_levels(void *context)
{
	struct preview *preview = context;
	for (int level = 1; level <= LEVELS && preview->status == EXIT_DONE; level++) {
		if (preview->values->level == 0 || preview->values->level == level) {
			preview_level(preview, level);
		}
	}
}

/* KaTeX as it was named, or in the folder of the page. NULL: there is none. */
static const char *find_katex(const struct values *values, char *buffer, size_t room)
{
	const char *slash = strrchr(values->html, '/');
	char file[PATH_BYTES];
	if (values->katex)
		return values->katex;
	snprintf(buffer, room, "%.*skatex", slash ? (int)(slash + 1 - values->html) : 0, values->html);
	snprintf(file, sizeof file, "%s/dist/katex.min.js", buffer);
	return access(file, R_OK) == 0 ? buffer : NULL;
}

static int write_page(const struct preview *preview)
{
	const struct values *values = preview->values;
	char katex[PATH_BYTES - 32];
	struct preview_page page = {.content = preview->content,
	    .arena = preview->arena,
	    .family = preview->family,
	    .locale = preview->locale,
	    .seed = (uint64_t)values->seed,
	    .samples = (size_t)values->count,
	    .katex = find_katex(values, katex, sizeof katex)};
	FILE *out = fopen(values->html, "we");
	if (!out)
		return start_fault(preview->command, "the page cannot be written there");
	int error = preview_page_write(&page, out);
	if (fclose(out) != 0 && !error)
		error = -EIO;
	if (error == -ENOENT)
		return start_fault(
		    preview->command, "--katex has no dist/katex.min.js and dist/katex.min.css");
	return error ? start_fault(preview->command, "the page could not be written") : EXIT_DONE;
}

static bool is_known(const struct content *content, const char *family)
{
	bool known = false;
	for (size_t i = 0; i < content_family_count(content) && !known; i++) {
		struct family_row row;
		content_family(content, i, &row);
		known = strcmp(row.id, family) == 0;
	}
	return known;
}

/* A path, not the name of a family? */
static bool is_file(const char *family)
{
	size_t length = strlen(family);
	return strchr(family, '/') || (length > 5 && strcmp(family + length - 5, ".yaml") == 0);
}

static int show(const struct command *command, const struct values *values, const char *family, int locale)
{
	struct content *content;
	const char *file = is_file(family) ? family : NULL;
	int status = start_content(command, values->content, file, &content);
	if (status != EXIT_DONE) {
		return status;
	}
	for (size_t i = 0; file && i < content_family_count(content); i++) {
		struct family_row row;
		content_family(content, i, &row);
		family = strcmp(row.file, file) == 0 ? row.id : family;
	}
	struct preview preview = {.command = command,
	    .content = content,
	    .arena = arena_new(LIMIT_ARENA_BYTES),
	    .work = arena_new(LIMIT_ARENA_BYTES),
	    .family = family,
	    .values = values,
	    .locale = (enum locale)locale};
	if (!preview.arena || !preview.work) {
		preview.status = start_fault(command, "memory is out");
	} else if (!is_known(content, family)) {
		fail(&preview, CONTENT_UNKNOWN_FAMILY);
	} else if (values->html) {
		arena_serve_gmp(preview.arena);
		preview.status = write_page(&preview);
		arena_serve_gmp(NULL);
	} else {
		arena_serve_gmp(preview.arena);
		if (arena_try(preview.arena, preview_levels, &preview) != REFUSAL_NONE) {
			preview.status = start_fault(command, "these items need more memory than is allowed");
		}
		arena_serve_gmp(NULL);
	}
	arena_free(preview.work);
	arena_free(preview.arena);
	content_free(content);
	int flushed = start_flush(command);
	return preview.status ? preview.status : flushed;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.count = SAMPLES, .seed = 1};
	struct arguments arguments;
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	int locale = start_locale(command, values.locale);
	return locale < 0 ? EXIT_USAGE : show(command, &values, arguments.at[0], locale);
}

const struct command command_preview = {
    .name = "preview",
    .summary = "Shows sample items of a family, by name or file, with keys and predicted wrong answers.",
    .arguments = "FAMILY",
    .arguments_minimum = 1,
    .arguments_maximum = 1,
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .run = run,
};

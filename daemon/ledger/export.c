#include "daemon/ledger/export.h"

#include "checker/check.h"
#include "daemon/ledger/csv.h"
#include "daemon/ledger/export_xapi.h"
#include "daemon/ledger/group.h"
#include "daemon/ledger/record.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

struct exporting {
	FILE *out;
	const struct export_settings *settings;
	struct buffer row;
};

/* A column: its name, and how its value is written into the row. Text values go through `text`. */
struct column {
	const char *name;
	enum { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_REAL, COLUMN_FLAG } kind;
	const char *text;
	size_t text_length;
	uint64_t number; /* and flags */
	double real;
	bool absent;
};
enum { COLUMNS = 24, HEX_BYTES = 2 * ISSUE_BYTES + 1, TIME_BYTES = 32 };

static const char *yes_no(uint64_t flag)
{
	return flag ? "true" : "false";
}

static void write_json(struct buffer *out, const struct column *column)
{
	if (column->absent) {
		json_null(out, column->name);
		return;
	}
	switch (column->kind) {
	case COLUMN_TEXT:
		json_string_bytes(out, column->name, column->text, column->text_length);
		break;
	case COLUMN_NUMBER:
		json_unsigned(out, column->name, column->number);
		break;
	case COLUMN_REAL:
		json_double(out, column->name, column->real);
		break;
	case COLUMN_FLAG:
		json_bool(out, column->name, column->number);
		break;
	}
}

static void write_csv(FILE *out, const struct column *column)
{
	if (column->absent) {
		return;
	}
	if (column->kind == COLUMN_NUMBER) {
		fprintf(out, "%" PRIu64, column->number);
	} else if (column->kind == COLUMN_REAL) {
		fprintf(out, "%.17g", column->real);
	} else if (column->kind == COLUMN_FLAG) {
		fputs(yes_no(column->number), out);
	} else {
		csv_value(out, column->text, column->text_length);
	}
}

static struct column text(const char *name, const char *value)
{
	return (struct column){.name = name,
	    .kind = COLUMN_TEXT,
	    .text = value,
	    .text_length = strlen(value),
	    .absent = !*value};
}

static struct column number(const char *name, uint64_t value)
{
	return (struct column){.name = name, .kind = COLUMN_NUMBER, .number = value};
}

static struct column told(const char *name, uint64_t value)
{
	return (struct column){.name = name, .kind = COLUMN_NUMBER, .number = value, .absent = !value};
}

static struct column flag(const char *name, bool value)
{
	return (struct column){.name = name, .kind = COLUMN_FLAG, .number = value};
}

static void write_hex(char hex[HEX_BYTES], const uint8_t bytes[ISSUE_BYTES])
{
	for (size_t i = 0; i < ISSUE_BYTES; i++) {
		snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
	}
}

static size_t fill(struct store_bytes learner, const struct store_entry *entry,
    const struct record_attempt *attempt, char time[TIME_BYTES], char hex[HEX_BYTES],
    struct column columns[COLUMNS])
{
	size_t count = 0;
	columns[count++] = (struct column){
	    .name = "learner", .kind = COLUMN_TEXT, .text = learner.data, .text_length = learner.length};
	columns[count++] = number("number", entry->number);
	columns[count++] = text("at", time);
	columns[count++] = text("attempt", attempt->attempt);
	columns[count++] = text("issue", hex);
	columns[count++] = text("skill", attempt->skill);
	columns[count++] = text("family", attempt->family);
	columns[count++] = text("content_version", attempt->content_version);
	columns[count++] = number("level", (uint64_t)attempt->level);
	columns[count++] = number("item", attempt->number);
	columns[count++] = told("assessment", attempt->assessment);
	columns[count++] = (struct column){.name = "answer",
	    .kind = COLUMN_TEXT,
	    .text = attempt->answer,
	    .text_length = attempt->answer_length,
	    .absent = attempt->skipped};
	columns[count++] = text("verdict", verdict_names[attempt->verdict]);
	columns[count++] = flag("skipped", attempt->skipped);
	columns[count++] = flag("retry", attempt->retry);
	columns[count++] = flag("hint", attempt->hinted);
	columns[count++] = told("elapsed_ms", attempt->elapsed_ms);
	columns[count++] = told("confidence", attempt->confidence);
	columns[count++] = text("before", level_names[attempt->before]);
	columns[count++] = text("after", level_names[attempt->after]);
	columns[count++] = text("misconception", attempt->misconception);
	columns[count++] = (struct column){.name = "probability",
	    .kind = COLUMN_REAL,
	    .real = attempt->probability,
	    .absent = !*attempt->misconception};
	return count;
}

static void end_line(struct exporting *exporting)
{
	fwrite(exporting->row.data, 1, exporting->row.length, exporting->out);
	fputc('\n', exporting->out);
}

static void write_row(struct exporting *exporting, const struct column *columns, size_t count)
{
	if (exporting->settings->format == EXPORT_CSV) {
		for (size_t i = 0; i < count; i++) {
			fputs(i ? "," : "", exporting->out);
			write_csv(exporting->out, &columns[i]);
		}
		csv_end_row(exporting->out);
		return;
	}
	struct buffer *row = &exporting->row;
	buffer_clear(row);
	json_open_object(row, NULL);
	for (size_t i = 0; i < count; i++) {
		write_json(row, &columns[i]);
	}
	json_close_object(row);
	end_line(exporting);
}

static int visit(void *context, struct store_bytes learner, const struct store_entry *entry)
{
	struct exporting *exporting = context;
	struct record record;
	struct column columns[COLUMNS];
	char hex[HEX_BYTES], time[TIME_BYTES];
	if (entry->kind != EVIDENCE_ATTEMPT) {
		return 0;
	}
	if (record_take(entry->record.data, entry->record.length, entry->kind, &record) < 0) {
		return -EBADMSG;
	}
	if (exporting->settings->format == EXPORT_XAPI) {
		buffer_clear(&exporting->row);
		xapi_write(&exporting->row, exporting->settings->home, learner, entry, &record.attempt);
		end_line(exporting);
		return ferror(exporting->out) ? -EIO : 0;
	}
	write_hex(hex, record.attempt.issue);
	time_text(time, sizeof(time), entry->at);
	size_t count = fill(learner, entry, &record.attempt, time, hex, columns);
	write_row(exporting, columns, count);
	return ferror(exporting->out) ? -EIO : 0;
}

static void write_head(FILE *out)
{
	struct column columns[COLUMNS];
	static const struct store_entry entry;
	static const struct record_attempt attempt = {.attempt = "",
	    .family = "",
	    .skill = "",
	    .content_version = "",
	    .answer = "",
	    .misconception = ""};
	char nothing[HEX_BYTES] = "";
	size_t count = fill((struct store_bytes){"", 0}, &entry, &attempt, nothing, nothing, columns);
	for (size_t i = 0; i < count; i++) {
		fprintf(out, "%s%s", i ? "," : "", columns[i].name);
	}
	csv_end_row(out);
}

int export_run(
    struct store *store, struct store_bytes learner, const struct export_settings *settings, FILE *out)
{
	struct exporting exporting = {.out = out, .settings = settings};
	buffer_init(&exporting.row, GROUP_REPLY);
	if (settings->format == EXPORT_CSV) {
		write_head(out);
	}
	int result = store_each_entry(store, learner, visit, &exporting);
	buffer_done(&exporting.row);
	return result;
}

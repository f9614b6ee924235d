#include "daemon/commands/report_page.h"

#include "daemon/commands/page.h"
#include "daemon/learners/learner.h"
#include "daemon/ledger/report_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char style[] =
    ".grid{width:auto;font-size:14px}.grid td,.grid th{padding:.1rem .3rem}.grid th.skill{writing-mode:"
    "vertical-rl;transform:rotate(180deg);font-weight:400;max-height:16rem}.grid td.level{text-align:center}"
    ".wide{overflow-x:auto}tr{break-inside:avoid}thead{display:table-header-group}"
    "@media print{body{margin:0;max-width:none;font-size:11px}.grid{font-size:8px}.wide{overflow:visible}"
    "h2{break-after:avoid}@page{size:landscape;margin:1cm}}";

/* What stands above each part; the rows of the table of parts, in this order on the page. */
static const struct section {
	const char *part, *title, *words;
} sections[] = {
    {"grid", "Where each learner stands",
        "The share is of the whole course. What is empty is not yet begun; nothing is lost by waiting."},
    {"gaps", "Worth going back to",
        "Skills that are not yet there and on which others rest that are in hand, with answers that show "
        "what may be behind it."},
    {"ready", "Ready to learn now", "Everything these skills rest on is there."},
    {"stuck", "Where another way in may help",
        "Practice alone has not brought these yet: after ten answers there were no three right ones in a "
        "row. With fewer answers it is too early to tell."},
    {"mastery", "How long mastery took",
        "From the first answer on a skill. Those still on their way are counted as such and not left out; "
        "empty where too few have come to tell."},
    {"retention", "What stayed", "First answers on a skill, by days since it became proficient."},
    {"confidence", "Confidence and being right", "How sure learners said they were, 1 to 5."},
    {"families", "Items",
        "By family: how many answers, the share of right ones, the time of the middle one."},
    {"unexplained", "Answers that nothing explains yet",
        "The most frequent ones; they may show a belief that has no name here."},
};

/* Texts and heads of the tables that a page says in other words. */
static const struct {
	const char *text, *words;
} words[] = {
    {"stuck", "another way in may help"},
    {"indeterminate", "too early to tell"},
    {"none", "not yet begun"},
    {"belief", "probably known"},
    {"misconception", "what may be behind it"},
    {"family", "kind of item"},
    {"prompt", "item"},
    {"at", "day"},
    {"items_p90", "items, for nine in ten"},
    {"minutes_p90", "minutes, for nine in ten"},
    {"days_p90", "days, for nine in ten"},
};
static const char *const level_signs[SKILL_LEVELS] = {"", "○", "◔", "◕", "●"};

struct page {
	const struct course *course;
	const struct report_part *part;
	FILE *out;
	bool row_open;
	size_t rows;
};

static const char *skill_title(const struct course *course, const char *id)
{
	uint16_t skill = course_find_skill(course, id);
	if (skill != SKILL_NONE) {
		return course->skills[skill].title;
	}
	return *id ? id : "All skills together";
}

static const char *family_title(const struct content *content, const char *id)
{
	struct family_row row;
	for (size_t i = 0; i < content_family_count(content); i++) {
		content_family(content, i, &row);
		if (strcmp(row.id, id) == 0) {
			return row.title;
		}
	}
	return id;
}

static const char *what_is_believed(const struct content *content, const char *id)
{
	struct misconception_row row;
	for (size_t i = 0; i < content_misconception_count(content); i++) {
		content_misconception(content, i, LOCALE_EN, &row);
		if (strcmp(row.id, id) == 0) {
			return row.believes;
		}
	}
	return id;
}

static const char *in_other_words(const char *text)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].text, text) == 0) {
			return words[i].words;
		}
	}
	return text;
}

static void put_level(const struct page *page, const char *text)
{
	size_t level = 0;
	while (level + 1 < SKILL_LEVELS && strcmp(level_names[level], text) != 0) {
		level++;
	}
	if (page->part->skills) {
		fprintf(page->out, "<td class=\"level\" title=\"%s\">%s", in_other_words(text),
		    level_signs[level]);
	} else {
		fprintf(page->out, "<td>%s", in_other_words(text));
	}
}

/* Ids are constant words of the content; `text` is NUL-terminated but for those of learners. */
static void cell(void *context, enum cell_kind kind, const char *text, size_t length)
{
	struct page *page = context;
	const struct content *content = page->course->content;
	fputs(page->row_open ? "" : "<tr>", page->out);
	page->row_open = true;
	if (kind == CELL_LEVEL) {
		put_level(page, text);
		return;
	}
	fputs("<td>", page->out);
	switch (kind) {
	case CELL_SHARE:
		if (length) {
			fprintf(page->out, "%.0f %%", 100 * atof(text));
		}
		break;
	case CELL_SKILL:
		page_text(page->out, skill_title(page->course, text));
		break;
	case CELL_FAMILY:
		page_text(page->out, family_title(content, text));
		break;
	case CELL_MISCONCEPTION:
		page_text(page->out, what_is_believed(content, text));
		break;
	case CELL_STATE:
		page_text(page->out, in_other_words(text));
		break;
	case CELL_TIME:
		page_bytes(page->out, text, strcspn(text, "T")); /* the day */
		break;
	default:
		page_bytes(page->out, text, length);
	}
}

static void end_row(void *context)
{
	struct page *page = context;
	fputs("</tr>\n", page->out);
	page->row_open = false;
	page->rows++;
}

static void put_head(const struct page *page)
{
	FILE *out = page->out;
	fprintf(out, "<div class=\"wide\"><table%s><thead><tr>", page->part->skills ? " class=\"grid\"" : "");
	for (size_t i = 0; i < page->part->column_count; i++) {
		fputs("<th>", out);
		for (const char *c = in_other_words(page->part->columns[i].name); *c; c++) {
			fputc(*c == '_' ? ' ' : *c, out);
		}
	}
	for (size_t i = 0; page->part->skills && i < page->course->skill_count; i++) {
		fputs("<th class=\"skill\">", out);
		page_text(out, page->course->skills[i].title);
	}
	fputs("</tr></thead>\n", out);
}

static void put_legend(FILE *out)
{
	fputs("<p class=\"dim\">", out);
	for (int level = LEVEL_ATTEMPTED; level < SKILL_LEVELS; level++) {
		fprintf(out, "%s %s &nbsp; ", level_signs[level], level_names[level]);
	}
	fputs("</p>\n", out);
}

/* One walk tells the rows of all sections, so each is written to its own memory, and they are joined at the
 * end. */
struct section_page {
	struct page page;
	char *text;
	size_t length;
};

static bool open_section(
    const struct section *section, const struct course *course, struct section_page *page)
{
	FILE *out = open_memstream(&page->text, &page->length);
	page->page = (struct page){.course = course, .part = report_part_find(section->part), .out = out};
	if (!out) {
		return false;
	}
	fprintf(out, "<h2>%s</h2>\n<p class=\"dim\">%s</p>\n", section->title, section->words);
	if (page->page.part->skills) {
		put_legend(out);
	}
	put_head(&page->page);
	return true;
}

static int close_section(struct section_page *page, FILE *out)
{
	if (!page->page.out) {
		return -ENOMEM;
	}
	fputs(page->page.rows ? "</table></div>\n" : "</table></div>\n<p>Nothing yet.</p>\n", page->page.out);
	int result = fclose(page->page.out) == 0 ? 0 : -ENOMEM;
	if (result == 0) {
		fwrite(page->text, 1, page->length, out);
	}
	free(page->text);
	return result;
}

static int put_sections(
    struct reader *reader, const struct report_request *request, int64_t now, FILE *out, char *ret_why)
{
	enum { COUNT = sizeof(sections) / sizeof(sections[0]) };
	struct section_page pages[COUNT];
	struct report_wanted wanted[COUNT];
	bool open = true;
	for (size_t i = 0; i < COUNT; i++) {
		open = open_section(&sections[i], reader->course, &pages[i]) && open;
		wanted[i] = (struct report_wanted){pages[i].page.part, {&pages[i].page, cell, end_row}};
	}
	int result = open ? report_print(reader, request, now, wanted, COUNT, ret_why) : -ENOMEM;
	for (size_t i = 0; i < COUNT; i++) {
		int closed = close_section(&pages[i], out);
		result = result < 0 ? result : closed;
	}
	return result;
}

int report_page_write(
    struct reader *reader, const struct report_request *request, int64_t now, FILE *out, char *ret_why)
{
	char day[32] = "";
	struct tm parts;
	time_t seconds = (time_t)(now / 1000);
	if (gmtime_r(&seconds, &parts)) {
		(void)strftime(day, sizeof(day), "%Y-%m-%d", &parts);
	}
	page_begin(out, "Mastery report", style, false);
	fputs("</head><body>\n<h1>Mastery report", out);
	if (request->group) {
		fputs(": ", out);
		page_text(out, request->group);
	}
	fprintf(out, "</h1>\n<p class=\"dim\">%s</p>\n", day);
	int result = put_sections(reader, request, now, out, ret_why);
	int ended = page_end(out);
	return result < 0 ? result : ended;
}

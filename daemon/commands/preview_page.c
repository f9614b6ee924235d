#include "daemon/commands/preview_page.h"

#include "daemon/commands/page.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { LEVELS = 3, ANSWERS_COUNTED = 2000, BARS = 12, BAR_HEIGHT = 18, BAR_WIDTH = 300, PATH_BYTES = 4096 };
enum { ASSET_BYTES = 4 << 20 };

/* Words stay words; what stands between \( and \) is mathematics, and all of a .math is. */
static const char render_script[] =
    "for(const e of document.querySelectorAll('[data-tex]')){const t=e.dataset.tex,"
    "r=s=>katex.renderToString(s,{throwOnError:false});"
    "if(e.classList.contains('math')){e.innerHTML=r(t);continue}e.textContent='';"
    "t.split(/(\\\\\\(.*?\\\\\\))/).forEach((p,i)=>{const n=document.createElement('span');"
    "if(i%2)n.innerHTML=r(p.slice(2,-2));else n.textContent=p;e.append(n)})}";

/* ---- text ---- */

static void put_tex(FILE *out, const char *class, const char *text, const char *tex)
{
	fprintf(out, "<span class=\"%s\" data-tex=\"", class);
	page_text(out, tex);
	fputs("\">", out);
	page_text(out, text);
	fputs("</span>", out);
}

static void put_cell(FILE *out, const char *text)
{
	fputs("<td>", out);
	page_text(out, text);
	fputs("</td>", out);
}

/* ---- KaTeX ---- */

static char *read_asset(const char *folder, const char *name, size_t *ret_length)
{
	char path[PATH_BYTES];
	if (snprintf(path, sizeof path, "%s/dist/%s", folder, name) >= PATH_BYTES)
		return NULL;
	FILE *file = fopen(path, "re");
	char *bytes = file ? malloc(ASSET_BYTES + 1) : NULL;
	if (bytes) {
		*ret_length = fread(bytes, 1, ASSET_BYTES, file);
		bytes[*ret_length] = '\0';
	}
	if (file)
		fclose(file);
	return bytes;
}

static void put_font(FILE *out, const char *folder, const char *name, size_t name_length)
{
	char file[256];
	size_t length = 0;
	snprintf(file, sizeof file, "%.*s", (int)name_length, name);
	char *bytes = strstr(file, "..") ? NULL : read_asset(folder, file, &length);
	size_t room = sodium_base64_encoded_len(length, sodium_base64_VARIANT_ORIGINAL);
	char *text = bytes ? malloc(room) : NULL;
	if (text) {
		fprintf(out, "data:font/woff2;base64,%s",
		    sodium_bin2base64(
		        text, room, (unsigned char *)bytes, length, sodium_base64_VARIANT_ORIGINAL));
	}
	free(text);
	free(bytes);
}

/* The style sheet with its fonts inside. Of each font the woff2 file is enough for every browser. */
static void put_style_sheet(FILE *out, const char *folder, const char *css)
{
	const char *url;
	while ((url = strstr(css, "url(fonts/"))) {
		const char *name = url + 4, *end = strchr(name, ')');
		if (!end)
			break;
		fwrite(css, 1, (size_t)(name - css), out);
		if (memmem(name, (size_t)(end - name), ".woff2", 6))
			put_font(out, folder, name, (size_t)(end - name));
		css = end;
	}
	fputs(css, out);
}

static int put_katex(FILE *out, const char *folder)
{
	size_t length;
	char *css = read_asset(folder, "katex.min.css", &length);
	char *script = read_asset(folder, "katex.min.js", &length);
	int error = css && script && !strcasestr(script, "</script") ? 0 : -ENOENT;
	if (!error) {
		fputs("<style>", out);
		put_style_sheet(out, folder, css);
		fprintf(out, "</style>\n<script>%s</script>\n", script);
	}
	free(script);
	free(css);
	return error;
}

/* ---- items ---- */

static void put_predicted(FILE *out, const struct preview_page *page, const struct item *item)
{
	struct item_predictions predictions;
	item_predict(page->content, page->arena, item, &predictions);
	fputs("<td>", out);
	for (size_t i = 0; i < predictions.wrong_count; i++) {
		page_text(out, predictions.wrong[i].gives);
		fputs(" <small>", out);
		page_text(out, predictions.wrong[i].misconception);
		fputs("</small><br>", out);
	}
	for (size_t i = 0; i < predictions.blind_count; i++) {
		fputs("<span class=\"dim\">the key <small>", out);
		page_text(out, predictions.blind[i]);
		fputs("</small></span><br>", out);
	}
	fputs("</td>", out);
}

static void put_steps(FILE *out, const struct preview_page *page, const struct item *item)
{
	struct solution solution;
	fputs("<td>", out);
	if (item_solution(page->content, page->arena, item, page->locale, &solution) == CONTENT_OK) {
		fprintf(out, "<details><summary>%zu steps</summary><ol>", solution.count);
		for (size_t i = 0; i < solution.count; i++) {
			fputs("<li>", out);
			page_text(out, solution.steps[i].says);
			fputs("<br>", out);
			if (solution.steps[i].after.text)
				put_tex(
				    out, "math", solution.steps[i].after.text, solution.steps[i].after.tex);
			fputs("</li>", out);
		}
		fputs("</ol></details>", out);
	} else {
		fputs("<span class=\"dim\">none</span>", out);
	}
	fputs("</td>", out);
}

static void put_item(FILE *out, const struct preview_page *page, const struct item *item)
{
	fputs("<tr><td>", out);
	put_tex(out, "prompt", item->prompt.text, item->prompt.tex);
	for (size_t i = 0; i < item->question.option_count; i++) {
		fputs(i ? " · " : "<br><small>", out);
		page_text(out, item->question.options[i]);
	}
	fputs(item->question.option_count ? "</small></td><td>" : "</td><td>", out);
	put_tex(out, "math", item->question.expected, item->expected_tex);
	fputs("</td>", out);
	put_cell(out, *item->say ? item->say : question_kind_names[item->question.kind]);
	put_predicted(out, page, item);
	put_steps(out, page, item);
	fputs("</tr>\n", out);
}

struct level_work {
	const struct preview_page *page;
	FILE *out;
	int level;
	uint64_t number;
	struct sequence *sequence;
	bool over;
};

static void write_one(void *context)
{
	struct level_work *work = context;
	struct item item;
	work->over = sequence_item(work->sequence, work->page->arena, &work->number, &item) != CONTENT_OK;
	if (!work->over)
		put_item(work->out, work->page, &item);
}

static bool start(
    const struct preview_page *page, struct arena *keep, int level, struct sequence **ret_sequence)
{
	struct sequence_request wanted = {.family = page->family,
	    .level = level,
	    .seed = page->seed,
	    .locale = page->locale,
	    .predict = true};
	return sequence_start(page->content, keep, &wanted, ret_sequence) == CONTENT_OK;
}

static void put_level(FILE *out, const struct preview_page *page, struct arena *keep, int level)
{
	struct level_work work = {.page = page, .out = out, .level = level};
	if (!start(page, keep, level, &work.sequence))
		return;
	uint64_t length = sequence_length(work.sequence);
	fprintf(out,
	    "<h2>Level %d <small>%llu items</small></h2>\n<table><tr><th>prompt<th>key<th>form<th>predicted "
	    "wrong answers<th>solution</tr>\n",
	    level, (unsigned long long)length);
	for (size_t i = 0; i < page->samples && i < length && !work.over; i++) {
		arena_reset(page->arena);
		if (arena_try(page->arena, write_one, &work) != REFUSAL_NONE)
			break;
	}
	fputs("</table>\n", out);
}

/* ---- how the answers are distributed ---- */

struct tally {
	char *answer;
	size_t items;
};

struct count_work {
	const struct preview_page *page;
	struct sequence *sequence;
	uint64_t number;
	struct tally *tallies;
	size_t count, items;
	bool over;
};

static void count_one(void *context)
{
	struct count_work *work = context;
	struct item item;
	work->over = sequence_item(work->sequence, work->page->arena, &work->number, &item) != CONTENT_OK;
	if (work->over)
		return;
	size_t at = 0;
	while (at < work->count && strcmp(work->tallies[at].answer, item.question.expected) != 0)
		at++;
	if (at == work->count) {
		work->tallies[at].answer = strdup(item.question.expected);
		work->over = !work->tallies[at].answer;
		work->count += !work->over;
	}
	work->tallies[at].items++;
	work->items++;
}

static int by_items(const void *left, const void *right)
{
	const struct tally *a = left, *b = right;
	return a->items != b->items ? (a->items < b->items ? 1 : -1) : strcmp(a->answer, b->answer);
}

static void put_bars(FILE *out, const struct count_work *work)
{
	size_t bars = work->count < BARS ? work->count : BARS;
	fprintf(out,
	    "<h2>Answers <small>%zu different ones in %zu items</small></h2>\n"
	    "<svg width=\"640\" height=\"%zu\" role=\"img\" aria-label=\"most frequent answers\">\n",
	    work->count, work->items, bars * BAR_HEIGHT + 4);
	for (size_t i = 0; i < bars; i++) {
		double share = (double)work->tallies[i].items / (double)work->items;
		double most = (double)work->tallies[0].items / (double)work->items;
		size_t top = i * BAR_HEIGHT;
		fprintf(out, "<text x=\"150\" y=\"%zu\" text-anchor=\"end\">", top + 14);
		page_text(out, work->tallies[i].answer);
		fprintf(out,
		    "</text><rect x=\"160\" y=\"%zu\" width=\"%.1f\" height=\"%d\" fill=\"#4a7ebb\"/>"
		    "<text x=\"%.1f\" y=\"%zu\">%.1f %%</text>\n",
		    top + 2, BAR_WIDTH * share / most, BAR_HEIGHT - 4, 168 + BAR_WIDTH * share / most,
		    top + 14, 100 * share);
	}
	fputs("</svg>\n", out);
}

static void put_answers(FILE *out, const struct preview_page *page, struct arena *keep)
{
	struct count_work work = {.page = page, .tallies = calloc(ANSWERS_COUNTED + 1, sizeof(struct tally))};
	if (!work.tallies || !start(page, keep, 0, &work.sequence)) {
		free(work.tallies);
		return;
	}
	uint64_t length = sequence_length(work.sequence);
	for (uint64_t i = 0; i < length && i < ANSWERS_COUNTED && !work.over; i++) {
		arena_reset(page->arena);
		if (arena_try(page->arena, count_one, &work) != REFUSAL_NONE)
			break;
	}
	qsort(work.tallies, work.count, sizeof *work.tallies, by_items);
	if (work.items)
		put_bars(out, &work);
	for (size_t i = 0; i < work.count; i++)
		free(work.tallies[i].answer);
	free(work.tallies);
}

/* ---- the page ---- */

static const struct family_row *find_row(const struct preview_page *page, struct family_row *ret_row)
{
	for (size_t i = 0; i < content_family_count(page->content); i++) {
		content_family(page->content, i, ret_row);
		if (strcmp(ret_row->id, page->family) == 0)
			return ret_row;
	}
	return NULL;
}

int preview_page_write(const struct preview_page *page, FILE *out)
{
	struct family_row row;
	struct arena *keep = arena_new(LIMIT_ARENA_BYTES);
	int error = keep && find_row(page, &row) ? 0 : -ENOMEM;
	if (!error) {
		page_begin(out, row.title, "", page->katex != NULL);
		error = page->katex ? put_katex(out, page->katex) : 0;
	}
	if (!error) {
		fputs("</head><body>\n<h1>", out);
		page_text(out, row.title);
		fputs("</h1>\n<p class=\"dim\">family ", out);
		page_text(out, row.id);
		fputs(", skill ", out);
		page_text(out, row.skill);
		fputs("</p>\n", out);
		for (int level = 1; level <= LEVELS; level++)
			put_level(out, page, keep, level);
		put_answers(out, page, keep);
		if (page->katex)
			fprintf(out, "<script>%s</script>\n", render_script);
		error = page_end(out);
	}
	arena_free(keep);
	return error;
}

#include "daemon/commands/page.h"

#include <errno.h>
#include <string.h>

static const char common_style[] =
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.4rem .6rem;"
    "text-align:left;vertical-align:top}th{color:#555;font-weight:600}h2{margin-top:2rem}"
    "small,.dim{color:#666}ol{margin:.2rem 0;padding-left:1.4rem}details summary{cursor:pointer;color:#555}"
    "svg text{font:13px system-ui,sans-serif}@media screen and (prefers-color-scheme:dark){body{background:"
    "#181818;color:#ddd}td,th{border-color:#444}th,small,.dim,details summary{color:#aaa}"
    "svg text{fill:#ddd}}";

static const char *entity(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void page_bytes(FILE *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const char *escaped = entity(text[i]);
		if (escaped) {
			fputs(escaped, out);
		} else {
			fputc(text[i], out);
		}
	}
}

void page_text(FILE *out, const char *text)
{
	page_bytes(out, text ? text : "", text ? strlen(text) : 0);
}

void page_begin(FILE *out, const char *title, const char *style, bool scripts)
{
	fprintf(out,
	    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
	    "'unsafe-inline'%s; font-src data:\">\n<title>",
	    scripts ? "; script-src 'unsafe-inline'" : "");
	page_text(out, title);
	fprintf(out, "</title>\n<style>%s%s</style>\n", common_style, style);
}

int page_end(FILE *out)
{
	fputs("</body></html>\n", out);
	return fflush(out) == 0 && !ferror(out) ? 0 : -EIO;
}

/*
 * A family as one page for its author: samples of each level with key, form, predicted wrong answers and
 * steps, and how the answers are distributed. Self-contained: styles, and KaTeX where it is at hand, lie in
 * the page, which asks the network for nothing. Whatever comes from content is escaped. Main thread.
 */
#ifndef DAEMON_PREVIEW_PAGE_H
#define DAEMON_PREVIEW_PAGE_H

#include "generators/engine/engine.h"

#include <stdio.h>

struct preview_page {
	const struct content *content;
	struct arena *arena; /* reset for each item */
	const char *family;
	enum locale locale;
	uint64_t seed;
	size_t samples;    /* of each level */
	const char *katex; /* the folder of the npm package; NULL: plain text */
};

/* Writes the page. 0; -ENOENT where `katex` lacks dist/katex.min.js or .css; -EIO where `out` cannot be
 * written. */
int preview_page_write(const struct preview_page *page, FILE *out);

#endif

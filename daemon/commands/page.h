/*
 * What all pages that are written to a file have in common: the head with its style and a content security
 * policy, and escaping. A page is self-contained and asks the network for nothing.
 */
#ifndef DAEMON_PAGE_H
#define DAEMON_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Up to the end of the style; the head is still open. `style`: what this page has besides; may be "". */
void page_begin(FILE *out, const char *title, const char *style, bool scripts);
/* Text with all that HTML gives a meaning to escaped, in content and in attributes. NULL: nothing. */
void page_text(FILE *out, const char *text);
void page_bytes(FILE *out, const char *text, size_t length);
/* Ends the page. 0 or -EIO. */
int page_end(FILE *out);

#endif

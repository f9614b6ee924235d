/* Comma-separated values (RFC 4180), to a stream. */
#ifndef DAEMON_CSV_H
#define DAEMON_CSV_H

#include <stddef.h>
#include <stdio.h>

/* One value: in quotes, with those inside doubled, where it holds a quote, a comma or a line's end. */
void csv_value(FILE *out, const char *text, size_t length);
void csv_end_row(FILE *out);

#endif

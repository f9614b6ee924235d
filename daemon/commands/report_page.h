/*
 * A report as one page for a teacher: all its parts (ledger/report_parts.h) with titles in place of ids,
 * readable on paper. It says what there is and what is not yet, and judges nobody. Self-contained; whatever
 * comes from learners or content is escaped. Main thread.
 */
#ifndef DAEMON_REPORT_PAGE_H
#define DAEMON_REPORT_PAGE_H

#include "daemon/ledger/reader.h"

#include <stdio.h>

/* 0; a negative errno of the store, whose sentence is then in ret_why; -EIO where `out` cannot be written. */
int report_page_write(
    struct reader *reader, const struct report_request *request, int64_t now, FILE *out, char *ret_why);

#endif

/*
 * An attempt as a statement of the Experience API, 1.0.3 (ADL, xAPI specification, part two): the learner as
 * an account, `answered`, the item as an interaction, what came of it. Ids follow from the log, so that the
 * same attempt exported twice is the same statement.
 */
#ifndef DAEMON_EXPORT_XAPI_H
#define DAEMON_EXPORT_XAPI_H

#include "daemon/ledger/record.h"
#include "daemon/store/store.h"

/* Where the IRIs of activities and the accounts of learners begin, unless another is told. Ends with "/". */
extern const char xapi_home[];

/* Appends one statement as JSON. `home` ends with "/". */
void xapi_write(struct buffer *out, const char *home, struct store_bytes learner,
    const struct store_entry *entry, const struct record_attempt *attempt);

#endif

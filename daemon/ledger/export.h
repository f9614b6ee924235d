/*
 * The attempt log for researchers: one row an attempt, as JSON lines or CSV, in the order of the log. A thin
 * layer over store_each_entry(): memory does not grow with the log.
 */
#ifndef DAEMON_EXPORT_H
#define DAEMON_EXPORT_H

#include "daemon/store/store.h"

#include <stdbool.h>
#include <stdio.h>

/* `learner` empty: all. 0, a negative errno of the store, or -EIO when `out` cannot be written. */
int export_run(struct store *store, struct store_bytes learner, bool csv, FILE *out);

#endif

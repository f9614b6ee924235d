/*
 * The attempt log for researchers and record stores: one row an attempt, as JSON lines, CSV, or statements of
 * the Experience API, in the order of the log. A thin layer over store_each_entry(): memory does not grow
 * with the log.
 */
#ifndef DAEMON_EXPORT_H
#define DAEMON_EXPORT_H

#include "daemon/store/store.h"

#include <stdio.h>

enum export_format { EXPORT_JSON, EXPORT_CSV, EXPORT_XAPI };
struct export_settings {
	enum export_format format;
	const char *home; /* of EXPORT_XAPI: export_xapi.h */
};

/* `learner` empty: all. 0, a negative errno of the store, or -EIO when `out` cannot be written. */
int export_run(
    struct store *store, struct store_bytes learner, const struct export_settings *settings, FILE *out);

#endif

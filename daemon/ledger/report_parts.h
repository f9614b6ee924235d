/*
 * The parts of a report as tables, for what prints them: CSV and the teacher's page. A part is a row of the
 * table below; its cells are told to a sink one after another, each of the kind of its column.
 */
#ifndef DAEMON_REPORT_PARTS_H
#define DAEMON_REPORT_PARTS_H

#include "daemon/ledger/reader.h"

enum cell_kind {
	CELL_TEXT,
	CELL_NUMBER,
	CELL_SHARE, /* 0..1 */
	CELL_LEVEL, /* level_names */
	CELL_STATE, /* "stuck", "indeterminate" */
	CELL_TIME,
	CELL_SKILL, /* ids */
	CELL_FAMILY,
	CELL_MISCONCEPTION,
};
struct report_column {
	const char *name;
	enum cell_kind kind;
};

struct report_sink {
	void *context;
	/* Ends with a NUL, which a learner's id may also hold inside. Empty: there is none, as where too few
	   have come to tell. */
	void (*cell)(void *context, enum cell_kind kind, const char *text, size_t length);
	void (*end_row)(void *context);
};

struct report_printing;
struct report_part {
	const char *name, *summary;
	const struct report_column *columns;
	size_t column_count;
	bool skills; /* then a column for each skill of the course, of kind CELL_LEVEL, named by its id */
	/* Exactly one of the two: a learner's rows, or those of what the log says of all. */
	void (*learner)(struct report_printing *printing, const void *row);
	int (*all)(struct report_printing *printing);
};
extern const struct report_part report_parts[];
extern const size_t report_part_count;
/* NULL: there is none of that name. */
const struct report_part *report_part_find(const char *name);

/* A part that is wanted, and who is told its rows. */
struct report_wanted {
	const struct report_part *part;
	struct report_sink sink;
};
/*
 * Tells all rows of each part, in one walk: they are of one moment. At most report_part_count of them. 0,
 * -ENOMEM, or a negative errno of the store, whose sentence is then in ret_why (STORE_WHY_BYTES).
 */
int report_print(struct reader *reader, const struct report_request *request, int64_t now,
    const struct report_wanted *wanted, size_t count, char *ret_why);

#endif

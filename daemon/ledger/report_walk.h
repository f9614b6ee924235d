/*
 * The walk that every report makes: learner by learner, the state as people look at it (learners/view.h) and
 * the answers that show a gap; on the way the log is added up (learners/report.h). Nothing of a learner is
 * kept afterwards but what was counted.
 */
#ifndef DAEMON_REPORT_WALK_H
#define DAEMON_REPORT_WALK_H

#include "daemon/learners/report.h"
#include "daemon/ledger/reader.h"

enum {
	SHOWN_MAX = 16,  /* answers of one learner that show a gap, the latest ones */
	SHOWN_EACH = 3,  /* of one gap */
	SHOWN_TEXT = 64, /* bytes, with the NUL */
	SHOWN_PROMPT = 320,
};

/* An answer that a misconception explains best, one that goes back to a gap. */
struct report_shown {
	uint16_t skill, family; /* indices: of the gap; FAMILY_NONE: the course has it no longer */
	const char *misconception;
	double probability;
	int level;
	int64_t at;
	uint64_t tuple;
	char version[24]; /* of the family's content */
	char answer[SHOWN_TEXT];
	char prompt[SHOWN_PROMPT]; /* as the learner saw it; "": the family has changed since */
};

struct report_learner {
	struct store_bytes id;
	const struct learner *learner;
	struct skill_set gaps, ready, stuck, indeterminate;
	const struct report_shown *shown; /* oldest first */
	size_t shown_count;
};
/* 0 to go on; anything else ends the walk and is its result. */
typedef int (*report_visit_fn)(void *context, const struct report_learner *learner);

/*
 * Visits those of the request that there are, in the order of ids or as listed, and adds their logs to `log`.
 * 0, the visitor's result, -ENOMEM, or a negative errno of the store, whose sentence is then in ret_why
 * (STORE_WHY_BYTES).
 */
int report_walk(struct reader *reader, const struct report_request *request, int64_t now,
    report_visit_fn visit, void *context, struct report *log, char *ret_why);

/* The next older answer than `before` (shown_count to begin with) that shows this gap; SIZE_MAX: no more. */
size_t report_shown_before(const struct report_learner *learner, size_t skill, size_t before);

#endif

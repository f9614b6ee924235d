/*
 * What is only read and may take long: reports over learners and their logs. It opens the store for each
 * report and never writes, so that the commits of the ledger do not wait for it.
 *
 * A reader belongs to one thread.
 */
#ifndef DAEMON_READER_H
#define DAEMON_READER_H

#include "daemon/learners/learner.h"
#include "daemon/store/store.h"
#include "daemon/wire/buffer.h"
#include "daemon/wire/json.h"

struct reader {
	const struct course *course;
	const char *store;
	struct json_reader *json;
};

enum {
	REPORT_LEARNERS = 1000,           /* named in one request */
	REPORT_BYTES = 256 * 1024 * 1024, /* of a report that is printed */
};

/* 0 or -ENOMEM. */
int reader_init(struct reader *reader, const struct course *course, const char *store);
void reader_done(struct reader *reader);

/* Answers a `report`; the reply is cleared first. */
enum error_code reader_answer(struct reader *reader, const char *body, size_t length, struct buffer *reply);

/* Whom a report is about. */
struct report_request {
	const char *group; /* NULL: those who are listed */
	const char *const *learners;
	size_t learner_count;
};
/*
 * Writes a report as one JSON object. 0, or a negative errno of the store, whose sentence is then in ret_why
 * (STORE_WHY_BYTES).
 */
int report_write(struct reader *reader, const struct report_request *request, int64_t now, struct buffer *out,
    char *ret_why);
#endif

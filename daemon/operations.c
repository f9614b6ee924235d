#include "daemon/operations.h"
#include "daemon/wire/peek.h"
#include "daemon/worker/handlers.h"

#include <string.h>

/* The time a request may take, from its arrival at the broker. */
enum { SINGLE_MS = 2000, SERIES_MS = 10000 };

/* Items that take a millisecond or more, sealed and with predicted wrong answers. */
enum { BATCH_ITEMS = 50 };

const struct operation operations[] = {
    {"ping", {SERVICE_BROKER}, handle_empty, SINGLE_MS, 0, "Says that the daemon is there, and its version."},
    {"status", {SERVICE_BROKER}, handle_empty, SINGLE_MS, 0,
        "Workers, queue, rates, version of the content."},
    {"catalog", {SERVICE_WORKER}, handle_catalog, SINGLE_MS, 0,
        "The skills, families, misconceptions or laws there are."},
    {"generate", {SERVICE_WORKER}, handle_generate, SERIES_MS, BATCH_ITEMS,
        "Fresh items of a family, skill or unit."},
    {"read", {SERVICE_WORKER}, handle_read, SINGLE_MS, 0, "How an answer is read, without a judgement."},
    {"check", {SERVICE_WORKER}, handle_check, SINGLE_MS, 0, "The verdict on one answer."},
    {"check_many", {SERVICE_WORKER}, handle_check_many, SERIES_MS, 1, "Verdicts on up to 1,000 answers."},
    {"hint", {SERVICE_WORKER, SERVICE_LEDGER}, handle_hint, SINGLE_MS, 0, "The next hint on an item."},
    {"solution", {SERVICE_WORKER, SERVICE_LEDGER}, handle_solution, SINGLE_MS, 0,
        "An item worked out step by step."},
    {"next", {SERVICE_LEDGER, SERVICE_WORKER}, handle_next, SINGLE_MS, 0,
        "What a learner does next, and why."},
    {"submit", {SERVICE_WORKER, SERVICE_LEDGER}, handle_submit, SINGLE_MS, 0,
        "A learner's answer: judged, recorded, and what it changed."},
    {"assess", {SERVICE_LEDGER}, NULL, SINGLE_MS, 0, "Starts an assessment, or tells its result."},
    {"learner", {SERVICE_LEDGER}, NULL, SINGLE_MS, 0,
        "What is known of a learner; sets goal, group, locale, assumed units."},
    {"report", {SERVICE_READER}, NULL, SERIES_MS, 0,
        "Learners or a group: grid, stuck, time to mastery, retention, item statistics."},
    {"forget", {SERVICE_LEDGER}, NULL, SINGLE_MS, 0, "Erases all that is kept of a learner."},
};
const size_t operation_count = sizeof(operations) / sizeof(operations[0]);

bool operation_is_batch(const struct operation *operation, const char *body, size_t length)
{
	uint32_t from = operation->batch_from;
	return from == 1 || (from > 1 && peek_number(body, length, "count") >= from);
}

const struct operation *operation_find(const char *name, size_t length)
{
	for (size_t i = 0; i < operation_count; i++) {
		if (strlen(operations[i].name) == length && memcmp(operations[i].name, name, length) == 0) {
			return &operations[i];
		}
	}
	return NULL;
}

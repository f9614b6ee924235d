#include "daemon/operations.h"
#include "daemon/worker/handlers.h"

#include <string.h>

/* The time a request may take, from its arrival at the broker. */
enum { SINGLE_MS = 2000, SERIES_MS = 10000 };

const struct operation operations[] = {
    {"ping", {SERVICE_BROKER}, handle_empty, SINGLE_MS, false,
        "Says that the daemon is there, and its version."},
    {"status", {SERVICE_BROKER}, handle_empty, SINGLE_MS, false,
        "Workers, queue, rates, version of the content."},
    {"catalog", {SERVICE_WORKER}, handle_catalog, SINGLE_MS, false, "The skills, families, misconceptions or laws there are."},
    {"generate", {SERVICE_WORKER}, handle_generate, SERIES_MS, false,
        "Fresh items of a family, skill or unit."},
    {"read", {SERVICE_WORKER}, handle_read, SINGLE_MS, false, "How an answer is read, without a judgement."},
    {"check", {SERVICE_WORKER}, handle_check, SINGLE_MS, false, "The verdict on one answer."},
    {"check_many", {SERVICE_WORKER}, handle_check_many, SERIES_MS, true, "Verdicts on up to 1,000 answers."},
    {"hint", {SERVICE_WORKER}, handle_hint, SINGLE_MS, false, "The next hint on an item."},
    {"solution", {SERVICE_WORKER}, handle_solution, SINGLE_MS, false, "An item worked out step by step."},
};
const size_t operation_count = sizeof(operations) / sizeof(operations[0]);

const struct operation *operation_find(const char *name, size_t length)
{
	for (size_t i = 0; i < operation_count; i++) {
		if (strlen(operations[i].name) == length && memcmp(operations[i].name, name, length) == 0) {
			return &operations[i];
		}
	}
	return NULL;
}

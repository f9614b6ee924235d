/*
 * `next`, its second stage: makes the item that the ledger chose and seals it to the learner. A family that
 * this worker's content does not have any more, or not yet, is a choice from other content: asked again, the
 * ledger chooses anew.
 */
#include "daemon/worker/items.h"

#include <string.h>

_Static_assert((int)HANDOVER_SEPARATE <= (int)ITEMS_SEPARATE, "room for what the ledger wants told apart");

enum error_code handle_next(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct handover_next next;
	struct refusal_report report = {.code = ERROR_INTERNAL};
	if (handover_take_next(body, length, &next) < 0 || !worker->keys) {
		return report_reply(&report, reply);
	}
	struct items_request request = {
	    .family = next.family,
	    .level = next.level,
	    .count = 1,
	    .seed = (int64_t)next.seed,
	    .from = (int64_t)next.number,
	    .locale = next.locale,
	    .seal = true,
	    .bound = &next,
	    .name = "item",
	    .separate_count = next.separate_count,
	};
	memcpy(request.separate, next.separate, next.separate_count * sizeof(next.separate[0]));
	uint64_t number;
	json_open_object(reply, NULL);
	if (!items_write(worker, &request, reply, NULL, NULL, &number, &report)) {
		bool other_content = report.code == ERROR_UNKNOWN_FAMILY || report.code == ERROR_BAD_REQUEST;
		report =
		    (struct refusal_report){other_content ? ERROR_UNAVAILABLE : ERROR_INTERNAL, {{0}, {0}}};
		return report_reply(&report, reply);
	}
	json_raw(reply, NULL, next.members, next.members_length);
	json_close_object(reply);
	return ERROR_NONE;
}

/* Whose a hint or a solution is: the client's at once, or the ledger's to show. */
#include "daemon/wire/handover.h"
#include "daemon/worker/handlers.h"

#include <stdlib.h>
#include <string.h>

const char *skill_of_family(const struct worker *worker, const char *family)
{
	size_t count = worker->content ? content_family_count(worker->content) : 0;
	for (size_t i = 0; i < count; i++) {
		struct family_row row;
		content_family(worker->content, i, &row);
		if (strcmp(row.id, family) == 0) {
			return row.skill;
		}
	}
	return "";
}

struct handover_item handover_item_of(const struct worker *worker, const struct sealed_item *sealed)
{
	struct handover_item item = {
	    .family = sealed->family,
	    .skill = skill_of_family(worker, sealed->family),
	    .content_version = sealed->content_version,
	    .tuple = sealed->tuple,
	    .number = sealed->number,
	    .level = sealed->level,
	    .assessment = strtoull(sealed->assessment, NULL, 10),
	};
	memcpy(item.issue, sealed->issue, ISSUE_BYTES);
	return item;
}

enum error_code help_reply(struct worker *worker, const char *learner, const struct sealed_item *item,
    bool shows, struct buffer *reply)
{
	if (!item->bound || reply->full) {
		worker->final = true;
		return ERROR_NONE;
	}
	struct handover_help help = {
	    .learner = learner,
	    .item = handover_item_of(worker, item),
	    .shows = shows,
	    .reply = arena_copy(worker->arena, reply->data, reply->length),
	    .reply_length = reply->length,
	};
	buffer_clear(reply);
	handover_put_help(reply, &help);
	return ERROR_NONE;
}

/*
 * `hint`: one hint on an item, and how many are left after it: the author's, then the laws of the worked
 * solution without the numbers, then its steps but the last. Hints come from today's content. When the family
 * has changed since the item was sealed, the author's hints were written for another text and might mislead:
 * only those from the laws are given then, and the note says so.
 */
#include "daemon/wire/handover.h"
#include "daemon/wire/rows.h"
#include "daemon/worker/handlers.h"

enum { HINT_NUMBER_LAST = 1000 };

struct hint_request {
	const char *item, *learner;
	int64_t number; /* from 1 */
	int locale;
};

#define AT(member) offsetof(struct hint_request, member)

static const struct field hint_rows[] = {
    ROW_LEARNER(AT(learner)),
    ROW_ITEM(AT(item), .required = true),
    {.name = "number",
        .kind = FIELD_INTEGER,
        .minimum = 1,
        .maximum = HINT_NUMBER_LAST,
        .offset = AT(number)},
    ROW_LOCALE(AT(locale)),
};
static const struct field_table hint_table = {
    .rows = hint_rows,
    .count = sizeof(hint_rows) / sizeof(hint_rows[0]),
};

enum error_code handle_hint(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct hint_request request = {.number = 1, .locale = -1};
	enum error_code code = read_body(worker, &hint_table, body, length, &request, reply);
	if (code) {
		return code;
	}
	struct sealed_item sealed;
	struct refusal_report report = {0};
	if (!item_open_for_help(worker, request.item, request.learner, &sealed, &report)) {
		return report_reply(&report, reply);
	}
	struct item item;
	struct solution solution;
	uint64_t number = (uint64_t)request.number;
	enum locale locale = item_locale(request.locale, &sealed);
	bool today = solution_find(worker, &sealed, locale, &item, &solution);
	uint64_t written = today ? item.hint_count : 0;
	uint64_t all = written + solution_hint_count(&solution);
	const char *hint = number <= written
	                       ? item_hint(worker->content, worker->arena, &item, number - 1, locale)
	                       : solution_hint(worker->arena, &solution, number - written - 1);
	json_open_object(reply, NULL);
	json_string(reply, "hint", hint);
	json_unsigned(reply, "number", number);
	json_unsigned(reply, "left", hint ? all - number : 0);
	if (!today) {
		json_string(reply, "note",
		    "The family of this item has changed since; its own hints are not shown any more.");
	}
	json_close_object(reply);
	return help_reply(worker, request.learner, &sealed, hint != NULL, reply);
}

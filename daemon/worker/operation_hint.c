/*
 * `hint`: one hint on an item, and how many are left after it. Hints come from today's content. When the
 * family has changed since the item was sealed, the item can be marked as ever, but hints written for another
 * text might mislead: there is none then, and the note says so.
 */
#include "daemon/worker/handlers.h"

#include <inttypes.h>

enum { HINT_NUMBER_LAST = 1000 };

struct hint_request {
	const char *item;
	int64_t number; /* from 1 */
	int locale;
};

#define AT(member) offsetof(struct hint_request, member)

static const struct field hint_rows[] = {
    {.name = "item",
        .kind = FIELD_TEXT,
        .required = true,
        .minimum = 1,
        .maximum = SEAL_TOKEN_LIMIT,
        .offset = AT(item)},
    {.name = "number",
        .kind = FIELD_INTEGER,
        .minimum = 1,
        .maximum = HINT_NUMBER_LAST,
        .offset = AT(number)},
    {.name = "locale",
        .kind = FIELD_CHOICE,
        .choices = locale_names,
        .choice_count = LOCALES,
        .offset = AT(locale)},
};
static const struct field_table hint_table = {
    .rows = hint_rows,
    .count = sizeof(hint_rows) / sizeof(hint_rows[0]),
};

enum error_code handle_hint(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct hint_request request = {.number = 1};
	enum error_code code = read_body(worker, &hint_table, body, length, &request, reply);
	if (code) {
		return code;
	}
	struct sealed_item sealed;
	struct refusal_report report = {0};
	if (!item_open(worker, request.item, NULL, &sealed, &report)) {
		return report_reply(&report, reply);
	}
	struct item item;
	uint64_t number = (uint64_t)request.number;
	enum locale locale = (enum locale)request.locale;
	bool changed = item_again(worker->content, worker->arena, sealed.family, sealed.content_version,
	                   sealed.tuple, locale, &item) != CONTENT_OK;
	const char *hint = NULL;
	if (!changed && number <= item.hint_count) {
		hint = item_hint(worker->content, worker->arena, &item, number - 1, locale);
	}
	json_open_object(reply, NULL);
	json_string(reply, "hint", hint);
	json_unsigned(reply, "number", number);
	json_unsigned(reply, "left", hint ? item.hint_count - number : 0);
	if (changed) {
		json_string(
		    reply, "note", "The family of this item has changed since; it has no hints any more.");
	}
	json_close_object(reply);
	return ERROR_NONE;
}

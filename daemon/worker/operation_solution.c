/*
 * `solution`: an item worked out step by step. The steps come from today's laws and content; where the family
 * has changed since the item was sealed, from the laws and the sealed question alone.
 */
#include "daemon/wire/handover.h"
#include "daemon/wire/rows.h"
#include "daemon/worker/handlers.h"

struct solution_request {
	const char *item, *learner;
	int locale;
};

#define AT(member) offsetof(struct solution_request, member)

static const struct field solution_rows[] = {
    ROW_LEARNER(AT(learner)),
    ROW_ITEM(AT(item), .required = true),
    ROW_LOCALE(AT(locale)),
};
static const struct field_table solution_table = {
    .rows = solution_rows,
    .count = sizeof(solution_rows) / sizeof(solution_rows[0]),
};

bool solution_find(struct worker *worker, const struct sealed_item *sealed, enum locale locale,
    struct item *ret_item, struct solution *ret_solution)
{
	bool changed = item_again(worker->content, worker->arena, sealed->family, sealed->content_version,
	                   sealed->tuple, locale, ret_item) != CONTENT_OK;
	*ret_solution = (struct solution){.count = 0};
	if (changed) {
		*ret_item = (struct item){.family = NULL};
		if (unpack_question(
		        worker->arena, sealed->packed, sealed->packed_length, &ret_item->question) != 0) {
			return false;
		}
	}
	(void)item_solution(worker->content, worker->arena, ret_item, locale, ret_solution);
	return !changed;
}

static void write_rendered(struct buffer *reply, const char *name, const struct rendered *rendered)
{
	if (!rendered->text) {
		json_string(reply, name, NULL);
		return;
	}
	json_open_object(reply, name);
	json_string(reply, "text", rendered->text);
	json_string(reply, "tex", rendered->tex);
	json_string(reply, "speech", rendered->speech);
	json_close_object(reply);
}

static void write_step(struct buffer *reply, const struct solution_step *step)
{
	json_open_object(reply, NULL);
	json_string(reply, "law", step->law);
	json_string(reply, "says", step->says);
	write_rendered(reply, "before", &step->before);
	write_rendered(reply, "after", &step->after);
	json_close_object(reply);
}

enum error_code handle_solution(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct solution_request request = {.locale = -1};
	enum error_code code = read_body(worker, &solution_table, body, length, &request, reply);
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
	(void)solution_find(worker, &sealed, item_locale(request.locale, &sealed), &item, &solution);
	json_open_object(reply, NULL);
	json_open_array(reply, "steps");
	for (size_t i = 0; i < solution.count; i++) {
		write_step(reply, &solution.steps[i]);
	}
	json_close_array(reply);
	json_string(reply, "answer", item.question.expected);
	if (solution.count == 0) {
		json_string(reply, "note", "No steps are known for this item; the answer is all there is.");
	}
	json_close_object(reply);
	return help_reply(worker, request.learner, &sealed, true, reply);
}

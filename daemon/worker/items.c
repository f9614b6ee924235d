#include "daemon/worker/items.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { ASSESSMENT_TEXT = 24 };

static void write_texts(struct buffer *out, const char *name, const char *const *texts, size_t count)
{
	json_open_array(out, name);
	for (size_t i = 0; i < count; i++) {
		json_string(out, NULL, texts[i]);
	}
	json_close_array(out);
}

static void write_prompt(struct buffer *out, const struct rendered *prompt)
{
	json_open_object(out, "prompt");
	json_string(out, "text", prompt->text);
	json_string(out, "tex", prompt->tex);
	json_string(out, "speech", prompt->speech);
	json_close_object(out);
}

static void write_answer_format(struct buffer *out, const struct item *item)
{
	const struct question_spec *question = &item->question;
	json_open_object(out, "answer_format");
	json_string(out, "kind", question_kind_names[question->kind]);
	write_texts(out, "form", question->forms, question->form_count);
	json_string(out, "say", item->say ? item->say : "");
	if (question->option_count) {
		write_texts(out, "options", question->options, question->option_count);
	}
	if (question->unit) {
		json_string(out, "unit", question->unit);
	}
	json_close_object(out);
}

static void write_predictions(struct worker *worker, struct buffer *out, const struct item *item)
{
	struct item_predictions predictions;
	item_predict(worker->content, worker->arena, item, &predictions);
	json_open_array(out, "misconceptions");
	for (size_t i = 0; i < predictions.wrong_count; i++) {
		json_open_object(out, NULL);
		json_string(out, "id", predictions.wrong[i].misconception);
		json_string(out, "gives", predictions.wrong[i].gives);
		json_close_object(out);
	}
	json_close_array(out);
	write_texts(out, "blind", predictions.blind, predictions.blind_count);
}

static void write_key(struct worker *worker, struct buffer *out, const struct item *item, bool predict)
{
	const struct question_spec *question = &item->question;
	json_open_object(out, "key");
	json_string(out, "ask", question->ask);
	json_string(out, "expected", question->expected);
	json_string(out, "tex", item->expected_tex);
	write_texts(out, "variables", question->variables, question->variable_count);
	json_open_object(out, "parameters");
	for (size_t i = 0; i < item->parameter_count; i++) {
		json_string(out, item->parameters[i].name, item->parameters[i].value);
	}
	json_close_object(out);
	if (predict) {
		write_predictions(worker, out, item);
	}
	json_close_object(out);
}

/* The token of an item; false when it would be too long. */
static bool write_token(
    struct worker *worker, const struct items_request *request, struct buffer *out, const struct item *item)
{
	struct sealed_item sealed = {
	    .issued = worker->now(),
	    .family = item->family,
	    .content_version = item->content_version,
	    .tuple = item->tuple,
	    .number = item->number,
	    .level = item->level,
	    .assessment = "",
	    .locale = request->locale,
	};
	sealed.expires = request->expires_in ? sealed.issued + request->expires_in : 0;
	char assessment[ASSESSMENT_TEXT];
	const struct handover_next *bound = request->bound;
	if (bound) {
		memcpy(sealed.issue, bound->issue, ISSUE_BYTES);
		memcpy(sealed.learner, bound->learner, LEARNER_BYTES);
		sealed.bound = true;
		snprintf(assessment, sizeof(assessment), "%" PRIu64, bound->assessment);
		sealed.assessment = bound->assessment ? assessment : "";
	} else {
		worker_random(worker, sealed.issue, ISSUE_BYTES);
	}
	uint8_t nonce[SEAL_NONCE_BYTES];
	worker_random(worker, nonce, SEAL_NONCE_BYTES);
	buffer_clear(&worker->packing);
	pack_item(&worker->packing, &sealed, &item->question);
	char token[SEAL_TOKEN_LIMIT + 1];
	int length = worker->packing.full ? -1
	                                  : seal_token(worker->keys, nonce, worker->packing.data,
	                                        worker->packing.length, token);
	if (length < 0) {
		return false;
	}
	json_string_bytes(out, "item", token, (size_t)length);
	return true;
}

static bool write_item(
    struct worker *worker, const struct items_request *request, struct buffer *out, const struct item *item)
{
	json_open_object(out, request->name);
	if (request->seal && !write_token(worker, request, out, item)) {
		return false;
	}
	json_string(out, "id", item->id);
	json_string(out, "family", item->family);
	json_string(out, "skill", item->skill);
	json_string(out, "unit", item->unit);
	json_integer(out, "level", item->level);
	json_double(out, "difficulty", item->difficulty);
	write_prompt(out, &item->prompt);
	write_answer_format(out, item);
	json_unsigned(out, "hints", item->hint_count);
	if (request->key || request->predict) {
		write_key(worker, out, item, request->predict);
	}
	json_close_object(out);
	return true;
}

/* What a content_error becomes for the client, and which field of the request it is about. */
static bool refuse(
    struct refusal_report *report, const struct items_request *request, enum content_error error)
{
	const char *name = request->family  ? request->family
	                   : request->skill ? request->skill
	                                    : request->unit;
	const char *field = request->family ? "family" : request->skill ? "skill" : "unit";
	struct field_path path = {NULL, field, strlen(field), 0};
	struct field_path level = {NULL, "level", 5, 0};
	switch (error) {
	case CONTENT_UNKNOWN_FAMILY:
		report->code = ERROR_UNKNOWN_FAMILY;
		fields_fault(&report->fault, &path, "There is no family `%s`.", name);
		return false;
	case CONTENT_UNKNOWN_SKILL:
		report->code = ERROR_UNKNOWN_SKILL;
		fields_fault(&report->fault, &path, "There is no %s `%s`.", field, name);
		return false;
	case CONTENT_NO_ITEMS:
		report->code = ERROR_BAD_REQUEST;
		fields_fault(&report->fault, request->level ? &level : &path, "The %s `%s` has no items%s.",
		    field, name, request->level ? " of this level" : "");
		return false;
	default:
		report->code = ERROR_INTERNAL;
		fields_fault(&report->fault, NULL, "An item of %s `%s` cannot be made.", field, name);
		return false;
	}
}

static bool knows_separated(
    struct worker *worker, const struct items_request *request, struct refusal_report *report)
{
	for (size_t i = 0; i < request->separate_count; i++) {
		if (diagnose_find(worker->content, request->separate[i]) == UINT32_MAX) {
			struct field_path many = {NULL, "separate", 8, 0};
			struct field_path path = {.parent = &many, .index = i};
			report->code = ERROR_BAD_REQUEST;
			fields_fault(
			    &report->fault, &path, "There is no misconception `%s`.", request->separate[i]);
			return false;
		}
	}
	return true;
}

/* Of the next ITEMS_CANDIDATES items the first that tells most; the sequence goes on after all of them. */
static enum content_error best_item(struct worker *worker, const struct items_request *request,
    const struct sequence *sequence, uint64_t *number, struct item *ret_item)
{
	uint64_t best = *number, from = *number, length = sequence_length(sequence);
	double most = -1;
	size_t candidates = length < ITEMS_CANDIDATES ? (size_t)length : ITEMS_CANDIDATES;
	for (size_t i = 0; i < candidates; i++) {
		struct arena_mark mark = arena_mark(worker->arena);
		uint64_t at = from;
		enum content_error error = sequence_item(sequence, worker->arena, &at, ret_item);
		double gain =
		    error ? 0 : items_gain(worker, ret_item, request->separate, request->separate_count);
		arena_rewind(worker->arena, mark);
		if (error) {
			return error;
		}
		if (gain > most) {
			most = gain;
			best = from;
		}
		from = at;
	}
	*number = from;
	return sequence_item(sequence, worker->arena, &best, ret_item);
}

bool items_write(struct worker *worker, const struct items_request *request, struct buffer *out,
    void (*after)(void *context), void *context, uint64_t *ret_next, struct refusal_report *ret_report)
{
	/* A token carries the predicted wrong answers, so that the marking of it can name them. */
	struct sequence_request wanted = {
	    .family = request->family,
	    .skill = request->skill,
	    .unit = request->unit,
	    .level = (int)request->level,
	    .seed = (uint64_t)request->seed,
	    .locale = (enum locale)request->locale,
	    .predict = request->predict || request->seal || request->separate_count,
	};
	if (!knows_separated(worker, request, ret_report)) {
		return false;
	}
	struct sequence *sequence;
	enum content_error error = sequence_start(worker->content, worker->arena, &wanted, &sequence);
	if (error) {
		return refuse(ret_report, request, error);
	}
	uint64_t number = (uint64_t)request->from;
	for (int64_t i = 0; i < request->count && !out->full; i++) {
		struct arena_mark mark = arena_mark(worker->arena);
		struct item item;
		error = request->separate_count ? best_item(worker, request, sequence, &number, &item)
		                                : sequence_item(sequence, worker->arena, &number, &item);
		if (error || !write_item(worker, request, out, &item)) {
			return refuse(ret_report, request, error ? error : CONTENT_REFUSED);
		}
		arena_rewind(worker->arena, mark);
		if (after) {
			after(context);
		}
	}
	*ret_next = number;
	return true;
}

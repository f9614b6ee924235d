#include "daemon/wire/handover.h"
#include "daemon/wire/bytes.h"

#include "checker/check.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

enum { HANDOVER_TEXT = 5 * 1024 * 1024 /* bytes of one text: a whole reply fits */ };
static const double WEIGHT_MAX = 1e6;

void handover_bind(const char *learner, uint8_t ret_hash[LEARNER_BYTES])
{
	crypto_generichash(ret_hash, LEARNER_BYTES, (const unsigned char *)learner, strlen(learner), NULL, 0);
}

static void put_item(struct buffer *out, const struct handover_item *item)
{
	buffer_add(out, (const char *)item->issue, ISSUE_BYTES);
	put_text(out, item->family);
	put_text(out, item->skill);
	put_text(out, item->content_version);
	put_number(out, item->tuple);
	put_number(out, item->number);
	put_number(out, (uint64_t)item->level);
	put_number(out, item->assessment);
}

static void take_item(struct cursor *cursor, struct handover_item *item)
{
	take_into(cursor, item->issue, ISSUE_BYTES);
	item->family = take_text(cursor, HANDOVER_TEXT);
	item->skill = take_text(cursor, HANDOVER_TEXT);
	item->content_version = take_text(cursor, HANDOVER_TEXT);
	item->tuple = take_number(cursor, UINT64_MAX);
	item->number = take_number(cursor, UINT64_MAX);
	item->level = (int)take_number(cursor, 3);
	item->assessment = take_number(cursor, UINT32_MAX);
}

static void put_candidates(struct buffer *out, const struct candidates *candidates)
{
	put_number(out, candidates->count);
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->list[i];
		put_number(out, candidate->count);
		for (size_t e = 0; e < candidate->count; e++) {
			put_number(out, candidate->errors[e]);
		}
		put_real(out, candidate->weight);
	}
	put_real(out, candidates->unexplained);
}

static void take_candidates(struct cursor *cursor, size_t beliefs, struct candidates *candidates)
{
	candidates->count = take_number(cursor, CANDIDATES);
	for (size_t i = 0; i < candidates->count; i++) {
		struct candidate *candidate = &candidates->list[i];
		*candidate = (struct candidate){.count = take_number(cursor, CANDIDATE_ERRORS)};
		for (size_t e = 0; e < candidate->count; e++) {
			candidate->errors[e] = (uint32_t)take_number(cursor, REACH_SLIP + SLIPS - 1);
			cursor->broken |=
			    candidate->errors[e] >= beliefs && candidate->errors[e] < REACH_SLIP;
		}
		candidate->weight = take_real(cursor, 0, WEIGHT_MAX);
	}
	candidates->unexplained = take_real(cursor, 0, WEIGHT_MAX);
}

void handover_put_submit(struct buffer *out, const struct handover_submit *submit)
{
	put_text(out, submit->learner);
	put_text(out, submit->attempt);
	buffer_add(out, (const char *)submit->digest, HANDOVER_DIGEST);
	put_item(out, &submit->item);
	put_byte(out, (uint8_t)(submit->expired | submit->skipped << 1));
	put_byte(out, (uint8_t)submit->verdict);
	put_byte(out, (uint8_t)submit->locale);
	put_number(out, submit->choices);
	put_text(out, submit->form);
	put_number(out, submit->elapsed_ms);
	put_number(out, submit->confidence);
	put_bytes(out, submit->answer, submit->answer_length);
	put_number(out, submit->predicted_count);
	for (size_t i = 0; i < submit->predicted_count; i++) {
		put_text(out, submit->predicted[i]);
	}
	put_number(out, submit->belief_count);
	for (size_t i = 0; i < submit->belief_count; i++) {
		put_text(out, submit->beliefs[i].misconception);
		put_text(out, submit->beliefs[i].prerequisite);
		put_bytes(out, submit->beliefs[i].json, submit->beliefs[i].json_length);
	}
	put_candidates(out, &submit->candidates);
	put_bytes(out, submit->verdict_json, submit->verdict_length);
	put_text(out, submit->feedback);
}

int handover_take_submit(
    const void *bytes, size_t length, const char **ret_predicted, struct handover_submit *ret_submit)
{
	struct cursor cursor = {bytes, length, false};
	struct handover_submit *submit = ret_submit;
	*submit = (struct handover_submit){
	    .learner = take_text(&cursor, HANDOVER_LEARNER), .attempt = take_text(&cursor, HANDOVER_ATTEMPT)};
	take_into(&cursor, submit->digest, HANDOVER_DIGEST);
	take_item(&cursor, &submit->item);
	uint8_t flags = take_byte(&cursor);
	submit->expired = flags & 1;
	submit->skipped = flags & 2;
	submit->verdict = (int)take_number(&cursor, VERDICTS - 1);
	submit->locale = (int)take_number(&cursor, LOCALES - 1);
	submit->choices = take_number(&cursor, UINT32_MAX);
	submit->form = take_text(&cursor, HANDOVER_TEXT);
	submit->elapsed_ms = take_number(&cursor, INT64_MAX);
	submit->confidence = take_number(&cursor, 5);
	submit->answer = take_bytes(&cursor, HANDOVER_TEXT, &submit->answer_length);
	submit->predicted_count = take_number(&cursor, HANDOVER_PREDICTED);
	for (size_t i = 0; i < submit->predicted_count; i++) {
		ret_predicted[i] = take_text(&cursor, HANDOVER_TEXT);
	}
	submit->predicted = ret_predicted;
	submit->belief_count = take_number(&cursor, HANDOVER_BELIEFS);
	for (size_t i = 0; i < submit->belief_count; i++) {
		struct handover_belief *belief = &submit->beliefs[i];
		belief->misconception = take_text(&cursor, HANDOVER_TEXT);
		belief->prerequisite = take_text(&cursor, HANDOVER_TEXT);
		belief->json = take_bytes(&cursor, HANDOVER_TEXT, &belief->json_length);
	}
	take_candidates(&cursor, submit->belief_count, &submit->candidates);
	submit->verdict_json = take_bytes(&cursor, HANDOVER_TEXT, &submit->verdict_length);
	submit->feedback = take_text(&cursor, HANDOVER_TEXT);
	return cursor.broken || cursor.left ? -EINVAL : 0;
}

void handover_put_help(struct buffer *out, const struct handover_help *help)
{
	put_text(out, help->learner);
	put_item(out, &help->item);
	put_byte(out, help->shows);
	put_bytes(out, help->reply, help->reply_length);
}

int handover_take_help(const void *bytes, size_t length, struct handover_help *ret_help)
{
	struct cursor cursor = {bytes, length, false};
	*ret_help = (struct handover_help){.learner = take_text(&cursor, HANDOVER_LEARNER)};
	take_item(&cursor, &ret_help->item);
	ret_help->shows = take_byte(&cursor);
	ret_help->reply = take_bytes(&cursor, HANDOVER_TEXT, &ret_help->reply_length);
	return cursor.broken || cursor.left ? -EINVAL : 0;
}

void handover_put_next(struct buffer *out, const struct handover_next *next)
{
	buffer_add(out, (const char *)next->learner, LEARNER_BYTES);
	buffer_add(out, (const char *)next->issue, ISSUE_BYTES);
	put_text(out, next->family);
	put_byte(out, (uint8_t)next->level);
	put_byte(out, (uint8_t)next->locale);
	put_number(out, next->number);
	put_number(out, next->seed);
	put_number(out, next->assessment);
	put_bytes(out, next->members, next->members_length);
	put_number(out, next->separate_count);
	for (size_t i = 0; i < next->separate_count; i++) {
		put_text(out, next->separate[i]);
	}
}

int handover_take_next(const void *bytes, size_t length, struct handover_next *ret_next)
{
	struct cursor cursor = {bytes, length, false};
	struct handover_next *next = ret_next;
	*next = (struct handover_next){.family = ""};
	take_into(&cursor, next->learner, LEARNER_BYTES);
	take_into(&cursor, next->issue, ISSUE_BYTES);
	next->family = take_text(&cursor, HANDOVER_TEXT);
	next->level = (int)take_number(&cursor, 3);
	next->locale = (int)take_number(&cursor, LOCALES - 1);
	next->number = take_number(&cursor, UINT64_MAX);
	next->seed = take_number(&cursor, UINT64_MAX);
	next->assessment = take_number(&cursor, UINT32_MAX);
	next->members = take_bytes(&cursor, HANDOVER_TEXT, &next->members_length);
	next->separate_count = take_number(&cursor, HANDOVER_SEPARATE);
	for (size_t i = 0; i < next->separate_count; i++) {
		next->separate[i] = take_text(&cursor, HANDOVER_TEXT);
	}
	return cursor.broken || cursor.left ? -EINVAL : 0;
}

/*
 * `submit`, its first stage: opens the token, judges the answer, and hands the ledger all that the record
 * needs. An expired item goes on too: the ledger may know the attempt. Nothing here decides whether the
 * answer counts.
 */
#include "daemon/wire/handover.h"
#include "daemon/wire/question.h"
#include "daemon/wire/rows.h"
#include "daemon/worker/handlers.h"

#include <sodium.h>
#include <string.h>

enum { CONFIDENCE_LAST = 5 };
#define ELAPSED_LAST (365LL * 24 * 3600 * 1000) /* a tab may stay open: no reason to refuse the answer */

struct submit_request {
	const char *learner, *item, *attempt;
	struct field_bytes answer;
	bool skipped;
	int64_t elapsed_ms, confidence;
	int locale, decimal; /* decimal -1: as the question says */
};

#define AT(member) offsetof(struct submit_request, member)

static const struct field submit_rows[] = {
    ROW_LEARNER(AT(learner), .required = true),
    ROW_ITEM(AT(item), .required = true),
    ROW_ATTEMPT(AT(attempt), .required = true),
    {.name = "answer", .kind = FIELD_BYTES, .group = 1, .maximum = WORKER_BODY_LIMIT, .offset = AT(answer)},
    {.name = "skipped", .kind = FIELD_FLAG, .group = 1, .offset = AT(skipped)},
    {.name = "elapsed_ms", .kind = FIELD_INTEGER, .maximum = ELAPSED_LAST, .offset = AT(elapsed_ms)},
    {.name = "confidence",
        .kind = FIELD_INTEGER,
        .minimum = 1,
        .maximum = CONFIDENCE_LAST,
        .offset = AT(confidence)},
    ROW_LOCALE(AT(locale)),
    ROW_DECIMAL(AT(decimal)),
};
static const struct field_table submit_table = {
    .rows = submit_rows,
    .count = sizeof(submit_rows) / sizeof(submit_rows[0]),
    .groups = {[1] = GROUP_EXACTLY_ONE},
};

static void hash_bytes(crypto_generichash_state *state, const void *bytes, size_t length)
{
	uint64_t head = length; /* so that two fields cannot pass for one */
	crypto_generichash_update(state, (const unsigned char *)&head, sizeof(head));
	crypto_generichash_update(state, bytes, length);
}

/* Of what the request says, not of how it was written: a retry may order its fields otherwise. */
static void digest_of(const struct submit_request *request, uint8_t ret_digest[HANDOVER_DIGEST])
{
	crypto_generichash_state state;
	int64_t locale =
	    request->locale < 0 ? LOCALE_EN : request->locale; /* as it was before items told theirs */
	int64_t numbers[] = {request->skipped, request->elapsed_ms, request->confidence, locale,
	    request->decimal, request->answer.data != NULL};
	crypto_generichash_init(&state, NULL, 0, HANDOVER_DIGEST);
	hash_bytes(&state, "submit", strlen("submit"));
	hash_bytes(&state, request->learner, strlen(request->learner));
	hash_bytes(&state, request->item, strlen(request->item));
	hash_bytes(&state, request->answer.data ? request->answer.data : "", request->answer.length);
	hash_bytes(&state, numbers, sizeof(numbers));
	crypto_generichash_final(&state, ret_digest, HANDOVER_DIGEST);
}

/* The place of a belief among those handed over, which it joins if there is room; else UINT32_MAX. */
static uint32_t place_of(
    struct worker *worker, uint32_t belief, uint32_t *known, struct handover_submit *submit)
{
	struct misconception_row row;
	for (uint32_t i = 0; i < submit->belief_count; i++) {
		if (known[i] == belief) {
			return i;
		}
	}
	if (submit->belief_count == HANDOVER_BELIEFS ||
	    belief >= content_misconception_count(worker->content)) {
		return UINT32_MAX;
	}
	content_misconception(worker->content, belief, LOCALE_EN, &row);
	known[submit->belief_count] = belief;
	submit->beliefs[submit->belief_count] = (struct handover_belief){
	    .misconception = row.id, .prerequisite = row.prerequisite ? row.prerequisite : "", .json = ""};
	return (uint32_t)submit->belief_count++;
}

/* The candidates with their beliefs named by place; one whose belief has no place counts as unexplained. */
static void hand_over(
    struct worker *worker, const struct candidates *found, uint32_t *known, struct handover_submit *submit)
{
	struct candidates *candidates = &submit->candidates;
	candidates->unexplained = found->unexplained;
	for (size_t i = 0; i < found->count; i++) {
		struct candidate candidate = found->list[i];
		bool placed = true;
		for (size_t e = 0; e < candidate.count; e++) {
			if (candidate.errors[e] < REACH_SLIP) {
				candidate.errors[e] = place_of(worker, candidate.errors[e], known, submit);
				placed = placed && candidate.errors[e] != UINT32_MAX;
			}
		}
		if (placed) {
			candidates->list[candidates->count++] = candidate;
		} else {
			candidates->unexplained += candidate.weight;
		}
	}
}

/* What each belief is told as; after all of them have their places, as the texts lie in one growing buffer.
 */
static void tell_beliefs(struct worker *worker, const struct explanation *explanation, const uint32_t *known,
    struct handover_submit *submit)
{
	for (size_t i = 0; i < explanation->count; i++) {
		for (size_t place = 0; place < submit->belief_count; place++) {
			if (known[place] != explanation->beliefs[i].belief) {
				continue;
			}
			buffer_clear(&worker->packing);
			belief_write_members(&worker->packing, &explanation->beliefs[i]);
			submit->beliefs[place].json =
			    arena_copy(worker->arena, worker->packing.data, worker->packing.length);
			submit->beliefs[place].json_length = worker->packing.length;
		}
	}
}

static void explain(struct worker *worker, const struct judged *judged, const struct verdict *verdict,
    struct explanation *ret_explanation, struct handover_submit *submit)
{
	struct candidates found;
	uint32_t known[HANDOVER_BELIEFS];
	struct diagnosed *diagnosed = question_diagnosed(worker);
	if (!diagnosed) {
		return;
	}
	diagnose_answer(
	    diagnosed, worker->arena, judged->answer, judged->length, &judged->options, verdict, &found);
	diagnose_words(
	    diagnosed, worker->arena, &found, verdict->read, NULL, judged->options.locale, ret_explanation);
	hand_over(worker, &found, known, submit);
	tell_beliefs(worker, ret_explanation, known, submit);
}

/* What a learner hears who says "I don't know". */
static const char *const skipped_words[LOCALES] = {
    [LOCALE_EN] = "Good to know. The solution shows how it goes.",
    [LOCALE_ES] = "Bueno es saberlo. La solución muestra cómo se hace.",
};

static void judge(struct worker *worker, const struct question_cache *cache,
    const struct submit_request *request, struct handover_submit *submit)
{
	struct verdict verdict = {
	    .kind = VERDICT_INCORRECT, .score = 0, .feedback = skipped_words[submit->locale]};
	struct explanation explanation = {.unexplained = 1};
	struct judged judged = {
	    .spec = &cache->spec,
	    .answer = request->answer.data ? request->answer.data : "",
	    .length = request->answer.length,
	    .options = {.locale = (enum locale)submit->locale, .decimal = request->decimal + 1},
	};
	submit->candidates.unexplained = 1;
	if (!request->skipped) {
		check_answer(
		    worker->arena, cache->question, judged.answer, judged.length, &judged.options, &verdict);
	}
	bool wrong = verdict.kind == VERDICT_INCORRECT || verdict.kind == VERDICT_WRONG_FORM;
	if (wrong && !request->skipped) {
		explain(worker, &judged, &verdict, &explanation, submit);
	}
	buffer_clear(&worker->packing);
	verdict_write_head(&worker->packing, worker->arena, &judged, &verdict);
	submit->verdict = (int)verdict.kind;
	submit->form =
	    verdict.kind == VERDICT_WRONG_FORM && cache->spec.form_count ? cache->spec.forms[0] : "";
	submit->verdict_json = worker->packing.data;
	submit->verdict_length = worker->packing.length;
	submit->feedback = verdict_feedback(&verdict, &explanation);
}

static void take_predicted(
    struct arena *arena, const struct question_spec *spec, struct handover_submit *submit)
{
	size_t count =
	    spec->predicted_count < HANDOVER_PREDICTED ? spec->predicted_count : HANDOVER_PREDICTED;
	const char **predicted = arena_array(arena, count, sizeof(*predicted));
	for (size_t i = 0; i < count; i++) {
		predicted[i] = spec->predicted[i].misconception;
	}
	submit->predicted = predicted;
	submit->predicted_count = count;
}

static bool refuse_field(struct refusal_report *report, const char *name, const char *message)
{
	struct field_path path = {NULL, name, strlen(name), 0};
	report->code = ERROR_BAD_REQUEST;
	fields_fault(&report->fault, &path, "%s", message);
	return false;
}

static bool check_request(
    const struct submit_request *request, bool has_answer, struct refusal_report *ret_report)
{
	return has_answer || request->skipped ||
	       refuse_field(ret_report, "skipped", "Only true is allowed here; else send the answer.");
}

enum error_code handle_submit(struct worker *worker, const char *body, size_t length, struct buffer *reply)
{
	struct submit_request request = {.locale = -1, .decimal = -1};
	struct refusal_report report = {0};
	enum error_code code = read_body(worker, &submit_table, body, length, &request, reply);
	if (code) {
		return code;
	}
	struct sealed_item sealed;
	struct handover_submit submit = {.learner = request.learner,
	    .attempt = request.attempt,
	    .skipped = request.skipped,
	    .elapsed_ms = (uint64_t)request.elapsed_ms,
	    .confidence = (uint64_t)request.confidence,
	    .answer = request.answer.data ? request.answer.data : "",
	    .answer_length = request.answer.length};
	const struct question_cache *cache;
	if (!check_request(&request, request.answer.data != NULL, &report) ||
	    !item_open_for(worker, request.item, request.learner, &sealed, &submit.expired, &report) ||
	    !question_of_item(worker, &sealed, &cache, &report)) {
		return report_reply(&report, reply);
	}
	digest_of(&request, submit.digest);
	submit.locale = (int)item_locale(request.locale, &sealed);
	submit.item = handover_item_of(worker, &sealed);
	submit.choices = cache->spec.option_count;
	take_predicted(worker->arena, &cache->spec, &submit);
	judge(worker, cache, &request, &submit);
	handover_put_submit(reply, &submit);
	return ERROR_NONE;
}

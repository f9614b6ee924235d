/*
 * From a token or an inline question to the parsed question. Both come to the same packed bytes, and the
 * question whose bytes were packed last is still parsed: the rows of a batch are mostly about one question.
 */
#include "daemon/wire/handover.h"
#include "daemon/wire/question.h"
#include "daemon/worker/handlers.h"

#include <stdio.h>
#include <string.h>

void question_cache_clear(struct question_cache *cache)
{
	question_done(cache->question);
	cache->question = NULL;
	cache->diagnosed = NULL;
	cache->diagnosis_tried = false;
	buffer_clear(&cache->packed);
}

static bool cache_has(const struct question_cache *cache, const char *packed, size_t length)
{
	return cache->question && cache->packed.length == length &&
	       memcmp(cache->packed.data, packed, length) == 0;
}

struct parsing {
	struct question_cache *cache;
	struct question_fault fault;
	bool parsed;
};

static void parse(void *context)
{
	struct parsing *parsing = context;
	struct question_cache *cache = parsing->cache;
	size_t length = cache->packed.length;
	const uint8_t *bytes = (const uint8_t *)arena_copy(cache->arena, cache->packed.data, length);
	if (unpack_question(cache->arena, bytes, length, &cache->spec) < 0) {
		return;
	}
	parsing->parsed = question_parse(cache->arena, &cache->spec, &cache->question, &parsing->fault) == 0;
}

/* Parses the packed bytes into the cache; false with the fault. */
static bool cache_fill(
    struct worker *worker, const char *packed, size_t length, struct question_fault *ret_fault)
{
	struct question_cache *cache = &worker->cache;
	struct parsing parsing = {.cache = cache};
	question_cache_clear(cache);
	arena_reset(cache->arena);
	buffer_add(&cache->packed, packed, length);
	if (!cache->packed.full) {
		arena_serve_gmp(cache->arena);
		enum refusal refusal = arena_try(cache->arena, parse, &parsing);
		arena_serve_gmp(worker->arena);
		if (refusal != REFUSAL_NONE) {
			parsing.parsed = false;
			parsing.fault =
			    (struct question_fault){NULL, "The question is too large to consider."};
		}
	}
	if (!parsing.parsed) {
		cache->question = NULL;
		*ret_fault = parsing.fault;
	}
	return parsing.parsed;
}

struct diagnosing {
	struct worker *worker;
	struct diagnosed *diagnosed;
};

static void open_diagnosis(void *context)
{
	struct diagnosing *diagnosing = context;
	struct worker *worker = diagnosing->worker;
	struct question_cache *cache = &worker->cache;
	diagnosing->diagnosed = diagnose_open(worker->content, cache->arena, &cache->spec, cache->question);
}

struct diagnosed *question_diagnosed(struct worker *worker)
{
	struct question_cache *cache = &worker->cache;
	struct diagnosing diagnosing = {worker, NULL};
	if (cache->diagnosis_tried || !worker->content || !cache->question) {
		return cache->diagnosed;
	}
	cache->diagnosis_tried = true;
	arena_serve_gmp(cache->arena);
	if (arena_try(cache->arena, open_diagnosis, &diagnosing) == REFUSAL_NONE) {
		cache->diagnosed = diagnosing.diagnosed;
	}
	arena_serve_gmp(worker->arena);
	return cache->diagnosed;
}

static bool refuse(struct refusal_report *report, enum error_code code, const struct field_path *path)
{
	report->code = code;
	fields_fault(&report->fault, path, "%s", error_words(code));
	return false;
}

bool item_open(struct worker *worker, const char *token, const struct field_path *path,
    struct sealed_item *ret_item, struct refusal_report *ret_report)
{
	struct field_path item_path = {path, "item", 4, 0};
	enum error_code code =
	    seal_open(worker->keys, worker->arena, token, strlen(token), worker->now(), ret_item);
	if (code != ERROR_NONE) {
		return refuse(ret_report, code, &item_path);
	}
	/* What is bound to a learner is judged by `submit` only, or checking would be an oracle. */
	return !ret_item->bound || refuse(ret_report, ERROR_NOT_ALLOWED, &item_path);
}

bool question_of_item(struct worker *worker, const struct sealed_item *item,
    const struct question_cache **ret_cache, struct refusal_report *ret_report)
{
	struct question_fault fault = {0};
	const char *packed = (const char *)item->packed;
	*ret_cache = &worker->cache;
	if (cache_has(&worker->cache, packed, item->packed_length) ||
	    cache_fill(worker, packed, item->packed_length, &fault)) {
		return true;
	}
	/* It was parsed before it was sealed: this build reads less than the one that sealed it. */
	return refuse(ret_report, ERROR_INTERNAL, NULL);
}

static enum error_code open_token(struct worker *worker, const char *token, struct sealed_item *ret_item)
{
	return seal_open(worker->keys, worker->arena, token, strlen(token), worker->now(), ret_item);
}

static bool is_of(const struct sealed_item *item, const char *learner)
{
	uint8_t hash[LEARNER_BYTES];
	if (!learner) {
		return false;
	}
	handover_bind(learner, hash);
	return memcmp(hash, item->learner, LEARNER_BYTES) == 0;
}

bool item_open_for(struct worker *worker, const char *token, const char *learner,
    struct sealed_item *ret_item, bool *ret_expired, struct refusal_report *ret_report)
{
	static const struct field_path item_path = {NULL, "item", 4, 0};
	enum error_code code = open_token(worker, token, ret_item);
	*ret_expired = code == ERROR_ITEM_EXPIRED;
	if (code != ERROR_NONE && !*ret_expired) {
		return refuse(ret_report, code, &item_path);
	}
	if (!ret_item->bound) {
		return refuse(ret_report, ERROR_NOT_ALLOWED, &item_path);
	}
	return is_of(ret_item, learner) || refuse(ret_report, ERROR_ITEM_NOT_YOURS, &item_path);
}

bool item_open_for_help(struct worker *worker, const char *token, const char *learner,
    struct sealed_item *ret_item, struct refusal_report *ret_report)
{
	static const struct field_path item_path = {NULL, "item", 4, 0};
	enum error_code code = open_token(worker, token, ret_item);
	if (code != ERROR_NONE) {
		return refuse(ret_report, code, &item_path);
	}
	return !ret_item->bound || is_of(ret_item, learner) ||
	       refuse(ret_report, ERROR_ITEM_NOT_YOURS, &item_path);
}

enum locale item_locale(int asked, const struct sealed_item *item)
{
	return (enum locale)(asked < 0 ? item->locale : asked);
}

static bool find_item(struct worker *worker, struct subject *subject, struct refusal_report *report)
{
	struct sealed_item item;
	const struct question_cache *cache;
	if (!item_open(worker, subject->item, subject->path, &item, report)) {
		return false;
	}
	subject->locale = (int)item_locale(subject->locale, &item);
	return question_of_item(worker, &item, &cache, report);
}

static bool find_inline(struct worker *worker, const struct subject *subject, struct refusal_report *report)
{
	struct field_path path = {subject->path, "question", 8, 0};
	struct question_spec spec;
	struct question_fault fault = {0};
	report->code = ERROR_BAD_REQUEST;
	if (question_from_json(worker->arena, subject->question, &path, &spec, &report->fault) < 0) {
		return false;
	}
	buffer_clear(&worker->packing);
	pack_question(&worker->packing, &spec);
	if (worker->packing.full) {
		return refuse(report, ERROR_TOO_LARGE, &path);
	}
	if (cache_has(&worker->cache, worker->packing.data, worker->packing.length) ||
	    cache_fill(worker, worker->packing.data, worker->packing.length, &fault)) {
		return true;
	}
	struct field_path inner = {&path, fault.field, fault.field ? strlen(fault.field) : 0, 0};
	fields_fault(&report->fault, fault.field ? &inner : &path, "%s",
	    fault.message ? fault.message : "This question cannot be read.");
	return false;
}

bool question_find(struct worker *worker, struct subject *subject, const struct question_cache **ret_cache,
    struct refusal_report *ret_report)
{
	*ret_cache = subject->item || subject->question ? &worker->cache : NULL;
	if (subject->item) {
		return find_item(worker, subject, ret_report);
	}
	subject->locale = subject->locale < 0 ? LOCALE_EN : subject->locale;
	return !subject->question || find_inline(worker, subject, ret_report);
}

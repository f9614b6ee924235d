/*
 * The handlers that the table of operations points to, one file operation_<name>.c each, and the few steps
 * that they share. A handler runs inside arena_try() on the worker's arena: what it owns lies there or in the
 * worker.
 */
#ifndef DAEMON_HANDLERS_H
#define DAEMON_HANDLERS_H

#include "checker/check.h"
#include "daemon/wire/fields.h"
#include "daemon/wire/handover.h"
#include "daemon/wire/seal.h"
#include "daemon/worker/worker.h"
#include "generators/engine/diagnose.h"

enum error_code handle_empty(struct worker *worker, const char *body, size_t length, struct buffer *reply);
enum error_code handle_catalog(struct worker *worker, const char *body, size_t length, struct buffer *reply);
enum error_code handle_generate(struct worker *worker, const char *body, size_t length, struct buffer *reply);
enum error_code handle_read(struct worker *worker, const char *body, size_t length, struct buffer *reply);
enum error_code handle_check(struct worker *worker, const char *body, size_t length, struct buffer *reply);
enum error_code handle_check_many(
    struct worker *worker, const char *body, size_t length, struct buffer *reply);
enum error_code handle_hint(struct worker *worker, const char *body, size_t length, struct buffer *reply);
enum error_code handle_solution(struct worker *worker, const char *body, size_t length, struct buffer *reply);
/* Judges; what it replies is a handover to the ledger (wire/handover.h). */
enum error_code handle_submit(struct worker *worker, const char *body, size_t length, struct buffer *reply);
/* Makes the item that the ledger chose; `body` is its handover. */
enum error_code handle_next(struct worker *worker, const char *body, size_t length, struct buffer *reply);

/* An error on the way to the reply: a row of check_many wants it as a value, others as the whole reply. */
struct refusal_report {
	enum error_code code;
	struct field_fault fault; /* field "": none; message "": the code's own words */
};
/* Makes it the whole reply; gives its code. */
enum error_code report_reply(const struct refusal_report *report, struct buffer *reply);
/* Reads the body by the table; on a fault the reply is written and ERROR_BAD_REQUEST given. */
enum error_code read_body(struct worker *worker, const struct field_table *table, const char *body,
    size_t length, void *into, struct buffer *reply);

/* --- questions (question_cache.c) --- */

/* What is asked about: a sealed item or an inline question, as the request had them. */
struct subject {
	const char *item;                  /* NULL: none */
	const struct json_value *question; /* NULL: none */
	const struct field_path *path;     /* where both lie */
	int locale;                        /* -1: not told; question_find() fills in the item's own */
};
/* The locale asked for; where none was (-1), that in which the item was given out. */
enum locale item_locale(int asked, const struct sealed_item *item);
/*
 * Finds or parses the question. Both NULL: *ret_cache is NULL. The cache's question stands until the next
 * call. False with *ret_report filled.
 */
bool question_find(struct worker *worker, struct subject *subject, const struct question_cache **ret_cache,
    struct refusal_report *ret_report);
void question_cache_clear(struct question_cache *cache);
/* The question in the cache made ready to explain wrong answers; NULL where that cannot be. */
struct diagnosed *question_diagnosed(struct worker *worker);

/* Opens a token that anybody may ask about: one that is bound to a learner is refused. */
bool item_open(struct worker *worker, const char *token, const struct field_path *path,
    struct sealed_item *ret_item, struct refusal_report *ret_report);

/* Opens a token that was issued to this learner; an expired one too, and says so. */
bool item_open_for(struct worker *worker, const char *token, const char *learner,
    struct sealed_item *ret_item, bool *ret_expired, struct refusal_report *ret_report);
/* Opens a token for `hint` and `solution`: one bound to nobody, or to this learner (NULL: none was named). */
bool item_open_for_help(struct worker *worker, const char *token, const char *learner,
    struct sealed_item *ret_item, struct refusal_report *ret_report);
/* The question of an opened token; it stands in the cache until the next call. */
bool question_of_item(struct worker *worker, const struct sealed_item *item,
    const struct question_cache **ret_cache, struct refusal_report *ret_report);
struct handover_item handover_item_of(const struct worker *worker, const struct sealed_item *sealed);
/* The id of a family's skill; "" when the content has no such family. */
const char *skill_of_family(const struct worker *worker, const char *family);

/*
 * After the reply to `hint` or `solution` was written: an item that is bound goes on to the ledger with it,
 * which says whether it may be shown; the reply to any other is the client's.
 */
enum error_code help_reply(struct worker *worker, const char *learner, const struct sealed_item *item,
    bool shows, struct buffer *reply);

/*
 * The item of a token and its worked solution (no steps: none is known). False: the family has changed since,
 * and *ret_item has the question alone (operation_solution.c).
 */
bool solution_find(struct worker *worker, const struct sealed_item *sealed, enum locale locale,
    struct item *ret_item, struct solution *ret_solution);

/* --- verdicts (verdict_write.c) --- */

struct judged {
	const struct question_spec *spec; /* NULL: none */
	const char *answer;
	size_t length;
	struct check_options options;
};
/* Appends the members of a verdict to the object that is open. `explanation` NULL: none was asked for. */
void verdict_write(struct buffer *reply, struct arena *arena, const struct judged *judged,
    const struct verdict *verdict, const struct explanation *explanation);
/* Its parts, where somebody else weighs the explanation: all before `diagnosis`; a belief without its
 * probability; the sentence for the learner. */
void verdict_write_head(
    struct buffer *reply, struct arena *arena, const struct judged *judged, const struct verdict *verdict);
void belief_write_members(struct buffer *reply, const struct explained_belief *belief);
const char *verdict_feedback(const struct verdict *verdict, const struct explanation *explanation);
void notes_write(
    struct buffer *reply, const struct judged *judged, const struct notes *notes, struct arena *arena);
/*
 * Judges one `check` body that lies at `path` (NULL: it is the whole request) and appends the members of its
 * verdict to the object that is open. `open`: fields that `check` does not know are left alone. False with
 * *report filled; the reply may then hold the beginning of a verdict. ret_kind NULL: the caller reads the
 * reply.
 */
bool check_judge(struct worker *worker, const struct json_value *object, const struct field_path *path,
    bool open, struct buffer *reply, struct refusal_report *report, enum verdict_kind *ret_kind);
/* The printers' options for what this judged answer is shown in. */
struct print_options print_options_of(const struct judged *judged);

#endif

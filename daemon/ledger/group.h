/*
 * One group of requests: what was asked, by whom, what the store knows about it, what is to be written, what
 * will be answered. The handlers of operations (ledger_<name>.c) read and fill it; group.c carries it through
 * the store.
 *
 * A handler may run more than once for a job: when the store was lost before the commit, all is read and
 * applied again. So a handler changes nothing but the group.
 */
#ifndef DAEMON_GROUP_H
#define DAEMON_GROUP_H

#include "daemon/broker/session.h"
#include "daemon/learners/choose.h"
#include "daemon/ledger/record.h"
#include "daemon/store/store.h"
#include "daemon/wire/fields.h"
#include "daemon/wire/handover.h"

enum {
	GROUP_JOBS = STORE_GROUP_ENTRIES,
	JOB_LOOKUPS = 4,
	JOB_NAME = 129,   /* bytes of a name, with its NUL */
	JOB_ASSUMED = 64, /* units that are taken as known */
	GROUP_RECORDS = 64 * 1024 * 1024,
	GROUP_REPLY = 4 * 1024 * 1024,
};

struct job;
struct group;

/* An operation of the ledger. */
struct ledger_operation {
	const char *name;
	/* Reads the body into the job: learner, digest, lookups. Any other code than ERROR_NONE: the reply is
	 * written already. */
	enum error_code (*read)(struct group *group, struct job *job, const char *body, size_t length);
	/* Works on the learner's state; writes the reply, and entries. */
	enum error_code (*apply)(struct group *group, struct job *job);
};

struct ask_next {
	char goal[GOAL_BYTES];
	char mode[24];
	bool has_goal, has_locale;
	int locale;
};
struct ask_assess {
	char scope[GOAL_BYTES];
	int kind;
	uint32_t assessment; /* its state is asked for; 0: one is to be started */
};
struct ask_learner {
	bool set, has_goal, has_class, has_locale, has_assumed;
	char goal[GOAL_BYTES], class[JOB_NAME];
	int locale;
	size_t assumed_count;
	char assumed[JOB_ASSUMED][GOAL_BYTES];
};

struct job {
	const struct ledger_operation *operation;
	struct session_request request; /* its body lives until the answer */
	char learner_id[JOB_NAME];
	uint32_t learner; /* index in the group's learners */
	uint8_t digest[STORE_KEY_BYTES];
	struct store_key keys[JOB_LOOKUPS]; /* to be looked up */
	size_t key_count, first_lookup;
	bool has_attempt; /* keys[0] is an idempotency key */
	union {
		struct {
			struct handover_submit submit;
			const char *predicted[HANDOVER_PREDICTED];
		};
		struct handover_help help;
		struct ask_next next;
		struct ask_assess assess;
		struct ask_learner ask;
	};
	struct buffer reply;
	enum error_code status;
	bool final;    /* no further stage */
	bool answered; /* by read(): it takes no part in the group */
};

struct group_learner {
	struct ledger_state state;
	bool loaded;
	char class[JOB_NAME]; /* when it is set in this group */
	uint8_t packed[STATE_PACKED_MAX];
};

struct group {
	const struct course *course;
	struct workspace *work;
	struct json_reader *reader;
	int64_t now; /* of the group: milliseconds since 1970 */

	struct job *jobs; /* GROUP_JOBS */
	size_t job_count;

	struct store_learner learners[GROUP_JOBS];
	struct group_learner *states; /* GROUP_JOBS */
	size_t learner_count;
	struct store_lookup lookups[GROUP_JOBS * JOB_LOOKUPS];
	size_t lookup_count;
	struct store_entry entries[GROUP_JOBS];
	struct job *entry_jobs[GROUP_JOBS];
	size_t record_at[GROUP_JOBS]; /* where the record lies in `records` */
	size_t entry_count;
	struct buffer records;
};

int group_init(struct group *group, const struct course *course);
void group_done(struct group *group);

/*
 * Makes a job of a request. False: the group takes no more before it is committed, and the request was not
 * taken.
 */
bool group_add(struct group *group, const struct session_request *request);
/* All of the group's jobs: reads, applies, commits. A negative errno: the store is lost, try with another. */
int group_commit(struct group *group, struct store *store);
/* Every job that the store cannot serve now is answered `unavailable`. */
void group_refuse(struct group *group);
/* Empties the group; its requests must have been answered. */
void group_clear(struct group *group);

/* --- for the handlers --- */

/* The learner's state, unpacked or new; NULL with the reply written when the row is damaged. */
struct ledger_state *group_state(struct group *group, struct job *job);
/*
 * False, with the refusal written: nothing was ever given out to this learner, or all of it was forgotten
 * since. A late request must not bring back somebody who was erased.
 */
bool group_gave_out(const struct group *group, struct job *job);
/* Does this learner's log have the key, in the store or from an earlier job of this group? */
bool group_knows(const struct group *group, const struct job *job, const struct store_key *key);
/*
 * An idempotency key that is known: the stored reply, or `conflict` for another request. True: the job is
 * answered, with *ret_code.
 */
bool group_repeats(struct group *group, struct job *job, enum error_code *ret_code);
/*
 * Appends an entry, with the state as it is now; evidence NULL: it changed nothing. Call it last: the reply,
 * if it is to be kept (has_attempt), stands in the job by then. 0 or -EMSGSIZE.
 */
int group_record(struct group *group, struct job *job, const struct record *record,
    const struct evidence *evidence, const struct store_key *keys, size_t key_count);

void job_key(struct store_key *ret_key, enum store_key_kind kind, const uint8_t bytes[STORE_KEY_BYTES]);
/* The key of an idempotency key's text. */
void job_attempt_key(struct store_key *ret_key, const char *attempt);
enum error_code job_refuse(struct job *job, enum error_code code, const char *field, const char *detail);
/* Reads a JSON body; on a fault the reply is written and ERROR_BAD_REQUEST given. */
enum error_code job_fields(struct group *group, struct job *job, const struct field_table *table,
    const char *body, size_t length, void *into);
/* Copies a learner's id into the job; at most 128 bytes. */
enum error_code job_learner(struct job *job, const char *learner);

/* --- JSON that several operations write --- */

/* "2026-11-22T04:13:44Z"; "" for 0 and for what is no date. */
void time_text(char *text, size_t size, int64_t at);
/* The same, null in place of "". */
void write_time(struct buffer *out, const char *name, int64_t at);
void write_reason(struct buffer *out, const struct course *course, const struct reason *reason, int locale);
void write_skills(
    struct buffer *out, const struct course *course, const char *name, const struct skill_set *skills);
/* Beliefs that the evidence speaks for; of one skill only, unless `skill` is SKILL_NONE. */
void write_misconceptions(struct buffer *out, const struct course *course, const struct learner *learner,
    int64_t now, uint16_t skill);
/* {"assessment", "kind", "length", "done", "over", ...}: as `assess` tells it. */
void write_assessment(struct buffer *out, const struct course *course, const struct assessment *assessment);

enum error_code read_submit(struct group *group, struct job *job, const char *body, size_t length);
enum error_code apply_submit(struct group *group, struct job *job);
enum error_code read_next(struct group *group, struct job *job, const char *body, size_t length);
enum error_code apply_next(struct group *group, struct job *job);
enum error_code read_help(struct group *group, struct job *job, const char *body, size_t length);
enum error_code apply_hint(struct group *group, struct job *job);
enum error_code apply_solution(struct group *group, struct job *job);
enum error_code read_assess(struct group *group, struct job *job, const char *body, size_t length);
enum error_code apply_assess(struct group *group, struct job *job);
enum error_code read_learner(struct group *group, struct job *job, const char *body, size_t length);
enum error_code apply_learner(struct group *group, struct job *job);
/* Erasing is a transaction of its own: process.c calls the store. */
enum error_code read_forget(struct group *group, struct job *job, const char *body, size_t length);
enum error_code apply_nothing(struct group *group, struct job *job);
bool job_is_forget(const struct job *job);

#endif

/*
 * Where learner state lives: an append-only log of what happened to each learner, and the state that follows
 * from it as a versioned row, changed in the same transaction. Two implementations behind one door: SQLite
 * (a path) and PostgreSQL ("postgresql://..."); both keep the same promises and pass the same tests.
 *
 * The promises: when store_write_group() gives 0, the group is on disk and survives the loss of power. When
 * it gives an error, the group is there wholly or not at all, and reading again tells which. An entry's
 * number is its place in the log of its learner, from 1; a learner's version is the number of the last entry
 * that its state has seen. A key is unique among those of its learner and kind.
 *
 * A state, a record and a reply are bytes to the store. Learners are told apart by the bytes of their id.
 *
 * Ownership: what a read gives lies in the store and lives until the next read, or store_close(). Thread: a
 * store belongs to one thread; another opens its own.
 */
#ifndef DAEMON_STORE_H
#define DAEMON_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	STORE_LEARNER_MAX = 128,   /* bytes of a learner's id */
	STORE_CLASS_MAX = 128,     /* bytes of the name of a group of learners */
	STORE_KEY_BYTES = 16,      /* of a key, and of a digest */
	STORE_KEYS_EACH = 3,       /* keys of one entry */
	STORE_GROUP_ENTRIES = 256, /* in one transaction */
	STORE_WHY_BYTES = 320,
	STORE_VERSION = 2, /* of the tables */
};

struct store;

struct store_bytes {
	const void *data;
	size_t length;
};

/* What a key says about its entry. The letters stand in databases: never change one. */
enum store_key_kind {
	STORE_KEY_ATTEMPT = 'a',  /* the idempotency key of a submit */
	STORE_KEY_ISSUE = 'i',    /* the issue of an item, on the submit that counted */
	STORE_KEY_HINT = 'h',     /* the issue of an item, on its first hint */
	STORE_KEY_SOLUTION = 's', /* the issue of an item, on its solution */
};

struct store_key {
	enum store_key_kind kind;
	uint8_t bytes[STORE_KEY_BYTES];
};

struct store_learner {
	struct store_bytes id;    /* from the caller, 1 to STORE_LEARNER_MAX bytes */
	uint64_t version;         /* 0: new */
	struct store_bytes state; /* empty: none yet */
	struct store_bytes class; /* the group of learners it belongs to; empty: none */
	bool changed;             /* set by the caller: to be written */
};

struct store_lookup {
	uint32_t learner; /* index in the group's learners */
	struct store_key key;
	bool found;
	uint64_t number; /* of the entry that has the key */
	uint8_t digest[STORE_KEY_BYTES];
	struct store_bytes reply; /* of that entry; read for attempts only */
};

struct store_entry {
	uint32_t learner; /* index in the group's learners; of no meaning in store_each_entry() */
	uint64_t number;
	int64_t at;                      /* milliseconds since 1970, UTC */
	uint8_t kind;                    /* the caller's; bytes to the store */
	uint8_t digest[STORE_KEY_BYTES]; /* of the request, to tell a repeated one from another one */
	struct store_bytes record, reply;
	struct store_key keys[STORE_KEYS_EACH];
	size_t key_count;
};

enum store_mode {
	STORE_READ,    /* no writes; beside a writer */
	STORE_WRITE,   /* makes a database that is not there; refuses one of another version */
	STORE_MIGRATE, /* brings an older database to our version */
};

/*
 * Opens "postgresql://..." or a path. 0, or a negative errno with a sentence for people in ret_why
 * (STORE_WHY_BYTES): -ENOENT nothing there to read, -EPROTO tables of another version, -EHOSTUNREACH no
 * server, -EIO.
 */
int store_open(const char *location, enum store_mode mode, struct store **ret_store, char *ret_why);
void store_close(struct store *store); /* NULL is allowed; abandons a group */
/* The sentence about the last error of this store. */
const char *store_why(const struct store *store);

/*
 * Begins a transaction: locks the rows of these learners, which stand in the order of their ids, each once,
 * and fills in what is known of them; then looks up the keys. Waits for other writers. 0 or a negative errno;
 * after an error there is no transaction.
 */
int store_read_group(struct store *store, struct store_learner *learners, size_t learner_count,
    struct store_lookup *lookups, size_t lookup_count);
/*
 * Writes the changed learners and the entries, which are in the order in which they happened, and commits.
 * The learners are those of store_read_group(). After an error: store_close(), open it anew and read again.
 */
int store_write_group(struct store *store, const struct store_learner *learners, size_t learner_count,
    const struct store_entry *entries, size_t entry_count);
/* Ends a transaction without a change. */
void store_abandon_group(struct store *store);

/* Erases all of one learner, in a transaction of its own; gives the number of log entries, and whether it was
 * there. */
int store_forget(struct store *store, struct store_bytes id, bool *ret_known, uint64_t *ret_entries);

/* A visitor gives 0 to go on; anything else ends the walk and is its result. */
typedef int (*store_learner_fn)(void *context, const struct store_learner *learner);
typedef int (*store_entry_fn)(void *context, struct store_bytes learner, const struct store_entry *entry);

/* Learners in the order of their ids; of one class where `class` is not empty. */
int store_each_learner(struct store *store, struct store_bytes class, store_learner_fn visit, void *context);
/* One learner; *ret_learner has version 0 when there is none. */
int store_find_learner(struct store *store, struct store_bytes id, struct store_learner *ret_learner);
/*
 * Log entries, without keys; of one learner in order where `id` is not empty, else of all, each learner's in
 * order.
 */
int store_each_entry(struct store *store, struct store_bytes id, store_entry_fn visit, void *context);

/* A copy of the whole database, while it is in use, into a file that is not there yet. -ENOTSUP: not here. */
int store_backup(struct store *store, const char *path);

#endif

/* What the two implementations share and store.c calls: not for others, they have store.h. */
#ifndef DAEMON_STORE_PARTS_H
#define DAEMON_STORE_PARTS_H

#include "daemon/store/store.h"

/* Memory for what a read gives: grows by chunks, is given back at once. */
struct store_chunk;
struct store_pool {
	struct store_chunk *first, *current;
};
/* A copy, terminated by a NUL that the length does not count. False when memory is out. */
bool store_pool_copy(struct store_pool *pool, const void *data, size_t length, struct store_bytes *ret_bytes);
void store_pool_clear(struct store_pool *pool);
void store_pool_done(struct store_pool *pool);

struct store_kind {
	const char *prefix; /* of its locations; "": all others */
	int (*open)(struct store *store, const char *location, enum store_mode mode);
	void (*close)(struct store *store);
	int (*read_group)(struct store *store, struct store_learner *learners, size_t learner_count,
	    struct store_lookup *lookups, size_t lookup_count);
	int (*write_group)(struct store *store, const struct store_learner *learners, size_t learner_count,
	    const struct store_entry *entries, size_t entry_count);
	void (*abandon_group)(struct store *store);
	int (*forget)(struct store *store, struct store_bytes id, bool *ret_known, uint64_t *ret_entries);
	int (*each_learner)(
	    struct store *store, struct store_bytes class, store_learner_fn visit, void *context);
	int (*find_learner)(struct store *store, struct store_bytes id, struct store_learner *ret_learner);
	int (*each_entry)(struct store *store, struct store_bytes id, store_entry_fn visit, void *context);
	int (*backup)(struct store *store, const char *path);
};
extern const struct store_kind store_sqlite, store_postgres;

struct store {
	const struct store_kind *kind;
	void *own; /* of the implementation */
	struct store_pool pool;
	char why[STORE_WHY_BYTES];
};

/* Fills in the sentence; gives `error`. */
int store_fault(struct store *store, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* What stands in the database against what we need; `found` 0: empty. 0, 1: to be made or migrated, -EPROTO.
 */
int store_compare_version(struct store *store, int64_t found, enum store_mode mode);

#endif

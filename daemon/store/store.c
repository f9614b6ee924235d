#include "daemon/store/store_parts.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the pool --- */

enum { CHUNK_BYTES = 256 * 1024 };

struct store_chunk {
	struct store_chunk *next;
	size_t used, size;
	char bytes[];
};

static struct store_chunk *chunk_with_room(struct store_pool *pool, size_t length)
{
	while (pool->current && pool->current->size - pool->current->used < length && pool->current->next) {
		pool->current = pool->current->next;
	}
	if (pool->current && pool->current->size - pool->current->used >= length) {
		return pool->current;
	}
	size_t size = length > CHUNK_BYTES ? length : CHUNK_BYTES;
	struct store_chunk *chunk = malloc(sizeof(*chunk) + size);
	if (!chunk) {
		return NULL;
	}
	*chunk = (struct store_chunk){.size = size};
	if (pool->current) {
		pool->current->next = chunk;
	} else {
		pool->first = chunk;
	}
	pool->current = chunk;
	return chunk;
}

bool store_pool_copy(struct store_pool *pool, const void *data, size_t length, struct store_bytes *ret_bytes)
{
	struct store_chunk *chunk = chunk_with_room(pool, length + 1);
	if (!chunk) {
		return false;
	}
	char *copy = chunk->bytes + chunk->used;
	if (length) {
		memcpy(copy, data, length);
	}
	copy[length] = '\0';
	chunk->used += length + 1;
	*ret_bytes = (struct store_bytes){copy, length};
	return true;
}

void store_pool_clear(struct store_pool *pool)
{
	for (struct store_chunk *chunk = pool->first; chunk; chunk = chunk->next) {
		chunk->used = 0;
	}
	pool->current = pool->first;
}

void store_pool_done(struct store_pool *pool)
{
	for (struct store_chunk *chunk = pool->first; chunk;) {
		struct store_chunk *next = chunk->next;
		free(chunk);
		chunk = next;
	}
	*pool = (struct store_pool){0};
}

/* --- the door --- */

int store_fault(struct store *store, int error, const char *format, ...)
{
	va_list rest;
	va_start(rest, format);
	vsnprintf(store->why, sizeof(store->why), format, rest);
	va_end(rest);
	return error;
}

int store_compare_version(struct store *store, int64_t found, enum store_mode mode)
{
	if (found == STORE_VERSION) {
		return 0;
	}
	if (found > STORE_VERSION) {
		return store_fault(store, -EPROTO,
		    "its tables have version %lld, this program knows %d: use a newer program",
		    (long long)found, STORE_VERSION);
	}
	if (mode == STORE_MIGRATE || (found == 0 && mode == STORE_WRITE)) {
		return 1;
	}
	if (found == 0) {
		return store_fault(store, -ENOENT, "there are no tables of learners in it yet");
	}
	return store_fault(store, -EPROTO,
	    "its tables have version %lld, this program needs %d: run `masteryd store migrate`",
	    (long long)found, STORE_VERSION);
}

int store_open(const char *location, enum store_mode mode, struct store **ret_store, char *ret_why)
{
	static const struct store_kind *const kinds[] = {&store_postgres, &store_sqlite};
	struct store *store = calloc(1, sizeof(*store));
	if (!store) {
		snprintf(ret_why, STORE_WHY_BYTES, "memory is out");
		return -ENOMEM;
	}
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !store->kind; i++) {
		if (strncmp(location, kinds[i]->prefix, strlen(kinds[i]->prefix)) == 0) {
			store->kind = kinds[i];
		}
	}
	int result = store->kind->open(store, location, mode);
	if (result < 0) {
		memcpy(ret_why, store->why, STORE_WHY_BYTES);
		store_close(store);
		return result;
	}
	*ret_store = store;
	return 0;
}

void store_close(struct store *store)
{
	if (store) {
		store->kind->close(store);
		store_pool_done(&store->pool);
		free(store);
	}
}

const char *store_why(const struct store *store)
{
	return store->why;
}

static bool in_order(const struct store_learner *learners, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		const struct store_bytes *left = &learners[i - 1].id;
		const struct store_bytes *right = &learners[i].id;
		size_t shorter = left->length < right->length ? left->length : right->length;
		int order = memcmp(left->data, right->data, shorter);
		if (order > 0 || (order == 0 && left->length >= right->length)) {
			return false;
		}
	}
	return true;
}

int store_read_group(struct store *store, struct store_learner *learners, size_t learner_count,
    struct store_lookup *lookups, size_t lookup_count)
{
	assert(in_order(learners, learner_count));
	store_pool_clear(&store->pool);
	return store->kind->read_group(store, learners, learner_count, lookups, lookup_count);
}

int store_write_group(struct store *store, const struct store_learner *learners, size_t learner_count,
    const struct store_entry *entries, size_t entry_count)
{
	return store->kind->write_group(store, learners, learner_count, entries, entry_count);
}

void store_abandon_group(struct store *store)
{
	store->kind->abandon_group(store);
}

int store_forget(struct store *store, struct store_bytes id, bool *ret_known, uint64_t *ret_entries)
{
	*ret_known = false;
	*ret_entries = 0;
	return store->kind->forget(store, id, ret_known, ret_entries);
}

int store_each_learner(struct store *store, struct store_bytes class, store_learner_fn visit, void *context)
{
	return store->kind->each_learner(store, class, visit, context);
}

int store_find_learner(struct store *store, struct store_bytes id, struct store_learner *ret_learner)
{
	store_pool_clear(&store->pool);
	*ret_learner = (struct store_learner){.id = id};
	return store->kind->find_learner(store, id, ret_learner);
}

int store_each_entry(struct store *store, struct store_bytes id, store_entry_fn visit, void *context)
{
	return store->kind->each_entry(store, id, visit, context);
}

int store_backup(struct store *store, const char *path)
{
	return store->kind->backup(store, path);
}

/*
 * SQLite: one file, write-ahead log, synchronous=FULL, so that a commit is one fsync of the log.
 *
 * A submit must touch few pages, as each page that a transaction touches is written twice: the log is in the
 * order of time, where a group's rows lie together, and all that is found by learner (the learner's entries
 * and the keys on them) shares one table clustered by learner, mostly one page a learner.
 */
#include "daemon/store/store_parts.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUSY_MS = 5000, KEY_ENTRY = 'n' /* beside enum store_key_kind: the entry's number itself */ };

static const char settings[] = "PRAGMA journal_mode=WAL;"
                               "PRAGMA synchronous=FULL;"
                               "PRAGMA foreign_keys=OFF;"
                               "PRAGMA cache_size=-65536;"
                               "PRAGMA wal_autocheckpoint=16000;"
                               "PRAGMA journal_size_limit=134217728;"
                               "PRAGMA temp_store=MEMORY";

/* Row v brings version v to v + 1. A row is for ever; what changes is a new row. */
static const char *const migrations[STORE_VERSION] = {
    "CREATE TABLE learner (number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, version INTEGER NOT NULL,"
    " state BLOB NOT NULL);"
    "CREATE TABLE log (place INTEGER PRIMARY KEY, learner INTEGER NOT NULL, number INTEGER NOT NULL,"
    " at INTEGER NOT NULL, kind INTEGER NOT NULL, digest BLOB NOT NULL, record BLOB NOT NULL,"
    " reply BLOB NOT NULL);"
    "CREATE TABLE key (learner INTEGER NOT NULL, kind INTEGER NOT NULL, key BLOB NOT NULL,"
    " place INTEGER NOT NULL, PRIMARY KEY (learner, kind, key)) WITHOUT ROWID;",
    "ALTER TABLE learner ADD COLUMN class BLOB;"
    "CREATE INDEX learner_class ON learner (class) WHERE class IS NOT NULL;",
};

enum statement {
	BEGIN,
	COMMIT,
	ROLLBACK,
	READ_LEARNER,
	READ_KEY,
	READ_ENTRY,
	ADD_LEARNER,
	SET_LEARNER,
	ADD_ENTRY,
	ADD_KEY,
	COUNT_ENTRIES,
	FORGET_LOG,
	FORGET_KEYS,
	FORGET_LEARNER,
	EACH_LEARNER,
	EACH_OF_CLASS,
	EACH_ENTRY,
	EACH_OF_LEARNER,
	STATEMENTS
};

#define SELECT_ENTRY "SELECT l.id, g.number, g.at, g.kind, g.digest, g.record, g.reply "

static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",
    [READ_LEARNER] = "SELECT number, version, state, class FROM learner WHERE id = ?1",
    [READ_KEY] = "SELECT place FROM key WHERE learner = ?1 AND kind = ?2 AND key = ?3",
    [READ_ENTRY] = "SELECT number, digest, reply FROM log WHERE place = ?1",
    [ADD_LEARNER] = "INSERT INTO learner (id, version, state, class) VALUES (?1, ?2, ?3, ?4)",
    [SET_LEARNER] = "UPDATE learner SET version = ?2, state = ?3, class = ?4 WHERE number = ?1",
    [ADD_ENTRY] =
        "INSERT INTO log (learner, number, at, kind, digest, record, reply) VALUES (?, ?, ?, ?, ?, ?, ?)",
    [ADD_KEY] = "INSERT INTO key (learner, kind, key, place) VALUES (?1, ?2, ?3, ?4)",
    [COUNT_ENTRIES] = "SELECT count(*) FROM key WHERE learner = ?1 AND kind = 110",
    [FORGET_LOG] = "DELETE FROM log WHERE place IN (SELECT place FROM key WHERE learner = ?1 AND kind = 110)",
    [FORGET_KEYS] = "DELETE FROM key WHERE learner = ?1",
    [FORGET_LEARNER] = "DELETE FROM learner WHERE number = ?1",
    [EACH_LEARNER] = "SELECT id, version, state, class FROM learner ORDER BY id",
    [EACH_OF_CLASS] = "SELECT id, version, state, class FROM learner WHERE class = ?1 ORDER BY id",
    [EACH_ENTRY] = SELECT_ENTRY "FROM log g JOIN learner l ON l.number = g.learner ORDER BY g.place",
    [EACH_OF_LEARNER] = SELECT_ENTRY "FROM learner l JOIN key k ON k.learner = l.number AND k.kind = 110"
                                     " JOIN log g ON g.place = k.place WHERE l.id = ?1 ORDER BY k.key",
};

struct own {
	sqlite3 *database;
	sqlite3_stmt *statements[STATEMENTS];
	int64_t rows[STORE_GROUP_ENTRIES]; /* learner.number of the group's learners; 0: to be made */
	bool in_group;
};

static struct own *own_of(const struct store *store)
{
	return store->own;
}

static int fault(struct store *store)
{
	return store_fault(store, -EIO, "%s", sqlite3_errmsg(own_of(store)->database));
}

/* A statement ready to be bound; NULL with the fault. */
static sqlite3_stmt *prepare(struct store *store, enum statement which)
{
	struct own *own = own_of(store);
	if (!own->statements[which] && sqlite3_prepare_v3(own->database, texts[which], -1,
	                                   SQLITE_PREPARE_PERSISTENT, &own->statements[which], NULL)) {
		fault(store);
		return NULL;
	}
	return own->statements[which];
}

static void bind_bytes(sqlite3_stmt *statement, int index, struct store_bytes bytes)
{
	sqlite3_bind_blob64(statement, index, bytes.data ? bytes.data : "", bytes.length, SQLITE_STATIC);
}

static void bind_class(sqlite3_stmt *statement, int index, struct store_bytes class)
{
	if (class.length) {
		bind_bytes(statement, index, class);
	} else {
		sqlite3_bind_null(statement, index);
	}
}

/* Steps to the end of a statement that gives no rows, and makes it ready again. */
static int finish(struct store *store, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);
	int result = code == SQLITE_DONE || code == SQLITE_ROW ? 0 : fault(store);
	sqlite3_reset(statement);
	return result;
}

static int run(struct store *store, enum statement which)
{
	sqlite3_stmt *statement = prepare(store, which);
	return statement ? finish(store, statement) : -EIO;
}

static int run_on(struct store *store, enum statement which, int64_t number)
{
	sqlite3_stmt *statement = prepare(store, which);
	if (!statement) {
		return -EIO;
	}
	sqlite3_bind_int64(statement, 1, number);
	return finish(store, statement);
}

/* --- opening --- */

static int pragma_version(struct store *store, int64_t *ret_version)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(own_of(store)->database, "PRAGMA user_version", -1, &statement, NULL)) {
		return fault(store);
	}
	int result = sqlite3_step(statement) == SQLITE_ROW ? 0 : fault(store);
	*ret_version = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return result;
}

static int execute(struct store *store, const char *text)
{
	return sqlite3_exec(own_of(store)->database, text, NULL, NULL, NULL) ? fault(store) : 0;
}

static int migrate(struct store *store, int64_t from)
{
	int result = execute(store, "BEGIN EXCLUSIVE");
	for (int64_t version = from; version < STORE_VERSION && result == 0; version++) {
		result = execute(store, migrations[version]);
	}
	char text[64];
	snprintf(text, sizeof(text), "PRAGMA user_version=%d; COMMIT", STORE_VERSION);
	return result == 0 ? execute(store, text) : result;
}

static int sqlite_open(struct store *store, const char *path, enum store_mode mode)
{
	struct own *own = calloc(1, sizeof(*own));
	store->own = own;
	if (!own) {
		return store_fault(store, -ENOMEM, "memory is out");
	}
	if (mode != STORE_WRITE && access(path, F_OK) < 0) {
		return store_fault(store, -ENOENT, "there is no database at %s", path);
	}
	int flags = (mode == STORE_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) |
	            SQLITE_OPEN_NOMUTEX;
	if (sqlite3_open_v2(path, &own->database, flags, NULL)) {
		return fault(store);
	}
	sqlite3_busy_timeout(own->database, BUSY_MS);
	sqlite3_extended_result_codes(own->database, 1);
	int64_t version = 0;
	int result = mode == STORE_READ ? 0 : execute(store, settings);
	if (result == 0) {
		result = pragma_version(store, &version);
	}
	if (result == 0) {
		result = store_compare_version(store, version, mode);
	}
	return result == 1 ? migrate(store, version) : result;
}

static void sqlite_close(struct store *store)
{
	struct own *own = own_of(store);
	if (own) {
		for (size_t i = 0; i < STATEMENTS; i++) {
			sqlite3_finalize(own->statements[i]);
		}
		sqlite3_close(own->database);
		free(own);
	}
}

/* --- groups --- */

static bool take_column(struct store *store, sqlite3_stmt *row, int column, struct store_bytes *ret_bytes)
{
	const void *data = sqlite3_column_blob(row, column);
	size_t length = (size_t)sqlite3_column_bytes(row, column);
	return store_pool_copy(&store->pool, data, length, ret_bytes);
}

static int read_learner(struct store *store, struct store_learner *learner, int64_t *ret_row)
{
	sqlite3_stmt *statement = prepare(store, READ_LEARNER);
	if (!statement) {
		return -EIO;
	}
	bind_bytes(statement, 1, learner->id);
	int code = sqlite3_step(statement);
	int result = 0;
	*ret_row = 0;
	learner->version = 0;
	learner->state = (struct store_bytes){0};
	learner->class = (struct store_bytes){0};
	if (code == SQLITE_ROW) {
		*ret_row = sqlite3_column_int64(statement, 0);
		learner->version = (uint64_t)sqlite3_column_int64(statement, 1);
		bool taken = take_column(store, statement, 2, &learner->state) &&
		             take_column(store, statement, 3, &learner->class);
		result = taken ? 0 : store_fault(store, -ENOMEM, "memory is out");
	} else if (code != SQLITE_DONE) {
		result = fault(store);
	}
	sqlite3_reset(statement);
	return result;
}

static void take_digest(sqlite3_stmt *row, int column, uint8_t digest[STORE_KEY_BYTES])
{
	memset(digest, 0, STORE_KEY_BYTES);
	if (sqlite3_column_bytes(row, column) == STORE_KEY_BYTES) {
		memcpy(digest, sqlite3_column_blob(row, column), STORE_KEY_BYTES);
	}
}

static int read_entry(struct store *store, int64_t place, struct store_lookup *lookup)
{
	sqlite3_stmt *statement = prepare(store, READ_ENTRY);
	if (!statement) {
		return -EIO;
	}
	sqlite3_bind_int64(statement, 1, place);
	int result = sqlite3_step(statement) == SQLITE_ROW ? 0 : fault(store);
	if (result == 0) {
		lookup->number = (uint64_t)sqlite3_column_int64(statement, 0);
		take_digest(statement, 1, lookup->digest);
		lookup->reply = (struct store_bytes){0};
		if (lookup->key.kind == STORE_KEY_ATTEMPT &&
		    !take_column(store, statement, 2, &lookup->reply)) {
			result = store_fault(store, -ENOMEM, "memory is out");
		}
	}
	sqlite3_reset(statement);
	return result;
}

static int read_lookup(struct store *store, struct store_lookup *lookup)
{
	sqlite3_stmt *statement = prepare(store, READ_KEY);
	lookup->found = false;
	int64_t row = own_of(store)->rows[lookup->learner];
	if (!statement || !row) {
		return statement ? 0 : -EIO;
	}
	sqlite3_bind_int64(statement, 1, row);
	sqlite3_bind_int(statement, 2, (int)lookup->key.kind);
	sqlite3_bind_blob(statement, 3, lookup->key.bytes, STORE_KEY_BYTES, SQLITE_STATIC);
	int code = sqlite3_step(statement);
	int64_t place = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
	int result = code == SQLITE_ROW || code == SQLITE_DONE ? 0 : fault(store);
	sqlite3_reset(statement);
	if (place) {
		lookup->found = true;
		result = read_entry(store, place, lookup);
	}
	return result;
}

static void sqlite_abandon_group(struct store *store)
{
	struct own *own = own_of(store);
	if (own->in_group) {
		own->in_group = false;
		run(store, ROLLBACK);
	}
}

static int sqlite_read_group(struct store *store, struct store_learner *learners, size_t learner_count,
    struct store_lookup *lookups, size_t lookup_count)
{
	struct own *own = own_of(store);
	int result =
	    learner_count > STORE_GROUP_ENTRIES ? store_fault(store, -E2BIG, "the group is too large") : 0;
	if (result == 0) {
		result = run(store, BEGIN);
	}
	own->in_group = result == 0;
	for (size_t i = 0; i < learner_count && result == 0; i++) {
		result = read_learner(store, &learners[i], &own->rows[i]);
	}
	for (size_t i = 0; i < lookup_count && result == 0; i++) {
		result = read_lookup(store, &lookups[i]);
	}
	if (result < 0) {
		sqlite_abandon_group(store);
	}
	return result;
}

static int write_learner(struct store *store, const struct store_learner *learner, int64_t *row)
{
	sqlite3_stmt *statement = prepare(store, *row ? SET_LEARNER : ADD_LEARNER);
	if (!statement) {
		return -EIO;
	}
	if (*row) {
		sqlite3_bind_int64(statement, 1, *row);
	} else {
		bind_bytes(statement, 1, learner->id);
	}
	sqlite3_bind_int64(statement, 2, (int64_t)learner->version);
	bind_bytes(statement, 3, learner->state);
	bind_class(statement, 4, learner->class);
	int result = finish(store, statement);
	if (result == 0 && !*row) {
		*row = sqlite3_last_insert_rowid(own_of(store)->database);
	}
	return result;
}

static int write_key(struct store *store, int64_t row, int kind, struct store_bytes key, int64_t place)
{
	sqlite3_stmt *statement = prepare(store, ADD_KEY);
	if (!statement) {
		return -EIO;
	}
	sqlite3_bind_int64(statement, 1, row);
	sqlite3_bind_int(statement, 2, kind);
	bind_bytes(statement, 3, key);
	sqlite3_bind_int64(statement, 4, place);
	return finish(store, statement);
}

static int write_entry(struct store *store, const struct store_entry *entry)
{
	struct own *own = own_of(store);
	sqlite3_stmt *statement = prepare(store, ADD_ENTRY);
	if (!statement) {
		return -EIO;
	}
	int64_t row = own->rows[entry->learner];
	sqlite3_bind_int64(statement, 1, row);
	sqlite3_bind_int64(statement, 2, (int64_t)entry->number);
	sqlite3_bind_int64(statement, 3, entry->at);
	sqlite3_bind_int(statement, 4, entry->kind);
	sqlite3_bind_blob(statement, 5, entry->digest, STORE_KEY_BYTES, SQLITE_STATIC);
	bind_bytes(statement, 6, entry->record);
	bind_bytes(statement, 7, entry->reply);
	int result = finish(store, statement);
	int64_t place = sqlite3_last_insert_rowid(own->database);
	uint8_t number[8]; /* big endian, so that keys stand in the order of the numbers */
	for (int i = 0; i < 8; i++) {
		number[i] = (uint8_t)(entry->number >> (56 - 8 * i));
	}
	if (result == 0) {
		result =
		    write_key(store, row, KEY_ENTRY, (struct store_bytes){number, sizeof(number)}, place);
	}
	for (size_t i = 0; i < entry->key_count && result == 0; i++) {
		struct store_bytes key = {entry->keys[i].bytes, STORE_KEY_BYTES};
		result = write_key(store, row, (int)entry->keys[i].kind, key, place);
	}
	return result;
}

static int sqlite_write_group(struct store *store, const struct store_learner *learners, size_t learner_count,
    const struct store_entry *entries, size_t entry_count)
{
	struct own *own = own_of(store);
	int result = 0;
	for (size_t i = 0; i < learner_count && result == 0; i++) {
		if (learners[i].changed) {
			result = write_learner(store, &learners[i], &own->rows[i]);
		}
	}
	for (size_t i = 0; i < entry_count && result == 0; i++) {
		result = write_entry(store, &entries[i]);
	}
	if (result == 0) {
		result = run(store, COMMIT);
	}
	if (result < 0) {
		sqlite_abandon_group(store);
	}
	own->in_group = false;
	return result;
}

/* --- the rest --- */

static int forget_row(struct store *store, int64_t row, uint64_t *ret_entries)
{
	sqlite3_stmt *count = prepare(store, COUNT_ENTRIES);
	if (!count) {
		return -EIO;
	}
	sqlite3_bind_int64(count, 1, row);
	int result = sqlite3_step(count) == SQLITE_ROW ? 0 : fault(store);
	*ret_entries = (uint64_t)sqlite3_column_int64(count, 0);
	sqlite3_reset(count);
	static const enum statement steps[] = {FORGET_LOG, FORGET_KEYS, FORGET_LEARNER};
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && result == 0; i++) {
		result = run_on(store, steps[i], row);
	}
	return result;
}

static int sqlite_forget(struct store *store, struct store_bytes id, bool *ret_known, uint64_t *ret_entries)
{
	struct store_learner learner = {.id = id};
	int64_t row = 0;
	int result = run(store, BEGIN);
	if (result < 0) {
		return result;
	}
	own_of(store)->in_group = true;
	result = read_learner(store, &learner, &row);
	if (result == 0 && row) {
		*ret_known = true;
		result = forget_row(store, row, ret_entries);
	}
	if (result == 0) {
		result = run(store, COMMIT);
	}
	if (result < 0) {
		sqlite_abandon_group(store);
	}
	own_of(store)->in_group = false;
	return result;
}

static struct store_bytes column(sqlite3_stmt *row, int index)
{
	const void *data = sqlite3_column_blob(row, index);
	return (struct store_bytes){data, (size_t)sqlite3_column_bytes(row, index)};
}

static int sqlite_each_learner(
    struct store *store, struct store_bytes class, store_learner_fn visit, void *context)
{
	sqlite3_stmt *statement = prepare(store, class.length ? EACH_OF_CLASS : EACH_LEARNER);
	if (!statement) {
		return -EIO;
	}
	if (class.length) {
		bind_bytes(statement, 1, class);
	}
	int code = SQLITE_DONE;
	int result = 0;
	while (result == 0 && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct store_learner learner = {
		    .id = column(statement, 0),
		    .version = (uint64_t)sqlite3_column_int64(statement, 1),
		    .state = column(statement, 2),
		    .class = column(statement, 3),
		};
		result = visit(context, &learner);
	}
	if (result == 0 && code != SQLITE_DONE) {
		result = fault(store);
	}
	sqlite3_reset(statement);
	return result;
}

static int sqlite_find_learner(struct store *store, struct store_bytes id, struct store_learner *ret_learner)
{
	int64_t row;
	(void)id;
	return read_learner(store, ret_learner, &row);
}

static int sqlite_each_entry(struct store *store, struct store_bytes id, store_entry_fn visit, void *context)
{
	sqlite3_stmt *statement = prepare(store, id.length ? EACH_OF_LEARNER : EACH_ENTRY);
	if (!statement) {
		return -EIO;
	}
	if (id.length) {
		bind_bytes(statement, 1, id);
	}
	int code = SQLITE_DONE;
	int result = 0;
	while (result == 0 && (code = sqlite3_step(statement)) == SQLITE_ROW) {
		struct store_entry entry = {
		    .number = (uint64_t)sqlite3_column_int64(statement, 1),
		    .at = sqlite3_column_int64(statement, 2),
		    .kind = (uint8_t)sqlite3_column_int(statement, 3),
		    .record = column(statement, 5),
		    .reply = column(statement, 6),
		};
		take_digest(statement, 4, entry.digest);
		result = visit(context, column(statement, 0), &entry);
	}
	if (result == 0 && code != SQLITE_DONE) {
		result = fault(store);
	}
	sqlite3_reset(statement);
	return result;
}

static int sqlite_backup(struct store *store, const char *path)
{
	sqlite3_stmt *statement;
	if (access(path, F_OK) == 0) {
		return store_fault(store, -EEXIST, "%s is there already", path);
	}
	if (sqlite3_prepare_v2(own_of(store)->database, "VACUUM INTO ?1", -1, &statement, NULL)) {
		return fault(store);
	}
	sqlite3_bind_text(statement, 1, path, -1, SQLITE_STATIC);
	int result = sqlite3_step(statement) == SQLITE_DONE ? 0 : fault(store);
	sqlite3_finalize(statement);
	return result;
}

const struct store_kind store_sqlite = {
    .prefix = "",
    .open = sqlite_open,
    .close = sqlite_close,
    .read_group = sqlite_read_group,
    .write_group = sqlite_write_group,
    .abandon_group = sqlite_abandon_group,
    .forget = sqlite_forget,
    .each_learner = sqlite_each_learner,
    .find_learner = sqlite_find_learner,
    .each_entry = sqlite_each_entry,
    .backup = sqlite_backup,
};

/*
 * PostgreSQL through libpq in pipeline mode: a group is two round trips, one to lock and read, one to write
 * and commit, each statement for the whole group at once.
 *
 * All tables are partitioned by the learner's id, and every statement names it, so that a cluster that
 * shards by learner keeps a learner's rows together. Missing learners are inserted in the order of their ids
 * before any row is locked in that order: two writers never wait for each other in a circle.
 */
#include "daemon/store/postgres_arrays.h"
#include "daemon/store/store_parts.h"

#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ARRAYS = 8, PARAMETERS = 8, BINARY = 1, CONNECT_SECONDS = 5 };

/* Row v brings version v to v + 1. A row is for ever; what changes is a new row. */
static const char *const migrations[STORE_VERSION] = {
    "CREATE TABLE learner (id bytea PRIMARY KEY, version bigint NOT NULL, state bytea NOT NULL)"
    " PARTITION BY HASH (id);"
    "CREATE TABLE log (learner bytea NOT NULL, number bigint NOT NULL, at bigint NOT NULL,"
    " kind bigint NOT NULL, digest bytea NOT NULL, record bytea NOT NULL, reply bytea NOT NULL,"
    " PRIMARY KEY (learner, number)) PARTITION BY HASH (learner);"
    "CREATE TABLE key (learner bytea NOT NULL, kind bigint NOT NULL, key bytea NOT NULL,"
    " number bigint NOT NULL, PRIMARY KEY (learner, kind, key)) PARTITION BY HASH (learner);"
    "DO $$ BEGIN FOR i IN 0..7 LOOP"
    " EXECUTE format('CREATE TABLE learner_%s PARTITION OF learner"
    " FOR VALUES WITH (MODULUS 8, REMAINDER %s) WITH (fillfactor=70)', i, i);"
    " EXECUTE format('CREATE TABLE log_%s PARTITION OF log"
    " FOR VALUES WITH (MODULUS 8, REMAINDER %s)', i, i);"
    " EXECUTE format('CREATE TABLE key_%s PARTITION OF key"
    " FOR VALUES WITH (MODULUS 8, REMAINDER %s)', i, i);"
    " END LOOP; END $$;"
    "CREATE TABLE masteryd (version bigint NOT NULL);"
    "INSERT INTO masteryd VALUES (1);",
    "ALTER TABLE learner ADD COLUMN class bytea;"
    "CREATE INDEX learner_class ON learner (class) WHERE class IS NOT NULL;",
};

enum statement { LOCK_NEW, LOCK_READ, FIND_KEYS, SET_LEARNERS, ADD_ENTRIES, ADD_KEYS, STATEMENTS };

static const struct {
	const char *name, *text;
	Oid types[PARAMETERS];
	int parameters;
} statements[STATEMENTS] = {
    [LOCK_NEW] = {"lock_new",
        "INSERT INTO learner (id, version, state) SELECT id, 0, '' FROM unnest($1) WITH ORDINALITY"
        " AS wanted (id, place) WHERE NOT EXISTS (SELECT FROM learner l WHERE l.id = wanted.id)"
        " ORDER BY place ON CONFLICT DO NOTHING",
        {POSTGRES_BYTEA_ARRAY}, 1},
    [LOCK_READ] = {"lock_read",
        "SELECT id, version, state, class FROM learner WHERE id = ANY ($1) ORDER BY id FOR UPDATE",
        {POSTGRES_BYTEA_ARRAY}, 1},
    [FIND_KEYS] = {"find_keys",
        "SELECT wanted.place, log.number, log.digest,"
        " CASE WHEN wanted.kind = 97 THEN log.reply ELSE '' END"
        " FROM unnest($1, $2, $3) WITH ORDINALITY AS wanted (learner, kind, key, place)"
        " JOIN key ON key.learner = wanted.learner AND key.kind = wanted.kind AND key.key = wanted.key"
        " JOIN log ON log.learner = key.learner AND log.number = key.number",
        {POSTGRES_BYTEA_ARRAY, POSTGRES_INT8_ARRAY, POSTGRES_BYTEA_ARRAY}, 3},
    [SET_LEARNERS] = {"set_learners",
        "UPDATE learner SET version = new.version, state = new.state, class = new.class"
        " FROM unnest($1, $2, $3, $4) AS new (id, version, state, class) WHERE learner.id = new.id",
        {POSTGRES_BYTEA_ARRAY, POSTGRES_INT8_ARRAY, POSTGRES_BYTEA_ARRAY, POSTGRES_BYTEA_ARRAY}, 4},
    [ADD_ENTRIES] = {"add_entries",
        "INSERT INTO log (learner, number, at, kind, digest, record, reply)"
        " SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7)",
        {POSTGRES_BYTEA_ARRAY, POSTGRES_INT8_ARRAY, POSTGRES_INT8_ARRAY, POSTGRES_INT8_ARRAY,
            POSTGRES_BYTEA_ARRAY, POSTGRES_BYTEA_ARRAY, POSTGRES_BYTEA_ARRAY},
        7},
    [ADD_KEYS] = {"add_keys",
        "INSERT INTO key (learner, kind, key, number) SELECT * FROM unnest($1, $2, $3, $4)",
        {POSTGRES_BYTEA_ARRAY, POSTGRES_INT8_ARRAY, POSTGRES_BYTEA_ARRAY, POSTGRES_INT8_ARRAY}, 4},
};

struct own {
	PGconn *connection;
	struct postgres_array arrays[ARRAYS];
	bool in_group;
};

static struct own *own_of(const struct store *store)
{
	return store->own;
}

static int fault(struct store *store, const PGresult *result)
{
	const char *words = result ? PQresultErrorMessage(result) : "";
	words = *words ? words : PQerrorMessage(own_of(store)->connection);
	int length = (int)strcspn(words, "\n");
	return store_fault(store, -EIO, "%.*s", length, words);
}

/* --- without a pipeline: opening, walking, forgetting --- */

static int execute(struct store *store, const char *text)
{
	PGresult *result = PQexec(own_of(store)->connection, text);
	ExecStatusType status = PQresultStatus(result);
	int error = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? 0 : fault(store, result);
	PQclear(result);
	return error;
}

static int find_version(struct store *store, int64_t *ret_version)
{
	PGconn *connection = own_of(store)->connection;
	PGresult *there = PQexec(connection, "SELECT to_regclass('masteryd') IS NOT NULL");
	int error = PQresultStatus(there) == PGRES_TUPLES_OK ? 0 : fault(store, there);
	*ret_version = 0;
	if (error == 0 && *PQgetvalue(there, 0, 0) == 't') {
		PGresult *version = PQexec(connection, "SELECT version FROM masteryd");
		bool found = PQresultStatus(version) == PGRES_TUPLES_OK && PQntuples(version) == 1;
		error = found ? 0 : fault(store, version);
		*ret_version = found ? strtoll(PQgetvalue(version, 0, 0), NULL, 10) : 0;
		PQclear(version);
	}
	PQclear(there);
	return error;
}

/* Two daemons may start at once: the second waits here and finds the work done. */
static int migrate(struct store *store, enum store_mode mode)
{
	int64_t version = 0;
	int result = execute(store, "BEGIN; SELECT pg_advisory_xact_lock(7238144051)");
	if (result == 0) {
		result = find_version(store, &version);
	}
	if (result == 0) {
		result = store_compare_version(store, version, mode);
	}
	for (int64_t at = version; result > 0 && at < STORE_VERSION; at++) {
		int error = execute(store, migrations[at]);
		result = error < 0 ? error : result;
	}
	if (result > 0) {
		char text[64];
		snprintf(text, sizeof(text), "UPDATE masteryd SET version = %d", STORE_VERSION);
		result = execute(store, text);
	}
	char why[STORE_WHY_BYTES];
	memcpy(why, store->why, sizeof(why));
	int end = execute(store, result < 0 ? "ROLLBACK" : "COMMIT");
	if (result < 0) {
		memcpy(store->why, why, sizeof(why));
	}
	return result < 0 ? result : end;
}

static int prepare_all(struct store *store)
{
	for (size_t i = 0; i < STATEMENTS; i++) {
		PGresult *result = PQprepare(own_of(store)->connection, statements[i].name,
		    statements[i].text, statements[i].parameters, statements[i].types);
		int error = PQresultStatus(result) == PGRES_COMMAND_OK ? 0 : fault(store, result);
		PQclear(result);
		if (error < 0) {
			return error;
		}
	}
	return 0;
}

static void say_nothing(void *context, const PGresult *result)
{
	(void)context;
	(void)result;
}

static int postgres_open(struct store *store, const char *location, enum store_mode mode)
{
	struct own *own = calloc(1, sizeof(*own));
	store->own = own;
	if (!own) {
		return store_fault(store, -ENOMEM, "memory is out");
	}
	char seconds[16];
	snprintf(seconds, sizeof(seconds), "%d", CONNECT_SECONDS);
	const char *const names[] = {"dbname", "connect_timeout", "application_name", NULL};
	const char *const values[] = {location, seconds, "masteryd", NULL};
	own->connection = PQconnectdbParams(names, values, 1);
	if (PQstatus(own->connection) != CONNECTION_OK) {
		fault(store, NULL);
		return -EHOSTUNREACH;
	}
	PQsetNoticeReceiver(own->connection, say_nothing, NULL);
	int64_t version = 0;
	int result = find_version(store, &version);
	if (result == 0) {
		result = store_compare_version(store, version, mode);
	}
	if (result == 1) {
		result = migrate(store, mode);
	}
	/* Prepared statements must not be planned anew for every group, nor for arrays of one element. */
	if (result == 0) {
		result = execute(store, "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;"
		                        "SET enable_hashjoin = off; SET enable_mergejoin = off");
	}
	return result == 0 ? prepare_all(store) : result;
}

static void postgres_close(struct store *store)
{
	struct own *own = own_of(store);
	if (own) {
		for (size_t i = 0; i < ARRAYS; i++) {
			postgres_array_done(&own->arrays[i]);
		}
		PQfinish(own->connection);
		free(own);
	}
}

/* --- the pipeline --- */

static int send_statement(struct store *store, enum statement which)
{
	struct own *own = own_of(store);
	const char *values[PARAMETERS];
	int lengths[PARAMETERS], formats[PARAMETERS];
	for (int i = 0; i < statements[which].parameters; i++) {
		struct postgres_array *array = &own->arrays[i];
		postgres_array_end(array);
		if (array->failed || array->length > INT32_MAX) {
			return store_fault(store, -ENOMEM, "the group is too large");
		}
		values[i] = array->data;
		lengths[i] = (int)array->length;
		formats[i] = BINARY;
	}
	return PQsendQueryPrepared(own->connection, statements[which].name, statements[which].parameters,
	           values, lengths, formats, BINARY)
	           ? 0
	           : fault(store, NULL);
}

static int send_text(struct store *store, const char *text)
{
	return PQsendQueryParams(own_of(store)->connection, text, 0, NULL, NULL, NULL, NULL, BINARY)
	           ? 0
	           : fault(store, NULL);
}

static int begin_arrays(struct store *store, enum statement which)
{
	for (int i = 0; i < statements[which].parameters; i++) {
		bool bytes = statements[which].types[i] == POSTGRES_BYTEA_ARRAY;
		postgres_array_begin(&own_of(store)->arrays[i], bytes ? POSTGRES_BYTEA : POSTGRES_INT8);
	}
	return 0;
}

typedef int (*rows_fn)(struct store *store, const PGresult *rows, void *context);

/* The results of the statements that were sent, in order; those with rows go to their function. */
static int collect(struct store *store, const rows_fn *functions, void *const *contexts, size_t count)
{
	PGconn *connection = own_of(store)->connection;
	int error = PQpipelineSync(connection) ? 0 : fault(store, NULL);
	size_t at = 0;
	for (;;) {
		PGresult *result = PQgetResult(connection);
		if (!result) {
			if (PQstatus(connection) != CONNECTION_OK) {
				return error < 0 ? error : fault(store, NULL);
			}
			at++; /* the end of one statement's results */
			if (at > count) {
				return error < 0 ? error : store_fault(store, -EIO, "the server is silent");
			}
			continue;
		}
		ExecStatusType status = PQresultStatus(result);
		if (status == PGRES_PIPELINE_SYNC) {
			PQclear(result);
			return error;
		}
		if (status == PGRES_TUPLES_OK && error == 0 && at < count && functions[at]) {
			error = functions[at](store, result, contexts[at]);
		} else if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && error == 0) {
			error = fault(store, result);
		}
		PQclear(result);
	}
}

static bool take_value(
    struct store *store, const PGresult *rows, int row, int column, struct store_bytes *ret)
{
	size_t length = (size_t)PQgetlength(rows, row, column);
	return store_pool_copy(&store->pool, PQgetvalue(rows, row, column), length, ret);
}

struct learners {
	struct store_learner *list;
	size_t count;
};

static int take_learners(struct store *store, const PGresult *rows, void *context)
{
	struct learners *learners = context;
	if ((size_t)PQntuples(rows) != learners->count) {
		return store_fault(store, -EIO, "a learner's row is missing");
	}
	for (int i = 0; i < PQntuples(rows); i++) {
		struct store_learner *learner = &learners->list[i];
		learner->version = (uint64_t)postgres_read_integer(PQgetvalue(rows, i, 1));
		if (!take_value(store, rows, i, 2, &learner->state) ||
		    !take_value(store, rows, i, 3, &learner->class)) {
			return store_fault(store, -ENOMEM, "memory is out");
		}
	}
	return 0;
}

static void copy_digest(const PGresult *rows, int row, int column, uint8_t digest[STORE_KEY_BYTES])
{
	memset(digest, 0, STORE_KEY_BYTES);
	if (PQgetlength(rows, row, column) == STORE_KEY_BYTES) {
		memcpy(digest, PQgetvalue(rows, row, column), STORE_KEY_BYTES);
	}
}

static int take_lookups(struct store *store, const PGresult *rows, void *context)
{
	struct store_lookup *lookups = context;
	for (int i = 0; i < PQntuples(rows); i++) {
		struct store_lookup *lookup = &lookups[postgres_read_integer(PQgetvalue(rows, i, 0)) - 1];
		lookup->found = true;
		lookup->number = (uint64_t)postgres_read_integer(PQgetvalue(rows, i, 1));
		copy_digest(rows, i, 2, lookup->digest);
		if (!take_value(store, rows, i, 3, &lookup->reply)) {
			return store_fault(store, -ENOMEM, "memory is out");
		}
	}
	return 0;
}

static int send_lock(struct store *store, enum statement which, const struct learners *learners)
{
	begin_arrays(store, which);
	for (size_t i = 0; i < learners->count; i++) {
		postgres_array_bytes(&own_of(store)->arrays[0], learners->list[i].id);
	}
	return send_statement(store, which);
}

static int send_lookups(
    struct store *store, const struct learners *learners, struct store_lookup *lookups, size_t count)
{
	struct own *own = own_of(store);
	begin_arrays(store, FIND_KEYS);
	for (size_t i = 0; i < count; i++) {
		lookups[i].found = false;
		postgres_array_bytes(&own->arrays[0], learners->list[lookups[i].learner].id);
		postgres_array_integer(&own->arrays[1], lookups[i].key.kind);
		postgres_array_bytes(
		    &own->arrays[2], (struct store_bytes){lookups[i].key.bytes, STORE_KEY_BYTES});
	}
	return send_statement(store, FIND_KEYS);
}

/* Out of the pipeline, and out of the transaction if there is one; after a lost connection nothing helps. */
static void leave_group(struct store *store)
{
	struct own *own = own_of(store);
	if (PQpipelineStatus(own->connection) != PQ_PIPELINE_OFF) {
		PQexitPipelineMode(own->connection);
	}
	if (own->in_group && PQstatus(own->connection) == CONNECTION_OK &&
	    PQtransactionStatus(own->connection) != PQTRANS_IDLE) {
		PQclear(PQexec(own->connection, "ROLLBACK"));
	}
	own->in_group = false;
}

static int postgres_read_group(struct store *store, struct store_learner *learners, size_t learner_count,
    struct store_lookup *lookups, size_t lookup_count)
{
	struct own *own = own_of(store);
	struct learners all = {learners, learner_count};
	rows_fn functions[] = {NULL, NULL, take_learners, take_lookups};
	void *contexts[] = {NULL, NULL, &all, lookups};
	int result = PQenterPipelineMode(own->connection) ? 0 : fault(store, NULL);
	own->in_group = true;
	if (result == 0) {
		result = send_text(store, "BEGIN");
	}
	if (result == 0) {
		result = send_lock(store, LOCK_NEW, &all);
	}
	if (result == 0) {
		result = send_lock(store, LOCK_READ, &all);
	}
	if (result == 0) {
		result = send_lookups(store, &all, lookups, lookup_count);
	}
	if (result == 0) {
		result = collect(store, functions, contexts, sizeof(functions) / sizeof(functions[0]));
	}
	if (result < 0) {
		leave_group(store);
	}
	return result;
}

static int send_learners(struct store *store, const struct store_learner *learners, size_t count)
{
	struct postgres_array *arrays = own_of(store)->arrays;
	begin_arrays(store, SET_LEARNERS);
	for (size_t i = 0; i < count; i++) {
		if (!learners[i].changed) {
			continue;
		}
		postgres_array_bytes(&arrays[0], learners[i].id);
		postgres_array_integer(&arrays[1], (int64_t)learners[i].version);
		postgres_array_bytes(&arrays[2], learners[i].state);
		if (learners[i].class.length) {
			postgres_array_bytes(&arrays[3], learners[i].class);
		} else {
			postgres_array_null(&arrays[3]);
		}
	}
	return send_statement(store, SET_LEARNERS);
}

static int send_entries(struct store *store, const struct store_learner *learners,
    const struct store_entry *entries, size_t count)
{
	struct postgres_array *arrays = own_of(store)->arrays;
	begin_arrays(store, ADD_ENTRIES);
	for (size_t i = 0; i < count; i++) {
		const struct store_entry *entry = &entries[i];
		postgres_array_bytes(&arrays[0], learners[entry->learner].id);
		postgres_array_integer(&arrays[1], (int64_t)entry->number);
		postgres_array_integer(&arrays[2], entry->at);
		postgres_array_integer(&arrays[3], entry->kind);
		postgres_array_bytes(&arrays[4], (struct store_bytes){entry->digest, STORE_KEY_BYTES});
		postgres_array_bytes(&arrays[5], entry->record);
		postgres_array_bytes(&arrays[6], entry->reply);
	}
	return send_statement(store, ADD_ENTRIES);
}

static int send_keys(struct store *store, const struct store_learner *learners,
    const struct store_entry *entries, size_t count)
{
	struct postgres_array *arrays = own_of(store)->arrays;
	begin_arrays(store, ADD_KEYS);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < entries[i].key_count; k++) {
			const struct store_key *key = &entries[i].keys[k];
			postgres_array_bytes(&arrays[0], learners[entries[i].learner].id);
			postgres_array_integer(&arrays[1], key->kind);
			postgres_array_bytes(&arrays[2], (struct store_bytes){key->bytes, STORE_KEY_BYTES});
			postgres_array_integer(&arrays[3], (int64_t)entries[i].number);
		}
	}
	return send_statement(store, ADD_KEYS);
}

static int postgres_write_group(struct store *store, const struct store_learner *learners,
    size_t learner_count, const struct store_entry *entries, size_t entry_count)
{
	rows_fn functions[] = {NULL, NULL, NULL, NULL};
	int result = send_learners(store, learners, learner_count);
	if (result == 0) {
		result = send_entries(store, learners, entries, entry_count);
	}
	if (result == 0) {
		result = send_keys(store, learners, entries, entry_count);
	}
	if (result == 0) {
		result = send_text(store, "COMMIT");
	}
	if (result == 0) {
		result = collect(store, functions, NULL, sizeof(functions) / sizeof(functions[0]));
	}
	leave_group(store);
	return result;
}

/* --- the rest --- */

/* Runs a statement with at most one parameter; the caller clears the result. NULL with the fault. */
static PGresult *ask(struct store *store, const char *text, struct store_bytes bytes)
{
	static const Oid type = POSTGRES_BYTEA;
	const char *value = bytes.data;
	int length = (int)bytes.length;
	int format = BINARY;
	PGresult *result = PQexecParams(
	    own_of(store)->connection, text, bytes.length ? 1 : 0, &type, &value, &length, &format, BINARY);
	ExecStatusType status = PQresultStatus(result);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
		fault(store, result);
		PQclear(result);
		return NULL;
	}
	return result;
}

static int postgres_forget(struct store *store, struct store_bytes id, bool *ret_known, uint64_t *ret_entries)
{
	static const char *const texts[] = {
	    "SELECT FROM learner WHERE id = $1 FOR UPDATE",
	    "DELETE FROM log WHERE learner = $1",
	    "DELETE FROM key WHERE learner = $1",
	    "DELETE FROM learner WHERE id = $1",
	};
	uint64_t counts[sizeof(texts) / sizeof(texts[0])];
	int error = execute(store, "BEGIN");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && error == 0; i++) {
		PGresult *result = ask(store, texts[i], id);
		error = result ? 0 : -EIO;
		counts[i] = result ? strtoull(PQcmdTuples(result), NULL, 10) : 0;
		PQclear(result);
	}
	if (error < 0) {
		PQclear(PQexec(own_of(store)->connection, "ROLLBACK"));
		return error;
	}
	*ret_known = counts[3] > 0;
	*ret_entries = counts[1];
	return execute(store, "COMMIT");
}

static struct store_bytes value_of(const PGresult *rows, int column)
{
	return (struct store_bytes){PQgetvalue(rows, 0, column), (size_t)PQgetlength(rows, 0, column)};
}

struct visitor {
	store_learner_fn learner;
	store_entry_fn entry;
	void *context;
};

static int visit_row(const struct visitor *visitor, const PGresult *row)
{
	if (visitor->learner) {
		struct store_learner learner = {
		    .id = value_of(row, 0),
		    .version = (uint64_t)postgres_read_integer(PQgetvalue(row, 0, 1)),
		    .state = value_of(row, 2),
		    .class = value_of(row, 3),
		};
		return visitor->learner(visitor->context, &learner);
	}
	struct store_entry entry = {
	    .number = (uint64_t)postgres_read_integer(PQgetvalue(row, 0, 1)),
	    .at = postgres_read_integer(PQgetvalue(row, 0, 2)),
	    .kind = (uint8_t)postgres_read_integer(PQgetvalue(row, 0, 3)),
	    .record = value_of(row, 5),
	    .reply = value_of(row, 6),
	};
	copy_digest(row, 0, 4, entry.digest);
	return visitor->entry(visitor->context, value_of(row, 0), &entry);
}

/* Row by row, so that a log of any length is walked in little memory. */
static int walk(
    struct store *store, const char *text, struct store_bytes bytes, const struct visitor *visitor)
{
	PGconn *connection = own_of(store)->connection;
	static const Oid type = POSTGRES_BYTEA;
	const char *value = bytes.data;
	int length = (int)bytes.length;
	int format = BINARY;
	if (!PQsendQueryParams(
	        connection, text, bytes.length ? 1 : 0, &type, &value, &length, &format, BINARY) ||
	    !PQsetSingleRowMode(connection)) {
		return fault(store, NULL);
	}
	int error = 0;
	PGresult *row;
	while ((row = PQgetResult(connection))) {
		ExecStatusType status = PQresultStatus(row);
		if (status == PGRES_SINGLE_TUPLE && error == 0) {
			error = visit_row(visitor, row);
		} else if (status != PGRES_SINGLE_TUPLE && status != PGRES_TUPLES_OK && error == 0) {
			error = fault(store, row);
		}
		PQclear(row);
	}
	return error;
}

static int postgres_each_learner(
    struct store *store, struct store_bytes class, store_learner_fn visit, void *context)
{
	struct visitor visitor = {.learner = visit, .context = context};
	const char *text = class.length
	                       ? "SELECT id, version, state, class FROM learner WHERE class = $1 ORDER BY id"
	                       : "SELECT id, version, state, class FROM learner ORDER BY id";
	return walk(store, text, class, &visitor);
}

static int postgres_find_learner(
    struct store *store, struct store_bytes id, struct store_learner *ret_learner)
{
	PGresult *rows = ask(store, "SELECT id, version, state, class FROM learner WHERE id = $1", id);
	if (!rows) {
		return -EIO;
	}
	struct learners one = {ret_learner, 1};
	int error = PQntuples(rows) == 1 ? take_learners(store, rows, &one) : 0;
	PQclear(rows);
	return error;
}

static int postgres_each_entry(
    struct store *store, struct store_bytes id, store_entry_fn visit, void *context)
{
	struct visitor visitor = {.entry = visit, .context = context};
	const char *text = id.length ? "SELECT learner, number, at, kind, digest, record, reply FROM log"
	                               " WHERE learner = $1 ORDER BY number"
	                             : "SELECT learner, number, at, kind, digest, record, reply FROM log"
	                               " ORDER BY at, learner, number";
	return walk(store, text, id, &visitor);
}

static int postgres_backup(struct store *store, const char *path)
{
	(void)path;
	return store_fault(store, -ENOTSUP, "PostgreSQL has its own: pg_dump, or a base backup");
}

const struct store_kind store_postgres = {
    .prefix = "postgresql://",
    .open = postgres_open,
    .close = postgres_close,
    .read_group = postgres_read_group,
    .write_group = postgres_write_group,
    .abandon_group = leave_group,
    .forget = postgres_forget,
    .each_learner = postgres_each_learner,
    .find_learner = postgres_find_learner,
    .each_entry = postgres_each_entry,
    .backup = postgres_backup,
};

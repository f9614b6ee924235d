/* What store.h promises, held to SQLite and to PostgreSQL alike. The server is the test's own. */
#include "daemon/store/store.h"

#include <errno.h>
#include <libpq-fe.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { WRITERS = 3, ROUNDS = 60, SHARED = 5, TEXT = 512 };

static char folder[] = "/tmp/masteryd-store-XXXXXX";
static char server[TEXT];       /* its folder */
static char postgres[TEXT / 2]; /* its location */
static int files;

/* A database of its own for each test: of SQLite a file, of PostgreSQL a schema of that name. */
static void fresh(bool sqlite, char location[TEXT])
{
	if (sqlite) {
		snprintf(location, TEXT, "%s/%d.db", folder, files++);
		return;
	}
	PGconn *connection = PQconnectdb(postgres);
	char text[64];
	snprintf(text, sizeof(text), "CREATE SCHEMA s%d", files);
	PGresult *result = PQexec(connection, text);
	assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
	PQclear(result);
	PQfinish(connection);
	snprintf(location, TEXT, "%s&options=-csearch_path%%3Ds%d", postgres, files++);
}

static struct store *opened(const char *location, enum store_mode mode)
{
	char why[STORE_WHY_BYTES] = "";
	struct store *store = NULL;
	int result = store_open(location, mode, &store, why);
	if (result < 0) {
		fail_msg("%s: %s", location, why);
	}
	return store;
}

static struct store_bytes text(const char *letters)
{
	return (struct store_bytes){letters, strlen(letters)};
}

static void assert_text(struct store_bytes bytes, const char *expected)
{
	assert_int_equal(bytes.length, strlen(expected));
	assert_memory_equal(bytes.data, expected, bytes.length);
}

static struct store_key key_of(enum store_key_kind kind, uint8_t letter)
{
	struct store_key key = {.kind = kind};
	memset(key.bytes, letter, sizeof(key.bytes));
	return key;
}

static struct store_entry entry_of(uint32_t learner, uint64_t number, uint8_t letter)
{
	struct store_entry entry = {.learner = learner,
	    .number = number,
	    .at = 1700000000000 + (int64_t)number,
	    .kind = 7,
	    .record = text("record"),
	    .reply = text("{\"reply\": 1}"),
	    .keys = {key_of(STORE_KEY_ATTEMPT, letter), key_of(STORE_KEY_ISSUE, letter)},
	    .key_count = 2};
	memset(entry.digest, letter, sizeof(entry.digest));
	return entry;
}

/* Two learners, an entry for the second. */
static void write_two(struct store *store)
{
	struct store_learner learners[] = {{.id = text("ada")}, {.id = text("ada lovelace")}};
	struct store_lookup lookup = {.learner = 1, .key = key_of(STORE_KEY_ATTEMPT, 5)};
	assert_int_equal(store_read_group(store, learners, 2, &lookup, 1), 0);
	assert_false(lookup.found);
	assert_int_equal(learners[1].version, 0);
	assert_int_equal(learners[1].state.length, 0);
	struct store_entry entry = entry_of(1, 1, 5);
	learners[0].changed = learners[1].changed = true;
	learners[0].state = (struct store_bytes){"\0\1\2", 3};
	learners[1].version = 1;
	learners[1].state = text("state");
	learners[1].class = text("4b");
	assert_int_equal(store_write_group(store, learners, 2, &entry, 1), 0);
}

static void gives_back_what_was_written(bool sqlite)
{
	char location[TEXT];
	fresh(sqlite, location);
	struct store *store = opened(location, STORE_WRITE);
	write_two(store);
	store_close(store);
	store = opened(location, STORE_WRITE);
	struct store_learner learners[] = {{.id = text("ada")}, {.id = text("ada lovelace")}};
	struct store_lookup lookups[] = {
	    {.learner = 1, .key = key_of(STORE_KEY_ATTEMPT, 5)},
	    {.learner = 0, .key = key_of(STORE_KEY_ATTEMPT, 5)},
	    {.learner = 1, .key = key_of(STORE_KEY_SOLUTION, 5)},
	    {.learner = 1, .key = key_of(STORE_KEY_ISSUE, 5)},
	};
	assert_int_equal(store_read_group(store, learners, 2, lookups, 4), 0);
	assert_int_equal(learners[0].state.length, 3);
	assert_memory_equal(learners[0].state.data, "\0\1\2", 3);
	assert_int_equal(learners[1].version, 1);
	assert_text(learners[1].class, "4b");
	assert_true(lookups[0].found && !lookups[1].found && !lookups[2].found && lookups[3].found);
	assert_text(lookups[0].reply, "{\"reply\": 1}");
	assert_int_equal(lookups[0].digest[0], 5);
	assert_int_equal(lookups[3].number, 1);
	store_abandon_group(store);
	store_close(store);
}

static void refuses_a_second_entry_of_one_key(bool sqlite)
{
	char location[TEXT];
	fresh(sqlite, location);
	struct store *store = opened(location, STORE_WRITE);
	write_two(store);
	struct store_learner learner = {.id = text("ada lovelace")};
	assert_int_equal(store_read_group(store, &learner, 1, NULL, 0), 0);
	struct store_entry entries[] = {entry_of(0, 2, 6), entry_of(0, 3, 5)};
	learner.changed = true;
	learner.version = 3;
	learner.state = text("later");
	assert_true(store_write_group(store, &learner, 1, entries, 2) < 0);
	store_close(store);
	/* Nothing of the group is there, not even what was right. */
	store = opened(location, STORE_WRITE);
	struct store_lookup lookup = {.key = key_of(STORE_KEY_ATTEMPT, 6)};
	assert_int_equal(store_read_group(store, &learner, 1, &lookup, 1), 0);
	assert_text(learner.state, "state");
	assert_false(lookup.found);
	store_abandon_group(store);
	store_close(store);
}

static int count_entry(void *context, struct store_bytes learner, const struct store_entry *entry)
{
	uint64_t *count = context;
	(void)learner;
	(*count)++;
	return entry->number == *count ? 0 : -ERANGE;
}

static int count_learner(void *context, const struct store_learner *learner)
{
	(void)learner;
	(*(int *)context)++;
	return 0;
}

static void forgets_one_learner_only(bool sqlite)
{
	char location[TEXT];
	fresh(sqlite, location);
	struct store *store = opened(location, STORE_WRITE);
	write_two(store);
	bool known;
	uint64_t entries;
	assert_int_equal(store_forget(store, text("ada lovelace"), &known, &entries), 0);
	assert_true(known);
	assert_int_equal(entries, 1);
	assert_int_equal(store_forget(store, text("ada lovelace"), &known, &entries), 0);
	assert_false(known);
	uint64_t seen = 0;
	int learners = 0;
	assert_int_equal(store_each_entry(store, (struct store_bytes){0}, count_entry, &seen), 0);
	assert_int_equal(store_each_learner(store, (struct store_bytes){0}, count_learner, &learners), 0);
	assert_int_equal(seen, 0);
	assert_int_equal(learners, 1);
	/* And may come again, with the same key. */
	struct store_learner learner = {.id = text("ada lovelace")};
	assert_int_equal(store_read_group(store, &learner, 1, NULL, 0), 0);
	assert_int_equal(learner.version, 0);
	struct store_entry entry = entry_of(0, 1, 5);
	learner.changed = true;
	learner.version = 1;
	assert_int_equal(store_write_group(store, &learner, 1, &entry, 1), 0);
	store_close(store);
}

static void lists_learners_by_class(bool sqlite)
{
	char location[TEXT];
	fresh(sqlite, location);
	struct store *store = opened(location, STORE_WRITE);
	write_two(store);
	int all = 0, of_class = 0, of_none = 0;
	assert_int_equal(store_each_learner(store, (struct store_bytes){0}, count_learner, &all), 0);
	assert_int_equal(store_each_learner(store, text("4b"), count_learner, &of_class), 0);
	assert_int_equal(store_each_learner(store, text("4"), count_learner, &of_none), 0);
	assert_int_equal(all, 2);
	assert_int_equal(of_class, 1);
	assert_int_equal(of_none, 0);
	struct store_learner learner;
	assert_int_equal(store_find_learner(store, text("nobody"), &learner), 0);
	assert_int_equal(learner.version, 0);
	assert_int_equal(store_find_learner(store, text("ada lovelace"), &learner), 0);
	assert_int_equal(learner.version, 1);
	store_close(store);
}

/* One of several daemons: takes random learners, each in the order of ids, and adds one entry to each. */
static void write_rounds(const char *location, unsigned writer)
{
	static const char *const names[SHARED] = {"a", "b", "c", "d", "e"};
	unsigned seed = writer;
	struct store *store = opened(location, STORE_WRITE);
	for (int round = 0; round < ROUNDS; round++) {
		struct store_learner learners[SHARED];
		struct store_entry entries[SHARED];
		size_t count = 0;
		for (size_t i = 0; i < SHARED; i++) {
			if (rand_r(&seed) % 2) {
				learners[count++] = (struct store_learner){.id = text(names[i])};
			}
		}
		if (store_read_group(store, learners, count, NULL, 0) < 0) {
			_exit(2);
		}
		char states[SHARED][32];
		for (size_t i = 0; i < count; i++) {
			snprintf(states[i], sizeof(states[i]), "after %llu",
			    (unsigned long long)++learners[i].version);
			learners[i].state = text(states[i]);
			learners[i].changed = true;
			entries[i] = entry_of((uint32_t)i, learners[i].version, 1);
			entries[i].key_count = 0;
		}
		if (store_write_group(store, learners, count, entries, count) < 0) {
			_exit(3);
		}
	}
	store_close(store);
}

static int check_state(void *context, const struct store_learner *learner)
{
	char expected[32];
	snprintf(expected, sizeof(expected), "after %llu", (unsigned long long)learner->version);
	assert_text(learner->state, expected);
	*(uint64_t *)context += learner->version;
	return 0;
}

static int count_all(void *context, struct store_bytes learner, const struct store_entry *entry)
{
	(void)learner;
	(void)entry;
	(*(uint64_t *)context)++;
	return 0;
}

static void writers_side_by_side_lose_nothing(bool sqlite)
{
	char location[TEXT];
	fresh(sqlite, location);
	store_close(opened(location, STORE_WRITE));
	pid_t writers[WRITERS];
	for (unsigned i = 0; i < WRITERS; i++) {
		writers[i] = fork();
		if (writers[i] == 0) {
			write_rounds(location, i + 1);
			_exit(0);
		}
	}
	for (size_t i = 0; i < WRITERS; i++) {
		int status;
		assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
		assert_int_equal(status, 0);
	}
	struct store *store = opened(location, STORE_READ);
	uint64_t versions = 0, entries = 0;
	assert_int_equal(store_each_learner(store, (struct store_bytes){0}, check_state, &versions), 0);
	assert_int_equal(store_each_entry(store, (struct store_bytes){0}, count_all, &entries), 0);
	assert_true(entries > (uint64_t)WRITERS * ROUNDS);
	assert_int_equal(versions, entries);
	uint64_t of_one = 0;
	assert_int_equal(store_each_entry(store, text("c"), count_entry, &of_one), 0);
	assert_true(of_one > 0);
	store_close(store);
}

static void execute(bool sqlite, const char *location, const char *sql)
{
	if (sqlite) {
		sqlite3 *database;
		assert_int_equal(sqlite3_open(location, &database), SQLITE_OK);
		assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(database);
		return;
	}
	PGconn *connection = PQconnectdb(location);
	PGresult *result = PQexec(connection, sql);
	assert_int_equal(PQresultStatus(result), PGRES_COMMAND_OK);
	PQclear(result);
	PQfinish(connection);
}

static void assert_refused(const char *location, enum store_mode mode, int expected, const char *words)
{
	char why[STORE_WHY_BYTES] = "";
	struct store *store = NULL;
	assert_int_equal(store_open(location, mode, &store, why), expected);
	assert_null(store);
	assert_non_null(strstr(why, words));
}

static void migrates_an_older_database_and_refuses_a_newer_one(bool sqlite)
{
	char location[TEXT];
	fresh(sqlite, location);
	struct store *store = opened(location, STORE_WRITE);
	write_two(store);
	store_close(store);
	execute(sqlite, location, "DROP INDEX learner_class");
	execute(sqlite, location, "ALTER TABLE learner DROP COLUMN class");
	execute(sqlite, location, sqlite ? "PRAGMA user_version=1" : "UPDATE masteryd SET version = 1");
	assert_refused(location, STORE_WRITE, -EPROTO, "masteryd store migrate");
	store_close(opened(location, STORE_MIGRATE));
	store = opened(location, STORE_WRITE);
	struct store_learner learner;
	assert_int_equal(store_find_learner(store, text("ada lovelace"), &learner), 0);
	assert_text(learner.state, "state");
	store_close(store);
	execute(sqlite, location, sqlite ? "PRAGMA user_version=99" : "UPDATE masteryd SET version = 99");
	assert_refused(location, STORE_WRITE, -EPROTO, "newer");
	assert_refused(location, STORE_MIGRATE, -EPROTO, "newer");
}

static void reads_nothing_where_nothing_is(bool sqlite)
{
	char location[TEXT];
	fresh(sqlite, location);
	assert_refused(location, STORE_READ, -ENOENT, sqlite ? "no database" : "no tables");
}

#define BOTH(name)                                                                                           \
	static void name##_sqlite(void **state)                                                              \
	{                                                                                                    \
		(void)state;                                                                                 \
		name(true);                                                                                  \
	}                                                                                                    \
	static void name##_postgres(void **state)                                                            \
	{                                                                                                    \
		(void)state;                                                                                 \
		name(false);                                                                                 \
	}
#define BOTH_TABLE(X)                                                                                        \
	X(gives_back_what_was_written)                                                                       \
	X(refuses_a_second_entry_of_one_key)                                                                 \
	X(forgets_one_learner_only)                                                                          \
	X(lists_learners_by_class)                                                                           \
	X(writers_side_by_side_lose_nothing)                                                                 \
	X(migrates_an_older_database_and_refuses_a_newer_one)                                                \
	X(reads_nothing_where_nothing_is)
BOTH_TABLE(BOTH)

static void sqlite_copies_itself_while_in_use(void **state)
{
	char location[TEXT], copy[TEXT];
	(void)state;
	fresh(true, location);
	fresh(true, copy);
	struct store *store = opened(location, STORE_WRITE);
	write_two(store);
	assert_int_equal(store_backup(store, copy), 0);
	assert_int_equal(store_backup(store, copy), -EEXIST);
	store_close(store);
	struct store *other = opened(copy, STORE_READ);
	int learners = 0;
	assert_int_equal(store_each_learner(other, (struct store_bytes){0}, count_learner, &learners), 0);
	assert_int_equal(learners, 2);
	store_close(other);
}

static void postgres_that_is_not_there_is_said_so(void **state)
{
	(void)state;
	assert_refused("postgresql://masteryd@/postgres?host=/tmp/there-is-no-server", STORE_WRITE,
	    -EHOSTUNREACH, "there-is-no-server");
}

static int run_script(const char *what, char *ret_line)
{
	char text[TEXT * 2];
	snprintf(text, sizeof(text), "sh %s/tests/postgres.sh %s %s", MASTERYD_SOURCE, what, server);
	FILE *output = popen(text, "r");
	if (!output) {
		return -1;
	}
	if (ret_line && fgets(ret_line, TEXT / 2, output)) {
		ret_line[strcspn(ret_line, "\n")] = '\0';
	}
	return pclose(output);
}

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder) || chmod(folder, 0711) < 0) {
		return -1;
	}
	snprintf(server, sizeof(server), "%s/server", folder);
	return run_script("start", postgres);
}

static int tear_down(void **state)
{
	char text[TEXT];
	(void)state;
	run_script("stop", NULL);
	snprintf(text, sizeof(text), "rm -rf %s", folder);
	return system(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define ROW(name) cmocka_unit_test(name##_sqlite), cmocka_unit_test(name##_postgres),
	    BOTH_TABLE(ROW) cmocka_unit_test(sqlite_copies_itself_while_in_use),
	    cmocka_unit_test(postgres_that_is_not_there_is_said_so),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

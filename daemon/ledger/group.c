#include "daemon/ledger/group.h"

#include "daemon/operations.h"

#include <errno.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

static const struct ledger_operation ledger_operations[] = {
    {"submit", read_submit, apply_submit},
    {"next", read_next, apply_next},
    {"hint", read_help, apply_hint},
    {"solution", read_help, apply_solution},
    {"assess", read_assess, apply_assess},
    {"learner", read_learner, apply_learner},
    {"forget", read_forget, apply_nothing},
};
enum { LEDGER_OPERATIONS = sizeof(ledger_operations) / sizeof(ledger_operations[0]) };

/* The states are large and mostly stay empty: pages that nobody touches cost nothing. */
static void *reserve(size_t size)
{
	void *memory =
	    mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

int group_init(struct group *group, const struct course *course)
{
	*group = (struct group){.course = course};
	group->work = workspace_new(course);
	group->jobs = calloc(GROUP_JOBS, sizeof(*group->jobs));
	group->states = reserve(GROUP_JOBS * sizeof(*group->states));
	buffer_init(&group->records, GROUP_RECORDS);
	if (!group->work || !group->jobs || !group->states || json_reader_new(&group->reader) < 0) {
		group_done(group);
		return -ENOMEM;
	}
	for (size_t i = 0; i < GROUP_JOBS; i++) {
		buffer_init(&group->jobs[i].reply, GROUP_REPLY);
	}
	return 0;
}

void group_done(struct group *group)
{
	for (size_t i = 0; group->jobs && i < GROUP_JOBS; i++) {
		buffer_done(&group->jobs[i].reply);
	}
	if (group->states) {
		munmap(group->states, GROUP_JOBS * sizeof(*group->states));
	}
	free(group->jobs);
	buffer_done(&group->records);
	workspace_free(group->work);
	json_reader_free(group->reader);
	*group = (struct group){0};
}

/* --- jobs --- */

void job_key(struct store_key *ret_key, enum store_key_kind kind, const uint8_t bytes[STORE_KEY_BYTES])
{
	ret_key->kind = kind;
	memcpy(ret_key->bytes, bytes, STORE_KEY_BYTES);
}

void job_attempt_key(struct store_key *ret_key, const char *attempt)
{
	ret_key->kind = STORE_KEY_ATTEMPT;
	crypto_generichash(
	    ret_key->bytes, STORE_KEY_BYTES, (const unsigned char *)attempt, strlen(attempt), NULL, 0);
}

enum error_code job_refuse(struct job *job, enum error_code code, const char *field, const char *detail)
{
	buffer_error(&job->reply, code, field, detail);
	return code;
}

enum error_code job_fields(struct group *group, struct job *job, const struct field_table *table,
    const char *body, size_t length, void *into)
{
	struct field_fault fault;
	if (fields_read_text(table, group->reader, body, length, into, &fault) < 0) {
		return job_refuse(job, ERROR_BAD_REQUEST, *fault.field ? fault.field : NULL, fault.message);
	}
	return ERROR_NONE;
}

enum error_code job_learner(struct job *job, const char *learner)
{
	size_t length = strlen(learner);
	if (length >= sizeof(job->learner_id)) {
		return job_refuse(job, ERROR_BAD_REQUEST, "learner", "A learner's id has at most 128 bytes.");
	}
	memcpy(job->learner_id, learner, length + 1);
	return ERROR_NONE;
}

static const struct ledger_operation *find_operation(uint16_t row)
{
	const char *name = row < operation_count ? operations[row].name : "";
	for (size_t i = 0; i < LEDGER_OPERATIONS; i++) {
		if (strcmp(ledger_operations[i].name, name) == 0) {
			return &ledger_operations[i];
		}
	}
	return NULL;
}

bool job_is_forget(const struct job *job)
{
	return job->operation && job->operation->apply == apply_nothing;
}

bool group_add(struct group *group, const struct session_request *request)
{
	const struct ledger_operation *operation = find_operation(request->header.detail);
	bool alone = operation && operation->apply == apply_nothing;
	bool after_one = group->job_count && job_is_forget(&group->jobs[0]);
	if (group->job_count == GROUP_JOBS || (alone && group->job_count) || after_one) {
		return false;
	}
	struct job *job = &group->jobs[group->job_count++];
	struct buffer reply = job->reply;
	memset(job, 0, sizeof(*job));
	job->reply = reply;
	job->operation = operation;
	job->request = *request;
	buffer_clear(&job->reply);
	zmq_msg_t *body = &job->request.body;
	job->status = operation ? operation->read(group, job, zmq_msg_data(body), zmq_msg_size(body))
	                        : job_refuse(job, ERROR_INTERNAL, NULL, NULL);
	job->answered = job->status != ERROR_NONE;
	json_forget(group->reader);
	return true;
}

void group_clear(struct group *group)
{
	group->job_count = 0;
	group->learner_count = 0;
	group->lookup_count = 0;
	group->entry_count = 0;
	buffer_clear(&group->records);
}

void group_refuse(struct group *group)
{
	for (size_t i = 0; i < group->job_count; i++) {
		struct job *job = &group->jobs[i];
		if (!job->answered) {
			job->final = true;
			job->status = job_refuse(job, ERROR_UNAVAILABLE, NULL, NULL);
		}
	}
}

/* --- the group as the store wants it --- */

static int compare_learners(const void *left, const void *right)
{
	const struct job *const *a = left;
	const struct job *const *b = right;
	int order = strcmp((*a)->learner_id, (*b)->learner_id);
	return order ? order : (*a > *b) - (*a < *b);
}

static void gather_learners(struct group *group)
{
	struct job *sorted[GROUP_JOBS];
	size_t count = 0;
	for (size_t i = 0; i < group->job_count; i++) {
		if (!group->jobs[i].answered) {
			sorted[count++] = &group->jobs[i];
		}
	}
	qsort(sorted, count, sizeof(struct job *), compare_learners);
	group->learner_count = 0;
	for (size_t i = 0; i < count; i++) {
		if (i == 0 || strcmp(sorted[i]->learner_id, sorted[i - 1]->learner_id) != 0) {
			const char *id = sorted[i]->learner_id;
			group->learners[group->learner_count] =
			    (struct store_learner){.id = {id, strlen(id)}};
			group->states[group->learner_count].loaded = false;
			group->learner_count++;
		}
		sorted[i]->learner = (uint32_t)(group->learner_count - 1);
	}
}

static void gather_lookups(struct group *group)
{
	group->lookup_count = 0;
	for (size_t i = 0; i < group->job_count; i++) {
		struct job *job = &group->jobs[i];
		job->first_lookup = group->lookup_count;
		for (size_t k = 0; k < job->key_count && !job->answered; k++) {
			group->lookups[group->lookup_count++] =
			    (struct store_lookup){.learner = job->learner, .key = job->keys[k]};
		}
	}
}

static int64_t milliseconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int group_commit(struct group *group, struct store *store)
{
	gather_learners(group);
	gather_lookups(group);
	group->entry_count = 0;
	buffer_clear(&group->records);
	if (group->learner_count == 0) {
		return 0;
	}
	int result = store_read_group(
	    store, group->learners, group->learner_count, group->lookups, group->lookup_count);
	if (result < 0) {
		return result;
	}
	group->now = milliseconds_now();
	for (size_t i = 0; i < group->job_count; i++) {
		struct job *job = &group->jobs[i];
		if (!job->answered) {
			buffer_clear(&job->reply);
			job->final = false;
			job->status = job->operation->apply(group, job);
		}
	}
	if (group->entry_count == 0) {
		store_abandon_group(store);
		return 0;
	}
	for (size_t i = 0; i < group->entry_count; i++) {
		struct store_entry *entry = &group->entries[i];
		const struct job *job = group->entry_jobs[i];
		entry->record.data = group->records.data + group->record_at[i];
		entry->reply = (struct store_bytes){"", 0};
		if (job->has_attempt) {
			entry->reply = (struct store_bytes){job->reply.data, job->reply.length};
		}
	}
	return store_write_group(
	    store, group->learners, group->learner_count, group->entries, group->entry_count);
}

/* --- for the handlers --- */

struct ledger_state *group_state(struct group *group, struct job *job)
{
	const struct store_learner *row = &group->learners[job->learner];
	struct group_learner *own = &group->states[job->learner];
	if (own->loaded) {
		return &own->state;
	}
	if (row->state.length == 0) {
		state_init(&own->state, row->id.data, row->id.length);
	} else if (state_unpack(group->course, row->state.data, row->state.length, &own->state) < 0) {
		job_refuse(job, ERROR_INTERNAL, NULL, "The learner's state is damaged.");
		return NULL;
	}
	own->loaded = true;
	return &own->state;
}

static bool same_key(const struct store_key *a, const struct store_key *b)
{
	return a->kind == b->kind && memcmp(a->bytes, b->bytes, STORE_KEY_BYTES) == 0;
}

/* The entry of this group that has the key; GROUP_JOBS: none. */
static size_t find_in_group(const struct group *group, const struct job *job, const struct store_key *key)
{
	for (size_t i = 0; i < group->entry_count; i++) {
		const struct store_entry *entry = &group->entries[i];
		for (size_t k = 0; entry->learner == job->learner && k < entry->key_count; k++) {
			if (same_key(&entry->keys[k], key)) {
				return i;
			}
		}
	}
	return GROUP_JOBS;
}

static const struct store_lookup *find_lookup(
    const struct group *group, const struct job *job, const struct store_key *key)
{
	for (size_t k = 0; k < job->key_count; k++) {
		const struct store_lookup *lookup = &group->lookups[job->first_lookup + k];
		if (lookup->found && same_key(&lookup->key, key)) {
			return lookup;
		}
	}
	return NULL;
}

bool group_gave_out(const struct group *group, struct job *job)
{
	if (group->learners[job->learner].version > 0) {
		return true;
	}
	job_refuse(
	    job, ERROR_NOT_ALLOWED, "item", "Nothing that was given out to this learner is known any more.");
	return false;
}

bool group_knows(const struct group *group, const struct job *job, const struct store_key *key)
{
	return find_lookup(group, job, key) || find_in_group(group, job, key) < GROUP_JOBS;
}

bool group_repeats(struct group *group, struct job *job, enum error_code *ret_code)
{
	const uint8_t *digest;
	struct store_bytes reply;
	const struct store_lookup *lookup = find_lookup(group, job, &job->keys[0]);
	size_t entry = lookup ? GROUP_JOBS : find_in_group(group, job, &job->keys[0]);
	if (lookup) {
		digest = lookup->digest;
		reply = lookup->reply;
	} else if (entry < GROUP_JOBS) {
		const struct buffer *written = &group->entry_jobs[entry]->reply;
		digest = group->entries[entry].digest;
		reply = (struct store_bytes){written->data, written->length};
	} else {
		return false;
	}
	if (memcmp(digest, job->digest, STORE_KEY_BYTES) == 0) {
		buffer_add(&job->reply, reply.data, reply.length);
		*ret_code = ERROR_NONE;
	} else {
		*ret_code = job_refuse(job, ERROR_CONFLICT, "attempt", NULL);
	}
	return true;
}

int group_record(struct group *group, struct job *job, const struct record *record,
    const struct evidence *evidence, const struct store_key *keys, size_t key_count)
{
	struct group_learner *own = &group->states[job->learner];
	struct store_learner *row = &group->learners[job->learner];
	size_t begin = group->records.length;
	size_t packed = state_pack(group->course, &own->state, own->packed);
	if (!packed || record_put(&group->records, group->course, record, evidence) < 0) {
		return -EMSGSIZE;
	}
	size_t index = group->entry_count++;
	struct store_entry *entry = &group->entries[index];
	*entry = (struct store_entry){
	    .learner = job->learner,
	    .number = ++row->version,
	    .at = group->now,
	    .kind = record->kind,
	    .record = {NULL, group->records.length - begin},
	    .key_count = key_count,
	};
	memcpy(entry->digest, job->digest, STORE_KEY_BYTES);
	for (size_t i = 0; i < key_count; i++) {
		entry->keys[i] = keys[i];
	}
	group->entry_jobs[index] = job;
	group->record_at[index] = begin;
	row->state = (struct store_bytes){own->packed, packed};
	row->changed = true;
	return 0;
}

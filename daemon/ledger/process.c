/* The ledger's loop: gather, commit, answer. The reader's thread: one request after another (report.c). */
#include "daemon/ledger/group.h"
#include "daemon/ledger/ledger.h"
#include "daemon/ledger/reader.h"

#include "daemon/clock.h"
#include "daemon/log.h"
#include "daemon/operations.h"
#include "daemon/sandbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	GATHER_US = 2000,   /* the longest a request waits for others to come */
	STORE_TRY_MS = 200, /* between two tries to reach a store that is gone */
	READER_CREDIT = 64, /* reports wait in the broker, not here */
	STORE_TRIES_COMMIT = 2,
};

struct ledger {
	const struct ledger_settings *settings;
	struct session session;
	struct store *store; /* NULL: lost */
	int64_t store_tried;
	struct group group;
	size_t last_jobs; /* in the group before: more than one means that more will come */
	/* taken, but not into this group */
	struct session_request put_back;
	bool has_put_back;
};

struct reading {
	const struct ledger_settings *settings;
	void *context;
	atomic_bool over;
	int result;
};

/* 0 when a store is there; else an error, after a try if one is due. */
static int reach_store(struct ledger *ledger)
{
	char why[STORE_WHY_BYTES] = "";
	int64_t now = clock_milliseconds();
	if (ledger->store) {
		return 0;
	}
	if (ledger->store_tried && now - ledger->store_tried < STORE_TRY_MS) {
		return -EHOSTUNREACH;
	}
	int result = store_open(ledger->settings->store, STORE_WRITE, &ledger->store, why);
	ledger->store_tried = clock_milliseconds();
	if (result < 0) {
		log_event(LOG_PRIORITY_ERROR, "store_unreachable", "why=\"%s\"", why);
	}
	return result;
}

static void lose_store(struct ledger *ledger)
{
	log_event(LOG_PRIORITY_ERROR, "store_lost", "why=\"%s\"", store_why(ledger->store));
	store_close(ledger->store);
	ledger->store = NULL;
	ledger->store_tried = 0;
}

static void forget(struct ledger *ledger, struct job *job)
{
	bool known = false;
	uint64_t entries = 0;
	struct store_bytes id = {job->learner_id, strlen(job->learner_id)};
	if (reach_store(ledger) < 0) {
		job->status = job_refuse(job, ERROR_UNAVAILABLE, NULL, NULL);
		return;
	}
	if (store_forget(ledger->store, id, &known, &entries) < 0) {
		lose_store(ledger);
		job->status = job_refuse(job, ERROR_UNAVAILABLE, NULL, NULL);
		return;
	}
	json_open_object(&job->reply, NULL);
	json_string(&job->reply, "learner", job->learner_id);
	json_bool(&job->reply, "known", known);
	json_unsigned(&job->reply, "erased", entries);
	json_close_object(&job->reply);
	job->status = ERROR_NONE;
}

/* A store that is lost on the way is opened anew once: what it had committed shows when it is read again. */
static void commit(struct ledger *ledger)
{
	struct group *group = &ledger->group;
	for (int i = 0; i < STORE_TRIES_COMMIT; i++) {
		if (reach_store(ledger) < 0) {
			break;
		}
		if (group_commit(group, ledger->store) == 0) {
			return;
		}
		lose_store(ledger);
	}
	group_refuse(group);
}

static void answer(struct ledger *ledger)
{
	struct group *group = &ledger->group;
	for (size_t i = 0; i < group->job_count; i++) {
		struct job *job = &group->jobs[i];
		if (job->reply.full) {
			job->status = job_refuse(job, ERROR_TOO_LARGE, NULL, NULL);
		}
		session_reply(&ledger->session, &job->request, (uint16_t)job->status,
		    job->final ? BACKSTAGE_FINAL : 0, job->reply.data, job->reply.length);
	}
	group_clear(group);
}

/* Requests whose time is over are not worth a commit. Replies go out in the order of the requests, so a skip
 * would overtake those gathered: it waits for them as a job that is answered already. */
static void add(struct ledger *ledger, struct session_request *request)
{
	if (!group_add(&ledger->group, request)) {
		ledger->put_back = *request;
		ledger->has_put_back = true;
		return;
	}
	struct job *job = &ledger->group.jobs[ledger->group.job_count - 1];
	if (session_left(&ledger->session, request) <= 0) {
		job->answered = true;
		job->status = job_refuse(job, ERROR_DEADLINE, NULL, NULL);
	}
}

/* Up to GROUP_JOBS requests, or what comes within GATHER_US of the first. */
static int gather(struct ledger *ledger)
{
	struct session *session = &ledger->session;
	struct group *group = &ledger->group;
	int64_t begun = 0;
	int result = 0;
	if (ledger->has_put_back) {
		ledger->has_put_back = false;
		add(ledger, &ledger->put_back);
		begun = clock_microseconds();
	}
	while (group->job_count < GROUP_JOBS && !ledger->has_put_back && result == 0) {
		struct session_request request;
		if (session_take(session, &request)) {
			begun = begun ? begun : clock_microseconds();
			add(ledger, &request);
			continue;
		}
		int64_t waited = begun ? clock_microseconds() - begun : 0;
		if (session->over || (begun && (ledger->last_jobs <= 1 || waited >= GATHER_US))) {
			break;
		}
		result = session_wait(session, begun ? 1 : BACKSTAGE_HEARTBEAT_MS / 2);
		if (!begun && session_told_to_leave()) {
			break;
		}
	}
	return result;
}

static int serve(struct ledger *ledger)
{
	int result = 0;
	while (result == 0 && (!ledger->session.over || ledger->has_put_back)) {
		result = gather(ledger);
		if (ledger->group.job_count == 0) {
			continue;
		}
		ledger->last_jobs = ledger->group.job_count;
		struct job *first = &ledger->group.jobs[0];
		if (job_is_forget(first) && !first->answered) {
			forget(ledger, first);
		} else {
			commit(ledger);
		}
		answer(ledger);
		if (result == 0) {
			result = session_keep_time(&ledger->session);
		}
	}
	return result;
}

static struct session_settings session_settings_of(
    const struct ledger_settings *settings, uint32_t service, uint32_t credit)
{
	return (struct session_settings){
	    .endpoint = settings->endpoint,
	    .content_version = settings->content_version,
	    .service = service,
	    .credit = credit,
	    .local = settings->local,
	};
}

static int read_one(struct reader *reader, struct session *session, struct buffer *reply)
{
	struct session_request request;
	if (!session_take(session, &request)) {
		return session->over ? 0 : session_wait(session, BACKSTAGE_HEARTBEAT_MS / 2);
	}
	if (session_left(session, &request) <= 0) {
		session_skip(session, &request);
		return 0;
	}
	enum error_code status =
	    reader_answer(reader, zmq_msg_data(&request.body), zmq_msg_size(&request.body), reply);
	session_reply(session, &request, (uint16_t)status, 0, reply->data, reply->length);
	return session_keep_time(session);
}

static void *run_reader(void *context)
{
	struct reading *reading = context;
	struct session session = {0};
	struct reader reader = {0};
	struct buffer reply;
	struct session_settings settings =
	    session_settings_of(reading->settings, SERVICE_READER, READER_CREDIT);
	buffer_init(&reply, GROUP_REPLY);
	int result = reader_init(&reader, reading->settings->course, reading->settings->store);
	if (result == 0) {
		result = session_open(&session, reading->context, &settings);
	}
	if (result == 0) {
		result = session_begin(&session);
	}
	while (result == 0 && !session.over && !atomic_load(&reading->over)) {
		result = read_one(&reader, &session, &reply);
	}
	session_close(&session);
	reader_done(&reader);
	buffer_done(&reply);
	reading->result = result;
	return NULL;
}

/* Waits for a store; -EPROTO and the like mean that waiting would not help. */
static int wait_for_store(struct ledger *ledger)
{
	int result;
	while ((result = reach_store(ledger)) == -EHOSTUNREACH && !session_told_to_leave()) {
		usleep(STORE_TRY_MS * 1000);
	}
	return result;
}

int ledger_stand_by(const struct ledger_settings *settings)
{
	void *context = zmq_ctx_new();
	struct session session = {0};
	struct session_settings standby = session_settings_of(settings, SERVICE_STANDBY, 1);
	int result = context ? session_open(&session, context, &standby) : -ENOMEM;
	if (result == 0) {
		result = session_begin(&session);
	}
	session_close(&session); /* it lingers until READY is sent */
	if (context) {
		zmq_ctx_term(context);
	}
	return result;
}

int ledger_run(const struct ledger_settings *settings)
{
	struct ledger *ledger = calloc(1, sizeof(*ledger));
	void *context = zmq_ctx_new();
	struct session_settings session = session_settings_of(settings, SERVICE_LEDGER, BACKSTAGE_CREDIT_MAX);
	struct reading reading = {.settings = settings, .context = context};
	pthread_t thread;
	bool threaded = false;
	int result = ledger && context ? session_catch_signals() : -ENOMEM;
	if (result == 0) {
		ledger->settings = settings;
		result = group_init(&ledger->group, settings->course);
	}
	if (result == 0) {
		result = wait_for_store(ledger);
	}
	if (result == 0) {
		result = session_open(&ledger->session, context, &session);
	}
	if (result == 0) {
		result = -pthread_create(&thread, NULL, run_reader, &reading);
		threaded = result == 0;
	}
	if (result == 0) {
		result = session_begin(&ledger->session);
	}
	if (result == 0) {
		result = sandbox_lock(SANDBOX_LEDGER);
	}
	if (result == 0) {
		result = serve(ledger);
	}
	atomic_store(&reading.over, true);
	if (threaded) {
		pthread_join(thread, NULL);
	}
	if (ledger) {
		session_close(&ledger->session);
		store_close(ledger->store);
		group_done(&ledger->group);
		free(ledger);
	}
	if (context) {
		zmq_ctx_term(context);
	}
	return result;
}

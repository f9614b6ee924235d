#include "daemon/worker/process.h"

#include "daemon/broker/session.h"
#include "daemon/sandbox.h"
#include "daemon/worker/watchdog.h"
#include "daemon/worker/worker.h"

#include <errno.h>
#include <string.h>

static void answer(
    struct worker *worker, struct session *session, struct session_request *request, struct buffer *reply)
{
	int32_t left = session_left(session, request);
	if (left <= 0 || request->header.detail >= operation_count) {
		session_skip(session, request);
		return;
	}
	const struct operation *operation = &operations[request->header.detail];
	watchdog_expect(left);
	enum error_code status = worker_answer(worker, operation->name, strlen(operation->name),
	    zmq_msg_data(&request->body), zmq_msg_size(&request->body), reply);
	session_reply(session, request, (uint16_t)status, worker->final ? BACKSTAGE_FINAL : 0, reply->data,
	    reply->length);
}

static int work(struct worker *worker, struct session *session)
{
	struct buffer reply;
	struct session_request request;
	int result = 0;
	buffer_init(&reply, WORKER_REPLY_LIMIT);
	while (!session->over && result == 0) {
		if (session_take(session, &request)) {
			answer(worker, session, &request, &reply);
			/* A stream of requests must not keep a worker from being told to leave. */
			if (session_told_to_leave() && !session->goodbye_at) {
				result = session_keep_time(session);
			}
		} else if (!session->over) {
			watchdog_rest();
			result = session_wait(session, BACKSTAGE_HEARTBEAT_MS / 2);
		}
	}
	buffer_done(&reply);
	return result;
}

int worker_process_run(struct worker *worker, const struct worker_process *process)
{
	struct session session = {0};
	struct session_settings settings = {
	    .endpoint = process->endpoint,
	    .content_version = process->content_version,
	    .service = SERVICE_WORKER,
	    .credit = process->credit,
	    .local = process->local,
	};
	void *context = zmq_ctx_new();
	if (!context) {
		return -errno;
	}
	int result = session_catch_signals();
	if (result == 0) {
		result = watchdog_start();
	}
	if (result == 0) {
		result = session_open(&session, context, &settings);
	}
	if (result == 0) {
		result = session_begin(&session);
	}
	if (result == 0) {
		result = sandbox_lock(process->local ? SANDBOX_WORKER : SANDBOX_FAR_WORKER);
	}
	if (result == 0) {
		result = work(worker, &session);
	}
	session_close(&session);
	zmq_ctx_term(context);
	return result;
}

/* What the broker says itself: ping, status, and its own errors. */
#include "daemon/broker/parts.h"
#include "daemon/version.h"

#include <string.h>

enum {
	RETRY_AFTER_MIN_MS = 10,
	RETRY_AFTER_MAX_MS = 2000,
	RATE_ASSUMED = 1000, /* a second; while little was asked, the rate says nothing about what could be */
};

void statistics_count(struct broker *broker, enum error_code status)
{
	struct statistics *statistics = &broker->statistics;
	int64_t second = broker->now / 1000;
	if (second - statistics->second >= RATE_SECONDS) {
		memset(statistics->seconds, 0, sizeof(statistics->seconds));
		statistics->second = second;
	}
	while (statistics->second < second) {
		statistics->seconds[++statistics->second % RATE_SECONDS] = 0;
	}
	statistics->seconds[second % RATE_SECONDS]++;
	statistics->by_status[status]++;
}

double statistics_rate(const struct broker *broker)
{
	const struct statistics *statistics = &broker->statistics;
	int64_t second = broker->now / 1000;
	uint64_t count = 0;
	/* The second being counted is not over and would make the rate too low. */
	for (int64_t at = second - RATE_SECONDS + 1; at < second; at++) {
		if (at > statistics->second - RATE_SECONDS && at <= statistics->second) {
			count += statistics->seconds[at % RATE_SECONDS];
		}
	}
	int64_t age = (broker->now - broker->started) / 1000;
	int64_t over = age < RATE_SECONDS - 1 ? age : RATE_SECONDS - 1;
	return over > 0 ? (double)count / (double)over : (double)statistics->seconds[second % RATE_SECONDS];
}

/* How long until what waits now is answered, at the rate of the last seconds. */
static int64_t retry_after(const struct broker *broker)
{
	double rate = statistics_rate(broker);
	rate = rate > RATE_ASSUMED ? rate : RATE_ASSUMED;
	double wait = 1000.0 * (double)broker->outstanding.in_use / rate;
	if (wait < RETRY_AFTER_MIN_MS) {
		return RETRY_AFTER_MIN_MS;
	}
	return wait < RETRY_AFTER_MAX_MS ? (int64_t)wait : RETRY_AFTER_MAX_MS;
}

void report_error(
    struct broker *broker, struct buffer *reply, enum error_code code, const char *field, const char *detail)
{
	if (code != ERROR_OVERLOADED) {
		buffer_error(reply, code, field, detail);
		return;
	}
	buffer_clear(reply);
	json_open_object(reply, NULL);
	json_string(reply, "error", error_name(code));
	json_string(reply, "message", detail ? detail : error_words(code));
	json_bool(reply, "retry", error_retryable(code));
	json_integer(reply, "retry_after_ms", retry_after(broker));
	json_close_object(reply);
}

void report_ping(struct broker *broker, struct buffer *reply)
{
	buffer_clear(reply);
	json_open_object(reply, NULL);
	json_string(reply, "version", MASTERYD_VERSION);
	json_integer(reply, "protocol", MASTERYD_PROTOCOL);
	json_integer(reply, "uptime_ms", broker->now - broker->started);
	json_close_object(reply);
}

static const char *state_name(const struct seat *seat)
{
	if (seat->state == SEAT_LEAVING) {
		return "leaving";
	}
	return seat->silent ? "silent" : "ready";
}

static void report_worker(struct broker *broker, struct buffer *reply, const struct seat *seat)
{
	json_open_object(reply, NULL);
	json_unsigned(reply, "id", pool_number(&broker->pool, seat));
	json_unsigned(reply, "pid", seat->pid);
	json_bool(reply, "local", seat->child >= 0);
	json_string(reply, "state", state_name(seat));
	json_unsigned(reply, "outstanding", seat->count);
	json_unsigned(reply, "credit", seat->credit);
	json_unsigned(reply, "answered", seat->answered);
	json_unsigned(
	    reply, "restarts", seat->child >= 0 ? broker->supervisor.places[seat->child].restarts : 0);
	json_string(reply, "content", seat->content);
	json_close_object(reply);
}

/* null: this daemon keeps no learners. */
static void report_ledger(struct broker *broker, struct buffer *reply)
{
	const struct seat *ledger = pool_choose_service(&broker->pool, SERVICE_LEDGER);
	const struct place *place = &broker->ledger.places[ledger ? ledger->child : 0];
	if (!broker->settings.ledger) {
		json_null(reply, "ledger");
		return;
	}
	json_open_object(reply, "ledger");
	json_bool(reply, "ready", ledger != NULL);
	json_unsigned(reply, "pid", place->pid > 0 ? (uint64_t)place->pid : 0);
	json_unsigned(reply, "outstanding", ledger ? ledger->count : 0);
	json_unsigned(reply, "answered", ledger ? ledger->answered : 0);
	json_unsigned(reply, "restarts", place->restarts);
	json_close_object(reply);
}

/* Each version once: two of them stand here while a reload goes on. */
static void report_content(struct broker *broker, struct buffer *reply)
{
	json_open_array(reply, "content");
	for (size_t i = 0; i < broker->pool.used; i++) {
		const struct seat *seat = &broker->pool.seats[i];
		bool seen = seat->state == SEAT_FREE;
		for (size_t before = 0; before < i && !seen; before++) {
			const struct seat *other = &broker->pool.seats[before];
			seen = other->state != SEAT_FREE && strcmp(other->content, seat->content) == 0;
		}
		if (!seen) {
			json_string(reply, NULL, seat->content);
		}
	}
	json_close_array(reply);
}

void report_status(struct broker *broker, struct buffer *reply)
{
	const struct statistics *statistics = &broker->statistics;
	buffer_clear(reply);
	json_open_object(reply, NULL);
	json_string(reply, "version", MASTERYD_VERSION);
	json_integer(reply, "protocol", MASTERYD_PROTOCOL);
	json_integer(reply, "uptime_ms", broker->now - broker->started);
	json_open_array(reply, "workers");
	for (size_t i = 0; i < broker->pool.used; i++) {
		const struct seat *seat = &broker->pool.seats[i];
		if (seat->state != SEAT_FREE && seat->service == SERVICE_WORKER) {
			report_worker(broker, reply, seat);
		}
	}
	json_close_array(reply);
	report_ledger(broker, reply);
	json_open_object(reply, "queue");
	json_unsigned(reply, "waiting", outstanding_waiting(&broker->outstanding));
	json_unsigned(reply, "limit", OUTSTANDING_WAITING_MAX);
	json_unsigned(reply, "outstanding", broker->outstanding.in_use);
	json_unsigned(reply, "bytes", broker->outstanding.bytes);
	json_close_object(reply);
	json_open_object(reply, "requests");
	json_unsigned(reply, "taken", statistics->requests);
	json_unsigned(reply, "answered", statistics->by_status[ERROR_NONE]);
	json_double(reply, "per_second", statistics_rate(broker));
	json_unsigned(reply, "resent", statistics->resent);
	json_unsigned(reply, "quarantined", statistics->quarantined);
	json_unsigned(reply, "replies_lost", statistics->replies_lost);
	json_close_object(reply);
	json_open_object(reply, "errors");
	for (size_t code = ERROR_NONE + 1; code < ERROR_CODES; code++) {
		json_unsigned(reply, error_name((enum error_code)code), statistics->by_status[code]);
	}
	json_close_object(reply);
	report_content(broker, reply);
	json_close_object(reply);
}

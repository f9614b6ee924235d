/*
 * What happens to the requests of a worker that dies or goes silent. Workers answer in order, so only the
 * first request without an answer can be what it died of: that one is blamed, the others are sent again
 * unblamed. A request keeps its number when it is sent again, so that an answer counts wherever it comes
 * from, and a second one finds nothing to answer.
 */
#include "daemon/broker/parts.h"
#include "daemon/broker/quarantine.h"
#include "daemon/log.h"

#include <string.h>

enum { IDLE_SILENCE_MS = 3500 /* three heartbeats missed */ };

static void blame(struct broker *broker, struct request *request)
{
	request->blamed++;
	if (request->blamed < BLAME_MAX) {
		broker->statistics.resent++;
		outstanding_wait(&broker->outstanding, request, true);
		return;
	}
	const char *name = operations[request->operation].name;
	int kept = quarantine_keep(
	    broker->settings.state, name, zmq_msg_data(&request->body), zmq_msg_size(&request->body));
	broker->statistics.quarantined++;
	log_event(LOG_PRIORITY_ERROR, "request_quarantined", "operation=%s length=%zu%s%s", name,
	    zmq_msg_size(&request->body), kept < 0 ? " not_kept=" : "", kept < 0 ? strerror(-kept) : "");
	front_refuse(broker, request, ERROR_INTERNAL);
}

/* Takes back what this worker has and nobody else: last first, as each goes before those that wait. */
void back_take_back(struct broker *broker, const struct seat *seat, bool blame_first)
{
	uint16_t number = pool_number(&broker->pool, seat);
	for (uint32_t left = seat->count; left > 0; left--) {
		uint32_t index = left - 1;
		struct request *request =
		    outstanding_find(&broker->outstanding, seat_at(seat, index)->number);
		if (!request || request->state != REQUEST_SENT || request->seat != number) {
			continue;
		}
		if (index == 0 && blame_first) {
			blame(broker, request);
		} else {
			broker->statistics.resent++;
			outstanding_wait(&broker->outstanding, request, true);
		}
	}
}

void back_lost(struct broker *broker, struct seat *seat)
{
	/* A ledger commits many requests at once and parses none: none of them can be blamed. */
	back_take_back(broker, seat, seat->service == SERVICE_WORKER);
	pool_leave(&broker->pool, seat);
}

struct supervisor *back_supervisor(struct broker *broker, const struct seat *seat)
{
	return seat->service == SERVICE_WORKER ? &broker->supervisor : &broker->ledger;
}

struct seat *back_seat_of(struct broker *broker, uint32_t pid)
{
	for (size_t i = 0; i < broker->pool.used; i++) {
		struct seat *seat = &broker->pool.seats[i];
		if (seat->state != SEAT_FREE && seat->child >= 0 && seat->pid == pid) {
			return seat;
		}
	}
	return NULL;
}

void back_give_up(struct broker *broker, struct seat *seat, const char *why)
{
	if (seat->child >= 0) {
		if (!seat->killed) {
			seat->killed = true; /* its seat is freed when its end is collected */
			log_event(LOG_PRIORITY_WARNING, "worker_killed", "pid=%u why=%s", seat->pid, why);
			supervisor_kill(back_supervisor(broker, seat), seat->child);
		}
		return;
	}
	log_event(LOG_PRIORITY_WARNING, "worker_lost", "pid=%u why=%s", seat->pid, why);
	back_lost(broker, seat);
}

static bool somebody_is_ready(const struct broker *broker)
{
	for (size_t i = 0; i < broker->pool.used; i++) {
		const struct seat *seat = &broker->pool.seats[i];
		if (seat->service == SERVICE_WORKER && seat->state == SEAT_READY && !seat->silent) {
			return true;
		}
	}
	return false;
}

/*
 * A silent worker is left alone while its answer may still be of use: it may only be slow. It is given up
 * when its request has been answered or refused otherwise, when its time is long over, or when nobody else is
 * left to work.
 */
static void check_silent(struct broker *broker, struct seat *seat)
{
	const struct ring_entry *head = seat_head(seat);
	if (!outstanding_find(&broker->outstanding, head->number)) {
		back_give_up(broker, seat, "silent");
	} else if (broker->now > head->deadline + KILL_GRACE_MS) {
		back_give_up(broker, seat, "past_deadline");
	} else if (!somebody_is_ready(broker)) {
		back_give_up(broker, seat, "last_one_silent");
	}
}

void back_check_silence(struct broker *broker)
{
	for (size_t i = 0; i < broker->pool.used; i++) {
		struct seat *seat = &broker->pool.seats[i];
		const struct ring_entry *head = seat->state == SEAT_FREE ? NULL : seat_head(seat);
		if (!head || broker->now - seat->head_since <= (int64_t)head->patience_ms) {
			continue;
		}
		if (seat->service != SERVICE_WORKER) {
			back_give_up(broker, seat, "silent");
			continue;
		}
		if (!seat->silent) {
			log_event(LOG_PRIORITY_WARNING, "worker_silent", "pid=%u outstanding=%u", seat->pid,
			    seat->count);
			seat->silent = true;
			back_take_back(broker, seat, true);
		}
		check_silent(broker, seat);
	}
}

void back_heartbeats(struct broker *broker)
{
	for (size_t i = 0; i < broker->pool.used; i++) {
		struct seat *seat = &broker->pool.seats[i];
		if (seat->state == SEAT_FREE) {
			continue;
		}
		if (seat->state == SEAT_LEAVING && seat->count == 0 && seat->child < 0) {
			pool_leave(&broker->pool, seat);
		} else if (seat->count == 0 && broker->now - seat->heard > IDLE_SILENCE_MS) {
			back_give_up(broker, seat, "no_heartbeat");
		} else {
			back_say(broker, &seat->route, BACKSTAGE_HEARTBEAT);
		}
	}
}

void back_goodbye(struct broker *broker, struct seat *seat)
{
	if (seat->state == SEAT_LEAVING) {
		return;
	}
	seat->state = SEAT_LEAVING;
	if (seat->child >= 0) {
		supervisor_leaving(back_supervisor(broker, seat), seat->child);
	}
	back_say(broker, &seat->route, BACKSTAGE_GOODBYE);
}

static const struct seat *ledger_seat(const struct broker *broker)
{
	for (size_t i = 0; i < broker->pool.used; i++) {
		const struct seat *seat = &broker->pool.seats[i];
		if (seat->state == SEAT_READY && seat->service == SERVICE_LEDGER) {
			return seat;
		}
	}
	return NULL;
}

/* True: a successor of the ledger is on its way to this content. It is told of one content once: where that
 * one cannot be served, the ledger stays with what it has. */
static bool lead_ledger_to(struct broker *broker, const char *content)
{
	if (strcmp(content, broker->ledger_content) == 0) {
		return false;
	}
	memcpy(broker->ledger_content, content, sizeof(broker->ledger_content));
	supervisor_reload(&broker->ledger);
	return true;
}

bool back_must_stay(struct broker *broker, uint32_t pid)
{
	const struct seat *leaving = back_seat_of(broker, pid);
	const struct seat *ledger = ledger_seat(broker);
	const char *other = NULL;
	if (supervisor_is_changing(&broker->ledger)) {
		return true;
	}
	if (!leaving || !ledger || strcmp(leaving->content, ledger->content) != 0) {
		return false;
	}
	for (size_t i = 0; i < broker->pool.used; i++) {
		const struct seat *seat = &broker->pool.seats[i];
		if (seat == leaving || seat->state != SEAT_READY || seat->service != SERVICE_WORKER) {
			continue;
		}
		if (strcmp(seat->content, ledger->content) == 0) {
			return false;
		}
		other = seat->child >= 0 ? seat->content : other;
	}
	return other && lead_ledger_to(broker, other);
}

void back_check_ledger(struct broker *broker)
{
	const char *theirs = NULL;
	for (size_t i = 0; i < broker->pool.used; i++) {
		const struct seat *seat = &broker->pool.seats[i];
		if (seat->state == SEAT_READY && seat->service == SERVICE_WORKER && seat->child >= 0) {
			if (theirs && strcmp(theirs, seat->content) != 0) {
				return; /* a reload goes on */
			}
			theirs = seat->content;
		}
	}
	const struct seat *ledger = ledger_seat(broker);
	if (theirs && ledger && strcmp(theirs, ledger->content) != 0) {
		(void)lead_ledger_to(broker, theirs);
	}
}

void back_goodbye_child(struct broker *broker, uint32_t pid)
{
	for (size_t i = 0; i < broker->pool.used; i++) {
		struct seat *seat = &broker->pool.seats[i];
		if (seat->state == SEAT_READY && seat->child >= 0 && seat->pid == pid) {
			back_goodbye(broker, seat);
		}
	}
}

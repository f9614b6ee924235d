/* Workers: what is sent to them and what they say. Dispatch is by credit, fewest outstanding first. */
#include "daemon/broker/parts.h"
#include "daemon/log.h"

#include <string.h>

/* Sends one message to a worker; takes the payload (NULL: none). False when the worker cannot be reached. */
static bool send_to(struct broker *broker, zmq_msg_t *to, struct backstage_header *header, zmq_msg_t *payload)
{
	zmq_msg_t route, head;
	header->version = BACKSTAGE_VERSION;
	zmq_msg_init(&route);
	zmq_msg_copy(&route, to);
	zmq_msg_init_size(&head, BACKSTAGE_HEADER_SIZE);
	backstage_write(header, zmq_msg_data(&head));
	if (zmq_msg_send(&route, broker->back, ZMQ_SNDMORE | ZMQ_DONTWAIT) < 0) {
		zmq_msg_close(&route);
		zmq_msg_close(&head);
		if (payload) {
			zmq_msg_close(payload);
		}
		return false;
	}
	bool sent = zmq_msg_send(&head, broker->back, (payload ? ZMQ_SNDMORE : 0) | ZMQ_DONTWAIT) >= 0;
	if (!sent) {
		zmq_msg_close(&head);
	}
	if (payload && (!sent || zmq_msg_send(payload, broker->back, ZMQ_DONTWAIT) < 0)) {
		zmq_msg_close(payload);
	}
	return true;
}

void back_say(struct broker *broker, zmq_msg_t *route, enum backstage_kind kind)
{
	struct backstage_header header = {
	    .kind = (uint8_t)kind, .deadline = (uint32_t)broker->now, .seat = BACKSTAGE_NO_SEAT};
	struct seat *seat = pool_find_route(&broker->pool, route);
	if (seat) {
		header.seat = pool_number(&broker->pool, seat);
	}
	send_to(broker, route, &header, NULL);
}

static bool send_request(struct broker *broker, struct request *request, struct seat *seat)
{
	const struct operation *operation = &operations[request->operation];
	struct backstage_header header = {
	    .kind = BACKSTAGE_REQUEST,
	    .stage = request->stage,
	    .request = request->number,
	    .deadline = (uint32_t)request->deadline,
	    .detail = request->operation,
	    .seat = pool_number(&broker->pool, seat),
	};
	zmq_msg_t body;
	zmq_msg_init(&body);
	zmq_msg_copy(&body, &request->body);
	if (!send_to(broker, &seat->route, &header, &body)) {
		return false;
	}
	struct ring_entry entry = {
	    .number = request->number,
	    .patience_ms =
	        seat->service == SERVICE_WORKER ? operation->deadline_ms / SILENCE_PART : LEDGER_PATIENCE_MS,
	    .deadline = request->deadline,
	    .batch = request->batch,
	};
	seat_push(seat, &entry, broker->now);
	outstanding_sent(&broker->outstanding, request, header.seat);
	return true;
}

/*
 * Who makes what was chosen: a worker of the content it was chosen from. Where none is left, as when a reload
 * has overtaken it, it goes back to be chosen again; after that, any worker is right: one that lacks the
 * family says so. NULL: it has to wait, or went back.
 */
static struct seat *choose_maker(struct broker *broker, struct request *request)
{
	bool any;
	struct seat *seat = pool_choose_content(&broker->pool, request->content, &any);
	if (any) {
		return seat;
	}
	if (request->chosen_again) {
		return pool_choose(&broker->pool, false);
	}
	outstanding_choose_again(&broker->outstanding, request);
	back_advance(broker, request);
	return NULL;
}

static struct seat *choose(struct broker *broker, enum waiting_class kind, struct request *request)
{
	switch (kind) {
	case WAITING_CHOSEN:
		return choose_maker(broker, request);
	case WAITING_LEDGER:
		return pool_choose_service(&broker->pool, SERVICE_LEDGER);
	case WAITING_READER:
		return pool_choose_service(&broker->pool, SERVICE_READER);
	default:
		return pool_choose(&broker->pool, kind == WAITING_BATCH);
	}
}

void back_dispatch(struct broker *broker)
{
	for (int kind = 0; kind < WAITING_CLASSES; kind++) {
		struct request *request;
		while ((request = outstanding_next(&broker->outstanding, (enum waiting_class)kind))) {
			struct seat *seat = choose(broker, (enum waiting_class)kind, request);
			if (!seat &&
			    outstanding_next(&broker->outstanding, (enum waiting_class)kind) == request) {
				break;
			}
			if (!seat) {
				continue; /* it went elsewhere */
			}
			if (!send_request(broker, request, seat)) {
				/* Its connection is gone; a local one's end will be collected in a moment. */
				back_give_up(broker, seat, "unreachable");
				seat->state = seat->state == SEAT_READY ? SEAT_LEAVING : seat->state;
			}
		}
	}
}

void back_advance(struct broker *broker, struct request *request)
{
	switch (operations[request->operation].itinerary[request->stage]) {
	case SERVICE_WORKER:
	case SERVICE_BROKER: /* with a body that is not {}: a worker names the fault */
		outstanding_wait(&broker->outstanding, request, false);
		return;
	case SERVICE_LEDGER:
	case SERVICE_READER:
		if (broker->settings.ledger) {
			outstanding_wait(&broker->outstanding, request, false);
			return;
		}
		break;
	case SERVICE_NONE:
	case SERVICE_STANDBY:
	case SERVICES:
		break;
	}
	front_refuse(broker, request, ERROR_UNAVAILABLE);
}

static void on_reply(struct broker *broker, const struct seat *seat, struct request *request,
    const struct backstage_header *header, zmq_msg_t *payload)
{
	enum error_code status = (enum error_code)header->detail;
	size_t next = request->stage + 1U;
	bool over = next >= ITINERARY_STAGES ||
	            operations[request->operation].itinerary[next] == SERVICE_NONE ||
	            (header->flags & BACKSTAGE_FINAL);
	if (zmq_msg_size(payload) > REPLY_MAX) {
		front_refuse(broker, request, ERROR_TOO_LARGE);
	} else if (over || status != ERROR_NONE) {
		front_answer(broker, request, status, payload);
	} else {
		if (request->state == REQUEST_WAITING) { /* it was to be sent again */
			outstanding_sent(&broker->outstanding, request, BACKSTAGE_NO_SEAT);
		}
		if (seat->service == SERVICE_LEDGER) {
			outstanding_choose(&broker->outstanding, request, payload, seat->content);
		} else {
			outstanding_advance(&broker->outstanding, request, payload);
		}
		back_advance(broker, request);
	}
}

static void on_answer(
    struct broker *broker, struct seat *seat, const struct backstage_header *header, zmq_msg_t *payload)
{
	const struct ring_entry *head = seat_head(seat);
	if (!head || head->number != header->request) {
		log_event(LOG_PRIORITY_ERROR, "worker_out_of_order", "pid=%u", seat->pid);
		back_give_up(broker, seat, "out_of_order");
		return;
	}
	seat_pop(seat, broker->now);
	seat->answered++;
	seat->silent = seat->silent && seat->count > 0;
	struct request *request = outstanding_find(&broker->outstanding, header->request);
	if (!request || request->stage != header->stage) {
		return;
	}
	if (header->kind == BACKSTAGE_SKIPPED) {
		front_refuse(broker, request, ERROR_DEADLINE);
	} else if (header->detail < ERROR_CODES) {
		on_reply(broker, seat, request, header, payload);
	} else {
		front_refuse(broker, request, ERROR_INTERNAL);
	}
}

/* Anybody who reaches the back socket may work, but only our own child keeps the learners. */
static bool may_serve(const struct broker *broker, const struct backstage_ready *ready)
{
	return ready->service == SERVICE_WORKER ||
	       (ready->service > SERVICE_WORKER && ready->service < SERVICES &&
	           supervisor_place(&broker->ledger, (pid_t)ready->pid) >= 0);
}

static void on_ready(
    struct broker *broker, zmq_msg_t *route, const struct backstage_header *header, zmq_msg_t *payload)
{
	struct backstage_ready ready;
	struct seat *known = pool_find_route(&broker->pool, route);
	if (known) {
		/* It has forgotten all it had: it was told that we did not know it. */
		back_take_back(broker, known, false);
		pool_leave(&broker->pool, known);
	}
	uint32_t credit = header->detail < BACKSTAGE_CREDIT_MAX ? header->detail : BACKSTAGE_CREDIT_MAX;
	if (!backstage_read_ready(zmq_msg_data(payload), zmq_msg_size(payload), &ready) || credit == 0 ||
	    ready.operations != backstage_operations() || !may_serve(broker, &ready)) {
		log_event(LOG_PRIORITY_ERROR, "worker_refused", "why=other_version");
		back_say(broker, route, BACKSTAGE_GOODBYE);
		return;
	}
	if (ready.service == SERVICE_STANDBY) {
		supervisor_ready(&broker->ledger, supervisor_place(&broker->ledger, (pid_t)ready.pid));
		broker->next_tick = broker->now;
		return;
	}
	struct seat *seat = pool_seat(&broker->pool, route, credit, broker->now);
	if (!seat) {
		back_say(broker, route, BACKSTAGE_GOODBYE);
		return;
	}
	seat->pid = ready.pid;
	seat->service = ready.service;
	for (size_t i = 0; i < sizeof(ready.content); i++) {
		/* It goes into a reply as text: whatever the bytes are, they are made harmless. */
		char letter = ready.content[i];
		bool printable = letter > ' ' && letter < '\x7f';
		seat->content[i] = '-';
		if (printable) {
			seat->content[i] = letter;
		}
	}
	struct supervisor *supervisor = back_supervisor(broker, seat);
	int place = supervisor_place(supervisor, (pid_t)ready.pid);
	if (place >= 0 && (seat->service != SERVICE_WORKER || !back_seat_of(broker, ready.pid))) {
		seat->child = place;
		supervisor_ready(supervisor, place);
	}
	broker->next_tick = broker->now; /* a reload may go on */
	log_event(LOG_PRIORITY_INFO, seat->service == SERVICE_WORKER ? "worker_ready" : "ledger_ready",
	    "pid=%u content=%s", seat->pid, seat->content);
	back_say(broker, route, broker->stopping ? BACKSTAGE_GOODBYE : BACKSTAGE_HEARTBEAT);
}

static void handle(struct broker *broker, zmq_msg_t *route, zmq_msg_t *head, zmq_msg_t *payload)
{
	struct backstage_header header;
	if (!backstage_read(zmq_msg_data(head), zmq_msg_size(head), &header)) {
		return;
	}
	if (header.kind == BACKSTAGE_READY) {
		on_ready(broker, route, &header, payload);
		return;
	}
	struct seat *seat = pool_find(&broker->pool, header.seat, route);
	seat = seat ? seat : pool_find_route(&broker->pool, route);
	if (!seat) {
		back_say(broker, route, BACKSTAGE_UNKNOWN);
		return;
	}
	seat->heard = broker->now;
	if (header.kind == BACKSTAGE_REPLY || header.kind == BACKSTAGE_SKIPPED) {
		on_answer(broker, seat, &header, payload);
	} else if (header.kind == BACKSTAGE_GOODBYE) {
		back_goodbye(broker, seat);
	}
}

static bool receive(struct broker *broker)
{
	zmq_msg_t frames[3];
	size_t count = 0;
	bool more = true;
	for (size_t i = 0; i < 3; i++) {
		zmq_msg_init(&frames[i]);
	}
	while (more) {
		zmq_msg_t surplus;
		bool kept = count < 3;
		zmq_msg_t *frame = kept ? &frames[count] : &surplus;
		if (!kept) {
			zmq_msg_init(frame);
		}
		if (zmq_msg_recv(frame, broker->back, ZMQ_DONTWAIT) < 0) {
			break;
		}
		more = zmq_msg_more(frame);
		count += kept;
		if (!kept) {
			zmq_msg_close(&surplus);
		}
	}
	if (count >= 2) {
		handle(broker, &frames[0], &frames[1], &frames[2]);
	}
	for (size_t i = 0; i < 3; i++) {
		zmq_msg_close(&frames[i]);
	}
	return count > 0;
}

bool back_drain(struct broker *broker)
{
	for (size_t i = 0; i < DRAIN_MAX; i++) {
		if (!receive(broker)) {
			return false;
		}
	}
	return true;
}

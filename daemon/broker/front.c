/*
 * Clients: `[envelope <= 8 ...][""][operation][body]`, counted from the end. What does not fit is answered
 * where an answer can reach its sender, and is never kept: frames past the most that a request can have are
 * dropped one by one as they come.
 */
#include "daemon/broker/parts.h"

#include <assert.h>
#include <string.h>

enum { FRAMES_MAX = ENVELOPE_MAX + 3, ENVELOPE_BYTES_MAX = 64 * 1024 };

struct arrival {
	zmq_msg_t route;
	zmq_msg_t frames[FRAMES_MAX];
	size_t count;
	bool surplus; /* there were more frames, which are gone */
};

static bool receive(void *socket, struct arrival *arrival)
{
	zmq_msg_init(&arrival->route);
	arrival->count = 0;
	arrival->surplus = false;
	if (zmq_msg_recv(&arrival->route, socket, ZMQ_DONTWAIT) < 0) {
		zmq_msg_close(&arrival->route);
		return false;
	}
	bool more = zmq_msg_more(&arrival->route);
	while (more) {
		zmq_msg_t dropped;
		bool kept = arrival->count < FRAMES_MAX;
		zmq_msg_t *frame = kept ? &arrival->frames[arrival->count] : &dropped;
		zmq_msg_init(frame);
		if (zmq_msg_recv(frame, socket, ZMQ_DONTWAIT) < 0) {
			zmq_msg_close(frame);
			break;
		}
		more = zmq_msg_more(frame);
		if (kept) {
			arrival->count++;
		} else {
			zmq_msg_close(&dropped);
			arrival->surplus = true;
		}
	}
	return true;
}

/* Frames that were moved on are empty by now; closing them costs nothing. */
static void arrival_done(struct arrival *arrival)
{
	zmq_msg_close(&arrival->route);
	for (size_t i = 0; i < arrival->count; i++) {
		zmq_msg_close(&arrival->frames[i]);
	}
}

/*
 * Sends one reply; takes the messages. The client may be gone, or not read what it was sent: then the reply
 * is lost (the first frame fails, and nothing was sent of it).
 */
static void send_reply(struct broker *broker, zmq_msg_t *route, zmq_msg_t *envelope[], size_t envelope_count,
    enum error_code status, zmq_msg_t *body)
{
	const char *name = error_name(status);
	size_t length = strlen(name);
	zmq_msg_t empty, word;
	zmq_msg_init(&empty);
	zmq_msg_init_size(&word, length); /* short enough to lie in the zmq_msg_t itself */
	memcpy(zmq_msg_data(&word), name, length);

	zmq_msg_t *frames[FRAMES_MAX + 1];
	size_t count = 0;
	frames[count++] = route;
	for (size_t i = 0; i < envelope_count; i++) {
		frames[count++] = envelope[i];
	}
	frames[count++] = &empty;
	frames[count++] = &word;
	frames[count++] = body;
	bool sent = true;
	for (size_t i = 0; i < count && sent; i++) {
		int flags = ZMQ_DONTWAIT | (i + 1 < count ? ZMQ_SNDMORE : 0);
		sent = zmq_msg_send(frames[i], broker->front, flags) >= 0;
	}
	broker->statistics.replies_lost += !sent;
	statistics_count(broker, status);
	for (size_t i = 0; i < count && !sent; i++) {
		zmq_msg_close(frames[i]);
		zmq_msg_init(frames[i]);
	}
}

/* The broker's buffer as a message; empty when memory is out. */
static void buffer_message(const struct buffer *buffer, zmq_msg_t *message)
{
	if (zmq_msg_init_size(message, buffer->length) < 0) {
		zmq_msg_init(message);
		return;
	}
	if (buffer->length > 0) {
		memcpy(zmq_msg_data(message), buffer->data, buffer->length);
	}
}

void front_answer(struct broker *broker, struct request *request, enum error_code status, zmq_msg_t *body)
{
	zmq_msg_t route;
	zmq_msg_t *envelope[ENVELOPE_MAX];
	zmq_msg_init(&route);
	zmq_msg_copy(&route, clients_route(&broker->clients, request->client));
	for (size_t i = 0; i < request->envelope_count; i++) {
		envelope[i] = outstanding_envelope(request, i);
	}
	send_reply(broker, &route, envelope, request->envelope_count, status, body);
	clients_leave(&broker->clients, request->client);
	outstanding_release(&broker->outstanding, request);
}

void front_refuse(struct broker *broker, struct request *request, enum error_code status)
{
	zmq_msg_t body;
	report_error(broker, &broker->buffer, status, NULL, NULL);
	buffer_message(&broker->buffer, &body);
	front_answer(broker, request, status, &body);
}

static void answer_arrival(
    struct broker *broker, struct arrival *arrival, size_t envelope_count, enum error_code status)
{
	zmq_msg_t body;
	zmq_msg_t *envelope[ENVELOPE_MAX];
	for (size_t i = 0; i < envelope_count; i++) {
		envelope[i] = &arrival->frames[i];
	}
	buffer_message(&broker->buffer, &body);
	send_reply(broker, &arrival->route, envelope, envelope_count, status, &body);
}

static void refuse_arrival(struct broker *broker, struct arrival *arrival, size_t envelope_count,
    enum error_code status, const char *detail)
{
	report_error(broker, &broker->buffer, status, NULL, detail);
	answer_arrival(broker, arrival, envelope_count, status);
}

/* No request: the envelope is what stands before the first empty frame, which is right for REQ and most
 * DEALERs. */
static void refuse_malformed(struct broker *broker, struct arrival *arrival)
{
	size_t envelope_count = 0;
	while (envelope_count < arrival->count && zmq_msg_size(&arrival->frames[envelope_count]) > 0) {
		envelope_count++;
	}
	if (envelope_count == arrival->count || envelope_count > ENVELOPE_MAX) {
		envelope_count = 0;
	}
	refuse_arrival(broker, arrival, envelope_count, ERROR_BAD_REQUEST,
	    "A request is at most 8 frames of your own, an empty frame, the operation, and a JSON body.");
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* Is it `{}`, with blanks around it at most? */
static bool is_empty_object(zmq_msg_t *body)
{
	const char *at = zmq_msg_data(body);
	const char *end = at + zmq_msg_size(body);
	while (at < end && is_blank(*at)) {
		at++;
	}
	while (at < end && is_blank(end[-1])) {
		end--;
	}
	return end - at == 2 && at[0] == '{' && at[1] == '}';
}

/* The operations that the broker answers itself. */
static const struct {
	const char *name;
	void (*report)(struct broker *broker, struct buffer *reply);
} own_operations[] = {{"ping", report_ping}, {"status", report_status}};

static bool answer_own(
    struct broker *broker, struct arrival *arrival, size_t envelope_count, const char *name)
{
	for (size_t i = 0; i < sizeof(own_operations) / sizeof(own_operations[0]); i++) {
		if (strcmp(own_operations[i].name, name) == 0) {
			own_operations[i].report(broker, &broker->buffer);
			answer_arrival(broker, arrival, envelope_count, ERROR_NONE);
			return true;
		}
	}
	return false;
}

static void take(struct broker *broker, struct arrival *arrival, const struct operation *operation)
{
	struct outstanding *table = &broker->outstanding;
	size_t envelope_count = arrival->count - 3;
	zmq_msg_t *body = &arrival->frames[arrival->count - 1];
	if (broker->stopping) {
		refuse_arrival(
		    broker, arrival, envelope_count, ERROR_UNAVAILABLE, "The service is stopping.");
		return;
	}
	int64_t client = clients_enter(&broker->clients, &arrival->route);
	if (client < 0) {
		refuse_arrival(broker, arrival, envelope_count, ERROR_OVERLOADED,
		    "Too many requests of this client are in flight.");
		return;
	}
	bool room = outstanding_waiting(table) < OUTSTANDING_WAITING_MAX &&
	            table->bytes + zmq_msg_size(body) <= OUTSTANDING_BYTES_MAX;
	uint16_t row = (uint16_t)(operation - operations);
	struct request *request =
	    room ? outstanding_take(table, row, broker->now + operation->deadline_ms) : NULL;
	if (!request) {
		clients_leave(&broker->clients, (uint32_t)client);
		refuse_arrival(broker, arrival, envelope_count, ERROR_OVERLOADED, NULL);
		return;
	}
	request->client = (uint32_t)client;
	request->batch = operation_is_batch(operation, zmq_msg_data(body), zmq_msg_size(body));
	if (outstanding_set_envelope(request, arrival->frames, envelope_count) < 0) {
		front_refuse(broker, request, ERROR_OVERLOADED);
		return;
	}
	outstanding_set_body(table, request, body);
	back_advance(broker, request);
}

static void handle(struct broker *broker, struct arrival *arrival)
{
	broker->statistics.requests++;
	if (arrival->surplus || arrival->count < 3 ||
	    zmq_msg_size(&arrival->frames[arrival->count - 3]) != 0) {
		refuse_malformed(broker, arrival);
		return;
	}
	size_t envelope_count = arrival->count - 3;
	zmq_msg_t *name = &arrival->frames[arrival->count - 2];
	zmq_msg_t *body = &arrival->frames[arrival->count - 1];
	size_t envelope_bytes = 0;
	for (size_t i = 0; i < envelope_count; i++) {
		envelope_bytes += zmq_msg_size(&arrival->frames[i]);
	}
	if (envelope_bytes > ENVELOPE_BYTES_MAX || zmq_msg_size(body) > BODY_MAX) {
		refuse_arrival(broker, arrival, envelope_count, ERROR_TOO_LARGE, NULL);
		return;
	}
	const struct operation *operation = operation_find(zmq_msg_data(name), zmq_msg_size(name));
	if (!operation) {
		refuse_arrival(broker, arrival, envelope_count, ERROR_UNKNOWN_OPERATION, NULL);
		return;
	}
	if (operation->itinerary[0] == SERVICE_BROKER && is_empty_object(body) &&
	    answer_own(broker, arrival, envelope_count, operation->name)) {
		return;
	}
	take(broker, arrival, operation);
}

bool front_drain(struct broker *broker)
{
	for (size_t i = 0; i < DRAIN_MAX; i++) {
		struct arrival arrival;
		if (!receive(broker->front, &arrival)) {
			return false;
		}
		handle(broker, &arrival);
		arrival_done(&arrival);
	}
	return true;
}

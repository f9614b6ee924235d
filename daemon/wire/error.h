/*
 * The errors of the protocol: enum, wire code, words for people, whether to try the same request again.
 * One table; protocol pages and schemas are made from it.
 */
#ifndef DAEMON_ERROR_H
#define DAEMON_ERROR_H

#include <stdbool.h>

#define ERROR_TABLE(X)                                                                                       \
	X(BAD_REQUEST, "bad_request", "The request does not fit its schema.", false)                         \
	X(UNKNOWN_OPERATION, "unknown_operation", "There is no such operation.", false)                      \
	X(UNKNOWN_SKILL, "unknown_skill", "There is no such skill or unit.", false)                          \
	X(UNKNOWN_FAMILY, "unknown_family", "There is no such family.", false)                               \
	X(ITEM_INVALID, "item_invalid", "This is not an item that this service sealed.", false)              \
	X(ITEM_EXPIRED, "item_expired", "The time for this item is over.", false)                            \
	X(ITEM_NOT_YOURS, "item_not_yours", "This item was issued to another learner.", false)               \
	X(TOO_LARGE, "too_large", "The request or its reply is larger than allowed.", false)                 \
	X(NOT_ALLOWED, "not_allowed", "This caller may not do that.", false)                                 \
	X(OVERLOADED, "overloaded", "Too many requests are waiting; try again shortly.", true)               \
	X(DEADLINE, "deadline", "The request was not answered in time.", true)                               \
	X(CONFLICT, "conflict", "The same attempt was sent before with another body.", false)                \
	X(UNAVAILABLE, "unavailable", "The service that answers this is not running just now.", true)        \
	X(INTERNAL, "internal", "A mistake of ours; the request was kept for the operators.", false)

enum error_code {
	ERROR_NONE,
#define X(name, code, words, again) ERROR_##name,
	ERROR_TABLE(X)
#undef X
	    ERROR_CODES
};

/* The wire code ("bad_request"); "ok" for ERROR_NONE. */
const char *error_name(enum error_code code);
const char *error_words(enum error_code code);
bool error_retryable(enum error_code code);

#endif

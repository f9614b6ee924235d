/*
 * Rows that the tables of several operations share, so that a field is the same wherever it may stand. `at`
 * is the value's offset in the request's struct; what differs from place to place (.required, .group,
 * .flag_offset) follows as further designators.
 */
#ifndef DAEMON_ROWS_H
#define DAEMON_ROWS_H

#include "daemon/wire/fields.h"
#include "daemon/wire/handover.h"
#include "daemon/wire/question.h"
#include "daemon/wire/seal.h"
#include "generators/engine/engine.h"

/* const char *: whom it is about. */
#define ROW_LEARNER(at, ...)                                                                                 \
	{                                                                                                    \
		.name = "learner", .kind = FIELD_TEXT, .in_bytes = true, .minimum = 1,                       \
		.maximum = HANDOVER_LEARNER, .offset = (at), __VA_ARGS__                                     \
	}
/* const char *: an idempotency key. */
#define ROW_ATTEMPT(at, ...)                                                                                 \
	{                                                                                                    \
		.name = "attempt", .kind = FIELD_TEXT, .in_bytes = true, .minimum = 1,                       \
		.maximum = HANDOVER_ATTEMPT, .offset = (at), __VA_ARGS__                                     \
	}
/* const char *: a sealed item. */
#define ROW_ITEM(at, ...)                                                                                    \
	{                                                                                                    \
		.name = "item", .kind = FIELD_TEXT, .minimum = 1, .maximum = SEAL_TOKEN_LIMIT,               \
		.offset = (at), __VA_ARGS__                                                                  \
	}
/* int: an index of locale_names. */
#define ROW_LOCALE(at, ...)                                                                                  \
	{                                                                                                    \
		.name = "locale", .kind = FIELD_CHOICE, .choices = locale_names, .choice_count = LOCALES,    \
		.offset = (at), __VA_ARGS__                                                                  \
	}
/* int: an index of decimal_names. */
#define ROW_DECIMAL(at, ...)                                                                                 \
	{                                                                                                    \
		.name = "decimal", .kind = FIELD_CHOICE, .choices = decimal_names, .choice_count = 2,        \
		.offset = (at), __VA_ARGS__                                                                  \
	}

#endif

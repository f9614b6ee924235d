#include "daemon/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { LINE_LENGTH = 1024 };

static const char *priority_name(enum log_priority priority)
{
	switch (priority) {
	case LOG_PRIORITY_ERROR:
		return "error";
	case LOG_PRIORITY_WARNING:
		return "warning";
	case LOG_PRIORITY_INFO:
		return "info";
	}
	return "info";
}

void log_event(enum log_priority priority, const char *event, const char *format, ...)
{
	char rest[LINE_LENGTH];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(rest, sizeof(rest), format, arguments);
	va_end(arguments);
	/* systemd sets JOURNAL_STREAM when stderr is the journal; a person at a terminal has no use for
	 * "<6>". */
	char prefix[8] = "";
	if (getenv("JOURNAL_STREAM")) {
		snprintf(prefix, sizeof(prefix), "<%d>", (int)priority);
	}
	fprintf(stderr, "%slevel=%s event=%s%s%s\n", prefix, priority_name(priority), event, *rest ? " " : "",
	    rest);
}

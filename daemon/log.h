/*
 * What happens, for operators: one logfmt line to stderr, `event=worker_died pid=4711 signal=9`. Under
 * systemd each line begins with its journal priority. No answer and no learner id is ever written here.
 *
 * Only commands and the broker's own loop log; libraries give errors to their caller.
 */
#ifndef DAEMON_LOG_H
#define DAEMON_LOG_H

enum log_priority { LOG_PRIORITY_ERROR = 3, LOG_PRIORITY_WARNING = 4, LOG_PRIORITY_INFO = 6 };

/* `format` is the rest of the line after `event=<event> `, in logfmt; "" for nothing. */
void log_event(enum log_priority priority, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif

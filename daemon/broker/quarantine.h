/*
 * Requests that took two workers with them, kept for the operators: `<state>/quarantine/NN.request`, one line
 * about it and then its text. Readable by the owner only. The number of files and their size are bounded: the
 * oldest gives way.
 */
#ifndef DAEMON_QUARANTINE_H
#define DAEMON_QUARANTINE_H

#include <stddef.h>

enum { QUARANTINE_FILES = 32, QUARANTINE_BYTES = 64 * 1024 };

/* 0 or a negative errno. The text is cut at QUARANTINE_BYTES. */
int quarantine_keep(const char *state_folder, const char *operation, const void *text, size_t length);

#endif

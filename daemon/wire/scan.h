/*
 * Is this text JSON, to the letter of RFC 8259? Readers are lenient each in its own way (names that occur
 * twice, NaN, control characters in strings, halves of surrogate pairs), and a leniency is how two programs
 * come to read two things in one request. So every text is scanned before a reader sees it. Pure, any thread.
 *
 * Beyond the RFC: depth is bounded, and a name may not contain U+0000.
 */
#ifndef DAEMON_SCAN_H
#define DAEMON_SCAN_H

#include <stddef.h>

enum { SCAN_DEPTH = 16 }; /* brackets within brackets; our deepest request has 5 */

struct scan_result {
	size_t names;        /* of all objects together */
	size_t at;           /* where the fault lies, bytes */
	const char *message; /* what it is; NULL: none */
};

/* 0, or -1 with at and message set. */
int scan_json(const char *text, size_t length, struct scan_result *ret_result);

#endif

/*
 * A guess at one number of a request, for those who must not read it: the broker wants to know whether a
 * request is long before a worker reads it. It is the first `"name": digits` in the text, wherever that
 * stands and whether or not the text is JSON; nothing but the order of work may depend on it. Pure.
 */
#ifndef DAEMON_PEEK_H
#define DAEMON_PEEK_H

#include <stddef.h>
#include <stdint.h>

/* 0 where there is none; saturates at UINT32_MAX. */
uint32_t peek_number(const char *text, size_t length, const char *name);

#endif

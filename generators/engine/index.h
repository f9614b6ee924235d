/*
 * The index of the built-in content, made when the program is built: which tuples of a family are valid and
 * on which level they lie. Walking every tuple of every family takes seconds; a daemon has 100 ms to start.
 * So the build walks them once (make_index.c), and the bytes lie read-only in the program, shared by all its
 * processes.
 *
 * An entry is found by a fingerprint of all that decides the walk - parameters, where, let, levels, variants
 * - so a family that was edited since, or comes from elsewhere, is simply not found and is walked at load.
 */
#ifndef GENERATORS_INDEX_H
#define GENERATORS_INDEX_H

#include "generators/engine/content.h"

#include <stdio.h>

/* Takes the family's index from the built-in ones. False when it is not among them. Its product must be
 * known. */
bool index_take(struct family *family);
/* Writes the entries of all families that have an index. 0, or a negative errno. */
int index_write(const struct content *content, FILE *out);

#endif

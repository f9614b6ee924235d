/*
 * Second readings: when an answer is wrong as the checker reads it, and right as many people write it (8/9q^2
 * for 8/(9q^2)), the verdict stands and the note `precedence` shows both readings. Private to the checker's
 * upper floor.
 */
#ifndef CHECKER_SECOND_H
#define CHECKER_SECOND_H

#include "checker/judge.h"

/* Adds the note where it applies; `options` are those of the first reading. */
void note_second_reading(const struct judgement *judgement, const char *text, size_t length,
    const struct read_options *options, const struct reading *reading);

#endif

/*
 * Wrong answers that somebody predicted by hand: an incorrect answer that is exactly one of them names the
 * misconception behind it. Equality is the checker's own, of whatever kind the question is.
 */
#ifndef DAEMON_PREDICTED_H
#define DAEMON_PREDICTED_H

#include "checker/check.h"

/*
 * Calls found(context, misconception) for every predicted answer of `spec` that the answer equals, in their
 * order. Working memory is taken from the arena and given back. A prediction that cannot be read matches
 * nothing.
 */
void predicted_find(struct arena *arena, const struct question_spec *spec, const char *answer, size_t length,
    const struct check_options *options, void (*found)(void *context, const char *misconception),
    void *context);

#endif

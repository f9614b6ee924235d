/*
 * The arithmetic of a rule's `let` and `where`: the functions of families.md, worked out after a match. As
 * with all formulas there are two ways to the same value, a program on small rationals for the many matches
 * whose letters stand for numbers, and the checker's exact arithmetic for all others.
 */
#ifndef GENERATORS_GUARDS_H
#define GENERATORS_GUARDS_H

#include "checker/algebra/rewrite.h"

extern const struct rewrite_guards rule_guards;

/* The one name beside the metavariables that rules may use: the base of the asked form. */
extern const char *const guard_names[];
extern const size_t guard_name_count;

/*
 * Prepares the lets and conditions of a rule without faults, in the arena. Those that were not prepared are
 * worked out as well.
 */
void guards_prepare(struct arena *arena, struct rewrite_rule *rule);

#endif

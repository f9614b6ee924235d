/*
 * A set of rewriting rules, ordered so that a node of a tree tries only those that may match it: by the kind
 * of the pattern's root, then by a look at the pattern that allocates nothing and never says no wrongly.
 *
 * Immutable once made; lives in the arena it was made in. Any number of threads may read it.
 */
#ifndef CHECKER_RULES_H
#define CHECKER_RULES_H

#include "checker/algebra/rewrite.h"

enum { RULE_PARTS = 4 };
/* Kinds of nodes as bits: what the first parts of a pattern's root may be. */
struct rule_shape {
	uint32_t kinds[RULE_PARTS];
	uint8_t after[RULE_PARTS]; /* of a row: enum rule_side */
	uint8_t count;
	uint8_t parts; /* of the pattern; 0: any number of them */
	bool row;
};
struct owned_rule {
	const struct rewrite_rule *rule;
	uint32_t owner;          /* the caller's number of the law or belief that it belongs to */
	struct rule_shape shape; /* set by rule_set_make(), as is: */
	bool based;              /* it speaks of `base`, the base of the asked form */
};
struct rule_set {
	const struct owned_rule *rules; /* by root kind; those for any kind last */
	uint32_t start[EXPR_KINDS + 2]; /* of each kind; then of those for any; then the end */
};

/* Copies the rows; rules of one kind keep their order. */
void rule_set_make(
    struct arena *arena, const struct owned_rule *rules, size_t count, struct rule_set *ret_set);
/* Calls `found` for each rule that may match at the root of the tree. */
void rule_set_each(const struct rule_set *set, const struct expr *tree,
    void (*found)(void *context, const struct owned_rule *rule), void *context);
/* False only where the pattern matches nowhere at the root of the tree. */
bool rule_may_match(const struct rewrite_rule *rule, const struct expr *tree);

#endif

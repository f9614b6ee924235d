/*
 * What the parts of the walk share: reach_node.c (what may have become of one node), reach.c (errors anywhere
 * in a tree), reach_slips.c and reach_laws.c.
 */
#ifndef CHECKER_REACH_PARTS_H
#define CHECKER_REACH_PARTS_H

#include "checker/diagnosis/approximate.h"
#include "checker/diagnosis/reach.h"

enum { REACH_MEMO = 512 };

/* One error at one node. */
struct outcome {
	const struct outcome *next;
	const struct expr *before, *after;
	uint32_t error;
	double rough; /* of `after`, where no symbol stands for an answer */
};

/* What is known of a node, by its address: nodes are immutable and shared between the trees of an item. */
struct memo {
	const struct expr *node;
	const struct outcome *outcomes;
};
struct value_memo {
	const struct expr *node, *value; /* value NULL: none */
};

struct reacher {
	struct arena *arena;
	struct rewriter rewriter;
	const struct reach_rules *rules;
	struct memo memo[REACH_MEMO];
	struct value_memo values[REACH_MEMO];
	size_t memo_count;
	bool lasting;  /* what is found may be kept in the memo */
	uint32_t only; /* the belief that is looked for; UINT32_MAX: any */
	/* Where the walk stands that looks for certain trees; NULL: for all. */
	const struct walk *walk;
	const struct spot *spot;
};

/* Where a node stands in its tree. */
struct spot {
	const struct spot *up;
	const struct expr *tree;
	uint32_t at;
	double *values; /* of all parts of `tree`, roughly; NULL: nobody asks */
};

/* One look over a tree. */
struct walk {
	struct reacher *reacher;
	const struct reached *from;
	const struct reach_sight *sight;
	reach_fn found;
	void *context;
};

/* A number, its negative, a letter or a constant: nothing is left to work out. */
bool reach_is_literal(const struct expr *tree);
/* What errors make of a node, as it is and with its parts worked out. */
const struct outcome *reach_outcomes(struct reacher *reacher, const struct expr *node);
/* The whole tree with another part at the spot. */
const struct expr *reach_plugged(struct arena *arena, const struct spot *spot, const struct expr *part);
/* Is a tree worth making that has `after` at the spot? `rough`: what that is worth, NaN where it is unknown.
 */
bool reach_is_wanted(
    const struct walk *walk, const struct spot *spot, const struct expr *after, double rough);
/* The same of what a rule that works nothing out would make of a match at the spot. */
bool reach_match_is_wanted(const struct walk *walk, const struct spot *spot, const struct rewrite_rule *rule,
    const struct match *match);
/* Makes the tree that has `after` at the spot, in the place of `before`, where it is wanted. */
void reach_tell(struct walk *walk, const struct spot *spot, const struct expr *before,
    const struct expr *after, uint32_t error, double rough);
/* Every node, parts before it: what `visit` does there. */
void reach_walk(struct walk *walk, const struct expr *node, const struct spot *spot,
    void (*visit)(struct walk *walk, const struct expr *node, const struct spot *spot));

#endif

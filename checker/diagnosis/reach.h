/*
 * What may have become of an expression: the trees that a learner reaches by correct work and one error, or
 * one more. Correct work is arithmetic that turns a part into its value before the error is made, and laws at
 * the root of any part; an error is a mal-rule at any node of what then stands on the page, or a slip.
 *
 * A tree that is reached is not worked out any further: whoever asks evaluates what is left correctly.
 *
 * Everything lies in the arena. Bounded by the constants below and by the rewriter's steps; where a bound
 * ends the walk, fewer trees are reached and nothing else changes. Nothing here refuses.
 */
#ifndef CHECKER_REACH_H
#define CHECKER_REACH_H

#include "checker/diagnosis/rules.h"

enum {
	REACH_LAWS = 16,           /* trees that laws lead to before an error is made */
	REACH_LAW_DEPTH = 2,       /* laws in a row */
	REACH_VARIANTS = 12,       /* of one node: which of its parts are worked out already */
	REACH_SECOND_VARIANTS = 3, /* the same where one error has been made */
	REACH_NODES = 120,         /* of a tree that errors are looked for in */
	REACH_FIRST = 400,         /* trees with one error */
	REACH_STEPS = 60000,       /* matching steps for one item, and again for each answer */
	REACH_VALUE_BITS = 256,
};

/* What an error is: a belief by its owner number, or one of these. */
enum slip {
	SLIP_SIGN,       /* a minus sign dropped or added */
	SLIP_ONE,        /* an exponent or a result off by one */
	SLIP_DIGIT,      /* one digit, or two swapped */
	SLIP_UNFINISHED, /* stopped on the way */
	SLIPS
};
#define REACH_SLIP ((uint32_t)1 << 30) /* + enum slip */
#define REACH_LAW  ((uint32_t)1 << 31) /* no error: a law */

struct reached {
	const struct reached *from; /* NULL: as it is asked */
	const struct expr *before;  /* `from`, with parts worked out: what the step was made on */
	const struct expr *tree;    /* what stands there after the step */
	uint32_t error;
	bool everywhere; /* the error was made at several nodes at once */
};

struct reacher;

struct reach_rules {
	const struct rule_set *errors, *laws; /* laws may be NULL */
	const unsigned char *law_wanted;      /* by owner; NULL: all of them */
	const unsigned char *error_wanted;    /* likewise */
	const struct rewrite_guards *guards;
	const struct expr *base; /* of the asked form; NULL: rules that speak of it do not apply */
};
/* The rules must outlive the reacher. */
struct reacher *reach_open(struct arena *arena, const struct reach_rules *rules);

/*
 * Which trees are worth making: told what a tree would be worth roughly, or both sides of an equation, or
 * nothing (count 0) where the tree is a word.
 */
struct reach_sight {
	const char *unknown; /* stands for `value`; NULL: none */
	double value;
	bool (*worth_making)(const void *context, const double *sides, size_t count);
	const void *context;
};
/* Called for each tree that is reached; what it is given lies in the arena. */
typedef void (*reach_fn)(void *context, const struct reached *reached);
/*
 * All that one error makes of a tree. `lasting`: the tree will be asked about again, so that what is found in
 * its parts is kept; only in the arena that the walk was opened in. `sight` NULL: all trees are made.
 */
void reach_errors(struct reacher *reacher, const struct reached *from, bool lasting,
    const struct reach_sight *sight, reach_fn found, void *context);
/*
 * A belief that is held is held everywhere: what is made of a tree by the same error at every node where its
 * rules match, where those are several. Somebody looks at the whole first and at what is left as it was, or
 * at the parts first and then at what has become of the whole. To be asked for at trees that were asked about
 * with `lasting` before.
 */
void reach_everywhere(
    struct reacher *reacher, const struct reached *from, uint32_t belief, reach_fn found, void *context);
/* All that one slip on the way makes of a tree (not of its final value: see match.h). */
void reach_slips(struct reacher *reacher, const struct reached *from, const struct reach_sight *sight,
    reach_fn found, void *context);
/* The tree as asked, and what laws make of it: at most REACH_LAWS. */
size_t reach_correct(struct reacher *reacher, const struct expr *ask, const struct reached **ret_reached);
/* Laws on a path; the tree as asked is none. NULL: none. */
size_t reach_laws(const struct reached *step);
/* To be called where `error_wanted` was changed: what was found in parts of trees is looked for anew. */
void reach_forget(struct reacher *reacher);
/* Gives the walk new steps, for the next answer, and an arena that lives as long as that answer. */
void reach_refresh(struct reacher *reacher, struct arena *arena);
/* The tree of a value that was worked out, or NULL where there is none or it is too large. */
const struct expr *reach_value(struct reacher *reacher, const struct expr *tree);

#endif

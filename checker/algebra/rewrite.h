/*
 * Rewriting rules on trees (design page diagnosis.md): one engine for laws, which may take the parts of a sum
 * or product in any order, and for mal-rules, which see only the written order.
 *
 * A rule is two trees. In the left one, symbols of one letter are metavariables, and the letter says what
 * they match:  a b c d any subtree;  k m n a non-negative integer literal;  i j that or its negative;  p q r
 * s t a number (literal, quotient of literals, their negatives);  u v w a subtree with a variable;  x y z a
 * symbol. One that occurs twice must match canonically equal trees (in laws: the same tree where there is no
 * variable in it). Other symbols stand for themselves; e and pi are constants.
 *
 * A sum or product as the whole pattern matches a run of neighbours of a longer row that begins at the row's
 * head or after + or *, or the whole row; further down it matches whole rows only. A metavariable for trees
 * may take several neighbours. With `commutative` the parts may come in any order, and a product below a
 * fraction bar counts as so many divisors.
 *
 * The engine works out nothing: lets and conditions are handed to the caller (struct rewrite_guards), as
 * their functions live in a layer above, which may have prepared them. Everything made lies in the arena;
 * work is bounded by `steps`.
 */
#ifndef CHECKER_REWRITE_H
#define CHECKER_REWRITE_H

#include "checker/algebra/expr.h"

enum {
	REWRITE_LETTERS = 26,
	REWRITE_LETS = 8, /* of one rule */
	REWRITE_CONDITIONS = 8,
	REWRITE_PARTS = 64,  /* of a row that is matched; longer ones match nothing */
	REWRITE_NODES = 400, /* of a rewritten tree; larger ones are dropped */
	REWRITE_KNOWN = 4,
};

/* Over metavariables, the lets before it and the known names. */
struct rewrite_formula {
	const struct expr *tree; /* NULL: none */
	const void *prepared;    /* the caller's own form of it, which only its guards read; or NULL */
};
struct rewrite_let {
	const char *name; /* one letter */
	struct rewrite_formula formula;
};

struct rewrite_condition {
	struct rewrite_formula formula;
	size_t lets; /* that must be worked out before it can be asked */
};

struct rewrite_rule {
	const struct expr *from, *to; /* `to` may be the word undefined or no solution */
	struct rewrite_let lets[REWRITE_LETS];
	size_t let_count;
	struct rewrite_condition conditions[REWRITE_CONDITIONS]; /* all must hold; by `lets` */
	size_t condition_count;
	bool implicit; /* a power in `from` also matches its bare base, with the exponent 1 */
	bool commutative;
	bool whole; /* a row as `from` matches whole rows only, no runs of longer ones */
};

/* What the names of a formula stand for. */
struct rewrite_names {
	const struct expr_binding *bindings;
	size_t count;
};
/* The caller's arithmetic. */
struct rewrite_guards {
	/* The value as a tree; NULL: there is none. */
	const struct expr *(*value)(
	    struct arena *arena, const struct rewrite_formula *formula, struct rewrite_names names);
	/* What cannot be decided does not hold. */
	bool (*holds)(
	    struct arena *arena, const struct rewrite_formula *condition, struct rewrite_names names);
};

/* The parts of a row as they are matched. */
struct rewrite_row {
	enum expr_kind kind;
	size_t count;
	struct expr_part parts[REWRITE_PARTS];
};
/* One match of a pattern. */
struct match {
	const struct expr *bound[REWRITE_LETTERS]; /* by letter; NULL: free */
	const struct rewrite_row *row;             /* of the root, when pattern and tree are rows; or NULL */
	uint64_t taken;                            /* which of its parts */
};

struct rewriter {
	struct arena *arena;
	const struct rewrite_guards *guards;
	struct expr_binding
	    known[REWRITE_KNOWN]; /* longer names that rules may use: `base` of the asked form */
	size_t known_count;
	size_t steps; /* matching steps that may still be made; at 0 nothing matches any more */
	/* Is it worth working out what becomes of a match? Asked before lets and conditions. NULL: always. */
	bool (*worth)(const void *context, const struct rewrite_rule *rule, const struct match *match);
	const void *context;
};

/* The one-letter names, so that a binding can point to one. */
extern const char rewrite_letters[REWRITE_LETTERS][2];
/* Is the name that of a metavariable? */
bool rewrite_is_metavariable(const char *name);
/*
 * Sets the conditions of a rule that has its lets: the parts of an `and`, so that each is asked as early as
 * it can be. False: they are too many.
 */
bool rewrite_set_where(struct rewrite_rule *rule, const struct expr *where);
/*
 * What is wrong with a rule ("`k` on the right does not occur on the left"), a constant text, or NULL; then
 * the name in question is in *ret_name.
 */
const char *rewrite_fault(
    const struct rewrite_rule *rule, const char *const *known, size_t known_count, const char **ret_name);

/* Called for each result; true: enough. */
typedef bool (*rewrite_fn)(void *context, const struct expr *result);
/* The results of the rule at the root of `tree`. */
bool rewrite_root(struct rewriter *rewriter, const struct rewrite_rule *rule, const struct expr *tree,
    rewrite_fn found, void *context);

/* A rule written in C: every result at the root of `tree`. True: `found` had enough. */
typedef bool (*rewrite_root_fn)(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context);
/*
 * The results at any one node, as whole trees: leftmost-innermost, so the parts of a node come before the
 * node. `root` rewrites at one node: rewrite_root() behind a cast of its rule, or a rule written in C.
 */
bool rewrite_each(struct rewriter *rewriter, rewrite_root_fn root, const void *rule, const struct expr *tree,
    rewrite_fn found, void *context);
/*
 * The tree with the first result at every node that has one, parts before the node; `tree` itself when there
 * is none.
 */
const struct expr *rewrite_everywhere(
    struct rewriter *rewriter, rewrite_root_fn root, const void *rule, const struct expr *tree);

/* The tree with another expression as its part `at`; to be tidied by the caller. */
const struct expr *rewrite_with(
    struct arena *arena, const struct expr *tree, uint32_t at, const struct expr *part);

/*
 * The tree with the invariants of expr.h restored: no sum at the head of a sum or after +, no product at the
 * head of a product, no plain product after *, no row of one part.
 */
const struct expr *rewrite_tidy(struct arena *arena, const struct expr *tree);

/* --- what the files of the engine share --- */

/* The parts of a sum or product; `flat`: divisors that are products become several. False: too many parts. */
bool rewrite_row_read(const struct expr *tree, bool flat, struct rewrite_row *ret_row);
/* The row of the parts that `taken` names by bits; if `except`, of the others. NULL: none. */
const struct expr *rewrite_row_made(
    struct arena *arena, const struct rewrite_row *row, uint64_t taken, bool except);
/* The row with the taken parts replaced by `with`, at the place of the first of them that follows + or *. */
const struct expr *rewrite_row_replaced(
    struct arena *arena, const struct rewrite_row *row, uint64_t taken, const struct expr *with);

/* May a metavariable of this letter be the tree? */
bool match_fits(char letter, const struct expr *tree);
/* May a metavariable take several neighbours of a row? Those for any tree do. */
bool match_takes_several(const struct expr *pattern);

/* Calls `found` for each match until it says true (match.c). */
bool match_each(struct rewriter *rewriter, const struct rewrite_rule *rule, const struct expr *tree,
    bool (*found)(void *context, const struct match *match), void *context);

#endif

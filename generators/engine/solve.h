/*
 * Worked solutions: from `ask`, law after law, until the checker itself would mark what stands there as
 * correct. The shortest path is taken; among equal ones the family's `solve:` order, then the file's, then
 * what stands leftmost and innermost. No tree is looked at twice, and of the path found every step is proved
 * before it is shown.
 *
 * Private to generators/engine; item_solution() in engine.h is the door.
 */
#ifndef GENERATORS_SOLVE_H
#define GENERATORS_SOLVE_H

#include "checker/algebra/rewrite.h"
#include "checker/check.h"
#include "generators/engine/content.h"

enum {
	SOLVE_STEPS = 12,        /* of one solution */
	SOLVE_TREES = 2000,      /* looked at for one solution */
	SOLVE_MATCHES = 4000000, /* matching steps for one solution */
	SOLVE_SAMPLES = 8,       /* solutions of an equation that a step is held to */
};

/* A law that needs arithmetic: written in C, named and worded like the others. */
struct built_in_law {
	const char *id, *skill;
	const char *says[LOCALES];
	rewrite_root_fn root;
	bool last_resort; /* jumps: only where nothing else leads to the end */
	bool guides;      /* is arithmetic that a finished answer has none of */
	bool calculates;  /* is done at once where a step has made something to do */
};
/* One of `solve_evaluate.c`; NULL when there is none of that name. */
const struct built_in_law *solve_built_in(const char *id);
extern const struct built_in_law built_in_laws[];
extern const size_t built_in_law_count;

/* What the built-in laws are told; the `rule` of their root function. */
struct evaluating {
	bool signed_steps; /* signs are what is learnt here: laws, not arithmetic, deal with them */
	bool pairwise;     /* a sum is worked out from the left, two numbers a step */
	bool keep_tens;    /* powers of ten stay: scientific notation is asked */
	bool keep_powers;  /* no power is worked out: a power is asked */
	bool laws_first;   /* only small powers are worked out: laws of exponents make large ones small */
	bool fractions;    /* a decimal becomes a fraction */
	bool decimals;     /* a quotient becomes a decimal */
};

/* What a step must be proved against. */
struct proof {
	struct arena *arena;
	struct assumptions assumptions;
	const struct expr *solutions[SOLVE_SAMPLES]; /* of an equation in `unknown`: what the key says */
	size_t solution_count;
	const char *unknown; /* NULL: no equation */
	bool none;           /* the key says that there is no solution */
};
/* Is `after` proved to be worth what `before` is: equal, as true, or with the same solutions? May refuse. */
bool solve_proved(const struct proof *proof, const struct expr *before, const struct expr *after);
/* Is a form asked: alone, with others (a+b), or of a base (power:3)? Then what stands after its name, else
 * NULL. */
const char *solve_form_asked(const struct question_spec *question, const char *form);
/* Does what is meant for these forms (`for`; none: for all) take part where this is asked? */
bool solve_forms_wanted(const struct question_spec *question, const char *const *forms, size_t count);
/* The same of a belief's rules: a number that is asked for in no form is to be evaluated. */
bool solve_belief_wanted(const struct question_spec *question, const struct misconception *belief);
/* Collects the solutions that a key names. */
void solve_solutions(struct proof *proof, const struct expr *key);
/* A text of a question (`ask`, the key) as a tree; NULL: unreadable, or none. */
const struct expr *solve_read(struct arena *arena, const struct question_spec *question, const char *text);

/* A way from what is asked to the key. */
struct derived_step {
	const char *law;
	const char *const *says;
	const struct expr *tree; /* what stands there after it */
};
struct derivation {
	const struct expr *ask;
	const struct derived_step *steps;
	size_t count;
};
struct solve_wanted {
	const struct content *content;
	const struct family *family; /* whose `solve:` counts; NULL: the laws alone */
	const struct item *item;     /* its question and unit are looked at */
	bool preferred; /* look for a way by the laws of `solve:` alone first: it is found sooner */
	bool may_stand; /* what is asked may be the end already */
};
/* Derives a solution; false where there is none within the bounds. Never refuses. */
bool solve_derive(struct arena *arena, const struct solve_wanted *wanted, struct derivation *ret_derivation);
/* A derivation in words, into room for its steps. */
void solve_write(struct arena *arena, const struct derivation *derivation, enum locale locale,
    struct solution_step *ret_steps);
struct rendered solve_rendered(struct arena *arena, const struct expr *tree, enum locale locale);
/* Would the checker mark the tree, typed, as correct? */
bool solve_is_correct(struct arena *arena, const struct question *question, const struct expr *tree);

/*
 * x^1, 1*x, x/1, 0 + x that a step has made, written as one would; what stood in `before` already stays, and
 * with `tens` so do 1*10^6 and 4*10^1.
 */
const struct expr *solve_settled(
    struct arena *arena, const struct expr *before, const struct expr *after, bool tens);

/*
 * The steps that the family's author wrote for this item. They are shown only if they are proved, each by
 * what it `shows`, with the letters of `stands_for` in place:
 *   a statement without letters holds exactly;
 *   an equation in the unknown is solved by every solution of the key, or has the solutions of the one
 *     before it where the key has none;
 *   an inequality in the unknown has the solutions of the one before it, and holds for a key that is a
 * number; a value or a list is worth the one before it, the first one what `ask` is worth, if that is of its
 * sort; the last is what the checker marks correct, and no step shows what stood there already.
 */
enum authored_fault {
	AUTHORED_FINE,
	AUTHORED_NO_VALUE,   /* what is shown cannot be worked out */
	AUTHORED_NOT_PROVED, /* of what stood there before */
	AUTHORED_IDLE,       /* shows what stood there */
	AUTHORED_NO_END,     /* the last is not marked correct */
};
struct authored_report {
	enum authored_fault fault;
	struct place at;    /* of the step */
	const char *before; /* what it was held to, in the arena; NULL: nothing but itself */
	const char *shown;  /* or NULL */
};
/* `family` is of the version that made the item. False, with *ret_report, when the steps are not proved. */
bool solve_authored(struct arena *arena, const struct family *family, const struct item *item,
    enum locale locale, struct solution *ret_solution, struct authored_report *ret_report);
/* Are there steps of an author for this item? */
bool solve_is_authored(const struct family *family, const struct item *item);

#endif

/*
 * What is right for an open tuple, what each belief makes of it, and how both are written. An answer of one
 * value is compared by the exact arithmetic of formulas; one of several values, an interval or an equation by
 * the checker itself, so that content and learners are judged by one measure.
 *
 * Ownership: all of it lives in the arena, and borrows from family and tuple. Everything here may refuse
 * TOO_LARGE.
 */
#ifndef GENERATORS_ANSWER_H
#define GENERATORS_ANSWER_H

#include "generators/engine/space.h"

struct worked;
struct answer {
	struct arena *arena;
	const struct variant *variant;
	const struct tuple *tuple;
	const struct expr *shown;    /* `ask` as it is shown; NULL: there is none */
	const struct expr *ask;      /* the same with what stands under `at:` in place of symbols */
	const struct worked *worked; /* the worked solution that is shown; NULL: none is */
	struct value key;
	const struct expr *tree; /* the key as it is written; NULL: undefined, or not of the form */
};

/* Is an answer as good as the other to this question? */
bool answer_same(const struct answer *answer, struct value a, struct value b);
/* False when `ask` has a function without a value or no worked solution can be shown: there is no item. */
bool answer_open(
    struct arena *arena, const struct family *family, const struct tuple *tuple, struct answer *ret_answer);
/* The same for another block over the family's names than one of its variants; no worked solution is made. */
bool answer_open_block(struct arena *arena, const struct family *family, const struct tuple *tuple,
    const struct variant *variant, struct answer *ret_answer);
/* A tree in plain notation, as questions have it. */
const char *answer_printed(struct arena *arena, const struct expr *tree);
/* Puts another expression in the place of `ask`, and what that leads to in the place of the key. */
void answer_put(struct answer *answer, const struct family *family, const struct expr *ask);
/*
 * The question of an open answer that has a key: what the block says, with key, `ask`, variables, forms and
 * options filled in.
 */
void answer_question(const struct answer *answer, const struct family *family, enum locale locale,
    struct question_spec *ret_question);

/* The symbol that the question is about: `unknown`, or else its only variable. NULL: there is none. */
const char *answer_unknown(const struct family *family, const struct tuple *tuple);

enum belief {
	BELIEF_SILENT, /* it does not apply, or leads to nothing that can be written */
	BELIEF_WRONG,
	BELIEF_RIGHT, /* it leads to the key */
};
/* What a belief gives: the value, and the tree as it is written. */
enum belief answer_predict(const struct answer *answer, const struct prediction *prediction,
    struct value *ret_value, const struct expr **ret_tree);

/*
 * Does the tuple tell the family's separated beliefs from the key, and from each other where they go back to
 * different skills? *ret_at is the place in `separates` of the one that fails. (Two that fail a choice
 * between two options cannot differ.)
 */
bool answer_separates(
    struct arena *arena, const struct family *family, const struct tuple *tuple, size_t *ret_at);
/* The same by the quick way: 1 or 0, or -1 where that does not know. Needs no trees. */
int answer_separates_quickly(const struct family *family, const struct tuple *tuple, size_t *ret_at);

#endif

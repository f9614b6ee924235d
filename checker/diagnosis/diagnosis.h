/*
 * Why is an answer wrong: which errors, made on the way from what was asked, lead to just this answer. All
 * values that one error leads to are found once for a question; where none of them is the answer, two errors
 * together are looked at, and an error followed by a slip.
 *
 * Laws, mal-rules and the arithmetic of equations are the caller's: beliefs are numbers here. Everything lies
 * in the caller's arenas: what belongs to the question in one, what belongs to an answer in another that may
 * be reset after it. While a diagnosis is open, GMP must be served by an arena that lives at least as long as
 * the one in hand. Work and memory are bounded; nothing here refuses.
 */
#ifndef CHECKER_DIAGNOSIS_H
#define CHECKER_DIAGNOSIS_H

#include "checker/check.h"
#include "checker/diagnosis/reach.h"

/* What is asked about the expression that is asked about. */
enum answer_function {
	ANSWER_OF_VALUE,     /* what it is worth */
	ANSWER_OF_SOLUTIONS, /* an equation's solutions, in `unknown` */
	ANSWER_OF_OTHER,     /* its domain, its truth, itself: only the caller's `answer` knows */
	ANSWER_OF_NOTHING,   /* rules do not apply: only predicted answers do */
};

struct diagnosis_prediction {
	uint32_t belief;
	const struct expr *gives; /* an answer; NULL: `text` is not mathematics */
	const char *text;         /* plain notation; of a choice: the option's words */
};

struct diagnosis_problem {
	const struct question *question; /* as it judges */
	const struct expr *ask;          /* NULL with ANSWER_OF_NOTHING */
	enum answer_function function;
	const char *unknown;
	struct reach_rules rules; /* owners of the errors are beliefs */
	/* The answer that a tree gives: exact; NULL where there is none. May refuse. */
	const struct expr *(*answer)(
	    struct arena *arena, const struct expr *tree, const struct diagnosis_problem *problem);
	const void *context;                          /* of `answer` */
	const double *belief_weights;                 /* prior, by belief */
	const struct diagnosis_prediction *predicted; /* beyond those that rules find */
	size_t predicted_count;
};

enum { CANDIDATE_ERRORS = 2, CANDIDATES = 32, PATH_STEPS = 12 };

/* One explanation. */
struct candidate {
	uint32_t errors[CANDIDATE_ERRORS]; /* beliefs; or REACH_SLIP + slip, which are last */
	size_t count;
	double weight;              /* not normalised: of P(path | answer), without the learner's odds */
	const struct reached *path; /* its last step; NULL: predicted by the question's author */
	const struct expr *gives;   /* where it ends, not worked out; NULL: the words of an option */
};
struct candidates {
	struct candidate list[CANDIDATES];
	size_t count;
	double unexplained; /* weight of all that is not listed */
};

struct diagnosis;
/* Finds all that one error leads to. The problem must outlive it. */
struct diagnosis *diagnosis_open(struct arena *arena, const struct diagnosis_problem *problem);
/*
 * Explains a wrong answer. `arena` is the answer's own. An answer that is right, or cannot be read, must not
 * be given.
 */
void diagnosis_explain(struct diagnosis *diagnosis, struct arena *arena, const struct reading *reading,
    struct candidates *ret_candidates);

/* What one belief alone gives. */
struct shown_answer {
	uint32_t belief;
	const struct expr *gives; /* an answer */
	bool is_key;              /* it is right */
	size_t laws;              /* that stand before the error */
	bool everywhere;          /* the error was made at several places at once */
	bool predicted;           /* the question's author says so */
};
/*
 * All answers that one belief leads to, each once, in the order of the beliefs' rules. They lie in `arena`,
 * which must live as long as they are used.
 */
size_t diagnosis_shown(
    struct diagnosis *diagnosis, struct arena *arena, struct shown_answer *ret_rows, size_t most);

/* Is one answer as good as the other to the question? May refuse. */
bool diagnosis_same_answer(
    const struct diagnosis *diagnosis, struct arena *arena, const struct expr *one, const struct expr *other);

/*
 * The path of a candidate as what stands on the page after each step: first what was asked, then the errors
 * with what they were made on, last the learner's answer (NULL: what the errors lead to). Gives how many.
 */
size_t diagnosis_path(struct diagnosis *diagnosis, struct arena *arena, const struct candidate *candidate,
    const struct expr *answer, const struct expr **ret_trees, size_t most);

#endif

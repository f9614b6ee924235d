/*
 * check(question, answer) -> verdict: read, compare, form. A pure function of its arguments.
 */
#ifndef CHECKER_CHECK_H
#define CHECKER_CHECK_H

#include "checker/notes.h"
#include "checker/question.h"

enum verdict_kind {
	VERDICT_CORRECT,
	VERDICT_WRONG_FORM,
	VERDICT_INCORRECT,
	VERDICT_UNREADABLE,
	VERDICT_UNDECIDED,
	VERDICTS
};
/* "correct", "wrong_form", "incorrect", "unreadable", "undecided" */
extern const char *const verdict_names[VERDICTS];

struct verdict {
	enum verdict_kind kind;
	double score;            /* 0..1; negative: null (unreadable and undecided cost nothing) */
	const struct expr *read; /* how the answer was read; NULL when unreadable */
	struct notes notes;
	const char *feedback; /* one sentence for the learner, in the arena or constant */
};

struct check_options {
	enum locale locale;
	int decimal;       /* 0: as the question says, 1: point, 2: comma */
	bool takes_points; /* with the comma: a text with points only may have decimal ones, 0.5 */
};

/*
 * Judges. The verdict lives in `arena`, which must serve nothing else that a refusal could end; the question
 * may lie in the same arena or in another. Options NULL: English, the question's own decimal. Never refuses.
 */
void check_answer(struct arena *arena, const struct question *question, const char *answer, size_t length,
    const struct check_options *options, struct verdict *ret_verdict);

/* Only reads, as `check_answer` would for this question (NULL: with the defaults). 0, or -1 when unreadable.
 */
struct reading;
int check_read(struct arena *arena, const struct question *question, const char *answer, size_t length,
    const struct check_options *options, struct reading *ret_reading);

#endif

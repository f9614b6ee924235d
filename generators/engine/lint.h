/*
 * The linter: content that proves itself before it is shipped. It walks the whole space of a family, up to
 * LINT_WHOLE items, and samples that many of a larger one; makes each item and lets the checker judge its
 * key, typed in a dozen ways, and each predicted wrong answer; runs the family's own tests; and looks for
 * items that are the same by meaning. What is wrong with many items of a family is one fault with a count.
 *
 * Ownership: the report is the caller's, lint_report_free(); it borrows names from the content. Threads:
 * content_lint() starts its own and is to be called from one.
 */
#ifndef GENERATORS_LINT_H
#define GENERATORS_LINT_H

#include "generators/engine/engine.h"

enum { LINT_WHOLE = 10000, LINT_JOBS_LAST = 64 };

/* What is looked for: enum, word for tools, what it is for people. */
#define LINT_CHECKS(X)                                                                                       \
	X(TEST, "test", "a test of the family fails")                                                        \
	X(NO_KEY, "no-key", "the right answer is undefined, or cannot be written in the asked form")         \
	X(FORM, "form", "the key is not of the asked form")                                                  \
	X(KEY, "key", "the key is not judged correct")                                                       \
	X(NOTATION, "notation", "the key is not judged correct when it is typed in another way")             \
	X(MEETS_KEY, "meets-key", "a misconception gives the right answer")                                  \
	X(SEPARATES, "separates", "a separated misconception does not show, or is not told apart")           \
	X(PREDICTION, "prediction", "a predicted wrong answer is not judged incorrect")                      \
	X(PARAMETER, "parameter", "a text lacks a parameter that matters")                                   \
	X(LOCALE, "locale", "a text is missing in a locale")                                                 \
	X(SMALL, "small", "a level has few items and does not say why")                                      \
	X(DUPLICATE, "duplicate", "two items are the same by meaning")                                       \
	X(DIGITS, "digits", "a number is longer than the family allows")                                     \
	X(GIVEN, "given", "the prompt contains its own answer")                                              \
	X(DISPLAY, "display", "an expression of a text has no value")                                        \
	X(SOLUTION, "solution", "no law leads from the question to the key")                                 \
	X(WORKED, "worked", "a worked solution with an error cannot be shown, or is not proved")             \
	X(STEP, "step", "a written step of a solution is not proved")                                        \
	X(LAST_STEP, "last-step", "a written solution does not end in the right answer")                     \
	X(TOO_LARGE, "too-large", "an item is too large to work out")

enum lint_check {
#define X(name, word, says) LINT_##name,
	LINT_CHECKS(X)
#undef X
	    LINT_CHECK_COUNT
};
extern const char *const lint_check_words[LINT_CHECK_COUNT];

struct lint_options {
	size_t jobs;    /* threads; 0: one a core */
	uint64_t whole; /* items up to which a family is walked as a whole; 0: LINT_WHOLE */
	/* ids of the families to lint; none: all. Those of their skills are walked for duplicates only. */
	const char *const *families;
	size_t family_count;
	uint64_t solutions; /* items a level that must have a worked solution; 0: none is asked for */
	uint64_t compared;  /* items a level, picked at random, whose misconceptions are compared; 0: none */
	bool prove;         /* items that are not walked are held to what is separated, too */
	void (*progress)(void *context, uint64_t done, uint64_t all); /* items; or NULL */
	void *progress_context;
};

struct lint_belief {
	const char *misconception;
	uint64_t items;   /* walked ones for which the family predicts a wrong answer */
	uint64_t shown;   /* compared ones for which it does, by the family or by a rule */
	uint64_t blind;   /* walked ones for which it gives the right one */
	uint64_t dropped; /* tuples that the index leaves out, since it would give the right answer */
	bool separated;
};
/* Two misconceptions that give the same answer, or one that gives the right one. */
struct confusion {
	const char *one, *other; /* other NULL: the key */
	uint64_t items;          /* of the compared ones */
};
struct lint_row {
	struct family_row family;
	uint64_t walked;
	bool sampled;      /* not all items were walked */
	uint64_t distinct; /* answers among those walked */
	char *frequent;    /* the most frequent answer; NULL: nothing was walked */
	uint64_t frequent_items;
	struct lint_belief *beliefs;
	size_t belief_count;
	uint64_t proved, told;    /* items that were held to `separates`; on which it tells apart */
	uint64_t compared, apart; /* items whose misconceptions were compared; on which all are told apart */
	struct confusion *confusions; /* the most frequent first */
	size_t confusion_count;
	size_t faults;
};
struct lint_report {
	struct lint_row *rows; /* in the order of the families' ids */
	size_t count;
	size_t faults;
	uint64_t walked, judged; /* items; answers that the checker was asked about */
};

/* 0, or -ENOMEM. Faults go to `report` in the order of their files and lines, all from this thread. */
int content_lint(const struct content *content, const struct lint_options *options, content_fault_fn report,
    void *context, struct lint_report **ret_report);
void lint_report_free(struct lint_report *report); /* NULL is allowed */

/* How the example of a misconception is explained. */
struct lint_example {
	const char *misconception;
	size_t rank; /* of the entry among what explains it; 0: not among them, or there is no example */
	double probability;
	const char
	    *others; /* those that explain it too, joined by commas; NULL: no example. Until the call ends */
};
/*
 * Checks each misconception's example. `whole`: an entry that lacks rules, example or words is a fault as
 * well. `tell` NULL: only faults are told. 0, or -ENOMEM.
 */
int content_lint_misconceptions(const struct content *content, bool whole, content_fault_fn report,
    void *context, void (*tell)(void *context, const struct lint_example *row), size_t *ret_faults);

#endif

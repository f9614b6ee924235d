/*
 * Diagnosis with the content's beliefs: from a question and a wrong answer to the misconceptions that explain
 * it. What is made of rules lies in checker/diagnosis; here it meets the content's names and words, and the
 * algebra of equations and domains.
 *
 * Ownership: what is opened lies in the arena it was opened in, and borrows from content, question and spec.
 * Threads: those of the arenas.
 */
#ifndef GENERATORS_DIAGNOSE_H
#define GENERATORS_DIAGNOSE_H

#include "checker/check.h"
#include "checker/diagnosis/diagnosis.h"
#include "checker/diagnosis/infer.h"
#include "generators/engine/engine.h"
#include "generators/engine/formula.h"

struct diagnostics; /* of a content: its rules in the order that diagnosis needs */

/* Prepares the rules, once, at load. Lies in the content's arena. */
struct diagnostics *diagnose_prepare(const struct content *content);

struct family;
struct answer;
/* The rules of the beliefs that a family separates, for looking at many tuples. Lie in the arena. */
const struct rule_set *diagnose_family_rules(const struct family *family, struct arena *arena);
/* What one of the beliefs that a family separates gives for an item. */
struct separated_value {
	size_t separated; /* its place in `separates` */
	struct value value;
};
/*
 * What rules of the beliefs that a variant separates make of an open answer. `predicted`, by place in
 * `separates`: the author says what it gives here, so that no long way is gone for it. May refuse.
 */
size_t diagnose_separated(const struct family *family, const struct answer *answer, const bool *predicted,
    struct separated_value *ret_rows, size_t most);

/* A question about which answers will be explained. */
struct diagnosed;
/*
 * NULL where nothing can be said: no `ask` that can be read, and no predicted answers. `question` is `spec`,
 * parsed. While it is opened and used, GMP must be served by an arena that lives as long as `arena`.
 */
struct diagnosed *diagnose_open(const struct content *content, struct arena *arena,
    const struct question_spec *spec, const struct question *question);

/* The same for the rules of those beliefs alone that a variant of a family separates. */
struct diagnosed *diagnose_open_separated(const struct family *family, size_t variant, struct arena *arena,
    const struct question_spec *spec, const struct question *question);

/*
 * What explains an answer that was judged wrong, or right in another form: candidates without the learner's
 * odds, for infer_normalise(). Errors below REACH_SLIP are indices of the content's misconceptions, or past
 * the last of them those of names that the question's `predicted` brings along. None for any other verdict.
 * All of it lies in `arena`.
 */
void diagnose_answer(struct diagnosed *diagnosed, struct arena *arena, const char *answer, size_t length,
    const struct check_options *options, const struct verdict *verdict, struct candidates *ret_candidates);

enum { EXPLAINED_MOST = 5, EXPLAINED_PREREQUISITES = 5 };
struct explained_belief {
	uint32_t
	    belief; /* index of the content's misconceptions; past the last: a name of the question's own */
	const char *misconception;
	const char *statement, *prerequisite; /* NULL: it is not the content's */
	double probability;                   /* that it had a part in the answer */
	const char *const *path;              /* what stands on the page after each step, plain notation */
	size_t path_count; /* 0: the belief is about form, or the author predicted the answer */
};
struct explained_prerequisite {
	const char *skill;
	double probability; /* of all explanations that go back to it; of two errors, half each */
};
struct explanation {
	struct explained_belief beliefs[EXPLAINED_MOST]; /* the most probable first */
	size_t count;
	struct explained_prerequisite prerequisites[EXPLAINED_PREREQUISITES];
	size_t prerequisite_count;
	double slip;        /* that there was no belief but a slip */
	double unexplained; /* that it was none of this */
	const char
	    *feedback; /* to the learner; asks where nothing is likelier than not. NULL: nothing to add */
};
/*
 * Candidates in words. `read`: the answer as the verdict read it. `odds` NULL: no learner. Gives nothing
 * where there are no candidates.
 */
void diagnose_words(struct diagnosed *diagnosed, struct arena *arena, const struct candidates *candidates,
    const struct expr *read, const struct learner_odds *odds, enum locale locale,
    struct explanation *ret_explanation);

enum { DIAGNOSE_SHOWN = 256 /* answers of single beliefs that are looked at */ };
/* The answers that the content's beliefs lead to for this question, each once: see diagnosis_shown(). */
size_t diagnose_shown(
    struct diagnosed *diagnosed, struct arena *arena, struct shown_answer *ret_rows, size_t most);

/*
 * Keeps those that count for what an item tells apart: of each belief what it leads to after the fewest laws;
 * where it is a choice, and the belief applies at several places, what it leads to at all of them. Gives how
 * many there are.
 */
size_t diagnose_nearest(const struct diagnosed *diagnosed, struct shown_answer *rows, size_t count);
/* Is one answer as good as the other? May refuse. */
bool diagnose_same_answer(
    const struct diagnosed *diagnosed, struct arena *arena, const struct expr *one, const struct expr *other);

/*
 * What somebody answers to whom this stands there instead of what was asked, and who goes on correctly: a
 * value that is not worked out, solutions, a domain. NULL where there is none. May refuse.
 */
const struct expr *diagnose_gives(
    const struct diagnosed *diagnosed, struct arena *arena, const struct expr *tree);
/* The prior weight of a misconception, by index. */
double diagnose_weight(const struct content *content, uint32_t belief);
/* The index of a misconception; UINT32_MAX: there is none. */
uint32_t diagnose_find(const struct content *content, const char *id);

#endif

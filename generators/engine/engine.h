/*
 * The engine: content in, items out. It loads families (YAML), knows their parameter spaces, and makes item
 * number k of a sequence without making the ones before it. Pure apart from reading files at load: no clock,
 * no randomness but the caller's seed.
 *
 * Ownership: `struct content` owns all that was loaded and is immutable afterwards, so that any number of
 * threads may read it. An item lives in the caller's arena and borrows from the content.
 */
#ifndef GENERATORS_ENGINE_H
#define GENERATORS_ENGINE_H

#include "checker/question.h"

struct content;

extern const char *const locale_names[LOCALES]; /* as content and requests name them: "en", "es" */

/* One fault of a content file, for people: "negexp.yaml:12:5: unknown field `promt`; did you mean `prompt`?"
 */
struct content_fault {
	const char *file;
	int line, column; /* from 1; 0: the whole file */
	const char *message;
	const char *check; /* of the linter, for tools: "duplicate"; NULL: the file cannot be loaded */
};
typedef void (*content_fault_fn)(void *context, const struct content_fault *fault);

/*
 * Loads all content below `folder` (skills.yaml, misconceptions.yaml, laws.yaml, <unit>/<family>.yaml; the
 * built-in ones where the first three are missing), or the content built into the program when folder is
 * NULL. Every fault of every file is reported, not only the first. 0, or -1 when there was a fault (then
 * *ret_content is untouched), or -ENOENT/-EIO and the like when the folder cannot be read.
 */
int content_load(const char *folder, content_fault_fn report, void *context, struct content **ret_content);
/*
 * The same, with one family file more, wherever it lies (preview FILE). A family of its name that is there
 * already gives way to it. family_file NULL: content_load().
 */
int content_load_with(const char *folder, const char *family_file, content_fault_fn report, void *context,
    struct content **ret_content);
/*
 * The same, with any number of family files. Where only families have faults, it gives -1 and in *ret_content
 * those that have none, so that they can be linted all the same; else *ret_content is untouched.
 */
int content_load_files(const char *folder, const char *const *files, size_t file_count,
    content_fault_fn report, void *context, struct content **ret_content);
void content_free(struct content *content); /* NULL is allowed */
/* 16 hex digits: a hash of the canonical text of all content and of the engine's format number. */
const char *content_version(const struct content *content);

/* --- the catalogue: plain rows, by index --- */
struct skill_resource {
	const char *title, *address /* or NULL: left to the platform */;
};
struct skill_row {
	const char *id, *title, *unit, *seed_unit /* or NULL */, *standard /* or NULL */;
	const char *const *prerequisites;
	size_t prerequisite_count;
	const struct skill_resource *resources; /* where to learn it */
	size_t resource_count;
	size_t family_count;
};
struct family_row {
	const char *id, *title, *skill, *unit;
	const char *file;            /* its path below the content folder, or as it was given */
	const char *content_version; /* of this family alone */
	uint64_t items[3];           /* distinct items of level 1, 2, 3 */
	bool exact[3];               /* the number was counted; false: a bound */
	size_t hint_count;
	const char *const *separates;
	size_t separate_count;
};
size_t content_skill_count(const struct content *content);
void content_skill(const struct content *content, size_t index, struct skill_row *ret_row);
/* Its title in a language, in English where there is none in that. */
const char *content_skill_title(const struct content *content, size_t index, enum locale locale);
/* What a learner can say who has mastered it: "I can ..." */
const char *content_skill_learner(const struct content *content, size_t index, enum locale locale);
size_t content_family_count(const struct content *content);
void content_family(const struct content *content, size_t index, struct family_row *ret_row);
struct misconception_row {
	const char *id, *believes, *prerequisite /* a skill */, *unit;
};
size_t content_misconception_count(const struct content *content);
void content_misconception(
    const struct content *content, size_t index, enum locale locale, struct misconception_row *ret_row);

/* --- items --- */
struct rendered {
	const char *text, *tex,
	    *speech; /* in `tex` words stay words, and each expression is between \( and \) */
};
struct item_parameter {
	const char *name, *value; /* plain notation */
};
struct item {
	char id[33]; /* 32 hex digits: hash of family, its content version and the parameters */
	const char *family, *skill, *unit, *content_version;
	int level;         /* 1..3 */
	double difficulty; /* 0..1 */
	uint64_t number;   /* of the sequence it was asked from */
	uint64_t tuple;    /* index in the family's space: family + tuple + variant make this item again */
	struct rendered prompt;
	struct question_spec question;
	const char *say;          /* the asked form in words, "" when any */
	const char *expected_tex; /* without \( and \) */
	const struct item_parameter *parameters;
	size_t parameter_count;
	size_t hint_count;
	/* beliefs that lead to the right answer here, so that it is no evidence about them; with `predict` */
	const char *const *blind;
	size_t blind_count;
};

enum content_error {
	CONTENT_OK = 0,
	CONTENT_UNKNOWN_FAMILY = -1,
	CONTENT_UNKNOWN_SKILL = -2, /* also: unknown unit */
	CONTENT_NO_ITEMS = -3,      /* nothing at that level */
	CONTENT_REFUSED = -4,       /* the item passed a bound: a fault of the content */
	CONTENT_NO_SOLUTION =
	    -5, /* no law leads from `ask` to the asked form, and the author wrote no steps */
};

struct sequence_request {
	const char *family, *skill, *unit; /* exactly one is set; a seed unit's name gathers its units */
	int level;                         /* 1..3; 0: all levels mixed */
	uint64_t seed;
	enum locale locale;
	bool predict; /* fill question.predicted: the author's; see item_predict() for all */
};

/*
 * A sequence: which item is number k for this request. Lives in the arena. Within a skill or unit the
 * families are interleaved; an exhausted one leaves the round until all are exhausted, then all begin again.
 */
struct sequence;
enum content_error sequence_start(const struct content *content, struct arena *arena,
    const struct sequence_request *request, struct sequence **ret_sequence);
/* How many distinct items it has; saturates at UINT64_MAX. */
uint64_t sequence_length(const struct sequence *sequence);
/*
 * Makes the first item at or after number *number (some numbers are holes in spaces too large to enumerate),
 * in `arena`, which may be reset afterwards. On success *number is the one to go on from.
 */
enum content_error sequence_item(
    const struct sequence *sequence, struct arena *arena, uint64_t *number, struct item *ret_item);

/*
 * Makes the item of a family by its tuple again (for hints on an item that came back sealed). `version` is
 * the family's content version in the token: CONTENT_UNKNOWN_FAMILY when the family has changed or is gone.
 */
enum content_error item_again(const struct content *content, struct arena *arena, const char *family,
    const char *version, uint64_t tuple, enum locale locale, struct item *ret_item);
/* What beliefs lead to: the author's predictions, if the item was made with them, and those of rules. */
struct item_predictions {
	const struct predicted_answer *wrong; /* a belief may have several */
	size_t wrong_count;
	const char *const *blind; /* beliefs that lead to the right answer here */
	size_t blind_count;
};
void item_predict(const struct content *content, struct arena *arena, const struct item *item,
    struct item_predictions *ret_predictions);
/* The author's hint `index` (from 0) of an item; NULL past the last. See solution_hint() for what comes then.
 */
const char *item_hint(const struct content *content, struct arena *arena, const struct item *item,
    size_t index, enum locale locale);

/* --- worked solutions --- */
struct solution_step {
	const char *law;  /* NULL: a step of the family's author, or the wrong step that was looked for */
	const char *says; /* the law in words */
	struct rendered before, after; /* the whole expression; in `tex` without \( and \). An author's step
	                                  may show none: then `text` is NULL */
};
struct solution {
	const struct solution_step *steps;
	size_t count;
};
/*
 * How the item is solved, step by step, in the arena. Of an item whose family has changed since (another
 * content_version, or no such family) only the question is looked at, and the laws alone derive the steps.
 * CONTENT_NO_SOLUTION where there is none.
 */
enum content_error item_solution(const struct content *content, struct arena *arena, const struct item *item,
    enum locale locale, struct solution *ret_solution);

/*
 * Hints that a solution gives after the author's: first its laws without the numbers, each once, then what
 * stands there after each step but the last, which is the answer. NULL past the last.
 */
const char *solution_hint(struct arena *arena, const struct solution *solution, size_t index);
size_t solution_hint_count(const struct solution *solution);

/* --- laws, by index: rows for catalogues --- */
struct law_row {
	const char *id, *says, *skill;
};
size_t content_law_count(const struct content *content);
void content_law(const struct content *content, size_t index, enum locale locale, struct law_row *ret_row);

#endif

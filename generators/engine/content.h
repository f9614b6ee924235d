/*
 * What loaded content is made of: the private side of engine.h. All of it is built once at load, lies in the
 * content's arena and never changes afterwards, so that any number of threads read it without locks.
 *
 * Words of this file: a *slot* is the place of a parameter or a derived name (`let`) in a family's scope; a
 * *tuple* is one choice of a value for each parameter and of a variant, numbered by its place in the product
 * of all choices; the *index* lists the tuples that are valid, level by level.
 */
#ifndef GENERATORS_CONTENT_H
#define GENERATORS_CONTENT_H

#include "checker/algebra/rewrite.h"
#include "checker/notes.h"
#include "generators/engine/engine.h"
#include "generators/engine/formula.h"

#include <sodium.h>

enum {
	ENGINE_FORMAT = 1, /* part of every content version: raise it when items change shape */
	LEVELS = 3,
	FAMILY_VARIANTS = 32,
	FAMILY_PREDICTIONS = 32,
	FAMILY_HINTS = 10,
	FAMILY_AT = 8, /* symbols that `at:` replaces */
	FAMILY_SEPARATES = 16,
	SKILL_RESOURCES = 20,
	FAMILY_STEPS = 12, /* of a solution that the author wrote */
	FAMILY_DIGITS = 5, /* where a family says nothing */
	FAMILY_DIGITS_LAST = 40,
	PARAMETER_VALUES = 20000,   /* of one parameter */
	SPACE_ENUMERATED = 1000000, /* tuples; larger spaces are walked without an index */
	VERSION_BYTES = 17,         /* 16 hex digits and NUL */
};
#define SPACE_LARGEST ((uint64_t)1 << 56) /* tuples of one family: sums over families stay in 64 bits */

struct place {
	int line, column;
};

/* Text with expressions in it, cut up at load. */
enum piece_kind { PIECE_TEXT, PIECE_FORMULA, PIECE_WORD, PIECE_ASK, PIECE_WORKED };
struct text_piece {
	enum piece_kind kind;
	const char *text;       /* PIECE_TEXT */
	size_t slot;            /* PIECE_WORD: a parameter with a word in each locale */
	struct formula formula; /* PIECE_FORMULA */
};
struct text_template {
	const struct text_piece *pieces;
	size_t count;
	struct place at; /* of its first letter */
};
enum notation { NOTATION_TEXT, NOTATION_TEX, NOTATION_SPEECH, NOTATIONS };

struct parameter_value {
	struct small small;      /* den 0: not a small number */
	const struct expr *tree; /* as a reader would write it; NULL for a word */
	const char *words[LOCALES];
	const char *plain; /* plain notation; of a word: English */
	unsigned levels;   /* bit l: level l + 1 allows it */
};
struct value_list {
	struct parameter_value *values;
	size_t count;
	bool unordered; /* not small numbers, each greater than the one before */
};
struct parameter {
	const char *name;
	struct place at;
	struct value_list list;
	/* per level, the places in `list` that it allows, for walking a level too large to index */
	uint32_t *allowed[LEVELS];
	uint32_t allowed_count[LEVELS];
};
struct derived {
	const char *name;
	struct formula formula;
};

struct family_level {
	bool present;
	struct place at;
	const char *small; /* why it may have few items */
	bool has_where;
	struct formula where;
	uint32_t variants; /* bit v: variant v is allowed */
};

struct prediction {
	const char *misconception;
	const char *prerequisite; /* of the misconception */
	size_t separated;         /* 1 + its place in `separates`; 0: it is not separated here */
	struct place at;
	struct formula gives;
	bool has_where;
	struct formula where;
};

/* A step of a solution that no law derives: words, what stands there after it, for which items. */
struct authored_step {
	struct place at;
	struct text_template says[LOCALES];
	bool has_shows, has_where;
	struct formula shows, where;
};

enum answer_value {
	ANSWER_WORTH,     /* what `ask` is worth */
	ANSWER_TRUTH,     /* whether `ask` holds */
	ANSWER_SOLUTIONS, /* of the equation `ask` */
	ANSWER_DOMAIN,    /* where `ask` has a value */
	ANSWER_FORMULA,
};

/* `show:` - a worked solution in which one step follows a misconception. */
struct worked_show {
	struct place at;                    /* of the misconception's name */
	bool by_parameter;                  /* a parameter says which one; else it is `belief` */
	size_t slot;                        /* that parameter */
	const struct misconception *belief; /* NULL: every step is right */
	bool has_answer;                    /* the solution is to an answer of its own */
	const struct variant *asked;        /* `ask` with the answer that the solution is to lead to */
};

struct variant {
	const char *name; /* "" for the only one */
	struct place at;
	bool division_sign; /* prompts and hints show quotients with ÷ */
	bool has_ask;
	bool ask_hidden; /* told as a story */
	struct place ask_at;
	struct formula ask;
	const char
	    *at_names[FAMILY_AT]; /* symbols of `ask`, and what they are where its value is asked for */
	struct formula at_values[FAMILY_AT];
	size_t at_count;
	bool has_where;
	struct formula where;
	struct text_template prompt[LOCALES];
	struct text_template hints[FAMILY_HINTS][LOCALES];
	size_t hint_count;
	struct authored_step steps[FAMILY_STEPS];
	size_t step_count;
	const struct worked_show *show; /* or NULL */
	bool asks_step;                 /* the key is made of the number of the wrong step, not of `ask` */
	const char *letter_names[FAMILY_AT]; /* letters of the steps, and what they stand for there */
	struct formula letter_values[FAMILY_AT];
	size_t letter_count;
	struct prediction predictions[FAMILY_PREDICTIONS];
	size_t prediction_count;
	const char *const *separates_own; /* fewer than the family does; NULL: all of its `separates` */
	const struct place *separates_own_at;
	size_t separates_own_count;
	bool separates; /* one of the predictions is of a belief that it separates, or one of these: */
	bool by_rules[FAMILY_SEPARATES]; /* of each of `separates`: it is separated here, and has rules */
	bool separates_by_rules;         /* one of them is so */

	struct place answer_at;
	struct question_spec question;           /* what is the same for every item */
	struct text_template forms[LIMIT_FORMS]; /* form_count is in the question */
	bool fixed_forms;                        /* no form mentions a parameter: `say` is known */
	const char *say[LOCALES];
	/* what an item is made of: derived names among them, and what those are made of; with predictions */
	slot_set slots, predicted_slots;
	const struct presenter *presenter; /* how a value is written as a key: present.h */
	enum answer_value value_kind;
	struct formula value;
	struct text_template options[LIMIT_OPTIONS];
};

struct test_answer {
	struct place at;
	const char *answer;
	int verdict;               /* enum verdict_kind */
	const char *misconception; /* or NULL */
};
struct family_test {
	struct place at;
	uint64_t tuple;
	const char *ask, *expected, *prompt; /* or NULL: not asserted */
	const struct test_answer *answers;
	size_t answer_count;
};

struct family {
	const char *id, *title, *file;
	size_t skill; /* index of the content's skills */
	const char *unit;
	char version[VERSION_BYTES];

	struct parameter parameters[FORMULA_SLOTS];
	size_t parameter_count;
	struct derived lets[FORMULA_SLOTS];
	size_t let_count;
	struct scope scope; /* parameters, then lets, then variables */
	bool has_where;
	struct formula where;
	struct family_level levels[LEVELS];
	struct variant *variants;
	size_t variant_count;
	const char *const *separates;
	const struct place *separates_at; /* parallel to `separates` */
	const struct content *content;    /* whose rules those are */
	size_t separate_count;
	const struct rule_set *separated_rules; /* of those; owners are indices of misconceptions */
	const char *const *solve;               /* laws that its solutions prefer, best first */
	size_t solve_count;
	int digits; /* significant ones that a number of an item may have */
	const struct family_test *tests;
	size_t test_count;

	uint64_t product;               /* tuples, valid or not, variants included */
	uint64_t level_product[LEVELS]; /* the same within a level's narrowing */
	uint32_t *index;                /* valid tuples, level 1 first; NULL when the space is too large */
	uint64_t level_start[LEVELS + 1];
	/* of `separates`: tuples left out, as the belief would give the key or what another one gives */
	uint32_t dropped[FAMILY_SEPARATES];
};

struct skill {
	struct skill_row row;
	const char *titles[LOCALES];
	const char *learner[LOCALES]; /* "I can ..." */
	size_t *prerequisites;        /* indices, parallel to row.prerequisites */
	struct place at;
	struct family **families; /* of this skill */
};

/* One item that shows a belief: the entry's own test. */
struct misconception_example {
	struct question_spec question; /* with `ask`; its `expected` is what is right */
	const char *wrong;
	struct place at;
};
enum frequency { FREQUENCY_OCCASIONAL, FREQUENCY_COMMON, FREQUENCY_RARE, FREQUENCIES };
struct misconception {
	const char *id;
	const char *believes[LOCALES];
	const char *feedback[LOCALES]; /* to the learner; NULL: none was written */
	const char *prerequisite;      /* a skill */
	const char *unit;
	enum frequency frequency;
	struct rewrite_rule *rules; /* in written order; none: about form, or for families to express */
	size_t rule_count;
	const char *const *forms; /* its rules apply only where one of these is asked */
	size_t form_count;        /* 0: anywhere */
	enum note_code *shows;    /* a belief about form: what the checker notes where somebody holds it */
	size_t shows_count;
	bool reads;                    /* its rules apply only where `ask` was shown */
	bool formula_only;             /* no rule on an expression can say it: families predict it */
	const char *const *confusable; /* ids of those that an item may not be able to tell from this one */
	const struct place *confusable_at;
	size_t confusable_count;
	const struct misconception_example *example; /* or NULL */
	struct place at;
};

/* An entry of an older catalogue that is part of another one now, or left out with the reason. */
struct former_misconception {
	const char *id;
	const struct misconception *into; /* NULL: left out */
	const char *reason;               /* of what was left out */
	struct place at;
};

struct law {
	const char *id, *skill;
	const char *says[LOCALES];
	struct place at;
	struct rewrite_rule *rules;
	size_t rule_count;
	const char *const *forms; /* only where one of these forms is asked */
	size_t form_count;        /* 0: anywhere */
	bool last_resort;         /* only where nothing else leads to the end */
};

struct content {
	struct arena *arena;
	char version[VERSION_BYTES];
	struct skill *skills;
	size_t skill_count;
	struct misconception *misconceptions;
	size_t misconception_count;
	struct former_misconception *former;
	size_t former_count;
	struct law *laws; /* in the order of the file */
	size_t law_count;
	struct diagnostics *diagnostics; /* its rules as diagnosis needs them (diagnose.h) */
	struct family **families;        /* in the order of their ids */
	size_t family_count;
	unsigned char
	    rules_hash[crypto_generichash_BYTES]; /* of skills and misconceptions: part of each version */
};

/* The nine units and which seed unit gathers each; NULL past the last. */
struct unit_row {
	const char *name, *seed_unit /* or NULL */;
};
extern const struct unit_row content_units[];

const struct family *content_find_family(const struct content *content, const char *id);
/* SIZE_MAX when there is none. */
size_t content_find_skill(const struct content *content, const char *id);
/* Not those that are built in. */
const struct law *content_find_law(const struct content *content, const char *id);
const struct misconception *content_find_misconception(const struct content *content, const char *id);

#endif

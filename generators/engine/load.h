/*
 * Reading content files. A file becomes a plain tree of nodes (load_yaml.c is the one place that knows YAML),
 * and the other load_*.c files turn nodes into content by tables of fields. Nothing stops at the first fault:
 * each is reported with its file, line, column and what to write instead, and reading goes on.
 *
 * Ownership: nodes and all they name live in the loader's arena. Threads: one loader, one thread.
 */
#ifndef GENERATORS_LOAD_H
#define GENERATORS_LOAD_H

#include "generators/engine/content.h"

enum {
	LOAD_FILE_BYTES = 1 << 20, /* of one content file */
	LOAD_DEPTH = 32,           /* nesting of one content file */
	LOAD_FAULTS = 100,         /* reported of one file; the rest is counted only */
};

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	struct place at;
	bool quoted;      /* a scalar in quotes or a block: its place is not that of its first letter */
	const char *text; /* of a scalar, NUL-terminated */
	size_t length;
	size_t count;        /* of items */
	struct node **keys;  /* of a map: scalars */
	struct node **items; /* of a list, and the values of a map */
};

struct loader {
	content_fault_fn report;
	void *context;
	struct content *content;
	struct arena *arena;
	struct arena *scratch; /* for what a family leaves behind when it has been read */
	bool stand_in;         /* the file is the built-in one, for a folder that lacks it */
	const char *file;      /* the name that faults carry */
	size_t faults;         /* of this file */
	size_t total;          /* of all files */
};

/* Reports one fault. `at` of zeros: the whole file. */
void load_fault(struct loader *loader, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The nearest of `names` to a misspelt word, or NULL when none is near: "did you mean". */
const char *load_nearest(const char *word, const char *const *names, size_t count);

/* Reads YAML. NULL when it is not YAML or passes a bound (reported). */
struct node *load_yaml(struct loader *loader, const char *text, size_t length);
/* The value of a key, or NULL. `map` NULL or not a map: NULL. */
const struct node *node_get(const struct node *map, const char *key);

/* One row of a map that is read: `read` fills its part of `target`. */
struct load_field {
	const char *name;
	bool required;
	void (*read)(struct loader *loader, const struct node *value, void *target);
};
/*
 * Reads a map by its table, in the order of the table: fields may rely on those above them. Unknown, doubled
 * and missing fields are faults. `what` names the map in messages: "a family".
 */
void load_fields(struct loader *loader, const struct node *map, const char *what,
    const struct load_field *fields, size_t count, void *target);

/* The text of a scalar; NULL after a fault when it is none. `what`: "`title`". */
const char *load_text(struct loader *loader, const struct node *node, const char *what);
/* A list of scalars (one scalar alone is a list of one). */
const char *const *load_texts(
    struct loader *loader, const struct node *node, const char *what, size_t *ret_count);
/* A text in each locale; a scalar alone is English. `en` must be there. */
void load_localised(struct loader *loader, const struct node *node, const char *what, const char **ret_texts);
/* A whole number from `low` to `high`; `otherwise` after a fault. */
long load_integer(
    struct loader *loader, const struct node *node, const char *what, long low, long high, long otherwise);
/* An identifier of ours: lower-case letters, digits and hyphens, at most 64. */
bool load_is_identifier(const char *text);

/* --- what the parts of the loader give each other --- */
void load_skills(struct loader *loader, const struct node *root);
void load_misconceptions(struct loader *loader, const struct node *root);
void load_laws(struct loader *loader, const struct node *root);
/*
 * One rule of a law or mal-rule: a text, or a map {rule, let, where, implicit}; of a text, the last three
 * stand in `shared`. False after a fault.
 */
bool load_rule(struct loader *loader, const struct node *node, const struct node *shared, bool commutative,
    struct rewrite_rule *ret_rule);
/* Reads `rule` or `rules` of a law or misconception. At most one rule is in error per fault reported. */
size_t load_rules(
    struct loader *loader, const struct node *node, bool commutative, struct rewrite_rule **ret_rules);
/* `for` of a law or misconception: names of forms. */
const char *const *load_forms(struct loader *loader, const struct node *node, size_t *ret_count);
/* `true` or `false`; a missing node is false. False after a fault. */
bool load_flag(struct loader *loader, const struct node *node, const char *what, bool *ret_flag);
/* The name of one of the units (`seed`: of the seed units). NULL after a fault. */
const char *load_unit(struct loader *loader, const struct node *node, bool seed);
/* A fault where there is no such misconception: with the nearest name, or the one it was merged into. */
void load_check_misconception(struct loader *loader, struct place at, const char *id);
/* After all skills are known: prerequisites exist and nothing is its own prerequisite. */
void load_check_skills(struct loader *loader);
/* Adds one family; the content keeps it only when the file had no fault. */
void load_family(struct loader *loader, const struct node *root, const char *unit_folder);

/* A formula in the scope of a family. False after a fault. */
bool load_formula(
    struct loader *loader, const struct node *node, const struct scope *scope, struct formula *ret_formula);
/* The same for a piece of a longer text: `at` is the place of its first letter. */
bool load_formula_text(struct loader *loader, struct place at, const char *text, const struct scope *scope,
    struct formula *ret_formula);
/* Is the tree of a `where` one that holds or does not? False after a fault. */
bool load_is_condition(struct loader *loader, const struct node *node, const struct expr *tree);
/* Text with {formulas}. False after a fault. */
bool load_template(struct loader *loader, const struct node *node, const struct scope *scope,
    struct text_template *ret_template);
/* The place of byte `at` of a scalar's text. */
struct place node_place(const struct node *node, size_t at);

/* The values of one parameter. */
void load_values(struct loader *loader, const struct node *node, struct value_list *ret_values);
/* The place of the same value, written the same way; the count of the list when it has none. */
size_t load_find_value(const struct value_list *list, const struct parameter_value *value);
/* All parameters: `parameters:`, `let:`, `where:`, `levels:`. */
void load_parameters(struct loader *loader, const struct node *node, void *target);
void load_let(struct loader *loader, const struct node *node, void *target);
void load_where(struct loader *loader, const struct node *node, void *target);
void load_levels(struct loader *loader, const struct node *node, void *target);
/* `answer:` into a variant. */
void load_answer(struct loader *loader, const struct node *node, void *target);
void load_tests(struct loader *loader, const struct node *node, void *target);

#endif

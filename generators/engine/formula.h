/*
 * Formulas: the expressions of a family (`where`, `let`, `ask`, `value`, predicted answers), parsed once at
 * load and evaluated with the parameters of an item. Two ways to the same value: a postfix program on int64
 * rationals for the millions of evaluations that indexing a space takes, and the checker's exact arithmetic
 * for everything else. The program gives up on overflow, on anything undefined, and on values that are not
 * rational; then the exact way decides. It never gives another value.
 *
 * Ownership: a formula lives in the arena it was compiled in. Threads: evaluation writes only to its arena.
 */
#ifndef GENERATORS_FORMULA_H
#define GENERATORS_FORMULA_H

#include "checker/algebra/expr.h"
#include "checker/algebra/value.h"

enum {
	FORMULA_SLOTS = 32, /* parameters and derived names of one family */
	FORMULA_STACK = 32, /* values a program holds at once */
	FORMULA_STEPS = 256,
};

/* A rational that fits; lowest terms, den > 0. den 0: none. A truth is 1 or 0. */
struct small {
	int64_t num, den;
};

/* What each slot of a family is in one item. */
struct environment {
	struct small small[FORMULA_SLOTS];
	struct expr_binding bindings[FORMULA_SLOTS]; /* expr NULL: a word, or not made yet */
	size_t count;
};

/* The names a formula may use. Slots come first, in order; then symbols that stay symbols. */
struct scope {
	const char *names[FORMULA_SLOTS * 2];
	bool word[FORMULA_SLOTS]; /* the slot is a word of the language and has no value */
	size_t slot_count, name_count;
};

/* Bit s: slot s. */
typedef uint32_t slot_set;
_Static_assert(FORMULA_SLOTS <= 32, "a set of slots is one word");

struct program;
struct formula {
	const struct expr *tree;       /* NULL: there is no formula */
	const struct program *program; /* NULL: only the exact way */
	slot_set slots;                /* that it mentions */
	bool has_calls;                /* functions to be replaced by their value before the tree is shown */
	bool has_ask;                  /* it mentions `ask`, a name like any other in an answer's formulas */
	bool has_error_step; /* the same of `error_step`, the number of the wrong step that is shown */
};

enum value_kind {
	VALUE_NUMBER,
	VALUE_TRUTH,
	VALUE_TREE, /* has no rational value: symbols, logs, lists, words */
	VALUE_UNDEFINED,
};
struct value {
	enum value_kind kind;
	bool truth;
	struct number number;
	const struct expr *tree; /* VALUE_TREE */
};

/*
 * Prepares a parsed tree. NULL, or what is wrong with it for people ("there is no function `gdc`; did you
 * mean `gcd`?") in the arena, with the part of the source text in *ret_where.
 */
const char *formula_compile(struct arena *arena, const struct expr *tree, const struct scope *scope,
    struct formula *ret_formula, const struct expr **ret_where);

/* The quick way: false when it does not know. */
bool formula_small(
    const struct formula *formula, const struct environment *environment, struct small *ret_value);
/* The exact value. Refuses TOO_LARGE. */
struct value formula_value(
    struct arena *arena, const struct formula *formula, const struct environment *environment);
/* A tree with the values of `slots`, which are all that it mentions, in place of their names. */
const struct expr *formula_filled(
    struct arena *arena, const struct expr *tree, slot_set slots, const struct environment *environment);
/* Does a condition hold? What cannot be decided does not hold. */
bool formula_holds(struct arena *arena, const struct formula *formula, const struct environment *environment);
/* The tree as it is shown: parameters in place, functions replaced by their values, nothing else worked out.
 */
const struct expr *formula_shown(
    struct arena *arena, const struct formula *formula, const struct environment *environment);

/* The value of a tree without parameters. */
struct value value_of(struct arena *arena, const struct expr *tree);
/* A value as a tree: a number as a reader would write it. NULL for an undefined one. */
const struct expr *value_tree(struct arena *arena, struct value value);
/* Is it proved that both are worth the same? */
bool value_equal(struct arena *arena, struct value a, struct value b);

/* --- the functions (formula_functions.c), one row each --- */
struct function_row {
	const char *name;
	uint8_t least, most; /* arguments; a list counts as its members where `lists` says so */
	bool lists;
	bool (*quick)(const struct small *values, size_t count, struct small *ret_value); /* or NULL */
	struct value (*exact)(struct arena *arena, const struct value *values, size_t count);
	const char *says;
};
extern const struct function_row formula_functions[];
extern const size_t formula_function_count;
const struct function_row *formula_function(const char *name);

/* --- the quick way (formula_small.c) --- */
const struct program *program_compile(
    struct arena *arena, const struct expr *tree, const struct scope *scope);
bool program_run(
    const struct program *program, const struct environment *environment, struct small *ret_value);
bool small_add(struct small a, struct small b, struct small *ret_value);
bool small_multiply(struct small a, struct small b, struct small *ret_value);
bool small_power(struct small base, struct small exponent, struct small *ret_value);
/* num/den in lowest terms; false when den is 0 or a sign does not fit. */
bool small_ratio(int64_t num, int64_t den, struct small *ret_value);
bool small_compare(struct small a, struct small b, int *ret_order);
/* What a number is when it fits; den 0 otherwise. */
struct small small_from_number(struct number value);

#endif

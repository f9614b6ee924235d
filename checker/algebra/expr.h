/*
 * The expression tree: the one shape that a family's `ask`, a learner's answer, laws, mal-rules, printers and
 * equality all share. It keeps what was written, and decides nothing about value:
 *
 *  - a sum is a row of terms, each after + or -; a product a row of factors, each after * or / (or after
 *    nothing: `implied`); a-b and a+(-b) are different trees. The operator of a row's first part is + or *.
 *  - a leading minus covers its whole term: -2/3 is the negative of (2/3), -2^2 the negative of (2^2).
 *  - literals are never negative, and a decimal literal keeps its digits.
 *  - brackets that change nothing are dropped, but remembered by EXPR_BRACKETED. That includes brackets
 * around the head of a row, (a*b)/c: the first part of a product is no product, the first of a sum no sum.
 *
 * Trees are immutable and live in an arena; parts may be shared between trees of the same or a shorter life.
 */
#ifndef CHECKER_EXPR_H
#define CHECKER_EXPR_H

#include "checker/algebra/arena.h"
#include "checker/algebra/number.h"

enum expr_kind {
	EXPR_NUMBER,     /* a literal: `literal`; style: enum literal_style */
	EXPR_MIXED,      /* 1 1/2: three literals, whole, numerator, denominator */
	EXPR_SYMBOL,     /* a variable: `name` */
	EXPR_CONSTANT,   /* style: enum constant */
	EXPR_SUM,        /* >= 2 parts: PART_PLUS, PART_MINUS */
	EXPR_PRODUCT,    /* >= 2 parts: PART_TIMES, PART_IMPLIED, PART_DIVIDE */
	EXPR_NEGATE,     /* a leading minus; 1 part */
	EXPR_PLUS_MINUS, /* a leading plus-or-minus: 1 part; between terms: 2 parts */
	EXPR_PERCENT,    /* 1 part */
	EXPR_POWER,      /* 2 parts: base, exponent */
	EXPR_ROOT,       /* 2 parts: radicand, degree; style: enum root_style */
	EXPR_LOG,        /* 2 parts: argument, base; style: enum log_style */
	EXPR_ABSOLUTE,   /* 1 part */
	EXPR_CALL,       /* a function of the formulas (families.md): `name`, its arguments */
	EXPR_RELATION,   /* a chain, 2 <= x < 5: >= 2 parts, each after PART_EQUAL ... (first: PART_NONE) */
	EXPR_AND,        /* parts are conditions */
	EXPR_OR,         /* parts are answers: x=5 or x=-3; of conditions likewise */
	EXPR_NOT,        /* 1 part; formulas only */
	EXPR_LIST,       /* 5, -3 */
	EXPR_SET,        /* {5, -3}; no parts: the empty set as {} */
	EXPR_INTERVAL,   /* 2 parts; style: INTERVAL_CLOSED_LOW | INTERVAL_CLOSED_HIGH */
	EXPR_UNION,      /* parts are intervals or sets */
	EXPR_WORD,       /* style: enum word */
	EXPR_KINDS
};

enum literal_style { LITERAL_INTEGER, LITERAL_DECIMAL, LITERAL_REPEATING };
enum constant { CONSTANT_E, CONSTANT_PI, CONSTANT_INFINITY };
enum root_style { ROOT_SQUARE, ROOT_DEGREE };                 /* sqrt(x); root(x, 3) */
enum log_style { LOG_PLAIN, LOG_BASE, LOG_NATURAL, LOG_TEN }; /* log x; log_b x; ln x; lg x */
enum word {
	WORD_UNDEFINED,
	WORD_NO_SOLUTION,
	WORD_ALL_REAL,
	WORD_TRUE,
	WORD_FALSE,
	WORD_LESS,
	WORD_GREATER,
	WORD_EQUAL,
	WORD_LESS_EQUAL,
	WORD_GREATER_EQUAL,
	WORD_NOT_EQUAL,
	WORDS
};
enum { INTERVAL_CLOSED_LOW = 1, INTERVAL_CLOSED_HIGH = 2 };

enum part_op {
	PART_NONE,
	PART_PLUS,
	PART_MINUS,
	PART_TIMES,
	PART_IMPLIED, /* a product without a sign: 2x */
	PART_DIVIDE,
	PART_EQUAL,
	PART_NOT_EQUAL,
	PART_LESS,
	PART_LESS_EQUAL,
	PART_GREATER,
	PART_GREATER_EQUAL,
};

/* Does the relation hold of two values of which the first is smaller (-1), equal (0) or greater (1)? */
bool relation_allows(enum part_op relation, int order);

enum expr_flags {
	EXPR_BRACKETED = 1, /* was written in brackets that change nothing */
	EXPR_FRACTION =
	    2, /* a product a/b that was written as one fraction: \frac{a}{b}, a vulgar fraction */
	EXPR_SCIENTIFIC = 4,    /* a product that was written 3.2e5 */
	EXPR_LEADING_GROUP = 8, /* a row whose head stood in brackets that change nothing: (8/9)q */
};

struct expr;
struct expr_part {
	const struct expr *expr;
	enum part_op op;
};

struct expr {
	uint8_t kind;        /* enum expr_kind */
	uint8_t style;       /* by kind */
	uint8_t flags;       /* enum expr_flags */
	uint32_t at, length; /* the bytes of the source text it was read from; 0, 0 when made */
	uint32_t count;      /* of parts */
	union {
		struct {
			struct number value;
			const char *digits; /* as written, ASCII with '.'; NULL when made */
			uint32_t repeating; /* how many of the last digits repeat */
		} literal;
		const char *name; /* EXPR_SYMBOL, EXPR_CALL; NUL-terminated */
	};
	struct expr_part parts[];
};

/* A node with room for `count` parts, all else zero. */
struct expr *expr_new(struct arena *arena, enum expr_kind kind, size_t count);
struct expr *expr_literal(struct arena *arena, struct number value); /* value >= 0 and an integer */
struct expr *expr_integer(struct arena *arena, int64_t value);       /* value >= 0 */
struct expr *expr_symbol(struct arena *arena, const char *name);     /* keeps the pointer */
struct expr *expr_unary(struct arena *arena, enum expr_kind kind, const struct expr *part);
struct expr *expr_binary(
    struct arena *arena, enum expr_kind kind, const struct expr *first, const struct expr *second);
/* a row of two: expr_row(arena, EXPR_SUM, a, PART_MINUS, b) is a - b */
struct expr *expr_row(struct arena *arena, enum expr_kind kind, const struct expr *first, enum part_op op,
    const struct expr *second);
/* The tree that a reader would write for a value: -2 is NEGATE(2), 2/3 a quotient, -2/3 NEGATE(2/3). */
const struct expr *expr_from_number(struct arena *arena, struct number value);

/* The same tree: same kinds, styles, operators, names and values of literals; flags and places do not count.
 */
bool expr_same(const struct expr *a, const struct expr *b);
/* 64 bits that are equal for trees that are expr_same(). */
uint64_t expr_hash(const struct expr *expr);
/* Nodes of the tree. */
size_t expr_size(const struct expr *expr);
/* Does a symbol occur? name NULL: any symbol. */
bool expr_mentions(const struct expr *expr, const char *name);

/* What a symbol is replaced by. */
struct expr_binding {
	const char *name;
	const struct expr *expr;
};
/* The tree with every bound symbol replaced; unchanged subtrees are shared. */
const struct expr *expr_substitute(
    struct arena *arena, const struct expr *expr, const struct expr_binding *bindings, size_t count);
/* The tree with plus or minus (PART_PLUS, PART_MINUS) for each plus-or-minus; `expr` itself when it has none.
 */
const struct expr *expr_choose_sign(struct arena *arena, const struct expr *expr, enum part_op sign);
/* A deep copy into another arena (names and digits too). */
const struct expr *expr_copy(struct arena *arena, const struct expr *expr);

#endif

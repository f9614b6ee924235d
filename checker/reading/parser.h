/* Tokens to one tree; the grammar stands in parser.c. Private to reading/. */
#ifndef CHECKER_PARSER_H
#define CHECKER_PARSER_H

#include "checker/reading/lexer.h"

struct parser {
	struct lexer lexer;
	struct token token;                /* the one in hand */
	size_t depth, nodes, bars, braces; /* bars: open |...|; braces: open {...} */
	const struct expr *log_base;       /* of a plain log */
};

/* Reads the whole text. Refuses with a note. */
const struct expr *parse_answer(struct parser *parser);

/* Shared between parser.c (rows) and primary.c (what they are made of). */
void parser_advance(struct parser *parser);
void parser_refuse(struct parser *parser, enum note_code code) __attribute__((noreturn));
struct expr *parser_node(struct parser *parser, enum expr_kind kind, size_t count, size_t at);
/* Goes one level deeper; refuses TOO_LARGE past the limit. */
void parser_enter(struct parser *parser);
const struct expr *parse_list(struct parser *parser);
const struct expr *parse_relation(struct parser *parser);
const struct expr *parse_sum(struct parser *parser);
/* A primary with its exponents and percent signs. */
const struct expr *parse_power(struct parser *parser);
/* Factors that stand side by side: the argument of a log without brackets. */
const struct expr *parse_juxtaposed(struct parser *parser);
bool begins_primary(const struct parser *parser);

/* Parts of a row while it is being read. Most have one, which costs no memory; so a row is never copied. */
struct row {
	struct expr_part *parts;
	size_t count, capacity;
	size_t head; /* the first parts, which were one group or fraction */
	struct expr_part only;
};
void row_add(struct parser *parser, struct row *row, enum part_op op, const struct expr *expr);
const struct expr *row_finish(struct parser *parser, const struct row *row, enum expr_kind kind, size_t at);

#endif

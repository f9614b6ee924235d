/*
 * Matching a pattern against a tree, all ways. What is still to be matched is a chain of goals; a goal either
 * fails, or tries its choices one after another, each with the rest of the chain behind it. So backtracking
 * is plain recursion, and bindings are undone on the way back.
 */
#include "checker/algebra/rewrite.h"
#include "checker/algebra/value.h"

enum { FEW_PARTS = 4 }; /* of a pattern that is no row */

struct goal {
	const struct goal *next;
	const struct expr *pattern, *tree; /* of a row: the pattern's row, and no tree */
	const struct rewrite_row *row;     /* NULL: the goal is a tree */
	uint64_t taken;                    /* parts of the row that are spoken for */
	uint32_t at;                       /* the pattern's part that is next */
	size_t from;                       /* in written order: where in the row to go on */
	bool whole;                        /* no part may be left over */
};

struct matcher {
	struct rewriter *rewriter;
	const struct rewrite_rule *rule;
	struct match match;
	bool (*found)(void *context, const struct match *match);
	void *context;
};

static bool meet(struct matcher *matcher, const struct goal *goal);

/* ---- metavariables ---- */

/* Sets of letters as bits: they are asked for thousands of times an item. */
#define LETTER(letter) ((uint32_t)1 << ((letter) - 'a'))
static const uint32_t subtrees =
    LETTER('a') | LETTER('b') | LETTER('c') | LETTER('d') | LETTER('u') | LETTER('v') | LETTER('w');
static const uint32_t not_metavariables =
    LETTER('e') | LETTER('f') | LETTER('g') | LETTER('h') | LETTER('l') | LETTER('o');

static bool is_one_of(char letter, uint32_t letters)
{
	return letter >= 'a' && letter <= 'z' && (letters >> (letter - 'a') & 1);
}

bool rewrite_is_metavariable(const char *name)
{
	return name[0] && !name[1] && is_one_of(name[0], ~not_metavariables);
}

static bool is_whole(const struct expr *tree)
{
	return tree->kind == EXPR_NUMBER && tree->style == LITERAL_INTEGER &&
	       number_is_integer(tree->literal.value);
}

static bool is_number(const struct expr *tree)
{
	if (tree->kind == EXPR_PRODUCT)
		return tree->count == 2 && tree->parts[1].op == PART_DIVIDE &&
		       tree->parts[0].expr->kind == EXPR_NUMBER && tree->parts[1].expr->kind == EXPR_NUMBER;
	return tree->kind == EXPR_NUMBER || tree->kind == EXPR_MIXED;
}

static const struct expr *size_of(const struct expr *tree)
{
	return tree->kind == EXPR_NEGATE ? tree->parts[0].expr : tree;
}

bool match_fits(char letter, const struct expr *tree)
{
	switch (letter) {
	case 'k':
	case 'm':
	case 'n':
		return is_whole(tree);
	case 'i':
	case 'j':
		return is_whole(size_of(tree));
	case 'p':
	case 'q':
	case 'r':
	case 's':
	case 't':
		return is_number(size_of(tree));
	case 'u':
	case 'v':
	case 'w':
		return tree->kind < EXPR_RELATION && expr_mentions(tree, NULL);
	case 'x':
	case 'y':
	case 'z':
		return tree->kind == EXPR_SYMBOL;
	default:
		return tree->kind < EXPR_RELATION;
	}
}

bool match_takes_several(const struct expr *pattern)
{
	return pattern->kind == EXPR_SYMBOL && rewrite_is_metavariable(pattern->name) &&
	       is_one_of(pattern->name[0], subtrees);
}

static bool is_leaf(const struct expr *tree)
{
	return tree->count == 0;
}

/* Equal in the sense of the canonical form; two leaves are so only when they are the same. */
static bool is_equal(struct matcher *matcher, const struct expr *a, const struct expr *b)
{
	if (expr_same(a, b))
		return true;
	if (is_leaf(a) && is_leaf(b))
		return false;
	/* In a worked solution numbers are worked out before a law compares them. */
	if (matcher->rule->commutative && !expr_mentions(a, NULL))
		return false;
	struct symbols left = {.count = 0}, right = {.count = 0};
	if (!symbols_collect(a, &left) || !symbols_collect(b, &right) || left.count != right.count)
		return false;
	return expr_equal(matcher->rewriter->arena, a, b, NULL) == EQUALITY_EQUAL;
}

static bool meet_metavariable(
    struct matcher *matcher, const struct goal *rest, const struct expr *pattern, const struct expr *tree)
{
	const struct expr **slot = &matcher->match.bound[pattern->name[0] - 'a'];
	if (*slot)
		return is_equal(matcher, *slot, tree) && meet(matcher, rest);
	if (!match_fits(pattern->name[0], tree))
		return false;
	*slot = tree;
	bool enough = meet(matcher, rest);
	*slot = NULL;
	return enough;
}

/* ---- rows ---- */

static bool same_op(enum part_op a, enum part_op b)
{
	return a == b || (a == PART_TIMES && b == PART_IMPLIED) || (a == PART_IMPLIED && b == PART_TIMES);
}

static bool joins(enum part_op op)
{
	return op == PART_PLUS || op == PART_TIMES || op == PART_IMPLIED;
}

/* The rest of the row's goal once its part `at` is settled, and before it that this part is met by `tree`. */
static bool meet_part(
    struct matcher *matcher, const struct goal *goal, const struct expr *tree, uint64_t taken, size_t from)
{
	struct goal rest = *goal;
	rest.taken = taken;
	rest.at++;
	rest.from = from;
	struct goal part = {.next = &rest, .pattern = goal->pattern->parts[goal->at].expr, .tree = tree};
	return meet(matcher, &part);
}

static uint64_t bits(size_t from, size_t to)
{
	return (to == 64 ? ~(uint64_t)0 : ((uint64_t)1 << to) - 1) & ~(((uint64_t)1 << from) - 1);
}

static bool meet_in_order(struct matcher *matcher, const struct goal *goal)
{
	const struct rewrite_row *row = goal->row;
	const struct expr_part *pattern = &goal->pattern->parts[goal->at];
	size_t i = goal->from;
	if (i >= row->count || !same_op(pattern->op, row->parts[i].op))
		return false;
	size_t most = match_takes_several(pattern->expr) && joins(pattern->op) ? row->count : i + 1;
	for (size_t to = i + 1; to <= most; to++) {
		uint64_t group = bits(i, to);
		const struct expr *tree = to == i + 1
		                              ? row->parts[i].expr
		                              : rewrite_row_made(matcher->rewriter->arena, row, group, false);
		if (meet_part(matcher, goal, tree, goal->taken | group, to))
			return true;
	}
	return false;
}

/* Is there no part after this one that could take what is left over? */
static bool is_last_to_take(const struct expr *pattern, uint32_t at)
{
	for (uint32_t i = at + 1; i < pattern->count; i++)
		if (match_takes_several(pattern->parts[i].expr) && joins(pattern->parts[i].op))
			return false;
	return match_takes_several(pattern->parts[at].expr) && joins(pattern->parts[at].op);
}

/* Everything that later parts of the pattern do not need goes to one metavariable. */
static bool meet_with_rest(struct matcher *matcher, const struct goal *goal)
{
	const struct rewrite_row *row = goal->row;
	uint64_t left = bits(0, row->count) & ~goal->taken;
	uint32_t needed = goal->pattern->count - goal->at - 1;
	if (needed > 0 || (left & (left - 1)) == 0)
		return false; /* single parts have been tried */
	bool has_head = false;
	for (size_t i = 0; i < row->count; i++)
		has_head = has_head || ((left >> i & 1) && joins(row->parts[i].op));
	return has_head &&
	       meet_part(matcher, goal, rewrite_row_made(matcher->rewriter->arena, row, left, false),
	           goal->taken | left, 0);
}

static bool meet_in_any_order(struct matcher *matcher, const struct goal *goal)
{
	const struct rewrite_row *row = goal->row;
	const struct expr_part *pattern = &goal->pattern->parts[goal->at];
	for (size_t i = 0; i < row->count; i++) {
		if (goal->taken >> i & 1 || !same_op(pattern->op, row->parts[i].op))
			continue;
		if (meet_part(matcher, goal, row->parts[i].expr, goal->taken | (uint64_t)1 << i, 0))
			return true;
	}
	return goal->whole && is_last_to_take(goal->pattern, goal->at) && meet_with_rest(matcher, goal);
}

static bool meet_row(struct matcher *matcher, const struct goal *goal)
{
	if (goal->at < goal->pattern->count)
		return matcher->rule->commutative ? meet_in_any_order(matcher, goal)
		                                  : meet_in_order(matcher, goal);
	if (goal->whole && goal->taken != bits(0, goal->row->count))
		return false;
	uint64_t before = matcher->match.taken;
	if (goal->row == matcher->match.row)
		matcher->match.taken = goal->taken;
	bool enough = meet(matcher, goal->next);
	matcher->match.taken = before;
	return enough;
}

static bool meet_row_of(struct matcher *matcher, const struct goal *goal)
{
	struct rewrite_row row;
	if (!rewrite_row_read(goal->tree, matcher->rule->commutative, &row) ||
	    row.count < goal->pattern->count)
		return false;
	struct goal parts = {.next = goal->next, .pattern = goal->pattern, .row = &row, .whole = true};
	return meet_row(matcher, &parts);
}

/* ---- trees ---- */

static bool meet_parts(struct matcher *matcher, const struct goal *goal, bool swapped)
{
	const struct expr *pattern = goal->pattern, *tree = goal->tree;
	struct goal few[FEW_PARTS];
	struct goal *parts = pattern->count <= FEW_PARTS
	                         ? few
	                         : arena_array(matcher->rewriter->arena, pattern->count, sizeof *parts);
	for (uint32_t i = 0; i < pattern->count; i++) {
		uint32_t j = swapped ? pattern->count - 1 - i : i;
		parts[i] = (struct goal){.next = i + 1 < pattern->count ? &parts[i + 1] : goal->next,
		    .pattern = pattern->parts[i].expr,
		    .tree = tree->parts[j].expr};
	}
	return meet(matcher, pattern->count ? parts : goal->next);
}

static bool meet_bare_base(struct matcher *matcher, const struct goal *goal)
{
	const struct expr *one = expr_integer(matcher->rewriter->arena, 1);
	struct goal exponent = {.next = goal->next, .pattern = goal->pattern->parts[1].expr, .tree = one};
	struct goal base = {.next = &exponent, .pattern = goal->pattern->parts[0].expr, .tree = goal->tree};
	return meet(matcher, &base);
}

static bool meet_relation(struct matcher *matcher, const struct goal *goal)
{
	const struct expr *pattern = goal->pattern, *tree = goal->tree;
	if (pattern->count != tree->count)
		return false;
	for (uint32_t i = 1; i < pattern->count; i++)
		if (pattern->parts[i].op != tree->parts[i].op)
			return false;
	if (meet_parts(matcher, goal, false))
		return true;
	return matcher->rule->commutative && pattern->count == 2 && pattern->parts[1].op == PART_EQUAL &&
	       meet_parts(matcher, goal, true);
}

static bool meet_tree(struct matcher *matcher, const struct goal *goal)
{
	const struct expr *pattern = goal->pattern, *tree = goal->tree;
	if (pattern->kind == EXPR_SYMBOL && rewrite_is_metavariable(pattern->name))
		return meet_metavariable(matcher, goal->next, pattern, tree);
	if (pattern->kind == EXPR_POWER && tree->kind != EXPR_POWER)
		return matcher->rule->implicit && tree->kind < EXPR_RELATION && meet_bare_base(matcher, goal);
	if (pattern->kind != tree->kind)
		return false;
	switch (pattern->kind) {
	case EXPR_NUMBER:
	case EXPR_SYMBOL:
	case EXPR_CONSTANT:
	case EXPR_WORD:
		return expr_same(pattern, tree) && meet(matcher, goal->next);
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return meet_row_of(matcher, goal);
	case EXPR_RELATION:
		return meet_relation(matcher, goal);
	default:
		return pattern->count == tree->count && meet_parts(matcher, goal, false);
	}
}

static bool meet(struct matcher *matcher, const struct goal *goal)
{
	if (!goal)
		return matcher->found(matcher->context, &matcher->match);
	if (matcher->rewriter->steps == 0)
		return true;
	matcher->rewriter->steps--;
	return goal->row ? meet_row(matcher, goal) : meet_tree(matcher, goal);
}

/* Runs of neighbours of the row at the root; in any order: any of its parts. */
static bool meet_runs(struct matcher *matcher, const struct expr *tree)
{
	const struct expr *pattern = matcher->rule->from;
	struct rewrite_row row;
	if (!rewrite_row_read(tree, matcher->rule->commutative, &row) || row.count < pattern->count)
		return false;
	matcher->match.row = &row;
	struct goal goal = {.pattern = pattern, .row = &row};
	if (matcher->rule->commutative)
		return meet(matcher, &goal);
	for (size_t from = 0; from + pattern->count <= row.count; from++) {
		goal.from = from;
		if (joins(row.parts[from].op) && meet(matcher, &goal))
			return true;
	}
	return false;
}

bool match_each(struct rewriter *rewriter, const struct rewrite_rule *rule, const struct expr *tree,
    bool (*found)(void *context, const struct match *match), void *context)
{
	struct matcher matcher = {.rewriter = rewriter, .rule = rule, .found = found, .context = context};
	const struct expr *pattern = rule->from;
	if (!rule->whole && pattern->kind == tree->kind &&
	    (pattern->kind == EXPR_SUM || pattern->kind == EXPR_PRODUCT))
		return meet_runs(&matcher, tree);
	struct goal goal = {.pattern = pattern, .tree = tree};
	return meet(&matcher, &goal);
}

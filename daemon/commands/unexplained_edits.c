/*
 * DESIGN. A grammar of edits: what a pattern of expressions may become, `pattern -> replacement`, where the
 * replacement is any formula of at most two levels over the pattern's letters and the number 1. All of them
 * are tried: first roughly, in doubles, on every place of every expression where the pattern fits; the few
 * that explain most are then written as rules, applied by the rewriter and proved equal to the answers.
 */
#include "daemon/commands/unexplained.h"

#include "checker/algebra/print.h"
#include "checker/algebra/rewrite.h"
#include "checker/algebra/value.h"
#include "checker/diagnosis/approximate.h"
#include "checker/reading/read.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
	ANSWERS = 60, /* looked at */
	PLACES = 24,  /* of one pattern in one expression */
	LETTERS = 3,
	ATOMS = LETTERS + 1,
	FIRST = 160,  /* formulas of one level, atoms included */
	ALL = 40000,  /* of two */
	CHECKED = 12, /* proved, of each pattern's best */
	STEPS = 20000,
	ARENA_BYTES = 256 << 20,
};
#define HOLE "hole"

static const char *const patterns[] = {"a^(-n)", "a^n", "(-a)^n", "-a^n", "(a*b)^n", "(a/b)^n", "(a^m)^n",
    "a^m*a^n", "a^m/a^n", "a^n*b^n", "a^n + b^n", "(a + b)^n", "(a - b)^n", "a^(m/n)", "sqrt(a)",
    "sqrt(a + b)", "root(a, n)", "log_b(a)", "log_b(a*c)", "log_b(a/c)", "log_b(a^n)", "log_b(a) + log_b(c)",
    "log_b(a) - log_b(c)", "-a", "a + b", "a - b", "a*b", "a/b", "a - (-b)", "a + (-b)", "-a + b", "-a - b",
    "-a*b", "a*(-b)", "a + b*c", "a - b*c", "(a + b)*c", "a - (b + c)", "a - (b - c)", "a/b + c", "p*10^i"};

/* ---- formulas over the letters ---- */

enum operation { ATOM, NEGATIVE, RECIPROCAL, ROOT, SUM, DIFFERENCE, PRODUCT, QUOTIENT, POWER, LOGARITHM };
struct formula_node {
	enum operation operation;
	int left, right; /* of ATOM, left: which */
	int size;
};

struct grammar {
	const char *pattern;
	const struct expr *from;
	const char *letters[LETTERS];
	size_t letter_count;
	struct formula_node *nodes;
	int count;
};

static void add_node(struct grammar *grammar, enum operation operation, int left, int right)
{
	const struct formula_node *nodes = grammar->nodes;
	if (grammar->count < ALL) {
		int size = 1 + (operation == ATOM ? 0 : nodes[left].size) +
		           (operation >= SUM ? nodes[right].size : 0);
		grammar->nodes[grammar->count++] = (struct formula_node){operation, left, right, size};
	}
}

static void add_pairs(struct grammar *grammar, int left_end, int right_end, int skip, enum operation last)
{
	for (int left = 0; left < left_end; left++) {
		for (int right = 0; right < right_end; right++) {
			for (int operation = SUM; operation <= (int)last; operation++) {
				bool mirrored = (operation == SUM || operation == PRODUCT) && right < left &&
				                left < right_end && right < left_end;
				if (!mirrored && (left >= skip || right >= skip)) {
					add_node(grammar, (enum operation)operation, left, right);
				}
			}
		}
	}
}

static void make_formulas(struct grammar *grammar)
{
	int atoms = (int)grammar->letter_count + 1;
	grammar->count = 0;
	for (int i = 0; i < atoms; i++) {
		add_node(grammar, ATOM, i, 0);
	}
	for (int operation = NEGATIVE; operation <= ROOT; operation++) {
		for (int i = 0; i < atoms - 1; i++) {
			add_node(grammar, (enum operation)operation, i, 0);
		}
	}
	add_pairs(grammar, atoms, atoms, 0, LOGARITHM);
	int first = grammar->count;
	for (int i = atoms; i < first; i++) {
		for (int operation = NEGATIVE; operation <= ROOT; operation++) {
			add_node(grammar, (enum operation)operation, i, 0);
		}
	}
	add_pairs(grammar, first, atoms, atoms, POWER);
	add_pairs(grammar, atoms, first, atoms, POWER);
	add_pairs(grammar, first, first, atoms, QUOTIENT);
}

static double worth_of(const struct formula_node *node, const double *values)
{
	double left = values[node->left], right = values[node->right];
	switch (node->operation) {
	case NEGATIVE:
		return -left;
	case RECIPROCAL:
		return left == 0 ? (double)NAN : 1 / left;
	case ROOT:
		return sqrt(left);
	case SUM:
		return left + right;
	case DIFFERENCE:
		return left - right;
	case PRODUCT:
		return left * right;
	case QUOTIENT:
		return right == 0 ? (double)NAN : left / right;
	case POWER:
		return left == 0 && right <= 0 ? (double)NAN : pow(left, right);
	case LOGARITHM:
		return left > 0 && right > 0 && right != 1 ? log(left) / log(right) : (double)NAN;
	default:
		return (double)NAN;
	}
}

static void write_formula(const struct grammar *grammar, int at, struct text *out)
{
	static const char *const marks[] = {
	    [SUM] = " + ", [DIFFERENCE] = " - ", [PRODUCT] = "*", [QUOTIENT] = "/", [POWER] = "^"};
	static const char *const heads[] = {[NEGATIVE] = "-(", [RECIPROCAL] = "1/(", [ROOT] = "sqrt("};
	const struct formula_node *node = &grammar->nodes[at];
	if (node->operation == ATOM) {
		bool letter = node->left < (int)grammar->letter_count;
		text_add(out, letter ? grammar->letters[node->left] : "1");
	} else if (node->operation < SUM) {
		text_add(out, heads[node->operation]);
		write_formula(grammar, node->left, out);
		text_add(out, ")");
	} else {
		bool log = node->operation == LOGARITHM;
		text_add(out, log ? "log(" : "((");
		write_formula(grammar, node->left, out);
		text_add(out, log ? ", " : ")");
		text_add(out, log ? "" : marks[node->operation]);
		text_add(out, log ? "" : "(");
		write_formula(grammar, node->right, out);
		text_add(out, log ? ")" : "))");
	}
}

/* ---- places where a pattern fits ---- */

struct place_of_edit {
	const struct expr *around; /* the whole, with the hole in it */
	double letters[LETTERS];
};
struct places {
	struct arena *arena;
	const struct grammar *grammar;
	struct place_of_edit list[PLACES];
	size_t count;
	double bound[LETTERS];
	/* of the node in hand */
	rewrite_fn found;
	void *context;
};

static bool take_match(void *context, const struct match *match)
{
	struct places *places = context;
	const struct expr *hole = expr_symbol(places->arena, HOLE);
	for (size_t i = 0; i < places->grammar->letter_count; i++) {
		const struct expr *bound = match->bound[places->grammar->letters[i][0] - 'a'];
		places->bound[i] = bound ? approximate(bound, (struct approximate_at){NULL, 0}) : (double)NAN;
	}
	const struct expr *result =
	    match->row ? rewrite_row_replaced(places->arena, match->row, match->taken, hole) : hole;
	return places->found(places->context, result);
}

static bool match_here(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	struct places *places = *(struct places *const *)rule;
	struct rewrite_rule pattern = {.from = places->grammar->from};
	places->found = found;
	places->context = context;
	return match_each(rewriter, &pattern, tree, take_match, places);
}

static bool take_place(void *context, const struct expr *around)
{
	struct places *places = context;
	struct place_of_edit *place = &places->list[places->count++];
	place->around = around;
	memcpy(place->letters, places->bound, sizeof(place->letters));
	return places->count == PLACES;
}

static void find_places(struct places *places, const struct expr *tree)
{
	struct rewriter rewriter = {.arena = places->arena, .steps = STEPS};
	places->count = 0;
	(void)rewrite_each(&rewriter, match_here, &places, tree, take_place, places);
}

/* ---- trying ---- */

struct trying {
	struct arena *arena;
	const struct unexplained_answer *const *answers;
	size_t count;
	struct grammar grammar;
	double *values;
	unsigned char *hit;  /* by formula: it explains the answer in hand */
	uint32_t *explained; /* by formula: items */
	uint64_t *which;     /* by formula: bit i: answer i */
	struct edit *edits;
	size_t edit_count;
};

static void try_place(struct trying *trying, const struct place_of_edit *place, double wanted)
{
	struct grammar *grammar = &trying->grammar;
	double *values = trying->values;
	for (int i = 0; i < grammar->count; i++) {
		const struct formula_node *node = &grammar->nodes[i];
		bool atom = node->operation == ATOM, letter = node->left < (int)grammar->letter_count;
		values[i] = !atom ? worth_of(node, values) : letter ? place->letters[node->left] : 1;
		if (isnan(values[i]) || trying->hit[i]) {
			continue;
		}
		double whole = place->around->kind == EXPR_SYMBOL
		                   ? values[i]
		                   : approximate(place->around, (struct approximate_at){HOLE, values[i]});
		trying->hit[i] = approximately_equal(whole, wanted);
	}
}

static void try_answers(struct trying *trying)
{
	struct places *places = arena_zero(trying->arena, sizeof(*places));
	places->arena = trying->arena;
	places->grammar = &trying->grammar;
	memset(trying->explained, 0, ALL * sizeof(*trying->explained));
	memset(trying->which, 0, ALL * sizeof(*trying->which));
	for (size_t i = 0; i < trying->count; i++) {
		memset(trying->hit, 0, ALL);
		find_places(places, trying->answers[i]->tree);
		for (size_t k = 0; k < places->count; k++) {
			try_place(trying, &places->list[k],
			    approximate(trying->answers[i]->read, (struct approximate_at){NULL, 0}));
		}
		for (int k = 0; k < trying->grammar.count && places->count; k++) {
			trying->explained[k] += trying->hit[k];
			trying->which[k] |= (uint64_t)trying->hit[k] << i;
		}
	}
}

/* ---- proving ---- */

struct proving {
	struct arena *arena;
	const struct unexplained_answer *answer;
	bool proved;
};

static bool is_answer(void *context, const struct expr *result)
{
	struct proving *proving = context;
	struct assumptions assumptions = {false};
	proving->proved =
	    expr_equal(proving->arena, result, proving->answer->read, &assumptions) == EQUALITY_EQUAL;
	return proving->proved;
}

struct one_proof {
	struct proving proving;
	const struct rewrite_rule *rule;
};

static bool at_root(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	return rewrite_root(rewriter, rule, tree, found, context);
}

static void prove(void *context)
{
	struct one_proof *proof = context;
	struct rewriter rewriter = {.arena = proof->proving.arena, .steps = STEPS};
	(void)rewrite_each(
	    &rewriter, at_root, proof->rule, proof->proving.answer->tree, is_answer, &proof->proving);
}

static bool proves_better(const struct edit *a, const struct edit *b)
{
	return a->answers != b->answers ? a->answers > b->answers : strlen(a->rule) < strlen(b->rule);
}

static void keep_edit(struct trying *trying, const struct edit *edit)
{
	size_t at = trying->edit_count;
	if (edit->items < 2 || edit->items * 2 < trying->count) {
		return;
	}
	while (at > 0 && proves_better(edit, &trying->edits[at - 1])) {
		if (at < EDITS_SHOWN) {
			trying->edits[at] = trying->edits[at - 1];
		}
		at--;
	}
	if (at < EDITS_SHOWN) {
		trying->edits[at] = *edit;
		trying->edit_count += trying->edit_count < EDITS_SHOWN;
	}
}

static void check_edit(struct trying *trying, int at)
{
	struct text text, rule;
	struct edit edit = {.items = 0};
	text_init(&text, trying->arena);
	text_init(&rule, trying->arena);
	write_formula(&trying->grammar, at, &text);
	struct rewrite_rule rewrite = {
	    .from = trying->grammar.from, .to = read_formula(trying->arena, text.data, NULL, 0, NULL)};
	if (!rewrite.to) {
		return;
	}
	text_format(&rule, "%s -> ", trying->grammar.pattern);
	print_text(&rule, rewrite.to, NULL);
	for (size_t i = 0; i < trying->count; i++) {
		struct one_proof proof = {{trying->arena, trying->answers[i], false}, &rewrite};
		if (arena_try(trying->arena, prove, &proof) == REFUSAL_NONE && proof.proving.proved) {
			edit.items++;
			edit.answers += trying->answers[i]->count;
		}
	}
	if (rule.length < EDIT_BYTES) {
		memcpy(edit.rule, rule.data, rule.length + 1);
		keep_edit(trying, &edit);
	}
}

/* The likeliest formulas of the pattern: those that explain most; of those that explain the same, the
 * shortest. */
static void check_best(struct trying *trying)
{
	uint64_t seen[CHECKED];
	for (size_t round = 0; round < CHECKED; round++) {
		int best = -1;
		for (int i = 0; i < trying->grammar.count; i++) {
			bool known =
			    trying->explained[i] < 2 || (size_t)trying->explained[i] * 2 < trying->count;
			for (size_t k = 0; k < round && !known; k++) {
				known = seen[k] == trying->which[i];
			}
			if (!known &&
			    (best < 0 || trying->explained[i] > trying->explained[best] ||
			        (trying->explained[i] == trying->explained[best] &&
			            trying->grammar.nodes[i].size < trying->grammar.nodes[best].size))) {
				best = i;
			}
		}
		if (best < 0) {
			return;
		}
		seen[round] = trying->which[best];
		check_edit(trying, best);
	}
}

static void collect_letters(const struct expr *tree, struct grammar *grammar)
{
	bool known = tree->kind != EXPR_SYMBOL || !rewrite_is_metavariable(tree->name);
	for (size_t i = 0; i < grammar->letter_count && !known; i++) {
		known = strcmp(grammar->letters[i], tree->name) == 0;
	}
	if (!known && grammar->letter_count < LETTERS) {
		grammar->letters[grammar->letter_count++] = tree->name;
	}
	for (uint32_t i = 0; i < tree->count && tree->kind > EXPR_CONSTANT; i++) {
		collect_letters(tree->parts[i].expr, grammar);
	}
}

static void try_patterns(void *context)
{
	struct trying *trying = context;
	for (size_t i = 0; i < sizeof(patterns) / sizeof(patterns[0]); i++) {
		struct grammar *grammar = &trying->grammar;
		struct arena_mark mark = arena_mark(trying->arena);
		grammar->pattern = patterns[i];
		grammar->from = read_formula(trying->arena, patterns[i], NULL, 0, NULL);
		grammar->letter_count = 0;
		if (grammar->from) {
			collect_letters(grammar->from, grammar);
			make_formulas(grammar);
			try_answers(trying);
			check_best(trying);
		}
		arena_rewind(trying->arena, mark);
	}
}

/* Evenly chosen when there are too many. */
static size_t choose_answers(const struct unexplained_answer *const *answers, size_t count,
    const struct unexplained_answer **ret_chosen)
{
	size_t usable = 0, chosen = 0, seen = 0;
	for (size_t i = 0; i < count; i++) {
		usable += answers[i]->tree && answers[i]->read;
	}
	for (size_t i = 0; i < count; i++) {
		if (answers[i]->tree && answers[i]->read) {
			if (seen * ANSWERS / (usable > ANSWERS ? usable : ANSWERS) >= chosen &&
			    chosen < ANSWERS) {
				ret_chosen[chosen++] = answers[i];
			}
			seen++;
		}
	}
	return chosen;
}

size_t edits_find(const struct unexplained_answer *const *answers, size_t count, struct edit *ret_edits)
{
	const struct unexplained_answer *chosen[ANSWERS];
	struct trying trying = {.answers = chosen, .edits = ret_edits};
	trying.count = choose_answers(answers, count, chosen);
	trying.arena = arena_new(ARENA_BYTES);
	trying.grammar.nodes = calloc(ALL, sizeof(*trying.grammar.nodes));
	trying.values = calloc(ALL, sizeof(double));
	trying.hit = calloc(ALL, 1);
	trying.explained = calloc(ALL, sizeof(uint32_t));
	trying.which = calloc(ALL, sizeof(uint64_t));
	if (trying.arena && trying.grammar.nodes && trying.values && trying.hit && trying.explained &&
	    trying.which && trying.count >= 2) {
		arena_serve_gmp(trying.arena);
		(void)arena_try(trying.arena, try_patterns, &trying);
		arena_serve_gmp(NULL);
	}
	arena_free(trying.arena);
	free(trying.grammar.nodes);
	free(trying.values);
	free(trying.hit);
	free(trying.explained);
	free(trying.which);
	return trying.edit_count;
}

/* See solve.h: breadth first over trees, so that the first end that is reached is the nearest. */
#include "generators/engine/solve.h"

#include "checker/algebra/text.h"
#include "checker/reading/read.h"
#include "generators/engine/guards.h"
#include "generators/engine/template.h"

#include <string.h>

enum { MOVES = 512, BUCKETS = 4096 };

/* A law in the order in which laws are tried. */
struct move {
	const char *id;
	const char *const *says;
	const struct rewrite_rule *rules; /* NULL: built in */
	size_t rule_count;
	const struct built_in_law *built_in;
};

struct node {
	const struct expr *tree;
	const struct node *parent, *same_bucket;
	const struct move *move; /* that led here */
	uint64_t hash;
	int depth;
};

struct search {
	struct arena *arena;
	const struct item *item;
	const struct family *family; /* NULL: it has changed; the laws alone */
	struct question *question;
	const struct expr *ask, *key;
	struct rewriter rewriter;
	struct evaluating evaluating;
	struct proof proof;
	struct move moves[MOVES];
	size_t move_count;
	bool last_resort; /* laws that jump take part */
	bool preferred;   /* only the laws that the family prefers */
	bool may_stand;   /* what is asked may be the end itself */
	struct node nodes[SOLVE_TREES];
	size_t node_count;
	const struct node *buckets[BUCKETS];
	const struct node *expanding;
	const struct move *moving;
	size_t rule;
	const struct node *end; /* the nearest good one */
};

/* ---- what is asked ---- */

const struct expr *solve_read(struct arena *arena, const struct question_spec *question, const char *text)
{
	struct read_options options = {.variables = question->variables,
	    .variable_count = question->variable_count,
	    .log_base = question->log_base,
	    .list = question->kind == KIND_LIST || question->kind == KIND_SOLUTIONS,
	    .choice = question->kind == KIND_CHOICE};
	struct reading reading;
	if (!text || read_text(arena, text, strlen(text), &options, &reading) != 0)
		return NULL;
	return rewrite_tidy(arena, reading.expr);
}

const char *solve_form_asked(const struct question_spec *question, const char *form)
{
	size_t length = strlen(form);
	for (size_t i = 0; i < question->form_count; i++) {
		const char *at = question->forms[i];
		while (at) {
			if (strncmp(at, form, length) == 0 && strchr(":+", at[length]))
				return at + length;
			at = strchr(at, '+');
			at = at ? at + 1 : NULL;
		}
	}
	return NULL;
}

/* The first power of two numbers in a tree; `ten`: of ten, else of another base. */
static const struct expr *find_power(const struct expr *tree, bool ten)
{
	if (tree->kind == EXPR_POWER && tree->parts[0].expr->kind == EXPR_NUMBER &&
	    !expr_mentions(tree->parts[1].expr, NULL) &&
	    number_equal(tree->parts[0].expr->literal.value, (struct number){10, 1, NULL}) == ten)
		return tree;
	const struct expr *found = NULL;
	for (uint32_t i = 0; i < tree->count && !found; i++)
		found = find_power(tree->parts[i].expr, ten);
	return found;
}

static bool wants_fractions(const struct search *search)
{
	static const char *const forms[] = {
	    "fraction", "lowest-terms", "mixed", "power", "rational-exponent"};
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (solve_form_asked(&search->item->question, forms[i]))
			return true;
	return false;
}

static void set_evaluating(struct search *search)
{
	const struct question_spec *question = &search->item->question;
	const struct expr *power = find_power(search->key, false), *ten = find_power(search->key, true);
	const char *base = solve_form_asked(question, "power");
	search->evaluating = (struct evaluating){
	    .signed_steps = search->item->unit && strcmp(search->item->unit, "negative-numbers") == 0,
	    .pairwise = search->item->unit && strcmp(search->item->unit, "order-of-operations") == 0,
	    .keep_tens = ten || solve_form_asked(question, "scientific"),
	    .keep_powers = power || base,
	    .laws_first = search->item->unit && strcmp(search->item->unit, "exponent-laws") == 0,
	    .fractions = wants_fractions(search),
	    .decimals = solve_form_asked(question, "decimal") || solve_form_asked(question, "scientific"),
	};
	const struct expr *tree = base && *base == ':' ? solve_read(search->arena, question, base + 1) : NULL;
	if (!tree && (power || ten))
		tree = (power ? power : ten)->parts[0].expr;
	if (tree)
		search->rewriter.known[search->rewriter.known_count++] = (struct expr_binding){"base", tree};
}

static bool set_problem(struct search *search)
{
	const struct question_spec *question = &search->item->question;
	search->ask = solve_read(search->arena, question, question->ask);
	search->key = solve_read(search->arena, question, question->expected);
	if (!search->ask || !search->key)
		return false;
	search->proof = (struct proof){.arena = search->arena,
	    .assumptions = {.real = question->assume_real},
	    .unknown = question->unknown};
	if (!question->unknown && question->kind == KIND_SOLUTIONS)
		search->proof.unknown = question->variable_count ? question->variables[0] : "x";
	bool relation = search->ask->kind == EXPR_RELATION;
	if (relation && !search->proof.unknown && expr_mentions(search->ask, NULL))
		return false;
	if (relation && search->proof.unknown)
		solve_solutions(&search->proof, search->key);
	bool order = search->ask->kind == EXPR_LIST && search->key->kind == EXPR_LIST;
	if (!relation && !order && !solve_proved(&search->proof, search->ask, search->key))
		return false; /* the key is not what `ask` is worth */
	search->rewriter =
	    (struct rewriter){.arena = search->arena, .guards = &rule_guards, .steps = SOLVE_MATCHES};
	set_evaluating(search);
	return true;
}

/* ---- the laws in order ---- */

static void add_move(struct search *search, struct move move)
{
	for (size_t i = 0; i < search->move_count; i++)
		if (search->moves[i].id == move.id)
			return;
	if (search->move_count < MOVES)
		search->moves[search->move_count++] = move;
}

static struct move move_of_law(const struct law *law)
{
	return (struct move){
	    .id = law->id, .says = law->says, .rules = law->rules, .rule_count = law->rule_count};
}

static struct move move_of_built_in(const struct built_in_law *law)
{
	return (struct move){.id = law->id, .says = law->says, .rule_count = 1, .built_in = law};
}

bool solve_forms_wanted(const struct question_spec *question, const char *const *forms, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (solve_form_asked(question, forms[i]))
			return true;
	return count == 0;
}

bool solve_belief_wanted(const struct question_spec *question, const struct misconception *belief)
{
	bool evaluated = question->form_count == 0 && question->kind == KIND_NUMBER;
	for (size_t i = 0; evaluated && i < belief->form_count; i++)
		if (strcmp(belief->forms[i], "evaluated") == 0)
			return true;
	return solve_forms_wanted(question, belief->forms, belief->form_count);
}

static void set_moves(struct search *search, const struct content *content)
{
	for (size_t i = 0; search->family && i < search->family->solve_count; i++) {
		const struct law *law = content_find_law(content, search->family->solve[i]);
		const struct built_in_law *built_in = solve_built_in(search->family->solve[i]);
		if (law || built_in)
			add_move(search, law ? move_of_law(law) : move_of_built_in(built_in));
	}
	if (search->preferred)
		return;
	/* What divides without a remainder is divided before anybody cancels. */
	add_move(search, move_of_built_in(solve_built_in("evaluate-quotient")));
	if (search->evaluating.pairwise)
		add_move(search, move_of_built_in(solve_built_in("evaluate-sum")));
	for (size_t i = 0; i < content->law_count; i++) {
		if (solve_forms_wanted(
		        &search->item->question, content->laws[i].forms, content->laws[i].form_count) &&
		    (!content->laws[i].last_resort || search->last_resort))
			add_move(search, move_of_law(&content->laws[i]));
	}
	for (size_t i = 0; i < built_in_law_count; i++)
		if (!built_in_laws[i].last_resort || search->last_resort)
			add_move(search, move_of_built_in(&built_in_laws[i]));
}

/* ---- the search ---- */

static bool is_known(const struct search *search, const struct expr *tree, uint64_t hash)
{
	for (const struct node *node = search->buckets[hash % BUCKETS]; node; node = node->same_bucket)
		if (node->hash == hash && expr_same(node->tree, tree))
			return true;
	return false;
}

static void add_node(struct search *search, const struct expr *tree)
{
	uint64_t hash = expr_hash(tree);
	if (search->node_count == SOLVE_TREES || is_known(search, tree, hash))
		return;
	struct node *node = &search->nodes[search->node_count++];
	*node = (struct node){.tree = tree,
	    .parent = search->expanding,
	    .move = search->moving,
	    .hash = hash,
	    .same_bucket = search->buckets[hash % BUCKETS],
	    .depth = search->expanding ? search->expanding->depth + 1 : 0};
	search->buckets[hash % BUCKETS] = node;
}

static bool found_tree(void *context, const struct expr *tree)
{
	struct search *search = context;
	if (search->expanding->tree->kind == EXPR_RELATION && tree->kind == EXPR_WORD &&
	    tree->style == WORD_UNDEFINED)
		return false;
	add_node(search,
	    solve_settled(search->arena, search->expanding->tree, tree, search->evaluating.keep_tens));
	return search->node_count == SOLVE_TREES;
}

static bool apply_rule(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	return rewrite_root(rewriter, rule, tree, found, context);
}

static void try_move(struct search *search, const struct move *move)
{
	search->moving = move;
	for (size_t i = 0; i < move->rule_count; i++) {
		struct arena_mark mark = arena_mark(search->arena);
		size_t before = search->node_count;
		rewrite_root_fn root = move->built_in ? move->built_in->root : apply_rule;
		const void *rule = move->built_in ? (const void *)&search->evaluating : &move->rules[i];
		const struct expr *tree = search->expanding->tree;
		const struct expr *all = rewrite_everywhere(&search->rewriter, root, rule, tree);
		if (all == tree) {
			arena_rewind(search->arena, mark);
			continue;
		}
		found_tree(search, all);
		rewrite_each(&search->rewriter, root, rule, tree, found_tree, search);
		if (search->node_count == before)
			arena_rewind(search->arena, mark);
	}
}

bool solve_is_correct(struct arena *arena, const struct question *question, const struct expr *tree)
{
	struct verdict verdict;
	struct text text;
	text_init(&text, arena);
	print_text(&text, tree, NULL);
	check_answer(arena, question, text.data, text.length, NULL, &verdict);
	return verdict.kind == VERDICT_CORRECT;
}

static bool take_any(void *context, const struct expr *tree)
{
	(void)tree;
	*(bool *)context = true;
	return true;
}

/* Nobody stops at 3^(2+4): arithmetic is left in it that is not in the key. */
static bool has_arithmetic(struct search *search, const struct expr *tree)
{
	bool any = false;
	for (size_t i = 0; i < built_in_law_count && !any; i++) {
		if (built_in_laws[i].guides)
			rewrite_each(&search->rewriter, built_in_laws[i].root, &search->evaluating, tree,
			    take_any, &any);
	}
	return any;
}

/* x = 5, or x = 5 or x = -5: the unknown alone on one side. */
static bool is_solved(const struct search *search, const struct expr *tree)
{
	if (tree->kind == EXPR_WORD)
		return true;
	for (uint32_t i = 0; tree->kind == EXPR_OR && i < tree->count; i++)
		if (!is_solved(search, tree->parts[i].expr))
			return false;
	if (tree->kind != EXPR_RELATION)
		return tree->kind == EXPR_OR;
	const struct expr *left = tree->parts[0].expr;
	return tree->count == 2 && left->kind == EXPR_SYMBOL &&
	       strcmp(left->name, search->proof.unknown) == 0 &&
	       !expr_mentions(tree->parts[1].expr, left->name);
}

static bool says_nothing(const struct question_spec *question)
{
	return question->form_count == 0 || strcmp(question->forms[0], "any") == 0;
}

static bool is_end(struct search *search, const struct node *node)
{
	if ((!node->parent && !search->may_stand) ||
	    !solve_is_correct(search->arena, search->question, node->tree))
		return false;
	if (search->proof.unknown && search->ask->kind == EXPR_RELATION && !is_solved(search, node->tree))
		return false;
	if (expr_same(node->tree, search->key))
		return true;
	if (!search->proof.unknown && says_nothing(&search->item->question) &&
	    expr_size(node->tree) > expr_size(search->key) + 2)
		return false;
	return !has_arithmetic(search, node->tree);
}

static bool is_proved_path(const struct search *search, const struct node *end)
{
	for (const struct node *node = end; node->parent; node = node->parent)
		if (!solve_proved(&search->proof, node->parent->tree, node->tree))
			return false;
	return true;
}

static bool is_calculation(const struct move *move)
{
	return move->built_in && move->built_in->calculates;
}

static bool is_ancestor(const struct node *node, const struct expr *tree)
{
	for (; node; node = node->parent)
		if (expr_same(node->tree, tree))
			return true;
	return false;
}

/* Can a calculation be made that does not undo a step, as 16*3 would undo sqrt(16*3)? */
static bool can_calculate(struct search *search, const struct node *node)
{
	for (size_t i = 0; i < built_in_law_count; i++) {
		if (!built_in_laws[i].calculates)
			continue;
		const struct expr *tree = rewrite_everywhere(
		    &search->rewriter, built_in_laws[i].root, &search->evaluating, node->tree);
		if (tree != node->tree && !is_ancestor(node->parent, tree))
			return true;
	}
	return false;
}

/* A sum, product or quotient that a step has just made is worked out before anything else is done. */
static bool calculate(struct search *search, const struct node *node)
{
	if (!node->parent || !can_calculate(search, node) ||
	    (can_calculate(search, node->parent) && !is_calculation(node->move)))
		return false;
	for (size_t i = 0; i < search->move_count; i++)
		if (is_calculation(&search->moves[i]))
			try_move(search, &search->moves[i]);
	return true;
}

static void look(struct search *search)
{
	search->node_count = 0;
	memset(search->buckets, 0, sizeof search->buckets);
	search->expanding = NULL;
	search->moving = NULL;
	add_node(search, search->ask);
	for (size_t at = 0; at < search->node_count && !search->end; at++) {
		struct node *node = &search->nodes[at];
		struct arena_mark mark = arena_mark(search->arena);
		bool end = is_end(search, node) && is_proved_path(search, node);
		arena_rewind(search->arena, mark);
		if (end)
			search->end = node;
		search->expanding = node;
		if (end || node->depth >= SOLVE_STEPS || calculate(search, node))
			continue;
		for (size_t i = 0; i < search->move_count; i++)
			try_move(search, &search->moves[i]);
	}
}

/* ---- the door ---- */

static void write_derivation(struct search *search, struct derivation *ret_derivation)
{
	size_t count = (size_t)search->end->depth;
	struct derived_step *steps = arena_array(search->arena, count + 1, sizeof *steps);
	const struct node *node = search->end;
	for (size_t i = count; i-- > 0; node = node->parent)
		steps[i] = (struct derived_step){node->move->id, node->move->says, node->tree};
	*ret_derivation = (struct derivation){node->tree, steps, count};
}

struct derive_work {
	const struct solve_wanted *wanted;
	struct search *search;
	struct derivation *derivation;
};

static void look_for_end(struct search *search, const struct content *content)
{
	for (int turn = 0; turn < 2 && !search->end; turn++) {
		search->last_resort = turn == 1;
		search->move_count = 0;
		search->evaluating.laws_first = search->evaluating.laws_first && turn == 0;
		set_moves(search, content);
		search->rewriter.steps = SOLVE_MATCHES;
		look(search);
	}
}

static void derive(void *context)
{
	struct derive_work *work = context;
	struct search *search = work->search;
	struct question_fault fault;
	if (!set_problem(search) ||
	    question_parse(search->arena, &search->item->question, &search->question, &fault) != 0)
		return;
	struct evaluating evaluating = search->evaluating;
	search->preferred = work->wanted->preferred && search->family && search->family->solve_count;
	look_for_end(search, work->wanted->content);
	if (!search->end && search->preferred) {
		search->preferred = false;
		search->evaluating = evaluating;
		look_for_end(search, work->wanted->content);
	}
	if (search->end)
		write_derivation(search, work->derivation);
}

bool solve_derive(struct arena *arena, const struct solve_wanted *wanted, struct derivation *ret_derivation)
{
	struct search *search = arena_zero(arena, sizeof *search);
	search->arena = arena;
	search->item = wanted->item;
	search->family = wanted->family;
	search->may_stand = wanted->may_stand;
	*ret_derivation = (struct derivation){.ask = NULL};
	struct derive_work work = {wanted, search, ret_derivation};
	enum refusal refusal = arena_try(arena, derive, &work);
	question_done(search->question);
	return refusal == REFUSAL_NONE && ret_derivation->ask;
}

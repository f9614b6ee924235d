/* See worked.h. */
#include "generators/engine/worked.h"

#include "checker/algebra/text.h"
#include "generators/engine/guards.h"
#include "generators/engine/solve.h"

#include <string.h>

struct working {
	struct arena *arena;
	const struct family *family;
	const struct tuple *tuple;
	const struct variant *asked;
	const struct misconception *belief;
	struct answer answer, wrong; /* of what is asked; of the line with the error */
	struct item item, wrong_item;
	struct question *question; /* of the right solution */
	struct derivation right, rest;
	size_t error_step;
	const struct expr *line; /* the wrong one */
	enum worked_fault fault;
	/* the lines in plain notation, as the arena is rewound after all this work */
	char bytes[WORKED_BYTES];
	size_t used, starts[WORKED_STEPS + 1], count;
};

static const struct misconception *belief_of(const struct family *family, const struct tuple *tuple)
{
	const struct worked_show *show = family->variants[tuple->variant].show;
	if (!show->by_parameter)
		return show->belief;
	const struct parameter *parameter = &family->parameters[show->slot];
	return content_find_misconception(
	    family->content, parameter->list.values[tuple->digits[show->slot]].plain);
}

static bool fails(struct working *working, enum worked_fault fault)
{
	working->fault = fault;
	return false;
}

/* ---- the error ---- */

struct place_search {
	struct working *working;
	const struct expr *before;
};

static bool has_word(const struct expr *tree)
{
	bool found = tree->kind == EXPR_WORD;
	for (uint32_t i = 0; i < tree->count && !found; i++)
		found = has_word(tree->parts[i].expr);
	return found;
}

/* Does the question's own checker prove that this is not its answer? */
static bool is_refuted(const struct working *working, const struct expr *answer)
{
	struct verdict verdict;
	const char *text = answer_printed(working->arena, answer);
	check_answer(working->arena, working->question, text, strlen(text), NULL, &verdict);
	return verdict.kind == VERDICT_INCORRECT;
}

/* A tree that a mal-rule makes of a line: a wrong step, if it leads to another end. */
static bool try_error(void *context, const struct expr *tree)
{
	struct place_search *search = context;
	struct working *working = search->working;
	const struct expr *line =
	    solve_settled(working->arena, search->before, rewrite_tidy(working->arena, tree), false);
	if (has_word(line) || expr_same(line, search->before))
		return false;
	working->wrong = working->answer;
	answer_put(&working->wrong, working->family, line);
	if (!working->wrong.tree || has_word(working->wrong.tree) ||
	    !is_refuted(working, working->wrong.tree))
		return false;
	working->line = line;
	return true;
}

static bool apply_rule(
    struct rewriter *rewriter, const void *rule, const struct expr *tree, rewrite_fn found, void *context)
{
	return rewrite_root(rewriter, rule, tree, found, context);
}

static const struct expr *right_line(const struct working *working, size_t step)
{
	return step ? working->right.steps[step - 1].tree : working->right.ask;
}

static bool err_on(struct working *working, const struct expr *line)
{
	struct rewriter rewriter = {.arena = working->arena, .guards = &rule_guards, .steps = SOLVE_MATCHES};
	const struct expr *key = working->answer.tree;
	struct place_search search = {working, line};
	if (key->kind == EXPR_POWER)
		rewriter.known[rewriter.known_count++] = (struct expr_binding){"base", key->parts[0].expr};
	for (size_t r = 0; r < working->belief->rule_count && !working->line; r++)
		rewrite_each(&rewriter, apply_rule, &working->belief->rules[r], line, try_error, &search);
	return working->line;
}

static bool err(struct working *working)
{
	const struct misconception *belief = working->belief;
	struct solve_wanted rest = {.content = working->family->content,
	    .family = working->family,
	    .item = &working->wrong_item,
	    .preferred = true,
	    .may_stand = true};
	if (!solve_belief_wanted(&working->item.question, belief))
		return fails(working, WORKED_NO_PLACE);
	/* what stands there after the last step is the answer: nothing is done to it any more */
	for (size_t step = 0; step < working->right.count && !working->line; step++)
		if (err_on(working, right_line(working, step)))
			working->error_step = step + 1;
	if (!working->line)
		return fails(working, WORKED_NO_PLACE);
	working->wrong_item = working->item;
	answer_question(&working->wrong, working->family, LOCALE_EN, &working->wrong_item.question);
	return solve_derive(working->arena, &rest, &working->rest) || fails(working, WORKED_NO_SOLUTION);
}

/* ---- the whole ---- */

static bool open_question(struct working *working)
{
	struct question_fault fault;
	working->item = (struct item){.family = working->family->id, .unit = working->family->unit};
	if (!answer_open_block(
	        working->arena, working->family, working->tuple, working->asked, &working->answer) ||
	    !working->answer.tree)
		return fails(working, WORKED_NO_SOLUTION);
	answer_question(&working->answer, working->family, LOCALE_EN, &working->item.question);
	return question_parse(working->arena, &working->item.question, &working->question, &fault) == 0 ||
	       fails(working, WORKED_NO_SOLUTION);
}

static bool derive_right(struct working *working)
{
	struct solve_wanted right = {.content = working->family->content,
	    .family = working->family,
	    .item = &working->item,
	    .preferred = true};
	return solve_derive(working->arena, &right, &working->right) || fails(working, WORKED_NO_SOLUTION);
}

static void keep(struct working *working, const struct expr *line)
{
	const char *text = answer_printed(working->arena, line);
	size_t bytes = strlen(text) + 1;
	if (working->count == sizeof working->starts / sizeof working->starts[0] ||
	    working->used + bytes > sizeof working->bytes) {
		working->fault = WORKED_TOO_LONG;
		return;
	}
	working->starts[working->count++] = working->used;
	memcpy(working->bytes + working->used, text, bytes);
	working->used += bytes;
}

static void work(void *context)
{
	struct working *working = context;
	if (!open_question(working) || !derive_right(working) || (working->belief && !err(working)))
		return;
	size_t right = working->error_step ? working->error_step - 1 : working->right.count;
	for (size_t step = 0; step <= right; step++)
		keep(working, right_line(working, step));
	if (working->error_step)
		keep(working, working->line);
	for (size_t step = 0; working->error_step && step < working->rest.count; step++)
		keep(working, working->rest.steps[step].tree);
}

static void run(struct working *working)
{
	working->fault = WORKED_FINE;
	if (arena_try(working->arena, work, working) != REFUSAL_NONE)
		working->fault = WORKED_TOO_LONG;
	question_done(working->question);
	working->question = NULL;
}

/* The question's names as far as reading needs them: they are the content's, and outlive the rewind. */
static const struct expr *read_line(const struct working *working, size_t line)
{
	struct question_spec spec = working->asked->question;
	memcpy(spec.variables, working->item.question.variables, sizeof spec.variables);
	return solve_read(working->arena, &spec, working->bytes + working->starts[line]);
}

static struct working *start(struct arena *arena, const struct family *family, const struct tuple *tuple)
{
	struct working *working = arena_zero(arena, sizeof *working);
	working->arena = arena;
	working->family = family;
	working->tuple = tuple;
	working->asked = family->variants[tuple->variant].show->asked;
	working->belief = belief_of(family, tuple);
	return working;
}

const struct worked *worked_make(
    struct arena *arena, const struct family *family, const struct tuple *tuple, enum worked_fault *ret_fault)
{
	struct working *working = start(arena, family, tuple);
	struct arena_mark mark = arena_mark(arena);
	run(working);
	arena_rewind(arena, mark);
	if (ret_fault)
		*ret_fault = working->fault;
	if (working->fault != WORKED_FINE)
		return NULL;
	struct worked *worked = arena_alloc(arena, sizeof *worked);
	const struct expr **lines = arena_array(arena, working->count, sizeof(void *));
	for (size_t i = 0; i < working->count; i++) {
		lines[i] = read_line(working, i);
		if (!lines[i])
			return NULL;
	}
	*worked = (struct worked){.lines = lines,
	    .count = working->count,
	    .error_step = working->error_step,
	    .belief = working->belief};
	return worked;
}

/* ---- the proof ---- */

static bool follows(const struct working *working, const struct answer *answer, const struct expr *before,
    const struct expr *after)
{
	struct proof proof = {.arena = working->arena,
	    .assumptions = {.real = working->asked->question.assume_real},
	    .unknown =
	        before->kind == EXPR_RELATION ? answer_unknown(working->family, working->tuple) : NULL};
	if (proof.unknown)
		solve_solutions(&proof, answer->tree);
	return solve_proved(&proof, before, after);
}

static bool all_follow(struct working *working, const struct worked *worked)
{
	struct answer answer = working->answer;
	for (size_t i = 1; i < worked->count; i++) {
		const struct expr *line = worked->lines[i];
		if (i == worked->error_step) {
			answer_put(&answer, working->family, line);
			if (!answer.tree || !is_refuted(working, answer.tree))
				return false;
		} else if (!follows(working, &answer, worked->lines[i - 1], line)) {
			return false;
		}
	}
	const struct expr *end = worked->lines[worked->count - 1];
	return worked->error_step ? is_refuted(working, end)
	                          : solve_is_correct(working->arena, working->question, end);
}

bool worked_proved(
    struct arena *arena, const struct family *family, const struct tuple *tuple, const struct worked *worked)
{
	struct working *working = start(arena, family, tuple);
	bool proved = open_question(working) && all_follow(working, worked);
	question_done(working->question);
	return proved;
}

/* ---- how the step is found ---- */

bool worked_is_asked(const struct family *family, const struct item *item)
{
	return family->variants[item->tuple % family->variant_count].asks_step;
}

static const char *last_words(const struct working *working, enum locale locale)
{
	static const char *const fine[LOCALES] = {"Each step follows from the line before: no step is wrong.",
	    "Cada paso se sigue de la línea anterior: ningún paso está mal."};
	static const char *const begin[LOCALES] = {"Step ", "El paso "};
	static const char *const wrong[LOCALES] = {
	    " does not follow from the line before. It is done as if this were true: ",
	    " no se sigue de la línea anterior. Está hecho como si esto fuera cierto: "};
	const struct misconception *belief = working->belief;
	struct text text;
	if (!belief)
		return fine[locale];
	text_init(&text, working->arena);
	text_format(&text, "%s%zu%s%s", begin[locale], working->error_step, wrong[locale],
	    belief->believes[locale] ? belief->believes[locale] : belief->believes[LOCALE_EN]);
	return text.data;
}

struct solution_work {
	struct arena *arena;
	const struct family *family;
	const struct item *item;
	enum locale locale;
	struct solution *solution;
};

static void write_solution(void *context)
{
	struct solution_work *solution = context;
	struct arena *arena = solution->arena;
	struct tuple *tuple = arena_alloc(arena, sizeof *tuple);
	if (!tuple_open(solution->family, arena, solution->item->tuple, tuple))
		return;
	struct working *working = start(arena, solution->family, tuple);
	run(working);
	if (working->fault != WORKED_FINE)
		return;
	size_t count = working->right.count;
	struct solution_step *steps = arena_zero(arena, (count + 1) * sizeof *steps);
	solve_write(arena, &working->right, solution->locale, steps);
	const char *key = solution->item->question.expected;
	steps[count] = (struct solution_step){.says = last_words(working, solution->locale),
	    .before = steps[count ? count - 1 : 0].after,
	    .after = {key, key, key}};
	*solution->solution = (struct solution){steps, count + 1};
}

bool worked_solution(struct arena *arena, const struct family *family, const struct item *item,
    enum locale locale, struct solution *ret_solution)
{
	struct solution_work solution = {arena, family, item, locale, ret_solution};
	*ret_solution = (struct solution){.count = 0};
	return arena_try(arena, write_solution, &solution) == REFUSAL_NONE && ret_solution->count;
}

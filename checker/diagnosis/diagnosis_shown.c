/* What errors lead to: the answers of single beliefs, and the steps of a path. */
#include "checker/algebra/print.h"
#include "checker/diagnosis/approximate.h"
#include "checker/diagnosis/diagnosis_parts.h"
#include "checker/diagnosis/match.h"
#include "checker/judge.h"

#include <math.h>
#include <string.h>

enum { EXPONENT_BITS = 20 /* of what an exponent may say in an answer that is predicted */ };

struct showing {
	struct arena *arena;
	const struct diagnosis_problem *problem;
	const struct single *single;
	const struct expr *gives;
};

static void find_answer(void *context)
{
	struct showing *showing = context;
	const struct expr *tree = showing->single->tree;
	bool done = !showing->single->reached || !tree || tree->kind == EXPR_WORD;
	showing->gives = done ? tree : showing->problem->answer(showing->arena, tree, showing->problem);
}

/* The row of the same belief with the same answer; NULL: there is none. */
static struct shown_answer *find_shown(
    struct shown_answer *rows, size_t count, uint32_t belief, const struct expr *gives)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].belief == belief && expr_same(rows[i].gives, gives))
			return &rows[i];
	return NULL;
}

/* It led to 1/0 or the like, which no rule calls undefined, or beyond what anybody writes. */
static bool has_no_value(const struct diagnosis *diagnosis, const struct single *single)
{
	return single->reached && diagnosis->problem->function == ANSWER_OF_VALUE &&
	       single->tree->kind != EXPR_WORD && !isfinite(single->rough);
}

/* A number longer than so many bits, or an exponent or degree that nobody writes. */
static bool has_long_number(const struct expr *tree, size_t bits)
{
	bool any = tree->kind == EXPR_NUMBER && number_bits(tree->literal.value) > bits;
	bool power = tree->kind == EXPR_POWER || tree->kind == EXPR_ROOT;
	for (uint32_t i = 0; i < tree->count && !any; i++)
		any = has_long_number(tree->parts[i].expr, power && i == 1 ? EXPONENT_BITS : bits);
	return any;
}

/* b^n = a or log_b(a) = n, either way round. */
static bool is_statement(const struct expr *tree)
{
	bool any = false;
	for (uint32_t i = 0; tree->kind == EXPR_RELATION && tree->count == 2 && i < 2; i++)
		any = any || tree->parts[i].expr->kind == EXPR_POWER || tree->parts[i].expr->kind == EXPR_LOG;
	return any;
}

/* An answer to this kind of question, of a size that somebody may write. */
static bool is_writable(const struct diagnosis *diagnosis, const struct expr *gives)
{
	int kind = diagnosis->problem->question->spec->kind;
	bool one = kind == KIND_NUMBER || kind == KIND_EXPRESSION;
	if (has_long_number(gives, REACH_VALUE_BITS) || (kind == KIND_EQUATION && !is_statement(gives)))
		return false;
	if (gives->kind >= EXPR_CALL)
		return !one || gives->kind == EXPR_WORD;
	return isfinite(diagnosis_rough(gives));
}

size_t diagnosis_shown(
    struct diagnosis *diagnosis, struct arena *arena, struct shown_answer *ret_rows, size_t most)
{
	const struct question *question = diagnosis->problem->question;
	struct reading key = {.expr = question->expected,
	    .plain = question->spec->expected,
	    .plain_length = strlen(question->spec->expected)};
	struct match_target target;
	size_t count = 0;
	match_open(arena, diagnosis->problem, &key, &target);
	for (size_t i = 0; i < diagnosis->rules && count < most; i++) {
		const struct single *single = &diagnosis->singles[i];
		struct showing showing = {arena, diagnosis->problem, single, NULL};
		if (has_no_value(diagnosis, single) ||
		    arena_try(arena, find_answer, &showing) != REFUSAL_NONE || !showing.gives ||
		    (single->reached && !is_writable(diagnosis, showing.gives)))
			continue;
		struct shown_answer *known = find_shown(ret_rows, count, single->errors[0], showing.gives);
		bool everywhere = single->reached && single->reached->everywhere;
		if (known) { /* the shortest way is found first */
			known->everywhere = known->everywhere || everywhere;
			continue;
		}
		target.proofs = 1;
		ret_rows[count++] = (struct shown_answer){.belief = single->errors[0],
		    .gives = showing.gives,
		    .is_key = match_answer_is(&target, showing.gives, single->text),
		    .laws = reach_laws(single->reached),
		    .everywhere = everywhere,
		    .predicted = !single->reached};
	}
	return count;
}

bool diagnosis_same_answer(
    const struct diagnosis *diagnosis, struct arena *arena, const struct expr *one, const struct expr *other)
{
	const struct question_spec *spec = diagnosis->problem->question->spec;
	double left = diagnosis_rough(one), right = diagnosis_rough(other);
	if (expr_same(one, other))
		return true;
	if (spec->tolerance_kind == TOLERANCE_NONE && isfinite(left) && isfinite(right) &&
	    !approximately_equal(left, right))
		return false;
	struct text text;
	text_init(&text, arena);
	print_text(&text, one, NULL);
	const struct reading reading = {.expr = one, .plain = text.data, .plain_length = text.length};
	struct match_target target;
	match_open(arena, diagnosis->problem, &reading, &target);
	return match_answer_is(&target, other, NULL);
}

/* ---- paths ---- */

static size_t add_tree(const struct expr **trees, size_t count, size_t most, const struct expr *tree)
{
	if (!tree || count == most || (count > 0 && expr_same(trees[count - 1], tree)))
		return count;
	trees[count] = tree;
	return count + 1;
}

size_t diagnosis_path(struct diagnosis *diagnosis, struct arena *arena, const struct candidate *candidate,
    const struct expr *answer, const struct expr **ret_trees, size_t most)
{
	const struct reached *steps[REACH_LAW_DEPTH + CANDIDATE_ERRORS + 2];
	size_t count = 0, length = 0;
	for (const struct reached *step = candidate->path; step && length < sizeof steps / sizeof steps[0];
	     step = step->from)
		steps[length++] = step;
	if (!length)
		count = add_tree(ret_trees, count, most, diagnosis->problem->ask);
	while (length-- > 0) {
		count = add_tree(ret_trees, count, most, steps[length]->before);
		count = add_tree(ret_trees, count, most, steps[length]->tree);
	}
	struct single end = {.reached = candidate->path, .tree = candidate->gives};
	struct showing showing = {arena, diagnosis->problem, &end, NULL};
	bool slipped = candidate->errors[candidate->count - 1] >= REACH_SLIP;
	if ((!answer || slipped) && candidate->gives && count + 1 < most &&
	    arena_try(arena, find_answer, &showing) == REFUSAL_NONE)
		count = add_tree(ret_trees, count, most, showing.gives);
	return add_tree(ret_trees, count, most, answer);
}

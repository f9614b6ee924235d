/*
 * DESIGN. A question's *singles* are the trees that one error leads to: by any rule from what was asked or
 * what laws make of it, by one belief everywhere, as predicted by the author, by a slip on the way. They
 * are found once. An answer is held against each: roughly, then by proof. Only where no belief and no slip
 * explains it, each single is a place to err from again; those trees live no longer than the look at them.
 */
#include "checker/diagnosis/diagnosis_parts.h"
#include "checker/diagnosis/infer.h"
#include "checker/diagnosis/match.h"
#include "checker/judge.h"

#include <math.h>
#include <string.h>

enum {
	SINGLES = 400,        /* of one question */
	SECOND_TREES = 12000, /* looked at for one answer */
	OPEN_WORK = 200000,   /* of canonical forms, for one question */
	EXPLAIN_WORK = 60000, /* the same for one answer */
};

/* ---- singles ---- */

double diagnosis_rough(const struct expr *tree)
{
	return tree && tree->kind < EXPR_CALL ? approximate(tree, (struct approximate_at){NULL, 0}) : NAN;
}

static void add_predicted(struct diagnosis *diagnosis, const struct diagnosis_prediction *predicted)
{
	if (diagnosis->count < SINGLES) {
		diagnosis->singles[diagnosis->count++] = (struct single){.tree = predicted->gives,
		    .text = predicted->text,
		    .errors = {predicted->belief},
		    .count = 1,
		    .rough = diagnosis_rough(predicted->gives)};
	}
}

static void found_single(void *context, const struct reached *reached)
{
	struct diagnosis *diagnosis = context;
	uint64_t hash = expr_hash(reached->tree);
	for (size_t i = 0; i < diagnosis->count; i++) {
		const struct single *known = &diagnosis->singles[i];
		if (known->hash == hash && known->errors[0] == reached->error && known->reached &&
		    expr_same(known->tree, reached->tree))
			return;
	}
	if (diagnosis->count < SINGLES) {
		diagnosis->singles[diagnosis->count++] = (struct single){.reached = reached,
		    .tree = reached->tree,
		    .errors = {reached->error},
		    .count = 1,
		    .hash = hash,
		    .rough = diagnosis_rough(reached->tree)};
	}
}

/* What a belief leads to that is held wherever it applies, where that is at several places. */
static void add_everywhere(struct diagnosis *diagnosis, size_t first)
{
	size_t end = diagnosis->count;
	for (size_t i = first; i < end; i++) {
		uint32_t belief = diagnosis->singles[i].errors[0];
		size_t earlier = 0, later = 0;
		for (size_t j = first; j < end; j++) {
			bool same = diagnosis->singles[j].errors[0] == belief;
			earlier += same && j < i;
			later += same && j > i;
		}
		if (!earlier && later)
			reach_everywhere(
			    diagnosis->reacher, diagnosis->correct[0], belief, found_single, diagnosis);
	}
}

/* Do rules lead anywhere near the key: is the key what the asked expression gives? */
static bool is_key_of_ask(const struct diagnosis_problem *problem, struct match_target *key)
{
	return problem->function != ANSWER_OF_NOTHING && problem->ask && problem->question->expected &&
	       match_is(key, problem->ask);
}

/* Laws for one half of the solutions, or beyond a domain, lead away from the key: an error after them is no
 * single one. */
static void keep_correct(struct diagnosis *diagnosis, const struct match_target *key)
{
	size_t kept = 1;
	for (size_t i = 1; i < diagnosis->correct_count; i++)
		if (match_may_be(key, diagnosis->correct[i]->tree))
			diagnosis->correct[kept++] = diagnosis->correct[i];
	diagnosis->correct_count = kept;
}

static void find_singles(struct diagnosis *diagnosis)
{
	const struct diagnosis_problem *problem = diagnosis->problem;
	diagnosis->singles = arena_array(diagnosis->arena, SINGLES, sizeof *diagnosis->singles);
	for (size_t i = 0; i < problem->predicted_count; i++)
		add_predicted(diagnosis, &problem->predicted[i]);
	size_t predicted = diagnosis->count;
	diagnosis->rules = predicted;
	struct match_target key;
	const struct reading reading = {.expr = problem->question->expected,
	    .plain = problem->question->spec->expected,
	    .plain_length = strlen(problem->question->spec->expected)};
	match_open(diagnosis->arena, problem, &reading, &key);
	if (!is_key_of_ask(problem, &key))
		return;
	diagnosis->reacher = reach_open(diagnosis->arena, &problem->rules);
	diagnosis->correct_count = reach_correct(diagnosis->reacher, problem->ask, diagnosis->correct);
	keep_correct(diagnosis, &key);
	reach_refresh(diagnosis->reacher, diagnosis->arena);
	for (size_t i = 0; i < diagnosis->correct_count; i++) {
		reach_errors(diagnosis->reacher, diagnosis->correct[i], true, NULL, found_single, diagnosis);
		if (i == 0)
			add_everywhere(diagnosis, predicted);
	}
	diagnosis->rules = diagnosis->count;
	reach_slips(diagnosis->reacher, diagnosis->correct[0], NULL, found_single, diagnosis);
}

struct diagnosis *diagnosis_open(struct arena *arena, const struct diagnosis_problem *problem)
{
	struct diagnosis *diagnosis = arena_zero(arena, sizeof *diagnosis);
	diagnosis->problem = problem;
	diagnosis->arena = arena;
	arena_allow(arena, OPEN_WORK);
	find_singles(diagnosis);
	arena_allow(arena, SIZE_MAX);
	return diagnosis;
}

/* ---- explaining ---- */

struct explaining {
	struct diagnosis *diagnosis;
	struct match_target target;
	struct candidates *candidates;
	const struct single *from; /* the first of two errors */
	size_t trees;              /* that may still be looked at */
};

static bool same_errors(const struct candidate *a, const struct candidate *b)
{
	bool straight = a->errors[0] == b->errors[0] && (a->count < 2 || a->errors[1] == b->errors[1]);
	bool crossed = a->count == 2 && a->errors[0] == b->errors[1] && a->errors[1] == b->errors[0];
	return a->count == b->count && (straight || crossed);
}

static bool is_listed(const struct candidates *candidates, const struct candidate *wanted)
{
	for (size_t i = 0; i < candidates->count; i++)
		if (same_errors(&candidates->list[i], wanted))
			return true;
	return candidates->count == CANDIDATES;
}

static void list(struct explaining *explaining, struct candidate candidate)
{
	candidate.weight = infer_weight(candidate.errors, candidate.count, reach_laws(candidate.path),
	    explaining->diagnosis->problem->belief_weights);
	explaining->candidates->list[explaining->candidates->count++] = candidate;
}

static struct candidate candidate_of(const struct single *single)
{
	return (struct candidate){.errors = {single->errors[0], single->errors[1]},
	    .count = single->count,
	    .path = single->reached,
	    .gives = single->tree};
}

static void try_single(struct explaining *explaining, const struct single *single)
{
	struct match_target *target = &explaining->target;
	struct candidate candidate = candidate_of(single);
	bool predicted = single->reached == NULL;
	if (is_listed(explaining->candidates, &candidate))
		return;
	bool rough = !predicted ||
	             (single->tree && explaining->diagnosis->problem->question->spec->kind == KIND_NUMBER);
	if (rough && !match_may_be_worth(target, single->tree, single->rough))
		return;
	if (predicted ? match_answer_is(target, single->tree, single->text) : match_is(target, single->tree))
		list(explaining, candidate);
}

/* ---- slips in the final value ---- */

struct valuing {
	const struct diagnosis_problem *problem;
	struct arena *arena;
	struct single *single;
};

static void find_value(void *context)
{
	struct valuing *valuing = context;
	struct single *single = valuing->single;
	const struct expr *tree = single->tree;
	struct number number;
	if (tree && single->reached && valuing->problem->function != ANSWER_OF_VALUE)
		tree = valuing->problem->answer(valuing->arena, tree, valuing->problem);
	if (!tree || tree->kind >= EXPR_CALL || expr_mentions(tree, NULL) ||
	    expr_rational(valuing->arena, tree, &number) != WORTH_RATIONAL || number.big)
		return;
	single->num = number.num;
	single->den = number.den;
	single->state = VALUE_RATIONAL;
}

static bool value_of_single(struct explaining *explaining, struct single *single)
{
	struct arena *arena = explaining->target.arena;
	if (single->state == VALUE_NEW) {
		struct valuing valuing = {explaining->diagnosis->problem, arena, single};
		struct arena_mark mark = arena_mark(arena);
		single->state = VALUE_NONE;
		(void)arena_try(arena, find_value, &valuing);
		arena_rewind(arena, mark);
	}
	return single->state == VALUE_RATIONAL;
}

struct slipping {
	struct explaining *explaining;
	struct number value;
	enum slip slip;
};

static void find_slip(void *context)
{
	struct slipping *slipping = context;
	const struct match_target *target = &slipping->explaining->target;
	slipping->slip = match_slip(target->arena, target->number, slipping->value);
}

static enum slip slip_from(struct explaining *explaining, struct number value)
{
	struct slipping slipping = {explaining, value, SLIPS};
	if (explaining->target.rational)
		(void)arena_try(explaining->target.arena, find_slip, &slipping);
	return slipping.slip;
}

/* The key itself, with a slip in the writing down. */
static void try_slip_of_key(struct explaining *explaining)
{
	const struct question *question = explaining->diagnosis->problem->question;
	struct single key = {.tree = question->expected};
	bool one = question->spec->kind == KIND_NUMBER || question->spec->kind == KIND_EXPRESSION ||
	           question->spec->kind == KIND_SOLUTIONS;
	if (!one || !key.tree || !value_of_single(explaining, &key))
		return;
	enum slip slip = slip_from(explaining, (struct number){key.num, key.den, NULL});
	struct candidate candidate = {.errors = {REACH_SLIP + slip}, .count = 1, .gives = key.tree};
	if (slip != SLIPS && !is_listed(explaining->candidates, &candidate))
		list(explaining, candidate);
}

/* ---- two errors ---- */

static void try_second(void *context, const struct reached *reached)
{
	struct explaining *explaining = context;
	const struct single *from = explaining->from;
	if (explaining->trees == 0)
		return;
	explaining->trees--;
	if (reached->error == from->errors[0] || !match_may_be(&explaining->target, reached->tree))
		return;
	struct candidate candidate = {
	    .errors = {from->errors[0], reached->error}, .count = 2, .path = reached, .gives = reached->tree};
	if (!is_listed(explaining->candidates, &candidate) && match_is(&explaining->target, reached->tree))
		list(explaining, candidate);
}

/* Equations take long to solve: is it plain that a slip leads nowhere from the solution of this one? */
static bool may_have_slipped(struct explaining *explaining, const struct single *single)
{
	const struct diagnosis_problem *problem = explaining->diagnosis->problem;
	struct number guess;
	if (problem->function != ANSWER_OF_SOLUTIONS || !single->reached || single->state != VALUE_NEW)
		return true;
	double rough = approximate_solution(single->tree, problem->unknown);
	return isnan(rough) || (approximate_fraction(rough, &guess) && slip_from(explaining, guess) != SLIPS);
}

static void try_slip_of_single(struct explaining *explaining, struct single *single)
{
	if (!explaining->target.rational || !may_have_slipped(explaining, single) ||
	    !value_of_single(explaining, single))
		return;
	enum slip slip = slip_from(explaining, (struct number){single->num, single->den, NULL});
	struct candidate candidate = candidate_of(single);
	candidate.errors[1] = REACH_SLIP + slip;
	candidate.count = 2;
	if (slip != SLIPS && !is_listed(explaining->candidates, &candidate))
		list(explaining, candidate);
}

static void try_two(struct explaining *explaining)
{
	struct diagnosis *diagnosis = explaining->diagnosis;
	struct arena *arena = explaining->target.arena;
	const struct reach_sight sight = match_sight(&explaining->target);
	explaining->trees = SECOND_TREES;
	if (diagnosis->reacher)
		reach_refresh(diagnosis->reacher, arena);
	for (size_t i = 0; i < diagnosis->rules && explaining->trees > 0; i++) {
		struct single *single = &diagnosis->singles[i];
		explaining->from = single;
		try_slip_of_single(explaining, single);
		if (!single->reached || diagnosis->problem->function == ANSWER_OF_OTHER ||
		    single->reached->from != diagnosis->correct[0] || single->reached->everywhere)
			continue;
		struct arena_mark mark = arena_mark(arena);
		size_t before = explaining->candidates->count;
		reach_errors(diagnosis->reacher, single->reached, false, &sight, try_second, explaining);
		reach_slips(diagnosis->reacher, single->reached, &sight, try_second, explaining);
		if (explaining->candidates->count == before)
			arena_rewind(arena, mark);
	}
}

/* ---- the door ---- */

static double rough_key(const struct question *question)
{
	return diagnosis_rough(question->expected);
}

static void explain(struct explaining *explaining)
{
	struct diagnosis *diagnosis = explaining->diagnosis;
	const struct question *question = diagnosis->problem->question;
	const struct match_target *target = &explaining->target;
	bool choice = question->spec->kind == KIND_CHOICE;
	size_t choices = choice ? (question->spec->option_count ? question->spec->option_count : 2) : 0;
	if (!target->reading->expr && !choice)
		return;
	explaining->candidates->unexplained =
	    infer_unexplained(target->count == 1 ? target->values[0] : NAN, rough_key(question), choices);
	for (size_t i = 0; i < diagnosis->count; i++)
		try_single(explaining, &diagnosis->singles[i]);
	if (choice)
		return;
	try_slip_of_key(explaining);
	if (explaining->candidates->count == 0 && target->reading->expr)
		try_two(explaining);
}

void diagnosis_explain(struct diagnosis *diagnosis, struct arena *arena, const struct reading *reading,
    struct candidates *ret_candidates)
{
	struct explaining *explaining = arena_zero(arena, sizeof *explaining);
	*ret_candidates = (struct candidates){.count = 0, .unexplained = 1};
	explaining->diagnosis = diagnosis;
	explaining->candidates = ret_candidates;
	arena_allow(arena, EXPLAIN_WORK);
	match_open(arena, diagnosis->problem, reading, &explaining->target);
	explain(explaining);
	arena_allow(arena, SIZE_MAX);
}

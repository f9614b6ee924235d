/* Real items, and what simulated learners with beliefs write below them. */
#include "daemon/commands/simulate_diagnosis.h"

#include "checker/algebra/text.h"
#include "checker/algebra/value.h"
#include "checker/diagnosis/match.h"
#include "checker/reading/read.h"
#include "generators/engine/notations.h"
#include "generators/engine/solve.h"

#include <math.h>
#include <string.h>

enum { SLIPS_MOST = 24, GUESSES = 12, GUESS_BYTES = 64, NUMBERS = 8, NUMBER_LAST = 100000 };

size_t examination_below(struct examination *examination, size_t count)
{
	return (size_t)(simulate_random(&examination->random) * (double)count);
}

bool examination_chance(struct examination *examination, double probability)
{
	return simulate_random(&examination->random) < probability;
}

/* --- an item --- */

static enum verdict_kind judge(const struct examination *examination, const char *answer)
{
	struct verdict verdict;
	check_answer(examination->arena, examination->question, answer, strlen(answer), NULL, &verdict);
	return verdict.kind;
}

static const char *printed(struct arena *arena, const struct expr *tree)
{
	struct text text;
	text_init(&text, arena);
	print_text(&text, tree, NULL);
	return text.data;
}

/* Rules apply where the key is what the asked expression gives. */
static bool gives_key(const struct examination *examination)
{
	const struct expr *tree =
	    believer_finishes(examination->arena, examination->diagnosed, examination->ask);
	enum verdict_kind kind =
	    tree ? judge(examination, printed(examination->arena, tree)) : VERDICT_UNREADABLE;
	return kind == VERDICT_CORRECT || kind == VERDICT_WRONG_FORM;
}

static void open_item(void *context)
{
	struct examination *examination = context;
	const struct field_of_diagnosis *field = examination->field;
	struct arena *arena = examination->arena;
	struct question_fault fault;
	struct sequence *sequence;
	uint64_t number = 0;
	struct sequence_request request = {.family = field->course->families[examination->family].id,
	    .seed = (uint64_t)(simulate_random(&examination->random) * 0x1p53),
	    .predict = true};
	if (sequence_start(field->content, arena, &request, &sequence) != CONTENT_OK ||
	    sequence_item(sequence, arena, &number, &examination->item) != CONTENT_OK ||
	    question_parse(arena, &examination->item.question, &examination->question, &fault) != 0) {
		return;
	}
	const struct question_spec *spec = &examination->item.question;
	examination->diagnosed = diagnose_open(field->content, arena, spec, examination->question);
	if (examination->diagnosed) {
		examination->shown_count =
		    diagnose_shown(examination->diagnosed, arena, examination->shown, DIAGNOSIS_SHOWN);
		examination->ask = solve_read(arena, spec, spec->ask);
		examination->ask = examination->ask && gives_key(examination) ? examination->ask : NULL;
	}
}

bool examination_open(struct examination *examination, size_t family)
{
	examination->family = family;
	examination->question = NULL;
	examination->diagnosed = NULL;
	examination->ask = NULL;
	examination->shown_count = 0;
	arena_reset(examination->arena);
	arena_serve_gmp(examination->arena);
	(void)arena_try(examination->arena, open_item, examination);
	return examination->diagnosed != NULL;
}

void examination_close(struct examination *examination)
{
	question_done(examination->question);
	examination->question = NULL;
}

/* --- what is written --- */

struct writing {
	struct examination *examination;
	const struct believer *believer;
	const struct expr *tree; /* to go on from; NULL: let the believer err */
	size_t slip;             /* on the way; SIZE_MAX: none */
	struct written_answer answer;
	const struct expr *gives;
};

static void write_answer(void *context)
{
	struct writing *writing = context;
	struct examination *examination = writing->examination;
	const struct expr *tree = examination->ask;
	if (writing->slip != SIZE_MAX) {
		tree = believer_slips(examination->arena, tree, writing->slip);
	}
	if (tree && writing->believer) {
		tree = believer_errs(examination->arena, writing->believer, &examination->item.question, tree,
		    &writing->answer.used);
	}
	writing->gives = tree ? believer_finishes(examination->arena, examination->diagnosed, tree) : NULL;
	writing->answer.text = writing->gives ? printed(examination->arena, writing->gives) : NULL;
}

static bool is_wrong(const struct examination *examination, const struct written_answer *answer)
{
	return answer->text && judge(examination, answer->text) == VERDICT_INCORRECT;
}

/* By rules. */
static bool work_out(struct examination *examination, const struct believer *believer, size_t slip,
    struct written_answer *ret_answer)
{
	struct writing writing = {.examination = examination, .believer = believer, .slip = slip};
	if (!examination->ask || arena_try(examination->arena, write_answer, &writing) != REFUSAL_NONE) {
		return false;
	}
	*ret_answer = writing.answer;
	return is_wrong(examination, ret_answer);
}

/* As the family's author says. */
static bool look_up(
    struct examination *examination, const struct believer *believer, struct written_answer *ret_answer)
{
	const struct question_spec *spec = &examination->item.question;
	for (size_t b = 0; b < believer->count; b++) {
		for (size_t i = 0; i < spec->predicted_count; i++) {
			*ret_answer = (struct written_answer){spec->predicted[i].gives, 1U << b};
			if (diagnose_find(examination->field->content, spec->predicted[i].misconception) ==
			        believer->beliefs[b] &&
			    is_wrong(examination, ret_answer)) {
				return true;
			}
		}
	}
	return false;
}

bool examination_err(
    struct examination *examination, const struct believer *believer, struct written_answer *ret_answer)
{
	return (work_out(examination, believer, SIZE_MAX, ret_answer) && ret_answer->used) ||
	       look_up(examination, believer, ret_answer);
}

bool examination_slip(
    struct examination *examination, const struct believer *believer, struct written_answer *ret_answer)
{
	for (int tries = 0; tries < SLIPS_MOST && examination->ask; tries++) {
		size_t slip = examination_below(examination, SLIPS_MOST);
		if (work_out(examination, believer, slip, ret_answer)) {
			return true;
		}
	}
	return false;
}

/* --- guesses --- */

static bool same_answer(struct arena *arena, const struct expr *a, const struct expr *b)
{
	double left = approximate(a, (struct approximate_at){NULL, 0}),
	       right = approximate(b, (struct approximate_at){NULL, 0});
	return approximately_equal(left, right) || strcmp(printed(arena, a), printed(arena, b)) == 0;
}

static bool is_of_other_belief(
    struct examination *examination, uint32_t belief, const char *text, const struct expr *read)
{
	const struct question_spec *spec = &examination->item.question;
	for (size_t i = 0; i < spec->predicted_count; i++) {
		if (diagnose_find(examination->field->content, spec->predicted[i].misconception) != belief &&
		    strcmp(spec->predicted[i].gives, text) == 0) {
			return true;
		}
	}
	for (size_t i = 0; i < examination->shown_count; i++) {
		const struct shown_answer *row = &examination->shown[i];
		if (row->belief != belief && !row->is_key && row->gives && read &&
		    same_answer(examination->arena, row->gives, read)) {
			return true;
		}
	}
	return false;
}

/* Whole numbers that stand in the expression; gives how many there are now. */
static size_t numbers_in(const struct expr *tree, long *ret_numbers, size_t count)
{
	if (tree->kind == EXPR_NUMBER && !tree->literal.value.big && tree->literal.value.den == 1 &&
	    tree->literal.value.num < NUMBER_LAST && count < NUMBERS) {
		ret_numbers[count++] = (long)tree->literal.value.num;
	}
	for (uint32_t i = 0; i < tree->count && tree->kind > EXPR_CONSTANT; i++) {
		count = numbers_in(tree->parts[i].expr, ret_numbers, count);
	}
	return count;
}

/*
 * A third small whole numbers, a third small fractions, a third any operation on two numbers of the item.
 * True: the last.
 */
static bool write_guess(struct examination *examination, char *text)
{
	long numbers[NUMBERS], small = (long)examination_below(examination, 41) - 20;
	size_t count = examination->ask ? numbers_in(examination->ask, numbers, 0) : 0,
	       kind = examination_below(examination, 3), below = 2 + examination_below(examination, 11);
	if (kind == 0 && count > 1) {
		size_t first = examination_below(examination, count),
		       second = (first + 1 + examination_below(examination, count - 1)) % count;
		snprintf(text, GUESS_BYTES, "%s(%ld%c%ld)", examination_chance(examination, .5) ? "-" : "",
		    numbers[first], "+-*/"[examination_below(examination, 4)], numbers[second]);
	} else if (kind == 1) {
		snprintf(text, GUESS_BYTES, "%ld/%zu", small, below);
	} else {
		snprintf(text, GUESS_BYTES, "%ld", small);
	}
	return kind == 0 && count > 1;
}

struct comparing {
	struct examination *examination;
	const char *text;
	bool same;
};

static void compare_with_beliefs(void *context)
{
	struct comparing *comparing = context;
	struct examination *examination = comparing->examination;
	struct reading reading;
	bool read = check_read(examination->arena, examination->question, comparing->text,
	                strlen(comparing->text), NULL, &reading) == 0;
	comparing->same =
	    is_of_other_belief(examination, UINT32_MAX, comparing->text, read ? reading.expr : NULL);
}

/* An operation that a belief consists of is that belief, whoever makes it; a number is no more than a number.
 */
static bool is_a_belief_made(struct examination *examination, const char *text)
{
	struct comparing comparing = {examination, text, true};
	(void)arena_try(examination->arena, compare_with_beliefs, &comparing);
	return comparing.same;
}

bool examination_guess(struct examination *examination, struct written_answer *ret_answer)
{
	const struct question_spec *spec = &examination->item.question;
	for (int tries = 0; tries < GUESSES; tries++) {
		char *text = arena_alloc(examination->arena, GUESS_BYTES);
		*ret_answer = (struct written_answer){text, 0};
		if (spec->option_count) {
			ret_answer->text = spec->options[examination_below(examination, spec->option_count)];
		} else {
			bool made = write_guess(examination, text);
			if (made && is_a_belief_made(examination, text)) {
				continue;
			}
		}
		if (is_wrong(examination, ret_answer)) {
			return true;
		}
	}
	return false;
}

/* --- is it one belief's alone --- */

static bool is_slip_of_key(struct examination *examination, const struct expr *read)
{
	struct number answer, key;
	struct reading reading;
	const char *expected = examination->item.question.expected;
	return check_read(examination->arena, examination->question, expected, strlen(expected), NULL,
	           &reading) == 0 &&
	       reading.expr->kind < EXPR_CALL && read->kind < EXPR_CALL &&
	       expr_rational(examination->arena, reading.expr, &key) == WORTH_RATIONAL &&
	       expr_rational(examination->arena, read, &answer) == WORTH_RATIONAL &&
	       match_slip(examination->arena, answer, key) != SLIPS;
}

struct separating {
	struct examination *examination;
	uint32_t belief;
	const struct written_answer *answer;
	bool alone;
};

static bool is_of_slip_on_the_way(struct examination *examination, const struct expr *read)
{
	struct writing writing = {.examination = examination};
	for (writing.slip = 0; examination->ask && writing.slip < SLIPS_MOST; writing.slip++) {
		if (!believer_slips(examination->arena, examination->ask, writing.slip)) {
			return false;
		}
		if (arena_try(examination->arena, write_answer, &writing) == REFUSAL_NONE && writing.gives &&
		    same_answer(examination->arena, writing.gives, read)) {
			return true;
		}
	}
	return false;
}

static void find_whether_alone(void *context)
{
	struct separating *separating = context;
	struct examination *examination = separating->examination;
	const char *text = separating->answer->text;
	struct reading reading;
	bool read =
	    check_read(examination->arena, examination->question, text, strlen(text), NULL, &reading) == 0;
	const struct expr *tree = read ? reading.expr : NULL;
	bool choice = examination->item.question.kind == KIND_CHOICE;
	separating->alone = !is_of_other_belief(examination, separating->belief, text, tree) &&
	                    (choice || (tree && !is_slip_of_key(examination, tree) &&
	                                   !is_of_slip_on_the_way(examination, tree)));
}

bool examination_separates(
    struct examination *examination, uint32_t belief, const struct written_answer *answer)
{
	struct separating separating = {examination, belief, answer, false};
	return arena_try(examination->arena, find_whether_alone, &separating) == REFUSAL_NONE &&
	       separating.alone;
}

/* --- typing --- */

struct typing {
	struct examination *examination;
	const char *answer, *typed;
};

static void type(void *context)
{
	struct typing *typing = context;
	struct examination *examination = typing->examination;
	struct arena *arena = examination->arena;
	const struct notation_row *row = &notations[examination_below(examination, notation_count)];
	struct reading reading;
	struct text tex, text;
	if (!(row->kinds >> examination->item.question.kind & 1) || row->comma ||
	    check_read(
	        arena, examination->question, typing->answer, strlen(typing->answer), NULL, &reading) != 0) {
		return;
	}
	text_init(&tex, arena);
	text_init(&text, arena);
	print_tex(&tex, reading.expr, NULL);
	struct typed_answer answer = {&examination->item, typing->answer, tex.data, reading.expr, arena};
	if (row->write(&answer, &text) && judge(examination, text.data) == VERDICT_INCORRECT) {
		typing->typed = text.data;
	}
}

const char *examination_typed(struct examination *examination, const char *answer)
{
	struct typing typing = {examination, answer, answer};
	(void)arena_try(examination->arena, type, &typing);
	return typing.typed;
}

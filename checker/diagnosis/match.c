#include "checker/diagnosis/match.h"

#include "checker/algebra/print.h"
#include "checker/judge.h"

#include <math.h>
#include <string.h>

static const double rounding = 1e-9, beside_zero = 1e-13;
static const double tolerance_margin = 1.01;

/* ---- the answer ---- */

static void add_value(struct match_target *target, double value)
{
	if (target->count < MATCH_VALUES)
		target->values[target->count++] = value;
}

static bool is_bare_symbol(const struct expr *tree)
{
	return tree->kind == EXPR_SYMBOL;
}

/* The values in x = 5 or x = -3, {5, -3}, 3 ± 1, 2^3 = 8. */
static void collect(struct match_target *target, const struct expr *tree)
{
	struct approximate_at nowhere = {NULL, 0};
	double middle, distance;
	switch (tree->kind) {
	case EXPR_LIST:
	case EXPR_SET:
	case EXPR_OR:
	case EXPR_AND:
	case EXPR_UNION:
		for (uint32_t i = 0; i < tree->count; i++)
			collect(target, tree->parts[i].expr);
		break;
	case EXPR_RELATION:
		collect(target,
		    tree->parts[tree->count - (is_bare_symbol(tree->parts[tree->count - 1].expr) ? 2 : 1)]
		        .expr);
		break;
	case EXPR_PLUS_MINUS:
		middle = tree->count == 2 ? approximate(tree->parts[0].expr, nowhere) : 0;
		distance = approximate(tree->parts[tree->count - 1].expr, nowhere);
		add_value(target, middle + distance);
		add_value(target, middle - distance);
		break;
	case EXPR_WORD:
		target->word = true;
		break;
	default:
		add_value(target, approximate(tree, nowhere));
	}
}

static const struct expr *single_value(const struct expr *tree)
{
	while (tree->kind == EXPR_RELATION || (tree->kind == EXPR_SET && tree->count == 1)) {
		const struct expr *last = tree->parts[tree->count - 1].expr;
		tree = tree->kind == EXPR_RELATION && is_bare_symbol(last) ? tree->parts[tree->count - 2].expr
		                                                           : last;
	}
	return tree;
}

static void find_number(void *context)
{
	struct match_target *target = context;
	const struct expr *tree = single_value(target->reading->expr);
	target->rational = tree->kind < EXPR_CALL && !expr_mentions(tree, NULL) &&
	                   expr_rational(target->arena, tree, &target->number) == WORTH_RATIONAL;
}

static void set_slack(struct match_target *target)
{
	const struct question *question = target->problem->question;
	double digits = question->spec->tolerance_digits;
	target->slack_relative = rounding;
	switch (question->spec->tolerance_kind) {
	case TOLERANCE_PLACES:
		target->slack_absolute = tolerance_margin * pow(10, -digits);
		break;
	case TOLERANCE_SIGNIFICANT:
		target->slack_relative = tolerance_margin * pow(10, 1 - digits);
		break;
	case TOLERANCE_RELATIVE:
		target->slack_relative =
		    tolerance_margin * approximate(question->relative, (struct approximate_at){NULL, 0});
		break;
	default:
		break;
	}
}

void match_open(struct arena *arena, const struct diagnosis_problem *problem, const struct reading *reading,
    struct match_target *ret_target)
{
	*ret_target = (struct match_target){
	    .arena = arena, .problem = problem, .reading = reading, .proofs = MATCH_PROOFS};
	if (!reading->expr)
		return;
	collect(ret_target, reading->expr);
	(void)arena_try(arena, find_number, ret_target);
	set_slack(ret_target);
}

/* ---- a rough look ---- */

static bool is_near(const struct match_target *target, double a, double b)
{
	if (isinf(a) || isinf(b))
		return a == b;
	return fabs(a - b) <= beside_zero ||
	       fabs(a - b) <= target->slack_relative * fmax(fabs(a), fabs(b)) + target->slack_absolute;
}

/* Does each value of the answer solve the equation, roughly? */
static bool may_solve(const struct match_target *target, const struct expr *equation)
{
	if (equation->count != 2 || equation->parts[1].op != PART_EQUAL)
		return true;
	for (size_t i = 0; i < target->count; i++) {
		struct approximate_at at = {target->problem->unknown, target->values[i]};
		double left = approximate(equation->parts[0].expr, at),
		       right = approximate(equation->parts[1].expr, at);
		if (target->slack_relative > rounding || target->slack_absolute > 0
		        ? isnan(left - right)
		        : !is_near(target, left, right))
			return false;
	}
	return target->count > 0;
}

bool match_may_be_worth(const struct match_target *target, const struct expr *tree, double rough)
{
	enum answer_function function = target->problem->function;
	if (tree->kind == EXPR_WORD || function == ANSWER_OF_OTHER)
		return target->word || function == ANSWER_OF_OTHER;
	if (function == ANSWER_OF_SOLUTIONS && tree->kind == EXPR_RELATION)
		return target->word || may_solve(target, tree);
	if (tree->kind >= EXPR_RELATION)
		return !target->word;
	/* that a value is undefined must be said by a rule */
	return !target->word && target->count > 0 &&
	       is_near(target, target->values[target->count - 1], rough);
}

bool match_may_be(const struct match_target *target, const struct expr *tree)
{
	double rough = tree->kind < EXPR_CALL ? approximate(tree, (struct approximate_at){NULL, 0}) : NAN;
	return match_may_be_worth(target, tree, rough);
}

static bool worth_making(const void *context, const double *sides, size_t count)
{
	const struct match_target *target = context;
	bool loose = target->slack_relative > rounding || target->slack_absolute > 0;
	if (count == 0 || target->word)
		return target->word;
	if (count == 2)
		return loose ? !isnan(sides[0] - sides[1]) : is_near(target, sides[0], sides[1]);
	return target->count > 0 && is_near(target, target->values[target->count - 1], sides[0]);
}

struct reach_sight match_sight(const struct match_target *target)
{
	bool solves = target->problem->function == ANSWER_OF_SOLUTIONS && target->count > 0;
	return (struct reach_sight){.unknown = solves ? target->problem->unknown : NULL,
	    .value = target->count ? target->values[target->count - 1] : NAN,
	    .worth_making = worth_making,
	    .context = target};
}

/* ---- proof ---- */

struct proof {
	struct match_target *target;
	const struct expr *tree;
	const char *text; /* of an option */
	bool is_answer;   /* the tree need not be worked out */
	bool equal;
};

static bool is_no_value(const struct expr *tree)
{
	return tree->kind == EXPR_WORD && (tree->style == WORD_UNDEFINED || tree->style == WORD_NO_SOLUTION);
}

static bool is_one_value(const struct question *question)
{
	return question->spec->kind == KIND_NUMBER || question->spec->kind == KIND_EXPRESSION;
}

/* The same choice with another option as the right one. */
static const struct question_spec *choosing(
    struct arena *arena, const struct question_spec *spec, const struct expr *expected, const char *text)
{
	struct question_spec *copy = arena_alloc(arena, sizeof *copy);
	struct text words;
	*copy = *spec;
	copy->expected = text;
	if (!text) {
		text_init(&words, arena);
		print_text(&words, expected, NULL);
		copy->expected = words.data;
	}
	return copy;
}

static void prove(void *context)
{
	struct proof *proof = context;
	struct match_target *target = proof->target;
	const struct diagnosis_problem *problem = target->problem;
	struct arena *arena = target->arena;
	const struct expr *expected = proof->tree;
	bool choice = problem->question->spec->kind == KIND_CHOICE;
	if (!choice && proof->tree && expr_same(proof->tree, single_value(target->reading->expr))) {
		proof->equal = true;
		return;
	}
	if (!proof->is_answer && expected->kind != EXPR_WORD)
		expected = problem->answer(arena, expected, problem);
	if (!expected && !(choice && proof->text))
		return;
	struct question *question = arena_alloc(arena, sizeof *question);
	*question = *problem->question;
	question->expected = expected;
	question->rational = false;
	if (choice)
		question->spec = choosing(arena, question->spec, expected, proof->text);
	else
		question->undefined = is_no_value(expected);
	if (is_one_value(question) && !question->undefined && expected->kind < EXPR_CALL) {
		enum worth worth =
		    (target->word ? expr_worth : expr_rational)(arena, expected, &question->value);
		question->rational = worth == WORTH_RATIONAL;
		question->undefined = worth == WORTH_UNDEFINED;
	}
	if (question->rational && target->rational) {
		proof->equal = number_equal(question->value, target->number);
		if (proof->equal || question->spec->tolerance_kind == TOLERANCE_NONE)
			return;
	}
	struct notes notes = {.count = 0};
	struct judgement judgement = {.arena = arena,
	    .question = question,
	    .reading = target->reading,
	    .answer = target->reading->expr,
	    .notes = &notes};
	proof->equal = comparers[question->spec->kind](&judgement) == EQUALITY_EQUAL;
}

static bool proved(struct proof proof)
{
	struct match_target *target = proof.target;
	struct arena_mark mark = arena_mark(target->arena);
	if (target->proofs == 0)
		return false;
	target->proofs--;
	if (arena_try(target->arena, prove, &proof) != REFUSAL_NONE)
		proof.equal = false;
	arena_rewind(target->arena, mark);
	return proof.equal;
}

bool match_is(struct match_target *target, const struct expr *tree)
{
	return proved((struct proof){.target = target, .tree = tree});
}

bool match_answer_is(struct match_target *target, const struct expr *answer, const char *text)
{
	return proved((struct proof){.target = target, .tree = answer, .text = text, .is_answer = true});
}

/* ---- slips ---- */

enum { DIGITS = 24 };

/* The digits of both, when they are whole and not too long. */
static bool digits_of(int64_t a, int64_t b, char *ret_a, char *ret_b)
{
	size_t length = 0;
	for (int64_t left = a; left > 0; left /= 10)
		ret_a[length++] = (char)('0' + left % 10);
	ret_a[length] = '\0';
	length = 0;
	for (int64_t left = b; left > 0; left /= 10)
		ret_b[length++] = (char)('0' + left % 10);
	ret_b[length] = '\0';
	return strlen(ret_a) == length && length >= 2;
}

static enum slip whole_slip(int64_t a, int64_t b)
{
	char left[DIGITS], right[DIGITS];
	if (a - b == 1 || b - a == 1)
		return SLIP_ONE;
	if (!digits_of(a, b, left, right))
		return SLIPS;
	size_t first = 0, differing = 0;
	for (size_t i = 0; left[i]; i++) {
		if (left[i] != right[i] && differing++ == 0)
			first = i;
	}
	bool swapped = differing == 2 && left[first] == right[first + 1] && left[first + 1] == right[first];
	return differing == 1 || swapped ? SLIP_DIGIT : SLIPS;
}

/* Of decimals as of the whole numbers that their digits are. */
static bool as_whole(struct arena *arena, struct number *a, struct number *b)
{
	const struct number ten = {10, 1, NULL};
	for (int places = 0; places < 12; places++) {
		if (number_is_small_integer(*a) && number_is_small_integer(*b))
			return true;
		*a = number_multiply(arena, *a, ten);
		*b = number_multiply(arena, *b, ten);
	}
	return false;
}

enum slip match_slip(struct arena *arena, struct number answer, struct number value)
{
	int64_t most = (int64_t)1 << 40;
	if (answer.big || value.big || number_is_zero(value))
		return SLIPS;
	if (number_equal(answer, number_negate(arena, value)))
		return SLIP_SIGN;
	if ((answer.num < 0) != (value.num < 0) && answer.num != 0)
		return SLIPS;
	answer = number_absolute(arena, answer);
	value = number_absolute(arena, value);
	if (answer.num > most || value.num > most || answer.den > most || value.den > most)
		return SLIPS;
	if (answer.den == value.den && value.den != 1)
		return whole_slip(answer.num, value.num);
	if (answer.num == value.num)
		return whole_slip(answer.den, value.den);
	return as_whole(arena, &answer, &value) ? whole_slip(answer.num, value.num) : SLIPS;
}

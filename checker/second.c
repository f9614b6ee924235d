/* The second readings of a wrong answer: would it have been right as many people write it? */
#include "checker/second.h"

struct attempt {
	struct judgement judgement;
	const char *text;
	size_t length;
	const struct read_options *options;
	struct reading reading;
	struct notes notes;
	bool right;
};

static void attempt(void *context)
{
	struct attempt *it = context;

	if (read_text(it->judgement.arena, it->text, it->length, it->options, &it->reading) != 0)
		return;
	it->judgement.reading = &it->reading;
	it->judgement.answer = it->reading.expr;
	it->judgement.notes = &it->notes;
	it->right = comparers[it->judgement.question->spec->kind](&it->judgement) == EQUALITY_EQUAL;
}

/* Does the fraction stroke reach no further than the next factor, though more follow without a sign? */
static bool hides_stroke(const struct expr *expr)
{
	for (uint32_t i = 2; i < expr->count; i++) {
		if (expr->parts[i].op == PART_IMPLIED && expr->parts[i - 1].op == PART_DIVIDE)
			return true;
	}
	return false;
}

/* Marks the brackets that show how a tree was read: (8/9)q^2, (x^1)/2. The tree is a copy of ours. */
static void show_reading(struct expr *expr, enum second_reading second)
{
	unsigned exponents = SECOND_EXPONENT_QUOTIENT | SECOND_EXPONENT_PRODUCT;

	for (uint32_t i = 0; i < expr->count; i++) {
		struct expr *part = (struct expr *)expr->parts[i].expr; /* of the same copy */

		if (expr->kind == EXPR_PRODUCT && part->kind == EXPR_POWER && (second & exponents) &&
		    i + 1 < expr->count && expr->parts[i + 1].op != PART_TIMES)
			part->flags |= EXPR_BRACKETED;
		show_reading(part, second);
	}
	if (expr->kind == EXPR_PRODUCT && second == SECOND_DENOMINATOR && hides_stroke(expr))
		expr->flags |= EXPR_LEADING_GROUP;
}

static const char *show_both(const struct attempt *it, const struct expr *first, enum second_reading second)
{
	static const char *const or [LOCALES] = {" or ", " o "};
	const struct print_options options = {.locale = it->options->locale,
	    .decimal_comma = it->options->decimal_comma,
	    .written_brackets = true};
	struct arena *arena = it->judgement.arena;
	struct expr *shown = (struct expr *)expr_copy(arena, first); /* nobody else has it yet */
	struct text text;

	text_init(&text, arena);
	show_reading(shown, second);
	print_text(&text, shown, &options);
	text_add(&text, or [options.locale]);
	print_text(&text, it->reading.expr, &options);
	return text.data;
}

void note_second_reading(const struct judgement *judgement, const char *text, size_t length,
    const struct read_options *options, const struct reading *reading)
{
	for (unsigned second = 1; second < SECOND_READINGS; second *= 2) {
		struct read_options other = *options;
		struct attempt it = {
		    .judgement = {.arena = judgement->arena, .question = judgement->question},
		    .text = text,
		    .length = length,
		    .options = &other};

		other.second = second;
		if (!(reading->second & second) ||
		    arena_try(judgement->arena, attempt, &it) != REFUSAL_NONE || !it.right)
			continue;
		notes_add(judgement->notes,
		    (struct note){.code = NOTE_PRECEDENCE,
		        .detail = show_both(&it, reading->expr, (enum second_reading)second)});
		return;
	}
}

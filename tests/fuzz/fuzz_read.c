/*
 * Any bytes as an answer to read. What is read is printed in every notation; notes point into the text; and a
 * constant that has a value is equal to itself.
 */
#include "tests/fuzz/fuzz_check.h"

#include "checker/algebra/print.h"
#include "checker/algebra/value.h"
#include "checker/reading/read.h"

struct trial {
	struct arena *arena;
	const struct expr *expr;
	enum equality equality;
	enum worth worth;
};

static void compare(void *context)
{
	struct trial *trial = context;
	struct number value;

	trial->worth = expr_worth(trial->arena, trial->expr, &value);
	trial->equality = expr_equal(trial->arena, trial->expr, trial->expr, NULL);
}

static void demand_itself(struct trial *trial)
{
	double best = MILLISECONDS_MOST;
	enum refusal refusal = REFUSAL_NONE;

	for (int attempt = 0; attempt < ATTEMPTS && best >= MILLISECONDS_MOST; attempt++) {
		double begun = milliseconds();

		arena_allow(trial->arena, LIMIT_ANSWER_WORK);
		refusal = arena_try(trial->arena, compare, trial);
		best = milliseconds() - begun;
	}
	arena_allow(trial->arena, SIZE_MAX);
	demand(best < MILLISECONDS_MOST, "too slow to compare");
	if (refusal == REFUSAL_NONE && !expr_mentions(trial->expr, NULL))
		demand(trial->equality != EQUALITY_DIFFERENT || trial->worth == WORTH_UNDEFINED,
		    "a value that is not itself");
}

static void print_all(void *context)
{
	struct trial *trial = context;
	struct text text;

	text_init(&text, trial->arena);
	print_text(&text, trial->expr, NULL);
	print_tex(&text, trial->expr, NULL);
	print_speech(&text, trial->expr, NULL);
}

static void demand_places(const struct reading *reading, size_t length)
{
	for (size_t i = 0; i < reading->notes.count; i++) {
		const struct note *note = &reading->notes.list[i];

		demand(note->at <= length && note->length <= length - note->at, "a note outside of the text");
	}
	demand(!reading->expr || reading->expr->at + reading->expr->length <= length,
	    "a tree outside of the text");
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = fresh_arena();
	struct read_options options = {.list = length > 0 && (bytes[0] & 1)};
	struct reading reading;
	struct trial trial = {.arena = arena};
	double begun = milliseconds();
	int result;

	if (length == 0)
		return 0;
	options.decimal_comma = bytes[0] & 2;
	options.ratio = bytes[0] & 4;
	options.choice = bytes[0] & 8;
	options.formula = bytes[0] & 16;
	result = read_text(arena, (const char *)bytes + 1, length - 1, &options, &reading);
	demand(milliseconds() - begun < MILLISECONDS_MOST, "too slow to read");
	demand((result == 0) == (reading.expr != NULL), "a result that disagrees with the tree");
	demand(result == 0 || reading.notes.count > 0, "unreadable without a reason");
	demand_places(&reading, length - 1);
	if (result == 0) {
		trial.expr = reading.expr;
		demand_itself(&trial);
		arena_try(arena, print_all, &trial);
	}
	return 0;
}

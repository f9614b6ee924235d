/* Any bytes through the tables of normalising: every place in the plain text lies in the learner's own. */
#include "tests/fuzz/fuzz_check.h"

#include "checker/reading/normalise.h"

struct trial {
	struct arena *arena;
	const char *text;
	size_t length;
	struct read_options options;
	struct notes notes;
	struct mapped plain;
};

static void run(void *context)
{
	struct trial *trial = context;

	normalise(trial->arena, trial->text, trial->length, &trial->options, &trial->notes, &trial->plain);
}

/* The first byte chooses the options. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct arena *arena = fresh_arena();
	struct trial trial = {.arena = arena};
	double begun = milliseconds();

	if (length == 0 || length > LIMIT_ANSWER_BYTES)
		return 0;
	trial.options.decimal_comma = bytes[0] & 1;
	trial.options.ratio = bytes[0] & 2;
	trial.options.list = bytes[0] & 4;
	trial.options.choice = bytes[0] & 8;
	trial.text = (const char *)bytes + 1;
	trial.length = length - 1;
	if (arena_try(arena, run, &trial) == REFUSAL_NONE) {
		for (size_t i = 0; i <= trial.plain.length; i++)
			demand(mapped_source(&trial.plain, i) <= trial.length, "a place outside of the text");
	}
	for (size_t i = 0; i < trial.notes.count; i++)
		demand(trial.notes.list[i].at + trial.notes.list[i].length <= length,
		    "a note outside of the text");
	demand(milliseconds() - begun < MILLISECONDS_MOST, "too slow");
	return 0;
}

/*
 * Any bytes as a packed item and as a packed question: the unpacker stays within them, and what it accepts
 * packs to the same bytes again.
 */
#include "daemon/wire/pack.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct trial {
	struct arena *arena;
	const uint8_t *bytes;
	size_t length;
	struct question_spec spec;
	int result;
};

static void unpack(void *context)
{
	struct trial *trial = context;
	trial->result = unpack_question(trial->arena, trial->bytes, trial->length, &trial->spec);
}

static void try_question(struct arena *arena, const uint8_t *bytes, size_t length)
{
	struct trial trial = {.arena = arena, .bytes = bytes, .length = length, .result = -1};
	if (arena_try(arena, unpack, &trial) != REFUSAL_NONE || trial.result < 0) {
		return;
	}
	struct buffer again;
	buffer_init(&again, PACK_LIMIT);
	pack_question(&again, &trial.spec);
	/* Shorter where the bytes spell out a default; never longer. */
	if (again.length > length) {
		abort();
	}
	buffer_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct arena *arena;
	struct sealed_item item;
	if (!arena) {
		arena = arena_new(LIMIT_ARENA_BYTES);
	}
	arena_reset(arena);
	try_question(arena, bytes, length);
	if (unpack_item(bytes, length, &item) == 0) {
		try_question(arena, item.packed, item.packed_length);
	}
	return 0;
}

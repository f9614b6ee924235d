/*
 * Sequences: which family and which of its tuples is number k, for a family, a skill or a unit.
 *
 * Families take turns, a round at a time; one that is exhausted leaves. So the sequence falls into stretches
 * within which the same families take part: with sizes sorted, stretch j begins when the j-th smallest is
 * exhausted. Number k finds its stretch, its round and its turn by division; within a round the turns are
 * shuffled by the seed.
 */
#include "generators/engine/make.h"
#include "generators/engine/permutation.h"

#include "checker/algebra/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HOLES_IN_A_ROW = 20000 }; /* then the level is taken to be empty */

struct member {
	const struct family *family;
	uint64_t size;
	struct permutation permutation;
};

struct stretch {
	uint64_t start; /* the first number of it */
	uint64_t round; /* the round it begins with */
	size_t first;   /* members [first, count) take part */
};

struct sequence {
	const struct content *content;
	int level;
	enum locale locale;
	bool predict;
	uint64_t length;
	size_t count;
	struct member *members;    /* smallest first */
	struct stretch *stretches; /* one a member; a stretch may be empty */
};

static bool belongs(
    const struct content *content, const struct family *family, const struct sequence_request *request)
{
	const struct skill_row *skill = &content->skills[family->skill].row;
	if (request->family)
		return strcmp(family->id, request->family) == 0;
	if (request->skill)
		return strcmp(skill->id, request->skill) == 0;
	return strcmp(skill->unit, request->unit) == 0 ||
	       (skill->seed_unit && strcmp(skill->seed_unit, request->unit) == 0);
}

static bool is_unit(const char *name)
{
	for (const struct unit_row *unit = content_units; unit->name; unit++)
		if (strcmp(unit->name, name) == 0 || (unit->seed_unit && strcmp(unit->seed_unit, name) == 0))
			return true;
	return false;
}

static enum content_error check_request(const struct content *content, const struct sequence_request *request)
{
	if (request->family)
		return content_find_family(content, request->family) ? CONTENT_OK : CONTENT_UNKNOWN_FAMILY;
	if (request->skill)
		return content_find_skill(content, request->skill) != SIZE_MAX ? CONTENT_OK
		                                                               : CONTENT_UNKNOWN_SKILL;
	return request->unit && is_unit(request->unit) ? CONTENT_OK : CONTENT_UNKNOWN_SKILL;
}

static int by_size(const void *left, const void *right)
{
	const struct member *a = left, *b = right;
	if (a->size != b->size)
		return a->size < b->size ? -1 : 1;
	return strcmp(a->family->id, b->family->id);
}

static void fill_members(
    struct sequence *sequence, struct arena *arena, const struct sequence_request *request)
{
	const struct content *content = sequence->content;
	sequence->members = arena_array(arena, content->family_count + 1, sizeof *sequence->members);
	for (size_t i = 0; i < content->family_count; i++) {
		const struct family *family = content->families[i];
		uint64_t size = belongs(content, family, request) ? space_size(family, request->level) : 0;
		if (size == 0)
			continue;
		struct text purpose;
		text_init(&purpose, arena);
		text_format(&purpose, "family:%s/%d", family->id, request->level);
		struct member *member = &sequence->members[sequence->count++];
		*member = (struct member){.family = family, .size = size};
		permutation_init(&member->permutation, size, request->seed, purpose.data);
	}
	if (sequence->count > 1)
		qsort(sequence->members, sequence->count, sizeof *sequence->members, by_size);
}

static void fill_stretches(struct sequence *sequence, struct arena *arena)
{
	sequence->stretches = arena_array(arena, sequence->count, sizeof *sequence->stretches);
	uint64_t start = 0, round = 0;
	for (size_t i = 0; i < sequence->count; i++) {
		sequence->stretches[i] = (struct stretch){start, round, i};
		start += (sequence->members[i].size - round) * (sequence->count - i);
		round = sequence->members[i].size;
	}
	sequence->length = start;
}

enum content_error sequence_start(const struct content *content, struct arena *arena,
    const struct sequence_request *request, struct sequence **ret_sequence)
{
	enum content_error error = check_request(content, request);
	if (error != CONTENT_OK)
		return error;
	struct sequence *sequence = arena_zero(arena, sizeof *sequence);
	sequence->content = content;
	sequence->level = request->level;
	sequence->locale = request->locale;
	sequence->predict = request->predict;
	fill_members(sequence, arena, request);
	if (sequence->count == 0)
		return CONTENT_NO_ITEMS;
	fill_stretches(sequence, arena);
	*ret_sequence = sequence;
	return CONTENT_OK;
}

uint64_t sequence_length(const struct sequence *sequence)
{
	return sequence->length;
}

/* Whose turn it is: a rotation of the members by a hash of the round, since a shuffle of so few is no better.
 */
static size_t turn(const struct sequence *sequence, uint64_t round, uint64_t offset, size_t count)
{
	const struct permutation *key = &sequence->members[0].permutation;
	unsigned char in[8], out[crypto_shorthash_BYTES];
	for (unsigned i = 0; i < sizeof in; i++)
		in[i] = (unsigned char)(round >> (8 * i));
	crypto_shorthash(out, in, sizeof in, key->key);
	return (size_t)((offset + out[0] + ((uint64_t)out[1] << 8)) % count);
}

static const struct member *locate(const struct sequence *sequence, uint64_t number, uint64_t *ret_place)
{
	uint64_t k = number % sequence->length;
	size_t low = 0, high = sequence->count;
	while (high - low > 1) { /* the last stretch that starts at or before k */
		size_t middle = low + (high - low) / 2;
		if (sequence->stretches[middle].start <= k)
			low = middle;
		else
			high = middle;
	}
	const struct stretch *stretch = &sequence->stretches[low];
	size_t active = sequence->count - stretch->first;
	uint64_t round = stretch->round + (k - stretch->start) / active;
	size_t place = turn(sequence, round, (k - stretch->start) % active, active);
	const struct member *member = &sequence->members[stretch->first + place];
	*ret_place = permutation_at(&member->permutation, round);
	return member;
}

struct attempt {
	const struct sequence *sequence;
	struct arena *arena;
	uint64_t number;
	struct item *item;
	enum made made;
};

static void try_item(void *context)
{
	struct attempt *attempt = context;
	const struct sequence *sequence = attempt->sequence;
	uint64_t place;
	int level;
	const struct member *member = locate(sequence, attempt->number, &place);
	uint64_t tuple = space_tuple(member->family, sequence->level, place, &level);
	struct make_request request = {sequence->content, member->family, tuple,
	    level ? level : sequence->level, sequence->locale, sequence->predict};
	attempt->made = make_item(attempt->arena, &request, attempt->item);
}

enum content_error sequence_item(
    const struct sequence *sequence, struct arena *arena, uint64_t *number, struct item *ret_item)
{
	struct attempt attempt = {sequence, arena, *number, ret_item, MADE_HOLE};
	for (int holes = 0; holes < HOLES_IN_A_ROW; holes++, attempt.number++) {
		struct arena_mark mark = arena_mark(arena);
		if (arena_try(arena, try_item, &attempt) != REFUSAL_NONE || attempt.made == MADE_NOTHING)
			return CONTENT_REFUSED;
		if (attempt.made == MADE) {
			ret_item->number = attempt.number;
			*number = attempt.number + 1;
			return CONTENT_OK;
		}
		arena_rewind(arena, mark);
	}
	return CONTENT_NO_ITEMS;
}

struct again {
	struct arena *arena;
	struct make_request request;
	struct item *item;
	enum made made;
};

static void try_again(void *context)
{
	struct again *again = context;
	again->made = make_item(again->arena, &again->request, again->item);
}

enum content_error item_again(const struct content *content, struct arena *arena, const char *family,
    const char *version, uint64_t tuple, enum locale locale, struct item *ret_item)
{
	const struct family *found = content_find_family(content, family);
	if (!found || strcmp(found->version, version) != 0 || tuple >= found->product)
		return CONTENT_UNKNOWN_FAMILY;
	struct again again = {arena, {content, found, tuple, 0, locale, true}, ret_item, MADE_NOTHING};
	if (arena_try(arena, try_again, &again) != REFUSAL_NONE || again.made == MADE_NOTHING)
		return CONTENT_REFUSED;
	return again.made == MADE ? CONTENT_OK : CONTENT_NO_ITEMS;
}

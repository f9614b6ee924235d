/* What shows only when all items were walked: duplicates, answers given away, how answers are distributed. */
#include "generators/engine/lint_parts.h"

#include <stdlib.h>
#include <string.h>

enum { GIVEN_ITEMS = 5, GIVEN_KEYS = 3 };

/* ---- an item again, for the words of a fault ---- */

static const struct item *item_of(struct hand *hand, const struct family *family, uint64_t tuple)
{
	struct item *item = arena_zero(hand->arena, sizeof *item);
	struct make_request request = {hand->content, family, tuple, 0, LOCALE_EN, false};
	item->question.expected = item->prompt.text = "";
	(void)make_item(hand->arena, &request, item);
	return item;
}

/* ---- duplicates ---- */

/* One item under one of its two faces: what it says, what it means. */
struct face {
	uint64_t hash;
	const struct walk *walk;
	const struct fact *fact;
};

static int by_hash(const void *left, const void *right)
{
	const struct face *a = left, *b = right;
	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	if (a->walk != b->walk)
		return a->walk < b->walk ? -1 : 1;
	return a->fact->tuple < b->fact->tuple ? -1 : a->fact->tuple > b->fact->tuple;
}

static struct place place_of(const struct walk *walk, const struct fact *fact)
{
	const struct variant *variant = &walk->family->variants[fact->variant];
	return variant->ask_at.line ? variant->ask_at : variant->prompt[LOCALE_EN].at;
}

/* Two items that are the same; the fault goes to the family that comes later. */
static void report_pair(
    struct hand *hand, const struct face *first, const struct face *second, const char *same)
{
	if (second->walk->mode != WALK_WHOLE) {
		const struct face *other = first;
		first = second;
		second = other;
	}
	if (second->walk->mode != WALK_WHOLE)
		return;
	hand->walk = (struct walk *)second->walk;
	hand->place = second->fact->tuple;
	bool apart = first->walk != second->walk;
	const struct item *here = item_of(hand, second->walk->family, second->fact->tuple);
	const struct item *there = item_of(hand, first->walk->family, first->fact->tuple);
	if (!apart && first->fact->key != second->fact->key) {
		lint_find(hand, LINT_PARAMETER,
		    second->walk->family->variants[second->fact->variant].prompt[0].at, "key",
		    "the prompt lacks something: `%s` has the answer `%s` with %s and `%s` with %s",
		    here->prompt.text, here->question.expected, lint_parameters(hand->arena, here),
		    there->question.expected, lint_parameters(hand->arena, there));
		return;
	}
	lint_find(hand, LINT_DUPLICATE, place_of(second->walk, second->fact),
	    apart ? first->walk->family->id : same, "two items have the same %s: `%s` (%s) and %s%s(%s)",
	    same, here->prompt.text, lint_parameters(hand->arena, here), apart ? first->walk->family->id : "",
	    apart ? " " : "", lint_parameters(hand->arena, there));
}

/* Neighbours of one hash: within a family each after the first, between families the first of each. */
static void report_faces(struct hand *hand, struct face *faces, size_t count, const char *same)
{
	if (count > 1)
		qsort(faces, count, sizeof *faces, by_hash);
	for (size_t i = 1; i < count; i++) {
		struct arena_mark mark = arena_mark(hand->arena);
		if (faces[i].hash == faces[i - 1].hash)
			report_pair(hand, &faces[i - 1], &faces[i], same);
		arena_rewind(hand->arena, mark);
	}
}

void lint_skill(struct hand *hand, struct walk *const *walks, size_t count)
{
	uint64_t places = 0;
	for (size_t i = 0; i < count; i++)
		places += walks[i]->places;
	struct face *prompts = arena_array(hand->arena, places + 1, sizeof *prompts);
	struct face *meanings = arena_array(hand->arena, places + 1, sizeof *meanings);
	size_t prompt_count = 0, meaning_count = 0;
	for (size_t i = 0; i < count; i++) {
		for (uint64_t p = 0; p < walks[i]->places; p++) {
			const struct fact *fact = &walks[i]->facts[p];
			if (!fact->level)
				continue;
			prompts[prompt_count++] = (struct face){fact->prompt, walks[i], fact};
			if (fact->meaning)
				meanings[meaning_count++] = (struct face){fact->meaning, walks[i], fact};
		}
	}
	report_faces(hand, prompts, prompt_count, "prompt");
	report_faces(hand, meanings, meaning_count, "question and answer");
}

/* ---- answers ---- */

static int by_key(const void *left, const void *right)
{
	const struct fact *a = left, *b = right;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	return a->tuple < b->tuple ? -1 : a->tuple > b->tuple;
}

/* Always there, although the answers differ: the prompt gives it away. Now and then it is chance. */
static void check_given(struct hand *hand, size_t v)
{
	const struct walk *walk = hand->walk;
	uint64_t items = 0, given = 0, keys = 0, last = 0;
	const struct fact *example = NULL;
	for (uint64_t p = 0; p < walk->places; p++) {
		const struct fact *fact = &walk->facts[p];
		if (!fact->level || fact->variant != v)
			continue;
		keys += items == 0 || fact->key != last;
		last = fact->key;
		items++;
		given += fact->gives_away;
		example = fact;
	}
	if (items < GIVEN_ITEMS || keys < GIVEN_KEYS || given < items)
		return;
	const struct variant *variant = &walk->family->variants[v];
	if (variant->question.kind == KIND_CHOICE || variant->asks_step)
		return; /* its options, or the numbers of its steps, are there to be read */
	const struct item *item = item_of(hand, walk->family, example->tuple);
	lint_find(hand, LINT_GIVEN, variant->prompt[LOCALE_EN].at, variant->name,
	    "the prompt contains its own answer: `%s`, and the key is `%s`", item->prompt.text,
	    item->question.expected);
}

static void count_answers(struct hand *hand, struct lint_row *row)
{
	const struct walk *walk = hand->walk;
	const struct fact *frequent = NULL;
	uint64_t run = 0;
	for (uint64_t p = 0; p < walk->places; p++) {
		const struct fact *fact = &walk->facts[p];
		if (!fact->level)
			continue;
		row->walked++;
		run = p > 0 && walk->facts[p - 1].level && walk->facts[p - 1].key == fact->key ? run + 1 : 1;
		row->distinct += run == 1;
		if (run > row->frequent_items) {
			row->frequent_items = run;
			frequent = fact;
		}
	}
	if (!frequent)
		return;
	const struct item *item = item_of(hand, walk->family, frequent->tuple);
	row->frequent = strdup(item->question.expected);
}

static void fill_beliefs(const struct walk *walk, struct lint_row *row)
{
	row->beliefs = calloc(walk->belief_count + 1, sizeof *row->beliefs);
	for (size_t b = 0; row->beliefs && b < walk->belief_count; b++) {
		struct lint_belief *belief = &row->beliefs[row->belief_count++];
		*belief = (struct lint_belief){.misconception = walk->beliefs[b],
		    .items = walk->items[b],
		    .blind = walk->blind[b],
		    .shown = walk->shown[b]};
		for (size_t s = 0; s < walk->family->separate_count; s++) {
			if (strcmp(walk->family->separates[s], belief->misconception) == 0) {
				belief->separated = true;
				belief->dropped = walk->family->dropped[s];
			}
		}
	}
}

void lint_facts(struct hand *hand, struct lint_row *ret_row)
{
	struct walk *walk = hand->walk;
	if (walk->places > 1)
		qsort(walk->facts, walk->places, sizeof *walk->facts, by_key);
	for (size_t v = 0; v < walk->family->variant_count; v++)
		check_given(hand, v);
	count_answers(hand, ret_row);
	fill_beliefs(walk, ret_row);
	lint_confusions(hand, ret_row);
	for (size_t s = 0; s < LEVELS; s++)
		ret_row->sampled = ret_row->sampled || walk->segments[s].sampled;
}

/*
 * Which misconceptions an item tells apart: those that give neither the key nor what another one gives.
 * Answers are compared as they are printed: a number has one print, an expression one for each way of writing
 * it, so that a family of expressions may tell less apart than it seems.
 */
#include "generators/engine/answer.h"
#include "generators/engine/diagnose.h"
#include "generators/engine/lint_parts.h"

#include <stdlib.h>
#include <string.h>

/* ---- what a family promises ---- */

/* The index left out what is not told apart; an item that is here in spite of that is a fault. */
void lint_separated(struct hand *hand)
{
	const struct family *family = hand->walk->family;
	struct tuple *tuple = arena_alloc(hand->arena, sizeof *tuple);
	size_t at = 0;
	if (!hand->variant->separates || !tuple_open(family, hand->arena, hand->tuple, tuple) ||
	    answer_separates(hand->arena, family, tuple, &at))
		return;
	lint_find(hand, LINT_SEPARATES, family->separates_at[at], family->separates[at],
	    "%s gives the right answer `%s`, or the answer of another separated one (%s)",
	    family->separates[at], hand->item->question.expected, lint_parameters(hand->arena, hand->item));
}

/* ---- the table ---- */

static struct confusion *confusion_of(struct walk *walk, const char *one, const char *other)
{
	for (size_t i = 0; i < walk->confusion_count; i++) {
		struct confusion *row = &walk->confusions[i];
		bool same_other =
		    row->other == other || (row->other && other && strcmp(row->other, other) == 0);
		if (same_other && strcmp(row->one, one) == 0)
			return row;
	}
	if (walk->confusion_count == walk->confusion_room) {
		size_t room = walk->confusion_room ? 2 * walk->confusion_room : 32;
		struct confusion *grown = realloc(walk->confusions, room * sizeof *grown);
		if (!grown) {
			walk->out_of_memory = true;
			return NULL;
		}
		walk->confusions = grown;
		walk->confusion_room = room;
	}
	struct confusion *row = &walk->confusions[walk->confusion_count++];
	*row = (struct confusion){one, other, 0};
	return row;
}

static void add_confusion(struct walk *walk, const char *one, const char *other)
{
	struct confusion *row = confusion_of(walk, one, other);
	if (row)
		row->items++;
}

/* Names that outlive the item. */
static const char *name_of(const struct hand *hand, const char *id)
{
	return hand->content->misconceptions[diagnose_find(hand->content, id)].id;
}

/* Two beliefs with several answers in common are confused once. */
static bool shares_answer(const struct item_predictions *predictions, const char *one, const char *other)
{
	const struct predicted_answer *rows = predictions->wrong;
	for (size_t i = 0; i < predictions->wrong_count; i++) {
		if (strcmp(rows[i].misconception, one) != 0)
			continue;
		for (size_t k = 0; k < predictions->wrong_count; k++) {
			bool same = strcmp(rows[i].gives, rows[k].gives) == 0;
			if (same && strcmp(rows[k].misconception, other) == 0)
				return true;
		}
	}
	return false;
}

static size_t collect_beliefs(
    const struct hand *hand, const struct item_predictions *predictions, const char **ret_ids)
{
	size_t count = 0;
	for (size_t i = 0; i < predictions->wrong_count; i++) {
		const char *id = name_of(hand, predictions->wrong[i].misconception);
		size_t at = 0;
		while (at < count && ret_ids[at] != id)
			at++;
		if (at == count)
			ret_ids[count++] = id;
	}
	return count;
}

static void count_shown(struct walk *walk, const char *id)
{
	for (size_t b = 0; b < walk->belief_count; b++)
		walk->shown[b] += strcmp(walk->beliefs[b], id) == 0;
}

void lint_confusion(struct hand *hand)
{
	struct walk *walk = hand->walk;
	struct item_predictions predictions;
	item_predict(hand->content, hand->arena, hand->item, &predictions);
	if (predictions.wrong_count + predictions.blind_count == 0)
		return;
	const char **ids = arena_array(hand->arena, predictions.wrong_count + 1, sizeof *ids);
	size_t count = collect_beliefs(hand, &predictions, ids);
	bool apart = predictions.blind_count == 0;
	pthread_mutex_lock(&walk->lock);
	for (size_t i = 0; i < predictions.blind_count; i++)
		add_confusion(walk, name_of(hand, predictions.blind[i]), NULL);
	for (size_t i = 0; i < count; i++) {
		count_shown(walk, ids[i]);
		for (size_t k = i + 1; k < count; k++) {
			if (!shares_answer(&predictions, ids[i], ids[k]))
				continue;
			bool ordered = strcmp(ids[i], ids[k]) < 0;
			add_confusion(walk, ids[ordered ? i : k], ids[ordered ? k : i]);
			apart = false;
		}
	}
	walk->compared++;
	walk->apart += apart;
	pthread_mutex_unlock(&walk->lock);
}

static int by_items(const void *left, const void *right)
{
	const struct confusion *a = left, *b = right;
	if (a->items != b->items)
		return a->items > b->items ? -1 : 1;
	int order = strcmp(a->one, b->one);
	if (order)
		return order;
	return !a->other ? -1 : !b->other ? 1 : strcmp(a->other, b->other);
}

/* What a family claims to tell apart must show somewhere, or the claim is idle. */
static void check_shown(struct hand *hand)
{
	const struct walk *walk = hand->walk;
	const struct family *family = walk->family;
	for (size_t s = 0; s < family->separate_count && walk->compared; s++) {
		size_t b = 0;
		while (b < walk->belief_count && strcmp(walk->beliefs[b], family->separates[s]) != 0)
			b++;
		if (b < walk->belief_count && !walk->shown[b] && !walk->items[b]) {
			lint_find(hand, LINT_SEPARATES, family->separates_at[s], family->separates[s],
			    "no item shows %s: nothing is predicted of it, and none of its rules applies",
			    family->separates[s]);
		}
	}
}

void lint_confusions(struct hand *hand, struct lint_row *row)
{
	struct walk *walk = hand->walk;
	check_shown(hand);
	row->compared = walk->compared;
	row->apart = walk->apart;
	if (walk->confusion_count > 1)
		qsort(walk->confusions, walk->confusion_count, sizeof *walk->confusions, by_items);
	row->confusions = walk->confusions; /* given away */
	row->confusion_count = walk->confusion_count;
	walk->confusions = NULL;
	walk->confusion_count = 0;
}

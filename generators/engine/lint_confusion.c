/*
 * Which misconceptions an item tells apart: those that give neither the key nor what another one gives. It is
 * looked at from the outside, by the diagnosis of the question as it is asked; the index, which leaves out
 * what does not tell apart, works on trees by itself.
 */
#include "generators/engine/answer.h"
#include "generators/engine/diagnose.h"
#include "generators/engine/lint_parts.h"

#include <stdlib.h>
#include <string.h>

/* What beliefs make of the item in hand, each by its shortest way. */
struct telling {
	struct hand *hand;
	struct diagnosed *diagnosed; /* NULL: nothing can be said */
	struct shown_answer rows[DIAGNOSE_SHOWN];
	size_t count;
};

static const struct telling *tell(struct hand *hand, struct diagnosed *diagnosed)
{
	struct telling *telling = arena_alloc(hand->arena, sizeof *telling);
	telling->hand = hand;
	telling->diagnosed = diagnosed;
	telling->count = 0;
	if (diagnosed) {
		telling->count = diagnose_shown(diagnosed, hand->arena, telling->rows, DIAGNOSE_SHOWN);
		telling->count = diagnose_nearest(diagnosed, telling->rows, telling->count);
	}
	return telling;
}

static bool same_rows(
    const struct telling *telling, const struct shown_answer *a, const struct shown_answer *b)
{
	return diagnose_same_answer(telling->diagnosed, telling->hand->arena, a->gives, b->gives);
}

/* ---- what a family promises ---- */

/* The place in `separates` of a belief that the item in hand is to tell apart; SIZE_MAX: it is not. */
static size_t place_of(const struct hand *hand, const char *id)
{
	const struct family *family = hand->walk->family;
	const struct variant *variant = hand->variant;
	for (size_t s = 0; s < family->separate_count; s++) {
		bool here = variant->by_rules[s];
		for (size_t i = 0; i < variant->prediction_count && !here; i++)
			here = variant->predictions[i].separated == s + 1;
		if (here && strcmp(family->separates[s], id) == 0)
			return s;
	}
	return SIZE_MAX;
}

static void find_key_given(struct hand *hand, size_t at)
{
	const struct family *family = hand->walk->family;
	lint_find(hand, LINT_SEPARATES, family->separates_at[at], family->separates[at],
	    "%s is separated, and gives the right answer `%s` (%s)", family->separates[at],
	    hand->item->question.expected, lint_parameters(hand->arena, hand->item));
}

/* Of two options one is right, so that all who err give the other. */
static bool is_pair_apart(
    const struct telling *telling, const struct shown_answer *one, const struct shown_answer *other)
{
	struct hand *hand = telling->hand;
	const struct question_spec *question = &hand->variant->question;
	const struct misconception *beliefs = hand->content->misconceptions;
	const struct misconception *a = &beliefs[one->belief], *b = &beliefs[other->belief];
	bool two = question->kind == KIND_CHOICE && question->option_count <= 2;
	if (two || a == b || strcmp(a->prerequisite, b->prerequisite) == 0 || !same_rows(telling, one, other))
		return true;
	size_t at = place_of(hand, a->id);
	lint_find(hand, LINT_SEPARATES, hand->walk->family->separates_at[at], b->id,
	    "%s and %s are separated, and give the same answer `%s` (%s)", a->id, b->id,
	    answer_printed(hand->arena, one->gives), lint_parameters(hand->arena, hand->item));
	return false;
}

/* The place in `separates` of what a row is of; SIZE_MAX: it is not to be told apart here. */
static size_t place_of_row(const struct telling *telling, const struct shown_answer *row)
{
	const struct content *content = telling->hand->content;
	return row->belief < content->misconception_count
	           ? place_of(telling->hand, content->misconceptions[row->belief].id)
	           : SIZE_MAX;
}

/* From the key, and from the rows before it. */
static bool is_row_apart(const struct telling *telling, size_t i)
{
	const struct shown_answer *row = &telling->rows[i];
	size_t at = place_of_row(telling, row);
	bool apart = true;
	if (at == SIZE_MAX)
		return true;
	if (row->is_key) {
		find_key_given(telling->hand, at);
		return false;
	}
	for (size_t k = 0; k < i; k++)
		if (!telling->rows[k].is_key && place_of_row(telling, &telling->rows[k]) != SIZE_MAX)
			apart = is_pair_apart(telling, row, &telling->rows[k]) && apart;
	return apart;
}

void lint_separated(struct hand *hand)
{
	const struct family *family = hand->walk->family;
	const struct item *item = hand->item;
	bool apart = true;
	if (!hand->variant->separates)
		return;
	const struct telling *telling =
	    tell(hand, diagnose_open_separated(family, (size_t)(hand->variant - family->variants),
	                   hand->arena, &item->question, hand->question));
	for (size_t i = 0; i < item->blind_count; i++) {
		size_t at = place_of(hand, item->blind[i]);
		if (at != SIZE_MAX)
			find_key_given(hand, at);
		apart = apart && at == SIZE_MAX;
	}
	for (size_t i = 0; i < telling->count; i++)
		apart = is_row_apart(telling, i) && apart;
	hand->walk->proved++;
	hand->walk->told += apart;
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

/* Two beliefs with several answers in common are confused once. */
static bool shares_answer(const struct telling *telling, uint32_t one, uint32_t other)
{
	for (size_t i = 0; i < telling->count; i++) {
		for (size_t k = 0; k < telling->count && telling->rows[i].belief == one; k++) {
			const struct shown_answer *a = &telling->rows[i], *b = &telling->rows[k];
			if (b->belief == other && !a->is_key && !b->is_key && same_rows(telling, a, b))
				return true;
		}
	}
	return false;
}

/* Each once: those that give a wrong answer, or those that give the right one. */
static size_t collect_beliefs(const struct telling *telling, bool right, uint32_t *ret_beliefs)
{
	size_t count = 0;
	for (size_t i = 0; i < telling->count; i++) {
		const struct shown_answer *row = &telling->rows[i];
		size_t at = 0;
		while (at < count && ret_beliefs[at] != row->belief)
			at++;
		if (at == count && row->is_key == right &&
		    row->belief < telling->hand->content->misconception_count)
			ret_beliefs[count++] = row->belief;
	}
	return count;
}

static void count_shown(struct walk *walk, const char *id)
{
	for (size_t b = 0; b < walk->belief_count; b++)
		walk->shown[b] += strcmp(walk->beliefs[b], id) == 0;
}

/* Those for which the author says that they give the key are not among the rows. */
static size_t add_blind(const struct telling *telling, uint32_t *beliefs, size_t count)
{
	const struct item *item = telling->hand->item;
	for (size_t i = 0; i < item->blind_count; i++) {
		uint32_t belief = diagnose_find(telling->hand->content, item->blind[i]);
		size_t at = 0;
		while (at < count && beliefs[at] != belief)
			at++;
		if (at == count && belief != UINT32_MAX)
			beliefs[count++] = belief;
	}
	return count;
}

struct pair {
	const char *one, *other; /* NULL: the key */
};

/* The walk is locked only to add up: what is found is found before. */
static void add_all(
    struct hand *hand, const struct pair *pairs, size_t count, const uint32_t *wrong, size_t wrong_count)
{
	struct walk *walk = hand->walk;
	pthread_mutex_lock(&walk->lock);
	for (size_t i = 0; i < count; i++)
		add_confusion(walk, pairs[i].one, pairs[i].other);
	for (size_t i = 0; i < wrong_count; i++)
		count_shown(walk, hand->content->misconceptions[wrong[i]].id);
	walk->compared++;
	walk->apart += count == 0;
	pthread_mutex_unlock(&walk->lock);
}

void lint_confusion(struct hand *hand)
{
	const struct misconception *beliefs = hand->content->misconceptions;
	const struct telling *telling =
	    tell(hand, diagnose_open(hand->content, hand->arena, &hand->item->question, hand->question));
	size_t most = telling->count + hand->item->blind_count + 1, count = 0;
	uint32_t *wrong = arena_array(hand->arena, most, sizeof *wrong),
	         *right = arena_array(hand->arena, most, sizeof *right);
	size_t wrong_count = collect_beliefs(telling, false, wrong);
	size_t right_count = add_blind(telling, right, collect_beliefs(telling, true, right));
	if (wrong_count + right_count == 0)
		return;
	struct pair *pairs =
	    arena_array(hand->arena, right_count + wrong_count * wrong_count + 1, sizeof *pairs);
	for (size_t i = 0; i < right_count; i++)
		pairs[count++] = (struct pair){beliefs[right[i]].id, NULL};
	for (size_t i = 0; i < wrong_count; i++) {
		for (size_t k = i + 1; k < wrong_count; k++) {
			const char *one = beliefs[wrong[i]].id, *other = beliefs[wrong[k]].id;
			bool ordered = strcmp(one, other) < 0;
			if (shares_answer(telling, wrong[i], wrong[k]))
				pairs[count++] = (struct pair){ordered ? one : other, ordered ? other : one};
		}
	}
	add_all(hand, pairs, count, wrong, wrong_count);
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
	row->proved = walk->proved;
	row->told = walk->told;
	row->apart = walk->apart;
	if (walk->confusion_count > 1)
		qsort(walk->confusions, walk->confusion_count, sizeof *walk->confusions, by_items);
	row->confusions = walk->confusions; /* given away */
	row->confusion_count = walk->confusion_count;
	walk->confusions = NULL;
	walk->confusion_count = 0;
}

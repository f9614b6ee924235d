/* What beliefs lead to for one item: its author's predictions, and what mal-rules find in `ask`. */
#include "checker/algebra/text.h"
#include "generators/engine/content.h"
#include "generators/engine/diagnose.h"

#include <string.h>

struct predicting {
	const struct content *content;
	struct arena *arena;
	const struct item *item;
	struct question *question;
	struct item_predictions *predictions;
	struct predicted_answer *wrong;
	const char **blind;
};

static const char *printed(struct arena *arena, const struct expr *tree)
{
	struct text text;
	struct value value = value_of(arena, tree);
	bool short_enough = value.kind == VALUE_NUMBER && number_bits(value.number) <= REACH_VALUE_BITS;
	const struct expr *shown = short_enough ? value_tree(arena, value) : tree;
	text_init(&text, arena);
	print_text(&text, shown, NULL);
	return text.data;
}

static void add_blind(struct predicting *predicting, const char *id)
{
	size_t count = predicting->predictions->blind_count;
	for (size_t i = 0; i < count; i++)
		if (strcmp(predicting->blind[i], id) == 0)
			return;
	predicting->blind[predicting->predictions->blind_count++] = id;
}

static void add_wrong(struct predicting *predicting, const char *id, const char *gives)
{
	size_t count = predicting->predictions->wrong_count;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(predicting->wrong[i].misconception, id) == 0 &&
		    strcmp(predicting->wrong[i].gives, gives) == 0)
			return;
	}
	predicting->wrong[predicting->predictions->wrong_count++] = (struct predicted_answer){id, gives};
}

static bool is_of_content(const struct predicting *predicting, const struct shown_answer *row)
{
	return row->belief < predicting->content->misconception_count;
}

static bool is_predicted(const struct predicting *predicting, const char *id)
{
	const struct question_spec *spec = &predicting->item->question;
	for (size_t i = 0; i < spec->predicted_count; i++)
		if (strcmp(spec->predicted[i].misconception, id) == 0)
			return true;
	return false;
}

/* A detour that ends well is no blind spot of a belief that leads elsewhere on a shorter way. */
static void add_blind_spots(
    struct predicting *predicting, const struct diagnosed *diagnosed, struct shown_answer *rows, size_t count)
{
	count = diagnose_nearest(diagnosed, rows, count);
	for (size_t i = 0; i < count; i++) {
		const struct misconception *beliefs = predicting->content->misconceptions;
		if (!is_of_content(predicting, &rows[i]) || !rows[i].is_key)
			continue;
		if (rows[i].laws == 0 || !is_predicted(predicting, beliefs[rows[i].belief].id))
			add_blind(predicting, beliefs[rows[i].belief].id);
	}
}

static void predict(void *context)
{
	struct predicting *predicting = context;
	struct shown_answer *rows = arena_array(predicting->arena, DIAGNOSE_SHOWN, sizeof *rows);
	struct question_spec *spec = arena_alloc(predicting->arena, sizeof *spec);
	struct question_fault fault;
	*spec = predicting->item->question;
	spec->predicted_count = 0; /* they are listed already, as their author wrote them */
	if (question_parse(predicting->arena, spec, &predicting->question, &fault) != 0)
		return;
	struct diagnosed *diagnosed =
	    diagnose_open(predicting->content, predicting->arena, spec, predicting->question);
	size_t count = diagnosed ? diagnose_shown(diagnosed, predicting->arena, rows, DIAGNOSE_SHOWN) : 0;
	for (size_t i = 0; i < count; i++) {
		if (is_of_content(predicting, &rows[i]) && !rows[i].is_key)
			add_wrong(predicting, predicting->content->misconceptions[rows[i].belief].id,
			    printed(predicting->arena, rows[i].gives));
	}
	if (diagnosed)
		add_blind_spots(predicting, diagnosed, rows, count);
}

void item_predict(const struct content *content, struct arena *arena, const struct item *item,
    struct item_predictions *ret_predictions)
{
	size_t own = item->question.predicted_count, own_blind = item->blind_count;
	struct predicting predicting = {.content = content,
	    .arena = arena,
	    .item = item,
	    .predictions = ret_predictions,
	    .wrong = arena_array(arena, own + DIAGNOSE_SHOWN, sizeof *predicting.wrong),
	    .blind = arena_array(arena, own_blind + DIAGNOSE_SHOWN, sizeof *predicting.blind)};
	*ret_predictions = (struct item_predictions){predicting.wrong, 0, predicting.blind, 0};
	for (size_t i = 0; i < own; i++)
		add_wrong(&predicting, item->question.predicted[i].misconception,
		    item->question.predicted[i].gives);
	for (size_t i = 0; i < own_blind; i++)
		add_blind(&predicting, item->blind[i]);
	(void)arena_try(arena, predict, &predicting);
	question_done(predicting.question);
}

/* What beliefs lead to for one item: its author's predictions, and what mal-rules find in `ask`. */
#include "checker/algebra/text.h"
#include "generators/engine/content.h"
#include "generators/engine/diagnose.h"

#include <string.h>

enum { PREDICTED_MOST = 256 };

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

/* Right at once, or right wherever it leads: a detour that ends well is no blind spot. */
static bool is_blind(const struct shown_answer *rows, size_t count, const struct shown_answer *row)
{
	if (row->direct)
		return true;
	for (size_t i = 0; i < count; i++)
		if (rows[i].belief == row->belief && !rows[i].is_key)
			return false;
	return true;
}

static void add_shown(struct predicting *predicting, const struct shown_answer *rows, size_t count, size_t at)
{
	const struct content *content = predicting->content;
	const struct shown_answer *row = &rows[at];
	if (row->belief >= content->misconception_count)
		return;
	const char *id = content->misconceptions[row->belief].id;
	if (!row->is_key)
		add_wrong(predicting, id, printed(predicting->arena, row->gives));
	else if (is_blind(rows, count, row))
		add_blind(predicting, id);
}

static void predict(void *context)
{
	struct predicting *predicting = context;
	struct shown_answer *rows = arena_array(predicting->arena, PREDICTED_MOST, sizeof *rows);
	struct question_spec *spec = arena_alloc(predicting->arena, sizeof *spec);
	struct question_fault fault;
	*spec = predicting->item->question;
	spec->predicted_count = 0; /* they are listed already, as their author wrote them */
	if (question_parse(predicting->arena, spec, &predicting->question, &fault) != 0)
		return;
	struct diagnosed *diagnosed =
	    diagnose_open(predicting->content, predicting->arena, spec, predicting->question);
	size_t count = diagnosed ? diagnose_shown(diagnosed, predicting->arena, rows, PREDICTED_MOST) : 0;
	for (size_t i = 0; i < count; i++)
		add_shown(predicting, rows, count, i);
}

void item_predict(const struct content *content, struct arena *arena, const struct item *item,
    struct item_predictions *ret_predictions)
{
	size_t own = item->question.predicted_count, own_blind = item->blind_count;
	struct predicting predicting = {.content = content,
	    .arena = arena,
	    .item = item,
	    .predictions = ret_predictions,
	    .wrong = arena_array(arena, own + PREDICTED_MOST, sizeof *predicting.wrong),
	    .blind = arena_array(arena, own_blind + PREDICTED_MOST, sizeof *predicting.blind)};
	*ret_predictions = (struct item_predictions){predicting.wrong, 0, predicting.blind, 0};
	for (size_t i = 0; i < own; i++)
		add_wrong(&predicting, item->question.predicted[i].misconception,
		    item->question.predicted[i].gives);
	for (size_t i = 0; i < own_blind; i++)
		add_blind(&predicting, item->blind[i]);
	(void)arena_try(arena, predict, &predicting);
	question_done(predicting.question);
}

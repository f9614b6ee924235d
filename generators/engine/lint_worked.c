/* Worked solutions with an error in them: there is one for every item, and its wrong step is the only one. */
#include "generators/engine/lint_parts.h"
#include "generators/engine/worked.h"

static bool open_tuple(struct hand *hand, const struct tuple **ret_tuple)
{
	struct tuple *tuple = arena_alloc(hand->arena, sizeof *tuple);
	*ret_tuple = tuple;
	return hand->variant->show && tuple_open(hand->walk->family, hand->arena, hand->tuple, tuple);
}

bool lint_worked_missing(struct hand *hand)
{
	static const char *const words[] = {
	    [WORKED_NO_SOLUTION] = "no law leads from what is asked to the end, with the error or without it",
	    [WORKED_NO_PLACE] =
	        "the misconception has no place in the solution, or leads to the same end; leave such items "
	        "out with `where`",
	    [WORKED_TOO_LONG] = "the solution is too long",
	};
	const struct tuple *tuple;
	enum worked_fault fault = WORKED_FINE;
	if (!open_tuple(hand, &tuple) || worked_make(hand->arena, hand->walk->family, tuple, &fault) ||
	    fault == WORKED_FINE)
		return false;
	lint_find(hand, LINT_WORKED, hand->variant->show->at, words[fault],
	    "no worked solution can be shown: %s (%s)", words[fault],
	    lint_parameters(hand->arena, hand->item));
	return true;
}

void lint_worked(struct hand *hand)
{
	const struct family *family = hand->walk->family;
	const struct tuple *tuple;
	if (!open_tuple(hand, &tuple))
		return;
	const struct worked *worked = worked_make(hand->arena, family, tuple, NULL);
	if (!worked || !worked_proved(hand->arena, family, tuple, worked)) {
		lint_find(hand, LINT_WORKED, hand->variant->show->at, "proof",
		    "the steps are not proved right but for the wrong one: `%s` (%s)",
		    hand->item->prompt.text, lint_parameters(hand->arena, hand->item));
	}
}

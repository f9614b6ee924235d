/* The key of an item, typed in every notation, must be judged correct. */
#include "generators/engine/lint_parts.h"
#include "generators/engine/notations.h"

#include "checker/reading/read.h"

#include <string.h>

static struct place answer_place(const struct variant *variant)
{
	return variant->answer_at.line ? variant->answer_at
	       : variant->ask_at.line  ? variant->ask_at
	                               : variant->at;
}

static void try_notation(struct hand *hand, const struct typed_answer *key, const struct notation_row *row)
{
	struct arena_mark mark = arena_mark(hand->arena);
	struct text typed;
	text_init(&typed, hand->arena);
	if (row->write(key, &typed)) {
		enum verdict_kind kind = lint_judge(hand, typed.data, row->comma);
		if (kind != VERDICT_CORRECT) {
			lint_find(hand, LINT_NOTATION, answer_place(hand->variant), row->name,
			    "the key `%s`, typed %s as `%s`, is judged %s (%s)", key->text, row->name,
			    typed.data, verdict_names[kind], lint_parameters(hand->arena, hand->item));
		}
	}
	arena_rewind(hand->arena, mark);
}

void lint_notations(struct hand *hand)
{
	const struct question_spec *question = &hand->item->question;
	struct reading reading;
	if (check_read(hand->arena, hand->question, question->expected, strlen(question->expected), NULL,
	        &reading) != 0 &&
	    question->kind != KIND_CHOICE)
		return;
	struct expr *word = expr_new(hand->arena, EXPR_WORD, 0);
	struct typed_answer key = {hand->item, question->expected, hand->item->expected_tex,
	    reading.expr ? reading.expr : word, hand->arena};
	for (size_t i = 0; i < notation_count; i++)
		if (notations[i].kinds >> question->kind & 1)
			try_notation(hand, &key, &notations[i]);
}

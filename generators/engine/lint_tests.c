/* The tests that a family brings along. */
#include "generators/engine/lint_parts.h"

#include <string.h>

static enum verdict_kind judge(
    struct hand *hand, struct place at, const struct question_spec *spec, const char *answer)
{
	struct question_fault fault = {0};
	if (question_parse(hand->arena, spec, &hand->question, &fault) != 0) {
		hand->question = NULL;
		lint_find(hand, LINT_TEST, at, fault.field, "`%s`: %s", fault.field, fault.message);
		return VERDICT_UNDECIDED;
	}
	enum verdict_kind kind = lint_judge(hand, answer, false);
	question_done(hand->question);
	hand->question = NULL;
	return kind;
}

/* Is `answer` what the misconception was predicted to give? The form does not count. */
static bool is_predicted(struct hand *hand, const struct test_answer *answer)
{
	struct item_predictions predictions;
	item_predict(hand->content, hand->arena, hand->item, &predictions);
	for (size_t i = 0; i < predictions.wrong_count; i++) {
		const struct predicted_answer *row = &predictions.wrong[i];
		if (strcmp(row->misconception, answer->misconception) != 0)
			continue;
		struct question_spec spec = hand->item->question;
		spec.expected = row->gives;
		enum verdict_kind kind = judge(hand, answer->at, &spec, answer->answer);
		if (kind == VERDICT_CORRECT || kind == VERDICT_WRONG_FORM)
			return true;
	}
	return false;
}

static void check_text(
    struct hand *hand, struct place at, const char *what, const char *wanted, const char *found)
{
	if (wanted && strcmp(wanted, found ? found : "") != 0)
		lint_find(hand, LINT_TEST, at, what, "the test expects the %s `%s`; it is `%s`", what, wanted,
		    found ? found : "");
}

static void check_answers(struct hand *hand, const struct family_test *test)
{
	for (size_t i = 0; i < test->answer_count; i++) {
		const struct test_answer *answer = &test->answers[i];
		enum verdict_kind kind = judge(hand, answer->at, &hand->item->question, answer->answer);
		if ((int)kind != answer->verdict) {
			lint_find(hand, LINT_TEST, answer->at, answer->answer,
			    "`%s` is judged %s; the test expects %s (the key is `%s`)", answer->answer,
			    verdict_names[kind], verdict_names[answer->verdict],
			    hand->item->question.expected);
		} else if (answer->misconception && !is_predicted(hand, answer)) {
			lint_find(hand, LINT_TEST, answer->at, answer->answer,
			    "`%s` is not what %s is predicted to give", answer->answer,
			    answer->misconception);
		}
	}
}

void lint_tests(struct hand *hand)
{
	const struct family *family = hand->walk->family;
	for (size_t i = 0; i < family->test_count; i++) {
		const struct family_test *test = &family->tests[i];
		struct make_request request = {hand->content, family, test->tuple, 0, LOCALE_EN, true};
		struct arena_mark mark = arena_mark(hand->arena);
		hand->item = arena_zero(hand->arena, sizeof *hand->item);
		hand->variant = &family->variants[test->tuple % family->variant_count];
		if (make_item(hand->arena, &request, hand->item) != MADE) {
			lint_find(hand, LINT_TEST, test->at, "",
			    "these parameters make no item: `where`, the levels or `separates` exclude them");
		} else {
			check_text(hand, test->at, "ask", test->ask, hand->item->question.ask);
			check_text(hand, test->at, "key", test->expected, hand->item->question.expected);
			check_text(hand, test->at, "prompt", test->prompt, hand->item->prompt.text);
			check_answers(hand, test);
		}
		arena_rewind(hand->arena, mark);
	}
}

/* The forms that a question asks for: whether an answer has one of them, and how a learner is told of them.
 */
#include "checker/judge.h"

#include <string.h>

static bool form_holds(const struct required_form *form, struct judgement *judgement, struct notes *notes)
{
	const struct form_context context = {judgement->arena, form->base, form->base_text, notes};

	if (form->row)
		return form_judge(form->row, &context, judgement->answer);
	if (pattern_matches(form->pattern, judgement->reading->plain, judgement->reading->plain_length))
		return true;
	notes_add(notes, (struct note){.code = NOTE_PATTERN});
	return false;
}

static bool alternative_holds(
    const struct form_alternative *alternative, struct judgement *judgement, struct notes *notes)
{
	bool holds = true;

	for (size_t i = 0; i < alternative->count; i++)
		holds = form_holds(&alternative->forms[i], judgement, notes) && holds;
	return holds;
}

static void pass_on(struct judgement *judgement, const struct notes *notes)
{
	for (size_t i = 0; i < notes->count; i++)
		notes_add(judgement->notes, notes->list[i]);
}

/*
 * The right triple in the other form, 2^3 = 8 for log_2(8) = 3, where the question does not ask for either:
 * then the form of the key is meant. Or the right interval with a square bracket at infinity.
 */
static bool is_in_other_form(struct judgement *judgement)
{
	const struct expr *answer = judgement->answer;
	enum note_code code = NOTE_NOT_EXPONENTIAL;

	if (!judgement->other_form || judgement->question->asks_relation)
		return false;
	if (judgement->question->spec->kind == KIND_INTERVAL)
		code = NOTE_INFINITY_CLOSED;
	else if (answer && answer->kind == EXPR_RELATION &&
	         (answer->parts[0].expr->kind == EXPR_POWER || answer->parts[1].expr->kind == EXPR_POWER))
		code = NOTE_NOT_LOGARITHMIC;
	notes_add(judgement->notes, (struct note){.code = code});
	return true;
}

/* Any of the alternatives will do; when none does, the first one's notes say what is missing. */
bool judgement_has_form(struct judgement *judgement)
{
	const struct question *question = judgement->question;
	struct notes first = {.count = 0};

	if (is_in_other_form(judgement))
		return false;
	for (size_t i = 0; i < question->alternative_count; i++) {
		struct notes notes = {.count = 0};

		if (alternative_holds(&question->alternatives[i], judgement, &notes)) {
			pass_on(judgement, &notes);
			return true;
		}
		if (i == 0)
			first = notes;
	}
	pass_on(judgement, &first);
	return false;
}

/* Between alternatives, and between the forms of one alternative. */
static const char *const words_or[LOCALES] = {" or ", " o "};
static const char *const words_both[LOCALES] = {" that is also ", " que además es "};

enum { SAY_BYTES = 1024 };
struct sentence {
	char text[SAY_BYTES];
	size_t length;
};

/* Words that do not fit are left out whole. */
static void add_words(struct sentence *sentence, const char *words, size_t length)
{
	if (length >= SAY_BYTES - sentence->length)
		return;
	memcpy(sentence->text + sentence->length, words, length);
	sentence->length += length;
}

static void add_form_words(struct sentence *sentence, const struct required_form *form, enum locale locale)
{
	const char *words = form->base ? form->row->say_base[locale] : form->row->say[locale];
	const char *gap = form->base ? strstr(words, "%s") : NULL;

	if (!gap) {
		add_words(sentence, words, strlen(words));
		return;
	}
	add_words(sentence, words, (size_t)(gap - words));
	add_words(sentence, form->base_text, strlen(form->base_text));
	add_words(sentence, gap + 2, strlen(gap + 2));
}

/* Nothing is said of a pattern, nor where any form will do. */
static bool has_words(const struct form_alternative *alternative)
{
	for (size_t i = 0; i < alternative->count; i++) {
		if (!alternative->forms[i].row || !*alternative->forms[i].row->say[LOCALE_EN])
			return false;
	}
	return alternative->count > 0;
}

static const char *words_for(struct arena *arena, const struct question *question, enum locale locale)
{
	struct sentence sentence = {.length = 0};

	for (size_t i = 0; i < question->alternative_count; i++) {
		const struct form_alternative *alternative = &question->alternatives[i];

		if (!has_words(alternative)) {
			if (alternative->forms[0].row)
				return "";
			continue;
		}
		for (size_t k = 0; k < alternative->count; k++) {
			const char *joint = k > 0 ? words_both[locale] : words_or[locale];

			if (sentence.length > 0)
				add_words(&sentence, joint, strlen(joint));
			add_form_words(&sentence, &alternative->forms[k], locale);
		}
	}
	return arena_copy(arena, sentence.text, sentence.length);
}

void question_put_words(struct arena *arena, struct question *question)
{
	for (int locale = 0; locale < LOCALES; locale++)
		question->say[locale] = words_for(arena, question, (enum locale)locale);
}

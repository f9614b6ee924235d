/* Choices: one of the options, true or false, a sign of comparison. */
#include "checker/judge.h"

#include <string.h>
#include <strings.h>

/* Blanks at both ends do not count. */
static bool same_words(const char *text, size_t length, const char *option)
{
	size_t size = strlen(option);

	while (length > 0 && (*text == ' ' || *text == '\t')) {
		text++;
		length--;
	}
	while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t' || text[length - 1] == '.'))
		length--;
	return size == length && strncasecmp(text, option, length) == 0;
}

/* The option that an answer names by its words; -1 when none. */
static int named_option(const struct question *question, const char *text, size_t length)
{
	for (size_t i = 0; i < question->spec->option_count; i++) {
		if (same_words(text, length, question->spec->options[i]))
			return (int)i;
	}
	return -1;
}

/* a, b, c ... for options without a name of their own; b) and (b) are the same. */
static int lettered_option(const struct question *question, const char *text, size_t length)
{
	char letter[2] = {'a', '\0'};

	if (length > 0 && text[length - 1] == ')') {
		bool opened = text[0] == '(';

		text += opened;
		length -= 1 + (size_t)opened;
	}
	for (size_t i = 0; i < question->spec->option_count; i++, letter[0]++) {
		if (same_words(text, length, letter))
			return (int)i;
	}
	return -1;
}

enum equality compare_choice(struct judgement *judgement)
{
	const struct question *question = judgement->question;
	const struct reading *reading = judgement->reading;
	const struct expr *expected = question->expected, *answer = judgement->answer;
	int wanted = named_option(question, question->spec->expected, strlen(question->spec->expected));
	int given = named_option(question, reading->plain, reading->plain_length);

	if (given < 0)
		given = lettered_option(question, reading->plain, reading->plain_length);
	judgement->named = given >= 0;
	if (wanted >= 0 && given >= 0)
		return wanted == given ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
	if (same_words(reading->plain, reading->plain_length, question->spec->expected)) {
		judgement->named = true;
		return EQUALITY_EQUAL;
	}
	if (!answer || !expected)
		return EQUALITY_DIFFERENT;
	if (answer->kind == EXPR_WORD || expected->kind == EXPR_WORD) {
		bool same = answer->kind == expected->kind && answer->style == expected->style;

		return same ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
	}
	return expr_equal(judgement->arena, expected, answer, &question->assumptions);
}

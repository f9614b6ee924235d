#include "checker/algebra/words.h"

static const char *const texts[WORDS][LOCALES] = {
    [WORD_UNDEFINED] = {"undefined", "no definido"},
    [WORD_NO_SOLUTION] = {"no solution", "sin solución"},
    [WORD_ALL_REAL] = {"all real numbers", "todos los números reales"},
    [WORD_TRUE] = {"true", "verdadero"},
    [WORD_FALSE] = {"false", "falso"},
    [WORD_LESS] = {"<", "<"},
    [WORD_GREATER] = {">", ">"},
    [WORD_EQUAL] = {"=", "="},
    [WORD_LESS_EQUAL] = {"≤", "≤"},
    [WORD_GREATER_EQUAL] = {"≥", "≥"},
    [WORD_NOT_EQUAL] = {"≠", "≠"},
};

const char *word_text(enum word word, enum locale locale)
{
	return texts[word][locale];
}

const char *const notation_names[] = {"sqrt", "cbrt", "root", "log", "ln", "lg", "abs", "pi", "inf",
    "infinity", "or", "and", "not", "no", NULL};

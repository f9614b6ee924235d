#include "checker/notes.h"

static const struct {
	const char *name, *words[2];
} rows[NOTE_CODES] = {
#define X(name, code, en, es) [NOTE_##name] = {code, {en, es}},
    NOTE_TABLE(X)
#undef X
};

void notes_add(struct notes *notes, struct note note)
{
	for (size_t i = 0; i < notes->count; i++) {
		if (notes->list[i].code == note.code && notes->list[i].at == note.at)
			return;
	}
	if (notes->count < LIMIT_NOTES)
		notes->list[notes->count++] = note;
}

const char *note_name(enum note_code code)
{
	return rows[code].name;
}

const char *note_words(enum note_code code, int locale)
{
	return rows[code].words[locale == 1];
}

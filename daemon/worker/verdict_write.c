#include "daemon/wire/utf8.h"
#include "daemon/worker/handlers.h"
#include "daemon/worker/predicted.h"

#include <string.h>

struct print_options print_options_of(const struct judged *judged)
{
	bool comma = judged->options.decimal ? judged->options.decimal == 2
	                                     : judged->spec && judged->spec->decimal_comma;
	return (struct print_options){.locale = judged->options.locale, .decimal_comma = comma};
}

/* The sentence of a note with its %s filled. */
static const char *note_sentence(struct arena *arena, const struct note *note, enum locale locale)
{
	const char *words = note_words(note->code, (int)locale);
	const char *gap = strstr(words, "%s");
	if (!gap) {
		return words;
	}
	struct text text;
	text_init(&text, arena);
	text_add_bytes(&text, words, (size_t)(gap - words));
	text_add(&text, note->detail ? note->detail : "…");
	text_add(&text, gap + 2);
	return text.data;
}

/* Places go out in characters of the learner's text: every client counts those alike. */
static void place_write(struct buffer *reply, const struct judged *judged, const struct note *note)
{
	if (!note->placed) {
		json_null(reply, "at");
		return;
	}
	size_t at = note->at < judged->length ? note->at : judged->length;
	size_t length = note->length < judged->length - at ? note->length : judged->length - at;
	json_unsigned(reply, "at", utf8_count(judged->answer, at));
	json_unsigned(reply, "length", utf8_count(judged->answer + at, length));
}

void notes_write(
    struct buffer *reply, const struct judged *judged, const struct notes *notes, struct arena *arena)
{
	json_open_array(reply, "notes");
	for (size_t i = 0; i < notes->count; i++) {
		const struct note *note = &notes->list[i];
		json_open_object(reply, NULL);
		json_string(reply, "code", note_name(note->code));
		json_string(reply, "message", note_sentence(arena, note, judged->options.locale));
		place_write(reply, judged, note);
		json_close_object(reply);
	}
	json_close_array(reply);
}

static void read_write(
    struct buffer *reply, struct arena *arena, const struct judged *judged, const struct expr *read)
{
	if (!read) {
		json_null(reply, "read");
		return;
	}
	struct print_options options = print_options_of(judged);
	struct text text, tex;
	text_init(&text, arena);
	text_init(&tex, arena);
	print_text(&text, read, &options);
	print_tex(&tex, read, &options);
	json_open_object(reply, "read");
	json_string_bytes(reply, "text", text.data, text.length);
	json_string_bytes(reply, "tex", tex.data, tex.length);
	json_close_object(reply);
}

static void write_misconception(void *context, const char *misconception)
{
	struct buffer *reply = context;
	json_open_object(reply, NULL);
	json_string(reply, "misconception", misconception);
	json_close_object(reply);
}

void verdict_write(struct buffer *reply, struct arena *arena, const struct judged *judged,
    const struct verdict *verdict, bool diagnose)
{
	json_string(reply, "verdict", verdict_names[verdict->kind]);
	if (verdict->score < 0) {
		json_null(reply, "score");
	} else {
		json_double(reply, "score", verdict->score);
	}
	read_write(reply, arena, judged, verdict->read);
	notes_write(reply, judged, &verdict->notes, arena);
	json_open_array(reply, "diagnosis");
	if (diagnose && verdict->kind == VERDICT_INCORRECT && judged->spec) {
		predicted_find(arena, judged->spec, judged->answer, judged->length, &judged->options,
		    write_misconception, reply);
	}
	json_close_array(reply);
	json_string(reply, "feedback", verdict->feedback ? verdict->feedback : "");
}

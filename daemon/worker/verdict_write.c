#include "daemon/wire/utf8.h"
#include "daemon/worker/handlers.h"

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

void belief_write_members(struct buffer *reply, const struct explained_belief *belief)
{
	json_string(reply, "misconception", belief->misconception);
	if (belief->statement) {
		json_string(reply, "statement", belief->statement);
		json_string(reply, "prerequisite", belief->prerequisite);
	}
	json_open_array(reply, "path");
	for (size_t i = 0; i < belief->path_count; i++) {
		json_string(reply, NULL, belief->path[i]);
	}
	json_close_array(reply);
}

static void write_belief(struct buffer *reply, const struct explained_belief *belief)
{
	json_open_object(reply, NULL);
	belief_write_members(reply, belief);
	json_double(reply, "probability", belief->probability);
	json_close_object(reply);
}

static void write_explanation(struct buffer *reply, const struct explanation *explanation)
{
	json_open_array(reply, "diagnosis");
	for (size_t i = 0; explanation && i < explanation->count; i++) {
		write_belief(reply, &explanation->beliefs[i]);
	}
	json_close_array(reply);
	if (!explanation) {
		return;
	}
	json_open_array(reply, "prerequisites");
	for (size_t i = 0; i < explanation->prerequisite_count; i++) {
		json_open_object(reply, NULL);
		json_string(reply, "skill", explanation->prerequisites[i].skill);
		json_double(reply, "probability", explanation->prerequisites[i].probability);
		json_close_object(reply);
	}
	json_close_array(reply);
	json_double(reply, "slip", explanation->slip);
	json_double(reply, "unexplained", explanation->unexplained);
}

const char *verdict_feedback(const struct verdict *verdict, const struct explanation *explanation)
{
	if (verdict->kind == VERDICT_INCORRECT && explanation && explanation->feedback) {
		return explanation->feedback;
	}
	return verdict->feedback ? verdict->feedback : "";
}

void verdict_write_head(
    struct buffer *reply, struct arena *arena, const struct judged *judged, const struct verdict *verdict)
{
	json_string(reply, "verdict", verdict_names[verdict->kind]);
	if (verdict->score < 0) {
		json_null(reply, "score");
	} else {
		json_double(reply, "score", verdict->score);
	}
	read_write(reply, arena, judged, verdict->read);
	notes_write(reply, judged, &verdict->notes, arena);
}

void verdict_write(struct buffer *reply, struct arena *arena, const struct judged *judged,
    const struct verdict *verdict, const struct explanation *explanation)
{
	verdict_write_head(reply, arena, judged, verdict);
	write_explanation(reply, explanation);
	json_string(reply, "feedback", verdict_feedback(verdict, explanation));
}

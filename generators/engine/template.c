/* See template.h. */
#include "generators/engine/template.h"

#include "checker/algebra/print.h"

#include <string.h>

const char *template_cut(const char *text, size_t length, struct template_cut *cuts, size_t room,
    size_t *ret_count, size_t *ret_at)
{
	size_t count = 0, start = 0, i = 0;
	for (; i < length; i++) {
		char c = text[i];
		*ret_at = i;
		if (c != '{' && c != '}')
			continue;
		bool doubled = i + 1 < length && text[i + 1] == c;
		if (c == '}' && !doubled)
			return "} without {; write }} for a brace";
		if (count + 3 > room)
			return "too many expressions in one text";
		if (i + doubled > start) /* of a doubled brace the first is kept */
			cuts[count++] = (struct template_cut){text + start, i + doubled - start, false};
		if (doubled) {
			start = ++i + 1;
			continue;
		}
		const char *end = memchr(text + i, '}', length - i);
		if (!end)
			return "{ is never closed; write {{ for a brace";
		start = i + 1;
		i = (size_t)(end - text);
		if (i == start)
			return "nothing between { and }";
		cuts[count++] = (struct template_cut){text + start, i - start, true};
		start = i + 1;
	}
	if (length > start)
		cuts[count++] = (struct template_cut){text + start, length - start, false};
	*ret_count = count;
	return NULL;
}

static void render_tree(struct text *out, const struct expr *tree, enum notation notation, enum locale locale)
{
	struct print_options options = {.locale = locale};
	if (!tree) {
		text_add(
		    out, "?"); /* a display function that does not apply: the self-test refuses such items */
		return;
	}
	switch (notation) {
	case NOTATION_TEXT:
		print_text(out, tree, &options);
		break;
	case NOTATION_TEX:
		text_add(out, "\\(");
		print_tex(out, tree, &options);
		text_add(out, "\\)");
		break;
	case NOTATION_SPEECH:
		print_speech(out, tree, &options);
		break;
	}
}

void template_render(struct text *out, const struct text_template *text, const struct family *family,
    const struct tuple *tuple, const struct expr *ask, enum notation notation, enum locale locale)
{
	for (size_t i = 0; i < text->count; i++) {
		const struct text_piece *piece = &text->pieces[i];
		switch (piece->kind) {
		case PIECE_TEXT:
			text_add(out, piece->text);
			break;
		case PIECE_FORMULA:
			render_tree(out, formula_shown(out->arena, &piece->formula, &tuple->environment),
			    notation, locale);
			break;
		case PIECE_ASK:
			render_tree(out, ask, notation, locale);
			break;
		case PIECE_WORD: {
			const struct parameter_value *value =
			    &family->parameters[piece->slot].list.values[tuple->digits[piece->slot]];
			text_add(out, value->words[locale] ? value->words[locale] : value->words[LOCALE_EN]);
			break;
		}
		}
	}
}

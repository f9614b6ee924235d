/* See template.h. */
#include "generators/engine/template.h"

#include "checker/algebra/print.h"
#include "generators/engine/worked.h"

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

static void render_tree(
    struct text *out, const struct expr *tree, enum notation notation, const struct print_options *options)
{
	switch (notation) {
	case NOTATION_TEX:
		text_add(out, "\\(");
		print_tex(out, tree, options);
		text_add(out, "\\)");
		break;
	case NOTATION_SPEECH:
		print_speech(out, tree, options);
		break;
	default:
		print_text(out, tree, options);
	}
}

/* What all notations share: where to, of what. */
struct rendering {
	struct text *outs; /* one a notation, from `first` on */
	enum notation first;
	size_t count;
	struct print_options options;
};

static void add_words(const struct rendering *rendering, const char *words)
{
	for (size_t i = 0; i < rendering->count; i++)
		text_add(&rendering->outs[i], words);
}

static void add_tree(const struct rendering *rendering, const struct expr *tree)
{
	if (!tree) {
		add_words(rendering,
		    "?"); /* a display function that does not apply: the self-test refuses such items */
		return;
	}
	for (size_t i = 0; i < rendering->count; i++)
		render_tree(&rendering->outs[i], tree, (enum notation)((size_t)rendering->first + i),
		    &rendering->options);
}

/* (2) = 3^7, or (2) x = 7 */
static void render_step(const struct rendering *rendering, size_t at, size_t number, const struct expr *tree)
{
	static const char *const step[LOCALES] = {"step", "paso"}, *const equals[LOCALES] = {
	                                                               "equals ", "es igual a "};
	struct text *out = &rendering->outs[at];
	const struct print_options *options = &rendering->options;
	bool relation = tree->kind >= EXPR_RELATION;
	switch ((enum notation)((size_t)rendering->first + at)) {
	case NOTATION_TEX:
		text_format(out, "(%zu) \\(%s", number, relation ? "" : "= ");
		print_tex(out, tree, options);
		text_add(out, "\\)");
		break;
	case NOTATION_SPEECH:
		text_format(out, "%s %zu: %s", step[options->locale], number,
		    relation ? "" : equals[options->locale]);
		print_speech(out, tree, options);
		break;
	default:
		text_format(out, "(%zu) %s", number, relation ? "" : "= ");
		print_text(out, tree, options);
	}
}

static void add_worked(const struct rendering *rendering, const struct worked *worked)
{
	add_tree(rendering, worked ? worked->lines[0] : NULL);
	for (size_t i = 1; worked && i < worked->count; i++) {
		add_words(rendering, "\n");
		for (size_t at = 0; at < rendering->count; at++)
			render_step(rendering, at, i, worked->lines[i]);
	}
}

static void render(const struct rendering *rendering, const struct text_template *text,
    const struct family *family, const struct tuple *tuple, const struct template_shown *shown)
{
	enum locale locale = rendering->options.locale;
	for (size_t i = 0; i < text->count; i++) {
		const struct text_piece *piece = &text->pieces[i];
		switch (piece->kind) {
		case PIECE_TEXT:
			add_words(rendering, piece->text);
			break;
		case PIECE_FORMULA:
			add_tree(rendering,
			    formula_shown(rendering->outs->arena, &piece->formula, &tuple->environment));
			break;
		case PIECE_ASK:
			add_tree(rendering, shown->ask);
			break;
		case PIECE_WORKED:
			add_worked(rendering, shown->worked);
			break;
		case PIECE_WORD: {
			const struct parameter_value *value =
			    &family->parameters[piece->slot].list.values[tuple->digits[piece->slot]];
			add_words(
			    rendering, value->words[locale] ? value->words[locale] : value->words[LOCALE_EN]);
			break;
		}
		}
	}
}

struct print_options template_printing(enum locale locale)
{
	return (struct print_options){.locale = locale, .decimal_comma = locale == LOCALE_ES};
}

void template_render_all(struct text outs[NOTATIONS], const struct text_template *text,
    const struct family *family, const struct tuple *tuple, const struct template_shown *shown,
    enum locale locale)
{
	struct rendering rendering = {outs, NOTATION_TEXT, NOTATIONS, template_printing(locale)};
	rendering.options.division_sign = shown->division_sign;
	render(&rendering, text, family, tuple, shown);
}

void template_render(struct text *out, const struct text_template *text, const struct family *family,
    const struct tuple *tuple, const struct template_shown *shown, enum notation notation, enum locale locale)
{
	struct rendering rendering = {out, notation, 1, template_printing(locale)};
	rendering.options.division_sign = shown->division_sign;
	render(&rendering, text, family, tuple, shown);
}

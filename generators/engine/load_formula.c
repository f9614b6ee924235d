/* Formulas and texts with formulas in them. */
#include "generators/engine/load_family.h"
#include "generators/engine/template.h"

#include "checker/reading/read.h"

#include <string.h>

enum { CUTS = 64, NAMES = 128 };

static struct place moved(struct place at, const char *text, size_t bytes)
{
	for (size_t i = 0; i < bytes && text[i]; i++)
		at.column += ((unsigned char)text[i] & 0xC0) != 0x80;
	return at;
}

/* The nearest name that a formula may use. */
static const char *suggestion(const char *word, const struct scope *scope)
{
	const char *names[NAMES];
	size_t count = 0;
	for (size_t i = 0; i < formula_function_count; i++)
		names[count++] = formula_functions[i].name;
	for (size_t i = 0; i < scope->name_count; i++)
		names[count++] = scope->names[i];
	return load_nearest(word, names, count);
}

static const char *word_at(struct loader *loader, const char *text, size_t at)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
	return at < strlen(text) ? arena_copy(loader->arena, text + at, strspn(text + at, letters)) : "";
}

static void report_unreadable(struct loader *loader, struct place at, const char *text,
    const struct scope *scope, const struct note *note)
{
	const char *word = note->placed ? word_at(loader, text, note->at) : "";
	const char *nearest = note->code == NOTE_UNKNOWN_WORD ? suggestion(word, scope) : NULL;
	at = moved(at, text, note->placed ? note->at : 0);
	if (nearest)
		load_fault(loader, at, "unknown name `%s`; did you mean `%s`?", word, nearest);
	else if (note->code == NOTE_UNKNOWN_WORD)
		load_fault(loader, at, "unknown name `%s`", word);
	else
		load_fault(
		    loader, at, "cannot read the formula `%s`: %s", text, note_words(note->code, LOCALE_EN));
}

bool load_formula_text(struct loader *loader, struct place at, const char *text, const struct scope *scope,
    struct formula *ret_formula)
{
	struct note note = {0};
	const struct expr *where = NULL;
	const struct expr *tree = read_formula(loader->arena, text, scope->names, scope->name_count, &note);
	if (!tree) {
		report_unreadable(loader, at, text, scope, &note);
		return false;
	}
	const char *message = formula_compile(loader->arena, tree, scope, ret_formula, &where);
	if (!message)
		return true;
	bool named = where->kind == EXPR_CALL || where->kind == EXPR_SYMBOL;
	const char *nearest = named ? suggestion(where->name, scope) : NULL;
	load_fault(loader, moved(at, text, where->at), "%s%s%s%s", message, nearest ? "; did you mean `" : "",
	    nearest ? nearest : "", nearest ? "`?" : "");
	return false;
}

bool load_formula(
    struct loader *loader, const struct node *node, const struct scope *scope, struct formula *ret_formula)
{
	const char *text = load_text(loader, node, "a formula");
	return text && load_formula_text(loader, node->at, text, scope, ret_formula);
}

/* {name} where the name is a word of the language */
static bool word_slot(const struct scope *scope, const char *name, size_t *ret_slot)
{
	for (size_t i = 0; i < scope->slot_count; i++) {
		*ret_slot = i;
		if (scope->word[i] && strcmp(scope->names[i], name) == 0)
			return true;
	}
	return false;
}

static bool fill_piece(struct loader *loader, const struct node *node, const struct template_cut *cut,
    const struct scope *scope, struct text_piece *piece)
{
	const char *text = arena_copy(loader->arena, cut->start, cut->length);
	*piece = (struct text_piece){.kind = PIECE_TEXT, .text = text};
	if (!cut->formula)
		return true;
	if (strcmp(text, "ask") == 0) {
		piece->kind = PIECE_ASK;
		return true;
	}
	if (strcmp(text, "worked") == 0) {
		piece->kind = PIECE_WORKED;
		return true;
	}
	if (word_slot(scope, text, &piece->slot)) {
		piece->kind = PIECE_WORD;
		return true;
	}
	piece->kind = PIECE_FORMULA;
	struct place at = node_place(node, (size_t)(cut->start - node->text));
	return load_formula_text(loader, at, text, scope, &piece->formula);
}

bool load_template(struct loader *loader, const struct node *node, const struct scope *scope,
    struct text_template *ret_template)
{
	struct template_cut cuts[CUTS];
	size_t count = 0, at = 0;
	const char *text = load_text(loader, node, "a text");
	if (!text)
		return false;
	const char *message = template_cut(text, node->length, cuts, CUTS, &count, &at);
	if (message) {
		load_fault(loader, node_place(node, at), "%s", message);
		return false;
	}
	struct text_piece *pieces = arena_array(loader->arena, count + 1, sizeof *pieces);
	bool good = true;
	for (size_t i = 0; i < count; i++)
		good = fill_piece(loader, node, &cuts[i], scope, &pieces[i]) && good;
	*ret_template = (struct text_template){pieces, count, node->at};
	return good;
}

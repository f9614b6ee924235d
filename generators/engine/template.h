/*
 * Text with {expressions}, rendered for an item as text, TeX or speech. In TeX the words stay words and each
 * expression stands between \( and \).
 */
#ifndef GENERATORS_TEMPLATE_H
#define GENERATORS_TEMPLATE_H

#include "generators/engine/space.h"

/* Cuts `text` up. `{{` and `}}` are braces. NULL, or what is wrong, with the byte it is at in *ret_at. */
struct template_cut {
	const char *start; /* of a piece */
	size_t length;
	bool formula;
};
const char *template_cut(const char *text, size_t length, struct template_cut *cuts, size_t room,
    size_t *ret_count, size_t *ret_at);

struct worked;
/* What an item shows besides its parameters. NULL: there is none. */
struct template_shown {
	const struct expr *ask;
	const struct worked *worked;
	bool division_sign; /* quotients are shown with ÷ */
};

/* How a locale writes what learners see. Texts of a question stay with the decimal point. */
struct print_options template_printing(enum locale locale);
/* Appends the template for an open tuple. {worked} is one line a step, numbered, below what is asked. */
void template_render_all(struct text outs[NOTATIONS], const struct text_template *text,
    const struct family *family, const struct tuple *tuple, const struct template_shown *shown,
    enum locale locale);
/* The same in one notation. */
void template_render(struct text *out, const struct text_template *text, const struct family *family,
    const struct tuple *tuple, const struct template_shown *shown, enum notation notation,
    enum locale locale);

#endif

/* The worked solution of an item: its author's steps, or those that laws derive. See solve.h. */
#include "generators/engine/solve.h"

#include "checker/algebra/text.h"
#include "generators/engine/template.h"
#include "generators/engine/worked.h"

#include <string.h>

struct rendered solve_rendered(struct arena *arena, const struct expr *tree, enum locale locale)
{
	struct print_options options = template_printing(locale);
	struct text text, tex, speech;
	text_init(&text, arena);
	text_init(&tex, arena);
	text_init(&speech, arena);
	print_text(&text, tree, &options);
	print_tex(&tex, tree, &options);
	print_speech(&speech, tree, &options);
	return (struct rendered){text.data, tex.data, speech.data};
}

void solve_write(struct arena *arena, const struct derivation *derivation, enum locale locale,
    struct solution_step *ret_steps)
{
	struct rendered before = solve_rendered(arena, derivation->ask, locale);
	for (size_t i = 0; i < derivation->count; i++) {
		const struct derived_step *step = &derivation->steps[i];
		ret_steps[i] = (struct solution_step){.law = step->law,
		    .says = step->says[locale] ? step->says[locale] : step->says[LOCALE_EN],
		    .before = before,
		    .after = solve_rendered(arena, step->tree, locale)};
		before = ret_steps[i].after;
	}
}

static bool by_laws(const struct content *content, struct arena *arena, const struct family *family,
    const struct item *item, enum locale locale, struct solution *ret_solution)
{
	struct solve_wanted wanted = {.content = content, .family = family, .item = item};
	struct derivation derivation;
	if (!solve_derive(arena, &wanted, &derivation))
		return false;
	struct solution_step *steps = arena_array(arena, derivation.count + 1, sizeof *steps);
	solve_write(arena, &derivation, locale, steps);
	*ret_solution = (struct solution){steps, derivation.count};
	return true;
}

enum content_error item_solution(const struct content *content, struct arena *arena, const struct item *item,
    enum locale locale, struct solution *ret_solution)
{
	const struct family *family = item->family ? content_find_family(content, item->family) : NULL;
	struct authored_report report;
	bool solved = false;
	if (family && strcmp(family->version, item->content_version) != 0)
		family = NULL;
	*ret_solution = (struct solution){.count = 0};
	if (family && solve_is_authored(family, item))
		solved = solve_authored(arena, family, item, locale, ret_solution, &report);
	else if (family && worked_is_asked(family, item))
		solved = worked_solution(arena, family, item, locale, ret_solution);
	else
		solved = by_laws(content, arena, family, item, locale, ret_solution);
	return solved ? CONTENT_OK : CONTENT_NO_SOLUTION;
}

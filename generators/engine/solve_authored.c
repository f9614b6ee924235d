/* Steps that a family's author wrote: where no law can lead from what is asked to the key. */
#include "generators/engine/solve.h"

#include "generators/engine/space.h"
#include "generators/engine/template.h"

struct writing {
	struct arena *arena;
	const struct family *family;
	const struct item *item;
	enum locale locale;
	struct solution *solution;
};

static struct rendered shown(struct arena *arena, const struct expr *tree, enum locale locale)
{
	struct print_options options = {.locale = locale};
	struct text text, tex, speech;
	text_init(&text, arena);
	text_init(&tex, arena);
	text_init(&speech, arena);
	print_text(&text, tree, &options);
	print_tex(&tex, tree, &options);
	print_speech(&speech, tree, &options);
	return (struct rendered){text.data, tex.data, speech.data};
}

/* In a step's formula `ask` is a name, as in an answer's. */
static const struct expr *shown_tree(struct arena *arena, const struct formula *formula,
    const struct environment *environment, const struct expr *ask)
{
	struct formula with_ask = *formula;
	struct expr_binding binding = {"ask", ask};
	if (ask)
		with_ask.tree = expr_substitute(arena, formula->tree, &binding, 1);
	return formula_shown(arena, &with_ask, environment);
}

static void write_steps(void *context)
{
	struct writing *writing = context;
	struct arena *arena = writing->arena;
	struct tuple *tuple = arena_alloc(arena, sizeof *tuple);
	if (!tuple_open(writing->family, arena, writing->item->tuple, tuple))
		return;
	const struct variant *variant = &writing->family->variants[tuple->variant];
	const struct expr *ask =
	    variant->has_ask ? formula_shown(arena, &variant->ask, &tuple->environment) : NULL;
	struct solution_step *steps = arena_zero(arena, (variant->step_count + 1) * sizeof *steps);
	struct rendered before = {NULL, NULL, NULL};
	if (ask)
		before = shown(arena, ask, writing->locale);
	for (size_t i = 0; i < variant->step_count; i++) {
		const struct authored_step *step = &variant->steps[i];
		const struct text_template *says = &step->says[writing->locale];
		struct text text;
		text_init(&text, arena);
		template_render(&text, says->count ? says : &step->says[LOCALE_EN], writing->family, tuple,
		    ask, NOTATION_TEXT, writing->locale);
		const struct expr *tree =
		    step->has_shows ? shown_tree(arena, &step->shows, &tuple->environment, ask) : NULL;
		steps[i] = (struct solution_step){.says = text.data, .before = before, .after = before};
		if (tree)
			steps[i].after = before = shown(arena, tree, writing->locale);
	}
	*writing->solution = (struct solution){steps, variant->step_count};
}

bool solve_authored(struct arena *arena, const struct family *family, const struct item *item,
    enum locale locale, struct solution *ret_solution)
{
	struct writing writing = {arena, family, item, locale, ret_solution};
	if (arena_try(arena, write_steps, &writing) != REFUSAL_NONE)
		ret_solution->count = 0;
	return ret_solution->count > 0;
}

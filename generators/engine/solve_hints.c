/* Hints out of a worked solution. */
#include "generators/engine/engine.h"

#include "checker/algebra/text.h"

#include <string.h>

/* Is the step the first that says this? */
static bool says_new(const struct solution *solution, size_t step)
{
	for (size_t i = 0; i < step; i++)
		if (strcmp(solution->steps[i].says, solution->steps[step].says) == 0)
			return false;
	return solution->steps[step].law != NULL;
}

/* Steps whose result may be shown: those before the last change. */
static size_t shown_steps(const struct solution *solution)
{
	size_t count = solution->count ? solution->count - 1 : 0;
	const char *answer = solution->count ? solution->steps[count].after.text : NULL;
	while (count > 0 && answer && solution->steps[count - 1].after.text &&
	       strcmp(solution->steps[count - 1].after.text, answer) == 0)
		count--;
	return count;
}

static size_t law_count(const struct solution *solution)
{
	size_t count = 0;
	for (size_t i = 0; i < solution->count; i++)
		count += says_new(solution, i);
	return count;
}

/* A step of an author may give the answer away in its words; so only the laws' steps are shown. */
size_t solution_hint_count(const struct solution *solution)
{
	size_t laws = law_count(solution);
	return laws ? laws + shown_steps(solution) : 0;
}

const char *solution_hint(struct arena *arena, const struct solution *solution, size_t index)
{
	if (index >= solution_hint_count(solution))
		return NULL;
	size_t left = index;
	for (size_t i = 0; i < solution->count; i++)
		if (says_new(solution, i) && left-- == 0)
			return solution->steps[i].says;
	const struct solution_step *step = &solution->steps[left];
	struct text text;
	text_init(&text, arena);
	text_format(&text, "%s  →  %s", step->before.text, step->after.text);
	return text.data;
}

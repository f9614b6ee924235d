/* Rows of the loaded content, and looking things up in it. */
#include "generators/engine/content.h"

#include "checker/algebra/text.h"
#include "generators/engine/solve.h"
#include "generators/engine/template.h"

#include <string.h>

const struct unit_row content_units[] = {
    {"foundations", NULL},
    {"negative-numbers", "negative-numbers"},
    {"order-of-operations", "negative-numbers"},
    {"basic-exponents", "basic-exponents"},
    {"exponent-laws", "basic-exponents"},
    {"negative-exponents", "negative-exponents"},
    {"scientific-notation", "negative-exponents"},
    {"rational-exponents", "negative-exponents"},
    {"logarithms", "logarithms"},
    {NULL, NULL},
};

void content_free(struct content *content)
{
	if (content)
		arena_free(content->arena); /* the content itself lies in it */
}

const char *content_version(const struct content *content)
{
	return content->version;
}

size_t content_skill_count(const struct content *content)
{
	return content->skill_count;
}

void content_skill(const struct content *content, size_t index, struct skill_row *ret_row)
{
	*ret_row = content->skills[index].row;
}

const char *content_skill_title(const struct content *content, size_t index, enum locale locale)
{
	const struct skill *skill = &content->skills[index];
	return skill->titles[locale] ? skill->titles[locale] : skill->titles[LOCALE_EN];
}

const char *content_skill_learner(const struct content *content, size_t index, enum locale locale)
{
	const struct skill *skill = &content->skills[index];
	return skill->learner[locale] ? skill->learner[locale] : skill->learner[LOCALE_EN];
}

size_t content_family_count(const struct content *content)
{
	return content->family_count;
}

void content_family(const struct content *content, size_t index, struct family_row *ret_row)
{
	const struct family *family = content->families[index];
	*ret_row = (struct family_row){.id = family->id,
	    .file = family->file,
	    .title = family->title,
	    .skill = content->skills[family->skill].row.id,
	    .unit = family->unit,
	    .content_version = family->version,
	    .separates = family->separates,
	    .separate_count = family->separate_count};
	for (size_t i = 0; i < family->variant_count; i++)
		if (family->variants[i].hint_count > ret_row->hint_count)
			ret_row->hint_count = family->variants[i].hint_count;
	for (int level = 1; level <= LEVELS; level++) {
		ret_row->items[level - 1] = space_size(family, level);
		ret_row->exact[level - 1] = family->index != NULL;
	}
}

size_t content_misconception_count(const struct content *content)
{
	return content->misconception_count;
}

void content_misconception(
    const struct content *content, size_t index, enum locale locale, struct misconception_row *ret_row)
{
	const struct misconception *row = &content->misconceptions[index];
	*ret_row = (struct misconception_row){row->id,
	    row->believes[locale] ? row->believes[locale] : row->believes[LOCALE_EN], row->prerequisite,
	    row->unit};
}

/* The families are in the order of their ids. */
const struct family *content_find_family(const struct content *content, const char *id)
{
	size_t low = 0, high = content->family_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(content->families[middle]->id, id);
		if (order == 0)
			return content->families[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

size_t content_find_skill(const struct content *content, const char *id)
{
	for (size_t i = 0; i < content->skill_count; i++)
		if (strcmp(content->skills[i].row.id, id) == 0)
			return i;
	return SIZE_MAX;
}

const struct misconception *content_find_misconception(const struct content *content, const char *id)
{
	for (size_t i = 0; i < content->misconception_count; i++)
		if (strcmp(content->misconceptions[i].id, id) == 0)
			return &content->misconceptions[i];
	return NULL;
}

const struct law *content_find_law(const struct content *content, const char *id)
{
	for (size_t i = 0; i < content->law_count; i++)
		if (strcmp(content->laws[i].id, id) == 0)
			return &content->laws[i];
	return NULL;
}

size_t content_law_count(const struct content *content)
{
	return content->law_count + built_in_law_count;
}

void content_law(const struct content *content, size_t index, enum locale locale, struct law_row *ret_row)
{
	bool own = index < content->law_count;
	const struct law *law = own ? &content->laws[index] : NULL;
	const struct built_in_law *built_in = own ? NULL : &built_in_laws[index - content->law_count];
	const char *const *says = own ? law->says : built_in->says;
	*ret_row = (struct law_row){own ? law->id : built_in->id,
	    says[locale] ? says[locale] : says[LOCALE_EN], own ? law->skill : built_in->skill};
}

struct hint_work {
	struct arena *arena;
	const struct family *family;
	uint64_t tuple;
	size_t index;
	enum locale locale;
	const char *hint;
};

static void render_hint(void *context)
{
	struct hint_work *work = context;
	struct tuple *tuple = arena_alloc(work->arena, sizeof *tuple);
	if (!tuple_open(work->family, work->arena, work->tuple, tuple))
		return;
	const struct variant *variant = &work->family->variants[tuple->variant];
	if (work->index >= variant->hint_count)
		return;
	const struct text_template *hint = &variant->hints[work->index][work->locale];
	if (!hint->count)
		hint = &variant->hints[work->index][LOCALE_EN];
	const struct expr *ask =
	    variant->has_ask ? formula_shown(work->arena, &variant->ask, &tuple->environment) : NULL;
	struct text text;
	text_init(&text, work->arena);
	struct template_shown shown = {.ask = ask, .division_sign = variant->division_sign};
	template_render(&text, hint, work->family, tuple, &shown, NOTATION_TEXT, work->locale);
	work->hint = text.data;
}

const char *item_hint(const struct content *content, struct arena *arena, const struct item *item,
    size_t index, enum locale locale)
{
	struct hint_work work = {
	    arena, content_find_family(content, item->family), item->tuple, index, locale, NULL};
	if (!work.family || arena_try(arena, render_hint, &work) != REFUSAL_NONE)
		return NULL;
	return work.hint;
}

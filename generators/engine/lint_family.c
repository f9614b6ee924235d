/* What can be said of a family without making an item: its texts, its locales, its levels. */
#include "generators/engine/lint_parts.h"
#include "generators/engine/slots.h"

#include <string.h>

enum { MISSED_ITEMS = 300, MISSED_VALUES = 50 };

static const char *name_of(const struct family *family, slot_set set)
{
	return family->scope.names[__builtin_ctz(set)];
}

/*
 * Two items that differ in a parameter alone, look the same and have different answers. A parameter that
 * `where` ties to what is seen has no such pair.
 */
static bool is_missed(struct hand *hand, size_t parameter, uint64_t tuple)
{
	const struct family *family = hand->walk->family;
	struct item items[2];
	uint64_t step = family->variant_count;
	for (size_t i = family->parameter_count; --i > parameter;)
		step *= family->parameters[i].list.count;
	uint64_t count = family->parameters[parameter].list.count, digit = tuple / step % count;
	struct make_request request = {hand->content, family, tuple, 0, LOCALE_EN, false};
	if (make_item(hand->arena, &request, &items[0]) != MADE)
		return false;
	for (uint64_t other = 0; other < count && other < MISSED_VALUES; other++) {
		request.tuple = tuple - digit * step + other * step;
		if (other != digit && make_item(hand->arena, &request, &items[1]) == MADE &&
		    strcmp(items[0].prompt.text, items[1].prompt.text) == 0 &&
		    strcmp(items[0].question.expected, items[1].question.expected) != 0)
			return true;
	}
	return false;
}

/*
 * Every number that the answer depends on must be seen, or be a part of something that is. For families of
 * which a sample is walked; where all items are, two that look the same tell it (lint_facts.c).
 */
static void check_prompt(struct hand *hand, size_t v)
{
	const struct family *family = hand->walk->family;
	const struct variant *variant = &family->variants[v];
	const struct segment *segment = hand->walk->segments;
	slot_set key = variant->value_kind == ANSWER_FORMULA ? variant->value.slots : variant->ask.slots;
	slot_set shown = slots_of_text(variant, &variant->prompt[LOCALE_EN]);
	for (size_t i = 0; i < variant->question.option_count; i++)
		shown |= slots_of_text(variant, &variant->options[i]);
	slot_set missing = slots_closure(family, key) & ~slots_closure(family, shown);
	missing &= ((slot_set)1 << family->parameter_count) - 1;
	while (segment < hand->walk->segments + LEVELS - 1 && segment->count == 0)
		segment++;
	for (uint64_t k = 0; missing && k < segment->count && k < MISSED_ITEMS; k++) {
		struct arena_mark mark = arena_mark(hand->arena);
		int level;
		uint64_t tuple =
		    space_tuple(family, segment->level, permutation_at(&segment->order, k), &level);
		bool missed = tuple % family->variant_count == v &&
		              is_missed(hand, (size_t)__builtin_ctz(missing), tuple);
		arena_rewind(hand->arena, mark);
		if (!missed)
			continue;
		lint_find(hand, LINT_PARAMETER, variant->prompt[LOCALE_EN].at, "",
		    "the answer depends on `%s`, which the prompt does not show", name_of(family, missing));
		return;
	}
}

/* The same text in another locale shows the same. */
static void check_locales(
    struct hand *hand, const struct variant *variant, const struct text_template *texts, const char *what)
{
	const struct family *family = hand->walk->family;
	slot_set english = slots_closure(family, slots_of_text(variant, &texts[LOCALE_EN]));
	for (size_t locale = 1; locale < LOCALES; locale++) {
		slot_set other = slots_closure(family, slots_of_text(variant, &texts[locale]));
		if (!texts[LOCALE_EN].count)
			continue;
		if (!texts[locale].count) {
			lint_find(hand, LINT_LOCALE, texts[LOCALE_EN].at, locale_names[locale],
			    "the %s is missing in the locale `%s`", what, locale_names[locale]);
		} else if (english & ~other) {
			lint_find(hand, LINT_PARAMETER, texts[locale].at, what,
			    "the %s in `%s` lacks `%s`, which the English one shows", what,
			    locale_names[locale], name_of(family, english & ~other));
		} else if (other & ~english) {
			lint_find(hand, LINT_PARAMETER, texts[locale].at, what,
			    "the %s in `%s` shows `%s`, which the English one does not", what,
			    locale_names[locale], name_of(family, other & ~english));
		}
	}
}

static void check_words(struct hand *hand)
{
	const struct family *family = hand->walk->family;
	for (size_t p = 0; p < family->parameter_count; p++) {
		const struct parameter *parameter = &family->parameters[p];
		for (size_t v = 0; v < parameter->list.count; v++) {
			const struct parameter_value *value = &parameter->list.values[v];
			for (size_t locale = 1; !value->tree && locale < LOCALES; locale++) {
				if (!value->words[locale]) {
					lint_find(hand, LINT_LOCALE, parameter->at, value->plain,
					    "`%s` of `%s` is missing in the locale `%s`", value->plain,
					    parameter->name, locale_names[locale]);
				}
			}
		}
	}
}

static void check_levels(struct hand *hand)
{
	const struct family *family = hand->walk->family;
	for (int level = 1; level <= LEVELS; level++) {
		const struct family_level *row = &family->levels[level - 1];
		uint64_t size = space_size(family, level);
		if (row->present && size < LINT_SMALL_LEVEL && !row->small) {
			lint_find(hand, LINT_SMALL, row->at.line ? row->at : (struct place){1, 1}, "",
			    "level %d has %llu items; widen it to %d, or say why it is small: `small: ...`",
			    level, (unsigned long long)size, LINT_SMALL_LEVEL);
		}
	}
}

static bool is_sampled(const struct walk *walk)
{
	bool sampled = false;
	for (size_t s = 0; s < LEVELS; s++)
		sampled = sampled || walk->segments[s].sampled;
	return sampled;
}

void lint_family(struct hand *hand)
{
	const struct family *family = hand->walk->family;
	for (size_t v = 0; v < family->variant_count; v++) {
		const struct variant *variant = &family->variants[v];
		if (is_sampled(hand->walk))
			check_prompt(hand, v);
		check_locales(hand, variant, variant->prompt, "prompt");
		for (size_t i = 0; i < variant->hint_count; i++)
			check_locales(hand, variant, variant->hints[i], "hint");
		for (size_t i = 0; i < variant->step_count; i++)
			check_locales(hand, variant, variant->steps[i].says, "step");
	}
	check_words(hand);
	check_levels(hand);
}

#include "generators/engine/slots.h"

/* What a worked solution is made of: the expression, and whose error is in it. */
static slot_set slots_of_worked(const struct variant *variant)
{
	const struct worked_show *show = variant->show;
	return variant->ask.slots | (show && show->by_parameter ? (slot_set)1 << show->slot : 0);
}

slot_set slots_of_text(const struct variant *variant, const struct text_template *text)
{
	slot_set found = 0;
	for (size_t i = 0; i < text->count; i++) {
		const struct text_piece *piece = &text->pieces[i];
		if (piece->kind == PIECE_FORMULA)
			found |= piece->formula.slots;
		else if (piece->kind == PIECE_WORD)
			found |= (slot_set)1 << piece->slot;
		else if (piece->kind == PIECE_ASK)
			found |= variant->ask.slots;
		else if (piece->kind == PIECE_WORKED)
			found |= slots_of_worked(variant);
	}
	return found;
}

/* A derived name uses only those before it. */
slot_set slots_closure(const struct family *family, slot_set set)
{
	for (size_t i = family->let_count; i-- > 0;)
		if (set >> (family->parameter_count + i) & 1)
			set |= family->lets[i].formula.slots;
	return set;
}

static slot_set slots_of_variant(const struct variant *variant)
{
	slot_set found = variant->ask.slots | variant->value.slots;
	for (size_t i = 0; i < variant->at_count; i++)
		found |= variant->at_values[i].slots;
	if (variant->show && variant->show->asked != variant)
		found |= slots_of_variant(variant->show->asked);
	for (size_t locale = 0; locale < LOCALES; locale++)
		found |= slots_of_text(variant, &variant->prompt[locale]);
	for (size_t i = 0; i < variant->question.form_count; i++)
		found |= slots_of_text(variant, &variant->forms[i]);
	for (size_t i = 0; i < variant->question.option_count; i++)
		found |= slots_of_text(variant, &variant->options[i]);
	return found;
}

void slots_settle(struct family *family)
{
	for (size_t v = 0; v < family->variant_count; v++) {
		struct variant *variant = &family->variants[v];
		slot_set found = slots_of_variant(variant);
		variant->slots = slots_closure(family, found);
		for (size_t i = 0; i < variant->prediction_count; i++)
			found |= variant->predictions[i].gives.slots | variant->predictions[i].where.slots;
		variant->predicted_slots = slots_closure(family, found);
	}
}

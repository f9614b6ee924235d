/*
 * Which parameters and derived names a text, a variant, a derived name is made of. Known once a family is
 * loaded, so that an item works out only what it shows.
 */
#ifndef GENERATORS_SLOTS_H
#define GENERATORS_SLOTS_H

#include "generators/engine/content.h"

/* {ask} stands for what the variant's `ask` mentions. */
slot_set slots_of_text(const struct variant *variant, const struct text_template *text);
/* With what the derived names among them are made of. */
slot_set slots_closure(const struct family *family, slot_set set);
/* Fills in `slots` and `predicted_slots` of all variants of a family that is otherwise complete. */
void slots_settle(struct family *family);

#endif

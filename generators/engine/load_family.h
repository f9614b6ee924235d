/* What the parts that read one family share: where they write, and what they need to look up. */
#ifndef GENERATORS_LOAD_FAMILY_H
#define GENERATORS_LOAD_FAMILY_H

#include "generators/engine/load.h"

/* The target of every field of a family file. */
struct family_load {
	struct family *family;
	struct variant *variant; /* the block that is being read: the family's own, or one of `variants:` */
	struct variant own;      /* what the family says for all variants */
	const struct node *root;
	struct arena *scratch;
};

/* The scope of an answer's formulas: the family's own names and `ask`. */
struct scope load_answer_scope(const struct family_load *load);
/* A text in each locale, each with formulas. */
void load_texts_of(struct loader *loader, const struct node *node, const struct family_load *load,
    const char *what, struct text_template *ret_templates);
/* Where there are no `variants:`, the family's own block is the only one. To be called before they are
 * counted. */
void load_settle_variants(struct loader *loader, struct family_load *load);

/* `misconceptions:` and `separates:`; once both are read, each prediction learns what the other says. */
void load_predictions(struct loader *loader, const struct node *node, void *target);
void load_separates(struct loader *loader, const struct node *node, void *target);
/* The same in a variant, which separates less than its family. */
void load_variant_separates(struct loader *loader, const struct node *node, void *target);
void load_settle_predictions(struct loader *loader, struct family *family);

/* `show:`; once all is read, each variant learns what its worked solution is to. */
void load_show(struct loader *loader, const struct node *node, void *target);
void load_settle_show(struct loader *loader, struct variant *variant);

/* How items are solved: the laws that are preferred, and the steps that the author writes. */
void load_solve(struct loader *loader, const struct node *node, void *target);
void load_stands_for(struct loader *loader, const struct node *node, void *target);
void load_solution(struct loader *loader, const struct node *node, void *target);

#endif

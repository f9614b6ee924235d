/*
 * The parameter space of a family: which tuples are valid, at which level, and what they mean.
 *
 * A tuple's number is a mixed-radix number: the variant is the last digit, then the parameters from the last
 * to the first. It stays the same as long as the family's content version does, so (family, version, tuple)
 * is an item.
 */
#ifndef GENERATORS_SPACE_H
#define GENERATORS_SPACE_H

#include "generators/engine/content.h"

/* One tuple opened up: the digits, the values of all slots, the variant. Plain data, large: keep one. */
struct tuple {
	uint64_t number;
	uint32_t digits[FORMULA_SLOTS];
	size_t variant;
	struct environment environment;
};

/*
 * Counts and indexes the space at load. 0, or -1 when it is larger than SPACE_LARGEST or has no valid tuple;
 * then *ret_message says so. Trees made on the way die with `scratch`.
 */
int space_build(struct family *family, struct arena *arena, struct arena *scratch, const char **ret_message);

/* Opens a tuple: digits and all slots, derived names with their trees. False when a derived name has no
 * value. */
bool tuple_open(const struct family *family, struct arena *arena, uint64_t number, struct tuple *ret_tuple);
/*
 * The same, but of the derived names only those of `slots`, which is enough for formulas that mention no
 * others; so it is only to be asked for tuples that are known to be valid.
 */
bool tuple_open_some(const struct family *family, struct arena *arena, uint64_t number, slot_set slots,
    struct tuple *ret_tuple);
/* The number of the tuple of these digits and variant. */
uint64_t tuple_number(const struct family *family, const uint32_t *digits, size_t variant);
/* The level of an open tuple, 1 to 3, or 0 when it is not valid. */
int tuple_level(const struct family *family, struct arena *arena, const struct tuple *tuple);

/* How many places a level has to permute (0: all levels); some may be holes where the space has no index. */
uint64_t space_size(const struct family *family, int level);
/* The tuple at a place of a level (0: of all); *ret_level is its level, or 0 where there is no index to tell.
 */
uint64_t space_tuple(const struct family *family, int level, uint64_t place, int *ret_level);

#endif

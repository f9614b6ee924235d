#include "checker/algebra/poly.h"

#include <string.h>

static const struct monomial empty = {0};

const struct monomial *monomial_empty(void)
{
	return &empty;
}

static struct atom *new_atom(struct canon *canon, enum atom_kind kind, bool positive)
{
	struct atom *atom = arena_zero(canon->arena, sizeof *atom);

	atom->kind = kind;
	atom->positive = positive;
	return atom;
}

const struct atom *atom_integer(struct canon *canon, struct number integer)
{
	struct atom *atom = new_atom(canon, ATOM_INTEGER, true);

	atom->integer = integer;
	return atom;
}

const struct atom *atom_symbol(struct canon *canon, const char *name)
{
	struct atom *atom = new_atom(canon, ATOM_SYMBOL, !canon->real);

	atom->name = name;
	return atom;
}

const struct atom *atom_pi(struct canon *canon)
{
	return new_atom(canon, ATOM_PI, true);
}

const struct atom *atom_exp(struct canon *canon, const struct monomial *monomial)
{
	bool formal = monomial->count > 0 && monomial->powers[monomial->count - 1].atom->kind == ATOM_SIGN;
	struct atom *atom = new_atom(canon, ATOM_EXP, !formal);

	atom->monomial = monomial;
	return atom;
}

const struct atom *atom_ln(struct canon *canon, const struct atom *inner)
{
	/* ln of an integer above 1 is positive; of anything else the sign is not known. */
	struct atom *atom = new_atom(canon, ATOM_LN, inner->kind == ATOM_INTEGER || inner->kind == ATOM_PI);

	atom->inner = inner;
	return atom;
}

const struct atom *atom_sum(struct canon *canon, const struct poly *poly, bool positive)
{
	struct atom *atom = new_atom(canon, ATOM_SUM, positive);

	atom->poly = poly;
	return atom;
}

const struct atom *atom_absolute(struct canon *canon, const struct poly *poly)
{
	struct atom *atom = new_atom(canon, ATOM_ABSOLUTE, true);

	atom->poly = poly;
	return atom;
}

const struct atom *atom_sign(struct canon *canon)
{
	return new_atom(canon, ATOM_SIGN, false);
}

int atom_compare(struct canon *canon, const struct atom *a, const struct atom *b)
{
	if (a == b)
		return 0;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	switch (a->kind) {
	case ATOM_INTEGER:
		return number_compare(canon->arena, a->integer, b->integer);
	case ATOM_SYMBOL:
		return strcmp(a->name, b->name);
	case ATOM_EXP:
		return monomial_compare(canon, a->monomial, b->monomial);
	case ATOM_LN:
		return atom_compare(canon, a->inner, b->inner);
	case ATOM_SUM:
	case ATOM_ABSOLUTE:
		return poly_compare(canon, a->poly, b->poly);
	default:
		return 0;
	}
}

int monomial_compare(struct canon *canon, const struct monomial *a, const struct monomial *b)
{
	int order = 0;
	size_t i = 0;

	for (; order == 0 && i < a->count && i < b->count; i++) {
		order = atom_compare(canon, a->powers[i].atom, b->powers[i].atom);
		if (order == 0)
			order = number_compare(canon->arena, a->powers[i].exponent, b->powers[i].exponent);
	}
	/* Deep atoms make it long: what is alike at first sight is looked at again and again. */
	if (i > 1)
		canon_spend(canon, i - 1);
	return order ? order : (a->count > b->count) - (a->count < b->count);
}

const struct monomial *monomial_of(struct canon *canon, const struct atom *atom, struct number exponent)
{
	struct monomial *monomial = arena_alloc(canon->arena, sizeof *monomial + sizeof monomial->powers[0]);

	monomial->count = 1;
	monomial->powers[0] = (struct power){atom, exponent};
	return monomial;
}

bool monomial_positive(const struct monomial *monomial)
{
	for (size_t i = 0; i < monomial->count; i++) {
		if (!monomial->powers[i].atom->positive)
			return false;
	}
	return true;
}

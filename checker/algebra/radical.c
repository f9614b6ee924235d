/*
 * Equality by injective functions that open what is closed in a form. x -> x^n is injective on the real
 * numbers for odd n, and on those that are not negative for even n; so sqrt(3+2 sqrt(2)) is 1 + sqrt(2),
 * because both are positive and their squares have the same form. Roots are got rid of one after another:
 * those terms that have one against those that have not. x -> e^x is injective; so ln(x^2-1) is ln(x-1) +
 * ln(x+1).
 */
#include "checker/algebra/ball.h"
#include "checker/algebra/canonical.h"

enum { DEGREE_MOST = 12, ROOTS_MOST = 6 };

static const struct poly *negative(struct canon *canon, const struct poly *a)
{
	return poly_scale(canon, a, number_from_int(canon->arena, -1));
}

/* An even root, or an even power: not negative wherever it is defined. */
static bool factor_not_negative(const struct power *power)
{
	if (power->atom->positive || power->atom->kind == ATOM_ABSOLUTE)
		return true;
	if (power->exponent.big || power->atom->kind == ATOM_SIGN || power->atom->kind == ATOM_EXP)
		return false;
	return power->exponent.den % 2 == 0 || power->exponent.num % 2 == 0;
}

/* 1 or -1: every term is plainly of that sign or zero. 0: not known. */
static int plain_sign(const struct poly *a)
{
	int sign = 0;

	for (size_t i = 0; i < a->count; i++) {
		const struct term *term = &a->terms[i];
		int one = number_sign(term->coefficient);

		if (sign != 0 && one != sign)
			return 0;
		sign = one;
		for (size_t j = 0; j < term->monomial->count; j++) {
			if (!factor_not_negative(&term->monomial->powers[j]))
				return 0;
		}
	}
	return sign;
}

static int sign_of(struct canon *canon, const struct poly *form)
{
	int sign = plain_sign(form);

	return sign == 0 && poly_is_constant(form)
	           ? ball_sign(canon->arena, canonical_expr(canon, form), NULL)
	           : sign;
}

static bool is_root(const struct power *power)
{
	return power->atom->kind == ATOM_SUM && !power->exponent.big && power->exponent.den > 1 &&
	       power->exponent.den <= DEGREE_MOST;
}

/* The root of the longest sum, as the power it stands with: what was put together hides the most. NULL: none.
 */
static const struct power *find_root(const struct poly *form)
{
	const struct power *longest = NULL;

	for (size_t i = 0; i < form->count; i++) {
		const struct monomial *monomial = form->terms[i].monomial;

		for (size_t j = 0; j < monomial->count; j++) {
			const struct power *power = &monomial->powers[j];

			if (is_root(power) &&
			    (!longest || power->atom->poly->count > longest->atom->poly->count))
				longest = power;
		}
	}
	return longest;
}

static bool term_has(struct canon *canon, const struct term *term, const struct atom *atom)
{
	for (size_t i = 0; i < term->monomial->count; i++) {
		if (atom_compare(canon, term->monomial->powers[i].atom, atom) == 0)
			return true;
	}
	return false;
}

/* Is the form zero? Proved by raising what has a root against the rest, again while roots are left. */
static bool vanishes(struct canon *canon, const struct poly *form, int roots_left)
{
	const struct poly *with = poly_zero(), *rest = poly_zero();
	const struct power *root;
	int64_t degree;

	if (poly_is_zero(canon, form))
		return true;
	root = roots_left > 0 ? find_root(form) : NULL;
	if (!root)
		return false;
	for (size_t i = 0; i < form->count; i++) {
		const struct term *term = &form->terms[i];
		const struct poly *one = poly_term(canon, term->coefficient, term->monomial);

		if (term_has(canon, term, root->atom))
			with = poly_add(canon, with, one);
		else
			rest = poly_add(canon, rest, one);
	}
	rest = negative(canon, rest);
	degree = root->exponent.den;
	if (degree % 2 == 0) {
		int sign = sign_of(canon, with);

		if (sign == 0 || sign_of(canon, rest) != sign)
			return false;
	}
	with = poly_power_integer(canon, with, degree);
	rest = poly_power_integer(canon, rest, degree);
	return vanishes(
	    canon, poly_clear_all(canon, poly_add(canon, with, negative(canon, rest))), roots_left - 1);
}

struct trial {
	struct canon *canon;
	const struct poly *difference;
	bool zero;
};

static void raise(void *context)
{
	struct trial *trial = context;

	trial->zero = vanishes(trial->canon, trial->difference, ROOTS_MOST);
}

static bool has_closed_log(const struct poly *a)
{
	for (size_t i = 0; i < a->count; i++) {
		const struct monomial *monomial = a->terms[i].monomial;

		for (size_t j = 0; j < monomial->count; j++) {
			if (monomial->powers[j].atom->kind == ATOM_LN &&
			    monomial->powers[j].atom->inner->kind == ATOM_SUM)
				return true;
		}
	}
	return false;
}

/* d = 0 where e^(c d) is 1, for the c that clears what d is divided by: ln 10, say. */
static void exponentiate(void *context)
{
	struct trial *trial = context;
	struct canon *canon = trial->canon;
	const struct poly *power = poly_exp(canon, poly_clear_all(canon, trial->difference));

	trial->zero = poly_is_zero(
	    canon, poly_add(canon, power, poly_number(canon, number_from_int(canon->arena, -1))));
}

/* A trial costs no more than itself: what it is refused for is no reason to refuse the answer. */
static bool succeeds(void (*work)(void *context), struct trial *trial)
{
	enum refusal refusal = arena_try(trial->canon->arena, work, trial);

	if (refusal != REFUSAL_NONE && trial->canon->split)
		arena_refuse(trial->canon->arena, refusal); /* finer bases were found: begin anew */
	return refusal == REFUSAL_NONE && trial->zero;
}

bool canonical_vanishes(struct canon *canon, const struct poly *difference)
{
	struct trial trial = {canon, difference, false};

	if (has_closed_log(difference) && succeeds(exponentiate, &trial))
		return true;
	return find_root(difference) && succeeds(raise, &trial);
}

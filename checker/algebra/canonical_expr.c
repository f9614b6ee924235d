/* From canonical form back to a tree that a reader would write. */
#include "checker/algebra/canonical.h"

enum { WORK_OF_FACTOR = 8 }; /* to write it as a tree */

/* Factors of one term, those above the fraction bar and those below. */
struct sides {
	const struct expr *above, *below; /* NULL: nothing yet */
};

static const struct expr *atom_expr(struct canon *canon, const struct atom *atom);

static const struct expr *times(struct arena *arena, const struct expr *a, const struct expr *b)
{
	struct expr *row;
	enum part_op op = PART_IMPLIED;

	if (!a)
		return b;
	if (b->kind == EXPR_NUMBER || (b->kind == EXPR_POWER && b->parts[0].expr->kind == EXPR_NUMBER))
		op = PART_TIMES;
	if (a->kind != EXPR_PRODUCT)
		return expr_row(arena, EXPR_PRODUCT, a, op, b);
	row = expr_new(arena, EXPR_PRODUCT, a->count + 1);
	for (uint32_t i = 0; i < a->count; i++)
		row->parts[i] = a->parts[i];
	row->parts[a->count] = (struct expr_part){b, op};
	return row;
}

static const struct expr *natural_log(struct canon *canon, const struct expr *argument)
{
	struct expr *e = expr_new(canon->arena, EXPR_CONSTANT, 0);
	struct expr *log;

	e->style = CONSTANT_E;
	log = expr_binary(canon->arena, EXPR_LOG, argument, e);
	log->style = LOG_NATURAL;
	return log;
}

/* e to a monomial: e^x; 2^x where the monomial is x ln 2. */
static const struct expr *exp_expr(
    struct canon *canon, const struct monomial *monomial, struct number exponent)
{
	struct expr *e = expr_new(canon->arena, EXPR_CONSTANT, 0);
	const struct poly *rest = poly_term(canon, exponent, monomial);
	const struct expr *base = e;

	e->style = CONSTANT_E;
	for (size_t i = 0; i < monomial->count; i++) {
		const struct power *power = &monomial->powers[i];

		if (power->atom->kind != ATOM_LN || !number_is_one(power->exponent))
			continue;
		base = atom_expr(canon, power->atom->inner);
		rest = poly_multiply(
		    canon, rest, poly_atom(canon, power->atom, number_from_int(canon->arena, -1)));
		break;
	}
	return expr_binary(canon->arena, EXPR_POWER, base, canonical_expr(canon, rest));
}

static const struct expr *constant(struct canon *canon, enum constant which)
{
	struct expr *expr = expr_new(canon->arena, EXPR_CONSTANT, 0);

	expr->style = (uint8_t)which;
	return expr;
}

static const struct expr *atom_expr(struct canon *canon, const struct atom *atom)
{
	switch (atom->kind) {
	case ATOM_INTEGER:
		return expr_literal(canon->arena, atom->integer);
	case ATOM_SYMBOL:
		return expr_symbol(canon->arena, atom->name);
	case ATOM_PI:
		return constant(canon, CONSTANT_PI);
	case ATOM_EXP:
		return exp_expr(canon, atom->monomial, NUMBER_ONE);
	case ATOM_LN:
		return natural_log(canon, atom_expr(canon, atom->inner));
	case ATOM_SUM:
		return canonical_expr(canon, atom->poly);
	case ATOM_ABSOLUTE:
		return expr_unary(canon->arena, EXPR_ABSOLUTE, canonical_expr(canon, atom->poly));
	default:
		arena_refuse(canon->arena, REFUSAL_UNDECIDED); /* ln(-1) is formal: it has no notation */
	}
}

static const struct expr *power_expr(struct canon *canon, const struct atom *atom, struct number exponent)
{
	const struct expr *base;

	if (atom->kind == ATOM_EXP && atom->monomial->count == 0)
		base = constant(canon, CONSTANT_E);
	else if (atom->kind == ATOM_EXP)
		return exp_expr(canon, atom->monomial, exponent);
	else
		base = atom_expr(canon, atom);
	if (number_is_one(exponent))
		return base;
	return expr_binary(canon->arena, EXPR_POWER, base, expr_from_number(canon->arena, exponent));
}

/* Square roots of integers are gathered under one sign: sqrt(6). */
static bool is_square_root(const struct power *power)
{
	return power->atom->kind == ATOM_INTEGER && !power->exponent.big && power->exponent.num == 1 &&
	       power->exponent.den == 2;
}

static const struct expr *square_roots(struct canon *canon, const struct monomial *monomial)
{
	struct number radicand = NUMBER_ONE;
	struct expr *root;

	for (size_t i = 0; i < monomial->count; i++) {
		if (is_square_root(&monomial->powers[i]))
			radicand = number_multiply(canon->arena, radicand, monomial->powers[i].atom->integer);
	}
	if (number_is_one(radicand))
		return NULL;
	root = expr_binary(
	    canon->arena, EXPR_ROOT, expr_literal(canon->arena, radicand), expr_integer(canon->arena, 2));
	root->style = ROOT_SQUARE;
	return root;
}

/* |term| as a tree. */
static const struct expr *term_expr(struct canon *canon, const struct term *term)
{
	struct number size = number_absolute(canon->arena, term->coefficient);
	struct number num = number_numerator(canon->arena, size),
	              den = number_denominator(canon->arena, size);
	struct sides sides = {NULL, NULL};
	const struct expr *roots = square_roots(canon, term->monomial);

	canon_spend(canon, 1 + WORK_OF_FACTOR * term->monomial->count);
	if (!number_is_one(num))
		sides.above = expr_literal(canon->arena, num);
	if (!number_is_one(den))
		sides.below = expr_literal(canon->arena, den);
	if (roots)
		sides.above = times(canon->arena, sides.above, roots);
	for (size_t i = 0; i < term->monomial->count; i++) {
		const struct power *power = &term->monomial->powers[i];

		if (is_square_root(power))
			continue;
		if (number_sign(power->exponent) > 0) {
			sides.above =
			    times(canon->arena, sides.above, power_expr(canon, power->atom, power->exponent));
		} else {
			sides.below = times(canon->arena, sides.below,
			    power_expr(canon, power->atom, number_negate(canon->arena, power->exponent)));
		}
	}
	if (!sides.above)
		sides.above = expr_integer(canon->arena, 1);
	if (!sides.below)
		return sides.above;
	if (sides.above->kind == EXPR_PRODUCT) {
		struct expr *row = expr_new(canon->arena, EXPR_PRODUCT, sides.above->count + 1);

		for (uint32_t i = 0; i < sides.above->count; i++)
			row->parts[i] = sides.above->parts[i];
		row->parts[sides.above->count] = (struct expr_part){sides.below, PART_DIVIDE};
		return row;
	}
	return expr_row(canon->arena, EXPR_PRODUCT, sides.above, PART_DIVIDE, sides.below);
}

const struct expr *canonical_expr(struct canon *canon, const struct poly *poly)
{
	struct expr *sum;

	if (poly->count == 0)
		return expr_integer(canon->arena, 0);
	sum = expr_new(canon->arena, EXPR_SUM, poly->count);
	for (size_t i = 0; i < poly->count; i++) {
		/* Numbers sort first; a reader wants them last. */
		const struct term *term = &poly->terms[poly->count - 1 - i];
		const struct expr *expr = term_expr(canon, term);
		bool negative = number_sign(term->coefficient) < 0;

		if (negative && i == 0)
			expr = expr_unary(canon->arena, EXPR_NEGATE, expr);
		sum->parts[i] = (struct expr_part){expr, negative && i > 0 ? PART_MINUS : PART_PLUS};
	}
	return poly->count == 1 ? sum->parts[0].expr : sum;
}

struct simplification {
	struct canon canon;
	const struct expr *expr, *result;
};

static void simplify(void *context)
{
	struct simplification *simplification = context;

	simplification->result =
	    canonical_expr(&simplification->canon, canonical(&simplification->canon, simplification->expr));
}

const struct expr *expr_simplify(
    struct arena *arena, const struct expr *expr, const struct assumptions *assumptions)
{
	struct simplification simplification = {.expr = expr};
	enum refusal refusal = canon_run(
	    arena, assumptions && assumptions->real, &simplification.canon, simplify, &simplification);

	if (refusal != REFUSAL_NONE)
		arena_refuse(arena, refusal);
	return simplification.result;
}

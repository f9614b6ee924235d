/*
 * Have two trees in one symbol the same real zeros? Both become polynomials with integer coefficients; what
 * divides them is taken out; then what is left of each beside their greatest common divisor must have no real
 * zero, which Sturm's theorem counts (by FLINT, which allocates with malloc: nothing refuses in between).
 */
#include "checker/algebra/canonical.h"

#include <flint/fmpz_poly.h>
#include <string.h>

enum { DEGREE_MOST = 16, DIVISORS_MOST = 8, WORK_OF_ZEROS = 2000 };

/* Coefficients from that of the constant on. */
struct row {
	int64_t list[DEGREE_MOST + 1];
};

struct side {
	const struct expr *expr;
	bool everywhere; /* zero for every value */
	bool at_zero;    /* the symbol is divided by, so that 0 is no zero */
	struct row top, divisors[DIVISORS_MOST];
	size_t divisor_count;
};

struct zeros {
	struct canon canon;
	struct side sides[2];
	const char *symbol; /* the only one; NULL: none met so far */
};

/* The exponent of the symbol in a term. Refuses UNDECIDED where it is no whole power of one symbol. */
static int64_t exponent_of(struct zeros *zeros, const struct term *term)
{
	const struct monomial *monomial = term->monomial;
	const struct atom *atom = monomial->count ? monomial->powers[0].atom : NULL;

	if (!atom)
		return 0;
	if (monomial->count > 1 || atom->kind != ATOM_SYMBOL ||
	    !number_is_small_integer(monomial->powers[0].exponent))
		arena_refuse(zeros->canon.arena, REFUSAL_UNDECIDED);
	if (zeros->symbol && strcmp(zeros->symbol, atom->name) != 0)
		arena_refuse(zeros->canon.arena, REFUSAL_UNDECIDED);
	zeros->symbol = atom->name;
	return monomial->powers[0].exponent.num;
}

/* A sum as a row; true: it was divided by a power of the symbol. */
static bool read_row(struct zeros *zeros, const struct poly *poly, struct row *ret_row)
{
	struct number content;
	int64_t least = 0;

	*ret_row = (struct row){{0}};
	poly = poly_primitive(&zeros->canon, poly, true, &content);
	for (size_t i = 0; i < poly->count; i++) {
		int64_t exponent = exponent_of(zeros, &poly->terms[i]);

		least = exponent < least ? exponent : least;
	}
	for (size_t i = 0; i < poly->count; i++) {
		int64_t exponent = exponent_of(zeros, &poly->terms[i]);

		if (exponent - least > DEGREE_MOST || !number_is_small_integer(poly->terms[i].coefficient))
			arena_refuse(zeros->canon.arena, REFUSAL_UNDECIDED);
		ret_row->list[exponent - least] = poly->terms[i].coefficient.num;
	}
	return least < 0;
}

static void add_divisor(struct zeros *zeros, const struct expr *divisor, struct side *side)
{
	const struct poly *poly = canonical(&zeros->canon, divisor);

	if (poly_is_constant(poly))
		return; /* not zero, as the whole has a canonical form */
	if (side->divisor_count == DIVISORS_MOST)
		arena_refuse(zeros->canon.arena, REFUSAL_UNDECIDED);
	poly = poly_clear_all(&zeros->canon, poly);
	side->at_zero |= read_row(zeros, poly, &side->divisors[side->divisor_count++]);
}

/* Whatever is divided by in the tree as written: (x-3)^2/(x-3) is nowhere zero. */
static void read_divisors(struct zeros *zeros, const struct expr *expr, struct side *side)
{
	struct number exponent;

	if (expr->kind == EXPR_POWER &&
	    expr_rational(zeros->canon.arena, expr->parts[1].expr, &exponent) == WORTH_RATIONAL &&
	    number_sign(exponent) < 0)
		add_divisor(zeros, expr->parts[0].expr, side);
	for (uint32_t i = 0; i < expr->count; i++) {
		read_divisors(zeros, expr->parts[i].expr, side);
		if (expr->parts[i].op == PART_DIVIDE)
			add_divisor(zeros, expr->parts[i].expr, side);
	}
}

static void read_side(struct zeros *zeros, struct side *side)
{
	const struct poly *poly = canonical(&zeros->canon, side->expr);

	side->at_zero = !zeros->canon.real;
	side->divisor_count = 0;
	side->everywhere = poly_is_zero(&zeros->canon, poly);
	if (side->everywhere)
		return;
	read_divisors(zeros, side->expr, side);
	side->at_zero |= read_row(zeros, poly_clear_all(&zeros->canon, poly), &side->top);
}

static void read_both(void *context)
{
	struct zeros *zeros = context;

	read_side(zeros, &zeros->sides[0]);
	read_side(zeros, &zeros->sides[1]);
}

static void load(fmpz_poly_t poly, const struct row *row)
{
	for (slong i = 0; i <= DEGREE_MOST; i++)
		fmpz_poly_set_coeff_si(poly, i, row->list[i]);
}

/* Takes the zeros of `divisor` out of `poly`, each as often as it is one. */
static void rid(fmpz_poly_t poly, const fmpz_poly_t divisor)
{
	fmpz_poly_t common;

	fmpz_poly_init(common);
	for (;;) {
		fmpz_poly_gcd(common, poly, divisor);
		if (fmpz_poly_degree(common) < 1)
			break;
		fmpz_poly_div(poly, poly, common);
	}
	fmpz_poly_clear(common);
}

/* The polynomial whose zeros are those of the side, each once. */
static void load_side(fmpz_poly_t poly, const struct side *side)
{
	fmpz_poly_t other;

	fmpz_poly_init(other);
	load(poly, &side->top);
	for (size_t i = 0; i < side->divisor_count; i++) {
		load(other, &side->divisors[i]);
		rid(poly, other);
	}
	if (side->at_zero) {
		fmpz_poly_zero(other);
		fmpz_poly_set_coeff_si(other, 1, 1);
		rid(poly, other);
	}
	fmpz_poly_derivative(other, poly);
	if (fmpz_poly_degree(poly) > 0) {
		fmpz_poly_gcd(other, poly, other);
		fmpz_poly_div(poly, poly, other);
	}
	fmpz_poly_clear(other);
}

/* Has a squarefree polynomial a real zero; with `positive`, one above 0, where 0 is none? */
static bool has_zero(fmpz_poly_t poly, bool positive)
{
	fmpz_poly_t inflated;
	bool has;

	if (!positive)
		return fmpz_poly_num_real_roots(poly) > 0;
	fmpz_poly_init(inflated);
	fmpz_poly_inflate(inflated, poly, 2); /* p(x^2) */
	has = fmpz_poly_num_real_roots(inflated) > 0;
	fmpz_poly_clear(inflated);
	return has;
}

static bool same_zeros(const struct side *a, const struct side *b, bool positive)
{
	fmpz_poly_t p, q, common;
	bool apart;

	arena_serve_gmp(NULL); /* FLINT's numbers must not lie in the arena */
	fmpz_poly_init(p);
	fmpz_poly_init(q);
	fmpz_poly_init(common);
	load_side(p, a);
	load_side(q, b);
	fmpz_poly_gcd(common, p, q);
	fmpz_poly_div(p, p, common);
	fmpz_poly_div(q, q, common);
	apart = has_zero(p, positive) || has_zero(q, positive);
	fmpz_poly_clear(p);
	fmpz_poly_clear(q);
	fmpz_poly_clear(common);
	return !apart;
}

enum equality expr_same_zeros(
    struct arena *arena, const struct expr *a, const struct expr *b, const struct assumptions *assumptions)
{
	struct zeros zeros = {.sides = {{.expr = a}, {.expr = b}}};
	bool real = assumptions && assumptions->real;
	enum refusal refusal = canon_run(arena, real, &zeros.canon, read_both, &zeros);

	if (refusal == REFUSAL_TOO_LARGE)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	if (refusal != REFUSAL_NONE || !arena_spend(arena, WORK_OF_ZEROS))
		return EQUALITY_UNKNOWN;
	if (zeros.sides[0].everywhere || zeros.sides[1].everywhere)
		return zeros.sides[0].everywhere == zeros.sides[1].everywhere ? EQUALITY_EQUAL
		                                                              : EQUALITY_DIFFERENT;
	return same_zeros(&zeros.sides[0], &zeros.sides[1], !real) ? EQUALITY_EQUAL : EQUALITY_DIFFERENT;
}

/*
 * Trial division to LIMIT_PRIME, then coprime bases. A cofactor below LIMIT_PRIME^2 is prime. A larger one is
 * kept as a base, after its perfect powers are taken out, and refined: when it shares a divisor with a base
 * met before, both are split there and the computation begins anew with the finer bases (canon->split), so
 * that all bases of one computation are coprime (Bernstein 2005, "Factoring into coprimes", idea of the
 * coprime base).
 */
#include "checker/algebra/poly.h"
#include "checker/algebra/primes.h"

#include "checker/limits.h"

enum {
	FACTOR_BITS = 4096, /* integers longer than this after their small primes are refused */
	DIVISIONS = 256,    /* trial divisions between two looks at the allowance of work */
};

struct factors {
	struct factor *list;
	size_t count;
};

static void add_factor(struct canon *canon, struct factors *factors, struct number base, int64_t exponent)
{
	if (factors->count == FACTORS_MOST)
		arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
	factors->list[factors->count++] = (struct factor){base, exponent};
}

static uint64_t divide_small(struct canon *canon, struct factors *factors, uint64_t rest)
{
	struct primes primes = {0};
	size_t divisions = 0;

	for (uint64_t p = primes_next(&primes); p && p * p <= rest; p = primes_next(&primes)) {
		int64_t exponent = 0;

		if (++divisions % DIVISIONS == 0)
			canon_spend(canon, DIVISIONS / 4);
		while (rest % p == 0) {
			rest /= p;
			exponent++;
		}
		if (exponent)
			add_factor(canon, factors, number_from_int(canon->arena, (int64_t)p), exponent);
	}
	return rest;
}

/* The part of trial division that large integers need; ends early when the rest is one word. */
static void divide_large(struct canon *canon, struct factors *factors, mpz_ptr rest)
{
	struct primes primes = {0};
	size_t divisions = 0;

	for (uint64_t p = primes_next(&primes); p && !mpz_fits_slong_p(rest); p = primes_next(&primes)) {
		int64_t exponent = 0;

		if (p == 101 && mpz_sizeinbase(rest, 2) > FACTOR_BITS)
			arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
		if (++divisions % DIVISIONS == 0)
			canon_spend(canon, (2 + mpz_size(rest)) * DIVISIONS / 16);
		while (mpz_divisible_ui_p(rest, p)) {
			mpz_t prime;

			mpz_init_set_ui(prime, p);
			exponent += (int64_t)mpz_remove(rest, rest, prime);
		}
		if (exponent)
			add_factor(canon, factors, number_from_int(canon->arena, (int64_t)p), exponent);
	}
}

/* base = root^k with the largest k. */
static int64_t take_perfect_power(mpz_ptr base)
{
	int64_t total = 1;
	bool again = true;

	while (again && mpz_perfect_power_p(base)) {
		again = false;
		for (unsigned long k = 2; k <= mpz_sizeinbase(base, 2) && !again; k++) {
			mpz_t root;

			mpz_init(root);
			if (mpz_root(root, base, k)) {
				mpz_set(base, root);
				total *= (int64_t)k;
				again = true;
			}
		}
	}
	return total;
}

static void add_base(struct canon *canon, mpz_srcptr base)
{
	if (mpz_cmp_ui(base, 1) <= 0)
		return;
	if (canon->base_count == POLY_BASES)
		arena_refuse(canon->arena, REFUSAL_TOO_LARGE);
	canon->bases[canon->base_count++] = number_from_mpz(canon->arena, base);
}

/* Splits the known base `index` and `rest` at their common divisor and asks for a fresh start. */
static void split(struct canon *canon, size_t index, mpz_srcptr known, mpz_srcptr rest, mpz_srcptr common)
{
	mpz_t part;

	mpz_init(part);
	canon->bases[index] = canon->bases[--canon->base_count];
	mpz_divexact(part, known, common);
	add_base(canon, part);
	mpz_divexact(part, rest, common);
	add_base(canon, part);
	add_base(canon, common);
	canon->split = true;
	arena_refuse(canon->arena, REFUSAL_UNDECIDED);
}

/* What trial division left, over the bases known so far. */
static void refine(struct canon *canon, struct factors *factors, mpz_ptr rest)
{
	mpz_t known, common;
	int64_t power;

	mpz_init(known);
	mpz_init(common);
	for (size_t i = 0; i < canon->base_count; i++) {
		int64_t exponent;

		number_get_num(canon->bases[i], known);
		exponent = (int64_t)mpz_remove(rest, rest, known);
		if (exponent)
			add_factor(canon, factors, canon->bases[i], exponent);
		mpz_gcd(common, rest, known);
		if (mpz_cmp_ui(common, 1) > 0)
			split(canon, i, known, rest, common);
	}
	if (mpz_cmp_ui(rest, 1) <= 0)
		return;
	power = take_perfect_power(rest);
	add_base(canon, rest);
	add_factor(canon, factors, number_from_mpz(canon->arena, rest), power);
}

/* What trial division left of an integer of one word. A prime below the limit can divide no base. */
static void finish_small(struct canon *canon, struct factors *factors, uint64_t rest)
{
	mpz_t large;

	if (rest == 1)
		return;
	if (rest < LIMIT_PRIME) {
		add_factor(canon, factors, number_from_int(canon->arena, (int64_t)rest), 1);
		return;
	}
	arena_serve_gmp(canon->arena);
	mpz_init_set_ui(large, rest);
	refine(canon, factors, large);
}

size_t factor_integer(struct canon *canon, struct number integer, struct factor *ret_factors)
{
	struct factors factors = {ret_factors, 0};
	mpz_t rest;

	if (!integer.big) {
		finish_small(canon, &factors, divide_small(canon, &factors, (uint64_t)integer.num));
		return factors.count;
	}
	arena_serve_gmp(canon->arena);
	mpz_init(rest);
	number_get_num(integer, rest);
	divide_large(canon, &factors, rest);
	/* Primes already taken out do not come again, so the list stays one of distinct bases. */
	if (mpz_fits_slong_p(rest))
		finish_small(canon, &factors, divide_small(canon, &factors, (uint64_t)mpz_get_si(rest)));
	else
		refine(canon, &factors, rest);
	return factors.count;
}

#include "checker/algebra/calcium.h"

#include "checker/algebra/ball.h"
#include "checker/limits.h"

#include <calcium/ca.h>
#include <stdlib.h>

/* Worst first, so that the worse of two is the smaller. */
enum outcome {
	OUTCOME_UNDEFINED, /* proved to have no value */
	OUTCOME_UNKNOWN,
	OUTCOME_VALUE,
};

struct proof {
	struct arena *arena;
	ca_ctx_t exact;
};

static enum outcome evaluate(struct proof *proof, const struct expr *expr, ca_t ret_value);

static void set_number(struct proof *proof, ca_t value, struct number number)
{
	fmpq_t rational;

	fmpq_init(rational);
	if (number.big)
		fmpq_set_mpq(rational, number.big);
	else
		fmpq_set_si(rational, number.num, (ulong)number.den);
	ca_set_fmpq(value, rational, proof->exact);
	fmpq_clear(rational);
}

enum sign { SIGN_NEGATIVE = -1, SIGN_ZERO, SIGN_POSITIVE, SIGN_UNKNOWN };

/* The proved sign of `expr`, whose exact value is `value`: enclosures tell all but zero. */
static enum sign sign_of(struct proof *proof, const struct expr *expr, ca_t value)
{
	int sign = ball_sign(proof->arena, expr, NULL);

	arena_serve_gmp(NULL);
	if (sign != 0)
		return sign < 0 ? SIGN_NEGATIVE : SIGN_POSITIVE;
	return ca_check_is_zero(value, proof->exact) == T_TRUE ? SIGN_ZERO : SIGN_UNKNOWN;
}

static enum outcome divide(struct proof *proof, ca_t value, const struct expr *by, ca_t divisor)
{
	switch (sign_of(proof, by, divisor)) {
	case SIGN_ZERO:
		return OUTCOME_UNDEFINED;
	case SIGN_UNKNOWN:
		return OUTCOME_UNKNOWN;
	default:
		ca_div(value, value, divisor, proof->exact);
		return OUTCOME_VALUE;
	}
}

static enum outcome evaluate_row(struct proof *proof, const struct expr *expr, ca_t ret_value)
{
	enum outcome outcome = evaluate(proof, expr->parts[0].expr, ret_value);
	ca_t part;

	ca_init(part, proof->exact);
	for (uint32_t i = 1; i < expr->count && outcome == OUTCOME_VALUE; i++) {
		outcome = evaluate(proof, expr->parts[i].expr, part);
		if (outcome != OUTCOME_VALUE)
			break;
		switch (expr->parts[i].op) {
		case PART_PLUS:
			ca_add(ret_value, ret_value, part, proof->exact);
			break;
		case PART_MINUS:
			ca_sub(ret_value, ret_value, part, proof->exact);
			break;
		case PART_DIVIDE:
			outcome = divide(proof, ret_value, expr->parts[i].expr, part);
			break;
		default:
			ca_mul(ret_value, ret_value, part, proof->exact);
		}
	}
	ca_clear(part, proof->exact);
	return outcome;
}

/*
 * value^(num/den) over the reals. Measured on 45 identities of nested radicals: ca_sqrt and ca_pow_fmpq
 * decided no less than the exponential of a log on 45 identities, in about the same time.
 */
static enum outcome rational_power(struct proof *proof, enum sign sign, struct number exponent, ca_t value)
{
	bool odd_root = exponent.den % 2 != 0;
	bool negate = sign == SIGN_NEGATIVE && exponent.den != 1 && exponent.num % 2 != 0;
	fmpq_t power;

	if (exponent.big || llabs(exponent.num) > LIMIT_CALCIUM_EXPONENT ||
	    exponent.den > LIMIT_CALCIUM_DEGREE)
		return OUTCOME_UNKNOWN;
	if (sign == SIGN_ZERO)
		return exponent.num > 0 ? OUTCOME_VALUE : OUTCOME_UNDEFINED; /* it is zero already */
	if (sign == SIGN_UNKNOWN && (exponent.den != 1 || exponent.num <= 0))
		return OUTCOME_UNKNOWN;
	if (sign == SIGN_NEGATIVE && !odd_root)
		return OUTCOME_UNDEFINED;
	if (sign == SIGN_NEGATIVE && exponent.den != 1)
		ca_neg(value, value, proof->exact);
	if (exponent.den == 2) {
		ca_sqrt(value, value, proof->exact);
		ca_pow_si(value, value, exponent.num, proof->exact);
	} else {
		fmpq_init(power);
		fmpq_set_si(power, exponent.num, (ulong)exponent.den);
		ca_pow_fmpq(value, value, power, proof->exact);
		fmpq_clear(power);
	}
	if (negate)
		ca_neg(value, value, proof->exact);
	return OUTCOME_VALUE;
}

struct exact_exponent {
	struct arena *arena;
	const struct expr *expr;
	enum worth worth;
	struct number value;
};

static void find_exponent(void *context)
{
	struct exact_exponent *exact = context;

	exact->worth = expr_worth(exact->arena, exact->expr, &exact->value);
}

enum exponent_kind {
	EXPONENT_RATIONAL, /* a degree as its inverse */
	EXPONENT_OTHER,
	EXPONENT_BEYOND, /* too large, or with no value */
};

static enum exponent_kind exponent_of(
    struct arena *arena, const struct expr *expr, struct number *ret_exponent)
{
	struct exact_exponent exact = {arena, expr->parts[1].expr, WORTH_OTHER, NUMBER_ZERO};
	enum refusal refusal = arena_try(arena, find_exponent, &exact);

	arena_serve_gmp(NULL);
	if (refusal == REFUSAL_NONE && exact.worth == WORTH_OTHER)
		return EXPONENT_OTHER;
	if (refusal != REFUSAL_NONE || exact.worth != WORTH_RATIONAL || exact.value.big)
		return EXPONENT_BEYOND;
	*ret_exponent = exact.value;
	if (expr->kind != EXPR_ROOT)
		return EXPONENT_RATIONAL;
	*ret_exponent = (struct number){1, exact.value.num, NULL};
	return exact.value.den == 1 && exact.value.num > 0 ? EXPONENT_RATIONAL : EXPONENT_BEYOND;
}

static enum outcome evaluate_power(struct proof *proof, const struct expr *expr, ca_t ret_value)
{
	enum outcome outcome = evaluate(proof, expr->parts[0].expr, ret_value);
	struct number exponent;
	enum exponent_kind kind;
	enum sign sign;
	ca_t power;

	if (outcome != OUTCOME_VALUE)
		return outcome;
	sign = sign_of(proof, expr->parts[0].expr, ret_value);
	kind = exponent_of(proof->arena, expr, &exponent);
	if (kind == EXPONENT_RATIONAL)
		return rational_power(proof, sign, exponent, ret_value);
	if (kind == EXPONENT_BEYOND || expr->kind == EXPR_ROOT || sign != SIGN_POSITIVE)
		return OUTCOME_UNKNOWN;
	/* A value that no ball encloses is too large to be looked at closer. */
	if (ball_sign(proof->arena, expr, NULL) != 1)
		return OUTCOME_UNKNOWN;
	arena_serve_gmp(NULL);
	ca_init(power, proof->exact);
	outcome = evaluate(proof, expr->parts[1].expr, power);
	if (outcome == OUTCOME_VALUE) {
		ca_log(ret_value, ret_value, proof->exact);
		ca_mul(ret_value, ret_value, power, proof->exact);
		ca_exp(ret_value, ret_value, proof->exact);
	}
	ca_clear(power, proof->exact);
	return outcome;
}

static enum outcome natural_log(struct proof *proof, const struct expr *expr, ca_t ret_value)
{
	enum outcome outcome = evaluate(proof, expr, ret_value);

	if (outcome != OUTCOME_VALUE)
		return outcome;
	switch (sign_of(proof, expr, ret_value)) {
	case SIGN_UNKNOWN:
		return OUTCOME_UNKNOWN;
	case SIGN_POSITIVE:
		ca_log(ret_value, ret_value, proof->exact);
		return OUTCOME_VALUE;
	default:
		return OUTCOME_UNDEFINED;
	}
}

static enum outcome evaluate_log(struct proof *proof, const struct expr *expr, ca_t ret_value)
{
	enum outcome outcome = natural_log(proof, expr->parts[0].expr, ret_value), below;
	const struct expr *base = expr->parts[1].expr;
	ca_t divisor;

	if (outcome != OUTCOME_VALUE || (base->kind == EXPR_CONSTANT && base->style == CONSTANT_E))
		return outcome;
	ca_init(divisor, proof->exact);
	below = natural_log(proof, base, divisor);
	if (below == OUTCOME_VALUE) {
		switch (ca_check_is_zero(divisor, proof->exact)) {
		case T_TRUE:
			below = OUTCOME_UNDEFINED; /* base 1 */
			break;
		case T_FALSE:
			ca_div(ret_value, ret_value, divisor, proof->exact);
			break;
		default:
			below = OUTCOME_UNKNOWN;
		}
	}
	ca_clear(divisor, proof->exact);
	return below;
}

static enum outcome evaluate_absolute(struct proof *proof, const struct expr *expr, ca_t ret_value)
{
	enum outcome outcome = evaluate(proof, expr, ret_value);

	if (outcome != OUTCOME_VALUE)
		return outcome;
	switch (sign_of(proof, expr, ret_value)) {
	case SIGN_UNKNOWN:
		return OUTCOME_UNKNOWN;
	case SIGN_NEGATIVE:
		ca_neg(ret_value, ret_value, proof->exact);
		return OUTCOME_VALUE;
	default:
		return OUTCOME_VALUE;
	}
}

struct mixed {
	struct arena *arena;
	const struct expr *expr;
	enum worth worth;
	struct number value;
};

static void find_mixed(void *context)
{
	struct mixed *mixed = context;

	mixed->worth = expr_rational(mixed->arena, mixed->expr, &mixed->value);
}

static enum outcome evaluate_mixed(struct proof *proof, const struct expr *expr, ca_t ret_value)
{
	struct mixed mixed = {proof->arena, expr, WORTH_OTHER, NUMBER_ZERO};
	enum refusal refusal = arena_try(proof->arena, find_mixed, &mixed);

	arena_serve_gmp(NULL);
	if (refusal != REFUSAL_NONE || mixed.worth == WORTH_OTHER)
		return OUTCOME_UNKNOWN;
	if (mixed.worth == WORTH_UNDEFINED)
		return OUTCOME_UNDEFINED;
	set_number(proof, ret_value, mixed.value);
	return OUTCOME_VALUE;
}

static enum outcome evaluate_constant(struct proof *proof, const struct expr *expr, ca_t ret_value)
{
	if (expr->style == CONSTANT_INFINITY)
		return OUTCOME_UNKNOWN;
	if (expr->style == CONSTANT_PI)
		ca_pi(ret_value, proof->exact);
	else
		ca_one(ret_value, proof->exact);
	if (expr->style == CONSTANT_E)
		ca_exp(ret_value, ret_value, proof->exact);
	return OUTCOME_VALUE;
}

static enum outcome evaluate(struct proof *proof, const struct expr *expr, ca_t ret_value)
{
	enum outcome outcome;

	switch ((enum expr_kind)expr->kind) {
	case EXPR_NUMBER:
		set_number(proof, ret_value, expr->literal.value);
		return OUTCOME_VALUE;
	case EXPR_MIXED:
		return evaluate_mixed(proof, expr, ret_value);
	case EXPR_CONSTANT:
		return evaluate_constant(proof, expr, ret_value);
	case EXPR_SUM:
	case EXPR_PRODUCT:
		return evaluate_row(proof, expr, ret_value);
	case EXPR_NEGATE:
		outcome = evaluate(proof, expr->parts[0].expr, ret_value);
		ca_neg(ret_value, ret_value, proof->exact);
		return outcome;
	case EXPR_PERCENT:
		outcome = evaluate(proof, expr->parts[0].expr, ret_value);
		ca_div_ui(ret_value, ret_value, 100, proof->exact);
		return outcome;
	case EXPR_ABSOLUTE:
		return evaluate_absolute(proof, expr->parts[0].expr, ret_value);
	case EXPR_POWER:
	case EXPR_ROOT:
		return evaluate_power(proof, expr, ret_value);
	case EXPR_LOG:
		return evaluate_log(proof, expr, ret_value);
	default:
		return OUTCOME_UNKNOWN;
	}
}

/* What two trees would cost, looked at before anything is computed. */
struct cost {
	struct arena *arena;
	size_t nodes, transcendental, radical_count;
	uint64_t degree; /* of the field of all radicals: at most the product of their degrees */
	const struct expr *radicals[LIMIT_CALCIUM_NODES];
	struct {
		uint64_t prime, degree;
	} primes[LIMIT_CALCIUM_NODES];
	size_t prime_count;
	bool refused;
};

static void multiply_degree(struct cost *cost, uint64_t by)
{
	if (by > LIMIT_CALCIUM_DEGREE || cost->degree * by > LIMIT_CALCIUM_DEGREE)
		cost->refused = true;
	else
		cost->degree *= by;
}

static uint64_t gcd(uint64_t a, uint64_t b)
{
	return b == 0 ? a : gcd(b, a % b);
}

/* A root of a prime: roots of the same prime share one field, of the least common degree. */
static void add_prime(struct cost *cost, uint64_t prime, uint64_t degree)
{
	size_t i = 0;

	while (i < cost->prime_count && cost->primes[i].prime != prime)
		i++;
	if (i == LIMIT_CALCIUM_NODES) {
		cost->refused = true;
		return;
	}
	if (i == cost->prime_count) {
		cost->prime_count++;
		cost->primes[i].prime = prime;
		cost->primes[i].degree = 1;
	}
	degree /= gcd(degree, cost->primes[i].degree);
	cost->primes[i].degree *= degree;
	multiply_degree(cost, degree);
}

static void add_integer(struct cost *cost, uint64_t integer, uint64_t degree)
{
	enum { SMALL = 1000 };

	for (uint64_t p = 2; p < SMALL && p * p <= integer && !cost->refused; p++) {
		uint64_t times = 0;

		for (; integer % p == 0; integer /= p)
			times++;
		if (times)
			add_prime(cost, p, degree / gcd(degree, times));
	}
	if (integer > 1 && !cost->refused)
		add_prime(cost, integer, degree);
}

static void add_radical(struct cost *cost, const struct expr *radical, uint64_t degree)
{
	struct number base;

	if (degree > LIMIT_CALCIUM_DEGREE) {
		cost->refused = true;
		return;
	}
	if (expr_rational(cost->arena, radical->parts[0].expr, &base) == WORTH_RATIONAL && !base.big) {
		add_integer(cost, (uint64_t)llabs(base.num), degree);
		add_integer(cost, (uint64_t)base.den, degree);
		return;
	}
	for (size_t i = 0; i < cost->radical_count; i++) {
		if (expr_same(cost->radicals[i], radical))
			return;
	}
	if (cost->radical_count == LIMIT_CALCIUM_NODES) {
		cost->refused = true;
		return;
	}
	cost->radicals[cost->radical_count++] = radical;
	multiply_degree(cost, degree);
}

static void estimate(struct cost *cost, const struct expr *expr)
{
	struct number exponent;
	size_t before;

	if (++cost->nodes > LIMIT_CALCIUM_NODES || cost->refused || expr->kind == EXPR_SYMBOL) {
		cost->refused = true;
		return;
	}
	if (expr->kind == EXPR_NUMBER)
		cost->refused = number_bits(expr->literal.value) > LIMIT_CALCIUM_BITS;
	before = cost->transcendental;
	for (uint32_t i = 0; i < expr->count; i++)
		estimate(cost, expr->parts[i].expr);
	if (cost->refused)
		return;
	if (expr->kind == EXPR_POWER || expr->kind == EXPR_ROOT) {
		enum exponent_kind kind = exponent_of(cost->arena, expr, &exponent);

		/* Roots of logs: measured at up to 66 ms, and never decided. */
		if (kind == EXPONENT_OTHER)
			cost->transcendental++;
		else if (kind == EXPONENT_BEYOND || llabs(exponent.num) > LIMIT_CALCIUM_EXPONENT ||
		         (exponent.den != 1 && cost->transcendental != before))
			cost->refused = true;
		else if (exponent.den != 1)
			add_radical(cost, expr, (uint64_t)exponent.den);
	}
	cost->transcendental += expr->kind == EXPR_LOG || expr->kind == EXPR_CONSTANT;
	if (cost->transcendental > LIMIT_CALCIUM_TRANSCENDENTAL)
		cost->refused = true;
}

struct estimation {
	struct cost cost;
	const struct expr *a, *b;
};

static void run_estimation(void *context)
{
	struct estimation *estimation = context;

	estimate(&estimation->cost, estimation->a);
	estimate(&estimation->cost, estimation->b);
}

static bool affordable(struct arena *arena, const struct expr *a, const struct expr *b)
{
	struct estimation *estimation = arena_zero(arena, sizeof *estimation);

	estimation->cost.arena = arena;
	estimation->cost.degree = 1;
	estimation->a = a;
	estimation->b = b;
	return arena_try(arena, run_estimation, estimation) == REFUSAL_NONE && !estimation->cost.refused;
}

static const struct {
	slong option, value;
} options[] = {
    {CA_OPT_PREC_LIMIT, 512},
    {CA_OPT_SMOOTH_LIMIT, 12}, /* bits of factors looked for: trial division and no elliptic curves */
    {CA_OPT_QQBAR_DEG_LIMIT, LIMIT_CALCIUM_DEGREE},
    {CA_OPT_GROEBNER_LENGTH_LIMIT, 20},
    {CA_OPT_GROEBNER_POLY_LENGTH_LIMIT, 100},
    {CA_OPT_GROEBNER_POLY_BITS_LIMIT, 1000},
};

enum equality calcium_equal(struct arena *arena, const struct expr *a, const struct expr *b)
{
	struct proof proof = {.arena = arena};
	enum outcome outcome_a, outcome_b;
	enum equality equality = EQUALITY_UNKNOWN;
	ca_t value_a, value_b;

	if (!affordable(arena, a, b) || !arena_spend(arena, LIMIT_CALCIUM_WORK))
		return EQUALITY_UNKNOWN;
	arena_serve_gmp(NULL); /* FLINT's numbers must not lie in the arena */
	ca_ctx_init(proof.exact);
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		ca_ctx_set_option(proof.exact, options[i].option, options[i].value);
	ca_init(value_a, proof.exact);
	ca_init(value_b, proof.exact);
	outcome_a = evaluate(&proof, a, value_a);
	outcome_b = outcome_a == OUTCOME_VALUE ? evaluate(&proof, b, value_b) : OUTCOME_UNKNOWN;
	if (outcome_a == OUTCOME_UNDEFINED || outcome_b == OUTCOME_UNDEFINED) {
		equality = EQUALITY_DIFFERENT;
	} else if (outcome_b == OUTCOME_VALUE) {
		truth_t truth = ca_check_equal(value_a, value_b, proof.exact);

		equality = truth == T_TRUE    ? EQUALITY_EQUAL
		           : truth == T_FALSE ? EQUALITY_DIFFERENT
		                              : EQUALITY_UNKNOWN;
	}
	ca_clear(value_a, proof.exact);
	ca_clear(value_b, proof.exact);
	ca_ctx_clear(proof.exact);
	return equality;
}

void calcium_thread_done(void)
{
	arena_serve_gmp(NULL);
	flint_cleanup();
}

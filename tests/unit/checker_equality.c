/*
 * Equality: a table of pairs with what is true of them. Each row is confirmed by an evaluator in floating
 * point, so that a row cannot be mistaken together with the checker.
 */
#include "tests/unit/checker_trees.h"

enum assume { POSITIVE, REAL, EITHER };
enum { EQ = EQUALITY_EQUAL, NE = EQUALITY_DIFFERENT, UNKNOWN = EQUALITY_UNKNOWN };

struct row {
	const char *a, *b;
	int truth;
	enum assume assume;
};

static const struct row numbers[] = {
    {"2+3", "5", EQ, EITHER},
    {"2+3", "6", NE, EITHER},
    {"1/3+1/6", "1/2", EQ, EITHER},
    {"0.1+0.2", "0.3", EQ, EITHER},
    {"0.(3)", "1/3", EQ, EITHER},
    {"0.(9)", "1", EQ, EITHER},
    {"0.1(6)", "1/6", EQ, EITHER},
    {"0.333", "1/3", NE, EITHER},
    {"1 1/2", "3/2", EQ, EITHER},
    {"-1 1/2", "-3/2", EQ, EITHER},
    {"50%", "1/2", EQ, EITHER},
    {"-2^2", "-4", EQ, EITHER},
    {"(-2)^2", "4", EQ, EITHER},
    {"2^3^2", "512", EQ, EITHER},
    {"2^-3", "1/8", EQ, EITHER},
    {"(2/3)^-2", "9/4", EQ, EITHER},
    {"3.2e5", "320000", EQ, EITHER},
    {"3.2*10^-5", "0.000032", EQ, EITHER},
    {"10^-10", "10^-11", NE, EITHER},
    {"2^2000", "2^2001", NE, EITHER},
    {"2^2000", "4^1000", EQ, EITHER},
    {"6^5000", "2^5000*3^5000", EQ, EITHER},
    {"6^100000", "2^100000*3^100000", EQ, EITHER},
    {"6^100000", "2^100000*3^100001", NE, EITHER},
    {"2^(-20)", "0", NE, EITHER},
    {"9999999999999999999*9999999999999999999", "99999999999999999980000000000000000001", EQ, EITHER},
    {"abs(-3)", "3", EQ, EITHER},
    {"|2-5|", "3", EQ, EITHER},
};

static const struct row roots[] = {
    {"sqrt(8)", "2sqrt(2)", EQ, EITHER},
    {"sqrt(8)", "3sqrt(2)", NE, EITHER},
    {"sqrt(16)", "4", EQ, EITHER},
    {"sqrt(2)*sqrt(3)", "sqrt(6)", EQ, EITHER},
    {"sqrt(2)+sqrt(3)", "sqrt(5)", NE, EITHER},
    {"sqrt(1/2)", "sqrt(2)/2", EQ, EITHER},
    {"1/sqrt(2)", "sqrt(2)/2", EQ, EITHER},
    {"8^(2/3)", "4", EQ, EITHER},
    {"(-8)^(1/3)", "-2", EQ, EITHER},
    {"(-8)^(2/3)", "4", EQ, EITHER},
    {"root(-27,3)", "-3", EQ, EITHER},
    {"root(16,4)", "2", EQ, EITHER},
    {"root(54,3)", "3root(2,3)", EQ, EITHER},
    {"root(-16,3)", "-2root(2,3)", EQ, EITHER},
    {"2^(1/2)*2^(1/3)", "2^(5/6)", EQ, EITHER},
    {"4^(1/4)", "sqrt(2)", EQ, EITHER},
    {"27^(-2/3)", "1/9", EQ, EITHER},
    {"2^(1/97)*2^(1/89)", "2^(186/8633)", EQ, EITHER},
    {"2^(1/97)*2^(1/89)", "2^(187/8633)", NE, EITHER},
    {"(1+sqrt(2))^2", "3+2sqrt(2)", EQ, EITHER},
    {"(1+sqrt(2))^3", "7+5sqrt(2)", EQ, EITHER},
    {"(1+sqrt(2))^3", "7+4sqrt(2)", NE, EITHER},
    {"1/(1+sqrt(2))", "sqrt(2)-1", EQ, EITHER},
    {"1/(sqrt(3)-sqrt(2))", "sqrt(3)+sqrt(2)", EQ, EITHER},
    {"(sqrt(2)+sqrt(3))^2", "5+2sqrt(6)", EQ, EITHER},
    {"1/(root(2,3)-1)", "1+root(2,3)+root(4,3)", EQ, EITHER},
    {"sqrt(12)+sqrt(27)", "5sqrt(3)", EQ, EITHER},
    {"sqrt(12)+sqrt(27)", "sqrt(39)", NE, EITHER},
    {"sqrt(sqrt(16))", "2", EQ, EITHER},
    {"sqrt(sqrt(2))", "2^(1/4)", EQ, EITHER},
    {"sqrt(3+2sqrt(2))", "1+sqrt(2)", EQ, EITHER},
    {"sqrt(3+2sqrt(2))", "2+sqrt(2)", NE, EITHER},
    {"sqrt(3-2sqrt(2))", "sqrt(2)-1", EQ, EITHER},
    {"sqrt(3-2sqrt(2))", "1-sqrt(2)", NE, EITHER},
    {"sqrt(2+sqrt(3))", "(sqrt(6)+sqrt(2))/2", EQ, EITHER},
    {"root(7+5sqrt(2),3)", "1+sqrt(2)", EQ, EITHER},
    {"root(7-5sqrt(2),3)", "1-sqrt(2)", EQ, EITHER},
    {"sqrt(5-2sqrt(6))", "sqrt(3)-sqrt(2)", EQ, EITHER},
    {"sqrt(5-2sqrt(6))", "sqrt(2)-sqrt(3)", NE, EITHER},
    {"root(2+sqrt(5),3)+root(2-sqrt(5),3)", "1", EQ, EITHER},
    {"root(9+4sqrt(5),3)+root(9-4sqrt(5),3)", "3", EQ, EITHER},
    {"sqrt(2)+sqrt(3)+sqrt(5)", "sqrt(10+2sqrt(6)+2sqrt(10)+2sqrt(15))", EQ, EITHER},
    {"sqrt(2)*sqrt(3+sqrt(5))", "1+sqrt(5)", EQ, EITHER},
    {"root(17+12sqrt(2),4)", "1+sqrt(2)", EQ, EITHER},
    {"sqrt(7+4sqrt(3))+sqrt(7-4sqrt(3))", "4", EQ, EITHER},
    {"sqrt(1+sqrt(3+2sqrt(2)))", "sqrt(2+sqrt(2))", EQ, EITHER},
    {"sqrt(root(5,3)-root(4,3))", "(root(2,3)+root(20,3)-root(25,3))/3", EQ, EITHER},
    {"sqrt(root(28,3)-3)", "(root(98,3)-root(28,3)-1)/3", EQ, EITHER},
    {"sqrt(2+sqrt(2+sqrt(2)))*sqrt(2-sqrt(2+sqrt(2)))", "sqrt(2-sqrt(2))", EQ, EITHER},
    {"1/(1+sqrt(2)+sqrt(3))", "(2+sqrt(2)-sqrt(6))/4", EQ, EITHER},
    {"(-2)^(1/3)*(-2)^(2/3)", "-2", EQ, EITHER},
    {"(-1)^(1/3)", "-1", EQ, EITHER},
    {"sqrt(2)^2", "2", EQ, EITHER},
    {"sqrt(2)^6", "8", EQ, EITHER},
    {"sqrt((1-sqrt(2))^2)", "sqrt(2)-1", EQ, EITHER},
    {"sqrt((1-sqrt(2))^2)", "1-sqrt(2)", NE, EITHER},
    {"sqrt(1000000007*1000000009)^2", "1000000016000000063", EQ, EITHER},
    {"sqrt(1000000007)*sqrt(1000000009)", "sqrt(1000000016000000063)", EQ, EITHER},
    {"sqrt(1000000007^2*1000000009)", "1000000007*sqrt(1000000009)", EQ, EITHER},
};

static const struct row logs[] = {
    {"log_2(8)", "3", EQ, EITHER},
    {"log_2(9)", "3", NE, EITHER},
    {"log(1000)", "3", EQ, EITHER},
    {"log(1/100)", "-2", EQ, EITHER},
    {"log_8(4)", "2/3", EQ, EITHER},
    {"log_4(8)", "3/2", EQ, EITHER},
    {"log_(1/2)(8)", "-3", EQ, EITHER},
    {"log_2(2^2000)", "2000", EQ, EITHER},
    {"log_2(3^100000)", "100000log_2(3)", EQ, EITHER},
    {"log(8)/log(2)", "3", EQ, EITHER},
    {"log(8)-log(2)", "log(4)", EQ, EITHER},
    {"log(8)-log(2)", "3", NE, EITHER},
    {"ln(e^3)", "3", EQ, EITHER},
    {"e^(ln(5))", "5", EQ, EITHER},
    {"e^(2ln(3))", "9", EQ, EITHER},
    {"10^(log(7))", "7", EQ, EITHER},
    {"2^(log_2(5)+1)", "10", EQ, EITHER},
    {"ln(2)+ln(3)", "ln(6)", EQ, EITHER},
    {"ln(2)*ln(3)", "ln(6)", NE, EITHER},
    {"ln(2+3)", "ln(2)+ln(3)", NE, EITHER},
    {"log_2(3)*log_3(4)", "2", EQ, EITHER},
    {"log_2(3)*log_3(5)*log_5(8)", "3", EQ, EITHER},
    {"log_3(5)", "ln(5)/ln(3)", EQ, EITHER},
    {"log_3(5)", "ln(3)/ln(5)", NE, EITHER},
    {"log_9(25)", "log_3(5)", EQ, EITHER},
    {"1/log_5(3)", "log_3(5)", EQ, EITHER},
    {"ln(sqrt(e))", "1/2", EQ, EITHER},
    {"log_2(sqrt(2))", "1/2", EQ, EITHER},
    {"ln(2+sqrt(3))", "-ln(2-sqrt(3))", EQ, EITHER},
    {"log(2+sqrt(3))", "-log(2-sqrt(3))", EQ, EITHER},
    {"log(1+sqrt(2))+log(sqrt(2)-1)", "0", EQ, EITHER},
    {"log_(1+sqrt(2))(3+2sqrt(2))", "2", EQ, EITHER},
    {"ln(5+2sqrt(6))", "2ln(sqrt(2)+sqrt(3))", EQ, EITHER},
    {"ln(5+2sqrt(6))", "3ln(sqrt(2)+sqrt(3))", NE, EITHER},
    {"ln(e^2+e)", "1+ln(e+1)", EQ, EITHER},
    {"pi^(1/ln(pi))", "e", EQ, EITHER},
    {"ln(ln(e^e))", "1", EQ, EITHER},
    {"2^(log_4(3+2sqrt(2)))", "1+sqrt(2)", EQ, EITHER},
    {"10^(log(2)+log(1+sqrt(2)))", "2+2sqrt(2)", EQ, EITHER},
    {"(2^sqrt(2))^sqrt(2)", "4", EQ, EITHER},
    {"2^sqrt(2)*2^(2-sqrt(2))", "4", EQ, EITHER},
    {"e^pi", "pi^e", NE, EITHER},
    {"pi", "22/7", NE, EITHER},
    {"sqrt(pi^2+2*pi+1)", "pi+1", EQ, EITHER},
    {"2pi/pi", "2", EQ, EITHER},
    {"(pi+1)^2-pi^2", "2pi+1", EQ, EITHER},
    {"log(-5)", "log(-7)", NE, EITHER},
    {"log_1(5)", "log_1(5)", NE, EITHER},
    {"ln(0)", "ln(0)", NE, EITHER},
    {"1/0", "1/0", NE, EITHER},
    {"0^0", "1", NE, EITHER},
    {"sqrt(-4)", "sqrt(-4)", NE, EITHER},
    {"1/(sqrt(3+2sqrt(2))-sqrt(2)-1)", "5", NE, EITHER},
};

static const struct row polynomials[] = {
    {"x+x", "2x", EQ, EITHER},
    {"x*x", "x^2", EQ, EITHER},
    {"x+1", "1+x", EQ, EITHER},
    {"x+1", "x+2", NE, EITHER},
    {"(x+1)^2", "x^2+2x+1", EQ, EITHER},
    {"(x+1)^2", "x^2+1", NE, EITHER},
    {"(x+y)^2", "x^2+y^2", NE, EITHER},
    {"(x-y)(x+y)", "x^2-y^2", EQ, EITHER},
    {"(x+1)^5", "x^5+5x^4+10x^3+10x^2+5x+1", EQ, EITHER},
    {"3(x+2)-x", "2x+6", EQ, EITHER},
    {"-(x-y)", "y-x", EQ, EITHER},
    {"x^2/x", "x", EQ, EITHER},
    {"x^5/x^2", "x^3", EQ, EITHER},
    {"x^2x^3", "x^5", EQ, EITHER},
    {"x^2x^3", "x^6", NE, EITHER},
    {"(x^2)^3", "x^6", EQ, EITHER},
    {"(x^2)^3", "x^5", NE, EITHER},
    {"(2x)^3", "8x^3", EQ, EITHER},
    {"(2x)^3", "2x^3", NE, EITHER},
    {"(x/y)^2", "x^2/y^2", EQ, EITHER},
    {"x^-2", "1/x^2", EQ, EITHER},
    {"x^0", "1", EQ, EITHER},
    {"1/(1/x)", "x", EQ, EITHER},
    {"1/x+1/y", "(x+y)/(x*y)", EQ, EITHER},
    {"1/x+1/y", "2/(x+y)", NE, EITHER},
    {"1/(x+1)+1/(x-1)", "2x/(x^2-1)", EQ, EITHER},
    {"(x^2-1)/(x-1)", "x+1", EQ, EITHER},
    {"(x^2-1)/(x-1)", "x-1", NE, EITHER},
    {"(x^3-1)/(x-1)", "x^2+x+1", EQ, EITHER},
    {"(x+1)/(2x+2)", "1/2", EQ, EITHER},
    {"(x+y)/(x+y)", "1", EQ, EITHER},
    {"a/b/a", "1/b", EQ, EITHER},
    {"a/(b/a)", "a^2/b", EQ, EITHER},
    {"8/9x^2", "8x^2/9", EQ, EITHER},
    {"8/9x^2", "8/(9x^2)", NE, EITHER},
    {"1/2x", "x/2", EQ, EITHER},
    {"x^1/2", "x/2", EQ, EITHER},
    {"x/(x+1)", "1-1/(x+1)", EQ, EITHER},
    {"(x-1)^3", "(1-x)^3", NE, EITHER},
    {"(x-1)^2", "(1-x)^2", EQ, EITHER},
    {"x*y*z", "z*y*x", EQ, EITHER},
    {"(x+y)(y+z)(z+x)+x*y*z", "(x+y+z)(x*y+y*z+z*x)", EQ, EITHER},
    {"sqrt(2)x+sqrt(8)x", "3sqrt(2)x", EQ, EITHER},
    {"(x+sqrt(2))(x-sqrt(2))", "x^2-2", EQ, EITHER},
    {"1/(x+1/(x+1))", "(x+1)/(x^2+x+1)", EQ, EITHER},
    {"1/(1+1/(1+1/x))", "(x+1)/(2x+1)", EQ, EITHER},
};

static const struct row powers[] = {
    {"sqrt(x^2)", "x", EQ, POSITIVE},
    {"sqrt(x^2)", "x", NE, REAL},
    {"sqrt(x^2)", "abs(x)", EQ, EITHER},
    {"sqrt(x^2)", "-x", NE, EITHER},
    {"(x^2)^(1/2)", "abs(x)", EQ, REAL},
    {"root(x^3,3)", "x", EQ, EITHER},
    {"root(x^4,4)", "abs(x)", EQ, EITHER},
    {"root(x^6,6)", "x", NE, REAL},
    {"sqrt(x)^2", "x", EQ, POSITIVE},
    {"sqrt(x)*sqrt(y)", "sqrt(x*y)", EQ, POSITIVE},
    {"sqrt(x)*sqrt(x)", "x", EQ, POSITIVE},
    {"sqrt(x+y)", "sqrt(x)+sqrt(y)", NE, EITHER},
    {"sqrt(4x)", "2sqrt(x)", EQ, EITHER},
    {"sqrt(x/4)", "sqrt(x)/2", EQ, EITHER},
    {"x^(1/2)", "sqrt(x)", EQ, EITHER},
    {"x^(3/2)", "x*sqrt(x)", EQ, EITHER},
    {"x^(1/2)*x^(1/3)", "x^(5/6)", EQ, POSITIVE},
    {"x^(-1/2)", "1/sqrt(x)", EQ, EITHER},
    {"sqrt((x-1)^2)", "abs(x-1)", EQ, EITHER},
    {"sqrt((x-1)^2)", "x-1", NE, EITHER},
    {"sqrt((x+1)^2)", "x+1", EQ, POSITIVE},
    {"sqrt((x+1)^2)", "x+1", NE, REAL},
    {"sqrt(x^2+2x+1)", "x+1", EQ, POSITIVE},
    {"sqrt(x^2-1)", "sqrt(x-1)*sqrt(x+1)", EQ, POSITIVE},
    {"sqrt(x^2-1)", "sqrt(x-1)*sqrt(x+1)", NE, REAL},
    {"root(x^3+3x^2+3x+1,3)", "x+1", EQ, EITHER},
    {"sqrt(x^2+1)", "x+1", NE, EITHER},
    {"abs(x)^2", "x^2", EQ, EITHER},
    {"abs(x*y)", "abs(x)*abs(y)", EQ, POSITIVE},
    {"abs(x)", "x", EQ, POSITIVE},
    {"abs(x)", "x", NE, REAL},
    {"abs(-x)", "abs(x)", EQ, EITHER},
    {"abs(x-y)", "abs(y-x)", EQ, EITHER},
    {"2^x*2^3", "2^(x+3)", EQ, EITHER},
    {"2^x*3^x", "6^x", EQ, EITHER},
    {"2^x*3^x", "5^x", NE, EITHER},
    {"2^x+2^x", "2^(x+1)", EQ, EITHER},
    {"4^x", "2^(2x)", EQ, EITHER},
    {"4^x", "2^(x+2)", NE, EITHER},
    {"(2^x)^y", "2^(x*y)", EQ, EITHER},
    {"2^(-x)", "(1/2)^x", EQ, EITHER},
    {"2^(x-1)", "2^x/2", EQ, EITHER},
    {"8^(x/3)", "2^x", EQ, EITHER},
    {"e^x*e^y", "e^(x+y)", EQ, EITHER},
    {"(e^x)^2", "e^(x^2)", NE, EITHER},
    {"x^a*x^b", "x^(a+b)", EQ, POSITIVE},
    {"(x^a)^b", "x^(a*b)", EQ, POSITIVE},
    {"(x*y)^a", "x^a*y^a", EQ, POSITIVE},
    {"x^y", "y^x", NE, POSITIVE},
    {"(x+1)^a*(x+1)^b", "(x+1)^(a+b)", EQ, POSITIVE},
    {"x^n/x", "x^(n-1)", EQ, POSITIVE},
};

static const struct row logs_of_symbols[] = {
    {"log(x^2)", "2log(x)", EQ, POSITIVE},
    {"log(x^2)", "2log(x)", NE, REAL},
    {"log(x^2)", "2log(abs(x))", EQ, EITHER},
    {"log(x*y)", "log(x)+log(y)", EQ, POSITIVE},
    {"log(x+y)", "log(x)+log(y)", NE, EITHER},
    {"log(x)*log(y)", "log(x*y)", NE, EITHER},
    {"log(x/y)", "log(x)-log(y)", EQ, POSITIVE},
    {"log(x)/log(y)", "log(x-y)", NE, POSITIVE},
    {"log(x)/log(y)", "log(x)-log(y)", NE, POSITIVE},
    {"log(x^2y)", "2log(x)+log(y)", EQ, POSITIVE},
    {"log(sqrt(x))", "log(x)/2", EQ, POSITIVE},
    {"log(x^3)", "3log(x)", EQ, EITHER},
    {"log(x)^3", "3log(x)", NE, EITHER},
    {"ln(e^x)", "x", EQ, EITHER},
    {"e^(ln(x))", "x", EQ, POSITIVE},
    {"10^(2log(x))", "x^2", EQ, POSITIVE},
    {"log_2(x)", "ln(x)/ln(2)", EQ, EITHER},
    {"log_2(8x)", "3+log_2(x)", EQ, EITHER},
    {"log_2(8x)", "3log_2(x)", NE, EITHER},
    {"log_a(a^3)", "3", EQ, POSITIVE},
    {"log_a(x)", "log(x)/log(a)", EQ, POSITIVE},
    {"a^(log_a(x))", "x", EQ, POSITIVE},
    {"log_4(x^2)", "log_2(x)", EQ, POSITIVE},
    {"ln(x^2+x)", "ln(x)+ln(x+1)", EQ, POSITIVE},
    {"ln(x^2-1)", "ln(x-1)+ln(x+1)", EQ, POSITIVE},
    {"log(x^2-1)", "log(x-1)+log(x+1)", EQ, POSITIVE},
    {"log(x^2-1)", "log(x-1)+log(x+2)", NE, EITHER},
    {"log(x^2-2x+1)", "2log(x-1)", EQ, POSITIVE},
    {"ln((x+1)^2)", "2ln(x+1)", EQ, POSITIVE},
    {"ln(1/x)", "-ln(x)", EQ, EITHER},
    {"ln(2x)-ln(x)", "ln(2)", EQ, POSITIVE},
    {"ln(2x)-ln(x)", "ln(2)", NE, REAL},
    {"x^(ln(y))", "y^(ln(x))", EQ, POSITIVE},
    {"log_x(y)*log_y(x)", "1", EQ, POSITIVE},
};

/* Pairs that floating point cannot tell apart. */
static const struct row close_ones[] = {
    {"1/9999999999999999999", "1/9999999999999999998", NE, EITHER},
    {"2^100", "2^100+1", NE, EITHER},
    {"pi", "3.14159265358979", NE, EITHER},
    {"5+10^-300", "5", NE, EITHER},
    {"sqrt(2)+10^-100", "sqrt(2)", NE, EITHER},
    {"sqrt(2+root(3,3))", "sqrt(2+root(3,3)+10^-300)", NE, EITHER},
    {"ln(1+10^-200)", "0", NE, EITHER},
    {"e^(pi*sqrt(163))", "262537412640768744", NE, EITHER},
    {"((1+sqrt(5))/2)^300", "((1+sqrt(5))/2)^300+((1-sqrt(5))/2)^300", NE, EITHER},
    {"x+10^-60", "x", NE, EITHER},
    {"2^100000*x", "(2^100000+1)*x", NE, EITHER},
};

static struct arena *arena;

struct comparison {
	const struct expr *a, *b;
	struct assumptions assumptions;
	enum equality equality;
};

static void compare(void *context)
{
	struct comparison *comparison = context;

	comparison->equality = expr_equal(arena, comparison->a, comparison->b, &comparison->assumptions);
}

/* Both ways round. */
static void assert_row(const struct row *row, bool real)
{
	struct comparison comparison = {.assumptions = {.real = real}};

	for (int turn = 0; turn < 2; turn++) {
		arena_reset(arena);
		comparison.a = tree(arena, turn ? row->b : row->a);
		comparison.b = tree(arena, turn ? row->a : row->b);
		if (arena_try(arena, compare, &comparison) != REFUSAL_NONE)
			fail_msg("%s against %s is refused", row->a, row->b);
		if ((int)comparison.equality != row->truth)
			fail_msg("%s against %s (%s): %d, not %d", row->a, row->b, real ? "real" : "positive",
			    (int)comparison.equality, row->truth);
	}
}

/* What a row says must be true by another reckoning, at points with positive values. */
static void confirm(const struct row *row)
{
	const struct expr *a = tree(arena, row->a), *b = tree(arena, row->b);
	bool differs = false;

	for (unsigned point = 0; point < 7; point++) {
		double at_a = evaluate(a, point), at_b = evaluate(b, point);
		bool defined = isfinite(at_a) && isfinite(at_b);

		if (row->truth == EQ && defined && !nearly(at_a, at_b))
			fail_msg("the row %s = %s is mistaken: %g and %g", row->a, row->b, at_a, at_b);
		differs = differs || !defined || fabs(at_a - at_b) > 1e-13 * fmax(fabs(at_a), fabs(at_b));
	}
	if (row->truth == NE && row->assume != REAL && !differs)
		fail_msg("the row %s != %s is mistaken", row->a, row->b);
}

static void assert_rows(const struct row *rows, size_t count, bool confirmed)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].assume != REAL)
			assert_row(&rows[i], false);
		if (rows[i].assume != POSITIVE)
			assert_row(&rows[i], true);
		arena_reset(arena);
		if (confirmed)
			confirm(&rows[i]);
	}
}
#define ASSERT_ROWS(rows, confirmed) assert_rows(rows, sizeof(rows) / sizeof((rows)[0]), confirmed)

static void compares_numbers(void **state)
{
	(void)state;
	ASSERT_ROWS(numbers, true);
}

static void compares_roots(void **state)
{
	(void)state;
	ASSERT_ROWS(roots, true);
}

static void compares_logs(void **state)
{
	(void)state;
	ASSERT_ROWS(logs, true);
}

static void compares_polynomials_and_fractions(void **state)
{
	(void)state;
	ASSERT_ROWS(polynomials, true);
}

static void compares_powers_by_what_is_assumed(void **state)
{
	(void)state;
	ASSERT_ROWS(powers, true);
}

static void compares_logs_of_symbols(void **state)
{
	(void)state;
	ASSERT_ROWS(logs_of_symbols, true);
}

static void tells_apart_what_floating_point_cannot(void **state)
{
	(void)state;
	ASSERT_ROWS(close_ones, false);
}

/* Every tree of the tables equals itself, unless it has no value. */
static void is_reflexive(void **state)
{
	static const struct {
		const struct row *rows;
		size_t count;
	} tables[] = {{roots, sizeof roots / sizeof roots[0]},
	    {polynomials, sizeof polynomials / sizeof polynomials[0]},
	    {powers, sizeof powers / sizeof powers[0]},
	    {logs_of_symbols, sizeof logs_of_symbols / sizeof logs_of_symbols[0]}};

	(void)state;
	for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
		for (size_t i = 0; i < tables[t].count; i++) {
			const struct row row = {tables[t].rows[i].a, tables[t].rows[i].a, EQ, EITHER};

			assert_rows(&row, 1, false);
		}
	}
}

static int start(void **state)
{
	(void)state;
	arena = arena_new(LIMIT_ARENA_BYTES);
	return arena ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(compares_numbers),
	    cmocka_unit_test(compares_roots),
	    cmocka_unit_test(compares_logs),
	    cmocka_unit_test(compares_polynomials_and_fractions),
	    cmocka_unit_test(compares_powers_by_what_is_assumed),
	    cmocka_unit_test(compares_logs_of_symbols),
	    cmocka_unit_test(tells_apart_what_floating_point_cannot),
	    cmocka_unit_test(is_reflexive),
	};

	return cmocka_run_group_tests(tests, start, end);
}

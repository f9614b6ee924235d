/*
 * Answers made to cost time or memory: each gets a verdict, within 10 ms of processor time in a release build
 * and 32 MiB. Under sanitizers, and without optimisation, only that each is survived.
 */
#include "checker/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include <cmocka.h>

#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
enum { MEASURED = 1 };
#else
enum { MEASURED = 0 };
#endif
enum { MILLISECONDS_MOST = 10, ARENA_MOST = 32 * 1024 * 1024, TEXT_MOST = 1 << 20, GENERATED = 1000 };

/* What the bombs are thrown at: kinds, and keys that lead into every tier. */
static const struct {
	int kind;
	const char *expected;
	bool real;
} targets[] = {{KIND_NUMBER, "5", false}, {KIND_NUMBER, "sqrt(2)", false}, {KIND_NUMBER, "ln(2)", false},
    {KIND_EXPRESSION, "x+1", false}, {KIND_EXPRESSION, "2^(1/3)*x^y", true}, {KIND_EQUATION, "2^x=8", false},
    {KIND_SOLUTIONS, "1,sqrt(2),ln(5)", false}, {KIND_LIST, "2,-sqrt(3)", false},
    {KIND_INTERVAL, "1<x<sqrt(2)", false}};
enum { TARGETS = sizeof targets / sizeof targets[0] };

static struct arena *lasting, *passing;
static struct question_spec specs[TARGETS];
static struct question *questions[TARGETS];
static char text[TEXT_MOST + 1];
static double slowest;
static char slowest_text[81];

static double milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* The best of three, as a cold cache or an interrupt is none of the checker's doing. */
static double time_of(size_t target, size_t length)
{
	double best = 1e9;

	for (int attempt = 0; attempt < 3 && best > MILLISECONDS_MOST / 2.0; attempt++) {
		struct verdict verdict;
		double begun = milliseconds(), spent;

		check_answer(passing, questions[target], text, length, NULL, &verdict);
		spent = milliseconds() - begun;
		assert_in_range(verdict.kind, 0, VERDICTS - 1);
		assert_true(arena_used(passing) < ARENA_MOST);
		arena_reset(passing);
		best = spent < best ? spent : best;
		if (!MEASURED)
			break;
	}
	return best;
}

static void throw_text(size_t length)
{
	static size_t thrown;

	thrown++;
	for (size_t target = 0; target < TARGETS; target++) {
		double spent;

		if (!MEASURED && (target + thrown) % 3 != 0)
			continue; /* ten times slower: each bomb at a third of the targets */
		spent = time_of(target, length);

		if (spent > slowest) {
			slowest = spent;
			snprintf(slowest_text, sizeof slowest_text, "%.*s", (int)length, text);
		}
		if (MEASURED && spent > MILLISECONDS_MOST)
			fail_msg("%.1f ms against %s: %.*s", spent, targets[target].expected, 100, text);
	}
}

/* `before` n times, the middle, `after` n times. */
struct bomb {
	const char *before;
	size_t times;
	const char *middle, *after;
};

static const struct bomb bombs[] = {
    {"", 0, "9^9^9^9", ""},
    {"", 0, "10^-960000000", ""},
    {"", 0, "(1+x)^100000", ""},
    {"(", 5000, "1", ")"},
    {"(", 99, "1", ")"},
    {"1", 1000000, "", ""},
    {"1", 4000, "", ""},
    {"9", 3990, ".5", ""},
    {"9", 1990, ".", "9"},
    {"", 0, "0.(", ""},
    {"", 0, "root(2, 10^9)", ""},
    {"", 0, "root(2, 1000000007)", ""},
    {"", 0, "2^(1/999999937)", ""},
    {"", 0, "sqrt(10000000000000000016800000000000000005031)", ""},
    {"", 0, "ln(10000000000000000016800000000000000005031)", ""},
    {"", 0, "log_2(3^100000)", ""},
    {"", 0, "log_2(2^2000)", ""},
    {"", 0, "2^131072+3^80000", ""},
    {"sqrt(2+", 60, "2", ")"},
    {"sqrt(", 60, "2", ")"},
    {"root(2+", 40, "2", ",3)"},
    {"ln(1+", 40, "2", ")"},
    {"e^(", 40, "1", ")"},
    {"e^(-", 40, "1", ")"},
    {"1/(", 90, "x", ")"},
    {"1/(1+", 90, "x", ")"},
    {"1/(x+", 90, "x", ")"},
    {"1/(x+", 30, "1", ")"},
    {"|", 80, "x", "|"},
    {"-(", 90, "1", ")"},
    {"-", 300, "1", ""},
    {"1+", 999, "1", ""},
    {"1+", 1998, "1", ""},
    {"x+", 999, "1", ""},
    {"x*", 999, "1", ""},
    {"x^", 99, "1", ""},
    {"2^", 98, "1", ""},
    {"2^-", 90, "1", ""},
    {"7^46000+", 900, "1", ""},
    {"7^-46000+", 900, "1", ""},
    {"7^4600*", 900, "1", ""},
    {"root(7^45000,3)+", 700, "1", ""},
    {"ln(7^45000)+", 700, "1", ""},
    {"sqrt(2)^sqrt(2)^sqrt(2)+", 200, "1", ""},
    {"(sqrt(2)+sqrt(3))^50+", 200, "1", ""},
    {"log_(2+sqrt(3))(2)+", 200, "1", ""},
    {"(x^2+1)^(1/2)*", 50, "1", ""},
    {"5=", 900, "5", ""},
    {"sqrt(2)=", 900, "5", ""},
    {"ln(10^40+1)=", 300, "5", ""},
    {"7^46000=", 900, "5", ""},
    {"(1+x)^400=", 300, "5", ""},
    {"root(2+sqrt(5),3)+root(2-sqrt(5),3)=", 100, "5", ""},
    {"root(9+4sqrt(5),3)+root(9-4sqrt(5),3)=", 150, "5", ""},
    {"e^e^e^e=", 300, "5", ""},
    {"sqrt(2),", 900, "sqrt(3)", ""},
    {"x>sqrt(2) or ", 500, "x<3", ""},
    {"(2,3)U", 500, "(2,sqrt(10))", ""},
    {"x=1 or ", 400, "x=2", ""},
    {"", 0, "log.77log.777770002714^880.1^2e-5202e-2e-0111^.0", ""},
    {"", 0, "x^(y^(z^w))", ""},
    {"", 0, "(a+k)*(b+l)*(c+m)*(d+n)*(f+o)*(g+p)*(h+q)*(i+r)*(j+s)", ""},
    {"", 0, "(x+y+z)^30", ""},
    {"", 0, "(a+b)^499*(a-b)^499", ""},
    {"", 0, "(((((x+1)^4+1)^4+1)^4+1)^4+1)^4", ""},
    {"", 0, "(a/b+c/d+f/g+h/k)^8", ""},
    {"", 0, "(1/(a+b)+1/(c+d)+1/(f+g)+1/(h+k))^4", ""},
    {"", 0, "1/(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11)+sqrt(13)+sqrt(17))", ""},
    {"", 0, "(sqrt(2)+sqrt(3)+sqrt(5)+sqrt(7)+sqrt(11)+sqrt(13))^20", ""},
    {"", 0, "2^2^2^2^2^2", ""},
    {"", 0, "((10^100)^100)^100", ""},
    {"", 0, "1e999999999", ""},
    {"", 0, "1e-999999999", ""},
    {"", 0, "9.99e100000-1e100000", ""},
    {"", 0, "e^e^e^e^e", ""},
    {"", 0, "e^(10^9)", ""},
    {"", 0, "pi^pi^pi^pi", ""},
    {"", 0, "ln(ln(ln(ln(10^10^10))))", ""},
    {"", 0, "log_(1+10^-3000)(2)", ""},
    {"", 0, "1.000001^1000000", ""},
    {"", 0, "(1+1/1000000)^1000000", ""},
    {"", 0, "sqrt(2)^1000000007", ""},
    {"", 0, "(1+sqrt(2))^1000", ""},
    {"", 0, "(-2)^(999999999/1000000001)", ""},
    {"", 0, "(-1)^(10^30)", ""},
    {"", 0, "x^(10^30)", ""},
    {"", 0, "(2x)^1000000000", ""},
    {"", 0, "(2^(1/997)+1)^300", ""},
    {"", 0, "root(2,3)^(root(3,5)^(root(5,7)^root(7,11)))", ""},
    {"", 0, "5+e^-10000", ""},
    {"", 0, "5+2^-131000", ""},
    {"", 0, "ln(2)^1000000", ""},
    {"", 0, "(ln(30030)+1)^9", ""},
    {"", 0, "2^(ln(30030)^4)", ""},
    {"", 0, "sqrt((x+1)^2+(x+2)^2+(x+3)^2)^51", ""},
    {"", 0, "abs(abs(abs(x-1)-1)-1)^31", ""},
    {"\\sqrt{", 50, "2", "}"},
    {"\\frac{1}{", 40, "2", "}"},
    {"\xc2\xbd", 500, "", ""},
    {"\xe2\x81\xbb", 500, "", ""},
    {"x\xc2\xb2", 3000, "", ""},
    {"\xe2\x88\x9a", 2000, "2", ""},
    {"\xe2\x88\x85", 5000, "", ""},
    {"\xc3\xa9", 8000, "", ""},
    {"\xff", 8000, "", ""},
    {"1,000", 1000, "", ""},
    {"1 000", 1000, "", ""},
    {"3..5", 1000, "", ""},
    {"$", 10000, "", ""},
    {"\\", 5000, "", ""},
    {"\\boxed{", 500, "1", "}"},
    {"\\left(", 90, "1", "\\right)"},
    {"the answer is ", 500, "5", ""},
    {"no ", 2000, "", ""},
    {"a", 16000, "", ""},
    {"%", 5000, "", ""},
    {"1:2:", 900, "3", ""},
    {"0.12", 800, "...", ""},
    {"12,", 800, "1", ""},
};

static size_t write_bomb(const struct bomb *bomb)
{
	size_t length = 0;

	for (size_t i = 0; i < bomb->times; i++)
		length += (size_t)sprintf(text + length, "%s", bomb->before);
	length += (size_t)sprintf(text + length, "%s", bomb->middle);
	for (size_t i = 0; i < bomb->times; i++)
		length += (size_t)sprintf(text + length, "%s", bomb->after);
	return length;
}

static void named_bombs_are_answered_in_time(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof bombs / sizeof bombs[0]; i++)
		throw_text(write_bomb(&bombs[i]));
}

static bool is_prime(int candidate)
{
	for (int divisor = 2; divisor * divisor <= candidate; divisor++) {
		if (candidate % divisor == 0)
			return false;
	}
	return true;
}

/* The format with the number in place of its @. */
static size_t write_term(size_t length, const char *format, int number)
{
	for (; *format; format++) {
		if (*format == '@')
			length += (size_t)sprintf(text + length, "%d", number);
		else
			text[length++] = *format;
	}
	return length;
}

/* A row of terms, each with its number in it: radicals with distinct primes, fractions, logs. */
static void rows_of_distinct_terms_are_answered_in_time(void **state)
{
	static const char *const formats[] = {"sqrt(@)+", "1/@+", "sqrt(@)*", "ln(@)+", "1/(x+@)+", "(x+@)*",
	    "1/(x+@)*", "1/(1+sqrt(@))+", "@^20000+", "@^-2000+", "x^(1/@)*", "2^(1/@)*", "2^(1/@)+",
	    "1/10000000000000000000000000000000000000@+", "sqrt(10000000000000000000000000000000000000@)*",
	    "ln(1000000000000000000000000000@)+", "log_@(5)*", "(x+y^@)*", "root(@,5)+", "x^@+", "@^x+",
	    "(a+@^x)*"};
	static const int lengths[] = {20, 60, 450, 900};

	(void)state;
	for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
		for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
			size_t length = 0;

			for (int n = 0, candidate = 2; n < lengths[k]; n++, candidate++) {
				while (!is_prime(candidate))
					candidate++;
				length = write_term(length, formats[i], candidate);
			}
			text[length++] = '1';
			throw_text(length);
		}
	}
}

/* xorshift64*: the same bombs in every run. */
static uint64_t seed = 1181783497276652981u;

static uint64_t draw(uint64_t below)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (seed * 2685821657736338717u >> 11) % below;
}

/* Shapes of the grammar: $ is a smaller tree, # an integer, ? a variable. */
static const char *const shapes[] = {"($+$)", "($-$)", "($)*($)", "($)/($)", "($)^($)", "($)^#", "($)^(1/#)",
    "($)^(#/#)", "sqrt($)", "root($,#)", "root($,3)", "ln($)", "log_2($)", "log_($)($)", "abs($)", "1/($)",
    "-($)", "e^($)", "#^($)", "?^($)", "($+$+$+$)", "($)*($)*($)", "(?+#)^#", "(sqrt(#)+sqrt(#))^#", "10^($)",
    "($)%", "$,$", "$=$", "$<$"};
static const char *const integers[] = {"2", "3", "7", "10", "12", "97", "360", "1000", "65537", "1000003",
    "1000000007", "999999999989", "9999999967", "100000000000000000000000000000000000000000",
    "340282366920938463463374607431768211457", "0.001", "123456.789", "1e40", "2e-30", "1/3", "0"};
static const char *const leaves[] = {"x", "y", "z", "pi", "e", "2", "3", "sqrt(2)", "ln(3)", "x^2", "1/7"};

static size_t grow(size_t length, int depth)
{
	const char *shape = depth > 0 ? shapes[draw(sizeof shapes / sizeof shapes[0])]
	                              : leaves[draw(sizeof leaves / sizeof leaves[0])];

	for (; *shape && length < LIMIT_ANSWER_BYTES; shape++) {
		if (*shape == '$') {
			length = grow(length, depth - 1 - (int)draw(2));
		} else if (*shape == '#') {
			length += (size_t)sprintf(
			    text + length, "%s", integers[draw(sizeof integers / sizeof integers[0])]);
		} else if (*shape == '?') {
			text[length++] = "xyz"[draw(3)];
		} else {
			text[length++] = *shape;
		}
	}
	return length;
}

static void generated_bombs_are_answered_in_time(void **state)
{
	(void)state;
	for (int i = 0; i < GENERATED; i++) {
		size_t length = grow(0, 1 + (int)draw(9));

		text[length] = '\0';
		throw_text(length);
	}
}

static void memory_stays_below_32_mib(void **state)
{
	struct rusage usage;

	(void)state;
	if (!MEASURED)
		skip();
	getrusage(RUSAGE_SELF, &usage);
	print_message("slowest: %.2f ms, %s; %ld KiB\n", slowest, slowest_text, usage.ru_maxrss);
	assert_true(usage.ru_maxrss < ARENA_MOST / 1024);
}

static int start(void **state)
{
	(void)state;
	lasting = arena_new(LIMIT_ARENA_BYTES);
	passing = arena_new(LIMIT_ARENA_BYTES);
	if (!lasting || !passing)
		return -1;
	for (size_t i = 0; i < TARGETS; i++) {
		struct question_fault fault;

		specs[i] = (struct question_spec){
		    .expected = targets[i].expected, .kind = targets[i].kind, .assume_real = targets[i].real};
		if (question_parse(lasting, &specs[i], &questions[i], &fault) != 0)
			return -1;
	}
	return 0;
}

static int end(void **state)
{
	(void)state;
	for (size_t i = 0; i < TARGETS; i++)
		question_done(questions[i]);
	arena_free(passing);
	arena_free(lasting);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(named_bombs_are_answered_in_time),
	    cmocka_unit_test(rows_of_distinct_terms_are_answered_in_time),
	    cmocka_unit_test(generated_bombs_are_answered_in_time),
	    cmocka_unit_test(memory_stays_below_32_mib),
	};

	return cmocka_run_group_tests(tests, start, end);
}

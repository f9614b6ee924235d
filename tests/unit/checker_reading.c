/* Reading: what people type, the tree that it is, and where a note points in their own text. */
#include "checker/algebra/print.h"
#include "checker/reading/characters.h"
#include "checker/reading/normalise.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(LIMIT_ARENA_BYTES);
	arena_serve_gmp(arena);
	return arena ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_serve_gmp(NULL);
	arena_free(arena);
	return 0;
}

struct text_row {
	const char *typed, *read;
};

static const char *const x_only[] = {"x"};
static const struct read_options plain_options, x_options = {.variables = x_only, .variable_count = 1};

static const char *printed(const char *typed, const struct read_options *options)
{
	struct reading reading;
	struct text text;

	arena_reset(arena);
	if (read_text(arena, typed, strlen(typed), options, &reading) != 0)
		return note_name(reading.notes.list[reading.notes.count - 1].code);
	text_init(&text, arena);
	print_text(&text, reading.expr, NULL);
	return text.data;
}

static void check_rows(const struct text_row *rows, size_t count, const struct read_options *options)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		const char *read = printed(rows[i].typed, options);

		if (strcmp(read, rows[i].read) != 0) {
			print_error("%s: read as %s, not as %s\n", rows[i].typed, read, rows[i].read);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}
#define CHECK(rows, options) check_rows(rows, sizeof(rows) / sizeof((rows)[0]), options)

static void reads_signs_of_every_keyboard(void **state)
{
	static const struct text_row rows[] = {{"−5", "-5"}, {"–5", "-5"}, {"—5", "-5"}, {"－5", "-5"},
	    {"﹣5", "-5"}, {"2×3", "2*3"}, {"2·3", "2*3"}, {"2⋅3", "2*3"}, {"2∙3", "2*3"}, {"2∗3", "2*3"},
	    {"2✕3", "2*3"}, {"6÷2", "6/2"}, {"6∕2", "6/2"}, {"6⁄2", "6/2"}, {"３＋４", "3 + 4"},
	    {"（２）", "2"}, {"2＾3", "2^3"}, {"５０％", "50%"}, {"1 000", "1000"}, {"1 000", "1000"},
	    {"2​3", "23"}, {"‎5‏", "5"}, {"٣", "3"}, {"१२", "12"}, {"৫", "5"}, {"𝟓", "5"},
	    {"٣٫٥", "3.5"}, {"١٬٠٠٠", "1000"}, {"٥٪", "5%"}, {"“5”", "5"}, {"'5'", "5"}, {"5。", "5"},
	    {"5।", "5"}, {"x ≠ 3", "x ≠ 3"}, {"x ≦ 3", "x ≤ 3"}, {"x ⩾ 3", "x ≥ 3"}, {"∞", "∞"}, {"π", "pi"},
	    {"➖5", "-5"}};

	(void)state;
	CHECK(rows, &x_options);
}

static void reads_raised_and_lowered_characters_before_they_fold(void **state)
{
	static const struct text_row rows[] = {{"x⁻³", "x^(-3)"}, {"10⁻⁵", "10^(-5)"}, {"2⁵", "2^5"},
	    {"log₂8", "log_2(8)"}, {"³√8", "root(8, 3)"}, {"2 ³√8", "2root(8, 3)"}, {"x²√5", "x^2sqrt(5)"},
	    {"∛8", "root(8, 3)"}, {"√16", "sqrt(16)"}, {"√(9+16)", "sqrt(9 + 16)"}, {"2√3", "2sqrt(3)"},
	    {"½", "1/2"}, {"3½", "3 1/2"}, {"-3½", "-3 1/2"}, {"⅓", "1/3"}, {"⅑", "1/9"}, {"⅒", "1/10"},
	    {"½x", "1/2x"}, {"2^½", "2^(1/2)"}, {"xⁿ", "x^n"}, {"x⁽²⁺¹⁾", "x^(2 + 1)"}, {"0.3̅", "0.(3)"},
	    {"0.1̅6̅", "0.(16)"}, {"0.16̅", "0.1(6)"}, {"0.1̇23̇", "0.(123)"}};

	(void)state;
	CHECK(rows, &x_options);
}

static void reads_numbers_as_they_are_written(void **state)
{
	static const struct text_row rows[] = {{"1,000", "1000"}, {"12,345.6", "12345.6"},
	    {"1 000 000", "1000000"}, {"0,5", "decimal_comma"}, {"0,500", "decimal_comma"},
	    {"1,00", "decimal_comma"}, {"3.2e5", "3.2*10^5"}, {"3.2E-5", "3.2*10^(-5)"},
	    {"3.2 x 10^5", "3.2*10^5"}, {"3.2X10^5", "3.2*10^5"}, {"2 x -3", "2*(-3)"}, {"50%", "50%"},
	    {"0.(3)", "0.(3)"}, {".5", "0.5"}, {"5.", "5"}, {"1/9.", "1/9"}, {"0.\\overline{3}", "0.(3)"},
	    {"0.1\\overline{6}x", "(0.1(6))x"}, {"0.333…", "0.(3)"}, {"0.333...", "0.(3)"},
	    {"0.1666...", "0.1(6)"}, {"1.4422...", "bad_number"}, {"3.14...", "bad_number"},
	    {"0.333 repeating", "0.(3)"}, {"1 1/2", "1 1/2"}, {"-1 1/2", "-1 1/2"}, {"1 1/2x", "(1 1/2)x"},
	    {"1/2 1/2", "two_numbers"}, {"2 3", "two_numbers"}, {"2.2 96", "two_numbers"},
	    {"3..5", "bad_number"}, {"1\\2", "backslash"}, {"2.5(4)", "2.5(4)"}, {"(2.5)(4)", "(2.5)(4)"},
	    {"0.(3)x", "(0.(3))x"}};

	(void)state;
	CHECK(rows, &plain_options);
}

static void reads_decimals_of_the_locale(void **state)
{
	static const struct read_options comma = {.decimal_comma = true},
	                                 list = {.decimal_comma = true, .list = true},
	                                 point_list = {.list = true};
	static const struct text_row commas[] = {{"1.000,5", "1000.5"}, {"0,5", "0.5"}, {",5", "0.5"},
	    {"1.5", "decimal_point"}, {"0.5", "decimal_point"}, {"0.500", "decimal_point"}, {"1.000", "1000"},
	    {"1 000,5", "1000.5"}, {"3{,}5", "3.5"}, {"0,\\overline{3}", "0.(3)"}, {"0,(3)", "0.(3)"},
	    {"٣٫٥", "3.5"}};
	static const struct text_row lists[] = {
	    {"1,5; 2", "1.5, 2"}, {"1, 2", "1, 2"}, {"(2,5; ∞)", "(2.5, ∞)"}};
	static const struct text_row points[] = {
	    {"3,100,250", "3, 100, 250"}, {"5; -3", "5, -3"}, {"{5,-3}", "{5, -3}"}};

	(void)state;
	CHECK(commas, &comma);
	CHECK(lists, &list);
	CHECK(points, &point_list);
}

static void reads_latex(void **state)
{
	static const struct text_row rows[] = {{"$2^3$", "2^3"}, {"\\(x+1\\)", "x + 1"}, {"\\[x\\]", "x"},
	    {"\\boxed{5}", "5"}, {"$\\boxed{\\frac12}$", "1/2"}, {"\\frac ab", "a/b"}, {"\\frac12", "1/2"},
	    {"\\dfrac{1}{2}", "1/2"}, {"1\\frac{1}{2}", "1 1/2"}, {"\\sqrt[3]{8}", "root(8, 3)"},
	    {"\\sqrt2x", "sqrt(2)x"}, {"2\\cdot3", "2*3"}, {"2\\times 3", "2*3"}, {"6\\div2", "6/2"},
	    {"\\log_{2}8", "log_2(8)"}, {"\\log_28", "log_2(8)"}, {"\\log_216", "log_2(16)"},
	    {"\\log_10 100", "log_10(100)"}, {"\\ln x", "ln(x)"}, {"2^{-3}", "2^(-3)"},
	    {"\\left(\\frac{1}{2}\\right)^{-3}", "(1/2)^(-3)"}, {"2\\,x", "2x"}, {"\\pm 3", "±3"},
	    {"x \\le 3", "x ≤ 3"}, {"\\left|x\\left|y\\right|\\right|", "abs(xabs(y))"},
	    {"\\text{no solution}", "no solution"}, {"5\\%", "5%"}, {"\\foo", "unknown_word"},
	    {"\\mathrm{e}^x", "e^x"}, {"x \\in \\mathbb{R}", "all real numbers"}};

	(void)state;
	CHECK(rows, &x_options);
}

static void reads_products_powers_and_logs_as_mathematicians_do(void **state)
{
	static const struct text_row rows[] = {{"-2^2", "-2^2"}, {"2^3^2", "2^(3^2)"}, {"1/2x", "1/2x"},
	    {"8/9q^2", "8/9q^2"}, {"(8/9)q^2", "(8/9)q^2"}, {"x^1/2", "x^1/2"}, {"2(3)", "2(3)"},
	    {"(2)(3)", "2(3)"}, {"(2)3", "2(3)"}, {"x y", "xy"}, {"2log 8", "2log(8)"},
	    {"log 8 / log 2", "log(8)/log(2)"}, {"log2/log3", "log(2)/log(3)"},
	    {"log(1000)^2", "(log(1000))^2"}, {"log2(8)", "log_2(8)"}, {"log2 8", "log_2(8)"},
	    {"log10 x", "log_10(x)"}, {"log 2x^3", "log(2x^3)"}, {"log(8, 2)", "log_2(8)"},
	    {"log_b a", "log_b(a)"}, {"log_28", "missing_argument"}, {"log", "missing_argument"},
	    {"lg 100", "lg(100)"}, {"ln 2", "ln(2)"}, {"LOG(5)", "log(5)"}, {"In(8)", "ln_not_In"},
	    {"2**3", "2^3"}, {"|x||y|", "abs(x)abs(y)"}, {"5 + -3", "5 + (-3)"}, {"5 - -3", "two_signs"},
	    {"--5", "two_signs"}, {"x2", "unexpected"}, {"5*-3", "5*(-3)"}, {"2^-3", "2^(-3)"}};

	(void)state;
	CHECK(rows, &x_options);
}

static void reads_the_answer_inside_a_sentence(void **state)
{
	static const struct read_options list = {.variables = x_only, .variable_count = 1, .list = true},
	                                 spanish = {.variables = x_only,
	                                     .variable_count = 1,
	                                     .list = true,
	                                     .locale = LOCALE_ES};
	static const struct text_row rows[] = {{"= 5", "5"}, {"the answer is 5", "5"},
	    {"The answer is: 5.", "5"}, {"answer=5", "5"}, {"I think it's 5", "5"}, {"5 is my answer", "5"},
	    {"so x = 5", "x = 5"}, {"x is 5", "x = 5"}, {"La respuesta es 5", "5"}, {"solución: 5", "5"},
	    {"me da 5", "5"}, {"negative 5", "-5"}, {"2 to the power of 3", "2^3"}, {"5 over 8", "5/8"},
	    {"raíz cuadrada de 2", "sqrt(2)"}, {"≈ 1.41", "1.41"}};
	static const struct text_row lists[] = {{"x=5 or x=-3", "x = 5 or x = -3"}, {"x ∈ {5,-3}", "{5, -3}"},
	    {"±3", "±3"}, {"x₁=5, x₂=-3", "x = 5, x = -3"}, {"x_1 = 5; x2 = -3", "x = 5, x = -3"},
	    {"f(2) = 8", "f(2) = 8"}, {"x(4) = 8", "x(4) = 8"}, {"5, or -3", "5, -3"}, {"]2,5[", "(2, 5)"},
	    {"[2,5[", "[2, 5)"}, {"{x | x > 3}", "x > 3"}, {"x is at least 3", "x ≥ 3"},
	    {"2≤x<5", "2 ≤ x < 5"}, {"x≥2 and x<5", "x ≥ 2 and x < 5"}, {"(1,2) U (3,∞)", "(1, 2) ∪ (3, ∞)"}};
	static const struct text_row words[] = {{"x=5 o x=-3", "x = 5 or x = -3"}, {"5 y -3", "5 and -3"},
	    {"sin solución", "no solution"}, {"no existe", "undefined"}, {"x es mayor que 3", "x > 3"}};

	(void)state;
	CHECK(rows, &x_options);
	CHECK(lists, &list);
	CHECK(words, &spanish);
}

static void reads_special_answers_whole_or_not_at_all(void **state)
{
	static const struct text_row rows[] = {{"no solution", "no solution"},
	    {"No solutions.", "no solution"}, {"none", "no solution"}, {"∅", "no solution"},
	    {"{}", "no solution"}, {"undefined", "undefined"}, {"not defined", "undefined"},
	    {"does not exist", "undefined"}, {"doesn’t exist", "undefined"}, {"DNE", "undefined"},
	    {"not a real number", "undefined"}, {"no real solutions", "no solution"},
	    {"ninguna", "no solution"}, {"no está definido", "undefined"},
	    {"todos los números reales", "all real numbers"}, {"undefinedx", "unknown_word"},
	    {"none of these", "unknown_word"}, {"nonsense", "unknown_word"}};

	(void)state;
	CHECK(rows, &plain_options);
}

static void drops_the_unit_that_was_asked_for(void **state)
{
	static const struct read_options square = {.unit = "cm²"}, money = {.unit = "$"},
	                                 metre = {.unit = "m"};
	static const struct text_row squares[] = {
	    {"5 cm²", "5"}, {"5 cm^2", "5"}, {"5cm^{2}", "5"}, {"5", "5"}};
	static const struct text_row moneys[] = {{"$5", "5"}, {"5$", "5"}, {"5 $", "5"}};
	static const struct text_row metres[] = {
	    {"5 m", "5"}, {"5m.", "5"}, {"5 cm", "5cm"}, {"5\\text{ m}", "5"}};

	(void)state;
	CHECK(squares, &square);
	CHECK(moneys, &money);
	CHECK(metres, &metre);
}

static void notes_point_into_the_text_as_typed(void **state)
{
	static const struct {
		const char *typed;
		enum note_code code;
		uint32_t at, length;
	} rows[] = {
	    {"0,5", NOTE_DECIMAL_COMMA, 1, 1},
	    {"−0,5", NOTE_DECIMAL_COMMA, 4, 1}, /* the minus has three bytes */
	    {"\\frac{1}{2}+2 3", NOTE_TWO_NUMBERS, 14, 1},
	    {"½+(2", NOTE_UNCLOSED, 3, 1},
	    {"x⁻³)", NOTE_UNOPENED, 6, 1},
	    {"the answer is 2)", NOTE_UNOPENED, 15, 1},
	    {"1\\2", NOTE_BACKSLASH, 1, 1},
	    {"5@", NOTE_UNKNOWN_CHARACTER, 1, 1},
	    {"2+hello", NOTE_UNKNOWN_WORD, 2, 5},
	    {"5 - -3", NOTE_TWO_SIGNS, 4, 1},
	    {"2^", NOTE_MISSING_OPERAND, 2, 0},
	    {"3+log", NOTE_MISSING_ARGUMENT, 2, 3},
	    {"2 In(8)", NOTE_LN_NOT_IN, 2, 2},
	    {"３..５", NOTE_BAD_NUMBER, 0, 5},
	    {"$2 3+1$", NOTE_TWO_NUMBERS, 3, 1},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading reading;
		const struct note *note;

		arena_reset(arena);
		assert_int_equal(read_text(arena, rows[i].typed, strlen(rows[i].typed), NULL, &reading), -1);
		note = &reading.notes.list[reading.notes.count - 1];
		if (note->code != rows[i].code || note->at != rows[i].at || note->length != rows[i].length)
			fail_msg(
			    "%s: %s at %u+%u", rows[i].typed, note_name(note->code), note->at, note->length);
	}
}

static void tells_which_texts_have_a_second_reading(void **state)
{
	static const struct {
		const char *typed;
		unsigned second;
		const char *other;
	} rows[] = {
	    {"8/9q^2", SECOND_DENOMINATOR, "8/(9q^2)"},
	    {"1/2x", SECOND_DENOMINATOR, "1/(2x)"},
	    {"(8/9)q^2", 0, ""},
	    {"\\frac{8}{9}q^2", 0, ""},
	    {"8/9*q^2", 0, ""},
	    {"x^1/2", SECOND_EXPONENT_QUOTIENT, "x^(1/2)"},
	    {"x^(1)/2", 0, ""},
	    {"2^3x", SECOND_EXPONENT_PRODUCT, "2^(3x)"},
	    {"√2x", SECOND_RADICAND, "sqrt(2x)"},
	    {"√(2)x", 0, ""},
	    {"log 2 x", SECOND_ARGUMENT, "log(2)x"},
	    {"2.5(4)", SECOND_REPETEND, "(2.5)(4)"},
	    {"0.(3)", 0, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct read_options other = {.second = rows[i].second};
		struct reading reading;

		arena_reset(arena);
		assert_int_equal(read_text(arena, rows[i].typed, strlen(rows[i].typed), NULL, &reading), 0);
		assert_int_equal(reading.second, rows[i].second);
		if (rows[i].second)
			assert_string_equal(printed(rows[i].typed, &other), rows[i].other);
	}
}

static void every_pattern_does_what_its_example_says(void **state)
{
	(void)state;
	for (size_t i = 0; i < pattern_row_count; i++) {
		const struct pattern_row *row = &pattern_rows[i];
		const struct read_options options = {.decimal_comma = row->when & WHEN_COMMA,
		    .list = row->when & WHEN_LIST,
		    .ratio = row->when & WHEN_RATIO,
		    .locale = row->when & WHEN_SPANISH ? LOCALE_ES : LOCALE_EN};
		struct mapped text = {row->example, NULL, strlen(row->example), strlen(row->example)};

		arena_reset(arena);
		normalise_patterns(arena, &text, &options);
		if (text.length != strlen(row->becomes) || memcmp(text.bytes, row->becomes, text.length) != 0)
			fail_msg(
			    "%s: %s becomes %.*s", row->name, row->example, (int)text.length, text.bytes);
		for (size_t k = 0; k < text.length; k++)
			assert_true(mapped_source(&text, k) < strlen(row->example));
	}
}

static void characters_are_found_by_their_code(void **state)
{
	uint32_t found = 0;

	(void)state;
	for (uint32_t code = 0; code < 0x20000; code++) {
		const struct character *character = character_find(code);

		if (!character)
			continue;
		found++;
		assert_int_equal(character->code, code);
		assert_non_null(character->plain);
		for (const char *c = character->plain; *c; c++)
			assert_in_range(*c, ' ', '~');
	}
	assert_true(found > 150);
	assert_null(character_find('a'));
}

static void what_is_no_text_is_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		enum note_code code;
	} rows[] = {{"", 0, NOTE_EMPTY}, {"  \t", 3, NOTE_EMPTY}, {"\xff\xfe", 2, NOTE_NOT_TEXT},
	    {"5\0", 2, NOTE_NOT_TEXT}, {"\x01", 1, NOTE_NOT_TEXT}, {"\xc3", 1, NOTE_NOT_TEXT},
	    {"5\xe2\x88", 3, NOTE_NOT_TEXT}};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct reading reading;

		arena_reset(arena);
		assert_int_equal(read_text(arena, rows[i].bytes, rows[i].length, NULL, &reading), -1);
		assert_null(reading.expr);
		assert_int_equal(reading.notes.list[reading.notes.count - 1].code, rows[i].code);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_signs_of_every_keyboard),
	    cmocka_unit_test(reads_raised_and_lowered_characters_before_they_fold),
	    cmocka_unit_test(reads_numbers_as_they_are_written),
	    cmocka_unit_test(reads_decimals_of_the_locale),
	    cmocka_unit_test(reads_latex),
	    cmocka_unit_test(reads_products_powers_and_logs_as_mathematicians_do),
	    cmocka_unit_test(reads_the_answer_inside_a_sentence),
	    cmocka_unit_test(reads_special_answers_whole_or_not_at_all),
	    cmocka_unit_test(drops_the_unit_that_was_asked_for),
	    cmocka_unit_test(notes_point_into_the_text_as_typed),
	    cmocka_unit_test(tells_which_texts_have_a_second_reading),
	    cmocka_unit_test(every_pattern_does_what_its_example_says),
	    cmocka_unit_test(characters_are_found_by_their_code),
	    cmocka_unit_test(what_is_no_text_is_refused),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

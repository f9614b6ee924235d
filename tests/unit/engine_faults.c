/* Broken content is refused at the right place with words that help, and random content never does harm. */
#include "tests/unit/engine_folder.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct row {
	const char *name;
	const char *family;
	int line, column; /* 0: not asserted */
	const char *says;
};

#define HEAD       "family: f\ntitle: F\nskill: negexp-evaluate\n"
#define PARAMETERS "parameters: {b: 2..9, n: 1..3}\n"
#define ASK        "ask: b^(-n)\n"
#define PROMPT     "prompt: {en: \"Evaluate {ask}.\"}\n"

static const struct row rows[] = {
    {"misspelt field", HEAD PARAMETERS ASK "promt: x\n", 6, 1,
        "unknown field `promt`; did you mean `prompt`?"},
    {"missing title", "family: f\nskill: negexp-evaluate\n" PARAMETERS ASK PROMPT, 1, 1,
        "lacks the field `title`"},
    {"field twice", HEAD PARAMETERS ASK PROMPT "title: G\n", 7, 1, "`title` is written twice"},
    {"block sign in ask", HEAD PARAMETERS "ask: |b|\n" PROMPT, 5, 6, "quote this"},
    {"prompt begins with a brace", HEAD PARAMETERS ASK "prompt: {ask} is what?\n", 6, 9, "quote this"},
    {"prompt is a map", HEAD PARAMETERS ASK "prompt: {ask}\n", 6, 10, "quote"},
    {"alias", HEAD PARAMETERS "ask: *b\n" PROMPT, 5, 6, "quote this"},
    {"tab", HEAD "parameters:\n\tb: 2\n", 5, 1, "a tab"},
    {"unknown skill", "family: f\ntitle: F\nskill: negexp-evalute\n" PARAMETERS ASK PROMPT, 3, 8,
        "did you mean `negexp-evaluate`?"},
    {"other folder", "family: f\ntitle: F\nskill: exp-evaluate\n" PARAMETERS ASK PROMPT, 3, 8,
        "belongs into the folder basic-exponents"},
    {"bad identifier", "family: My Family\ntitle: F\nskill: negexp-evaluate\n" PARAMETERS ASK PROMPT, 1, 9,
        "small letters"},
    {"unknown parameter", HEAD PARAMETERS "ask: b^(-m)\n" PROMPT, 5, 10, "`m`"},
    {"unknown function", HEAD PARAMETERS "where: gdc(b, n) = 1\n" ASK PROMPT, 5, 8, "did you mean `gcd`?"},
    {"too few arguments", HEAD PARAMETERS "where: gcd(b) = 1\n" ASK PROMPT, 5, 8, "needs more arguments"},
    {"not a condition", HEAD PARAMETERS "where: b + n\n" ASK PROMPT, 5, 8, "neither true nor false"},
    {"empty range", HEAD "parameters: {b: 9..2}\nask: b\n" PROMPT, 4, 17, "smaller number first"},
    {"value with no value", HEAD "parameters: {b: 1/0}\nask: b\n" PROMPT, 4, 17, "has no value"},
    {"word without translations", HEAD "parameters: {b: [debt]}\nask: b\n" PROMPT, 4, 18, "{en: debt"},
    {"reserved name", HEAD "parameters: {gcd: 2..3}\nask: 2\n" PROMPT, 4, 14, "cannot be a parameter"},
    {"too many values", HEAD "parameters: {b: 1..10^9}\nask: b\n" PROMPT, 4, 17, "more than 20000 values"},
    {"no combination", HEAD PARAMETERS "where: b < 0\n" ASK PROMPT, 4, 0, "there are no items"},
    {"level of no items", HEAD PARAMETERS "levels:\n  1: {}\n  2: {n: 1..1}\n" ASK PROMPT, 7, 3,
        "level 2 has no items"},
    {"level 4", HEAD PARAMETERS "levels: {4: {}}\n" ASK PROMPT, 5, 10, "levels are 1, 2 and 3"},
    {"level narrows nothing", HEAD PARAMETERS "levels: {1: {n: 7..8}}\n" ASK PROMPT, 5, 17, "none of these"},
    {"level of unknown parameter", HEAD PARAMETERS "levels: {1: {m: 1..2}}\n" ASK PROMPT, 5, 14,
        "no parameter `m`"},
    {"no English", HEAD PARAMETERS ASK "prompt: {es: Calcula.}\n", 6, 10, "lacks English"},
    {"unknown locale", HEAD PARAMETERS ASK "prompt: {en: a, fr: b}\n", 6, 17, "unknown locale `fr`"},
    {"no prompt", HEAD PARAMETERS ASK, 1, 1, "there is no prompt"},
    {"nothing is right", HEAD PARAMETERS "prompt: {en: Hello.}\n", 1, 1, "nothing says what is right"},
    {"open brace", HEAD PARAMETERS ASK "prompt: {en: \"What is {b?\"}\n", 6, 0, "never closed"},
    {"formula in a prompt", HEAD PARAMETERS ASK "prompt: {en: \"What is {c}?\"}\n", 6, 0, "`c`"},
    {"unknown kind", HEAD PARAMETERS ASK PROMPT "answer: {kind: numbre}\n", 7, 16, "write one of: number"},
    {"unknown form", HEAD PARAMETERS ASK PROMPT "answer: {form: lowest-term}\n", 7, 0, "form"},
    {"undefined key", HEAD PARAMETERS "ask: 1/(b - b)\n" PROMPT, 1, 1, "no item can be made"},
    {"unknown misconception", HEAD PARAMETERS ASK PROMPT "misconceptions: {negexp-sign-ignord: b}\n", 7, 18,
        "did you mean `negexp-sign-ignored`?"},
    {"misconception's formula", HEAD PARAMETERS ASK PROMPT "misconceptions: {negexp-sign-ignored: b^}\n", 7,
        0, "cannot read the formula"},
    {"separates what is not", HEAD PARAMETERS ASK PROMPT "separates: [nothing]\n", 7, 13, "no misconception"},
    {"variant separates more",
        HEAD PARAMETERS ASK PROMPT
        "variants:\n  - {name: a, separates: [negexp-sign-ignored]}\nseparates: []\n",
        8, 27, "is not among what the family `separates`"},
    {"no variant separates",
        HEAD PARAMETERS ASK PROMPT
        "variants:\n  - {name: a, separates: []}\nseparates: [negexp-sign-ignored]\n",
        9, 13, "no variant separates `negexp-sign-ignored`"},
    {"test outside", HEAD PARAMETERS ASK PROMPT "tests:\n  - {b: 99, n: 1}\n", 8, 9, "not among the values"},
    {"test lacks one", HEAD PARAMETERS ASK PROMPT "tests:\n  - {b: 2}\n", 8, 6, "lacks the parameter `n`"},
    {"test of no verdict",
        HEAD PARAMETERS ASK PROMPT "tests:\n  - {b: 2, n: 1, answers: {\"1/2\": corect}}\n", 8, 0,
        "did you mean `correct`?"},
    {"colon in a prompt", HEAD PARAMETERS ASK "prompt: True or false: {ask}?\n", 6, 0, "quotes"},
    {"empty file", "", 0, 0, ""},
    {"a list", "- a\n- b\n", 1, 3, "must be fields"},
    {"too large", HEAD "parameters: {b: 9^9^9^9}\nask: b\n" PROMPT, 0, 0, "too large"},
};

static void each_broken_family_is_refused_where_it_is_broken(void **state)
{
	size_t wrong = 0;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct folder folder;
		struct content *content = folder_load(&folder, rows[i].family, strlen(rows[i].family));
		bool right = !content && folder.faults > 0 &&
		             (rows[i].line == 0 || folder.line == rows[i].line) &&
		             (rows[i].column == 0 || folder.column == rows[i].column) &&
		             strstr(folder.message, rows[i].says);
		if (!right)
			print_error("%s: %s:%d:%d: %s\n", rows[i].name, folder.file, folder.line,
			    folder.column, folder.faults ? folder.message : "no fault");
		content_free(content);
		wrong += !right;
	}
	assert_int_equal(wrong, 0);
}

static void all_faults_of_a_file_are_reported(void **state)
{
	static const char family[] = HEAD PARAMETERS "ask: b^m\nprompt: {fr: a}\nsepartes: []\n";
	struct folder folder;
	(void)state;
	assert_null(folder_load(&folder, family, strlen(family)));
	assert_true(folder.faults >= 4); /* m, fr, no English, separtes */
}

static void skills_must_not_go_in_circles(void **state)
{
	static const char skills[] =
	    "- {skill: a, title: A, unit: logarithms, prerequisites: [b], learner: x}\n"
	    "- {skill: b, title: B, unit: logarithms, prerequisites: [a], learner: x}\n";
	struct folder folder;
	struct content *content = NULL;
	(void)state;
	folder_make(&folder);
	folder_write(&folder, "skills.yaml", skills, strlen(skills));
	assert_int_equal(content_load(folder.path, folder_fault, &folder, &content), -1);
	folder_remove(&folder);
	assert_string_equal(folder.file, "skills.yaml");
	assert_non_null(strstr(folder.message, "its own prerequisite"));
}

static void a_missing_folder_is_an_error_of_the_system(void **state)
{
	struct content *content = NULL;
	(void)state;
	assert_int_equal(content_load("/nonexistent/content", NULL, NULL, &content), -2 /* -ENOENT */);
	assert_null(content);
}

/* A small generator of our own, so that a failure comes back on every machine. */
static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

static void random_damage_is_refused_or_loads(void **state)
{
	static const char good[] = HEAD PARAMETERS
	    "let: {c: b^n}\nwhere: gcd(b, n) = 1 and c <= 500\nlevels:\n  1: {n: 1..1}\n  2: {}\n" ASK PROMPT
	    "answer: {kind: number, form: lowest-terms}\nmisconceptions: {negexp-sign-ignored: b^n}\n"
	    "hints: [{en: \"Use {c}.\"}]\ntests:\n  - {b: 2, n: 1, answers: {\"1/2\": correct}}\n";
	static const char letters[] = "{}[]:,-\"'|>*&!#% \n()^/..abn0129_=<";
	uint32_t seed = 20240601;
	(void)state;
	struct folder folder;
	struct content *content = folder_load(&folder, good, strlen(good));
	assert_non_null(content);
	content_free(content);
	for (int round = 0; round < 300; round++) {
		char text[sizeof good];
		memcpy(text, good, sizeof good);
		for (uint32_t change = next_random(&seed) % 4 + 1; change > 0; change--)
			text[next_random(&seed) % (sizeof good - 1)] =
			    letters[next_random(&seed) % (sizeof letters - 1)];
		content = folder_load(&folder, text, sizeof good - 1);
		assert_true(content || folder.faults > 0);
		content_free(content);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_broken_family_is_refused_where_it_is_broken),
	    cmocka_unit_test(all_faults_of_a_file_are_reported),
	    cmocka_unit_test(skills_must_not_go_in_circles),
	    cmocka_unit_test(a_missing_folder_is_an_error_of_the_system),
	    cmocka_unit_test(random_damage_is_refused_or_loads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

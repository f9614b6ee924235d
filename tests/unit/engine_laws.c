/* Broken laws are refused at the right place; a family that has changed leaves an item to the laws alone. */
#include "tests/unit/engine_folder.h"

#include "checker/algebra/arena.h"
#include "checker/limits.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct row {
	const char *name;
	const char *laws;
	int line, column;
	const char *says;
};

#define HEAD "- law: one\n  skill: negexp-evaluate\n  says: {en: A.}\n"

static const struct row rows[] = {
    {"unknown metavariable", HEAD "  rule: a^(-n) -> 1/a^k\n", 4, 9, "`k`: nothing gives this name a value"},
    {"unknown skill", "- law: one\n  skill: negexp-evalute\n  says: {en: A.}\n  rule: a -> a\n", 2, 10,
        "there is no skill `negexp-evalute`"},
    {"rule without an arrow", HEAD "  rule: a^(-n) = 1/a^n\n", 4, 9, "what is there -> what becomes of it"},
    {"rule with two arrows", HEAD "  rule: a -> b -> c\n", 4, 9, "what is there -> what becomes of it"},
    {"where is no condition", HEAD "  rule: a^(-n) -> 1/a^n\n  where: n + 1\n", 5, 10,
        "neither true nor false"},
    {"where of a name that does not occur", HEAD "  rule: a^(-n) -> 1/a^n\n  where: k > 1\n", 4, 9, "`k`"},
    {"unknown function", HEAD "  rule: a^(-n) -> 1/a^n\n  where: evan(n) > 0\n", 4, 9,
        "nothing gives this name a value"},
    {"two laws of one name", HEAD "  rule: a^(-n) -> 1/a^n\n" HEAD "  rule: 0 + a -> a\n", 5, 8,
        "two laws `one`"},
    {"a built-in name",
        "- law: evaluate-sum\n  skill: negexp-evaluate\n  says: {en: A.}\n  rule: 0 + a -> a\n", 1, 8,
        "is built in"},
    {"no rule", HEAD, 1, 3, "either `rule` or `rules`"},
    {"unreadable", HEAD "  rule: a^( -> a\n", 4, 9, "cannot read"},
    {"unknown form", HEAD "  rule: 0 + a -> a\n  for: [integr]\n", 5, 9, "there is no form `integr`"},
    {"misspelt field", HEAD "  rul: a -> a\n", 4, 3, "did you mean `rule`?"},
};

static void each_broken_law_is_refused_where_it_is_broken(void **state)
{
	size_t wrong = 0;
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct folder folder;
		struct content *content = NULL;
		folder_make(&folder);
		folder_write(&folder, "laws.yaml", rows[i].laws, strlen(rows[i].laws));
		int error = content_load(folder.path, folder_fault, &folder, &content);
		folder_remove(&folder);
		bool right = error == -1 && strcmp(folder.file, "laws.yaml") == 0 &&
		             folder.line == rows[i].line && folder.column == rows[i].column &&
		             strstr(folder.message, rows[i].says);
		if (!right)
			print_error("%s: %s:%d:%d: %s\n", rows[i].name, folder.file, folder.line,
			    folder.column, folder.faults ? folder.message : "no fault");
		wrong += !right;
	}
	assert_int_equal(wrong, 0);
}

#define FAMILY "family: f\n" REST
#define REST                                                                                                 \
	"title: F\nskill: negexp-evaluate\nparameters: {b: 2..9, n: 2..3}\nask: b^(-n)\n"                    \
	"prompt: {en: \"Evaluate {ask}.\"}\nanswer: {form: lowest-terms}\n"
#define STEPS                                                                                                \
	"solution:\n  - {says: {en: Own words.}, shows: \"1/b^n\"}\n  - {says: {en: Done.}, shows: "         \
	"worth(ask)}\n"

static struct content *load_family(const char *family)
{
	struct folder folder;
	struct content *content = folder_load(&folder, family, strlen(family));
	if (!content)
		print_error("%d:%d: %s\n", folder.line, folder.column, folder.message);
	assert_non_null(content);
	return content;
}

/* The first item of `made`, solved by content that may have changed since. */
static struct solution solved_by(struct arena *arena, const struct content *made, const struct content *now)
{
	struct sequence_request wanted = {.family = "f", .seed = 1};
	struct sequence *sequence;
	struct item item;
	struct solution solution;
	uint64_t number = 0;
	assert_int_equal(sequence_start(made, arena, &wanted, &sequence), CONTENT_OK);
	assert_int_equal(sequence_item(sequence, arena, &number, &item), CONTENT_OK);
	assert_int_equal(item_solution(now, arena, &item, LOCALE_EN, &solution), CONTENT_OK);
	assert_true(solution.count > 0);
	assert_string_equal(solution.steps[solution.count - 1].after.text, item.question.expected);
	return solution;
}

static void an_item_of_a_family_that_has_changed_is_solved_by_the_laws_alone(void **state)
{
	struct arena *arena = arena_new(LIMIT_ARENA_BYTES);
	struct content *written = load_family(FAMILY STEPS);
	struct content *changed = load_family(FAMILY STEPS "hints: [{en: New.}]\n");
	struct content *gone = load_family("family: other\n" REST);
	(void)state;
	assert_non_null(arena);
	arena_serve_gmp(arena);
	struct solution own = solved_by(arena, written, written);
	assert_null(own.steps[0].law);
	assert_string_equal(own.steps[0].says, "Own words.");
	assert_int_equal(solution_hint_count(&own), 0);
	const struct content *const others[] = {changed, gone};
	for (size_t i = 0; i < 2; i++) {
		struct solution derived = solved_by(arena, written, others[i]);
		for (size_t s = 0; s < derived.count; s++)
			assert_non_null(derived.steps[s].law);
		assert_true(solution_hint_count(&derived) > 0);
		assert_string_equal(solution_hint(arena, &derived, 0), derived.steps[0].says);
	}
	arena_serve_gmp(NULL);
	content_free(gone);
	content_free(changed);
	content_free(written);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_broken_law_is_refused_where_it_is_broken),
	    cmocka_unit_test(an_item_of_a_family_that_has_changed_is_solved_by_the_laws_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/*
 * Content that proves itself: the tests of each family, and the checker's judgement of sampled keys and
 * predicted answers. What the full linter will do over whole spaces, on a sample.
 */
#include "generators/engine/make.h"

#include "checker/algebra/text.h"
#include "checker/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEST_ARENA_BYTES = 64 << 20 };

struct self_test {
	const struct content *content;
	struct arena *arena;
	content_fault_fn report;
	void *context;
	size_t faults;
	const struct family *family;
	struct place at;
	/* one item in hand */
	const struct family_test *test; /* NULL: a sampled item */
	uint64_t tuple;
	int level;
};

static void report_fault(struct self_test *self, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static void report_fault(struct self_test *self, struct place at, const char *format, ...)
{
	char message[1024];
	va_list arguments;
	self->faults++;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	struct content_fault fault = {self->family->file, at.line, at.column, message};
	if (self->report)
		self->report(self->context, &fault);
}

/* Item and parameters for a message: "b=2 n=3" */
static const char *parameters_of(struct arena *arena, const struct item *item)
{
	struct text text;
	text_init(&text, arena);
	for (size_t i = 0; i < item->parameter_count; i++)
		text_format(
		    &text, "%s%s=%s", i ? " " : "", item->parameters[i].name, item->parameters[i].value);
	return text.data;
}

static enum verdict_kind judge(struct self_test *self, const struct question_spec *spec, const char *answer)
{
	struct question *question = NULL;
	struct question_fault fault = {0};
	if (question_parse(self->arena, spec, &question, &fault) != 0) {
		report_fault(self, self->at, "`%s`: %s", fault.field, fault.message);
		return VERDICT_UNDECIDED;
	}
	struct verdict *verdict = arena_zero(self->arena, sizeof *verdict);
	check_answer(self->arena, question, answer, strlen(answer), NULL, verdict);
	enum verdict_kind kind = verdict->kind;
	question_done(question);
	return kind;
}

/* Is `answer` what the misconception was predicted to give? The form does not count. */
static bool is_predicted(
    struct self_test *self, const struct item *item, const char *misconception, const char *answer)
{
	for (size_t i = 0; i < item->question.predicted_count; i++) {
		const struct predicted_answer *row = &item->question.predicted[i];
		if (strcmp(row->misconception, misconception) != 0)
			continue;
		struct question_spec spec = item->question;
		spec.expected = row->gives;
		enum verdict_kind kind = judge(self, &spec, answer);
		if (kind == VERDICT_CORRECT || kind == VERDICT_WRONG_FORM)
			return true;
	}
	return false;
}

static void check_text(struct self_test *self, const char *what, const char *wanted, const char *found)
{
	if (wanted && strcmp(wanted, found ? found : "") != 0)
		report_fault(self, self->at, "the test expects the %s `%s`; it is `%s`", what, wanted,
		    found ? found : "");
}

static void check_test(struct self_test *self, const struct item *item)
{
	const struct family_test *test = self->test;
	check_text(self, "ask", test->ask, item->question.ask);
	check_text(self, "key", test->expected, item->question.expected);
	check_text(self, "prompt", test->prompt, item->prompt.text);
	for (size_t i = 0; i < test->answer_count; i++) {
		const struct test_answer *answer = &test->answers[i];
		enum verdict_kind kind = judge(self, &item->question, answer->answer);
		if ((int)kind != answer->verdict) {
			report_fault(self, answer->at,
			    "`%s` is judged %s; the test expects %s (the key is `%s`)", answer->answer,
			    verdict_names[kind], verdict_names[answer->verdict], item->question.expected);
		} else if (answer->misconception &&
		           !is_predicted(self, item, answer->misconception, answer->answer)) {
			report_fault(self, answer->at, "`%s` is not what %s is predicted to give",
			    answer->answer, answer->misconception);
		}
	}
}

static void check_sample(struct self_test *self, const struct item *item)
{
	enum verdict_kind kind = judge(self, &item->question, item->question.expected);
	if (kind != VERDICT_CORRECT)
		report_fault(self, self->at, "the key `%s` of the item with %s is judged %s",
		    item->question.expected, parameters_of(self->arena, item), verdict_names[kind]);
	for (size_t i = 0; i < item->question.predicted_count; i++) {
		const struct predicted_answer *row = &item->question.predicted[i];
		kind = judge(self, &item->question, row->gives);
		if (kind != VERDICT_INCORRECT && kind != VERDICT_WRONG_FORM) {
			report_fault(self, self->at,
			    "%s gives `%s`, which is judged %s beside the key `%s` (%s)", row->misconception,
			    row->gives, verdict_names[kind], item->question.expected,
			    parameters_of(self->arena, item));
		}
		if (kind == VERDICT_WRONG_FORM) {
			report_fault(self, self->at,
			    "%s gives `%s`, which has the value of the key `%s` (%s)", row->misconception,
			    row->gives, item->question.expected, parameters_of(self->arena, item));
		}
	}
}

static void run_item(void *context)
{
	struct self_test *self = context;
	struct item *item = arena_zero(self->arena, sizeof *item);
	struct make_request request = {self->content, self->family, self->tuple, 0, LOCALE_EN, true};
	enum made made = make_item(self->arena, &request, item);
	if (made != MADE && self->test) {
		report_fault(
		    self, self->at, "these parameters make no item: `where` or the levels exclude them");
	} else if (made == MADE_NOTHING) {
		report_fault(
		    self, self->at, "an item has no key: tuple %llu", (unsigned long long)self->tuple);
	} else if (made == MADE && self->test) {
		check_test(self, item);
	} else if (made == MADE) {
		check_sample(self, item);
	}
}

static void run_one(struct self_test *self)
{
	arena_reset(self->arena);
	if (arena_try(self->arena, run_item, self) != REFUSAL_NONE)
		report_fault(self, self->at, "an item is too large to work out: tuple %llu",
		    (unsigned long long)self->tuple);
}

static void test_family(struct self_test *self, size_t sample)
{
	const struct family *family = self->family;
	for (size_t i = 0; i < family->test_count; i++) {
		self->test = &family->tests[i];
		self->at = self->test->at;
		self->tuple = self->test->tuple;
		run_one(self);
	}
	self->test = NULL;
	for (int level = 1; level <= LEVELS; level++) {
		uint64_t size = space_size(family, level), step = sample && size > sample ? size / sample : 1;
		self->at = family->levels[level - 1].at;
		for (uint64_t place = 0, made = 0; place < size && made < sample; place += step, made++) {
			bool sure;
			self->tuple = space_tuple(family, level, place, &sure);
			run_one(self);
		}
	}
}

size_t content_test(const struct content *content, size_t sample, content_fault_fn report, void *context)
{
	struct self_test self = {
	    .content = content, .arena = arena_new(TEST_ARENA_BYTES), .report = report, .context = context};
	if (!self.arena)
		return 1;
	for (size_t i = 0; i < content->family_count; i++) {
		self.family = content->families[i];
		test_family(&self, sample);
	}
	arena_serve_gmp(NULL);
	arena_free(self.arena);
	return self.faults;
}

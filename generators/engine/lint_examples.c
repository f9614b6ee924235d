/*
 * The misconceptions' own tests: an entry's example must be explained by that entry, first of all, or second
 * where the first is marked as one that it is confused with.
 */
#include "checker/algebra/text.h"
#include "generators/engine/content.h"
#include "generators/engine/diagnose.h"
#include "generators/engine/lint.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { EXAMPLE_BYTES = 64 << 20, MESSAGE = 512 };

struct examining {
	const struct content *content;
	struct arena *arena;
	const struct misconception *entry;
	struct question *question;
	content_fault_fn report;
	void *context;
	struct lint_example *row;
	size_t faults;
};

static void fault(struct examining *examining, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void fault(struct examining *examining, struct place at, const char *format, ...)
{
	char message[MESSAGE];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	examining->faults++;
	examining->report(examining->context, &(struct content_fault){.file = "misconceptions.yaml",
	                                          .line = at.line,
	                                          .column = at.column,
	                                          .message = message,
	                                          .check = "example"});
}

static enum verdict_kind judged(struct examining *examining, const char *answer, struct verdict *ret_verdict)
{
	check_answer(examining->arena, examining->question, answer, strlen(answer), NULL, ret_verdict);
	return ret_verdict->kind;
}

static bool is_confusable(const struct misconception *entry, const char *id)
{
	for (size_t i = 0; i < entry->confusable_count; i++)
		if (strcmp(entry->confusable[i], id) == 0)
			return true;
	return false;
}

static void judge_rank(struct examining *examining, const struct explanation *explanation)
{
	const struct misconception *entry = examining->entry;
	struct lint_example *row = examining->row;
	struct text others;
	text_init(&others, examining->arena);
	for (size_t i = 0; i < explanation->count; i++) {
		const struct explained_belief *belief = &explanation->beliefs[i];
		if (strcmp(belief->misconception, entry->id) == 0) {
			row->rank = i + 1;
			row->probability = belief->probability;
			continue;
		}
		text_add(&others, others.length ? ", " : "");
		text_add(&others, belief->misconception);
	}
	row->others = others.data;
	const char *first = explanation->count ? explanation->beliefs[0].misconception : NULL;
	if (row->rank == 1 || (row->rank == 2 && is_confusable(entry, first)))
		return;
	if (!first) {
		fault(examining, entry->example->at, "`%s`: nothing explains `%s`", entry->id,
		    entry->example->wrong);
	} else if (!row->rank) {
		fault(examining, entry->example->at, "`%s` does not explain `%s`; `%s` does", entry->id,
		    entry->example->wrong, others.data);
	} else {
		fault(examining, entry->example->at, "`%s` explains `%s` only after `%s`", entry->id,
		    entry->example->wrong, first);
	}
}

static void examine(void *context)
{
	struct examining *examining = context;
	const struct misconception_example *example = examining->entry->example;
	struct question_fault wrong;
	struct verdict verdict;
	struct candidates candidates;
	struct explanation explanation;
	const struct question_spec *spec = &example->question;
	if (question_parse(examining->arena, spec, &examining->question, &wrong) != 0) {
		fault(examining, example->at, "`correct` is no key: %s",
		    wrong.message ? wrong.message : "unreadable");
		return;
	}
	if (judged(examining, spec->expected, &verdict) != VERDICT_CORRECT)
		fault(examining, example->at, "`correct` is judged %s", verdict_names[verdict.kind]);
	enum verdict_kind kind = judged(examining, example->wrong, &verdict);
	bool form = examining->entry->shows_count > 0;
	if (kind != VERDICT_INCORRECT && !(form && kind == VERDICT_WRONG_FORM)) {
		fault(examining, example->at, "`wrong` is judged %s", verdict_names[kind]);
		return;
	}
	if (examining->entry->formula_only)
		return;
	struct diagnosed *diagnosed =
	    diagnose_open(examining->content, examining->arena, spec, examining->question);
	if (!diagnosed)
		return;
	diagnose_answer(
	    diagnosed, examining->arena, example->wrong, strlen(example->wrong), NULL, &verdict, &candidates);
	diagnose_words(diagnosed, examining->arena, &candidates, verdict.read, NULL, LOCALE_EN, &explanation);
	judge_rank(examining, &explanation);
}

/* What every entry must have. */
static void complete(struct examining *examining)
{
	const struct misconception *entry = examining->entry;
	if (!entry->rule_count && !entry->shows_count && !entry->formula_only)
		fault(examining, entry->at, "`%s` has no rules, no `shows`, and is not `formula_only`",
		    entry->id);
	if (!entry->example && !entry->formula_only)
		fault(examining, entry->at, "`%s` has no example", entry->id);
	for (int locale = 0; locale < LOCALES; locale++) {
		if (!entry->feedback[locale] || !entry->believes[locale])
			fault(examining, entry->at, "`%s` lacks `feedback` or `believes` in `%s`", entry->id,
			    locale_names[locale]);
	}
}

int content_lint_misconceptions(const struct content *content, bool whole, content_fault_fn report,
    void *context, void (*tell)(void *context, const struct lint_example *row), size_t *ret_faults)
{
	struct arena *arena = arena_new(EXAMPLE_BYTES);
	*ret_faults = 0;
	if (!arena)
		return -ENOMEM;
	arena_serve_gmp(arena);
	for (size_t i = 0; i < content->misconception_count; i++) {
		const struct misconception *entry = &content->misconceptions[i];
		struct lint_example row = {.misconception = entry->id};
		struct examining examining = {.content = content,
		    .arena = arena,
		    .entry = entry,
		    .report = report,
		    .context = context,
		    .row = &row};
		arena_reset(arena);
		if (whole)
			complete(&examining);
		if (entry->example && arena_try(arena, examine, &examining) != REFUSAL_NONE)
			fault(&examining, entry->example->at, "`%s`: its example is too large", entry->id);
		question_done(examining.question);
		*ret_faults += examining.faults;
		if (tell)
			tell(context, &row);
	}
	arena_serve_gmp(NULL);
	arena_free(arena);
	return 0;
}

/*
 * Any question about any expression and any answer to it: what explains the answer is found in time, the same
 * when asked again, with probabilities that are some; and nothing explains what is right. Bytes: kind, flags;
 * lines: expected (empty: what is asked), ask, form, unknown, answer.
 */
#include "tests/fuzz/fuzz_check.h"

#include "generators/engine/diagnose.h"

#include <math.h>

int LLVMFuzzerInitialize(int *count, char ***arguments);

/* diagnosis.md asks for 5 ms; sanitizers take ten to twenty times as long. */
enum { DIAGNOSIS_MILLISECONDS = 200 };
static const double rounding = 1e-9;

static struct content *content;

static void print_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	fprintf(stderr, "%s:%d: %s\n", fault->file, fault->line, fault->message);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	demand(content_load(NULL, print_fault, NULL, &content) == 0, "the content");
	return 0;
}

/* One diagnosis from question to words. */
struct diagnosed_answer {
	struct verdict verdict;
	struct candidates candidates;
	struct explanation explanation;
	double milliseconds;
	bool opened;
};

static void diagnose(struct arena *arena, const struct question_spec *spec, const struct question *question,
    const char *answer, size_t length, struct diagnosed_answer *ret_answer)
{
	memset(ret_answer, 0, sizeof *ret_answer);
	arena_serve_gmp(arena);
	check_answer(arena, question, answer, length, NULL, &ret_answer->verdict);
	double begun = milliseconds();
	struct diagnosed *diagnosed = diagnose_open(content, arena, spec, question);
	ret_answer->opened = diagnosed != NULL;
	if (diagnosed) {
		diagnose_answer(
		    diagnosed, arena, answer, length, NULL, &ret_answer->verdict, &ret_answer->candidates);
		diagnose_words(diagnosed, arena, &ret_answer->candidates, ret_answer->verdict.read, NULL,
		    LOCALE_EN, &ret_answer->explanation);
	}
	ret_answer->milliseconds = milliseconds() - begun;
	arena_serve_gmp(NULL);
}

static bool is_probability(double value)
{
	return value >= 0 && value <= 1 + rounding;
}

static void demand_probabilities(const struct diagnosed_answer *answer)
{
	const struct explanation *explanation = &answer->explanation;
	double probabilities[CANDIDATES], unexplained, sum;
	if (answer->candidates.count > 0) {
		infer_normalise(&answer->candidates, NULL, probabilities, &unexplained);
		sum = unexplained;
		for (size_t i = 0; i < answer->candidates.count; i++) {
			demand(is_probability(probabilities[i]), "a candidate's probability is none");
			sum += probabilities[i];
		}
		demand(fabs(sum - 1) <= rounding, "probabilities do not sum to 1");
		demand(fabs(unexplained - explanation->unexplained) <= rounding, "unexplained is another");
	}
	demand(explanation->count <= EXPLAINED_MOST, "more than five misconceptions");
	demand(explanation->prerequisite_count <= EXPLAINED_PREREQUISITES, "too many prerequisites");
	for (size_t i = 0; i < explanation->count; i++) {
		const struct explained_belief *belief = &explanation->beliefs[i];
		demand(
		    belief->misconception && is_probability(belief->probability), "a belief's probability");
		demand(i == 0 || explanation->beliefs[i - 1].probability >= belief->probability, "the order");
		demand(belief->path_count <= PATH_STEPS, "a path too long");
	}
	demand(is_probability(explanation->slip) && is_probability(explanation->unexplained), "the rest");
}

static void demand_right_is_untagged(const struct diagnosed_answer *answer)
{
	if (answer->verdict.kind != VERDICT_INCORRECT && answer->verdict.kind != VERDICT_WRONG_FORM)
		demand(answer->candidates.count == 0, "an answer that is not wrong is tagged");
	for (size_t i = 0; answer->verdict.kind == VERDICT_WRONG_FORM && i < answer->candidates.count; i++)
		demand(
		    !answer->candidates.list[i].path, "an error in an answer that is right in another form");
}

static void demand_same(const struct diagnosed_answer *one, const struct diagnosed_answer *other)
{
	const struct explanation *a = &one->explanation, *b = &other->explanation;
	demand(one->opened == other->opened && one->verdict.kind == other->verdict.kind, "another verdict");
	demand(
	    one->candidates.count == other->candidates.count && a->count == b->count, "another explanation");
	for (size_t i = 0; i < a->count; i++)
		demand(a->beliefs[i].belief == b->beliefs[i].belief &&
		           a->beliefs[i].probability == b->beliefs[i].probability,
		    "another belief");
}

static void fill(struct question_spec *spec, const uint8_t *bytes, struct lines *lines)
{
	spec->kind = bytes[0] % KINDS;
	spec->assume_real = bytes[1] & 1;
	spec->ask_hidden = bytes[1] & 2;
	spec->unordered = bytes[1] & 4;
	spec->expected = lines_next(lines, NULL);
	spec->ask = lines_next(lines, NULL);
	spec->expected = *spec->expected ? spec->expected : spec->ask;
	spec->forms[0] = lines_next(lines, NULL);
	spec->form_count = *spec->forms[0] != '\0';
	spec->unknown = lines_next(lines, NULL);
	spec->unknown = *spec->unknown ? spec->unknown : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	static struct lines lines;
	struct arena *arena = fresh_arena();
	struct question_spec spec = {.expected = NULL};
	struct question *question;
	struct question_fault fault;
	struct diagnosed_answer first, again;
	const char *answer;
	size_t answer_length;

	if (length < 2 || !lines_take(&lines, bytes + 2, length - 2))
		return 0;
	fill(&spec, bytes, &lines);
	answer = lines_next(&lines, &answer_length);
	if (question_parse(arena, &spec, &question, &fault) != 0)
		return 0;
	diagnose(arena, &spec, question, answer, answer_length, &first);
	demand_probabilities(&first);
	demand_right_is_untagged(&first);
	diagnose(arena, &spec, question, answer, answer_length, &again);
	demand_same(&first, &again);
	for (int attempt = 0; attempt < ATTEMPTS && again.milliseconds >= DIAGNOSIS_MILLISECONDS; attempt++)
		diagnose(arena, &spec, question, answer, answer_length, &again);
	demand(again.milliseconds < DIAGNOSIS_MILLISECONDS, "too slow");
	question_done(question);
	return 0;
}

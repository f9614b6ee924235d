/*
 * The diagnosis in process, over items of every family: each answer that one belief leads to, and answers
 * that no single belief explains. Times are of the thread's own processor time, from the verdict to the words
 * of the diagnosis. What is found once for a question counts for the first answer to it, and is shown apart.
 * All rounds ask the same: the median of their rates counts, and of one answer the least time, so that what
 * else the machine does is not taken for our work.
 */
#include "daemon/commands/bench.h"
#include "daemon/commands/start.h"
#include "generators/engine/diagnose.h"

#include <stdlib.h>
#include <string.h>

enum { ITEMS = 6 /* a level */, ANSWER = 256, SEED = 1, WORST = 5, ANSWERS = 1 << 18 };

static const double worst_milliseconds = 5;

struct tally {
	size_t count;
	double seconds;
};

enum rate { RATE_SINGLE, RATE_OTHER, RATE_OPENING, RATE_FIRST, RATES };
static const struct {
	const char *name;
	double target; /* a second; 0: none */
} rates[RATES] = {{"one belief explains it", 20e3}, {"none alone does", 3e3}, {"a question made ready", 0},
    {"first answer to a question, all told", 0}};

struct worst {
	double seconds;
	char family[64], ask[ANSWER], answer[ANSWER];
};

struct bench {
	const struct content *content;
	struct arena *item_arena, *question_arena, *arena;
	struct tally tallies[RATES];   /* of the round */
	size_t number;                 /* answers asked about in the round */
	double *least;                 /* seconds, of each answer */
	size_t explained, unexplained; /* of the single ones: as their own belief, or not at all */
	struct worst worst[WORST];
	const struct item *item;
	struct question *question;
	struct diagnosed *diagnosed;
	double opened; /* seconds */
	bool asked;    /* an answer to the question in hand was timed */
};

static double now(void)
{
	return bench_seconds(CLOCK_THREAD_CPUTIME_ID);
}

static void note_worst(struct bench *bench, double seconds, const char *answer)
{
	struct worst row = {.seconds = seconds};
	size_t at = WORST;
	snprintf(row.family, sizeof row.family, "%s", bench->item->family);
	snprintf(row.ask, sizeof row.ask, "%s", bench->item->question.ask ? bench->item->question.ask : "");
	snprintf(row.answer, sizeof row.answer, "%s", answer);
	while (at > 0 && bench->worst[at - 1].seconds < seconds) {
		if (at < WORST) {
			bench->worst[at] = bench->worst[at - 1];
		}
		at--;
	}
	if (at < WORST) {
		bench->worst[at] = row;
	}
}

static void count(struct bench *bench, enum rate rate, double seconds)
{
	bench->tallies[rate].count++;
	bench->tallies[rate].seconds += seconds;
}

/* The least time that the answer in hand took in any round. */
static double least(struct bench *bench, double seconds)
{
	if (bench->number == ANSWERS) {
		return seconds;
	}
	double *kept = &bench->least[bench->number++];
	if (*kept == 0 || seconds < *kept) {
		*kept = seconds;
	}
	return *kept;
}

static void ask_about(struct bench *bench, const char *answer, const char *belief)
{
	struct verdict verdict;
	struct candidates candidates;
	struct explanation explanation;
	arena_reset(bench->arena);
	arena_serve_gmp(bench->arena);
	check_answer(bench->arena, bench->question, answer, strlen(answer), NULL, &verdict);
	if (verdict.kind != VERDICT_INCORRECT) {
		return;
	}
	double start = now();
	diagnose_answer(bench->diagnosed, bench->arena, answer, strlen(answer), NULL, &verdict, &candidates);
	diagnose_words(
	    bench->diagnosed, bench->arena, &candidates, verdict.read, NULL, LOCALE_EN, &explanation);
	double seconds = now() - start;
	if (!bench->asked) {
		count(bench, RATE_FIRST, seconds + bench->opened);
	}
	bool single = belief || (explanation.count > 0 && candidates.list[0].count == 1);
	count(bench, single ? RATE_SINGLE : RATE_OTHER, seconds);
	note_worst(bench, least(bench, seconds + (bench->asked ? 0 : bench->opened)), answer);
	bench->asked = true;
	if (!belief) {
		return;
	}
	bool found = false;
	for (size_t i = 0; i < explanation.count; i++) {
		found = found || strcmp(explanation.beliefs[i].misconception, belief) == 0;
	}
	bench->explained += found;
	bench->unexplained += explanation.count == 0;
}

static void run_item(struct bench *bench)
{
	struct question_fault fault;
	struct item_predictions predictions;
	char answer[ANSWER];
	item_predict(bench->content, bench->item_arena, bench->item, &predictions);
	arena_reset(bench->question_arena);
	arena_serve_gmp(bench->question_arena);
	if (question_parse(bench->question_arena, &bench->item->question, &bench->question, &fault) != 0) {
		return;
	}
	double start = now();
	bench->diagnosed =
	    diagnose_open(bench->content, bench->question_arena, &bench->item->question, bench->question);
	bench->opened = now() - start;
	count(bench, RATE_OPENING, bench->opened);
	bench->asked = false;
	for (size_t i = 0; bench->diagnosed && i < predictions.wrong_count; i++) {
		ask_about(bench, predictions.wrong[i].gives, predictions.wrong[i].misconception);
	}
	static const char *const wrong[][2] = {{"17*(", ")+29"}, {"(", ")/13-7"}, {"-(", ")*3+1/11"}};
	for (size_t i = 0; bench->diagnosed && i < 3; i++) {
		if (snprintf(answer, sizeof answer, "%s%s%s", wrong[i][0], bench->item->question.expected,
		        wrong[i][1]) < ANSWER) {
			ask_about(bench, answer, NULL);
		}
	}
	question_done(bench->question);
}

static void run_family(struct bench *bench, const char *family, int level)
{
	struct sequence_request request = {.family = family, .level = level, .seed = SEED, .predict = true};
	struct sequence *sequence;
	struct item item;
	uint64_t number = 0;
	arena_reset(bench->item_arena);
	arena_serve_gmp(bench->item_arena);
	if (sequence_start(bench->content, bench->item_arena, &request, &sequence) != CONTENT_OK) {
		return;
	}
	for (int i = 0; i < ITEMS; i++) {
		arena_serve_gmp(bench->item_arena);
		if (sequence_item(sequence, bench->item_arena, &number, &item) != CONTENT_OK) {
			return;
		}
		bench->item = &item;
		run_item(bench);
	}
}

static void run_round(struct bench *bench)
{
	memset(bench->tallies, 0, sizeof bench->tallies);
	memset(bench->worst, 0, sizeof bench->worst);
	bench->number = bench->explained = bench->unexplained = 0;
	for (size_t i = 0; i < content_family_count(bench->content); i++) {
		struct family_row row;
		content_family(bench->content, i, &row);
		for (int level = 1; level <= 3; level++) {
			run_family(bench, row.id, level);
		}
	}
}

static void print_rate(enum rate rate, size_t answers, double a_second)
{
	printf("%-44s %9zu %10.0f/s", rates[rate].name, answers, a_second);
	if (rates[rate].target > 0) {
		printf(" %8.2f x", a_second / rates[rate].target);
	}
	printf("\n");
}

static void run_rounds(struct bench *bench, size_t rounds)
{
	double a_second[RATES][BENCH_ROUNDS_MAX];
	for (size_t i = 0; i < rounds; i++) {
		run_round(bench);
		for (enum rate rate = 0; rate < RATES; rate++) {
			const struct tally *tally = &bench->tallies[rate];
			a_second[rate][i] = tally->seconds > 0 ? (double)tally->count / tally->seconds : 0;
		}
	}
	printf("%-44s %9s %12s %10s\n", "", "number", "", "of aim");
	for (enum rate rate = 0; rate < RATES; rate++) {
		print_rate(rate, bench->tallies[rate].count, bench_median(a_second[rate], rounds));
	}
	printf("of the answers of one belief: %zu named it, %zu found no explanation\n", bench->explained,
	    bench->unexplained);
	for (int i = 0; i < WORST; i++) {
		const struct worst *row = &bench->worst[i];
		printf("%6.2f ms (aim: %.0f)  %s: %s, answer %s\n", row->seconds * 1e3, worst_milliseconds,
		    row->family, row->ask, row->answer);
	}
}

int bench_diagnosis(const struct command *command, const struct bench_settings *settings)
{
	struct content *content = NULL;
	int status = start_content(command, settings->content, NULL, &content);
	if (status != EXIT_DONE) {
		return status;
	}
	struct bench *bench = calloc(1, sizeof *bench);
	if (bench) {
		bench->content = content;
		bench->item_arena = arena_new((size_t)256 << 20);
		bench->question_arena = arena_new(LIMIT_ARENA_BYTES);
		bench->arena = arena_new(LIMIT_ARENA_BYTES);
		bench->least = calloc(ANSWERS, sizeof *bench->least);
	}
	if (bench && bench->item_arena && bench->question_arena && bench->arena && bench->least) {
		run_rounds(bench, (size_t)settings->rounds);
	} else {
		status = start_fault(command, "memory is out");
	}
	arena_serve_gmp(NULL);
	if (bench) {
		arena_free(bench->item_arena);
		arena_free(bench->question_arena);
		arena_free(bench->arena);
		free(bench->least);
	}
	free(bench);
	content_free(content);
	return status;
}

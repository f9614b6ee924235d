/* The linter's work: what is walked, by how many threads, and what becomes of the findings. */
#include "generators/engine/lint_parts.h"

#include "checker/algebra/calcium.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { HAND_BYTES = 64 << 20, CHUNK = 128, MESSAGE_BYTES = 900, HOLES_PER_ITEM = 2 };

const char *const lint_check_words[LINT_CHECK_COUNT] = {
#define X(name, word, says) word,
    LINT_CHECKS(X)
#undef X
};

/*
 * A stretch of one walk's places; the first of a walk also runs its tests. Or a stretch of the index of a
 * family of which only a sample is walked: there, each item is held to what is separated, and to no more.
 */
struct job {
	struct walk *walk;
	uint64_t first, count;
	bool prove;
};

struct lint {
	const struct content *content;
	const struct lint_options *options;
	struct walk *walks; /* parallel to the content's families */
	struct job *jobs;
	size_t job_count;
	atomic_size_t next;
	atomic_uint_fast64_t done;
	atomic_uint_fast64_t judged;
	atomic_bool failed; /* memory is out */
	uint64_t all;
};

/* ---- findings ---- */

static bool same_finding(
    const struct finding *finding, enum lint_check check, struct place at, const char *detail)
{
	return finding->check == check && finding->at.line == at.line && finding->at.column == at.column &&
	       strcmp(finding->detail, detail) == 0;
}

static struct finding *find_slot(
    struct walk *walk, enum lint_check check, struct place at, const char *detail)
{
	for (size_t i = 0; i < walk->finding_count; i++)
		if (same_finding(&walk->findings[i], check, at, detail))
			return &walk->findings[i];
	if (walk->finding_count == LINT_FINDINGS)
		return NULL;
	if (!walk->findings)
		walk->findings = calloc(LINT_FINDINGS, sizeof *walk->findings);
	if (!walk->findings) {
		walk->out_of_memory = true;
		return NULL;
	}
	struct finding *finding = &walk->findings[walk->finding_count++];
	*finding = (struct finding){.check = check, .at = at, .detail = detail, .place = UINT64_MAX};
	return finding;
}

void lint_find(
    struct hand *hand, enum lint_check check, struct place at, const char *detail, const char *format, ...)
{
	struct walk *walk = hand->walk;
	pthread_mutex_lock(&walk->lock);
	struct finding *finding = find_slot(walk, check, at, detail);
	if (finding && (!finding->message || hand->place < finding->place)) {
		char message[MESSAGE_BYTES];
		va_list arguments;
		va_start(arguments, format);
		vsnprintf(message, sizeof message, format, arguments);
		va_end(arguments);
		free(finding->message);
		finding->message = strdup(message);
		finding->place = hand->place;
		walk->out_of_memory = walk->out_of_memory || !finding->message;
	}
	if (finding)
		finding->count++;
	pthread_mutex_unlock(&walk->lock);
}

static int by_place(const void *left, const void *right)
{
	const struct finding *a = left, *b = right;
	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	if (a->at.column != b->at.column)
		return a->at.column < b->at.column ? -1 : 1;
	if (a->check != b->check)
		return a->check < b->check ? -1 : 1;
	return strcmp(a->detail, b->detail);
}

static void report_walk(struct walk *walk, content_fault_fn report, void *context)
{
	if (walk->finding_count > 1)
		qsort(walk->findings, walk->finding_count, sizeof *walk->findings, by_place);
	for (size_t i = 0; i < walk->finding_count && report; i++) {
		const struct finding *finding = &walk->findings[i];
		char message[MESSAGE_BYTES + 64];
		snprintf(message, sizeof message, "%s", finding->message ? finding->message : "");
		if (finding->count > 1)
			snprintf(message, sizeof message, "%s; likewise %llu more", finding->message,
			    (unsigned long long)finding->count - 1);
		struct content_fault fault = {walk->family->file, finding->at.line, finding->at.column,
		    message, lint_check_words[finding->check]};
		report(context, &fault);
	}
}

/* ---- what is walked ---- */

static void plan_belief(struct walk *walk, const char *id)
{
	size_t at = 0;
	while (at < walk->belief_count && strcmp(walk->beliefs[at], id) != 0)
		at++;
	if (at == walk->belief_count && at < LINT_BELIEFS)
		walk->beliefs[walk->belief_count++] = id;
}

/* Those that the family names. */
static void plan_beliefs(struct walk *walk)
{
	const struct family *family = walk->family;
	for (size_t s = 0; s < family->separate_count; s++)
		plan_belief(walk, family->separates[s]);
	for (size_t v = 0; v < family->variant_count; v++)
		for (size_t p = 0; p < family->variants[v].prediction_count; p++)
			plan_belief(walk, family->variants[v].predictions[p].misconception);
}

/* The levels share the sample; where many places are holes, more are tried. */
static int plan_places(struct walk *walk, uint64_t whole)
{
	const struct family *family = walk->family;
	bool sampled = !family->index || space_size(family, 0) > whole;
	int levels = 0;
	for (int level = 1; level <= LEVELS; level++)
		levels += space_size(family, level) > 0;
	for (int level = 1; level <= LEVELS; level++) {
		struct segment *segment = &walk->segments[level - 1];
		uint64_t size = space_size(family, level), share = levels ? whole / (uint64_t)levels : 0;
		*segment =
		    (struct segment){.level = level, .size = size, .first = walk->places, .count = size};
		if (sampled && !family->index)
			share *= HOLES_PER_ITEM;
		if (sampled && size > share) {
			segment->count = share;
			segment->sampled = true;
		}
		if (size)
			permutation_init(&segment->order, size, 0, family->id);
		walk->places += segment->count;
	}
	walk->facts = calloc(walk->places + 1, sizeof *walk->facts);
	return walk->facts ? 0 : -ENOMEM;
}

static void choose_mode(const struct lint *lint, struct walk *walk)
{
	const struct lint_options *options = lint->options;
	walk->mode = options->family_count ? WALK_NOT : WALK_WHOLE;
	for (size_t i = 0; i < options->family_count; i++) {
		const struct family *wanted = content_find_family(lint->content, options->families[i]);
		if (wanted == walk->family)
			walk->mode = WALK_WHOLE;
		else if (wanted && wanted->skill == walk->family->skill && walk->mode == WALK_NOT)
			walk->mode = WALK_FACTS;
	}
}

/* Is the walk a sample of items that can all be held to what is separated? */
static bool is_proved_apart(const struct walk *walk)
{
	bool sampled = false;
	for (size_t s = 0; s < LEVELS; s++)
		sampled = sampled || walk->segments[s].sampled;
	return sampled && walk->prove && walk->mode == WALK_WHOLE && walk->family->index &&
	       walk->family->separate_count;
}

/* At least one: the first of a walk is there even where nothing is walked. */
static void plan_jobs(struct lint *lint, struct walk *walk, uint64_t places, bool prove)
{
	uint64_t first = 0;
	do {
		uint64_t count = places - first < CHUNK ? places - first : CHUNK;
		lint->jobs[lint->job_count++] = (struct job){walk, first, count, prove};
		first += CHUNK;
	} while (first < places);
}

static int plan(struct lint *lint)
{
	const struct content *content = lint->content;
	uint64_t whole = lint->options->whole ? lint->options->whole : LINT_WHOLE;
	size_t chunks = 0;
	lint->walks = calloc(content->family_count + 1, sizeof *lint->walks);
	if (!lint->walks)
		return -ENOMEM;
	for (size_t i = 0; i < content->family_count; i++) {
		struct walk *walk = &lint->walks[i];
		walk->family = content->families[i];
		pthread_mutex_init(&walk->lock, NULL);
		choose_mode(lint, walk);
		walk->prove = lint->options->prove;
		plan_beliefs(walk);
		if (walk->mode != WALK_NOT && plan_places(walk, whole) != 0)
			return -ENOMEM;
		uint64_t apart = is_proved_apart(walk) ? space_size(walk->family, 0) : 0;
		chunks += walk->places / CHUNK + apart / CHUNK + 2;
		lint->all += walk->places + apart;
	}
	lint->jobs = calloc(chunks + 1, sizeof *lint->jobs);
	if (!lint->jobs)
		return -ENOMEM;
	for (size_t i = 0; i < content->family_count; i++) {
		struct walk *walk = &lint->walks[i];
		if (walk->mode == WALK_NOT)
			continue;
		plan_jobs(lint, walk, walk->places, false);
		if (is_proved_apart(walk))
			plan_jobs(lint, walk, space_size(walk->family, 0), true);
	}
	return 0;
}

/* ---- the work ---- */

static void locate(struct hand *hand)
{
	const struct segment *segment = hand->walk->segments;
	while (hand->place >= segment->first + segment->count)
		segment++;
	uint64_t k = hand->place - segment->first;
	int level;
	hand->level = segment->level;
	hand->to_solve = k < hand->solutions;
	hand->to_prove = !is_proved_apart(hand->walk);
	hand->to_compare = (segment->sampled ? k : permutation_at(&segment->order, k)) < hand->compared;
	hand->tuple = space_tuple(hand->walk->family, segment->level,
	    segment->sampled ? permutation_at(&segment->order, k) : k, &level);
}

static void walk_one(void *context)
{
	struct hand *hand = context;
	struct make_request request = {
	    hand->content, hand->walk->family, hand->tuple, hand->level, LOCALE_EN, true};
	hand->item = arena_zero(hand->arena, sizeof *hand->item);
	hand->variant = &hand->walk->family->variants[hand->tuple % hand->walk->family->variant_count];
	enum made made = make_item(hand->arena, &request, hand->item);
	if (made == MADE)
		lint_item(hand, &hand->walk->facts[hand->place]);
	else if (made == MADE_NOTHING && hand->walk->mode == WALK_WHOLE && !lint_worked_missing(hand)) {
		lint_find(hand, LINT_NO_KEY,
		    hand->variant->answer_at.line ? hand->variant->answer_at : hand->variant->ask_at,
		    hand->variant->name, "the right answer is undefined or not of the asked form (%s)",
		    lint_parameters(hand->arena, hand->item));
	}
}

static void run_family(void *context)
{
	lint_family(context);
	lint_tests(context);
}

static void prove_one(void *context)
{
	struct hand *hand = context;
	struct question_fault fault;
	struct make_request request = {
	    hand->content, hand->walk->family, hand->tuple, hand->level, LOCALE_EN, true};
	hand->item = arena_zero(hand->arena, sizeof *hand->item);
	if (make_item(hand->arena, &request, hand->item) == MADE &&
	    question_parse(hand->arena, &hand->item->question, &hand->question, &fault) == 0)
		lint_separated(hand);
}

/* Places of the index, each after those that are walked. */
static void run_proof(struct hand *hand, const struct job *job)
{
	for (uint64_t i = 0; i < job->count; i++) {
		hand->place = job->walk->places + job->first + i;
		hand->question = NULL;
		hand->tuple = space_tuple(job->walk->family, 0, job->first + i, &hand->level);
		hand->variant = &job->walk->family->variants[hand->tuple % job->walk->family->variant_count];
		arena_reset(hand->arena);
		(void)arena_try(hand->arena, prove_one, hand);
		question_done(hand->question);
	}
}

static void run_job(struct hand *hand, const struct job *job)
{
	hand->walk = job->walk;
	if (job->prove) {
		run_proof(hand, job);
		return;
	}
	if (job->first == 0 && job->walk->mode == WALK_WHOLE) {
		hand->place = UINT64_MAX;
		arena_reset(hand->arena);
		if (arena_try(hand->arena, run_family, hand) != REFUSAL_NONE)
			lint_find(hand, LINT_TOO_LARGE, (struct place){1, 1}, "tests",
			    "an item of the tests is too large to work out");
	}
	for (uint64_t i = 0; i < job->count; i++) {
		hand->place = job->first + i;
		hand->question = NULL;
		locate(hand);
		arena_reset(hand->arena);
		if (arena_try(hand->arena, walk_one, hand) != REFUSAL_NONE)
			lint_find(hand, LINT_TOO_LARGE, hand->variant->ask_at, hand->variant->name,
			    "an item is too large to work out: tuple %llu", (unsigned long long)hand->tuple);
		question_done(hand->question);
	}
}

static bool hand_init(struct hand *hand, const struct content *content)
{
	*hand = (struct hand){.content = content, .arena = arena_new(HAND_BYTES)};
	arena_serve_gmp(hand->arena);
	return hand->arena;
}

static void hand_done(struct hand *hand)
{
	arena_serve_gmp(NULL);
	arena_free(hand->arena);
	calcium_thread_done();
}

static void *work(void *context)
{
	struct lint *lint = context;
	struct hand hand;
	if (!hand_init(&hand, lint->content))
		lint->failed = true;
	hand.solutions = lint->options->solutions;
	hand.compared = lint->options->compared;
	for (size_t at; !lint->failed && (at = lint->next++) < lint->job_count;) {
		run_job(&hand, &lint->jobs[at]);
		lint->done += lint->jobs[at].count;
	}
	lint->judged += hand.judged;
	hand_done(&hand);
	return NULL;
}

/* This thread only watches, so that progress is told whatever the others do. */
static int run_jobs(struct lint *lint)
{
	pthread_t threads[LINT_JOBS_LAST];
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t wanted = lint->options->jobs ? lint->options->jobs
	                : cores > 0         ? (size_t)cores
	                                    : 1,
	       started = 0;
	wanted = wanted > LINT_JOBS_LAST ? LINT_JOBS_LAST : wanted;
	while (started < wanted && pthread_create(&threads[started], NULL, work, lint) == 0)
		started++;
	while (started && lint->options->progress && !lint->failed && lint->next < lint->job_count) {
		lint->options->progress(lint->options->progress_context, lint->done, lint->all);
		usleep(100000);
	}
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
	if (started && lint->options->progress && !lint->failed)
		lint->options->progress(lint->options->progress_context, lint->done, lint->all);
	return started && !lint->failed ? 0 : -ENOMEM;
}

/* ---- once all was walked ---- */

struct skill_work {
	struct hand *hand;
	struct walk **walks;
	size_t count;
};

static void run_skill(void *context)
{
	struct skill_work *skill = context;
	lint_skill(skill->hand, skill->walks, skill->count);
}

static int compare_families(struct lint *lint, struct hand *hand)
{
	const struct content *content = lint->content;
	struct walk **walks = calloc(content->family_count + 1, sizeof(struct walk *));
	if (!walks)
		return -ENOMEM;
	for (size_t s = 0; s < content->skill_count; s++) {
		struct skill_work skill = {hand, walks, 0};
		for (size_t i = 0; i < content->family_count; i++)
			if (lint->walks[i].mode != WALK_NOT && lint->walks[i].family->skill == s)
				walks[skill.count++] = &lint->walks[i];
		arena_reset(hand->arena);
		if (skill.count)
			(void)arena_try(hand->arena, run_skill, &skill);
	}
	free(walks);
	return 0;
}

struct row_work {
	struct hand *hand;
	struct lint_row *row;
};

static void run_row(void *context)
{
	struct row_work *work = context;
	lint_facts(work->hand, work->row);
}

static int fill_report(struct lint *lint, struct hand *hand, struct lint_report *report)
{
	int error = 0;
	report->rows = calloc(lint->content->family_count + 1, sizeof *report->rows);
	for (size_t i = 0; report->rows && i < lint->content->family_count; i++) {
		struct lint_row *row = &report->rows[report->count];
		hand->walk = &lint->walks[i];
		hand->place = UINT64_MAX;
		if (hand->walk->mode != WALK_WHOLE)
			continue;
		report->count++;
		content_family(lint->content, i, &row->family);
		arena_reset(hand->arena);
		if (arena_try(hand->arena, run_row, &(struct row_work){hand, row}) != REFUSAL_NONE)
			error = -ENOMEM;
		report->walked += row->walked;
	}
	return report->rows ? error : -ENOMEM;
}

static int by_file(const void *left, const void *right)
{
	const struct walk *const *a = left, *const *b = right;
	return strcmp((*a)->family->file, (*b)->family->file);
}

static int tell(struct lint *lint, struct lint_report *report, content_fault_fn tell_fault, void *context)
{
	size_t count = 0;
	struct walk **walks = calloc(lint->content->family_count + 1, sizeof(struct walk *));
	int error = walks ? 0 : -ENOMEM;
	for (size_t i = 0; walks && i < lint->content->family_count; i++) {
		struct walk *walk = &lint->walks[i];
		if (walk->mode != WALK_WHOLE)
			continue;
		report->rows[count].faults = walk->finding_count;
		report->faults += walk->finding_count;
		error = walk->out_of_memory ? -ENOMEM : error;
		walks[count++] = walk;
	}
	if (count > 1)
		qsort(walks, count, sizeof(struct walk *), by_file);
	for (size_t i = 0; i < count; i++)
		report_walk(walks[i], tell_fault, context);
	free(walks);
	return error;
}

static void lint_done(struct lint *lint)
{
	for (size_t i = 0; lint->walks && i < lint->content->family_count; i++) {
		struct walk *walk = &lint->walks[i];
		for (size_t f = 0; f < walk->finding_count; f++)
			free(walk->findings[f].message);
		free(walk->findings);
		free(walk->facts);
		free(walk->confusions);
		pthread_mutex_destroy(&walk->lock);
	}
	free(lint->walks);
	free(lint->jobs);
}

int content_lint(const struct content *content, const struct lint_options *options, content_fault_fn report,
    void *context, struct lint_report **ret_report)
{
	struct lint lint = {.content = content, .options = options};
	struct lint_report *result = calloc(1, sizeof *result);
	struct hand hand;
	bool handy = hand_init(&hand, content);
	int error = result && handy ? plan(&lint) : -ENOMEM;
	if (!error)
		error = run_jobs(&lint);
	if (!error)
		error = compare_families(&lint, &hand);
	if (!error)
		error = fill_report(&lint, &hand, result);
	if (!error)
		error = tell(&lint, result, report, context);
	if (result)
		result->judged = lint.judged;
	hand_done(&hand);
	lint_done(&lint);
	if (error)
		lint_report_free(result);
	else
		*ret_report = result;
	return error;
}

void lint_report_free(struct lint_report *report)
{
	for (size_t i = 0; report && i < report->count; i++) {
		free(report->rows[i].frequent);
		free(report->rows[i].beliefs);
		free(report->rows[i].confusions);
	}
	if (report)
		free(report->rows);
	free(report);
}

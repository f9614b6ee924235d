/*
 * The generator in process: items with their keys as JSON, made one after another on one core, of each unit
 * and then of each family alone. Rates are of the thread's own processor time, so that what else the machine
 * does does not count. Beside them stands what the same bytes cost when nothing has to be made: each item as
 * one string through the same JSON writer, which looks at every byte and copies it.
 */
#include "daemon/commands/bench.h"
#include "daemon/commands/start.h"
#include "daemon/worker/items.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BATCH = 1000, UNITS_MAX = 64, SEED = 1 };

/* What families.md promises, keys without predicted answers. */
static const double target_indexed = 150e3, target_walked = 30e3;

struct rated {
	const char *name;
	bool family; /* else a unit */
	bool indexed;
	double rate, bytes, bare; /* items a second; bytes an item; items a second of the bare writer */
};

struct bench {
	struct worker worker;
	struct buffer lines, bare;
	struct items_request request;
	struct refusal_report report;
	size_t ends[BATCH]; /* where each item of `lines` ends */
	size_t count;
	bool done;
};

static void end_item(void *context)
{
	struct bench *bench = context;
	bench->lines.comma = false;
	bench->ends[bench->count++] = bench->lines.length;
}

static void make(void *context)
{
	struct bench *bench = context;
	uint64_t next;
	bench->count = 0;
	bench->done = items_write(
	    &bench->worker, &bench->request, &bench->lines, end_item, bench, &next, &bench->report);
	bench->request.from = (int64_t)next;
}

/* One batch, going on where the last one ended. False where an item cannot be made. */
static bool make_batch(struct bench *bench)
{
	buffer_clear(&bench->lines);
	arena_reset(bench->worker.arena);
	return arena_try(bench->worker.arena, make, bench) == REFUSAL_NONE && bench->done &&
	       !bench->lines.full;
}

static double measure_rate(struct bench *bench, int64_t milliseconds)
{
	double start = bench_seconds(CLOCK_THREAD_CPUTIME_ID), spent = 0;
	size_t items = 0;
	while (spent < (double)milliseconds / 1e3) {
		if (!make_batch(bench)) {
			return -1;
		}
		items += bench->count;
		spent = bench_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
	}
	return (double)items / spent;
}

static double measure_bare(struct bench *bench, int64_t milliseconds)
{
	double start = bench_seconds(CLOCK_THREAD_CPUTIME_ID), spent = 0;
	size_t items = 0;
	while (spent < (double)milliseconds / 1e3) {
		buffer_clear(&bench->bare);
		for (size_t i = 0, at = 0; i < bench->count; at = bench->ends[i++]) {
			json_string_bytes(&bench->bare, NULL, bench->lines.data + at, bench->ends[i] - at);
		}
		items += bench->count;
		spent = bench_seconds(CLOCK_THREAD_CPUTIME_ID) - start;
	}
	return (double)items / spent;
}

static bool measure(struct bench *bench, struct rated *row, const struct bench_settings *settings)
{
	double rates[BENCH_ROUNDS_MAX];
	bench->request = (struct items_request){.count = BATCH, .seed = SEED, .key = true};
	*(row->family ? &bench->request.family : &bench->request.unit) = row->name;
	for (int64_t i = 0; i < settings->rounds; i++) {
		rates[i] = measure_rate(bench, settings->milliseconds);
		if (rates[i] < 0) {
			fprintf(stderr, "masteryd bench: %s: %s\n", row->name, bench->report.fault.message);
			return false;
		}
	}
	row->rate = bench_median(rates, (size_t)settings->rounds);
	row->bytes = (double)bench->lines.length / (double)bench->count;
	for (int64_t i = 0; i < settings->rounds; i++) {
		rates[i] = measure_bare(bench, settings->milliseconds / 4 + 1);
	}
	row->bare = bench_median(rates, (size_t)settings->rounds);
	return true;
}

static void print_rated(const struct rated *row)
{
	printf("%-36s %10.0f/s %8.2f x %8.0f %10.0f/s %8.1f\n", row->name, row->rate,
	    row->rate / (row->indexed ? target_indexed : target_walked), row->bytes, row->bare,
	    row->bare / row->rate);
}

static bool known(const struct rated *rows, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].name, name) == 0) {
			return true;
		}
	}
	return false;
}

/* The units and seed units in the order of the skills, each once; `indexed` where all its families are. */
static size_t list_units(const struct content *content, struct rated *rows)
{
	size_t count = 0;
	for (size_t i = 0; i < content_skill_count(content); i++) {
		struct skill_row row;
		content_skill(content, i, &row);
		const char *names[] = {row.unit, row.seed_unit};
		for (size_t n = 0; n < 2; n++) {
			if (row.family_count && names[n] && count < UNITS_MAX &&
			    !known(rows, count, names[n])) {
				rows[count++] = (struct rated){.name = names[n], .indexed = true};
			}
		}
	}
	return count;
}

static struct rated family_rated(const struct content *content, size_t index)
{
	struct family_row row;
	content_family(content, index, &row);
	return (struct rated){.name = row.id, .family = true, .indexed = row.exact[0]};
}

static int slowest_first(const void *left, const void *right)
{
	const struct rated *a = left, *b = right;
	return (a->rate > b->rate) - (a->rate < b->rate);
}

static bool run_units(struct bench *bench, const struct bench_settings *settings)
{
	struct rated units[UNITS_MAX];
	size_t count = list_units(bench->worker.content, units);
	printf("one core, items with keys as JSON; median of %lld rounds of %lld ms\n",
	    (long long)settings->rounds, (long long)settings->milliseconds);
	printf("%-36s %12s %10s %8s %12s %8s\n", "", "items", "of target", "bytes", "bare writer", "times");
	for (size_t i = 0; i < count; i++) {
		if (!measure(bench, &units[i], settings)) {
			return false;
		}
		print_rated(&units[i]);
	}
	return true;
}

static bool run_families(struct bench *bench, const struct bench_settings *settings)
{
	size_t count = content_family_count(bench->worker.content), measured = 0;
	struct rated *families = calloc(count + 1, sizeof(*families));
	struct bench_settings quick = *settings;
	quick.milliseconds = settings->milliseconds / 10 + 1;
	double harmonic = 0;
	while (families && measured < count) {
		families[measured] = family_rated(bench->worker.content, measured);
		if (!measure(bench, &families[measured], &quick)) {
			break;
		}
		harmonic += 1 / families[measured++].rate;
	}
	bool good = families && measured == count;
	if (good && count) {
		qsort(families, count, sizeof(*families), slowest_first);
		printf("%zu families one by one: %.0f/s in the (harmonic) mean; the slowest:\n", count,
		    (double)count / harmonic);
		for (size_t i = 0; i < count && i < (size_t)settings->slowest; i++) {
			print_rated(&families[i]);
		}
	}
	free(families);
	return good;
}

int bench_generator(const struct command *command, const struct bench_settings *settings)
{
	struct content *content = NULL;
	int status = start_content(command, settings->content, NULL, &content);
	if (status != EXIT_DONE) {
		return status;
	}
	struct bench *bench = calloc(1, sizeof(*bench));
	if (!bench || worker_init(&bench->worker, content, NULL) < 0) {
		status = start_fault(command, "memory is out");
	} else {
		buffer_init(&bench->lines, WORKER_REPLY_LIMIT);
		buffer_init(&bench->bare, 2 * (size_t)WORKER_REPLY_LIMIT);
		arena_serve_gmp(bench->worker.arena);
		bool good =
		    run_units(bench, settings) && (!settings->slowest || run_families(bench, settings));
		arena_serve_gmp(NULL);
		status = good ? EXIT_DONE : EXIT_FAULTS;
		buffer_done(&bench->lines);
		buffer_done(&bench->bare);
	}
	if (bench) {
		worker_done(&bench->worker);
	}
	free(bench);
	content_free(content);
	return status;
}

/* masteryd simulate diagnosis: learners with known beliefs against the real checker and diagnosis. */
#include "daemon/commands/simulate_diagnosis.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { LEARNERS_LAST = 1000000, JOBS_LAST = 256, ARENA_BYTES = 256 << 20 };

struct values {
	int64_t learners, jobs, unlabelled;
	uint64_t seed;
	const char *content, *svg;
	bool misses;
};

#define AT(member) offsetof(struct values, member)
static const struct option_row options[] = {
    {"learners", OPTION_INTEGER, "N", AT(learners), "how many (1000)", 1, LEARNERS_LAST},
    {"seed", OPTION_UNSIGNED, "N", AT(seed), "which learners (1)", 0, 0},
    {"jobs", OPTION_INTEGER, "N", AT(jobs), "processes; one a core when left out", 1, JOBS_LAST},
    {"unlabelled", OPTION_INTEGER, "PERCENT", AT(unlabelled),
        "of what a learner lacks, where no belief produces the wrong answers (40)", 0, 100},
    {"svg", OPTION_TEXT, "FILE", AT(svg), "write the calibration plot there", 0, 0},
    {"misses", OPTION_FLAG, NULL, AT(misses), "the beliefs that are missed most, and for what", 0, 0},
    {"content", OPTION_TEXT, "DIR", AT(content), "folder of the content; the built-in one when left out", 0,
        0},
};

/* What all processes see; each has a tally of its own. */
struct shared {
	_Atomic size_t done;
	struct tally_of_diagnosis tallies[];
};
struct job {
	struct field_of_diagnosis *field;
	struct shared *shared;
	size_t learners, jobs;
};

/* --- the field --- */

static size_t unit_of(struct field_of_diagnosis *field, const char *unit)
{
	size_t at = 0;
	while (at < field->unit_count && strcmp(field->units[at], unit) != 0) {
		at++;
	}
	if (at == field->unit_count && at + 1 < DIAGNOSIS_UNITS) {
		field->units[field->unit_count++] = unit;
	}
	return at;
}

/*
 * How often beliefs are held: not as the diagnosis presumes. Its weights 4, 2, 1 are pulled together (power
 * .6: 2.3, 1.5, 1), and each is then multiplied by e^N(0, .6), drawn from the seed.
 */
static void put_weights(struct field_of_diagnosis *field)
{
	uint64_t random = field->seed ^ 0x5eedULL;
	for (uint32_t i = 0; i < field->beliefs; i++) {
		field->weights[i] =
		    pow(diagnose_weight(field->content, i), .6) * exp(.6 * simulate_normal(&random));
	}
}

static void put_units(struct field_of_diagnosis *field)
{
	const struct course *course = field->course;
	for (size_t i = 0; i < course->skill_count; i++) {
		(void)unit_of(field, course->skills[i].unit);
	}
	for (size_t i = 0; i < field->families; i++) {
		field->family_unit[i] =
		    (uint8_t)unit_of(field, course->skills[course->families[i].skill].unit);
	}
}

/* --- processes --- */

static int run_part(const struct job *job, size_t part,
    void (*work)(struct examination *examination, const struct job *job, size_t part))
{
	struct examination *examination = calloc(1, sizeof(*examination));
	struct arena *arena = arena_new(ARENA_BYTES);
	bool good = examination && arena;
	if (good) {
		examination->field = job->field;
		examination->arena = arena;
		work(examination, job, part);
		arena_serve_gmp(NULL);
	}
	arena_free(arena);
	free(examination);
	return good ? EXIT_DONE : EXIT_COULD_NOT_RUN;
}

static void survey(struct examination *examination, const struct job *job, size_t part)
{
	diagnosis_survey(examination, part, job->jobs);
}

static void teach(struct examination *examination, const struct job *job, size_t part)
{
	for (size_t i = part; i < job->learners; i += job->jobs) {
		diagnosis_learner(examination, i, &job->shared->tallies[part]);
		job->shared->done++;
	}
}

static int run_survey(const void *context, size_t part)
{
	return run_part(context, part, survey);
}

static int run_learners(const void *context, size_t part)
{
	return run_part(context, part, teach);
}

void score_add(struct score *sum, const struct score *score)
{
	sum->answers += score->answers;
	sum->first += score->first;
	sum->among_three += score->among_three;
	sum->wrong += score->wrong;
	sum->claimed += score->claimed;
	sum->right += score->right;
}

static void add_scores(struct score *sum, const struct score *scores, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		score_add(&sum[i], &scores[i]);
	}
}

static void add_share(struct share_of *sum, const struct share_of *share)
{
	sum->right += share->right;
	sum->all += share->all;
}

static void add_misses(struct tally_of_diagnosis *sum, const struct tally_of_diagnosis *tally)
{
	for (size_t i = 0; i < DIAGNOSIS_BELIEFS; i++) {
		sum->wrong_named[i] += tally->wrong_named[i];
		sum->wrong_silent[i] += tally->wrong_silent[i];
		sum->tried[i] += tally->tried[i];
		const struct missed_answer *missed = &tally->missed[i];
		if (missed->learner &&
		    (!sum->missed[i].learner || missed->learner < sum->missed[i].learner)) {
			sum->missed[i] = *missed;
		}
		for (size_t k = 0; k < DIAGNOSIS_BELIEFS; k++) {
			sum->mistaken_for[i][k] =
			    (uint16_t)(sum->mistaken_for[i][k] + tally->mistaken_for[i][k]);
		}
	}
}

static void add_tally(struct tally_of_diagnosis *sum, const struct tally_of_diagnosis *tally)
{
	add_scores(sum->one, tally->one, DIAGNOSIS_UNITS);
	add_scores(sum->slipping, tally->slipping, DIAGNOSIS_UNITS);
	add_scores(sum->series, tally->series, DIAGNOSIS_ANSWERS);
	add_scores(sum->practice, tally->practice, DIAGNOSIS_UNITS);
	add_scores(sum->practised, tally->practised, DIAGNOSIS_PRACTICE);
	for (size_t i = 0; i < DIAGNOSIS_ANSWERS; i++) {
		add_share(&sum->suspected[i], &tally->suspected[i]);
	}
	add_share(&sum->steady, &tally->steady);
	add_share(&sum->both, &tally->both);
	for (size_t i = 0; i < DIAGNOSIS_DECILES; i++) {
		sum->deciles[i].claims += tally->deciles[i].claims;
		sum->deciles[i].right += tally->deciles[i].right;
		sum->deciles[i].stated += tally->deciles[i].stated;
	}
	sum->unsimulated += tally->unsimulated;
	add_misses(sum, tally);
}

/* --- the whole --- */

static void print_start(const struct job *job)
{
	const struct field_of_diagnosis *field = job->field;
	size_t shown = 0, separated = 0;
	for (size_t i = 0; i < field->beliefs; i++) {
		unsigned marks = 0;
		for (size_t k = 0; k < field->families; k++) {
			marks |= field->shows[k][i];
		}
		shown += (marks & FIELD_SHOWS) != 0;
		separated += (marks & FIELD_SEPARATES) != 0;
	}
	printf("%zu learners; of %zu beliefs %zu are shown by an item and %zu separated by one; %u learners "
	       "without an item\n",
	    job->learners, field->beliefs, shown, separated, job->shared->tallies[0].unsimulated);
}

static int report(const struct command *command, const struct job *job, const struct values *values)
{
	struct tally_of_diagnosis *tally = &job->shared->tallies[0];
	for (size_t i = 1; i < job->jobs; i++) {
		add_tally(tally, &job->shared->tallies[i]);
	}
	print_start(job);
	diagnosis_tables(job->field, tally);
	if (values->misses) {
		diagnosis_misses(job->field, tally);
	}
	int missed = diagnosis_figures(tally);
	int error = values->svg ? diagnosis_plot(tally, values->svg) : 0;
	int flushed = error < 0 ? start_fault(command, strerror(-error)) : start_flush(command);
	return flushed ? flushed : missed ? EXIT_FAULTS : EXIT_DONE;
}

static int simulate(const struct command *command, struct job *job, const struct values *values)
{
	struct processes processes = {.count = job->jobs,
	    .run = run_survey,
	    .context = job,
	    .done = &job->shared->done,
	    .all = job->learners};
	int status = processes_run(command, &processes);
	processes.run = run_learners;
	status = status ? status : processes_run(command, &processes);
	return status ? status : report(command, job, values);
}

static void *shared_memory(size_t bytes)
{
	void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

static int prepare(const struct command *command, const struct course *course, const struct values *values)
{
	size_t families = course->family_count, jobs = processes_wanted(values->jobs),
	       shows = families * DIAGNOSIS_BELIEFS,
	       bytes = sizeof(struct shared) + jobs * sizeof(struct tally_of_diagnosis);
	struct field_of_diagnosis *field = calloc(1, sizeof(*field) + families);
	struct job job = {field, shared_memory(bytes), (size_t)values->learners, jobs};
	int status = EXIT_COULD_NOT_RUN;
	if (field && job.shared) {
		field->content = course->content;
		field->course = course;
		field->seed = values->seed;
		field->unlabelled = (double)values->unlabelled / 100;
		field->beliefs = course->misconception_count;
		field->families = families;
		field->shows = shared_memory(shows);
	}
	if (!field || !job.shared || !field->shows) {
		status = start_fault(command, "memory is out");
	} else if (field->beliefs > DIAGNOSIS_BELIEFS) {
		status = start_fault(command, "the content has too many misconceptions");
	} else {
		put_weights(field);
		put_units(field);
		status = simulate(command, &job, values);
	}
	if (field && field->shows) {
		munmap(field->shows, shows);
	}
	if (job.shared) {
		munmap(job.shared, bytes);
	}
	free(field);
	return status;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.learners = 1000, .seed = 1, .unlabelled = 40};
	struct arguments arguments;
	struct content *content = NULL;
	struct course *course = NULL;
	const char *fault;
	int status;
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	if ((status = start_content(command, values.content, NULL, &content)) != EXIT_DONE) {
		return status;
	}
	status = course_new(content, &course, &fault) < 0 ? start_fault(command, fault)
	                                                  : prepare(command, course, &values);
	course_free(course);
	content_free(content);
	return status;
}

const struct command command_simulate_diagnosis = {
    .name = "simulate diagnosis",
    .summary = "Measures how often the diagnosis names the belief that a simulated learner holds.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes =
        "Learners with known beliefs, slips and guesses answer real items, typed as people type; the real\n"
        "checker and the real diagnosis judge. Beliefs are drawn from a frequency table that differs from\n"
        "the one that the diagnosis presumes. The same seed gives the same tables, whatever the number of\n"
        "processes. Exit status 1 when a figure that is asked for does not hold.\n",
    .run = run,
};

/* masteryd simulate: whole courses of simulated learners through the real engine, in process. */
#include "daemon/commands/simulate.h"
#include "daemon/commands/commands.h"
#include "daemon/commands/start.h"

#include <errno.h>
#include <math.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { LEARNERS_LAST = 100000, JOBS_LAST = 256, ARENA_BYTES = 64 << 20 };

struct values {
	int64_t learners, jobs;
	uint64_t seed;
	const char *content, *plots;
	bool check, engine;
};

#define AT(member) offsetof(struct values, member)
static const struct option_row options[] = {
    {"learners", OPTION_INTEGER, "N", AT(learners), "how many (240)", 2, LEARNERS_LAST},
    {"seed", OPTION_UNSIGNED, "N", AT(seed), "which learners (1)", 0, 0},
    {"jobs", OPTION_INTEGER, "N", AT(jobs), "processes; one a core when left out", 1, JOBS_LAST},
    {"plots", OPTION_TEXT, "DIR", AT(plots), "write knowledge.svg and retention.svg there", 0, 0},
    {"content", OPTION_TEXT, "DIR", AT(content), "folder of the content; the built-in one when left out", 0,
        0},
    {"engine", OPTION_FLAG, NULL, AT(engine), "only the engine: no other ways to teach, no ablations", 0, 0},
    {"check", OPTION_FLAG, NULL, AT(check), "exit 1 when a goal is missed", 0, 0},
};

/* What all processes write to; each learner's slots belong to one of them. */
struct shared {
	_Atomic size_t done;
	_Atomic long asked, wrong, meant, labelled, skipped, disputed;
	_Alignas(16) unsigned char results[];
};

struct job {
	struct simulation simulation;
	const struct course *course;
	uint64_t seed;
	size_t jobs;
	bool engine; /* the first row of each table only */
	struct shared *shared;
};

static size_t slots_of(size_t learners)
{
	return learners * (simulate_policy_count + simulate_hole_policy_count + PLACEMENT_KINDS);
}

/* --- one learner --- */

static double share(const struct truth *truth, const struct skill_set *skills, double day)
{
	double sum = 0;
	SKILL_EACH(skill, skills)
	{
		sum += day < 0 ? truth->known[skill] : truth_recall(truth, skill, day);
	}
	return skill_set_is_empty(skills) ? (double)NAN : sum / (double)skill_set_count(skills);
}

static void take_result(const struct truth *truth, const struct skill_set *declared,
    const struct skill_set *goal, struct result *ret_result)
{
	struct skill_set all;
	course_scope(truth->course, "", &all);
	struct skill_set counted = *declared;
	for (size_t i = 0; i < SKILL_WORDS; i++) {
		counted.words[i] &= goal->words[i];
	}
	*ret_result = (struct result){.done = true,
	    .items = truth->items,
	    .days = truth->day,
	    .know_last = share(truth, &truth->last, -1),
	    .know_all = share(truth, &all, -1),
	    .full = share(truth, &truth->last, -1) >= 1,
	    .declared = (double)skill_set_count(&counted) / (double)skill_set_count(goal),
	    .wrongly = skill_set_is_empty(&counted) ? 0 : 1 - share(truth, &counted, -1),
	    .recall_now = share(truth, &all, truth->day),
	    .recall_30 = share(truth, &all, truth->day + 30),
	    .recall_30_last = share(truth, &truth->last, truth->day + 30),
	    .first = truth->first < 0 ? (double)NAN : truth->first,
	    .holes = share(truth, &truth->holes, -1)};
	size_t reached = (size_t)truth->items / SIMULATE_CURVE_STEP;
	for (size_t i = 0; i < SIMULATE_CURVE; i++) {
		ret_result->curve[i] = i <= reached && truth->items > (int)i * SIMULATE_CURVE_STEP
		                           ? truth->curve[i]
		                           : (float)ret_result->recall_now;
	}
	for (size_t i = 0; i < SIMULATE_FADING; i++) {
		ret_result->fading[i] =
		    (float)share(truth, &all, truth->day + (double)i * SIMULATE_FADING_STEP);
	}
}

static void run_learner(const struct job *job, struct examiner *examiner, size_t learner)
{
	struct truth truth;
	struct skill_set all;
	const struct simulation *simulation = &job->simulation;
	uint64_t seed = job->seed * 1000003 + learner;
	course_scope(job->course, "", &all);
	examiner->seed = seed;
	for (size_t i = 0; i < (job->engine ? 1 : PLACEMENT_KINDS); i++) {
		truth_init(&truth, job->course, seed, SCENARIO_COURSE);
		simulate_placement(examiner, &truth, (enum placement_kind)i,
		    &simulation->placement[i * simulation->learners + learner]);
		job->shared->done++;
	}
	for (size_t i = 0; i < (job->engine ? 1 : simulate_policy_count); i++) {
		truth_init(&truth, job->course, seed, SCENARIO_COURSE);
		const struct policy *policy = &simulate_policies[i];
		struct skill_set declared = policy->teach(examiner, &truth, &all, policy->variant);
		take_result(&truth, &declared, &all, &simulation->course[i * simulation->learners + learner]);
		job->shared->done++;
	}
	for (size_t i = 0; i < (job->engine ? 1 : simulate_hole_policy_count); i++) {
		truth_init(&truth, job->course, seed, SCENARIO_HOLES);
		struct skill_set goal = truth.last;
		const struct policy *policy = &simulate_hole_policies[i];
		struct skill_set declared = policy->teach(examiner, &truth, &goal, policy->variant);
		take_result(&truth, &declared, &goal, &simulation->holes[i * simulation->learners + learner]);
		job->shared->done++;
	}
}

/* --- processes --- */

static int run_part(const void *context, size_t part)
{
	const struct job *job = context;
	struct examiner examiner = {
	    .course = job->course, .arena = arena_new(ARENA_BYTES), .work = workspace_new(job->course)};
	if (!examiner.arena || !examiner.work) {
		return EXIT_COULD_NOT_RUN;
	}
	arena_serve_gmp(examiner.arena);
	for (size_t i = part; i < job->simulation.learners; i += job->jobs) {
		run_learner(job, &examiner, i);
	}
	arena_serve_gmp(NULL);
	job->shared->asked += examiner.asked;
	job->shared->wrong += examiner.wrong;
	job->shared->meant += examiner.meant;
	job->shared->labelled += examiner.labelled;
	job->shared->skipped += examiner.skipped;
	job->shared->disputed += examiner.disputed;
	arena_free(examiner.arena);
	workspace_free(examiner.work);
	return EXIT_DONE;
}

static int run_all(const struct command *command, const struct job *job)
{
	size_t learners = job->simulation.learners;
	struct processes processes = {.count = job->jobs,
	    .run = run_part,
	    .context = job,
	    .done = &job->shared->done,
	    .all = job->engine ? 3 * learners : slots_of(learners)};
	return processes_run(command, &processes);
}

static int report(const struct command *command, const struct job *job, const struct values *values)
{
	const struct shared *shared = job->shared;
	simulate_tables(&job->simulation);
	int missed = simulate_goals(&job->simulation);
	printf(
	    "\n%ld items asked, %ld answered wrongly, %ld of them from a misconception, %ld explained by the "
	    "diagnosis, %ld left empty; %ld were judged otherwise than was meant\n",
	    shared->asked, shared->wrong, shared->meant, shared->labelled, shared->skipped, shared->disputed);
	if (values->plots) {
		int error = simulate_plots(&job->simulation, values->plots);
		if (error < 0) {
			return start_fault(command, strerror(-error));
		}
	}
	int flushed = start_flush(command);
	return flushed ? flushed : values->check && missed ? EXIT_FAULTS : EXIT_DONE;
}

static int simulate(const struct command *command, const struct course *course, const struct values *values)
{
	size_t learners = (size_t)values->learners;
	size_t courses = learners * simulate_policy_count, holes = learners * simulate_hole_policy_count;
	size_t bytes = sizeof(struct shared) + (courses + holes) * sizeof(struct result) +
	               learners * PLACEMENT_KINDS * sizeof(struct placement_result) + sizeof(struct result);
	struct shared *shared = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (shared == MAP_FAILED) {
		return start_fault(command, "memory is out");
	}
	struct result *results = (struct result *)(void *)shared->results;
	struct job job = {.course = course,
	    .seed = values->seed,
	    .jobs = processes_wanted(values->jobs),
	    .shared = shared,
	    .engine = values->engine,
	    .simulation = {.learners = learners,
	        .engine = values->engine,
	        .skills = course->skill_count,
	        .course = results,
	        .holes = results + courses,
	        .placement = (struct placement_result *)(void *)(results + courses + holes)}};
	struct timespec begin, end;
	clock_gettime(CLOCK_MONOTONIC, &begin);
	int status = run_all(command, &job);
	clock_gettime(CLOCK_MONOTONIC, &end);
	job.simulation.seconds =
	    (double)(end.tv_sec - begin.tv_sec) + 1e-9 * (double)(end.tv_nsec - begin.tv_nsec);
	status = status ? status : report(command, &job, values);
	munmap(shared, bytes);
	return status;
}

static int run(const struct command *command, int argc, char **argv)
{
	struct values values = {.learners = 240, .seed = 1};
	struct arguments arguments;
	struct content *content = NULL;
	struct course *course = NULL;
	const char *fault;
	int status;
	if (argc > 0 && strcmp(argv[0], "diagnosis") == 0) {
		return command_simulate_diagnosis.run(&command_simulate_diagnosis, argc - 1, argv + 1);
	}
	if (!options_parse(command, argc, argv, &values, &arguments, &status)) {
		return status;
	}
	if ((status = start_content(command, values.content, NULL, &content)) != EXIT_DONE) {
		return status;
	}
	status = course_new(content, &course, &fault) < 0 ? start_fault(command, fault)
	                                                  : simulate(command, course, &values);
	course_free(course);
	content_free(content);
	return status;
}

const struct command command_simulate = {
    .name = "simulate",
    .summary = "Teaches simulated learners whole courses and measures what they know.",
    .options = options,
    .option_count = sizeof(options) / sizeof(options[0]),
    .notes =
        "Real items, the real checker and the real policy, beside other ways to teach on the same learners.\n"
        "The same seed gives the same tables, whatever the number of processes.\n"
        "`masteryd simulate diagnosis` measures the diagnosis instead; see its --help.\n",
    .run = run,
};

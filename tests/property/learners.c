/*
 * Laws of the learner model on random graphs and random logs: exact marginals, beliefs in bounds, evidence
 * that moves them the right way, replays that give the same bytes, and a decoder that takes any bytes.
 */
#include "daemon/learners/choose.h"
#include "daemon/learners/learner_pack.h"
#include "daemon/learners/network.h"
#include "random.h"

#include <math.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GRAPHS = 60, NODES_MOST = 12, LOGS = 40, LOG_LENGTH = 300, MUTATIONS = 20000, SCRATCH = 1 << 17 };

static int failures;

static void expect(bool holds, const char *law, unsigned long long round)
{
	if (!holds && failures++ < 20) {
		printf("does not hold in round %llu: %s\n", round, law);
	}
}

static double unit(struct random *random)
{
	return (double)(random_next(random) >> 11) * 0x1p-53;
}

/* --- the network against plain enumeration --- */

/* P(known states | ability) times the evidence, of one state of all nodes. */
static double weight_of(
    size_t count, const struct skill_set *parents, const double *lambda, unsigned state, double ability)
{
	double weight = 1;
	for (size_t v = 0; v < count; v++) {
		bool grounded = true;
		for (size_t p = 0; p < count; p++) {
			grounded = grounded && (!skill_set_has(&parents[v], p) || (state >> p & 1));
		}
		double known = grounded ? ability : .02;
		weight *= state >> v & 1 ? known * exp(lambda[v]) : 1 - known;
	}
	return weight;
}

static void enumerate(size_t count, const struct skill_set *parents, const double *lambda,
    const double prior[ABILITIES], double *ret_marginals, double ret_abilities[ABILITIES])
{
	static const double abilities[ABILITIES] = {.35, .65, .85, .97};
	double all = 0;
	memset(ret_marginals, 0, count * sizeof(*ret_marginals));
	memset(ret_abilities, 0, ABILITIES * sizeof(*ret_abilities));
	for (unsigned state = 0; state < 1u << count; state++) {
		for (size_t h = 0; h < ABILITIES; h++) {
			double weight = prior[h] * weight_of(count, parents, lambda, state, abilities[h]);
			all += weight;
			ret_abilities[h] += weight;
			for (size_t v = 0; v < count; v++) {
				ret_marginals[v] += state >> v & 1 ? weight : 0;
			}
		}
	}
	for (size_t v = 0; v < count; v++) {
		ret_marginals[v] /= all;
	}
	for (size_t h = 0; h < ABILITIES; h++) {
		ret_abilities[h] /= all;
	}
}

static void marginals_equal_enumeration(struct random *random)
{
	for (unsigned round = 0; round < GRAPHS; round++) {
		struct skill_set parents[SKILLS_MAX] = {0};
		double lambda[SKILLS_MAX] = {0}, prior[ABILITIES], found[SKILLS_MAX], expected[SKILLS_MAX];
		double found_abilities[ABILITIES], expected_abilities[ABILITIES], sum = 0;
		size_t count = 1 + random_below(random, NODES_MOST);
		uint32_t density = 10 + random_below(random, 50);
		struct network *network;
		struct workspace *work;
		const char *fault;
		for (size_t v = 0; v < count; v++) {
			for (size_t p = 0; p < v; p++) {
				if (random_chance(random, density)) {
					skill_set_add(&parents[v], p);
				}
			}
			lambda[v] = random_chance(random, 60) ? 8 * unit(random) - 4 : 0;
		}
		for (size_t h = 0; h < ABILITIES; h++) {
			sum += prior[h] = .05 + unit(random);
		}
		for (size_t h = 0; h < ABILITIES; h++) {
			prior[h] /= sum;
		}
		if (network_new(count, parents, &network, &fault) < 0 ||
		    network_workspace(network, &work) < 0) {
			expect(false, "a small graph makes a network", round);
			return;
		}
		network_infer(network, work, lambda, prior, found, found_abilities);
		enumerate(count, parents, lambda, prior, expected, expected_abilities);
		for (size_t v = 0; v < count; v++) {
			expect(fabs(found[v] - expected[v]) < 1e-12, "marginals equal enumeration", round);
		}
		for (size_t h = 0; h < ABILITIES; h++) {
			expect(fabs(found_abilities[h] - expected_abilities[h]) < 1e-12,
			    "abilities equal enumeration", round);
		}
		workspace_free(work);
		network_free(network);
	}
}

static void entangled_graphs_are_refused(void)
{
	struct skill_set parents[SKILLS_MAX] = {0};
	struct network *network;
	const char *fault = NULL;
	/* 24 skills, each with six of those before it in a pattern that no order untangles */
	for (size_t v = 1; v < 48; v++) {
		for (size_t k = 1; k <= 8; k++) {
			skill_set_add(&parents[v], (v * 7 + k * k * 5) % v);
		}
	}
	expect(network_new(48, parents, &network, &fault) < 0 && fault, "a treewidth above 16 is refused", 0);
}

/* --- random logs --- */

struct bench {
	const struct course *course;
	struct workspace *work;
};

static struct attempt random_attempt(
    const struct bench *bench, struct random *random, const struct choice *choice)
{
	const struct course *course = bench->course;
	struct attempt attempt = {.skill = choice->skill,
	    .family = choice->family,
	    .level = choice->level,
	    .number = choice->number,
	    .assessment = choice->assessment,
	    .form_skill = SKILL_NONE};
	attempt.outcome = (uint8_t)random_below(random, ANSWER_OUTCOMES);
	if (random_chance(random, 50)) {
		attempt.outcome = ANSWER_RIGHT;
	}
	attempt.choices = random_chance(random, 20) ? 2 + random_below(random, 4) : 0;
	attempt.hinted = random_chance(random, 10);
	attempt.retry = random_chance(random, 5);
	if (attempt.outcome == ANSWER_WRONG_FORM && random_chance(random, 70)) {
		attempt.form_skill = (uint16_t)random_below(random, (uint32_t)course->skill_count);
	}
	double left = 1;
	for (unsigned i = 0; attempt.outcome == ANSWER_WRONG && i < random_below(random, 4); i++) {
		struct label label = {
		    (uint16_t)random_below(random, (uint32_t)course->skill_count), left * unit(random)};
		bool fresh = true;
		for (size_t k = 0; k < attempt.label_count; k++) {
			fresh = fresh && attempt.labels[k].skill != label.skill;
		}
		if (fresh) {
			attempt.labels[attempt.label_count++] = label;
			left -= label.probability;
		}
	}
	for (unsigned i = 0; course->misconception_count && i < random_below(random, 4); i++) {
		uint32_t which = random_below(random, (uint32_t)course->misconception_count);
		attempt.sightings[attempt.sighting_count++] =
		    (struct sighting){course->misconceptions[which].key, unit(random)};
	}
	return attempt;
}

/* Something that a ledger might apply next. */
static void random_evidence(const struct bench *bench, struct random *random, const struct learner *learner,
    struct evidence *ret_evidence)
{
	struct choose_request request = {.mode = CHOOSE_PRACTICE};
	struct choice choice;
	uint32_t what = random_below(random, 100);
	memset(ret_evidence, 0, sizeof(*ret_evidence));
	ret_evidence->at = learner->now + (int64_t)(unit(random) * unit(random) * 3 * 86400000.);
	if (what < 2) {
		ret_evidence->kind = EVIDENCE_SETTINGS;
		ret_evidence->settings.has_goal = true;
		strcpy(ret_evidence->settings.goal, random_chance(random, 50) ? "logarithms" : "");
		ret_evidence->settings.has_assumed = random_chance(random, 50);
		course_scope(bench->course, "basic-exponents", &ret_evidence->settings.assumed);
		return;
	}
	if (what < 6) {
		struct skill_set scope;
		course_scope(bench->course, random_chance(random, 50) ? "" : "negative-numbers", &scope);
		if (assessment_plan(bench->course, learner, (int)random_below(random, ASSESSMENT_KINDS),
		        &scope, ret_evidence->at, &ret_evidence->assessment) == PLAN_DONE) {
			ret_evidence->kind = EVIDENCE_ASSESSMENT;
			return;
		}
	}
	if (what < 8) {
		ret_evidence->kind = what == 6 ? EVIDENCE_HINT : EVIDENCE_SOLUTION;
		return;
	}
	if (what < 50 && learner->assessments_started) {
		request.mode = CHOOSE_ASSESSMENT;
		request.assessment =
		    learner->assessments_started - random_below(random, 2) % learner->assessments_started;
	}
	learner_choose(bench->course, bench->work, learner, &request, ret_evidence->at, &choice);
	if (choice.kind != CHOICE_ITEM) {
		ret_evidence->kind = EVIDENCE_HINT;
	} else if (random_chance(random, 50) && !(learner->pending && !choice.assessment)) {
		ret_evidence->kind = EVIDENCE_ISSUED;
		ret_evidence->issued = choice;
	} else {
		ret_evidence->kind = EVIDENCE_ATTEMPT;
		ret_evidence->attempt = random_attempt(bench, random, &choice);
	}
}

static bool is_in_bounds(const struct course *course, const struct learner *learner)
{
	for (size_t i = 0; i < course->skill_count; i++) {
		const struct learner_skill *skill = &learner->skills[i];
		bool card = skill->stability > 0;
		if (!(skill->belief >= .005 && skill->belief <= .999) || skill->level >= SKILL_LEVELS ||
		    (card && !(skill->stability >= .001 && skill->stability <= 36500 &&
		                 skill->difficulty >= 1 && skill->difficulty <= 10)) ||
		    (skill->level >= LEVEL_PROFICIENT && !card) || skill->reviewed_at > learner->now) {
			return false;
		}
	}
	double sum = 0;
	for (size_t h = 0; h < ABILITIES; h++) {
		sum += learner->ability[h];
	}
	return fabs(sum - 1) < 1e-9;
}

/* What an answer may do to beliefs and levels. Both states are as of the same time. */
static void check_direction(const struct bench *bench, const struct learner *before,
    const struct learner *after, const struct attempt *attempt, unsigned round)
{
	const struct learner_skill *was = &before->skills[attempt->skill],
	                           *is = &after->skills[attempt->skill];
	bool pending_solved = before->pending && before->pending_solved && !attempt->assessment &&
	                      before->issued.skill == attempt->skill &&
	                      before->issued.family == attempt->family &&
	                      before->issued.number == attempt->number;
	bool wrong = attempt->outcome == ANSWER_WRONG || attempt->outcome == ANSWER_SKIPPED;
	if (wrong && !attempt->assessment) {
		expect(learner_belief(is, after->now) <= learner_belief(was, after->now) + 1e-12,
		    "no wrong answer raises its target's belief", round);
	}
	if (attempt->outcome == ANSWER_RIGHT && !attempt->retry && !attempt->assessment && !pending_solved) {
		expect(is->belief >= fmin(.999, learner_belief(was, after->now)) - 1e-12,
		    "no right answer lowers its target's belief", round);
	}
	for (size_t i = 0; i < bench->course->skill_count; i++) {
		const struct learner_skill *old = &before->skills[i], *new = &after->skills[i];
		if (attempt->retry || pending_solved || attempt->outcome == ANSWER_NOTHING) {
			expect(new->belief <= old->belief &&new->level <= old->level &&new->stability <=
			           old->stability,
			    "a retry or an unreadable answer moves nothing upwards", round);
		}
		if (!attempt->assessment) {
			expect(!(wrong && new->level > old->level) || i == attempt->skill,
			    "levels do not rise on a wrong answer", round);
			expect(!(attempt->outcome == ANSWER_RIGHT && new->level < old->level),
			    "levels do not fall on a right answer", round);
		}
	}
}

/* The state that a ledger would have: unpacked, changed, packed again. */
static size_t replay(const struct bench *bench, const uint8_t *state, size_t state_length,
    const uint8_t *evidence, size_t evidence_length, uint8_t *ret_state, unsigned round)
{
	static struct learner learner;
	struct evidence again;
	if (learner_unpack(bench->course, state, state_length, &learner) < 0 ||
	    evidence_unpack(bench->course, evidence, evidence_length, &again) < 0) {
		expect(false, "what was packed can be unpacked", round);
		return 0;
	}
	learner_apply(bench->course, bench->work, &learner, &again, NULL);
	return learner_pack(bench->course, &learner, ret_state, SCRATCH);
}

static void logs_replay_to_the_byte(const struct bench *bench, struct random *random, uint8_t *states[3])
{
	static struct learner learner, before;
	size_t largest = 0;
	for (unsigned round = 0; round < LOGS; round++) {
		learner_init(&learner, random_next(random));
		learner.now = 1700000000000;
		size_t length = learner_pack(bench->course, &learner, states[0], SCRATCH);
		for (unsigned i = 0; i < LOG_LENGTH; i++) {
			uint8_t packed[EVIDENCE_PACKED_MAX];
			struct evidence evidence;
			random_evidence(bench, random, &learner, &evidence);
			size_t packed_length =
			    evidence_pack(bench->course, &evidence, packed, sizeof(packed));
			expect(packed_length > 0, "evidence fits", round);
			before = learner;
			if (learner_apply(bench->course, bench->work, &learner, &evidence, NULL) < 0) {
				expect(false, "evidence that was chosen can be applied", round);
				continue;
			}
			expect(
			    is_in_bounds(bench->course, &learner), "beliefs and cards stay in bounds", round);
			if (evidence.kind == EVIDENCE_ATTEMPT) {
				check_direction(bench, &before, &learner, &evidence.attempt, round);
			}
			size_t again =
			    replay(bench, states[0], length, packed, packed_length, states[1], round);
			length = learner_pack(bench->course, &learner, states[0], SCRATCH);
			largest = length > largest ? length : largest;
			expect(length && length == again && memcmp(states[0], states[1], length) == 0,
			    "a replay gives the same bytes", round);
		}
	}
	printf("largest state %zu bytes\n", largest);
}

/* --- hostile bytes --- */

static void unpacking_takes_any_bytes(const struct bench *bench, struct random *random, uint8_t *states[3])
{
	static struct learner learner;
	unsigned accepted = 0;
	learner_init(&learner, 7);
	learner.now = 1700000000000;
	for (unsigned i = 0; i < LOG_LENGTH; i++) {
		struct evidence evidence;
		random_evidence(bench, random, &learner, &evidence);
		learner_apply(bench->course, bench->work, &learner, &evidence, NULL);
	}
	size_t length = learner_pack(bench->course, &learner, states[0], SCRATCH);
	for (unsigned round = 0; round < MUTATIONS; round++) {
		size_t cut = random_chance(random, 30) ? random_below(random, (uint32_t)length + 1) : length;
		uint8_t *copy = malloc(cut ? cut : 1); /* of its own size, for the sanitizer */
		memcpy(copy, states[0], cut);
		for (unsigned i = 0; cut && i < 1 + random_below(random, 6); i++) {
			copy[random_below(random, (uint32_t)cut)] = (uint8_t)random_next(random);
		}
		if (learner_unpack(bench->course, copy, cut, &learner) == 0) {
			accepted++;
			size_t again = learner_pack(bench->course, &learner, states[1], SCRATCH);
			struct evidence evidence;
			expect(again > 0, "what was unpacked can be packed", round);
			random_evidence(bench, random, &learner, &evidence);
			learner_apply(bench->course, bench->work, &learner, &evidence, NULL);
		}
		struct evidence evidence;
		if (evidence_unpack(bench->course, copy, cut, &evidence) == 0) {
			learner_apply(bench->course, bench->work, &learner, &evidence, NULL);
		}
		free(copy);
	}
	printf("%u of %d mutated states taken\n", accepted, MUTATIONS);
}

static void print_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	printf("%s:%d: %s\n", fault->file, fault->line, fault->message);
}

int main(int argc, char **argv)
{
	struct random random = {argc > 1 ? strtoull(argv[1], NULL, 10) : 1};
	struct content *content;
	struct course *course;
	const char *fault;
	uint8_t *states[3] = {malloc(SCRATCH), malloc(SCRATCH), malloc(SCRATCH)};
	if (sodium_init() < 0 || content_load(NULL, print_fault, NULL, &content) < 0 ||
	    course_new(content, &course, &fault) < 0) {
		printf("no course\n");
		return 1;
	}
	struct bench bench = {course, workspace_new(course)};
	marginals_equal_enumeration(&random);
	entangled_graphs_are_refused();
	logs_replay_to_the_byte(&bench, &random, states);
	unpacking_takes_any_bytes(&bench, &random, states);
	workspace_free(bench.work);
	course_free(course);
	content_free(content);
	for (size_t i = 0; i < 3; i++) {
		free(states[i]);
	}
	printf("%d laws broken\n", failures);
	return failures > 0;
}

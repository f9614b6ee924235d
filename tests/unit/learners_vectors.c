/* The formulas of the learner model against published figures and those of other implementations. */
#include "daemon/learners/fsrs.h"
#include "daemon/learners/network.h"
#include "daemon/learners/nida.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { LINE_BYTES = 16384, VALUES = 256, VECTORS_EXPECTED = 185 };

struct vector {
	char line[LINE_BYTES];
	char *fields[32];
	size_t count;
	double tolerance;
};

/* The values of a field; their number, 0 when there is none. */
static size_t values_of(const struct vector *vector, const char *name, double *ret_values)
{
	size_t length = strlen(name), count = 0;
	for (size_t i = 3; i < vector->count; i++) {
		if (strncmp(vector->fields[i], name, length) != 0 || vector->fields[i][length] != '=') {
			continue;
		}
		for (char *at = vector->fields[i] + length; *at == '=' || *at == ',';) {
			ret_values[count++] = strtod(at + 1, &at);
		}
	}
	return count;
}

static double value_of(const struct vector *vector, const char *name)
{
	double values[VALUES];
	assert_true(values_of(vector, name, values) >= 1);
	return values[0];
}

static void near(const struct vector *vector, double found, double expected)
{
	if (!(fabs(found - expected) <= vector->tolerance)) {
		fail_msg("%s: %.12g, expected %.12g", vector->fields[1], found, expected);
	}
}

static const double *weights_of(const struct vector *vector, double *room)
{
	return values_of(vector, "weights", room) ? room : fsrs_default_weights;
}

static enum fsrs_grade grade_of(const struct vector *vector)
{
	return (enum fsrs_grade)value_of(vector, "rating");
}

/* --- FSRS-6 --- */

static void retrievability(const struct vector *vector)
{
	double room[VALUES];
	near(vector, fsrs_recall(weights_of(vector, room), value_of(vector, "t"), value_of(vector, "S")),
	    value_of(vector, "out"));
}

static void first(const struct vector *vector)
{
	struct fsrs_card card = fsrs_first(fsrs_default_weights, grade_of(vector));
	near(vector, card.stability, value_of(vector, "out_S"));
	near(vector, card.difficulty, value_of(vector, "out_D"));
}

static void next_difficulty(const struct vector *vector)
{
	near(vector, fsrs_next_difficulty(fsrs_default_weights, value_of(vector, "D"), grade_of(vector)),
	    value_of(vector, "out"));
}

static struct fsrs_card card_of(const struct vector *vector)
{
	return (struct fsrs_card){value_of(vector, "S"), value_of(vector, "D")};
}

static void recall_stability(const struct vector *vector)
{
	near(vector,
	    fsrs_recall_stability(
	        fsrs_default_weights, card_of(vector), value_of(vector, "R"), grade_of(vector)),
	    value_of(vector, "out"));
}

static void forget_stability(const struct vector *vector)
{
	near(vector, fsrs_forget_stability(fsrs_default_weights, card_of(vector), value_of(vector, "R")),
	    value_of(vector, "out"));
}

static void same_day_stability(const struct vector *vector)
{
	near(vector, fsrs_same_day_stability(fsrs_default_weights, value_of(vector, "S"), grade_of(vector)),
	    value_of(vector, "out"));
}

static void interval(const struct vector *vector)
{
	near(vector,
	    fsrs_interval(fsrs_default_weights, value_of(vector, "S"), value_of(vector, "desired_retention")),
	    value_of(vector, "out"));
}

static void step(const struct vector *vector)
{
	double room[VALUES];
	struct fsrs_card card = fsrs_review(
	    weights_of(vector, room), card_of(vector), value_of(vector, "delta_days"), grade_of(vector));
	near(vector, card.stability, value_of(vector, "out_S"));
	near(vector, card.difficulty, value_of(vector, "out_D"));
}

/* Reviews one after another; each card on the way where `states` is given, 2 values a review. */
static struct fsrs_card review_all(const struct vector *vector, const double *states)
{
	double room[VALUES], ratings[VALUES], days[VALUES];
	const double *w = weights_of(vector, room);
	size_t count = values_of(vector, "ratings", ratings);
	assert_int_equal(values_of(vector, "delta_days", days), count);
	struct fsrs_card card = fsrs_first(w, (enum fsrs_grade)ratings[0]);
	for (size_t i = 0; i < count; i++) {
		card = i ? fsrs_review(w, card, days[i], (enum fsrs_grade)ratings[i]) : card;
		if (states) {
			near(vector, card.stability, states[2 * i]);
			near(vector, card.difficulty, states[2 * i + 1]);
		}
	}
	return card;
}

static void sequence(const struct vector *vector)
{
	struct fsrs_card card = review_all(vector, NULL);
	near(vector, card.stability, value_of(vector, "out_S"));
	near(vector, card.difficulty, value_of(vector, "out_D"));
}

static void trace(const struct vector *vector)
{
	double states[VALUES];
	values_of(vector, "out_SD", states);
	struct fsrs_card card = review_all(vector, states);
	near(vector, fsrs_interval(fsrs_default_weights, card.stability, .9),
	    value_of(vector, "out_next_interval_days_r90"));
}

/* Each review at the time it is due; an interval of 0 is a step of ten minutes. */
static void schedule(const struct vector *vector)
{
	double ratings[VALUES], intervals[VALUES], days[VALUES];
	size_t count = values_of(vector, "ratings", ratings);
	if (!values_of(vector, "out_interval_days", intervals)) {
		assert_int_equal(values_of(vector, "delta_days", days), count);
		near(vector, review_all(vector, NULL).difficulty, value_of(vector, "out_D"));
		return;
	}
	struct fsrs_card card = {0};
	for (size_t i = 0; i < count; i++) {
		enum fsrs_grade grade = (enum fsrs_grade)ratings[i];
		double waited = i && intervals[i - 1] > 0 ? intervals[i - 1] : 10 / 1440.;
		card = i ? fsrs_review(fsrs_default_weights, card, waited, grade)
		         : fsrs_first(fsrs_default_weights, grade);
		if (intervals[i] > 0) {
			near(vector, fsrs_interval(fsrs_default_weights, card.stability, .9), intervals[i]);
		}
	}
}

/* --- one answer --- */

static void tracing(const struct vector *vector)
{
	double answers[VALUES], known[VALUES], right[VALUES], learning = value_of(vector, "learn");
	size_t count = values_of(vector, "y", answers);
	values_of(vector, "out_p_known_before", known);
	values_of(vector, "out_p_correct", right);
	struct nida_component component = {.belief = value_of(vector, "prior"),
	    .slip = value_of(vector, "slip"),
	    .guess = value_of(vector, "guess")};
	for (size_t i = 0; i < count; i++) {
		near(vector, component.belief, known[i]);
		near(vector, nida_right(&component, 1), right[i]);
		if (answers[i] > 0) {
			nida_update_right(&component, 1);
		} else {
			nida_update_wrong(&component, 1, 0);
		}
		component.belief += (1 - component.belief) * learning;
	}
	near(vector, component.belief, value_of(vector, "out_p_known_after_last"));
}

static void nida(const struct vector *vector)
{
	double beliefs[VALUES], slips[VALUES], guesses[VALUES], expected[VALUES];
	struct nida_component components[VALUES];
	size_t count = values_of(vector, "b", beliefs);
	values_of(vector, "slip", slips);
	values_of(vector, "guess", guesses);
	values_of(vector, "out_b", expected);
	for (size_t i = 0; i < count; i++) {
		components[i] =
		    (struct nida_component){.belief = beliefs[i], .slip = slips[i], .guess = guesses[i]};
	}
	double right = nida_right(components, count);
	bool was_right = value_of(vector, "correct") > 0;
	near(vector, was_right ? right : 1 - right, value_of(vector, "out_p_obs"));
	if (was_right) {
		nida_update_right(components, count);
	} else {
		nida_update_wrong(components, count, 0);
	}
	for (size_t i = 0; i < count; i++) {
		near(vector, components[i].belief, expected[i]);
	}
}

/* --- the network --- */

static struct skill_set graph_parents[SKILLS_MAX];
static size_t graph_count;

static void graph(const struct vector *vector)
{
	graph_count = 0;
	for (char *at = strchr(vector->fields[3], '='); *at == '=' || *at == ';'; graph_count++) {
		at++;
		while (*at >= '0' && *at <= '9') {
			skill_set_add(&graph_parents[graph_count], (size_t)strtol(at, &at, 10));
			at += *at == ',';
		}
	}
	assert_int_equal(graph_count, 50);
}

static void marginals(const struct vector *vector)
{
	struct network *network;
	struct workspace *work;
	const char *fault;
	double skills[VALUES], values[VALUES], expected[VALUES], lambda[SKILLS_MAX] = {0};
	double found[SKILLS_MAX], abilities[ABILITIES], prior[ABILITIES] = {.25, .25, .25, .25};
	assert_int_equal(network_new(graph_count, graph_parents, &network, &fault), 0);
	assert_int_equal(network_workspace(network, &work), 0);
	size_t count = values_of(vector, "skills", skills);
	values_of(vector, "lambda", values);
	for (size_t i = 0; i < count; i++) {
		lambda[(size_t)skills[i]] = values[i];
	}
	assert_int_equal(values_of(vector, "out", expected), graph_count);
	network_infer(network, work, lambda, prior, found, abilities);
	for (size_t i = 0; i < graph_count; i++) {
		near(vector, found[i], expected[i]);
	}
	workspace_free(work);
	network_free(network);
}

static const struct {
	const char *kind;
	void (*run)(const struct vector *vector);
} kinds[] = {
    {"fsrs6_retrievability", retrievability},
    {"fsrs6_init", first},
    {"fsrs6_next_difficulty", next_difficulty},
    {"fsrs6_recall_stability", recall_stability},
    {"fsrs6_forget_stability", forget_stability},
    {"fsrs6_short_term_stability", same_day_stability},
    {"fsrs6_interval", interval},
    {"fsrs6_step", step},
    {"fsrs6_sequence", sequence},
    {"fsrs6_trace", trace},
    {"fsrs6_schedule", schedule},
    {"bkt_onestep", tracing},
    {"nida_update", nida},
    {"bn_marginals", marginals},
};

static bool run(struct vector *vector)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kinds[i].kind, vector->fields[0]) == 0) {
			kinds[i].run(vector);
			return true;
		}
	}
	return false;
}

static void formulas_give_the_published_figures(void **state)
{
	static struct vector vector;
	size_t count = 0;
	(void)state;
	for (int pass = 0; pass < 2; pass++) { /* the graph stands below what needs it */
		FILE *file = fopen(VECTORS_FILE, "r");
		assert_non_null(file);
		while (fgets(vector.line, LINE_BYTES, file)) {
			vector.count = 0;
			for (char *field = strtok(vector.line, "\t\n"); field && vector.count < 32;
			     field = strtok(NULL, "\t\n")) {
				vector.fields[vector.count++] = field;
			}
			if (vector.line[0] == '#') {
				continue;
			}
			vector.tolerance = strtod(vector.fields[2], NULL);
			if (pass == 0 && strcmp(vector.fields[0], "graph") == 0) {
				graph(&vector);
			} else if (pass == 1 && strcmp(vector.fields[0], "graph") != 0) {
				assert_true(run(&vector));
				count++;
			}
		}
		fclose(file);
	}
	assert_int_equal(count, VECTORS_EXPECTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(formulas_give_the_published_figures)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

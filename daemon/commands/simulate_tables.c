#include "daemon/commands/simulate.h"

#include <math.h>
#include <stdio.h>

struct interval interval_of(const double *values, size_t count)
{
	double sum = 0, squares = 0;
	size_t used = 0;
	for (size_t i = 0; i < count; i++) {
		if (!isnan(values[i])) {
			sum += values[i];
			used++;
		}
	}
	double mean = used ? sum / (double)used : (double)NAN;
	for (size_t i = 0; i < count; i++) {
		squares += isnan(values[i]) ? 0 : (values[i] - mean) * (values[i] - mean);
	}
	double half = used > 1 ? 1.96 * sqrt(squares / (double)(used - 1) / (double)used) : (double)NAN;
	return (struct interval){mean, half, used};
}

/* Columns of a table: a field of each result, times a scale. */
struct column {
	const char *name;
	size_t offset;
	double scale;
	int digits;
};
static const struct column course_columns[] = {
    {"items", offsetof(struct result, items), 1, 0},
    {"days", offsetof(struct result, days), 1, 1},
    {"full %", offsetof(struct result, full), 100, 1},
    {"last unit %", offsetof(struct result, know_last), 100, 1},
    {"false %", offsetof(struct result, wrongly), 100, 2},
    {"declared %", offsetof(struct result, declared), 100, 1},
    {"known now %", offsetof(struct result, recall_now), 100, 1},
    {"in 30 days %", offsetof(struct result, recall_30), 100, 1},
    {"to full, items", offsetof(struct result, first), 1, 0},
};
static const struct column hole_columns[] = {
    {"items", offsetof(struct result, items), 1, 0},
    {"days", offsetof(struct result, days), 1, 1},
    {"holes repaired %", offsetof(struct result, holes), 100, 1},
    {"full %", offsetof(struct result, full), 100, 1},
    {"last unit %", offsetof(struct result, know_last), 100, 1},
    {"false %", offsetof(struct result, wrongly), 100, 2},
    {"last in 30 days %", offsetof(struct result, recall_30_last), 100, 1},
};
static const struct column placement_columns[] = {
    {"questions", offsetof(struct placement_result, questions), 1, 1},
    {"skills right %", offsetof(struct placement_result, right), 100, 1},
    {"holes found %", offsetof(struct placement_result, holes_found), 100, 1},
};
enum { NAME_WIDTH = 24, COLUMN_WIDTH = 19, LEARNERS_LAST = 100000 };

static struct interval column_of(const void *rows, size_t size, size_t count, const struct column *column)
{
	static double values[LEARNERS_LAST];
	for (size_t i = 0; i < count; i++) {
		const char *row = (const char *)rows + i * size;
		values[i] = column->scale * *(const double *)(const void *)(row + column->offset);
	}
	return interval_of(values, count);
}

static void print_head(const char *title, const struct column *columns, size_t count)
{
	printf("\n%-*s", NAME_WIDTH, title);
	for (size_t i = 0; i < count; i++) {
		printf("%*s", COLUMN_WIDTH, columns[i].name);
	}
	printf("\n");
}

static void print_row(const char *name, const void *rows, size_t size, size_t learners,
    const struct column *columns, size_t count)
{
	printf("%-*s", NAME_WIDTH, name);
	for (size_t i = 0; i < count; i++) {
		char text[64];
		struct interval interval = column_of(rows, size, learners, &columns[i]);
		if (interval.count > 1) {
			snprintf(text, sizeof(text), "%.*f +- %.*f", columns[i].digits, interval.mean,
			    columns[i].digits ? columns[i].digits : 1, interval.half);
		} else {
			snprintf(text, sizeof(text), "-"); /* of one learner or none nothing can be said */
		}
		printf("%*s", COLUMN_WIDTH, text);
	}
	printf("\n");
}

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

void simulate_tables(const struct simulation *simulation)
{
	size_t learners = simulation->learners;
	printf("%zu learners, %zu skills; means with 95 %% intervals; %.0f s\n", learners, simulation->skills,
	    simulation->seconds);
	print_head("Placement", placement_columns, COUNT(placement_columns));
	for (size_t i = 0; i < (simulation->engine ? 1 : PLACEMENT_KINDS); i++) {
		print_row(placement_names[i], simulation->placement + i * learners,
		    sizeof(struct placement_result), learners, placement_columns, COUNT(placement_columns));
	}
	print_head("The whole course", course_columns, COUNT(course_columns));
	for (size_t i = 0; i < (simulation->engine ? 1 : simulate_policy_count); i++) {
		print_row(simulate_policies[i].name, simulation->course + i * learners, sizeof(struct result),
		    learners, course_columns, COUNT(course_columns));
	}
	print_head("Holes below the last unit", hole_columns, COUNT(hole_columns));
	for (size_t i = 0; i < (simulation->engine ? 1 : simulate_hole_policy_count); i++) {
		print_row(simulate_hole_policies[i].name, simulation->holes + i * learners,
		    sizeof(struct result), learners, hole_columns, COUNT(hole_columns));
	}
}

/* --- what it must show --- */

struct goal {
	const char *name;
	double value, bound;
	bool at_least;
};

static double mean_of(const struct result *rows, size_t learners, size_t offset)
{
	struct column column = {.offset = offset, .scale = 1};
	return column_of(rows, sizeof(*rows), learners, &column).mean;
}

static double placed(const struct simulation *simulation, enum placement_kind kind, size_t offset)
{
	struct column column = {.offset = offset, .scale = 1};
	return column_of(simulation->placement + (size_t)kind * simulation->learners,
	    sizeof(struct placement_result), simulation->learners, &column)
	    .mean;
}

int simulate_goals(const struct simulation *simulation)
{
	size_t n = simulation->learners;
	const struct result *engine = simulation->course;
	struct goal goals[] = {
	    {"fully know the last unit", mean_of(engine, n, offsetof(struct result, full)), .95, true},
	    {"false mastery", mean_of(engine, n, offsetof(struct result, wrongly)), .003, false},
	    {"known 30 days later", mean_of(engine, n, offsetof(struct result, recall_30)), .75, true},
	    {"items a skill", mean_of(engine, n, offsetof(struct result, items)) / (double)simulation->skills,
	        8.6, false},
	    {"hidden holes repaired", mean_of(simulation->holes, n, offsetof(struct result, holes)), .93,
	        true},
	    {"placement questions",
	        placed(simulation, PLACEMENT_ENGINE, offsetof(struct placement_result, questions)), 17,
	        false},
	    {"placement, skills right",
	        placed(simulation, PLACEMENT_ENGINE, offsetof(struct placement_result, right)), .96, true},
	    {"placement, holes found, against DIAGNOSYS",
	        placed(simulation, PLACEMENT_ENGINE, offsetof(struct placement_result, holes_found)),
	        placed(simulation, PLACEMENT_DIAGNOSYS, offsetof(struct placement_result, holes_found)),
	        true},
	};
	int missed = 0;
	printf("\nGoals\n");
	/* the last one is against a row that --engine leaves out */
	for (size_t i = 0; i < COUNT(goals) - simulation->engine; i++) {
		const struct goal *goal = &goals[i];
		bool met = goal->at_least ? goal->value >= goal->bound : goal->value <= goal->bound;
		missed += !met;
		printf("  %-44s %8.4f  %s %-8.4g %s\n", goal->name, goal->value,
		    goal->at_least ? "at least" : "at most ", goal->bound, met ? "met" : "MISSED");
	}
	return missed;
}

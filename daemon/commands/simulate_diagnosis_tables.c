/* What the simulation of the diagnosis shows: figures with 95 % intervals, tables, a calibration plot. */
#include "daemon/commands/simulate_diagnosis.h"

#include <errno.h>
#include <math.h>
#include <string.h>

enum { MISSES_SHOWN = 40, CLAIMS_LEAST = 300, COLUMN = 24 };
static const double calibrated_within = .10;

/* --- shares --- */

struct bounds {
	double share, low, high;
};

/* Wilson's score interval (1927) at 95 %. */
static struct bounds bounds_of(unsigned right, unsigned all)
{
	const double z = 1.959963984540054;
	if (all == 0) {
		return (struct bounds){(double)NAN, (double)NAN, (double)NAN};
	}
	double n = all, p = right / n, middle = (p + z * z / (2 * n)) / (1 + z * z / n);
	double half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
	return (struct bounds){p, fmax(0, middle - half), fmin(1, middle + half)};
}

static void print_share(unsigned right, unsigned all)
{
	char text[64] = "-";
	struct bounds bounds = bounds_of(right, all);
	if (all) {
		snprintf(text, sizeof(text), "%.1f (%.1f-%.1f)", 100 * bounds.share, 100 * bounds.low,
		    100 * bounds.high);
	}
	printf("%*s", COLUMN, text);
}

/* --- tables --- */

static void print_head(const char *title)
{
	static const char *const columns[] = {"first %", "among three %", "abstained %", "right at .5 %"};
	printf("\n%-34s%8s", title, "wrong");
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		printf("%*s", COLUMN, columns[i]);
	}
	printf("\n");
}

static void print_score(const char *name, const struct score *score)
{
	printf("  %-32s%8u", name, score->wrong);
	print_share(score->first, score->answers);
	print_share(score->among_three, score->answers);
	print_share(score->wrong - score->claimed, score->wrong);
	print_share(score->right, score->claimed);
	printf("\n");
}

static struct score sum_of(const struct score *scores, size_t count)
{
	struct score sum = {0};
	for (size_t i = 0; i < count; i++) {
		score_add(&sum, &scores[i]);
	}
	return sum;
}

static void print_units(const char *title, const struct field_of_diagnosis *field, const struct score *scores)
{
	struct score sum = sum_of(scores, DIAGNOSIS_UNITS);
	print_head(title);
	for (size_t i = 0; i < field->unit_count; i++) {
		print_score(field->units[i], &scores[i]);
	}
	print_score("all units", &sum);
}

static void print_numbers(const char *title, const struct score *scores, size_t count)
{
	char name[32];
	print_head(title);
	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "answer %zu", i + 1);
		print_score(name, &scores[i]);
	}
}

static double stated(const struct decile *decile)
{
	return decile->claims ? decile->stated * 0x1p-20 / decile->claims : (double)NAN;
}

static void print_calibration(const struct tally_of_diagnosis *tally)
{
	printf("\n%-34s%8s%*s%*s\n", "Calibration, ordinary practice", "claims", COLUMN, "stated %", COLUMN,
	    "true %");
	for (size_t i = 0; i < DIAGNOSIS_DECILES; i++) {
		const struct decile *decile = &tally->deciles[i];
		printf("  %zu to %-26zu%8u%*.1f", 10 * i, 10 * (i + 1), decile->claims, COLUMN,
		    100 * stated(decile));
		print_share(decile->right, decile->claims);
		printf("\n");
	}
}

void diagnosis_tables(const struct field_of_diagnosis *field, const struct tally_of_diagnosis *tally)
{
	print_units("One belief, an item that separates", field, tally->one);
	print_units("The same, 5 % of answers slips", field, tally->slipping);
	print_numbers("A series on such items, with slips", tally->series, DIAGNOSIS_ANSWERS);
	printf("  the belief is the first that is suspected, after");
	for (size_t i = 0; i < DIAGNOSIS_ANSWERS; i++) {
		printf(" %zu: %.1f %%%s", i + 1,
		    100 * bounds_of(tally->suspected[i].right, tally->suspected[i].all).share,
		    i + 1 < DIAGNOSIS_ANSWERS ? "," : "\n");
	}
	print_units("Ordinary practice", field, tally->practice);
	print_numbers("The same, by wrong answers so far", tally->practised, DIAGNOSIS_PRACTICE);
	print_calibration(tally);
}

/* --- where the misses come from --- */

void diagnosis_misses(const struct field_of_diagnosis *field, const struct tally_of_diagnosis *tally)
{
	static bool shown[DIAGNOSIS_BELIEFS];
	memset(shown, 0, sizeof(shown));
	printf("\nMisses on items that separate\n");
	for (int row = 0; row < MISSES_SHOWN; row++) {
		size_t worst = 0, named = 0;
		unsigned most = 0;
		for (size_t i = 0; i < field->beliefs; i++) {
			unsigned missed = tally->wrong_named[i] + tally->wrong_silent[i];
			if (!shown[i] && missed > most) {
				most = missed;
				worst = i;
			}
		}
		if (most == 0) {
			break;
		}
		shown[worst] = true;
		for (size_t i = 0; i < field->beliefs; i++) {
			named = tally->mistaken_for[worst][i] > tally->mistaken_for[worst][named] ? i : named;
		}
		printf("  %-46s %3u of %3u missed, %3u unexplained%s%s\n",
		    field->course->misconceptions[worst].id, most, tally->tried[worst],
		    tally->wrong_silent[worst], tally->wrong_named[worst] ? "; most often named: " : "",
		    tally->wrong_named[worst] ? field->course->misconceptions[named].id : "");
		printf("    %s\n", tally->missed[worst].words);
	}
}

/* --- what must hold --- */

struct figure {
	const char *name;
	unsigned right, all;
	double bound;
};

static int print_figure(const struct figure *figure)
{
	struct bounds bounds = bounds_of(figure->right, figure->all);
	bool holds = figure->all && bounds.share >= figure->bound;
	printf("  %-66s %5u", figure->name, figure->all);
	print_share(figure->right, figure->all);
	printf("  at least %2.0f  %s\n", 100 * figure->bound, holds ? "holds" : "DOES NOT HOLD");
	return !holds;
}

static int print_deciles(const struct tally_of_diagnosis *tally)
{
	int missed = 0;
	for (size_t i = 0; i < DIAGNOSIS_DECILES; i++) {
		const struct decile *decile = &tally->deciles[i];
		double off =
		    decile->claims ? fabs((double)decile->right / decile->claims - stated(decile)) : 0;
		if (decile->claims < CLAIMS_LEAST) {
			continue;
		}
		bool holds = off <= calibrated_within;
		missed += !holds;
		printf("  stated probability of %2zu to %3zu %%, %5u claims: %29s%5.1f points off  at most "
		       "10  %s\n",
		    10 * i, 10 * (i + 1), decile->claims, "", 100 * off, holds ? "holds" : "DOES NOT HOLD");
	}
	return missed;
}

int diagnosis_figures(const struct tally_of_diagnosis *tally)
{
	struct score one = sum_of(tally->one, DIAGNOSIS_UNITS),
	             slipping = sum_of(tally->slipping, DIAGNOSIS_UNITS),
	             practice = sum_of(tally->practice, DIAGNOSIS_UNITS);
	const struct figure figures[] = {
	    {"one belief, one answer on an item that separates it: named first", one.first, one.answers, .97},
	    {"the same, 5 % of the answers are slips", slipping.first, slipping.answers, .92},
	    {"first suspected after three such answers", tally->steady.right, tally->steady.all, .99},
	    {"two beliefs, six answers: both among the first three suspected", tally->both.right,
	        tally->both.all, .80},
	    {"named with .5 or above in ordinary practice: it is right", practice.right, practice.claimed,
	        .90},
	};
	int missed = 0;
	printf("\nFigures (95 %% intervals: Wilson)\n");
	for (size_t i = 0; i < sizeof(figures) / sizeof(figures[0]); i++) {
		missed += print_figure(&figures[i]);
	}
	missed += print_deciles(tally);
	return missed;
}

/* --- the plot --- */

enum { SIDE = 460, LEFT = 60, TOP = 40, BOTTOM = 60 };

static double x_of(double share)
{
	return LEFT + share * (SIDE - LEFT - 20);
}

static double y_of(double share)
{
	return SIDE - BOTTOM - share * (SIDE - TOP - BOTTOM);
}

static void draw_axes(FILE *out)
{
	simulate_svg_head(out, SIDE, SIDE, LEFT, "Stated probability against how often it is true");
	for (int i = 0; i <= 5; i++) {
		double share = i / 5.;
		fprintf(out,
		    "<path d=\"M%.1f %.1fH%.1f\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" "
		    "text-anchor=\"end\">%d %%</text><text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d "
		    "%%</text>\n",
		    x_of(0), y_of(share), x_of(1), LEFT - 6, y_of(share) + 4, 20 * i, x_of(share),
		    SIDE - BOTTOM + 18, 20 * i);
	}
	fprintf(out,
	    "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>"
	    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">stated; bars: 95 %%; the number of claims "
	    "above</text>\n",
	    x_of(0), y_of(0), x_of(1), y_of(1), x_of(.5), SIDE - 14);
}

int diagnosis_plot(const struct tally_of_diagnosis *tally, const char *file)
{
	FILE *out = fopen(file, "w");
	if (!out) {
		return -errno;
	}
	draw_axes(out);
	for (size_t i = 0; i < DIAGNOSIS_DECILES; i++) {
		const struct decile *decile = &tally->deciles[i];
		struct bounds bounds = bounds_of(decile->right, decile->claims);
		double x = x_of(stated(decile));
		if (decile->claims) {
			fprintf(out,
			    "<path d=\"M%.1f %.1fV%.1f\" stroke=\"#0b6e4f\" stroke-width=\"2\"/><circle "
			    "cx=\"%.1f\" "
			    "cy=\"%.1f\" r=\"4\" fill=\"#0b6e4f\"/><text x=\"%.1f\" y=\"%.1f\" "
			    "text-anchor=\"middle\" font-size=\"10\">%u</text>\n",
			    x, y_of(bounds.low), y_of(bounds.high), x, y_of(bounds.share), x,
			    y_of(bounds.high) - 6, decile->claims);
		}
	}
	fprintf(out, "</svg>\n");
	int error = ferror(out) ? -EIO : 0;
	return fclose(out) == 0 ? error : -errno;
}

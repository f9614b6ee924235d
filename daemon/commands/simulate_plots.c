/* Two line charts as SVG: knowledge over items, and what is left of it over days. */
#include "daemon/commands/simulate.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 860, HEIGHT = 460, LEFT = 60, RIGHT = 220, TOP = 40, BOTTOM = 50, GRID = 5 };

struct chart {
	const char *file, *title, *across;
	size_t points, offset; /* of the curve in a result */
	double step;           /* across, a point */
};
static const struct chart charts[] = {
    {"knowledge.svg", "Skills recalled, over items practised", "items", SIMULATE_CURVE,
        offsetof(struct result, curve), SIMULATE_CURVE_STEP},
    {"retention.svg", "Skills recalled, over days after the last item", "days", SIMULATE_FADING,
        offsetof(struct result, fading), SIMULATE_FADING_STEP},
};
static const char *const colours[] = {
    "#0b6e4f", "#59a5d8", "#b5651d", "#8e44ad", "#999999", "#555555", "#c0392b", "#d4a017", "#2c3e50"};

static double x_of(const struct chart *chart, size_t point)
{
	return LEFT + (double)(WIDTH - LEFT - RIGHT) * (double)point / (double)(chart->points - 1);
}

static double y_of(double share)
{
	return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share;
}

void simulate_svg_head(FILE *out, int width, int height, int left, const char *title)
{
	fprintf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
	    "font-size=\"12\">\n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n"
	    "<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>\n",
	    width, height, width, height, left, title);
}

static void draw_frame(FILE *out, const struct chart *chart)
{
	simulate_svg_head(out, WIDTH, HEIGHT, LEFT, chart->title);
	for (int i = 0; i <= GRID; i++) {
		double y = y_of((double)i / GRID);
		fprintf(out,
		    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" "
		    "text-anchor=\"end\">%d %%</text>\n",
		    LEFT, y, WIDTH - RIGHT, LEFT - 6, y + 4, 100 * i / GRID);
		size_t point = (chart->points - 1) * (size_t)i / GRID;
		fprintf(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.0f</text>\n",
		    x_of(chart, point), HEIGHT - BOTTOM + 18, (double)point * chart->step);
	}
	fprintf(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", (LEFT + WIDTH - RIGHT) / 2,
	    HEIGHT - 12, chart->across);
}

static struct interval interval_at(
    const struct chart *chart, const struct result *rows, size_t learners, size_t point, double *values)
{
	for (size_t i = 0; i < learners; i++) {
		const char *row = (const char *)&rows[i];
		values[i] = ((const float *)(const void *)(row + chart->offset))[point];
	}
	return interval_of(values, learners);
}

/* One way to teach: the mean over its learners, and where the mean lies with 95 %, as points on the page. */
struct curve {
	size_t index;
	double mean[SIMULATE_CURVE], low[SIMULATE_CURVE], high[SIMULATE_CURVE];
};

static void take_curve(const struct chart *chart, const struct simulation *simulation, size_t index,
    double *values, struct curve *ret_curve)
{
	const struct result *rows = simulation->course + index * simulation->learners;
	ret_curve->index = index;
	for (size_t point = 0; point < chart->points; point++) {
		struct interval interval = interval_at(chart, rows, simulation->learners, point, values);
		double half = interval.half >= 0 ? interval.half : 0;
		ret_curve->mean[point] = y_of(interval.mean);
		ret_curve->low[point] = y_of(fmax(0, interval.mean - half));
		ret_curve->high[point] = y_of(fmin(1, interval.mean + half));
	}
}

static const char *colour_of(const struct curve *curve)
{
	return colours[curve->index % (sizeof(colours) / sizeof(colours[0]))];
}

static void draw_band(FILE *out, const struct chart *chart, const struct curve *curve)
{
	fprintf(out, "<path fill=\"%s\" fill-opacity=\".12\" d=\"", colour_of(curve));
	for (size_t point = 0; point < chart->points; point++) {
		fprintf(out, "%s%.1f %.1f", point ? "L" : "M", x_of(chart, point), curve->high[point]);
	}
	for (size_t point = chart->points; point-- > 0;) {
		fprintf(out, "L%.1f %.1f", x_of(chart, point), curve->low[point]);
	}
	fprintf(out, "Z\"/>\n");
}

/* The engine is the thick line, what it is without one of its parts a dashed one. */
static void put_stroke(FILE *out, const struct curve *curve)
{
	const struct policy *policy = &simulate_policies[curve->index];
	fprintf(out, "fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s", colour_of(curve),
	    curve->index == 0 ? "3" : "1.6",
	    policy->of_engine && curve->index > 0 ? " stroke-dasharray=\"6 3\"" : "");
}

static void draw_line(FILE *out, const struct chart *chart, const struct curve *curve)
{
	fprintf(out, "<path ");
	put_stroke(out, curve);
	fprintf(out, " d=\"");
	for (size_t point = 0; point < chart->points; point++) {
		fprintf(out, "%s%.1f %.1f", point ? "L" : "M", x_of(chart, point), curve->mean[point]);
	}
	int y = TOP + 20 + (int)curve->index * 20;
	fprintf(out, "\"/>\n<path ");
	put_stroke(out, curve);
	fprintf(out, " d=\"M%d %dh26\"/><text x=\"%d\" y=\"%d\">%s</text>\n", WIDTH - RIGHT + 14, y - 4,
	    WIDTH - RIGHT + 48, y, simulate_policies[curve->index].name);
}

/* Bands below all lines, and the engine's line, which is the first, above all others. */
static void draw_curves(
    FILE *out, const struct chart *chart, const struct simulation *simulation, double *values)
{
	struct curve curve;
	size_t count = simulation->engine ? 1 : simulate_policy_count;
	for (size_t i = 0; i < count; i++) {
		take_curve(chart, simulation, i, values, &curve);
		draw_band(out, chart, &curve);
	}
	for (size_t i = count; i-- > 0;) {
		take_curve(chart, simulation, i, values, &curve);
		draw_line(out, chart, &curve);
	}
	fprintf(out, "<text x=\"%d\" y=\"%d\" fill=\"#666\">means of %zu learners; bands: 95 %%</text>\n",
	    WIDTH - RIGHT + 14, HEIGHT - BOTTOM, simulation->learners);
}

static int draw(
    const struct simulation *simulation, const struct chart *chart, const char *folder, double *values)
{
	char path[4096];
	if (snprintf(path, sizeof(path), "%s/%s", folder, chart->file) >= (int)sizeof(path)) {
		return -ENAMETOOLONG;
	}
	FILE *out = fopen(path, "w");
	if (!out) {
		return -errno;
	}
	draw_frame(out, chart);
	draw_curves(out, chart, simulation, values);
	fprintf(out, "</svg>\n");
	int error = ferror(out) ? -EIO : 0;
	return fclose(out) == 0 ? error : -errno;
}

int simulate_plots(const struct simulation *simulation, const char *folder)
{
	static double values[100000];
	for (size_t i = 0; i < sizeof(charts) / sizeof(charts[0]); i++) {
		int error = draw(simulation, &charts[i], folder, values);
		if (error < 0) {
			return error;
		}
	}
	return 0;
}

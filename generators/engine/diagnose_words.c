/* Candidates in words: probabilities, steps, prerequisites, feedback. */
#include "checker/algebra/text.h"
#include "generators/engine/diagnose_parts.h"

#include <math.h>
#include <string.h>

static const double tells_from = 0.5;

static const char *const asking[LOCALES] = {
    "Not yet. Which step led you there? Go through your steps once more.",
    "Todavía no. ¿Qué paso te llevó ahí? Repasa tus pasos una vez más."};
static const char *const slip_words[LOCALES] = {
    "Nearly: there is a small slip in it. Look at signs and digits once more.",
    "Casi: hay un pequeño descuido. Vuelve a mirar los signos y las cifras."};

static const char *in_locale(const char *const *words, enum locale locale)
{
	return words[locale] ? words[locale] : words[LOCALE_EN];
}

static void put_path(struct diagnosed *diagnosed, struct arena *arena, const struct candidate *candidate,
    const struct expr *read, struct explained_belief *ret_belief)
{
	const struct expr *trees[PATH_STEPS];
	size_t count = candidate->path || candidate->gives
	                   ? diagnosis_path(diagnosed->diagnosis, arena, candidate, read, trees, PATH_STEPS)
	                   : 0;
	const char **texts = arena_array(arena, count + 1, sizeof *texts);
	for (size_t i = 0; i < count; i++) {
		struct text text;
		text_init(&text, arena);
		print_text(&text, trees[i], NULL);
		texts[i] = text.data;
	}
	ret_belief->path = texts;
	ret_belief->path_count = count;
}

struct marginal {
	uint32_t belief;
	double probability, best; /* of all its candidates; of the likeliest */
	const struct candidate *candidate;
};

static void add_marginal(struct marginal *rows, size_t *count, uint32_t belief, double probability,
    const struct candidate *candidate)
{
	size_t at = 0;
	while (at < *count && rows[at].belief != belief)
		at++;
	if (at == *count)
		rows[(*count)++] = (struct marginal){.belief = belief};
	rows[at].probability += probability;
	if (probability > rows[at].best || !rows[at].candidate) {
		rows[at].best = probability;
		rows[at].candidate = candidate;
	}
}

/* The most probable first; among equals the one found first. */
static void sort_marginals(struct marginal *rows, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct marginal row = rows[i];
		size_t at = i;
		for (; at > 0 && rows[at - 1].probability < row.probability; at--)
			rows[at] = rows[at - 1];
		rows[at] = row;
	}
}

static void add_prerequisite(struct explanation *explanation, const char *skill, double probability)
{
	struct explained_prerequisite *rows = explanation->prerequisites;
	size_t at = 0;
	while (at < explanation->prerequisite_count && strcmp(rows[at].skill, skill) != 0)
		at++;
	if (at == EXPLAINED_PREREQUISITES)
		return;
	if (at == explanation->prerequisite_count) {
		explanation->prerequisite_count++;
		rows[at] = (struct explained_prerequisite){skill, 0};
	}
	rows[at].probability += probability;
	for (; at > 0 && rows[at - 1].probability < rows[at].probability; at--) {
		struct explained_prerequisite row = rows[at];
		rows[at] = rows[at - 1];
		rows[at - 1] = row;
	}
}

static const char *feedback_for(
    const struct diagnosed *diagnosed, const struct explanation *explanation, enum locale locale)
{
	const struct explained_belief *first = &explanation->beliefs[0];
	if (explanation->count && first->probability >= tells_from) {
		if (!first->statement)
			return NULL;
		const struct misconception *belief = &diagnosed->content->misconceptions[first->belief];
		return in_locale(belief->feedback, locale);
	}
	return explanation->slip >= tells_from ? slip_words[locale] : asking[locale];
}

static void put_belief(const struct diagnosed *diagnosed, enum locale locale, struct explained_belief *belief)
{
	const struct content *content = diagnosed->content;
	if (belief->belief >= content->misconception_count) {
		belief->misconception = diagnosed->own[belief->belief - content->misconception_count];
		return;
	}
	const struct misconception *row = &content->misconceptions[belief->belief];
	belief->misconception = row->id;
	belief->statement = in_locale(row->believes, locale);
	belief->prerequisite = row->prerequisite;
}

void diagnose_words(struct diagnosed *diagnosed, struct arena *arena, const struct candidates *candidates,
    const struct expr *read, const struct learner_odds *odds, enum locale locale,
    struct explanation *ret_explanation)
{
	const struct content *content = diagnosed->content;
	struct marginal *rows = arena_array(arena, (size_t)CANDIDATES * CANDIDATE_ERRORS, sizeof *rows);
	double probabilities[CANDIDATES];
	size_t count = 0;
	*ret_explanation = (struct explanation){.unexplained = 1};
	if (!candidates->count)
		return;
	infer_normalise(candidates, odds, probabilities, &ret_explanation->unexplained);
	for (size_t i = 0; i < candidates->count; i++) {
		const struct candidate *candidate = &candidates->list[i];
		size_t beliefs = 0;
		for (size_t e = 0; e < candidate->count; e++)
			beliefs += candidate->errors[e] < REACH_SLIP;
		if (!beliefs)
			ret_explanation->slip += probabilities[i];
		for (size_t e = 0; e < beliefs; e++) {
			uint32_t belief = candidate->errors[e];
			add_marginal(rows, &count, belief, probabilities[i], candidate);
			if (belief < content->misconception_count) {
				add_prerequisite(ret_explanation,
				    content->misconceptions[belief].prerequisite,
				    probabilities[i] / (double)beliefs);
			}
		}
	}
	sort_marginals(rows, count);
	for (size_t i = 0; i < count && i < EXPLAINED_MOST; i++) {
		struct explained_belief *row = &ret_explanation->beliefs[ret_explanation->count++];
		*row = (struct explained_belief){
		    .belief = rows[i].belief, .probability = fmin(rows[i].probability, 1)};
		put_belief(diagnosed, locale, row);
		put_path(diagnosed, arena, rows[i].candidate, read, row);
	}
	ret_explanation->feedback = feedback_for(diagnosed, ret_explanation, locale);
}

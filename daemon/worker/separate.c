/*
 * Which of several items best tells misconceptions apart: with each held by a learner as likely as the
 * others, the one whose answer is expected to tell most. A belief gives one answer, the most direct that is
 * predicted, so the gain is the entropy of the answers.
 */
#include "daemon/worker/items.h"

#include <math.h>
#include <string.h>

/* What the belief gives here: "" where it does not show. */
static const char *given_by(const struct item_predictions *predictions, const char *id)
{
	for (size_t i = 0; i < predictions->blind_count; i++) {
		if (strcmp(predictions->blind[i], id) == 0) {
			return "";
		}
	}
	for (size_t i = 0; i < predictions->wrong_count; i++) {
		if (strcmp(predictions->wrong[i].misconception, id) == 0) {
			return predictions->wrong[i].gives;
		}
	}
	return "";
}

double items_gain(
    struct worker *worker, const struct item *item, const char *const *misconceptions, size_t count)
{
	struct item_predictions predictions;
	const char *given[ITEMS_SEPARATE];
	double gain = 0;
	item_predict(worker->content, worker->arena, item, &predictions);
	for (size_t i = 0; i < count; i++) {
		given[i] = given_by(&predictions, misconceptions[i]);
	}
	for (size_t i = 0; i < count; i++) {
		size_t same = 0;
		for (size_t k = 0; k < count; k++) {
			same += strcmp(given[i], given[k]) == 0;
		}
		gain += log2((double)count / (double)same) / (double)count;
	}
	return gain;
}

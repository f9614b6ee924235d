#include "daemon/commands/corpus.h"

#include <inttypes.h>
#include <string.h>

static const char *const names[AGREEMENTS] = {
    "agrees", "false accept", "false reject", "not read", "not decided", "otherwise"};

static unsigned verdict_bit(const struct json_value *value)
{
	size_t length;
	const char *text;

	if (json_kind_of(value) != JSON_TEXT) {
		return 0;
	}
	text = json_get_text(value, &length);
	for (unsigned i = 0; i < VERDICTS; i++) {
		if (strcmp(verdict_names[i], text) == 0) {
			return 1U << i;
		}
	}
	return 0;
}

unsigned corpus_acceptable(const struct corpus *corpus, const struct json_value *line)
{
	struct json_member member;
	unsigned bits = 0;

	for (bool any = json_first(line, &member); any; any = json_next(&member)) {
		if (strcmp(member.name, corpus->field) != 0) {
			continue;
		}
		if (json_kind_of(member.value) != JSON_ARRAY) {
			return verdict_bit(member.value);
		}
		for (size_t i = 0; i < json_array_count(member.value); i++) {
			unsigned bit = verdict_bit(json_array_at(member.value, i));
			if (!bit) {
				return 0; /* a verdict that there is not must not pass for none */
			}
			bits |= bit;
		}
	}
	return bits;
}

enum agreement corpus_compare(enum verdict_kind verdict, unsigned acceptable)
{
	if (acceptable & (1U << verdict)) {
		return AGREES;
	}
	switch (verdict) {
	case VERDICT_CORRECT:
		return FALSE_ACCEPT;
	case VERDICT_UNREADABLE:
		return NOT_READ;
	case VERDICT_UNDECIDED:
		return NOT_DECIDED;
	default:
		return acceptable & (1U << VERDICT_CORRECT) ? FALSE_REJECT : OTHERWISE;
	}
}

const char *corpus_name(enum agreement agreement)
{
	return names[agreement];
}

void corpus_merge(struct corpus *corpus, const struct tally *tally)
{
	pthread_mutex_lock(&corpus->lock);
	for (int i = 0; i < AGREEMENTS; i++) {
		corpus->total.counts[i] += tally->counts[i];
	}
	corpus->total.faults += tally->faults;
	pthread_mutex_unlock(&corpus->lock);
}

static void print_row(FILE *out, const char *name, uint64_t count, uint64_t of)
{
	fprintf(out, "%-16s %9" PRIu64 "  %6.2f %%\n", name, count,
	    of ? 100.0 * (double)count / (double)of : 0.0);
}

bool corpus_print(const struct corpus *corpus, FILE *out)
{
	uint64_t judged = 0;

	for (int i = 0; i < AGREEMENTS; i++) {
		judged += corpus->total.counts[i];
	}
	for (int i = 0; i < AGREEMENTS; i++) {
		print_row(out, names[i], corpus->total.counts[i], judged);
	}
	fprintf(out, "%-16s %9" PRIu64 "\n", "judged", judged);
	fprintf(out, "%-16s %9" PRIu64 "\n", "bad lines", corpus->total.faults);
	return corpus->total.counts[AGREES] == judged && corpus->total.faults == 0;
}

/*
 * A regression corpus: lines that say which verdicts are right. `masteryd grade --expect FIELD` judges them
 * and counts how the verdicts agree. Pipelines keep their own cases this way.
 *
 * Threads: a tally belongs to one thread; corpus_merge() adds it to the corpus under its lock.
 */
#ifndef DAEMON_CORPUS_H
#define DAEMON_CORPUS_H

#include "checker/check.h"
#include "daemon/wire/json.h"

#include <pthread.h>
#include <stdio.h>

/* How one verdict stands to the acceptable ones. The order is that of the table that is printed. */
enum agreement {
	AGREES,
	FALSE_ACCEPT, /* correct, where that is not acceptable: the gravest */
	FALSE_REJECT, /* incorrect or wrong_form, where the answer is correct */
	NOT_READ,     /* unreadable */
	NOT_DECIDED,  /* undecided */
	OTHERWISE,    /* any other verdict than the acceptable ones */
	AGREEMENTS
};

struct tally {
	uint64_t counts[AGREEMENTS];
	uint64_t faults; /* lines that could not be judged, or say no acceptable verdict */
};

struct corpus {
	const char *field; /* its value is a verdict or a list of them */
	struct tally total;
	pthread_mutex_t lock;
};

/* The acceptable verdicts of a line as bits (1 << verdict); 0 when the field is missing or names none. */
unsigned corpus_acceptable(const struct corpus *corpus, const struct json_value *line);
enum agreement corpus_compare(enum verdict_kind verdict, unsigned acceptable);
/* "false accept" */
const char *corpus_name(enum agreement agreement);
void corpus_merge(struct corpus *corpus, const struct tally *tally);
/* The table; true when every line agrees. */
bool corpus_print(const struct corpus *corpus, FILE *out);

#endif

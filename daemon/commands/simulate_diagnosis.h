/*
 * What the files of `masteryd simulate diagnosis` share: items, what simulated learners write who hold known
 * beliefs, what the diagnosis makes of it, and how often that is right.
 *
 * The truth differs from the model on purpose: beliefs are drawn from a frequency table of its own, learners
 * apply them in their own ways (generators/engine/believer.h), slip, guess, and at times do what is right.
 * Everything is drawn from the learner's own generator, so that a learner is the same whatever the number of
 * processes.
 */
#ifndef DAEMON_SIMULATE_DIAGNOSIS_H
#define DAEMON_SIMULATE_DIAGNOSIS_H

#include "daemon/commands/simulate.h"
#include "generators/engine/believer.h"

enum {
	DIAGNOSIS_SHOWN = 128,   /* answers of single beliefs for one item */
	DIAGNOSIS_ANSWERS = 6,   /* of a series */
	DIAGNOSIS_PRACTICE = 10, /* items of a learner in ordinary practice */
	DIAGNOSIS_UNITS = 12,
	DIAGNOSIS_DECILES = 10,
	DIAGNOSIS_BELIEFS = 512, /* of the content, at most */
};

/* --- what came of it: counts only, so that the sum over processes is the same in any order --- */

struct score {
	unsigned answers; /* wrong ones that came from a belief */
	unsigned first, among_three;
	unsigned wrong;   /* all wrong answers: beliefs, slips, guesses */
	unsigned claimed; /* of those, with one belief at .5 or above */
	unsigned right;   /* claims that are true */
};
void score_add(struct score *sum, const struct score *score);
struct decile {
	unsigned claims, right;
	double stated; /* sum, in whole units of 2^-20: exact in any order */
};
struct share_of {
	unsigned right, all;
};
/* A miss to look at: that of the first learner. */
struct missed_answer {
	size_t learner; /* from 1; 0: none */
	char words[128];
};
struct tally_of_diagnosis {
	struct score one[DIAGNOSIS_UNITS];            /* one answer on an item that separates the belief */
	struct score slipping[DIAGNOSIS_UNITS];       /* the same, 5 % of the answers are slips */
	struct score series[DIAGNOSIS_ANSWERS];       /* answers 1, 2, ... of one learner, likewise */
	struct share_of suspected[DIAGNOSIS_ANSWERS]; /* is the belief the first that is suspected by then */
	struct share_of steady;                       /* the same after three answers without slips */
	struct share_of both;                         /* two beliefs, both among the first three suspected */
	struct score practice[DIAGNOSIS_UNITS];
	struct score practised[DIAGNOSIS_PRACTICE]; /* by the number of the wrong answer */
	struct decile deciles[DIAGNOSIS_DECILES];
	unsigned unsimulated;                     /* learners for whose beliefs no item was found */
	unsigned wrong_named[DIAGNOSIS_BELIEFS];  /* by the belief held: another was named first */
	unsigned wrong_silent[DIAGNOSIS_BELIEFS]; /* nothing was named */
	unsigned tried[DIAGNOSIS_BELIEFS];
	struct missed_answer missed[DIAGNOSIS_BELIEFS];
	uint16_t mistaken_for[DIAGNOSIS_BELIEFS][DIAGNOSIS_BELIEFS];
};

/* --- the field: which families show a belief --- */

struct field_of_diagnosis {
	const struct content *content;
	const struct course *course;
	uint64_t seed;
	double unlabelled; /* share of what a learner lacks where no belief produces the wrong answers */
	size_t beliefs, families;
	double weights[DIAGNOSIS_BELIEFS]; /* how often each is held */
	uint8_t (
	    *shows)[DIAGNOSIS_BELIEFS]; /* [family], shared: bit 0: it shows it, bit 1: it separates it */
	size_t unit_count;
	const char *units[DIAGNOSIS_UNITS];
	uint8_t family_unit[]; /* by family */
};
enum { FIELD_SHOWS = 1, FIELD_SEPARATES = 2 };

/* --- one item and what is written: simulate_diagnosis_items.c --- */

struct written_answer {
	const char *text;
	unsigned used; /* bit i: the learner's belief i led to it */
};
struct examination {
	const struct field_of_diagnosis *field;
	struct arena *arena;
	uint64_t random;
	size_t learner;
	/* the item in hand, in the arena */
	struct item item;
	size_t family;
	struct question *question;
	struct diagnosed *diagnosed;
	const struct expr *ask; /* NULL: rules do not apply to this question */
	struct shown_answer shown[DIAGNOSIS_SHOWN];
	size_t shown_count;
};

/* An item of the family, of any level, with what is ready for its answers. False: there is none. */
bool examination_open(struct examination *examination, size_t family);
void examination_close(struct examination *examination);
/* What a learner writes who holds these beliefs. False: they show nothing here. */
bool examination_err(
    struct examination *examination, const struct believer *believer, struct written_answer *ret_answer);
/* A slip on the way of one who holds these beliefs (count may be 0). False: none was found. */
bool examination_slip(
    struct examination *examination, const struct believer *believer, struct written_answer *ret_answer);
/* A wrong answer out of the blue. */
bool examination_guess(struct examination *examination, struct written_answer *ret_answer);
/* Does no other single belief and no slip lead to this answer? */
bool examination_separates(
    struct examination *examination, uint32_t belief, const struct written_answer *answer);
/* The same answer in one of the ways in which people type. */
const char *examination_typed(struct examination *examination, const char *answer);
size_t examination_below(struct examination *examination, size_t count); /* count > 0 */
bool examination_chance(struct examination *examination, double probability);

/* --- learners: simulate_diagnosis_learners.c --- */

/* Notes which families show and separate which beliefs: those of every `parts`-th family. */
void diagnosis_survey(struct examination *examination, size_t part, size_t parts);
void diagnosis_learner(struct examination *examination, size_t number, struct tally_of_diagnosis *tally);

/* --- tables: simulate_diagnosis_tables.c --- */

void diagnosis_tables(const struct field_of_diagnosis *field, const struct tally_of_diagnosis *tally);
void diagnosis_misses(const struct field_of_diagnosis *field, const struct tally_of_diagnosis *tally);
/* Gives the number of figures that do not hold. */
int diagnosis_figures(const struct tally_of_diagnosis *tally);
/* The calibration plot. 0 or a negative errno. */
int diagnosis_plot(const struct tally_of_diagnosis *tally, const char *file);

#endif

/*
 * Reports over the log: time to mastery, retention, confidence, item statistics. Rows go in one by one,
 * learner by learner in the order of time, and the sums come out; nothing of a learner is kept but what is
 * counted. Grids come from the states themselves (view.h).
 *
 * Ownership: struct report owns its memory. One thread. A row costs no allocation unless an array grows.
 */
#ifndef DAEMON_REPORT_H
#define DAEMON_REPORT_H

#include "daemon/learners/learner.h"

struct report;

/* One scored answer (not unreadable or undecided, no retry). */
struct report_row {
	uint32_t learner; /* any number that is the same for the same learner; rows of one stand together */
	int64_t at;
	uint16_t skill, family; /* indices; others are counted nowhere */
	uint8_t level;          /* of the item, 1..3 */
	bool right;
	bool explained;        /* a wrong answer that a misconception or a slip explains */
	const char *answer;    /* counted where nothing explains it; cut at REPORT_ANSWER */
	uint8_t before, after; /* enum level of the skill, around it */
	uint8_t confidence;    /* 1..5; 0: not told */
	int64_t elapsed_ms;    /* 0: not told; above REPORT_ACTIVE_MS it counts as that */
};

enum {
	REPORT_ACTIVE_MS = 5 * 60 * 1000, /* longer than that over one item is a break */
	REPORT_DELAYS = 6,                /* of a first review, days: 0.9-2, -4, -8, -16, -32, more */
	REPORT_CONFIDENCES = 5,
	REPORT_ANSWER = 64,  /* bytes of an unexplained answer, with the NUL */
	REPORT_ANSWERS = 10, /* of a family, the most frequent ones */
};
extern const double report_delay_days[REPORT_DELAYS + 1]; /* bounds; the last is HUGE_VAL */

/* NULL when memory is out. */
struct report *report_new(const struct course *course);
void report_free(struct report *report); /* NULL is allowed */
/* 0 or -ENOMEM. */
int report_add(struct report *report, const struct report_row *row);

/* Median and 90th percentile by Kaplan & Meier (1958); NaN where too few have come so far to tell. */
struct report_quantiles {
	double median, p90;
};
/* From the first attempt on a skill to the first time it was mastered. */
struct report_mastery {
	size_t begun, mastered; /* begun - mastered are censored where they stand */
	struct report_quantiles items, minutes, days;
};
/*
 * 0 or -ENOMEM. SKILL_NONE: all skills together. It ends the learner in hand: afterwards no rows of that one
 * may follow.
 */
int report_mastery(struct report *report, uint16_t skill, struct report_mastery *ret_mastery);

struct report_share {
	size_t count, right;
};
/* The first answer .9 day or more after a skill became proficient, by delay. */
void report_retention(const struct report *report, struct report_share ret_shares[REPORT_DELAYS]);
/* Answers by told confidence 1..5. */
void report_confidence(const struct report *report, struct report_share ret_shares[REPORT_CONFIDENCES]);

struct report_family {
	size_t count, right, wrong_unexplained;
	double median_seconds; /* NaN: not told */
};

struct report_answer {
	char text[REPORT_ANSWER];
	size_t count;
};
/* Wrong answers to a family that nothing explains, the most frequent first. Gives their number. */
size_t report_unexplained(
    struct report *report, uint16_t family, struct report_answer ret_answers[REPORT_ANSWERS]);

/* 0 or -ENOMEM. */
int report_family(struct report *report, uint16_t family, struct report_family *ret_family);

#endif

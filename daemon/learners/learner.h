/*
 * What is believed of one learner, and how evidence changes it. Pure: the same evidence in the same order
 *gives the same state, byte for byte (packed: learner_pack.h), which is what makes a log replayable. Nothing
 *here allocates, reads a clock or draws random numbers.
 *
 * Time is int64_t milliseconds since 1970, UTC. Evidence must not go back in time: where a clock did, the
 * state's own latest time is taken instead.
 *
 * Ownership: `struct learner` is plain data in the caller's storage (some 30 KiB); it holds no pointers and
 *may be copied. The course and the workspace are borrowed for the length of a call. Threads: one workspace a
 * thread, anything else may be shared while it is not written.
 *
 * A learner's life in calls (ledger, replay and simulation alike):
 *	learner_init(&learner, seed);
 *	learner_choose(course, work, &learner, &request, now, &choice);       what is next: choose.h
 *	evidence = {.kind = EVIDENCE_ISSUED, .at = now, .issued = choice};    with the number the worker took
 *	learner_apply(course, work, &learner, &evidence, &outcome);
 *	evidence = {.kind = EVIDENCE_ATTEMPT, .at = now, .attempt = {...}};
 *	learner_apply(course, work, &learner, &evidence, &outcome);
 * Every evidence that was applied goes to the log (evidence_pack.h).
 */
#ifndef DAEMON_LEARNER_H
#define DAEMON_LEARNER_H

#include "daemon/learners/course.h"
#include "daemon/learners/reason.h"

enum {
	LEARNER_MISCONCEPTIONS = 48, /* remembered; the one of least log-odds gives way */
	LEARNER_SEEN = 1024,         /* families whose used items are counted; the least used gives way */
	LEARNER_ASSESSMENTS = 4,     /* open or finished and not yet forgotten */
	ASSESSMENT_ITEMS = 80,
	ABILITIES = 4, /* levels of the ability mixture: .35, .65, .85, .97 */
	ATTEMPT_LABELS = 8,
	ATTEMPT_SIGHTINGS = 32,
	GOAL_BYTES = 65, /* a name of at most 64 letters and NUL */
};

/* Khan Academy's words. Points 0, 0, 50, 80, 100. */
enum level { LEVEL_NONE, LEVEL_ATTEMPTED, LEVEL_FAMILIAR, LEVEL_PROFICIENT, LEVEL_MASTERED, SKILL_LEVELS };
extern const char *const level_names[SKILL_LEVELS]; /* "none", "attempted", "familiar", ... */
extern const int level_points[SKILL_LEVELS];

struct learner_skill {
	double belief;         /* probability that it is known, as of believed_at */
	int64_t believed_at;   /* 0: nothing was ever learnt about it */
	double stability;      /* of the review card, days (FSRS-6); 0: no card */
	double difficulty;     /* 1..10 */
	int64_t reviewed_at;   /* the card's last review */
	int64_t proficient_at; /* when it became proficient or above; 0: it is not */
	uint32_t attempts;     /* as a target, ever */
	uint16_t since;        /* attempts as a target since it was last below proficient, for probes */
	uint16_t
	    opportunities; /* as a target until three in a row were right; 0 again afterwards: see stuck */
	uint8_t run;       /* right answers as a target in a row; stops at 255 */
	uint8_t level;     /* enum level */
	bool inferred;     /* proficient by placement or declaration, no answer has shown it yet */
	bool three;        /* three right in a row were reached once */
};

struct learner_misconception {
	uint32_t key;    /* course_misconception.key; 0: unused */
	double log_odds; /* as of `at`; halves every 30 days */
	int64_t at;
	uint16_t shown; /* answers that were what it predicts */
};

/* How many items of a family's level were used: the next has this number of its sequence. */
struct learner_seen {
	uint32_t family; /* key; 0: unused */
	uint32_t next[COURSE_LEVELS];
};

enum assessment_kind {
	ASSESSMENT_DIAGNOSTIC,
	ASSESSMENT_QUIZ,
	ASSESSMENT_UNIT_TEST,
	ASSESSMENT_COURSE_CHALLENGE,
	ASSESSMENT_MASTERY_CHALLENGE,
	ASSESSMENT_REVIEW,
	ASSESSMENT_KINDS
};
/* "diagnostic", "quiz", "unit_test", "course_challenge", "mastery_challenge", "review" */
extern const char *const assessment_names[ASSESSMENT_KINDS];

enum item_result { ITEM_OPEN, ITEM_RIGHT, ITEM_WRONG, ITEM_WRONG_FORM };

struct assessment_item {
	uint16_t skill, family; /* indices */
	uint8_t level;          /* 1..3 */
	uint8_t result;         /* enum item_result */
	uint8_t before, after;  /* enum level of the skill, around the answer */
	uint32_t number;        /* of the family's sequence at that level */
};

/* Items are fixed when it starts; those of a diagnostic one by one, as they are asked. */
struct assessment {
	uint32_t id; /* 1, 2, ... of this learner; 0: unused */
	uint8_t kind;
	bool over;
	int64_t started, ended;
	uint16_t count, done; /* items fixed, items answered; the next is items[done] */
	struct skill_set scope;
	struct assessment_item items[ASSESSMENT_ITEMS];
	uint8_t before[SKILLS_MAX], after[SKILLS_MAX]; /* levels at its start and, when over, at its end */
};

enum choice_kind {
	CHOICE_ITEM,
	CHOICE_NOTHING, /* nothing is due before `at` */
	CHOICE_OVER,    /* the assessment that was asked for is over: see learner_assessment() */
	CHOICE_REFUSED, /* there is no such assessment, or the goal names nothing */
};

/* What comes next, and why. */
struct choice {
	uint8_t kind;
	uint16_t skill, family; /* indices */
	uint8_t level;          /* 1..3 */
	uint32_t number; /* of the family's sequence at that level; the worker may have to take a later one */
	uint32_t assessment; /* 0: practice */
	bool review;         /* counts as one in the rhythm of practice */
	struct reason reason;
	int64_t at; /* CHOICE_NOTHING: when to come back; 0: never, all is done */
	/* misconceptions (keys) that the item should tell apart, if it can; 0: none */
	uint32_t separate[2];
};

struct learner {
	uint64_t seed; /* of the order of its items */
	int64_t now;   /* of the latest evidence */
	char goal[GOAL_BYTES];
	double ability[ABILITIES]; /* weights, sum 1 */
	struct learner_skill skills[SKILLS_MAX];
	struct learner_misconception misconceptions[LEARNER_MISCONCEPTIONS];
	struct learner_seen seen[LEARNER_SEEN];
	/* placement, while a diagnostic is open: log likelihood ratios and questions asked */
	double placement[SKILLS_MAX];
	uint8_t asked[SKILLS_MAX];
	struct assessment assessments[LEARNER_ASSESSMENTS];
	uint32_t assessments_started;
	int64_t challenged_at; /* the last mastery challenge's start; 0: none */
	/* practice */
	uint16_t current;       /* the skill in hand; SKILL_NONE */
	uint16_t destination;   /* the skill for whose sake it is repaired; SKILL_NONE */
	uint8_t new_items;      /* since the last review */
	bool probed;            /* a prerequisite was probed after the last six attempts */
	uint32_t doubted[2];    /* misconceptions (keys) that the last wrong answer left open */
	uint16_t doubted_skill; /* the prerequisite of the most likely one; SKILL_NONE */
	/* what was issued and not yet answered */
	bool pending, pending_hinted, pending_solved;
	struct choice issued;
};

/* A learner of whom nothing is known. `seed` decides the order of items: a hash of the learner's id. */
void learner_init(struct learner *learner, uint64_t seed);

/* --- evidence --- */
enum evidence_kind {
	EVIDENCE_SETTINGS = 1,
	EVIDENCE_ISSUED,
	EVIDENCE_HINT,
	EVIDENCE_SOLUTION,
	EVIDENCE_ATTEMPT,
	EVIDENCE_ASSESSMENT, /* one was started */
	EVIDENCE_KINDS
};

enum answer_outcome {
	ANSWER_RIGHT,
	ANSWER_WRONG,
	ANSWER_WRONG_FORM,
	ANSWER_SKIPPED, /* "I don't know" */
	ANSWER_NOTHING, /* unreadable or undecided: changes nothing, and the item stays open */
	ANSWER_OUTCOMES
};

/* A prerequisite to which the diagnosis traces a wrong answer, with its probability. */
struct label {
	uint16_t skill;
	double probability; /* of all labels together at most 1 */
};

/* A misconception that this item could have shown: the probability that the answer came from it. */
struct sighting {
	uint32_t misconception; /* key */
	double probability;     /* 0: the learner did otherwise */
};

struct attempt {
	uint16_t skill, family; /* indices; family FAMILY_NONE: the course has it no longer */
	uint8_t level;          /* 1..3 */
	uint8_t outcome;        /* enum answer_outcome */
	uint32_t number;        /* of the family's sequence at that level */
	uint32_t assessment;    /* 0: practice */
	unsigned choices;       /* answers to choose from; 0: open */
	bool hinted;            /* a hint was taken */
	bool retry;             /* the item was submitted before, or its solution shown: nothing rises */
	uint16_t form_skill;    /* ANSWER_WRONG_FORM: the skill of the form asked; SKILL_NONE: the target */
	struct skill_set components; /* empty: as the course says of the family's level */
	size_t label_count;
	struct label labels[ATTEMPT_LABELS]; /* each skill once */
	size_t sighting_count;
	struct sighting sightings[ATTEMPT_SIGHTINGS];
};

struct settings {
	bool has_goal, has_assumed;
	char goal[GOAL_BYTES];    /* course_scope() knows it; "" the whole course */
	struct skill_set assumed; /* taken as inferred proficient where nothing was learnt yet */
};

struct evidence {
	uint8_t kind;
	int64_t at;
	union {
		struct settings settings;
		struct choice issued;
		struct attempt attempt;
		struct assessment assessment; /* as assessment_plan() made it */
	};
};

struct level_change {
	uint16_t skill;
	uint8_t before, after; /* enum level */
};
struct outcome {
	size_t change_count;
	struct level_change changes[SKILLS_MAX]; /* by skill */
	bool counted;                            /* it moved the model (not ANSWER_NOTHING) */
	uint32_t assessment;                     /* the one that this answer ended; 0: none */
};

/* Scratch memory of the placement network, some MiB: made once for a thread. NULL when memory is out. */
struct workspace;
struct workspace *workspace_new(const struct course *course);
void workspace_free(struct workspace *work); /* NULL is allowed */

/*
 * Applies one piece of evidence. 0, or -EINVAL when it names what the course does not have or numbers are out
 * of range (then nothing has changed). `ret_outcome` may be NULL.
 */
int learner_apply(const struct course *course, struct workspace *work, struct learner *learner,
    const struct evidence *evidence, struct outcome *ret_outcome);

/* The probability now: what was believed, less what was forgotten since (mastery.md, section 3). */
double learner_belief(const struct learner_skill *skill, int64_t now);
/* When the review of a skill is due; INT64_MAX: it has no card, or is below proficient. */
int64_t learner_due(const struct learner_skill *skill);
/* More than ten opportunities and never three right in a row (Beck & Gong 2013, "wheel-spinning"). */
bool learner_is_stuck(const struct learner_skill *skill);
/* Log-odds of a misconception now, halved every 30 days; 0 when nothing is known of it. */
double learner_log_odds(const struct learner *learner, uint32_t misconception, int64_t now);

/* An open or finished assessment by its id; NULL when it is not (or no longer) known. */
const struct assessment *learner_assessment(const struct learner *learner, uint32_t id);

#endif

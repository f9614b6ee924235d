/*
 * What the parts of the linter share. A *walk* is one family on its way through the linter; a *finding* is
 * one fault, however many items have it: the one that is told is of the lowest place, so that the words are
 * the same however the work was spread.
 */
#ifndef GENERATORS_LINT_PARTS_H
#define GENERATORS_LINT_PARTS_H

#include "generators/engine/lint.h"
#include "generators/engine/make.h"
#include "generators/engine/permutation.h"

#include "checker/algebra/text.h"
#include "checker/check.h"

#include <pthread.h>
#include <stdatomic.h>

enum { LINT_FINDINGS = 100, LINT_BELIEFS = 128, LINT_SMALL_LEVEL = 20 };

struct finding {
	enum lint_check check;
	struct place at;
	const char *detail; /* tells findings of one check and place apart: constant or of the content */
	uint64_t place;     /* of the item that the message is about */
	uint64_t count;     /* items */
	char *message;
};

/* What is kept of a walked item. Hashes of 64 bits: of a million items two would meet once in 10^7 runs. */
struct fact {
	uint64_t prompt;  /* its text, and the options of a choice */
	uint64_t meaning; /* ask and answer; 0: the answer is not settled by `ask` alone */
	uint64_t key;
	uint64_t tuple;
	uint8_t level; /* 0: this place was a hole */
	uint8_t variant;
	bool gives_away; /* the prompt holds the key beside the ask */
};

/* The places of one level that are walked. */
struct segment {
	int level;
	uint64_t size, first, count; /* of the level; where its facts begin; how many */
	bool sampled;
	struct permutation order; /* of the sample */
};

enum walk_mode { WALK_NOT, WALK_FACTS, WALK_WHOLE };

struct walk {
	const struct family *family;
	enum walk_mode mode;
	bool prove; /* as in lint_options */
	struct segment segments[LEVELS];
	uint64_t places; /* of all segments */
	struct fact *facts;
	const char *beliefs[LINT_BELIEFS];
	size_t belief_count;
	atomic_uint_fast64_t items[LINT_BELIEFS], blind[LINT_BELIEFS];
	atomic_uint_fast64_t proved, told; /* items that were held to `separates`; those that kept it */
	pthread_mutex_t lock;              /* of what follows */
	uint64_t shown[LINT_BELIEFS], compared, apart;
	struct confusion *confusions;
	size_t confusion_count, confusion_room;
	struct finding *findings;
	size_t finding_count;
	bool out_of_memory;
};

/* One thread's hands, and the item in them. */
struct hand {
	const struct content *content;
	struct arena *arena;
	struct walk *walk;
	uint64_t solutions, compared; /* as in lint_options */
	uint64_t place;               /* UINT64_MAX: no walked item but the family itself */
	uint64_t tuple;
	int level;
	struct item *item;
	const struct variant *variant;
	struct question *question;
	uint64_t judged;
	bool to_prove;   /* the item in hand is held to what is separated */
	bool to_solve;   /* the item in hand must have a worked solution */
	bool to_compare; /* its misconceptions are compared */
};

void lint_find(struct hand *hand, enum lint_check check, struct place at, const char *detail,
    const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Parameters for a message: "b=2 n=3" */
const char *lint_parameters(struct arena *arena, const struct item *item);
uint64_t lint_hash(uint64_t seed, const char *text, size_t length);
/* How the question of the item in hand judges an answer; `comma`: typed where a comma is the decimal sign. */
enum verdict_kind lint_judge(struct hand *hand, const char *answer, bool comma);

/* What is wrong with the family whatever the item (lint_family.c). */
void lint_family(struct hand *hand);
/* The family's own tests (lint_tests.c). */
void lint_tests(struct hand *hand);
/* The item in hand (lint_item.c); fills *ret_fact. With WALK_FACTS only that. */
void lint_item(struct hand *hand, struct fact *ret_fact);
/* Why the item in hand could not be made, where it was to show a worked solution; false: that was not why. */
bool lint_worked_missing(struct hand *hand);
/* The worked solution of the item in hand: each line proved, the wrong one refuted (lint_worked.c). */
void lint_worked(struct hand *hand);
/* The key in hand in every other notation (lint_notations.c). */
void lint_notations(struct hand *hand);
/*
 * Does the item in hand, whose question is parsed, tell apart what its family separates, and all else
 * (lint_confusion.c)?
 */
void lint_separated(struct hand *hand);
void lint_confusion(struct hand *hand);
void lint_confusions(struct hand *hand, struct lint_row *row);
/* What is known once all items were walked (lint_facts.c). Sorts a walk's facts. */
void lint_facts(struct hand *hand, struct lint_row *ret_row);
void lint_skill(struct hand *hand, struct walk *const *walks, size_t count);

#endif

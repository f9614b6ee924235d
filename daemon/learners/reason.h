/*
 * Why an item comes next, as a code with its arguments, and its words in each locale. The words look forward:
 * nothing a learner reads is a verdict on the person.
 */
#ifndef DAEMON_REASON_H
#define DAEMON_REASON_H

#include "daemon/learners/course.h"

/* The code, and the name that goes over the wire. */
#define REASON_TABLE(X)                                                                                      \
	X(NEW_SKILL, "new_skill")                                                                            \
	X(PRACTISE, "practise")                                                                              \
	X(CONFIRM, "confirm")                                                                                \
	X(REVIEW, "review")                                                                                  \
	X(REPAIR, "repair")                                                                                  \
	X(REPAIR_BELIEF, "repair_belief")                                                                    \
	X(PROBE, "probe")                                                                                    \
	X(SETTLE, "settle")                                                                                  \
	X(RETURN, "return")                                                                                  \
	X(FIRST, "first")                                                                                    \
	X(AHEAD, "ahead")                                                                                    \
	X(DELAYED, "delayed")                                                                                \
	X(PLACEMENT, "placement")                                                                            \
	X(ASSESSMENT, "assessment")                                                                          \
	X(COME_BACK, "come_back")                                                                            \
	X(ALL_DONE, "all_done")                                                                              \
	X(OVER, "over")

enum reason_code {
#define X(code, name) REASON_##code,
	REASON_TABLE(X)
#undef X
	    REASONS
};
extern const char *const reason_names[REASONS];

struct reason {
	uint8_t code;           /* enum reason_code */
	uint16_t skill;         /* the skill it is about; SKILL_NONE */
	uint16_t other;         /* the skill for whose sake, or that is still open; SKILL_NONE */
	uint32_t misconception; /* key; 0: none */
	uint16_t done, count;   /* of an assessment: which item of how many */
};

/*
 * Writes the sentence, NUL-terminated, cut at a character's end if it is longer than `size` - 1 bytes. Gives
 * its length.
 */
size_t reason_write(
    const struct course *course, const struct reason *reason, enum locale locale, char *text, size_t size);

#endif

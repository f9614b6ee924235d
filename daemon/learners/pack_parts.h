/*
 * What states and evidence both hold, packed. Private to daemon/learners.
 */
#ifndef DAEMON_PACK_PARTS_H
#define DAEMON_PACK_PARTS_H

#include "daemon/learners/bytes.h"
#include "daemon/learners/learner.h"

/* A skill by its key; SKILL_NONE is 0, and so is one that the course has no longer when it is read. */
void pack_skill_key(struct writer *out, const struct course *course, uint16_t skill);
uint16_t unpack_skill_key(struct reader *in, const struct course *course);
void pack_family_key(struct writer *out, const struct course *course, uint16_t family);
uint16_t unpack_family_key(struct reader *in, const struct course *course);
void pack_skill_set(struct writer *out, const struct course *course, const struct skill_set *skills);
void unpack_skill_set(struct reader *in, const struct course *course, struct skill_set *ret_skills);

void pack_choice(struct writer *out, const struct course *course, const struct choice *choice);
void unpack_choice(struct reader *in, const struct course *course, struct choice *ret_choice);
/* Items whose skill is gone are left out. */
void pack_assessment(struct writer *out, const struct course *course, const struct assessment *assessment);
void unpack_assessment(struct reader *in, const struct course *course, struct assessment *ret_assessment);

#endif

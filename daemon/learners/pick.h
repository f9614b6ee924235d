/*
 * Which item of a skill: the family used least, at the hardest level that is still likely to come out right.
 * Private to daemon/learners.
 */
#ifndef DAEMON_PICK_H
#define DAEMON_PICK_H

#include "daemon/learners/choose.h"

#define PICK_EXPECTED .75 /* the hardest level whose items come out right with this probability */

/* Has the skill any items? */
bool pick_has_items(const struct course *course, size_t skill);
/*
 * Fills skill, family, level and number of the choice. `level` 0: by expectation; else that level, or the
 * nearest one that has items. `plan` (may be NULL) holds items taken already. False when there are none.
 */
bool pick_item(const struct course *course, const struct learner *learner, size_t skill, int level,
    const struct assessment *plan, int64_t now, struct choice *ret_choice);

#endif

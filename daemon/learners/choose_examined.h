/*
 * What comes next inside an assessment. Private to daemon/learners.
 */
#ifndef DAEMON_CHOOSE_EXAMINED_H
#define DAEMON_CHOOSE_EXAMINED_H

#include "daemon/learners/choose.h"

/* `choice` has no skill and no family yet. */
void choose_examined(const struct course *course, struct workspace *work, const struct learner *learner,
    uint32_t id, int64_t now, struct choice *choice);

#endif

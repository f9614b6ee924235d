/*
 * What the items of each family and level ask for besides their own skill, told by their worked solutions:
 * the ancestors whose laws they use. Part of course_new().
 */
#ifndef DAEMON_COURSE_ITEMS_H
#define DAEMON_COURSE_ITEMS_H

#include "daemon/learners/course.h"

/* Fills in components and choices of all families. 0 or -ENOMEM. An item without a solution adds none. */
int course_measure_items(struct course *course);

/* Fills them in from what course_put_measures() gave; false, with nothing changed: it is of another form. */
bool course_take_measures(struct course *course, const uint8_t *bytes, size_t length);

#endif

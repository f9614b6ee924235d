/*
 * What several commands do first: load content and keys and say on stderr what is wrong with them. Main
 * thread.
 */
#ifndef DAEMON_START_H
#define DAEMON_START_H

#include "daemon/commands/options.h"
#include "daemon/learners/course.h"
#include "daemon/wire/keyring.h"
#include "generators/engine/engine.h"

/*
 * Content of the folder; NULL: what is built in; and the family of one file more, if any. Gives EXIT_DONE, or
 * EXIT_COULD_NOT_RUN after every fault was printed.
 */
int start_content(
    const struct command *command, const char *folder, const char *family_file, struct content **ret_content);
/* Where the daemon keeps its state when nothing else is said. */
#define START_STATE "./state"
/*
 * Keys of a state folder (NULL: START_STATE), made when missing if `create`. Same results; but where no
 * folder was named, a missing file is no fault and gives no keys.
 */
int start_keys(const struct command *command, const char *folder, bool create, struct keyring **ret_keys);
/*
 * The course of loaded content. What takes a second to measure is kept in the state folder. Same results.
 */
int start_course(const struct command *command, const struct content *content, const char *state,
    struct course **ret_course);
/* Where learners are kept: `store`, or NULL: in the state folder. */
void start_store(const char *state, const char *store, char *ret_location, size_t size);
/* "masteryd NAME: <message>" to stderr; gives EXIT_COULD_NOT_RUN. */
int start_fault(const struct command *command, const char *message);
/* The index of a locale's name; -1 after the fault was printed. NULL: English. */
int start_locale(const struct command *command, const char *name);
/* Flushes stdout. Gives EXIT_DONE, or EXIT_COULD_NOT_RUN when not all could be written. */
int start_flush(const struct command *command);

#endif

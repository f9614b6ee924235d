/*
 * The commands of masteryd: one line here, one file commands/<name>.c that defines `command_<name>`
 * (options.h says what stands in it). The order is the order of `masteryd --help`.
 */
#ifndef DAEMON_COMMANDS_H
#define DAEMON_COMMANDS_H

#include "daemon/commands/options.h"

#define COMMAND_TABLE(X)                                                                                     \
	X(serve)                                                                                             \
	X(worker)                                                                                            \
	X(ledger)                                                                                            \
	X(practice)                                                                                          \
	X(report)                                                                                            \
	X(forget)                                                                                            \
	X(store)                                                                                             \
	X(export)                                                                                            \
	X(call)                                                                                              \
	X(generate)                                                                                          \
	X(grade)                                                                                             \
	X(catalog)                                                                                           \
	X(lint)                                                                                              \
	X(preview)                                                                                           \
	X(solve)                                                                                             \
	X(unexplained)                                                                                       \
	X(simulate)                                                                                          \
	X(keygen)                                                                                            \
	X(bench)

#define X(name) extern const struct command command_##name;
COMMAND_TABLE(X)
#undef X

#endif

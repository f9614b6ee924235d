/* masteryd: finds the command by its name and hands over. What a command is stands in commands/<name>.c. */
#include "daemon/commands/commands.h"
#include "daemon/version.h"

#include <string.h>

static const struct command *const commands[] = {
#define X(name) &command_##name,
    COMMAND_TABLE(X)
#undef X
};
enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]), NAME_COLUMN = 12 };

static void print_help(FILE *out)
{
	fprintf(out, "masteryd COMMAND [options]\n\n"
	             "Fresh items, exact marking and the reason behind a wrong answer, over a socket.\n\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		fprintf(out, "  %-*s %s\n", NAME_COLUMN, commands[i]->name, commands[i]->summary);
	}
	fprintf(out, "\n  --help       this text; `masteryd COMMAND --help` says more\n"
	             "  --version    the version of the program and of its protocol\n\n"
	             "Exit status: 0 done, 1 the work found faults, 2 wrong usage, 3 could not run.\n");
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
		print_help(stdout);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("masteryd %s, protocol %d\n", MASTERYD_VERSION, MASTERYD_PROTOCOL);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (strcmp(argv[1], commands[i]->name) == 0) {
			return commands[i]->run(commands[i], argc - 2, argv + 2);
		}
	}
	fprintf(stderr, "masteryd: there is no command `%s`; `masteryd --help` lists them\n", argv[1]);
	return EXIT_USAGE;
}

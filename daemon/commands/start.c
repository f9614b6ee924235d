#include "daemon/commands/start.h"

#include <errno.h>
#include <string.h>

int start_fault(const struct command *command, const char *message)
{
	fprintf(stderr, "masteryd %s: %s\n", command->name, message);
	return EXIT_COULD_NOT_RUN;
}

static void print_fault(void *context, const struct content_fault *fault)
{
	(void)context;
	if (fault->line) {
		fprintf(stderr, "%s:%d:%d: %s\n", fault->file, fault->line, fault->column, fault->message);
	} else {
		fprintf(stderr, "%s: %s\n", fault->file, fault->message);
	}
}

int start_content(
    const struct command *command, const char *folder, const char *family_file, struct content **ret_content)
{
	int result = content_load_with(folder, family_file, print_fault, NULL, ret_content);
	if (result == 0) {
		return EXIT_DONE;
	}
	const char *what = family_file ? family_file : folder ? folder : "the built-in content";
	fprintf(stderr, "masteryd %s: %s: %s\n", command->name, what,
	    result == -1 ? "has faults" : strerror(-result));
	return EXIT_COULD_NOT_RUN;
}

int start_keys(const struct command *command, const char *folder, bool create, struct keyring **ret_keys)
{
	char why[KEYRING_WHY_BYTES];
	int result = keyring_load(folder ? folder : START_STATE, create, ret_keys, why);
	if (result == -ENOENT && !folder) {
		*ret_keys = NULL;
		return EXIT_DONE;
	}
	return result == 0 ? EXIT_DONE : start_fault(command, why);
}

int start_locale(const struct command *command, const char *name)
{
	for (int i = 0; name && i < LOCALES; i++) {
		if (strcmp(locale_names[i], name) == 0) {
			return i;
		}
	}
	if (name) {
		options_fault(command, "--locale is en or es, not `%s`", name);
	}
	return name ? -1 : LOCALE_EN;
}

int start_flush(const struct command *command)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		return start_fault(command, "the output could not be written");
	}
	return EXIT_DONE;
}

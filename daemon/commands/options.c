#include "daemon/commands/options.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { HELP_COLUMN = 28 };

int options_fault(const struct command *command, const char *format, ...)
{
	va_list rest;
	fprintf(stderr, "masteryd %s: ", command->name);
	va_start(rest, format);
	vfprintf(stderr, format, rest);
	va_end(rest);
	fprintf(stderr, "\n");
	return EXIT_USAGE;
}

void options_help(const struct command *command, FILE *out)
{
	fprintf(out, "masteryd %s%s%s%s\n\n%s\n\n", command->name, command->option_count ? " [options]" : "",
	    command->arguments ? " " : "", command->arguments ? command->arguments : "", command->summary);
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_row *row = &command->options[i];
		int width = fprintf(
		    out, "  --%s%s%s", row->name, row->value ? " " : "", row->value ? row->value : "");
		fprintf(out, "%*s%s\n", width < HELP_COLUMN ? HELP_COLUMN - width : 1, "", row->summary);
	}
	fprintf(out, "  --help%*sthis text\n", HELP_COLUMN - 8, "");
	if (command->notes) {
		fprintf(out, "\n%s", command->notes);
	}
}

static const struct option_row *row_find(const struct command *command, const char *name, size_t length)
{
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_row *row = &command->options[i];
		if (strlen(row->name) == length && memcmp(row->name, name, length) == 0) {
			return row;
		}
	}
	return NULL;
}

static bool store_integer(
    const struct command *command, const struct option_row *row, const char *text, void *field)
{
	char *end;
	errno = 0;
	int64_t value = strtoll(text, &end, 10);
	bool any = row->minimum == 0 && row->maximum == 0;
	if (errno || end == text || *end || (!any && (value < row->minimum || value > row->maximum))) {
		if (any) {
			options_fault(command, "--%s takes a whole number, not `%s`", row->name, text);
		} else {
			options_fault(command,
			    "--%s takes a whole number from %" PRId64 " to %" PRId64 ", not `%s`", row->name,
			    row->minimum, row->maximum, text);
		}
		return false;
	}
	*(int64_t *)field = value;
	return true;
}

static bool store_unsigned(
    const struct command *command, const struct option_row *row, const char *text, void *field)
{
	char *end;
	errno = 0;
	uint64_t value = strtoull(text, &end, 10);
	/* strtoull reads "-1" as a huge number: only digits are a number here. */
	if (errno || *text < '0' || *text > '9' || *end) {
		options_fault(command, "--%s takes a whole number from 0 up, not `%s`", row->name, text);
		return false;
	}
	*(uint64_t *)field = value;
	return true;
}

static bool store(const struct command *command, const struct option_row *row, const char *text, void *values)
{
	void *field = (char *)values + row->offset;
	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)field = true;
		return true;
	case OPTION_TEXT:
		*(const char **)field = text;
		return true;
	case OPTION_INTEGER:
		return store_integer(command, row, text, field);
	case OPTION_UNSIGNED:
		return store_unsigned(command, row, text, field);
	}
	return false;
}

/* Reads the option at argv[*index], steps over its value. */
static bool parse_option(const struct command *command, int argc, char **argv, int *index, void *values)
{
	const char *name = argv[*index] + 2;
	const char *equals = strchr(name, '=');
	size_t length = equals ? (size_t)(equals - name) : strlen(name);
	const struct option_row *row = row_find(command, name, length);
	if (!row || argv[*index][1] != '-') {
		options_fault(command, "there is no option `%s`; `masteryd %s --help` lists them",
		    argv[*index], command->name);
		return false;
	}
	const char *text = equals ? equals + 1 : NULL;
	if (row->kind == OPTION_FLAG) {
		if (text) {
			options_fault(command, "--%s takes no value", row->name);
			return false;
		}
		return store(command, row, "", values);
	}
	if (!text) {
		if (*index + 1 >= argc) {
			options_fault(command, "--%s needs a value (%s)", row->name, row->value);
			return false;
		}
		text = argv[++*index];
	}
	return store(command, row, text, values);
}

bool options_parse(const struct command *command, int argc, char **argv, void *values,
    struct arguments *ret_arguments, int *ret_exit)
{
	int kept = 0;
	bool options_over = false;
	for (int i = 0; i < argc; i++) {
		bool is_option = !options_over && argv[i][0] == '-' && argv[i][1] != '\0';
		if (is_option && strcmp(argv[i], "--") == 0) {
			options_over = true;
		} else if (is_option && strcmp(argv[i], "--help") == 0) {
			options_help(command, stdout);
			*ret_exit = EXIT_DONE;
			return false;
		} else if (is_option) {
			if (!parse_option(command, argc, argv, &i, values)) {
				*ret_exit = EXIT_USAGE;
				return false;
			}
		} else {
			argv[kept++] = argv[i];
		}
	}
	int maximum = command->arguments ? command->arguments_maximum : 0;
	if (kept < command->arguments_minimum || kept > maximum) {
		*ret_exit = kept > maximum ? options_fault(command, "unexpected argument `%s`", argv[maximum])
		                           : options_fault(command, "it needs %s", command->arguments);
		return false;
	}
	*ret_arguments = (struct arguments){argv, kept};
	return true;
}

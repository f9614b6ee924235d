#include "daemon/commands/start.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { START_PATH = 4096, MEASURES_MAX = 1024 * 1024 };

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

/* The file of a state folder that keeps what was measured of a content of one's own: its version, then the
 * measures. */
static bool measures_path(const char *state, char path[START_PATH])
{
	int length = snprintf(path, START_PATH, "%s/course.measures", state);
	return length > 0 && length < START_PATH;
}

/* NULL: there are none of this content. The caller frees it. */
static uint8_t *read_measures(const char *state, const struct content *content, size_t *ret_length)
{
	char path[START_PATH];
	const char *version = content_version(content);
	size_t head = strlen(version);
	FILE *file = measures_path(state, path) ? fopen(path, "rb") : NULL;
	uint8_t *bytes = file ? malloc(MEASURES_MAX) : NULL;
	size_t length = bytes ? fread(bytes, 1, MEASURES_MAX, file) : 0;
	if (file) {
		fclose(file);
	}
	if (length <= head || memcmp(bytes, version, head) != 0) {
		free(bytes);
		return NULL;
	}
	memmove(bytes, bytes + head, length - head);
	*ret_length = length - head;
	return bytes;
}

/* Only to start sooner next time: what cannot be written is measured again. */
static void write_measures(const char *state, const struct content *content, const struct course *course)
{
	char path[START_PATH], draft[START_PATH + 8];
	size_t size = course_measures_size(course);
	uint8_t *bytes = measures_path(state, path) ? malloc(size) : NULL;
	snprintf(draft, sizeof(draft), "%s.new", path);
	FILE *file = bytes ? fopen(draft, "wb") : NULL;
	if (file) {
		course_put_measures(course, bytes);
		bool written =
		    fputs(content_version(content), file) >= 0 && fwrite(bytes, 1, size, file) == size;
		if (fclose(file) == 0 && written) {
			(void)rename(draft, path);
		}
	}
	free(bytes);
}

int start_course(const struct command *command, const struct content *content, const char *state,
    struct course **ret_course)
{
	const char *fault = "memory is out";
	size_t length = 0;
	const uint8_t *built_in = course_built_in_measures(content, &length);
	uint8_t *kept = built_in ? NULL : read_measures(state, content, &length);
	int result = course_new_measured(content, built_in ? built_in : kept, length, ret_course, &fault);
	bool measured = !built_in && !kept;
	free(kept);
	if (result < 0) {
		return start_fault(command, fault);
	}
	if (measured) {
		write_measures(state, content, *ret_course);
	}
	return EXIT_DONE;
}

void start_store(const char *state, const char *store, char *ret_location, size_t size)
{
	if (store) {
		snprintf(ret_location, size, "%s", store);
	} else {
		snprintf(ret_location, size, "%s/learners.db", state);
	}
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

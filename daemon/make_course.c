/* make_course FILE: measures the items of the built-in content's families (course.h). Part of the build only.
 */
#include "daemon/learners/course.h"

#include <stdio.h>
#include <stdlib.h>

static int write_measures(const struct content *content, const struct course *course, FILE *out)
{
	size_t size = course_measures_size(course);
	uint8_t *bytes = malloc(size + 1);
	if (!bytes) {
		return -1;
	}
	course_put_measures(course, bytes);
	bool written = fputs(content_version(content), out) >= 0 && fwrite(bytes, 1, size, out) == size;
	free(bytes);
	return written ? 0 : -1;
}

int main(int argc, char **argv)
{
	struct content *content;
	struct course *course;
	const char *fault = "memory is out";
	if (argc != 2) {
		fprintf(stderr, "usage: make_course FILE\n");
		return 2;
	}
	if (content_load(NULL, NULL, NULL, &content) != 0) {
		return 1;
	}
	if (course_new(content, &course, &fault) < 0) {
		fprintf(stderr, "make_course: %s\n", fault);
		content_free(content);
		return 1;
	}
	FILE *out = fopen(argv[1], "wbe");
	int error = out ? write_measures(content, course, out) : -1;
	if (out && fclose(out) != 0) {
		error = -1;
	}
	if (error) {
		fprintf(stderr, "make_course: %s cannot be written\n", argv[1]);
	}
	course_free(course);
	content_free(content);
	return error ? 1 : 0;
}

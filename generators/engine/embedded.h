/* The content files that were built into the program; the table is made by generators/CMakeLists.txt. */
#ifndef GENERATORS_EMBEDDED_H
#define GENERATORS_EMBEDDED_H

#include <stddef.h>

struct embedded_file {
	const char *path; /* below generators/: "skills.yaml", "logarithms/log-evaluate.yaml" */
	const char *start, *end;
};
extern const struct embedded_file embedded_files[];
extern const size_t embedded_file_count;

#endif

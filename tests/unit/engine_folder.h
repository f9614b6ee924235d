/*
 * A content folder for one test: a small skill graph, two beliefs, and the family files that the test writes.
 * Made in the system's folder for such things and removed again. Test code only.
 */
#ifndef TESTS_ENGINE_FOLDER_H
#define TESTS_ENGINE_FOLDER_H

#include "generators/engine/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_PATH = 64, FOLDER_FILES = 8, FOLDER_MESSAGE = 512 };

struct folder {
	char path[FOLDER_PATH];
	char files[FOLDER_FILES][FOLDER_PATH * 2];
	size_t count;
	/* what the last load reported first */
	char message[FOLDER_MESSAGE];
	char file[FOLDER_PATH];
	int line, column;
	size_t faults;
};

static const char folder_skills[] = "- skill: negexp-evaluate\n"
                                    "  title: Negative exponents\n"
                                    "  unit: negative-exponents\n"
                                    "  seed_unit: negative-exponents\n"
                                    "  prerequisites: [exp-evaluate]\n"
                                    "  learner: I can.\n"
                                    "- skill: exp-evaluate\n"
                                    "  title: Powers\n"
                                    "  unit: basic-exponents\n"
                                    "  seed_unit: basic-exponents\n"
                                    "  prerequisites: []\n"
                                    "  learner: I can.\n";
static const char folder_misconceptions[] = "- misconception: negexp-sign-ignored\n"
                                            "  unit: negative-exponents\n"
                                            "  prerequisite: negexp-evaluate\n"
                                            "  believes: Ignores the sign.\n"
                                            "- misconception: exp-multiply-base-by-exponent\n"
                                            "  unit: basic-exponents\n"
                                            "  prerequisite: exp-evaluate\n"
                                            "  believes: Multiplies.\n";

static inline void folder_write(struct folder *folder, const char *name, const char *text, size_t length)
{
	char path[FOLDER_PATH * 2];
	snprintf(path, sizeof path, "%s/%s", folder->path, name);
	memcpy(folder->files[folder->count++], path, sizeof path);
	FILE *file = fopen(path, "we");
	if (!file || fwrite(text, 1, length, file) != length || fclose(file) != 0)
		abort();
}

static inline void folder_make(struct folder *folder)
{
	char unit[FOLDER_PATH * 2];
	memset(folder, 0, sizeof *folder);
	strcpy(folder->path, "/tmp/masteryd-test-XXXXXX");
	if (!mkdtemp(folder->path))
		abort();
	snprintf(unit, sizeof unit, "%s/negative-exponents", folder->path);
	if (mkdir(unit, 0700) != 0)
		abort();
	folder_write(folder, "skills.yaml", folder_skills, strlen(folder_skills));
	folder_write(folder, "misconceptions.yaml", folder_misconceptions, strlen(folder_misconceptions));
}

static inline void folder_remove(struct folder *folder)
{
	char unit[FOLDER_PATH * 2];
	for (size_t i = 0; i < folder->count; i++)
		(void)unlink(folder->files[i]);
	snprintf(unit, sizeof unit, "%s/negative-exponents", folder->path);
	(void)rmdir(unit);
	(void)rmdir(folder->path);
}

static inline void folder_fault(void *context, const struct content_fault *fault)
{
	struct folder *folder = context;
	if (folder->faults++ > 0)
		return;
	snprintf(folder->message, sizeof folder->message, "%s", fault->message);
	snprintf(folder->file, sizeof folder->file, "%s", fault->file);
	folder->line = fault->line;
	folder->column = fault->column;
}

/* Loads the folder with one family file in it; NULL when there was a fault, which is then in `folder`. */
static inline struct content *folder_load(struct folder *folder, const char *family, size_t length)
{
	struct content *content = NULL;
	folder_make(folder);
	folder_write(folder, "negative-exponents/family.yaml", family, length);
	if (content_load(folder->path, folder_fault, folder, &content) != 0)
		content = NULL;
	folder_remove(folder);
	return content;
}

#endif

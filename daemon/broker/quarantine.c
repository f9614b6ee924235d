#include "daemon/broker/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { NAME_LENGTH = 32, HEAD_LENGTH = 160 };

/* The first name that is free, else that of the oldest file. */
static void choose_name(int folder, char name[NAME_LENGTH])
{
	struct timespec oldest = {INT64_MAX, 0};
	for (int i = 0; i < QUARANTINE_FILES; i++) {
		char candidate[NAME_LENGTH];
		struct stat status;
		snprintf(candidate, sizeof(candidate), "%02d.request", i);
		if (fstatat(folder, candidate, &status, AT_SYMLINK_NOFOLLOW) < 0) {
			memcpy(name, candidate, NAME_LENGTH);
			return;
		}
		struct timespec changed = status.st_mtim;
		if (changed.tv_sec < oldest.tv_sec ||
		    (changed.tv_sec == oldest.tv_sec && changed.tv_nsec < oldest.tv_nsec)) {
			oldest = changed;
			memcpy(name, candidate, NAME_LENGTH);
		}
	}
}

static int write_all(int file, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(file, bytes, length);
		if (written < 0 && errno != EINTR) {
			return -errno;
		}
		if (written > 0) {
			bytes += written;
			length -= (size_t)written;
		}
	}
	return 0;
}

int quarantine_keep(const char *state_folder, const char *operation, const void *text, size_t length)
{
	char path[4096];
	int needed = snprintf(path, sizeof(path), "%s/quarantine", state_folder);
	if (needed < 0 || (size_t)needed >= sizeof(path)) {
		return -ENAMETOOLONG;
	}
	if (mkdir(path, 0700) < 0 && errno != EEXIST) {
		return -errno;
	}
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0) {
		return -errno;
	}
	char name[NAME_LENGTH] = "";
	choose_name(folder, name);
	unlinkat(folder, name, 0);
	int file = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int result = file < 0 ? -errno : 0;
	close(folder);
	if (result < 0) {
		return result;
	}
	char head[HEAD_LENGTH];
	size_t kept = length < QUARANTINE_BYTES ? length : QUARANTINE_BYTES;
	int head_length = snprintf(head, sizeof(head), "operation=%s time=%lld length=%zu kept=%zu\n",
	    operation, (long long)time(NULL), length, kept);
	result = write_all(file, head, (size_t)head_length);
	if (result == 0) {
		result = write_all(file, text, kept);
	}
	close(file);
	return result;
}

#include "daemon/wire/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	LINE_BYTES = 2 * KEY_ID_BYTES + 1 + 2 * KEY_BYTES + 1, /* id, blank, key, newline */
	FILE_LIMIT = KEYRING_MAX * LINE_BYTES,
	PATH_BYTES = 4096,
	OTHERS = S_IRWXG | S_IRWXO,
};

struct keyring {
	size_t count;
	struct {
		uint8_t id[KEY_ID_BYTES];
		uint8_t key[KEY_BYTES];
	} rows[KEYRING_MAX];
};

static void close_fd(const int *fd)
{
	if (*fd >= 0) {
		close(*fd);
	}
}
#define CLEANUP_FD __attribute__((cleanup(close_fd)))

/* Locked, guarded pages, out of core dumps, wiped by keyring_free(). */
static struct keyring *keyring_new(void)
{
	struct keyring *keys = sodium_init() < 0 ? NULL : sodium_malloc(sizeof(*keys));
	if (keys) {
		memset(keys, 0, sizeof(*keys));
	}
	return keys;
}

void keyring_free(struct keyring *keys)
{
	sodium_free(keys);
}

/* Says why and passes the error on. */
static int why(char *ret_why, int error, const char *format, ...) __attribute__((format(printf, 3, 4)));
static int why(char *ret_why, int error, const char *format, ...)
{
	if (ret_why) {
		va_list rest;
		va_start(rest, format);
		vsnprintf(ret_why, KEYRING_WHY_BYTES, format, rest);
		va_end(rest);
	}
	return error;
}

static void key_checksum(const uint8_t key[KEY_BYTES], uint8_t ret_id[KEY_ID_BYTES])
{
	static const char purpose[] = "masteryd key id";
	uint8_t digest[crypto_generichash_BYTES_MIN];
	crypto_generichash(
	    digest, sizeof(digest), (const uint8_t *)purpose, sizeof(purpose) - 1, key, KEY_BYTES);
	memcpy(ret_id, digest, KEY_ID_BYTES);
}

static void key_new(struct keyring *keys)
{
	uint8_t *key = keys->rows[keys->count].key;
	randombytes_buf(key, KEY_BYTES);
	key_checksum(key, keys->rows[keys->count].id);
	keys->count++;
}

int keyring_random(struct keyring **ret_keys)
{
	struct keyring *keys = keyring_new();
	if (!keys) {
		return -ENOMEM;
	}
	key_new(keys);
	*ret_keys = keys;
	return 0;
}

static bool parse_line(struct keyring *keys, const char *line)
{
	uint8_t id[KEY_ID_BYTES];
	size_t row = keys->count;
	size_t got;
	const size_t id_text = KEY_ID_TEXT - 1;
	if (row == KEYRING_MAX || line[id_text] != ' ' || line[LINE_BYTES - 1] != '\n' ||
	    sodium_hex2bin(keys->rows[row].id, KEY_ID_BYTES, line, id_text, NULL, &got, NULL) != 0 ||
	    sodium_hex2bin(keys->rows[row].key, KEY_BYTES, line + KEY_ID_TEXT, (size_t)2 * KEY_BYTES, NULL,
	        &got, NULL) != 0) {
		return false;
	}
	key_checksum(keys->rows[row].key, id);
	keys->count++;
	return memcmp(id, keys->rows[row].id, KEY_ID_BYTES) == 0;
}

static int check_file(int fd, const char *path, char *ret_why)
{
	struct stat status;
	if (fstat(fd, &status) < 0) {
		return why(ret_why, -errno, "%s: %s", path, strerror(errno));
	}
	if (!S_ISREG(status.st_mode)) {
		return why(ret_why, -EINVAL, "%s is not a plain file", path);
	}
	if (status.st_mode & OTHERS) {
		return why(ret_why, -EACCES,
		    "%s holds secret keys, but others may read or write it; chmod 600 %s, and change the "
		    "keys if "
		    "somebody may have read them",
		    path, path);
	}
	if (status.st_size == 0 || status.st_size > FILE_LIMIT) {
		return why(ret_why, -EINVAL, "%s holds no keys, or more than %d", path, KEYRING_MAX);
	}
	return 0;
}

/* Reads the whole file into locked memory; *ret_length bytes. */
static int read_all(int fd, char *text, size_t *ret_length)
{
	size_t length = 0;
	ssize_t got;
	while ((got = read(fd, text + length, FILE_LIMIT - length)) != 0) {
		if (got < 0 && errno != EINTR) {
			return -errno;
		}
		length += got > 0 ? (size_t)got : 0;
	}
	*ret_length = length;
	return 0;
}

static int read_file(const char *path, struct keyring *keys, char *ret_why)
{
	CLEANUP_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		return why(ret_why, -errno, "%s: %s", path, strerror(errno));
	}
	int result = check_file(fd, path, ret_why);
	char *text = result < 0 ? NULL : sodium_malloc(FILE_LIMIT);
	if (!text) {
		return result < 0 ? result : -ENOMEM;
	}
	size_t length = 0;
	result = read_all(fd, text, &length);
	if (result < 0) {
		why(ret_why, result, "%s: %s", path, strerror(-result));
	}
	for (size_t at = 0; result == 0 && at < length; at += LINE_BYTES) {
		if (length - at < LINE_BYTES || !parse_line(keys, text + at)) {
			result = why(ret_why, -EINVAL, "%s:%zu: this line is not a key, or it is damaged",
			    path, at / LINE_BYTES + 1);
		}
	}
	sodium_free(text);
	return result;
}

static int write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t put = write(fd, text, length);
		if (put < 0 && errno != EINTR) {
			return -errno;
		}
		text += put > 0 ? put : 0;
		length -= put > 0 ? (size_t)put : 0;
	}
	return fsync(fd) < 0 ? -errno : 0;
}

/* All lines of the ring into a new file, on disk when it returns. */
static int write_file(const char *path, const struct keyring *keys)
{
	CLEANUP_FD int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	if (fd < 0) {
		return -errno;
	}
	char *text = sodium_malloc(FILE_LIMIT + 1);
	if (!text) {
		return -ENOMEM;
	}
	for (size_t i = 0; i < keys->count; i++) {
		char *line = text + i * LINE_BYTES;
		sodium_bin2hex(line, KEY_ID_TEXT, keys->rows[i].id, KEY_ID_BYTES);
		sodium_bin2hex(line + KEY_ID_TEXT, (size_t)2 * KEY_BYTES + 1, keys->rows[i].key, KEY_BYTES);
		line[KEY_ID_TEXT - 1] = ' ';
		line[LINE_BYTES - 1] = '\n';
	}
	int result = write_all(fd, text, keys->count * LINE_BYTES);
	sodium_free(text);
	return result;
}

/* So that a file's name is on disk too. */
static void sync_folder(const char *folder)
{
	CLEANUP_FD int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
	}
}

struct key_paths {
	char file[PATH_BYTES], fresh[PATH_BYTES];
};

static int make_paths(const char *folder, struct key_paths *ret_paths, char *ret_why)
{
	int file = snprintf(ret_paths->file, PATH_BYTES, "%s/keys", folder);
	int fresh = snprintf(ret_paths->fresh, PATH_BYTES, "%s/keys.new.%ld", folder, (long)getpid());
	if (file >= PATH_BYTES || fresh >= PATH_BYTES) {
		return why(ret_why, -ENAMETOOLONG, "the state folder has too long a name");
	}
	return 0;
}

/* Writes beside the file and moves into place: with `replace` over what is there, else only where nothing is.
 */
static int place_file(const char *folder, const struct key_paths *paths, const struct keyring *keys,
    bool replace, char *ret_why)
{
	unlink(paths->fresh);
	int result = write_file(paths->fresh, keys);
	if (result == 0) {
		int moved = replace ? rename(paths->fresh, paths->file) : link(paths->fresh, paths->file);
		result = moved < 0 ? -errno : 0;
	}
	unlink(paths->fresh);
	sync_folder(folder);
	return result < 0 ? why(ret_why, result, "%s: %s", paths->file, strerror(-result)) : 0;
}

static int create_file(const char *folder, const struct key_paths *paths, char *ret_why)
{
	if (mkdir(folder, S_IRWXU) < 0 && errno != EEXIST) {
		return why(ret_why, -errno, "%s: %s", folder, strerror(errno));
	}
	struct keyring *keys;
	int result = keyring_random(&keys);
	if (result < 0) {
		return result;
	}
	result = place_file(folder, paths, keys, false, ret_why);
	keyring_free(keys);
	return result == -EEXIST ? 0 : result; /* another process was first: its keys are as good */
}

int keyring_load(const char *folder, bool create, struct keyring **ret_keys, char *ret_why)
{
	struct key_paths paths;
	why(ret_why, 0, "memory is out");
	int result = make_paths(folder, &paths, ret_why);
	struct keyring *keys = result < 0 ? NULL : keyring_new();
	if (!keys) {
		return result < 0 ? result : -ENOMEM;
	}
	result = read_file(paths.file, keys, ret_why);
	if (result == -ENOENT && create) {
		result = create_file(folder, &paths, ret_why);
		result = result < 0 ? result : read_file(paths.file, keys, ret_why);
	}
	if (result < 0) {
		keyring_free(keys);
		return result;
	}
	sodium_mprotect_readonly(keys);
	*ret_keys = keys;
	return 0;
}

/* Changes the file by `change`, one process at a time. */
static int update(
    const char *folder, int (*change)(struct keyring *keys, char *id, char *ret_why), char *id, char *ret_why)
{
	struct key_paths paths;
	struct keyring *keys;
	CLEANUP_FD int lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0 || flock(lock, LOCK_EX) < 0) {
		return why(ret_why, -errno, "%s: %s", folder, strerror(errno));
	}
	int result = keyring_load(folder, false, &keys, ret_why);
	if (result < 0) {
		return result;
	}
	sodium_mprotect_readwrite(keys);
	result = make_paths(folder, &paths, ret_why);
	result = result < 0 ? result : change(keys, id, ret_why);
	result = result < 0 ? result : place_file(folder, &paths, keys, true, ret_why);
	keyring_free(keys);
	return result;
}

static int append_key(struct keyring *keys, char *id, char *ret_why)
{
	if (keys->count == KEYRING_MAX) {
		return why(
		    ret_why, -ENOSPC, "there are %d keys already; remove old lines first", KEYRING_MAX);
	}
	key_new(keys);
	sodium_bin2hex(id, KEY_ID_TEXT, keys->rows[keys->count - 1].id, KEY_ID_BYTES);
	return 0;
}

static int move_key(struct keyring *keys, char *id, char *ret_why)
{
	for (size_t i = 0; i < keys->count; i++) {
		char text[KEY_ID_TEXT];
		sodium_bin2hex(text, sizeof(text), keys->rows[i].id, KEY_ID_BYTES);
		if (strcmp(text, id) == 0) {
			struct keyring *row = keyring_new(); /* the spare row, in locked memory too */
			if (!row) {
				return -ENOMEM;
			}
			row->rows[0] = keys->rows[i];
			memmove(&keys->rows[1], &keys->rows[0], i * sizeof(keys->rows[0]));
			keys->rows[0] = row->rows[0];
			keyring_free(row);
			return 0;
		}
	}
	return why(ret_why, -ENOENT, "there is no key %s", id);
}

int keyring_append(const char *folder, char ret_id[KEY_ID_TEXT], char *ret_why)
{
	int result = update(folder, append_key, ret_id, ret_why);
	if (result != -ENOENT) {
		return result;
	}
	struct keyring *keys; /* there was no file: the key that is made with it is the new one */
	result = keyring_load(folder, true, &keys, ret_why);
	if (result == 0) {
		sodium_bin2hex(ret_id, KEY_ID_TEXT, keys->rows[0].id, KEY_ID_BYTES);
		keyring_free(keys);
	}
	return result;
}

int keyring_move_first(const char *folder, const char *id, char *ret_why)
{
	char wanted[KEY_ID_TEXT];
	snprintf(wanted, sizeof(wanted), "%s", id);
	if (strlen(id) != KEY_ID_TEXT - 1) {
		return why(ret_why, -ENOENT, "a key id has %d hex digits", KEY_ID_TEXT - 1);
	}
	return update(folder, move_key, wanted, ret_why);
}

size_t keyring_count(const struct keyring *keys)
{
	return keys->count;
}

const uint8_t *keyring_key(const struct keyring *keys, size_t index)
{
	return keys->rows[index].key;
}

const uint8_t *keyring_id(const struct keyring *keys, size_t index)
{
	return keys->rows[index].id;
}

const uint8_t *keyring_find(const struct keyring *keys, const uint8_t id[KEY_ID_BYTES])
{
	for (size_t i = 0; i < keys->count; i++) {
		if (memcmp(keys->rows[i].id, id, KEY_ID_BYTES) == 0) {
			return keys->rows[i].key;
		}
	}
	return NULL;
}

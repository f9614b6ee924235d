/* The key file: made once, for its owner only, rotated without losing a key. */
#include "daemon/wire/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { PATH_TEXT = 64 };

struct fixture {
	char folder[PATH_TEXT], file[2 * PATH_TEXT];
	char why[KEYRING_WHY_BYTES];
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	snprintf(fixture->folder, PATH_TEXT, "/tmp/masteryd-keys-XXXXXX");
	if (!mkdtemp(fixture->folder)) {
		return -1;
	}
	snprintf(fixture->file, sizeof(fixture->file), "%s/keys", fixture->folder);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	unlink(fixture->file);
	rmdir(fixture->folder);
	free(fixture);
	return 0;
}

static struct keyring *load(struct fixture *fixture, bool create)
{
	struct keyring *keys = NULL;
	assert_int_equal(keyring_load(fixture->folder, create, &keys, fixture->why), 0);
	return keys;
}

static void the_first_start_makes_a_file_for_its_owner(void **state)
{
	struct fixture *fixture = *state;
	struct keyring *keys = NULL;
	struct stat status;
	assert_int_equal(keyring_load(fixture->folder, false, &keys, fixture->why), -ENOENT);
	keys = load(fixture, true);
	assert_int_equal(keyring_count(keys), 1);
	assert_int_equal(stat(fixture->file, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	struct keyring *again = load(fixture, true);
	assert_memory_equal(keyring_key(keys, 0), keyring_key(again, 0), KEY_BYTES);
	keyring_free(keys);
	keyring_free(again);
}

static void a_file_open_to_others_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct keyring *keys = load(fixture, true);
	keyring_free(keys);
	static const mode_t modes[] = {0640, 0604, 0660, 0602, 0601};
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		assert_int_equal(chmod(fixture->file, modes[i]), 0);
		assert_int_equal(keyring_load(fixture->folder, true, &keys, fixture->why), -EACCES);
		assert_non_null(strstr(fixture->why, "chmod 600"));
	}
}

static void a_new_key_opens_at_once_and_seals_when_it_is_first(void **state)
{
	struct fixture *fixture = *state;
	char first[KEY_ID_TEXT], second[KEY_ID_TEXT];
	uint8_t old_key[KEY_BYTES], old_id[KEY_ID_BYTES];
	assert_int_equal(keyring_append(fixture->folder, first, fixture->why), 0);
	struct keyring *keys = load(fixture, false);
	assert_int_equal(keyring_count(keys), 1);
	memcpy(old_key, keyring_key(keys, 0), KEY_BYTES);
	memcpy(old_id, keyring_id(keys, 0), KEY_ID_BYTES);
	keyring_free(keys);
	assert_int_equal(keyring_append(fixture->folder, second, fixture->why), 0);
	assert_string_not_equal(first, second);
	keys = load(fixture, false);
	assert_int_equal(keyring_count(keys), 2);
	assert_memory_equal(keyring_key(keys, 0), old_key, KEY_BYTES);
	keyring_free(keys);
	assert_int_equal(keyring_move_first(fixture->folder, second, fixture->why), 0);
	keys = load(fixture, false);
	assert_int_equal(keyring_count(keys), 2);
	assert_memory_not_equal(keyring_key(keys, 0), old_key, KEY_BYTES);
	assert_memory_equal(keyring_find(keys, old_id), old_key, KEY_BYTES);
	keyring_free(keys);
	assert_int_equal(keyring_move_first(fixture->folder, "0000000000", fixture->why), -ENOENT);
	assert_int_equal(keyring_move_first(fixture->folder, "no", fixture->why), -ENOENT);
}

static void every_damaged_line_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct keyring *keys = load(fixture, true);
	keyring_free(keys);
	char text[512];
	int fd = open(fixture->file, O_RDWR);
	ssize_t length = read(fd, text, sizeof(text));
	assert_true(length > 0);
	for (ssize_t i = 0; i < length; i++) {
		char changed = text[i] == '0' ? '1' : '0';
		assert_int_equal(pwrite(fd, &changed, 1, i), 1);
		assert_int_equal(keyring_load(fixture->folder, true, &keys, fixture->why), -EINVAL);
		assert_int_equal(pwrite(fd, &text[i], 1, i), 1);
		if (i > 0) {
			assert_int_equal(ftruncate(fd, i), 0);
			assert_int_equal(keyring_load(fixture->folder, true, &keys, fixture->why), -EINVAL);
			assert_int_equal(pwrite(fd, text, (size_t)length, 0), length);
		}
	}
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(the_first_start_makes_a_file_for_its_owner, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(a_file_open_to_others_is_refused, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(
	        a_new_key_opens_at_once_and_seals_when_it_is_first, set_up, tear_down),
	    cmocka_unit_test_setup_teardown(every_damaged_line_is_refused, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

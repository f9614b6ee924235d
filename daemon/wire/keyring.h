/*
 * The sealing keys. They lie in the file `keys` of the state folder, one a line: ten hex digits of key id, a
 * blank, 64 hex digits of key. The first line seals, every line opens: to rotate, append a key everywhere and
 * reload, then move it first and reload. The id is a checksum of the key, so that a damaged line is found at
 * load.
 *
 * The file is made with mode 0600 and is refused when anybody but its owner may read or write it. In memory
 * the keys lie in locked pages that are left out of core dumps and wiped when freed.
 *
 * Ownership: a keyring is immutable once loaded; any number of threads may use it. keyring_free() ends it.
 */
#ifndef DAEMON_KEYRING_H
#define DAEMON_KEYRING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	KEY_BYTES = 32,
	KEY_ID_BYTES = 5,
	KEY_ID_TEXT = 2 * KEY_ID_BYTES + 1, /* hex, with the NUL */
	KEYRING_MAX = 64,                   /* keys in one file */
	KEYRING_WHY_BYTES = 320,
};

struct keyring;

/*
 * Loads the keys of a state folder. With `create`, a missing folder (its last part) and a missing key file
 * are made first; of several processes that start at once one makes the file and all load it. 0, or a
 * negative errno with a sentence for people in ret_why (KEYRING_WHY_BYTES; may be NULL): -ENOENT no file,
 * -EACCES open to others, -EINVAL a damaged line.
 */
int keyring_load(const char *folder, bool create, struct keyring **ret_keys, char *ret_why);
/* NULL is allowed. */
void keyring_free(struct keyring *keys);

/* A keyring of one new random key that is in no file: for tests, benches and throw-away daemons. */
int keyring_random(struct keyring **ret_keys);

/* Appends a new key to the file (which is made when missing), on disk when it returns. */
int keyring_append(const char *folder, char ret_id[KEY_ID_TEXT], char *ret_why);
/* Moves a key to the first line, so that it seals. -ENOENT: no such key. */
int keyring_move_first(const char *folder, const char *id, char *ret_why);

size_t keyring_count(const struct keyring *keys);
/* The key at `index`, and its id; index < keyring_count(). 0 is the one that seals. */
const uint8_t *keyring_key(const struct keyring *keys, size_t index);
const uint8_t *keyring_id(const struct keyring *keys, size_t index);
/* The key with this id; NULL when there is none. */
const uint8_t *keyring_find(const struct keyring *keys, const uint8_t id[KEY_ID_BYTES]);

#endif

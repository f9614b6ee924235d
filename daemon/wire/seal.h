/*
 * The sealed token of an item: its question and origin (pack.h), encrypted and authenticated with
 * XChaCha20-Poly1305 (libsodium; draft-irtf-cfrg-xchacha), in base64url without padding.
 *
 *	token := base64url( version key-id[5] nonce[24] ciphertext tag[16] )
 *
 * Version and key id are authenticated too; they are six bytes, so the first eight characters of a token name
 *them. Nonces are random: with 192 bits that is safe without a counter, on any number of hosts.
 *
 * Pure apart from what it is given; any thread.
 */
#ifndef DAEMON_SEAL_H
#define DAEMON_SEAL_H

#include "daemon/wire/keyring.h"
#include "daemon/wire/pack.h"

enum {
	SEAL_NONCE_BYTES = 24,
	SEAL_TOKEN_LIMIT = 16 * 1024, /* characters of a token; an ordinary one has some 400 */
	SEAL_PLAIN_LIMIT = SEAL_TOKEN_LIMIT / 4 * 3 - 64,
};

/*
 * Writes the token of `plain` (pack_item()) with the first key. Gives its length, terminated by NUL, or
 * -EMSGSIZE when it would pass SEAL_TOKEN_LIMIT. `nonce` must never have been used before.
 */
int seal_token(const struct keyring *keys, const uint8_t nonce[SEAL_NONCE_BYTES], const char *plain,
    size_t length, char ret_token[SEAL_TOKEN_LIMIT + 1]);

/*
 * Opens a token into memory of the arena, which the item's texts point to. ERROR_NONE, ERROR_ITEM_INVALID for
 * whatever was not sealed with one of these keys (NULL: all), ERROR_ITEM_EXPIRED, with the item all the same.
 * Refuses when the arena is exhausted.
 */
enum error_code seal_open(const struct keyring *keys, struct arena *arena, const char *token, size_t length,
    int64_t now, struct sealed_item *ret_item);

#endif

#include "daemon/wire/seal.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>

enum {
	TOKEN_VERSION = 1,
	HEAD_BYTES = 1 + KEY_ID_BYTES,
	TAG_BYTES = crypto_aead_xchacha20poly1305_ietf_ABYTES,
	OVERHEAD = HEAD_BYTES + SEAL_NONCE_BYTES + TAG_BYTES,
};

_Static_assert(SEAL_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, "the nonce of the cipher");
_Static_assert(KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the key of the cipher");
_Static_assert(HEAD_BYTES % 3 == 0, "the first eight characters are version and key id");
_Static_assert((SEAL_PLAIN_LIMIT + OVERHEAD + 2) / 3 * 4 <= SEAL_TOKEN_LIMIT, "a token fits");

int seal_token(const struct keyring *keys, const uint8_t nonce[SEAL_NONCE_BYTES], const char *plain,
    size_t length, char ret_token[SEAL_TOKEN_LIMIT + 1])
{
	if (length > SEAL_PLAIN_LIMIT) {
		return -EMSGSIZE;
	}
	uint8_t bytes[SEAL_PLAIN_LIMIT + OVERHEAD];
	bytes[0] = TOKEN_VERSION;
	memcpy(bytes + 1, keyring_id(keys, 0), KEY_ID_BYTES);
	memcpy(bytes + HEAD_BYTES, nonce, SEAL_NONCE_BYTES);
	unsigned long long sealed;
	crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + HEAD_BYTES + SEAL_NONCE_BYTES, &sealed,
	    (const uint8_t *)plain, length, bytes, HEAD_BYTES, NULL, nonce, keyring_key(keys, 0));
	size_t total = HEAD_BYTES + SEAL_NONCE_BYTES + (size_t)sealed;
	sodium_bin2base64(
	    ret_token, SEAL_TOKEN_LIMIT + 1, bytes, total, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	return (int)strlen(ret_token);
}

/* libsodium 1.0.18 reads any byte past ASCII as one of the last two digits: two spellings of one token. */
static bool is_ascii(const char *token, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if ((unsigned char)token[i] >= 0x80) {
			return false;
		}
	}
	return true;
}

/* Decrypts into the arena; NULL: not ours. */
static uint8_t *decrypt(
    const struct keyring *keys, struct arena *arena, const char *token, size_t length, size_t *ret_length)
{
	uint8_t bytes[SEAL_TOKEN_LIMIT];
	size_t total;
	if (!keys || length > SEAL_TOKEN_LIMIT || !is_ascii(token, length) ||
	    sodium_base642bin(bytes, sizeof(bytes), token, length, NULL, &total, NULL,
	        sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    total < OVERHEAD || bytes[0] != TOKEN_VERSION) {
		return NULL;
	}
	const uint8_t *key = keyring_find(keys, bytes + 1);
	if (!key) {
		return NULL;
	}
	uint8_t *plain = arena_alloc(arena, total - OVERHEAD + 1);
	unsigned long long plain_length;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &plain_length, NULL,
	        bytes + HEAD_BYTES + SEAL_NONCE_BYTES, total - HEAD_BYTES - SEAL_NONCE_BYTES, bytes,
	        HEAD_BYTES, bytes + HEAD_BYTES, key) != 0) {
		return NULL;
	}
	*ret_length = (size_t)plain_length;
	return plain;
}

enum error_code seal_open(const struct keyring *keys, struct arena *arena, const char *token, size_t length,
    int64_t now, struct sealed_item *ret_item)
{
	size_t plain_length;
	const uint8_t *plain = decrypt(keys, arena, token, length, &plain_length);
	struct sealed_item item;
	if (!plain || unpack_item(plain, plain_length, &item) < 0) {
		return ERROR_ITEM_INVALID;
	}
	*ret_item = item;
	return item.expires && now >= item.expires ? ERROR_ITEM_EXPIRED : ERROR_NONE;
}

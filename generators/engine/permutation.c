/* See permutation.h. */
#include "generators/engine/permutation.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

/* Four rounds already give a strong permutation of large halves (Luby and Rackoff, 1988); small ones need
 * more. */
enum { ROUNDS = 8 };

void permutation_init(struct permutation *permutation, uint64_t size, uint64_t seed, const char *purpose)
{
	assert(size >= 1);
	unsigned bits = 0;
	while (bits < 64 && ((size - 1) >> bits) != 0)
		bits++;
	bits = bits < 2 ? 2 : bits;
	*permutation =
	    (struct permutation){.size = size, .left_bits = bits / 2, .right_bits = bits - bits / 2};
	unsigned char seed_bytes[8];
	for (unsigned i = 0; i < sizeof seed_bytes; i++)
		seed_bytes[i] = (unsigned char)(seed >> (8 * i)); /* the same bytes on any machine */
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, sizeof permutation->key);
	crypto_generichash_update(&state, seed_bytes, sizeof seed_bytes);
	crypto_generichash_update(&state, (const unsigned char *)purpose, strlen(purpose));
	crypto_generichash_final(&state, permutation->key, sizeof permutation->key);
}

static uint64_t round_value(const struct permutation *permutation, unsigned round, uint64_t half)
{
	unsigned char in[9];
	uint64_t value = htole64(half); /* the same bytes on any machine */
	memcpy(in, &value, sizeof value);
	in[8] = (unsigned char)round;
	crypto_shorthash((unsigned char *)&value, in, sizeof in, permutation->key);
	return le64toh(value);
}

/* Alternating rounds change one half by the other, so that the halves may differ by a bit. */
static uint64_t shuffle(const struct permutation *permutation, uint64_t place)
{
	uint64_t right_mask = ((uint64_t)1 << permutation->right_bits) - 1;
	uint64_t left_mask = ((uint64_t)1 << permutation->left_bits) - 1;
	uint64_t left = place >> permutation->right_bits, right = place & right_mask;
	for (unsigned round = 0; round < ROUNDS; round += 2) {
		left = (left ^ round_value(permutation, round, right)) & left_mask;
		right = (right ^ round_value(permutation, round + 1, left)) & right_mask;
	}
	return left << permutation->right_bits | right;
}

uint64_t permutation_at(const struct permutation *permutation, uint64_t k)
{
	assert(k < permutation->size);
	if (permutation->size == 1)
		return 0;
	do
		k = shuffle(permutation, k);
	while (k >= permutation->size);
	return k;
}

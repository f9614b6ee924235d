/*
 * A keyed order of 0..size-1: item number k of a sequence is place permutation_at(k). A Feistel network over
 * the smallest power of two that holds the size, walked until it lands inside (Black and Rogaway, "Ciphers
 * with arbitrary finite domains", 2002); the round function is SipHash-2-4. So no table is kept, place k is
 * found without the ones before it, each place comes exactly once, and keys of neighbouring seeds share
 * nothing.
 *
 * Plain data in the caller's storage; pure.
 */
#ifndef GENERATORS_PERMUTATION_H
#define GENERATORS_PERMUTATION_H

#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

struct permutation {
	uint64_t size;
	unsigned left_bits, right_bits;
	unsigned char key[crypto_shorthash_KEYBYTES];
};

/* The order of `size` >= 1 places for a seed and a purpose ("family:negexp-integer-base/2"). */
void permutation_init(struct permutation *permutation, uint64_t size, uint64_t seed, const char *purpose);
/* The place of number k < size. */
uint64_t permutation_at(const struct permutation *permutation, uint64_t k);

#endif

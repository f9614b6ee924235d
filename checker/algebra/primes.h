/*
 * The primes below LIMIT_PRIME, for trial division: a third as many candidates as the numbers that 2 and 3 do
 * not divide. Kept as gaps, as a byte each is enough for them. Constant data; any thread.
 */
#ifndef CHECKER_PRIMES_H
#define CHECKER_PRIMES_H

#include <stddef.h>
#include <stdint.h>

enum { PRIME_GAPS = 6540 };
extern const uint8_t prime_half_gaps[PRIME_GAPS];

/* A walk through them: starts as {0}; each call gives the next, 2 first, and 0 behind the last. */
struct primes {
	uint64_t last;
	size_t place;
};
static inline uint64_t primes_next(struct primes *primes)
{
	if (primes->last < 3)
		return primes->last = primes->last == 0 ? 2 : 3;
	if (primes->place == PRIME_GAPS)
		return 0;
	return primes->last += 2 * (uint64_t)prime_half_gaps[primes->place++];
}

#endif

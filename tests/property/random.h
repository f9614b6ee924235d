/* Deterministic random numbers for the property tests: the same seed makes the same trees on every machine.
 */
#ifndef PROPERTY_RANDOM_H
#define PROPERTY_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random {
	uint64_t state;
};

/* SplitMix64 (Steele, Lea, Flood 2014). */
static inline uint64_t random_next(struct random *random)
{
	uint64_t z = (random->state += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

/* 0 .. count - 1 */
static inline uint32_t random_below(struct random *random, uint32_t count)
{
	return (uint32_t)(random_next(random) >> 32) % count;
}

static inline bool random_chance(struct random *random, uint32_t percent)
{
	return random_below(random, 100) < percent;
}

#endif

#include "checker/algebra/arena.h"

#include <gmp.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHUNK_BYTES = 64 * 1024,       /* the size of an ordinary chunk */
	KEPT_BYTES = 32 * CHUNK_BYTES, /* what a reset keeps: most questions with their diagnosis fit */
	ALIGNMENT = 16,
};

/* Chunks in the order in which they were taken; those behind `current` are empty and kept for later. */
struct chunk {
	struct chunk *next;
	size_t size, used;
	_Alignas(ALIGNMENT) char bytes[];
};

struct escape {
	jmp_buf place;
	enum refusal why;
};

struct arena {
	struct chunk *first, *current;
	size_t limit, reserved, total;
	size_t work; /* left; SIZE_MAX: no bound */
	struct escape *escape;
};

static struct chunk *chunk_new(size_t size)
{
	struct chunk *chunk = malloc(sizeof *chunk + size);

	if (chunk) {
		chunk->next = NULL;
		chunk->size = size;
		chunk->used = 0;
	}
	return chunk;
}

struct arena *arena_new(size_t limit)
{
	struct arena *arena = calloc(1, sizeof *arena);

	if (!arena)
		return NULL;
	arena->limit = limit;
	arena->work = SIZE_MAX;
	arena->first = chunk_new(CHUNK_BYTES);
	if (!arena->first) {
		free(arena);
		return NULL;
	}
	arena->current = arena->first;
	arena->reserved = CHUNK_BYTES;
	return arena;
}

static void free_behind(struct arena *arena, struct chunk *chunk)
{
	for (struct chunk *next = chunk->next; next;) {
		struct chunk *gone = next;

		next = next->next;
		arena->reserved -= gone->size;
		free(gone);
	}
	chunk->next = NULL;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	free_behind(arena, arena->first);
	free(arena->first);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	size_t kept = 0;

	for (struct chunk *chunk = arena->first; chunk; chunk = chunk->next) {
		chunk->used = 0;
		kept += chunk->size;
		if (kept >= KEPT_BYTES)
			free_behind(arena, chunk);
	}
	arena->current = arena->first;
	arena->total = 0;
}

/* Moves on to a chunk with room for `bytes`: one that was kept, or a new one within the limit. */
static void grow(struct arena *arena, size_t bytes)
{
	size_t size = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;

	while (arena->current->next) {
		arena->current = arena->current->next;
		arena->current->used = 0;
		if (arena->current->size >= bytes)
			return;
	}
	if (size > arena->limit || arena->reserved > arena->limit - size)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	arena->current->next = chunk_new(size);
	if (!arena->current->next)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	arena->current = arena->current->next;
	arena->reserved += size;
}

void *arena_alloc(struct arena *arena, size_t bytes)
{
	struct chunk *chunk = arena->current;
	void *piece;

	if (bytes > arena->limit)
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	bytes = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (chunk->size - chunk->used < bytes) {
		grow(arena, bytes);
		chunk = arena->current;
	}
	piece = chunk->bytes + chunk->used;
	chunk->used += bytes;
	arena->total += bytes;
	return piece;
}

void *arena_zero(struct arena *arena, size_t bytes)
{
	return memset(arena_alloc(arena, bytes), 0, bytes);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		arena_refuse(arena, REFUSAL_TOO_LARGE);
	return arena_alloc(arena, bytes);
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

size_t arena_used(const struct arena *arena)
{
	return arena->total;
}

void arena_allow(struct arena *arena, size_t work)
{
	arena->work = work;
}

bool arena_spend(struct arena *arena, size_t work)
{
	if (arena->work == SIZE_MAX)
		return true;
	if (work > arena->work) {
		arena->work = 0;
		return false;
	}
	arena->work -= work;
	return true;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){arena->current, arena->current->used, arena->total};
}

void arena_rewind(struct arena *arena, struct arena_mark mark)
{
	arena->current = mark.chunk;
	arena->current->used = mark.used;
	arena->total = mark.total;
}

enum refusal arena_try(struct arena *arena, void (*work)(void *context), void *context)
{
	struct escape escape = {.why = REFUSAL_NONE};
	struct escape *outer = arena->escape;

	arena->escape = &escape;
	if (setjmp(escape.place) == 0)
		work(context);
	arena->escape = outer;
	return escape.why;
}

void arena_refuse(struct arena *arena, enum refusal why)
{
	if (!arena->escape) {
		fputs("masteryd: refusal outside of arena_try\n", stderr);
		abort();
	}
	arena->escape->why = why;
	longjmp(arena->escape->place, 1);
}

/*
 * GMP's memory. Which allocator a block came from is told by a word in front of it, as blocks made with
 * malloc (FLINT's caches, say) may be resized or freed while an arena is being served.
 */
static _Thread_local struct arena *serving;

struct block {
	struct arena *owner; /* NULL: malloc */
	size_t pad;
};

static void *gmp_take(size_t bytes)
{
	struct arena *arena = serving;
	struct block *block =
	    arena ? arena_alloc(arena, sizeof *block + bytes) : malloc(sizeof *block + bytes);

	if (!block)
		abort();
	block->owner = arena;
	return block + 1;
}

/* Is this the last piece that its arena handed out? Then it may grow, or go, in place. */
static bool is_last(const struct block *block, size_t bytes)
{
	const struct chunk *chunk = block->owner->current;
	size_t size = (sizeof *block + bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

	return (const char *)block + size == chunk->bytes + chunk->used &&
	       (const char *)block >= chunk->bytes;
}

static void gmp_give(void *piece, size_t bytes)
{
	struct block *block = (struct block *)piece - 1;

	if (!block->owner) {
		free(block);
	} else if (is_last(block, bytes)) {
		size_t size = (sizeof *block + bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

		block->owner->current->used -= size;
		block->owner->total -= size;
	}
}

static void *gmp_resize(void *piece, size_t old_bytes, size_t new_bytes)
{
	struct block *block = (struct block *)piece - 1;
	void *moved;

	if (!block->owner) {
		block = realloc(block, sizeof *block + new_bytes);
		if (!block)
			abort();
		return block + 1;
	}
	if (new_bytes <= old_bytes)
		return piece;
	/* Resized by its owner, whichever arena is served now: it lives as long as its number. */
	block = arena_alloc(block->owner, sizeof *block + new_bytes);
	block->owner = ((struct block *)piece - 1)->owner;
	moved = block + 1;
	memcpy(moved, piece, old_bytes);
	return moved;
}

static void install(void)
{
	mp_set_memory_functions(gmp_take, gmp_resize, gmp_give);
}

void arena_serve_gmp(struct arena *arena)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, install);
	serving = arena;
}

/*
 * Memory of one request. An arena hands out pieces that live until it is reset, so a request frees nothing
 * singly and the same few pages serve one request after another without malloc.
 *
 * An arena also holds the one way out: arena_try() runs a function, and anything below it may end it at once
 * with arena_refuse() - because a bound of limits.h would be passed, or because the arena itself is
 * exhausted. Nothing is leaked, as everything lies in the arena. Code between a refusal and its arena_try()
 * may therefore own nothing but arena memory.
 *
 * GMP's numbers are drawn from the arena too, once arena_serve_gmp() has been called in a thread: GMP has
 * only process-wide memory functions, so they look at a thread-local arena, and fall back to malloc where
 * there is none. Numbers made in an arena die with it and are never cleared.
 *
 * Ownership: arena_new() to arena_free(). Threads: one arena belongs to one thread at a time.
 */
#ifndef CHECKER_ARENA_H
#define CHECKER_ARENA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum refusal {
	REFUSAL_NONE = 0,
	REFUSAL_TOO_LARGE = -1,  /* a bound would be passed; also: the arena is exhausted */
	REFUSAL_UNDEFINED = -2,  /* the expression has no value: x/0, log of a non-positive number, ... */
	REFUSAL_UNDECIDED = -4,  /* neither a value nor a proof that there is none */
	REFUSAL_UNREADABLE = -3, /* the text is not an answer; whoever refuses has left a note */
};

/* A new arena that will hold at most `limit` bytes. NULL when memory is out. */
struct arena *arena_new(size_t limit);
/* Frees the arena and all that lies in it. NULL is allowed. */
void arena_free(struct arena *arena);
/* Forgets all that lies in the arena; keeps a few pages for the next request. */
void arena_reset(struct arena *arena);

/* `bytes` bytes aligned to 16, not cleared. Never NULL: on exhaustion it refuses with REFUSAL_TOO_LARGE. */
void *arena_alloc(struct arena *arena, size_t bytes) __attribute__((malloc, returns_nonnull, alloc_size(2)));
/* The same, cleared. */
void *arena_zero(struct arena *arena, size_t bytes) __attribute__((malloc, returns_nonnull, alloc_size(2)));
/* `count` things of `size` bytes, with an overflow check. */
void *arena_array(struct arena *arena, size_t count, size_t size) __attribute__((malloc, returns_nonnull));
/* A copy of `length` bytes with a final NUL. */
char *arena_copy(struct arena *arena, const char *text, size_t length);
/* Bytes handed out since the last reset. */
size_t arena_used(const struct arena *arena);

/*
 * Work that may still be done on behalf of the request, in units of about 30 ns: a product of two small terms
 * is one. Whoever starts a request allows; whoever computes asks first, and gives up where it is told false.
 * Without arena_allow(), and after arena_allow(arena, SIZE_MAX), there is no bound.
 */
void arena_allow(struct arena *arena, size_t work);
bool arena_spend(struct arena *arena, size_t work);

/* A place in the arena to return to: what was allocated after the mark is forgotten by the rewind. */
struct arena_mark {
	void *chunk;
	size_t used, total;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, struct arena_mark mark);

/*
 * Runs work(context). Gives REFUSAL_NONE when it returned, else what it was refused with. Calls nest: a
 * refusal ends the innermost.
 */
enum refusal arena_try(struct arena *arena, void (*work)(void *context), void *context);
/* Ends the innermost arena_try() of this arena. Outside of one it is a mistake of ours and aborts. */
void arena_refuse(struct arena *arena, enum refusal why) __attribute__((noreturn));

/* From here on GMP allocates in `arena` in this thread; NULL: with malloc again. */
void arena_serve_gmp(struct arena *arena);

#endif

/* SPDX-License-Identifier: Apache-2.0
 *
 * Arenas: the four lifetimes of sideline's memory (program, worker, article, scratch), and the only malloc.
 *
 * An arena hands out memory that is freed all at once. Where a result and temporaries are both made, a function takes
 * two arenas, `out` and `tmp`. Nothing is freed one by one.
 *
 * When an arena cannot give (the system refuses, or its budget is used up) it longjmps to the recovery point that
 * its user has set; an article then fails with SL_NO_MEMORY and nothing else is lost. Between setting the point and
 * releasing it, no resource outside arenas may be held that the recovery code does not know.
 */
#ifndef SL_BASE_ARENA_H
#define SL_BASE_ARENA_H

#include "base/str.h"

#include <setjmp.h>

typedef struct sl_arena_block sl_arena_block;

typedef struct {
    sl_arena_block *block; /* newest block; chained to older ones */
    sl_arena_block *spare; /* given back by the last rewind, for the next block; or NULL */
    size_t used, budget;   /* bytes in all blocks, the spare one with them; the most it may hold, 0 is "no limit" */
    size_t most;           /* bytes it held before it was rewound */
    size_t next;           /* the least size of the next block: what the last round needed in all */
    jmp_buf *recover;      /* where to go when memory runs out; never NULL while allocating */
} sl_arena;

typedef struct {
    sl_arena_block *block;
    size_t at;
} sl_arena_mark;

/** `recover` may be changed later by its field; it must be set before the first allocation. */
void sl_arena_init(sl_arena *arena, size_t budget, jmp_buf *recover);

/** Its first block is to be a large page, 2 MB that cost one page fault: for an arena that most likely fills it. */
void sl_arena_expect_much(sl_arena *arena);

/** Frees all blocks; the arena may be used again. */
void sl_arena_release(sl_arena *arena);

/** Forgets everything but keeps enough memory for a round as large, so that a worker's steady state does not allocate. */
void sl_arena_clear(sl_arena *arena);

sl_arena_mark sl_arena_here(const sl_arena *arena);

/** Forgets what was allocated since `mark`. */
void sl_arena_rewind(sl_arena *arena, sl_arena_mark mark);

/** What `from` holds lives as long as what `arena` holds now; `from` is empty. */
void sl_arena_take(sl_arena *arena, sl_arena *from);

/** Zeroed memory for `count` things of `size` bytes, aligned for any type. Never NULL; 0 things give a valid pointer. */
void *sl_arena_alloc(sl_arena *arena, size_t count, size_t size);

/** As sl_arena_alloc, without the zeroing. */
void *sl_arena_raw(sl_arena *arena, size_t count, size_t size);

/** Grows an array from `old_count` to `new_count`; the tail is not zeroed. */
void *sl_arena_grow(sl_arena *arena, void *old, size_t old_count, size_t new_count, size_t size);

#define SL_NEW(arena, type) ((type *)sl_arena_alloc((arena), 1, sizeof(type)))
#define SL_NEW_ARRAY(arena, type, count) ((type *)sl_arena_alloc((arena), (count), sizeof(type)))

/** A copy of `s`, with a NUL behind it that is not counted in its length. */
sl_str sl_arena_copy(sl_arena *arena, sl_str s);

/** A number's digits. */
sl_str sl_arena_number(sl_arena *arena, uint64_t n);

/** printf into the arena; NUL behind it, not counted. Only %s %.*s %d %u %zu %c %% %llu %016llx and such. */
sl_str sl_arena_printf(sl_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/** Malloc and free for the few objects outside arenas (threads' tables, file buffers). NULL when there is none. */
void *sl_heap_alloc(size_t count, size_t size);
void *sl_heap_grow(void *old, size_t new_count, size_t size);
void sl_heap_free(void *memory);

/** For tests of failure: the n-th allocation from now fails, once (0: none does). Per thread. */
void sl_heap_fail_at(uint64_t n);
/** How many allocations this thread has asked the system for. */
uint64_t sl_heap_count(void);

#endif

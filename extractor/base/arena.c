/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdalign.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define SL_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SL_ASAN 1
#endif
#endif
#ifdef SL_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

struct sl_arena_block {
    sl_arena_block *older;
    size_t size, at; /* bytes of data; bytes handed out */
    alignas(max_align_t) char data[];
};

enum {
    ALIGN = alignof(max_align_t),
    FIRST_BLOCK = 16 * 1024,
    LARGEST_STEP = 4 * 1024 * 1024,
    LARGE_PAGE = 2 * 1024 * 1024
};

/* The test hook is per thread so that a fault test and a worker do not disturb each other. */
static _Thread_local uint64_t fail_at, asked;

void sl_heap_fail_at(uint64_t n) {
    fail_at = n;
}
uint64_t sl_heap_count(void) {
    return asked;
}

static bool system_refuses(void) {
    asked++;
    return fail_at && --fail_at == 0;
}

void *sl_heap_alloc(size_t count, size_t size) {
    if (system_refuses()) return NULL;
    return calloc(count ? count : 1, size ? size : 1);
}

void *sl_heap_grow(void *old, size_t new_count, size_t size) {
    if (size && new_count > SIZE_MAX / size) return NULL;
    if (system_refuses()) return NULL;
    size_t bytes = new_count * size;
    return realloc(old, bytes ? bytes : 1);
}

void sl_heap_free(void *memory) {
    free(memory);
}

void sl_arena_init(sl_arena *arena, size_t budget, jmp_buf *recover) {
    *arena = (sl_arena){.budget = budget, .recover = recover};
}

void sl_arena_expect_much(sl_arena *arena) {
    arena->next = LARGE_PAGE - sizeof(sl_arena_block);
}

static void drop_spare(sl_arena *arena) {
    sl_arena_block *b = arena->spare;
    if (!b) return;
    arena->spare = NULL;
    arena->used -= b->size;
    UNPOISON(b->data, b->size);
    free(b);
}

void sl_arena_release(sl_arena *arena) {
    drop_spare(arena);
    for (sl_arena_block *b = arena->block, *older; b; b = older) {
        older = b->older;
        UNPOISON(b->data, b->size);
        free(b);
    }
    arena->block = NULL;
    arena->used = 0;
}

void sl_arena_clear(sl_arena *arena) {
    size_t most = arena->used > arena->most ? arena->used : arena->most;
    arena->most = 0;
    if (arena->block && arena->block->size < most) {
        sl_arena_release(arena);
        arena->next = most; /* one block of that size will do next time */
        return;
    }
    if (!arena->block) return;
    POISON(arena->block->data, arena->block->at);
    arena->block->at = 0;
}

void sl_arena_take(sl_arena *arena, sl_arena *from) {
    drop_spare(from);
    sl_arena_block **last = &arena->block;
    while (*last) last = &(*last)->older;
    *last = from->block;
    arena->used += from->used;
    from->block = NULL;
    from->used = 0;
}

sl_arena_mark sl_arena_here(const sl_arena *arena) {
    return (sl_arena_mark){arena->block, arena->block ? arena->block->at : 0};
}

void sl_arena_rewind(sl_arena *arena, sl_arena_mark mark) {
    if (arena->used > arena->most) arena->most = arena->used;
    while (arena->block && arena->block != mark.block && (mark.block || arena->block->older)) {
        sl_arena_block *b = arena->block;
        arena->block = b->older;
        drop_spare(arena);
        arena->spare = b;
        POISON(b->data, b->size);
    }
    if (!arena->block) return;
    size_t at = mark.block ? mark.at : 0; /* what was begun after an empty mark is kept for the next time */
    POISON(arena->block->data + at, arena->block->at - at); /* the rest is already */
    arena->block->at = at;
}

static _Noreturn void out_of_memory(sl_arena *arena) {
    longjmp(*arena->recover, 1);
}

/* Memory for a block. A large one lies on a border of large pages and asks for them: the rules' 20 MB would otherwise cost
   some 5,000 page faults at every start, a sixth of the whole. */
static sl_arena_block *new_block(size_t size) {
    if (system_refuses()) return NULL;
#if defined(MADV_HUGEPAGE) && !defined(SL_ASAN)
    if (size >= LARGE_PAGE - sizeof(sl_arena_block)) {
        size_t whole = (sizeof(sl_arena_block) + size + LARGE_PAGE - 1) & ~(size_t)(LARGE_PAGE - 1);
        sl_arena_block *b = aligned_alloc(LARGE_PAGE, whole);
        if (b) madvise(b, whole, MADV_HUGEPAGE); /* a wish: where it is refused nothing changes */
        return b;
    }
#endif
    return malloc(sizeof(sl_arena_block) + size);
}

/* The block that the last rewind gave back: a loop that stands at the end of a block would otherwise pay for a new one,
   zeroed by the kernel, in each of its rounds. */
static bool add_spare(sl_arena *arena, size_t need) {
    sl_arena_block *b = arena->spare;
    if (!b || b->size < need) return false;
    arena->spare = NULL;
    b->older = arena->block;
    b->at = 0;
    arena->block = b;
    return true;
}

static void add_block(sl_arena *arena, size_t need) {
    if (add_spare(arena, need)) return;
    drop_spare(arena);
    size_t size = arena->used < FIRST_BLOCK ? FIRST_BLOCK : arena->used;
    if (size > LARGEST_STEP) size = LARGEST_STEP;
    if (size < arena->next) size = arena->next;
    if (size < need) size = need;
    arena->next = 0;
    if (arena->budget && arena->used + size > arena->budget) out_of_memory(arena);
    sl_arena_block *b = new_block(size);
    if (!b) out_of_memory(arena);
    *b = (sl_arena_block){.older = arena->block, .size = size};
    POISON(b->data, size);
    arena->block = b;
    arena->used += size;
}

static void *take(sl_arena_block *b, size_t need) {
    char *p = b->data + b->at;
    b->at += need;
    UNPOISON(p, need);
    return p;
}

/* By itself, so that the many calls that need no block save no registers for it. */
static __attribute__((noinline)) void *take_of_new(sl_arena *arena, size_t need) {
    add_block(arena, need);
    return take(arena->block, need);
}

void *sl_arena_raw(sl_arena *arena, size_t count, size_t size) {
    size_t need;
    if (__builtin_mul_overflow(count, size, &need) || need > SIZE_MAX / 2 - ALIGN) out_of_memory(arena);
    need = (need + (need == 0) + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    sl_arena_block *b = arena->block;
    return b && b->size - b->at >= need ? take(b, need) : take_of_new(arena, need);
}

void *sl_arena_alloc(sl_arena *arena, size_t count, size_t size) {
    void *p = sl_arena_raw(arena, count, size);
    return memset(p, 0, count * size);
}

void *sl_arena_grow(sl_arena *arena, void *old, size_t old_count, size_t new_count, size_t size) {
    char *grown = sl_arena_raw(arena, new_count, size);
    if (old_count) memcpy(grown, old, old_count * size);
    return grown;
}

sl_str sl_arena_copy(sl_arena *arena, sl_str s) {
    char *p = sl_arena_raw(arena, s.n + 1, 1);
    if (s.n) memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return (sl_str){p, s.n};
}

sl_str sl_arena_number(sl_arena *arena, uint64_t n) {
    char digits[20];
    size_t at = sizeof digits;
    do digits[--at] = (char)('0' + n % 10);
    while (n /= 10);
    return sl_arena_copy(arena, (sl_str){digits + at, sizeof digits - at});
}

sl_str sl_arena_printf(sl_arena *arena, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t size = n > 0 ? (size_t)n : 0;
    char *p = sl_arena_raw(arena, size + 1, 1);
    vsnprintf(p, size + 1, format, again);
    va_end(again);
    return (sl_str){p, size};
}

/* SPDX-License-Identifier: Apache-2.0
 *
 * Many short texts in one block of memory, each named by a number of 32 bits instead of a pointer: for what there are
 * millions of, and for what is kept in a file.
 *
 *     sl_textpool pool = {0};
 *     uint32_t name = sl_textpool_put(&pool, arena, SL_STR("Okafor"));
 *     use(sl_textpool_at(pool.v, name));
 */
#ifndef SL_BASE_TEXTPOOL_H
#define SL_BASE_TEXTPOOL_H

#include "base/arena.h"

/** A text is its length, seven bits a byte and the lowest first, its bytes, and a line break that does not count. */
typedef struct {
    char *v;
    size_t n, room;
    uint32_t last; /* the text that was put last */
} sl_textpool;

/** The bytes that one pool may hold: what names a text has two bits to spare. */
#define SL_MAX_TEXTPOOL (UINT32_C(1) << 30)

/** Makes room for so many bytes, so that nothing is copied as it grows. */
void sl_textpool_expect(sl_textpool *pool, sl_arena *arena, size_t bytes);

/**
 * Keeps a copy of `s`; one that is put twice in a row is kept once.
 * @return SL_NONE where the pool is full
 */
uint32_t sl_textpool_put(sl_textpool *pool, sl_arena *arena, sl_str s);

/** Where the bytes of a text begin. */
static inline uint32_t sl_textpool_bytes(const char *pool, uint32_t at) {
    while ((unsigned char)pool[at] & 0x80) at++;
    return at + 1;
}

static inline sl_str sl_textpool_at(const char *pool, uint32_t at) {
    size_t n = 0;
    unsigned shift = 0;
    for (; (unsigned char)pool[at] & 0x80; shift += 7) n |= (size_t)(pool[at++] & 0x7F) << shift;
    n |= (size_t)pool[at] << shift;
    return (sl_str){pool + at + 1, n};
}

#endif
